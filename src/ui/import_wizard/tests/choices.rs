//! What is chosen, kept, applied to many, and taken back.

use super::*;
use crate::import::{Mapping, Role, Shape};

fn role_of(window: &Window<'_>, column: &str) -> Role {
    let draft = current(window).draft.as_ref().unwrap();
    draft.columns.iter().find(|c| c.name == column).unwrap().role
}

#[test]
fn a_role_is_chosen_and_taken_back() {
    let mut window = open("support.csv", KNOWN);
    go_to(&mut window, Step::Columns);
    choose(&mut window, "Role of stage: Place", "Segment");
    assert_eq!(role_of(&window, "stage"), Role::Segment);
    click(&mut window, &steps_text::undo_choice_of("stage"));
    assert_eq!(role_of(&window, "stage"), Role::Place);
    assert!(!current(&window).has_choices());
}

#[test]
fn going_back_keeps_what_was_chosen() {
    let mut window = open("support.csv", NEW);
    go_to(&mut window, Step::Columns);
    choose(&mut window, "Role of stage: Place", "Segment");
    go_to(&mut window, Step::Checks);
    for _ in 0..3 {
        click(&mut window, "Back");
    }
    assert_eq!(current(&window).step, Step::File);
    click(&mut window, "Next");
    window.get_by_label("Role of stage: Segment");
    click(&mut window, steps_text::reset());
    window.get_by_label("Role of stage: Place");
}

#[test]
fn one_role_for_all_selected_columns() {
    let head: String = (0..500).map(|i| format!(",q{i}")).collect();
    let row: String = (0..500).map(|i| format!(",{}", 1 + i % 5)).collect();
    let mut window = open("wide.csv", format!("date,respondent_id{head}\n2025-05-01,a{row}\n2025-05-02,b{row}\n"));
    assert_eq!(current(&window).sniffed.as_ref().unwrap().columns.len(), 502);
    go_to(&mut window, Step::Columns);
    window.get_by_label("502 columns");
    window.get_by_label("Filter: Columns").focus();
    window.run();
    window.get_by_label("Filter: Columns").type_text("q1");
    window.run();
    // q1, q10 to q19, q100 to q199.
    window.get_by_label("111 of 502 columns");
    click(&mut window, "Select all: Columns");
    window.get_by_label("111 selected");
    let before = role_of(&window, "q2");
    choose(&mut window, "Set role of all…: Set role of all…", "Segment");
    assert_eq!((role_of(&window, "q1"), role_of(&window, "q199")), (Role::Segment, Role::Segment));
    assert_eq!(role_of(&window, "q2"), before);
}

#[test]
fn dates_are_asked_about_only_when_they_do_not_say_it() {
    let open_dates = "date,stage,metric,value\n03/04/2025,Support,csat,4\n05/06/2025,Support,csat,3\n";
    let mut window = open("dates.csv", open_dates);
    assert!(is_disabled(&window, steps_text::import_now()));
    click(&mut window, "Columns: the dates of date can be read in two ways");
    let question = steps_text::order_question("date", "03/04/2025, 05/06/2025");
    window.get_by_label(&question);
    click(&mut window, text::order_day_first());
    assert!(window.query_by_label(&question).is_none());
    click(&mut window, steps_text::import_now());
    assert!(started(&window).mapping.unwrap().contains("\"day-first\""));
    let settled = open("dates.csv", open_dates.replace("03/04/2025", "23/04/2025"));
    assert!(!is_disabled(&settled, steps_text::import_now()));
}

#[test]
fn another_delimiter_is_read_at_once_and_columns_of_the_same_name_keep_their_roles() {
    let mut window = open(
        "support.csv",
        "day,stage,metric,value,x;y\n2025-05-01,Support,csat,4,1;2\n2025-05-02,Support,csat,4,1;2\n",
    );
    go_to(&mut window, Step::Columns);
    choose(&mut window, "Role of stage: Place", "Segment");
    go_to(&mut window, Step::File);
    choose(&mut window, "Delimiter: Automatic: comma", "semicolon");
    window.get_by_label("day,stage,metric,value,x 2025-05-01,Support,csat,4,1, y 2");
    choose(&mut window, "Delimiter: semicolon", "Automatic");
    window.get_by_label("Delimiter: Automatic: comma");
    assert_eq!(current(&window).sniffed.as_ref().unwrap().columns.len(), 5);
}

