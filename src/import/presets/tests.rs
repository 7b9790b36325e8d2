//! Exports as the tools write them, from file to rows.
