//! What goes in as columns comes out as buckets, rows and summaries.

use crate::base::time::{Day, DayRange};
use crate::model::bulk::{BucketQuery, BulkData, IssueKind, ObservationTable, ResponseTable, RowIssue, Texts};
use crate::model::observation::{Bucket, DayBucket};
use crate::model::{Document, Segments};
use crate::store::tests::{Dice, create, issues, kpi_id, load, observations, query, responses, source_id, temporary};
use crate::store::{Beside, OpenMode, Reader, Store, StoreError};
use std::collections::BTreeMap;

/// Buckets straight from the columns.
fn expected(data: &BulkData, query: &BucketQuery) -> Vec<DayBucket> {
    let mut days: BTreeMap<Day, Bucket> = BTreeMap::new();
    let places = &query.parts[0].1;
    let table = &data.observations;
    let key_of = |row: usize| &table.series[table.series_of_row[row] as usize];
    let fractions = (0..table.day.len()).filter(|row| !table.value[*row].is_nan() && table.value[*row].fract() != 0.0);
    let averages: Vec<_> = fractions.map(key_of).collect();
    for row in 0..table.day.len() {
        let key = &table.series[table.series_of_row[row] as usize];
        let is_wanted = key.metric == query.metric
            && places.contains(&key.place)
            && query.range.contains(table.day[row])
            && query.segments.iter().all(|(name, values)| {
                table.segments.iter().position(|s| s == name).is_some_and(|i| values.contains(&key.segments[i]))
            });
        if is_wanted && !table.value[row].is_nan() {
            let n = table.n.get(row).copied().filter(|n| !n.is_nan());
            let bucket = days.entry(table.day[row]).or_default();
            if averages.contains(&key) {
                bucket.add_average(table.value[row], n, query.cuts);
            } else {
                bucket.add(table.value[row], n, query.cuts);
            }
        }
    }
    let table = &data.responses;
    for score in table.scores.iter().filter(|s| s.metric == query.metric && places.contains(&s.place)) {
        for row in 0..table.day.len() {
            let is_wanted = query.range.contains(table.day[row])
                && query.segments.iter().all(|(name, values)| {
                    let segment = table.segments.iter().find(|s| s.name == name);
                    segment.is_some_and(|s| values.contains(&s.values[s.code[row] as usize]))
                });
            let weight = table.weight.get(row).copied();
            if is_wanted && !score.value[row].is_nan() && weight.is_none_or(|w| w > 0.0) {
                let bucket = days.entry(table.day[row]).or_default();
                bucket.add(score.value[row], Some(weight.unwrap_or(1.0)), query.cuts);
                bucket.is_weighted = weight.is_some();
                bucket.rows_of_averages = 0;
            }
        }
    }
    days.into_iter().map(|(day, bucket)| DayBucket { day, bucket }).collect()
}

/// Sums of many rows differ in the last digits with the order of adding.
fn round(days: &[DayBucket]) -> Vec<String> {
    let text = |d: &DayBucket| {
        let b = d.bucket;
        let sums = [b.n, b.n_sq, b.sum, b.sum_sq, b.sum_nn, b.sum_sq_nn, b.plain_sum, b.at_least_low, b.at_least_high];
        let sums = sums.map(|sum| format!("{sum:.4}")).join(" ");
        format!("{} {} {} {} {sums} {}", d.day, b.rows, b.rows_without_n, b.rows_of_averages, b.is_weighted)
    };
    days.iter().map(text).collect()
}

fn queries() -> Vec<BucketQuery> {
    let id = source_id(7);
    let some_days = DayRange { from: Day(19_050), to: Day(19_199) };
    let segment = Segments::one;
    // Values that are there beside one that is not.
    let several = |name: &str| ["south", "north", "pro", "unheard of"].map(|v| (name, v)).into_iter().collect();
    let narrowed = [("plan", "pro"), ("plan", "free"), ("Day", "Monday")].into_iter().collect();
    vec![
        query("NPS", id, &["Support"]),
        query("NPS", id, &["Support", "Checkout"]),
        BucketQuery { range: some_days, ..query("wait", id, &["Checkout"]) },
        BucketQuery { segments: segment("region", "south"), ..query("wait", id, &["Support"]) },
        BucketQuery { segments: segment("nowhere", "south"), ..query("wait", id, &["Support"]) },
        BucketQuery { segments: several("region"), ..query("wait", id, &["Support"]) },
        query("CSAT", id, &["Support"]),
        query("CSAT", id, &["Support", "Checkout"]),
        BucketQuery { range: some_days, ..query("CSAT", id, &["Checkout"]) },
        BucketQuery { segments: segment("plan", "pro"), ..query("CSAT", id, &["Checkout"]) },
        BucketQuery { segments: segment("plan", "unheard of"), ..query("CSAT", id, &["Checkout"]) },
        BucketQuery { segments: several("plan"), ..query("CSAT", id, &["Checkout"]) },
        BucketQuery { segments: narrowed, ..query("CSAT", id, &["Checkout"]) },
        query("CSAT", id, &["Nowhere"]),
        query("CSAT", source_id(8), &["Support"]),
    ]
}

