//! Notes: comments anchored to a record.

use crate::base::ids::NoteId;
use crate::base::time::UtcMillis;
use crate::model::RecordRef;
use serde::{Deserialize, Serialize};

/// A comment on a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Identity.
    pub id: NoteId,
    /// What it is about.
    pub anchor: RecordRef,
    /// Who wrote it.
    pub author: String,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub created_at: UtcMillis,
    /// Dealt with.
    pub is_resolved: bool,
}
