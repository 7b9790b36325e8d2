//! Random tables in every encoding, dialect, container and mess at once, written and read back: the cells are the same.

use super::super::containers::{gzip, zip};
use super::super::workbooks::{ods, utf16, xls, xlsb, xlsx};
use super::*;
use encoding_rs::Encoding;

/// Encodings that files name nowhere, each with what people write in them.
const TONGUES: &[(&[&str], &[&str])] = &[
    (
        &["utf-8", "mark", "utf-16le", "utf-16be", "bare-16le", "bare-16be", "windows-1252", "iso-8859-15"],
        &["Größe und Länge", "sehr freundlich, schnell", "Rückfrage für später", "Straße 5; Hof", "Übergröße", "schön"],
    ),
    (
        &["utf-8", "windows-1250", "iso-8859-2"],
        &["Příliš dlouhá fronta", "žluťoučký kůň, úpěl", "dobré; rychlé", "špatné"],
    ),
    (
        &["utf-8", "windows-1251", "koi8-r", "iso-8859-5"],
        &["очень быстро ответили", "долго ждали, но помогли", "хорошо; вежливо", "плохо работает телефон"],
    ),
    (
        &["utf-8", "windows-1253", "iso-8859-7"],
        &["πολύ γρήγορη εξυπηρέτηση", "περίμενα πολλή ώρα", "καλά, ευγενικά", "άσχημα"],
    ),
    (&["utf-8", "windows-1255"], &["השירות היה מהיר ואדיב", "חיכינו זמן רב", "טוב, מאוד"]),
    (&["utf-8", "windows-1256"], &["كانت الخدمة سريعة جدا", "انتظرنا وقتا طويلا على الهاتف", "جيد, وودية"]),
    (
        &["utf-8", "shift_jis", "euc-jp", "utf-16le"],
        &["とても親切で早い対応でした", "電話で長い時間待たされました", "良い、早い"],
    ),
    (&["utf-8", "gbk", "utf-16be"], &["服务非常快而且很友好", "我们在电话里等了很长时间", "好, 很快"]),
    (&["utf-8", "big5"], &["服務非常快而且很友好", "我們在電話裡等了很長時間", "很好, 很快"]),
    (&["utf-8", "euc-kr"], &["매우 빠르고 친절한 서비스", "전화로 오래 기다렸습니다", "좋음, 빠름"]),
    (&["utf-8", "windows-874"], &["บริการรวดเร็วและเป็นมิตรมาก", "รอสายโทรศัพท์นานเกินไป", "ดี, เร็ว"]),
];

/// What is done to a text, one of them or none each time.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mess {
    None,
    Title,
    Remarks,
    Note,
    TrailingDelimiters,
    NameTwice,
    Nameless,
    BlankLines,
    HeaderOfTwoRows,
    SecondTable,
    Nuls,
    StrayQuotes,
    Guards,
    LongCell,
    LongIds,
}

const MESSES: [Mess; 15] = [
    Mess::None,
    Mess::Title,
    Mess::Remarks,
    Mess::Note,
    Mess::TrailingDelimiters,
    Mess::NameTwice,
    Mess::Nameless,
    Mess::BlankLines,
    Mess::HeaderOfTwoRows,
    Mess::SecondTable,
    Mess::Nuls,
    Mess::StrayQuotes,
    Mess::Guards,
    Mess::LongCell,
    Mess::LongIds,
];

