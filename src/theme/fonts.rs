//! The bundled faces as bytes. Window, measuring and export use these same bytes, so that line breaks agree.

use crate::base::text::FontBytes;

/// Inter, weight 400.
const INTER_REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");
/// Inter, weight 500.
const INTER_MEDIUM: &[u8] = include_bytes!("../../assets/fonts/Inter-Medium.ttf");
/// Inter, weight 600.
const INTER_SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.ttf");
/// Inter, weight 400, slanted.
const INTER_ITALIC: &[u8] = include_bytes!("../../assets/fonts/Inter-Italic.ttf");
/// Noto Emoji, weight 400: emoji and symbols in one ink.
const NOTO_EMOJI: &[u8] = include_bytes!("../../assets/fonts/NotoEmoji-Regular.ttf");

/// All of them. Emoji and symbols come in one ink, so that they take the colour of the words around them and look the
/// same in a window and in every export.
pub const BUNDLED: FontBytes = FontBytes {
    regular: INTER_REGULAR,
    medium: INTER_MEDIUM,
    semi_bold: INTER_SEMI_BOLD,
    italic: INTER_ITALIC,
    signs: NOTO_EMOJI,
};

/// Name of the bundled signs, as in the file itself.
pub const SIGN_FAMILY: &str = "'Noto Emoji'";
/// Name of the bundled family, as in the files themselves.
pub const FAMILY: &str = "Inter";
/// What a viewer without the bundled family should take instead.
pub const FALLBACK_FAMILIES: &str = "Inter, 'Noto Emoji', 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', sans-serif";
