//! Asks the background program, again where nothing was taken, and says why where it gives no answer.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;

use lumbar_engine::refusal::Refused;
use lumbar_engine::time::Now;
use lumbar_engine::view::View;
use lumbar_engine::words::RoutineId;
use lumbar_protocol::path;
use lumbar_ui::Ui;
use serde::Deserialize;
use serde_json::Value;

use crate::client::http::{Answer, Client, NoAnswer};
use crate::client::output::{complain, print};
use crate::client::trouble::sentence;
use crate::desktop::notify::{self, Note};
use crate::desktop::real::NAME;
use crate::life::process;
use crate::life::profile::Profile;
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
    /// What should be printed could not be: the device is full, or refuses.
    NotWritten,
}

impl From<Exit> for u8 {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::NotRunning => 3,
            Exit::NotWritten => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        u8::from(exit).into()
    }
}

/// How often it is looked whether another program is there, or one has ended.
pub(super) const LOOK: Duration = Duration::from_millis(10);
/// How long a newer program may take to come up in the place of one that ended.
pub(super) const SUCCESSOR: Duration = Duration::from_secs(2);
/// How long a notification of this program's own can be read: GNOME takes it away with the program that sent it.
const READ: Duration = Duration::from_secs(20);

/// A request that was carried out.
#[derive(Deserialize)]
struct Taken {
    saved: bool,
    #[serde(default)]
    sentence: String,
}

/// Says on the error output that what was pressed counts and is in memory only. It is done all the same.
pub(super) fn warn_unsaved(answer: &Answer) {
    if let Ok(Taken { saved: false, sentence }) = answer.json() {
        complain(&sentence);
    }
}

/// The background program of a profile, as a command sees it.
pub(super) struct Program {
    pub(super) profile: Profile,
    pub(super) client: Client,
    pub(super) ui: Ui,
    /// Nobody sees the output: what goes wrong is told by notification as well.
    pub(super) tells: bool,
    /// Nobody sees the output, and the person wants to hear it.
    pub(super) aloud: bool,
}

/// A view as the API gives it.
#[derive(Debug, Deserialize)]
pub(super) struct Looked {
    pub(super) now: Now,
    /// Why the last presses are in memory only.
    #[serde(default)]
    pub(super) unsaved: Option<String>,
    /// Times of day are written with am and pm.
    #[serde(default)]
    pub(super) twelve_hours: bool,
    /// What the person called their own routines.
    #[serde(default)]
    pub(super) routine_names: BTreeMap<RoutineId, String>,
    #[serde(flatten)]
    pub(super) view: View,
}

#[derive(Default, Deserialize)]
struct Said {
    #[serde(default)]
    sentence: String,
    /// The rule behind a refusal, and where it comes from.
    #[serde(default)]
    basis: Option<String>,
    /// Why, as a code; a newer program may know more of them.
    #[serde(default, deserialize_with = "known")]
    refused: Option<Refused>,
    /// Warnings that a start can go beyond, by their rules.
    #[serde(default)]
    accept: Vec<String>,
}

fn known<'de, D: serde::Deserializer<'de>>(json: D) -> Result<Option<Refused>, D::Error> {
    Value::deserialize(json).map(|refused| serde_json::from_value(refused).ok())
}

impl Program {
    /// Prints a line.
    pub(super) fn print(&self, line: &str) -> Result<(), Exit> {
        print(line).map_err(|why| self.not_written(&why))
    }

    pub(super) fn not_written(&self, why: &std::io::Error) -> Exit {
        complain(&sentence(&self.ui, "cli-not-written", &[("why", why.to_string())]));
        Exit::NotWritten
    }

    pub(super) fn of(profile: Profile) -> Self {
        Self { client: Client::of(&profile), profile, ui: Ui::new(&process::locale()), tells: false, aloud: false }
    }

    pub(super) fn look(&self) -> Result<Looked, Exit> {
        let looked: Looked = self.parsed(&self.fetch(path::VIEW)?)?;
        self.ui.write_twelve_hours(looked.twelve_hours);
        self.ui.learn_names_from(looked.routine_names.clone());
        Ok(looked)
    }

    pub(super) fn fetch(&self, path: &str) -> Result<Answer, Exit> {
        // Reading again changes nothing: a program that hung up is ending, as one that says so is.
        self.reached(|| match self.client.fetch(path) {
            Err(NoAnswer::Broken(why)) if start::hung_up(&why) => Ok(Answer::ending()),
            answer => answer,
        })
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Result<Answer, Exit> {
        match self.reached_with(|| self.client.post(path, body))? {
            Err(NoAnswer::Broken(_)) => Err(self.unsure()),
            answer => self.answered(answer),
        }
    }

    pub(super) fn reached(&self, ask: impl Fn() -> Result<Answer, NoAnswer>) -> Result<Answer, Exit> {
        self.answered(self.reached_with(ask)?)
    }

    /// Asks again where nothing was taken: nobody was at the socket, and a program could be called back to it; or the program
    /// is ending, and another takes its place.
    pub(super) fn reached_with(
        &self,
        ask: impl Fn() -> Result<Answer, NoAnswer>,
    ) -> Result<Result<Answer, NoAnswer>, Exit> {
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
    pub(super) fn unsure(&self) -> Exit {
        self.complain("program-unsure", &[])
    }

    pub(super) fn answered(&self, answer: Result<Answer, NoAnswer>) -> Result<Answer, Exit> {
        match answer {
            Ok(answer) if answer.status == 200 => Ok(answer),
            Ok(Answer { status: 429, .. }) => Err(self.complain("program-too-many", &[])),
            Ok(answer) => {
                let Said { sentence: said, basis, refused, accept } = answer.json().unwrap_or_default();
                // How to go on all the same, in the words of this face.
                let basis = match refused {
                    Some(Refused::ReallySoLong { .. }) => Some(self.ui.text("cli-add-sure", &[])),
                    Some(Refused::Gate { routine, .. }) => {
                        Some(self.ui.text("questions-add", &[("routine", routine.as_str().into())]))
                    }
                    Some(_) | None => basis,
                };
                let flag =
                    (!accept.is_empty()).then(|| self.ui.text("cli-accept", &[("rules", accept.join(" ").into())]));
                let said: Vec<String> = [Some(said), basis, flag].into_iter().flatten().collect();
                let said = said.join("\n");
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

    pub(super) fn parsed<T: serde::de::DeserializeOwned>(&self, answer: &Answer) -> Result<T, Exit> {
        answer.json().map_err(|why| self.complain("program-no-answer", &[("why", why.to_string())]))
    }

    pub(super) fn lifeless(&self, why: &LifeError) -> Exit {
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

    pub(super) fn complain(&self, key: &str, args: &[(&str, String)]) -> Exit {
        self.say(sentence(&self.ui, key, args))
    }

    /// Lets the running program say what is on, or this, where the person wants to hear it. The deed does not depend on it.
    pub(super) fn say_aloud(&self, text: Option<&str>) {
        if !self.aloud {
            return;
        }
        if let Ok(answer) = self.client.post(path::ALOUD, &serde_json::json!({ "text": text }))
            && answer.status != 200
        {
            complain(&answer.json::<Said>().unwrap_or_default().sentence);
        }
    }

    pub(super) fn say(&self, sentence: String) -> Exit {
        complain(&sentence);
        self.say_aloud(sentence.lines().next());
        if self.tells {
            let title = self.ui.text("program-not-begun", &[]);
            notify::show_once(NAME, Note::plain("refused", title, sentence), READ);
        }
        Exit::Refused
    }
}
