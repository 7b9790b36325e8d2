//! What is typed in comes back as it was typed, counts like any other data, and is undone like any other.

use super::*;
use crate::session::jobs::Jobs;
use crate::session::{SessionEvent, new_file};
use crate::store::OpenMode;

const TOP_BOX: KpiKind = KpiKind::TopBox { scale: (1.0, 5.0), satisfied_from: 4.0, satisfied_to: None };

fn kpi(kind: KpiKind) -> Kpi {
    Kpi { kind, ..Kpi::new(crate::base::ids::Id::from_raw(7), "Mood / day") }
}

fn lines(text: &[&str]) -> Vec<Vec<String>> {
    text.iter().map(|line| line.split('|').map(str::to_owned).collect()).collect()
}

fn read(kpi: &Kpi, text: &[&str]) -> Vec<Option<Result<TypedLine, LineProblem>>> {
    read_lines(kpi, TypedColumns::of(kpi).unwrap(), &lines(text))
}

#[test]
fn every_problem_is_named_at_its_line() {
    let check = |kind, text: &[&str], expected: LineProblem| {
        let found = read(&kpi(kind), text);
        assert_eq!(found.last().unwrap().as_ref().unwrap().as_ref().unwrap_err(), &expected, "{text:?}");
    };
    check(KpiKind::Nps, &["|5|3|2"], LineProblem::NoDay);
    check(KpiKind::Nps, &["soon|5|3|2"], LineProblem::Day(Unread::IsNone));
    check(KpiKind::Nps, &["2026-08|5||2"], LineProblem::Missing(1));
    check(KpiKind::Nps, &["2026-08|5|many|2"], LineProblem::Number(1, Unread::IsNone));
    check(KpiKind::Nps, &["2026-08|5|-3|2"], LineProblem::Negative(1));
    check(KpiKind::Nps, &["2026-08|0|0|0"], LineProblem::Nobody);
    check(KpiKind::Nps, &["2026-08|5|3|2", "||", "2026-08-01|5|3|2"], LineProblem::SameDay(1));
    // The answers of a quarter are those of its months.
    check(KpiKind::Nps, &["2026-08|5|3|2", "2026-09|1|1|1", "Q3 2026|5|3|2"], LineProblem::Overlaps(2));
    check(KpiKind::Nps, &["2026|5|3|2", "2026-08-14|1|1|1"], LineProblem::Overlaps(1));
    check(KpiKind::Sum, &["2026-W33|5", "2026-08|3"], LineProblem::Overlaps(1));
    check(KpiKind::Sum, &["H2 2026|5", "2026-12-31|3"], LineProblem::Overlaps(1));
    check(TOP_BOX, &["2026-08|12|10"], LineProblem::MoreThanAll);
    check(TOP_BOX, &["2026-08|0|0"], LineProblem::Nobody);
    check(KpiKind::Rate, &["2026-08|120|10"], LineProblem::OffScale(0.0, 100.0));
    check(KpiKind::Sus, &["2026-08|120|"], LineProblem::OffScale(0.0, 100.0));
    assert_eq!(read(&kpi(KpiKind::Nps), &["", " | | |"]), [None, None]);
    let beside = ["2025|1", "H1 2026|1", "Q3 2026|1", "Oct 2026|1", "2026-W45|1", "2026-11-09|1", "2026-11-10|1"];
    let beside = read(&kpi(KpiKind::Sum), &beside);
    assert!(beside.iter().flatten().all(Result::is_ok), "{beside:?}");
    let many_a_day = read(&kpi(KpiKind::MEDIAN), &["2026-08-01|5", "2026-08-01|6"]);
    assert!(many_a_day.iter().flatten().all(Result::is_ok), "{many_a_day:?}");
}

/// Lines come from several hands: each is read by itself where it leaves no doubt.
#[test]
fn either_decimal_sign_is_taken_line_by_line() {
    let kpi = kpi(KpiKind::Mean);
    let text = ["01.2026|3,9|1.204", "02/2026|4.1|1.100", "Mar 2026|4,05|100", "2026-04|4|1,200"];
    let lines: Vec<TypedLine> = read(&kpi, &text).into_iter().map(|line| line.unwrap().unwrap()).collect();
    let numbers: Vec<Vec<f64>> = lines.iter().map(|line| line.numbers.iter().flatten().copied().collect()).collect();
    assert_eq!(numbers, [vec![3.9, 1204.0], vec![4.1, 1100.0], vec![4.05, 100.0], vec![4.0, 1200.0]]);
    let days: Vec<String> = lines.iter().map(|line| line.day.to_string()).collect();
    assert_eq!(days, ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]);
    // Nothing tells what this is.
    let found = read(&Kpi { kind: KpiKind::Sum, ..kpi }, &["2026-01|1,200"]);
    assert_eq!(found[0], Some(Err(LineProblem::Number(0, Unread::EitherNumber))));
}

