//! Names of KPIs offered while one is typed into a formula: a press, or Enter for the first, completes it.

use crate::base::text::fold_name;
use crate::model::{Document, Kpi, formula};
use crate::ui::drafts::{Drafts, FieldKey};
use crate::ui::parts::{PanelContext, link_ui};
use crate::ui::style::points;
use egui::{Id, Key, Modifiers, Rect, Ui};

/// Most names that are offered at once.
const MOST: usize = 6;

/// The beginning of a name at the end of a formula: where it starts, and what of it is there. Behind an open brace also
/// nothing is the beginning of a name.
fn begun(typed: &str) -> Option<(usize, &str)> {
    let start = match typed.rfind(['{', '}']) {
        Some(at) if typed.get(at..)?.starts_with('{') => return Some((at, typed.get(at + 1..)?.trim_start())),
        Some(at) => at + 1,
        None => 0,
    };
    let rest = typed.get(start..)?;
    let word = rest.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
    let word = rest.get(word..)?.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_name = word.starts_with(char::is_alphabetic) && !formula::FUNCTIONS.contains(&word);
    is_name.then(|| (typed.len() - word.len(), word))
}

/// The names that may be meant, those that begin like it first; none when the name is whole.
fn offered<'d>(document: &'d Document, kpi: &Kpi, begun: &str) -> Vec<&'d str> {
    let folded = fold_name(begun);
    let mut fitting: Vec<(bool, f64, &str)> = document
        .kpis
        .values()
        .filter(|other| other.id != kpi.id && fold_name(&other.name).contains(&folded))
        .map(|other| (!fold_name(&other.name).starts_with(&folded), other.rank, other.name.as_str()))
        .collect();
    fitting.sort_by(|a, b| (a.0, a.2.len()).cmp(&(b.0, b.2.len())).then(a.1.total_cmp(&b.1)));
    fitting.dedup_by_key(|one| one.2);
    fitting.into_iter().take(MOST).map(|(.., name)| name).collect()
}

/// What is typed with the name instead of its beginning.
fn completed(typed: &str, at: usize, name: &str) -> String {
    format!("{}{{{name}}}", typed.get(..at).unwrap_or_default())
}

/// What was offered in the last frame, and where.
#[derive(Debug, Clone, Default)]
struct Shown(Vec<(Rect, String)>);

fn shown_id(key: FieldKey) -> Id {
    key.id().with("names")
}

/// Takes a name that was pressed, before the field is shown: a press elsewhere would end what is typed there.
pub(super) fn take(ui: &Ui, drafts: &mut Drafts, key: FieldKey) {
    let Some(typed) = drafts.typed(key).map(str::to_owned) else { return };
    let shown: Shown = ui.data(|data| data.get_temp(shown_id(key))).unwrap_or_default();
    let Some(first) = shown.0.first() else { return };
    let pressed = ui.input(|input| input.pointer.interact_pos().filter(|_| input.pointer.any_pressed()));
    let by_pointer = pressed.and_then(|at| shown.0.iter().find(|(rect, _)| rect.contains(at)));
    // Enter would begin a line, which means nothing in a formula.
    let is_in_field = ui.memory(|memory| memory.has_focus(key.id()));
    let by_key =
        || (is_in_field && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))).then_some(first);
    if let (Some((_, name)), Some((at, _))) = (by_pointer.or_else(by_key), begun(&typed)) {
        drafts.put(ui.ctx(), key, completed(&typed, at, name));
    }
}

/// Offers names below the field while the beginning of one stands at its end.
pub(super) fn show_ui(ui: &mut Ui, drafts: &mut Drafts, cx: &PanelContext<'_>, (key, kpi): (FieldKey, &Kpi)) {
    let typed = drafts.typed(key).filter(|_| ui.memory(|memory| memory.has_focus(key.id()))).map(str::to_owned);
    let beginning = typed.as_deref().and_then(|typed| Some((typed, begun(typed)?)));
    let mut shown = Shown::default();
    if let Some((typed, (at, word))) = beginning {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = points(cx.tokens.spacing) * 3.0;
            for name in offered(cx.session.document(), kpi, word) {
                let link = link_ui(ui, cx.tokens, name);
                if link.clicked() {
                    drafts.put(ui.ctx(), key, completed(typed, at, name));
                }
                shown.0.push((link.rect, name.to_owned()));
            }
        });
    }
    ui.data_mut(|data| data.insert_temp(shown_id(key), shown));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_at_the_end_is_the_one_that_is_begun() {
        for (typed, expected) in [
            ("", None),
            ("{", Some((0, ""))),
            ("{Sup", Some((0, "Sup"))),
            ("{A} / { First resp", Some((6, "First resp"))),
            ("{A} / ", None),
            ("{A} / Ord", Some((6, "Ord"))),
            ("2 * max", None),
            ("max(Or", Some((4, "Or"))),
            ("1e6", None),
            ("{Done}", None),
            ("Größe", Some((0, "Größe"))),
        ] {
            assert_eq!(begun(typed), expected, "{typed}");
        }
        assert_eq!(completed("{A} / Ord", 6, "Orders of all"), "{A} / {Orders of all}");
    }
}
