//! `cargo xtask smoke`: plays a turn of cold through a built or installed `lumbar` on any system, and ends it.
//!
//! Needs nothing but the program: no desktop, no sound, no web engine. The workflows run it on what they are about to hand out.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    asked::Asked,
    shell::{self, Done, target},
};

/// How long the program may take to be up or to end, on a machine that is busy.
const UP: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(200);

/// Plays it on the program that was named, else on the release build.
pub(crate) fn smoke(asked: &Asked) -> Done {
    let name = format!("lumbar{}", env::consts::EXE_SUFFIX);
    let program = asked.words.first().map_or_else(|| target().join("release").join(name), PathBuf::from);
    let program = fs::canonicalize(&program).map_err(|error| format!("{}: {error}", program.display()))?;
    let profile = target().join("smoke-profile");
    if profile.exists() {
        fs::remove_dir_all(&profile).map_err(|error| format!("{}: {error}", profile.display()))?;
    }
    let lumbar = Lumbar { program, profile };
    println!("$ {} demo --manual-clock --no-window", lumbar.program.display());
    let mut demo = lumbar.command(&["demo", "--manual-clock", "--no-window"]);
    // Nobody reads what it says; what the short commands print is read.
    demo.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut demo = demo.spawn().map_err(|error| format!("{}: {error}", lumbar.program.display()))?;
    let played = lumbar.play();
    let ended =
        lumbar.run(&["quit", "--force"]).and_then(|_| gone(&mut demo, "the program stays after `quit --force`"));
    if ended.is_err() {
        // Nothing more can be done about one that does not end.
        let _killed = demo.kill();
        let _collected = demo.wait();
    }
    played.and(ended)?;
    println!("one turn of cold was played from start to end");
    Ok(())
}

/// The program on one profile.
struct Lumbar {
    program: PathBuf,
    profile: PathBuf,
}

impl Lumbar {
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--profile").arg(&self.profile).args(words);
        command
    }

    fn run(&self, words: &[&str]) -> Done<String> {
        let (success, said) = shell::ask(&mut self.command(words));
        println!("$ lumbar {}\n{}", words.join(" "), said.trim());
        if success { Ok(said) } else { Err(format!("`lumbar {}` failed: {said}", words.join(" "))) }
    }

    /// Waits until the status contains this.
    fn until(&self, part: &str) -> Done {
        let began = Instant::now();
        loop {
            let (success, status) = shell::ask(&mut self.command(&["status", "--json"]));
            if success && status.contains(part) {
                return Ok(());
            }
            if began.elapsed() > UP {
                return Err(format!("the status stays without {part}: {status}"));
            }
            thread::sleep(LOOK);
        }
    }

    fn play(&self) -> Done {
        self.until("\"thermal\":null")?;
        // A machine that builds has nothing that could call: no sound, no notifications, no display.
        self.run(&["start", "cold-20-20", "--anyway"])?;
        self.run(&["on"])?;
        self.until("\"phase\":\"running\"")?;
        for words in ["clock advance 5m", "skin fine", "clock advance 5m", "skin fine", "clock advance 10m"] {
            self.run(&words.split(' ').collect::<Vec<_>>())?;
        }
        self.until("\"phase\":\"take_off\"")?;
        self.run(&["off"])?;
        self.until("\"phase\":\"resting\"")?;
        match data(&self.profile) {
            true => Ok(()),
            false => Err(format!("{} holds no data", self.profile.display())),
        }
    }
}

fn data(profile: &Path) -> bool {
    fs::metadata(profile.join("lumbar.db")).is_ok_and(|file| file.len() > 0)
}

/// Waits until a program has ended; else says that it `stays`.
pub(crate) fn gone(program: &mut Child, stays: &str) -> Done {
    let began = Instant::now();
    while program.try_wait().map_err(|error| error.to_string())?.is_none() {
        if began.elapsed() > UP {
            return Err(stays.to_owned());
        }
        thread::sleep(LOOK);
    }
    Ok(())
}
