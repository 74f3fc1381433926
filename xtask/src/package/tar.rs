//! Makes the archive with an installer, for one person or for systems without .deb and .rpm.

use std::{env, path::PathBuf};

use super::{
    assets, files,
    ground::{Part, VERSION, dist},
};
use crate::shell::{self, Done, command, root};

const INSTALL: &str = include_str!("../../assets/install.sh");
const UNINSTALL: &str = include_str!("../../assets/uninstall.sh");

pub(super) fn make() -> Done<PathBuf> {
    let name = format!("lumbar-{VERSION}-linux-{}", env::consts::ARCH);
    let folder = dist().join(&name);
    files::clear(&folder)?;
    for part in Part::BOTH {
        assets::lay_out(part, &folder)?;
    }
    for (script, text) in [("install.sh", INSTALL), ("uninstall.sh", UNINSTALL)] {
        files::write(&folder.join(script), text.as_bytes(), 0o755)?;
    }
    files::write(&folder.join("LICENSE"), &files::read(&root().join("LICENSE"))?, 0o644)?;
    let archive = dist().join(format!("{name}.tar.gz"));
    let (parent, to) = (dist().display().to_string(), archive.display().to_string());
    let owner = ["--owner=0", "--group=0", "--numeric-owner", "--sort=name"];
    shell::run(&mut command("tar", ["-C", &parent, "-czf", &to].into_iter().chain(owner).chain([name.as_str()])))?;
    Ok(archive)
}
