//! Pictures: storyboards and portraits. The bytes stand in the file under their digest; records name them.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A picture of the file, by what it shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Picture {
    /// BLAKE3 digest of the bytes in lower-case hexadecimal: the same picture is stored once.
    pub digest: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// How the bytes of a picture are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureKind {
    /// Pixels without loss.
    Png,
    /// A photograph.
    Jpeg,
    /// Shapes.
    Svg,
}

impl PictureKind {
    /// Every kind.
    pub const EVERY: [Self; 3] = [Self::Png, Self::Jpeg, Self::Svg];

    /// Its word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Svg => "svg",
        }
    }

    /// The kind of a word in the file.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|kind| kind.word() == word)
    }

    /// Its name on the web.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// The bytes of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureBytes {
    /// How they are to be read.
    pub kind: PictureKind,
    /// As they were given.
    pub data: Arc<[u8]>,
}

/// A picture with its bytes, found to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    /// What records name it by.
    pub picture: Picture,
    /// The picture itself.
    pub bytes: PictureBytes,
}
