//! Read-only queries in SQL.