#[test]
fn header_rows_can_be_chosen_and_what_was_chosen_for_columns_stays() {
    let mut window = open("support.csv", format!("{KNOWN}2025-05-04;Support;csat;2\n"));
    go_to(&mut window, Step::Columns);
    choose(&mut window, "Role of stage: Place", "Segment");
    go_to(&mut window, Step::File);
    choose(&mut window, "Lines below: Automatic: none", "1 line");
    assert_eq!(role_of(&window, "stage"), Role::Segment);
    go_to(&mut window, Step::Preview);
    click(&mut window, "Import");
    let mapping = Mapping::parse(&started(&window).mapping.unwrap()).unwrap();
    assert_eq!(mapping.reading.skip_footer, Some(1));
    assert_eq!(mapping.segments, ["stage"]);
}

#[test]
fn a_similar_name_is_offered_taken_and_given_back() {
    let mut window = open("support.csv", KNOWN.replace("Support", "Suport"));
    go_to(&mut window, Step::Matches);
    click(&mut window, "Use “Support”");
    let support = current(&window).places["Suport"];
    assert!(matches!(support, PlaceChoice::At(_)));
    window.get_by_label("Place of Suport: Support");
    click(&mut window, &steps_text::undo_choice_of("Suport"));
    assert!(current(&window).places.is_empty());
    click(&mut window, "Use the similar name");
    assert_eq!(current(&window).places["Suport"], support);
}

#[test]
fn one_place_for_several_names() {
    let mut window = open(
        "support.csv",
        "day,stage,metric,value\n2025-05-01,East,csat,4\n2025-05-01,West,csat,4\n2025-05-01,North,csat,4\n",
    );
    go_to(&mut window, Step::Matches);
    click(&mut window, "Select East");
    click(&mut window, "Select West");
    choose(&mut window, "Set place of all…: Set place of all…", "not on the map");
    let expected = [("East".to_owned(), PlaceChoice::LeaveOut), ("West".to_owned(), PlaceChoice::LeaveOut)];
    assert_eq!(current(&window).places, expected.into());
    window.get_by_label("Place of North: Automatic: new stage");
    go_to(&mut window, Step::Checks);
    window.get_by_label(&text::values_off_map(2, &["East", "West"]));
}

#[test]
fn a_metric_goes_to_a_kpi_to_a_new_one_or_to_none() {
    let mut window = open("support.csv", NEW);
    go_to(&mut window, Step::Matches);
    window.get_by_label("KPI of Mood: Automatic: New KPI Mood");
    choose(&mut window, "KPI of Mood: Automatic: New KPI Mood", "KPI CSAT");
    choose(&mut window, "KPI of csat: Automatic: KPI CSAT", "No KPI");
    go_to(&mut window, Step::Preview);
    click(&mut window, "Import");
    let mapping = Mapping::parse(&started(&window).mapping.unwrap()).unwrap();
    assert_eq!(mapping.metrics["Mood"].as_deref(), Some("csat"));
    assert_eq!(mapping.metrics["csat"], None);
}

#[test]
fn a_mapping_file_is_applied_at_once_or_refused_in_a_sentence() {
    let mut window = open("support.csv", KNOWN);
    click(&mut window, text::load_mapping());
    let sent = window.state().commands.take();
    assert!(matches!(sent.as_slice(), [AppCommand::LoadMappingDialog]), "{sent:?}");
    window.state_mut().state.wizard.mapping_read("odd.json", Err("It is not valid JSON.".to_owned()));
    window.run();
    window.get_by_label("odd.json was not applied: It is not valid JSON.");
    let json = r#"{"shape":"long","date":{"column":"day"},"metric":{"fixed":"Mood"},"value":{"column":"value"},
        "reading":{"skip_footer":1}}"#;
    let wizard = &mut window.state_mut().state.wizard;
    wizard.await_mapping();
    wizard.mapping_read("mood.json", Mapping::parse(json).map_err(|e| e.to_string()));
    settle(&mut window);
    window.get_by_label("Choices of mood.json");
    window.get_by_label("Role of stage: Leave out");
    window.get_by_label("Role of metric: Leave out");
    assert_eq!(current(&window).reading.skip_footer, Some(1));
    assert_eq!(current(&window).rehearsed().unwrap().outcome.rows_read, 2);
    // Nobody asked for this one.
    window.state_mut().state.wizard.mapping_read("late.json", Err("Too late.".to_owned()));
    window.run();
    assert!(window.query_by_label_contains("Too late").is_none());
}

