//! `cargo xtask windows`: builds the real Windows programs here, tests them under Wine, plays a session with a kill in it, and
//! installs, updates and removes them.
//!
//! Wine has no WebView2, no toasts and no tray: the window is built and not opened. Needs mingw-w64, Wine, NSIS, and a Rust for
//! Windows (`build`).

pub(crate) mod build;
mod installer;
mod wine;

use std::{thread, time::Instant};

use crate::{
    asked::Asked,
    shell::{self, Done, command, run_reading, which},
    system::{self, Purpose},
    tally::{Counts, Tally},
};

use build::{LINKER, build, for_windows, lay_out, out, programs, standard_library};
use wine::{LOOK, Lumbar, UP, forget, processes};

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
    let stages: [Stage; 6] = [
        ("build", "build for Windows", built),
        ("pages", "engine and pages under Wine", unit),
        ("parts", "the background program's parts under Wine", parts),
        ("session", "a session under Wine", session),
        ("hung", "a program that hangs under Wine", hung),
        ("install", "installed, updated, removed under Wine", installer::stage),
    ];
    if let Some(unknown) = asked.words.iter().find(|word| stages.iter().all(|(known, ..)| known != word)) {
        return Err(format!("{unknown} is no stage; there are build, pages, parts, session, hung, install"));
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
    for more in [unit()?, parts()?, session()?, hung()?, installer::stage()?] {
        sum.passed += more.passed;
        sum.failed += more.failed;
    }
    Ok(sum)
}

fn built() -> Done<Counts> {
    build(false).map(|()| Counts::one(true))
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

/// How long a guard waits as a rule, s.
const USUAL: u64 = 75;
/// How long it waits here for one that hangs, s.
const IMPATIENT: u64 = 10;

/// Ice through `lumbar.exe`: on, killed, back by its guard, to the bell, off, ended; and nothing half-made is left.
fn session() -> Done<Counts> {
    lay_out()?;
    let profile = out().join("profile");
    forget(&profile)?;
    let lumbar = Lumbar::built(profile);
    let mut demo = lumbar.demo(USUAL)?;
    let played = lumbar.play(&mut demo);
    let ended = lumbar.ends();
    // What is left of it ends here; it may have ended by itself.
    let _ended = demo.kill();
    let _collected = demo.wait();
    played.and(ended)?;
    Ok(Counts::one(true))
}

/// One that hangs with a pack on is ended by its guard, which brings it back.
fn hung() -> Done<Counts> {
    lay_out()?;
    let profile = out().join("hung");
    forget(&profile)?;
    let lumbar = Lumbar::built(profile.clone());
    let mut demo = lumbar.demo(IMPATIENT)?;
    let played = (|| {
        lumbar.until("\"thermal\":null")?;
        lumbar.run(&["start", "cold-20-20"])?;
        lumbar.run(&["on"])?;
        lumbar.until("\"phase\":\"running\"")?;
        let stopped = Instant::now();
        stop(demo.id())?;
        lumbar.until("\"phase\":\"running\"")?;
        println!("stopped, ended and back after {:.1} s", stopped.elapsed().as_secs_f32());
        // Told to end, it is gone when this system has seen to it.
        while demo.try_wait().map_err(|error| error.to_string())?.is_none() {
            if stopped.elapsed() > UP {
                return Err("the one that hung is still there".to_owned());
            }
            thread::sleep(LOOK);
        }
        lumbar.run(&["off"]).map(drop)
    })();
    let ended = played.and_then(|()| lumbar.ends());
    if ended.is_err() {
        let _ended = demo.kill();
        let left: Vec<String> = processes(&profile).iter().map(u32::to_string).collect();
        let _ended = shell::ask(&mut command("kill", ["-KILL".to_owned()].into_iter().chain(left)));
    }
    let _collected = demo.wait();
    ended.map(|()| Counts::one(true))
}

/// Lets a process do nothing more, as one that hangs.
fn stop(process: u32) -> Done {
    shell::run(&mut command("kill", ["-STOP".to_owned(), process.to_string()]))
}
