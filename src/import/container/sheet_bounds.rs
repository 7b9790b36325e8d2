//! How far the sheets of an old workbook (XLS) reach. Its reader makes room for every cell between the first and the last,
//! so one wrong bit in the position of a cell would take all memory, and with it the program.

use cfb::CompoundFile;
use std::io::{BufReader, Read, Seek};

/// Cells between the first and the last of a sheet, and the number that a workbook of that age can hold at all is not
/// twice as many.
const MOST_CELLS: u64 = 10_000_000;
/// Records behind which stands the row and the column of a cell.
const CELLS: [u16; 10] = [0x0006, 0x00bd, 0x00be, 0x00d6, 0x00fd, 0x0201, 0x0203, 0x0204, 0x0205, 0x027e];
/// Where a sheet starts, and what says how large it is.
const START: u16 = 0x0809;
const SIZE: u16 = 0x0200;

/// The smallest and the largest row and column of a sheet.
#[derive(Default)]
struct Bounds {
    rows: Option<(u64, u64)>,
    columns: Option<(u64, u64)>,
}

impl Bounds {
    fn add(&mut self, row: u64, column: u64) {
        for (span, at) in [(&mut self.rows, row), (&mut self.columns, column)] {
            *span = Some(span.map_or((at, at), |(least, most)| (least.min(at), most.max(at))));
        }
    }

    fn are_too_far(&self) -> bool {
        let length = |span: Option<(u64, u64)>| span.map_or(0, |(least, most)| most - least + 1);
        length(self.rows) * length(self.columns) > MOST_CELLS
    }
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(width)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// True when a sheet reaches further than memory should.
///
/// # Errors
/// The file is not built as its streams should be: one that leads in a circle would be followed until memory ends.
pub(super) fn reach_too_far<R: Read + Seek>(source: R) -> std::io::Result<bool> {
    let mut file = CompoundFile::open(source)?;
    let Some(stream) = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)) else { return Ok(false) };
    let stream = file.open_stream(stream)?;
    let mut stream = BufReader::with_capacity(64 << 10, stream);
    let (mut head, mut body, mut bounds) = ([0; 4], Vec::new(), Bounds::default());
    while stream.read_exact(&mut head).is_ok() {
        let [kind, length] = [0, 2].map(|at| number(&head, at, 2).unwrap_or(0));
        body.clear();
        (&mut stream).take(length).read_to_end(&mut body)?;
        let kind = u16::try_from(kind).unwrap_or(0);
        if kind == START {
            bounds = Bounds::default();
        } else if kind == SIZE {
            // Rows have two bytes in the oldest of these files, and four in the others; both ends are one too far.
            let width = if length >= 14 { 4 } else { 2 };
            let ends = [number(&body, 0, width), number(&body, width, width), number(&body, 2 * width, 2)];
            if let ([Some(first), Some(last), Some(left)], Some(right)) = (ends, number(&body, 2 * width + 2, 2)) {
                let mut size = Bounds::default();
                size.add(first, left);
                size.add(last.max(first), right.max(left));
                if size.are_too_far() {
                    return Ok(true);
                }
            }
        } else if CELLS.contains(&kind)
            && let (Some(row), Some(column)) = (number(&body, 0, 2), number(&body, 2, 2))
        {
            bounds.add(row, column);
            if bounds.are_too_far() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
