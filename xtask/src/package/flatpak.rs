//! Lays out what flatpak-builder needs to build without a network: the manifest, the sources of the last commit, and the crates.

use super::{files, ground::dist};
use crate::shell::{self, Done, cargo, command, root};

const MANIFEST: &str = include_str!("../../assets/flatpak/app.lumbar.Lumbar.yml");

pub(super) fn make() -> Done {
    let folder = dist().join("flatpak");
    files::clear(&folder)?;
    files::write(&folder.join("app.lumbar.Lumbar.yml"), MANIFEST.as_bytes(), 0o644)?;
    let archive = folder.join("lumbar.tar");
    shell::run(command("git", ["archive", "--format=tar", "--output"]).arg(&archive).arg("HEAD"))?;
    let (success, config) = shell::ask(cargo(["vendor", "--locked", "--quiet"]).arg(folder.join("vendor")));
    if !success {
        return Err(format!("the crates could not be laid out: {config}"));
    }
    files::write(&folder.join("cargo-config.toml"), sources(&merged()?).as_bytes(), 0o644)?;
    println!("{}: flatpak-builder --user --install build app.lumbar.Lumbar.yml", folder.display());
    Ok(())
}

/// The settings that the project has for cargo already.
fn merged() -> Done<String> {
    let own = files::read(&root().join(".cargo/config.toml"))?;
    String::from_utf8(own).map_err(|error| format!(".cargo/config.toml: {error}"))
}

/// The same, with the crates taken from the folder beside.
fn sources(own: &str) -> String {
    format!(
        "{own}\n[source.crates-io]\nreplace-with = \"vendored-sources\"\n\n[source.vendored-sources]\ndirectory = \"vendor\"\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_installs_files_that_are_there_and_asks_for_no_network() {
        for line in MANIFEST.lines().filter_map(|line| line.trim().strip_prefix("- install ")) {
            for file in line.split_whitespace().filter(|word| word.starts_with("xtask/") || word.starts_with("icons/"))
            {
                assert!(root().join(file).is_file(), "{file}");
            }
        }
        for wide in ["--share=network", "--filesystem=host", "--filesystem=home", "--socket=session-bus"] {
            assert!(!MANIFEST.contains(wide), "{wide}");
        }
    }

    #[test]
    fn cargo_finds_the_crates_beside_it_and_keeps_its_own_words() {
        let text = sources("[alias]\nxtask = \"run\"\n");
        assert!(text.starts_with("[alias]\nxtask") && text.contains("directory = \"vendor\""), "{text}");
    }
}
