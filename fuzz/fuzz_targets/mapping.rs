//! Any text as a mapping; what is understood can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use milepost::import::fuzzing;

fuzz_target!(|text: &str| fuzzing::mapping_text(text));
