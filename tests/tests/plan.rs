//! Lives days with a plan on the real programs, and holds the notifications to it as a person receives them: through a night
//! with the computer asleep, on a day off, over a flight to New York, over the weekend on which clocks change.
#![cfg(target_os = "linux")]
#![allow(clippy::panic, reason = "a test may fail by panicking")]

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use lumbar_tests::{Context, Demo, Desktop, Notification, Outcome};
use serde_json::Value;

/// A person's own plan: a time of day, something that comes again, and something in the evening.
const OWN: &str = r#"
id = "own"
title = "Desk days"
endless = true
[[step]]
days = 1
item = [
    { do = ["stretch-start"], at = "08:00" },
    { do = ["walk"], every = 180, from = "09:00", until = "18:00", most = 3 },
    { do = ["breathe"], at = "20:00" },
]
"#;
/// The days before the evening: Monday to Friday only.
const WEEK: &str = r#"
id = "own"
endless = true
[[step]]
days = 1
item = [{ do = ["stretch-start"], at = "08:00", weekdays = ["mon", "tue", "wed", "thu", "fri"] }]
"#;

const HOUR: i64 = 3600;
/// The longest that the clock is moved at once, s.
const MONTH: i64 = 30 * 86_400;
/// A person looks this often, s.
const LOOK: i64 = 900;

/// One reminder: its local day and time, and what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Called {
    at: String,
    title: String,
}

struct Life {
    desk: Desktop,
    demo: Demo,
    /// East of UTC, s.
    offset: i64,
    told: usize,
}

impl Life {
    /// A demo in a zone, on this day at this hour, UTC, with this plan followed.
    async fn begin(
        zone: &str,
        offset: i64,
        date: impl Fn(i32) -> Outcome<NaiveDate>,
        hour: u32,
        plan: &str,
    ) -> Outcome<Self> {
        let mut desk = Desktop::start().await?;
        desk.set_variable("TZ", zone);
        let kept = desk.folders.path("kept").display().to_string();
        let demo = desk.demo(&["--manual-clock", "--no-window", "--profile", &kept]).await?;
        let mut life = Self { desk, demo, offset, told: 0 };
        let now = life.now().await?;
        let start = date(now.year() + 1)?.and_hms_opt(hour, 0, 0).trying("an hour")?.and_utc();
        // A minute past the hour: clocks are no more exact than a second.
        let mut wait = (start - now).num_seconds() + 60;
        while wait > 0 {
            life.demo.clock_sleep(&format!("{}s", wait.min(MONTH))).await?;
            wait -= MONTH;
        }
        let file = life.desk.folders.path("own.toml");
        std::fs::write(&file, plan).trying("the plan")?;
        life.demo.done(&["plan", "own", &file.display().to_string()]).await?;
        life.demo.done(&["plan", "choose", "own"]).await?;
        life.told = life.desk.notifications.arrived().len();
        Ok(life)
    }

    async fn look(&self) -> Outcome<Value> {
        self.demo.http().json("/api/v1/view").await
    }

    async fn now(&self) -> Outcome<DateTime<Utc>> {
        time(self.look().await?.pointer("/now/wall"))
    }

    /// The item whose reminder stands: when it is due, local.
    async fn standing(&self) -> Outcome<Option<String>> {
        let view = self.look().await?;
        let plan = view.pointer("/plan").trying("a plan is followed")?;
        let Some(token) = plan.get("reminder").filter(|token| !token.is_null()) else { return Ok(None) };
        let items = plan.pointer("/day/items").and_then(Value::as_array).trying("items")?;
        let item = items.iter().find(|item| item.get("token") == Some(token)).trying("it is in the day")?;
        let due = time(item.get("due"))? + TimeDelta::seconds(self.offset);
        Ok(Some(due.format("%a %H:%M").to_string()))
    }

