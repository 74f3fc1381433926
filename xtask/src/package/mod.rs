//! `cargo xtask package`: builds for release and makes what people install: .deb, .rpm, an archive with an installer, and one
//! for Windows.

mod app;
mod assets;
mod checks;
mod debian;
mod files;
mod flatpak;
mod ground;
mod licences;
mod manifest;
pub(crate) mod nsis;
mod rpm;
mod tar;

use std::{fs, path::Path};

use crate::{
    asked::Asked,
    shell::{self, Done, cargo},
    system::{self, Purpose},
};

use ground::{Part, dist, stage, tree};

/// Packages of programs that are built already: what is packed is as old as what lies there.
const AS_BUILT: &str = "LUMBAR_PACKAGE_AS_BUILT";

/// Makes the kinds that were named, or all for Linux.
pub(crate) fn package(asked: &Asked) -> Done {
    match asked.words.as_slice() {
        [kind] if kind == "app" => return bundle(),
        [kind] if kind == "flatpak" => return flatpak::make(),
        _ => {}
    }
    if !cfg!(target_os = "linux") {
        return Err("packages are made on Linux; docs/packages.md says how each system gets its own".to_owned());
    }
    let kinds: Vec<&str> = if asked.words.is_empty() {
        vec!["tar", "deb", "rpm"]
    } else {
        asked.words.iter().map(String::as_str).collect()
    };
    if let Some(unknown) = kinds.iter().find(|kind| !["tar", "deb", "rpm", "nsis"].contains(kind)) {
        return Err(format!(
            "{unknown} is no kind of package; there are tar, deb, rpm, nsis, and alone app (macOS) and flatpak"
        ));
    }
    let mut purposes = vec![Purpose::Build, Purpose::Package];
    purposes.extend(kinds.contains(&"deb").then_some(Purpose::Deb));
    purposes.extend(kinds.contains(&"nsis").then_some(Purpose::Windows));
    system::ensure(&purposes, asked.yes)?;
    let as_built = std::env::var_os(AS_BUILT).is_some();
    files::clear(&stage())?;
    if kinds.iter().any(|kind| *kind != "nsis") {
        for_linux(as_built)?;
    }
    files::make(&dist())?;
    let mut made = Vec::new();
    for kind in kinds {
        made.extend(match kind {
            "deb" => debian::make()?,
            "rpm" => rpm::make()?,
            "nsis" => vec![nsis::make(as_built)?],
            _ => vec![tar::make()?],
        });
    }
    println!();
    let size = |file: &Path| fs::metadata(file).map_or(0, |file| file.len());
    for file in made {
        println!("{:>9} bytes  {}", size(&file), file.display());
    }
    let programs = Part::BOTH.map(|part| tree(part).join("bin").join(part.name()));
    if programs.iter().all(|program| program.is_file()) {
        let [background, window] = programs.map(|program| size(&program));
        println!("{:>9} bytes  both programs: lumbar {background}, lumbar-window {window}", background + window);
    }
    Ok(())
}

/// `Lumbar.app`, of programs that were built on a Mac.
fn bundle() -> Done {
    if std::env::var_os(AS_BUILT).is_none() {
        if !cfg!(target_os = "macos") {
            return Err("Lumbar.app is made on a Mac".to_owned());
        }
        let mut build = cargo(["build", "--release", "-p", "lumbar", "-p", "lumbar-window"]);
        // Not what the machine that builds runs.
        shell::run(build.env("MACOSX_DEPLOYMENT_TARGET", app::OLDEST))?;
    }
    println!("{}", app::make()?.display());
    Ok(())
}

/// Builds the programs for this system and lays out what is packed of them.
fn for_linux(as_built: bool) -> Done {
    if !as_built {
        shell::run(&mut cargo(["build", "--release", "-p", "lumbar", "-p", "lumbar-window"]))?;
    }
    for part in Part::BOTH {
        assets::lay_out(part, &tree(part))?;
        manifest::write(part, &stage().join(part.name()))?;
    }
    checks::entry_and_metainfo(&tree(Part::Background))
}
