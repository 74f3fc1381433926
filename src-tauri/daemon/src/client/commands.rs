//! Carries commands out by asking the background program; the sentence and the exit code say how it went.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use lumbar_engine::catalogue::Catalogue;
use lumbar_engine::request::{Request, Slot, Start};
use lumbar_engine::routine::Routine;
use lumbar_engine::time::Now;
use lumbar_engine::view::View;
use lumbar_protocol::clock::ClockMove;
use lumbar_protocol::path;
use lumbar_ui::Ui;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::client::cli::{Clock, Command, Which};
use crate::client::http::{Answer, Client, NoAnswer};
use crate::desktop::notify::{self, Note};
use crate::desktop::real::{NAME, NoWindow, WindowProgram};
use crate::life::background::NoStart;
use crate::life::profile::{Profile, ProfileError};
use crate::life::start::{self, LifeError};

/// How a command went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Refused; the reason is on the error output.
    Refused,
    /// The background program is not running.
    NotRunning,
}

impl From<Exit> for u8 {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::NotRunning => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        u8::from(exit).into()
    }
}

/// How long the background program may take to end.
const END: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(10);
/// How long one that ended is given to go on as a newer one.
const SUCCESSOR: Duration = Duration::from_secs(2);
/// How often a program that ends in the wrong moment is brought up again.
const TRIES: u32 = 20;
/// How long a notification of this program's own can be read: GNOME takes it away with the program that sent it.
const READ: Duration = Duration::from_secs(20);

/// Carries one command out.
pub(crate) struct Commands {
    profile: Profile,
    client: Client,
    ui: Ui,
    /// Nobody sees the output: what goes wrong is told by notification as well.
    tells: bool,
}

/// A view as the API gives it.
#[derive(Debug, Deserialize)]
struct Looked {
    now: Now,
    #[serde(flatten)]
    view: View,
}

#[derive(Default, Deserialize)]
struct Said {
    #[serde(default)]
    sentence: String,
    /// The rule behind a refusal, and where it comes from.
    #[serde(default)]
    basis: Option<String>,
}

#[derive(Deserialize)]
struct Rev {
    rev: u64,
}

impl Commands {
    /// Will speak to the background program of this profile.
    pub(crate) fn new(profile: Profile) -> Self {
        Self { client: Client::at(profile.address()), profile, ui: Ui::new(&start::locale()), tells: false }
    }

    /// Carries a command out. What belongs to other parts of the program is not for here.
    pub(crate) fn run(mut self, command: Option<Command>) -> Exit {
        self.tells = matches!(command, Some(Command::Start { tell: true, .. }));
        let done = match command {
            None => self.open(),
            Some(Command::Start { id, pack, turns, accept, tell }) => {
                let accept: BTreeSet<_> = accept.into_iter().collect();
                let request = Request::Start(Start { routine: id, pack, turns, accept });
                if tell {
                    // The program tells a refusal itself, as it does for the tray.
                    let wish = json!({ "wish": request, "activation": activation() });
                    self.post_up(path::WISH, &wish).map(|_| ())
                } else {
                    self.post_up(path::REQUEST, &json!(request)).and_then(|_| self.say_status())
                }
            }
            Some(Command::On { since }) => self.ask(&Request::On { token: None, since: seconds(since) }),
            Some(Command::Off { at }) => self.ask(&Request::Off { token: None, when: at }),
            Some(Command::Skin { is }) => self.ask(&Request::Skin { token: None, skin: is.into() }),
            Some(Command::Snooze { after }) => self.ask(&Request::Snooze { token: None, seconds: seconds(after) }),
            Some(Command::NotNow) => self.ask(&Request::NotNow { token: None }),
            Some(Command::Skip(which)) => self.skip(which),
            Some(Command::Back) => self.ask(&Request::Back),
            Some(Command::Pause) => self.ask(&Request::Pause),
            Some(Command::Resume) => self.ask(&Request::Resume),
            Some(Command::Stop { which, hurts }) => self.stop(which, hurts),
            Some(Command::Extend { accept }) => {
                self.ask(&Request::Extend { token: None, accept: accept.into_iter().collect() })
            }
            Some(Command::Prepare { id }) => {
                let timer = if id.starts_with("prep-") { id } else { format!("prep-{id}") };
                self.ask(&Request::Prepare { timer })
            }
            Some(Command::Status { watch: true, .. }) => self.watch(&mut io::stdout().lock()),
            Some(Command::Status { json: true, .. }) => self.status_json(),
            Some(Command::Status { .. }) => self.say_status(),
            Some(Command::Routines { json }) => self.routines(json),
            Some(Command::Up) => self.up().map(|()| print(self.profile.address())),
            Some(Command::Quit { force }) => self.quit(force),
            Some(Command::Clock(by)) => self.clock(by),
            // These never speak to a running program; `main` carries them out.
            Some(Command::Demo(_) | Command::Run { .. } | Command::Guard) => Ok(()),
        };
        match done {
            Ok(()) => Exit::Done,
            Err(exit) => exit,
        }
    }

