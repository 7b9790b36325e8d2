//! The KPI doctor: what KPIs lack before they lead to decisions, and where a map turns into a dashboard.
//!
//! A pure function over document and figures. The window shows its findings with a fix or a reasoned dismissal; `milepost
//! check` prints them.

mod fix;
mod rules;
mod together;
mod usual;

pub use fix::{Fix, dismissed, fix_of, fixes_of, restored};
pub use together::{all_dismissed, mended};

use crate::base::ids::{KpiId, MapId};
use crate::base::time::Day;
use crate::i18n::doctor as words;
use crate::model::{Dismissal, Document, Place};
use crate::session::insights::Insights;
use rules::Around;

/// More KPIs than this on one map are a dashboard, not a journey.
pub const MOST_KPIS: usize = 7;
/// More headline KPIs than this in one stage header cannot be read.
pub const MOST_HEADLINES: usize = 2;

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Is it tied to a place? It has no card on any map, and no figures at any place either.
    NoPlace,
    /// Can we act? It has no plan for when it moves the wrong way.
    NoPlan,
    /// Can we measure it? It reads nothing that has rows.
    NoData,
    /// Which outcome does it serve?
    NoOutcome,
    /// Nobody answers for it.
    NoOwner,
    /// Nothing says what is good enough.
    NoTarget,
    /// Its formula cannot be worked out, or gives another unit.
    BadFormula,
    /// Its data is older than it is expected to be.
    StaleData,
    /// Its value rests on few answers.
    FewAnswers,
    /// Its source holds averages without counts, so its value is an average of averages or none at all.
    AveragesOfAverages,
    /// It is asked in other words at some places.
    OtherWording,
    /// It is asked on other scales at some places.
    OtherScale,
    /// A map with too many KPIs.
    TooManyKpis,
    /// A stage with too many headline KPIs.
    TooManyHeadlines,
    /// A stage without any KPI, on a map that has some.
    NoKpiInStage,
    /// A map whose KPIs all tell what has happened already.
    LaggingOnly,
}

impl Rule {
    /// Every rule.
    pub const EVERY: [Self; 16] = [
        Self::NoPlace,
        Self::NoPlan,
        Self::NoData,
        Self::NoOutcome,
        Self::NoOwner,
        Self::NoTarget,
        Self::BadFormula,
        Self::StaleData,
        Self::FewAnswers,
        Self::AveragesOfAverages,
        Self::OtherWording,
        Self::OtherScale,
        Self::TooManyKpis,
        Self::TooManyHeadlines,
        Self::NoKpiInStage,
        Self::LaggingOnly,
    ];

    /// The word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoPlace => "no_place",
            Self::NoPlan => "no_plan",
            Self::NoData => "no_data",
            Self::NoOutcome => "no_outcome",
            Self::NoOwner => "no_owner",
            Self::NoTarget => "no_target",
            Self::BadFormula => "bad_formula",
            Self::StaleData => "stale_data",
            Self::FewAnswers => "few_answers",
            Self::AveragesOfAverages => "averages_of_averages",
            Self::OtherWording => "other_wording",
            Self::OtherScale => "other_scale",
            Self::TooManyKpis => "too_many_kpis",
            Self::TooManyHeadlines => "too_many_headlines",
            Self::NoKpiInStage => "no_kpi_in_stage",
            Self::LaggingOnly => "lagging_only",
        }
    }

    /// True when something has to be filled in with the KPI itself.
    #[must_use]
    pub fn is_of_field(self) -> bool {
        matches!(self, Self::NoPlan | Self::NoOutcome | Self::NoOwner | Self::NoTarget | Self::BadFormula)
    }

    /// True for the four questions that each KPI must answer.
    #[must_use]
    pub fn is_question(self) -> bool {
        matches!(self, Self::NoPlace | Self::NoPlan | Self::NoData | Self::NoOutcome)
    }
}

/// What a rule found, beyond the KPI and the place.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// Nothing more to say.
    None,
    /// How many.
    Count(usize),
    /// How many days old, and how many it may be.
    Days(i64, i64),
    /// How many answers.
    Answers(f64),
    /// A sentence, as of a formula.
    Text(String),
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// By which rule.
    pub rule: Rule,
    /// About which KPI; `None` when it is about a map or a stage.
    pub kpi: Option<KpiId>,
    /// Where; `None` everywhere.
    pub place: Option<Place>,
    /// What else is to be said.
    pub detail: Detail,
}

