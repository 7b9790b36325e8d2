//! Words on the map itself and on pictures of it.

/// Label beside the step row.
pub fn steps() -> &'static str {
    "Steps"
}
