//! Row diffs: one mechanism for undo, redo, saving and change notification.

use crate::model::record::Table;
use crate::model::{
    AnyRecord, Card, Connection, Decision, Document, JourneyMap, Kpi, Lane, Marker, Note, Persona, Record, RecordRef,
    Source, Stage, Step, TableKind,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Before and after of one row. Insert: no before. Delete: no after.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChange<R> {
    /// The row as it was.
    pub before: Option<Arc<R>>,
    /// The row as it becomes.
    pub after: Option<Arc<R>>,
}

/// The changed rows of one table, by id.
#[derive(Debug, Clone, PartialEq)]
pub struct TableDiff<R: Record>(pub BTreeMap<R::Id, RowChange<R>>);

impl<R: Record> Default for TableDiff<R> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<R: Record> TableDiff<R> {
    /// Inserts or replaces a row. `table` is the table before the whole diff.
    pub fn put(&mut self, table: &Table<R>, record: R) {
        self.set(table, record.id(), Some(Arc::new(record)));
    }

    /// Deletes a row.
    pub fn remove(&mut self, table: &Table<R>, id: R::Id) {
        self.set(table, id, None);
    }

    fn set(&mut self, table: &Table<R>, id: R::Id, after: Option<Arc<R>>) {
        let before = self.0.get(&id).map_or_else(|| table.get(&id).cloned(), |c| c.before.clone());
        if before == after {
            self.0.remove(&id);
        } else {
            self.0.insert(id, RowChange { before, after });
        }
    }

    /// The row as it stands after this diff.
    #[must_use]
    pub fn current<'a>(&'a self, table: &'a Table<R>, id: R::Id) -> Option<&'a Arc<R>> {
        match self.0.get(&id) {
            Some(change) => change.after.as_ref(),
            None => table.get(&id),
        }
    }

    fn invert(&self) -> Self {
        Self(
            self.0
                .iter()
                .map(|(id, c)| (*id, RowChange { before: c.after.clone(), after: c.before.clone() }))
                .collect(),
        )
    }

    fn then(mut self, next: &Self) -> Self {
        for (id, change) in &next.0 {
            let before = self.0.get(id).map_or_else(|| change.before.clone(), |c| c.before.clone());
            // Only what the second changes can be as it was: many small changes are put behind one that grows.
            if before == change.after {
                self.0.remove(id);
            } else {
                self.0.insert(*id, RowChange { before, after: change.after.clone() });
            }
        }
        self
    }

    fn apply(&self, table: &mut Table<R>) {
        for (id, change) in &self.0 {
            debug_assert_eq!(table.get(id), change.before.as_ref(), "diff applied to the wrong base");
            match &change.after {
                Some(row) => {
                    table.insert(*id, row.clone());
                }
                None => {
                    table.remove(id);
                }
            }
        }
    }
}

/// Which tables a change touched; caches ask it whether they are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Touched(u32);

impl Touched {
    /// True when rows of this table changed.
    #[must_use]
    pub fn has(self, table: TableKind) -> bool {
        self.0 & (1 << table as u32) != 0
    }

    fn mark(&mut self, table: TableKind) {
        self.0 |= 1 << table as u32;
    }
}

macro_rules! diff {
    ($($(#[$meta:meta])* $field:ident: $record:ident, $variant:ident;)*) => {
        /// A change of the document as whole rows: complete (no cascades happen elsewhere), invertible, composable.
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct Diff {
            $($(#[$meta])* pub $field: TableDiff<$record>,)*
        }

        impl Diff {
            /// The change that takes this one back.
            #[must_use]
            pub fn invert(&self) -> Self {
                Self { $($field: self.$field.invert(),)* }
            }

            /// This change followed by another, as one.
            #[must_use]
            pub fn then(self, next: &Self) -> Self {
                Self { $($field: self.$field.then(&next.$field),)* }
            }

            /// Changes the document and says which tables were touched.
            pub fn apply(&self, document: &mut Document) -> Touched {
                $(self.$field.apply(&mut document.$field);)*
                self.touched()
            }

            /// Which tables it changes.
            #[must_use]
            pub fn touched(&self) -> Touched {
                let mut touched = Touched::default();
                $(if !self.$field.0.is_empty() { touched.mark(TableKind::$variant); })*
                touched
            }

            /// True when nothing changes.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                $(self.$field.0.is_empty())&&*
            }

            /// Number of changed rows.
            #[must_use]
            pub fn rows(&self) -> usize {
                0 $(+ self.$field.0.len())*
            }

            /// True when this record comes into being.
            #[must_use]
            pub fn adds(&self, reference: RecordRef) -> bool {
                match reference {
                    $(RecordRef::$variant(id) => self.$field.0.get(&id).is_some_and(|row| row.before.is_none()),)*
                }
            }

            /// Inserts or replaces any record. `document` is the one before the whole diff.
            pub fn put(&mut self, document: &Document, record: AnyRecord) {
                match record { $(AnyRecord::$variant(r) => self.$field.put(&document.$field, r),)* }
            }

            /// Deletes any record (only that row: cascades are the planner's business).
            pub fn remove(&mut self, document: &Document, reference: RecordRef) {
                match reference { $(RecordRef::$variant(id) => self.$field.remove(&document.$field, id),)* }
            }

            /// The diff that makes `after` of `before`.
            #[must_use]
            pub fn between(before: &Document, after: &Document) -> Self {
                let mut diff = Self::default();
                $(
                    for (id, row) in &before.$field {
                        match after.$field.get(id) {
                            Some(new) if new != row => {
                                diff.$field.0.insert(*id, RowChange { before: Some(row.clone()), after: Some(new.clone()) });
                            }
                            Some(_) => {}
                            None => { diff.$field.0.insert(*id, RowChange { before: Some(row.clone()), after: None }); }
                        }
                    }
                    for (id, row) in &after.$field {
                        if !before.$field.contains_key(id) {
                            diff.$field.0.insert(*id, RowChange { before: None, after: Some(row.clone()) });
                        }
                    }
                )*
                diff
            }
        }
    };
}

diff! {
    /// Changed maps.
    maps: JourneyMap, Map;
    /// Changed stages.
    stages: Stage, Stage;
    /// Changed steps.
    steps: Step, Step;
    /// Changed lanes.
    lanes: Lane, Lane;
    /// Changed cards.
    cards: Card, Card;
    /// Changed connections.
    connections: Connection, Connection;
    /// Changed notes.
    notes: Note, Note;
    /// Changed personas.
    personas: Persona, Persona;
    /// Changed KPIs.
    kpis: Kpi, Kpi;
    /// Changed markers.
    markers: Marker, Marker;
    /// Changed sources.
    sources: Source, Source;
    /// Changed entries of the decision log.
    decisions: Decision, Decision;
}
