//! `cargo xtask run`: from a fresh clone to Lumbar on the screen.

use std::env;

use crate::{
    asked::Asked,
    desktop,
    shell::{self, Done},
    system::{self, Purpose},
};

/// Installs what is lacking, builds both programs, and starts Lumbar, on a virtual desktop where there is no other.
pub(crate) fn run(asked: &Asked) -> Done {
    if cfg!(target_os = "linux") && env::var_os("DISPLAY").is_none() && env::var_os("WAYLAND_DISPLAY").is_none() {
        println!(
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): a demo on a virtual desktop instead."
        );
        return desktop::desktop(asked);
    }
    system::ensure(&[Purpose::Build], asked.yes)?;
    shell::run(&mut shell::cargo(["build", "-p", "lumbar", "-p", "lumbar-window"]))?;
    let program = shell::target().join("debug/lumbar").display().to_string();
    shell::run(&mut shell::command(&program, &asked.passed_on))
}