    /// What has called since the last look.
    async fn called(&mut self, stood: &mut Option<String>) -> Outcome<Option<Called>> {
        let standing = self.standing().await?;
        let new = standing.clone().filter(|_| standing != *stood);
        *stood = standing;
        let Some(at) = new else { return Ok(None) };
        self.desk.notifications.expect(|one| one.says("Now in your plan")).await?;
        let arrived = self.desk.notifications.arrived();
        let title = arrived.last().map(|one| one.summary.clone()).trying("it came")?;
        Ok(Some(Called { at, title }))
    }

    /// Lives on while the computer is awake; gives what called.
    async fn awake(&mut self, hours: i64) -> Outcome<Vec<Called>> {
        let mut stood = self.standing().await?;
        let mut all = Vec::new();
        for _ in 0..hours * HOUR / LOOK {
            self.demo.pass(LOOK.unsigned_abs()).await?;
            all.extend(self.called(&mut stood).await?);
        }
        Ok(all)
    }

    /// The computer sleeps; gives what called on waking.
    async fn asleep(&mut self, hours: i64) -> Outcome<Vec<Called>> {
        let mut stood = self.standing().await?;
        self.desk.logind.go_to_sleep().await?;
        self.demo.clock_sleep(&format!("{hours}h")).await?;
        self.desk.logind.wake_up().await?;
        Ok(self.called(&mut stood).await?.into_iter().collect())
    }

    /// The program starts again in another zone.
    async fn fly(&mut self, zone: &str, offset: i64, hours: i64) -> Outcome<()> {
        self.demo.done(&["quit"]).await?;
        self.demo.wait().await?;
        self.desk.set_variable("TZ", zone);
        let kept = self.desk.folders.path("kept").display().to_string();
        self.demo = self.desk.demo(&["--manual-clock", "--no-window", "--profile", &kept]).await?;
        self.demo.clock_sleep(&format!("{hours}h")).await?;
        self.offset = offset;
        Ok(())
    }

    /// All notifications about the plan so far.
    fn all(&self) -> Vec<Notification> {
        let mut all = self.desk.notifications.arrived().split_off(self.told);
        all.retain(|one| one.says("Now in your plan"));
        all
    }

    /// Each that came has buttons, and none came but those that were seen.
    fn nothing_else(&self, seen: &[Called]) {
        let all = self.all();
        assert_eq!(all.len(), seen.len(), "{seen:?} {:?}", all.iter().map(|one| &one.summary).collect::<Vec<_>>());
        for one in all {
            assert!(one.has_action("default") || !one.actions.is_empty(), "{}", one.summary);
        }
    }
}

fn time(value: Option<&Value>) -> Outcome<DateTime<Utc>> {
    let text = value.and_then(Value::as_str).trying("a time")?;
    DateTime::parse_from_rfc3339(text).ok().trying(text).map(|at| at.to_utc())
}

/// A weekday in the middle of January, when no clock changes anywhere.
fn january(year: i32, weekday: Weekday) -> Outcome<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 1, 11).trying("a date")?;
    first.iter_days().take(7).find(|date| date.weekday() == weekday).trying("a weekday")
}

/// The last Sunday of a month of 31 days.
fn last_sunday(year: i32, month: u32) -> Outcome<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31).trying("a date")?;
    let mut days = (0..7).filter_map(|days| last.checked_sub_days(Days::new(days)));
    days.find(|date| date.weekday() == Weekday::Sun).trying("a Sunday")
}

fn times(called: &[Called]) -> Vec<&str> {
    called.iter().map(|one| one.at.as_str()).collect()
}

fn tell(what: &str, called: &[Called]) {
    println!("\n{what}");
    called.iter().for_each(|one| println!("  {}  {}", one.at, one.title));
}

#[tokio::test]
async fn a_night_with_the_computer_asleep_piles_up_nothing() -> Outcome<()> {
    let mut life = Life::begin("Europe/Berlin", HOUR, |year| january(year, Weekday::Tue), 5, OWN).await?;
    let mut called = life.awake(16).await?;
    assert_eq!(times(&called), ["Tue 08:00", "Tue 09:00", "Tue 12:00", "Tue 15:00", "Tue 20:00"]);
    // From ten in the evening until nine.
    called.extend(life.asleep(11).await?);
    assert_eq!(times(&called[5..]), ["Wed 09:00"], "the stretch at eight gave way to the walk");
    called.extend(life.awake(1).await?);
    tell("A night asleep", &called);
    life.nothing_else(&called);
    life.demo.expect_no_panic()
}

