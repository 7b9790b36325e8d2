//! What the figures on screen say.

use super::*;
use crate::i18n::panels::drawer;
use crate::metrics::format;
use crate::model::{CardForm, Place, Segments};
use crate::session::insights::{Insights, KpiAt};
use crate::session::{Panel, Period, card_figures, doctor};
use crate::ui::drawer::DrawerTab;
use crate::ui::figures;
use egui_kittest::kittest::NodeT as _;

/// Which days a period means is said at its choice: days before the last one of the data, not before today.
#[test]
fn a_period_says_its_days_where_it_is_chosen() {
    use crate::ui::commands::{UiCommand, days_of_period};
    let mut window = Window::open(AppOptions::default());
    window.send(AppCommand::OpenSample);
    window.settle();
    let session = window.app().session();
    let days = |period| days_of_period(UiCommand::Period(period), session);
    assert_eq!(days(Period::LastDays(30)).as_deref(), Some("2 Dec 2025 – 31 Dec 2025"));
    assert_eq!(days_of_period(UiCommand::Overlay, session), None);
    assert_eq!(days_of_period(UiCommand::Period(Period::LastDays(30)), None), None);
}

/// The KPI of the sample whose plan is long, where it has a card.
fn support_csat(window: &Window) -> KpiAt {
    let session = window.app().session().unwrap();
    let document = session.document();
    let kpi = document.kpis.values().find(|kpi| kpi.name == "Support CSAT").unwrap().id;
    let mut cards = document.kpi_cards(session.map().unwrap());
    cards.find(|(_, id, _, _)| *id == kpi).map(|(_, id, at, _)| (id, at)).unwrap()
}

#[test]
fn the_sample_tells_of_the_moment_its_support_broke() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let at = support_csat(&window);
    // May was half on the old level: among few months it does not belong to the new one.
    for (period, month) in [(Period::LastDays(365), "May"), (Period::LastDays(90), "Jun"), (Period::AllData, "May")] {
        window.send(AppCommand::SetPeriod(period));
        let session = window.app().session().unwrap();
        let insight = figures::insight_of(session, at).unwrap();
        let told = figures::signal_sentence(insight).unwrap();
        assert!(told.starts_with(&format!("Lower since {month} 2025: a shift")), "{period:?}: {told}");
    }
    // Two years meet themselves a year earlier, and nothing is known about the two before.
    let insight = figures::insight_of(window.app().session().unwrap(), at).unwrap();
    assert_eq!((insight.before, insight.change), (None, None));
}

/// Nobody has to look for it: the drawer shows the trend of what the line above the map says got worst.
#[test]
fn the_drawer_opens_with_what_got_worst() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.set_size(vec2(1600.0, 1000.0));
    window.settle();
    let at = support_csat(&window);
    assert_eq!(window.app().drawer.shown(), Some(at));
}

/// Two free ranges are compared: the shown days with any others, chosen where the comparison is.
#[test]
fn the_shown_days_are_compared_with_any_others() {
    use crate::i18n::shell::{numbers, toolbar};
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.set_size(vec2(1600.0, 1000.0));
    window.settle();
    window.harness.get_by_label(toolbar::COMPARE_HINT).click();
    window.settle();
    // The fields begin with the days that are compared with now.
    assert_eq!(window.harness.get_by_label(numbers::TO).value().as_deref(), Some("2024-12-31"));
    window.harness.get_by_label(numbers::FROM).focus();
    window.settle();
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    window.harness.get_by_label(numbers::FROM).type_text("2024-07-01");
    window.settle();
    window.harness.get_by_label(numbers::COMPARE_WITH_THESE).click();
    window.settle();
    let day = |text: &str| crate::base::time::Day::parse_iso(text).unwrap();
    let compared = crate::base::time::DayRange { from: day("2024-07-01"), to: day("2024-12-31") };
    let session = window.app().session().unwrap();
    assert_eq!(session.view().comparison, crate::session::Comparison::With(compared));
    let at = support_csat(&window);
    let insight = figures::insight_of(window.app().session().unwrap(), at).unwrap();
    assert_eq!((insight.before_range, insight.before.unwrap().n.is_some()), (Some(compared), true));
    assert!(!window.is_shown(numbers::COMPARE_WITH_THESE), "the menu closes");
}

/// Whoever selects a card reads what its number rests on: n, interval, file, day of import and method.
#[test]
fn the_inspector_says_what_a_number_rests_on() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.set_size(vec2(1600.0, 1000.0));
    window.settle();
    let at = support_csat(&window);
    let document = window.app().session().unwrap().document();
    let card = document.kpi_cards(document.map_of_place(at.1).unwrap()).find(|(_, kpi, ..)| *kpi == at.0).unwrap().0.id;
    window.send(AppCommand::Select(vec![card.into()]));
    window.settle();
    let rests_on = "support_survey.csv · imported 2 Jan 2026 · mean, Student t 95 % · data to 31 Dec 2025";
    for words in ["n 3,023", "95 % 3.17 – 3.29", rests_on] {
        assert!(window.is_shown(words), "{words}");
    }
}

