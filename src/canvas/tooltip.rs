//! What a KPI says under the pointer: the point of its trend nearest to it, and the whole.

use crate::base::geom::Rect;
use crate::base::ids::{CardId, KpiId};
use crate::base::text::{TextStyle, Weight};
use crate::base::time::Day;
use crate::canvas::paint::family;
use crate::i18n::canvas as words;
use crate::i18n::panels;
use crate::metrics::format;
use crate::model::{CardBody, Document, Place, RecordRef};
use crate::scene::{KpiFigure, KpiOverlay, Layer, Prim, Scene, TrendPoint, kpi_on_badge};
use crate::session::insights::Insights;
use crate::session::origin;
use egui::Ui;

/// A KPI under the pointer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KpiHover {
    /// Which.
    pub kpi: KpiId,
    /// Where it is measured.
    pub place: Place,
    /// Share of the trend's width that the pointer has passed, 0 ..= 1; `None` away from the trend.
    pub share: Option<f64>,
}

/// How far along the trend of a KPI card a world x lies.
#[must_use]
pub fn trend_share(scene: &Scene, card: RecordRef, card_rect: Rect, x: f64) -> Option<f64> {
    // The trend is the widest full line of the card; dashed ones are targets, and gaps break it into several.
    let lines = scene.layer(Layer::Cards).iter().filter(|i| i.tag == Some(card)).filter_map(|i| match &i.prim {
        Prim::Polyline { points, stroke } if stroke.dash.is_none() && !stroke.is_hairline => Some(points),
        _ => None,
    });
    let (mut first, mut last) = (f64::INFINITY, f64::NEG_INFINITY);
    for point in lines.flatten() {
        first = first.min(point.x);
        last = last.max(point.x);
    }
    if !(card_rect.min.x..=card_rect.max.x).contains(&x) || last <= first {
        return None;
    }
    Some(((x - first) / (last - first)).clamp(0.0, 1.0))
}

/// The point of a trend nearest to a share of its time.
#[must_use]
pub fn nearest(points: &[TrendPoint], share: f64) -> Option<&TrendPoint> {
    let (first, last) = (points.first()?.start, points.last()?.start);
    let day = f64::from(first.0) + share * (f64::from(last.0) - f64::from(first.0));
    points.iter().min_by(|a, b| (f64::from(a.start.0) - day).abs().total_cmp(&(f64::from(b.start.0) - day).abs()))
}

/// A value in the KPI's own terms, as axes show it.
fn value_text(figure: &KpiFigure, value: f64) -> String {
    figure.axis.exact(value, words::number)
}

/// The lines of the tooltip: about the point, then about the whole.
#[must_use]
pub fn lines(figure: &KpiFigure, hover: &KpiHover, insights: Option<&Insights>) -> (Vec<String>, Vec<String>) {
    let mut point_lines = Vec::new();
    if let Some(point) = hover.share.and_then(|share| nearest(&figure.points, share)) {
        let grain = figure.grain.unwrap_or(crate::base::time::Grain::Day);
        point_lines.push(words::bucket(point.start, grain));
        let mut value = value_text(figure, point.value);
        if let Some(n) = insights.and_then(|i| answers(i, hover, point.start)) {
            value = format!("{value} · {}", words::answers(n));
        }
        point_lines.push(value);
        if let Some((low, high)) = point.interval {
            point_lines.push(words::interval(&value_text(figure, low), &value_text(figure, high)));
        }
        if point.is_in_progress {
            point_lines.push(words::in_progress().to_owned());
        }
        // Names of events have little room on a card.
        let in_period = figure.markers.iter().filter(|(day, _)| (point.start..grain.next(point.start)).contains(day));
        point_lines.extend(in_period.map(|(_, label)| label.clone()));
    }
    let mut whole = vec![figure.value_text.clone()];
    whole.extend(
        [&figure.n_text, &figure.change_text, &figure.comparison_text].into_iter().filter(|t| !t.is_empty()).cloned(),
    );
    let mut whole_lines = vec![whole.join(" · ")];
    if figure.target.is_some() {
        let status = super::status_words(figure.status);
        whole_lines.push(format!("{} · {status}", words::target(&figure.target_text)));
    }
    if figure.is_few {
        whole_lines.push(words::few_answers().to_owned());
    }
    if figure.is_n_unknown() {
        whole_lines.push(crate::i18n::map::n_is_unknown().to_owned());
    }
    whole_lines.extend(figure.caveats());
    (point_lines, whole_lines)
}

/// How sure the whole is, and where it comes from: interval, method, files and when they were read.
#[must_use]
pub fn origin_lines(document: &Document, hover: &KpiHover, insights: Option<&Insights>) -> Vec<String> {
    let insight = insights.and_then(|insights| insights.figures.get(&(hover.kpi, hover.place)));
    let Some((kpi, insight)) = document.kpis.get(&hover.kpi).zip(insight) else { return Vec::new() };
    let kpi = kpi.at(hover.place);
    let interval = insight.now.interval.map(|ends| panels::drawer::interval(&format::interval(&kpi, ends)));
    interval.into_iter().chain([origin::source_line(document, &kpi, insight)]).collect()
}

