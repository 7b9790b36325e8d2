//! Guesses what columns mean.
use super::error::ImportError;
use super::mapping::Mapping;
use super::sniff::Sniffed;

pub(crate) fn mapping(_sniffed: &Sniffed) -> Result<Mapping, ImportError> {
    todo!()
}
