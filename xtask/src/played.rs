//! The commands that play something long on the real programs: faults, a soak, a week. They run on Linux only.

use std::path::Path;

use crate::{
    asked::Asked,
    shell::{self, Done, cargo, command, target},
    system::{self, Purpose},
};

/// Plays the faults whose names contain one of the words, all without words, and prints the table.
pub(crate) fn faults(asked: &Asked) -> Done {
    system::ensure(&[Purpose::Build, Purpose::Desktop, Purpose::Faults], asked.yes)?;
    shell::run(&mut cargo(["build", "-p", "lumbar", "-p", "lumbar-window", "-p", "lumbar-tests", "--bins"]))?;
    let program = target().join("debug/lumbar-faults").display().to_string();
    let words = asked.words.iter();
    shell::run(&mut command(&program, words)).map_err(|_| "a promise was broken, see the table".to_owned())
}

/// Plays weeks on the release build.
pub(crate) fn soak(asked: &Asked) -> Done {
    system::ensure(&[Purpose::Build, Purpose::Desktop], asked.yes)?;
    let [lumbar, _window] = shell::release_copies()?;
    shell::run(&mut cargo(["build", "-p", "lumbar-tests", "--bin", "lumbar-soak"]))?;
    let program = target().join("debug/lumbar-soak").display().to_string();
    shell::run(command(&program, [] as [&str; 0]).env("LUMBAR_BIN", lumbar))
}

/// Lives a week and writes its pages into `target/week`, or into the folder that was named.
pub(crate) fn week(asked: &Asked) -> Done {
    system::ensure(&[Purpose::Build, Purpose::Desktop], asked.yes)?;
    shell::run(&mut cargo(["build", "-p", "lumbar", "-p", "lumbar-tests", "--bins"]))?;
    let folder = asked.words.first().cloned().unwrap_or_else(|| target().join("week").display().to_string());
    let program = target().join("debug/lumbar-week").display().to_string();
    shell::run(&mut command(&program, [folder.as_str()]))
}

/// Counts the files that a press and a deadline enter, on a build with coverage counters in a folder of its own.
pub(crate) fn entered(asked: &Asked) -> Done {
    system::ensure(&[Purpose::Build, Purpose::Desktop], asked.yes)?;
    let (_, tools) = shell::ask(&mut command("rustc", ["--print", "target-libdir"]));
    let tools = Path::new(tools.trim()).with_file_name("bin");
    if !tools.join("llvm-cov").is_file() {
        shell::run(&mut command("rustup", ["component", "add", "llvm-tools"]))?;
    }
    let built = target().join("entered");
    let mut build = cargo(["build", "-p", "lumbar", "--target-dir"]);
    // Build scripts count, too, and write it where they run.
    let beside = built.join("build-%p.profraw");
    shell::run(build.arg(&built).env("RUSTFLAGS", "-Cinstrument-coverage").env("LLVM_PROFILE_FILE", beside))?;
    shell::run(&mut cargo(["build", "-p", "lumbar-tests", "--bin", "lumbar-entered"]))?;
    let program = target().join("debug/lumbar-entered").display().to_string();
    let mut count = command(&program, [] as [&str; 0]);
    shell::run(count.env("LUMBAR_BIN", built.join("debug/lumbar")).env("LUMBAR_LLVM", tools))
}
