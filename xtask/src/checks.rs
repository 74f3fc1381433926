//! The checks that other tools make: cargo-deny for dependencies, axe for the pages.

use std::{fs, path::PathBuf};

use crate::{
    shell::{self, Done, cargo, command, root, run_reading, target, which},
    tally::Counts,
};

/// The version that is built where cargo-deny is not installed.
const CARGO_DENY: &str = "0.20.2";

/// Licences, bans and sources: all that needs no network.
pub(crate) fn deny() -> Done<Counts> {
    let program = cargo_deny()?;
    let mut counts = Counts::default();
    for check in ["licenses", "bans", "sources"] {
        let passed = shell::run(&mut command(&program, ["check", "--hide-inclusion-graph", check]));
        match passed {
            Ok(()) => counts.passed += 1,
            Err(_) => counts.failed += 1,
        }
    }
    Ok(counts)
}

/// Known faults of dependencies, where their database can be reached; where not, it is said and is no failure.
pub(crate) fn advisories() -> Done<Counts> {
    let program = cargo_deny()?;
    let (success, said) = shell::ask(&mut command(&program, ["check", "--hide-inclusion-graph", "advisories"]));
    if success {
        return Ok(Counts::one(true));
    }
    let unreached = ["failed to fetch advisory database", "failed to load advisory database", "unable to fetch"];
    if let Some(reason) = said.lines().find(|line| unreached.iter().any(|words| line.to_lowercase().contains(words))) {
        let note = format!("advisories: not run ({})", reason.trim());
        println!("{note}");
        return Ok(Counts { note, ..Counts::default() });
    }
    println!("{said}");
    Ok(Counts::one(false))
}

/// The pages under axe-core in a browser; its script ends with a line `N passed, M failed`.
pub(crate) fn axe() -> Done<Counts> {
    let folder = root().join("tests/axe");
    let absent = |why: &str| Ok(Counts { note: format!("not run ({why})"), ..Counts::default() });
    if !folder.join("package.json").is_file() {
        return absent("there is no tests/axe");
    }
    if which("npm").is_none() {
        return absent("there is no npm");
    }
    if !folder.join("node_modules").is_dir() {
        shell::run(command("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder))?;
    }
    let mut counts = Counts::default();
    let success = run_reading(command("npm", ["test", "--silent"]).current_dir(&folder), |line| counts.read(line))?;
    Ok(counts.ended(success))
}

/// The program: installed, or built once into the target folder. Unoptimised builds in half the time and checks as well.
fn cargo_deny() -> Done<String> {
    let tools = target().join("tools");
    let ours: PathBuf = tools.join("bin/cargo-deny");
    if let Some(found) = which("cargo-deny").or_else(|| ours.is_file().then(|| ours.clone())) {
        return Ok(found.display().to_string());
    }
    println!("cargo-deny is not installed: building it into {}", tools.display());
    let mut install = cargo(["install", "--locked", "--debug", "--version", CARGO_DENY, "cargo-deny", "--root"]);
    install.arg(&tools).arg("--target-dir").arg(tools.join("build"));
    // Line tables would be most of what is written.
    shell::run(install.env("CARGO_PROFILE_DEV_DEBUG", "0"))?;
    // Half a gigabyte that nothing needs again; that it stays would be no fault.
    let _removed = fs::remove_dir_all(tools.join("build"));
    Ok(ours.display().to_string())
}
