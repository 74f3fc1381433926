//! Runs other programs from the project's root, shows the command, and says in a sentence how it failed.

use std::{
    env,
    ffi::OsStr,
    fs,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A result whose error is a sentence.
pub(crate) type Done<T = ()> = Result<T, String>;

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The folder that cargo builds into: where this program itself was built.
pub(crate) fn target() -> PathBuf {
    let built = env::current_exe().ok().and_then(|path| path.ancestors().nth(2).map(Path::to_owned));
    built.unwrap_or_else(|| root().join("target"))
}

/// A program with its words, to be run in the root.
pub(crate) fn command<S: AsRef<OsStr>>(program: &str, words: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(program);
    command.args(words).current_dir(root());
    command
}

/// The cargo that runs this.
pub(crate) fn cargo<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>) -> Command {
    command(&env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), words)
}

/// Runs it, with its output going where ours goes.
pub(crate) fn run(command: &mut Command) -> Done {
    let shown = show(command);
    println!("$ {shown}");
    let status = command.status().map_err(|error| format!("{shown}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{shown}` failed ({status})")) }
}

/// Runs it and hands every line that it prints on, errors among them, after printing it. Says whether it succeeded.
pub(crate) fn run_reading(command: &mut Command, mut line_came: impl FnMut(&str)) -> Done<bool> {
    let shown = show(command);
    println!("$ {shown}");
    let (output, pipe) = io::pipe().map_err(|error| error.to_string())?;
    let errors = pipe.try_clone().map_err(|error| error.to_string())?;
    let mut child = command.stdout(pipe).stderr(errors).spawn().map_err(|error| format!("{shown}: {error}"))?;
    // Ours of the pipe's ends would keep it from ending.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        line_came(&line);
    }
    Ok(child.wait().map_err(|error| format!("{shown}: {error}"))?.success())
}

/// Runs it quietly and hands back whether it succeeded and all it printed. A program that is absent did not succeed.
pub(crate) fn ask(command: &mut Command) -> (bool, String) {
    match command.stdin(Stdio::null()).output() {
        Ok(output) => {
            let out = String::from_utf8_lossy(&output.stdout);
            (output.status.success(), format!("{out}{}", String::from_utf8_lossy(&output.stderr)))
        }
        Err(error) => (false, error.to_string()),
    }
}

/// Builds both programs for release and copies them into a folder of their own. Other instances of a program share its
/// pages, so what a process costs is measured on a file that nobody else runs.
pub(crate) fn release_copies() -> Done<[PathBuf; 2]> {
    run(&mut cargo(["build", "--release", "-p", "lumbar", "-p", "lumbar-window"]))?;
    let folder = target().join("measured");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let copy = |name: &str| {
        let (built, copied) = (target().join("release").join(name), folder.join(name));
        // A new file, also where one of an earlier run is still executed.
        let _removed = fs::remove_file(&copied);
        fs::copy(&built, &copied).map(|_bytes| copied).map_err(|error| format!("{}: {error}", built.display()))
    };
    Ok([copy("lumbar")?, copy("lumbar-window")?])
}

/// Where a program is found.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let paths = env::var_os("PATH")?;
    env::split_paths(&paths).map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn show(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let words = command.get_args().map(|word| word.to_string_lossy().into_owned());
    std::iter::once(program.into_owned()).chain(words).collect::<Vec<_>>().join(" ")
}
