//! Collects the licences of every crate that is linked into a program, as their authors wrote them.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

use super::ground::Part;
use crate::shell::{self, Done, cargo, root};

/// How the files are called in which authors put their terms.
const NAMES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];

/// A crate as `cargo tree` prints it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    name: String,
    version: String,
    terms: String,
}

/// The document for one program, built for this system or for another.
pub(super) fn of(part: Part, target: Option<&str>) -> Done<String> {
    let mut list = cargo([
        "tree",
        "--locked",
        "--package",
        part.name(),
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}|{l}",
    ]);
    list.args(target.into_iter().flat_map(|target| ["--target", target]));
    let (success, listed) = shell::ask(&mut list);
    if !success {
        return Err(format!("the crates of {} cannot be listed: {listed}", part.name()));
    }
    let crates: BTreeSet<Crate> = listed.lines().filter_map(read).collect();
    let sources = sources()?;
    let found: Vec<(Crate, Vec<String>)> = crates.into_iter().map(|one| (one.clone(), texts(&one, &sources))).collect();
    written(part.name(), &found)
}

/// The terms of Lumbar itself, as Debian reads them.
pub(super) fn terms() -> Done<String> {
    let licence = fs::read_to_string(root().join("LICENSE")).map_err(|error| format!("LICENSE: {error}"))?;
    let (owner, text) = licence
        .split_once("\n\n")
        .and_then(|(_title, rest)| rest.split_once("\n\n"))
        .ok_or("LICENSE has another form than title, owner, text")?;
    let owner = owner.trim().trim_start_matches("Copyright (c) ");
    let indented: String =
        text.trim().lines().map(|line| format!(" {}\n", if line.is_empty() { "." } else { line })).collect();
    Ok(format!(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: Lumbar\n\n\
         Files: *\nCopyright: {owner}\nLicense: Expat\n{indented}Comment:\n The crates that are linked in, and their terms, \
         are listed in third-party.txt beside\n this file.\n"
    ))
}

/// One line of `cargo tree`; nothing for a package of this workspace, which names a folder.
fn read(line: &str) -> Option<Crate> {
    let (package, terms) = line.trim_end_matches(" (*)").split_once('|')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    if words.any(|word| word.starts_with("(/") || word.contains(":\\")) {
        return None;
    }
    Some(Crate { name: name.to_owned(), version: version.to_owned(), terms: terms.to_owned() })
}

/// The folders in which cargo keeps unpacked crates.
fn sources() -> Done<Vec<PathBuf>> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let folder = home.ok_or("cargo's folder is not known")?.join("registry/src");
    let listed = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(listed.flatten().map(|entry| entry.path()).collect())
}

/// The texts that a crate brings along, in the order of their names.
fn texts(one: &Crate, sources: &[PathBuf]) -> Vec<String> {
    let folder = format!("{}-{}", one.name, one.version);
    let Some(folder) = sources.iter().map(|source| source.join(&folder)).find(|folder| folder.is_dir()) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| names(path))
        .collect();
    files.sort();
    files.iter().filter_map(|file| fs::read(file).ok()).map(|text| plain(&String::from_utf8_lossy(&text))).collect()
}

fn names(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
    path.is_file() && NAMES.iter().any(|known| name.starts_with(known))
}

/// The same text in the same form, whatever its line ends.
fn plain(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

/// Every crate with its terms, then every text once with those that bring it.
fn written(program: &str, crates: &[(Crate, Vec<String>)]) -> Done<String> {
    if crates.is_empty() {
        return Err(format!("no crates were found in {program}"));
    }
    let mut out = format!(
        "{program} is built from the crates below. Each is used unchanged, as published on crates.io under\n\
         https://crates.io/crates/NAME/VERSION, where its source is.\n\n"
    );
    let mut by_text: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (one, texts) in crates {
        let none = if texts.is_empty() { " (brings no text of its own; the usual one is meant)" } else { "" };
        out.push_str(&format!("{} {}: {}{none}\n", one.name, one.version, one.terms));
        for text in texts {
            by_text.entry(text).or_default().push(format!("{} {}", one.name, one.version));
        }
    }
    let line = "-".repeat(100);
    for (text, of) in by_text {
        out.push_str(&format!("\n{line}\n{}\n{line}\n\n{text}\n", of.join(", ")));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_are_told_from_packages_of_this_workspace() {
        let serde = read("serde v1.0.229|MIT OR Apache-2.0 (*)").unwrap();
        assert_eq!((serde.name.as_str(), serde.version.as_str()), ("serde", "1.0.229"));
        assert_eq!(serde.terms, "MIT OR Apache-2.0");
        assert!(read("serde_derive v1.0.229 (proc-macro)|MIT").is_some());
        assert_eq!(read("lumbar-engine v0.1.0 (/somewhere/engine)|MIT"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn a_text_that_two_crates_share_is_there_once_with_both_names() {
        let one = |name: &str| Crate { name: name.into(), version: "1.0.0".into(), terms: "MIT".into() };
        let all = [(one("a"), vec!["Permission".into()]), (one("b"), vec!["Permission".into()]), (one("c"), vec![])];
        let text = written("lumbar", &all).unwrap();
        assert_eq!(text.matches("Permission").count(), 1);
        assert!(text.contains("\na 1.0.0, b 1.0.0\n") && text.contains("c 1.0.0: MIT (brings no text"), "{text}");
        assert!(written("lumbar", &[]).is_err());
    }

    #[test]
    fn the_terms_name_the_owner_and_hold_the_whole_licence() {
        let terms = terms().unwrap();
        assert!(terms.contains("\nCopyright: 2026 The Lumbar authors\n"), "{terms}");
        assert!(terms.contains("\n Permission is hereby granted") && terms.contains("\n .\n"), "{terms}");
    }
}
