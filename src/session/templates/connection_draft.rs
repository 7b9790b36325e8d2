//! Connections of templates.

use crate::model::{
    Connection, ConnectionArrows, ConnectionCorners, ConnectionLook, ConnectionStyle, ConnectionWeight,
};
use serde::{Deserialize, Serialize};

/// Cards are named by their key, else by their text; the first in reading order is meant.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConnectionDraft {
    pub(super) from: String,
    pub(super) to: String,
    #[serde(default)]
    pub(super) label: String,
    #[serde(default)]
    style: ConnectionStyle,
    #[serde(default, skip_serializing_if = "is_usual")]
    weight: ConnectionWeight,
    #[serde(default, skip_serializing_if = "is_usual")]
    arrows: ConnectionArrows,
    #[serde(default, skip_serializing_if = "is_usual")]
    corners: ConnectionCorners,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tint: Option<u8>,
}

impl ConnectionDraft {
    /// The draft of a connection between cards of these names.
    pub(super) fn of(connection: &Connection, from: String, to: String) -> Self {
        let ConnectionLook { style, weight, arrows, corners, tint } = connection.look;
        Self { from, to, label: connection.label.clone(), style, weight, arrows, corners, tint }
    }

    /// How it looks.
    pub(super) fn look(&self) -> ConnectionLook {
        let Self { style, weight, arrows, corners, tint, .. } = *self;
        ConnectionLook { style, weight, arrows, corners, tint }
    }
}

/// True for what is left out of a file.
fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
