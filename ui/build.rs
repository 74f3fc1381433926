//! Lists the files that are embedded: what is served as it is and the figures, both compressed, and the texts of each language.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The style sheets in the order in which they hold: served as one file, for each file asked for costs a window's first page
/// some milliseconds.
const STYLE: [&str; 10] =
    ["tokens", "app", "session", "plan", "editor", "day", "today", "history", "visit", "settings"];
/// What that file is called.
const STYLE_FILE: &str = "static/style.css";

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let mut code = String::new();

    let mut assets = Vec::new();
    for (folder, ending) in [("static", ""), ("figures", ".svg"), ("figures/still", ".svg")] {
        for path in files(&root.join(folder), ending)? {
            assets.push((format!("{folder}/{}", name(&path)), path));
        }
    }
    let sheets = STYLE.map(|name| root.join(format!("static/{name}.css")));
    let all_listed =
        assets.iter().filter(|(address, _)| address.ends_with(".css")).all(|(_, path)| sheets.contains(path));
    if !all_listed {
        return Err(io::Error::other("a style sheet is not listed in STYLE"));
    }
    assets.retain(|(_, path)| !sheets.contains(path));
    let style = out.join("style.css");
    fs::write(&style, sheets.iter().map(fs::read_to_string).collect::<io::Result<Vec<_>>>()?.concat())?;
    for sheet in &sheets {
        println!("cargo::rerun-if-changed={}", sheet.display());
    }
    assets.push((STYLE_FILE.to_owned(), style));
    assets.sort();
    // One file for all of them; the table says where each begins, and how long it is as it was.
    let mut packed = Vec::new();
    code.push_str("pub(crate) static ASSETS: &[(&str, Packed)] = &[\n");
    for (address, path) in &assets {
        if path.starts_with(&root) {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        let (bytes, from) = (fs::read(path)?, packed.len());
        let mut deflate = DeflateEncoder::new(&mut packed, Compression::best());
        deflate.write_all(&bytes)?;
        deflate.finish()?;
        let (until, length) = (packed.len(), bytes.len());
        let _ = writeln!(code, "    ({address:?}, Packed {{ from: {from}, until: {until}, length: {length} }}),");
    }
    code.push_str("];\n");
    let file = out.join("assets.deflate");
    fs::write(&file, packed)?;
    let _ = writeln!(code, "pub(crate) static PACKED: &[u8] = include_bytes!({:?});", file.display().to_string());

    code.push_str("pub(crate) static LANGUAGES: lumbar_texts::Languages = &[\n");
    for language in folders(&root.join("locales"))? {
        let _ = writeln!(code, "    ({:?}, &[", name(&language));
        for path in files(&language, ".ftl")? {
            let _ = writeln!(code, "        include_str!({:?}),", path.display().to_string());
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");

    // The sources in the order and the groups of their file, so that the page of all of them needs no list of its own.
    let sources = root.join("locales/en/sources.ftl");
    code.push_str("pub(crate) static SOURCES: &[&[&str]] = &[\n");
    for group in source_groups(&fs::read_to_string(&sources).unwrap_or_default()) {
        let _ = writeln!(code, "    &{group:?},");
    }
    code.push_str("];\n");

    fs::write(out.join("embedded.rs"), code)
}

/// The keys of `source-KEY` messages, one group for each `##` heading that has any.
fn source_groups(text: &str) -> Vec<Vec<&str>> {
    let mut groups = vec![Vec::new()];
    for line in text.lines() {
        if line.starts_with("## ") {
            groups.push(Vec::new());
            continue;
        }
        let key = line.strip_prefix("source-").and_then(|l| l.split_once(" ="));
        if let (Some((key, _)), Some(group)) = (key, groups.last_mut()) {
            group.push(key);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The files of a folder whose name ends so, by name; a folder that is not there is empty.
fn files(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = entries(folder)?;
    found.retain(|p| p.is_file() && name(p).ends_with(ending) && !name(p).starts_with('.'));
    Ok(found)
}

fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = entries(folder)?;
    found.retain(|p| p.is_dir());
    Ok(found)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut found: Vec<PathBuf> = fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    found.sort();
    Ok(found)
}

fn name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