fn check(data: &BulkData, mode: OpenMode) {
    let (_folder, path) = temporary();
    let opened = create(&path, mode, &Document::default());
    let import = load(&opened.document, source_id(7), data.clone());
    let stored = opened.store.import(import).unwrap();
    assert_eq!(stored.observations, data.observations.day.len() as u64);
    assert_eq!(stored.responses, data.responses.day.len() as u64);
    let compare = |reader: &Reader| {
        let found = reader.day_buckets(&queries()).unwrap();
        assert_eq!(found.len(), queries().len());
        for (query, found) in queries().iter().zip(found) {
            let other_source = query.parts[0].0 != source_id(7);
            let expected = if other_source { Vec::new() } else { expected(data, query) };
            assert_eq!(round(&found), round(&expected), "{query:?}");
        }
    };
    compare(&opened.store.reader().unwrap());
    opened.store.close().unwrap();
    let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
    compare(&viewer.store.reader().unwrap());
    let report = crate::store::check::check(&path, &crate::base::progress::Progress::default()).unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert_eq!((report.observations, report.responses), (stored.observations, stored.responses));
}

#[test]
fn observations_come_back_as_buckets() {
    let data = BulkData { observations: observations(20_000, &mut Dice::new(1)), ..BulkData::default() };
    check(&data, OpenMode::Edit);
    check(&data, OpenMode::Batch);
    let mut without_n = data;
    without_n.observations.n.clear();
    check(&without_n, OpenMode::Batch);
}

#[test]
fn an_average_that_happens_to_be_whole_is_no_single_answer() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Batch, &Document::default());
    let mut table = observations(4, &mut Dice::new(1));
    table.series_of_row = vec![0, 0, 0, 1];
    table.series[1].place = "Elsewhere".to_owned();
    table.day = vec![Day(1), Day(2), Day(3), Day(3)];
    table.value = vec![4.1, 4.0, 4.0, 4.0];
    table.n = vec![20.0, 20.0, 1.0, 20.0];
    let keys: Vec<_> = table.series.iter().take(2).map(|k| (k.metric.clone(), k.place.clone())).collect();
    let data = BulkData { observations: table, ..BulkData::default() };
    opened.store.import(load(&opened.document, source_id(7), data)).unwrap();
    let reader = opened.store.reader().unwrap();
    let averages = |(metric, place): &(String, String)| {
        let days = reader.day_buckets(&[query(metric, source_id(7), &[place])]).unwrap();
        days[0].iter().map(|d| d.bucket.rows_of_averages).collect::<Vec<_>>()
    };
    assert_ne!(keys[0], keys[1]);
    assert_eq!(averages(&keys[0]), [1, 1, 0], "a row of one answer is that answer");
    assert_eq!(averages(&keys[1]), [0], "a series of whole scores counts scores");
}

#[test]
fn a_failed_command_leaves_the_bytes() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Batch, &Document::default());
    let data = BulkData { observations: observations(500, &mut Dice::new(4)), ..BulkData::default() };
    let import = load(&opened.document, source_id(7), data);
    let diff = import.diff.clone();
    opened.store.import(import).unwrap();
    // Rows without a source: the next tidying removes them.
    opened.store.save(diff.invert());
    opened.store.flush().unwrap();
    let before = std::fs::read(&path).unwrap();
    drop(opened);
    assert!(std::fs::read(&path).unwrap() == before, "giving up changed the file");
    Store::open(&path, OpenMode::Batch).unwrap().store.close().unwrap();
    assert!(std::fs::read(&path).unwrap() != before, "closing tidies");
}

#[test]
fn answers_come_back_as_buckets() {
    let data = BulkData { responses: responses(3_000, &mut Dice::new(2)), issues: issues(), ..BulkData::default() };
    check(&data, OpenMode::Edit);
    let mut plain = data;
    plain.responses.weight.clear();
    plain.responses.comment = Texts::default();
    plain.responses.respondent = Texts::default();
    check(&plain, OpenMode::Batch);
}

