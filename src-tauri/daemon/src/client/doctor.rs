//! Says what works here, for bug reports and for a person who wonders: program, files, clock, bus, notifications, tray, sound,
//! speech. Nothing about the person's health, and nothing is changed or started.

use std::path::{Path, PathBuf};

use lumbar_protocol::path;
use serde_json::{Value, json};

use lumbar_ui::Ui;

use crate::client::output::print;
use crate::client::program::{Exit, Program};
use crate::client::trouble::profile_trouble;
use crate::clock::Clock;
use crate::desktop::window::has_display;
use crate::life::process;
use crate::life::profile::ProfileError;
use crate::life::start::{self, LifeError};

/// How one thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Works,
    Fails,
    NotKnown,
}

impl State {
    fn of(works: bool) -> Self {
        if works { Self::Works } else { Self::Fails }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Works => "ok",
            Self::Fails => "no",
            Self::NotKnown => "?",
        }
    }
}

/// One line: what it is about, how it stands, and what is known of it.
struct Finding {
    what: &'static str,
    state: State,
    detail: String,
}

impl Program {
    /// Prints what works here.
    pub(super) fn doctor(&self, json: bool) -> Result<(), Exit> {
        self.print(&report(&self.ui, &self.findings(), json))
    }

    fn findings(&self) -> Vec<Finding> {
        let mut all = vec![version()];
        let found = start::find(&self.profile);
        all.push(match &found {
            Ok(hello) => {
                let detail = format!("{}, pid {}, protocol {}", hello.version, hello.pid, hello.protocol);
                Finding { what: "program", state: State::Works, detail }
            }
            Err(why) => Finding { what: "program", state: State::Fails, detail: self.why_none(why) },
        });
        all.push(Finding { what: "socket", state: State::of(found.is_ok()), detail: self.profile.address() });
        all.extend(self.files());
        all.extend(of_session());
        // What only the running program knows of its desktop.
        let desktop: Option<Value> =
            found.ok().and_then(|_| self.client.fetch(path::DESKTOP).ok()).and_then(|answer| answer.json().ok());
        all.extend(of_desktop(desktop.as_ref()));
        all.push(speech());
        all.extend(keys(desktop.as_ref(), &self.ui));
        all
    }

    fn why_none(&self, why: &LifeError) -> String {
        match why {
            LifeError::NotRunning => self.ui.text("program-not-running", &[]),
            LifeError::OtherProtocol { version, .. } => {
                self.ui.text("program-other-protocol", &[("version", version.as_str().into())])
            }
            LifeError::Mute(why) => self.ui.text("program-mute", &[("why", why.as_str().into())]),
            LifeError::NotThere(address) => self.ui.text("program-not-there", &[("address", address.as_str().into())]),
            LifeError::Foreign(address) => {
                self.ui.text("program-foreign-socket", &[("address", address.as_str().into())])
            }
            LifeError::Refused(said) => said.clone(),
            LifeError::NotStarted(why) => self.ui.text("program-not-started", &[("why", why.as_str().into())]),
        }
    }

    fn files(&self) -> [Finding; 3] {
        let (data, log) = (self.profile.data(), self.profile.log());
        let owner = if self.profile.is_locked() { "locked" } else { "free" };
        [
            Finding { what: "data", state: folder(data), detail: data.display().to_string() },
            Finding { what: "log", state: folder(log), detail: log.display().to_string() },
            Finding { what: "lock", state: State::Works, detail: owner.to_owned() },
        ]
    }
}

/// What is known where no profile can be used: why not, and the session. Nothing can run here, so it is no success.
pub(crate) fn doctor_without_profile(why: &ProfileError, json: bool) -> Exit {
    let ui = Ui::new(&process::locale());
    let mut all = vec![version()];
    all.push(Finding { what: "data", state: State::Fails, detail: profile_trouble(&ui, why) });
    all.extend(of_session());
    all.push(speech());
    all.extend(keys(None, &ui));
    // What cannot be printed is in nobody's way.
    let _ = print(&report(&ui, &all, json));
    Exit::Refused
}

