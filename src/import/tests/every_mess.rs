//! Every kind of mess that a data file may be in, one a line of the lists below: its name, a small file, and what has to
//! come of it. What makes a kind hard stands in tests of its own; here it can be counted that none was forgotten.

use super::containers::{gzip, zip};
use super::workbooks::{ods, utf16, xls, xlsb, xlsx};
use super::*;
use encoding_rs::Encoding;

/// What has to come of a file.
enum Comes {
    /// Its cells as plain CSV.
    Cells(&'static str),
    /// Its rows as [`shown`] shows them.
    Rows(&'static str),
    /// The same, and a sentence with these words.
    RowsTold(&'static str, &'static str),
}
use Comes::{Cells, Rows, RowsTold};

/// A kind of mess.
struct Mess {
    name: &'static str,
    bytes: Vec<u8>,
    /// How it is read, as JSON, where the mess needs a choice.
    choices: &'static str,
    comes: Comes,
}

fn mess(name: &'static str, bytes: impl Into<Vec<u8>>, comes: Comes) -> Mess {
    Mess { name, bytes: bytes.into(), choices: "{}", comes }
}

fn chosen(name: &'static str, bytes: impl Into<Vec<u8>>, choices: &'static str, comes: Comes) -> Mess {
    Mess { choices, ..mess(name, bytes, comes) }
}

/// What came of a file, and all that was told.
fn found(mess: &Mess) -> Result<(String, Vec<String>), ImportError> {
    let (_folder, path) = file(&mess.bytes);
    let choices: ReadChoices = serde_json::from_str(mess.choices).unwrap();
    if let Cells(_) = mess.comes {
        let mut out = Vec::new();
        normalise(&path, &choices, &mut out)?;
        return Ok((String::from_utf8(out).unwrap(), Vec::new()));
    }
    let imported = read(&path, None, &ReadOptions { choices, ..ReadOptions::default() }, &Progress::default())?;
    assert_eq!(imported.rows_read, imported.rows_accepted + imported.rows_rejected, "{}", mess.name);
    Ok((shown(&imported.data), imported.warnings.iter().map(ToString::to_string).collect()))
}

fn check_all(kinds: Vec<Mess>, count: usize) {
    let mut wrong = String::new();
    for mess in &kinds {
        let (Cells(expected) | Rows(expected) | RowsTold(expected, _)) = mess.comes;
        let expected = match mess.comes {
            Cells(_) => expected.to_owned(),
            Rows(_) | RowsTold(..) => expected.split('|').map(|row| format!("{}\n", row.trim())).collect(),
        };
        match found(mess) {
            Ok((found, _)) if found != expected => {
                write!(wrong, "{}\n--- expected\n{expected}--- found\n{found}\n", mess.name).unwrap();
            }
            Ok((_, told)) => match mess.comes {
                RowsTold(_, words) if !told.iter().any(|told| told.contains(words)) => {
                    writeln!(wrong, "{}: “{words}” is not told but {told:?}", mess.name).unwrap();
                }
                _ => {}
            },
            Err(error) => writeln!(wrong, "{}: {error}", mess.name).unwrap(),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(kinds.len(), count, "the list is as long as it is said to be");
}

const TABLE: &str = "day,place,score\n2026-01-05,Shop,4\n2026-01-06,Web,5\n";

fn table_with(delimiter: &str) -> String {
    TABLE.replace(',', delimiter)
}

/// Text as an encoding writes it.
fn encoded(label: &str, text: &str) -> Vec<u8> {
    let (bytes, _, has_gaps) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!has_gaps, "{label} has all letters of {text}");
    bytes.into_owned()
}

/// Kinds of files. Several files, a folder and the clipboard come down to these, in `session/import_job/inputs.rs`.
#[test]
fn every_container() {
    let json = "{\"day\":\"2026-01-05\",\"place\":\"Shop\",\"score\":4}\n{\"day\":\"2026-01-06\",\"place\":\"Web\",\"score\":5}\n";
    let kinds = vec![
        mess("CSV", TABLE, Cells(TABLE)),
        mess("TSV", table_with("\t"), Cells(TABLE)),
        mess("XLSX", xlsx(TABLE), Cells(TABLE)),
        mess("XLS", xls(TABLE), Cells(TABLE)),
        mess("XLSB", xlsb(TABLE), Cells(TABLE)),
        mess("ODS", ods(TABLE), Cells(TABLE)),
        mess("JSON lines", json, Cells(TABLE)),
        mess("a list of JSON", format!("[{}]", json.trim().replace('\n', ",")), Cells(TABLE)),
        mess("gzip", gzip(TABLE.as_bytes()), Cells(TABLE)),
        mess("zip", zip(&[("scores.csv", TABLE.as_bytes())]), Cells(TABLE)),
        mess("XLSX in gzip", gzip(&xlsx(TABLE)), Cells(TABLE)),
        mess("XLSX in zip", zip(&[("scores.xlsx", &xlsx(TABLE))]), Cells(TABLE)),
        mess("JSON lines in gzip", gzip(json.as_bytes()), Cells(TABLE)),
        mess("TSV in gzip", gzip(table_with("\t").as_bytes()), Cells(TABLE)),
        mess("XLS in zip", zip(&[("scores.xls", &xls(TABLE))]), Cells(TABLE)),
        mess("XLSB in gzip", gzip(&xlsb(TABLE)), Cells(TABLE)),
        mess("ODS in zip", zip(&[("scores.ods", &ods(TABLE))]), Cells(TABLE)),
        chosen(
            "several files in zip as one",
            zip(&[("a.csv", TABLE.as_bytes()), ("b.csv", b"day,place,score\n2026-01-07,App,3\n")]),
            "{\"member\": \"*\"}",
            Cells("day,place,score\n2026-01-05,Shop,4\n2026-01-06,Web,5\n2026-01-07,App,3\n"),
        ),
    ];
    check_all(kinds, 18);
}

/// What separates cells.
#[test]
fn every_dialect() {
    let mut kinds: Vec<Mess> = [",", ";", "\t", "|", ":", "^", "~", "!", "\u{1f}"]
        .map(|delimiter| mess("cells between other characters", table_with(delimiter), Cells(TABLE)))
        .into();
    kinds.push(mess("lines that end in CR LF", TABLE.replace('\n', "\r\n"), Cells(TABLE)));
    kinds.push(mess("lines that end in CR alone", TABLE.replace('\n', "\r"), Cells(TABLE)));
    kinds.push(mess("no end of the last line", TABLE.trim_end(), Cells(TABLE)));
    let quoted = "day,place,note\n2026-01-05,'Shop, left',x\n2026-01-06,'Web, right',y\n2026-01-07,'App, up',z\n";
    let comes = "day,place,note\n2026-01-05,\"Shop, left\",x\n2026-01-06,\"Web, right\",y\n2026-01-07,\"App, up\",z\n";
    kinds.push(mess("single quotes", quoted, Cells(comes)));
    let two = TABLE.replace(',', "||");
    kinds.push(chosen("cells between two characters", two, "{\"delimiter\": \"||\"}", Cells(TABLE)));
    check_all(kinds, 14);
}

/// How letters are written.
#[test]
fn every_encoding() {
    const WEST: &str = "Straße,Größe,Café\nMünchen,groß,Übergröße für Schüler\nZürich,größer,Déjà vu à la carte\n";
    const PLAIN: &str = "Straße,Größe\nMünchen,groß\nKöln,größer\n";
    const BALTIC: &str = "Miestas,Įvertinimas,Pastaba\nKlaipėda,gerai,Labai greitai atsakė į visus mūsų klausimus\nŠiauliai,blogai,Ilgai laukiau prie telefono ir nieko nesužinojau\n";
    const THAI: &str = "เมือง,คะแนน,หมายเหตุ\nเชียงใหม่,ดี,บริการรวดเร็วและเป็นมิตรมาก\nภูเก็ต,แย่,รอสายโทรศัพท์นานเกินไป\n";
    const CENTRAL: &str = "Město,Hodnocení,Poznámka\nPříbram,dobré,Žluťoučký kůň úpěl ďábelské ódy\nOlomouc,špatné,Příliš dlouhá fronta na přepážce\n";
    const RUSSIAN: &str = "Город,Оценка,Отзыв\nМосква,хорошо,Очень быстро ответили на все вопросы\nКазань,плохо,Долго ждали ответа оператора\n";
    const GREEK: &str = "Πόλη,Βαθμός,Σχόλιο\nΑθήνα,καλά,Πολύ γρήγορη και ευγενική εξυπηρέτηση\nΠάτρα,άσχημα,Περίμενα πολλή ώρα στο τηλέφωνο\n";
    const TURKISH: &str = "Şehir,Değer,Açıklama\nİstanbul,iyi,Çok hızlı ve güler yüzlü bir hizmet aldık\nEskişehir,kötü,Uzun süre beklemek zorunda kaldım\n";
    const HEBREW: &str = "עיר,ציון,הערה\nחיפה,טוב,השירות היה מהיר ואדיב מאוד\nאילת,רע,חיכינו זמן רב לתשובה בטלפון\n";
    const ARABIC: &str =
        "المدينة,التقييم,ملاحظة\nالقاهرة,جيد,كانت الخدمة سريعة جدا وودية\nبيروت,سيئ,انتظرنا وقتا طويلا على الهاتف\n";
    const JAPANESE: &str =
        "店舗,評価,コメント\n東京,良い,とても親切で早い対応でした\n大阪,悪い,電話で長い時間待たされました\n";
    const CHINESE: &str = "城市,评价,备注\n北京,好,服务非常快而且很友好\n上海,差,我们在电话里等了很长时间\n";
    const TAIWAN: &str = "城市,評價,備註\n台北,好,服務非常快而且很友好\n高雄,差,我們在電話裡等了很長時間\n";
    const KOREAN: &str = "도시,평가,의견\n서울,좋음,매우 빠르고 친절한 서비스\n부산,나쁨,전화로 오래 기다렸습니다\n";
    let le = |text: &str| utf16(text, u16::to_le_bytes);
    let be = |text: &str| utf16(text, u16::to_be_bytes);
    let kinds = vec![
        mess("UTF-8", WEST, Cells(WEST)),
        mess("UTF-8 with a mark", format!("\u{feff}{WEST}"), Cells(WEST)),
        mess("UTF-16 LE with a mark", le(&format!("\u{feff}{WEST}")), Cells(WEST)),
        mess("UTF-16 BE with a mark", be(&format!("\u{feff}{WEST}")), Cells(WEST)),
        mess("UTF-16 LE without", le(WEST), Cells(WEST)),
        mess("UTF-16 BE without", be(WEST), Cells(WEST)),
        mess("Windows-1252 and ISO-8859-1", encoded("windows-1252", WEST), Cells(WEST)),
        mess("Windows-1250", encoded("windows-1250", CENTRAL), Cells(CENTRAL)),
        mess("ISO-8859-2", encoded("iso-8859-2", CENTRAL), Cells(CENTRAL)),
        mess("Windows-1251", encoded("windows-1251", RUSSIAN), Cells(RUSSIAN)),
        mess("ISO-8859-5", encoded("iso-8859-5", RUSSIAN), Cells(RUSSIAN)),
        mess("KOI8-R", encoded("koi8-r", RUSSIAN), Cells(RUSSIAN)),
        mess("Windows-1253", encoded("windows-1253", GREEK), Cells(GREEK)),
        mess("ISO-8859-7", encoded("iso-8859-7", GREEK), Cells(GREEK)),
        mess("Windows-1254", encoded("windows-1254", TURKISH), Cells(TURKISH)),
        mess("Windows-1255", encoded("windows-1255", HEBREW), Cells(HEBREW)),
        mess("Windows-1256", encoded("windows-1256", ARABIC), Cells(ARABIC)),
        mess("Shift-JIS", encoded("shift_jis", JAPANESE), Cells(JAPANESE)),
        mess("EUC-JP", encoded("euc-jp", JAPANESE), Cells(JAPANESE)),
        mess("GBK", encoded("gbk", CHINESE), Cells(CHINESE)),
        mess("Big5", encoded("big5", TAIWAN), Cells(TAIWAN)),
        mess("EUC-KR", encoded("euc-kr", KOREAN), Cells(KOREAN)),
        mess("Windows-1257", encoded("windows-1257", BALTIC), Cells(BALTIC)),
        mess("Windows-874", encoded("windows-874", THAI), Cells(THAI)),
        chosen("ISO-2022-JP", encoded("iso-2022-jp", JAPANESE), "{\"encoding\": \"iso-2022-jp\"}", Cells(JAPANESE)),
        chosen("ISO-8859-3", encoded("iso-8859-3", PLAIN), "{\"encoding\": \"iso-8859-3\"}", Cells(PLAIN)),
        chosen("ISO-8859-4", encoded("iso-8859-4", PLAIN), "{\"encoding\": \"iso-8859-4\"}", Cells(PLAIN)),
        chosen("ISO-8859-6", encoded("iso-8859-6", ARABIC), "{\"encoding\": \"iso-8859-6\"}", Cells(ARABIC)),
        chosen("ISO-8859-8", encoded("iso-8859-8", HEBREW), "{\"encoding\": \"iso-8859-8\"}", Cells(HEBREW)),
        chosen("ISO-8859-9", encoded("iso-8859-9", TURKISH), "{\"encoding\": \"iso-8859-9\"}", Cells(TURKISH)),
        chosen("ISO-8859-10", encoded("iso-8859-10", PLAIN), "{\"encoding\": \"iso-8859-10\"}", Cells(PLAIN)),
        chosen("ISO-8859-13", encoded("iso-8859-13", PLAIN), "{\"encoding\": \"iso-8859-13\"}", Cells(PLAIN)),
        chosen("ISO-8859-14", encoded("iso-8859-14", PLAIN), "{\"encoding\": \"iso-8859-14\"}", Cells(PLAIN)),
        chosen("ISO-8859-15", encoded("iso-8859-15", WEST), "{\"encoding\": \"iso-8859-15\"}", Cells(WEST)),
        chosen("ISO-8859-16", encoded("iso-8859-16", PLAIN), "{\"encoding\": \"iso-8859-16\"}", Cells(PLAIN)),
        chosen("Windows-1258", encoded("windows-1258", PLAIN), "{\"encoding\": \"windows-1258\"}", Cells(PLAIN)),
        chosen("GB18030", encoded("gb18030", CHINESE), "{\"encoding\": \"gb18030\"}", Cells(CHINESE)),
        chosen("one of old computers", encoded("macintosh", WEST), "{\"encoding\": \"macintosh\"}", Cells(WEST)),
    ];
    check_all(kinds, 38);
}

/// What stands around and inside a table.
#[test]
fn every_layout() {
    const TWICE: &str = "2026-01-05 scores@Shop 4 - | 2026-01-06 scores@Web 5 - | 2026-01-05 scores@Shop 4 - | 2026-01-06 scores@Web 5 -";
    const ONCE: &str = "2026-01-05 scores@Shop 4 - | 2026-01-06 scores@Web 5 -";
    const BREAKS: &str = "day,comment,score\n2026-01-05,\"Good,\nbut slow\",4\n2026-01-06,\"Fine\r\nreally\",5\n";
    const NULS: &str = "day,place,score\n2026-01-05,Sh\0op,4\n2026-01-06,Web,5\n";
    const NAMELESS: &str = "day,,score\n2026-01-05,Shop,4\n2026-01-06,Web,5\n";
    const IDS: &str = "id,note\n9007199254740993,a\n9007199254740992,b\n";
    let stacked = format!("{TABLE}\nBy channel\nchannel,visits\nweb,10\napp,20\n");
    let long = format!("day,note,score\n2026-01-05,{},4\n2026-01-06,short,5\n", "x".repeat(3 << 20));
    let kinds = vec![
        mess(
            "a header of two rows",
            "north,,south,\nX,Y,X,Y\n1,2,3,4\n5,6,7,8\n9,10,11,12\n",
            Cells("north X,north Y,south X,south Y\n1,2,3,4\n5,6,7,8\n9,10,11,12\n"),
        ),
        mess("titles above", format!("Answers of June\nExported by Lena\n\n{TABLE}"), Cells(TABLE)),
        mess("a block of remarks", format!("# Answers\n# of June\n{TABLE}"), Cells(TABLE)),
        mess("a note below", format!("{TABLE}\nSource: the shop\n"), Cells(TABLE)),
        mess(
            "a row of totals",
            "day,place,orders\n2026-01-05,Shop,4\n2026-01-06,Web,5\n2026-01-07,App,6\nTotal,,15\n",
            Rows("2026-01-05 orders@Shop 4 - | 2026-01-06 orders@Web 5 - | 2026-01-07 orders@App 6 -"),
        ),
        mess("stacked tables", stacked.clone(), Cells(TABLE)),
        chosen("the second of stacked tables", stacked, "{\"table\": 2}", Cells("channel,visits\nweb,10\napp,20\n")),
        mess("the header once more in the middle", format!("{TABLE}{TABLE}"), Rows(TWICE)),
        mess(
            "ragged rows",
            "day,place,score\n2026-01-05,Shop\n2026-01-06,Web,5,more\n2026-01-07,App,3\n",
            Rows(
                "2026-01-07 scores@App 3 - | ! 2:- too_few_cells row \"2026-01-05,Shop\" | ! 3:- too_many_cells row \"2026-01-06,Web,5,more\"",
            ),
        ),
        mess(
            "stray quotes",
            "a,b,c\n1,\"x, y\",z\n2,\"u\" v,w\n3,5\" disk,w\n",
            Cells("a,b,c\n1,\"x, y\",z\n2,u v,w\n3,\"5\"\" disk\",w\n"),
        ),
        mess("line ends inside quotes", BREAKS, Cells(BREAKS)),
        mess("NULs", NULS, Cells(NULS)),
        mess(
            "apostrophes against formulas",
            "day,place,score\n'2026-01-05,'+Shop,'4\n'2026-01-06,'+Shop,'5\n",
            Rows("2026-01-05 scores@+Shop 4 - | 2026-01-06 scores@+Shop 5 -"),
        ),
        mess(
            "tabs against formulas",
            "\"\tday\",\"\tplace\",\"\tscore\"\n\"\t2026-01-05\",\"\tShop\",\"\t4\"\n\"\t2026-01-06\",\"\tWeb\",\"\t5\"\n",
            Rows(ONCE),
        ),
        mess(
            "names of columns twice",
            "day,place,score,score\n2026-01-05,Shop,4,5\n2026-01-06,Web,5,3\n",
            Rows(
                "2026-01-05 score@Shop 4 - | 2026-01-05 score_2@Shop 5 - | 2026-01-06 score@Web 5 - | 2026-01-06 score_2@Web 3 -",
            ),
        ),
        mess("a column without a name", NAMELESS, Cells(NAMELESS)),
        mess("delimiters at the ends of rows", "day,place,score,\n2026-01-05,Shop,4,\n2026-01-06,Web,5,\n", Rows(ONCE)),
        mess("a mark in the middle", format!("{TABLE}\u{feff}{TABLE}"), Rows(TWICE)),
        mess("blank lines between rows", TABLE.replace('\n', "\n\n"), Cells(TABLE)),
        mess("ids of 64 bits", IDS, Cells(IDS)),
        mess("a line of three million characters", long.clone(), Cells(Box::leak(long.into_boxed_str()))),
    ];
    check_all(kinds, 21);
}

/// A long file of one metric with these days.
fn days(written: &[&str]) -> String {
    let row = |day: &&str| format!("\"{day}\",Shop,CSAT,4\n");
    format!("date,place,metric,value\n{}", written.iter().map(row).collect::<String>())
}

fn on(name: &'static str, written: &[&str], comes: &'static str) -> Mess {
    mess(name, days(written), Rows(comes))
}

/// How days are written.
#[test]
fn every_date() {
    const AUGUST: &str = "2026-08-01 CSAT@Shop 4 - | 2026-08-02 CSAT@Shop 4 -";
    let kinds = vec![
        on("ISO", &["2026-08-01"], "2026-08-01 CSAT@Shop 4 -"),
        on("without signs", &["20260801", "20260802"], AUGUST),
        on(
            "day first, by a later row",
            &["01/02/2026", "31/01/2026"],
            "2026-02-01 CSAT@Shop 4 - | 2026-01-31 CSAT@Shop 4 -",
        ),
        on(
            "month first, by a later row",
            &["01/02/2026", "01/31/2026"],
            "2026-01-02 CSAT@Shop 4 - | 2026-01-31 CSAT@Shop 4 -",
        ),
        mess(
            "nothing says whether day or month is first",
            days(&["01/02/2026", "03/04/2026"]),
            RowsTold("2026-01-02 CSAT@Shop 4 - | 2026-03-04 CSAT@Shop 4 -", "day or month comes first"),
        ),
        on("German", &["1.8.2026", "2.8.26"], AUGUST),
        on("Japanese", &["2026年8月1日", "2026/8/2"], AUGUST),
        on("Spanish in words", &["1 de agosto de 2026"], "2026-08-01 CSAT@Shop 4 -"),
        on("English in words", &["August 1st, 2026", "2 Aug 2026"], AUGUST),
        on("French in words", &["1er août 2026", "2 août 2026"], AUGUST),
        on("German in words", &["1. August 2026", "2. Aug. 2026"], AUGUST),
        on("Dutch in words", &["1 augustus 2026", "2 augustus 2026"], AUGUST),
        on("Korean", &["2026년 8월 1일", "2026. 8. 2."], AUGUST),
        on("with short years", &["01-Aug-26", "02-Aug-26"], AUGUST),
        on(
            "with times",
            &["2026-08-01 10:00:00", "2026-08-01T23:30:00"],
            "2026-08-01 CSAT@Shop 4 - | 2026-08-01 CSAT@Shop 4 -",
        ),
        on("seconds since 1970", &["1785542400", "1785628800"], AUGUST),
        on("milliseconds", &["1785542400123", "1785628800000"], AUGUST),
        on("microseconds", &["1785542400123456", "1785628800000000"], AUGUST),
        on("days of a spreadsheet", &["45292", "45293"], "2024-01-01 CSAT@Shop 4 - | 2024-01-02 CSAT@Shop 4 -"),
        on("ISO weeks", &["2026-W05", "2026-W06"], "2026-01-26 CSAT@Shop 4 - | 2026-02-02 CSAT@Shop 4 -"),
        on("months in words", &["Aug 2026", "Sep 2026"], "2026-08-01 CSAT@Shop 4 - | 2026-09-01 CSAT@Shop 4 -"),
        on("months in numbers", &["2026-08", "2026-09"], "2026-08-01 CSAT@Shop 4 - | 2026-09-01 CSAT@Shop 4 -"),
        on("quarters", &["Q3 2026", "2026-Q4"], "2026-07-01 CSAT@Shop 4 - | 2026-10-01 CSAT@Shop 4 -"),
        mess(
            "days counted from a remark",
            "# Start date: 20260801\n# End date: 20260803\nNth day,Active users\n0000,231\n0001,244\n0002,219\n",
            Rows("2026-08-01 Active users@ 231 - | 2026-08-02 Active users@ 244 - | 2026-08-03 Active users@ 219 -"),
        ),
    ];
    check_all(kinds, 24);
}

/// A long file of one metric with these values.
fn values(written: &[&str]) -> String {
    let row = |value: &&str| format!("2026-01-05;Shop;Wait;{value}\n");
    format!("date;place;metric;value\n{}", written.iter().map(row).collect::<String>())
}

fn amount(name: &'static str, written: &[&str], comes: &'static str) -> Mess {
    mess(name, values(written), Rows(comes))
}

/// How numbers are written.
#[test]
fn every_number() {
    const THOUSANDS: &str = "2026-01-05 Wait@Shop 1234.5 - | 2026-01-05 Wait@Shop 1000000 -";
    let kinds = vec![
        amount("a comma for decimals", &["4,5", "12,25"], "2026-01-05 Wait@Shop 4.5 - | 2026-01-05 Wait@Shop 12.25 -"),
        amount("thousands with commas", &["1,234.5", "1,000,000"], THOUSANDS),
        amount("thousands with points", &["1.234,5", "1.000.000"], THOUSANDS),
        amount("thousands with blanks", &["1 234,5", "1\u{a0}000\u{202f}000"], THOUSANDS),
        amount("thousands with apostrophes", &["1'234.5", "1’000’000"], THOUSANDS),
        amount(
            "thousands of India",
            &["12,34,567.5", "1,00,000"],
            "2026-01-05 Wait@Shop 1234567.5 - | 2026-01-05 Wait@Shop 100000 -",
        ),
        amount("percent", &["62.5%", "60 %"], "2026-01-05 Wait@Shop 0.625 - | 2026-01-05 Wait@Shop 0.6 -"),
        amount("money before", &["€ 1,200.50", "$3.00"], "2026-01-05 Wait@Shop 1200.5 - | 2026-01-05 Wait@Shop 3 -"),
        amount(
            "money behind",
            &["1.200,50 €", "12,00 EUR"],
            "2026-01-05 Wait@Shop 1200.5 - | 2026-01-05 Wait@Shop 12 -",
        ),
        amount(
            "losses in brackets",
            &["(12.50)", "3.25"],
            "2026-01-05 Wait@Shop -12.5 - | 2026-01-05 Wait@Shop 3.25 -",
        ),
        amount(
            "a minus of typesetters",
            &["\u{2212}2.5", "3.5"],
            "2026-01-05 Wait@Shop -2.5 - | 2026-01-05 Wait@Shop 3.5 -",
        ),
        amount("wide digits", &["１２", "３"], "2026-01-05 Wait@Shop 12 - | 2026-01-05 Wait@Shop 3 -"),
        amount(
            "thousands and millions as letters",
            &["1.2k", "3M", "7"],
            "2026-01-05 Wait@Shop 1200 - | 2026-01-05 Wait@Shop 3000000 - | 2026-01-05 Wait@Shop 7 -",
        ),
        amount("powers of ten", &["1.5e3", "2E-1"], "2026-01-05 Wait@Shop 1500 - | 2026-01-05 Wait@Shop 0.2 -"),
        amount(
            "durations",
            &["5 min 13s", "4 min 2s", "59s"],
            "2026-01-05 Wait@Shop 313 - | 2026-01-05 Wait@Shop 242 - | 2026-01-05 Wait@Shop 59 -",
        ),
        mess(
            "durations as clocks",
            "day,Avg. time\n2026-01-05,00:15:01\n2026-01-06,00:02:10\n",
            Rows("2026-01-05 Avg. time@ 901 - | 2026-01-06 Avg. time@ 130 -"),
        ),
        amount(
            "nothing known",
            &["4", "n/a", "-", ""],
            "2026-01-05 Wait@Shop 4 - | ! 3:value missing_value row \"n/a\" | ! 4:value missing_value row \"-\" | ! 5:value missing_value row \"\"",
        ),
        mess(
            "nothing says what a comma means",
            values(&["1,234", "2,345"]),
            RowsTold("2026-01-05 Wait@Shop 1.234 - | 2026-01-05 Wait@Shop 2.345 -", "what its comma means"),
        ),
    ];
    check_all(kinds, 18);
}

/// A survey of 24 answers under a name.
fn answers(name: &str, cells: &[&str]) -> (String, Sniffed) {
    let mut text = format!("respondent_id,date,{name}\n");
    for (row, cell) in cells.iter().cycle().take(24).enumerate() {
        writeln!(text, "r{row},2026-01-{:02},{cell}", row % 28 + 1).unwrap();
    }
    let (_folder, path) = file(text.as_bytes());
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    (text, sniffed)
}

/// What columns mean.
#[test]
fn every_score() {
    let kinds = [
        ("0 to 10", "How likely are you to recommend us?", &["0", "3", "9", "10"][..], Some((0.0, 10.0))),
        ("1 to 5", "CSAT", &["1", "2", "4", "5"], Some((1.0, 5.0))),
        ("1 to 7", "Effort score", &["1", "2", "6", "7"], Some((1.0, 7.0))),
        ("0 to 100", "Satisfaction score", &["80", "95", "60", "100"], Some((0.0, 100.0))),
        ("words", "How satisfied are you?", &["Very satisfied", "Satisfied", "Dissatisfied"], Some((1.0, 5.0))),
        ("words of Germany", "Zufriedenheit", &["Sehr zufrieden", "Unzufrieden", "k. A."], Some((1.0, 5.0))),
        ("numbers with words", "How was it?", &["5 - Very satisfied", "1 - Very dissatisfied", "3"], Some((1.0, 5.0))),
        ("good and bad", "Satisfaction", &["Good", "Bad", "Offered"], Some((0.0, 1.0))),
        ("faces", "Mood", &["😀", "😐", "😡"], Some((1.0, 5.0))),
        ("codes for no answer", "CSAT", &["1", "2", "4", "5", "99", "n/a"], Some((1.0, 5.0))),
        ("no score", "Favourite colour", &["red", "green", "blue"], None),
    ];
    assert_eq!(kinds.len(), 11);
    for (name, header, cells, expected) in kinds {
        let (_, sniffed) = answers(header, cells);
        let found = sniffed.columns.last().and_then(|column| column.score.as_ref()).map(|score| score.scale);
        assert_eq!(found, expected, "{name}");
    }
    for (name, cells) in [
        ("yes and no", ["yes", "no"]),
        ("true and false", ["TRUE", "false"]),
        ("ja und nein", ["ja", "nein"]),
        ("oui et non", ["oui", "non"]),
    ] {
        let (_, booleans) = answers("Solved", &cells);
        assert_eq!(booleans.columns.last().unwrap().column_type, ColumnType::Boolean, "{name}");
    }
}

/// What columns are, what is read from them, and why.
#[test]
fn every_role() {
    let columns = [
        ("date", "2026-01-{}", "date date the header says so"),
        ("branch", "Shop {}", "text ignored many distinct values"),
        (
            "email",
            "ann{}@example.com",
            "text personal it holds e-mail addresses, which are left out unless you choose them",
        ),
        (
            "phone",
            "+49 30 12345{}",
            "text personal it holds telephone numbers, which are left out unless you choose them",
        ),
        ("respondent_id", "r{}", "text ignored many distinct values"),
        ("CSAT", "5", "integer score it is the column of numbers"),
        ("paid", "€ 12.{}0", "number score it is the column of numbers"),
        ("wait", "5 min {}s", "duration score it is the column of numbers"),
        ("rate", "{}%", "percent score it is the column of numbers"),
        ("solved", "yes", "text segment few distinct values"),
        ("order", "10000000000000000{}", "id ignored digits of an id, which are no number"),
        ("comment", "Everything was fine and friendly, number {} of them", "text ignored long texts"),
        ("weight", "0.{}", "number score it is the column of numbers"),
        ("blank", "", "empty ignored nothing in it"),
    ];
    let mut text = columns.map(|(name, _, _)| name).join(",") + "\n";
    for row in 11..35 {
        let cells = columns.map(|(_, cell, _)| format!("\"{}\"", cell.replace("{}", &format!("{:02}", row % 28 + 1))));
        text += &(cells.join(",") + "\n");
    }
    let (_folder, path) = file(text.as_bytes());
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    let found = sniffed.columns.iter().map(|c| format!("{}: {} {} {}", c.name, c.column_type, c.role.word(), c.reason));
    let expected = columns.iter().map(|(name, _, expected)| format!("{name}: {expected}"));
    assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

/// Two tables of the same width below each other, as on a sheet.
const TWO_TABLES: &str = "NPS by month\nMonth,NPS,n\nJan 2025,31,200\nFeb 2025,28,210\nMar 2025,22,190\n\n\nTop contact reasons\nReason,Contacts,Share\nLate delivery,512,0.41\nRefund,300,0.24\nLogin,200,0.16\n";

/// How rows and columns are laid out.
#[test]
fn every_shape() {
    let kinds = vec![
        mess(
            "long",
            "date,place,metric,value,n,plan\n2026-01-05,Shop,CSAT,4.5,10,pro\n",
            Rows("2026-01-05 CSAT@Shop[pro] 4.5 10"),
        ),
        mess(
            "wide by metric",
            "date,place,visits,orders\n2026-01-05,Shop,120,7\n2026-01-06,Shop,130,9\n",
            Rows(
                "2026-01-05 visits@Shop 120 - | 2026-01-05 orders@Shop 7 - | 2026-01-06 visits@Shop 130 - | 2026-01-06 orders@Shop 9 -",
            ),
        ),
        mess(
            "wide by date",
            "metric,2026-01,2026-02\nvisits,120,130\norders,7,9\n",
            Rows(
                "2026-01-01 visits@ 120 - | 2026-02-01 visits@ 130 - | 2026-01-01 orders@ 7 - | 2026-02-01 orders@ 9 -",
            ),
        ),
        mess(
            "events",
            "timestamp,event,user_id\n2026-01-05 10:00:00,signup,u1\n2026-01-05 11:00:00,signup,u2\n2026-01-06 10:00:00,purchase,u1\n",
            Rows(
                "2026-01-05 Events@signup 2 - | 2026-01-05 Customers@signup 2 - | 2026-01-06 Events@purchase 1 - | 2026-01-06 Customers@purchase 1 -",
            ),
        ),
    ];
    check_all(kinds, 4);
    let grids = vec![
        mess(
            "quarters above the names of metrics",
            "Touchpoint,Q1 2025,,Q2 2025,\n,NPS,n,NPS,n\nCheckout,32,120,28,140\nDelivery,-5,80,-12,95\nSupport,10,60,14,66\n",
            Rows(
                "2025-01-01 NPS@Checkout 32 120 | 2025-04-01 NPS@Checkout 28 140 | 2025-01-01 NPS@Delivery -5 80 | 2025-04-01 NPS@Delivery -12 95 | 2025-01-01 NPS@Support 10 60 | 2025-04-01 NPS@Support 14 66",
            ),
        ),
        mess(
            "months without a year",
            xlsx("Scorecard 2025\nStage,KPI,Nov,Dec,Jan\nBuy,NPS,30,31,28\nBuy,Tickets,12,14,11\nUse,NPS,10,12,9\n"),
            RowsTold(
                "2025-11-01 NPS@Buy 30 - | 2025-12-01 NPS@Buy 31 - | 2026-01-01 NPS@Buy 28 - | 2025-11-01 Tickets@Buy 12 - | 2025-12-01 Tickets@Buy 14 - | 2026-01-01 Tickets@Buy 11 - | 2025-11-01 NPS@Use 10 - | 2025-12-01 NPS@Use 12 - | 2026-01-01 NPS@Use 9 -",
                "they are those of 2025, as a line above the table says",
            ),
        ),
        mess(
            "labels of groups in a pivot table",
            xlsx(
                "Average of CSAT\nStage,Touchpoint,2025-01-01,2025-02-01\nBuy,Website,4.1,4\n,Checkout,3.9,3.8\nUse,App,4.4,4.5\n,Support,3.1,2.8\n",
            ),
            Cells(
                "Stage,Touchpoint,2025-01-01,2025-02-01\nBuy,Website,4.1,4\nBuy,Checkout,3.9,3.8\nUse,App,4.4,4.5\nUse,Support,3.1,2.8\n",
            ),
        ),
        chosen(
            "two tables in one grid",
            xlsx(TWO_TABLES),
            "{\"table\": 2}",
            Cells("Reason,Contacts,Share\nLate delivery,512,0.41\nRefund,300,0.24\nLogin,200,0.16\n"),
        ),
        mess(
            "the first of two tables in one grid",
            xlsx(TWO_TABLES),
            Rows("2025-01-01 NPS@ 31 200 | 2025-02-01 NPS@ 28 210 | 2025-03-01 NPS@ 22 190"),
        ),
    ];
    check_all(grids, 5);
    let (text, sniffed) = answers("CSAT", &["1", "2", "4", "5"]);
    assert_eq!(sniffed.shape, Some(Shape::Survey), "a survey");
    assert_eq!(read_text(&text, None).unwrap().data.responses.day.len(), 24);
}
