//! `cargo xtask entered`: counts the files that one press and one deadline enter, and prints them.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    match lumbar_tests::entered::entered().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("it is counted on Linux only");
    ExitCode::FAILURE
}