    fn open(&self) -> Result<(), Exit> {
        let activation = activation();
        let answer = self.post_up(path::WINDOW_OPEN, &json!({ "activation": activation }))?;
        if answer.json::<Value>().is_ok_and(|answer| answer["start"] == json!(true)) {
            let program =
                std::env::current_exe().map_err(|why| self.complain("program-system", &[("why", why.to_string())]))?;
            let window = WindowProgram::beside(&program, &self.profile);
            let started = window.command(None, activation.as_deref());
            let started = started.and_then(|mut window| window.spawn().map_err(NoWindow::from));
            return started.map(drop).map_err(|why| self.say(why.sentence(&self.ui)));
        }
        Ok(())
    }

    fn skip(&self, Which { session }: Which) -> Result<(), Exit> {
        let slot = match session {
            Some(session) => session.into(),
            // Of the two, leaving out is meant for what runs on by itself.
            None if self.look()?.view.activity.is_some() => Slot::Activity,
            None => Slot::Thermal,
        };
        self.ask(&Request::Skip { slot, token: None })
    }

    /// Whoever wants out wants all of it out, if they do not say which.
    fn stop(&self, Which { session }: Which, hurts: bool) -> Result<(), Exit> {
        let slots = match session {
            Some(session) => vec![session.into()],
            None => {
                let view = self.look()?.view;
                let on = [&view.thermal, &view.activity].into_iter().flatten().map(|session| session.slot);
                let on: Vec<Slot> = on.collect();
                if on.is_empty() { vec![Slot::Thermal] } else { on }
            }
        };
        slots.into_iter().try_for_each(|slot| self.send(&Request::Stop { slot, hurts }))?;
        self.say_status()
    }

    /// Asks, and says what is on then.
    fn ask(&self, request: &Request) -> Result<(), Exit> {
        self.send(request)?;
        self.say_status()
    }

    fn send(&self, request: &Request) -> Result<(), Exit> {
        self.post(path::REQUEST, &json!(request)).map(|_| ())
    }

    fn say_status(&self) -> Result<(), Exit> {
        let Looked { now, view } = self.look()?;
        print(&self.ui.status(&view, now, crate::clock::Clock::offset(now.wall)));
        Ok(())
    }

    fn status_json(&self) -> Result<(), Exit> {
        let answer = self.fetch(path::STATUS)?;
        print(&String::from_utf8_lossy(&answer.body));
        Ok(())
    }

