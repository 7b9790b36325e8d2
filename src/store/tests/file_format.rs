//! The documented layout.
