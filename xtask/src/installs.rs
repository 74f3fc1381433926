//! `cargo xtask installs`: installs, updates and removes the packages with a pack on, in new systems of their own.
//!
//! What is played stands in `xtask/assets/installs`, and runs in any container as well. Needs Linux and root: it makes the
//! systems with debootstrap, and enters them with chroot in name spaces of their own, so that nothing outlives a play.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::{
    asked::Asked,
    shell::{self, Done, command, root, run, run_reading, target, which},
    system::{self, Purpose},
    tally::{Counts, Tally},
};

/// The screen that windows open on, where there is an Xvfb.
const SCREEN: &str = ":97";

/// What is installed first for dnf, and as the libraries that its stand-ins speak of.
const FOR_DNF: &str = "dnf rpm createrepo-c libasound2 libwebkit2gtk-4.1-0";

/// A stage: its word, what it does, and how.
type Stage = (&'static str, &'static str, fn() -> Done<Counts>);

/// Plays the stages that were named, or all.
pub(crate) fn installs(asked: &Asked) -> Done {
    if !cfg!(target_os = "linux") {
        return Err("packages are installed on Linux only".to_owned());
    }
    if shell::ask(&mut command("id", ["-u"])).1.trim() != "0" {
        return Err("new systems are made and entered by root only".to_owned());
    }
    let stages: [Stage; 5] = [
        ("pack", "packages of two revisions", || pack().map(|()| Counts::one(true))),
        ("debian12", ".deb on Debian 12", || debian("bookworm")),
        ("debian13", ".deb on Debian 13", || debian("trixie")),
        ("home", "archive in a home on Debian 12", home),
        ("dnf", ".rpm by dnf, its libraries stood in for", dnf),
    ];
    let words: Vec<&str> = stages.iter().map(|(word, ..)| *word).collect();
    if let Some(unknown) = asked.words.iter().find(|word| !words.contains(&word.as_str())) {
        return Err(format!("{unknown} is no stage; there are {}", words.join(", ")));
    }
    system::ensure(&[Purpose::Build, Purpose::Package, Purpose::Deb, Purpose::Installs], asked.yes)?;
    let screen = Screen::new()?;
    let mut tally = Tally::new(asked.keep_going);
    for (word, name, stage) in stages {
        if asked.words.is_empty() || asked.words.iter().any(|asked| asked == word) {
            tally.stage(name, stage);
        }
    }
    drop(screen);
    println!("\nWhat was said lies in {}.", folder().display());
    tally.close()
}

fn folder() -> PathBuf {
    target().join("installs")
}

/// Makes the packages of this commit twice, the second as what updates the first.
fn pack() -> Done {
    let this = env::current_exe().map_err(|error| error.to_string())?.display().to_string();
    for (revision, kinds) in [("1", &["tar", "deb", "rpm"][..]), ("2", &["deb", "rpm"])] {
        let to = folder().join("packages").join(revision);
        clear(&to)?;
        let mut pack = command(&this, ["package", "--yes"].iter().chain(kinds));
        pack.env("LUMBAR_PACKAGE_REVISION", revision).env("LUMBAR_PACKAGE_TO", to);
        if revision != "1" {
            pack.env("LUMBAR_PACKAGE_AS_BUILT", "1");
        }
        run(&mut pack)?;
    }
    Ok(())
}

/// The .deb packages on a new Debian.
fn debian(suite: &'static str) -> Done<Counts> {
    let system = System::new(suite, suite)?;
    system.play(&["sh", "/play/packages.sh", "deb", "/play/packages"])
}

/// The archive in a home, on a system that has its libraries.
fn home() -> Done<Counts> {
    let system = System::new("home", "bookworm")?;
    system.install("libasound2 libglib2.0-bin")?;
    let archive = fs::read_dir(folder().join("packages/1")).map_err(|error| error.to_string())?.flatten();
    let archive = archive.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let archive = archive.into_iter().find(|name| name.ends_with(".tar.gz")).ok_or("no archive was packed")?;
    system.play(&["sh", "/play/home.sh", &format!("/play/packages/1/{archive}")])
}

/// The .rpm packages by dnf, on a Debian: no Fedora is needed, and none is shown.
fn dnf() -> Done<Counts> {
    let system = System::new("dnf", "bookworm")?;
    system.install(FOR_DNF)?;
    for part in ["lumbar", "lumbar-window"] {
        let program = target().join("package").join(part).join("tree/bin").join(part);
        fs::copy(&program, system.folder.join("play").join(part)).map_err(|error| error.to_string())?;
    }
    system.run(&["sh", "/play/stand-ins.sh", "/play/stand-ins", "/play/lumbar", "/play/lumbar-window"])?;
    system.run(&["createrepo_c", "--quiet", "/play/packages/2"])?;
    system.play(&["sh", "/play/packages.sh", "rpm", "/play/packages"])
}

