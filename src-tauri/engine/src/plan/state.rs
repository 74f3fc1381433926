//! Owns what is kept of the plan: which was chosen, how far it is, what was answered; and puts the question of the day.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::person::Person;
use crate::person::log::Entry;
use crate::plan::catalogue::plan;
use crate::plan::frame::Frame;
use crate::plan::given::{Answered, Carried, Given, Hint, Session};
use crate::plan::hold::Held;
use crate::plan::permit::Rules;
use crate::plan::today::{Paused, PlanView, Real};
use crate::plan::zone::{Fixed, Zone};
use crate::plan::{AGREED, Item, Plan};
use crate::routine::catalogue::Catalogue;
use crate::rules::RuleId;
use crate::slots::Slots;
use crate::time::Moment;
use crate::words::{Outcome, Slot, Token};

/// What lasts less was begun, not done, s: a pack that was put on by mistake, a walk that ended at the door.
const BEGUN_ONLY: u32 = 120;

/// All that the plan looks at beside itself.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) at: Moment<'a>,
    pub(crate) person: &'a Person,
    pub(crate) slots: &'a Slots,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) zone: &'a dyn Zone,
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub(crate) struct Planned {
    pub(crate) chosen: Option<Chosen>,
    /// The plan the person made.
    pub(crate) own: Option<Plan>,
    pub(crate) paused: Option<Paused>,
    pub(crate) today: Option<Today>,
    pub(crate) answers: Vec<Answered>,
    /// The reminder that stands before the person.
    pub(crate) told: Option<Token>,
    /// The last quiet hint that was due.
    pub(crate) hinted: Option<Hint>,
}

/// The plan that is followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chosen {
    /// As it was when it was chosen.
    pub(crate) plan: Plan,
    /// Its first day.
    pub(crate) since: NaiveDate,
    pub(crate) turns: Option<u8>,
    /// What asks first is agreed up to and with this day.
    pub(crate) agreed_until: NaiveDate,
    /// Days of one step back: from, and the first that is as usual again.
    pub(crate) worse: Vec<(NaiveDate, NaiveDate)>,
    /// The person said that it still fits.
    pub(crate) reviewed: NaiveDate,
}

/// The day as far as it is not computed anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Today {
    pub(crate) date: NaiveDate,
    /// Which part of it: plan, zone or bed hours may change in its middle.
    pub(crate) part: u64,
    pub(crate) carried: Option<Carried>,
    bed: Option<(u16, u16)>,
    /// The offset at this moment tells another zone from a change of season.
    seen: DateTime<Utc>,
    offset: i32,
    pub(crate) zone_changed: bool,
}

/// What a day of the chosen plan is made of.
struct Sheet<'a> {
    step: usize,
    items: Vec<(usize, &'a Item)>,
    /// The day of the step, and how many it has.
    day: (u16, u16),
}

impl Chosen {
    /// Which day of the plan a date is, from 0. A day that went a step back is not counted.
    pub(crate) fn day_number(&self, date: NaiveDate) -> u16 {
        let days = |from: NaiveDate, until: NaiveDate| (until - from).num_days().max(0);
        let lost: i64 = self.worse.iter().map(|(from, until)| days(*from, (*until).min(date))).sum();
        u16::try_from(days(self.since, date) - lost).unwrap_or(0)
    }

    pub(crate) fn is_worse(&self, date: NaiveDate) -> bool {
        self.worse.iter().any(|(from, until)| *from <= date && date < *until)
    }

    /// "Today is worse" has a step to go back to, or a plan of its own.
    fn has_branch(&self, date: NaiveDate) -> bool {
        let step = self.plan.step_on(self.day_number(date));
        step.is_some_and(|(step, _)| step > 0 || self.plan.flare.is_some())
    }

