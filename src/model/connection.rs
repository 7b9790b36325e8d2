//! Connections between cards. Their geometry is derived, never stored.

use crate::base::ids::{CardId, ConnectionId};
use serde::{Deserialize, Serialize};

/// How the line of a connection is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionStyle {
    /// A full line.
    #[default]
    Solid,
    /// A broken line.
    Dashed,
    /// A row of dots.
    Dotted,
}

/// How wide the line of a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionWeight {
    /// One that stands back.
    Thin,
    /// As most are.
    #[default]
    Normal,
    /// One that stands out.
    Thick,
}

/// Where a connection has the head of an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionArrows {
    /// Where it leads to.
    #[default]
    End,
    /// At both of its ends.
    Both,
    /// Nowhere: a line.
    None,
}

/// How a connection turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionCorners {
    /// Along a small arc.
    #[default]
    Rounded,
    /// At once.
    Straight,
}

/// How a connection looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct ConnectionLook {
    /// Its line.
    pub style: ConnectionStyle,
    /// How wide that is.
    pub weight: ConnectionWeight,
    /// Where it has arrows.
    pub arrows: ConnectionArrows,
    /// How it turns.
    pub corners: ConnectionCorners,
    /// Index into the theme's inks (taken modulo their number); `None` is the quiet colour of connections.
    pub tint: Option<u8>,
}

/// One property of a look with a value: what is chosen in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookChoice {
    /// Another line.
    Style(ConnectionStyle),
    /// Another width.
    Weight(ConnectionWeight),
    /// Other arrows.
    Arrows(ConnectionArrows),
    /// Other corners.
    Corners(ConnectionCorners),
    /// Another colour.
    Tint(Option<u8>),
}

impl LookChoice {
    /// What is chosen from, list by list; colours are those of the theme.
    pub const LISTS: [&'static [Self]; 4] = [
        &[
            Self::Style(ConnectionStyle::Solid),
            Self::Style(ConnectionStyle::Dashed),
            Self::Style(ConnectionStyle::Dotted),
        ],
        &[
            Self::Weight(ConnectionWeight::Thin),
            Self::Weight(ConnectionWeight::Normal),
            Self::Weight(ConnectionWeight::Thick),
        ],
        &[
            Self::Arrows(ConnectionArrows::End),
            Self::Arrows(ConnectionArrows::Both),
            Self::Arrows(ConnectionArrows::None),
        ],
        &[Self::Corners(ConnectionCorners::Rounded), Self::Corners(ConnectionCorners::Straight)],
    ];
}

impl ConnectionLook {
    /// The same look with something chosen.
    #[must_use]
    pub fn with(self, choice: LookChoice) -> Self {
        match choice {
            LookChoice::Style(style) => Self { style, ..self },
            LookChoice::Weight(weight) => Self { weight, ..self },
            LookChoice::Arrows(arrows) => Self { arrows, ..self },
            LookChoice::Corners(corners) => Self { corners, ..self },
            LookChoice::Tint(tint) => Self { tint, ..self },
        }
    }

    /// True when it is what would be chosen.
    #[must_use]
    pub fn has(self, choice: LookChoice) -> bool {
        self.with(choice) == self
    }
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
    pub look: ConnectionLook,
}

impl Connection {
    /// The same connection the other way round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self { from: self.to, to: self.from, ..self.clone() }
    }
}
