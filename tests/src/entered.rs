//! Counts the files that one press and one deadline enter, on a `lumbar` built with coverage counters.
//!
//! Each deed is played twice over: once without it and once with it. A function that ran more often with it belongs to its
//! walk. What merely goes on beside it (the tray's minute, the guard's beat) runs in both and drops out.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use lumbar_played_desktop::{Context, Outcome, Trouble};
use serde_json::Value;
use tokio::time::sleep;

use crate::Desktop;

/// Long enough for what follows a press (saving, showing) to have run.
const SETTLED: Duration = Duration::from_millis(800);

/// How often each function ran, by its file and name.
type Counts = BTreeMap<(String, String), u64>;

/// Plays both and prints the files. Needs `LUMBAR_BIN` with coverage counters, and `LUMBAR_LLVM`: the folder of
/// `llvm-profdata` and `llvm-cov` of the compiler that built it.
pub async fn entered() -> Outcome<()> {
    let tools = PathBuf::from(env::var_os("LUMBAR_LLVM").trying("LUMBAR_LLVM names no folder")?);
    let press = (&["status"][..], &["off"][..]);
    let deadline = (&["clock", "advance", "10s"][..], &["clock", "next"][..]);
    for (name, (without, with)) in [("a press of “It is off”", press), ("a deadline (skin check)", deadline)] {
        let (before, after) = (counts(&tools, without).await?, counts(&tools, with).await?);
        let more = |(key, count): &(&(String, String), &u64)| **count > before.get(*key).copied().unwrap_or(0);
        let walked: Vec<_> = after.iter().filter(more).map(|(key, _)| key).collect();
        let files: BTreeSet<&str> = walked.iter().map(|(file, _)| file.as_str()).collect();
        println!("{name}: {} functions in {} files", walked.len(), files.len());
        for file in files {
            let functions = walked.iter().filter(|(of, _)| of == file).count();
            println!("  {functions:>4}  {file}");
        }
    }
    Ok(())
}

/// Puts the pack on, does the one thing, ends the program and reads what ran in it.
async fn counts(tools: &Path, deed: &[&str]) -> Outcome<Counts> {
    let mut desk = Desktop::start().await?;
    let folder = desk.folders.path("coverage");
    std::fs::create_dir_all(&folder)?;
    desk.set_variable("LLVM_PROFILE_FILE", &folder.join("%p.profraw").display().to_string());
    let mut demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    demo.done(&["start", "cold-20-20"]).await?;
    demo.done(&["on"]).await?;
    sleep(SETTLED).await;
    demo.done(deed).await?;
    sleep(SETTLED).await;
    demo.run(&["quit", "--force"]).await?;
    demo.wait().await?;
    let raw = folder.join(format!("{}.profraw", demo.pid()));
    let merged = folder.join("merged.profdata");
    run(Command::new(tools.join("llvm-profdata")).args(["merge", "--sparse", "-o"]).arg(&merged).arg(&raw))?;
    let mut export = Command::new(tools.join("llvm-cov"));
    export.arg("export").arg(crate::lumbar_binary()?).arg("-instr-profile").arg(&merged);
    read(&run(export.arg("--skip-expansions"))?)
}

fn run(command: &mut Command) -> Outcome<Vec<u8>> {
    let output = command.output().trying(format!("{command:?}"))?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(Trouble::new(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)))),
    }
}

/// The functions of the workspace in what `llvm-cov export` writes.
fn read(exported: &[u8]) -> Outcome<Counts> {
    let all: Value = serde_json::from_slice(exported).trying("llvm-cov wrote no JSON")?;
    let functions = all.pointer("/data/0/functions").and_then(Value::as_array).trying("no functions in it")?;
    let mut counts = Counts::new();
    for function in functions {
        let file = function.pointer("/filenames/0").and_then(Value::as_str).unwrap_or_default();
        let Some(own) = own_file(file) else { continue };
        let name = function.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        *counts.entry((own, name)).or_default() += function.get("count").and_then(Value::as_u64).unwrap_or(0);
    }
    Ok(counts)
}

/// The path inside the workspace of a file of the programs; `None` for libraries.
fn own_file(file: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let inside = Path::new(file).strip_prefix(root).ok()?;
    (inside.starts_with("src-tauri") || inside.starts_with("ui")).then(|| inside.display().to_string())
}
