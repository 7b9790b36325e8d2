//! Where a figure comes from: its files, when they were read, and how it is computed. Said wherever a value is explained.

use crate::i18n::panels;
use crate::i18n::panels::drawer as words;
use crate::metrics::Method;
use crate::model::{Document, Kpi};
use crate::session::insights::Insight;

/// "support_csat.csv and 2 more"; empty without a source.
#[must_use]
pub fn source_names(document: &Document, insight: &Insight) -> String {
    let mut names: Vec<&str> =
        insight.sources.iter().filter_map(|id| document.sources.get(id)).map(|s| s.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.first().map_or_else(String::new, |first| words::and_more(first, names.len() - 1))
}

/// "support_csat.csv · imported 20 Nov 2025 · mean, Student t 95 %".
#[must_use]
pub fn source_line(document: &Document, kpi: &Kpi, insight: &Insight) -> String {
    let imported = insight.sources.iter().filter_map(|id| document.sources.get(id)).map(|s| s.imported_at).max();
    let imported = imported.map_or_else(String::new, |at| panels::day(at.local_day()));
    let method = match insight.now.method {
        Method::None | Method::RowsAreAverages => "",
        method => method.text(),
    };
    words::source_line(&source_names(document, insight), &imported, words::kind_word(&kpi.kind), method)
}
