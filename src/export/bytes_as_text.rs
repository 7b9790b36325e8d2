//! Bytes as text (RFC 4648, section 4), as pictures stand in SVG and on the clipboard.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The bytes in base 64, padded.
#[must_use]
pub fn encoded(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of a text in base 64; `None` when it is none.
#[must_use]
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}