/// A table, header first.
fn cells(random: &mut Random, words: &[&str], mess: Mess) -> Vec<Vec<String>> {
    let columns = 3 + random.below(5);
    let mut header: Vec<String> =
        (0..columns).map(|c| format!("{}{c}", ["day", "id", "value", "text"][c.min(3)])).collect();
    // At least one column of words, so that there are letters to know the encoding by.
    header.push("remark".to_owned());
    match mess {
        Mess::NameTwice => header[2] = header[1].clone(),
        Mess::Nameless => header[3].clear(),
        _ => {}
    }
    let mut rows = vec![header];
    for row in 0..4 + random.below(24) {
        let mut cells: Vec<String> = (0..columns)
            .map(|column| match column {
                0 => format!("2024-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28)),
                1 if mess == Mess::LongIds => format!("90071992547{:05}", random.below(100_000)),
                1 => format!("{:05}", random.below(100_000)),
                2 => format!("{}.{}", random.below(1_000), 1 + random.below(99)),
                _ if random.below(5) == 0 => String::new(),
                _ => random.pick(words).to_owned(),
            })
            .collect();
        cells.push(random.pick(words).to_owned());
        let last = cells.len() - 1;
        match mess {
            Mess::Nuls if row % 3 == 0 => {
                let second = cells[last].char_indices().nth(1).map_or(0, |(at, _)| at);
                cells[last].insert(second, '\0');
            }
            Mess::StrayQuotes if row % 3 == 0 => "a 5\" disk".clone_into(&mut cells[last]),
            Mess::Guards => cells[1].insert(0, '\''),
            Mess::LongCell if row == 2 => cells[last] = words.join(" ").repeat(2_000),
            _ => {}
        }
        rows.push(cells);
    }
    rows
}

/// The table as text.
fn text(random: &mut Random, rows: &[Vec<String>], mess: Mess) -> (String, String) {
    // Of two tables with a rare sign between their cells each is as much a table of texts with commas.
    let usual = if mess == Mess::SecondTable { 6 } else { 8 };
    let delimiter = random.pick(&[',', ';', '\t', '|', ',', ';', '^', '~'][..usual]);
    let newline = random.pick(&["\n", "\r\n", "\r"]);
    let quote = if random.below(6) == 0 && mess != Mess::Guards { '\'' } else { '"' };
    let is_always_quoted = random.below(3) == 0 || (quote == '\'' && mess != Mess::StrayQuotes);
    let mut text = String::new();
    match mess {
        Mess::Title => text.push_str(&format!("Report of the week{newline}Shop and web{newline}{newline}")),
        Mess::Remarks => text.push_str(&format!("# Report of the week{newline}# made on Monday{newline}")),
        Mess::HeaderOfTwoRows => {
            let above: Vec<&str> = (0..rows[0].len()).map(|at| ["north", "", "south", ""][at % 4]).collect();
            text.push_str(&above.join(&delimiter.to_string()));
            text.push_str(newline);
        }
        _ => {}
    }
    for row in rows {
        let written: Vec<String> = row
            .iter()
            .map(|cell| {
                let is_stray = mess == Mess::StrayQuotes && cell.contains("5\"");
                let must = cell.contains([delimiter, quote, '\n', '\r']) && !is_stray;
                if must || (is_always_quoted && !is_stray) {
                    format!("{quote}{}{quote}", cell.replace(quote, &format!("{quote}{quote}")))
                } else {
                    cell.clone()
                }
            })
            .collect();
        text.push_str(&written.join(&delimiter.to_string()));
        if mess == Mess::TrailingDelimiters {
            text.push(delimiter);
        }
        text.push_str(newline);
        if mess == Mess::BlankLines {
            text.push_str(newline);
        }
    }
    match mess {
        Mess::Note => text.push_str(&format!("{newline}Source: the shop")),
        Mess::SecondTable => {
            let d = delimiter;
            let n = newline;
            text.push_str(&format!("{n}By channel{n}channel{d}visits{n}web{d}10{n}app{d}20{n}mail{d}7{n}"));
        }
        _ => {}
    }
    (text, format!("{delimiter:?} {newline:?} {quote} {is_always_quoted}"))
}

/// Text as an encoding writes it; `None` where it has no such letters.
fn encoded(label: &str, text: &str) -> Option<Vec<u8>> {
    Some(match label {
        "utf-8" => text.as_bytes().to_vec(),
        "mark" => format!("\u{feff}{text}").into_bytes(),
        "utf-16le" => utf16(&format!("\u{feff}{text}"), u16::to_le_bytes),
        "utf-16be" => utf16(&format!("\u{feff}{text}"), u16::to_be_bytes),
        "bare-16le" => utf16(text, u16::to_le_bytes),
        "bare-16be" => utf16(text, u16::to_be_bytes),
        label => {
            let (bytes, _, has_gaps) = Encoding::for_label(label.as_bytes())?.encode(text);
            (!has_gaps).then(|| bytes.into_owned())?
        }
    })
}

fn as_csv(rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// One file, the cells that it has to give, and how it was made.
fn made(random: &mut Random) -> (Vec<u8>, Vec<Vec<String>>, String) {
    let (encodings, words) = random.pick(TONGUES);
    let encoding = random.pick(encodings);
    let mut mess = random.pick(&MESSES);
    // Workbooks of these tests have plain cells; the newer binary one only plain letters.
    let container = random.below(10);
    let is_sheet = container < 4;
    // What only texts can have.
    if is_sheet && !matches!(mess, Mess::NameTwice | Mess::Nameless | Mess::LongIds | Mess::Title | Mess::Note) {
        mess = Mess::None;
    }
    let plain: Vec<String> = words.iter().map(|word| word.replace([',', ';'], "")).collect();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let words = match container {
        0 | 1 | 3 => plain.as_slice(),
        2 => &["good and quick", "waited too long", "polite"],
        _ => words,
    };
    let mut rows = cells(random, words, mess);
    if is_sheet {
        let mut sheet = as_csv(&rows);
        match mess {
            Mess::Title => sheet.insert_str(0, "Report of the week\n\n"),
            Mess::Note => sheet.push_str("\nSource: the shop\n"),
            _ => {}
        }
        let kind = ["xlsx", "ods", "xlsb", "xls"][container];
        let bytes = [xlsx, ods, xlsb, xls][container](&sheet);
        return (bytes, rows, format!("{kind} {mess:?}"));
    }
    let (text, how) = text(random, &rows, mess);
    let bytes = encoded(encoding, &text).unwrap_or_else(|| text.clone().into_bytes());
    if mess == Mess::HeaderOfTwoRows {
        let mut group = "";
        for (at, name) in rows[0].iter_mut().enumerate() {
            group = ["north", "north", "south", "south"].get(at % 4).copied().unwrap_or(group);
            *name = format!("{group} {name}");
        }
    }
    let bytes = match container {
        4 => gzip(&bytes),
        5 => zip(&[("table.csv", &bytes)]),
        _ => bytes,
    };
    (bytes, rows, format!("{encoding} {mess:?} {how} {}", ["gzip", "zip"].get(container - 4).unwrap_or(&"")))
}

/// Without blank cells at the ends, which delimiters at the ends of rows leave.
fn without_ends(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let trimmed = |row: &Vec<String>| {
        let used = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
        row[..used].to_vec()
    };
    rows.iter().map(trimmed).collect()
}

#[test]
fn whatever_the_encoding_dialect_container_and_mess_the_cells_are_read_back() {
    let rounds = std::env::var("MILEPOST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(600);
    let mut random =
        Random(std::env::var("MILEPOST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_128));
    let (_folder, path) = file(b"");
    let mut wrong = Vec::new();
    for round in 0..rounds {
        let (bytes, cells, how) = made(&mut random);
        std::fs::write(&path, &bytes).unwrap();
        let mut out = Vec::new();
        if let Err(error) = normalise(&path, &ReadChoices::default(), &mut out) {
            wrong.push(format!("{round} {how}: {error}"));
            continue;
        }
        let (read, cells) = (without_ends(&rows_of(&out)), without_ends(&cells));
        if read != cells {
            let first = read.iter().zip(&cells).position(|(a, b)| a != b).unwrap_or(read.len().min(cells.len()));
            let cut = |row: Option<&Vec<String>>| format!("{row:?}").chars().take(300).collect::<String>();
            let (found, wanted) = (cut(read.get(first)), cut(cells.get(first)));
            if let Some(folder) = std::env::var_os("MILEPOST_FINDS") {
                std::fs::write(Path::new(&folder).join(format!("{round}.csv")), &bytes).unwrap();
            }
            wrong.push(format!(
                "{round} {how}: {} of {} rows, row {first}: {found} instead of {wanted}",
                read.len(),
                cells.len()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n")
    );
}
