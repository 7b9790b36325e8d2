//! What all records have in common.

use crate::base::ids::{
    CardId, ConnectionId, DecisionId, Id, KpiId, LaneId, MapId, MarkerId, NoteId, PersonaId, SourceId, StageId, StepId,
};
use crate::model::{Card, Connection, Decision, JourneyMap, Kpi, Lane, Marker, Note, Persona, Source, Stage, Step};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A row of a document table.
pub trait Record: Clone + PartialEq + std::fmt::Debug + Into<AnyRecord> {
    /// Its id newtype.
    type Id: Id;
    /// Which table it lives in.
    const TABLE: TableKind;
    /// Its id.
    fn id(&self) -> Self::Id;
}

/// A table: ordered by id, rows shared, so that cloning a document is cheap.
pub type Table<R> = BTreeMap<<R as Record>::Id, Arc<R>>;

macro_rules! records {
    ($($record:ident, $variant:ident, $id:ident, $words:ident;)*) => {
        /// The tables of a document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum TableKind {
            $(#[doc = concat!("Rows of type `", stringify!($record), "`.")] $variant,)*
        }

        /// A reference to any record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum RecordRef {
            $(#[doc = concat!("A `", stringify!($record), "`.")] $variant($id),)*
        }

        /// Any record by value.
        #[derive(Debug, Clone, PartialEq)]
        pub enum AnyRecord {
            $(#[doc = concat!("A `", stringify!($record), "`.")] $variant($record),)*
        }

        impl RecordRef {
            /// The table the record lives in.
            #[must_use]
            pub fn table(self) -> TableKind {
                match self { $(Self::$variant(_) => TableKind::$variant,)* }
            }

            /// The stored number of its id.
            #[must_use]
            pub fn raw(self) -> i64 {
                match self { $(Self::$variant(id) => id.raw(),)* }
            }
        }

        impl AnyRecord {
            /// A reference to this record.
            #[must_use]
            pub fn reference(&self) -> RecordRef {
                match self { $(Self::$variant(r) => RecordRef::$variant(r.id),)* }
            }

            /// Its words: title, name, text or label.
            #[must_use]
            pub fn words(&self) -> &str {
                match self { $(Self::$variant(r) => &r.$words,)* }
            }

            /// The same, to be changed.
            pub fn words_mut(&mut self) -> &mut String {
                match self { $(Self::$variant(r) => &mut r.$words,)* }
            }
        }

        $(
            impl Record for $record {
                type Id = $id;
                const TABLE: TableKind = TableKind::$variant;
                fn id(&self) -> $id { self.id }
            }

            impl From<$record> for AnyRecord {
                fn from(record: $record) -> Self { Self::$variant(record) }
            }

            impl From<$id> for RecordRef {
                fn from(id: $id) -> Self { Self::$variant(id) }
            }
        )*
    };
}

records! {
    JourneyMap, Map, MapId, title;
    Stage, Stage, StageId, title;
    Step, Step, StepId, title;
    Lane, Lane, LaneId, title;
    Card, Card, CardId, text;
    Connection, Connection, ConnectionId, label;
    Note, Note, NoteId, text;
    Persona, Persona, PersonaId, name;
    Kpi, Kpi, KpiId, name;
    Marker, Marker, MarkerId, label;
    Source, Source, SourceId, name;
    Decision, Decision, DecisionId, text;
}
