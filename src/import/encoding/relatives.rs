//! Encodings that differ from a more usual one by a few letters, told apart by what alphabets have.

use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_3, ISO_8859_10, ISO_8859_13, ISO_8859_14, ISO_8859_15, WINDOWS_1250, WINDOWS_1252,
    WINDOWS_1254,
};
use std::collections::BTreeSet;

/// The letters beyond ASCII of languages that the usual encodings are made for.
const USUAL: [&str; 20] = [
    "àâæçéèêëîïôœùûüÿ",
    "äöüßé",
    "áéíñóúü",
    "àáâãçéêíóôõúü",
    "àèéìíòóù",
    "åäöéü",
    "æøåéóô",
    "áæéíðóöúýþ",
    "áæíðóøúý",
    "àçèéíïòóúü",
    "äéëïöüèó",
    "ëç",
    "ąćęłńóśźż",
    "áčďéěíňóřšťúůýž",
    "áäčďéíĺľňóôŕšťúýž",
    "áéíóöőúüű",
    "ăâîşţ",
    "čćđšž",
    "çğıöşüâîû",
    "áéíóúâêîôûäëïöüàèìòù",
];

/// The letters of languages that need another one.
const OTHERS: [(&Encoding, &str); 5] = [
    (ISO_8859_3, "àċġħèéìîòùż"),
    (ISO_8859_3, "ĉĝĥĵŝŭ"),
    (ISO_8859_10, "áčđŋšŧžåäöæø"),
    (ISO_8859_13, "äõöüšž"),
    (ISO_8859_14, "áéíóúâêîôûŵŷäëïöüẅÿàèìòùẁẃ"),
];

/// Letters that tell: one alone may be a name from elsewhere.
const LEAST_LETTERS: usize = 2;

/// What a text is read as, and what else it may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Closer {
    pub encoding: &'static Encoding,
    /// Another one in which all letters are those of one language, where nothing rules out names from several countries.
    pub other: Option<&'static Encoding>,
}

/// The encoding that a text has when `guess` is what most texts of such bytes have. Lists hold names of many countries:
/// Sigurður beside Müller has all the letters of Estonian, so that another encoding needs words that are none in `guess`.
pub(super) fn closer(text: &[u8], guess: &'static Encoding) -> Closer {
    let sure = |encoding| Closer { encoding, other: None };
    // Only those of Windows have signs there.
    let has_windows_signs = text.iter().any(|byte| (0x80..0xa0).contains(byte));
    if ![WINDOWS_1252, WINDOWS_1250, WINDOWS_1254, ISO_8859_2].contains(&guess) || has_windows_signs {
        return sure(guess);
    }
    const EURO: u8 = 0xa4;
    if guess == WINDOWS_1252 && text.contains(&EURO) {
        return sure(ISO_8859_15);
    }
    let bytes: BTreeSet<u8> = text.iter().copied().filter(|byte| !byte.is_ascii()).collect();
    let fits = |encoding: &'static Encoding, alphabet: &str| {
        let mut letters = bytes.iter().map(|byte| lower(encoding, *byte)).filter(|letter| is_letter(*letter));
        letters.all(|letter| alphabet.contains(letter))
    };
    if USUAL.iter().any(|alphabet| fits(guess, alphabet)) {
        return sure(guess);
    }
    let tells = |(encoding, alphabet): &&(&'static Encoding, &str)| {
        let others = bytes.iter().filter(|byte| lower(encoding, **byte) != lower(guess, **byte));
        let letters: BTreeSet<char> = others.map(|byte| lower(encoding, *byte)).collect();
        letters.len() >= LEAST_LETTERS
            && letters.iter().all(|letter| letter.is_alphabetic())
            && fits(encoding, alphabet)
    };
    let Some((other, _)) = OTHERS.iter().find(tells) else { return sure(guess) };
    match rules_out(text, guess, other) {
        true => sure(other),
        false => Closer { encoding: guess, other: Some(other) },
    }
}

/// A byte as a letter of an encoding, in lower case.
fn lower(encoding: &'static Encoding, byte: u8) -> char {
    let bytes = [byte];
    let decoded = encoding.decode_without_bom_handling(&bytes).0;
    decoded.chars().next().and_then(|letter| letter.to_lowercase().next()).unwrap_or('\u{fffd}')
}

/// True for letters of words; ordinals and the sign for a millionth stand beside them.
fn is_letter(sign: char) -> bool {
    sign.is_alphabetic() && !matches!(sign, 'ª' | 'º' | 'µ')
}

/// Signs that stand between letters in words of some language, or between two words.
const BETWEEN_LETTERS: [char; 5] = ['´', '·', '\u{ad}', '«', '»'];

/// How much a word says against an encoding.
enum Against {
    /// Nothing.
    Nothing,
    /// It has letters that no language has together, as a name of two languages may.
    Letters,
    /// It has a sign between letters, or a letter where no language has it.
    Spelling,
}

