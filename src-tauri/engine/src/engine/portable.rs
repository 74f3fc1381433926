//! Decides what of the saved state goes along in an export, how an import takes it in, and what deleting everything leaves.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Engine, Saved, State};
use crate::alert::Tag;
use crate::diary::SessionRecord;
use crate::person::portable::{NotPortable, PortablePerson, Wrong, not_portable};
use crate::plan::chosen::Chosen;
use crate::plan::state::Planned;
use crate::plan::{AGREED_DAYS, DAY, Plan, can_be_quiet};
use crate::refusal::Refused;
use crate::routine::catalogue::Catalogue;
use crate::time::Now;
use crate::words::Slot;

/// More "today is worse" than this nobody says in one plan.
const WORSE_MOST: usize = 1000;

/// All that an export takes of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Portable {
    /// What is known of the person.
    pub person: PortablePerson,
    /// The plan that is followed.
    pub plan: Option<PastPlan>,
    /// The plan the person made.
    pub own_plan: Option<Plan>,
    /// Quiet hours, minutes after midnight, local.
    pub quiet_hours: Option<(u16, u16)>,
}

/// The plan that is followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastPlan {
    /// As it was when it was chosen.
    pub plan: Plan,
    /// Its first day.
    pub since: NaiveDate,
    /// How many turns a day were chosen.
    pub turns: Option<u8>,
    /// What asks first is agreed up to and with this day.
    pub agreed_until: NaiveDate,
    /// Days of one step back: from, and the first that is as usual again.
    pub worse: Vec<(NaiveDate, NaiveDate)>,
    /// The day on which the person said that it still fits.
    pub reviewed: NaiveDate,
}

/// The highest numbers in a diary that is taken in: those of what comes after it are higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LastNumbers {
    /// Of a session.
    pub session: u64,
    /// Of something on the body.
    pub exposure: u64,
}

impl Portable {
    /// Looks at it without taking it in.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self, catalogue: &Catalogue, now: DateTime<Utc>) -> Result<(), NotPortable> {
        self.person.check(now)?;
        // As they are kept: midnight is the beginning of a day.
        if self.quiet_hours.is_some_and(|hours| !can_be_quiet(hours) || hours.1 == DAY) {
            return Err(not_portable("quiet_hours", 0, Wrong::Hours));
        }
        if self.own_plan.as_ref().is_some_and(|own| own.check(catalogue).is_err()) {
            return Err(not_portable("own_plan", 0, Wrong::Plan));
        }
        self.plan.as_ref().map_or(Ok(()), |plan| plan.check(catalogue, now))
    }
}

impl PastPlan {
    fn check(&self, catalogue: &Catalogue, now: DateTime<Utc>) -> Result<(), NotPortable> {
        let wrong = |wrong| Err(not_portable("plan", 0, wrong));
        let turns = self.turns.is_none_or(|turns| self.plan.turns.contains(&turns));
        if self.plan.check(catalogue).is_err() || !turns {
            return wrong(Wrong::Plan);
        }
        // The date is local, and the person may be on the other side of the date line.
        if self.since > now.date_naive() + TimeDelta::days(2) {
            return wrong(Wrong::Ahead);
        }
        // As for a choice: not longer than the plan, nor than can be agreed to at once.
        let days = i64::from(self.plan.days().unwrap_or(AGREED_DAYS));
        if self.agreed_until - self.since >= TimeDelta::days(days.max(1)) {
            return wrong(Wrong::Agreed);
        }
        if self.worse.len() > WORSE_MOST {
            return wrong(Wrong::TooMany);
        }
        if self.worse.iter().any(|(from, until)| from >= until) {
            return wrong(Wrong::Backwards);
        }
        Ok(())
    }
}

impl Saved {
    /// What goes along of it.
    pub fn portable(&self) -> Portable {
        let State { person, planned, .. } = &self.state;
        let plan = planned.chosen.clone().map(|chosen| {
            let Chosen { plan, since, turns, agreed_until, worse, reviewed } = chosen;
            PastPlan { plan, since, turns, agreed_until, worse, reviewed }
        });
        Portable { person: PortablePerson::of(person), plan, own_plan: planned.own.clone(), quiet_hours: planned.quiet }
    }

    /// Sessions that go on: their records are not whole yet.
    pub fn running(&self) -> BTreeSet<u64> {
        let slots = &self.state.slots;
        Slot::ALL.iter().filter_map(|slot| slots.session(*slot)).map(|session| session.course.id).collect()
    }
}

impl Engine {
    /// Takes in what came along from elsewhere, in the place of what was here; `recent` are the sessions of the last days
    /// among it ([`RECENT`](crate::person::portable::RECENT)). What limits go by is added to what is here.
    ///
    /// # Errors
    /// Something is on, or asked. It must have been checked before ([`Portable::check`]).
    pub fn take_in(
        &mut self,
        portable: Portable,
        recent: &[SessionRecord],
        last: LastNumbers,
        now: Now,
    ) -> Result<(), Refused> {
        self.at_rest(now)?;
        let Portable { person, plan, own_plan, quiet_hours } = portable;
        let (slots, _, cx) = self.parts();
        slots.number_after(last.session);
        cx.person.ledger.number_after(last.exposure);
        cx.person.take_in(person, recent, cx.catalogue, cx.at);
        let chosen = plan.map(|past| {
            let PastPlan { plan, since, turns, agreed_until, worse, reviewed } = past;
            Chosen { plan, since, turns, agreed_until, worse, reviewed }
        });
        self.state.planned = Planned::followed_already(chosen, own_plan, quiet_hours);
        self.advance(now);
        Ok(())
    }

    /// Forgets everything but what keeps the person safe: what was on the body, what is closed, a warning sign that stands.
    ///
    /// # Errors
    /// Something is on, or asked.
    pub fn forget_everything(&mut self, now: Now) -> Result<(), Refused> {
        self.at_rest(now)?;
        let (_, _, cx) = self.parts();
        cx.person.forget(cx.at);
        self.state.planned = Planned::default();
        self.advance(now);
        Ok(())
    }

    /// Lets time pass, and ends what belongs to the sessions so far, of which none may go on.
    fn at_rest(&mut self, now: Now) -> Result<(), Refused> {
        self.advance(now);
        if self.read_only {
            return Err(Refused::ReadOnly);
        }
        if let Some(refused) = self.state.slots.in_use() {
            return Err(refused);
        }
        // Whether the skin is fine decides about a lock.
        if self.state.person.skin_asked.is_some() {
            return Err(Refused::SkinAsked);
        }
        (self.state.undo, self.state.practice) = (None, None);
        self.hand_out_records();
        let (slots, _, mut cx) = self.parts();
        slots.forget();
        for tag in [Tag::Thermal, Tag::Activity, Tag::Plan, Tag::Hint, Tag::Practice] {
            cx.withdraw(tag);
        }
        Ok(())
    }
}
