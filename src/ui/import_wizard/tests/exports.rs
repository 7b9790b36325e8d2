//! The exports of every known tool in the window: from drop to map with at most one question each.

use super::super::checks_step::findings;
use super::*;
use crate::base::ids::{IdAlloc, MapId};
use crate::base::time::Day;
use crate::model::{Document, JourneyMap};
use crate::session::Session;
use crate::ui::parts::PanelContext;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What the wizard asks of a file that is dropped on a new map, a sentence each.
fn questions(path: PathBuf) -> Vec<String> {
    let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(7));
    let map = JourneyMap::new(ids.allocate::<MapId>(), "Journey");
    document.maps.insert(map.id, map.into());
    let mut wizard = ImportWizard::default();
    wizard.open(vec![path]);
    let state = (wizard, Vec::<String>::new());
    let mut window: Harness<'_, Stand<(ImportWizard, Vec<String>)>> =
        harness(state, (1280.0, 720.0), |ui, (wizard, found), cx| {
            let ctx = ui.ctx().clone();
            ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
            // The exports are of 2026, and a day to come would be a question.
            let today = Day::from_ymd(2026, 12, 31).unwrap();
            let PanelContext { session, tokens, commands, author, .. } = *cx;
            let cx = PanelContext { session, tokens, commands, author, today };
            wizard.show_ui(&ctx, &cx);
            let Some(current) = &wizard.current else { return };
            *found = Step::EVERY.into_iter().flat_map(|step| current.questions(step, &cx)).collect();
            if let Some(rehearsal) = current.rehearsed() {
                // The step asks one question about all that was found.
                found.extend(std::iter::repeat_n("and more checks".to_owned(), findings(rehearsal).saturating_sub(1)));
            } else if current.draft.as_ref().is_none_or(|draft| draft.to_mapping().is_ok()) {
                found.push("nothing could be read".to_owned());
            }
        });
    window.state_mut().session = Session::in_memory(document, 3);
    window.step();
    while window.state().state.0.is_busy() {
        std::thread::yield_now();
        window.step();
    }
    window.run();
    window.state().state.1.clone()
}

#[test]
fn exports_of_every_tool_ask_one_question_at_most() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "csv"));
    files.sort();
    assert!(files.len() > 40, "the exports are there");
    let mut asked = String::new();
    let mut too_many = Vec::new();
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let questions = questions(path);
        if questions.len() > 1 {
            too_many.push(name.clone());
        }
        for question in questions {
            writeln!(asked, "{name}: {question}").unwrap();
        }
    }
    assert_eq!(too_many, Vec::<String>::new(), "{asked}");
    assert_eq!(asked, EXPECTED);
}

/// Every question, so that a new one is seen.
const EXPECTED: &str = "\
matomo_pages: no column says from when the rows are
mixpanel_funnel: no column says from when the rows are
posthog_funnel: no column says from when the rows are
posthog_paths: no column says from when the rows are
posthog_trends_total: no column says from when the rows are
salesforce_undecided: the dates of Created Date can be read in two ways
";
