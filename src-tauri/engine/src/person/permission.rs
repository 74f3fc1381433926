//! Decides what stands against a start: the one check, for now and for any later moment.

use std::time::Duration;

use crate::health::{Clinical, HealthKind, Says};
use crate::person::Person;
use crate::person::ledger::Exposure;
use crate::refusal::{Obstacle, Reason};
use crate::routine::{Expose, Routine, Step};
use crate::rules::{self, Force, Number, RuleId};
use crate::time::{Anchor, At, Moment};
use crate::words::{Flags, Method, Modality, Tool};

/// What stands against so many turns of a routine, the hardest first; nothing = it is free.
///
/// The due question and what runs stand apart from it: they are about the present only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Permission {
    pub(crate) obstacles: Vec<Obstacle>,
    /// What is told beside it, and stops nothing.
    pub(crate) told: Vec<Obstacle>,
}

impl Permission {
    /// Checks a start at any moment, with what is known of the person by now.
    pub(crate) fn check(person: &Person, routine: &Routine, turns: u8, at: Moment<'_>) -> Self {
        let mut check = Check { person, at, found: Vec::new() };
        check.flags();
        let mut seen: Vec<Method> = Vec::new();
        for expose in routine.exposures() {
            check.length(expose);
            check.sleepiness(expose);
            let first_of_session = seen.is_empty();
            if !seen.contains(&expose.method) {
                seen.push(expose.method);
                check.method(expose, first_of_session, routine, turns);
            }
        }
        if routine.is_activity() {
            check.movement(routine);
        }
        check.conditions(routine);
        check.own_limit(routine);
        check.found.sort_by_key(|o| o.force);
        let (told, obstacles) = check.found.into_iter().partition(|o| o.force == Force::Told);
        Self { obstacles, told }
    }
}

/// Goes through the rules and gathers what it finds.
struct Check<'a> {
    person: &'a Person,
    at: Moment<'a>,
    found: Vec<Obstacle>,
}

