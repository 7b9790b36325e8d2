use super::*;
use crate::base::ids::{CardId, Id as _, KpiId, MapId, StageId};
use crate::layout::{MapLayout, Sizes, fixture, map_layout};
use crate::model::{CardBody, Document, LaneKind, Place};
use crate::scene::card_figures::{CardFigures, Span, SplitFigure, SplitPart};
use crate::scene::dump::dump;
use crate::scene::fixture::{check_golden, small_overlay};
use crate::scene::{Item, KpiOverlay, Scene, SceneInput, TrendPoint, scene_of};
use crate::theme::Tokens;

const EVERY_LOD: [Lod; 6] = [Lod::Far, Lod::Distant, Lod::Overview, Lod::Compact, Lod::Normal, Lod::Close];

/// A stage of so many steps with one KPI card in a form.
fn map_with(form: CardForm, steps: usize) -> (Document, CardId) {
    let mut b = fixture::Builder::new("m");
    let names: Vec<String> = (1..=steps).map(|step| format!("Step {step}")).collect();
    let stage = b.stage("Support", "", &names.iter().map(String::as_str).collect::<Vec<_>>());
    let kpi = b.kpi("CSAT");
    let lane = b.lane(LaneKind::Kpi, "KPI");
    let card = b.card(lane, 1, 1, "", CardBody::kpi(kpi, Place::Stage(stage), false).in_form(form));
    (b.document, card)
}

fn bar(label: &str, value: f64, is_few: bool) -> PeriodBar {
    let (value_text, n_text) = (format!("{value:.1} / 5"), if is_few { "n 12" } else { "n 214" }.to_owned());
    let interval = Some((value - 0.3, value + 0.2));
    PeriodBar { label: label.to_owned(), short_label: "before".to_owned(), value, value_text, n_text, interval, is_few }
}

/// Three segments and the rest, one of them with few answers and a month without any.
fn split(value: &str) -> SplitFigure {
    let part = |(index, label): (i32, &str)| SplitPart {
        label: label.to_owned(),
        is_rest: label.starts_with("the rest"),
        value_text: value.to_owned(),
        n_text: if index == 2 { "n 12".to_owned() } else { "n 1,204".to_owned() },
        is_few: index == 2,
        points: small_overlay().cards[&(KpiId::from_raw(1), Place::Stage(StageId::from_raw(1)))]
            .points
            .iter()
            .map(|point| TrendPoint { value: point.value - 0.3 * f64::from(index), ..*point })
            .collect(),
    };
    let parts: Vec<SplitPart> = (0..).zip(["Business", "Team", "Free", "the rest (4)"]).map(part).collect();
    let starts = || parts.iter().flat_map(|part| &part.points).map(|point| point.start);
    let days = starts().min().zip(starts().max());
    SplitFigure { dimension: "plan".to_owned(), has_too_many: false, parts, days, values: Some((2.3, 4.3)) }
}

/// The score of the small map with everything that forms show.
fn figure() -> KpiFigure {
    let overlay = small_overlay();
    let figure = overlay.cards.get(&(KpiId::from_raw(1), Place::Stage(StageId::from_raw(1)))).cloned().unwrap();
    let groups = [ScoreGroup::Unsatisfied, ScoreGroup::Satisfied];
    let scores = (1..=5).zip([20.0, 31.0, 60.0, 80.0, 0.0]);
    let rows = (1..=12).rev().map(|month| PeriodRow {
        period: crate::i18n::card_forms::period(
            crate::base::time::Grain::Month,
            crate::base::time::Day::from_ymd(2025, month, 1).unwrap(),
        ),
        value_text: format!("{:.1}", 4.4 - 0.1 * f64::from(month)),
        n_text: if month == 3 { "9".to_owned() } else { "1,204".to_owned() },
        is_few: month == 3,
        is_in_progress: month == 12,
    });
    let card = CardFigures {
        value: Some(3.2),
        interval: Some((3.05, 3.35)),
        span: Span { ends: (1.0, 5.0), texts: ("1.0".to_owned(), "5.0".to_owned()) },
        goal: Some(GaugeGoal { target: 4.0, target_text: "4.0".to_owned(), watch_end: 3.7, is_higher_better: true }),
        periods: Some([bar("2024", 3.8, true), bar("2025", 3.2, false)]),
        scores: scores
            .map(|(score, count)| ScoreBar { label: score.to_string(), count, group: groups[usize::from(score >= 4)] })
            .collect(),
        rows: rows.collect(),
        splits: [(CardSplit::default(), split("3.4 / 5"))].into(),
    };
    KpiFigure { card, ..figure }
}

fn scene(form: CardForm, steps: usize, lod: Lod, figure: &KpiFigure) -> (Scene, MapLayout, CardId) {
    let (document, card) = map_with(form, steps);
    let mut measure = fixture::measure();
    let layout = map_layout(&document, MapId::from_raw(fixture::MAP), &mut measure, &Sizes::default());
    let mut overlay = KpiOverlay::default();
    overlay.cards.insert((KpiId::from_raw(1), Place::Stage(StageId::from_raw(1))), figure.clone());
    let tokens = Tokens::light();
    let input =
        SceneInput { document: &document, layout: &layout, overlay: &overlay, tokens: &tokens, lod, window: None };
    (scene_of(input, &mut measure), layout, card)
}

