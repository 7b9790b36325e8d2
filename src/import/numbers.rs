//! Numbers as people and programs write them.

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NumberFormat {}

impl NumberFormat {
    pub(crate) fn from_texts(_decimal: Option<&str>, _thousands: Option<&str>) -> Option<Self> {
        todo!()
    }
}
