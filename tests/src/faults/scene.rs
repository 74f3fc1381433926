//! A demo under a fault: presses with their time, what each face shows, and what becomes of a pack that is on.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use lumbar_played_desktop::{Outcome, Pid};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::found::Found;
use crate::{Demo, Desktop};

/// Every press is answered within this time, whatever the disk does.
pub(super) const ANSWERED: Duration = Duration::from_secs(4);
/// Starting the command line and a busy machine come on top of it.
const ON_TOP: Duration = Duration::from_millis(1500);
/// While the program or its guard lives, no alarm comes later.
pub(super) const ALARMED: Duration = Duration::from_secs(10);
/// How long a face is asked before it counts as silent.
const FACE: Duration = Duration::from_secs(6);
const GLANCE: Duration = Duration::from_millis(10);

/// What the bell says.
const BELL: &str = "Take the ice pack off now";

/// What is left of a pack that was on when the program died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is on, as before.
    Known,
    /// “Is ice or warmth on your back now?” stands before the person.
    Asked,
    /// The guard alarms by itself.
    Alarmed,
    /// Nothing is on, and nobody asks.
    Gone,
}

/// A press on the command line.
#[derive(Debug)]
pub(super) struct Pressed {
    pub(super) code: Option<i32>,
    pub(super) said: String,
    pub(super) took: Duration,
}

impl Pressed {
    pub(super) fn in_time(&self) -> bool {
        self.took <= ANSWERED + ON_TOP
    }
}

/// A played desktop with a demo on a manual clock.
pub(super) struct Scene {
    pub(super) demo: Demo,
    pub(super) desk: Desktop,
}

impl Scene {
    /// Nothing is on. The profile is `folder`, or one of its own.
    pub(super) async fn idle(folder: Option<&Path>) -> Outcome<Self> {
        Self::idle_on(Desktop::start().await?, folder).await
    }

    /// The same on a desktop that was made ready before.
    pub(super) async fn idle_on(desk: Desktop, folder: Option<&Path>) -> Outcome<Self> {
        let folder = folder.map_or_else(|| desk.folders.path("kept"), Path::to_owned).display().to_string();
        let demo = desk.demo(&["--manual-clock", "--no-window", "--profile", &folder]).await?;
        Ok(Self { demo, desk })
    }

    /// Ice is asked for and not on yet.
    pub(super) async fn ready(folder: Option<&Path>) -> Outcome<Self> {
        let scene = Self::idle(folder).await?;
        scene.demo.done(&["start", "cold-20-20"]).await?;
        Ok(scene)
    }

    /// Ice is on and the guard watches.
    pub(super) async fn on(folder: Option<&Path>) -> Outcome<Self> {
        let scene = Self::ready(folder).await?;
        scene.demo.done(&["on"]).await?;
        scene.desk.expect_guard().await?;
        Ok(scene)
    }

    /// Presses on the command line and waits up to `most` for its end.
    pub(super) async fn press(&self, words: &[&str], most: Duration) -> Pressed {
        let began = Instant::now();
        let ran = timeout(most, self.demo.run(words)).await;
        let took = began.elapsed();
        match ran {
            Ok(Ok(ran)) => {
                let said = [ran.out.trim(), ran.err.trim()].join(" ").trim().to_owned();
                Pressed { code: ran.code, said, took }
            }
            Ok(Err(trouble)) => Pressed { code: None, said: trouble.to_string(), took },
            Err(_) => Pressed { code: None, said: "no answer".to_owned(), took },
        }
    }

    /// Writes down how a press was answered, and holds it to its time.
    pub(super) async fn pressed(&self, found: &mut Found, words: &[&str]) -> Pressed {
        let pressed = self.press(words, Duration::from_secs(25)).await;
        let code = pressed.code.map_or("none".to_owned(), |code| code.to_string());
        let said = if pressed.said.is_empty() { "no words" } else { &pressed.said };
        let line = format!("`{}` exit {code} after {:.1} s: {said}", words.join(" "), pressed.took.as_secs_f64());
        found.command = [found.command.as_str(), &line].join(" ").trim().to_owned();
        found.promise(pressed.in_time(), format!("`{}` took {:.1} s", words.join(" "), pressed.took.as_secs_f64()));
        pressed
    }

