//! The installer under Wine: put in place, used, updated with a pack on, updated, and taken away again.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use super::{
    build::{lacking_library, out, programs},
    subsystem,
    wine::{LOOK, Lumbar, Said, UP, forget, run, stand_for, wine},
};
use crate::{
    package::nsis,
    shell::{self, Done, command},
    tally::Counts,
};

/// What the first installer says that it is; the same programs as in the second, which updates it.
const OLDER: &str = "0.0.1";
const NEWER: &str = "0.0.2";

/// What the installer and the uninstaller end with where Lumbar does not end.
const NOT_ENDED: i32 = 3;

const PROGRAMS: [&str; 3] = ["lumbar.exe", "lumbard.exe", "lumbar-window.exe"];

const UNINSTALL: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Lumbar";
const APP: &str = r"HKCU\Software\Classes\AppUserModelId\app.lumbar.Lumbar";

/// An installer, and the version that it puts in place.
struct Setup {
    version: &'static str,
    file: PathBuf,
}

/// Packs two versions of the debug build and goes the whole way.
pub(super) fn stage() -> Done<Counts> {
    let stripped = stripped()?;
    let pack = |version: &'static str| {
        let file = out().join(format!("setup-{version}.exe"));
        nsis::pack(&stripped, version, &file, true).map(|()| Setup { version, file })
    };
    let setups = [pack(OLDER)?, pack(NEWER)?];
    walked(&Person::new()?, &setups)?;
    Ok(Counts::one(true))
}

/// The same with what is shipped: the release build and its installer, which updates an older one. A session is played by
/// what is installed.
pub(super) fn release() -> Done<Counts> {
    let shipped = Setup { version: nsis::VERSION, file: nsis::make(false)? };
    subsystem::check(&programs(true), true)?;
    let older = Setup { version: OLDER, file: out().join("setup-older.exe") };
    nsis::pack(&programs(true), OLDER, &older.file, false)?;
    let person = Person::new()?;
    expect(&person.set_up(&older)?, 0, "WebView2")?;
    let profile = out().join("profile-installed");
    forget(&profile)?;
    Lumbar::installed_on(&person.folder(), profile).session()?;
    let mut sizes = Vec::new();
    let programs = PROGRAMS.map(|name| person.folder().join(name));
    for file in programs.iter().chain([&shipped.file]) {
        let size = fs::metadata(file).map_err(|error| format!("{}: {error}", file.display()))?.len();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        sizes.push(format!("{name} {:.1} MB", f64::from(u32::try_from(size / 1000).unwrap_or(u32::MAX)) / 1000.0));
    }
    walked(&person, &[older, shipped])?;
    Ok(Counts { passed: 2, note: sizes.join(", "), ..Counts::default() })
}

fn walked(person: &Person, setups: &[Setup; 2]) -> Done {
    let walked = person.walk(setups);
    // Whatever went wrong, nothing of it may go on running.
    if walked.is_err() {
        let _ended = person.lumbar.run(&["quit", "--force"]);
    }
    walked
}

/// The programs without what only a debugger reads.
fn stripped() -> Done<PathBuf> {
    let folder = out().join("stripped");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for name in PROGRAMS {
        let (from, to) = (programs(false).join(name), folder.join(name));
        shell::run(command("x86_64-w64-mingw32-strip", ["-o"]).arg(to).arg(from))?;
    }
    let loader = "WebView2Loader.dll";
    fs::copy(programs(false).join(loader), folder.join(loader)).map_err(|error| error.to_string())?;
    Ok(folder)
}

/// A person of this Wine, on whose computer there is no Lumbar yet.
struct Person {
    /// Where programs keep what is theirs.
    local: PathBuf,
    /// The same, as Windows calls it.
    named: String,
    lumbar: Lumbar,
}

