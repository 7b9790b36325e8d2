//! Random tables in random dialects, encodings and messes, written and read back: the cells are the same.

mod messes;

use super::*;

/// Numbers that repeat with their seed.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

const WORDS: [&str; 16] = [
    "shop",
    "Delivery",
    "very good",
    "it works",
    "slow; but fine",
    "a, b and c",
    "x|y",
    "said \"no\"",
    "two\nlines",
    "O'Neil",
    "Größe",
    "café",
    "",
    "100 %",
    "№ 5",
    "tab\there",
];

fn cell(random: &mut Random, column: usize, words: &[&str]) -> String {
    match column {
        0 => format!("2024-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28)),
        1 => format!("{:05}", random.below(100_000)),
        2 => format!("{}.{}", random.below(1_000), random.below(100)),
        _ => random.pick(words).to_owned(),
    }
}

/// One table: its text, and its cells with the header first.
fn table(random: &mut Random) -> (Vec<u8>, Vec<Vec<String>>, String) {
    let columns = 3 + random.below(6);
    let rows = 3 + random.below(30);
    let delimiter = random.pick(&[',', ';', '\t', '|']);
    let newline = random.pick(&["\n", "\r\n", "\r"]);
    let encoding = random.pick(&["utf-8", "utf-8", "mark", "utf-16le", "utf-16be", "windows-1252"]);
    let is_always_quoted = random.below(3) == 0;
    // A cell of two lines has the line ends of its file.
    let words: Vec<String> = WORDS
        .iter()
        .filter(|w| encoding != "windows-1252" || !w.contains('№'))
        .map(|w| w.replace('\n', newline))
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut cells =
        vec![(0..columns).map(|c| format!("{}{c}", ["day", "id", "value", "text"][c.min(3)])).collect::<Vec<_>>()];
    for _ in 0..rows {
        cells.push((0..columns).map(|c| cell(random, c, &words)).collect());
    }
    let mut text = String::new();
    if random.below(4) == 0 {
        text.push_str(&format!("Report of the week{newline}{newline}"));
    }
    for row in &cells {
        let written: Vec<String> = row
            .iter()
            .map(|cell| {
                let must = cell.contains([delimiter, '"', '\n', '\r']);
                if must || is_always_quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
            })
            .collect();
        text.push_str(&written.join(&delimiter.to_string()));
        text.push_str(newline);
    }
    if random.below(4) == 0 {
        text.push_str(&format!("{newline}Source: the shop"));
    } else if random.below(3) == 0 {
        text.truncate(text.len() - newline.len());
    }
    let bytes = match encoding {
        "mark" => format!("\u{feff}{text}").into_bytes(),
        "utf-16le" => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        "windows-1252" => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
        _ => text.into_bytes(),
    };
    (bytes, cells, format!("{delimiter:?} {newline:?} {encoding}"))
}

fn rows_of(csv: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn what_was_written_is_read_back() {
    let mut random = Random(20_241_127);
    let (_folder, path) = file(b"");
    let mut wrong = Vec::new();
    for round in 0..1_000 {
        let (bytes, cells, how) = table(&mut random);
        std::fs::write(&path, &bytes).unwrap();
        let mut out = Vec::new();
        normalise(&path, &ReadChoices::default(), &mut out).unwrap();
        let read = rows_of(&out);
        if read != cells {
            let first = read.iter().zip(&cells).position(|(a, b)| a != b).unwrap_or(read.len().min(cells.len()));
            wrong.push(format!("{round} {how}: row {first}: {:?} instead of {:?}", read.get(first), cells.get(first)));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}

#[test]
fn whatever_is_broken_is_read_or_refused() {
    let mut random = Random(7);
    let sheet = super::containers::workbook(&[(
        "One",
        false,
        r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>"#,
        "A1:A2",
    )]);
    let csv = b"date,place,metric,value,n\n2024-01-05,\"A, b\",NPS,4,10\n2024-01-06,B,NPS,\"5\",11\n".to_vec();
    let seeds = [
        super::containers::gzip(&csv),
        super::containers::zip(&[("a.csv", &csv), ("b.csv", &csv)]),
        b"{\"date\": \"2024-01-01\", \"place\": {\"a\": [1, {}]}, \"value\": 1e5}\n{\"value\": \"x\"}\n".to_vec(),
        super::messes::STACKED.as_bytes().to_vec(),
        br#"{"shape": "long", "reading": {"skip": 1}, "date": {"fixed": "2024-01-01"}, "metric": {"fixed": "a"}, "value": {"column": "v"}}"#.to_vec(),
        sheet,
        csv,
    ];
    for round in 0..300 {
        let mut bytes = seeds[round % seeds.len()].clone();
        for _ in 0..1 + random.below(6) {
            let at = random.below(bytes.len());
            match random.below(4) {
                0 => bytes[at] = random.pick(b"\"',;\n\r\0 \\\xff0{}[]"),
                1 => bytes[at] ^= 1 << random.below(8),
                2 => drop(bytes.remove(at)),
                _ => bytes.insert(at, random.pick(b"\"',;\n\r\t|x9")),
            }
            if bytes.is_empty() {
                bytes.push(b'x');
            }
        }
        super::fuzzing::sniff_bytes(&bytes);
        super::fuzzing::packed_bytes(&bytes);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            super::fuzzing::mapping_text(text);
        }
    }
}
