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

/// The encoding that a text has when `guess` is what most texts of such bytes have.
pub(super) fn closer(text: &[u8], guess: &'static Encoding) -> &'static Encoding {
    // Only those of Windows have signs there.
    let has_windows_signs = text.iter().any(|byte| (0x80..0xa0).contains(byte));
    if ![WINDOWS_1252, WINDOWS_1250, WINDOWS_1254, ISO_8859_2].contains(&guess) || has_windows_signs {
        return guess;
    }
    const EURO: u8 = 0xa4;
    if guess == WINDOWS_1252 && text.contains(&EURO) {
        return ISO_8859_15;
    }
    let bytes: BTreeSet<u8> = text.iter().copied().filter(|byte| !byte.is_ascii()).collect();
    let letter = |encoding: &'static Encoding, byte: u8| {
        let bytes = [byte];
        let decoded = encoding.decode_without_bom_handling(&bytes).0;
        decoded.chars().next().and_then(|letter| letter.to_lowercase().next()).unwrap_or('\u{fffd}')
    };
    let fits = |encoding: &'static Encoding, alphabet: &str| {
        let mut letters = bytes.iter().map(|byte| letter(encoding, *byte)).filter(|letter| letter.is_alphabetic());
        letters.all(|letter| alphabet.contains(letter))
    };
    if USUAL.iter().any(|alphabet| fits(guess, alphabet)) {
        return guess;
    }
    let tells = |(encoding, alphabet): &&(&'static Encoding, &str)| {
        let others = bytes.iter().filter(|byte| letter(encoding, **byte) != letter(guess, **byte));
        let letters: BTreeSet<char> = others.map(|byte| letter(encoding, *byte)).collect();
        letters.len() >= LEAST_LETTERS
            && letters.iter().all(|letter| letter.is_alphabetic())
            && fits(encoding, alphabet)
    };
    OTHERS.iter().find(tells).map_or(guess, |(encoding, _)| encoding)
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

    #[test]
    fn every_encoding_with_a_text_of_a_language_that_uses_it() {
        let polish = "miejsce,ocena,komentarz\nObsługa,4,Żółty przycisk nie działa\nDostawa,5,Przesyłka była szybka\n";
        check("iso-8859-2", polish, "windows-1250");
        let maltese = "post,punteġġ,kumment\nKaxxa,4,Il-ħlas kien faċli u mgħaġġel\nKunsinna,5,Il-pakkett wasal tard\n";
        check("iso-8859-3", maltese, "ISO-8859-3");
        let esperanto =
            "loko,poento,komento\nKaso,4,Ĉiam tre rapida\nLiverado,5,La pakaĵo alvenis sed ĝi estis bone ŝlosita\n";
        check("iso-8859-3", esperanto, "ISO-8859-3");
        let latvian =
            "vieta,vērtējums,komentārs\nKase,4,Apmaksa bija ātra un ļoti vienkārša\nPiegāde,5,Paciņa pienāca vēlu\n";
        check("iso-8859-4", latvian, "ISO-8859-4");
        check("iso-8859-13", latvian, "windows-1257");
        check("windows-1257", latvian, "windows-1257");
        let sami =
            "báiki,árvu,kommentára\nKássa,4,Máksin lei álki ja jođánis\nDoalvun,5,Páhkka bođii maŋŋit ja čáppa\n";
        check("iso-8859-10", sami, "ISO-8859-10");
        let icelandic =
            "staður,einkunn,athugasemd\nKassi,4,Greiðslan var fljót og þægileg\nSending,5,Allt var í góðu lagi\n";
        check("iso-8859-10", icelandic, "windows-1252");
        let estonian =
            "koht,hinne,märkus\nKassa,4,Maksmine oli väga kiire\nTarne,5,Pakk jõudis hilja kuid šokk ja žürii\n";
        check("iso-8859-13", estonian, "ISO-8859-13");
        let welsh = "lle,sgôr,sylw\nTalu,4,Roedd y tŷ yn hawdd ei ddarganfod\nCludo,5,Roedd y dŵr a'r tân yn iawn\n";
        check("iso-8859-14", welsh, "ISO-8859-14");
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
}
