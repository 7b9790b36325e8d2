//! What came of pasting, in words.

/// The job that puts a copy on the clipboard.
pub const COPYING: &str = "Copy";
/// The job that asks for what is on the clipboard.
pub const PASTING: &str = "Pasting: waiting for the other program";
/// Button of a message: what was understood as a sheet is pasted as cells instead.
pub const AS_CELLS: &str = "As plain cells";
/// Names that are quoted at most.
const MOST_NAMES: usize = 3;
/// Signs of a name that are quoted at most.
const MOST_SIGNS: usize = 40;

/// What was pasted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pasted<'a> {
    /// New stages.
    pub stages: usize,
    /// New steps.
    pub steps: usize,
    /// New lanes.
    pub lanes: usize,
    /// New cards.
    pub cards: usize,
    /// Points of the curve that took a pasted value.
    pub replaced: usize,
    /// KPIs that came along.
    pub kpis: usize,
    /// Words in a KPI lane that name none.
    pub no_kpis: &'a [&'a str],
    /// The ends of a foreign scale of the curve.
    pub scale: Option<(i32, i32)>,
    /// The title of a sheet.
    pub title: Option<&'a str>,
    /// Pictures that stayed behind.
    pub lost_pictures: usize,
}

/// A number of things, as in "1 stage".
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The beginning of a name, in quotes.
fn quoted(name: &str) -> String {
    format!("“{}”", crate::i18n::beginning(name, MOST_SIGNS))
}

/// Button of a message: words become KPIs.
#[must_use]
pub fn make_kpis(count: usize) -> String {
    if count == 1 { "Make it a KPI".to_owned() } else { format!("Make {count} KPIs") }
}

/// What was pasted, as in "4 stages, 9 steps, 31 cards pasted."
#[must_use]
pub fn pasted(pasted: &Pasted<'_>) -> String {
    let counts = [
        (pasted.stages, "stage", "stages"),
        (pasted.steps, "step", "steps"),
        (pasted.lanes, "lane", "lanes"),
        (pasted.cards, "card", "cards"),
        (pasted.kpis, "new KPI", "new KPIs"),
    ];
    let counts: Vec<String> =
        counts.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| counted(*count, one, many)).collect();
    let mut sentences = Vec::new();
    if !counts.is_empty() {
        sentences.push(format!("{} pasted.", counts.join(", ")));
    }
    match pasted.replaced {
        0 => {}
        1 => sentences.push("One point of the experience curve was replaced.".to_owned()),
        count => sentences.push(format!("{count} points of the experience curve were replaced.")),
    }
    if let Some((low, high)) = pasted.scale {
        sentences.push(format!("The experience was read on a scale from {low} to {high}."));
    }
    if let Some(title) = pasted.title {
        sentences.push(format!("{} stands above the sheet and was left out.", quoted(title)));
    }
    if let [first, rest @ ..] = pasted.no_kpis {
        let names: Vec<String> = pasted.no_kpis.iter().take(MOST_NAMES).map(|name| quoted(name)).collect();
        let more = pasted.no_kpis.len().saturating_sub(MOST_NAMES);
        sentences.push(match (rest.is_empty(), more) {
            (true, _) => {
                format!("{} names no KPI of this file or of the catalogue, so it stays as words.", quoted(first))
            }
            (_, 0) => {
                format!("{} name no KPI of this file or of the catalogue, so they stay as words.", names.join(", "))
            }
            (_, more) => format!(
                "{} and {more} more name no KPI of this file or of the catalogue, so they stay as words.",
                names.join(", ")
            ),
        });
    }
    match pasted.lost_pictures {
        0 => {}
        1 => sentences.push("One picture stayed in the other file: add it here from its own file.".to_owned()),
        count => {
            sentences.push(format!("{count} pictures stayed in the other file: add them here from their own files."))
        }
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pasted_is_told_in_one_line() {
        let all = Pasted { stages: 4, steps: 9, cards: 31, ..Pasted::default() };
        assert_eq!(pasted(&all), "4 stages, 9 steps, 31 cards pasted.");
        let twice = Pasted { cards: 2, replaced: 3, ..Pasted::default() };
        assert_eq!(pasted(&twice), "2 cards pasted. 3 points of the experience curve were replaced.");
        let odd = Pasted { cards: 1, no_kpis: &["Basket size"], scale: Some((1, 5)), ..Pasted::default() };
        assert_eq!(
            pasted(&odd),
            "1 card pasted. The experience was read on a scale from 1 to 5. “Basket size” names no KPI of this file or \
             of the catalogue, so it stays as words."
        );
    }
}
