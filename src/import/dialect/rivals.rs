//! Delimiters that have more to say for themselves than the one that a score prefers.

use super::{USUAL, count_outside_quotes};

/// Rows looked at.
const MOST_ROWS: usize = 200;
/// A quoted cell longer than this is a quote that never closes.
const LONGEST_QUOTED: usize = 8 << 10;

/// The delimiter that rows agree on better than on the one given.
pub(super) fn better(sample: &[u8], delimiter: u8) -> Option<u8> {
    let rows = rows(sample);
    tabs(&rows)
        .or_else(|| on_every_row(&rows, delimiter))
        .or_else(|| beside_prose(&rows, delimiter))
        .or_else(|| on_more_rows(&rows, delimiter))
}

/// The rows of a sample that hold something, with the lines of their quoted cells; lines, where some quote is none.
pub(super) fn rows(sample: &[u8]) -> Vec<&[u8]> {
    let is_kept = |row: &&[u8]| !row.trim_ascii().is_empty() && !row.starts_with(b"#");
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let mut rows = Vec::new();
    let (mut start, mut opened, mut previous) = (0, None, b'\n');
    for (index, &byte) in sample.iter().enumerate() {
        match opened {
            // Letters and digits stand before an inch or behind a quoted word, not before a quoted cell.
            None if byte == b'"' && !previous.is_ascii_alphanumeric() => opened = Some(index),
            None if is_end(&byte) => {
                rows.extend(sample.get(start..index).filter(is_kept));
                start = index + 1;
            }
            Some(_) if byte == b'"' => opened = None,
            // Of a doubled quote the second opens the cell again.
            Some(from) if index - from > LONGEST_QUOTED => break,
            _ => {}
        }
        previous = byte;
        if rows.len() == MOST_ROWS {
            return rows;
        }
    }
    if opened.is_some() {
        return sample.split(is_end).filter(is_kept).take(MOST_ROWS).collect();
    }
    rows.extend(sample.get(start..).filter(is_kept));
    rows
}

/// The number of the character that most rows have, and how many have it; rows without any do not count.
fn usual_count(rows: &[&[u8]], delimiter: u8) -> (usize, usize) {
    let mut seen = std::collections::BTreeMap::<usize, usize>::new();
    for count in rows.iter().map(|row| count_outside_quotes(row, delimiter)).filter(|count| *count > 0) {
        *seen.entry(count).or_default() += 1;
    }
    seen.into_iter().max_by_key(|(_, rows)| *rows).unwrap_or_default()
}

/// Tabs, where every row has some and nearly all have as many, two at least: nobody types them into texts, while lists in
/// cells have commas that are as even. A title and a note may stand around the rows.
fn tabs(rows: &[&[u8]]) -> Option<u8> {
    const MOST_WITHOUT: usize = 3;
    let (count, agreeing) = usual_count(rows, b'\t');
    let without = rows.iter().filter(|row| count_outside_quotes(row, b'\t') == 0).count();
    let has_rows = rows.len() >= 3 && (without == 0 || (without <= MOST_WITHOUT && agreeing > MOST_WITHOUT));
    (count >= 2 && has_rows && agreeing * 10 >= (rows.len() - without) * 9).then_some(b'\t')
}

/// Another usual delimiter that makes even tables of most rows, with cells close to each other, where every comma has a
/// blank behind it as in prose.
fn beside_prose(rows: &[&[u8]], delimiter: u8) -> Option<u8> {
    let has_blank_behind = |sign: u8, is_blank: bool| {
        rows.iter().all(|row| {
            row.windows(2)
                .filter(|pair| pair.first() == Some(&sign))
                .all(|pair| (pair.last() == Some(&b' ')) == is_blank)
        })
    };
    // Prose does not begin in the names of the columns, nor has it as many commas on every row.
    let (count, agreeing) = usual_count(rows, b',');
    let separate_every_row = count > 0 && agreeing == rows.len();
    if delimiter != b',' || separate_every_row || !has_blank_behind(b',', true) {
        return None;
    }
    let separates =
        |sign: &u8| usual_count(rows, *sign).0 >= 2 && is_even_in_blocks(rows, *sign) && has_blank_behind(*sign, false);
    [b';', b'\t', b'|'].into_iter().find(separates)
}