impl Against {
    fn of(word: &[u8], guess: &'static Encoding) -> Self {
        let signs: Vec<char> = word.iter().map(|byte| lower(guess, *byte)).collect();
        let first = signs.iter().position(|sign| is_letter(*sign)).unwrap_or(signs.len());
        let last = signs.iter().rposition(|sign| is_letter(*sign)).unwrap_or(0);
        let inner = signs.get(first..=last).unwrap_or_default();
        let is_odd = |sign: &char| !is_letter(*sign) && !BETWEEN_LETTERS.contains(sign);
        // Polish has no word that begins with ą; Icelandic none that begins with ð or ends with þ.
        let is_misspelt = matches!(inner, ['ð' | 'ą', _, ..] | [_, .., 'þ']);
        if inner.iter().any(is_odd) || is_misspelt {
            return Self::Spelling;
        }
        let is_of = |alphabet: &&str| inner.iter().all(|l| l.is_ascii() || !is_letter(*l) || alphabet.contains(*l));
        if USUAL.iter().any(is_of) { Self::Nothing } else { Self::Letters }
    }
}

/// True when enough of the words that differ in both encodings can be no words in the one that was guessed.
fn rules_out(text: &[u8], guess: &'static Encoding, other: &'static Encoding) -> bool {
    /// One in so many words is enough: most have nothing that tells.
    const WORDS_FOR_EACH: usize = 4;
    /// What a spelling counts.
    const SPELLING: usize = 2;
    let differs = |byte: &u8| !byte.is_ascii() && lower(guess, *byte) != lower(other, *byte);
    let words = text.split(|byte| !byte.is_ascii_alphabetic() && *byte <= 0xa0);
    let telling: BTreeSet<&[u8]> = words.filter(|word| word.iter().any(differs)).collect();
    let (mut against, mut weight) = (0, 0);
    for word in &telling {
        let counts = match Against::of(word, guess) {
            Against::Nothing => continue,
            Against::Letters => 1,
            Against::Spelling => SPELLING,
        };
        against += 1;
        weight += counts;
    }
    weight >= SPELLING && against * WORDS_FOR_EACH >= telling.len()
}

#[cfg(test)]
mod tests {
    use crate::import::encoding::FileEncoding;
    use encoding_rs::Encoding;

    /// A text of a language in an encoding is read as it was written; `named` is what the encoding is called.
    #[track_caller]
    fn check(label: &str, text: &str, named: &str) {
        let (bytes, encoding, is_lossy) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
        assert!(!is_lossy, "{label} has no letters for {text}");
        let found = FileEncoding::of(&bytes, true);
        assert_eq!(found.name(), named, "{text}");
        assert_eq!(String::from_utf8(found.decode(&bytes)).unwrap(), text, "{}", encoding.name());
    }

    /// A short text is read as it was written, or the encoding that it has is named as the other that it may be.
    #[track_caller]
    fn check_told(label: &str, text: &str, named: &str) {
        let (bytes, ..) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
        let found = FileEncoding::of(&bytes, true);
        assert!(found.name() == named || found.other.map(Encoding::name) == Some(named), "{text}: {found:?}");
        assert!(found.name() != named || found.decode(&bytes) == text.as_bytes(), "{text}");
    }

