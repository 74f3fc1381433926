//! One demo of a run of kills: goes on with its script, strikes, and compares.

mod checks;

use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, Instant},
};

use lumbar_played_desktop::{Context, Outcome, Pid, Trouble, patience};
use tokio::time::sleep;
use zbus::fdo::DBusProxy;

use super::{
    deed::{Deed, Seen},
    report::KillReport,
    victim::{GUARD_PATIENCE, Victim},
};
use crate::{Demo, Desktop, random::Random};

/// Routines to play, with the most turns each has.
const ROUTINES: [(&str, u64); 4] = [("cold-20-20", 3), ("ice-massage-5", 1), ("heat-pad", 1), ("heat-wrap", 1)];
/// A press takes about this long: kills fall before, into and after it, µs.
const LONGEST: u64 = 30_000;
/// When no process was seen for this long, there is none.
const NOBODY: Duration = Duration::from_secs(1);
/// Sessions on one desktop: the questions about health come again after a week.
const DAYS: u64 = 6;

/// One demo from its start to the end of its kills.
pub(super) struct Life<'a> {
    random: &'a mut Random,
    report: &'a mut KillReport,
    desk: Desktop,
    demo: Demo,
    pid: Pid,
    /// When it was last started by hand.
    started: Instant,
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
    pub(super) async fn begin(random: &'a mut Random, report: &'a mut KillReport) -> Outcome<Self> {
        let mut desk = Desktop::start().await?;
        desk.set_variable("LUMBAR_GUARD_PATIENCE", &GUARD_PATIENCE.to_string());
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
            started: Instant::now(),
            bus,
            days: 0,
            diary: BTreeMap::new(),
            said: None,
            story: Vec::new(),
        })
    }

    pub(super) async fn play(mut self, kills: u64) -> Outcome<()> {
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
        let victim = match Victim::pick(self.random) {
            // With nothing on, or nothing any more, no guard ends a program that hangs.
            Victim::Stopped if !before.on_body() || matches!(deed, Deed::Off { .. }) => Victim::Program,
            victim @ (Victim::Program | Victim::Guard | Victim::Both | Victim::Stopped) => victim,
        };
        *self.report.victims.entry(victim.name()).or_default() += 1;
        if victim == Victim::Guard {
            return self.guard_killed_in(deed, before).await;
        }
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
            self.strike(victim)
        };
        let (answer, struck) = tokio::join!(sent, kill);
        let mut died = struck?;
        pid.wait_gone().await?;
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
        self.tell(deed, &format!(" KILL {} {moment}", victim.name()));
        self.report.kills += 1;
        *self.report.moments.entry(moment.to_owned()).or_default() += 1;

        // Once in a while the one that comes up is killed as well, wherever it is by then.
        let twice = victim == Victim::Program && self.random.chance(10);
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
            self.report.back.push(ms(died));
        } else if now.on_body() && victim != Victim::Both {
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
        // The one that was killed may have said what the press or the deadline brought, too.
        let opened = |(token, _): &(String, String)| before.asks.iter().all(|(asked, _)| asked != token);
        let may_say = answer.is_some() && (!deed.is_press() || now.asks.first().is_some_and(opened));
        if !by_itself {
            // Nobody was left: what is measured begins with the start by hand.
            died = self.started;
        }
        self.said_again(&now, arrived, 1 + usize::from(twice) + usize::from(may_say)).await?;
        self.in_time(died, victim, now.asks.is_empty())
    }

    /// What stood was said again in time.
    fn in_time(&mut self, died: Instant, victim: Victim, nothing_stood: bool) -> Outcome<()> {
        if nothing_stood {
            return Ok(());
        }
        self.report.again_after.push(ms(died));
        match died.elapsed() > victim.alarmed_within() {
            true => Err(Trouble::new(format!("said again only after {} ms ({victim:?})", ms(died)))),
            false => Ok(()),
        }
    }

    /// Kills or stops, and says when.
    fn strike(&self, victim: Victim) -> Outcome<Instant> {
        let died = Instant::now();
        match victim {
            Victim::Program => self.pid.kill()?,
            Victim::Stopped => self.pid.freeze()?,
            Victim::Guard => self.kill_all(&self.desk.guards())?,
            Victim::Both => self.kill_all(&self.desk.processes("lumbar"))?,
        }
        Ok(died)
    }

    /// Frozen first, so that none brings another back.
    fn kill_all(&self, all: &[Pid]) -> Outcome<()> {
        for pid in all {
            // One that ended by itself in the meantime is as good.
            let _frozen = pid.freeze();
        }
        for pid in all {
            let _killed = pid.kill();
        }
        Ok(())
    }

    /// Kills the guard while something is done: it is done, and another guard watches.
    async fn guard_killed_in(&mut self, deed: &Deed, before: Seen) -> Outcome<()> {
        let after = Duration::from_micros(self.random.below(LONGEST));
        let kill = async {
            sleep(after).await;
            let guards = self.desk.guards();
            self.kill_all(&guards)?;
            Ok::<_, Trouble>(guards)
        };
        let http = self.demo.http();
        let (answer, killed) = tokio::join!(deed.send(&http), kill);
        // One that is still dying would be taken for the next one.
        for guard in killed? {
            guard.wait_gone().await?;
        }
        answer?.with_status(200).trying(format!("{deed:?}"))?;
        self.report.kills += 1;
        self.tell(deed, " KILL guard");
        let now = Seen::look(&self.demo.http()).await?;
        if !deed.happened(&before, &now) {
            return Err(Trouble::new(format!("{deed:?} was confirmed and has not happened: {:?}", now.phase)));
        }
        self.report.confirmed += u64::from(deed.is_press());
        self.count(deed);
        if now.on_body() {
            self.desk.expect_guard().await?;
        }
        self.stands(&now).await
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
                        self.started = Instant::now();
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
}

fn ms(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}
