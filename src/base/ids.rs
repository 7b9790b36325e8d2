//! Record ids: 63-bit random numbers behind newtypes, so that undo restores the same id and two copies of a
//! file that were edited apart can be merged by id. An id is never reused.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What every id newtype offers, so that the allocator and the file layer can be generic over them.
pub trait Id: Copy + Ord + std::hash::Hash + fmt::Debug + 'static {
    /// Wraps a number that was read from a file or made by [`IdAlloc`].
    fn from_raw(raw: i64) -> Self;
    /// The number as it is stored.
    fn raw(self) -> i64;
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl Id for $name {
            fn from_raw(raw: i64) -> Self { Self(raw) }
            fn raw(self) -> i64 { self.0 }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

ids! {
    /// A journey map.
    MapId,
    /// A stage (upper column) of a map.
    StageId,
    /// A step (lower column) of a stage.
    StepId,
    /// A lane (row) of a map.
    LaneId,
    /// A card in a cell.
    CardId,
    /// A connection between two cards.
    ConnectionId,
    /// An anchored note.
    NoteId,
    /// A persona.
    PersonaId,
    /// A KPI.
    KpiId,
    /// A dated event marker.
    MarkerId,
    /// One import.
    SourceId,
    /// An entry of the decision log.
    DecisionId,
}

/// Hands out ids. The system seeds it in the application, tests seed it themselves.
///
/// The generator is `splitmix64` (Steele, Lea, Flood 2014): 64 bits of state, period 2^64, no repeats within
/// one seed, so ids of one session cannot collide with each other.
#[derive(Debug, Clone)]
pub struct IdAlloc {
    state: u64,
}

impl IdAlloc {
    /// An allocator whose sequence depends on `seed` alone.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next id: 1 ..= 2^63 - 1.
    pub fn allocate<I: Id>(&mut self) -> I {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        // The top bit goes, because SQLite integers are signed; zero goes, because it reads as "none".
        let raw = i64::try_from(z >> 1).unwrap_or(i64::MAX).max(1);
        I::from_raw(raw)
    }
}