    #[test]
    fn every_encoding_with_a_text_of_a_language_that_uses_it() {
        let polish = "miejsce,ocena,komentarz\nObsługa,4,Żółty przycisk nie działa\nDostawa,5,Przesyłka była szybka\n";
        check("iso-8859-2", polish, "windows-1250");
        let maltese = "post,punteġġ,kumment\nKaxxa,4,Il-ħlas kien faċli u mgħaġġel\nKunsinna,5,Il-pakkett wasal tard\n";
        check("iso-8859-3", maltese, "ISO-8859-3");
        let esperanto =
            "loko,poento,komento\nKaso,4,Ĉiam tre rapida\nLiverado,5,La pakaĵo alvenis sed ĝi estis bone ŝlosita\n";
        check_told("iso-8859-3", esperanto, "ISO-8859-3");
        let latvian =
            "vieta,vērtējums,komentārs\nKase,4,Apmaksa bija ātra un ļoti vienkārša\nPiegāde,5,Paciņa pienāca vēlu\n";
        check("iso-8859-4", latvian, "ISO-8859-4");
        check("iso-8859-13", latvian, "windows-1257");
        check("windows-1257", latvian, "windows-1257");
        let sami =
            "báiki,árvu,kommentára\nKássa,4,Máksin lei álki ja jođánis\nDoalvun,5,Páhkka bođii maŋŋit ja čáppa\n";
        check_told("iso-8859-10", sami, "ISO-8859-10");
        let icelandic =
            "staður,einkunn,athugasemd\nKassi,4,Greiðslan var fljót og þægileg\nSending,5,Allt var í góðu lagi\n";
        check("iso-8859-10", icelandic, "windows-1252");
        let estonian =
            "koht,hinne,märkus\nKassa,4,Maksmine oli väga kiire\nTarne,5,Pakk jõudis hilja kuid šokk ja žürii\n";
        check_told("iso-8859-13", estonian, "ISO-8859-13");
        let welsh = "lle,sgôr,sylw\nTalu,4,Roedd y tŷ yn hawdd ei ddarganfod\nCludo,5,Roedd y dŵr a'r tân yn iawn\n";
        check_told("iso-8859-14", welsh, "ISO-8859-14");
        let french =
            "lieu,note,commentaire\nCaisse,4,Le cœur du problème coûte 5 € de plus\nLivraison,5,Très bien reçu\n";
        check("iso-8859-15", french, "ISO-8859-15");
        check("windows-1252", french, "windows-1252");
        let russian =
            "место,оценка,комментарий\nКасса,4,Оплата прошла быстро и просто\nДоставка,5,Посылка пришла поздно\n";
        check("iso-8859-5", russian, "ISO-8859-5");
        check("windows-1251", russian, "windows-1251");
        check("koi8-r", russian, "KOI8-U");
        let arabic = "المكان,النتيجة,تعليق\nالدفع,4,كان الدفع سهلا وسريعا\nالتسليم,5,وصلت الحزمة متأخرة\n";
        check("iso-8859-6", arabic, "ISO-8859-6");
        check("windows-1256", arabic, "windows-1256");
        let greek = "τόπος,βαθμός,σχόλιο\nΤαμείο,4,Η πληρωμή ήταν εύκολη και γρήγορη\nΠαράδοση,5,Το δέμα έφτασε αργά\n";
        check("iso-8859-7", greek, "windows-1253");
        let hebrew = "מקום,ציון,הערה\nקופה,4,התשלום היה קל ומהיר\nמשלוח,5,החבילה הגיעה מאוחר\n";
        check("iso-8859-8", hebrew, "windows-1255");
        let turkish =
            "yer,puan,yorum\nKasa,4,Ödeme çok hızlı ve kolaydı\nTeslimat,5,Paket geç geldi ama her şey iyiydi\n";
        check("iso-8859-9", turkish, "windows-1254");
        let vietnamese = "n\u{1a1}i,\u{111}i\u{ea}\u{309}m\nThanh to\u{e1}n,R\u{e2}\u{301}t nhanh v\u{e0} d\u{ea}\u{303} d\u{e0}ng\nGiao h\u{e0}ng,mu\u{f4}\u{323}n nh\u{1b0}ng t\u{f4}\u{301}t\n";
        check("windows-1258", vietnamese, "windows-1258");
        let japanese = "日付,場所,指標\n2024-01-01,受付,満足度はとても高い\n2024-01-02,配送,荷物が遅れました\n";
        check("iso-2022-jp", japanese, "ISO-2022-JP");
        check("euc-jp", japanese, "EUC-JP");
        let thai = "วันที่,สถานที่\n2024-01-01,จุดชำระเงิน จ่ายเงินง่ายและรวดเร็ว\n2024-01-02,การจัดส่ง พัสดุมาช้า\n";
        check("windows-874", thai, "windows-874");
    }

    #[test]
    fn names_from_many_countries_make_no_rare_encoding() {
        check("windows-1252", "name,city\nGöran,Malmö\nMüller,Zürich\nNuñez,Málaga\nEva,Genève\n", "windows-1252");
        check("windows-1250", "name,city\nŁukasz,Łódź\nMüller,Zürich\nDvořák,Plzeň\nNagy,Győr\n", "windows-1250");
    }

    #[track_caller]
    fn check_unsure(label: &str, text: &str, named: &str, other: &str) {
        check(label, text, named);
        let (bytes, ..) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
        assert_eq!(FileEncoding::of(&bytes, true).other.map(Encoding::name), Some(other), "{text}");
    }

    #[test]
    fn names_of_several_countries_are_not_respelt_and_the_other_encoding_is_named() {
        let estonian = "ISO-8859-13";
        check_unsure("windows-1252", "name\nSigurður\nÞorgeir\nMüller\nLind\n", "windows-1252", estonian);
        check_unsure("windows-1252", "name\nÅsa\nSimões\nAndré\nAnna\n", "windows-1252", "ISO-8859-3");
        check_unsure("windows-1252", "name\nSørensen\nKjær\nÞorgeir\nAnna\n", "windows-1252", "ISO-8859-3");
        check_unsure("windows-1252", "name\nGuðrún\nÞórður\nMärta\nAnna\n", "windows-1252", "ISO-8859-14");
        let many: String = (0..40).map(|n| format!("Sigurður,{n}\nÞorgeir,{n}\nGarðar Müller,{n}\n")).collect();
        check_unsure("windows-1252", &many, "windows-1252", estonian);
        // One glued word among names is no language.
        check_unsure("windows-1252", "name\nSigurður\nÞorgeirMüller\nGarðar\n", "windows-1252", estonian);
    }
}
