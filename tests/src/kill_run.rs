//! Kills the program at random moments of a scripted demo and compares what comes back with what was confirmed before.

use std::{
    collections::{BTreeMap, hash_map::RandomState},
    fmt, fs,
    hash::{BuildHasher, Hasher},
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use tokio::time::sleep;
use zbus::{fdo::DBusProxy, names::BusName};

use crate::{Answer, Context, Demo, Desktop, Http, Notification, Outcome, Pid, Trouble, patience};

/// Kills on one desktop before a fresh one is taken.
const PER_DESK: u64 = 40;
/// Routines to play, with the most turns each has.
const ROUTINES: [(&str, u64); 4] = [("cold-20-20", 3), ("ice-massage-5", 1), ("heat-pad", 1), ("heat-wrap", 1)];
/// A press takes about this long: kills fall before, into and after it, µs.
const LONGEST: u64 = 30_000;
/// When no process was seen for this long, there is none.
const NOBODY: Duration = Duration::from_secs(1);
/// Sessions on one desktop: the questions about health come again after a week.
const DAYS: u64 = 6;

/// A run with its randomness.
#[derive(Clone, Copy, Debug)]
pub struct KillRun {
    kills: u64,
    seed: u64,
}

/// What came of a run in which nothing was lost.
#[derive(Clone, Debug, Default)]
pub struct KillReport {
    seed: u64,
    kills: u64,
    /// By what went on at the moment of the kill.
    moments: BTreeMap<String, u64>,
    /// Presses that were confirmed, all of them there afterwards.
    confirmed: u64,
    /// Presses that were cut off: had no effect, or all of it.
    cut_off: [u64; 2],
    /// Questions that stood at a kill and were said again.
    again: u64,
    /// Kills with nothing on the disk that is on the body: nobody has to come back, and the test starts it.
    nothing_on: u64,
    /// Until it answered again, ms.
    back: Vec<u64>,
    took: Duration,
}

impl KillRun {
    /// A run of so many kills; without a seed, one that was never played.
    pub fn new(kills: u64, seed: Option<u64>) -> Self {
        Self { kills, seed: seed.unwrap_or_else(|| RandomState::new().build_hasher().finish()) }
    }

    /// What plays the same script again; the moments of the kills are only as alike as the machine's load.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Plays it on as many desktops as needed. Fails with what was lost, missed or said too often.
    pub async fn play(self) -> Outcome<KillReport> {
        let began = Instant::now();
        let mut random = Random(self.seed);
        let mut report = KillReport { seed: self.seed, ..KillReport::default() };
        while report.kills < self.kills {
            let most = PER_DESK.min(self.kills - report.kills);
            Life::begin(&mut random, &mut report).await?.play(most).await?;
        }
        report.took = began.elapsed();
        Ok(report)
    }
}

impl fmt::Display for KillReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, kills, confirmed, cut_off: [without, with], again, nothing_on, .. } = self;
        writeln!(f, "{kills} kills in {:.0} s, LUMBAR_SEED={seed}", self.took.as_secs_f32())?;
        writeln!(f, "  {confirmed} presses were confirmed, every one was there afterwards, in state and diary")?;
        writeln!(f, "  {without} presses were cut off without effect, {with} with all of it")?;
        writeln!(f, "  {again} questions and alarms stood at a kill: each was said again once, none was missed")?;
        writeln!(f, "  {nothing_on} kills with nothing on the body on the disk: started by hand")?;
        let mut back = self.back.clone();
        back.sort_unstable();
        let at = |share: usize| back.get((back.len() * share / 100).min(back.len().saturating_sub(1)));
        if let (Some(half), Some(most), Some(max)) = (at(50), at(99), back.last()) {
            writeln!(f, "  back by itself after {half} ms (median), {most} ms (p99), {max} ms (longest)")?;
        }
        let moments: Vec<_> = self.moments.iter().map(|(moment, times)| format!("{moment} {times}")).collect();
        write!(f, "  killed {}", moments.join(", "))
    }
}

