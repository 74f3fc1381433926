//! The Windows programs as they run under Wine: their command line, what they print, how they end.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{
    build::{out, programs},
    consoles::none_shows,
};
use crate::shell::{Done, command};

/// How long a program may take to be up, or to come back after a kill; Wine starts slowly.
pub(super) const UP: Duration = Duration::from_secs(60);
/// How long a guard waits as a rule, s.
const USUAL: u64 = 75;
pub(super) const LOOK: Duration = Duration::from_millis(250);

/// A program under Wine.
pub(super) fn wine(program: &Path) -> Command {
    let mut command = command("wine", [program]);
    command.env("WINEPREFIX", out().join("wine")).env("WINEDEBUG", "-all").stdin(Stdio::null());
    command
}

/// Has Wine stand for Windows 10, which some distributions do not, and for 8.1 before Lumbar: from a build of 10 on, tao asks
/// uxtheme.dll for dark mode by a number that has no name, at which Wine 8 has another function, and that crashes.
pub(super) fn stand_for() -> Done {
    let mut of_all = wine(Path::new("winecfg"));
    of_all.args(["-v", "win10"]);
    run(of_all, "winecfg -v win10")?;
    for program in ["lumbar.exe", "lumbard.exe"] {
        let mut of_ours = wine(Path::new("reg"));
        let key = format!(r"HKCU\Software\Wine\AppDefaults\{program}");
        of_ours.args(["add", &key, "/v", "Version", "/d", "win81", "/f"]);
        run(of_ours, &format!("reg add {key} /v Version /d win81 /f"))?;
    }
    Ok(())
}

/// How a command ended, and what it printed.
pub(super) struct Said {
    pub(super) code: Option<i32>,
    pub(super) text: String,
    pub(super) errors: String,
}

/// Runs a command to its end.
///
/// Into a file: the server that Wine starts beside the first program would keep a pipe open for as long as it lives.
pub(super) fn run(mut command: Command, shown: &str) -> Done<Said> {
    let file = out().join("said");
    let (said, errors) = (fs::File::create(&file), fs::File::create(file.with_extension("errors")));
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
    let read = |file: PathBuf| String::from_utf8_lossy(&fs::read(file).unwrap_or_default()).trim().replace('\r', "");
    let (text, errors) = (read(file.clone()), read(file.with_extension("errors")));
    println!("$ {shown}\n{text}");
    Ok(Said { code: status.code(), text, errors })
}

/// The program under Wine on one profile.
pub(super) struct Lumbar {
    program: PathBuf,
    /// None = the person's own.
    profile: Option<PathBuf>,
}

impl Lumbar {
    /// What was built, on a profile of its own.
    pub(super) fn built(profile: PathBuf) -> Self {
        Self { program: programs(false).join("lumbar.exe"), profile: Some(profile) }
    }

    /// What is installed, on a profile of its own.
    pub(super) fn installed_on(folder: &Path, profile: PathBuf) -> Self {
        Self { program: folder.join("lumbar.exe"), profile: Some(profile) }
    }

    /// What is installed, for the person.
    pub(super) fn installed(folder: &Path) -> Self {
        Self { program: folder.join("lumbar.exe"), profile: None }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = wine(&self.program);
        if let Some(profile) = &self.profile {
            command.args(["--profile", &format!("Z:{}", profile.display())]);
        }
        command.args(words);
        command
    }

    /// A demo whose guard takes it for hung after so many seconds.
    pub(super) fn demo(&self, patience: u64) -> Done<Child> {
        let mut demo = self.command(&["demo", "--manual-clock", "--no-window"]);
        demo.env("LUMBAR_GUARD_PATIENCE", patience.to_string());
        demo.stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(|error| format!("wine: {error}"))
    }

    /// Runs a command to its end and hands back what it printed.
    pub(super) fn run(&self, words: &[&str]) -> Done<String> {
        let shown = format!("lumbar.exe {}", words.join(" "));
        let said = run(self.command(words), &shown)?;
        if said.code == Some(0) { Ok(said.text) } else { Err(format!("`{shown}` failed: {}", said.errors)) }
    }

    /// Waits until the status contains this.
    pub(super) fn until(&self, part: &str) -> Done<String> {
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
    pub(super) fn ends(&self) -> Done {
        self.run(&["quit", "--force"])?;
        self.is_gone()
    }

    /// Waits until no process of it is left.
    pub(super) fn is_gone(&self) -> Done {
        let began = Instant::now();
        while self.profile.as_deref().is_some_and(runs) {
            if began.elapsed() > UP {
                return Err("a process of it stays behind".to_owned());
            }
            thread::sleep(LOOK);
        }
        Ok(())
    }

    /// A session of ice in a demo: on, killed, back by its guard, to the bell, off, ended; nothing half-made is left, and no
    /// console showed a window.
    pub(super) fn session(&self) -> Done {
        none_shows(|| self.whole_session())
    }

    fn whole_session(&self) -> Done {
        let mut demo = self.demo(USUAL)?;
        let played = self.play(&mut demo);
        let ended = self.ends();
        // What is left of it ends here; it may have ended by itself.
        let _ended = demo.kill();
        let _collected = demo.wait();
        played.and(ended)
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
        let files =
            fs::read_dir(self.profile.as_deref().unwrap_or(Path::new(""))).map_err(|error| error.to_string())?;
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
    !processes(profile).is_empty()
}

/// The processes of Lumbar on this profile, as this system numbers them.
pub(super) fn processes(profile: &Path) -> Vec<u32> {
    running(&profile.display().to_string())
}

/// The processes of Lumbar that were started with this among their words.
pub(super) fn running(part: &str) -> Vec<u32> {
    let listed = fs::read_dir("/proc").into_iter().flatten().flatten();
    let is_ours = |folder: PathBuf| {
        let words = fs::read(folder.join("cmdline")).unwrap_or_default();
        // What Lumbar itself starts has the path as Windows writes it.
        let words = String::from_utf8_lossy(&words).replace('\\', "/").replace('\0', " ");
        // The one that the test killed itself is not collected by then; it has no words left.
        let lumbar = words.contains("lumbar.exe") || words.contains("lumbard.exe");
        lumbar && words.contains(part)
    };
    let found = listed.filter(|process| is_ours(process.path()));
    found.filter_map(|process| process.file_name().to_str()?.parse().ok()).collect()
}

/// Forgets what an earlier run left, what it remembered of the body outside of its folder among it.
pub(super) fn forget(profile: &Path) -> Done {
    let people = fs::read_dir(out().join("wine/drive_c/users")).into_iter().flatten().flatten();
    let elsewhere = people.map(|person| person.path().join("Temp/lumbar"));
    for left in elsewhere.chain([profile.to_owned()]).filter(|left| left.exists()) {
        fs::remove_dir_all(&left).map_err(|error| format!("{}: {error}", left.display()))?;
    }
    Ok(())
}
