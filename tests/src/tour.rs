//! Plays one routine from the tray to its end on a virtual desktop of real programs, telling and picturing what happens.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use lumbar_played_desktop::{Context, Outcome, Trouble, Urgency};
use serde_json::Value;
use tokio::time::sleep;

use crate::{Demo, Printed, RealDesktop};

/// How often the status is read.
const GLANCE: Duration = Duration::from_millis(250);
/// How long a question may stand that no notification offered a button for, before the command line answers it.
const UNANSWERED: Duration = Duration::from_secs(8);
/// When it is given up.
const LIMIT: Duration = Duration::from_secs(300);

/// The buttons that carry a session on, and the commands that do the same, in the order of preference.
const ONWARD: [(&str, &[&str]); 4] =
    [("skin-fine", &["skin", "fine"]), ("off", &["off"]), ("on", &["on"]), ("start", &["start", ""])];

/// What to play and where the pictures go.
#[derive(Clone, Debug)]
pub struct Tour {
    /// The routine's id.
    pub routine: String,
    /// Turns of it.
    pub turns: u32,
    /// How many times faster than real time, while nothing waits for an answer.
    pub speed: u32,
    /// The folder of the pictures.
    pub pictures: PathBuf,
}

/// What was seen.
#[derive(Debug)]
pub struct Seen {
    /// The phases in their order.
    pub phases: Vec<String>,
    /// The notifications as the server printed them.
    pub notifications: Vec<Printed>,
    /// The pictures taken.
    pub pictures: Vec<PathBuf>,
}

impl Tour {
    /// Plays it to its end; everything that it starts is ended before it returns.
    pub async fn play(self) -> Outcome<Seen> {
        fs::create_dir_all(&self.pictures).trying(self.pictures.display())?;
        println!("A virtual desktop: Xvfb {}x{}, openbox, dunst, xfce4-panel", 1280, 800);
        let desk = RealDesktop::start().await?;
        let speed = self.speed.to_string();
        // The routine is left to the tray, as a person would begin it.
        let demo = desk.demo(&["--speed", &speed]).await?;
        println!("profile: {}\nsocket: {}", demo.profile.display(), demo.socket);
        let mut play =
            Play { tour: &self, desk: &desk, demo: &demo, began: Instant::now(), phases: vec![], pictures: vec![] };
        play.begin().await?;
        play.go_on().await?;
        let (phases, pictures) = (play.phases, play.pictures);
        // A demo with nothing on the body ends when it is asked to.
        demo.done(&["quit"]).await?;
        Ok(Seen { phases, notifications: desk.printed(), pictures })
    }
}

struct Play<'a> {
    tour: &'a Tour,
    desk: &'a RealDesktop,
    demo: &'a Demo,
    began: Instant,
    phases: Vec<String>,
    pictures: Vec<PathBuf>,
}