/// splitmix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most.max(1)
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// What a person or the clock does next.
#[derive(Clone, Debug, PartialEq)]
enum Deed {
    Start { routine: &'static str, turns: u64 },
    On,
    SkinFine { token: String },
    Off { bell: bool },
    Clock { seconds: Option<u64> },
}

impl Deed {
    fn name(&self) -> &'static str {
        match self {
            Self::Start { .. } => "in a start",
            Self::On => "in an on",
            Self::SkinFine { .. } => "in a skin answer",
            Self::Off { .. } => "in an off",
            Self::Clock { .. } => "in a deadline",
        }
    }

    fn is_press(&self) -> bool {
        !matches!(self, Self::Clock { .. })
    }

    async fn send(&self, http: &Http) -> Outcome<Answer> {
        let (path, body) = match self {
            Self::Start { routine, turns } => {
                ("/api/v1/command", json!({ "wish": "start", "routine": routine, "turns": turns }))
            }
            Self::On => ("/api/v1/command", json!({ "fact": "on", "token": null, "since": 0 })),
            Self::SkinFine { token } => ("/api/v1/command", json!({ "wish": "skin-fine", "token": token })),
            Self::Off { bell } => {
                let when = if *bell { "bell" } else { "now" };
                ("/api/v1/command", json!({ "fact": "off", "token": null, "when": when }))
            }
            Self::Clock { seconds: None } => ("/api/v1/clock", json!({ "do": "next" })),
            Self::Clock { seconds: Some(seconds) } => ("/api/v1/clock", json!({ "do": "advance", "seconds": seconds })),
        };
        http.post_json(path, &body).await
    }

    /// Whether it has happened, by what was before and what is now.
    fn happened(&self, before: &Seen, now: &Seen) -> bool {
        match self {
            Self::Start { .. } => now.session > before.session,
            Self::On => now.phase == "running" && now.exposure > before.exposure,
            Self::SkinFine { token } => !now.asks.iter().any(|(asked, _)| asked == token),
            Self::Off { .. } => now.session != before.session || !matches!(now.phase.as_str(), "running" | "take_off"),
            Self::Clock { .. } => now.ticks > before.ticks,
        }
    }
}

/// What the faces show.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    phase: String,
    session: u64,
    exposure: u64,
    /// The questions that wait: token and kind.
    asks: Vec<(String, String)>,
    ticks: Duration,
    /// All of it, apart from the count of changes.
    whole: Value,
}

impl Seen {
    async fn look(http: &Http) -> Outcome<Self> {
        let mut whole = http.json("/api/v1/view").await?;
        whole.as_object_mut().trying("no view")?.remove("rev");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let token = text(&whole["thermal"]["token"]);
        let mut numbers = token.split('.').filter_map(|part| part.parse::<u64>().ok());
        let (session, exposure) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        let asks = whole["pending"].as_array().into_iter().flatten();
        Ok(Self {
            phase: text(&whole["thermal"]["phase"]),
            session,
            exposure,
            asks: asks.map(|one| (text(&one["token"]), text(&one["question"]))).collect(),
            ticks: serde_json::from_value(whole["now"]["ticks"].clone()).trying("no ticks")?,
            whole,
        })
    }

    fn on_body(&self) -> bool {
        matches!(self.phase.as_str(), "running" | "take_off")
    }
}

/// One demo from its start to the end of its kills.
struct Life<'a> {
    random: &'a mut Random,
    report: &'a mut KillReport,
    desk: Desktop,
    demo: Demo,
    pid: Pid,
    /// Knows which process a notification came from.
    bus: DBusProxy<'static>,
    days: u64,
    /// What the diary must hold, by the word for it.
    diary: BTreeMap<&'static str, u64>,
    /// A question that was said again: its token, the arrivals before the kill, and how often it may have come since.
    said: Option<(String, usize, usize)>,
    /// For a failure: the last things that were done.
    story: Vec<String>,
}

impl<'a> Life<'a> {
    async fn begin(random: &'a mut Random, report: &'a mut KillReport) -> Outcome<Self> {
        let desk = Desktop::start().await?;
        let kept = desk.folders.path("kept").display().to_string();
        let demo = desk.demo(&["--manual-clock", "--no-window", "--profile", &kept]).await?;
        let pid = demo.answering_pid().await?;
        let bus = DBusProxy::new(&desk.session.connect().await?).await?;
        Ok(Self {
            random,
            report,
            desk,
            demo,
            pid,
            bus,
            days: 0,
            diary: BTreeMap::new(),
            said: None,
            story: Vec::new(),
        })
    }

