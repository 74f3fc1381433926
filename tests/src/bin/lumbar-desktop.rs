//! `cargo xtask desktop`: plays a demo on a virtual desktop of its own. Words: ROUTINE TURNS SPEED FOLDER.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [routine, turns, speed, folder] = words.as_slice() else {
        eprintln!("usage: lumbar-desktop ROUTINE TURNS SPEED FOLDER");
        return ExitCode::from(2);
    };
    let (Ok(turns), Ok(speed)) = (turns.parse(), speed.parse()) else {
        eprintln!("turns and speed are whole numbers");
        return ExitCode::from(2);
    };
    match lumbar_tests::tour::play(routine, turns, speed, folder.as_ref()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("the demo did not come to its end: {trouble}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("a virtual desktop can be played on Linux only");
    ExitCode::FAILURE
}
