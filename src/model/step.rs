//! A step: the lower column.

use crate::base::ids::{StageId, StepId};
use serde::{Deserialize, Serialize};

/// A step of a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Identity.
    pub id: StepId,
    /// The stage it belongs to.
    pub stage: StageId,
    /// Name.
    pub title: String,
    /// Order among the steps of the stage.
    pub rank: f64,
}
