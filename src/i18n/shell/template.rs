//! Words about templates of the user.

/// The job that changes them.
pub const JOB: &str = "Templates";
/// Button of a message: brings a removed template back.
pub const BRING_BACK: &str = "Bring it back";
/// The sheet that asks for another name.
pub const RENAME: &str = "Rename template";
/// Field: what a template is good for.
pub const DESCRIPTION: &str = "Description";
/// Hint in that field.
pub const DESCRIPTION_HINT: &str = "What it is good for, in one line";
/// Button that renames.
pub const RENAME_NOW: &str = "Rename";

/// Choice: notes are kept.
#[must_use]
pub fn keep_notes(count: usize) -> String {
    if count == 1 { "Keep the note as well".to_owned() } else { format!("Keep the {count} notes as well") }
}

/// What a template keeps, as in "It keeps 5 stages, 10 steps and 22 cards.": how many there are of each thing, and its
/// names for one and for several.
#[must_use]
pub fn kept(counts: &[(usize, Thing)]) -> String {
    let mut parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, thing)| format!("{count} {}", thing.noun(*count)))
        .collect();
    let last = parts.pop();
    match (parts.is_empty(), last) {
        (_, None) => "The map is empty: a template keeps its lanes.".to_owned(),
        (true, Some(only)) => format!("It keeps {only}."),
        (false, Some(last)) => format!("It keeps {} and {last}.", parts.join(", ")),
    }
}

/// A thing that a template keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// Stages.
    Stage,
    /// Steps.
    Step,
    /// Lanes.
    Lane,
    /// Cards.
    Card,
    /// Connections.
    Connection,
    /// KPIs.
    Kpi,
    /// Personas.
    Persona,
    /// Pictures.
    Picture,
}

impl Thing {
    fn noun(self, count: usize) -> &'static str {
        let (one, many) = match self {
            Self::Stage => ("stage", "stages"),
            Self::Step => ("step", "steps"),
            Self::Lane => ("lane", "lanes"),
            Self::Card => ("card", "cards"),
            Self::Connection => ("connection", "connections"),
            Self::Kpi => ("KPI", "KPIs"),
            Self::Persona => ("persona", "personas"),
            Self::Picture => ("picture", "pictures"),
        };
        if count == 1 { one } else { many }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_listed() {
        let counts = [(5, Thing::Stage), (0, Thing::Kpi), (1, Thing::Persona), (2, Thing::Picture)];
        assert_eq!(kept(&counts), "It keeps 5 stages, 1 persona and 2 pictures.");
        assert_eq!(kept(&counts[..1]), "It keeps 5 stages.");
    }
}
