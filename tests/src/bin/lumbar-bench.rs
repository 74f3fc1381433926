//! `cargo xtask bench`: measures the programs named in `LUMBAR_BIN` and `LUMBAR_WINDOW_BIN` against the budgets.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    match lumbar_tests::bench::measure().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("the budgets are measured on Linux only");
    ExitCode::FAILURE
}
