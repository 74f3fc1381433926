//! `cargo xtask`: runs, tests, shows, measures and packages Lumbar, with the standard library only so that it builds at once.

mod asked;
mod bench;
mod checks;
mod desktop;
mod desktops;
mod house;
mod installs;
mod package;
mod played;
mod run;
mod shell;
mod smoke;
mod system;
mod tally;
mod test;
mod tools;
mod windows;

use std::process::ExitCode;

use asked::{Asked, USAGE};

fn main() -> ExitCode {
    let (command, asked) = match Asked::read(std::env::args().skip(1)) {
        Ok(read) => read,
        Err(sentence) => return usage(&sentence),
    };
    let result = match command.as_str() {
        _ if asked.help => {
            print!("{USAGE}");
            Ok(())
        }
        "run" => run::run(&asked),
        "test" => test::test(&asked),
        "axe" => test::axe(&asked),
        "desktop" => desktop::desktop(&asked),
        "desktops" => desktops::desktops(&asked),
        "bench" => bench::bench(&asked),
        "faults" => played::faults(&asked),
        "smoke" => smoke::smoke(&asked),
        "soak" => played::soak(&asked),
        "week" => played::week(&asked),
        "entered" => played::entered(&asked),
        "windows" => windows::windows(&asked),
        "house" => house::house(asked.check),
        "installs" => installs::installs(&asked),
        "package" => package::package(&asked),
        "" => return usage("a command is missing"),
        other => return usage(&format!("{other} is no command")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            // The line of the sum is the last of a test run, so that one has nothing to add.
            if !sentence.is_empty() {
                eprintln!("xtask: {sentence}");
            }
            ExitCode::FAILURE
        }
    }
}

fn usage(sentence: &str) -> ExitCode {
    eprintln!("xtask: {sentence}\n\n{USAGE}");
    ExitCode::from(2)
}
