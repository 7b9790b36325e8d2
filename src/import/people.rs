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
    kategorie channel kanal event place stage step question frage klinik krankenhaus hospital praxis standort site \
    office market hersteller manufacturer vendor supplier lieferant label designer";

/// What stands in front of names and of nothing else.
const TITLES: &str = "\
    mr mrs ms miss dr prof herr frau mme mlle monsieur madame señor señora signor signora dhr mevr";

/// What does, and may stand for something else.
const LOOSE_TITLES: &str = "sr sra sig ing dipl mag";

/// Small words within names.
const PARTICLES: &str = "\
    von van vom zu zur de der den des du da das di del della dos la le lo el al bin ben ter ten y e af av";

/// Words that no person has in the name.
const ORGANISATIONS: &str = "\
    gmbh ag kg ug ohg gbr ev ltd limited inc llc llp plc corp corporation co company sa sas sarl sl bv nv ab oy \
    spa srl group gruppe holding bank versicherung insurance shop store stadtwerke university universität hotel \
    team service services support solutions systems software partners studio agency agentur and und et the platz \
    straße strasse klinik krankenhaus hospital stift street square plan bahn telekom energy deutsche";

/// First names that are common somewhere, without those that are words: "per Telefon", "will renew", "max".
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
    /// The same with a first name that is known, or a title or an initial in front.
    Known,
}

impl Likeness {
    /// `is_lower` where no text of the column has a capital: elsewhere names have them.
    fn of(text: &str, is_lower: bool) -> Self {
        let (before, after) = text.split_once(',').unwrap_or((text, ""));
        if after.contains(',') || text.chars().count() > 60 || text.contains(|c: char| c.is_ascii_digit()) {
            return Self::None;
        }
        let bare = |word: &str| word.trim_matches('.').to_lowercase();
        let is_title = |word: &&str| has(TITLES, &bare(word)) || has(LOOSE_TITLES, &bare(word));
        // First names stand in front, or behind the comma.
        let pieces = || after.split_whitespace().chain(before.split_whitespace());
        let parts: Vec<&str> = pieces().filter(|word| !is_title(word)).collect();
        let is_titled = pieces().any(|word| has(TITLES, &bare(word)));
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
        let is_capital = |word: &&str| is_lower || word.chars().next().is_some_and(char::is_uppercase);
        let is_cased = |word: &&str| has(PARTICLES, &word.to_lowercase()) || is_capital(word);
        if !parts.iter().all(is_lettered) || parts.iter().any(is_organisation) {
            return Self::None;
        }
        let is_initial = |word: &&str| word.strip_suffix('.').is_some_and(|letter| letter.chars().count() == 1);
        match parts.as_slice() {
            [only] if is_titled && is_capital(only) => Self::Known,
            [only] if after.is_empty() && is_first_name(only) && is_capital(only) => Self::FirstName,
            [first, rest @ ..] if (1..4).contains(&rest.len()) => {
                let is_known = is_titled || is_first_name(first) || is_initial(first);
                match (is_known && is_capital(first), parts.iter().all(is_cased)) {
                    (true, _) => Self::Known,
                    (false, true) if !is_lower => Self::Formed,
                    _ => Self::None,
                }
            }
            _ => Self::None,
        }
    }
}