/// What is drawn on the card.
fn on_card(form: CardForm, steps: usize, lod: Lod, figure: &KpiFigure) -> (Vec<Item>, Rect) {
    let (scene, layout, card) = scene(form, steps, lod, figure);
    let items = scene.items.into_iter().filter(|item| item.tag == Some(card.into()));
    (items.collect(), layout.cards.get(&card).unwrap().rect)
}

fn texts(items: &[Item]) -> Vec<String> {
    let lines = items.iter().filter_map(|item| match &item.prim {
        Prim::Text { block, .. } => Some(block.lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>()),
        _ => None,
    });
    lines.flatten().collect()
}

#[test]
fn every_form_as_a_scene() {
    for form in CardForm::EVERY {
        let (scene, ..) = scene(form, 2, Lod::Normal, &figure());
        check_golden(&format!("card_form_{form:?}.txt").to_lowercase(), &dump(&scene));
    }
}

/// No words stand on others.
fn check_words_apart(items: &[Item], at: &str) {
    let words: Vec<(&Item, Rect)> = items
        .iter()
        .filter(|item| matches!(item.prim, Prim::Text { .. }))
        // Lines are a little higher than their letters.
        .map(|item| (item, Rect { min: item.bounds.min.offset(0.5, 3.0), max: item.bounds.max.offset(-0.5, -3.0) }))
        .collect();
    for (index, (item, rect)) in words.iter().enumerate() {
        for (other, beside) in words.iter().skip(index + 1) {
            assert!(!rect.intersects(beside), "{at}: {:?} on {:?}", other.prim, item.prim);
        }
    }
}

/// Whatever the width, the zoom and the figure: nothing leaves its card, no number is cut.
#[test]
fn nothing_leaves_its_card_and_no_number_is_cut() {
    let long = |text: &str| PeriodBar { value_text: text.to_owned(), ..bar("1 Jan 2024 – 31 Mar 2024", 3.3, true) };
    let plain = figure();
    let mut wide = plain.clone();
    wide.value_text = "1,234.5 minutes".to_owned();
    wide.card.periods = Some([long("1,234.5 minutes"), long("999.9 minutes")]);
    wide.card.span.texts = ("0 minutes".to_owned(), "1,500 minutes".to_owned());
    wide.card.splits = [(CardSplit::default(), split("1,234.5 minutes"))].into();
    wide.card.rows.iter_mut().for_each(|row| row.value_text = "1,234.5 minutes".to_owned());
    wide.stale_text = Some("34 days old".to_owned());
    wide.provisional_text = Some("provisional limits".to_owned());
    let mut odd = plain.clone();
    odd.card.scores = (0..=10)
        .map(|score| ScoreBar { label: score.to_string(), count: f64::from(score), group: ScoreGroup::Passive })
        .collect();
    odd.card.goal = None;
    odd.card.value = Some(f64::from(-3));
    let empty = KpiFigure { card: CardFigures::default(), ..plain.clone() };
    for figure in [&plain, &wide, &odd, &empty] {
        for form in CardForm::EVERY {
            for lod in EVERY_LOD {
                for steps in 1..=4 {
                    let (items, card) = on_card(form, steps, lod, figure);
                    for item in &items {
                        let is_inside = card.expand(1.0).union(&item.bounds) == card.expand(1.0);
                        assert!(is_inside, "{form:?} {lod:?} {steps} steps: {item:?} leaves {card:?}");
                    }
                    let at = format!("{form:?} {lod:?} {steps} steps");
                    check_words_apart(&items, &at);
                    // Names of segments are a user's words and may be cut; numbers never are.
                    let is_cut = |text: &String| {
                        text.ends_with('…') && !(form.is_split() && text.starts_with(char::is_alphabetic))
                    };
                    let below = texts(&items).into_iter().skip(3).find(is_cut);
                    assert_eq!(below, None, "{form:?} {lod:?} {steps} steps");
                }
            }
        }
    }
}

