//! Looking at any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use milepost::import::fuzzing;

fuzz_target!(|bytes: &[u8]| fuzzing::sniff_bytes(bytes));
