//! Drafts become mappings and come from them.

use super::*;

fn column(name: &str, role: Role) -> ColumnDraft {
    ColumnDraft {
        name: name.to_owned(),
        role,
        metric: String::new(),
        place: String::new(),
        scale: String::new(),
        missing: String::new(),
        count: String::new(),
        labels: BTreeMap::new(),
    }
}

fn draft(shape: Shape, columns: &[(&str, Role)]) -> MappingDraft {
    MappingDraft {
        shape,
        columns: columns.iter().map(|(name, role)| column(name, *role)).collect(),
        order: None,
        fixed_date: String::new(),
        fixed_place: String::new(),
        fixed_metric: String::new(),
        time_zone: String::new(),
        has_times: false,
        number: None,
        has_chosen_number: false,
        metrics: BTreeMap::new(),
        kinds: BTreeMap::new(),
        id_store: IdStore::Hash,
        rest: None,
    }
}

fn check(draft: &MappingDraft, expected: Result<&str, &str>) {
    let found = draft.to_mapping().map(|m| serde_json::to_string(&m).unwrap());
    assert_eq!(found.as_deref().map_err(String::as_str), expected);
}

/// A survey with a question for every touchpoint becomes one KPI at all of them in one go.
#[test]
fn columns_become_one_kpi_at_many_places() {
    let columns = [("when", Role::Date), ("Q7ART", Role::Score), ("Q7FOOD", Role::Score), ("Q8", Role::Ignored)];
    let mut survey = draft(Shape::Survey, &columns);
    super::super::one_kpi::apply(&mut survey, 0..4, " Satisfaction ");
    check(
        &survey,
        Ok(concat!(
            r#"{"shape":"survey","date":{"column":"when"},"scores":[{"column":"Q7ART","metric":"Satisfaction","place":"Art"},"#,
            r#"{"column":"Q7FOOD","metric":"Satisfaction","place":"Food"}]}"#,
        )),
    );
}

