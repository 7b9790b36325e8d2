//! The document as plain values: no file, no clock, no random numbers, no screen.
//!
//! A [`Document`] is a set of tables of immutable records. Every change is an [`Edit`]; [`edit::plan`] turns it into
//! a [`Diff`] of whole rows, which is applied to memory, written to the file, inverted for undo.

pub mod bulk;
pub mod card;
pub mod card_form;
pub mod check;
pub mod connection;
pub mod decision;
pub mod diff;
pub mod document;
pub mod edit;
pub mod formula;
pub mod governance;
pub mod history;
pub mod kpi;
pub mod lane;
pub mod map;
pub mod marker;
pub mod note;
pub mod observation;
pub mod persona;
pub mod picture;
pub mod place;
pub mod record;
pub mod segments;
pub mod source;
pub mod stage;
pub mod step;

pub use card::{Card, CardBody, CardMarks, Channel, Confidence, Severity};
pub use card_form::{CardForm, CardSplit};
pub use connection::{
    Connection, ConnectionArrows, ConnectionCorners, ConnectionLook, ConnectionStyle, ConnectionWeight, LookChoice,
};
pub use decision::{AnsweredSignal, Course, Decision, DecisionState, SignalRule};
pub use diff::{Diff, Touched};
pub use document::Document;
pub use edit::{Edit, EditError, EditLabel};
pub use history::History;

pub use governance::{Cadence, Dismissal, Timing, Weighting};
pub use kpi::{Direction, Kpi, KpiKind, PlaceOverride, Sides, Terms};
pub use lane::{CurvePoints, Lane, LaneKind};
pub use map::{JourneyMap, MapState, MapStatus};
pub use marker::{LimitsStart, Marker, MarkerKind};
pub use note::Note;
pub use persona::{Persona, PersonaList};
pub use picture::{Picture, PictureBytes, PictureFile, PictureKind};
pub use place::Place;
pub use record::{AnyRecord, Record, RecordRef, TableKind};
pub use segments::Segments;
pub use source::{Link, Persons, Refresh, Salt, Source, SourceState, SourceTotals};
pub use stage::Stage;
pub use step::Step;
