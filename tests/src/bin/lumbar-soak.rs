//! `cargo xtask soak`: plays weeks at high speed on the program named in `LUMBAR_BIN` and prints what it costs after each day.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    match lumbar_tests::soak::soak().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("the soak is played on Linux only");
    ExitCode::FAILURE
}