#[test]
fn long_series_and_long_surveys_take_several_chunks() {
    let mut dice = Dice::new(3);
    let mut long = observations(150_000, &mut dice);
    long.series_of_row.iter_mut().for_each(|series| *series %= 2);
    check(&BulkData { observations: long, ..BulkData::default() }, OpenMode::Batch);
    check(&BulkData { responses: responses(140_000, &mut dice), ..BulkData::default() }, OpenMode::Batch);
}

#[test]
fn nothing_at_all_can_be_imported() {
    check(&BulkData::default(), OpenMode::Batch);
}

#[test]
fn uneven_columns_are_refused_and_nothing_is_written() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Batch, &Document::default());
    let before = std::fs::read(&path).unwrap();
    let bad_row =
        ObservationTable { series_of_row: vec![4], day: vec![Day(1)], value: vec![1.0], ..ObservationTable::default() };
    let short = ObservationTable { series_of_row: vec![0, 0], day: vec![Day(1)], ..ObservationTable::default() };
    let mut survey = responses(3, &mut Dice::new(1));
    survey.scores[0].value.pop();
    let mut code = responses(3, &mut Dice::new(1));
    code.segments[0].code[1] = 2;
    for data in [
        BulkData { observations: bad_row, ..BulkData::default() },
        BulkData { observations: short, ..BulkData::default() },
        BulkData { responses: survey, ..BulkData::default() },
        BulkData { responses: code, ..BulkData::default() },
    ] {
        let error = opened.store.import(load(&opened.document, source_id(7), data)).unwrap_err();
        assert!(matches!(error, StoreError::Unstorable { .. }), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[test]
fn summaries_say_what_there_is() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Edit, &Document::default());
    let mut dice = Dice::new(5);
    let data =
        BulkData { observations: observations(500, &mut dice), responses: responses(200, &mut dice), issues: issues() };
    opened.store.import(load(&opened.document, source_id(7), data.clone())).unwrap();
    let reader = opened.store.reader().unwrap();
    let metrics = reader.metrics().unwrap();
    let names: Vec<_> = metrics.iter().map(|m| (m.metric.as_str(), m.is_survey, m.places.join("+"))).collect();
    let places = "Support+Checkout".to_owned();
    assert_eq!(names, [("NPS", false, places.clone()), ("wait", false, places.clone()), ("CSAT", true, places)]);
    let csat = &metrics[2];
    assert_eq!((csat.min, csat.max, csat.is_whole), (Some(1.0), Some(5.0), true));
    assert_eq!(csat.rows, data.responses.scores.iter().map(|s| s.answered).sum::<u64>());
    assert!(!metrics[0].is_whole);
    assert_eq!(metrics[0].rows + metrics[1].rows, 500);
    let segments = reader.segments().unwrap();
    let texts: Vec<_> = segments.iter().map(|s| format!("{}: {}", s.name, s.values.join(", "))).collect();
    assert_eq!(texts, ["region: a \"quoted\" one, north, south", "plan: free, pro", "Day: weekday, weekend"]);
    let groups = reader.issue_groups(source_id(7)).unwrap();
    assert_eq!(groups.iter().map(|group| group.count).sum::<u64>(), 2);
    for issue in issues() {
        let of_kind = reader.issues(source_id(7), Some(issue.kind), Beside::After(None), 9).unwrap();
        let expected: Vec<_> = issues().into_iter().filter(|other| other.kind == issue.kind).collect();
        assert_eq!(of_kind.into_iter().map(|one| one.issue).collect::<Vec<_>>(), expected);
    }
    let questions = reader.question_counts(source_id(7)).unwrap();
    for (found, score) in questions.iter().zip(&data.responses.scores) {
        assert_eq!((&found.column, &found.place, &found.metric), (&score.column, &score.place, &score.metric));
        let counts = (found.answered, found.not_applicable, found.blank);
        assert_eq!(counts, (score.answered, score.not_applicable, score.blank));
    }
    assert_eq!(questions.len(), 2);
}