#[tokio::test]
async fn a_day_off_with_the_computer_asleep_is_not_told_late() -> Outcome<()> {
    let mut life = Life::begin("Europe/Berlin", HOUR, |year| january(year, Weekday::Thu), 5, OWN).await?;
    let mut called = life.awake(4).await?;
    assert_eq!(times(&called), ["Thu 08:00", "Thu 09:00"]);
    // From ten on Thursday until noon on Saturday.
    called.extend(life.asleep(50).await?);
    assert_eq!(times(&called[2..]), ["Sat 12:00"], "one, and of today");
    tell("A day off", &called);
    life.nothing_else(&called);
    // On a day that the plan leaves out nothing calls at all.
    let mut life = Life::begin("Europe/Berlin", HOUR, |year| january(year, Weekday::Fri), 5, WEEK).await?;
    let week = life.awake(52).await?;
    assert_eq!(times(&week), ["Fri 08:00"]);
    life.nothing_else(&week);
    life.demo.expect_no_panic()
}

#[tokio::test]
async fn a_flight_from_berlin_to_new_york_keeps_local_times_and_tells_nothing_twice() -> Outcome<()> {
    let mut life = Life::begin("Europe/Berlin", HOUR, |year| january(year, Weekday::Wed), 5, OWN).await?;
    let mut called = life.awake(5).await?;
    assert_eq!(times(&called), ["Wed 08:00", "Wed 09:00"]);
    // Off at eleven, nine hours in the air, there at two in the afternoon.
    life.fly("America/New_York", -5 * HOUR, 9).await?;
    let view = life.look().await?;
    assert_eq!(view.pointer("/plan/zone_changed"), Some(&Value::Bool(true)), "said once, on Today");
    let arrived: Vec<Called> = life.called(&mut None).await?.into_iter().collect();
    called.extend(arrived);
    called.extend(life.awake(22).await?);
    tell("Berlin to New York", &called);
    let mut seen = times(&called);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), called.len(), "nothing twice: {called:?}");
    assert!(seen.contains(&"Wed 20:00"), "eight in the evening, there: {called:?}");
    assert!(seen.contains(&"Thu 08:00") && seen.contains(&"Thu 09:00"), "the next morning, there: {called:?}");
    let wednesday = seen.iter().filter(|at| at.starts_with("Wed")).count();
    assert!(wednesday <= 8, "{called:?}");
    life.nothing_else(&called);
    life.demo.expect_no_panic()
}