    /// Shows the status now and after every change. Ends when the background program does, or when nobody reads any more.
    fn watch(&self, out: &mut impl Write) -> Result<(), Exit> {
        let mut changes = Some(self.fetch(&format!("{}?after=0", path::CHANGES))?);
        let (mut known, mut left) = (0, SUCCESSOR);
        loop {
            if let Some(answer) = changes {
                let Rev { rev } = self.parsed(&answer)?;
                left = SUCCESSOR;
                if rev != known
                    && let Some(status) = self.unless_ended(self.client.fetch(path::STATUS))?
                {
                    known = rev;
                    let written =
                        out.write_all(&status.body).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
                    if written.is_err() {
                        return Ok(());
                    }
                }
            } else if left.is_zero() {
                return Ok(());
            } else {
                std::thread::sleep(LOOK);
                // One that goes on as a newer one lets go of the profile for a moment only.
                left = left.saturating_sub(if self.profile.is_owned() { LOOK } else { 4 * LOOK });
            }
            changes = self.unless_ended(self.client.fetch(&format!("{}?after={known}", path::CHANGES)))?;
        }
    }

    /// `None` from a program that ends in this moment, or has ended.
    fn unless_ended(&self, answer: Result<Answer, NoAnswer>) -> Result<Option<Answer>, Exit> {
        match answer {
            Ok(Answer { status: 503, .. }) | Err(NoAnswer::NotRunning(_) | NoAnswer::Broken(_)) => Ok(None),
            answer => self.answered(answer).map(Some),
        }
    }

    /// Lists the routines; whether one is free now only a running program knows.
    fn routines(&self, json: bool) -> Result<(), Exit> {
        let catalogue =
            Catalogue::built_in().map_err(|why| self.complain("program-bad-catalogue", &[("why", why.to_string())]))?;
        let looked = match start::find(&self.profile) {
            Ok(_) => Some(self.look()?),
            Err(LifeError::NotRunning) => None,
            Err(why) => return Err(self.lifeless(&why)),
        };
        if json {
            let all: Vec<Value> =
                catalogue.routines().map(|routine| self.routine_json(routine, looked.as_ref())).collect();
            print(&Value::from(all).to_string());
            return Ok(());
        }
        for routine in catalogue.routines() {
            let length = self.ui.duration(routine.length());
            let mut line = format!(
                "{:<18} {} · {} · {length}",
                routine.id,
                self.ui.routine_name(&routine.id),
                self.ui.kind(routine.kind)
            );
            if let Some(Looked { now, view }) = &looked {
                let offset = crate::clock::Clock::offset(now.wall);
                line = format!("{line} · {}", self.ui.availability(view, &routine.id, *now, offset));
            }
            print(&line);
        }
        Ok(())
    }

    fn routine_json(&self, routine: &Routine, looked: Option<&Looked>) -> Value {
        let obstacles = looked.and_then(|looked| looked.view.obstacles.get(&routine.id));
        json!({
            "id": routine.id,
            "name": self.ui.routine_name(&routine.id),
            "kind": routine.kind.code(),
            "seconds": routine.length().as_secs(),
            "turns": routine.turns.usual,
            "most_turns": routine.turns.most,
            "packs": routine.packs,
            "free": looked.map(|_| obstacles.is_none_or(Vec::is_empty)),
        })
    }

    fn quit(&self, force: bool) -> Result<(), Exit> {
        self.post(path::QUIT, &json!({ "force": force }))?;
        let mut left = END;
        while self.profile.is_owned() {
            if left.is_zero() {
                return Err(self.complain("program-quit-slow", &[]));
            }
            std::thread::sleep(LOOK);
            left = left.saturating_sub(LOOK);
        }
        Ok(())
    }

    fn clock(&self, by: Clock) -> Result<(), Exit> {
        let body = match by {
            Clock::Next => ClockMove::Next,
            Clock::Advance { by } => ClockMove::Advance { seconds: by.as_secs() },
            Clock::Sleep { length } => ClockMove::Sleep { seconds: length.as_secs() },
            Clock::StepWall { by } => ClockMove::StepWall { seconds: by },
        };
        self.post(path::CLOCK, &json!(body))?;
        self.say_status()
    }

