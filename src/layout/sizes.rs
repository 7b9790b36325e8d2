//! Sizes that decide where things stand and where lines break. The same in every theme, so that switching the theme
//! moves nothing and an export has the line breaks of the window.

use crate::base::text::{TextStyle, Weight};
use crate::model::{CardForm, CardSplit, Document, LaneKind};

/// Text styles of the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapStyles {
    /// Title of a stage.
    pub stage_title: TextStyle,
    /// Question of a stage.
    pub question: TextStyle,
    /// Name of a headline KPI.
    pub headline_name: TextStyle,
    /// Value of the first headline KPI.
    pub headline_value: TextStyle,
    /// Value of the second headline KPI.
    pub second_value: TextStyle,
    /// Change against the comparison.
    pub change: TextStyle,
    /// Step names.
    pub step: TextStyle,
    /// Lane labels.
    pub lane: TextStyle,
    /// Text of cards.
    pub card: TextStyle,
    /// Text of pain points and opportunities, names of KPI cards.
    pub card_strong: TextStyle,
    /// Second line of cards.
    pub detail: TextStyle,
    /// What customers said.
    pub quote: TextStyle,
    /// Value of a KPI card.
    pub card_value: TextStyle,
    /// Figures in a pain point.
    pub figure: TextStyle,
    /// Tags and initials on cards.
    pub mark: TextStyle,
    /// Numbers on axes, hints.
    pub axis: TextStyle,
    /// The same in a picture shown small: fewer of them, but readable.
    pub compact_axis: TextStyle,
    /// Numbers on the axes of a trend seen close.
    pub close_axis: TextStyle,
    /// Stage name in the overview.
    pub overview_title: TextStyle,
    /// Headline value in the overview.
    pub overview_value: TextStyle,
    /// Stage name seen from far; set smaller where a stage is narrow.
    pub far_title: TextStyle,
}

/// Sizes of the values of a whole map, the largest first; one that fits in none leaves its shape alone.
pub const MAP_FIGURE_VALUES: [f64; 5] = [17.0, 15.0, 13.0, 11.5, 10.0];
/// The same of the badges of touchpoints.
pub const BADGE_VALUES: [f64; 3] = [11.5, 10.5, 9.5];
/// Sizes of names and values in a narrow header; what needs to be smaller is cut, or left out.
pub const NARROW_STAGE_NAMES: [f64; 3] = [14.0, 13.0, 11.5];
/// And of those names that fit in none of them: the least that can be read.
pub const SMALLER_STAGE_NAMES: [f64; 2] = [11.5, 10.5];
/// Size of the name of the KPI in a narrow header.
pub const NARROW_KPI: f64 = 11.0;
/// Sizes of its value.
pub const NARROW_VALUES: [f64; 4] = [20.0, 17.0, 14.0, 11.5];
/// Size of the name of a KPI while cards are shapes: as large as it can be read at the smallest zoom of that band.
pub const AFAR_NAME: f64 = 19.0;
/// Size of its value there.
pub const AFAR_VALUE: f64 = 26.0;
/// How much larger the value of a card is that stands alone.
pub const LONE_VALUE: f64 = 1.5;

/// Sizes of a map, world units.
#[derive(Debug, Clone, PartialEq)]
pub struct Sizes {
    /// Width of the lane labels.
    pub label_width: f64,
    /// Width of a step in a stage that needs no more.
    pub step_width: f64,
    /// Between the steps of a stage.
    pub step_gap: f64,
    /// Between stages.
    pub stage_gap: f64,
    /// Smallest width of a stage without, with one, with two headline KPIs.
    pub stage_min_widths: [f64; 3],
    /// Width of a map without any stage, beside its labels.
    pub empty_width: f64,
    /// Height of a stage header.
    pub stage_height: f64,
    /// The same on a map without headline KPIs.
    pub plain_stage_height: f64,
    /// Height of the figures of the whole map, where there are any.
    pub map_figure_height: f64,
    /// Width of one of them, when all have room.
    pub map_figure_width: f64,
    /// Width of a figure of the whole map at least: on a map of few steps the row goes on past them.
    pub map_figure_least_width: f64,
    /// Smallest height of a step.
    pub step_height: f64,
    /// Inside a step, left and right.
    pub step_padding: f64,
    /// Inside a step, above and below its name.
    pub step_padding_y: f64,
    /// Space around the whole map, and between header rows.
    pub margin: f64,
    /// Between the edge of a lane and its cards.
    pub lane_padding: f64,
    /// Between stacked cards.
    pub card_gap: f64,
    /// Inside a card, left and right.
    pub card_padding_x: f64,
    /// Inside a card, top and bottom.
    pub card_padding_y: f64,
    /// Side of a channel icon.
    pub icon: f64,
    /// Inside a stage header.
    pub stage_padding: f64,
    /// Room for the severity at the upper right of a pain point that is not narrow.
    pub severity: f64,
    /// Height of the figures line of a pain point.
    pub figure_height: f64,
    /// Height of the row of marks at the bottom of a card that carries any.
    pub marks_height: f64,
    /// Height of a lane for KPIs.
    pub kpi_lane_height: f64,
    /// Height of a divider lane.
    pub divider_height: f64,
    /// Height of a collapsed lane.
    pub collapsed_height: f64,
    /// Height of a storyboard without pictures: two lines that ask for one.
    pub empty_storyboard_height: f64,
    /// Room for the words above a curve.
    pub curve_legend: f64,
    /// More room below the cards of a lane whose connections run there.
    pub connection_lines: f64,
    /// The same where one of them has words.
    pub connection_words: f64,
    /// Text styles.
    pub styles: MapStyles,
}

