//! Numbers for the small map of the layout fixture, and golden files.
//!
//! `UPDATE_GOLDENS=1 cargo test` writes golden files anew; look at them before committing.

use crate::base::ids::{Id as _, KpiId, StageId, StepId};
use crate::base::time::{Day, Grain};
use crate::model::Place;
use crate::scene::{KpiFigure, KpiOverlay, MeasuredPoint, Status, TrendPoint};
use std::path::PathBuf;

/// Twelve months of a falling score with one gap, and three measured steps.
pub(crate) fn small_overlay() -> KpiOverlay {
    let mut overlay = KpiOverlay::default();
    let points = (1..=12)
        .filter(|month| *month != 5)
        .filter_map(|month| {
            let value = 4.4 - 0.1 * f64::from(month);
            Some(TrendPoint {
                start: Day::from_ymd(2025, month, 1)?,
                value,
                interval: Some((value - 0.2, value + 0.2)),
                is_in_progress: month == 12,
            })
        })
        .collect();
    let figure = KpiFigure {
        value_text: "3.2 / 5".to_owned(),
        n_text: "n 214".to_owned(),
        change_text: "↓ −0.6".to_owned(),
        change_is_good: Some(false),
        comparison_text: "vs 2024".to_owned(),
        status: Status::Off,
        points,
        grain: Some(Grain::Month),
        target: Some(4.0),
        target_text: "4.0".to_owned(),
        markers: vec![(Day(20_200), "Release 2".to_owned())],
        ..KpiFigure::default()
    };
    let kpi = KpiId::from_raw(1);
    overlay.cards.insert((kpi, Place::Stage(StageId::from_raw(1))), figure.clone());
    overlay.cards.insert((kpi, Place::Step(StepId::from_raw(4))), KpiFigure { is_few: true, ..figure });
    for (step, value) in [(1, 0.4), (2, -0.1), (4, -1.2)] {
        overlay.measured.insert(StepId::from_raw(step), MeasuredPoint { value, n_text: "n 31".to_owned() });
    }
    overlay
}

/// Where golden files live.
pub(crate) fn golden_path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join("snapshots").join(name)
}

/// True when golden files are to be written.
pub(crate) fn is_update() -> bool {
    std::env::var_os("UPDATE_GOLDENS").is_some()
}

/// Compares a text with its golden file.
pub(crate) fn check_golden(name: &str, text: &str) {
    let path = golden_path(name);
    if is_update() {
        std::fs::write(&path, text).expect("golden file written");
    }
    let golden = std::fs::read_to_string(&path).expect("golden file; UPDATE_GOLDENS=1 writes it");
    for (i, (is, should)) in text.lines().zip(golden.lines()).enumerate() {
        assert_eq!(is, should, "{name}, line {}", i + 1);
    }
    assert_eq!(text.lines().count(), golden.lines().count(), "{name}: number of lines");
}