    fn look(&self) -> Result<Looked, Exit> {
        self.parsed(&self.fetch(path::VIEW)?)
    }

    fn up(&self) -> Result<(), Exit> {
        start::up(&self.profile).map_err(|why| self.lifeless(&why))
    }

    fn fetch(&self, path: &str) -> Result<Answer, Exit> {
        self.answered(self.reached(|| self.client.fetch(path)))
    }

    fn post(&self, path: &str, body: &Value) -> Result<Answer, Exit> {
        self.answered(self.reached(|| self.client.post(path, body)))
    }

    /// Asks again where nobody was at the socket, so that nothing was taken, and a program could be called back to it.
    fn reached(&self, ask: impl Fn() -> Result<Answer, NoAnswer>) -> Result<Answer, NoAnswer> {
        match ask() {
            Err(NoAnswer::NotRunning(_)) if start::call(&self.profile).is_ok() => ask(),
            answer => answer,
        }
    }

    /// Posts to a program that runs now, or is started for it. One that ends in this moment, to go on as a newer one
    /// or for good, has not taken it: it is brought up again.
    fn post_up(&self, path: &str, body: &Value) -> Result<Answer, Exit> {
        for _ in 0..TRIES {
            self.up()?;
            match self.client.post(path, body) {
                Ok(Answer { status: 503, .. }) | Err(NoAnswer::NotRunning(_)) => std::thread::sleep(LOOK),
                answer => return self.answered(answer),
            }
        }
        self.post(path, body)
    }

    fn answered(&self, answer: Result<Answer, NoAnswer>) -> Result<Answer, Exit> {
        match answer {
            Ok(answer) if answer.status == 200 => Ok(answer),
            Ok(answer) => {
                let Said { sentence: said, basis } = answer.json().unwrap_or_default();
                let said = match basis {
                    Some(basis) => format!("{said}\n{basis}"),
                    None => said,
                };
                let said = if said.is_empty() { String::from_utf8_lossy(&answer.body).into_owned() } else { said };
                Err(self.say(if said.is_empty() { format!("HTTP {}", answer.status) } else { said }))
            }
            Err(NoAnswer::NotRunning(_)) => Err(self.lifeless(&LifeError::NotRunning)),
            Err(NoAnswer::OtherProtocol { protocol, version }) => {
                Err(self.lifeless(&LifeError::OtherProtocol { protocol, version }))
            }
            Err(NoAnswer::Broken(why)) => Err(self.complain("program-no-answer", &[("why", why.to_string())])),
        }
    }

    fn parsed<T: serde::de::DeserializeOwned>(&self, answer: &Answer) -> Result<T, Exit> {
        answer.json().map_err(|why| self.complain("program-no-answer", &[("why", why.to_string())]))
    }

    fn lifeless(&self, why: &LifeError) -> Exit {
        let exit = match why {
            LifeError::NotRunning => self.complain("program-not-running", &[]),
            LifeError::OtherProtocol { version, .. } => {
                self.complain("program-other-protocol", &[("version", version.clone())])
            }
            LifeError::Mute(why) => self.complain("program-mute", &[("why", why.clone())]),
            // In its own words, which are a sentence.
            LifeError::Refused(said) => self.say(said.clone()),
            LifeError::NotStarted(why) => self.complain("program-not-started", &[("why", why.clone())]),
        };
        if matches!(why, LifeError::NotRunning) { Exit::NotRunning } else { exit }
    }

    fn complain(&self, key: &str, args: &[(&str, String)]) -> Exit {
        self.say(sentence(&self.ui, key, args))
    }

    fn say(&self, sentence: String) -> Exit {
        complain(&sentence);
        if self.tells {
            let title = self.ui.text("program-not-begun", &[]);
            notify::show_once(NAME, Note::plain("refused", title, sentence), READ);
        }
        Exit::Refused
    }
}

