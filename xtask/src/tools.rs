//! Finds the cargo tools that the checks need, and builds the one that is lacking into the target folder.

use std::fs;

use crate::shell::{self, Done, cargo, target, which};

/// A program from crates.io.
pub(crate) struct Tool {
    name: &'static str,
    /// What is built where none is installed.
    version: &'static str,
}

/// Checks licences, bans, sources, advisories.
pub(crate) const DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };
/// Makes .deb packages.
pub(crate) const DEB: Tool = Tool { name: "cargo-deb", version: "3.8.0" };
/// Makes .rpm packages.
pub(crate) const GENERATE_RPM: Tool = Tool { name: "cargo-generate-rpm", version: "0.21.1" };
/// Runs each test as a process of its own with a limit of time.
pub(crate) const NEXTEST: Tool = Tool { name: "cargo-nextest", version: "0.9.143" };

impl Tool {
    /// Where it is, if it is here.
    pub(crate) fn found(&self) -> Option<String> {
        let ours = target().join("tools/bin").join(self.name);
        let found = which(self.name).or_else(|| ours.is_file().then_some(ours))?;
        Some(found.display().to_string())
    }

    /// The program, built once where there is none. Unoptimised it builds in half the time and does its work as well.
    pub(crate) fn ensure(&self) -> Done<String> {
        if let Some(found) = self.found() {
            return Ok(found);
        }
        let tools = target().join("tools");
        println!("{} is not installed: building it into {}", self.name, tools.display());
        let mut install = cargo(["install", "--locked", "--debug", "--version", self.version, self.name, "--root"]);
        install.arg(&tools).arg("--target-dir").arg(tools.join("build"));
        // Line tables would be most of what is written.
        shell::run(install.env("CARGO_PROFILE_DEV_DEBUG", "0"))?;
        // Half a gigabyte that nothing needs again; that it stays would be no fault.
        let _removed = fs::remove_dir_all(tools.join("build"));
        self.found().ok_or_else(|| format!("{} was built and is not there", self.name))
    }
}
