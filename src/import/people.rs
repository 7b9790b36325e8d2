//! Columns of names of people, told by their header and by the names themselves.

use super::columns::ColumnFacts;
use super::headers::{plain, words};
use super::missing::is_missing;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Headers of columns that hold people, or organisations.
const PEOPLE: &str = "\
    kunde kundin kunden customer customers client clients cliente clienti klant klanten contact contacts kontakt \
    kontaktperson contactperson contactpersoon person persona personne persoon people teilnehmer teilnehmerin \
    participant participants participante deelnemer patient patientin gast guest user users nutzer benutzer \
    mitarbeiter mitarbeiterin medewerker employee empleado berater beraterin verkäufer verkaeufer salesrep \
    salesperson rep csm betreuer betreuerin ansprechpartnerin ansprechperson interviewer interviewee reviewer \
    buyer käufer kaeufer tester member mitglied respondent befragter befragte visitor besucher lead prospect \
    interessent mieter tenant student host coach trainer techniker technician fahrer driver advisor adviser \
    consultant operator auftraggeber besteller empfänger recipient absender sender";

/// Headers that say of whatever it is only that it is a name.
const NAMES: &str = "\
    name names namen nom noms nome nomi nombres naam namn navn nimi fullname vollername vollständigername \
    nomcomplet nombrecompleto nomecompleto volledigenaam namevorname vornamename nomprénom nomprenom";

/// Words of headers under which first names are those of things: a shelf is called Emma, and a city San Francisco.
const THINGS: &str = "\
    product produkt produit producto prodotto article artikel item model modell brand marke city stadt ville \
    ciudad ort location store shop filiale branch campaign kampagne page seite hotel street strasse straße school \
    schule region country land project projekt ship station segment group gruppe plan tier type typ category \
    kategorie channel kanal event place stage step question frage";

/// What stands in front of names.
const TITLES: &str = "\
    mr mrs ms miss dr prof herr frau mme mlle monsieur madame señor señora sr sra sig signor signora dhr mevr ing \
    dipl mag";

/// Small words within names.
const PARTICLES: &str = "\
    von van vom zu zur de der den des du da das di del della dos la le lo el al bin ben ter ten y e af av";

/// Words that no person has in the name.
const ORGANISATIONS: &str = "\
    gmbh ag kg ug ohg gbr ev ltd limited inc llc llp plc corp corporation co company sa sas sarl sl bv nv ab oy \
    spa srl group gruppe holding bank versicherung insurance shop store stadtwerke university universität hotel \
    team service services support solutions systems software partners studio agency agentur and und et the";

/// First names that are common somewhere.
static FIRST_NAMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../assets/first_names.txt").split_whitespace().collect());

/// True when a word is in a list.
fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// How much a header speaks for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Header {
    People,
    Name,
    Thing,
    Other,
}

impl Header {
    fn of(name: &str) -> Self {
        let own = plain(name);
        if has(PEOPLE, &own) {
            Self::People
        } else if has(NAMES, &own) {
            Self::Name
        } else if words(name).iter().any(|word| has(THINGS, word)) {
            Self::Thing
        } else {
            Self::Other
        }
    }
}

/// What a text says by its form and its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// Nobody is called so.
    None,
    /// A first name alone.
    FirstName,
    /// The form of a first and a last name.
    Formed,
    /// The same with a first name that is known.
    Known,
}