impl Default for Sizes {
    fn default() -> Self {
        use Weight::{Medium, Regular, SemiBold};
        Self {
            label_width: 104.0,
            step_width: 100.0,
            step_gap: 4.0,
            stage_gap: 8.0,
            stage_min_widths: [136.0, 184.0, 278.0],
            empty_width: 640.0,
            stage_height: 104.0,
            plain_stage_height: 48.0,
            map_figure_height: 40.0,
            map_figure_width: 280.0,
            map_figure_least_width: 150.0,
            step_height: 34.0,
            step_padding: 5.0,
            step_padding_y: 8.0,
            margin: 8.0,
            lane_padding: 6.0,
            card_gap: 4.0,
            card_padding_x: 10.0,
            card_padding_y: 8.0,
            icon: 16.0,
            stage_padding: 12.0,
            severity: 26.0,
            figure_height: 18.0,
            marks_height: 16.0,
            kpi_lane_height: 132.0,
            divider_height: 28.0,
            collapsed_height: 26.0,
            empty_storyboard_height: 40.0,
            curve_legend: 16.0,
            connection_lines: 16.0,
            connection_words: 22.0,
            styles: MapStyles {
                stage_title: TextStyle::new(15.0, SemiBold),
                question: TextStyle::new(11.0, Regular),
                headline_name: TextStyle::new(12.0, Regular),
                headline_value: TextStyle::new(22.0, SemiBold),
                second_value: TextStyle::new(17.0, SemiBold),
                change: TextStyle::new(12.0, SemiBold),
                step: TextStyle::new(11.0, Medium),
                lane: TextStyle::new(12.0, SemiBold),
                card: TextStyle::new(12.0, Regular),
                card_strong: TextStyle::new(12.0, Medium),
                detail: TextStyle::new(11.0, Regular),
                quote: TextStyle::new(12.0, Regular).italic(),
                card_value: TextStyle::new(17.0, SemiBold),
                figure: TextStyle::new(11.5, SemiBold),
                mark: TextStyle::new(9.5, Medium),
                axis: TextStyle::new(10.5, Regular),
                compact_axis: TextStyle::new(12.0, Regular),
                close_axis: TextStyle::new(7.0, Regular),
                overview_title: TextStyle::new(26.0, SemiBold),
                overview_value: TextStyle::new(40.0, SemiBold),
                far_title: TextStyle::new(96.0, SemiBold),
            },
        }
    }
}

impl Sizes {
    /// Sizes for a window that is too low for the usual header: stages have a line for their name and one for their
    /// figures.
    #[must_use]
    pub fn for_low_window() -> Self {
        Self { stage_height: 54.0, plain_stage_height: 30.0, step_height: 22.0, step_padding_y: 3.0, ..Self::default() }
    }

    /// The same for a map in a file without any numbers yet: KPIs have room for their names, and none for what may come.
    #[must_use]
    pub fn without_numbers(self) -> Self {
        Self { kpi_lane_height: 66.0, stage_height: self.stage_height.min(76.0), ..self }
    }

    /// The sizes for what a document holds.
    #[must_use]
    pub fn for_document(self, document: &Document) -> Self {
        if document.sources.is_empty() { self.without_numbers() } else { self }
    }

    fn has_numbers(&self) -> bool {
        self.kpi_lane_height >= Self::default().kpi_lane_height
    }

    /// True where figures of stages stand on one line.
    #[must_use]
    pub fn has_low_header(&self) -> bool {
        self.plain_stage_height < Self::default().plain_stage_height
    }

    /// Smallest height of a lane of this kind.
    #[must_use]
    pub fn lane_height(&self, kind: LaneKind) -> f64 {
        match kind {
            LaneKind::Text | LaneKind::Process => 56.0,
            LaneKind::Touchpoint => 84.0,
            LaneKind::Image => 124.0,
            LaneKind::Quote => 64.0,
            LaneKind::Curve => 136.0,
            LaneKind::Kpi => self.kpi_lane_height,
            LaneKind::PainPoint => 92.0,
            LaneKind::Opportunity => 68.0,
            LaneKind::Divider => self.divider_height,
        }
    }

    /// The same with so many cards in it: a storyboard takes no room from a map before it shows anything.
    #[must_use]
    pub fn lane_height_with(&self, kind: LaneKind, cards: usize) -> f64 {
        if kind == LaneKind::Image && cards == 0 { self.empty_storyboard_height } else { self.lane_height(kind) }
    }

    /// What a KPI card needs more of in a form than value and trend take.
    #[must_use]
    pub fn form_height(&self, form: CardForm, split: &CardSplit) -> f64 {
        if !self.has_numbers() {
            return 0.0;
        }
        let parts = f64::from(split.shown()) + 1.0;
        match form {
            CardForm::Automatic | CardForm::Number | CardForm::Gauge => 0.0,
            CardForm::BeforeAfter => 16.0,
            CardForm::Trend | CardForm::Scores => 28.0,
            CardForm::Table => 52.0,
            // Two beside each other, each a name, a value and a trend.
            CardForm::SmallMultiples => (parts / 2.0).ceil() * 46.0 - 22.0,
            // A plot, and a line of words for each.
            CardForm::Lines => parts * 12.5 + 20.0,
        }
    }

    /// Smallest height of a card that stands in the lane of its own kind.
    #[must_use]
    pub fn card_height(&self, kind: LaneKind) -> f64 {
        match kind {
            LaneKind::Divider | LaneKind::Curve => self.lane_height(LaneKind::Text) - 2.0 * self.lane_padding,
            other => self.lane_height(other) - 2.0 * self.lane_padding,
        }
    }
}
