//! Carries commands out by asking the background program; the sentence and the exit code say how it went.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::time::Duration;

use lumbar_engine::command::{Command, Fact, Start, Wish};
use lumbar_engine::words::Slot;
use lumbar_protocol::clock::ClockMove;
use lumbar_protocol::path;
use serde_json::{Value, json};

use crate::client::cli::Verb;
use crate::client::data::kind_of;
use crate::client::plan::PlanVerb;
use crate::client::practice::PracticeWord;
use crate::client::program::{Exit, Looked, Program, warn_unsaved};
use crate::client::settings::SettingsVerb;
use crate::client::values::{Clock, Which};
use crate::client::watch::end_with_reader;
use crate::desktop::window::{NoWindow, WindowProgram};
use crate::life::profile::Profile;
use crate::transfer::Kind;

/// Carries one command out.
pub(crate) struct Commands {
    program: Program,
}

impl Commands {
    /// Will speak to the background program of this profile.
    /// `aloud`: what is said on the terminal is spoken as well.
    pub(crate) fn new(profile: Profile, aloud: bool) -> Self {
        Self { program: Program { aloud, ..Program::of(profile) } }
    }

    /// Carries a command out. What belongs to other parts of the program is not for here.
    pub(crate) fn run(mut self, verb: Option<Verb>) -> Exit {
        // A press in a menu of the desktop: nobody reads the output.
        let by_desktop = || verb.is_none() && activation().is_some() && !io::stderr().is_terminal();
        self.program.tells = matches!(verb, Some(Verb::Start { tell: true, .. })) || by_desktop();
        let done = match verb {
            None => self.open(),
            Some(Verb::Start { id, pack, turns, length, accept, anyway, tell }) => {
                let accept: BTreeSet<_> = accept.into_iter().collect();
                let start = Start { routine: id, pack, turns, length: length.map(seconds), accept };
                let beside = start.clone();
                let start = Command::from(Wish::Start(start));
                if tell {
                    // The program tells a refusal itself, as it does for the tray.
                    let press = json!({ "command": start, "activation": activation() });
                    self.program.post_up(path::PRESS, &press).map(|_| ())
                } else {
                    let path = if anyway { format!("{}?anyway=yes", path::COMMAND) } else { path::COMMAND.to_owned() };
                    // As it stands before the start: what was told once is not told again.
                    let told = self.program.up().and_then(|()| self.told(&beside));
                    let answer = told.and_then(|told| Ok((self.program.post_up(&path, &json!(start))?, told)));
                    answer.and_then(|(answer, told)| {
                        warn_unsaved(&answer);
                        told.iter().try_for_each(|line| self.program.print(line))?;
                        self.say_status()
                    })
                }
            }
            Some(Verb::Questions { id, signs, told, adult }) => {
                self.program.questions(&id, adult, signs.map(Into::into), &told)
            }
            Some(Verb::On { since, sure }) => self.tell(Fact::On { token: None, since: seconds(since), sure }),
            Some(Verb::Undo) => self.tell(Wish::Undo { token: None }),
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
                self.program.watch(&mut io::stdout().lock())
            }
            Some(Verb::Status { json: true, .. }) => self.status_json(),
            Some(Verb::Status { .. }) => self.say_status(),
            Some(Verb::Plan { verb: None, json }) => self.program.plan(json),
            Some(Verb::Plan { verb: Some(PlanVerb::Own { file }), .. }) => self.program.own_plan(file.as_deref()),
            Some(Verb::Plan { verb: Some(PlanVerb::Quiet { from, until }), .. }) => {
                self.program.quiet_hours(&from, until.as_deref())
            }
            Some(Verb::Plan { verb: Some(verb), json }) => match verb.wish() {
                Some(wish) => self.send(Wish::Plan(wish)).and_then(|()| self.program.plan(json)),
                None => self.program.plans(json),
            },
            Some(Verb::Log { verb: None, csv: Some(file), .. }) => self.program.export(Kind::Csv, &file),
            Some(Verb::Export { file, json, csv, ics }) => self.program.export(kind_of(&file, [json, csv, ics]), &file),
            Some(Verb::Import { file, yes }) => self.program.import(&file, yes),
            Some(Verb::Delete { everything, yes }) => self.program.delete(everything, yes),
            Some(Verb::Log { verb: None, json, limit, csv: None }) => self.program.log(limit, json),
            Some(Verb::Log { verb: Some(verb), .. }) => self.program.keep_log(verb).and_then(|(answer, done)| {
                warn_unsaved(&answer);
                self.program.print(&done)
            }),
            Some(Verb::Practice { say }) => {
                let command = Command::from(Wish::Practice(PracticeWord::wish(say)));
                let answer = self.program.post_up(path::COMMAND, &json!(command));
                answer.map(|answer| warn_unsaved(&answer)).and_then(|()| self.say_status())
            }
            Some(Verb::Settings { verb, json }) => self.program.settings(verb.unwrap_or(SettingsVerb::List), json),
            Some(Verb::Doctor { json }) => self.program.doctor(json),
            Some(Verb::Routines { verb: Some(verb), .. }) => self.program.own_routines(verb),
            Some(Verb::Routines { verb: None, json }) => self.program.routines(json),
            Some(Verb::Up { at_login }) => self.up(at_login),
            Some(Verb::Quit { force }) => self.program.quit(force),
            Some(Verb::Clock(by)) => self.clock(by),
            // These never speak to a running program; `main` carries them out.
            Some(Verb::Demo(_) | Verb::Run { .. } | Verb::Guard { .. } | Verb::Completions { .. } | Verb::Man) => {
                Ok(())
            }
        };
        match done {
            Ok(()) => Exit::Done,
            Err(exit) => exit,
        }
    }

    /// What is told beside a start, a line each.
    fn told(&self, start: &Start) -> Result<Vec<String>, Exit> {
        let Looked { now, view, .. } = self.program.look()?;
        Ok(self.program.ui.told(&view, start, now, crate::clock::Clock::offset(now.wall)))
    }

    fn up(&self, at_login: bool) -> Result<(), Exit> {
        self.program.up()?;
        if at_login && !self.program.starts_hidden() {
            return self.open();
        }
        self.program.print(&self.program.profile.address())
    }

    fn open(&self) -> Result<(), Exit> {
        let activation = activation();
        let answer = self.program.post_up(path::WINDOW_OPEN, &json!({ "activation": activation }))?;
        if answer.json::<Value>().is_ok_and(|answer| answer["start"] == json!(true)) {
            let program = std::env::current_exe()
                .map_err(|why| self.program.complain("program-system", &[("why", why.to_string())]))?;
            let window = WindowProgram::beside(&program, &self.program.profile);
            let started = window.command(None, activation.as_deref());
            let started = started.and_then(|mut window| window.spawn().map_err(NoWindow::from));
            return started.map(drop).map_err(|why| self.program.say(why.sentence(&self.program.ui)));
        }
        Ok(())
    }

    fn skip(&self, Which { session }: Which) -> Result<(), Exit> {
        let slot = match session {
            Some(session) => session.into(),
            // Of the two, leaving out is meant for what runs on by itself.
            None if self.program.look()?.view.activity.is_some() => Slot::Activity,
            None => Slot::Thermal,
        };
        self.tell(Wish::Skip { slot, token: None })
    }

    /// A person who wants out and does not say of which wants out of both.
    fn stop(&self, Which { session }: Which, hurts: bool) -> Result<(), Exit> {
        let slots = match session {
            Some(session) => vec![session.into()],
            None => {
                let view = self.program.look()?.view;
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
        self.program.post(path::COMMAND, &json!(command.into())).map(|answer| warn_unsaved(&answer))
    }

    fn say_status(&self) -> Result<(), Exit> {
        let Looked { now, unsaved, view, .. } = self.program.look()?;
        self.program.print(&self.program.ui.status(&view, now, crate::clock::Clock::offset(now.wall)))?;
        self.program.say_aloud(None);
        match unsaved {
            Some(why) => self.program.print(&self.program.ui.text("cli-unsaved", &[("why", why.into())])),
            None => Ok(()),
        }
    }

    fn status_json(&self) -> Result<(), Exit> {
        let answer = self.program.fetch(path::STATUS)?;
        self.program.print(&String::from_utf8_lossy(&answer.body))
    }

    fn clock(&self, by: Clock) -> Result<(), Exit> {
        let body = match by {
            Clock::Next => ClockMove::Next,
            Clock::Advance { by } => ClockMove::Advance { seconds: by.as_secs() },
            Clock::Sleep { length } => ClockMove::Sleep { seconds: length.as_secs() },
            Clock::StepWall { by } => ClockMove::StepWall { seconds: by },
        };
        self.program.post(path::CLOCK, &json!(body))?;
        self.say_status()
    }
}

/// The desktop's proof that a person asked.
fn activation() -> Option<String> {
    ["XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"].into_iter().find_map(|name| std::env::var(name).ok())
}

fn seconds(span: Duration) -> u32 {
    u32::try_from(span.as_secs()).unwrap_or(u32::MAX)
}
