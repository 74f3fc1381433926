//! Decides what a person's word about the plan changes: which is followed, how today is, what becomes of an item.

use chrono::{NaiveDate, TimeDelta};

use crate::command::Start;
use crate::event::PlanDeed;
use crate::plan::catalogue::plan;
use crate::plan::chosen::Chosen;
use crate::plan::frame::Frame;
use crate::plan::given::Answered;
use crate::plan::state::{Around, Planned};
use crate::plan::today::{DayItem, ItemState, Paused};
use crate::plan::wish::{PauseFor, PlanWish};
use crate::plan::{AGREED_DAYS, DAY, OWN, Plan, QUIET_LASTS, can_be_quiet};
use crate::refusal::Refused;
use crate::words::{RoutineId, Token};

/// "In 10 min".
const LATER: TimeDelta = TimeDelta::minutes(10);
const HOUR: TimeDelta = TimeDelta::hours(1);
/// A bad day or two.
const WORSE_DAYS: i64 = 2;

/// What comes of a word about the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Done {
    /// For the diary: what, and the routine it is about.
    Deed(PlanDeed, Option<RoutineId>),
    /// A session is to begin.
    Begin(Start),
}

impl Planned {
    /// Carries out a word about the plan.
    ///
    /// # Errors
    /// There is no such plan, or it is not sound; nothing is followed; the item is no longer open.
    pub(crate) fn wish(&mut self, wish: PlanWish, around: Around<'_>) -> Result<Done, Refused> {
        let now = around.at.now().wall;
        let deed = match wish {
            PlanWish::Choose { id, turns, agreed_until } => {
                self.choose(&id, turns, agreed_until, around)?;
                PlanDeed::Chosen
            }
            PlanWish::Own { own } => {
                self.keep_own(*own, around)?;
                PlanDeed::OwnKept
            }
            PlanWish::Leave => {
                self.followed()?;
                self.other_items(around);
                (self.chosen, self.paused) = (None, None);
                PlanDeed::Left
            }
            PlanWish::Pause { length } => {
                self.followed()?;
                let until = match length {
                    PauseFor::Hour => Some(now + HOUR),
                    PauseFor::Tomorrow => self.hold(around).map(|held| held.day.ends),
                    PauseFor::Open => None,
                };
                self.paused = Some(Paused { until });
                PlanDeed::Paused
            }
            PlanWish::Resume => {
                self.followed()?;
                self.paused = None;
                PlanDeed::Resumed
            }
            PlanWish::Worse => self.day_is(true, around)?,
            PlanWish::Usual => self.day_is(false, around)?,
            PlanWish::Keep => {
                let date = self.date(around);
                self.followed()?.reviewed = date;
                PlanDeed::Kept
            }
            PlanWish::Start { item, routine, mut accept } => {
                let item = self.item(item, around)?;
                let routine = routine.unwrap_or_else(|| item.routine.clone());
                if !item.routines.contains(&routine) {
                    return Err(Refused::UnknownRoutine { routine });
                }
                accept.extend(self.agreed());
                let turns = around.catalogue.routine(&routine).map(|known| item.turns.clamp(1, known.turns.most));
                // As long as the plan says, where the routine lets that be chosen.
                let chosen = around.catalogue.routine(&routine).is_some_and(|known| !known.lengths.is_empty());
                let length = item.seconds.filter(|_| chosen);
                return Ok(Done::Begin(Start { turns, length, accept, ..Start::plain(routine) }));
            }
            PlanWish::Later { item } => {
                let item = self.item(item, around)?;
                self.answer(&item, Some(LATER), around);
                return Ok(Done::Deed(PlanDeed::Later, Some(item.routine)));
            }
            PlanWish::LeaveOut { item } => {
                let item = self.item(item, around)?;
                self.answer(&item, None, around);
                return Ok(Done::Deed(PlanDeed::LeftOut, Some(item.routine)));
            }
        };
        Ok(Done::Deed(deed, None))
    }

    /// Quiet hours of the person's own.
    ///
    /// # Errors
    /// They are too short or too long.
    pub(crate) fn be_quiet(&mut self, hours: Option<(u16, u16)>) -> Result<(), Refused> {
        if hours.is_some_and(|hours| !can_be_quiet(hours)) {
            return Err(Refused::QuietHours { least: *QUIET_LASTS.start(), most: *QUIET_LASTS.end() });
        }
        self.quiet = hours.map(|(from, until)| (from, until % DAY));
        Ok(())
    }

