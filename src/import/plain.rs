//! A small table the program brings along, such as the catalogue of KPIs.

/// The rows of a comma-separated text below its header, each with as many fields as the header. Rows that are torn are
/// left out; a test of the text sees to it that there are none.
#[must_use]
pub fn plain_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(text.as_bytes());
    reader.records().filter_map(Result::ok).map(|row| row.iter().map(str::to_owned).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_fields_keep_their_commas() {
        let rows = plain_rows("key,formula\na,\"x, y\"\nb,\n");
        assert_eq!(rows, [vec!["a".to_owned(), "x, y".to_owned()], vec!["b".to_owned(), String::new()]]);
    }
}
