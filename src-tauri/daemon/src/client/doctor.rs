//! Says what works here, for bug reports and for a person who wonders: program, files, clock, bus, notifications, tray, sound,
//! speech. Nothing about the person's health, and nothing is changed or started.

use std::path::{Path, PathBuf};

use lumbar_protocol::path;
use serde_json::{Value, json};

use crate::client::program::{Exit, Program};
use crate::clock::Clock;
use crate::desktop::window::has_display;
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
        let findings = self.findings();
        if json {
            let all: Vec<Value> = findings
                .iter()
                .map(|one| json!({ "what": one.what, "state": one.state.code(), "detail": one.detail }))
                .collect();
            return self.print(&Value::from(all).to_string());
        }
        for Finding { what, state, detail } in findings {
            let name = self.ui.text(&format!("doctor-{what}"), &[]);
            self.print(format!("{:<3} {name}: {detail}", state.code()).trim_end())?;
        }
        Ok(())
    }

    fn findings(&self) -> Vec<Finding> {
        let mut all = vec![self.version()];
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
        all.push(clock());
        all.push(bus());
        let display = ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().filter_map(|name| Some((name, said(name)?)));
        let display: Vec<String> = display.map(|(name, value)| format!("{name}={value}")).collect();
        all.push(Finding { what: "display", state: State::of(has_display()), detail: display.join(", ") });
        // What only the running program knows of its desktop.
        let desktop: Option<Value> =
            found.ok().and_then(|_| self.client.fetch(path::DESKTOP).ok()).and_then(|answer| answer.json().ok());
        all.extend(of_desktop(desktop.as_ref()));
        all.push(speech());
        all
    }

    fn version(&self) -> Finding {
        let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
        let desktop = said("XDG_CURRENT_DESKTOP").map(|name| format!(", {name}")).unwrap_or_default();
        let session = said("XDG_SESSION_TYPE").map(|name| format!(", {name}")).unwrap_or_default();
        let detail = format!("{} ({system}{desktop}{session})", lumbar_protocol::VERSION);
        Finding { what: "version", state: State::Works, detail }
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
    let state = if cfg!(target_os = "linux") { State::of(known.is_some()) } else { State::NotKnown };
    Finding { what: "bus", state, detail: known.unwrap_or_default() }
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
    fn a_diris_looked_at_and_not_written_to() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(folder(dir.path()), State::Works);
        assert_eq!(folder(&dir.path().join("none")), State::NotKnown);
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert_eq!(folder(&file), State::Fails);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