#[test]
fn roles_become_a_mapping() {
    let long = [("day", Role::Date), ("metric", Role::Metric), ("value", Role::Value), ("team", Role::Segment)];
    check(
        &draft(Shape::Long, &long),
        Ok(
            r#"{"shape":"long","date":{"column":"day"},"metric":{"column":"metric"},"value":{"column":"value"},"segments":["team"]}"#,
        ),
    );
    check(&draft(Shape::Long, &long[1..]), Err(text::date_needed()));
    check(&draft(Shape::Long, &long[..2]), Err(text::value_needed()));
    let mut survey = draft(Shape::Survey, &[("Q7", Role::Score)]);
    survey.fixed_date = "2016-05-15".to_owned();
    survey.columns[0].scale = "1–5".to_owned();
    survey.columns[0].missing = "0, 6".to_owned();
    survey.columns[0].place = "Art".to_owned();
    check(
        &survey,
        Ok(
            r#"{"shape":"survey","date":{"fixed":"2016-05-15"},"scores":[{"column":"Q7","place":"Art","scale":[1.0,5.0],"missing":["0","6"]}]}"#,
        ),
    );
    survey.columns[0].scale = "five".to_owned();
    check(&survey, Err(&text::scale_needed("Q7")));
    let wide = [("place", Role::Place), ("2024-01", Role::Value), ("2024-02", Role::Value)];
    let mut wide = draft(Shape::Wide, &wide);
    check(&wide, Err(text::metric_needed()));
    wide.fixed_metric = "NPS".to_owned();
    check(&wide, Ok(r#"{"shape":"wide","place":{"column":"place"},"metric":{"fixed":"NPS"}}"#));
}

/// A mapping file read for a CSV: what the pages then make of it, or why it is refused.
fn check_loaded(csv: &str, json: &str, expected: Result<&[Role], &str>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.csv");
    std::fs::write(&path, csv).unwrap();
    let sniffed = crate::import::sniff(&path, &crate::import::ReadChoices::default()).unwrap();
    let loaded = MappingDraft::loaded(&sniffed, &Mapping::parse(json).unwrap());
    let roles = loaded.as_ref().map(|d| d.columns.iter().map(|c| c.role).collect::<Vec<_>>());
    match (roles, expected) {
        (Ok(roles), Ok(expected)) => assert_eq!(roles, expected, "{json}"),
        (Err(why), Err(expected)) => assert!(why.contains(expected), "{why}"),
        (found, _) => panic!("{json}: {found:?}"),
    }
}

#[test]
fn a_mapping_file_settles_the_columns_or_says_why_not() {
    const LONG: &str = "when;where;what;number;team\n2025-05-01;Support;CSAT;4;a\n2025-05-02;Sales;CSAT;3;b\n";
    check_loaded(
        LONG,
        r#"{"shape":"long","date":{"column":"when","order":"day-first"},"place":{"column":"where"},"metric":{"fixed":"Mood"},"value":{"column":"number"},"time_zone":"UTC"}"#,
        Ok(&[Role::Date, Role::Place, Role::Ignored, Role::Value, Role::Ignored]),
    );
    check_loaded(
        LONG,
        r#"{"shape":"survey","date":{"fixed":"2025-05-01"},"scores":[{"column":"number","scale":[1,5],"missing":["9","x"]}],"segments":["team","where"]}"#,
        Ok(&[Role::Ignored, Role::Segment, Role::Ignored, Role::Score, Role::Segment]),
    );
    check_loaded(
        LONG,
        r#"{"shape":"long","date":{"column":"day"},"metric":{"column":"what"},"value":{"column":"number"}}"#,
        Err("day"),
    );
    check_loaded(
        LONG,
        r#"{"shape":"survey","date":{"column":"when"},"scores":[{"column":"number","missing":["a,b"]}]}"#,
        Err(text::mapping_beyond_pages()),
    );
    check_loaded(
        "place,2024-01,2024-02,2024-03\nSupport,1,2,3\nSales,2,3,4\n",
        r#"{"shape":"wide","place":{"column":"place"},"metric":{"fixed":"NPS"}}"#,
        Ok(&[Role::Place, Role::Value, Role::Value, Role::Value]),
    );
}

#[test]
fn a_role_moves_from_one_column_to_another() {
    let mut draft = draft(Shape::Long, &[("day", Role::Date), ("created", Role::Ignored)]);
    draft.set_role(1, Role::Date);
    assert_eq!(draft.columns.iter().map(|c| c.role).collect::<Vec<_>>(), [Role::Ignored, Role::Date]);
}

#[test]
fn another_shape_keeps_what_it_can() {
    let mut draft = draft(Shape::Survey, &[("d", Role::Date), ("q1", Role::Score), ("q2", Role::Score)]);
    draft.set_shape(Shape::Long);
    let roles: Vec<_> = draft.columns.iter().map(|c| c.role).collect();
    assert_eq!(roles, [Role::Date, Role::Value, Role::Ignored]);
}

/// Durations were left out as "outside the scale" in the window only.
#[test]
fn what_is_guessed_is_read_as_the_command_line_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("daily.csv");
    let header = "Date,Visits,Actions,Visits with Conversions,Bounces,Total time spent by visitors (in seconds),Maximum actions in one visit,Bounce Rate,Actions per Visit,Avg. Visit Duration (in seconds)";
    let rows = "2026-08-01,390,887,274,220,122103,20,56%,2.0,5 min 13s\n2026-08-02,391,888,273,220,122104,20,55%,2.1,4 min 14s\n2026-08-03,5,8,4,3,1221,5,54%,2.1,1 min 4s\n";
    for text in [format!("{header}\n{rows}"), "date,Visits,Rating\n2026-08-01,390,4\n2026-08-02,391,5\n".to_owned()] {
        std::fs::write(&path, text).unwrap();
        let sniffed = crate::import::sniff(&path, &crate::import::ReadChoices::default()).unwrap();
        assert_eq!(MappingDraft::new(&sniffed).to_mapping().unwrap(), Mapping::guess(&sniffed).unwrap());
    }
}

/// Promoters that get a metric of their own are numbers of people, and an NPS of the others would be none.
#[test]
fn answers_are_counted_together_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nps.csv");
    std::fs::write(&path, "Month,Promoters,Passives,Detractors\n2025-01,50,30,40\n2025-02,40,10,20\n").unwrap();
    let sniffed = crate::import::sniff(&path, &crate::import::ReadChoices::default()).unwrap();
    let guess = MappingDraft::new(&sniffed);
    let scores = |draft: &MappingDraft| {
        let scores = draft.to_mapping().unwrap().scores.into_iter();
        scores.map(|score| (score.metric.unwrap_or_default(), score.counts)).collect::<Vec<_>>()
    };
    let together = |name: &str| [10.0, 8.0, 3.0].map(|answer| (name.to_owned(), Some(answer)));
    assert_eq!(scores(&guess), together("NPS"));
    let mut renamed = guess.clone();
    renamed.columns.iter_mut().skip(1).for_each(|column| column.metric = "NPS of shops".to_owned());
    assert_eq!(scores(&renamed), together("NPS of shops"));
    let mut alone = guess.clone();
    alone.columns[1].metric = "Fans".to_owned();
    let plain = |name: &str| (name.to_owned(), None);
    assert_eq!(scores(&alone), [plain("Fans"), plain(""), plain("")]);
    let mut without = guess;
    without.columns[2].role = Role::Ignored;
    assert_eq!(scores(&without), [plain(""), plain("")]);
}
