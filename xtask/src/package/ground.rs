//! What all files of packaging share: the two parts, names, and where things lie.

use std::path::PathBuf;

use crate::shell::{self, Done, command, root, target};

/// The name under which desktops know the program.
pub(super) const APP_ID: &str = "app.lumbar.Lumbar";
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Names what is made anew of the same version; one more than 1 is a package that updates the one before it.
const REVISION: &str = "LUMBAR_PACKAGE_REVISION";
/// The folder that packages go to, from the root where it is not a whole path.
const TO: &str = "LUMBAR_PACKAGE_TO";
/// What can be installed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The background program and the command line; needs no web engine.
    Background,
    /// The window, which needs one.
    Window,
}

impl Part {
    pub(super) const BOTH: [Self; 2] = [Self::Background, Self::Window];

    /// The name of its package and of its program.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Background => "lumbar",
            Self::Window => "lumbar-window",
        }
    }
}

/// What is packed lies here first, as it will lie on the person's system.
pub(super) fn stage() -> PathBuf {
    target().join("package")
}

pub(super) fn tree(part: Part) -> PathBuf {
    stage().join(part.name()).join("tree")
}

pub(super) fn dist() -> PathBuf {
    root().join(std::env::var_os(TO).unwrap_or_else(|| "dist".into()))
}

/// The revision of the package, from the surroundings or 1.
pub(super) fn revision() -> Done<u32> {
    match std::env::var(REVISION) {
        Ok(number) => number.parse().map_err(|_| format!("{REVISION} is {number}, and must be a number")),
        Err(_) => Ok(1),
    }
}

/// The release build of the program that prints its own manual page and completions.
pub(super) fn printed(words: &[&str]) -> Done<String> {
    let program = target().join("release/lumbar").display().to_string();
    let (success, text) = shell::ask(&mut command(&program, words));
    if success { Ok(text) } else { Err(format!("`lumbar {}` failed: {text}", words.join(" "))) }
}
