//! The command line of the emulator.

fn main() {}