fn answers(insights: &Insights, hover: &KpiHover, start: Day) -> Option<f64> {
    let insight = insights.figures.get(&(hover.kpi, hover.place))?;
    insight.series.iter().find(|p| p.start == start)?.value.n
}

/// Shows the tooltip's words.
pub fn show_ui(
    ui: &mut Ui,
    document: &Document,
    overlay: Option<&KpiOverlay>,
    insights: Option<&Insights>,
    hover: &KpiHover,
) {
    let name = document.kpis.get(&hover.kpi).map_or("", |k| k.name.as_str());
    let place = document.place_name(hover.place).unwrap_or_default();
    let title = egui::RichText::new(format!("{name} · {place}")).color(ui.visuals().text_color());
    ui.label(title.family(family(TextStyle::new(12.0, Weight::SemiBold))));
    // The title says it all while numbers are not shown.
    let Some(overlay) = overlay else { return };
    let Some(figure) = overlay.cards.get(&(hover.kpi, hover.place)) else {
        ui.label(super::nodes::without_figure(overlay, hover.kpi, (name, hover.place, place)));
        return;
    };
    let (point, whole) = lines(figure, hover, insights);
    let has_point = !point.is_empty();
    for line in point {
        ui.label(line);
    }
    if has_point {
        ui.separator();
    }
    for line in whole.into_iter().chain(origin_lines(document, hover, insights)) {
        ui.weak(line);
    }
}

/// The KPI a card shows; of a touchpoint that on its badge, which is looked for where `overlay` is given.
#[must_use]
pub fn kpi_of(document: &Document, card: CardId, overlay: Option<&KpiOverlay>) -> Option<(KpiId, Place)> {
    match document.cards.get(&card)?.body {
        CardBody::Kpi { kpi, place, .. } => Some((kpi, place)),
        CardBody::Touchpoint { .. } => kpi_on_badge(document, overlay?, card).map(|kpi| (kpi, Place::Touchpoint(card))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What must be known about a value is said under the pointer, each in a line of its own.
    #[test]
    fn the_states_of_a_value_are_explained() {
        let hover = KpiHover {
            kpi: crate::base::ids::Id::from_raw(1),
            place: Place::Map(crate::base::ids::Id::from_raw(1)),
            share: None,
        };
        let check = |figure: KpiFigure, expected: &[&str]| {
            let (_, whole) = lines(&figure, &hover, None);
            assert_eq!(whole.iter().skip(1).map(String::as_str).collect::<Vec<_>>(), expected, "{figure:?}");
        };
        let plain = || KpiFigure { n_text: "n 214".to_owned(), ..KpiFigure::default() };
        check(plain(), &[]);
        check(KpiFigure { is_few: true, ..plain() }, &[words::few_answers()]);
        let old = KpiFigure { stale_text: Some("34 days old".to_owned()), ..plain() };
        check(old, &["data 34 days old, older than expected"]);
        let unknown = KpiFigure { n_text: crate::metrics::format::n(None), ..plain() };
        check(unknown, &["the data does not say how many answers this rests on"]);
        let young = KpiFigure { provisional_text: Some("provisional limits: 8 points so far".to_owned()), ..plain() };
        check(young, &["provisional limits: 8 points so far"]);
    }

    /// Whoever doubts a number points at it: how sure it is, from which file of when, and how it was computed.
    #[test]
    fn a_value_says_where_it_comes_from() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.milepost");
        let opened = crate::session::new_file::create_sample(&path, crate::store::OpenMode::Edit).unwrap();
        let mut session = crate::session::Session::new(opened, path, false, crate::session::jobs::Jobs::default());
        session.wait();
        let document = session.document();
        let mut figures = session.insights().figures.keys();
        let at = figures.find(|at| document.kpis[&at.0].name == "Support CSAT").unwrap();
        let hover = KpiHover { kpi: at.0, place: at.1, share: None };
        let lines = origin_lines(document, &hover, Some(session.insights()));
        assert_eq!(lines[0], "95 % 3.17 – 3.29");
        assert_eq!(lines[1], "support_survey.csv · imported 2 Jan 2026 · mean, Student t 95 %");
        assert_eq!(origin_lines(document, &hover, None), [""; 0]);
    }

    #[test]
    fn the_nearest_point_is_found_by_time_across_gaps() {
        let point = |day| TrendPoint { start: Day(day), value: 1.0, interval: None, is_in_progress: false };
        let points = [point(0), point(10), point(100)];
        let at = |share| nearest(&points, share).map(|p| p.start.0);
        assert_eq!(at(0.0), Some(0));
        assert_eq!(at(0.09), Some(10));
        assert_eq!(at(0.5), Some(10));
        assert_eq!(at(0.6), Some(100));
        assert_eq!(nearest(&[], 0.5), None);
    }
}
