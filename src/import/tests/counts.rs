//! How many answers a value stands for.

use super::check;
use crate::import::Mapping;

/// An average of a thousand answers is worth more than one of ten, also where several metrics share the row.
#[test]
fn a_column_of_counts_is_that_of_every_metric_of_its_row() {
    check(
        "Date,Touchpoint,CSAT,Revenue,n\n2025-01-03,Shop,4.8,100.5,1000\n2025-01-04,Shop,2,,10\n2025-01-05,Shop,3,50,ten\n",
        None,
        "
        2025-01-03 CSAT@Shop 4.8 1000
        2025-01-03 Revenue@Shop 100.5 1000
        2025-01-04 CSAT@Shop 2 10
        ! 4:n bad_count row \"ten\"",
    );
    let under_dates = r#"{"shape":"wide","metric":{"column":"metric"},"n":{"column":"n"}}"#;
    let refused = Mapping::parse(under_dates).and_then(|mapping| mapping.check()).unwrap_err().to_string();
    assert!(refused.contains("\"n\" has no meaning"), "{refused}");
}
