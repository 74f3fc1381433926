//! Reads the keys of the English texts from their files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Every key of the English texts with the file it stands in, attributes as `key.attribute`.
pub(crate) fn all() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the texts are there") {
        let path = entry.expect("an entry").path();
        let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if !file.ends_with(".ftl") {
            continue;
        }
        let mut message = String::new();
        for line in fs::read_to_string(&path).expect("a text file").lines() {
            let Some((name, _)) = line.split_once('=') else { continue };
            let name = name.trim_end();
            let plain = |n: &str| !n.is_empty() && n.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            match name.strip_prefix("    .") {
                Some(attribute) if plain(attribute) => found.push((format!("{message}.{attribute}"), file.clone())),
                None if plain(name) => {
                    message = name.to_owned();
                    found.push((message.clone(), file.clone()));
                }
                Some(_) | None => {}
            }
        }
    }
    found
}

/// The beginnings of keys, such as `step-`: a word on a page that begins so is a missing text.
pub(crate) fn prefixes() -> BTreeSet<String> {
    let keys = all();
    let beginnings = keys.iter().filter_map(|(k, _)| k.split_once('-').map(|(first, _)| format!("{first}-")));
    // Words of plain English that happen to begin like a key.
    beginnings.filter(|p| !["two-", "first-", "long-"].contains(&p.as_str())).collect()
}
