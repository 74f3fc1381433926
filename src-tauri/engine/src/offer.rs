//! Decides what may start now: one answer for the start itself and for everything that offers one.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::command::Start;
use crate::context::Context;
use crate::event::Happened;
use crate::health::HealthKind;
use crate::person::Person;
use crate::person::permission::Permission;
use crate::refusal::{Obstacle, Refused};
use crate::routine::Routine;
use crate::rules::{Force, RuleId};
use crate::session::Session;
use crate::session::course::Course;
use crate::slots::Slots;
use crate::time::Moment;

/// Whether a routine may start now, by the number of turns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The number of turns that a start without a choice has.
    pub usual: u8,
    /// On which terms with one turn, with two …, up to the most it may have.
    pub turns: Vec<Terms>,
    /// The kinds whose questions about skin and health are due before it starts (R14).
    pub asks: Vec<HealthKind>,
}

/// Whether so many turns may start now, and what stands against them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Whether they may.
    pub may_start: MayStart,
    /// What the rules say against it, the hardest first: also while something else stands against it.
    pub obstacles: Vec<Obstacle>,
    /// What is told beside it, each a line that asks nothing.
    pub told: Vec<Obstacle>,
}

/// Whether something may start now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MayStart {
    /// It is free.
    Allowed,
    /// With these warnings accepted.
    AfterWarnings(BTreeSet<RuleId>),
    /// Not now.
    Refused(Refused),
}

impl Offer {
    /// The terms with so many turns.
    pub fn with_turns(&self, turns: u8) -> Option<&Terms> {
        self.turns.get(usize::from(turns).checked_sub(1)?)
    }

    /// What a face offers first: the usual number of turns; where that is refused and fewer or more are not, the most that
    /// are not.
    pub fn first(&self) -> Option<(u8, &Terms)> {
        let usual = self.with_turns(self.usual).map(|terms| (self.usual, terms));
        let others = (1..).zip(&self.turns).filter(|(_, terms)| terms.may_start.is_offered());
        usual.filter(|(_, terms)| terms.may_start.is_offered()).or(others.last()).or(usual)
    }

    /// Tells whether it may start with any number of turns, perhaps after warnings.
    pub fn is_offered(&self) -> bool {
        self.turns.iter().any(|terms| terms.may_start.is_offered())
    }

    /// Tells whether a face should invite to it: it may start, or only a question comes before it.
    pub fn is_open(&self) -> bool {
        let asked_first = |terms: &Terms| {
            let ruled_out = terms.obstacles.iter().any(|o| o.force != Force::Warning);
            matches!(terms.may_start, MayStart::Refused(Refused::Gate { .. })) && !ruled_out
        };
        self.is_offered() || self.turns.iter().any(asked_first)
    }
}

impl MayStart {
    /// Tells whether it may start, perhaps after warnings.
    pub fn is_offered(&self) -> bool {
        match self {
            Self::Allowed | Self::AfterWarnings(_) => true,
            Self::Refused(_) => false,
        }
    }

    fn of(blocked: Option<&Refused>, obstacles: &[Obstacle]) -> Self {
        let ruled_out = || obstacles.iter().find(|o| o.force != Force::Warning).cloned().map(Refused::Rule);
        match blocked.cloned().or_else(ruled_out) {
            Some(refused) => Self::Refused(refused),
            None if obstacles.is_empty() => Self::Allowed,
            None => Self::AfterWarnings(obstacles.iter().map(|o| o.rule).collect()),
        }
    }
}

impl Slots {
    /// Whether a routine may start now.
    pub(crate) fn offer(&self, routine: &Routine, person: &Person, read_only: bool, at: Moment<'_>) -> Offer {
        let blocked = self.blocked(routine, person, read_only, at);
        let terms = |turns| {
            let Permission { obstacles, told } = Permission::check(person, routine, turns, at);
            Terms { may_start: MayStart::of(blocked.as_ref(), &obstacles), obstacles, told }
        };
        Offer {
            usual: routine.turns.usual,
            turns: (1..=routine.turns.most).map(terms).collect(),
            asks: person.gates.kinds_due(routine, at).collect(),
        }
    }

    /// What stands against a start now whatever the rules say: newer data, a question that is due, what runs.
    pub(crate) fn blocked(
        &self,
        routine: &Routine,
        person: &Person,
        read_only: bool,
        at: Moment<'_>,
    ) -> Option<Refused> {
        let gate = || person.gates.due_for(routine, at).map(|gate| Refused::Gate { gate, routine: routine.id.clone() });
        read_only.then_some(Refused::ReadOnly).or_else(gate).or_else(|| self.conflict(routine))
    }

    /// Begins a session, if nothing stands against it.
    ///
    /// # Errors
    /// What does.
    pub(crate) fn start(&mut self, start: Start, cx: &mut Context<'_>) -> Result<(), Refused> {
        if cx.read_only {
            return Err(Refused::ReadOnly);
        }
        let (routine, pack, turns) = chosen(&start, cx)?;
        if let Some(refused) = self.blocked(&routine, cx.person, cx.read_only, cx.at) {
            return Err(refused);
        }
        let Permission { obstacles, told } = Permission::check(cx.person, &routine, turns, cx.at);
        if let Some(obstacle) = obstacles.iter().find(|o| !o.is_accepted_by(&start.accept)) {
            return Err(Refused::Rule(obstacle.clone()));
        }
        let cap = cx.person.shortened(&routine, &obstacles, cx.at);
        let accepted: BTreeSet<RuleId> = obstacles.iter().map(|o| o.rule).collect();
        let slot = Course::new(0, routine.clone()).slot();
        self.give_way(slot, cx);
        cx.person.session_granted(&routine, &told, cx.at);
        let first_time = !cx.person.done_ever.contains(&routine.id);
        let course = Course { pack, turns, cap, accepted, first_time, ..Course::new(self.next_session(), routine) };
        let session = Session::new(course, cx.at.anchor());
        cx.person.log.begin(session.course.id, &session.course.routine, turns, cx.at);
        cx.person.record_begin(&session.course, cx.at.anchor());
        session.record(Happened::Began { turns, pack: session.course.pack.clone() }, cx);
        for rule in &session.course.accepted {
            session.record(Happened::Overrode { rule: *rule }, cx);
        }
        self.put(session, cx);
        self.change(slot, cx, |session, cx| session.enter_step(cx.at.anchor(), cx));
        Ok(())
    }
}

/// The routine in its length, the pack and the turns of a start.
fn chosen(start: &Start, cx: &Context<'_>) -> Result<(Arc<Routine>, Option<String>, u8), Refused> {
    let Some(routine) = cx.catalogue.routine(&start.routine).cloned() else {
        return Err(Refused::UnknownRoutine { routine: start.routine.clone() });
    };
    if let Some(pack) = start.pack.clone().filter(|pack| !routine.packs.contains(pack)) {
        return Err(Refused::UnknownPack { routine: routine.id.clone(), pack });
    }
    let turns = start.turns.unwrap_or(routine.turns.usual);
    if turns == 0 || turns > routine.turns.most {
        return Err(Refused::Turns { routine: routine.id.clone(), most: routine.turns.most });
    }
    let routine = match start.length {
        Some(length) if length == routine.chosen_length() => routine,
        Some(length) if routine.lengths.contains(&length) => Arc::new(routine.with_length(length)),
        Some(_) => {
            return Err(Refused::Length { routine: routine.id.clone(), lengths: routine.lengths.clone() });
        }
        None => routine,
    };
    let pack = start.pack.clone().or_else(|| routine.packs.first().cloned());
    Ok((routine, pack, turns))
}