/// A new Debian in a folder, with what is played in `play`.
struct System {
    name: &'static str,
    folder: PathBuf,
}

impl System {
    fn new(name: &'static str, suite: &str) -> Done<Self> {
        let system = Self { name, folder: folder().join(name) };
        clear(&system.folder)?;
        let fetched = folder().join("fetched");
        fs::create_dir_all(&fetched).map_err(|error| format!("{}: {error}", fetched.display()))?;
        // It mounts in what it makes; here that ends with it.
        let mut make = command("unshare", ["--mount", "debootstrap", "--variant=minbase"]);
        make.arg(format!("--cache-dir={}", fetched.display())).arg(suite).arg(&system.folder);
        let (success, said) = shell::ask(&mut make);
        if !success {
            let last: Vec<&str> = said.lines().rev().take(5).collect();
            return Err(format!("debootstrap {suite} failed: {}", last.join(" / ")));
        }
        println!("$ debootstrap --variant=minbase {suite}");
        // A mirror may be known here by name alone.
        let _none = fs::copy("/etc/hosts", system.folder.join("etc/hosts"));
        let play = system.folder.join("play");
        for from in [root().join("xtask/assets/installs"), folder().join("packages")] {
            let to = if from.ends_with("packages") { play.join("packages") } else { play.clone() };
            run(command("cp", ["-RT"]).arg(from).arg(to))?;
        }
        Ok(system)
    }

    fn install(&self, packages: &str) -> Done {
        let words = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"];
        let (success, said) =
            shell::ask(&mut self.inside(&words.into_iter().chain(packages.split(' ')).collect::<Vec<_>>()));
        if success { Ok(()) } else { Err(format!("apt-get install {packages} failed: {said}")) }
    }

    fn run(&self, words: &[&str]) -> Done {
        run(&mut self.inside(words))
    }

    /// Plays it, keeps what was said, and throws the system away where all was well.
    fn play(&self, words: &[&str]) -> Done<Counts> {
        let (mut counts, mut said) = (Counts::default(), String::new());
        let success = run_reading(&mut self.inside(words), |line| {
            counts.read(line);
            said.push_str(line);
            said.push('\n');
        })?;
        let to = folder().join(format!("{}.txt", self.name));
        fs::write(&to, said).map_err(|error| format!("{}: {error}", to.display()))?;
        if success {
            fs::remove_dir_all(&self.folder).map_err(|error| format!("{}: {error}", self.folder.display()))?;
        }
        Ok(counts.ended(success))
    }

    fn inside(&self, words: &[&str]) -> Command {
        let mut inside = command("unshare", ["--mount", "--pid", "--fork", "--kill-child", "sh"]);
        inside.arg(self.folder.join("play/enter.sh")).arg(&self.folder).args(words).stdin(Stdio::null());
        inside.envs(which("Xvfb").map(|_| ("SCREEN", SCREEN)));
        inside
    }
}

/// A screen for the windows; none where it was asked for none, or there is no Xvfb.
struct Screen(Option<Child>);

impl Screen {
    fn new() -> Done<Self> {
        if which("Xvfb").is_none() {
            println!("There is no Xvfb: the window is installed, and not opened.");
            return Ok(Self(None));
        }
        let mut screen = command("Xvfb", [SCREEN, "-screen", "0", "1100x800x24", "-nolisten", "tcp"]);
        let screen = screen.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Ok(Self(Some(screen.map_err(|error| format!("Xvfb: {error}"))?)))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Some(screen) = &mut self.0 {
            // It may have ended by itself.
            let _ended = screen.kill();
            let _collected = screen.wait();
        }
    }
}

fn clear(folder: &Path) -> Done {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_is_played_and_the_installer_can_be_read_by_a_shell() {
        let mut read = 0;
        for folder in ["xtask/assets", "xtask/assets/installs", "xtask/assets/flatpak"] {
            for entry in fs::read_dir(root().join(folder)).unwrap().flatten() {
                if entry.path().extension().is_some_and(|ending| ending == "sh") {
                    let (success, said) = shell::ask(command("sh", ["-n"]).arg(entry.path()));
                    assert!(success, "{said}");
                    read += 1;
                }
            }
        }
        assert!(read >= 8);
    }
}
