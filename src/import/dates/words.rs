//! Names of months and weekdays in the languages that tools export in.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Names that may be shortened to three letters or more, January first. Only languages whose short forms are plain
/// beginnings, none of which begins like another month of another language.
const SHORTENED: [&[&str]; 12] = [
    &["january", "januar", "januari", "janvier", "janeiro", "jänner", "enero", "gennaio", "ianuarie"],
    &["february", "februar", "februari", "février", "fevrier", "febrero", "febbraio", "fevereiro", "februarie"],
    &["march", "märz", "mars", "marzo", "março", "marco", "maart", "marts", "marec", "martie", "mrz", "mrt", "mär"],
    &["april", "avril", "abril", "aprile", "aprilie"],
    &["may", "mai", "mayo", "maggio", "maio", "mei", "maj", "maí"],
    &["june", "juni", "juin", "junio", "junho", "giugno", "junij", "iunie"],
    &["july", "juli", "juillet", "julio", "julho", "luglio", "julij", "iulie"],
    &["august", "août", "aout", "agosto", "augustus", "augusti", "avgust", "agustus"],
    &["september", "septembre", "septiembre", "setiembre", "settembre", "setembro", "septembrie"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro", "octombrie"],
    &["november", "novembre", "noviembre", "novembro", "noiembrie"],
    &["december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro", "decembrie", "desember"],
];

/// Names taken only as they stand, January first: Russian, Ukrainian, Polish, Czech and Slovak, Turkish, Finnish,
/// Hungarian, Greek, Indonesian, Arabic, Hebrew, Hindi, Thai. Cases and usual short forms are named one by one, since
/// their beginnings overlap.
const EXACT: [&str; 12] = [
    "январь января янв січень січня січ styczeń stycznia sty leden ledna január januára ocak oca tammikuu tammikuuta tammi január jan ιανουάριος ιανουαρίου ιαν jan يناير ינואר ינו जनवरी มกราคม ม.ค",
    "февраль февраля фев февр лютий лютого лют luty lutego lut únor února úno február februára şubat şub helmikuu helmikuuta helmi február febr φεβρουάριος φεβρουαρίου φεβ feb فبراير פברואר פבר फ़रवरी फरवरी กุมภาพันธ์ ก.พ",
    "март марта мар березень березня бер marzec marca březen března bře marec mart maaliskuu maaliskuuta maalis március márc μάρτιος μαρτίου μαρ maret مارس מרץ मार्च มีนาคม มี.ค",
    "апрель апреля апр квітень квітня кві квіт kwiecień kwietnia kwi duben dubna dub apríl apríla nisan nis huhtikuu huhtikuuta huhti április ápr απρίλιος απριλίου απρ أبريل إبريل אפריל אפר अप्रैल เมษายน เม.ย",
    "май мая травень травня тра трав maj maja květen května kvě máj mája mayıs toukokuu toukokuuta touko május máj μάιος μαΐου μαΐ μάι mei مايو מאי मई พฤษภาคม พ.ค",
    "июнь июня июн червень червня чер черв czerwiec czerwca cze červen června čvn jún júna haziran haz kesäkuu kesäkuuta kesä június jún ιούνιος ιουνίου ιουν juni يونيو יוני जून มิถุนายน มิ.ย",
    "июль июля июл липень липня лип lipiec lipca lip červenec července čvc júl júla temmuz tem heinäkuu heinäkuuta heinä július júl ιούλιος ιουλίου ιουλ juli يوليو יולי जुलाई กรกฎาคม ก.ค",
    "август августа авг серпень серпня сер серп sierpień sierpnia sie srpen srpna srp auguste augusta ağustos ağu elokuu elokuuta augusztus aug αύγουστος αυγούστου αυγ agustus أغسطس אוגוסט אוג अगस्त สิงหาคม ส.ค",
    "сентябрь сентября сен сент вересень вересня вер wrzesień września wrz září zář septembra eylül eyl syyskuu syyskuuta syys szeptember szept σεπτέμβριος σεπτεμβρίου σεπ σεπτ سبتمبر ספטמבר ספט सितंबर सितम्बर กันยายน ก.ย",
    "октябрь октября окт жовтень жовтня жов жовт październik października paź říjen října říj október októbra ekim eki lokakuu lokakuuta loka október okt οκτώβριος οκτωβρίου οκτ أكتوبر אוקטובר אוק अक्टूबर अक्तूबर ตุลาคม ต.ค",
    "ноябрь ноября ноя нояб листопад листопада лис лист listopad listopada lis listopadu novembra kasım kas marraskuu marraskuuta marras november nov νοέμβριος νοεμβρίου νοε نوفمبر נובמבר נוב नवंबर नवम्बर พฤศจิกายน พ.ย",
    "декабрь декабря дек грудень грудня гру груд grudzień grudnia gru prosinec prosince decembra aralık ara joulukuu joulukuuta joulu december dec δεκέμβριος δεκεμβρίου δεκ ديسمبر דצמבר דצמ दिसंबर दिसम्बर ธันวาคม ธ.ค",
];

/// Weekdays in full and their usual short forms; those that are also short for a month ("mar.") are none here.
const WEEKDAYS: &str = "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so \
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim \
    lunes martes miércoles miercoles jueves viernes sábado sabado domingo mié jue vie sáb dom \
    lunedì martedì mercoledì giovedì venerdì gio \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo \
    segunda terça quarta quinta sexta seg qua qui sex \
    måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag onsdag torsdag lørdag søndag \
    понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс \
    poniedziałek wtorek środa czwartek piątek sobota niedziela";

const ENGLISH_WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Every word that names a month, by that month; `None` where it could be two. Cells are asked for by the ten thousand,
/// and most of their words name none, so a word is looked up rather than compared with every name.
static MONTHS: LazyLock<HashMap<&str, Option<u32>>> = LazyLock::new(|| {
    let mut months = HashMap::new();
    for (number, names) in (1..).zip(SHORTENED) {
        for word in names.iter().flat_map(|name| beginnings(name)) {
            let month = months.entry(word).or_insert(Some(number));
            *month = month.filter(|known| *known == number);
        }
    }
    for (number, names) in (1..).zip(EXACT) {
        for word in names.split(' ') {
            months.entry(word).or_insert(Some(number));
        }
    }
    months
});

static WEEKDAY_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| ENGLISH_WEEKDAYS.into_iter().flat_map(beginnings).chain(WEEKDAYS.split_whitespace()).collect());

