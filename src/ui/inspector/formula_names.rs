//! Names of KPIs offered while one is typed into a formula: arrows choose, a press or Enter completes it. Where what is
//! typed is a whole name already, Enter ends the formula.

use crate::base::text::fold_name;
use crate::i18n::panels::inspector as text;
use crate::model::{Document, Kpi, formula};
use crate::ui::drafts::{Drafts, FieldKey};
use crate::ui::parts::PanelContext;
use crate::ui::style::points;
use egui::text_edit::TextEditState;
use egui::{Context, Id, Key, LayerId, Modifiers, Rect, Response, Role, Ui, WidgetInfo};

/// Most names that are offered at once.
const MOST: usize = 6;

/// A name that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Begun<'t> {
    /// Bytes of the formula that the whole name takes the place of.
    span: std::ops::Range<usize>,
    /// What is there of it before the caret.
    word: &'t str,
    /// It stands in braces, so that it goes on until they close.
    is_braced: bool,
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The name at whose beginning the caret stands, a byte of the formula. Behind an open brace also nothing is the beginning
/// of a name.
fn begun(typed: &str, caret: usize) -> Option<Begun<'_>> {
    let (before, after) = typed.split_at_checked(caret)?;
    let start = match before.rfind(['{', '}']) {
        Some(at) if before.get(at..)?.starts_with('{') => {
            // Up to the brace that closes it, if there is one: the rest of the name goes with what is there of it.
            let end = after.find(['{', '}']).filter(|end| after.get(*end..).is_some_and(|rest| rest.starts_with('}')));
            let end = end.map_or(caret, |end| caret + end + 1);
            return Some(Begun { span: at..end, word: before.get(at + 1..)?.trim_start(), is_braced: true });
        }
        Some(at) => at + 1,
        None => 0,
    };
    let rest = before.get(start..)?;
    let word = rest.rfind(|c: char| !is_part(c)).map_or(0, |at| at + rest.get(at..).map_or(1, first_length));
    let word = rest.get(word..)?.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_name = word.starts_with(char::is_alphabetic) && !formula::FUNCTIONS.contains(&word);
    let end = caret + after.find(|c| !is_part(c)).unwrap_or(after.len());
    is_name.then(|| Begun { span: caret - word.len()..end, word, is_braced: false })
}

fn first_length(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

/// The names that may be meant, those that begin like it first.
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

/// What is typed with the name instead of its beginning, and the sign behind which the caret stands then.
fn completed(typed: &str, begun: &Begun<'_>, name: &str) -> (String, usize) {
    let before = format!("{}{{{name}}}", typed.get(..begun.span.start).unwrap_or_default());
    let caret = before.chars().count();
    (before + typed.get(begun.span.end..).unwrap_or_default(), caret)
}

/// What was offered in the last frame, and where.
#[derive(Debug, Clone)]
struct Shown {
    offers: Vec<(Rect, String)>,
    layer: LayerId,
}

/// Which of the offers the keyboard is on.
#[derive(Debug, Clone)]
struct Chosen {
    /// For which beginning; another one begins anew.
    word: String,
    /// `None`: on none, where what is typed is a name by itself.
    at: Option<usize>,
}

fn shown_id(key: FieldKey) -> Id {
    key.id().with("names")
}

fn chosen_id(key: FieldKey) -> Id {
    key.id().with("chosen name")
}

/// The caret as a byte of what is typed; its end where that is not known.
fn caret(ctx: &Context, key: FieldKey, typed: &str) -> usize {
    let range = TextEditState::load(ctx, key.id()).and_then(|state| state.cursor.char_range());
    let signs = range.map_or(usize::MAX, |range| range.primary.index.0);
    typed.char_indices().nth(signs).map_or(typed.len(), |(byte, _)| byte)
}

/// Which offer the keyboard is on: the first, unless what is typed means a KPI already.
fn chosen(ui: &Ui, document: &Document, key: FieldKey, begun: &Begun<'_>) -> Option<usize> {
    let kept: Option<Chosen> = ui.data(|data| data.get_temp(chosen_id(key)));
    if let Some(kept) = kept.filter(|kept| kept.word == begun.word) {
        return kept.at;
    }
    let is_whole = !begun.is_braced && formula::meant(document, begun.word).is_some();
    let at = (!is_whole).then_some(0);
    ui.data_mut(|data| data.insert_temp(chosen_id(key), Chosen { word: begun.word.to_owned(), at }));
    at
}

/// Takes a name that was pressed or chosen, before the field is shown: a press elsewhere would end what is typed there.
/// True when Enter was pressed and completed nothing: it ends the formula.
pub(super) fn take(ui: &Ui, drafts: &mut Drafts, (document, key): (&Document, FieldKey)) -> bool {
    let is_in_field = ui.memory(|memory| memory.has_focus(key.id()));
    let Some(typed) = drafts.typed(key).map(str::to_owned) else { return is_in_field && has_entered(ui) };
    let shown: Option<Shown> = ui.data(|data| data.get_temp(shown_id(key)));
    let begun = begun(&typed, caret(ui.ctx(), key, &typed));
    let (Some(shown), Some(begun)) = (shown.filter(|shown| !shown.offers.is_empty()), begun) else {
        return is_in_field && has_entered(ui);
    };
    let count = shown.offers.len();
    let mut at = chosen(ui, document, key, &begun);
    if is_in_field {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::ArrowDown) {
            at = Some(at.map_or(0, |at| (at + 1) % count));
        }
        if pressed(Key::ArrowUp) {
            at = Some(at.map_or(count - 1, |at| (at + count - 1) % count));
        }
        ui.data_mut(|data| data.insert_temp(chosen_id(key), Chosen { word: begun.word.to_owned(), at }));
    }
    let by_pointer = pressed_at(ui).filter(|at| ui.ctx().layer_id_at(*at) == Some(shown.layer)).and_then(|at| {
        let offer = shown.offers.iter().find(|(rect, _)| rect.contains(at))?;
        Some(offer.1.clone())
    });
    let has_entered = is_in_field && has_entered(ui);
    let by_key = || at.filter(|_| has_entered).and_then(|at| Some(shown.offers.get(at)?.1.clone()));
    match by_pointer.or_else(by_key) {
        Some(name) => {
            put(ui, drafts, key, completed(&typed, &begun, &name));
            false
        }
        None => has_entered,
    }
}

