//! Owns what is kept of the plan: which was chosen, how far it is, what was answered; and puts the question of the day.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::person::Person;
use crate::person::log::Entry;
use crate::plan::chosen::Chosen;
use crate::plan::frame::Frame;
use crate::plan::given::{Hint, Missed, Session};
use crate::plan::hold::Held;
use crate::plan::parts::{Bed, Facts, Followed, Today, waits};
use crate::plan::permit::Rules;
use crate::plan::today::{Day, Paused, PlanView, Real};
use crate::plan::zone::{Offsets, Zone};
use crate::plan::{AGREED, Plan};
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
    /// The day that a clock with a flat battery has left, until the clock is right again.
    left: Option<Today>,
    /// Quiet hours of the person's own, minutes after midnight, local.
    pub(crate) quiet: Option<(u16, u16)>,
    /// The reminder that stands before the person.
    pub(crate) told: Option<Token>,
    /// The last quiet hint that was due.
    pub(crate) hinted: Option<Hint>,
}

impl Planned {
    /// A plan that is followed already, with a day that has yet to be looked at.
    pub(crate) fn followed_already(chosen: Option<Chosen>, own: Option<Plan>, quiet: Option<(u16, u16)>) -> Self {
        Self { chosen, own, quiet, ..Self::default() }
    }

