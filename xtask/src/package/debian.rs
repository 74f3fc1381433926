//! Makes the two .deb packages, and lets lintian look at them.

use std::path::PathBuf;

use super::{
    checks,
    ground::{Part, VERSION, dist, revision, stage},
};
use crate::{
    shell::{self, Done, cargo},
    tools::DEB,
};

pub(super) fn make() -> Done<Vec<PathBuf>> {
    let tool = DEB.ensure()?;
    let mut made = Vec::new();
    for part in Part::BOTH {
        let folder = stage().join(part.name());
        let file = dist().join(format!("{}_{VERSION}-{}_{}.deb", part.name(), revision()?, architecture()));
        // Compiled and stripped already; there are no maintainer scripts, so none can end a program that counts.
        let mut pack = shell::command(&tool, ["--no-build", "--no-strip", "--locked", "--manifest-path"]);
        pack.arg(folder.join("Cargo.toml")).arg("--output").arg(&file).env("CARGO", cargo([""]).get_program());
        shell::run(&mut pack)?;
        made.push(file);
    }
    checks::lintian(&made)?;
    Ok(made)
}

/// What Debian calls the machine that this was built for.
fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}