#[test]
fn another_shape_is_kept_when_the_file_is_read_anew() {
    let csv = "date,a,b\n2025-05-01,4,2\n2025-05-02,3,1\n2025-05-03,5,2\n";
    let mut window = open("wide.csv", csv);
    go_to(&mut window, Step::Columns);
    click(&mut window, "Shape: Survey");
    go_to(&mut window, Step::File);
    choose(&mut window, "Lines below: Automatic: none", "1 line");
    assert_eq!(current(&window).draft.as_ref().unwrap().shape, Shape::Survey);
}

#[test]
fn a_kpi_of_another_scale_is_read_for_at_once() {
    let mut window = open("support.csv", format!("{KNOWN}2025-05-04;Support;csat;7\n"));
    let rows = |window: &Window<'_>| {
        let outcome = &current(window).rehearsed().unwrap().outcome;
        (outcome.rows_accepted, outcome.rows_rejected)
    };
    assert_eq!(rows(&window), (3, 1));
    go_to(&mut window, Step::Matches);
    choose(&mut window, "KPI of csat: Automatic: KPI CSAT", "No KPI");
    assert_eq!(rows(&window), (4, 0));
}

/// The line below a metric ran through the box of its kind.
#[test]
fn the_boxes_of_a_metric_stand_above_the_line_that_ends_it() {
    let rows = ["Gadgets,40", "Widgets,50", "Gadgets,41", "Widgets,57"];
    let rows: String = rows.iter().map(|row| format!("2025-05-01,Support,{row}\n")).collect();
    let mut window = open("made.csv", format!("date,place,metric,value\n{rows}"));
    go_to(&mut window, Step::Matches);
    let kind = window.get_by_label_contains(&steps_text::kind_of("Gadgets")).rect();
    // Its kind is called the same with something before it, and stands below.
    let named = steps_text::kpi_of("Widgets");
    let boxes = window.get_all_by_label_contains(&named);
    let next = boxes.map(|one| one.rect().top()).fold(f32::INFINITY, f32::min);
    assert!(kind.bottom() + 3.0 <= next, "{kind:?} {next}");
}

/// What a metric counts is for people to say, before it is imported.
#[test]
fn the_kind_of_a_new_kpi_is_chosen_before_the_import() {
    let mut window = open("data.csv", "date,stage,Widgets\n2025-01-01,Start,12.5\n2025-01-02,Start,30\n");
    go_to(&mut window, Step::Matches);
    choose(&mut window, &format!("{}: mean", steps_text::kind_of("Widgets")), "sum");
    window.get_by_label(&format!("{}: sum", steps_text::kind_of("Widgets")));
    go_to(&mut window, Step::Preview);
    click(&mut window, "Import");
    let mapping = Mapping::parse(&started(&window).mapping.unwrap()).unwrap();
    assert_eq!(mapping.kinds, [("Widgets".to_owned(), crate::import::MetricKind::Sum)].into());
}

#[test]
fn unknown_words_are_asked_for_and_read_by_what_was_said() {
    let rows = (1..=12).map(|day| format!("2025-05-{day:02},{}\n", ["Meh", "Great", "Awful"][day % 3]));
    let mut window = open("mood.csv", format!("date,Satisfaction\n{}", rows.collect::<String>()));
    go_to(&mut window, Step::Columns);
    assert!(is_disabled(&window, steps_text::read_words()));
    let said = |window: &Window<'_>, text: &str| window.query_all_by_label_contains(text).count();
    assert_eq!(said(&window, text::metric_needed()), 0, "the words are the question, not a role");
    window.get_by_label("Columns, 1 question");
    for (word, number) in [("Meh", "2"), ("Great", "3"), ("Awful", "1")] {
        let name = steps_text::number_of_word(word);
        let field = window.get_by_label(&name);
        field.focus();
        field.type_text(number);
        window.run_steps(4);
    }
    settle(&mut window);
    click(&mut window, steps_text::read_words());
    let mapping = current(&window).draft.as_ref().unwrap().to_mapping().unwrap();
    let score = &mapping.scores[0];
    assert_eq!((score.column.as_str(), score.scale), ("Satisfaction", Some((1.0, 3.0))));
    assert_eq!(
        score.labels.iter().map(|(word, value)| format!("{word} {value}")).collect::<Vec<_>>(),
        ["Awful 1", "Great 3", "Meh 2"]
    );
    let rehearsal = current(&window).rehearsed().unwrap();
    assert_eq!((rehearsal.outcome.rows_read, rehearsal.outcome.rows_accepted), (12, 12));
}

