//! Reading any bytes: every row is accepted or rejected.
#![no_main]

use libfuzzer_sys::fuzz_target;
use milepost::import::fuzzing;

fuzz_target!(|bytes: &[u8]| fuzzing::read_bytes(bytes));
