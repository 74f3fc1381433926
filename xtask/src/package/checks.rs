//! Lets the tools that distributions use look at what was made; what they call an error is one.

use std::path::{Path, PathBuf};

use super::ground::APP_ID;
use crate::shell::{self, Done, command};

/// The desktop entry and the AppStream description, where they were laid out.
pub(super) fn entry_and_metainfo(tree: &Path) -> Done {
    let entry = tree.join(format!("share/applications/{APP_ID}.desktop"));
    shell::run(&mut command("desktop-file-validate", [&entry]))?;
    let metainfo = tree.join(format!("share/metainfo/{APP_ID}.metainfo.xml"));
    shell::run(command("appstreamcli", ["validate", "--no-net"]).arg(metainfo))
}

/// Debian's own look at its packages. It does not like to be root.
pub(super) fn lintian(packages: &[PathBuf]) -> Done {
    shell::run(
        command("lintian", ["--allow-root", "--fail-on", "error", "--suppress-tags", "initial-upload-closes-no-bugs"])
            .args(packages),
    )
}
