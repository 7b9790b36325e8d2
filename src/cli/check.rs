//! `milepost check`: is the file whole, and what do its KPIs lack?

use super::Done;
use super::args::Check;
use super::figures::figures;
use super::output::Output;
use crate::base::progress::Progress;
use crate::base::time::UtcMillis;
use crate::i18n::cli as words;
use crate::metrics::format;
use crate::model::Document;
use crate::session::doctor::{self, Finding};
use crate::session::view::NumbersView;
use crate::store::check::{CheckReport, check};
use crate::store::{OpenMode, Store};
use anyhow::Context as _;
use serde_json::{Value, json};
use std::io::Write as _;

pub(super) fn run(args: &Check, out: &mut Output) -> anyhow::Result<Done> {
    let report = check(&args.file, &Progress::default())?;
    // The figures of a damaged file may be out of reach; what the document says about its KPIs is not.
    let insights = Store::open(&args.file, OpenMode::ReadOnly)
        .and_then(|opened| figures(&opened.store, &report.document, &NumbersView::default()))
        .unwrap_or_default();
    let findings = doctor::open_findings(&report.document, &insights, UtcMillis::now().local_day());
    let advice: Vec<String> = findings.iter().map(|finding| finding.text(&report.document)).collect();
    if args.json {
        out.json(&json!({
            "ok": report.problems.is_empty(),
            "problems": report.problems,
            "advice": advice,
            "integrity": integrity(&report),
            "doctor": findings.iter().map(|finding| told(&report.document, finding)).collect::<Vec<_>>(),
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

/// "ok", or everything that is wrong with the file.
fn integrity(report: &CheckReport) -> String {
    if report.problems.is_empty() { "ok".to_owned() } else { report.problems.join("; ") }
}

/// A finding of the KPI doctor as documented.
fn told(document: &Document, finding: &Finding) -> Value {
    json!({
        "kpi": finding.kpi_name(document),
        "place": finding.place_name(document),
        "rule": finding.rule.word(),
        "text": finding.text(document),
    })
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
