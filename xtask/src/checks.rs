//! The checks that other tools make: cargo-deny for dependencies, axe for the pages.

use std::{fs, path::Path};

use crate::{
    shell::{self, Done, cargo, command, root, run_reading, target, which},
    system,
    tally::Counts,
    tools,
};

/// The oldest node that the browser is driven from.
const NODE: u32 = 20;

/// How npm says that it came to no registry: no name, no connection, or a gate in between.
const UNREACHED: [&str; 12] = [
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ENETUNREACH",
    "EHOSTUNREACH",
    "ERR_SOCKET_TIMEOUT",
    "code E403",
    "code E407",
    "code E502",
    "code E503",
];

/// Licences, bans and sources: all that needs no network.
pub(crate) fn deny() -> Done<Counts> {
    let program = tools::DENY.ensure()?;
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
    let program = tools::DENY.ensure()?;
    let (success, said) = shell::ask(&mut command(&program, ["check", "--hide-inclusion-graph", "advisories"]));
    if success {
        return Ok(Counts::one(true));
    }
    let unreached = [
        "failed to fetch advisory database",
        "failed to load advisory database",
        "unable to fetch",
        "unable to access",
        "could not resolve host",
    ];
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
    let absent = |why: &str| {
        println!("not run ({why})");
        Ok(Counts { note: format!("not run ({why})"), ..Counts::default() })
    };
    let Some(browser) = system::browser() else { return absent("there is no chromium") };
    let (_, version) = shell::ask(&mut command("node", ["--version"]));
    let major = version.trim().strip_prefix('v').and_then(|v| v.split('.').next()?.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE) || which("npm").is_none() {
        return absent(&format!("needs npm and node {NODE} or newer; node here: {}", version.trim()));
    }
    let folder = root().join("tests/axe");
    if let Some(unreached) = axe_packages(&folder)? {
        return absent(&unreached);
    }
    let gallery = target().join("axe-gallery");
    write_gallery(&gallery)?;
    let mut counts = Counts::default();
    let mut look = command("node", ["check.mjs"]);
    look.arg(&gallery).env("CHROMIUM", browser).current_dir(&folder);
    let success = run_reading(&mut look, |line| counts.read(line))?;
    Ok(counts.ended(success))
}

/// Fetches what the script needs, as locked, unless it is there. Where the registry cannot be reached, says so.
fn axe_packages(folder: &Path) -> Done<Option<String>> {
    let changed = |path: &Path| fs::metadata(path).and_then(|about| about.modified()).ok();
    let fetched = changed(&folder.join("node_modules/.package-lock.json"));
    if fetched.is_some() && fetched >= changed(&folder.join("package-lock.json")) {
        return Ok(None);
    }
    println!("$ npm ci");
    let mut fetch = command("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"]);
    let (success, said) = shell::ask(fetch.current_dir(folder));
    if success {
        return Ok(None);
    }
    println!("{said}");
    let unreached = said.lines().find(|line| UNREACHED.iter().any(|code| line.contains(code)));
    match unreached {
        Some(line) => Ok(Some(format!("the npm registry cannot be reached: {}", line.trim()))),
        None => Err("`npm ci` failed in tests/axe".to_owned()),
    }
}

/// Every page in every state, in English and in the two made-up languages.
fn write_gallery(folder: &Path) -> Done {
    if folder.exists() {
        // Pages that are no longer written must not be looked at.
        fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    for locale in ["en", "en-XA", "ar-XB"] {
        let mut gallery = cargo(["run", "--quiet", "-p", "lumbar-ui", "--example", "gallery", "--"]);
        shell::run(gallery.arg(folder.join(locale)).arg(locale))?;
    }
    Ok(())
}
