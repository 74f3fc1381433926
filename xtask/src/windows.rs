//! `cargo xtask windows`: builds the real Windows programs here, tests them under Wine, and plays a session with a kill in it.
//!
//! Wine has no WebView2, no toasts and no tray: the window is built and not opened. Needs rustup, mingw-w64 and Wine.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    asked::Asked,
    shell::{self, Done, cargo, command, root, run_reading, target, which},
    system::{self, Purpose},
    tally::{Counts, Tally},
};

const TARGET: &str = "x86_64-pc-windows-gnu";
const LINKER: &str = "x86_64-w64-mingw32-gcc-posix";
/// How long a program may take to be up, or to come back after a kill; Wine starts slowly.
const UP: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(250);

/// Installs what is lacking, then builds, tests and plays.
pub(crate) fn windows(asked: &Asked) -> Done {
    let mut tally = Tally::new(asked.keep_going);
    tally.stage("system packages", || {
        system::ensure(&[Purpose::Build, Purpose::Windows], asked.yes)?;
        shell::run(&mut command("rustup", ["target", "add", TARGET]))?;
        Ok(Counts { note: "all there".to_owned(), ..Counts::default() })
    });
    tally.stage("build for Windows", build);
    tally.stage("engine and pages under Wine", unit);
    tally.stage("a session under Wine", session);
    tally.close()
}

/// The same as a stage of the tests where everything is there already: the first build takes too long for every run.
pub(crate) fn stage() -> Done<Counts> {
    let absent = |why: &str| Ok(Counts { note: format!("not run ({why})"), ..Counts::default() });
    if !cfg!(target_os = "linux") {
        return absent("Wine is tried on Linux only");
    }
    if let Some(program) = ["wine", LINKER, "rustup"].into_iter().find(|program| which(program).is_none()) {
        return absent(&format!("{program} is not installed; `cargo xtask windows` does it all"));
    }
    if !programs().join("lumbar.exe").is_file() {
        return absent("not built here yet; `cargo xtask windows` does it all");
    }
    let mut sum = build()?;
    for more in [unit()?, session()?] {
        sum.passed += more.passed;
        sum.failed += more.failed;
    }
    Ok(sum)
}

fn build() -> Done<Counts> {
    Ok(Counts::one(shell::run(&mut for_windows(&["build", "-p", "lumbar", "-p", "lumbar-window"])).is_ok()))
}

fn unit() -> Done<Counts> {
    lay_out()?;
    let mut counts = Counts::default();
    let words = ["test", "--lib", "--tests", "--no-fail-fast", "-p", "lumbar-engine", "-p", "lumbar-ui"];
    // Fewer stories than here: under Wine it is that they run at all.
    let success = run_reading(for_windows(&words).env("LUMBAR_CASES", "2000"), |line| counts.read(line))?;
    Ok(counts.ended(success))
}

/// Ice through `lumbar.exe`: on, killed, back by its guard, to the bell, off, ended; and nothing half-made is left.
fn session() -> Done<Counts> {
    lay_out()?;
    let profile = out().join("profile");
    if profile.exists() {
        fs::remove_dir_all(&profile).map_err(|error| format!("{}: {error}", profile.display()))?;
    }
    let lumbar = Lumbar { profile };
    let mut demo = lumbar.demo()?;
    let played = lumbar.play(&mut demo);
    let ended = lumbar.ends();
    // What is left of it ends here; it may have ended by itself.
    let _ended = demo.kill();
    let _collected = demo.wait();
    played.and(ended)?;
    Ok(Counts::one(true))
}

/// The program under Wine on one profile.
struct Lumbar {
    profile: PathBuf,
}

impl Lumbar {
    fn command(&self, words: &[&str]) -> Command {
        let mut command = command("wine", [programs().join("lumbar.exe")]);
        command.args(["--profile", &format!("Z:{}", self.profile.display())]).args(words);
        command.env("WINEPREFIX", out().join("wine")).env("WINEDEBUG", "-all").stdin(Stdio::null());
        command
    }

    fn demo(&self) -> Done<Child> {
        let mut demo = self.command(&["demo", "--manual-clock", "--no-window"]);
        demo.stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(|error| format!("wine: {error}"))
    }