/// True when a column holds the names of people. Stages and products under "Name" have the form of names as well, so that
/// first names must be among them; and where the header says nothing, nearly all of many must be known.
pub(crate) fn are_people(header: &str, facts: &ColumnFacts) -> bool {
    /// Two names may be anything.
    const FEWEST: usize = 3;
    let header = Header::of(header);
    let texts = facts.texts();
    let filled = || texts.iter().filter(|text| !is_missing(text.as_bytes()));
    let is_lower = !filled().any(|text| text.chars().any(char::is_uppercase));
    let named: Vec<Likeness> = filled().map(|text| Likeness::of(text, is_lower)).collect();
    let count = |is: fn(Likeness) -> bool| named.iter().filter(|likeness| is(**likeness)).count();
    let at_least = |count: usize, percent: usize| named.len() >= FEWEST && count * 100 >= named.len() * percent;
    let known = count(|likeness| likeness == Likeness::Known);
    let formed = count(|likeness| matches!(likeness, Likeness::Known | Likeness::Formed));
    let alone = count(|likeness| likeness == Likeness::FirstName);
    match header {
        Header::Thing => false,
        Header::Other => named.len() >= 10 && at_least(known, 90),
        Header::Name => (at_least(formed, 60) && at_least(known, 25)) || at_least(alone + known, 80),
        Header::People => {
            let is_mostly_distinct = named.len() >= 4 && named.len() as u64 * 2 > facts.filled;
            // An account called after its founder or two makes no people of the others.
            (at_least(formed, 60) && (at_least(known, 50) || is_mostly_distinct)) || at_least(alone + known, 80)
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
        for header in ["Name", "Kunde", "Customer", "Client", "Ansprechpartnerin"] {
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
        // A header that says nothing takes many names.
        let many =
            "Anna Müller,Peter Berg,Lena Wolf,Tom Meyer,Eva Roth,Paul Braun,Karin Lang,Ali Demir,Emma Vogel,Simon Haas";
        let many: Vec<&str> = many.split(',').collect();
        check("Wer", &many, 3, true);
        check("Wer", &many[..9], 3, false);
    }

    #[test]
    fn words_in_front_of_names_are_the_surest_sign() {
        check("Kunde", &["Frau Müller", "Herr Schmidt", "Frau Weber", "Dr. Klein"], 9, true);
        check("Name", &["Mr Smith", "Mrs Jones", "Ms. Brown"], 9, true);
        check("Customer", &["A. Müller", "J. Smith", "K. Weber"], 9, true);
        check("Kontakt", &["Frau", "Herr", "Divers"], 9, false);
        check("Product", &["Dr. Oetker", "Mr. Muscle", "Mrs. Meyers"], 9, false);
    }

    /// Ordinary segments that hold first names, or words that are some.
    #[test]
    fn groups_are_no_people_because_a_word_is_somebodys_name() {
        let groups: [(&str, &str); 16] = [
            ("Kontaktweg", "per E-Mail,per Telefon,per Post,per Chat,per App"),
            ("Kontakt", "per Telefon,per E-Mail,per Post"),
            ("Billing", "per month,per year,per seat,per user,per order"),
            ("Intent", "will renew,may churn,will churn,will upgrade,may renew"),
            ("Klinik", "St. Josef Krankenhaus,St. Elisabeth Klinik,St. Anna Stift,Robert Koch Klinik,Maria Hilf"),
            ("Haus", "St. Josef Krankenhaus,St. Elisabeth Klinik,St. Anna Stift,Robert Koch Klinik,Maria Hilf"),
            ("Standort", "Ernst Reuter Platz,Robert Koch Platz,Karl Marx Straße,Rosa Luxemburg Platz,Otto Suhr Allee"),
            ("Manufacturer", "Ralph Lauren,Tommy Hilfiger,Hugo Boss,Paul Smith,Michael Kors"),
            ("Market", "San Jose,San Diego,Santa Rosa,Santa Clara,San Antonio"),
            ("Customer", "Robert Bosch,Deutsche Telekom,Deutsche Bahn,Thomas Cook,Siemens Energy"),
            ("Name", "Emma,Lena,Otto,Basic"),
            ("Name", "Grace Period,Mark Complete,Free Trial"),
            ("Name", "Anna,Peter"),
            ("Customer", "Anna Müller,Peter Berg"),
            ("User", "Max Plan,Basic Plan,Pro Plan"),
            ("Theme", "Rose Gold,Iris Blue,Sandy Beach,Georgia Peach,Jordan Almond"),
        ];
        for (header, cells) in groups {
            check(header, &cells.split(',').collect::<Vec<_>>(), 9, false);
        }
    }
}
