//! `cargo xtask faults`: plays faults on the real programs and prints the table. Words: parts of the names of those wanted.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    // One fault has this program play the server of another user.
    if let [flag, socket] = words.as_slice()
        && flag == "--listen"
    {
        return match lumbar_tests::faults::listen(socket.as_ref()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(lumbar_tests::faults::play(&words)) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("faults are played on Linux only");
    ExitCode::FAILURE
}
