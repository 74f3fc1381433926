//! Carries commands out by asking the background program; the sentence and the exit code say how it went.

use std::collections::BTreeSet;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::time::Duration;

use lumbar_engine::command::{Command, Fact, Start, Wish};
use lumbar_engine::offer::MayStart;
use lumbar_engine::routine::Routine;
use lumbar_engine::time::Now;
use lumbar_engine::view::View;
use lumbar_engine::words::Slot;
use lumbar_protocol::clock::ClockMove;
use lumbar_protocol::path;
use lumbar_ui::Ui;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::client::cli::{Clock, Verb, Which};
use crate::client::http::{Answer, Client, NoAnswer};
use crate::client::output::{complain, print};
use crate::desktop::notify::{self, Note};
use crate::desktop::real::NAME;
use crate::desktop::window::{NoWindow, WindowProgram};
use crate::life::background::NoStart;
use crate::life::hung;
use crate::life::process;
use crate::life::profile::{Profile, ProfileError};
use crate::life::start::{self, LifeError};
use crate::store::routine_files::RoutineFiles;

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

/// How long it may take to answer that it ends, which waits for no disk.
const QUIT_ANSWERED: Duration = Duration::from_secs(4);
/// How long the background program may take to end.
const END: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(10);
/// How long a newer program may take to come up in the place of one that ended.
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
    /// Why the last presses are in memory only.
    #[serde(default)]
    unsaved: Option<String>,
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

/// A request that was carried out.
#[derive(Deserialize)]
struct Taken {
    saved: bool,
    #[serde(default)]
    sentence: String,
}

#[derive(Deserialize)]
struct Rev {
    rev: u64,
}

impl Commands {
    /// Will speak to the background program of this profile.
    pub(crate) fn new(profile: Profile) -> Self {
        Self { client: Client::of(&profile), profile, ui: Ui::new(&process::locale()), tells: false }
    }

    /// Carries a command out. What belongs to other parts of the program is not for here.
    pub(crate) fn run(mut self, verb: Option<Verb>) -> Exit {
        self.tells = matches!(verb, Some(Verb::Start { tell: true, .. }));
        let done = match verb {
            None => self.open(),
            Some(Verb::Start { id, pack, turns, accept, tell }) => {
                let accept: BTreeSet<_> = accept.into_iter().collect();
                let start = Command::from(Wish::Start(Start { routine: id, pack, turns, accept }));
                if tell {
                    // The program tells a refusal itself, as it does for the tray.
                    let press = json!({ "command": start, "activation": activation() });
                    self.post_up(path::PRESS, &press).map(|_| ())
                } else {
                    let answer = self.post_up(path::COMMAND, &json!(start));
                    answer.map(|answer| warn_unsaved(&answer)).and_then(|()| self.say_status())
                }
            }
            Some(Verb::On { since }) => self.tell(Fact::On { token: None, since: seconds(since) }),
            Some(Verb::Off { at }) => self.tell(Fact::Off { token: None, when: at }),
            Some(Verb::Skin { is }) => self.tell(Command::skin(None, is.into())),
            Some(Verb::Snooze { after }) => self.tell(Wish::Snooze { token: None, seconds: seconds(after) }),
            Some(Verb::NotNow) => self.tell(Wish::NotNow { token: None }),
            Some(Verb::Skip(which)) => self.skip(which),
            Some(Verb::Back) => self.tell(Wish::Back),
            Some(Verb::Pause) => self.tell(Wish::Pause),
            Some(Verb::Resume) => self.tell(Wish::Resume),
            Some(Verb::Stop { which, hurts }) => self.stop(which, hurts),
            Some(Verb::Extend { accept }) => {
                self.tell(Wish::Extend { token: None, accept: accept.into_iter().collect() })
            }
            Some(Verb::Prepare { id }) => {
                let timer = if id.starts_with("prep-") { id } else { format!("prep-{id}") };
                self.tell(Wish::Prepare { timer })
            }
            Some(Verb::Status { watch: true, .. }) => {
                end_with_reader();
                self.watch(&mut io::stdout().lock())
            }
            Some(Verb::Status { json: true, .. }) => self.status_json(),
            Some(Verb::Status { .. }) => self.say_status(),
            Some(Verb::Routines { json }) => self.routines(json),
            Some(Verb::Up) => self.up().map(|()| print(&self.profile.address())),
            Some(Verb::Quit { force }) => self.quit(force),
            Some(Verb::Clock(by)) => self.clock(by),
            // These never speak to a running program; `main` carries them out.
            Some(Verb::Demo(_) | Verb::Run { .. } | Verb::Guard { .. }) => Ok(()),
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
        self.tell(Wish::Skip { slot, token: None })
    }

    /// A person who wants out and does not say of which wants out of both.
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
        slots.into_iter().try_for_each(|slot| self.send(Fact::Stop { slot, hurts }))?;
        self.say_status()
    }

