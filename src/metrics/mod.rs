//! KPI arithmetic on pooled buckets: values, intervals, series, changes, status, signals, and how numbers are written.
//!
//! One rule for all: compute from counts and sums, round once, at the end, for display only. Every value carries its n,
//! its interval and the name of its method. Nothing here reads a file or a clock; "today" is an argument.

pub mod change;
pub mod comparison;
pub mod decimate;
pub mod distribution;

pub mod interval;
pub mod kind;
pub mod series;
pub mod spc;
pub mod status;
pub mod value;

pub use change::{Change, Test, change};
pub use comparison::{ComparedRanges, Comparison};
pub use kind::{AsKindError, as_kind, cuts_of};
pub use series::{SeriesPoint, pool, series};
pub use status::{Status, status};
pub use value::{FEW_ANSWERS, KpiValue, Method, value_of};
