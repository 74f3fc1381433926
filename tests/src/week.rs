//! Lives a week of one person on the real programs, by the manual clock, and keeps the pages as they are then: to be looked at
//! with what a person would really have in them. Nothing is left to chance, so that two weeks show the same.

use std::{fs, path::Path};

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use lumbar_played_desktop::{Context, Outcome, Trouble};
use serde_json::Value;

use crate::{Demo, Desktop};

/// One day: minutes after midnight at which the computer wakes and goes to sleep, what is left out, what is done beside the plan.
struct Day {
    wakes: u32,
    sleeps: u32,
    /// Routines that are not done when they are due.
    skips: &'static [&'static str],
    deeds: &'static [(u32, Deed)],
}

/// Something that the plan does not hold.
#[derive(Clone, Copy)]
enum Deed {
    /// A session of this routine, from its start to its end.
    Does(&'static str),
    /// Ice that is answered with "very red, sore or numb" at its first check.
    RedSkin,
    /// Something that was done away from the computer: routine, when, for how long, a note.
    Adds(&'static str, &'static str, &'static str, &'static str),
    /// "Today is worse."
    Worse,
    /// What the person writes down for the day.
    Notes(&'static str),
    /// "This week, how much did your back stop you?"
    Week(&'static str, &'static str),
}

use Deed::{Adds, Does, Notes, RedSkin, Week, Worse};

const MONDAY_TO_SUNDAY: [Day; 7] = [
    Day {
        wakes: 450,
        sleeps: 1340,
        skips: &[],
        deeds: &[(560, Does("cold-15")), (1000, Does("cold-15")), (1330, Notes("Twisted it lifting the shopping."))],
    },
    Day {
        wakes: 440,
        sleeps: 1345,
        skips: &["breathe"],
        deeds: &[(610, Does("cold-10")), (1080, Does("heat-bottle"))],
    },
    // The morning was missed: the computer was asleep until eleven.
    Day { wakes: 670, sleeps: 1330, skips: &[], deeds: &[(760, RedSkin)] },
    Day {
        wakes: 445,
        sleeps: 1320,
        skips: &["stronger", "walk"],
        deeds: &[(455, Worse), (580, Does("heat-bottle")), (1010, Does("rest-position"))],
    },
    Day {
        wakes: 440,
        sleeps: 1345,
        skips: &["move-break"],
        deeds: &[(740, Does("after-the-desk")), (1200, Does("ball-wall"))],
    },
    // Saturday, away until the evening.
    Day {
        wakes: 1080,
        sleeps: 1380,
        skips: &[],
        deeds: &[(1090, Adds("walk", "10:40", "45", "Round the lake with Ann"))],
    },
    Day { wakes: 520, sleeps: 1440, skips: &[], deeds: &[(530, Week("a-lot", "Sitting through a film"))] },
];
/// The hour of Sunday at which the pages are kept, min after midnight.
const KEPT_AT: u32 = 830;
/// A person looks this often, s.
const LOOK: u64 = 600;
/// What they say when they are asked how it was right after, one after the other.
const FELT: [&str; 7] = ["easier", "same", "easier", "easier", "worse", "easier", "same"];
/// More steps than a session has: a story that stands still ends here.
const STEPS: usize = 600;

/// A routine of the person's own, as its form sends it.
const OWN: [(&str, &str); 24] = [
    ("name", "After the desk"),
    ("short", "Round the block, then on the mat"),
    ("kind", "stretch"),
    ("usual", "1"),
    ("most", "1"),
    ("figure", "walk"),
    ("s0-what", "move:walk-out"),
    ("s0-was", "walk:0"),
    ("s0-title", "Once round the block"),
    ("s0-figure", "walk"),
    ("s0-seconds", "300"),
    ("s0-reps", "1"),
    ("s0-sides", "none"),
    ("s1-what", "move:knee-chest"),
    ("s1-was", "stretch-start:1"),
    ("s1-title", "Knee to chest"),
    ("s1-figure", "knee-chest"),
    ("s1-seconds", "60"),
    ("s1-reps", "2"),
    ("s1-sides", "both"),
    ("s1-b0-cue", "hold"),
    ("s1-b0-for", "10"),
    ("s1-b1-cue", "release"),
    ("s1-b1-for", "5"),
];

/// The pages that are kept on Sunday, by the name of their file.
const PAGES: [(&str, &str); 16] = [
    ("today", "/"),
    ("plan", "/plan"),
    ("plan-choose", "/plan/choose?plan=plan-stiff"),
    ("routines", "/routines"),
    ("routine-own", "/routines/after-the-desk"),
    ("editor", "/own-routines/edit/after-the-desk"),
    ("history-week", "/history/week/DAY"),
    ("history-month", "/history/month/MONTH"),
    ("history-year", "/history/year/YEAR"),
    ("day-today", "/history/day/DAY"),
    ("day-red-skin", "/history/day/BEFORE"),
    ("visit", "/visit"),
    ("settings", "/settings"),
    ("notifications", "/notifications"),
    ("data", "/data"),
    ("safety", "/safety"),
];

/// Lives the week and writes its pages, with what they are made of, into a folder.
pub async fn week(folder: &Path) -> Outcome<()> {
    fs::create_dir_all(folder.join("static")).trying(folder.display())?;
    let mut life = Life::begin().await?;
    for (nth, day) in MONDAY_TO_SUNDAY.iter().enumerate() {
        life.day(day, nth == 6).await.trying(format!("day {}", nth + 1))?;
        println!("{}", life.now().await?.format("%A is over at %H:%M"));
    }
    let now = life.now().await?;
    let wednesday = now.date_naive().checked_sub_days(Days::new(4)).trying("a date")?;
    let names = [
        ("DAY", now.format("%Y-%m-%d").to_string()),
        ("MONTH", now.format("%Y-%m").to_string()),
        ("YEAR", now.format("%Y").to_string()),
        ("BEFORE", wednesday.format("%Y-%m-%d").to_string()),
    ];
    for (name, address) in PAGES {
        let address = names.iter().fold(address.to_owned(), |address, (word, day)| address.replace(word, day));
        life.keep(folder, name, &address).await?;
    }
    life.demo.done(&["start", "heat-bottle"]).await?;
    life.demo.done(&["on"]).await?;
    life.demo.pass(400).await?;
    life.keep(folder, "today-on", "/").await?;
    life.keep(folder, "session-on", "/session/thermal").await?;
    life.demo.expect_no_panic()
}

struct Life {
    // Ends after the program that lives on it.
    demo: Demo,
    _desk: Desktop,
    /// How often the person was asked how it felt.
    asked: usize,
}

impl Life {
    /// A demo on a Monday morning in London, in winter, when its clocks are those of the world; the plan of two weeks begins.
    async fn begin() -> Outcome<Self> {
        let mut desk = Desktop::start().await?;
        desk.set_variable("TZ", "Europe/London");
        let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
        let life = Self { demo, _desk: desk, asked: 0 };
        let now = life.now().await?;
        // A winter Monday, so that local times are those of the clock that is moved.
        let january = now.date_naive().with_day(1).and_then(|day| day.with_month(1)).trying("a date")?;
        let january = january.with_year(now.year() + 1).trying("a year")?;
        let monday = january.iter_days().skip(10).find(|day| day.weekday() == Weekday::Mon).trying("a Monday")?;
        let start = monday.and_time(NaiveTime::MIN).and_utc();
        life.sleep_until(start + TimeDelta::minutes(430)).await?;
        let today = monday.to_string();
        for deed in ["ask-felt", "ask-week"] {
            let fields = [("day", today.as_str()), ("on", "yes")];
            life.demo.http().post_form(&format!("/do/diary/{deed}"), &fields).await?.with_status(303)?;
        }
        let made = life.demo.http().post_form("/do/own-routine", &OWN).await?.with_status(303);
        let made = made.trying("a routine of one's own")?;
        if made.header("location") != Some("/routines/after-the-desk") {
            return Err(Trouble::new(format!("the routine got another name: {:?}", made.header("location"))));
        }
        life.demo.done(&["plan", "choose", "plan-two-weeks"]).await?;
        Ok(life)
    }

    async fn look(&self) -> Outcome<Value> {
        self.demo.http().json("/api/v1/view").await
    }

    async fn now(&self) -> Outcome<DateTime<Utc>> {
        time(self.look().await?.pointer("/now/wall"))
    }

    async fn sleep_until(&self, until: DateTime<Utc>) -> Outcome<()> {
        let mut wait = (until - self.now().await?).num_seconds();
        while wait > 0 {
            self.demo.clock_sleep(&format!("{}s", wait.min(30 * 86_400))).await?;
            wait -= 30 * 86_400;
        }
        Ok(())
    }

    /// Lives one day; the last one ends at the hour at which its pages are kept.
    async fn day(&mut self, day: &Day, last: bool) -> Outcome<()> {
        let midnight = self.now().await?.date_naive().and_time(NaiveTime::MIN).and_utc();
        let midnight = if self.now().await?.hour() > 20 { midnight + TimeDelta::days(1) } else { midnight };
        let at = |minutes: u32| midnight + TimeDelta::minutes(minutes.into());
        self.sleep_until(at(day.wakes)).await?;
        let until = at(if last { KEPT_AT } else { day.sleeps });
        let mut deeds = day.deeds.iter();
        let mut next = deeds.next();
        while self.now().await? < until {
            match next {
                Some((minutes, deed)) if at(*minutes) <= self.now().await? => {
                    self.does(*deed, midnight).await?;
                    next = deeds.next();
                }
                Some(_) | None if self.follows(day).await? => {}
                Some(_) | None => self.demo.pass(LOOK).await?,
            }
            self.answers().await?;
        }
        Ok(())
    }

    /// Starts what is due in the plan; tells whether anything was.
    async fn follows(&self, day: &Day) -> Outcome<bool> {
        let view = self.look().await?;
        let now = time(view.pointer("/now/wall"))?;
        let items = view.pointer("/plan/day/items").and_then(Value::as_array).cloned().unwrap_or_default();
        let text = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        for item in &items {
            let (state, routine) = (text(item, "state"), text(item, "routine"));
            // What may be warm or cold is done when it is wanted.
            let wanted = text(item, "name") != "warm-or-cold" && !day.skips.contains(&routine.as_str());
            if state == "next" && wanted && time(item.get("due"))? <= now {
                let token = text(item, "token");
                self.demo.http().post_form("/do/plan-start", &[("token", token.as_str())]).await?.with_status(303)?;
                self.carries_on(&["skin", "fine"]).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn does(&self, deed: Deed, midnight: DateTime<Utc>) -> Outcome<()> {
        let day = midnight.format("%Y-%m-%d").to_string();
        let http = self.demo.http();
        match deed {
            Does(routine) => {
                self.demo.done(&["start", routine]).await?;
                self.carries_on(&["skin", "fine"]).await
            }
            RedSkin => {
                self.demo.done(&["start", "cold-15"]).await?;
                self.carries_on(&["skin", "red"]).await
            }
            Adds(routine, from, minutes, note) => {
                let words = ["log", "add", routine, "--at", from, "--minutes", minutes, "--note", note];
                self.demo.done(&words).await.map(|_said| ())
            }
            Worse => self.demo.done(&["plan", "worse"]).await.map(|_said| ()),
            Notes(note) => {
                let fields = [("day", day.as_str()), ("note", note)];
                http.post_form("/do/diary/note", &fields).await?.with_status(303).map(|_answer| ())
            }
            Week(stopped, activity) => {
                let fields =
                    [("day", day.as_str()), ("stopped", stopped), ("activity", activity), ("went", "With breaks")];
                http.post_form("/do/diary/week", &fields).await?.with_status(303).map(|_answer| ())
            }
        }
    }

    /// Goes through a session to its end: what lies on the body takes its time, and comes off a little after the bell.
    async fn carries_on(&self, skin: &[&str]) -> Outcome<()> {
        // What is said at the first check; later ones are fine.
        let mut skin = skin;
        for _ in 0..STEPS {
            let view = self.demo.look().await?;
            let text = |path: &str| view.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
            let asked = text("/pending/0/question");
            match (text("/thermal/phase").as_str(), text("/activity/phase").as_str()) {
                _ if asked.starts_with("skin") => {
                    self.demo.done(skin).await?;
                    skin = &["skin", "fine"];
                }
                ("ready", _) => {
                    self.demo.pass(75).await?;
                    self.demo.done(&["on"]).await?;
                }
                ("take_off", _) => {
                    self.demo.pass(12).await?;
                    self.demo.done(&["off"]).await?;
                }
                ("resting", _) => return self.demo.done(&["stop"]).await.map(|_said| ()),
                ("" | "ended", "" | "ended") => return Ok(()),
                _ => {
                    self.demo.clock_next().await?;
                }
            }
        }
        Err(Trouble::new(format!("a session does not end: {}", self.demo.look().await?)))
    }

    /// Says how it felt, where it is asked.
    async fn answers(&mut self) -> Outcome<()> {
        let view = self.look().await?;
        let Some(session) = view.pointer("/felt/session").and_then(Value::as_u64) else { return Ok(()) };
        let session = session.to_string();
        let fields = [("session", session.as_str()), ("felt", FELT[self.asked % FELT.len()]), ("next", "/")];
        self.demo.http().post_form("/do/diary/felt", &fields).await?.with_status(303)?;
        self.asked += 1;
        Ok(())
    }

    /// Writes a page, and the style and scripts that it names, with addresses that need no server.
    async fn keep(&self, folder: &Path, name: &str, address: &str) -> Outcome<()> {
        let http = self.demo.http();
        let page = http.fetch(address).await?.with_status(200).trying(address)?.body;
        for part in page.split("\"/static/").skip(1) {
            let Some((file, _)) = part.split_once('"') else { continue };
            let path = folder.join("static").join(file);
            if !path.exists() {
                fs::write(&path, http.fetch(&format!("/static/{file}")).await?.with_status(200)?.body).trying(file)?;
            }
        }
        let page = page.replace("\"/static/", "\"static/");
        fs::write(folder.join(format!("{name}.html")), page).trying(name)
    }
}

fn time(value: Option<&Value>) -> Outcome<DateTime<Utc>> {
    let text = value.and_then(Value::as_str).trying("a time")?;
    DateTime::parse_from_rfc3339(text).ok().trying(text).map(|at| at.to_utc())
}