#[test]
fn pages_of_rows_add_up_to_all_rows() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Edit, &Document::default());
    let mut dice = Dice::new(6);
    let data = BulkData {
        observations: observations(900, &mut dice),
        responses: responses(300, &mut dice),
        ..BulkData::default()
    };
    opened.store.import(load(&opened.document, source_id(7), data.clone())).unwrap();
    let reader = opened.store.reader().unwrap();
    for query in queries() {
        let all = reader.observations(&query, 0, usize::MAX).unwrap();
        assert_eq!(all.total, all.rows.len() as u64);
        assert!(all.rows.is_sorted_by_key(|row| row.day));
        let mut pages = Vec::new();
        for offset in (0..all.total + 40).step_by(37) {
            let page = reader.observations(&query, offset, 37).unwrap();
            assert_eq!(page.total, all.total);
            pages.extend(page.rows);
        }
        assert_eq!(pages, all.rows, "{query:?}");
    }
    let answers = reader.observations(&query("CSAT", source_id(7), &["Support"]), 0, usize::MAX).unwrap().rows;
    let table: &ResponseTable = &data.responses;
    assert_eq!(answers.len() as u64, table.scores[0].answered);
    for answer in answers {
        let row: usize = answer.respondent.as_deref().unwrap()[1..].parse().unwrap();
        assert_eq!((answer.day, answer.value), (table.day[row], table.scores[0].value[row]));
        assert_eq!(answer.n, Some(table.weight[row]));
        assert_eq!(answer.comment.unwrap_or_default(), table.comment.get(row).unwrap());
        let value = |i: usize| table.segments[i].values[table.segments[i].code[row] as usize].clone();
        assert_eq!(answer.segments, [("plan".to_owned(), value(0)), ("Day".to_owned(), value(1))]);
    }
}

#[test]
fn the_closing_step_sees_the_new_rows_and_its_values_are_stored() {
    use crate::base::ids::{Id as _, StageId};
    use crate::model::Place;
    use crate::model::bulk::KpiValueRow;
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Edit, &Document::default());
    let data = BulkData { responses: responses(50, &mut Dice::new(4)), ..BulkData::default() };
    let all = expected(&data, &query("CSAT", source_id(7), &["Support"])).len();
    let place = Place::Stage(StageId::from_raw(3));
    let row = move |day, value| KpiValueRow { kpi: kpi_id(1), place, day, n: None, value };
    let mut import = load(&opened.document, source_id(7), data.clone());
    import.finish = Box::new(move |view| {
        let answers = view.days(&[query("CSAT", source_id(7), &["Support"])]).map_err(|e| e.to_string())?;
        let values = answers[0].days.iter().map(|d| row(d.day, d.bucket.sum)).collect();
        Ok(crate::store::Derived { values, ..crate::store::Derived::default() })
    });
    opened.store.import(import).unwrap();
    let count = |store: &Store| {
        let reader = store.reader().unwrap();
        let sql = "SELECT count(*) FROM kpi_value WHERE kpi = 1 AND place = 'stage:3'";
        reader.database().connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(count(&opened.store), i64::try_from(all).unwrap());
    // A step that fails leaves nothing of the second import.
    let mut failing = load(&opened.document, source_id(8), data);
    failing.finish = Box::new(|_| Err("no KPI".to_owned()));
    let error = opened.store.import(failing).unwrap_err();
    assert_eq!(error.to_string(), "The import was not kept: no KPI");
    assert_eq!(opened.store.reader().unwrap().metrics().unwrap().len(), 1);
    opened.store.replace_kpi_values(vec![kpi_id(1)], vec![row(Day(5), 2.0), row(Day(6), f64::NAN)]).unwrap();
    assert_eq!(count(&opened.store), 1);
}

