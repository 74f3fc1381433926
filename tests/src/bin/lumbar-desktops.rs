//! `cargo xtask desktops`: plays on real desktops. Words: `missing` or `play FOLDER`, then desktops; none = all.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.as_slice() {
        [word, desktops @ ..] if word == "missing" => {
            print!("{}", lumbar_tests::desktops::missing(desktops));
            ExitCode::SUCCESS
        }
        [word, folder, desktops @ ..] if word == "play" => {
            match lumbar_tests::desktops::play(desktops, folder.as_ref()).await {
                Ok(true) => ExitCode::SUCCESS,
                Ok(false) => ExitCode::FAILURE,
                Err(trouble) => {
                    eprintln!("the desktops could not be played: {trouble}");
                    ExitCode::FAILURE
                }
            }
        }
        _ => {
            eprintln!("usage: lumbar-desktops missing [DESKTOP…] | play FOLDER [DESKTOP…]");
            ExitCode::from(2)
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("desktops can be played on Linux only");
    ExitCode::FAILURE
}