    /// What is agreed on a date, so that a planned start asks nothing more.
    pub(crate) fn agreed(&self) -> &'static [RuleId] {
        let date = self.today.as_ref().map(|today| today.date);
        let holds = self.chosen.as_ref().zip(date).is_some_and(|(chosen, date)| date <= chosen.agreed_until);
        if holds { &AGREED } else { &[] }
    }

    /// The moment the plan is at. A clock that is set back by little does not bring back what was over.
    pub(crate) fn now(&self, around: Around<'_>) -> DateTime<Utc> {
        let wall = around.at.now().wall;
        self.today.as_ref().map_or(wall, |today| today.latest.max(wall))
    }

    /// Takes note of the day: a new one begins, or zone or bed hours changed in its middle.
    pub(crate) fn advance(&mut self, around: Around<'_>) {
        if self.chosen.is_none() && self.today.is_none() {
            return;
        }
        let wall = around.at.now().wall;
        let bed = around.bed();
        self.paused = self.paused.filter(|paused| paused.until.is_none_or(|until| until > wall));
        self.follow_clock_back(Frame::of(around.zone, bed, wall).date, wall);
        let now = self.now(around);
        if let Some(today) = &mut self.today {
            today.latest = now;
        }
        let moved = self.today.as_ref().is_some_and(|today| today.zone.differ(around.zone, today.date));
        if moved || self.today.as_ref().is_some_and(|today| today.bed != bed) {
            self.end_part(Followed::TheSame, around);
        }
        if let Some(today) = &mut self.today {
            today.bed = bed;
            if moved {
                (today.zone, today.zone_changed) = (Offsets::around(around.zone, today.date), true);
            }
        }
        // A flight to the west does not bring the morning back, nor does the date line bring back the day.
        let date = Frame::of(around.zone, bed, now).date;
        if self.today.as_ref().is_none_or(|today| today.date < date) {
            let mut day = Today::new(date, bed, around.zone, now);
            day.zone_changed = moved;
            self.today = self.chosen.is_some().then_some(day);
            self.left = self.left.take().filter(|left| left.date > date);
        }
    }

    /// A clock that is set back far has another day, or the same once more. The day it left waits for it.
    fn follow_clock_back(&mut self, date: NaiveDate, wall: DateTime<Utc>) {
        if let Some(mut today) = self.today.take_if(|today| !waits(today.latest, wall)) {
            if today.date <= date {
                today.set_back(wall);
                self.today = Some(today);
            } else {
                let later = |left: &Today| left.latest > today.latest;
                self.left = self.left.take().filter(later).or(Some(today));
            }
        }
        if let Some(mut left) = self.left.take_if(|left| left.date == date) {
            if !waits(left.latest, wall) {
                left.set_back(wall);
            }
            self.today = Some(left);
        }
    }

    /// Lets what is missed by now stay so, whatever a word about the body moves; gives what was kept so far.
    pub(crate) fn keep_missed(&mut self, around: Around<'_>) -> Vec<Missed> {
        let missed = self.hold(around).map(|held| held.missed).unwrap_or_default();
        self.today.as_mut().map(|today| std::mem::replace(&mut today.missed, missed)).unwrap_or_default()
    }

    /// A word about the body is taken back, and what it kept.
    pub(crate) fn restore_missed(&mut self, missed: Vec<Missed>) {
        if let Some(today) = &mut self.today {
            today.missed = missed;
        }
    }

    /// Ends a part of the day.
    fn end_part(&mut self, followed: Followed, around: Around<'_>) {
        let (agreed, quiet) = (self.agreed(), self.quiet);
        let Self { chosen, today: Some(today), .. } = self else { return };
        around.facts(agreed, quiet, false, |facts| today.end_part(followed, chosen.as_ref(), facts));
    }

    /// The same, where the person changes what the day is made of.
    pub(crate) fn other_items(&mut self, around: Around<'_>) {
        self.left = None;
        let before = self.chosen.clone().map_or(Followed::Nothing, |chosen| Followed::Other(Box::new(chosen)));
        self.end_part(before, around);
    }

    /// Nothing was planned in this day so far.
    pub(crate) fn begin_here(&mut self, around: Around<'_>) {
        self.end_part(Followed::Nothing, around);
    }

    /// What today holds; `None` = no plan is followed.
    pub(crate) fn hold(&self, around: Around<'_>) -> Option<Held> {
        self.hold_with(false, around)
    }

    fn hold_with(&self, reasons: bool, around: Around<'_>) -> Option<Held> {
        let (chosen, today) = (self.chosen.as_ref()?, self.today.as_ref()?);
        let held = |facts: Facts<'_>| today.ask(chosen, around.is_busy(), facts, |given| given.hold());
        Some(around.facts(self.agreed(), self.quiet, reasons, held))
    }

    /// What faces see.
    pub(crate) fn view(&self, around: Around<'_>) -> Option<PlanView> {
        let (chosen, today) = (self.chosen.as_ref()?, self.today.as_ref()?);
        let day = self.hold_with(true, around)?.day;
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

    /// What today and the days after it hold, by what is known now; fewer where the plan ends before.
    pub(crate) fn days_ahead(&self, days: i64, around: Around<'_>) -> Vec<Day> {
        let (Some(chosen), Some(today)) = (&self.chosen, &self.today) else { return Vec::new() };
        let later = (1..days).map_while(|later| {
            let date = today.date.checked_add_signed(TimeDelta::days(later))?;
            chosen.preview(date, around.bed(), around.zone, around.catalogue)
        });
        self.hold(around).map(|held| held.day).into_iter().chain(later).collect()
    }

    /// When the plan has something to do again, by the calendar.
    pub(crate) fn wake(&self, around: Around<'_>) -> Option<DateTime<Utc>> {
        let wall = around.at.now().wall;
        let pause = self.paused.and_then(|paused| paused.until);
        let held = self.hold(around)?;
        held.changes.into_iter().chain(pause).filter(|at| *at > wall).min()
    }
}

impl Around<'_> {
    pub(crate) fn bed(&self) -> Bed {
        self.person.bed.map(|bed| (bed.from, bed.until))
    }

    /// A session is on, or may be, which nothing else goes beside.
    fn is_busy(&self) -> bool {
        Slot::ALL.iter().any(|slot| self.slots.is_busy(*slot)) || self.slots.unsure().is_some()
    }

    fn facts<T>(self, agreed: &[RuleId], quiet: Bed, reasons: bool, ask: impl FnOnce(Facts<'_>) -> T) -> T {
        let Self { at, person, catalogue, .. } = self;
        let mut sessions: Vec<Session> = person.log.iter().filter_map(|entry| really(entry, self)).collect();
        sessions.sort_by_key(|session| (session.real.from, session.real.session));
        let permit = Rules { person, catalogue, at, agreed };
        ask(Facts { sessions: &sessions, permit: &permit, quiet, reasons })
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