#[test]
fn cancelling_keeps_nothing() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Batch, &Document::default());
    let before = std::fs::read(&path).unwrap();
    let data = BulkData { observations: observations(500, &mut Dice::new(4)), ..BulkData::default() };
    let import = load(&opened.document, source_id(7), data);
    import.progress.cancel();
    assert!(matches!(opened.store.import(import), Err(StoreError::Cancelled)));
    opened.store.close().unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn rows_of_a_source_that_is_gone_stay_for_redo_and_go_on_closing() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Edit, &Document::default());
    let data = BulkData {
        observations: observations(500, &mut Dice::new(4)),
        responses: responses(50, &mut Dice::new(4)),
        issues: issues(),
    };
    let import = load(&opened.document, source_id(7), data);
    let diff = import.diff.clone();
    opened.store.import(import).unwrap();
    opened.store.save(diff.invert());
    opened.store.flush().unwrap();
    let reader = opened.store.reader().unwrap();
    assert!(reader.metrics().unwrap().is_empty());
    opened.store.save(diff.clone());
    opened.store.flush().unwrap();
    assert_eq!(reader.metrics().unwrap().len(), 3);
    assert!(!reader.day_buckets(&[query("NPS", source_id(7), &["Support"])]).unwrap()[0].is_empty());
    drop(reader);
    opened.store.save(diff.invert());
    opened.store.close().unwrap();
    let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
    let reader = viewer.store.reader().unwrap();
    for table in ["bulk", "series", "series_chunk", "response_column", "response_chunk", "issue"] {
        let sql = format!("SELECT count(*) FROM {table}");
        let rows: i64 = reader.database().connection.query_row(&sql, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

#[test]
fn a_command_that_replaces_a_source_reuses_its_pages() {
    let (_folder, path) = temporary();
    let data = BulkData { observations: observations(60_000, &mut Dice::new(4)), ..BulkData::default() };
    let opened = create(&path, OpenMode::Batch, &Document::default());
    opened.store.import(load(&opened.document, source_id(7), data.clone())).unwrap();
    opened.store.close().unwrap();
    let size = std::fs::metadata(&path).unwrap().len();
    let opened = Store::open(&path, OpenMode::Batch).unwrap();
    let mut import = load(&opened.document, source_id(8), data);
    import.diff.sources.remove(&opened.document.sources, source_id(7));
    opened.store.import(import).unwrap();
    opened.store.close().unwrap();
    let opened = Store::open(&path, OpenMode::ReadOnly).unwrap();
    assert_eq!(opened.document.sources.keys().copied().collect::<Vec<_>>(), [source_id(8)]);
    assert!(std::fs::metadata(&path).unwrap().len() <= size + 4 * 8_192);
}

#[test]
fn days_far_apart_and_out_of_order_are_no_burden() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Batch, &Document::default());
    let mut table = observations(40, &mut Dice::new(8));
    for (day, number) in table.day.iter_mut().zip(0_i32..) {
        *day = Day(if number % 2 == 0 { number - 20 } else { 500_000_000 + number });
    }
    let data = BulkData { observations: table, ..BulkData::default() };
    opened.store.import(load(&opened.document, source_id(7), data.clone())).unwrap();
    let wanted = query("NPS", source_id(7), &["Checkout", "Support"]);
    let found = opened.store.reader().unwrap().day_buckets(std::slice::from_ref(&wanted)).unwrap();
    assert_eq!(round(&found[0]), round(&expected(&data, &wanted)));
}

#[test]
fn pages_of_a_report_are_the_same_in_both_directions() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Edit, &Document::default());
    let kinds = [IssueKind::BadDate, IssueKind::BadValue, IssueKind::BadDate, IssueKind::Filtered];
    let entry = |line: u64, kind| RowIssue { line, column: None, kind, text: line.to_string(), is_row_rejected: true };
    let report: Vec<RowIssue> =
        (0..997_u64).zip(kinds.into_iter().cycle()).map(|(line, kind)| entry(line, kind)).collect();
    // Reports of two sources, one behind the other.
    for source in [7, 8] {
        let data = BulkData { issues: report.clone(), ..BulkData::default() };
        opened.store.import(load(&opened.document, source_id(source), data)).unwrap();
    }
    let reader = opened.store.reader().unwrap();
    for (source, kind) in [(7, None), (8, None), (8, Some(IssueKind::BadDate)), (7, Some(IssueKind::Filtered))] {
        let expected: Vec<RowIssue> =
            report.iter().filter(|issue| kind.is_none_or(|kind| kind == issue.kind)).cloned().collect();
        let page = |beside| reader.issues(source_id(source), kind, beside, 100).unwrap();
        let (mut forward, mut pages) = (Vec::new(), Vec::new());
        let mut after = None;
        loop {
            let found = page(Beside::After(after));
            let Some(last) = found.last() else { break };
            after = Some(last.number);
            forward.extend(found.iter().map(|one| one.issue.clone()));
            pages.push(found);
            assert!(pages.len() <= 10, "the same entries come again");
        }
        assert_eq!(forward, expected);
        for pair in pages.windows(2) {
            assert_eq!(page(Beside::Before(pair[1].first().map(|one| one.number))), pair[0]);
        }
        let last = page(Beside::Before(None));
        assert_eq!(
            last.iter().map(|one| one.issue.clone()).collect::<Vec<_>>(),
            expected[expected.len() - last.len()..]
        );
        assert!(page(Beside::After(after)).is_empty());
    }
}

/// A page far down costs what the first costs: the index leads to it.
#[test]
fn no_page_of_a_report_goes_through_the_entries_before_it() {
    let (_folder, path) = temporary();
    create(&path, OpenMode::Edit, &Document::default()).store.close().unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    for order in ["ASC", "DESC"] {
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT line FROM issue WHERE source = 1 AND id > 5 AND id < 9 ORDER BY id {order} LIMIT 3"
        );
        let plan: String = connection.query_row(&sql, [], |row| row.get(3)).unwrap();
        assert!(plan.contains("issue_source (source=? AND rowid>? AND rowid<?)"), "{plan}");
    }
}