    /// The items of a date; `None` = the plan is over.
    fn sheet(&self, date: NaiveDate) -> Option<Sheet<'_>> {
        let number = self.day_number(date);
        let (step, day) = self.plan.step_on(number)?;
        let flare = self.plan.flare.as_deref().and_then(plan).and_then(|plan| plan.steps.first());
        let (step, own, day) = match (self.is_worse(date), step.checked_sub(1)) {
            (false, _) => (step, self.plan.steps.get(step)?, day),
            (true, Some(before)) => (before, self.plan.steps.get(before)?, 0),
            (true, None) => (step, flare.or(self.plan.steps.get(step))?, 0),
        };
        let items = own.items.iter().enumerate().filter(|(_, item)| item.is_for(date, number)).collect();
        Some(Sheet { step, items, day: (day, own.days) })
    }
}

impl Planned {
    /// What is agreed on a date, so that a planned start asks nothing more.
    pub(crate) fn agreed(&self) -> &'static [RuleId] {
        let date = self.today.as_ref().map(|today| today.date);
        let holds = self.chosen.as_ref().zip(date).is_some_and(|(chosen, date)| date <= chosen.agreed_until);
        if holds { &AGREED } else { &[] }
    }

    /// Takes note of the day: a new one begins, or zone or bed hours changed in its middle.
    pub(crate) fn advance(&mut self, around: Around<'_>) {
        if self.chosen.is_none() && self.today.is_none() {
            return;
        }
        let now = around.at.now().wall;
        let bed = around.person.bed.map(|bed| (bed.from, bed.until));
        if let Some(today) = &self.today {
            let moved = around.zone.offset(today.seen) != today.offset;
            if moved || today.bed != bed {
                let (zone, bed) = (Fixed(today.offset), today.bed);
                self.turn_over(&zone, bed, false, around);
            }
            if let Some(today) = self.today.as_mut().filter(|_| moved) {
                today.zone_changed = true;
            }
        }
        let by_clock = Frame::of(around.zone, bed, now).date;
        // A flight to the west does not bring the morning back, nor does the date line bring back the day.
        let kept = self.today.as_ref().map(|today| today.date).filter(|date| by_clock.succ_opt() == Some(*date));
        let date = kept.unwrap_or(by_clock);
        let offset = around.zone.offset(now);
        match &mut self.today {
            Some(today) if today.date == date => (today.bed, today.seen, today.offset) = (bed, now, offset),
            Some(_) | None => {
                let (part, carried, zone_changed) = (0, None, false);
                self.today = Some(Today { date, part, carried, bed, seen: now, offset, zone_changed });
                if self.chosen.is_none() {
                    self.today = None;
                }
            }
        }
        let day = u64::try_from(date.num_days_from_ce()).unwrap_or(0);
        self.answers.retain(|answered| answered.item.session == day);
        self.paused = self.paused.filter(|paused| paused.until.is_none_or(|until| until > now));
    }

    /// Ends a part of the day: what is over stays as it is, what is to come is planned anew.
    pub(crate) fn turn_over(&mut self, zone: &dyn Zone, bed: Option<(u16, u16)>, other: bool, around: Around<'_>) {
        let Some(today) = &self.today else { return };
        let frame = Frame::of(zone, bed, around.at.now().wall).on(today.date);
        let carried = self.ask(frame, around, |given| given.hold().carry(given, other));
        if let Some(today) = &mut self.today {
            today.part += 1;
            today.carried = carried.or(today.carried.take());
        }
    }

    /// The same, where the person changes what the day is made of.
    pub(crate) fn other_items(&mut self, around: Around<'_>) {
        let bed = around.person.bed.map(|bed| (bed.from, bed.until));
        self.turn_over(around.zone, bed, true, around);
    }

    /// What today holds; `None` = no plan is followed.
    pub(crate) fn hold(&self, around: Around<'_>) -> Option<Held> {
        let bed = around.person.bed.map(|bed| (bed.from, bed.until));
        let frame = Frame::of(around.zone, bed, around.at.now().wall).on(self.today.as_ref()?.date);
        self.ask(frame, around, |given| given.hold())
    }

    fn ask<T>(&self, frame: Frame<'_>, around: Around<'_>, ask: impl FnOnce(&Given<'_>) -> T) -> Option<T> {
        let (chosen, today) = (self.chosen.as_ref()?, self.today.as_ref()?);
        let sheet = chosen.sheet(today.date);
        let (items, day) = sheet.map_or_else(|| (Vec::new(), (0, 0)), |sheet| (sheet.items, sheet.day));
        let Around { at, person, slots, catalogue, .. } = around;
        let sessions: Vec<Session> = person.log.iter().filter_map(|entry| really(entry, around)).collect();
        let permit = Rules { person, catalogue, at, agreed: self.agreed() };
        let given = Given {
            frame,
            now: at.now().wall,
            items,
            turns: chosen.turns,
            day,
            part: today.part,
            carried: today.carried.as_ref(),
            sessions: &sessions,
            answers: &self.answers,
            busy: Slot::ALL.iter().any(|slot| slots.is_busy(*slot)) || slots.unsure().is_some(),
            permit: &permit,
        };
        Some(ask(&given))
    }

    /// What faces see.
    pub(crate) fn view(&self, around: Around<'_>) -> Option<PlanView> {
        let (chosen, today) = (self.chosen.as_ref()?, self.today.as_ref()?);
        let day = self.hold(around)?.day;
        let date = today.date;
        let sheet = chosen.sheet(date);
        let review = chosen.plan.review_days;
        let fits_for = (date - chosen.reviewed).num_days();
        Some(PlanView {
            plan: chosen.plan.id.clone(),
            title: chosen.plan.title.clone(),
            day_number: chosen.day_number(date).saturating_add(1),
            days: chosen.plan.days(),
            step: sheet.as_ref().map_or(0, |sheet| sheet.step),
            steps: chosen.plan.steps.len(),
            worse: chosen.is_worse(date),
            has_branch: chosen.has_branch(date),
            ended: sheet.is_none(),
            then: chosen.plan.then.clone(),
            review: review > 0 && fits_for >= i64::from(review),
            turns: chosen.turns,
            agreed_until: (date <= chosen.agreed_until).then_some(chosen.agreed_until),
            paused: self.paused,
            zone_changed: today.zone_changed,
            reminder: self.told,
            day,
        })
    }

    /// When the plan has something to do again, by the calendar.
    pub(crate) fn wake(&self, around: Around<'_>) -> Option<DateTime<Utc>> {
        let now = around.at.now().wall;
        let pause = self.paused.and_then(|paused| paused.until);
        let held = self.hold(around)?;
        held.changes.into_iter().chain(pause).filter(|at| *at > now).min()
    }
}

