//! `cargo xtask week`: lives a week of one person on the real programs and writes what its pages show into a folder.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("a folder to write into");
        return ExitCode::from(2);
    };
    match lumbar_tests::week::week(std::path::Path::new(&folder)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("the week is played on Linux only");
    ExitCode::FAILURE
}
