//! Owns the bed hours (R12): when they begin and end, and what is not done in them.

use std::time::Duration;

use chrono::{FixedOffset, Timelike};
use serde::{Deserialize, Serialize};

use crate::alert::Happened;
use crate::engine::{Engine, State};
use crate::gates::{Clinical, Gate};
use crate::request::{Obstacle, Refused};
use crate::routine::{Expose, Modality};
use crate::rules::{self, Force, Method, RuleId};
use crate::session::{Phase, Session};
use crate::time::{Anchor, Now, seconds};
use crate::view::At;
use crate::wishes::hard;

/// The person's bed hours, local.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BedHours {
    /// Minutes after midnight.
    pub(crate) from: u16,
    pub(crate) until: u16,
    /// East of UTC, s.
    pub(crate) offset: i32,
}

impl BedHours {
    /// Time until they begin next; nothing while they last, `None` where there are none.
    pub(crate) fn ahead(self, now: Now) -> Option<Duration> {
        if self.from == self.until {
            return None;
        }
        let zone = FixedOffset::east_opt(self.offset)?;
        let second = now.wall.with_timezone(&zone).num_seconds_from_midnight();
        let ahead = (u32::from(self.from) * 60 + 86_400 - second) % 86_400;
        Some(if self.left(now).is_some() { Duration::ZERO } else { Duration::from_secs(ahead.into()) })
    }

    /// Time until the night they settle is over; `None` = it is not near yet.
    fn settled_for(self, now: Now) -> Option<Duration> {
        let ahead = self.ahead(now)?;
        if ahead >= rules::BED_SETTLED.time() {
            return None;
        }
        let begins = now.after(ahead);
        self.left(begins).map(|left| ahead + left)
    }

    /// Tells whether it is bed time, and for how long yet.
    pub(crate) fn left(self, now: Now) -> Option<Duration> {
        let zone = FixedOffset::east_opt(self.offset)?;
        let local = now.wall.with_timezone(&zone);
        let second = local.num_seconds_from_midnight();
        let day = 86_400;
        let (from, until) = (u32::from(self.from) * 60, u32::from(self.until) * 60);
        if self.from == self.until {
            return None;
        }
        let since_from = (second + day - from % day) % day;
        let length = (until + day - from) % day;
        (since_from < length).then(|| Duration::from_secs(u64::from(length - since_from)))
    }
}

impl Engine {
    /// Other bed hours. While they last, and shortly before, they stay as they are, or the limit of the night could be
    /// chosen away; before the first choice nobody has said when their night is.
    pub(crate) fn choose_bed_hours(&mut self, from: u16, until: u16) -> Result<(), Refused> {
        let (from, until) = (from % 1440, until % 1440);
        let length = u32::from((until + 1440 - from) % 1440) * 60;
        if length < rules::BED_LEAST.value {
            return Err(Refused::Rule(hard(rules::BED_LEAST, RuleId::R12, rules::BED_LEAST.name)));
        }
        let bed = self.state.bed;
        if let Some(left) = bed.filter(|_| self.state.bed_chosen).and_then(|bed| bed.settled_for(self.now)) {
            let until = Some(At::ahead(self.now, left));
            return Err(Refused::Rule(Obstacle { until, ..hard(rules::BED_LEAST, RuleId::R12, "R12-bed-change") }));
        }
        let offset = bed.map_or(0, |bed| bed.offset);
        self.state.bed = Some(BedHours { from, until, offset });
        self.state.bed_chosen = true;
        self.come_off_before_bed();
        self.record(None, Happened::GateAnswered { gate: Gate::Health });
        Ok(())
    }

    /// A wrap that is on stays no longer than until the bed hours as they are now.
    fn come_off_before_bed(&mut self) {
        let Some(left) = self.state.until_bed(Method::Wrap, self.now) else { return };
        let (timeline, now) = (&self.state.timeline, self.now);
        if let Some(Session { phase: Phase::On { on }, .. }) = &mut self.state.thermal
            && on.method == Method::Wrap
        {
            on.planned = on.planned.min(seconds(timeline.least(on.since, now)).saturating_add(left));
        }
    }
}

impl State {
    /// What may be done in the bed hours about something that is on for so long, s (R12); `None` = it is fine then.
    pub(crate) fn bed_force(&self, method: Method, seconds: u32, now: Now) -> Option<Force> {
        match method.modality() {
            Modality::Cold if seconds <= rules::BED_COLD_MOST.value => Some(Force::Warning),
            Modality::Cold => Some(Force::Hard),
            _ if method.is_electric() => Some(Force::Hard),
            _ if method == Method::Wrap => {
                let allowed = self.gates.clinician_says_fine(Clinical::WrapInBed, &self.timeline, now);
                (!allowed).then_some(Force::Clinician)
            }
            Modality::Heat | Modality::Contrast | Modality::Massage | Modality::Stretch => None,
        }
    }

    /// How long something that is on may stay before the bed hours, s (R12); `None` = they do not end it.
    pub(crate) fn until_bed(&self, method: Method, now: Now) -> Option<u32> {
        // For as long as it may be on at all: what may stay on asleep has no limit here.
        self.bed_force(method, u32::MAX, now).filter(|_| method.modality() == Modality::Heat)?;
        let ahead = self.bed?.ahead(now)?;
        u32::try_from(ahead.as_secs()).ok()
    }

    /// What the bed hours say against something that is on for longer.
    pub(crate) fn bed_obstacle(&self, method: Method, now: Now) -> Obstacle {
        let number = rules::BED_COLD_MOST;
        let left = self.bed.and_then(|bed| bed.left(now));
        // They last until then, or begin then.
        let (name, until) = match left {
            Some(left) => ("R12-bed", Some(left)),
            None => ("R12-bed-soon", self.bed.and_then(|bed| bed.ahead(now))),
        };
        let force = self.bed_force(method, u32::MAX, now).unwrap_or(Force::Hard);
        let until = until.map(|until| At::ahead(now, until));
        Obstacle { until, ..Obstacle::of(number, name, force) }
    }

    /// Tells whether the bed hours stand against a further exposure that begins at `at` (R12).
    pub(crate) fn bed_forbids(&self, session: &Session, step: &Expose, at: Anchor, now: Now) -> bool {
        let then = Now { wall: at.wall(), ..now };
        let force = self.bed_force(step.method, session.planned(step), then);
        self.bed.is_some_and(|bed| bed.left(then).is_some())
            && force.is_some_and(|f| f != Force::Warning || !session.accepted.contains(&RuleId::R12))
    }
}
