//! `milepost sql`: one SELECT over a file.

use super::Done;
use super::args::Sql;
use super::output::Output;
use super::table::{Align, Table};
use crate::store::sql::{Cell, Sink, query};
use serde_json::{Map, Value, json};
use std::io::{Result, Write};
use std::ops::ControlFlow;

/// Rows of a table for people: its columns can only be lined up when all are known. More rows are printed as CSV is,
/// without lining up.
const MOST_LINED_UP: usize = 10_000;

pub(super) fn run(args: &Sql, out: &mut Output) -> anyhow::Result<Done> {
    let mut printer: Box<dyn Print> = if args.json {
        Box::new(Json { names: Vec::new(), rows: 0 })
    } else if args.csv {
        Box::new(Csv)
    } else {
        Box::new(Text { names: Vec::new(), rows: Vec::new(), is_streaming: false })
    };
    let mut sink = Printing { printer: printer.as_mut(), out, result: Ok(()) };
    query(&args.file, &args.statement, &mut sink)?;
    sink.result?;
    printer.end(out)?;
    Ok(Done::Well)
}

/// A way of printing a result.
trait Print {
    fn columns(&mut self, names: &[String], out: &mut Output) -> Result<()>;
    fn row(&mut self, cells: &[Cell], out: &mut Output) -> Result<()>;
    fn end(&mut self, out: &mut Output) -> Result<()>;
}

/// Prints rows as they come and ends the query when nobody reads them any more.
struct Printing<'a> {
    printer: &'a mut dyn Print,
    out: &'a mut Output,
    result: Result<()>,
}

impl Printing<'_> {
    fn flow(&self) -> ControlFlow<()> {
        if self.result.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

impl Sink for Printing<'_> {
    fn columns(&mut self, names: &[String]) -> ControlFlow<()> {
        self.result = self.printer.columns(names, self.out);
        self.flow()
    }

    fn row(&mut self, cells: &[Cell]) -> ControlFlow<()> {
        self.result = self.printer.row(cells, self.out);
        self.flow()
    }
}

/// An array with one object per row and line, so that it can be read as a stream too.
struct Json {
    names: Vec<String>,
    rows: u64,
}

impl Print for Json {
    fn columns(&mut self, names: &[String], out: &mut Output) -> Result<()> {
        self.names = names.to_vec();
        write!(out, "[")
    }

    fn row(&mut self, cells: &[Cell], out: &mut Output) -> Result<()> {
        let object: Map<String, Value> = self.names.iter().cloned().zip(cells.iter().map(json_of)).collect();
        let start = if self.rows == 0 { "\n" } else { ",\n" };
        self.rows += 1;
        write!(out, "{start}{}", Value::Object(object))
    }

    fn end(&mut self, out: &mut Output) -> Result<()> {
        writeln!(out, "{}]", if self.rows == 0 { "" } else { "\n" })
    }
}

fn json_of(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Integer(number) => json!(number),
        // JSON has no infinities; they become null.
        Cell::Real(number) => json!(number),
        Cell::Text(text) => json!(text),
        Cell::Blob(bytes) => json!(hex(bytes)),
    }
}

fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Blob(bytes) => hex(bytes),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

struct Csv;

impl Print for Csv {
    fn columns(&mut self, names: &[String], out: &mut Output) -> Result<()> {
        csv_line(names.iter().cloned(), out)
    }

    fn row(&mut self, cells: &[Cell], out: &mut Output) -> Result<()> {
        csv_line(cells.iter().map(text_of), out)
    }

    fn end(&mut self, _: &mut Output) -> Result<()> {
        Ok(())
    }
}

/// One record after RFC 4180, with LF.
fn csv_line(cells: impl ExactSizeIterator<Item = String>, out: &mut impl Write) -> Result<()> {
    let is_single = cells.len() == 1;
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            write!(out, ",")?;
        }
        // A lone empty cell would be a blank line, which readers skip.
        if cell.contains([',', '"', '\n', '\r']) || (is_single && cell.is_empty()) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            write!(out, "{cell}")?;
        }
    }
    writeln!(out)
}

/// Columns lined up for people.
struct Text {
    names: Vec<String>,
    rows: Vec<Vec<Cell>>,
    is_streaming: bool,
}

impl Text {
    fn print(&mut self, out: &mut Output) -> Result<()> {
        let align = |column: usize| {
            let is_number = |cell: &Cell| matches!(cell, Cell::Integer(_) | Cell::Real(_) | Cell::Null);
            let is_right = !self.rows.is_empty() && self.rows.iter().all(|r| r.get(column).is_none_or(is_number));
            if is_right { Align::Right } else { Align::Left }
        };
        let columns: Vec<_> = self.names.iter().enumerate().map(|(i, name)| (name.as_str(), align(i))).collect();
        let mut table = Table::new(&columns);
        for row in &self.rows {
            table.row(row.iter().map(text_of));
        }
        table.print(out)
    }
}

impl Print for Text {
    fn columns(&mut self, names: &[String], _: &mut Output) -> Result<()> {
        self.names = names.to_vec();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell], out: &mut Output) -> Result<()> {
        if self.is_streaming {
            return writeln!(out, "{}", cells.iter().map(text_of).collect::<Vec<_>>().join("  "));
        }
        self.rows.push(cells.to_vec());
        if self.rows.len() == MOST_LINED_UP {
            self.print(out)?;
            (self.rows, self.is_streaming) = (Vec::new(), true);
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Output) -> Result<()> {
        if self.is_streaming { Ok(()) } else { self.print(out) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[&str], expected: &str) {
        let mut out = Vec::new();
        csv_line(cells.iter().map(|c| (*c).to_owned()), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn csv_cells_are_quoted_when_they_must_be() {
        check(&["a", "b c", ""], "a,b c,\n");
        check(&["a,b", "say \"hi\"", "two\nlines"], "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\n");
        check(&[""], "\"\"\n");
    }
}