#[test]
fn how_often_a_rate_counts_is_told_and_chosen_among_the_checks() {
    let rates = "date,Bounce rate,Sessions\n2025-05-01,50%,1000\n2025-05-02,10%,9000\n2025-05-03,40%,30\n";
    let mut window = open("web.csv", rates);
    go_to(&mut window, Step::Checks);
    click(&mut window, "Assumptions and notes: 1 thing to know (on target)");
    let question = checks_text::each_value_counts("Bounce rate");
    let often = checks_text::counts_as_often_as("Sessions");
    let n = |window: &Window<'_>| current(window).draft.as_ref().unwrap().to_mapping().unwrap().scores[0].n.clone();
    assert_eq!(n(&window).as_deref(), Some("Sessions"));
    choose(&mut window, &format!("{question}: {often}"), checks_text::counts_once());
    settle(&mut window);
    assert_eq!(n(&window), None);
    choose(&mut window, &format!("{question}: {}", checks_text::counts_once()), &often);
    settle(&mut window);
    assert_eq!(n(&window).as_deref(), Some("Sessions"));
}

/// Answers without a date, as a survey tool has them.
const UNDATED: &str = "respondent_id,NPS,comment\n1,9,fine\n2,10,very good indeed\n3,2,bad\n4,8,all was well\n";

#[test]
fn from_when_a_survey_without_dates_is_gets_asked_and_takes_months_and_quarters() {
    let mut window = open("answers.csv", UNDATED);
    assert!(is_disabled(&window, steps_text::import_now()));
    click(&mut window, &steps_text::question_at("Columns", steps_text::question_day()));
    assert!(window.query_by_label(text::date_needed()).is_none(), "one question, not two");
    for (typed, day) in [("May 2015", "2015-05-01"), ("Q2 2015", "2015-04-01"), ("KW 12 2015", "2015-03-16")] {
        current_mut(&mut window).draft.as_mut().unwrap().fixed_date = typed.to_owned();
        settle(&mut window);
        let mapping = current(&window).draft.as_ref().unwrap().to_mapping().unwrap();
        assert_eq!(mapping.date.unwrap().fixed.as_deref(), Some(day), "{typed}");
        assert!(window.query_by_label(steps_text::day_question()).is_none());
    }
    current_mut(&mut window).draft.as_mut().unwrap().fixed_date = "in spring".to_owned();
    settle(&mut window);
    assert!(window.query_all_by_label(text::date_of_file_wanted()).count() > 0);
    current_mut(&mut window).draft.as_mut().unwrap().fixed_date.clear();
    settle(&mut window);
    let day = current(&window).sniffed.as_ref().unwrap().day.0;
    click(&mut window, &steps_text::day_of_change(day));
    settle(&mut window);
    assert_eq!(current(&window).draft.as_ref().unwrap().fixed_date, day.to_string());
    go_to(&mut window, Step::Matches);
    assert!(!is_disabled(&window, steps_text::import_now()), "what was answered is not asked again");
}

#[test]
fn a_table_of_a_stock_asks_for_its_date_and_for_nothing_else() {
    let window = open("stock.csv", "product,price\nChair,49.5\nTable,120\nLamp,19.9\nShelf,80\n");
    let (draft, sniffed) = (current(&window).draft.as_ref().unwrap(), current(&window).sniffed.as_ref().unwrap());
    assert!(draft.open_day(sniffed).is_some());
    assert_eq!(draft.problem(sniffed), None);
    let mut answered = draft.clone();
    answered.fixed_date = "2015".to_owned();
    assert!(answered.to_mapping().is_ok(), "{:?}", answered.to_mapping());
}

#[test]
fn a_role_that_a_column_cannot_have_is_marked_and_asked_about() {
    let mut window = open("support.csv", KNOWN);
    go_to(&mut window, Step::Columns);
    choose(&mut window, "Role of stage: Place", "Date");
    let sentence = steps_text::holds_no_dates("stage", "Support");
    assert!(window.query_all_by_label(&sentence).count() > 0);
    window.get_by_label(&steps_text::role_taken("stage"));
    settle(&mut window);
    assert!(is_disabled(&window, steps_text::import_now()));
    choose(&mut window, "Role of stage: Date", "Value");
    assert!(window.query_all_by_label(&steps_text::holds_no_numbers("stage", "Support")).count() > 0);
}