    /// Writes down what notification, tray and page show now.
    pub(super) async fn faces(&self, found: &mut Found) {
        let standing = self.desk.notifications.standing();
        // Which of two that were said at the same moment came last is left to chance.
        let shown = standing.iter().rfind(|one| !unsaid(&one.summary)).or(standing.last());
        found.notification = shown.map_or("none".to_owned(), |one| format!("“{}” {}", one.summary, one.body));
        found.tray = timeout(FACE, self.tray()).await.ok().flatten().unwrap_or_else(|| "none".to_owned());
        found.page = match timeout(FACE, self.demo.http().fetch("/")).await {
            Ok(Ok(page)) => notices(&page.body),
            Ok(Err(_)) => "no answer".to_owned(),
            Err(_) => format!("no answer within {} s", FACE.as_secs()),
        };
    }

    async fn tray(&self) -> Option<String> {
        // An item that was never registered would be waited for.
        if self.desk.tray.count() == 0 {
            return None;
        }
        let item = self.desk.tray.item().await.ok()?;
        let (title, text) = item.tooltip().await.unwrap_or_default();
        Some(format!("{}: {title} {text}", item.title().await.ok()?))
    }

    /// Holds every face to saying that the last press is not saved, where one says so or the press did not outlive the program.
    pub(super) fn says_unsaved(found: &mut Found) {
        let faces = [
            ("the command line", &found.command),
            ("the notification", &found.notification),
            ("the tray", &found.tray),
            ("the page", &found.page),
        ];
        let silent: Vec<&str> = faces.iter().filter(|(_, text)| unsaid(text)).map(|(name, _)| *name).collect();
        let was_saved = silent.len() == faces.len() && found.lost == "nothing";
        found.promise(silent.is_empty() || was_saved, format!("not said to be unsaved by {}", silent.join(", ")));
    }

    /// Ends the program as a crash would and looks what becomes of the pack.
    pub(super) async fn killed(&self, found: &mut Found) -> Outcome<()> {
        self.demo.pid().kill()?;
        self.aftermath(found, Instant::now()).await;
        Ok(())
    }

    /// Ends program and guard together: whatever starts next has nobody to ask.
    pub(super) async fn both_killed(&self) -> Outcome<()> {
        let all = self.desk.processes("lumbar");
        for pid in &all {
            pid.freeze()?;
        }
        for pid in all {
            pid.kill()?;
            pid.wait_gone().await?;
        }
        Ok(())
    }

    /// Looks what became of the pack that was on at `died`, and holds it to: known, asked about, or alarmed, in time.
    pub(super) async fn aftermath(&self, found: &mut Found, died: Instant) {
        let kept = self.kept(self.demo.pid(), died).await;
        let after = died.elapsed();
        found.lost = match kept {
            Kept::Known => "nothing",
            Kept::Asked => "nothing: it asks whether something is on",
            Kept::Alarmed => "the program; the guard alarms",
            Kept::Gone => "THE PACK: nothing on, no alarm, no question",
        }
        .to_owned();
        found.alarm = (kept != Kept::Gone).then_some(after);
        found.promise(kept != Kept::Gone, "the alarm is silently gone");
        found.promise(after <= ALARMED + ON_TOP, format!("alarm or return after {:.1} s", after.as_secs_f64()));
    }

