//! Personas.

use crate::base::ids::PersonaId;
use crate::model::Picture;
use serde::{Deserialize, Serialize};

/// Whose journey is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Persona {
    /// Identity.
    pub id: PersonaId,
    /// Name, as in "Maya".
    pub name: String,
    /// Role, as in "team lead".
    pub role: String,
    /// What they want, an entry per line.
    pub goals: String,
    /// What gets in their way, an entry per line.
    pub frustrations: String,
    /// What they cannot do without, an entry per line.
    #[serde(default)]
    pub needs: String,
    /// A sentence in their own words.
    pub quote: String,
    /// A portrait.
    pub picture: Option<Picture>,
    /// Order in the outline.
    pub rank: f64,
}

/// What is told of a persona entry by entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonaList {
    /// What they want.
    Goals,
    /// What gets in their way.
    Frustrations,
    /// What they cannot do without.
    Needs,
}

impl PersonaList {
    /// Every list, in the order they are read.
    pub const EVERY: [Self; 3] = [Self::Goals, Self::Frustrations, Self::Needs];
}

impl Persona {
    /// The entries of a list, without the marks that stand before them; blank lines are none.
    #[must_use]
    pub fn entries(&self, list: PersonaList) -> Vec<String> {
        let text = match list {
            PersonaList::Goals => &self.goals,
            PersonaList::Frustrations => &self.frustrations,
            PersonaList::Needs => &self.needs,
        };
        let plain = |line: &str| {
            let line = line.trim();
            let marks = ["- ", "* ", "• "];
            marks.iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line).trim().to_owned()
        };
        text.lines().map(plain).filter(|entry| !entry.is_empty()).collect()
    }

    /// Replaces the entries of a list; blank ones are left out.
    pub fn set_entries(&mut self, list: PersonaList, entries: &[String]) {
        let lines: Vec<&str> = entries.iter().map(|entry| entry.trim()).filter(|entry| !entry.is_empty()).collect();
        let text = match list {
            PersonaList::Goals => &mut self.goals,
            PersonaList::Frustrations => &mut self.frustrations,
            PersonaList::Needs => &mut self.needs,
        };
        *text = lines.join("\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;

    #[test]
    fn a_list_is_an_entry_per_line_however_it_was_typed() {
        let mut persona = Persona {
            id: PersonaId::from_raw(1),
            name: String::new(),
            role: String::new(),
            goals: "- Close the month\n\n  • Know the price \nAsk nobody".to_owned(),
            frustrations: String::new(),
            needs: String::new(),
            quote: String::new(),
            picture: None,
            rank: 1.0,
        };
        assert_eq!(persona.entries(PersonaList::Goals), ["Close the month", "Know the price", "Ask nobody"]);
        persona.set_entries(PersonaList::Needs, &[" One".to_owned(), " ".to_owned(), "Two\nThree".to_owned()]);
        assert_eq!(persona.entries(PersonaList::Needs), ["One", "Two", "Three"]);
        assert_eq!(persona.entries(PersonaList::Goals).len(), 3);
    }
}