#[test]
fn a_line_shows_what_it_comes_to() {
    let check = |kind, line: &str, value: f64, n: Option<f64>| {
        let kpi = kpi(kind);
        let columns = TypedColumns::of(&kpi).unwrap();
        let line = read(&kpi, &[line]).remove(0).unwrap().unwrap();
        let found = value_of_line(&kpi, columns, &line);
        assert!((found.value.unwrap() - value).abs() < 1e-12, "{kind:?} {found:?}");
        assert_eq!(found.n, n, "{kind:?}");
    };
    check(KpiKind::Nps, "2026-08|50|30|20", 30.0, Some(100.0));
    check(TOP_BOX, "2026-08|30|40", 0.75, Some(40.0));
    check(KpiKind::Rate, "2026-08|12.5|80", 0.125, Some(80.0));
    check(KpiKind::Rate, "2026-08|12,5 %|", 0.125, None);
    check(KpiKind::Mean, "2026-08|4.2|", 4.2, None);
    check(KpiKind::Mean, "2026-08|4.2|120", 4.2, Some(120.0));
    check(KpiKind::Count, "2026-08|1204", 1204.0, Some(1204.0));
    check(KpiKind::MEDIAN, "2026-08|17", 17.0, Some(1.0));
}

fn typed(session: &mut Session, at: KpiAt) -> Vec<TypedLine> {
    session.typed_values(at).map_or_else(Vec::new, |job| job.wait().unwrap().unwrap())
}

/// For every kind: keep, read again, change, see the figure, undo.
#[test]
fn values_are_kept_read_again_changed_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(KpiKind, &[&str], &[&str], f64); 7] = [
        (KpiKind::Nps, &["2026-07|50|30|20", "2026-08|10|0|0"], &["2026-07|10|0|10"], 0.0),
        (TOP_BOX, &["2026-07|30|40", "2026-08|0|10"], &["2026-07|8|10"], 0.8),
        (KpiKind::Rate, &["2026-07|10|200", "2026-08|30|100"], &["2026-07|10|200", "2026-08|30|200"], 0.2),
        (KpiKind::Mean, &["2026-07|4.25|10", "2026-08|3.5|"], &["2026-07|4.25|10", "2026-08|3.25|30"], 3.5),
        (KpiKind::Sum, &["2026-07|1200.5"], &["2026-07|1000", "2026-08|-1.5"], 998.5),
        (KpiKind::Count, &["2026-07|12"], &["2026-07|12", "2026-08|30"], 42.0),
        (KpiKind::MEDIAN, &["2026-07-01|5", "2026-07-01|9"], &["2026-07-01|5", "2026-07-01|9", "2026-07-03|6"], 6.0),
    ];
    for (number, (kind, first, second, expected)) in cases.into_iter().enumerate() {
        let path = folder.path().join(format!("{number}.milepost"));
        let opened = new_file::create_sample(&path, OpenMode::Edit).unwrap();
        let mut session = Session::new(opened, path, false, Jobs::default());
        let stage = session.document().stages_of(session.map().unwrap()).first().unwrap().id;
        let kpi = Kpi { kind, ..Kpi::new(session.ids.allocate(), format!("Typed / {number}")) };
        let at: KpiAt = (kpi.id, Place::Stage(stage));
        session.edit(&Edit::Add(kpi.clone().into()), None).unwrap();
        assert_eq!(typed(&mut session, at), []);
        let lines = |text: &[&str]| read(&kpi, text).into_iter().map(|line| line.unwrap().unwrap()).collect::<Vec<_>>();
        let (first, second) = (lines(first), lines(second));

        session.keep_typed_values(at, &first).unwrap();
        let events = session.wait();
        assert!(matches!(&events[..], [SessionEvent::Imported(_)]), "{kind:?}: {events:?}");
        assert_eq!(session.document().kpis[&kpi.id].kind, kind, "typing values in does not make another KPI of it");
        assert_eq!(typed(&mut session, at), first, "{kind:?}");
        let source = source_of(session.document(), at).unwrap();
        assert_eq!(typed_for(session.document(), source), Some(at));

        session.keep_typed_values(at, &second).unwrap();
        session.wait();
        assert_eq!(typed(&mut session, at), second, "{kind:?}");
        let figure = session.insights().figures[&at].now;
        assert!((figure.value.unwrap() - expected).abs() < 1e-9, "{kind:?}: {figure:?}");
        assert!(session.undo());
        session.wait();
        assert_eq!(typed(&mut session, at), first, "{kind:?}: undone");

        session.keep_typed_values(at, &[]).unwrap();
        assert_eq!(source_of(session.document(), at), None, "no line, no source");
    }
}
