//! The bundled faces as bytes. Window, measuring and export use these same bytes, so that line breaks agree.

/// Inter, weight 400.
pub const INTER_REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");
/// Inter, weight 500.
pub const INTER_MEDIUM: &[u8] = include_bytes!("../../assets/fonts/Inter-Medium.ttf");
/// Inter, weight 600.
pub const INTER_SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.ttf");
/// Inter, weight 400, slanted.
pub const INTER_ITALIC: &[u8] = include_bytes!("../../assets/fonts/Inter-Italic.ttf");

/// Name of the bundled family, as in the files themselves.
pub const FAMILY: &str = "Inter";
/// What a viewer without the bundled family should take instead.
pub const FALLBACK_FAMILIES: &str = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', sans-serif";
