//! Tables inside something: gzip, zip, workbooks, JSON.

use super::*;
use flate2::{Compression, write::GzEncoder};
use std::io::{Cursor, Read as _, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of sheets: name, whether it is hidden, its rows in XML, merged cells.
pub(super) fn workbook(sheets: &[(&str, bool, &str, &str)]) -> Vec<u8> {
    const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                r#"{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="46"/></cellXfs></styleSheet>"#
            ),
        ),
    ];
    let (mut list, mut relations) = (String::new(), String::new());
    for (index, (name, is_hidden, rows, merged)) in sheets.iter().enumerate() {
        let id = index + 1;
        let state = if *is_hidden { r#" state="hidden""# } else { "" };
        write!(list, r#"<sheet name="{name}" sheetId="{id}"{state} r:id="rId{id}"/>"#).unwrap();
        write!(
            relations,
            r#"<Relationship Id="rId{id}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{id}.xml"/>"#
        )
        .unwrap();
        let merged = if merged.is_empty() {
            String::new()
        } else {
            format!(r#"<mergeCells><mergeCell ref="{merged}"/></mergeCells>"#)
        };
        parts.push((
            format!("xl/worksheets/sheet{id}.xml"),
            format!(r#"{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>"#),
        ));
    }
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!(r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{list}</sheets></workbook>"#),
    ));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), format!(r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#)));
    let parts: Vec<_> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zip(&parts)
}

fn text_cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#)
}

fn plain_row(row: u32, cells: &[&str]) -> String {
    let cells: String =
        cells.iter().zip('A'..).map(|(text, column)| text_cell(&format!("{column}{row}"), text)).collect();
    format!(r#"<row r="{row}">{cells}</row>"#)
}

#[track_caller]
fn normalised(bytes: &[u8], choices: &str) -> Result<String, String> {
    let (_folder, path) = file(bytes);
    let choices: ReadChoices = serde_json::from_str(choices).unwrap();
    let mut out = Vec::new();
    match normalise(&path, &choices, &mut out) {
        Ok(_) => Ok(String::from_utf8(out).unwrap()),
        Err(error) => Err(error.to_string().replace(&path.display().to_string(), "FILE")),
    }
}

#[track_caller]
fn check_out(bytes: &[u8], choices: &str, expected: &str) {
    assert_eq!(normalised(bytes, choices).unwrap(), expected);
}

#[track_caller]
fn check_told(bytes: &[u8], choices: &str, expected: &str) {
    let error = normalised(bytes, choices).unwrap_err();
    assert!(error.contains(expected), "{error}");
    assert!(error.starts_with("FILE") || error.starts_with("The "), "{error}");
    assert!(error.ends_with('.') && !error.contains('\n'), "{error}");
}

#[test]
fn packed_tables_are_unpacked() {
    let csv = b"a;b\n1,5;x\n";
    let clean = "a,b\n\"1,5\",x\n";
    check_out(&gzip(csv), "{}", clean);
    check_out(&zip(&[("in/data.csv", csv)]), "{}", clean);
    check_out(&zip(&[("read me.pdf", b"%PDF-1.4"), ("data.csv", csv)]), "{}", clean);
    check_out(&zip(&[("data.csv.gz", &gzip(csv))]), "{}", clean);
    let sheet = workbook(&[("One", false, &(plain_row(1, &["a", "b"]) + &plain_row(2, &["1", "x"])), "")]);
    check_out(&gzip(&sheet), "{}", "a,b\n1,x\n");
    check_out(&zip(&[("book.xlsx", &sheet)]), "{}", "a,b\n1,x\n");
    // Several streams behind one another are one file.
    check_out(&[gzip(b"a,b\n1,2\n"), gzip(b"3,4\n")].concat(), "{}", "a,b\n1,2\n3,4\n");
}

#[test]
fn one_or_all_files_of_an_archive() {
    let two = zip(&[
        ("2024-01.csv", b"date,place,value\n2024-01-01,A,1\n"),
        ("__MACOSX/._x", b"\0\x01"),
        ("2024-02.csv", b"place;date;value\r\nB;2024-02-01;2\r\n"),
    ]);
    check_out(&two, "{}", "date,place,value\n2024-01-01,A,1\n");
    check_out(&two, r#"{"member": "2024-02.csv"}"#, "place,date,value\nB,2024-02-01,2\n");
    check_out(&two, r#"{"member": "*"}"#, "date,place,value\n2024-01-01,A,1\n2024-02-01,B,2\n");
    check_told(&two, r#"{"member": "3.csv"}"#, "\"2024-01.csv\", \"2024-02.csv\"");
    let other = zip(&[("a.csv", b"x,y\n1,2\n"), ("b.csv", b"x,z\n1,2\n")]);
    check_told(&other, r#"{"member": "*"}"#, "b.csv has other columns than the first file");
    let (_folder, path) = file(&two);
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    let names: Vec<_> = sniffed.members.iter().map(|m| (m.name.as_str(), m.bytes)).collect();
    assert_eq!(names, [("2024-01.csv", 32), ("2024-02.csv", 34)]);
    assert_eq!(sniffed.member.as_deref(), Some("2024-01.csv"));
    let choices = ReadChoices { member: Some("*".into()), ..ReadChoices::default() };
    let options = ReadOptions { choices, ..ReadOptions::default() };
    let imported = read(&path, None, &options, &Progress::default()).unwrap();
    assert_eq!((imported.rows_read, imported.rows_accepted), (2, 2));
    assert_eq!(imported.hash, blake3::hash(&two).to_hex().to_string(), "the hash is that of the file");
    assert_eq!(imported.mapping.reading.member.as_deref(), Some("*"));
}

#[test]
fn what_cannot_be_unpacked_says_so() {
    check_told(b"PK\x03\x04broken", "{}", "cannot be read as an archive");
    check_told(&gzip(b"a,b\n1,2\n")[..18], "{}", "FILE cannot be read");
    check_told(&gzip(&gzip(b"a,b\n")), "{}", "another archive");
    check_told(&zip(&[]), "{}", "empty");
    check_told(&zip(&[("word/document.xml", b"<x/>"), ("[Content_Types].xml", b"<x/>")]), "{}", "text document");
    check_told(
        &zip(&[("xl/workbook.xml", b"<x"), ("[Content_Types].xml", b"<x/>")]),
        "{}",
        "cannot be read as a workbook",
    );
    check_told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", "{}", "cannot be read as a workbook");
}

#[test]
fn cells_of_a_workbook_keep_their_text() {
    let rows = plain_row(2, &["id", "when", "ok", "share", "spent"])
        + r#"<row r="3"><c r="A3" t="inlineStr"><is><t>00123</t></is></c><c r="B3" s="1"><v>45292</v></c><c r="C3" t="b"><v>1</v></c><c r="D3"><v>0.30000000000000004</v></c><c r="E3" s="3"><v>1.25</v></c></row>"#
        + r#"<row r="5"><c r="A5"><v>9007199254740991</v></c><c r="B5" s="2"><v>45292.520833333336</v></c><c r="C5" t="e"><v>#DIV/0!</v></c><c r="E5"><f>A1</f><v>7</v></c></row>"#;
    let book = workbook(&[("Data", false, &rows, "")]);
    let expected = "id,when,ok,share,spent\n00123,2024-01-01,TRUE,0.30000000000000004,30:00:00\n9007199254740991,2024-01-01T12:30:00,#DIV/0!,,7\n";
    check_out(&book, "{}", expected);
}

#[test]
fn lines_of_a_sheet_are_its_rows() {
    let rows = plain_row(3, &["date", "place", "metric", "value"])
        + &plain_row(4, &["2024-01-01", "Sign\nup", "NPS", "9"])
        + &plain_row(7, &["never", "A", "NPS", "9"]);
    let (_folder, path) = file(&workbook(&[("Data", false, &rows, "")]));
    let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
    assert_eq!(shown(&imported.data), "2024-01-01 NPS@Sign\nup 9 -\n! 7:date bad_date row \"never\"\n");
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    assert_eq!(
        (sniffed.container, sniffed.delimiter.as_str(), sniffed.tables[0].first_line),
        (Container::Workbook, "", 3)
    );
}

#[test]
fn a_sheet_is_chosen() {
    let rows = plain_row(1, &["a", "b"]) + &plain_row(2, &["1", "2"]);
    let other = plain_row(1, &["c", "d"]) + &plain_row(2, &["3", "4"]);
    let book = workbook(&[("Secret", true, &other, ""), ("Blank", false, "", ""), ("Données", false, &rows, "")]);
    check_out(&book, "{}", "a,b\n1,2\n");
    check_out(&book, r#"{"sheet": "Secret"}"#, "c,d\n3,4\n");
    check_out(&book, r#"{"sheet": "données"}"#, "a,b\n1,2\n");
    check_told(&book, r#"{"sheet": "None"}"#, "\"Secret\", \"Blank\", \"Données\"");
    check_told(&book, r#"{"sheet": "Blank"}"#, "FILE is empty");
    let (_folder, path) = file(&book);
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    let sheets: Vec<_> = sniffed.sheets.iter().map(|s| (s.name.as_str(), s.is_hidden)).collect();
    assert_eq!(sheets, [("Secret", true), ("Blank", false), ("Données", false)]);
    assert_eq!(sniffed.sheet.as_deref(), Some("Données"));
}

#[test]
fn merged_cells_count_for_each_of_their_rows() {
    let rows = plain_row(1, &["place", "month", "value"])
        + &plain_row(2, &["Shop", "Jan", "1"])
        + r#"<row r="3"><c r="B3"><v>2</v></c><c r="C3"><v>2</v></c></row>"#
        + r#"<row r="4"><c r="B4"><v>3</v></c><c r="C4"><v>3</v></c></row>"#
        + &plain_row(5, &["Web", "Jan", "4"]);
    let book = workbook(&[("Data", false, &rows, "A2:A4")]);
    check_out(&book, "{}", "place,month,value\nShop,Jan,1\nShop,2,2\nShop,3,3\nWeb,Jan,4\n");
}

#[test]
fn json_is_a_table_too() {
    let lines = "{\"id\": 9007199254740993, \"who\": {\"name\": \"Ann\", \"at\": {\"city\": \"Ulm\"}}}\n\n{\"id\": 2, \"tags\": [1, \"x\"], \"ok\": null}\n{\"late\": 1.50, \"id\": 3, \"who\": {}}\n";
    let expected = "id,who.name,who.at.city,tags,ok,late,who\n9007199254740993,Ann,Ulm,,,,\n2,,,\"[1, \"\"x\"\"]\",,,\n3,,,,,1.50,\n";
    check_out(lines.as_bytes(), "{}", expected);
    check_out(&gzip(lines.as_bytes()), "{}", expected);
    check_out(b"[\n {\"a\": \"x\\ny\", \"b\": true},\n {\"b\": \"}\"}\n]", "{}", "a,b\n\"x\ny\",true\n,}\n");
    // A bracket does not make a table JSON.
    check_out(b"[a],b\n1,2\n", "{}", "[a],b\n1,2\n");
    check_out(b"{x},b\n1,2\n", "{}", "{x},b\n1,2\n");
}

#[test]
fn what_is_no_object_is_reported_with_its_line() {
    let text = "{\"date\": \"2024-01-01\", \"place\": \"A\", \"metric\": \"NPS\", \"value\": 9}\n\nnot json\n{\"date\": \"2024-01-02\", \"place\": \"A\", \"metric\": \"NPS\", \"value\": 8}\n{\"date\": \"never\", \"place\": \"A\", \"metric\": \"NPS\", \"value\": 8}\n{\"broken\": \n";
    let imported = read_text(text, None).unwrap();
    let expected = "2024-01-01 NPS@A 9 -\n2024-01-02 NPS@A 8 -\n! 3:- too_few_cells row \"not json\"\n! 5:date bad_date row \"never\"\n! 6:- too_few_cells row \"{\\\"broken\\\":\"\n";
    assert_eq!(shown(&imported.data), expected);
    assert_eq!((imported.rows_read, imported.rows_accepted, imported.rows_rejected), (5, 2, 3));
}

/// Its reader waits for the end of a table for ever.
#[test]
fn a_workbook_whose_text_ends_in_the_middle_is_refused() {
    let text = |end: &str| {
        format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"A\"><table:table-row>\
             <table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell></table:table-row>{end}"
        )
    };
    let book = |content: &str| {
        let kind: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
        zip(&[("mimetype", kind), ("content.xml", content.as_bytes()), ("META-INF/manifest.xml", b"<manifest/>")])
    };
    let whole = text("</table:table></office:spreadsheet></office:body></office:document-content>");
    let (_folder, path) = file(&book(&whole));
    assert!(container::look(&path, &ReadChoices::default()).is_ok());
    let (_folder, path) = file(&book(&text("")));
    let error = sniff(&path, &ReadChoices::default()).unwrap_err().to_string();
    assert!(error.ends_with("cannot be read as a workbook: its text ends in the middle."), "{error}");
    // Names are not compared there, so an end by another name is none either.
    let (_folder, path) = file(&book(&whole.replace("</table:table>", "</tablm:table>")));
    let error = sniff(&path, &ReadChoices::default()).unwrap_err().to_string();
    assert!(error.ends_with("one of its elements ends by the name of another."), "{error}");
    let deep = whole
        .replace("<text:p>a", &format!("{}a{}<text:p>", "<text:span>".repeat(2_000), "</text:span>".repeat(2_000)));
    let (_folder, path) = file(&book(&deep));
    let error = sniff(&path, &ReadChoices::default()).unwrap_err().to_string();
    assert!(error.ends_with("deeper in one another than those of any workbook."), "{error}");
    let (_folder, path) = file(&book(&whole.replace("<text:p>a", "<text:p>a<text:s text:c=\"2000000000\"/>")));
    let error = sniff(&path, &ReadChoices::default()).unwrap_err();
    assert!(matches!(error, ImportError::TooLarge { .. }), "{error}");
}

/// Its reader makes room for as many texts as it is told, and the program would end for want of memory.
#[test]
fn a_workbook_that_announces_more_texts_than_there_are_is_refused() {
    let book = workbook(&[("One", false, r#"<row r="1"><c r="A1"><v>1</v></c></row>"#, "")]);
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.push((part.name().unwrap().to_string(), bytes));
    }
    for (count, is_good) in [("1", true), ("400000000000", false)] {
        let texts = format!("<sst uniqueCount=\"{count}\"><si><t>a</t></si></sst>");
        let mut parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
        parts.push(("xl/sharedStrings.xml", texts.as_bytes()));
        let (_folder, path) = file(&zip(&parts));
        let looked = container::look(&path, &ReadChoices::default());
        assert_eq!(looked.is_ok(), is_good, "{count}: {:?}", looked.err().map(|e| e.to_string()));
    }
}

/// One wrong bit in what says how large a sheet is, and its reader makes room for all of it.
#[test]
fn an_old_workbook_that_reaches_further_than_memory_is_refused() {
    let record = |kind: u16, body: &[u8]| {
        [&kind.to_le_bytes()[..], &u16::try_from(body.len()).unwrap().to_le_bytes(), body].concat()
    };
    let size = |rows: u32, columns: u16| {
        record(0x0200, &[&[0; 4][..], &rows.to_le_bytes(), &[0; 2], &columns.to_le_bytes(), &[0; 2]].concat())
    };
    let number = |row: u16, column: u16| {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 2], &1.5_f64.to_le_bytes()].concat())
    };
    let start = record(0x0809, &[0, 6, 16, 0, 0, 0, 0, 0]);
    for (records, is_good) in [
        ([size(100, 10), number(99, 9)], true),
        ([size(0x0100_0064, 10), number(99, 9)], false),
        ([number(0, 0), number(60_000, 60_000)], false),
    ] {
        let mut book = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let stream = [&start[..], &records.concat()].concat();
        book.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
        let (_folder, path) = file(&book.into_inner().into_inner());
        let said = container::look(&path, &ReadChoices::default()).err().map_or(String::new(), |e| e.to_string());
        assert_eq!(!said.contains("too large"), is_good, "{said}");
    }
}

/// Its reader would follow the circle until memory ends.
#[test]
fn an_old_workbook_whose_streams_lead_in_a_circle_is_refused() {
    const SECTOR: usize = 4096;
    let mut book = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    book.create_stream("/Workbook").unwrap().write_all(&[1; 3 * SECTOR]).unwrap();
    let mut bytes = book.into_inner().into_inner();
    let entry = |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[SECTOR + 4 * at..][..4].try_into().unwrap());
    let first = (1..SECTOR as u32 / 4 - 2)
        .find(|at| [0, 1].iter().all(|i| entry(&bytes, (at + i) as usize) == at + i + 1))
        .expect("three sectors one after the other");
    let last = SECTOR + 4 * (first as usize + 2);
    bytes[last..last + 4].copy_from_slice(&first.to_le_bytes());
    let (_folder, path) = file(&bytes);
    let error = sniff(&path, &ReadChoices::default()).unwrap_err().to_string();
    assert!(error.contains("cannot be read as a workbook: ") && error.ends_with('.'), "{error}");
}

#[test]
fn refusals_are_one_line_whatever_was_asked_for() {
    for text in [
        r#"{"shape": "long", "reading": {"encoding": "wi\ndows"}}"#,
        r#"{"shape": "long", "a\nb": 1}"#,
        r#"{"shape": "long", "reading": {"preset": "a\nb"}}"#,
        r#"{"shape": "events", "filter": [{"column": "a\nb"}], "count": {"rows": "a"}, "stages": [{"column": "a"}]}"#,
    ] {
        let error = Mapping::parse(text).unwrap_err().to_string();
        assert!(!error.contains('\n') && error.ends_with('.'), "{error}");
    }
}

/// Ids of a workbook, as numbers or as texts, and whether it is told that they are inexact.
fn check_ids(cell: impl Fn(&str) -> String, expected: bool) {
    let mut rows = plain_row(1, &["date", "user_id", "event"]);
    for (row, id) in (2..).zip(["9007199254740993", "9007199254740995", "9007199254741001"]) {
        let day = "<is><t>2026-08-01</t></is>";
        let cells = format!(r#"<c r="A{row}" t="inlineStr">{day}</c>{}"#, cell(id).replace("ROW", &row.to_string()));
        rows += &format!(r#"<row r="{row}">{cells}<c r="C{row}" t="inlineStr"><is><t>click</t></is></c></row>"#);
    }
    let (_folder, path) = file(&workbook(&[("Data", false, &rows, "")]));
    let notes = sniff(&path, &ReadChoices::default()).unwrap().notes;
    let told = notes.iter().any(|note| note.word() == "inexact_ids" && note.to_string().contains("\"user_id\""));
    assert_eq!(told, expected, "{notes:?}");
}

#[test]
fn ids_that_a_workbook_cannot_keep_are_told() {
    check_ids(|id| format!(r#"<c r="BROW"><v>{id}</v></c>"#), true);
    check_ids(|id| format!(r#"<c r="BROW" t="inlineStr"><is><t>{id}</t></is></c>"#), false);
    check_ids(|id| format!(r#"<c r="BROW"><v>{}</v></c>"#, &id[10..]), false);
}
