//! Standard output.

use std::io::{self, Write};

use super::failure::Failure;

/// Writes to standard output. If whoever reads it has gone away, that is all right.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    quietly(out.write_all(text.as_bytes()).and_then(|()| out.flush())).map(|_| ())
}

/// Whether somebody still reads.
pub(crate) fn quietly(written: io::Result<()>) -> Result<bool, Failure> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Failure::run_time(format_args!("cannot write to standard output: {error}"))),
    }
}
