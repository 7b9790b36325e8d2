//! Any bytes behind the marks of workbooks and archives.
#![no_main]

use libfuzzer_sys::fuzz_target;
use milepost::import::fuzzing;

// The reader of workbooks panics at times, which is caught: only what is not caught counts.
fuzz_target!(init: drop(std::panic::take_hook()), |bytes: &[u8]| fuzzing::packed_bytes(bytes));
