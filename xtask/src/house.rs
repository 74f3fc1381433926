//! `cargo xtask house`: counts what makes the code hard to read: long files, circles of imports, a wide `Engine`.

mod imports;
mod source;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::shell::{Done, root};
use imports::Crate;
use source::Source;

/// Each crate by its folder of sources.
const CRATES: [&str; 9] = [
    "src-tauri/engine/src",
    "src-tauri/protocol/src",
    "src-tauri/daemon/src",
    "src-tauri/src",
    "ui/src",
    "ui/texts/src",
    "tests/src",
    "tests/desktop/src",
    "xtask/src",
];

/// A file longer than this cannot be read in one sitting.
const LONGEST: usize = 400;

/// Prints the table and, with `check`, fails where files import each other in a circle.
pub(crate) fn house(check: bool) -> Done {
    match report()? {
        circles if check && circles > 0 => Err(format!("{circles} circles of imports")),
        _ => Ok(()),
    }
}

/// Prints all counts and hands back how many circles there are.
fn report() -> Done<usize> {
    println!("{:<24} {:>6} {:>7} {:>9} {:>8}", "crate", "files", "lines", "over 400", "circles");
    let (mut long, mut circles) = (Vec::new(), Vec::new());
    for folder in CRATES {
        let sources = sources(folder)?;
        if sources.is_empty() {
            continue;
        }
        let lines: usize = sources.values().map(|source| source.lines).sum();
        let over: Vec<_> = sources.iter().filter(|(_, source)| source.lines > LONGEST).collect();
        let found = Crate::new(&sources).circles();
        println!("{folder:<24} {:>6} {lines:>7} {:>9} {:>8}", sources.len(), over.len(), found.len());
        long.extend(over.into_iter().map(|(path, source)| format!("{} {}", source.lines, shown(folder, path))));
        circles.extend(found.into_iter().map(|circle| (folder, circle)));
    }
    println!("\nfiles over {LONGEST} lines: {}", long.len());
    long.iter().for_each(|line| println!("  {line}"));
    println!("\ncircles of imports: {}", circles.len());
    for (folder, circle) in &circles {
        println!("  {} files of {folder}", circle.files.len());
        for import in &circle.imports {
            let (from, to) = (import.from.display(), import.to.display());
            println!("    {from}:{} -> {to}: {}", import.line, import.names.join(", "));
        }
    }
    engine()?;
    Ok(circles.len())
}

/// How wide the engine's one type is, and in how many files each phase is told apart.
fn engine() -> Done {
    let mut methods = BTreeMap::new();
    let mut phases: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
    let mut matched = 0;
    for (path, source) in sources(CRATES[0])? {
        let count = source.methods_of("Engine");
        if count > 0 {
            methods.insert(path.clone(), count);
        }
        for variant in source.variants_of("Phase") {
            matched += 1;
            phases.entry(variant).or_default().insert(path.clone());
        }
    }
    println!("\nmethods of Engine: {} in {} files", methods.values().sum::<usize>(), methods.len());
    println!("places that name a phase: {matched}");
    for (phase, files) in phases {
        println!("  Phase::{phase} in {} files", files.len());
    }
    Ok(())
}

/// Every source below a folder by its path in it; the folder need not exist.
fn sources(folder: &str) -> Done<BTreeMap<PathBuf, Source>> {
    let base = root().join(folder);
    let mut found = BTreeMap::new();
    let mut open = vec![base.clone()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                found.insert(path.strip_prefix(&base).unwrap_or(&path).to_owned(), Source::read(&text));
            }
        }
    }
    Ok(found)
}

fn shown(folder: &str, path: &Path) -> String {
    format!("{folder}/{}", path.display())
}
