//! `cargo xtask`: runs, tests, shows, measures and packages Lumbar, with the standard library only so that it builds at once.

mod bench;
mod checks;
mod desktop;
mod package;
mod run;
mod shell;
mod system;
mod tally;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND [--yes]

  run [-- ARGS]        install what the system lacks, build, start Lumbar; without a display, as `desktop`
  test [--keep-going]  install what the system lacks, then every check and test; ends with `N passed, M failed`
  axe                  look at every page and state under axe-core in a browser (some minutes)
  desktop [ROUTINE]    play a demo on a virtual desktop of its own and end by itself (default cold-20-20, two turns)
  bench                measure the release build against the budgets
  package              build for release and lay it out under dist/ (Linux)

  --yes                do not ask before packages are installed
";

/// What was asked for besides the command.
struct Asked {
    yes: bool,
    keep_going: bool,
    words: Vec<String>,
    passed_on: Vec<String>,
}

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let passed_on = match words.iter().position(|word| word == "--") {
        Some(at) => words.split_off(at).into_iter().skip(1).collect(),
        None => Vec::new(),
    };
    let (flags, mut words): (Vec<String>, Vec<String>) = words.into_iter().partition(|word| word.starts_with('-'));
    let known = ["--yes", "--keep-going", "--help", "-h"];
    if let Some(unknown) = flags.iter().find(|flag| !known.contains(&flag.as_str())) {
        eprintln!("xtask: {unknown} is not known\n\n{USAGE}");
        return ExitCode::from(2);
    }
    let has = |flag: &str| flags.iter().any(|one| one == flag);
    if words.is_empty() || has("--help") || has("-h") {
        print!("{USAGE}");
        return if words.is_empty() && flags.is_empty() { ExitCode::from(2) } else { ExitCode::SUCCESS };
    }
    let command = words.remove(0);
    let asked = Asked { yes: has("--yes"), keep_going: has("--keep-going"), words, passed_on };
    let result = match command.as_str() {
        "run" => run::run(&asked),
        "test" => test::test(&asked),
        "axe" => test::axe(&asked),
        "desktop" => desktop::desktop(&asked),
        "bench" => bench::bench(&asked),
        "package" => package::package(&asked),
        other => {
            eprintln!("xtask: {other} is no command\n\n{USAGE}");
            return ExitCode::from(2);
        }
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
