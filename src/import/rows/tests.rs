//! Text into rows, whole and byte by byte.

use super::*;

/// Gives one byte at a time, so that every boundary inside a block is met.
struct Trickle<'a>(&'a [u8]);
impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
        buffer[0] = *first;
        self.0 = rest;
        Ok(1)
    }
}

fn collect(reader: impl Read, dialect: Dialect) -> String {
    let mut reader = RowReader::new(reader, dialect, 1);
    let mut lines = Vec::new();
    while reader.advance().unwrap() {
        let row = reader.row();
        let cells: Vec<_> = row.cells().map(|c| String::from_utf8_lossy(c).into_owned()).collect();
        lines.push(format!("{}:{}", row.line, cells.join("|")));
    }
    lines.join(" ").replace('\n', "\\n").replace('\r', "\\r")
}

fn check_with(dialect: Dialect, text: &str, expected: &str) {
    assert_eq!(collect(text.as_bytes(), dialect), expected, "{text:?}");
    assert_eq!(collect(Trickle(text.as_bytes()), dialect), expected, "{text:?} byte by byte");
}

fn check(text: &str, expected: &str) {
    check_with(Dialect { newline: Newline::of(text.as_bytes()), ..Dialect::default() }, text, expected);
}

#[test]
fn rows_and_their_lines() {
    check("a,b\n1,2\n", "1:a|b 2:1|2");
    check("a,b\r\n1,2\r\n", "1:a|b 2:1|2");
    check("a,b\r1,2\r3,4", "1:a|b 2:1|2 3:3|4");
    check("a,b\n\n\n1,2", "1:a|b 4:1|2");
    check("a,b\r\n\r\n1,2", "1:a|b 3:1|2");
    check("a,\n,\n", "1:a| 2:|");
    check("a\n\n", "1:a");
    check("\n\na", "3:a");
    check("a,b\r\n1,2\n3,4\n", "1:a|b 2:1|2 3:3|4");
    check("", "");
}

#[test]
fn quotes() {
    check("a,\"b,\nc\"\nd,e\n", "1:a|b,\\nc 3:d|e");
    check("\"x\r\ny\",1\r\nz,2\r\n", "1:x\\r\\ny|1 3:z|2");
    check("\"x\ry\",1\rz,2\r", "1:x\\ry|1 3:z|2");
    check("\"a\"\"b\",\"\"\n", "1:a\"b|");
    check("\"\"\nb\n", "1: 2:b");
    check("\"a\" ,\"b\"x\n", "1:a|bx");
    check("5\" pipe,2\n", "1:5\" pipe|2");
}

#[test]
fn a_quote_that_never_closes_takes_only_its_line() {
    check("a,\"b\nc,d\ne,f", "1:a|\"b 2:c|d 3:e|f");
    let mut long = String::from("a,\"b\n");
    for _ in 0..600_000 {
        long.push_str("1234,567\n");
    }
    let mut reader = RowReader::new(long.as_bytes(), Dialect::default(), 1);
    let mut rows = 0;
    while reader.advance().unwrap() {
        rows += 1;
    }
    assert_eq!(rows, 600_001);
}

#[test]
fn escapes() {
    let dialect = Dialect { escape: Some(b'\\'), ..Dialect::default() };
    check_with(dialect, "\"a\\\"b\",c\\,d,e\\nf\n\"g\\\\\",h\n", "1:a\"b|c,d|e\\nf 2:g\\|h");
    check_with(dialect, "a,b\\\nc,d\n", "1:a|b\\ 2:c|d");
}

#[test]
fn an_inch_at_the_end_of_a_cell_ends_no_other() {
    let dialect = Dialect { cells: 3, ..Dialect::default() };
    check_with(
        dialect,
        "1,\"Table, round 48\"\",\"Made, here\"\n2,\"say \"\"so\"\"\",\"\"\n3,\"\",\"4\"\"\"\n",
        "1:1|Table, round 48\"|Made, here 2:2|say \"so\"| 3:3||4\"",
    );
}