/// True when the rows of which the character makes tables of the same width, one below the other, are most rows: then it
/// separates, even if no width is that of most rows.
fn is_even_in_blocks(rows: &[&[u8]], delimiter: u8) -> bool {
    const LEAST_ROWS: usize = 3;
    let counts: Vec<_> = rows.iter().map(|row| count_outside_quotes(row, delimiter)).collect();
    let blocks = counts.chunk_by(|one, next| one == next);
    let in_blocks = blocks.filter(|block| block.len() >= LEAST_ROWS && block.first() != Some(&0)).map(<[usize]>::len);
    in_blocks.sum::<usize>() * 3 >= rows.len() * 2
}

/// True when the character stands only in cells that apostrophes quote, where another is what separates them.
fn is_in_apostrophes(rows: &[&[u8]], delimiter: u8, other: u8) -> bool {
    let is_inside = |row: &&[u8]| {
        let is_quoted = |cell: &[u8]| matches!(cell.trim_ascii(), [b'\'', .., b'\'']);
        row.split(|b| *b == other).all(|cell| !cell.contains(&delimiter) || is_quoted(cell))
    };
    rows.iter().all(is_inside)
}

/// A sign that every row has equally often, twice at least, and more often than the one given, which some rows lack, or
/// have more often, or have inside of cells.
fn on_every_row(rows: &[&[u8]], delimiter: u8) -> Option<u8> {
    const LEAST_ROWS: usize = 5;
    const MOST_WITHOUT: usize = 3;
    let (usual, agreeing) = usual_count(rows, delimiter);
    let has_every_row = rows.iter().all(|row| count_outside_quotes(row, delimiter) > 0);
    let separates = agreeing == rows.len() || (has_every_row && is_even_in_blocks(rows, delimiter));
    // Titles and notes have none of a sign that nobody writes; one that people write must be on every row.
    let is_rare = |sign: u8| matches!(sign, b'^' | b'~' | 0x1f);
    let beats = |sign: &u8| {
        let (count, all) = usual_count(rows, *sign);
        let without = rows.iter().filter(|row| is_rare(*sign) && count_outside_quotes(row, *sign) == 0).count();
        let has_every_row = all + without == rows.len() && without <= MOST_WITHOUT && all >= LEAST_ROWS;
        count >= 2 && has_every_row && count > usual && (!separates || is_in_apostrophes(rows, delimiter, *sign))
    };
    if rows.len() < LEAST_ROWS {
        return None;
    }
    [b'#', b'^', b'~', 0x1f].into_iter().find(beats)
}

