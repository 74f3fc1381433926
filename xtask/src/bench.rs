//! `cargo xtask bench`: measures the release build against the budgets of the design.

use crate::{
    asked::Asked,
    shell::{self, Done, cargo, command, root, target},
    system::{self, Purpose},
};

/// Builds for release, measures on a played desktop, and runs the engine's own benches where there are any.
pub(crate) fn bench(asked: &Asked) -> Done {
    system::ensure(&[Purpose::Build, Purpose::Desktop], asked.yes)?;
    let [lumbar, window] = shell::release_copies()?;
    shell::run(&mut cargo(["build", "--release", "-p", "lumbar-window", "--example", "empty-window"]))?;
    shell::run(&mut cargo(["build", "-p", "lumbar-tests", "--bin", "lumbar-bench"]))?;
    let measuring = target().join("debug/lumbar-bench").display().to_string();
    let mut measuring = command(&measuring, [] as [&str; 0]);
    measuring.env("LUMBAR_BIN", lumbar);
    measuring.env("LUMBAR_WINDOW_BIN", window);
    measuring.env("LUMBAR_EMPTY_WINDOW_BIN", target().join("release/examples/empty-window"));
    let measured = shell::run(&mut measuring);
    if root().join("src-tauri/engine/benches").is_dir() {
        shell::run(&mut cargo(["bench", "-p", "lumbar-engine", "--benches"]))?;
    } else {
        println!("engine, a simulated year: not measured (the engine has no benches)");
    }
    measured.map_err(|_| "a budget was missed or could not be measured, see the table".to_owned())
}