    /// Says it, and says what is on then.
    fn tell(&self, command: impl Into<Command>) -> Result<(), Exit> {
        self.send(command)?;
        self.say_status()
    }

    fn send(&self, command: impl Into<Command>) -> Result<(), Exit> {
        self.post(path::COMMAND, &json!(command.into())).map(|answer| warn_unsaved(&answer))
    }

    fn say_status(&self) -> Result<(), Exit> {
        let Looked { now, unsaved, view } = self.look()?;
        print(&self.ui.status(&view, now, crate::clock::Clock::offset(now.wall)));
        if let Some(why) = unsaved {
            print(&self.ui.text("cli-unsaved", &[("why", why.into())]));
        }
        Ok(())
    }

    fn status_json(&self) -> Result<(), Exit> {
        let answer = self.fetch(path::STATUS)?;
        print(&String::from_utf8_lossy(&answer.body));
        Ok(())
    }

    /// Shows the status now and after every change. Ends when the background program does, or when nobody reads any more.
    fn watch(&self, out: &mut impl Write) -> Result<(), Exit> {
        let mut changes = Some(self.reached(|| self.client.wait_for(&format!("{}?after=0", path::CHANGES)))?);
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
            changes = self.unless_ended(self.client.wait_for(&format!("{}?after={known}", path::CHANGES)))?;
        }
    }

    /// `None` from a program that ends in this moment, or has ended.
    fn unless_ended(&self, answer: Result<Answer, NoAnswer>) -> Result<Option<Answer>, Exit> {
        match answer {
            Ok(Answer { status: 503, .. }) | Err(NoAnswer::NotRunning(_) | NoAnswer::Broken(_)) => Ok(None),
            answer => self.answered(answer).map(Some),
        }
    }

    /// Lists the routines of the profile; whether one may start now only a running program knows.
    fn routines(&self, json: bool) -> Result<(), Exit> {
        let (_, (catalogue, _)) = RoutineFiles::read(self.profile.routines())
            .map_err(|why| self.complain("program-bad-catalogue", &[("why", why.to_string())]))?;
        let looked = match start::find(&self.profile) {
            Ok(_) => Some(self.look()?),
            Err(LifeError::NotRunning) => None,
            Err(why) => return Err(self.lifeless(&why)),
        };
        // A file that the running program has not read yet, or not taken, cannot be started.
        let known = |id: &str| looked.as_ref().is_none_or(|looked| looked.view.offers.contains_key(id));
        let routines = catalogue.routines().filter(|routine| known(&routine.id));
        if json {
            let all: Vec<Value> = routines.map(|routine| self.routine_json(routine, looked.as_ref())).collect();
            print(&Value::from(all).to_string());
            return Ok(());
        }
        for routine in routines {
            let length = self.ui.duration(routine.length());
            let mut line = format!(
                "{:<18} {} · {} · {length}",
                routine.id,
                self.ui.routine_name(&routine.id),
                self.ui.kind(routine.kind)
            );
            if let Some(Looked { now, view, .. }) = &looked {
                let offset = crate::clock::Clock::offset(now.wall);
                line = format!("{line} · {}", self.ui.availability(view, &routine.id, *now, offset));
            }
            print(&line);
        }
        Ok(())
    }

    /// `free`: it may start without a word more; `may_start` says on which terms with the usual number of turns.
    fn routine_json(&self, routine: &Routine, looked: Option<&Looked>) -> Value {
        let offer = looked.and_then(|looked| looked.view.offers.get(&routine.id));
        let usual = offer.and_then(|offer| offer.with_turns(offer.usual));
        json!({
            "id": routine.id,
            "name": self.ui.routine_name(&routine.id),
            "kind": routine.kind.code(),
            "seconds": routine.length().as_secs(),
            "turns": routine.turns.usual,
            "most_turns": routine.turns.most,
            "packs": routine.packs,
            "free": looked.map(|_| usual.is_some_and(|terms| terms.may_start == MayStart::Allowed)),
            "may_start": usual.map(|terms| &terms.may_start),
        })
    }

    fn quit(&self, force: bool) -> Result<(), Exit> {
        let quick = self.client.clone().patient_for(QUIT_ANSWERED);
        match self.reached_with(|| quick.post(path::QUIT, &json!({ "force": force })))? {
            Err(NoAnswer::Broken(_)) => return self.end_hung(force),
            answer => drop(self.answered(answer)?),
        }
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

    /// Ends a program that owns the profile and does not answer, once the person wants that (`force`, or asked here).
    /// Never one that something may be on the body with: its guard starts it again.
    fn end_hung(&self, force: bool) -> Result<(), Exit> {
        if hung::may_be_on(&self.profile) {
            return Err(self.complain("program-hung-on-body", &[]));
        }
        if !force && !self.confirmed("program-hung-ask") {
            return Err(self.complain("program-hung", &[]));
        }
        match hung::end(&self.profile) {
            Ok(()) => {
                complain(&self.ui.text("program-hung-ended", &[]));
                Ok(())
            }
            Err(LifeError::Mute(why)) => Err(self.complain("program-hung-stays", &[("why", why)])),
            Err(why) => Err(self.lifeless(&why)),
        }
    }

    /// Asks on the terminal; `false` where there is nobody to ask.
    fn confirmed(&self, question: &str) -> bool {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return false;
        }
        complain(&self.ui.text(question, &[]));
        let mut said = String::new();
        let read = io::stdin().lock().take(64).read_line(&mut said);
        read.is_ok() && matches!(said.trim(), "y" | "Y" | "yes")
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
        let up = match start::up(&self.profile) {
            Err(LifeError::Mute(_)) => {
                self.end_hung(false)?;
                start::up(&self.profile)
            }
            up => up,
        };
        up.map_err(|why| self.lifeless(&why))
    }

    fn fetch(&self, path: &str) -> Result<Answer, Exit> {
        self.reached(|| self.client.fetch(path))
    }

    fn post(&self, path: &str, body: &Value) -> Result<Answer, Exit> {
        match self.reached_with(|| self.client.post(path, body))? {
            Err(NoAnswer::Broken(_)) => Err(self.unsure()),
            answer => self.answered(answer),
        }
    }

    fn reached(&self, ask: impl Fn() -> Result<Answer, NoAnswer>) -> Result<Answer, Exit> {
        self.answered(self.reached_with(ask)?)
    }

    /// Asks again where nothing was taken: nobody was at the socket, and a program could be called back to it; or the program
    /// is ending, and another takes its place.
    fn reached_with(&self, ask: impl Fn() -> Result<Answer, NoAnswer>) -> Result<Result<Answer, NoAnswer>, Exit> {
        let (mut is_ending, mut left) = (false, SUCCESSOR);
        loop {
            match ask() {
                Ok(Answer { status: 503, .. }) if !left.is_zero() => is_ending = true,
                Err(NoAnswer::NotRunning(_)) if is_ending && !left.is_zero() => {}
                Err(NoAnswer::NotRunning(_) | NoAnswer::Foreign(_)) => {
                    start::find(&self.profile).map_err(|why| self.lifeless(&why))?;
                    return Ok(ask());
                }
                answer => return Ok(answer),
            }
            std::thread::sleep(LOOK);
            left = left.saturating_sub(LOOK);
        }
    }

    /// Something was sent and not answered: nobody can say whether it counts.
    fn unsure(&self) -> Exit {
        self.complain("program-unsure", &[])
    }

    /// Posts to a program that runs now, or is started for it. One that ends in this moment, to go on as a newer one
    /// or for good, has not taken it: it is brought up again.
    fn post_up(&self, path: &str, body: &Value) -> Result<Answer, Exit> {
        for _ in 0..TRIES {
            self.up()?;
            match self.client.post(path, body) {
                Ok(Answer { status: 503, .. }) | Err(NoAnswer::NotRunning(_)) => std::thread::sleep(LOOK),
                Err(NoAnswer::Broken(_)) => return Err(self.unsure()),
                answer => return self.answered(answer),
            }
        }
        self.post(path, body)
    }

    fn answered(&self, answer: Result<Answer, NoAnswer>) -> Result<Answer, Exit> {
        match answer {
            Ok(answer) if answer.status == 200 => Ok(answer),
            Ok(Answer { status: 429, .. }) => Err(self.complain("program-too-many", &[])),
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
            Err(NoAnswer::Foreign(address)) => Err(self.lifeless(&LifeError::Foreign(address))),
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
            LifeError::NotThere(address) => self.complain("program-not-there", &[("address", address.clone())]),
            LifeError::Foreign(address) => self.complain("program-foreign-socket", &[("address", address.clone())]),
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

/// Says on the error output that what was pressed counts and is in memory only. It is done all the same.
fn warn_unsaved(answer: &Answer) {
    if let Ok(Taken { saved: false, sentence }) = answer.json() {
        complain(&sentence);
    }
}

/// Ends this program when nobody reads its output any more: while it waits for a change it writes nothing, and would learn
/// of that only with the next one.
#[cfg(unix)]
fn end_with_reader() {
    use rustix::event::{PollFd, PollFlags, poll};
    let watch = || {
        let out = rustix::stdio::stdout();
        // Asked for nothing, the system tells of errors only: the other end of a pipe is closed.
        let mut fds = [PollFd::new(&out, PollFlags::empty())];
        if rustix::io::retry_on_intr(|| poll(&mut fds, None)).is_ok()
            && fds.iter().any(|fd| fd.revents().intersects(PollFlags::ERR | PollFlags::HUP))
        {
            std::process::exit(0);
        }
    };
    // Without the thread it ends with the next change.
    let _ = std::thread::Builder::new().name("reader".into()).stack_size(64 * 1024).spawn(watch);
}

/// A pipe tells of its end only when it is written to.
#[cfg(windows)]
fn end_with_reader() {}

/// The desktop's proof that a person asked.
fn activation() -> Option<String> {
    ["XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"].into_iter().find_map(|name| std::env::var(name).ok())
}

/// Why the background program does not run, in the person's language.
pub(crate) fn why_not(ui: &Ui, why: &NoStart) -> String {
    match why {
        NoStart::RunsAlready => sentence(ui, "program-runs-already", &[]),
        NoStart::Profile(why) => profile_trouble(ui, why),
        NoStart::Store(why) => sentence(ui, "program-data", &[("why", ui.why(&why.why()))]),
        NoStart::Catalogue(why) => sentence(ui, "program-bad-catalogue", &[("why", why.to_string())]),
        NoStart::System(why) => sentence(ui, "program-system", &[("why", why.to_string())]),
    }
}

/// Why a profile cannot be used, in the person's language.
pub(crate) fn profile_trouble(ui: &Ui, why: &ProfileError) -> String {
    match why {
        ProfileError::NoHome => sentence(ui, "program-no-home", &[]),
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
        let address = profile.address();
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