    /// Keeps an answer to an item; the one before no longer counts.
    fn answer(&mut self, item: &DayItem, again: Option<TimeDelta>, around: Around<'_>) {
        let at = self.now(around);
        if let Some(today) = &mut self.today {
            today.answers.retain(|answered| answered.item != item.token);
            today.answers.push(Answered { item: item.token, at, again: again.map(|later| at + later) });
        }
    }

    fn followed(&mut self) -> Result<&mut Chosen, Refused> {
        self.chosen.as_mut().ok_or(Refused::NoPlan)
    }

    /// The day of the plan that it is now.
    fn date(&self, around: Around<'_>) -> NaiveDate {
        let by_clock = || Frame::of(around.zone, around.bed(), around.at.now().wall).date;
        self.today.as_ref().map_or_else(by_clock, |today| today.date)
    }

    /// An item that can still be answered.
    fn item(&mut self, token: Token, around: Around<'_>) -> Result<DayItem, Refused> {
        self.followed()?;
        let held = self.hold(around).ok_or(Refused::NoPlan)?;
        let item = held.day.item(token).cloned().ok_or(Refused::Outdated)?;
        match item.state {
            ItemState::Next | ItemState::Later | ItemState::HeldBack => Ok(item),
            ItemState::Done | ItemState::Now | ItemState::Missed => Err(Refused::Outdated),
        }
    }

    fn choose(
        &mut self,
        id: &str,
        turns: Option<u8>,
        agreed_until: Option<NaiveDate>,
        around: Around<'_>,
    ) -> Result<(), Refused> {
        let own = || self.own.clone().filter(|_| id == OWN);
        let found = own().or_else(|| plan(id).cloned());
        let plan = found.ok_or_else(|| Refused::UnknownPlan { plan: id.to_owned() })?;
        plan.check(around.catalogue).map_err(Refused::BadPlan)?;
        if let Some(turns) = turns.filter(|turns| !plan.turns.contains(turns)) {
            let most = plan.turns.iter().max().copied().unwrap_or(turns.min(1));
            return Err(Refused::Turns { routine: plan.id, most });
        }
        let turns = turns.or(plan.usual_turns());
        self.other_items(around);
        let since = self.date(around);
        let end = since + TimeDelta::days(i64::from(plan.days().unwrap_or(AGREED_DAYS)) - 1);
        let agreed_until = agreed_until.map_or(end, |until| until.min(end));
        self.chosen = Some(Chosen { plan, since, turns, agreed_until, worse: Vec::new(), reviewed: since });
        let begins_here = self.today.is_none();
        self.advance(around);
        if begins_here {
            self.begin_here(around);
        }
        Ok(())
    }

    fn keep_own(&mut self, own: Plan, around: Around<'_>) -> Result<(), Refused> {
        let own = Plan { id: OWN.to_owned(), ..own };
        own.check(around.catalogue).map_err(Refused::BadPlan)?;
        let follows = self.chosen.as_ref().is_some_and(|chosen| chosen.plan.id == OWN);
        if follows {
            self.other_items(around);
        }
        if let Some(chosen) = self.chosen.as_mut().filter(|_| follows) {
            chosen.plan = own.clone();
        }
        self.own = Some(own);
        Ok(())
    }

    /// "Today is worse" and "as usual".
    fn day_is(&mut self, worse: bool, around: Around<'_>) -> Result<PlanDeed, Refused> {
        let date = self.date(around);
        let deed = if worse { PlanDeed::Worse } else { PlanDeed::Usual };
        let was = self.followed()?.is_worse(date);
        if was == worse {
            return Ok(deed);
        }
        self.other_items(around);
        let chosen = self.followed()?;
        if worse {
            chosen.worse.push((date, date + TimeDelta::days(WORSE_DAYS)));
        } else {
            for period in &mut chosen.worse {
                period.1 = period.1.min(date.max(period.0));
            }
            chosen.worse.retain(|(from, until)| from < until);
        }
        Ok(deed)
    }
}
