//! Pictures: storyboards and portraits. The bytes stand in the file under their digest; records name them.

use serde::{Deserialize, Serialize};

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
