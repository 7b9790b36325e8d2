//! The numbers that stand on a map, as plain data: building a scene needs no database and does no arithmetic on scores.

use crate::base::ids::{KpiId, StageId, StepId};
use crate::base::time::{Day, Grain};
use crate::i18n::map as words;
use crate::metrics::format::AxisWords;
use crate::model::{Place, RecordRef};
use crate::scene::card_figures::CardFigures;
use std::collections::{BTreeMap, BTreeSet};

/// Everything measured that a map shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KpiOverlay {
    /// Figures by KPI and place. A KPI card whose figure is missing says so.
    pub cards: BTreeMap<(KpiId, Place), KpiFigure>,
    /// KPIs without a figure that have one as soon as no segments are chosen.
    pub left_out: BTreeSet<(KpiId, Place)>,
    /// Points of the measured experience curve.
    pub measured: BTreeMap<StepId, MeasuredPoint>,
    /// What colours the stages; empty while they have their own tints.
    pub heat: BTreeMap<StageId, Heat>,
    /// What those colours mean; `None` while stages have their own tints.
    pub heat_legend: Option<HeatLegend>,
    /// Signals without an answer, at stages and KPI cards.
    pub unanswered: BTreeMap<RecordRef, Unanswered>,
    /// Numbers are not shown at all, which is something else than having none: KPI cards are names, headers have none.
    pub is_off: bool,
}

impl KpiOverlay {
    /// What stands in place of a figure that is missing.
    #[must_use]
    pub fn words_without(&self, kpi: KpiId, place: Place) -> &'static str {
        if self.left_out.contains(&(kpi, place)) { words::not_in_segment() } else { words::no_data() }
    }
}

/// How a stage is coloured by what is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heat {
    /// For the better.
    pub is_good: bool,
    /// 0 (nothing to see) to 1.
    pub strength: f64,
}

/// What a colour of stages means.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatKey {
    /// The colour; `None` is a stage without any.
    pub heat: Option<Heat>,
    /// Its meaning.
    pub words: String,
}

/// What the colours of stages mean.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatLegend {
    /// By what they are coloured.
    pub title: String,
    /// Every colour with its meaning.
    pub keys: Vec<HeatKey>,
    /// Why the stages may not be comparable.
    pub warnings: Vec<String>,
}

/// Signals that nobody has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unanswered {
    /// How many, at least 1.
    pub count: usize,
    /// All of them are for the better.
    pub is_good: bool,
}

/// A point of the measured experience curve.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredPoint {
    /// −2 ..= +2.
    pub value: f64,
    /// As in "n 214".
    pub n_text: String,
}

/// How a value stands to its target. Always drawn with its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Status {
    /// No target, or no value.
    #[default]
    None,
    /// On target: ●.
    Good,
    /// On the bad side of the target, within the watch band: ▲.
    Watch,
    /// Off target: ■.
    Off,
}

/// One bucket of a trend. A bucket without data is left out of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendPoint {
    /// First day of the bucket.
    pub start: Day,
    /// The value, in the KPI's own terms.
    pub value: f64,
    /// Interval around it, when the method gives one.
    pub interval: Option<(f64, f64)>,
    /// The bucket's period is not over.
    pub is_in_progress: bool,
}

/// A KPI at a place, ready to be shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KpiFigure {
    /// As in "4.3 / 5", "23.1 %"; "–" when there is no value.
    pub value_text: String,
    /// As in "n 214".
    pub n_text: String,
    /// With arrow and sign, as in "↓ −0.6"; empty when there is nothing to compare with.
    pub change_text: String,
    /// Which way the change points, judged by the KPI's direction; `None` when it is neither or within noise.
    pub change_is_good: Option<bool>,
    /// What the change is against, as in "vs 2024".
    pub comparison_text: String,
    /// Against the target.
    pub status: Status,
    /// The trend, oldest first.
    pub points: Vec<TrendPoint>,
    /// Bucket width of the trend: a hole between two points is a gap in the line.
    pub grain: Option<Grain>,
    /// First day of the bucket that the value is of, when it is of one bucket; otherwise of all of them.
    pub moment: Option<Day>,
    /// Value to reach, in the KPI's own terms.
    pub target: Option<f64>,
    /// The same as it was set, as in "4.0" or "8.0k a month"; empty without one.
    pub target_text: String,
    /// The least and the most a value can be, in the KPI's own terms: no axis goes beyond them.
    pub bounds: Option<(f64, f64)>,
    /// Dated events with their labels.
    pub markers: Vec<(Day, String)>,
    /// Fewer than 30 answers: shown, and marked.
    pub is_few: bool,
    /// How old the data is, when it is too old, as in "34 days old".
    pub stale_text: Option<String>,
    /// In which words the numbers of its axes are.
    pub axis: AxisWords,
    /// What the process limits of the trend rest on, while that is too little, as in "provisional limits: 8 points".
    pub provisional_text: Option<String>,
    /// What the forms of its cards show beside value and trend.
    pub card: CardFigures,
}

impl KpiFigure {
    /// n, marked when the answers are few, in few words.
    #[must_use]
    pub fn short_n(&self) -> String {
        if self.is_few { words::few(&self.n_text) } else { self.n_text.clone() }
    }

    /// True for a value whose data does not say how many answers it rests on.
    #[must_use]
    pub fn is_n_unknown(&self) -> bool {
        self.n_text == crate::metrics::format::n(None)
    }

    /// What must be known about the value beyond its n, in whole words: that the data is old, or too young for process
    /// limits that stay.
    #[must_use]
    pub fn caveats(&self) -> Vec<String> {
        let age = self.stale_text.as_deref().map(words::older_than_expected);
        age.into_iter().chain(self.provisional_text.clone()).collect()
    }

    /// The same in the fewest signs, where room is shortest: that n is not known must not lose its end.
    #[must_use]
    pub fn shortest_n(&self) -> String {
        if self.is_n_unknown() { words::no_n().to_owned() } else { self.short_n() }
    }
}
