//! Measures how late an alert is: from the deadline itself to the call of `Notify`, with nothing between that the bench started.
//!
//! A demo's fast clock is a straight line over the machine's, and lies in the profile: with it the deadline on the demo's
//! clock is a moment on the machine's. The rest is what every real alert goes through as well.

use std::{
    env, fs,
    path::Path,
    time::{Duration, Instant},
};

use lumbar_played_desktop::{Notification, Outcome, Process, Trouble};
use rustix::time::{ClockId, clock_gettime};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::{Demo, Desktop};

/// How many times as fast as the machine's clock. A skin check then comes every quarter of a second.
const SPEED: &str = "1200";
/// Alerts measured, unless `LUMBAR_BENCH_ALERTS` says otherwise.
const ALERTS: usize = 400;
/// How long an alert is waited for.
const WAIT: Duration = Duration::from_secs(5);
/// An alert as late as this is named.
const ODD: Duration = Duration::from_millis(50);
const GLANCE: Duration = Duration::from_millis(1);

/// The demo's clock as it keeps it.
#[derive(Debug, Deserialize)]
struct Line {
    from: Duration,
    at: Moment,
    rate: u32,
}

#[derive(Debug, Deserialize)]
struct Moment {
    ticks: Duration,
}

/// How late alerts were, in order.
pub(super) async fn lateness(busy: bool) -> Outcome<Vec<Duration>> {
    let wanted = env::var("LUMBAR_BENCH_ALERTS").ok().and_then(|text| text.parse().ok()).unwrap_or(ALERTS);
    let mut load = Vec::new();
    if busy {
        for _ in 0..std::thread::available_parallelism()?.get() {
            load.push(Process::spawn(std::process::Command::new("sh").args(["-c", "while :; do :; done"]))?);
        }
    }
    let mut late = Vec::new();
    while late.len() < wanted {
        let before = late.len();
        // The rules allow so much cold a day: then another person begins.
        play(&mut late, wanted).await?;
        if late.len() == before {
            return Err(Trouble::new("no alert came"));
        }
    }
    late.sort_unstable();
    Ok(late)
}

/// Goes through turns of cold until no further one may start, or enough was measured.
async fn play(late: &mut Vec<Duration>, wanted: usize) -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--no-window", "--speed", SPEED]).await?;
    while late.len() < wanted && demo.run(&["start", "cold-20-20"]).await?.code == Some(0) {
        loop {
            let before = desk.notifications.arrived().len();
            let view = demo.http().json("/api/v1/view").await?;
            let question = view.pointer("/pending/0/question").and_then(Value::as_str).unwrap_or_default();
            let token = view.pointer("/pending/0/token").cloned().unwrap_or_default();
            let answer = match (view.pointer("/thermal/phase").and_then(Value::as_str), question) {
                (None, _) => break,
                (Some("ready"), _) => json!({ "fact": "on", "token": null, "since": 0 }),
                (Some("take_off"), _) => json!({ "fact": "off", "token": null, "when": "now" }),
                (_, "skin") => json!({ "wish": "skin-fine", "token": token }),
                (Some(_), _) => Value::Null,
            };
            if !answer.is_null() {
                demo.http().post_json("/api/v1/command", &answer).await?;
            }
            let Some(line) = fast_line(&demo).await else { continue };
            let deadlines = deadlines(&demo.http().json("/api/v1/view").await?);
            let Some(alert) = next(&desk, before).await else { break };
            let measured = lateness_of(&alert, &desk.notifications.arrived(), &line, &deadlines);
            if measured.is_some_and(|late| late > ODD) {
                println!("late by {} ms: “{}” {}", measured.unwrap_or_default().as_millis(), alert.summary, alert.body);
            }
            late.extend(measured);
        }
    }
    Ok(())
}

/// The line of the clock once it runs fast; nothing where the deadline was there before it could be read.
async fn fast_line(demo: &Demo) -> Option<Line> {
    let read = |path: &Path| serde_json::from_slice::<Line>(&fs::read(path).ok()?).ok();
    let began = Instant::now();
    while began.elapsed() < Duration::from_millis(100) {
        if let Some(line) = read(&demo.profile.join("clock.json")).filter(|line| line.rate > 1) {
            return Some(line);
        }
        sleep(GLANCE).await;
    }
    None
}

/// Skin checks and the end of what runs, on the demo's clock.
fn deadlines(view: &Value) -> Vec<Duration> {
    let marks = view.pointer("/thermal/marks").and_then(Value::as_array).into_iter().flatten();
    let moments = marks.filter_map(|mark| mark["at"].as_u64()).chain(view["thermal"]["ends"].as_u64());
    moments.map(Duration::from_millis).collect()
}

/// From the last deadline before the alert; nothing where it came for another reason, or where another was told before it:
/// then it is that one told again.
fn lateness_of(alert: &Notification, all: &[Notification], line: &Line, deadlines: &[Duration]) -> Option<Duration> {
    let boot = clock_gettime(ClockId::Boottime);
    let now = Duration::new(boot.tv_sec.try_into().ok()?, boot.tv_nsec.try_into().ok()?);
    let arrived = now.checked_sub(alert.arrived.elapsed())?;
    let due = |deadline: &Duration| Some(line.from + deadline.checked_sub(line.at.ticks)? / line.rate);
    let late = deadlines.iter().filter_map(due).filter_map(|due| arrived.checked_sub(due)).min()?;
    let since = alert.arrived.checked_sub(late)?;
    let told_before = all.iter().any(|other| other.arrived >= since && other.arrived < alert.arrived);
    (!told_before).then_some(late)
}

async fn next(desk: &Desktop, before: usize) -> Option<Notification> {
    let wait = async {
        loop {
            if let Some(new) = desk.notifications.arrived().get(before) {
                return new.clone();
            }
            sleep(GLANCE).await;
        }
    };
    timeout(WAIT, wait).await.ok()
}
