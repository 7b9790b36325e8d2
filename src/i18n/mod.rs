//! Words shown to people, by area. Plain functions, so that a missing word is a compile error.

pub mod map;
