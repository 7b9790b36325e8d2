//! Workbooks of every kind with one sheet, whose cells are the texts of a plain table.

use super::containers::{workbook, zip};
use std::io::{Cursor, Write as _};

pub(super) fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn cell(text: &str) -> String {
    format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#)
}

pub(super) fn xlsx(table: &str) -> Vec<u8> {
    let row = |line: &str| format!("<row>{}</row>", line.split(',').map(cell).collect::<String>());
    workbook(&[("Answers", false, &table.lines().map(row).collect::<String>(), "")])
}

pub(super) fn ods(table: &str) -> Vec<u8> {
    let cell = |text: &str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let row =
        |line: &str| format!("<table:table-row>{}</table:table-row>", line.split(',').map(cell).collect::<String>());
    let rows: String = table.lines().map(row).collect();
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Answers">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"#;
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

/// The cells of a table with their rows and columns.
fn cells(table: &str) -> Vec<(u16, u16, &str)> {
    let mut cells = Vec::new();
    for (row, line) in (0_u16..).zip(table.lines()) {
        cells.extend((0_u16..).zip(line.split(',')).map(|(column, cell)| (row, column, cell)));
    }
    cells
}

pub(super) fn xls(table: &str) -> Vec<u8> {
    let record = |kind: u16, body: &[u8]| {
        [&kind.to_le_bytes()[..], &u16::try_from(body.len()).unwrap().to_le_bytes(), body].concat()
    };
    let start = |what: u8| record(0x0809, &[0, 6, what, 0, 0, 0, 0, 0]);
    let sheet = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 7, 0], b"Answers"].concat());
    let end = record(0x000a, &[]);
    let at = start(5).len() + sheet(0).len() + end.len();
    let mut stream = [start(5), sheet(u32::try_from(at).unwrap()), end.clone(), start(16)].concat();
    for (row, column, text) in cells(table) {
        let letters = utf16(text, u16::to_le_bytes);
        let length = u16::try_from(letters.len() / 2).unwrap();
        let head = [row, column, 0, length].map(u16::to_le_bytes).concat();
        // Two bytes a letter.
        stream.extend(record(0x0204, &[&head[..], &[1], &letters].concat()));
    }
    stream.extend(end);
    // The version that spreadsheet programs write.
    let mut book = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    book.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    book.into_inner().into_inner()
}

pub(super) fn xlsb(table: &str) -> Vec<u8> {
    let record = |kind: u8, body: &[u8]| {
        let kind = if kind < 0x80 { vec![kind] } else { vec![kind, 1] };
        [&kind[..], &[u8::try_from(body.len()).unwrap()], body].concat()
    };
    let wide = |text: &str| {
        let count = u32::try_from(text.len()).unwrap();
        [&count.to_le_bytes()[..], &utf16(text, u16::to_le_bytes)].concat()
    };
    let book = [
        record(0x83, &[]),
        record(0x8f, &[]),
        record(0x9c, &[&[0; 4][..], &[1, 0, 0, 0], &wide("rId1"), &wide("Answers")].concat()),
        record(0x90, &[]),
        record(0x84, &[]),
    ];
    let mut sheet = [record(0x81, &[]), record(0x94, &[0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0])].concat();
    sheet.extend(record(0x91, &[]));
    let mut last = None;
    for (row, column, text) in cells(table) {
        if last.replace(row) != Some(row) {
            sheet.extend(record(0, &[&u32::from(row).to_le_bytes()[..], &[0; 13]].concat()));
        }
        sheet.extend(record(6, &[&u32::from(column).to_le_bytes()[..], &[0; 4], &wide(text)].concat()));
    }
    sheet.extend(record(0x92, &[]));
    sheet.extend(record(0x82, &[]));
    let relations = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &book.concat()),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}
