//! Connections between cards. Their geometry is derived, never stored.

use crate::base::ids::{CardId, ConnectionId};
use serde::{Deserialize, Serialize};

/// How a connection is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionStyle {
    /// A full line.
    #[default]
    Solid,
    /// A broken line.
    Dashed,
}

/// A directed connection: branch or loop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Connection {
    /// Identity.
    pub id: ConnectionId,
    /// Where it starts.
    pub from: CardId,
    /// Where it ends.
    pub to: CardId,
    /// Words beside the line; may be empty.
    pub label: String,
    /// How it is drawn.
    pub style: ConnectionStyle,
}