impl Finding {
    /// The KPI's name.
    #[must_use]
    pub fn kpi_name<'d>(&self, document: &'d Document) -> Option<&'d str> {
        Some(&document.kpis.get(&self.kpi?)?.name)
    }

    /// The place's name.
    #[must_use]
    pub fn place_name<'d>(&self, document: &'d Document) -> Option<&'d str> {
        document.place_name(self.place?)
    }

    /// The map it is about, for findings that are about no single KPI.
    #[must_use]
    pub fn map(&self, document: &Document) -> Option<MapId> {
        document.map_of_place(self.place?)
    }

    /// What is wrong and what to do, in one sentence.
    #[must_use]
    pub fn text(&self, document: &Document) -> String {
        let kpi = self.kpi_name(document).unwrap_or_default();
        let place = self.place_name(document).unwrap_or_default();
        match (self.rule, &self.detail) {
            (Rule::NoPlace, _) => words::no_place(kpi),
            (Rule::NoPlan, _) => words::no_plan(kpi),
            (Rule::NoData, _) => words::no_data(kpi),
            (Rule::NoOutcome, _) => words::no_outcome(kpi),
            (Rule::NoOwner, _) => words::no_owner(kpi),
            (Rule::NoTarget, _) => words::no_target(kpi),
            (Rule::BadFormula, Detail::Text(problem)) => words::bad_formula(kpi, problem),
            (Rule::StaleData, Detail::Days(age, expected)) => words::stale_data(kpi, place, *age, *expected),
            (Rule::FewAnswers, Detail::Answers(n)) => words::few_answers(kpi, place, *n),
            (Rule::AveragesOfAverages, _) => words::averages_of_averages(kpi, place),
            (Rule::OtherWording, Detail::Text(names)) => words::other_wording(kpi, names),
            (Rule::OtherScale, Detail::Text(names)) => words::other_scale(kpi, names),
            (Rule::TooManyKpis, Detail::Count(count)) => words::too_many_kpis(place, *count, MOST_KPIS),
            (Rule::TooManyHeadlines, Detail::Count(count)) => words::too_many_headlines(place, *count, MOST_HEADLINES),
            (Rule::NoKpiInStage, _) => words::no_kpi_in_stage(place),
            (Rule::LaggingOnly, _) => words::lagging_only(place),
            (rule, _) => rule.word().to_owned(),
        }
    }

    /// The dismissal that sets it aside, when there is one.
    #[must_use]
    pub fn dismissal<'d>(&self, document: &'d Document) -> Option<&'d Dismissal> {
        let of_kpi = self.kpi.and_then(|kpi| document.kpis.get(&kpi)).map(|kpi| &kpi.dismissed);
        let of_map = || document.maps.get(&self.map(document)?).map(|map| &map.dismissed);
        let all = if self.kpi.is_some() { of_kpi } else { of_map() };
        all?.iter().find(|dismissed| dismissed.covers(self.rule.word(), self.place))
    }
}

/// What makes the places of one KPI hard to compare with each other, in sentences: other words, other scales. What
/// somebody has set aside is not among them.
#[must_use]
pub fn incomparable(document: &Document, insights: &Insights, kpi: KpiId, today: Day) -> Vec<String> {
    let Some(kpi) = document.kpis.get(&kpi) else { return Vec::new() };
    let mut found = Vec::new();
    Around::of(document, insights, today).of_kpi(kpi, &mut found);
    found.retain(|finding| matches!(finding.rule, Rule::OtherWording | Rule::OtherScale));
    found.iter().filter(|finding| finding.dismissal(document).is_none()).map(|finding| finding.text(document)).collect()
}

/// Everything that is wrong with the KPIs of a document: KPI by KPI in their order, then map by map. Findings that
/// somebody has set aside are among them; see [`Finding::dismissal`].
#[must_use]
pub fn examine(document: &Document, insights: &Insights, today: Day) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut kpis: Vec<_> = document.kpis.values().collect();
    kpis.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    let around = Around::of(document, insights, today);
    for kpi in kpis {
        around.of_kpi(kpi, &mut found);
    }
    for map in document.maps_in_order() {
        rules::of_map(document, map.id, &mut found);
    }
    found
}

/// What is wrong and was not set aside.
#[must_use]
pub fn open_findings(document: &Document, insights: &Insights, today: Day) -> Vec<Finding> {
    let mut found = examine(document, insights, today);
    found.retain(|finding| finding.dismissal(document).is_none());
    found
}

#[cfg(test)]
mod tests;
