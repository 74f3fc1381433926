//! Decides the object that `lumbar status --json` prints; bars and widgets read it (docs/status.md).

use std::time::Duration;

use chrono::{DateTime, Datelike, LocalResult, SecondsFormat, TimeZone, Utc};
use lumbar_engine::offer::Offer;
use lumbar_engine::plan::today::{DayItem, Why};
use lumbar_engine::routine::Step;
use lumbar_engine::time::{At, Now};
use lumbar_engine::view::{Asked, PhaseView, SessionView, View};
use lumbar_engine::words::Answer;
use serde::Serialize;

use crate::core::Snapshot;

/// The form of the object; a change that breaks a reader raises it.
const VERSION: u32 = 1;

/// What goes on now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Status {
    version: u32,
    thermal: Option<SessionStatus>,
    activity: Option<SessionStatus>,
    timers: Vec<TimerStatus>,
    pending: Vec<PendingStatus>,
    actions: Vec<&'static str>,
    last: Option<LastStatus>,
    /// What was said last about the body, while it can be taken back.
    undo: Option<UndoStatus>,
    /// The practice turn, where one runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    practice: Option<PracticeStatus>,
    /// The next item of a plan.
    next: Option<NextStatus>,
    /// Why the last presses are in memory only.
    unsaved: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct PracticeStatus {
    at: &'static str,
    ends_at: Option<String>,
    token: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct SessionStatus {
    session: u64,
    routine: String,
    modality: &'static str,
    phase: &'static str,
    /// From 1.
    step: usize,
    step_kind: &'static str,
    turn: u8,
    turns: u8,
    since: String,
    ends_at: Option<String>,
    remaining_seconds: Option<u64>,
    elapsed_seconds: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct TimerStatus {
    id: u64,
    timer: String,
    since: String,
    ends_at: String,
    remaining_seconds: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct PendingStatus {
    token: String,
    question: &'static str,
    answers: Vec<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct LastStatus {
    routine: String,
    outcome: &'static str,
    ended_at: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct UndoStatus {
    said: &'static str,
    until: String,
    remaining_seconds: u64,
    token: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct NextStatus {
    routine: String,
    at: String,
    /// When it was planned, and why it was moved.
    planned_at: Option<String>,
    why: Option<&'static str>,
}

impl NextStatus {
    fn of(item: &DayItem) -> Self {
        Self {
            routine: item.routine.clone(),
            at: rfc3339(item.due),
            planned_at: item.moved_from.map(rfc3339),
            why: item.why.map(Why::code),
        }
    }
}

impl Status {
    /// Takes what faces show.
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let (view, now) = (&snapshot.view, snapshot.now);
        Self {
            version: VERSION,
            thermal: view.thermal.as_ref().map(|session| SessionStatus::of(session, now)),
            activity: view.activity.as_ref().map(|session| SessionStatus::of(session, now)),
            timers: view
                .timers
                .iter()
                .map(|timer| TimerStatus {
                    id: timer.id,
                    timer: timer.timer.clone(),
                    since: moment(timer.since, now),
                    ends_at: moment(timer.ends, now),
                    remaining_seconds: whole_seconds_left(timer.ends.remaining(now)),
                })
                .collect(),
            pending: view
                .pending
                .iter()
                .map(|question| PendingStatus {
                    token: question.token.to_string(),
                    question: asked(question.question),
                    answers: question.answers.iter().map(|answer| answer.code()).collect(),
                })
                .collect(),
            actions: actions(view),
            last: view.last.as_ref().map(|last| LastStatus {
                routine: last.routine.clone(),
                outcome: last.outcome.code(),
                ended_at: rfc3339(last.ended_at),
            }),
            undo: view.undo.as_ref().map(|undo| UndoStatus {
                said: undo.said.code(),
                until: moment(undo.until, now),
                remaining_seconds: whole_seconds_left(undo.until.remaining(now)),
                token: undo.token.to_string(),
            }),
            practice: view.practice.as_ref().map(|practice| PracticeStatus {
                at: practice.at.code(),
                ends_at: practice.ends.map(|ends| moment(ends, now)),
                token: practice.token.to_string(),
            }),
            next: view.plan.as_ref().and_then(|plan| plan.day.next()).map(NextStatus::of),
            unsaved: snapshot.unsaved().map(|why| why.key().to_owned()),
        }
    }
}

impl SessionStatus {
    fn of(session: &SessionView, now: Now) -> Self {
        // In take-off the end is the bell that rang: nothing remains.
        let remaining = session.ends.map(|ends| ends.remaining(now));
        let (since, remaining, elapsed) = match paused(session) {
            // Movement that is paused stands still, as if it had begun as long ago as it ran.
            Some(done) => (At::ago(now, done), Some(session.planned.saturating_sub(done)), done),
            None => (session.since, remaining, session.since.elapsed(now)),
        };
        Self {
            session: session.id,
            routine: session.routine.id.clone(),
            modality: session.routine.kind.code(),
            phase: session.phase.code(),
            step: session.step + 1,
            step_kind: session.routine.steps.get(session.step).map_or("expose", Step::code),
            turn: session.turn,
            turns: session.turns,
            since: moment(since, now),
            ends_at: session.ends.map(|ends| moment(ends, now)),
            remaining_seconds: remaining.map(whole_seconds_left),
            elapsed_seconds: elapsed.as_secs(),
        }
    }
}

/// How much of a movement step was done before it was paused; `None` where nothing is paused.
fn paused(session: &SessionView) -> Option<Duration> {
    let beat = session.beat.as_ref()?;
    let left = beat.left?;
    let Some(Step::Move(step)) = session.routine.steps.get(session.step) else { return None };
    let place = (beat.cue.as_deref(), beat.side, beat.rep);
    let cue = step.cues().into_iter().find(|cue| (cue.cue, cue.side, cue.rep) == place)?;
    Some(Duration::from_secs(u64::from(cue.starts + cue.seconds)).saturating_sub(left))
}

/// The word for a question.
pub(crate) fn asked(question: Asked) -> &'static str {
    match question {
        Asked::TakeOff => "take-off",
        Asked::GetOut => "get-out",
        Asked::IsItOn => "is-it-on",
        Asked::SkinAfter => "skin-after",
        Asked::Skin => "skin",
        Asked::PutOn => "put-on",
    }
}

/// The commands that make sense now, by their names on the command line.
fn actions(view: &View) -> Vec<&'static str> {
    let mut all = Vec::new();
    let mut add = |yes: bool, name: &'static str| {
        if yes && !all.contains(&name) {
            all.push(name);
        }
    };
    let phases: Vec<PhaseView> =
        [&view.thermal, &view.activity].into_iter().flatten().map(|session| session.phase).collect();
    let thermal = view.thermal.as_ref().map(|session| session.phase);
    let cans: Vec<_> = [&view.thermal, &view.activity].into_iter().flatten().map(|session| session.can).collect();
    let is = |phase| thermal == Some(phase);
    let answers = |answer| view.thermal.as_ref().is_some_and(|session| session.answers.contains(&answer));
    add(answers(Answer::On), "on");
    // A routine that warms may have movement in it, with nothing on the body.
    let on_body = view.thermal.as_ref().is_some_and(|session| session.method.is_some());
    add((is(PhaseView::Running) && on_body) || is(PhaseView::TakeOff), "off");
    add((is(PhaseView::Running) && on_body) || is(PhaseView::TakeOff), "skin");
    add(answers(Answer::Snooze), "snooze");
    add(answers(Answer::NotNow), "not-now");
    add(cans.iter().any(|can| can.extend), "extend");
    add(cans.iter().any(|can| can.pause), "pause");
    add(cans.iter().any(|can| can.resume), "resume");
    add(cans.iter().any(|can| can.skip), "skip");
    add(cans.iter().any(|can| can.back), "back");
    add(!phases.is_empty(), "stop");
    add(view.undo.is_some(), "undo");
    add(view.offers.values().any(Offer::is_offered), "start");
    add(!view.read_only, "prepare");
    all
}

fn moment(at: At, now: Now) -> String {
    rfc3339(at.wall(now))
}

/// RFC 3339 knows the years 0 to 9999 only; a wall clock may be set to others.
fn rfc3339(wall: DateTime<Utc>) -> String {
    let within = match wall.year() {
        ..0 => Utc.with_ymd_and_hms(0, 1, 1, 0, 0, 0),
        0..=9999 => LocalResult::Single(wall),
        10_000.. => Utc.with_ymd_and_hms(9999, 12, 31, 23, 59, 59),
    };
    within.single().unwrap_or(wall).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Rounded up, so that a session of 20 minutes begins at 1200 and 0 means that it is over.
fn whole_seconds_left(left: Duration) -> u64 {
    left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_rfc_3339_in_every_year_a_clock_can_be_set_to() {
        for (wall, text) in [
            (DateTime::UNIX_EPOCH, "1970-01-01T00:00:00Z"),
            (DateTime::<Utc>::MAX_UTC, "9999-12-31T23:59:59Z"),
            (DateTime::<Utc>::MIN_UTC, "0000-01-01T00:00:00Z"),
            (DateTime::from_timestamp(253_402_300_799, 0).unwrap(), "9999-12-31T23:59:59Z"),
            (DateTime::from_timestamp(253_402_300_800, 0).unwrap(), "9999-12-31T23:59:59Z"),
            (DateTime::from_timestamp(-1, 0).unwrap(), "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(rfc3339(wall), text);
            assert!(DateTime::parse_from_rfc3339(&rfc3339(wall)).is_ok());
        }
    }
}
