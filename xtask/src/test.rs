//! `cargo xtask test`: every check and test, the quick ones first, with a table at the end.
//!
//! The stages after the first select the same packages, so that cargo settles on the same features and builds each
//! dependency once. Whole-program tests find the programs in the target folder, where the build stage puts them.

use std::{fs, path::Path, process::Command};

use crate::{
    asked::Asked,
    checks, house,
    shell::{self, Done, cargo, command, root, run_reading},
    system::{self, Purpose},
    tally::{Counts, Tally},
    tools, windows,
};

/// The packages that need the big dependencies; engine and pages are tested before them.
const BIG: [&str; 10] =
    ["-p", "lumbar", "-p", "lumbar-window", "-p", "lumbar-tests", "-p", "lumbar-played-desktop", "-p", "xtask"];

/// Runs it all.
pub(crate) fn test(asked: &Asked) -> Done {
    let mut tally = Tally::new(asked.keep_going);
    tally.stage("system packages", || {
        system::ensure(&[Purpose::Build, Purpose::Desktop], asked.yes)?;
        Ok(Counts { note: "all there".to_owned(), ..Counts::default() })
    });
    tally.stage("fmt", || Ok(Counts::one(shell::run(&mut cargo(["fmt", "--all", "--check"])).is_ok())));
    tally.stage("circles of imports", || Ok(Counts::one(house::house(true).is_ok())));
    tally.stage("engine and pages", || {
        tests(&["-p", "lumbar-engine", "-p", "lumbar-texts", "-p", "lumbar-ui", "-p", "lumbar-protocol"])
    });
    tally.stage("clippy", || {
        let words = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
        Ok(Counts::one(shell::run(&mut cargo(words)).is_ok()))
    });
    tally.stage("build", || {
        Ok(Counts::one(shell::run(&mut cargo(["build", "--all-targets"].into_iter().chain(BIG))).is_ok()))
    });
    tally.stage("programs, unit", || {
        let own = integration_tests(&["src-tauri/daemon/tests", "src-tauri/tests"], |_| true);
        big_tests(&["--lib", "--bins"], &own)
    });
    tally.stage("examples in the documents", || {
        counted(cargo(["test", "--doc", "-p", "lumbar-engine", "-p", "lumbar-ui"]))
    });
    let drives_window = |name: &str| name.starts_with("window");
    tally.stage("whole program", || big_tests(&[], &integration_tests(&["tests/tests"], |name| !drives_window(name))));
    tally.stage("window through WebDriver", || {
        let windows = integration_tests(&["tests/tests"], drives_window);
        if windows.is_empty() {
            return Ok(Counts { note: "there are none (tests/tests/window*.rs)".to_owned(), ..Counts::default() });
        }
        big_tests(&[], &windows)
    });
    tally.stage("Windows programs under Wine", windows::stage);
    tally.stage("licences, bans, sources", checks::deny);
    tally.stage("advisories", checks::advisories);
    tally.close()
}

/// Looks at every page and state in a browser: its own command, because it takes longer than all the rest.
pub(crate) fn axe(asked: &Asked) -> Done {
    let mut tally = Tally::new(asked.keep_going);
    tally.stage("accessibility (axe)", || {
        system::ensure(&[Purpose::Pages], asked.yes)?;
        checks::axe()
    });
    tally.close()
}

/// The names of the integration tests in these folders, sorted.
fn integration_tests(folders: &[&str], wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let of =
        |folder: &&str| fs::read_dir(root().join(folder)).into_iter().flatten().flatten().map(|entry| entry.path());
    let name = |path: &Path| {
        let is_test = path.extension().is_some_and(|ending| ending == "rs") || path.join("main.rs").is_file();
        is_test.then(|| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
    };
    let mut names: Vec<String> =
        folders.iter().flat_map(of).filter_map(|path| name(&path)).filter(|name| wanted(name)).collect();
    names.sort();
    names
}

fn big_tests(words: &[&str], names: &[String]) -> Done<Counts> {
    let named = names.iter().flat_map(|name| ["--test", name]);
    tests(&BIG.into_iter().chain(words.iter().copied()).chain(named).collect::<Vec<_>>())
}

/// Runs tests, each with the limit of time that `.config/nextest.toml` sets; without nextest, without one.
fn tests(words: &[&str]) -> Done<Counts> {
    // Built from source it takes longer than the tests do, so that a machine without it goes on without it.
    match tools::NEXTEST.found() {
        Some(nextest) => counted(command(&nextest, ["nextest", "run", "--no-tests=pass"].iter().chain(words))),
        None => {
            println!(
                "cargo-nextest is not installed, so no test has a limit of time: `cargo install cargo-nextest --locked`"
            );
            counted(cargo(["test", "--no-fail-fast"].iter().chain(words)))
        }
    }
}

fn counted(mut command: Command) -> Done<Counts> {
    let mut counts = Counts::default();
    let success = run_reading(&mut command, |line| counts.read(line))?;
    Ok(counts.ended(success))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_program_tests_are_found_by_their_files() {
        let all = integration_tests(&["tests/tests", "no/such/folder"], |name| !name.starts_with("window"));
        assert!(all.iter().any(|name| name == "harness"), "{all:?}");
    }
}