/// A name and its beginnings of three letters or more: "Mar" and "Sept", but not "Market".
fn beginnings(name: &str) -> impl Iterator<Item = &str> {
    let ends = name.char_indices().map(|(start, c)| start + c.len_utf8()).skip(2);
    ends.filter_map(move |end| name.get(..end))
}

/// The month that a word names; "jui" could be two, so it is none.
pub(super) fn month(word: &str) -> Option<u32> {
    MONTHS.get(word.to_lowercase().as_str()).copied().flatten()
}

/// True for a word that names a day of the week.
pub(super) fn is_weekday(word: &str) -> bool {
    WEEKDAY_WORDS.contains(word.to_lowercase().as_str())
}

/// Words between the parts of a date that mean nothing: "1. of May", "1 de mayo de 2026", "le 1 mai".
pub(super) fn is_filler(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "of" | "de" | "del" | "den" | "the" | "le")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_months() {
        for (number, names) in (1..).zip(EXACT) {
            for name in names.split(' ') {
                assert_eq!(month(name), Some(number), "{name}");
            }
        }
        for (number, names) in (1..).zip(SHORTENED) {
            for name in names {
                assert_eq!(month(name), Some(number), "{name}");
            }
        }
    }

    #[test]
    fn names_are_shortened_to_three_letters_and_no_further() {
        for (word, expected) in [
            ("Sept", Some(9)),
            ("Mär", Some(3)),
            ("JUIL", Some(7)),
            ("jui", None),
            ("ju", None),
            ("market", None),
            ("янв", Some(1)),
            ("янва", None),
            ("", None),
        ] {
            assert_eq!(month(word), expected, "{word}");
        }
        for (word, expected) in [("Tues", true), ("Mo", true), ("tu", false), ("Montag", true), ("Monta", false)] {
            assert_eq!(is_weekday(word), expected, "{word}");
        }
    }
}