/// Enter in the field; in several lines it would begin another one, which means nothing in a formula.
fn has_entered(ui: &Ui) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
}

fn pressed_at(ui: &Ui) -> Option<egui::Pos2> {
    ui.input(|input| input.pointer.interact_pos().filter(|_| input.pointer.primary_pressed()))
}

fn put(ui: &Ui, drafts: &mut Drafts, key: FieldKey, (words, caret): (String, usize)) {
    ui.data_mut(|data| data.remove::<Chosen>(chosen_id(key)));
    drafts.put(ui.ctx(), key, words, caret);
}

/// Offers names below the field while the caret stands behind the beginning of one.
pub(super) fn show_ui(ui: &mut Ui, drafts: &mut Drafts, cx: &PanelContext<'_>, (key, kpi): (FieldKey, &Kpi)) {
    let typed = drafts.typed(key).filter(|_| ui.memory(|memory| memory.has_focus(key.id()))).map(str::to_owned);
    let at = typed.as_deref().map(|typed| caret(ui.ctx(), key, typed));
    let begun = typed.as_deref().zip(at).and_then(|(typed, at)| Some((typed, begun(typed, at)?)));
    let mut shown = Shown { offers: Vec::new(), layer: ui.layer_id() };
    if let Some((typed, begun)) = begun {
        let document = cx.session.document();
        let chosen = chosen(ui, document, key, &begun);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = points(cx.tokens.spacing);
            for (index, name) in offered(document, kpi, begun.word).into_iter().enumerate() {
                let response = offer_ui(ui, name, chosen == Some(index));
                if response.clicked() {
                    put(ui, drafts, key, completed(typed, &begun, name));
                }
                // What is scrolled out of the panel cannot be pressed there.
                shown.offers.push((response.rect.intersect(ui.clip_rect()), name.to_owned()));
            }
        });
    }
    ui.data_mut(|data| data.insert_temp(shown_id(key), shown));
}

fn offer_ui(ui: &mut Ui, name: &str, is_chosen: bool) -> Response {
    let response = ui.add(egui::Button::selectable(is_chosen, name));
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, name));
    response.on_hover_text(text::take_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_at_the_caret_is_the_one_that_is_begun() {
        for (typed, expected) in [
            ("|", None),
            ("{|", Some((0..1, ""))),
            ("{Sup|", Some((0..4, "Sup"))),
            ("{A} / { First resp|", Some((6..18, "First resp"))),
            ("{A} / |", None),
            ("{A} / Ord|", Some((6..9, "Ord"))),
            ("2 * max|", None),
            ("max(Or|", Some((4..6, "Or"))),
            ("1e6|", None),
            ("{Done}|", None),
            ("Größe|", Some((0..7, "Größe"))),
            // In the middle of a formula, and of a name.
            ("Ord| / {B}", Some((0..3, "Ord"))),
            ("Ord|ers / {B}", Some((0..6, "Ord"))),
            ("{Ord|ers won} * 2", Some((0..12, "Ord"))),
            ("{Ord| * {B}", Some((0..4, "Ord"))),
            ("2 ×Ord|", Some((4..7, "Ord"))),
        ] {
            let caret = typed.find('|').unwrap();
            let found = begun(&typed.replace('|', ""), caret).map(|b| (b.span, b.word.to_owned()));
            assert_eq!(found, expected.map(|(span, word)| (span, word.to_owned())), "{typed}");
        }
        let check = |typed: &str, expected: &str| {
            let caret = typed.find('|').unwrap();
            let plain = typed.replace('|', "");
            let (found, at) = completed(&plain, &begun(&plain, caret).unwrap(), "Orders of all");
            let byte = found.char_indices().nth(at).map_or(found.len(), |(byte, _)| byte);
            assert_eq!(format!("{}|{}", &found[..byte], &found[byte..]), expected, "{typed}");
        };
        check("{A} / Ord|", "{A} / {Orders of all}|");
        check("Ord|ers / {B}", "{Orders of all}| / {B}");
        check("{Ord|ers won} × 2", "{Orders of all}| × 2");
    }
}