impl Play<'_> {
    /// Starts the routine where the demo has not: from the tray, else by the command line.
    async fn begin(&mut self) -> Outcome<()> {
        if phase(&self.demo.status().await?).is_some() {
            return Ok(());
        }
        match self.start_from_tray().await {
            Ok(entry) => self.tell(&format!("tray: pressed \"{entry}\"")),
            Err(trouble) => {
                self.tell(&format!("tray: {trouble}; started by the command line instead"));
                self.demo.done(&["start", &self.tour.routine, "--turns", &self.tour.turns.to_string()]).await?;
            }
        }
        Ok(())
    }

    async fn start_from_tray(&self) -> Outcome<String> {
        let listed = self.demo.done(&["routines"]).await?;
        let line = listed.lines().find(|line| line.contains(&self.tour.routine)).unwrap_or_default().to_owned();
        let item = self.desk.tray_item().await?;
        let menu = item.menu().await?;
        // The tray calls a routine by its name, which the list of routines prints beside its id, and by its turns.
        let turns = format!(", {} turns", self.tour.turns);
        let wanted = |label: &&str| {
            let name = label.strip_suffix(&turns);
            name.or((self.tour.turns == 1).then_some(*label)).is_some_and(|n| n.len() > 3 && line.contains(n))
        };
        let entry = menu.labels().into_iter().find(wanted);
        let entry = entry.trying(format!("no entry of its menu starts {}:\n{menu}", self.tour.routine))?.to_owned();
        item.press(&entry).await?;
        Ok(entry)
    }

    async fn go_on(&mut self) -> Outcome<()> {
        let mut moved = Instant::now();
        loop {
            for shown in self.desk.news() {
                moved = Instant::now();
                self.tell_of(&shown);
                // A person leaves it on until it is called off: "soon" has the button as well.
                let too_soon = |key: &str| key == "off" && shown.urgency != Urgency::Critical;
                if let Some((key, _)) = ONWARD.iter().find(|(key, _)| shown.has_action(key) && !too_soon(key)) {
                    self.picture(&format!("asked-{key}")).await;
                    match self.desk.press(&shown, key).await {
                        Ok(()) => self.tell(&format!("  pressed \"{key}\"")),
                        Err(trouble) => self.tell(&format!("  could not press \"{key}\": {trouble}")),
                    }
                }
            }
            let status = self.demo.status().await?;
            let now = phase(&status).unwrap_or_else(|| "nothing on".to_owned());
            if self.phases.last() != Some(&now) {
                moved = Instant::now();
                self.tell(&format!("phase: {now}{}", details(&status)));
                self.phases.push(now.clone());
                self.picture(&now).await;
            }
            if phase(&status).is_none() && status.get("last").is_some_and(|last| !last.is_null()) {
                self.tell(&format!("ended: {}", status.pointer("/last/outcome").unwrap_or(&Value::Null)));
                return Ok(());
            }
            if moved.elapsed() > UNANSWERED && self.answer_by_command(&status).await? {
                moved = Instant::now();
            }
            if self.began.elapsed() > LIMIT {
                return Err(Trouble::new(format!("not at its end after {} s: {status}", LIMIT.as_secs())));
            }
            sleep(GLANCE).await;
        }
    }

    /// Answers what waits and has no button, with the first of the onward commands that is possible now.
    async fn answer_by_command(&self, status: &Value) -> Outcome<bool> {
        let waits = status.get("pending").and_then(Value::as_array).is_some_and(|all| !all.is_empty());
        let possible: Vec<&str> =
            status.get("actions").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let Some((_, words)) = ONWARD.iter().find(|(_, words)| possible.iter().any(|one| words.first() == Some(one)))
        else {
            return Ok(false);
        };
        if !waits {
            return Ok(false);
        }
        let routine = self.tour.routine.as_str();
        let words: Vec<&str> = words.iter().map(|word| if word.is_empty() { routine } else { word }).collect();
        let ran = self.demo.run(&words).await?;
        self.tell(&format!("  lumbar {} (no button was offered): {:?}", words.join(" "), ran.code));
        Ok(true)
    }

    fn tell_of(&self, shown: &Printed) {
        let labels: Vec<&str> = shown.actions.iter().map(|action| action.label.as_str()).collect();
        let (urgency, summary) = (shown.urgency, &shown.summary);
        let body = shown.body.replace('\n', " / ");
        self.tell(&format!("notification {} {urgency:?}: {summary}: {body} {labels:?}", shown.id));
    }

    fn tell(&self, what: &str) {
        println!("{:6.1} s  {what}", self.began.elapsed().as_secs_f32());
    }

    /// A picture that fails is told and no reason to stop.
    async fn picture(&mut self, of: &str) {
        let name = format!("{:02}-{}.png", self.pictures.len() + 1, of.replace([' ', '_'], "-"));
        let path = self.tour.pictures.join(name);
        match self.desk.display.screenshot(&path).await {
            Ok(()) => self.pictures.push(path),
            Err(trouble) => self.tell(&format!("no picture: {trouble}")),
        }
    }
}

fn phase(status: &Value) -> Option<String> {
    let of = |what: &str| status.pointer(&format!("/{what}/phase")).and_then(Value::as_str).map(str::to_owned);
    of("thermal").or_else(|| of("activity"))
}

fn details(status: &Value) -> String {
    let part = |name: &str| {
        let found =
            status.pointer(&format!("/thermal/{name}")).or_else(|| status.pointer(&format!("/activity/{name}")))?;
        (!found.is_null()).then(|| format!("{} {found}", name.replace('_', " ")))
    };
    let parts: Vec<String> = ["turn", "turns", "remaining_seconds"].into_iter().filter_map(part).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// Plays it and prints what came of it.
pub async fn play(routine: &str, turns: u32, speed: u32, pictures: &Path) -> Outcome<()> {
    let tour = Tour { routine: routine.to_owned(), turns, speed, pictures: pictures.to_owned() };
    let seen = tour.play().await?;
    println!("\nphases: {}", seen.phases.join(" > "));
    println!("notifications: {}", seen.notifications.len());
    println!("pictures: {} in {}", seen.pictures.len(), pictures.display());
    Ok(())
}