/// As one line for each, or as JSON.
fn report(ui: &Ui, findings: &[Finding], json: bool) -> String {
    if json {
        let one = |one: &Finding| json!({ "what": one.what, "state": one.state.code(), "detail": one.detail });
        return Value::from_iter(findings.iter().map(one)).to_string();
    }
    let line = |Finding { what, state, detail }: &Finding| {
        let name = ui.text(&format!("doctor-{what}"), &[]);
        format!("{:<3} {name}: {detail}", state.code()).trim_end().to_owned()
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn version() -> Finding {
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let desktop = said("XDG_CURRENT_DESKTOP").map(|name| format!(", {name}")).unwrap_or_default();
    let session = said("XDG_SESSION_TYPE").map(|name| format!(", {name}")).unwrap_or_default();
    let detail = format!("{} ({system}{desktop}{session})", lumbar_protocol::VERSION);
    Finding { what: "version", state: State::Works, detail }
}

/// Clock, bus and screen, which every program of the session has.
fn of_session() -> [Finding; 3] {
    let display = ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().filter_map(|name| Some((name, said(name)?)));
    let display: Vec<String> = display.map(|(name, value)| format!("{name}={value}")).collect();
    let display = Finding { what: "display", state: State::of(has_display()), detail: display.join(", ") };
    [clock(), bus(), display]
}

/// Whether a folder can be written to, without writing; one that is not there yet is not known.
fn folder(path: &Path) -> State {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        match access(path, Access::WRITE_OK | Access::READ_OK) {
            Ok(()) => State::of(path.is_dir()),
            Err(rustix::io::Errno::NOENT) => State::NotKnown,
            Err(_) => State::Fails,
        }
    }
    #[cfg(not(unix))]
    {
        std::fs::metadata(path).map_or(State::NotKnown, |found| State::of(!found.permissions().readonly()))
    }
}

fn clock() -> Finding {
    let now = Clock::system().now();
    let hours = now.ticks.as_secs() / 3600;
    let detail =
        format!("{}, UTC{}, {hours} h since the start of the computer", now.wall.to_rfc3339(), Clock::offset(now.wall));
    Finding { what: "clock", state: State::of(!Clock::is_before_1970()), detail }
}

fn bus() -> Finding {
    let address = said("DBUS_SESSION_BUS_ADDRESS");
    let usual = said("XDG_RUNTIME_DIR").map(|folder| PathBuf::from(folder).join("bus")).filter(|bus| bus.exists());
    let known = address.or_else(|| usual.map(|bus| format!("unix:path={}", bus.display())));
    let state =
        if cfg!(target_os = "linux") { State::of(known.as_deref().is_some_and(opens)) } else { State::NotKnown };
    Finding { what: "bus", state, detail: known.unwrap_or_default() }
}

/// Whether a bus lets this user in, as far as that can be seen: another user's address is often still in the environment.
fn opens(address: &str) -> bool {
    #[cfg(unix)]
    {
        let path = address.strip_prefix("unix:path=").and_then(|rest| rest.split([',', ';']).next());
        path.is_none_or(|path| std::os::unix::net::UnixStream::connect(path).is_ok())
    }
    #[cfg(not(unix))]
    {
        !address.is_empty()
    }
}

/// Notifications, tray, sound and what is saved, as the running program sees them.
fn of_desktop(desktop: Option<&Value>) -> Vec<Finding> {
    let Some(desktop) = desktop else {
        let none = |what| Finding { what, state: State::NotKnown, detail: String::new() };
        return ["saved", "notifications", "tray", "sound"].map(none).into();
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let server = &desktop["notifications"];
    let can: Vec<&str> = ["buttons", "replace", "withdraw", "persistence"]
        .into_iter()
        .filter(|what| server[*what] == json!(true))
        .collect();
    let server_said = format!("{} {} ({})", text(&server["name"]), text(&server["version"]), can.join(", "));
    let (sound, device) = match (&desktop["sound"]["ready"], &desktop["sound"]["missing"]) {
        (Value::String(device), _) => (State::Works, device.clone()),
        (_, Value::String(why)) => (State::Fails, why.clone()),
        _ => (State::NotKnown, String::new()),
    };
    let unsaved = &desktop["unsaved"];
    vec![
        Finding { what: "saved", state: State::of(unsaved.is_null()), detail: text(unsaved) },
        Finding {
            what: "notifications",
            state: State::of(server.is_object()),
            detail: if server.is_object() { server_said } else { String::new() },
        },
        Finding { what: "tray", state: State::of(desktop["tray"] == json!(true)), detail: String::new() },
        Finding { what: "sound", state: sound, detail: device },
    ]
}

/// Whether the system has a voice, without waking it.
fn speech() -> Finding {
    let on_path = |name: &str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
    };
    let program = if cfg!(target_os = "macos") { on_path("say") } else { on_path("speech-dispatcher") };
    let state = if cfg!(windows) { State::NotKnown } else { State::of(program.is_some()) };
    Finding { what: "speech", state, detail: program.map(|file| file.display().to_string()).unwrap_or_default() }
}

/// What became of the keys of the whole desktop, where any is chosen.
fn keys(desktop: Option<&Value>, ui: &Ui) -> Vec<Finding> {
    let Some(keys) = desktop.map(|desktop| &desktop["keys"]) else {
        return vec![Finding { what: "key", state: State::NotKnown, detail: String::new() }];
    };
    let chosen: Vec<(&str, &str)> = [("off", "lumbar off --aloud"), ("status", "lumbar status --aloud")]
        .into_iter()
        .filter_map(|(of, command)| Some((keys[of].as_str().filter(|state| *state != "not-wanted")?, command)))
        .collect();
    if chosen.is_empty() {
        return vec![Finding { what: "key", state: State::NotKnown, detail: ui.text("doctor-key-none", &[]) }];
    }
    let finding = |(state, command): (&str, &str)| Finding {
        what: "key",
        state: State::of(["works", "by-desktop"].contains(&state)),
        detail: ui.text(&format!("key-{state}"), &[("command", command.into())]),
    };
    chosen.into_iter().map(finding).collect()
}

fn said(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_program_does_not_tell_is_not_known_and_never_guessed() {
        assert!(of_desktop(None).iter().all(|finding| finding.state == State::NotKnown));
        let all = of_desktop(Some(&json!({
            "notifications": { "name": "dunst", "version": "1.9", "buttons": true, "replace": false },
            "tray": false,
            "sound": { "missing": "no card" },
            "unsaved": "data-full",
        })));
        let said: Vec<_> = all.iter().map(|one| (one.what, one.state, one.detail.as_str())).collect();
        assert_eq!(
            said,
            [
                ("saved", State::Fails, "data-full"),
                ("notifications", State::Works, "dunst 1.9 (buttons)"),
                ("tray", State::Fails, ""),
                ("sound", State::Fails, "no card"),
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_is_looked_at_and_not_written_to() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(folder(dir.path()), State::Works);
        assert_eq!(folder(&dir.path().join("none")), State::NotKnown);
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert_eq!(folder(&file), State::Fails);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