/// A session as the plan sees it; `None` = nothing was really done.
fn really(entry: &Entry, around: Around<'_>) -> Option<Session> {
    let Around { person, slots, .. } = around;
    let exposures = || person.ledger.entries().iter().filter(|e| e.session == entry.session);
    let counted = exposures().filter(|e| e.off.is_none() || e.ran >= BEGUN_ONLY).count();
    // One that was given up for lost goes on when it is said to be on after all.
    let goes_on = Slot::ALL.iter().any(|slot| slots.goes_on(*slot, entry.session));
    let turns = u8::try_from(counted).unwrap_or(u8::MAX);
    let from = exposures().next().map_or(entry.began, |e| e.on).wall();
    let off = exposures().filter_map(|e| e.off).next_back();
    // What lies still ends when it comes off, also where a rest follows.
    let ended = entry.ended.map(|(_, at)| at).filter(|_| entry.moves).or(off).or(entry.ended.map(|(_, at)| at));
    let ended = ended.unwrap_or(entry.began).wall();
    let long = ended - from >= TimeDelta::seconds(BEGUN_ONLY.into());
    let counts = goes_on
        || match entry.ended.map(|(outcome, _)| outcome) {
            Some(Outcome::Done) => counted > 0 || exposures().next().is_none(),
            Some(Outcome::Lapsed | Outcome::NotNow) => counted > 0,
            Some(Outcome::Stopped | Outcome::Hurt | Outcome::Skin | Outcome::Overran) | None => counted > 0 || long,
        };
    let real = Real { session: entry.session, from, until: (!goes_on).then_some(ended.max(from)), turns };
    let ends = from + TimeDelta::seconds(i64::try_from(entry.seconds).unwrap_or(0));
    counts.then(|| Session { routine: entry.routine.clone(), real, moves: entry.moves, ends })
}
