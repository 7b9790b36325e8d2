//! Edits: what the user does, planned into diffs.