#[tokio::test]
async fn the_weekend_on_which_clocks_change_has_the_same_items_at_the_same_times() -> Outcome<()> {
    for (month, before, after) in [(3, HOUR, 2 * HOUR), (10, 2 * HOUR, HOUR)] {
        let saturday = |year| last_sunday(year, month)?.pred_opt().trying("a date");
        let mut life = Life::begin("Europe/Berlin", before, saturday, 5, OWN).await?;
        let mut called = life.awake(17).await?;
        life.offset = after;
        called.extend(life.asleep(8).await?);
        called.extend(life.awake(40).await?);
        tell(if month == 3 { "Clocks go forward" } else { "Clocks go back" }, &called);
        let day = |day: &str| {
            let of = called.iter().filter(|one| one.at.starts_with(day));
            of.map(|one| one.at[4..].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(day("Sat"), ["08:00", "09:00", "12:00", "15:00", "20:00"], "{month}");
        assert_eq!(day("Sun"), day("Sat"), "{month}");
        life.nothing_else(&called);
        life.demo.expect_no_panic()?;
    }
    Ok(())
}

#[tokio::test]
async fn a_pause_from_tray_page_and_command_line_and_quiet_hours_each_hold_a_reminder_back() -> Outcome<()> {
    // Each at half past eight local: the walk at nine does not call for as long as it lasts.
    for way in ["tray", "page", "command line", "quiet hours"] {
        let mut life = Life::begin("Europe/Berlin", HOUR, |year| january(year, Weekday::Mon), 5, OWN).await?;
        assert_eq!(times(&life.awake(2).await?), ["Mon 08:00"], "{way}");
        life.demo.pass(1800).await?;
        match way {
            "tray" => life.desk.tray.item().await?.press("For 1 hour").await?,
            "page" => {
                life.demo.http().post_form("/do/plan-pause", &[("length", "hour")]).await?;
            }
            "command line" => {
                life.demo.done(&["plan", "pause", "hour"]).await?;
            }
            _ => {
                let said = life.demo.done(&["plan", "quiet", "08:15", "09:30"]).await?;
                assert!(said.contains("08:15"), "{said}");
            }
        }
        let quiet = async |life: &Life| -> Outcome<bool> {
            let view = life.look().await?;
            let paused = view.pointer("/plan/paused").is_some_and(|paused| !paused.is_null());
            Ok(paused || view.pointer("/quiet").is_some_and(|quiet| !quiet.is_null()))
        };
        let deadline = tokio::time::Instant::now() + lumbar_tests::patience();
        while !quiet(&life).await? {
            assert!(tokio::time::Instant::now() < deadline, "{way}: nothing came of the press");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        life.demo.pass(3000).await?;
        assert_eq!(life.standing().await?, None, "{way}: twenty past nine");
        assert_eq!(life.all().len(), 1, "{way}: only the stretch has called");
        let mut stood = None;
        life.demo.pass(900).await?;
        let called: Vec<Called> = life.called(&mut stood).await?.into_iter().collect();
        assert_eq!(times(&called), ["Mon 09:00"], "{way}: still open, it calls when the pause is over");
    }
    Ok(())
}

#[tokio::test]
async fn a_plan_of_ones_own_is_made_on_its_page_checked_and_kept() -> Outcome<()> {
    let mut life = Life::begin("Europe/Berlin", HOUR, |year| january(year, Weekday::Mon), 5, WEEK).await?;
    let http = life.demo.http();
    let row = |at: &'static str| {
        [
            ("title", "Mine"),
            ("s0-days", "7"),
            ("s0i0-do", "walk"),
            ("s0i0-when", "at"),
            ("s0i0-at", at),
            ("s0i0-calls", "remind"),
        ]
    };
    let wrong = http.post_form("/do/plan-own", &row("25:00")).await?.with_status(422)?;
    assert!(wrong.body.contains("25:00") && wrong.body.contains("Mine"), "nothing typed is lost");
    let checked = http.post_form("/do/plan-own-check", &row("10:30")).await?.with_status(200)?;
    assert!(checked.body.contains("10:30"));
    let kept = http.post_form("/do/plan-own", &row("10:30")).await?;
    assert_eq!(kept.header("location"), Some("/plan"), "it was followed, so it is at once");
    let text = life.demo.done(&["plan", "own"]).await?;
    assert!(text.contains("at = \"10:30\"") && text.contains("title = \"Mine\""), "{text}");
    // What was printed is a file that is taken.
    let file = life.desk.folders.path("again.toml");
    std::fs::write(&file, &text).trying("the file")?;
    life.demo.done(&["plan", "own", &file.display().to_string()]).await?;
    assert_eq!(life.demo.done(&["plan", "own"]).await?, text);
    // What is none is refused with its line.
    std::fs::write(&file, "id = \"own\"\nsteps = 3\n").trying("the file")?;
    let why = life.demo.refused(&["plan", "own", &file.display().to_string()]).await?;
    assert!(why.contains("line") && why.contains("again.toml"), "{why}");
    let called = life.awake(5).await?;
    assert_eq!(times(&called), ["Mon 10:30"]);
    Ok(())
}