/// A usual delimiter on which half the rows agree, and more by half than on the one given: below lines of something else,
/// or between rows whose texts have line ends.
fn on_more_rows(rows: &[&[u8]], delimiter: u8) -> Option<u8> {
    let (_, own) = usual_count(rows, delimiter);
    if own * 2 > rows.len() || is_even_in_blocks(rows, delimiter) {
        return None;
    }
    let others = USUAL.into_iter().filter(|other| *other != delimiter).map(|other| (usual_count(rows, other).1, other));
    let (most, other) = others.max_by_key(|(agreeing, _)| *agreeing)?;
    (most * 2 > own * 3 && most * 2 >= rows.len()).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::super::Dialect;

    fn check(text: &str, delimiter: char) {
        assert_eq!(char::from(Dialect::of(text.as_bytes()).delimiter.first()), delimiter, "{text}");
    }

    #[test]
    fn lists_in_cells_do_not_beat_the_tabs_between_them() {
        let rows: String =
            (10..40).map(|n| format!("p{n}.jpg\tp{n}.jpg\t5{n},4{n},{n}\t8{n},7{n},1{n}\t1,2,3\t\n")).collect();
        check(&rows, '\t');
        check(&format!("{rows}p.jpg\tp.jpg\tp.jpg\t1,2,3\t\n"), '\t');
        check("a,b\n\tx,1\n\ty,2\n\tz,3\n", ',');
        let short: String = (10..14).map(|n| format!("p{n}\tso, so\t{n}\tlong, but good\n")).collect();
        check(&format!("Report of the week\nShop\n\nday\tid\tn\ttext\n{short}"), '\t');
    }

    #[test]
    fn commas_of_prose_do_not_beat_what_makes_even_tables() {
        let rows: String = (10..20).map(|n| format!("2024-09-{n};8451{n};late, but good\n")).collect();
        check(&format!("day;id;text\n{rows}\nBy channel\nchannel;visits\nweb;1\napp;2\nmail;3\n"), ';');
        check("a, b, c\n1, x; y, 2\n2, z, 3\n3, u; v, 4\n4, w, 5\n", ',');
        check("id, tags, score\n1, a;b;c, 4\n2, a;d;e, 5\n3, b;c;d, 3\n4, a;b;d, 2\n", ',');
    }

    #[test]
    fn lines_inside_quotes_have_no_delimiters() {
        let row = "sample,\"###\n# ||abc - abc||\n||def -|| def\n||ghi-|| ghi\n||jkl-|| sdf\n||d:|| jkl\n\",g,1\n";
        check(&format!("title,text,group,n\n{}", row.repeat(6)), ',');
    }

    #[test]
    fn a_sign_on_every_row_beats_commas_in_addresses() {
        let rows: String = (1..30).map(|n| format!("Andalusien#Abla{n}#PLAZA#MAYOR, {n}#0451{n}#95035{n}\n")).collect();
        check(&format!("{rows}Ceuta#Ceuta#PLAZA#DE AFRICA#51001#95652\n"), '#');
        let rows: String = (1..30).map(|n| format!("{n},#{n} of #9,x\n")).collect();
        check(&rows, ',');
        let rows: String = (1..9).map(|n| format!("{n}^so, {n}^x\n")).collect();
        check(&format!("Report, as of today\n\nday^note^n\n{rows}\nSource: the shop\n"), '^');
    }

    #[test]
    fn lines_above_the_table_do_not_outvote_it() {
        let above: String = (1..19).map(|n| format!("name{n}=[1.{n},2.5,3.{n}]\n")).collect();
        let rows: String = (1..45).map(|n| format!("{n}.5;{n};-{n};3.1\n")).collect();
        check(&(above + &rows), ';');
        check(
            "\"This comma (,) too\"\nThere is only one column\nA semicolon (;) is none\nNor a colon (:) or pipe (|)\n",
            ',',
        );
        check("SEQUENTIAL\n# user, domain, method\ntest;pbx.example;[by password]\n\n", ';');
        check("a;b;c;d\r1;x;Toys;Set\r2;y;Books;#1 of all. \nMeet her: \"so, so\" \n(Post) it is \nand, so on\n", ';');
    }

    #[test]
    fn commas_on_every_row_are_not_beaten_by_signs_in_names() {
        let rows: String = (1..6).map(|n| format!("Order #100{n},Ticket #77\n")).collect();
        check(&format!("Order #,Ticket #\n{rows}"), ',');
        let wider: String = (1..6).map(|n| format!("Order #100{n},Ticket #77,{n}\n")).collect();
        check(&format!("Order #,Ticket #\n{rows}Order #,Ticket #,n\n{wider}"), ',');
    }

    #[test]
    fn tables_below_each_other_are_not_split_at_signs_in_titles() {
        let page: String = (1..6).map(|n| format!("Pricing | Acme,{n}\n")).collect();
        let wider: String = (1..6).map(|n| format!("Pricing | Acme,{n},2\n")).collect();
        check(&format!("page,views\n{page}page,views,exits\n{wider}"), ',');
        check(&format!("page,views\n{page}\nBy exit\npage,views,exits\n{wider}"), ',');
    }
}
