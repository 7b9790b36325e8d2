//! Signs that no font of this computer has: boxes stand for them, and that is said once.

use super::MilepostApp;
use crate::i18n::shell::message;
use crate::model::Document;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Latin letters end here; the bundled faces have them all.
const LATIN_END: char = '\u{24F}';
/// So many signs are named.
const MOST_NAMED: usize = 4;

/// Which signs were looked for.
#[derive(Debug, Default)]
pub(super) struct MissingSigns {
    seen: BTreeSet<char>,
    /// The document that was looked through, and its revision.
    looked_at: Option<(usize, u64)>,
    is_told: bool,
}

impl MissingSigns {
    /// The signs of a document that were not looked for yet, when it has changed.
    fn new_signs(&mut self, document: &Arc<Document>, revision: u64) -> Vec<char> {
        let now = (Arc::as_ptr(document).addr(), revision);
        if self.is_told || self.looked_at.replace(now) == Some(now) {
            return Vec::new();
        }
        let words = document.maps.values().map(|r| &r.title);
        let words = words.chain(document.stages.values().flat_map(|r| [&r.title, &r.question]));
        let words = words.chain(document.steps.values().map(|r| &r.title));
        let words = words.chain(document.lanes.values().map(|r| &r.title));
        let words = words.chain(document.cards.values().map(|r| &r.text));
        let words = words.chain(document.connections.values().map(|r| &r.label));
        let words = words.chain(document.personas.values().map(|r| &r.name));
        let words = words.chain(document.kpis.values().map(|r| &r.name));
        let signs = words.flat_map(|words| words.chars()).filter(|c| *c > LATIN_END && is_drawn(*c));
        signs.filter(|c| self.seen.insert(*c)).collect()
    }
}

/// False for what changes or joins other signs and has no shape of its own.
fn is_drawn(c: char) -> bool {
    let joins = matches!(c, '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E01EF}');
    !joins && !c.is_whitespace() && !c.is_control()
}

impl MilepostApp {
    /// Says once that there are signs no font of this computer has.
    pub(super) fn tell_missing_signs(&mut self, ctx: &egui::Context) {
        let Some(session) = &self.session else { return };
        let signs = self.missing_signs.new_signs(session.document(), session.revision());
        if signs.is_empty() {
            return;
        }
        let font = egui::FontId::default();
        let missing: String = ctx.fonts_mut(|fonts| {
            signs.into_iter().filter(|sign| !fonts.has_glyph(&font, *sign)).take(MOST_NAMED).collect()
        });
        if !missing.is_empty() {
            self.missing_signs.is_told = true;
            self.toasts.problem(message::no_font(&missing));
            ctx.request_repaint();
        }
    }
}
