//! Builds for Windows, with the standard library of rustup's Rust or of the system's.

use std::{fs, path::PathBuf, process::Command};

use crate::shell::{self, Done, cargo, command, root, target, which};

/// What the programs are built for.
pub(crate) const TARGET: &str = "x86_64-pc-windows-gnu";
pub(super) const LINKER: &str = "x86_64-w64-mingw32-gcc-posix";

/// The system's own compiler, whose packages bring the sources of the library (Debian: rustc-web, rust-web-src).
const SYSTEM_RUST: &str = "/usr/bin/rustc";

/// Where the standard library for Windows comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Library {
    /// rustup has it.
    Ready,
    /// It is built from the sources of the system's Rust.
    Sources,
}

impl Library {
    pub(super) fn note(self) -> &'static str {
        match self {
            Self::Ready => "all there",
            Self::Sources => "all there; the standard library is built from the system's sources",
        }
    }
}

/// Finds the standard library, or lets rustup bring it.
pub(super) fn standard_library() -> Done<Library> {
    if which("rustup").is_some() {
        let (_, installed) = shell::ask(&mut command("rustup", ["target", "list", "--installed"]));
        if installed.lines().any(|line| line == TARGET) {
            return Ok(Library::Ready);
        }
    }
    let (found, sysroot) = shell::ask(&mut command(SYSTEM_RUST, ["--print", "sysroot"]));
    if found && PathBuf::from(sysroot.trim()).join("lib/rustlib/src/rust/library/std").is_dir() {
        return Ok(Library::Sources);
    }
    shell::run(&mut command("rustup", ["target", "add", TARGET])).map(|()| Library::Ready)
}

/// Builds all programs.
pub(crate) fn build(release: bool) -> Done {
    let mut command = for_windows(&["build", "-p", "lumbar", "-p", "lumbar-window"])?;
    command.args(release.then_some("--release"));
    shell::run(&mut command)
}

/// What Wine lacks lies beside every program that needs it.
pub(super) fn lay_out() -> Done {
    for folder in [programs(false), programs(false).join("deps")] {
        fs::copy(lacking_library()?, folder.join("bcryptprimitives.dll")).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// The library that Wine 8 lacks, and Windows has.
pub(super) fn lacking_library() -> Done<PathBuf> {
    let library = out().join("bcryptprimitives.dll");
    if !library.is_file() {
        let source = root().join("xtask/assets/bcryptprimitives.c");
        let mut make = command(LINKER, ["-shared", "-o"]);
        shell::run(make.arg(&library).arg(source).arg("-ladvapi32"))?;
    }
    Ok(library)
}

/// Cargo, for Windows.
pub(super) fn for_windows(words: &[&str]) -> Done<Command> {
    let mut command = cargo(words);
    command.args(["--target", TARGET, "--target-dir"]).arg(out());
    if standard_library()? == Library::Sources {
        command.env("RUSTC", SYSTEM_RUST).env("RUSTC_BOOTSTRAP", "1");
        command.arg("-Zbuild-std=std,panic_abort,test,proc_macro");
    }
    command.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", LINKER);
    command.env("CC_x86_64_pc_windows_gnu", LINKER).env("CXX_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-g++-posix");
    command.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine");
    command.env("WINEPREFIX", out().join("wine")).env("WINEDEBUG", "-all");
    Ok(command)
}

pub(super) fn out() -> PathBuf {
    target().join("windows")
}

/// The folder of the programs that were built.
pub(crate) fn programs(release: bool) -> PathBuf {
    out().join(TARGET).join(if release { "release" } else { "debug" })
}