    async fn play(mut self, kills: u64) -> Outcome<()> {
        let until = self.report.kills + kills;
        let played = async {
            while self.report.kills < until {
                let seen = Seen::look(&self.demo.http()).await?;
                let Some(deed) = self.next(&seen) else { break };
                self.nothing_came_late()?;
                let on = seen.on_body() || deed == Deed::On;
                self.said = None;
                match on && self.random.chance(60) {
                    true => self.killed_in(&deed, seen).await?,
                    false => self.undisturbed(&deed, &seen).await?,
                }
            }
            self.compare_diary()?;
            self.compare_alarms()
        };
        let trouble = played.await;
        trouble.map_err(|trouble| {
            let (story, shown) = (self.story.join(", "), self.desk.notifications.transcript());
            Trouble::new(format!("{trouble}\nafter {story}\nshown\n{shown}\nlog\n{}", self.log()))
        })
    }

    /// The last lines of its log.
    fn log(&self) -> String {
        let files = fs::read_dir(self.demo.profile.join("log")).into_iter().flatten().flatten();
        let text: String = files.filter_map(|file| fs::read_to_string(file.path()).ok()).collect();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(25)..].join("\n")
    }

    /// What comes next in the script; `None` = this demo is played out.
    fn next(&mut self, seen: &Seen) -> Option<Deed> {
        let asked = |kind: &str| seen.asks.iter().find(|(_, asked)| asked == kind).map(|(token, _)| token.clone());
        Some(match seen.phase.as_str() {
            "ready" => Deed::On,
            "running" if self.random.chance(8) => Deed::Off { bell: false },
            "running" => match asked("skin") {
                Some(token) if self.random.chance(90) => Deed::SkinFine { token },
                _ => Deed::Clock { seconds: None },
            },
            "take_off" if self.random.chance(50) => Deed::Clock { seconds: Some(30) },
            "take_off" => Deed::Off { bell: self.random.chance(50) },
            "resting" => Deed::Clock { seconds: None },
            _ if self.story.last().is_some_and(|last| last == "a day passes") => {
                let (routine, most) = ROUTINES[usize::try_from(self.random.below(4)).unwrap_or(0)];
                Deed::Start { routine, turns: 1 + self.random.below(most) }
            }
            _ if self.days == DAYS => return None,
            _ => {
                self.days += 1;
                Deed::Clock { seconds: Some(25 * 3600) }
            }
        })
    }

    async fn undisturbed(&mut self, deed: &Deed, before: &Seen) -> Outcome<()> {
        deed.send(&self.demo.http()).await?.with_status(200).trying(format!("{deed:?}"))?;
        let now = Seen::look(&self.demo.http()).await?;
        self.tell(deed, "");
        if !deed.happened(before, &now) {
            return Err(Trouble::new(format!("{deed:?} was confirmed and has not happened: {:?}", now.phase)));
        }
        self.report.confirmed += u64::from(deed.is_press());
        self.count(deed);
        self.stands(&now).await
    }

    /// Kills while it is done, or shortly before or after.
    async fn killed_in(&mut self, deed: &Deed, before: Seen) -> Outcome<()> {
        let idle = self.random.chance(20);
        let after = Duration::from_micros(self.random.below(LONGEST));
        let arrived = self.desk.notifications.arrived().len();
        let sent = async {
            match idle {
                true => None,
                false => Some(deed.send(&self.demo.http()).await),
            }
        };
        let pid = self.pid;
        let kill = async {
            sleep(after).await;
            pid.kill()
        };
        let (answer, killed) = tokio::join!(sent, kill);
        killed?;
        pid.wait_gone().await?;
        let died = Instant::now();
        let confirmed = match &answer {
            Some(Ok(answer)) if answer.status == 200 => true,
            Some(Ok(answer)) => return Err(Trouble::new(format!("{deed:?} was refused: {}", answer.body))),
            Some(Err(_)) | None => false,
        };
        let moment = match (&answer, confirmed) {
            (None, _) => "between two",
            (_, true) => "just after one",
            (_, false) => deed.name(),
        };
        self.tell(deed, &format!(" KILL {moment}"));
        self.report.kills += 1;
        *self.report.moments.entry(moment.to_owned()).or_default() += 1;

        // Once in a while the one that comes up is killed as well, wherever it is by then.
        let twice = self.random.chance(10);
        if twice {
            sleep(Duration::from_micros(self.random.below(150_000))).await;
            for pid in self.desk.processes("lumbar").into_iter().filter(|pid| pid.command_line().contains(" run ")) {
                pid.kill()?;
                pid.wait_gone().await?;
                self.report.kills += 1;
                *self.report.moments.entry("coming up".to_owned()).or_default() += 1;
                self.story.push("KILL coming up".to_owned());
            }
        }
        let by_itself = self.come_back().await?;
        self.old_guards_have_ended().await?;
        let now = Seen::look(&self.demo.http()).await?;
        if by_itself {
            self.report.back.push(u64::try_from(died.elapsed().as_millis()).unwrap_or(u64::MAX));
        } else if now.on_body() {
            return Err(Trouble::new(format!("{} was on the disk and nobody brought it back", now.phase)));
        } else {
            self.report.nothing_on += 1;
        }

        let happened = answer.is_some() && deed.happened(&before, &now);
        if confirmed && !happened {
            return Err(Trouble::new(format!("{deed:?} was confirmed and is lost: {} -> {}", before.phase, now.phase)));
        }
        if answer.is_none() && now.whole != before.whole {
            let what = format!("nothing was done and something changed:\n{}\n{}", before.whole, now.whole);
            return Err(Trouble::new(what));
        }
        if !happened && deed.is_press() && answer.is_some() && now.whole != before.whole {
            let what = format!("{deed:?} was cut off and half of it happened:\n{}\n{}", before.whole, now.whole);
            return Err(Trouble::new(what));
        }
        if deed.is_press() && answer.is_some() && !confirmed {
            self.report.cut_off[usize::from(happened)] += 1;
        }
        if happened {
            self.report.confirmed += u64::from(confirmed && deed.is_press());
            self.count(deed);
        }
        let may_say = answer.is_some() && !deed.is_press();
        self.said_again(&now, arrived, 1 + usize::from(twice) + usize::from(may_say)).await
    }

    /// Waits until a program answers: `true` when nobody but the guard had to bring it back.
    async fn come_back(&mut self) -> Outcome<bool> {
        let began = Instant::now();
        let mut by_itself = true;
        let mut nobody_since = None;
        loop {
            match self.demo.answering_pid().await {
                Ok(pid) if pid != self.pid => {
                    self.pid = pid;
                    return Ok(by_itself);
                }
                _ if by_itself && self.desk.processes("lumbar").is_empty() => {
                    // A process that is just becoming another program cannot be seen for a moment.
                    if nobody_since.get_or_insert_with(Instant::now).elapsed() > NOBODY {
                        by_itself = false;
                        self.demo.done(&["up"]).await?;
                    }
                    sleep(Duration::from_millis(5)).await;
                }
                _ if began.elapsed() > patience() => return Err(Trouble::new("it did not come back")),
                _ => {
                    nobody_since = None;
                    sleep(Duration::from_millis(5)).await;
                }
            }
        }
    }

    /// The guard that brought it back has seen that: a kill before would be a second failed start in its eyes.
    async fn old_guards_have_ended(&self) -> Outcome<()> {
        let began = Instant::now();
        let guards = || self.desk.processes("lumbar").into_iter().filter(|pid| pid.command_line().contains(" guard"));
        while guards().count() > 1 {
            if began.elapsed() > patience() {
                return Err(Trouble::new("a guard goes on though the program is back"));
            }
            sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    /// After a kill: what waits for an answer is said once more, by the program that is there now, and nothing else is.
    ///
    /// `most`: once by each life that came up, and once by a deadline that fell before the kill.
    async fn said_again(&mut self, now: &Seen, arrived: usize, most: usize) -> Outcome<()> {
        let Some((token, question)) = now.asks.first() else { return self.stands(now).await };
        let began = Instant::now();
        while !self.is_said_by_the_present(token, arrived).await {
            if began.elapsed() > patience() {
                return Err(Trouble::new(format!("{question} ({token}) was not said again")));
            }
            sleep(Duration::from_millis(2)).await;
        }
        self.report.again += 1;
        self.said = Some((token.clone(), arrived, most));
        self.nothing_came_late()?;
        self.stands(now).await
    }

    async fn is_said_by_the_present(&self, token: &str, arrived: usize) -> bool {
        for one in self.desk.notifications.arrived().iter().skip(arrived).filter(|one| answers(one, token)) {
            let Ok(sender) = BusName::try_from(one.sender.as_str()) else { continue };
            // One that has ended is no longer known to the bus.
            if self.bus.get_connection_unix_process_id(sender).await.is_ok_and(|pid| Pid::new(pid) == self.pid) {
                return true;
            }
        }
        false
    }

    /// What was said again was not said more often than it may, also not in the meantime.
    fn nothing_came_late(&self) -> Outcome<()> {
        let Some((token, arrived, most)) = &self.said else { return Ok(()) };
        let all = self.desk.notifications.arrived();
        let (before, since) = all.split_at((*arrived).min(all.len()));
        // What a life that had spoken before the kill sent with its last breath arrives late and is no second word.
        let is_new = |one: &&Notification| before.iter().all(|old| old.sender != one.sender);
        let times = since.iter().filter(|one| answers(one, token)).filter(is_new).count();
        if times > *most {
            return Err(Trouble::new(format!("{token} was said {times} times instead of {most}")));
        }
        Ok(())
    }

    /// Every question that waits stands before the person, with buttons of this question.
    async fn stands(&self, now: &Seen) -> Outcome<()> {
        let began = Instant::now();
        for (token, question) in &now.asks {
            while !self.desk.notifications.standing().iter().any(|one| answers(one, token)) {
                if began.elapsed() > patience() {
                    return Err(Trouble::new(format!("{question} ({token}) waits and stands nowhere")));
                }
                sleep(Duration::from_millis(1)).await;
            }
        }
        Ok(())
    }

    fn count(&mut self, deed: &Deed) {
        let word = match deed {
            Deed::Start { .. } => "began",
            Deed::On => "went-on",
            Deed::SkinFine { .. } => "skin-said",
            Deed::Off { .. } => "came-off",
            Deed::Clock { .. } => return,
        };
        *self.diary.entry(word).or_default() += 1;
    }

    fn tell(&mut self, deed: &Deed, how: &str) {
        match deed {
            Deed::Clock { seconds: Some(seconds) } if *seconds > 3600 => self.story.push("a day passes".to_owned()),
            Deed::Clock { .. } | Deed::Start { .. } | Deed::On | Deed::SkinFine { .. } | Deed::Off { .. } => {
                self.story.push(format!("{deed:?}{how}"));
            }
        }
    }

    /// The diary holds what happened, each once.
    fn compare_diary(&self) -> Outcome<()> {
        let file = self.demo.profile.join("lumbar.db");
        let data = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        let mut rows = data.prepare("SELECT what FROM event")?;
        for text in rows.query_map([], |row| row.get::<_, String>(0))? {
            let event: Value = serde_json::from_str(&text?)?;
            *found.entry(event["what"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
        for word in ["began", "went-on", "skin-said", "came-off"] {
            let (held, happened) = (found.get(word).copied().unwrap_or(0), self.diary.get(word).copied().unwrap_or(0));
            if held != happened {
                return Err(Trouble::new(format!("the diary holds {held} times {word}, it happened {happened} times")));
            }
        }
        Ok(())
    }

    /// The guard never had to alarm in the program's place.
    fn compare_alarms(&self) -> Outcome<()> {
        match self.desk.notifications.arrived().iter().any(|one| one.says("Lumbar has stopped")) {
            true => Err(Trouble::new("the guard alarmed though the program could come back")),
            false => Ok(()),
        }
    }
}

fn answers(one: &Notification, token: &str) -> bool {
    one.actions.iter().any(|action| action.key.split('/').nth(1) == Some(token))
}