    async fn kept(&self, old: Pid, died: Instant) -> Kept {
        let mut answered = None;
        while died.elapsed() < ALARMED * 2 {
            if self.desk.notifications.arrived().iter().any(|one| one.says("Lumbar has stopped") && one.arrived > died)
            {
                return Kept::Alarmed;
            }
            let status = timeout(Duration::from_secs(1), self.demo.look()).await;
            if let Ok(Ok(status)) = status {
                if is_on(&status) && self.demo.answering_pid().await.is_ok_and(|pid| pid != old) {
                    return Kept::Known;
                }
                if asks(&status) && self.is_asked() {
                    return Kept::Asked;
                }
                // It is up and says that nothing is on: a question that has not come by then does not come.
                let since = answered.get_or_insert_with(Instant::now);
                if !is_on(&status) && !asks(&status) && since.elapsed() > Duration::from_secs(3) {
                    return Kept::Gone;
                }
            }
            sleep(GLANCE).await;
        }
        Kept::Gone
    }

    fn is_asked(&self) -> bool {
        self.desk.notifications.standing().iter().any(|one| one.says("Is ice or warmth on your back now?"))
    }

    /// Lets time pass to the bell and measures from the deadline to the alarm; nothing where none came.
    pub(super) async fn bell(&self, found: &mut Found) -> Outcome<()> {
        self.bell_within(found, Duration::from_secs(1)).await
    }

    /// The same with a bell that may take up to `most`.
    pub(super) async fn bell_within(&self, found: &mut Found, most: Duration) -> Outcome<()> {
        let tokens = async || {
            let status = self.demo.look().await.ok()?;
            status.pointer("/pending/0/token").and_then(Value::as_str).map(str::to_owned)
        };
        for _ in 0..2 {
            self.demo.pass(300).await?;
            if let Some(token) = tokens().await {
                let fine = json!({ "wish": "skin-fine", "token": token });
                self.demo.http().post_json("/api/v1/command", &fine).await?;
            }
        }
        self.demo.pass(599).await?;
        let rung = || self.desk.notifications.arrived().into_iter().find(|one| one.says(BELL)).map(|one| one.arrived);
        let began = Instant::now();
        let mut heard = None;
        let moved = async { timeout(ALARMED * 2, self.demo.pass(1)).await };
        let listened = async {
            while began.elapsed() < ALARMED * 2 {
                heard = rung();
                if heard.is_some() {
                    break;
                }
                sleep(Duration::from_millis(2)).await;
            }
        };
        let (_moved, ()) = tokio::join!(moved, listened);
        found.alarm = heard.map(|arrived| arrived.saturating_duration_since(began));
        match found.alarm {
            Some(after) => {
                found.lost = "nothing".to_owned();
                found.promise(after <= most, format!("the bell came {:.1} s late", after.as_secs_f64()));
            }
            None => {
                found.lost = "THE BELL".to_owned();
                found.promise(false, "the bell did not ring");
            }
        }
        Ok(())
    }
}

pub(super) fn is_on(status: &Value) -> bool {
    matches!(status.pointer("/thermal/phase").and_then(Value::as_str), Some("running" | "take_off"))
}

fn asks(status: &Value) -> bool {
    let pending = status["pending"].as_array().into_iter().flatten();
    pending.into_iter().any(|one| one["question"] == "is-it-on")
}

/// The heading of Today and its notices, but for the one that every machine without a sound card shows.
fn notices(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, main)| main);
    let text = |html: &str| html.split('<').filter_map(|part| Some(part.split_once('>')?.1)).collect::<String>();
    let between = |begin: &str, end: &str| Some(main.split_once(begin)?.1.split_once(end)?.0);
    let heading = between("<h1", "</h1>").map_or("no page".to_owned(), |h1| text(&format!("<h1{h1}")));
    let notes = main.split("class=\"note").skip(1).filter_map(|note| note.split_once('>')?.1.split_once("</div>"));
    let notes = notes
        .map(|(note, _)| text(note))
        .filter(|note| !note.contains("sound") && !note.contains("General information"));
    format!("“{heading}” {}", notes.collect::<Vec<_>>().join(" "))
}

/// Tells whether a text is silent about what is not saved.
fn unsaid(text: &str) -> bool {
    !text.contains("saved") && !text.contains("memory")
}
