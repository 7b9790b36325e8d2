//! Single values and scores put together from several answers, and rows that a KPI counts in its own way: from the file as
//! from rows that are not written yet.

use crate::base::time::{Day, DayRange};
use crate::model::bulk::{
    BucketQuery, BulkData, Counting, ObservationTable, ResponseTable, ScoreColumn, SegmentColumn,
};
use crate::model::observation::{DayBucket, DayValues};
use crate::model::{Document, Segments};
use crate::store::tests::{create, load, query, source_id, temporary};
use crate::store::{OpenMode, Reader, UnwrittenRows};

/// A survey of three respondents on two days with two questions, one of them of the lower weight.
fn survey() -> ResponseTable {
    let score = |metric: &str, value: [f64; 4]| ScoreColumn {
        metric: metric.to_owned(),
        place: "Support".to_owned(),
        column: metric.to_owned(),
        value: value.to_vec(),
        answered: 4,
        ..ScoreColumn::default()
    };
    ResponseTable {
        day: vec![Day(20_000), Day(20_000), Day(20_001), Day(20_001)],
        weight: vec![2.0, 0.5, 1.0, 0.0],
        segments: vec![SegmentColumn {
            name: "plan".to_owned(),
            values: vec!["free".to_owned(), "pro".to_owned()],
            code: vec![0, 1, 0, 0],
        }],
        scores: vec![score("First", [5.0, 3.0, 99.0, 4.0]), score("Second", [1.0, 2.0, 4.0, 5.0])],
        ..ResponseTable::default()
    }
}

fn data() -> BulkData {
    let key = |metric: &str| crate::model::bulk::SeriesKey {
        metric: metric.to_owned(),
        place: "Support".to_owned(),
        segments: Vec::new(),
    };
    let observations = ObservationTable {
        series: vec![key("wait")],
        series_of_row: vec![0; 4],
        day: vec![Day(20_000), Day(20_001), Day(20_001), Day(20_002)],
        value: vec![7.5, 3.0, 3.0, -1.0],
        n: vec![1.0, 2.0, 1.0, 4.0],
        ..ObservationTable::default()
    };
    BulkData { observations, responses: survey(), ..BulkData::default() }
}

fn with_file(check: impl Fn(&Reader, &UnwrittenRows<'_>)) {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Batch, &Document::default());
    let data = data();
    opened.store.import(load(&opened.document, source_id(7), data.clone())).unwrap();
    check(&opened.store.reader().unwrap(), &UnwrittenRows::new(&data, source_id(7), false, str::to_owned));
    opened.store.close().unwrap();
}

fn check_values(query: &BucketQuery, expected: &[(i32, &[(f64, f64)])]) {
    with_file(|reader, unwritten| {
        let expected: Vec<_> =
            expected.iter().map(|(day, values)| DayValues { day: Day(*day), values: values.to_vec() }).collect();
        assert_eq!(reader.values(query).unwrap(), expected, "{query:?}");
        assert_eq!(unwritten.values(query), expected, "not written yet: {query:?}");
    });
}

#[test]
fn values_are_those_of_rows_with_how_much_they_count() {
    let wait = query("wait", source_id(7), &["Support"]);
    check_values(&wait, &[(20_000, &[(7.5, 1.0)]), (20_001, &[(3.0, 3.0)]), (20_002, &[(-1.0, 4.0)])]);
    let range = DayRange { from: Day(20_001), to: Day(20_001) };
    check_values(&BucketQuery { range, ..wait.clone() }, &[(20_001, &[(3.0, 3.0)])]);
    let counting = Counting { missing: vec![-1.0], ..Counting::default() };
    check_values(&BucketQuery { counting, ..wait }, &[(20_000, &[(7.5, 1.0)]), (20_001, &[(3.0, 3.0)])]);
    let first = query("first", source_id(7), &["Support"]);
    check_values(&first, &[(20_000, &[(3.0, 0.5), (5.0, 2.0)]), (20_001, &[(99.0, 1.0)])]);
    let segments = Segments::one("plan", "pro");
    check_values(&BucketQuery { segments, ..first.clone() }, &[(20_000, &[(3.0, 0.5)])]);
    let counting = Counting { is_unweighted: true, missing: vec![99.0] };
    check_values(&BucketQuery { counting, ..first }, &[(20_000, &[(3.0, 1.0), (5.0, 1.0)]), (20_001, &[(4.0, 1.0)])]);
}

fn check_buckets(found: &[DayBucket], expected: &[(i32, u64, f64, f64)], context: &str) {
    let found: Vec<_> = found.iter().map(|d| (d.day.0, d.bucket.rows, d.bucket.n, d.bucket.sum)).collect();
    assert_eq!(found, expected, "{context}");
}

#[test]
fn codes_and_weights_count_as_the_kpi_says() {
    with_file(|reader, unwritten| {
        let check = |counting: Counting, expected: &[(i32, u64, f64, f64)]| {
            let query = BucketQuery { counting, ..query("First", source_id(7), &["Support"]) };
            let found = reader.day_buckets(std::slice::from_ref(&query)).unwrap().remove(0);
            check_buckets(&found, expected, "written");
            check_buckets(&unwritten.days(&query), expected, "not written yet");
        };
        check(Counting::default(), &[(20_000, 2, 2.5, 11.5), (20_001, 1, 1.0, 99.0)]);
        check(Counting { missing: vec![99.0], ..Counting::default() }, &[(20_000, 2, 2.5, 11.5)]);
        check(
            Counting { is_unweighted: true, ..Counting::default() },
            &[(20_000, 2, 2.0, 8.0), (20_001, 2, 2.0, 103.0)],
        );
    });
}

#[test]
fn a_score_needs_every_answer_of_a_respondent() {
    let items = ["First".to_owned(), "second".to_owned()];
    // Both answers, and the first of them twice as much.
    let score = |answers: &[f64]| match answers {
        [first, second] if !first.is_nan() && !second.is_nan() => Some(2.0 * first + second),
        _ => None,
    };
    with_file(|reader, unwritten| {
        let check = |query: &BucketQuery, items: &[String], expected: &[(i32, u64, f64, f64)]| {
            check_buckets(&reader.days_of_items(query, items, &score).unwrap(), expected, "written");
            check_buckets(&unwritten.days_of_items(query, items, &score), expected, "not written yet");
        };
        let plain = query("", source_id(7), &["Support"]);
        check(&plain, &items, &[(20_000, 2, 2.5, 26.0), (20_001, 1, 1.0, 202.0)]);
        let counting = Counting { is_unweighted: true, missing: vec![99.0] };
        check(&BucketQuery { counting, ..plain.clone() }, &items, &[(20_000, 2, 2.0, 19.0), (20_001, 1, 1.0, 13.0)]);
        check(&plain, &["First".to_owned(), "Third".to_owned()], &[]);
        let elsewhere = BucketQuery { parts: vec![(source_id(7), vec!["Checkout".to_owned()])], ..plain };
        check(&elsewhere, &items, &[]);
    });
}