impl Check<'_> {
    fn find(&mut self, obstacle: Obstacle, wait: Option<Duration>) {
        let until = wait.map(|wait| At::ahead(self.at.now(), wait));
        self.keep(Obstacle { until, ..obstacle });
    }

    fn keep(&mut self, obstacle: Obstacle) {
        // Of the same sentence the stronger one stands.
        match self.found.iter_mut().find(|o| o.name == obstacle.name && o.about == obstacle.about) {
            Some(found) if obstacle.force < found.force => *found = obstacle,
            Some(_) => {}
            None => self.found.push(obstacle),
        }
    }

    fn number(&mut self, number: Number, wait: Option<Duration>) {
        self.find(Obstacle::of(number), wait);
    }

    /// A number that is told once a day.
    fn tell_once(&mut self, number: Number, wait: Option<Duration>) {
        if !self.person.was_told_today(number.name, self.at) {
            self.number(number, wait);
        }
    }

    /// A number that stands for a reason of its own.
    fn because(&mut self, reason: Reason, number: Number, force: Force, wait: Option<Duration>) {
        self.find(Obstacle { force, ..Obstacle::of(number) }.because(reason), wait);
    }

    /// A rule that cannot be overridden and rests on no number.
    fn closed(&mut self, rule: RuleId, reason: Reason, wait: Option<Duration>) {
        self.find(Obstacle::principle(rule, reason, Force::Hard), wait);
    }

    fn clinician_says_fine(&self, about: Clinical) -> bool {
        self.person.gates.clinician_says_fine(about, self.at)
    }

    fn least(&self, anchor: Anchor) -> Duration {
        self.at.least(anchor)
    }

    /// What is left of `lasts` since `anchor`.
    fn left(&self, anchor: Anchor, lasts: Duration) -> Option<Duration> {
        self.at.left(anchor, lasts)
    }

    /// R16.
    fn flags(&mut self) {
        let Some(answer) = self.person.gates.flags else { return };
        if answer.stands() {
            // A sign has no end that a clock could tell: it says no time.
            let about = (answer.flags == Flags::Unsure).then(|| Flags::Unsure.code().to_owned());
            let sign = Obstacle::principle(RuleId::R16, Reason::Emergency, Force::Hard);
            self.find(Obstacle { about, ..sign }, None);
        }
    }

    fn method(&mut self, expose: &Expose, first_of_session: bool, routine: &Routine, turns: u8) {
        let method = expose.method;
        self.locks(method);
        self.skin();
        let swollen = self.person.gates.swelling.and_then(|since| self.left(since, rules::SWELLING_LASTS.time()));
        if swollen.is_some() && method.modality() != Modality::Cold {
            self.because(Reason::Swelling, rules::SWELLING_LASTS, Force::Warning, swollen);
        }
        // Gaps are asked where the session begins; inside of it the routine's own rests keep them (R21).
        if first_of_session {
            self.apart(method, routine);
        }
        match method.modality() {
            Modality::Cold => self.cold(method, first_of_session, routine, turns),
            Modality::Heat => self.heat(expose, routine, turns),
            Modality::Contrast | Modality::Massage | Modality::Stretch => {}
        }
    }

    fn locks(&mut self, method: Method) {
        let locks: Vec<_> = self.person.locks.iter().filter(|l| l.closes(method)).copied().collect();
        for lock in locks {
            if let Some(wait) = self.left(lock.since, lock.length()) {
                let (rule, reason, about) = match lock.skin_of {
                    Some(_) => (RuleId::R11, Reason::LockSkin, None),
                    None => (RuleId::R1, Reason::LockOverrun, Some(lock.modality.code().into())),
                };
                self.find(Obstacle { about, ..Obstacle::principle(rule, reason, Force::Hard) }, Some(wait));
            }
        }
    }

    /// R13.
    fn skin(&mut self) {
        let health = &self.person.gates.health;
        let (feels, whole) = (health.feels_normally, health.skin_whole);
        if feels == Some(false) {
            self.closed(RuleId::R13, Reason::NoFeeling, None);
        }
        if whole == Some(false) {
            self.closed(RuleId::R13, Reason::SkinBroken, None);
        }
    }

    /// R5 and R6: longer than its usual ceiling is asked about first; longer than its hard one is in no routine (R21).
    fn length(&mut self, expose: &Expose) {
        let most = expose.method.ceiling();
        if expose.seconds > most.value {
            self.number(most, None);
        }
    }

    /// R12 and the passing part of R14.
    fn sleepiness(&mut self, expose: &Expose) {
        let method = expose.method;
        if self.person.gates.may_doze {
            self.closed(RuleId::R12, Reason::Doze, None);
        }
        if let Some(left) = self.person.bed.and_then(|b| b.left(self.at.now()))
            && let Some(force) = self.person.bed_force(method, expose.seconds, self.at)
        {
            let until = Some(At::ahead_by_wall(self.at.now(), left));
            let obstacle = Obstacle { force, ..Obstacle::of(rules::BED_COLD_MOST) }.because(Reason::Bed);
            self.keep(Obstacle { until, ..obstacle });
        }
        let Some((number, wait)) = self.person.gates.drowsy(self.at) else { return };
        let force = match method {
            Method::Tub | Method::Sauna => Force::Hard,
            Method::StillCold
            | Method::IceMassage
            | Method::Bottle
            | Method::Pad
            | Method::Gel
            | Method::Towel
            | Method::Wrap
            | Method::Bath
            | Method::Shower => Force::Warning,
        };
        self.because(Reason::Drowsy, number, force, Some(wait));
    }

    /// R2, R7 and R8: the time since the last thing came off.
    fn apart(&mut self, method: Method, routine: &Routine) {
        let modality = method.modality();
        let person = self.person;
        let off_of = |e: &Exposure| e.off;
        let lost = person.data_lost.and_then(|lost| self.left(lost, method.off().time()));
        if lost.is_some() {
            self.closed(RuleId::R2, Reason::DataLost, lost);
        }
        if let Some((wait, apart)) = person.ledger.time_off_left(modality, self.at) {
            self.number(Number { value: apart, ..method.off() }, Some(wait));
        } else if let Some(off) =
            person.ledger.last(|e| e.method.modality() == modality && !e.is_false_start()).and_then(off_of)
        {
            if routine.calm_pace
                && let Some(wait) = self.left(off, rules::COLD_OFF_SOFT.time())
            {
                self.tell_once(rules::COLD_OFF_SOFT, Some(wait));
            } else if modality == Modality::Heat
                && method != Method::Wrap
                && let Some(wait) = self.left(off, rules::HEAT_OFF_SOFT.time())
            {
                self.tell_once(rules::HEAT_OFF_SOFT, Some(wait));
            }
        }
        if let Some(off) = person.ledger.last(|e| e.method.modality() != modality).and_then(off_of)
            && let Some(wait) = self.left(off, rules::HEAT_COLD_APART.time())
        {
            self.number(rules::HEAT_COLD_APART, Some(wait));
        }
    }

    /// Time until the next day begins as people live it.
    fn next_day(&self) -> Duration {
        rules::DAY.saturating_sub(self.person.since_day_began(self.at))
    }

    /// Time until fewer than `most` of the intervals of 24 hours count, and `more` fit in.
    fn wait_for_room(&self, counted: &[Duration], most: u32, more: u32) -> Option<Duration> {
        let too_many = (counted.len() as u32 + more).checked_sub(most)?;
        let nth = usize::try_from(too_many).ok()?.checked_sub(1)?;
        // Oldest first: when that one is a day old, the rest fits.
        counted.get(nth).map(|ago| rules::DAY.saturating_sub(*ago))
    }

    /// R3, R4 and R5.
    fn cold(&mut self, method: Method, first_of_session: bool, routine: &Routine, turns: u8) {
        let person = self.person;
        let per_turn = routine.exposures().filter(|e| e.method.modality() == Modality::Cold).count() as u32;
        let more = per_turn * u32::from(turns);
        let is_cold = |method: Method| method.modality() == Modality::Cold;
        let any_day = person.ledger.turns_since(rules::DAY, is_cold, self.at);
        let today = person.ledger.turns_since(person.since_day_began(self.at), is_cold, self.at).len() as u32;
        if today + more > rules::COLD_PER_DAY.value {
            self.number(rules::COLD_PER_DAY, Some(self.next_day()));
        } else if today + more >= rules::COLD_PER_DAY_SOFT.value {
            self.tell_once(rules::COLD_PER_DAY_SOFT, None);
        }
        // Each turn is counted as early as it can be, so that the turns of yesterday go out of the count one by one.
        let starts = earliest_cold(routine, turns);
        if !has_room(&any_day, &starts, Duration::ZERO) {
            let mut waits: Vec<Duration> = any_day.iter().map(|ago| rules::DAY.saturating_sub(*ago)).collect();
            waits.sort();
            let wait = waits.into_iter().find(|wait| has_room(&any_day, &starts, *wait));
            self.number(rules::COLD_PER_24H, wait);
        }
        if method == Method::IceMassage {
            let ice = person.ledger.turns_since(rules::DAY, |method| method == Method::IceMassage, self.at);
            if ice.len() as u32 + more > rules::ICE_MASSAGE_PER_DAY.value {
                let wait = self.wait_for_room(&ice, rules::ICE_MASSAGE_PER_DAY.value, more);
                self.number(rules::ICE_MASSAGE_PER_DAY, wait);
            }
        }
        let row = person.ledger.cold_in_a_row(self.at);
        if method == Method::StillCold && first_of_session && row + more > rules::COLD_IN_A_ROW.value {
            let off = person.ledger.last(|e| e.method == Method::StillCold).and_then(|e| e.off);
            let wait = off.and_then(|off| self.left(off, rules::COLD_ROW_OFF.time()));
            self.number(rules::COLD_IN_A_ROW, wait);
        }
    }

    /// R6 (wraps) and R7 (counts).
    fn heat(&mut self, expose: &Expose, routine: &Routine, turns: u8) {
        let person = self.person;
        let is_heat = |method: Method| method.modality() == Modality::Heat && method != Method::Wrap;
        if expose.method != Method::Wrap {
            let heat = person.ledger.turns_since(person.since_day_began(self.at), is_heat, self.at).len() as u32;
            let more = routine.exposures().filter(|e| is_heat(e.method)).count() as u32 * u32::from(turns);
            if heat + more > rules::HEAT_PER_DAY.value {
                self.number(rules::HEAT_PER_DAY, Some(self.next_day()));
            } else if heat + more >= rules::HEAT_PER_DAY_SOFT.value {
                self.tell_once(rules::HEAT_PER_DAY_SOFT, None);
            }
        }
        if expose.method == Method::Wrap {
            let left = person.ledger.wrap_left(self.at);
            if left < u64::from(rules::SKIN_FIRST_BY_WRAP.value) {
                let oldest = person.ledger.of_day(self.at).find(|e| e.method == Method::Wrap);
                let wait = oldest.map(|e| rules::DAY.saturating_sub(self.least(e.on)));
                self.number(rules::WRAP_MOST, wait);
            }
            if person.ledger.wrap_days(self.at) >= rules::WRAP_DAYS.value {
                // Free once a whole day went by without one.
                let last = person.ledger.last(|e| e.method == Method::Wrap);
                let wait = last.map(|e| (rules::DAY * 2).saturating_sub(self.least(e.on)));
                self.number(rules::WRAP_DAYS, wait);
            }
        }
    }

    /// R17: told, and asked only before what body weight lies on.
    fn movement(&mut self, routine: &Routine) {
        let asks = routine.tool.is_some_and(Tool::bears_weight);
        let number = Number { force: if asks { Force::Warning } else { Force::Told }, ..rules::AFTER_COLD };
        // What comes before the first movement counts as waiting.
        let lead: Duration = routine.steps.iter().take_while(|s| !matches!(s, Step::Move(_))).map(Step::length).sum();
        let last = self.person.ledger.last_of(Modality::Cold);
        if last.is_some_and(|e| e.off.is_none()) {
            // It is on, or may still be: nobody can say from when.
            let about = Some("on".into());
            return self.find(Obstacle { about, ..Obstacle::of(number) }, None);
        }
        let off = last.and_then(|e| e.off);
        let left = off.and_then(|off| self.left(off, rules::AFTER_COLD.time()));
        if let Some(wait) = left.and_then(|left| left.checked_sub(lead)).filter(|wait| !wait.is_zero()) {
            self.number(number, Some(wait));
        }
    }

    /// The lasting part of R14: what each condition says against the kinds of this routine, by the one table.
    fn conditions(&mut self, routine: &Routine) {
        let person = self.person;
        let kinds = HealthKind::of(routine);
        for condition in &person.gates.health.conditions {
            let cells = kinds.iter().map(|kind| (*kind, condition.cell_with(*kind, routine.tool)));
            let says = |wanted: Says| cells.clone().filter(move |(_, cell)| cell.says == wanted);
            let opened = self.clinician_says_fine(Clinical::Condition(*condition));
            let about = || Some(condition.code().to_owned());
            if says(Says::Clinician).next().is_some() && !opened {
                let closed = Obstacle::of(rules::HEALTH_AGAIN).because(Reason::Condition);
                self.find(Obstacle { about: about(), ..closed }, None);
            } else if says(Says::Ask)
                .any(|(kind, _)| !opened && !person.gates.has_asked_first(*condition, kind, self.at))
            {
                let ask = Obstacle::principle(RuleId::R14, Reason::AskFirst, Force::Warning);
                self.find(Obstacle { about: about(), ..ask }, None);
            }
            for note in cells.clone().flat_map(|(_, cell)| cell.notes).filter(|note| note.is_about(routine.tool)) {
                let told = Obstacle::principle(RuleId::R14, Reason::Note, Force::Told);
                self.find(Obstacle { about: Some(note.code().to_owned()), ..told }, None);
            }
        }
    }

    /// What the routine itself says about a day.
    fn own_limit(&mut self, routine: &Routine) {
        let Some(most) = routine.per_day else { return };
        let today = self.person.since_day_began(self.at);
        let done = self.person.done_today.iter().filter(|d| d.routine == routine.id && self.least(d.at) < today);
        if done.count() as u32 + 1 > u32::from(most) {
            let wait = Some(self.next_day());
            let own = Number {
                rule: RuleId::R21,
                name: Reason::PerDay.code(),
                value: most.into(),
                unit: rules::Unit::Times,
                force: Force::Told,
                sources: &[],
            };
            self.number(own, wait);
        }
    }
}

/// How long after the start each time of cold of so many turns can begin at the earliest: whatever is on may come off at
/// once, and only the rests are certain.
fn earliest_cold(routine: &Routine, turns: u8) -> Vec<Duration> {
    let mut passed = Duration::ZERO;
    let mut starts = Vec::new();
    for step in (0..turns).flat_map(|_| &routine.steps) {
        match step {
            Step::Expose(expose) if expose.method.modality() == Modality::Cold => starts.push(passed),
            Step::Rest(_) => passed += step.length(),
            Step::Expose(_) | Step::Move(_) => {}
        }
    }
    starts
}

/// Tells whether turns of cold that begin so long after `wait` keep within what any 24 hours hold, where others began
/// `ago`.
fn has_room(ago: &[Duration], starts: &[Duration], wait: Duration) -> bool {
    starts.iter().zip(1..).all(|(start, turn)| {
        let before = ago.iter().filter(|ago| **ago + wait + *start < rules::DAY).count();
        before + turn <= rules::COLD_PER_24H.value as usize
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