/// Where n has no room the values themselves say that answers are few.
#[test]
fn that_answers_are_few_is_said_where_n_has_no_room() {
    let mut figure = figure();
    let few = |label: &str| PeriodBar { label: label.to_owned(), ..bar("", 3.8, true) };
    figure.card.periods = Some([few("1 Jan 2024 – 31 Mar 2024"), few("1 Jan 2025 – 31 Mar 2025")]);
    figure.card.rows.iter_mut().for_each(|row| row.is_few = true);
    let (document, _) = map_with(CardForm::Table, 1);
    let mut measure = fixture::measure();
    let layout = map_layout(&document, MapId::from_raw(fixture::MAP), &mut measure, &Sizes::default());
    let (tokens, overlay) = (Tokens::light(), KpiOverlay::default());
    let lod = Lod::Normal;
    let input =
        SceneInput { document: &document, layout: &layout, overlay: &overlay, tokens: &tokens, lod, window: None };
    let mut without_n = 0;
    for (form, value) in [(CardForm::BeforeAfter, "3.8 / 5"), (CardForm::Table, "3.")] {
        for width in 48..240 {
            let mut pen = Pen::new(input, &mut measure);
            draw(&mut pen, (form, &CardSplit::default()), &figure, Rect::new(0.0, 0.0, f64::from(width), 90.0));
            let texts = texts(&pen.items);
            let values = texts.iter().filter(|text| text.starts_with(value)).count();
            let marks = texts.iter().filter(|text| text.ends_with(", few")).count();
            assert_eq!(values, marks, "{form:?} {width} wide: {texts:?}");
            without_n += usize::from(texts.iter().any(|text| text.starts_with(value) && text.ends_with(", few")));
        }
    }
    assert!(without_n > 5, "{without_n}");
}

#[test]
fn forms_give_way_to_the_number_from_afar() {
    let small = [CardForm::Number, CardForm::BeforeAfter, CardForm::Scores, CardForm::Table];
    for form in small.into_iter().chain([CardForm::SmallMultiples, CardForm::Lines]) {
        let (items, _) = on_card(form, 2, Lod::Overview, &figure());
        assert_eq!(texts(&items), ["3.2 / 5", "CSAT"], "{form:?}");
    }
}

#[test]
fn a_form_without_figures_says_why() {
    let empty = KpiFigure { card: CardFigures::default(), ..figure() };
    for (form, words) in [(CardForm::BeforeAfter, words::NOTHING_BEFORE), (CardForm::Scores, words::NO_SCORES)] {
        let (items, _) = on_card(form, 2, Lod::Normal, &empty);
        assert!(texts(&items).join(" ").contains(words), "{form:?}: {:?}", texts(&items));
    }
}

/// A card of one step has room for the marks of old data and of limits that still move.
#[test]
fn a_narrow_card_still_shows_that_data_is_old_and_limits_are_young() {
    let said = |text: &str| Some(text.to_owned());
    let marked = KpiFigure { stale_text: said("34 days old"), provisional_text: said("8 points"), ..figure() };
    let hairlines = |figure: &KpiFigure| {
        let (items, _) = on_card(CardForm::Automatic, 2, Lod::Normal, figure);
        let is_mark = |item: &&Item| matches!(&item.prim, Prim::Polyline { stroke, .. } if stroke.is_hairline && stroke.color == Tokens::light().text_weak);
        items.iter().filter(is_mark).count()
    };
    // The hands of the clock, and two limits.
    assert_eq!(hairlines(&marked) - hairlines(&figure()), 3);
}

/// Black on white they still tell groups and periods apart.
#[test]
fn groups_differ_by_more_than_colour() {
    let bars = |form| -> Vec<(bool, bool)> {
        let (items, _) = on_card(form, 2, Lod::Normal, &figure());
        let bars = items.iter().skip(1).filter_map(|item| match &item.prim {
            Prim::Rect { rect, fill, stroke, .. } if rect.height() > 4.0 && rect.width() > 8.0 => {
                Some((fill.is_some(), stroke.is_some()))
            }
            _ => None,
        });
        bars.collect()
    };
    let scores = bars(CardForm::Scores);
    assert!(scores.contains(&(true, true)) && scores.contains(&(true, false)), "{scores:?}");
    let periods = bars(CardForm::BeforeAfter);
    assert!(periods.contains(&(true, true)) && periods.contains(&(true, false)), "{periods:?}");
}

/// Scores say their share over each bar and name their groups, where there is room; detractors have stripes.
#[test]
fn scores_say_their_shares_and_name_their_groups() {
    let mut figure = figure();
    let group = |score: u8| match score {
        0..=6 => ScoreGroup::Detractor,
        7 | 8 => ScoreGroup::Passive,
        _ => ScoreGroup::Promoter,
    };
    let bars = (0..=10_u8).map(|score| ScoreBar { label: score.to_string(), count: 10.0, group: group(score) });
    figure.card.scores = bars.collect();
    let (items, _) = on_card(CardForm::Scores, 4, Lod::Normal, &figure);
    let said = texts(&items);
    for words in ["64 % detractors", "18 % passives", "18 % promoters"] {
        assert!(said.iter().any(|text| text == words), "{words}: {said:?}");
    }
    assert_eq!(said.iter().filter(|text| *text == "9 %").count(), 11, "{said:?}");
    let stripes = items.iter().filter(|item| matches!(&item.prim, Prim::Rect { rect, .. } if rect.height() == 1.0));
    assert!(stripes.count() > 14, "seven bars of stripes");
    // A narrow card keeps shapes and scores, and cuts nothing.
    let (items, _) = on_card(CardForm::Scores, 1, Lod::Normal, &figure);
    assert!(!texts(&items).iter().any(|text| text.contains("detractors") || text.ends_with('…')));
}
