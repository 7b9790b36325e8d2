//! Any bytes behind the marks of workbooks and archives.
#![no_main]

use libfuzzer_sys::fuzz_target;
use milepost::import::fuzzing;

fuzz_target!(|bytes: &[u8]| fuzzing::packed_bytes(bytes));
