//! Personas.

use crate::base::ids::PersonaId;
use crate::model::Picture;
use serde::{Deserialize, Serialize};

/// Whose journey is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Persona {
    /// Identity.
    pub id: PersonaId,
    /// Name, as in "Maya".
    pub name: String,
    /// Role, as in "team lead".
    pub role: String,
    /// What they want.
    pub goals: String,
    /// What gets in their way.
    pub frustrations: String,
    /// A sentence in their own words.
    pub quote: String,
    /// A portrait.
    pub picture: Option<Picture>,
    /// Order in the outline.
    pub rank: f64,
}
