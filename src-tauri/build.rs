//! Hands the window's configuration, capabilities and icons to the Tauri build step, and lists the texts the window embeds.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    tauri_build::build();
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("words.rs"), words(&root.join("../ui/locales"))?)
}

/// The file `window.ftl` of each language.
fn words(locales: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut folders: Vec<PathBuf> = fs::read_dir(locales)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    folders.sort();
    let mut code = String::from("static LANGUAGES: lumbar_texts::Languages = &[\n");
    for file in folders.iter().map(|folder| folder.join("window.ftl")).filter(|file| file.is_file()) {
        let language = file.parent().and_then(Path::file_name).map(|name| name.to_string_lossy()).unwrap_or_default();
        let _ = writeln!(code, "    ({language:?}, &[include_str!({:?})]),", file.display().to_string());
    }
    code.push_str("];\n");
    Ok(code)
}
