//! Workbooks and archives built of any parts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use milepost::import::fuzzing;

fuzz_target!(|bytes: &[u8]| fuzzing::workbook_parts(bytes));
