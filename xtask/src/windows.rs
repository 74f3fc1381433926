//! `cargo xtask windows`: builds the real Windows programs here, tests them under Wine, plays a session with a kill in it, and
//! installs, updates and removes them.
//!
//! Wine has no WebView2, no toasts and no tray: the window is built and not opened. Needs mingw-w64, Wine, NSIS, and a Rust for
//! Windows (`build`).

pub(crate) mod build;
mod consoles;
mod hung;
mod installer;
mod subsystem;
mod wine;

use crate::{
    asked::Asked,
    shell::{Done, run_reading, which},
    system::{self, Purpose},
    tally::{Counts, Tally},
};

use build::{LINKER, build, for_windows, lay_out, out, programs, standard_library};
use wine::{Lumbar, forget, stand_for};

/// A stage: its word, what it does, and how.
type Stage = (&'static str, &'static str, fn() -> Done<Counts>);

/// Installs what is lacking, then builds, tests, plays and installs.
pub(crate) fn windows(asked: &Asked) -> Done {
    let mut tally = Tally::new(asked.keep_going);
    tally.stage("system packages", || {
        system::ensure(&[Purpose::Build, Purpose::Windows], asked.yes)?;
        let library = standard_library()?;
        Ok(Counts { note: library.note().to_owned(), ..Counts::default() })
    });
    let stages: [Stage; 7] = [
        ("build", "build for Windows", built),
        ("pages", "engine and pages under Wine", unit),
        ("parts", "the background program's parts under Wine", parts),
        ("session", "a session under Wine", session),
        ("hung", "a program that hangs under Wine", hung::stage),
        ("install", "installed, updated, removed under Wine", installer::stage),
        ("release", "the same with the release build and its installer", installer::release),
    ];
    if let Some(unknown) = asked.words.iter().find(|word| stages.iter().all(|(known, ..)| known != word)) {
        return Err(format!("{unknown} is no stage; there are build, pages, parts, session, hung, install, release"));
    }
    for (word, name, stage) in stages {
        if asked.words.is_empty() || asked.words.iter().any(|asked| asked == word) {
            tally.stage(name, stage);
        }
    }
    tally.close()
}

/// The same as a stage of the tests where everything is there already: the first build takes too long for every run.
pub(crate) fn stage() -> Done<Counts> {
    let absent = |why: &str| Ok(Counts { note: format!("not run ({why})"), ..Counts::default() });
    if !cfg!(target_os = "linux") {
        return absent("Wine is tried on Linux only");
    }
    if let Some(program) = ["wine", "makensis", LINKER].into_iter().find(|program| which(program).is_none()) {
        return absent(&format!("{program} is not installed; `cargo xtask windows` does it all"));
    }
    if !programs(false).join("lumbard.exe").is_file() {
        return absent("not built here yet; `cargo xtask windows` does it all");
    }
    let mut sum = built()?;
    for more in [unit()?, parts()?, session()?, hung::stage()?, installer::stage()?] {
        sum.passed += more.passed;
        sum.failed += more.failed;
    }
    Ok(sum)
}

fn built() -> Done<Counts> {
    build(false)?;
    subsystem::check(&programs(false), false).map(|()| Counts::one(true))
}

fn unit() -> Done<Counts> {
    tests(&["--lib", "--tests", "-p", "lumbar-engine", "-p", "lumbar-ui"])
}

fn parts() -> Done<Counts> {
    tests(&["--lib", "-p", "lumbar", "-p", "lumbar-platform"])
}

fn tests(which: &[&str]) -> Done<Counts> {
    lay_out()?;
    let mut counts = Counts::default();
    let words: Vec<&str> = ["test", "--no-fail-fast"].iter().chain(which).copied().collect();
    // Fewer stories than here: under Wine it is that they run at all.
    let success = run_reading(for_windows(&words)?.env("LUMBAR_CASES", "500"), |line| counts.read(line))?;
    Ok(counts.ended(success))
}

/// Ice through `lumbar.exe`: on, killed, back by its guard, to the bell, off, ended; and nothing half-made is left.
fn session() -> Done<Counts> {
    lay_out()?;
    stand_for()?;
    let profile = out().join("profile");
    forget(&profile)?;
    Lumbar::built(profile).session().map(|()| Counts::one(true))
}
