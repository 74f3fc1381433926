//! `lumbar`: the command line and the background program.

use std::process::ExitCode;

fn main() -> ExitCode {
    lumbar::main()
}