/// Where the shown days have no answers, it is said which have, and one press shows them.
#[test]
fn answers_of_other_days_are_named_and_one_press_away() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.set_size(vec2(1600.0, 1000.0));
    window.settle();
    let day = |text: &str| crate::base::time::Day::parse_iso(text).unwrap();
    let later = crate::base::time::DayRange { from: day("2026-03-01"), to: day("2026-05-31") };
    window.send(AppCommand::SetPeriod(Period::Range(later)));
    window.settle();
    assert!(window.is_shown("There are answers from 1 Jan 2024 to 31 Dec 2025."));
    window.harness.get_by_label(crate::i18n::panels::drawer::SHOW_ALL_DATA).click();
    window.settle();
    assert_eq!(window.app().session().unwrap().view().period, Period::AllData);
    assert!(!window.is_shown("There are answers from 1 Jan 2024 to 31 Dec 2025."));
}

/// In a low window the stage that got worse lies outside the map. One press tells which it is, since when, in which segment
/// and what the plan says, and brings it into view; one more shows all segments.
#[test]
fn one_press_leads_to_what_got_worse() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.set_size(vec2(1280.0, 720.0));
    window.settle();
    let at = support_csat(&window);
    window.harness.get_by_label_contains("Support CSAT · Support: falling (shift since May 2025)").click();
    window.settle();
    assert_eq!(window.app().drawer.tab, DrawerTab::Signals);
    let selected = window.app().session().unwrap().selection().to_vec();
    assert_eq!(selected, [crate::model::edit::record_of_place(at.1)]);
    for words in
        ["Who: by plan: Team fell by 1.4, beyond noise (vs 2024).", "Response plan: Check routing changes first"]
    {
        window.wait_for(words);
    }
    window.check_idle();
    window.harness.get_by_label_contains("Who: by plan").click();
    window.settle();
    assert_eq!((window.app().drawer.tab, window.app().drawer.shown()), (DrawerTab::Segments, Some(at)));
    // Put away, it does not come back in this window.
    window.harness.get_by_label(crate::i18n::panels::reminders::put_away()).click();
    window.settle();
    assert!(!window.is_shown(crate::i18n::panels::reminders::worse()));
    window.send(AppCommand::SetPeriod(Period::AllData));
    window.settle();
    assert!(!window.is_shown(crate::i18n::panels::reminders::worse()));
}

#[test]
fn steps_list_the_kpis_that_have_no_card() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let session = window.app().session().unwrap();
    let with_card: Vec<_> =
        session.document().kpi_cards(session.map().unwrap()).map(|(_, kpi, at, _)| (kpi, at)).collect();
    let mut figures = session.insights().figures.iter();
    let hidden =
        figures.find(|(at, i)| matches!(at.1, Place::Step(_)) && !with_card.contains(at) && i.now.value.is_some());
    let ((kpi, place), insight) = hidden.expect("the sample measures steps");
    let Place::Step(step) = *place else { unreachable!() };
    let row = &session.document().kpis[kpi];
    let value = format::measured(row, &insight.now).unwrap();
    let label = format!("KPI {}", row.name);
    // In a small window the drawer waits until it is asked for.
    window.send(AppCommand::Select(vec![step.into()]));
    window.send(AppCommand::TogglePanel(crate::session::Panel::Drawer));
    assert!(window.is_shown(&label), "{label} {value}");
    assert!(window.is_shown(&value), "{label} {value}");
}

#[test]
fn numbers_that_are_switched_off_are_not_called_missing() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let none = crate::i18n::canvas::kpi_without_value("", "");
    let none = none.rsplit(':').next().unwrap().trim();
    assert!(!window.is_shown(none));
    window.send(AppCommand::ShowOverlay(false));
    assert!(!window.is_shown(none), "{none}");
    let session = window.app().session().unwrap();
    let statuses = session.document().stages.keys().filter_map(|stage| figures::worst_status(session, *stage));
    assert_eq!(statuses.count(), 0, "the outline keeps quiet too");
}

#[test]
fn one_click_in_the_toolbar_takes_a_comparison_of_segments_back() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let plan = |value: &str| [("plan", value)].into_iter().collect::<Segments>();
    let narrowed = [(plan("Business"), Segments::default()), (plan("Business"), plan("Free"))];
    for width in [1280.0, 1920.0] {
        window.harness.set_size(vec2(width, 1080.0));
        for (segments, against) in narrowed.clone() {
            window.settle();
            let all = |window: &Window| {
                let label = words::SEGMENT_ALL.label;
                window.harness.query_by_role_and_label(egui::Role::Button, label).map(|button| button.rect())
            };
            assert_eq!(all(&window), None, "{width}: nothing to take back");
            window.send(AppCommand::CompareSegments(segments, against));
            assert!(all(&window).is_some_and(|rect| rect.max.x < width), "{width}");
            window.harness.get_by_role_and_label(egui::Role::Button, words::SEGMENT_ALL.label).click();
            window.settle();
            let view = window.app().session().unwrap().view();
            assert!(view.segments.is_empty() && view.against.is_empty(), "{width}");
        }
    }
}