impl Likeness {
    fn of(text: &str) -> Self {
        let (before, after) = text.split_once(',').unwrap_or((text, ""));
        if after.contains(',') || text.chars().count() > 60 || text.contains(|c: char| c.is_ascii_digit()) {
            return Self::None;
        }
        let pieces = before.split_whitespace().chain(after.split_whitespace());
        let bare = |word: &str| word.trim_matches('.').to_lowercase();
        let parts: Vec<&str> = pieces.filter(|word| !has(TITLES, &bare(word))).collect();
        let is_first_name = |word: &&str| {
            // "Anna-Lena" is known by its first half.
            let folded = bare(word);
            FIRST_NAMES.contains(folded.as_str())
                || folded.split('-').next().is_some_and(|first| FIRST_NAMES.contains(first))
        };
        let is_lettered = |word: &&str| {
            word.chars().any(char::is_alphabetic)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
        };
        let is_organisation = |word: &&str| has(ORGANISATIONS, &bare(word));
        if !parts.iter().all(is_lettered) || parts.iter().any(is_organisation) {
            return Self::None;
        }
        match parts.as_slice() {
            [only] if after.is_empty() && is_first_name(only) => Self::FirstName,
            [_, _] | [_, _, _] | [_, _, _, _] => {
                let is_known = parts.iter().any(is_first_name);
                let is_capital = |word: &&str| {
                    let is_particle = has(PARTICLES, &word.to_lowercase());
                    is_particle || word.chars().next().is_some_and(char::is_uppercase)
                };
                match (is_known, parts.iter().all(is_capital)) {
                    (true, _) => Self::Known,
                    (false, true) => Self::Formed,
                    (false, false) => Self::None,
                }
            }
            _ => Self::None,
        }
    }
}

/// True when a column holds the names of people. Stages and products under "Name" have the form of names as well, so that
/// first names must be among them; and where the header says nothing, nearly all must be known.
pub(crate) fn are_people(header: &str, facts: &ColumnFacts) -> bool {
    let header = Header::of(header);
    let texts = facts.texts();
    let named: Vec<Likeness> =
        texts.iter().filter(|text| !is_missing(text.as_bytes())).map(|text| Likeness::of(text)).collect();
    let count = |is: fn(Likeness) -> bool| named.iter().filter(|likeness| is(**likeness)).count();
    let at_least = |count: usize, percent: usize| !named.is_empty() && count * 100 >= named.len() * percent;
    let known = count(|likeness| likeness == Likeness::Known);
    let formed = count(|likeness| matches!(likeness, Likeness::Known | Likeness::Formed));
    let alone = count(|likeness| likeness == Likeness::FirstName);
    match header {
        Header::Thing => false,
        Header::Other => named.len() >= 5 && at_least(formed, 80) && at_least(known, 70),
        Header::Name => (at_least(formed, 60) && at_least(known, 25)) || at_least(alone + known, 70),
        Header::People => {
            let is_mostly_distinct = named.len() >= 4 && named.len() as u64 * 2 > facts.filled;
            (at_least(formed, 60) && (at_least(known, 10) || is_mostly_distinct)) || at_least(alone + known, 70)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, cells: &[&str], times: usize, expected: bool) {
        let all = cells.iter().flat_map(|cell| std::iter::repeat_n(cell.as_bytes(), times));
        assert_eq!(are_people(header, &ColumnFacts::of(all)), expected, "{header}: {cells:?}");
    }

    #[test]
    fn names_of_people_are_told_from_names_of_things() {
        let people = ["Anna Müller", "Peter van der Berg", "Dr. Lena Wolf", "Tom O'Brien", "Jean-Luc Petit"];
        for header in ["Name", "Kunde", "Customer", "Client", "Ansprechpartnerin", "Wer"] {
            check(header, &people, 3, true);
        }
        check("Kunde", &["Müller, Anna", "Berg, Peter", "Wolf, Lena"], 1, true);
        check("name", &["anna müller", "PETER BERG", "Lena Wolf", "k. A."], 4, true);
        check("Name", &["Anna", "Peter", "Lena"], 9, true);
        check("Customer", &["Nguyen Thao", "Okonkwo Chidi", "Sato Ren", "Kaur Simran"], 1, true);
        check("Name", &["Order Placed", "Free Trial", "Checkout Page", "First Order"], 5, false);
        check("Name", &["Awareness", "Checkout", "Delivery"], 9, false);
        check("Customer", &["Siemens AG", "Bosch GmbH", "Peter Müller KG"], 1, false);
        check("Client", &["Blue Ocean", "Red River", "Green Field"], 9, false);
        check("Customer segment", &["Young Families", "Best Agers", "Max Savers"], 9, false);
        check("Product", &["Emma Chair", "Max Sofa", "Lena Shelf", "Otto Lamp", "Anna Bed"], 9, false);
        check("City", &["San Francisco", "Santa Maria", "San Jose", "Los Angeles", "Santa Rosa"], 9, false);
        check("Region", &["North", "South"], 9, false);
    }
}
