//! The command line, as a person or a script meets it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![expect(clippy::disallowed_methods, reason = "it stands outside the emulator and has its own time")]

mod listening;
#[path = "../support/receiver.rs"]
mod receiver;
mod running;
mod serving;
mod triggering;
mod verifying;

/// What is said is in the cases; `TRYCMD=overwrite cargo test --test cli` writes down what is said now.
#[test]
fn it_says_what_it_is_meant_to_say() {
    trycmd::TestCases::new().case("tests/cli/cases/*.trycmd");
}