    /// Runs a command to its end and hands back what it printed.
    ///
    /// Into a file: the server that Wine starts beside the first program would keep a pipe open for as long as it lives.
    fn run(&self, words: &[&str]) -> Done<String> {
        let shown = format!("lumbar.exe {}", words.join(" "));
        let file = out().join("said");
        let (said, errors) = (fs::File::create(&file), fs::File::create(file.with_extension("errors")));
        let mut command = self.command(words);
        command.stdout(said.map_err(|error| error.to_string())?).stderr(errors.map_err(|error| error.to_string())?);
        let mut child = command.spawn().map_err(|error| format!("wine: {error}"))?;
        let began = Instant::now();
        let status = loop {
            match child.try_wait().map_err(|error| error.to_string())? {
                Some(status) => break status,
                None if began.elapsed() > UP => {
                    child.kill().map_err(|error| error.to_string())?;
                    child.wait().map_err(|error| error.to_string())?;
                    return Err(format!("`{shown}` did not end"));
                }
                None => thread::sleep(LOOK / 10),
            }
        };
        let read = |file: PathBuf| fs::read_to_string(file).unwrap_or_default().trim().to_owned();
        let (said, errors) = (read(file.clone()), read(file.with_extension("errors")));
        println!("$ {shown}\n{said}");
        if status.success() { Ok(said) } else { Err(format!("`{shown}` failed: {errors}")) }
    }

    /// Waits until the status contains this.
    fn until(&self, part: &str) -> Done<String> {
        let began = Instant::now();
        loop {
            match self.run(&["status", "--json"]) {
                Ok(status) if status.contains(part) => return Ok(status),
                Ok(status) if began.elapsed() > UP => return Err(format!("the status stays {status}, without {part}")),
                Err(sentence) if began.elapsed() > UP => return Err(sentence),
                Ok(_) | Err(_) => thread::sleep(LOOK),
            }
        }
    }

    /// Asks the program to end, and waits until no process of it is left.
    fn ends(&self) -> Done {
        self.run(&["quit", "--force"])?;
        let began = Instant::now();
        while runs(&self.profile) {
            if began.elapsed() > UP {
                return Err("a process of it stays behind after `quit --force`".to_owned());
            }
            thread::sleep(LOOK);
        }
        Ok(())
    }

    fn play(&self, demo: &mut Child) -> Done {
        self.until("\"thermal\":null")?;
        self.run(&["start", "cold-20-20"])?;
        self.run(&["on"])?;
        self.until("\"phase\":\"running\"")?;
        // Wine's process is the program itself; its guard is another one.
        demo.kill().map_err(|error| error.to_string())?;
        demo.wait().map_err(|error| error.to_string())?;
        let killed = Instant::now();
        self.until("\"phase\":\"running\"")?;
        println!("killed, and back after {:.1} s", killed.elapsed().as_secs_f32());
        for words in ["clock advance 5m", "skin fine", "clock advance 5m", "skin fine", "clock advance 10m"] {
            self.run(&words.split(' ').collect::<Vec<_>>())?;
        }
        self.until("\"phase\":\"take_off\"")?;
        self.run(&["off"])?;
        self.until("\"phase\":\"resting\"")?;
        // A day, for the backup that is made daily.
        self.run(&["clock", "advance", "25h"])?;
        thread::sleep(Duration::from_secs(2));
        let files = fs::read_dir(&self.profile).map_err(|error| error.to_string())?;
        let names: Vec<String> = files.flatten().map(|file| file.file_name().to_string_lossy().into_owned()).collect();
        println!("the profile holds {}", names.join(", "));
        match names.iter().find(|name| name.ends_with(".new")) {
            Some(left) => Err(format!("{left} was left behind")),
            None => Ok(()),
        }
    }
}

/// Tells whether a process of Lumbar runs on this profile.
fn runs(profile: &Path) -> bool {
    let profile = profile.display().to_string();
    let Ok(processes) = fs::read_dir("/proc") else { return false };
    let words = processes.flatten().filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    words.map(|words| String::from_utf8_lossy(&words).into_owned()).any(|words| {
        // The one that the test killed itself is not collected by then; it has no words left.
        words.contains("lumbar.exe") && words.contains(&profile)
    })
}

/// What Wine lacks lies beside every program that needs it.
fn lay_out() -> Done {
    let library = out().join("bcryptprimitives.dll");
    if !library.is_file() {
        let source = root().join("xtask/assets/bcryptprimitives.c");
        let mut make = command(LINKER, ["-shared", "-o"]);
        shell::run(make.arg(&library).arg(source).arg("-ladvapi32"))?;
    }
    for folder in [programs(), programs().join("deps")] {
        fs::copy(&library, folder.join("bcryptprimitives.dll")).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn for_windows(words: &[&str]) -> Command {
    let mut command = cargo(words);
    command.args(["--target", TARGET, "--target-dir"]).arg(out());
    command.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", LINKER);
    command.env("CC_x86_64_pc_windows_gnu", LINKER).env("CXX_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-g++-posix");
    command.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine");
    command.env("WINEPREFIX", out().join("wine")).env("WINEDEBUG", "-all");
    command
}

fn out() -> PathBuf {
    target().join("windows")
}

fn programs() -> PathBuf {
    out().join(TARGET).join("debug")
}
