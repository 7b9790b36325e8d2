//! Colours, sizes and fonts: the only place where such literals stand.
//!
//! Everything else asks [`Tokens`] for a role ("weak text", "pain point fill"), so that dark mode, print and high
//! contrast are a matter of other values, never of other code.

mod dark;
pub mod fonts;
mod light;
pub mod opacities;
mod print;
pub mod tokens;

pub use tokens::{Radii, Scheme, Strokes, Tokens, TypeSizes, UNTINTED};
