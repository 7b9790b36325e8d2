//! `milepost check`: is the file whole, and what do its KPIs lack?

use super::Done;
use super::args::Check;
use super::output::Output;
use crate::base::progress::Progress;
use crate::i18n::cli as words;
use crate::metrics::format;
use crate::model::{Document, Kpi};
use crate::session::insights;
use crate::store::check::{CheckReport, check};
use anyhow::Context as _;
use serde_json::json;
use std::io::Write as _;

/// More KPIs than this on one map are a dashboard, not a journey.
const MOST_KPIS: usize = 7;
/// More headline KPIs than this in one stage header cannot be read.
const MOST_HEADLINES: usize = 2;

pub(super) fn run(args: &Check, out: &mut Output) -> anyhow::Result<Done> {
    let report = check(&args.file, &Progress::default())?;
    let advice = advice(&report.document);
    if args.json {
        out.json(&json!({
            "ok": report.problems.is_empty(),
            "problems": report.problems,
            "advice": advice,
            "maps": report.document.maps.len(),
            "kpis": report.document.kpis.len(),
            "sources": report.document.sources.len(),
            "observations": report.observations,
            "responses": report.responses,
            "issues": report.issues,
        }))
        .context(words::CANNOT_PRINT)?;
    } else {
        print(args, &report, &advice, out)?;
    }
    Ok(if report.problems.is_empty() { Done::Well } else { Done::Found })
}

fn print(args: &Check, report: &CheckReport, advice: &[String], out: &mut Output) -> std::io::Result<()> {
    writeln!(out, "{}", words::check_title(&args.file, report.problems.len()))?;
    for problem in &report.problems {
        writeln!(out, "  {problem}")?;
    }
    #[expect(clippy::cast_precision_loss, reason = "a count for the eye")]
    let number = |count: u64| format::number(count as f64, 0);
    let tables = [report.document.maps.len(), report.document.kpis.len(), report.document.sources.len()];
    let rows = [report.observations, report.responses, report.issues].map(number);
    writeln!(out, "{}", words::check_contents(tables, &rows))?;
    if !advice.is_empty() {
        writeln!(out, "\n{}", words::ADVICE)?;
        for line in advice {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

/// What the KPIs lack: the questions each of them must answer, and the dashboard trap.
fn advice(document: &Document) -> Vec<String> {
    let at_places = insights::kpis_with_cards(document);
    let mut found = Vec::new();
    let mut kpis: Vec<&Kpi> = document.kpis.values().map(AsRef::as_ref).collect();
    kpis.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    for kpi in kpis {
        let mut lacks = Vec::new();
        if !at_places.iter().any(|(id, _)| *id == kpi.id) {
            lacks.push(words::LACKS_PLACE);
        }
        if kpi.target.is_none() {
            lacks.push(words::LACKS_TARGET);
        }
        if kpi.owner.trim().is_empty() {
            lacks.push(words::LACKS_OWNER);
        }
        if kpi.response_plan.trim().is_empty() {
            lacks.push(words::LACKS_PLAN);
        }
        let has_data = |place| !insights::query(document, kpi, place, &[]).parts.is_empty();
        if !at_places.iter().any(|(id, place)| *id == kpi.id && has_data(*place)) {
            lacks.push(words::LACKS_DATA);
        }
        if !lacks.is_empty() {
            found.push(words::lacks(&kpi.name, &lacks));
        }
    }
    for map in document.maps_in_order() {
        let mut on_map: Vec<_> = document.kpi_cards(map.id).map(|(_, kpi, _, _)| kpi).collect();
        on_map.sort_unstable();
        on_map.dedup();
        if on_map.len() > MOST_KPIS {
            found.push(words::too_many_kpis(&map.title, on_map.len(), MOST_KPIS));
        }
        for stage in document.stages_of(map.id) {
            let headlines = document
                .kpi_cards(map.id)
                .filter(|(_, _, place, is_headline)| *is_headline && document.stage_of_place(*place) == Some(stage.id))
                .count();
            if headlines > MOST_HEADLINES {
                found.push(words::too_many_headlines(&stage.title, headlines, MOST_HEADLINES));
            }
        }
    }
    found
}