impl Person {
    fn new() -> Done<Self> {
        stand_for()?;
        let mut ask = wine(Path::new("cmd"));
        ask.args(["/c", "echo %LOCALAPPDATA%"]);
        let named = run(ask, "echo %LOCALAPPDATA%")?.text;
        let below = named.strip_prefix(r"C:\").ok_or_else(|| format!("nobody's folder: {named}"))?;
        let drive = out().join("wine/drive_c");
        let local = drive.join(below.replace('\\', "/"));
        for left in [local.join("Programs/Lumbar"), local.join("Lumbar")] {
            forget(&left)?;
        }
        // What Wine lacks is a part of Windows.
        let system = drive.join("windows/system32/bcryptprimitives.dll");
        fs::copy(lacking_library()?, system).map_err(|error| error.to_string())?;
        let lumbar = Lumbar::installed(&local.join("Programs/Lumbar"));
        Ok(Self { local, named, lumbar })
    }

    fn walk(&self, [first, second]: &[Setup; 2]) -> Done {
        expect(&self.set_up(first)?, 0, "WebView2")?;
        self.is_installed(first.version)?;
        self.lumbar.run(&["questions", "cold-20-20", "--adult", "--signs", "none", "--told", "none"])?;
        self.put_on()?;
        expect(&self.set_up(second)?, NOT_ENDED, "Nothing was changed.")?;
        self.is_installed(first.version)?;
        self.lumbar.until("\"phase\":\"running\"")?;

        self.kill()?;
        self.lumbar.until("\"phase\":\"running\"")?;
        expect(&self.take_away()?, NOT_ENDED, "Nothing was changed.")?;
        self.is_installed(first.version)?;

        self.lumbar.run(&["off"])?;
        expect(&self.set_up(second)?, 0, "started again")?;
        self.is_installed(second.version)?;
        // It was not on for long, so that turn does not count.
        self.lumbar.until("\"phase\":\"ready\"")?;
        expect(&self.take_away()?, 0, "Your diary")?;
        self.is_gone()
    }

    fn set_up(&self, setup: &Setup) -> Done<Said> {
        let mut command = wine(&setup.file);
        command.arg("/S");
        run(command, &format!("{} /S", setup.file.file_name().unwrap_or_default().to_string_lossy()))
    }

    /// In its own process: as a rule it goes on from a copy of itself, whose end nobody hears of.
    fn take_away(&self) -> Done<Said> {
        let mut command = wine(&self.folder().join("uninstall.exe"));
        command.args(["/S", &format!(r"_?={}\Programs\Lumbar", self.named)]);
        run(command, "uninstall.exe /S")
    }

    fn folder(&self) -> PathBuf {
        self.local.join("Programs/Lumbar")
    }

    fn put_on(&self) -> Done {
        self.lumbar.run(&["start", "cold-20-20", "--anyway"])?;
        self.lumbar.run(&["on"])?;
        self.lumbar.until("\"phase\":\"running\"").map(drop)
    }

    /// Ends the background program as a crash does.
    fn kill(&self) -> Done {
        let owner = self.local.join("Lumbar/owner");
        let owner = fs::read_to_string(&owner).map_err(|error| format!("{}: {error}", owner.display()))?;
        let number = owner.lines().next().unwrap_or_default();
        let mut kill = wine(Path::new("taskkill"));
        kill.args(["/f", "/pid", number]);
        let said = run(kill, &format!("taskkill /f /pid {number}"))?;
        if said.code == Some(0) { Ok(()) } else { Err(format!("taskkill: {}", said.errors)) }
    }

    fn is_installed(&self, version: &str) -> Done {
        let mut names = PROGRAMS.iter().chain(&["uninstall.exe", "LICENSE.txt"]);
        if let Some(missing) = names.find(|name| !self.folder().join(name).is_file()) {
            return Err(format!("{missing} is not there"));
        }
        for (key, value) in [(UNINSTALL, version), (APP, "Lumbar")] {
            let said = registered(key)?;
            if !said.text.contains(value) {
                return Err(format!("{key} does not say {value}: {}", said.text));
            }
        }
        Ok(())
    }

    /// Nothing is left of it but the diary, and the uninstaller that was run in its place.
    fn is_gone(&self) -> Done {
        let began = Instant::now();
        let left = loop {
            let listed = fs::read_dir(self.folder()).into_iter().flatten().flatten();
            let left: Vec<String> = listed.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
            if left.iter().all(|name| name == "uninstall.exe") || began.elapsed() > UP {
                break left;
            }
            thread::sleep(LOOK);
        };
        if left.iter().any(|name| name != "uninstall.exe") {
            return Err(format!("left behind: {}", left.join(", ")));
        }
        for key in [UNINSTALL, APP] {
            if registered(key)?.code == Some(0) {
                return Err(format!("{key} is left behind"));
            }
        }
        let diary = self.local.join("Lumbar/lumbar.db");
        if diary.is_file() { Ok(()) } else { Err(format!("{} is gone", diary.display())) }
    }
}

fn registered(key: &str) -> Done<Said> {
    // What was just written comes to the registry's file in a moment; it is asked for by its server.
    thread::sleep(Duration::from_millis(100));
    let mut ask = wine(Path::new("reg"));
    ask.args(["query", key]);
    run(ask, &format!("reg query {key}"))
}

fn expect(said: &Said, code: i32, part: &str) -> Done {
    if said.code == Some(code) && said.text.contains(part) {
        return Ok(());
    }
    Err(format!("it ended with {:?} and said {:?}, not {code} and {part:?}", said.code, said.text))
}