#[test]
fn the_menu_of_segments_is_as_high_as_the_window_lets_it_be() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.set_size(vec2(1920.0, 1080.0));
    window.settle();
    let last = window.app().segments.last().unwrap().clone();
    let value = last.values.last().unwrap();
    window.harness.get_by_label(crate::i18n::shell::toolbar::SEGMENT_HINT).click();
    window.settle();
    // With the pointer: what is cut off would not take it.
    window.harness.get_by_role_and_label(egui::Role::MenuItemCheckBox, value).click();
    window.settle();
    assert!(window.app().session().unwrap().view().segments.contains(&last.name, value), "{value}");
}

#[test]
fn the_link_to_the_response_plan_brings_the_plan_into_view() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.set_size(vec2(1920.0, 1080.0));
    let at = support_csat(&window);
    window.send(AppCommand::TogglePanel(Panel::Drawer));
    if !window.is_shown(drawer::trend()) {
        window.send(AppCommand::TogglePanel(Panel::Drawer));
    }
    window.app_mut().drawer.show_kpi(at);
    window.settle();
    window.harness.get_by_label(drawer::open_response_plan()).click();
    window.settle();
    let mut fields = window.harness.query_all_by_label(crate::i18n::panels::inspector::when_it_drops());
    let field = fields.find(|node| node.accesskit_node().is_focused()).expect("the plan has the keyboard");
    // All of it, and not at the edge.
    assert!(field.rect().max.y < 900.0 && field.rect().min.y > 80.0, "{:?}", field.rect());
}

#[test]
fn signals_and_status_say_that_seasons_are_out_of_the_limits() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let said = |window: &Window| window.harness.query_all_by_label(crate::i18n::signals::without_seasons()).count();
    window.send(AppCommand::ShowSignals);
    assert_eq!((said(&window), window.app().drawer.tab), (0, DrawerTab::Signals));
    window.send(AppCommand::SetSeasons(true));
    assert_eq!(said(&window), 2);
}

#[test]
fn the_kpi_doctor_asks_about_everyone_whatever_segments_are_looked_at() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.set_size(vec2(1920.0, 1080.0));
    window.send(AppCommand::ShowSignals);
    let findings = |window: &Window, insights: &Insights| {
        let session = window.app().session().unwrap();
        doctor::open_findings(session.document(), insights, crate::session::Session::today()).len()
    };
    let tab = |window: &Window| {
        let session = window.app().session().unwrap();
        let count = findings(window, session.whole_insights());
        assert!(window.is_shown(&drawer::tab(drawer::DOCTOR, count)), "{count}");
        count
    };
    let before = tab(&window);
    assert!(!window.is_shown("no numbers in the chosen segments"));
    let business: Segments = [("plan", "Business")].into_iter().collect();
    window.send(AppCommand::SetSegments(business));
    let session = window.app().session().unwrap();
    assert!(findings(&window, session.insights()) > before, "the segment lacks some KPIs");
    assert_eq!(tab(&window), before);
    assert!(window.is_shown("no numbers in the chosen segments"));
    let at = *session.insights().left_out.iter().next().unwrap();
    window.app_mut().drawer.show_kpi(at);
    window.settle();
    assert!(window.is_shown(drawer::not_in_segments()));
    window.send(AppCommand::SetSegments(Segments::default()));
    assert_eq!((tab(&window), window.app().session().unwrap().insights().left_out.len()), (before, 0));
}

#[test]
fn the_target_of_a_sum_is_said_in_one_way_everywhere() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.set_size(vec2(1920.0, 1080.0));
    window.send(AppCommand::SetGrain(crate::base::time::Grain::Quarter));
    window.send(AppCommand::ShowSignals);
    let session = window.app().session().unwrap();
    let document = session.document();
    let kpi = document.kpis.values().find(|kpi| kpi.kind.is_total() && kpi.target.is_some()).unwrap();
    let at = *session.insights().figures.keys().find(|(id, _)| *id == kpi.id).unwrap();
    let said = card_figures::target_words(kpi, kpi.target.unwrap());
    assert!(said.ends_with(" a month"), "{said}");
    // Under the pointer, on the gauge, beside the value.
    assert_eq!(session.overlay().0.cards[&at].target_text, said);
    let gauge = [CardForm::Gauge].into();
    let gauge = card_figures::of((kpi, at.1), &session.insights().figures[&at], session.view(), &gauge);
    assert_eq!(gauge.goal.unwrap().target_text, said);
    window.app_mut().drawer.show_kpi(at);
    window.settle();
    assert!(window.is_shown(&format!("({said})")), "{said}");
}