/// The desktop's proof that a person asked.
fn activation() -> Option<String> {
    ["XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"].into_iter().find_map(|name| std::env::var(name).ok())
}

/// Why the background program does not run, in the person's language.
pub(crate) fn why_not(ui: &Ui, why: &NoStart) -> String {
    match why {
        NoStart::RunsAlready => sentence(ui, "program-runs-already", &[]),
        NoStart::Profile(why) => profile_trouble(ui, why),
        NoStart::Store(why) => sentence(ui, "program-data", &[("why", why.to_string())]),
        NoStart::Catalogue(why) => sentence(ui, "program-bad-catalogue", &[("why", why.to_string())]),
        NoStart::System(why) => sentence(ui, "program-system", &[("why", why.to_string())]),
    }
}

/// Why a profile cannot be used, in the person's language.
pub(crate) fn profile_trouble(ui: &Ui, why: &ProfileError) -> String {
    match why {
        ProfileError::Homeless => sentence(ui, "program-homeless", &[]),
        ProfileError::NotWritable { folder, why } => {
            let args = [("folder", folder.display().to_string()), ("why", why.to_string())];
            sentence(ui, "program-not-writable", &args)
        }
        ProfileError::BadMark { folder, why } => {
            sentence(ui, "program-bad-mark", &[("folder", folder.display().to_string()), ("why", why.clone())])
        }
        ProfileError::NotADemo(folder) => {
            sentence(ui, "program-not-a-demo", &[("folder", folder.display().to_string())])
        }
        ProfileError::Foreign(folder) => {
            sentence(ui, "program-foreign-folder", &[("folder", folder.display().to_string())])
        }
        ProfileError::NotText(folder) => sentence(ui, "program-not-text", &[("folder", folder.display().to_string())]),
    }
}

fn sentence(ui: &Ui, key: &str, args: &[(&str, String)]) -> String {
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    ui.text(key, &args)
}

/// Says something on the error output; nobody may listen, which is no harm.
pub(crate) fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "{sentence}");
}

/// Prints a line; nobody may listen, which is no harm.
pub(crate) fn print(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn seconds(span: Duration) -> u32 {
    u32::try_from(span.as_secs()).unwrap_or(u32::MAX)
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Read;
    use std::os::unix::net::UnixListener;

    use super::*;

    /// Answers one request after the other; with nothing it breaks off.
    fn answer(listener: UnixListener, answers: &[Option<(u16, &str)>]) -> io::Result<()> {
        for answer in answers {
            let (mut asked, _) = listener.accept()?;
            let _ = asked.read(&mut [0; 1024])?;
            if let Some((status, body)) = answer {
                write!(asked, "HTTP/1.1 {status} x\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
            }
        }
        Ok(())
    }

    #[test]
    fn watching_goes_on_with_a_newer_program_and_ends_well_with_the_last_one() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        let commands = Commands::new(profile.clone());
        assert_eq!(commands.watch(&mut Vec::new()), Err(Exit::NotRunning));
        let lock = profile.lock().unwrap().unwrap();
        let address = profile.address().to_owned();
        let listener = UnixListener::bind(&address).unwrap();
        let programs = std::thread::spawn(move || {
            answer(listener, &[Some((200, r#"{"rev":5}"#)), Some((200, "one")), Some((503, "Lumbar is closing."))])
                .unwrap();
            std::fs::remove_file(&address).unwrap();
            std::thread::sleep(2 * LOOK);
            let listener = UnixListener::bind(&address).unwrap();
            answer(listener, &[Some((200, r#"{"rev":9}"#)), Some((200, "two")), Some((200, r#"{"rev":9}"#)), None])
                .unwrap();
            drop(lock);
        });
        let mut shown = Vec::new();
        assert_eq!(commands.watch(&mut shown), Ok(()));
        programs.join().unwrap();
        assert_eq!(String::from_utf8(shown).unwrap(), "one\ntwo\n");
    }
}
