//! Owns what a person has answered about their health and safety, and which question is due (R12 to R16, R22).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::command::{HealthAnswers, SinceLast};
use crate::health::{Clinical, Condition, HealthKind};
use crate::refusal::Refused;
use crate::routine::Routine;
use crate::rules::{self, Number};
use crate::time::{Anchor, Moment};
use crate::words::{Flags, Gate, See};

/// The answer to the emergency list that stands, and what was said about it since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagAnswer {
    /// What was answered.
    pub flags: Flags,
    /// When.
    pub at: Anchor,
    /// "I have been seen about this".
    pub seen: Option<Anchor>,
}

impl FlagAnswer {
    /// A warning sign is there, or may be, and nobody has seen the person about it.
    pub fn stands(&self) -> bool {
        self.flags != Flags::None && self.seen.is_none()
    }
}

/// The answer to the second list of warning signs: advice, kept until it is answered anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeeAnswer {
    /// How soon.
    pub see: See,
    /// When it was answered.
    pub at: Anchor,
}

/// What the person said about their health, and for which kinds it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Health {
    /// Warm and cold are felt normally at the low back; `None` = not asked yet.
    pub feels_normally: Option<bool>,
    /// The skin there is whole: no wound, burn or infection; `None` = not asked yet.
    pub skin_whole: Option<bool>,
    /// Lasting conditions.
    pub conditions: BTreeSet<Condition>,
    /// When the questions of each kind were answered.
    pub answered: BTreeMap<HealthKind, Anchor>,
}

/// Everything answered so far; empty on the first run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Gates {
    /// When the disclaimer was read and accepted.
    pub disclaimer: Option<Anchor>,
    /// The answer to the emergency list that stands.
    pub flags: Option<FlagAnswer>,
    /// The person said that the pain changed: the emergency list is due.
    pub pain_changed: bool,
    /// The answer to the second list; `None` = none of these, or never asked.
    pub see: Option<SeeAnswer>,
    /// The answers about skin and health.
    pub health: Health,
    /// "Ask first" was read and passed, by condition and kind.
    pub asked_first: BTreeMap<Condition, BTreeMap<HealthKind, Anchor>>,
    /// A clinician said this is fine, by condition.
    pub clinician: BTreeMap<Condition, Anchor>,
    /// A clinician said that a wrap in bed is fine.
    pub clinician_bed: Option<Anchor>,
    /// A drink.
    pub alcohol: Option<Anchor>,
    /// Sleeping tablets or strong painkillers.
    pub medicine: Option<Anchor>,
    /// Swelling, a bruise or a knock.
    pub swelling: Option<Anchor>,
    /// "I may doze."
    pub may_doze: bool,
}

impl Gates {
    /// The next question that is due before anything starts, if any.
    pub(crate) fn due(&self) -> Option<Gate> {
        if self.disclaimer.is_none() {
            return Some(Gate::Disclaimer);
        }
        (self.flags.is_none() || self.pain_changed).then_some(Gate::Flags)
    }

    /// The next question that is due before this routine starts, if any.
    pub(crate) fn due_for(&self, routine: &Routine, at: Moment<'_>) -> Option<Gate> {
        self.due().or_else(|| self.kinds_due(routine, at).next().map(|_| Gate::Health))
    }

    /// The kinds of a routine whose questions about skin and health are due: never answered, or too long ago.
    pub(crate) fn kinds_due(&self, routine: &Routine, at: Moment<'_>) -> impl Iterator<Item = HealthKind> {
        let fresh = move |said: &Anchor| at.least(*said) < rules::HEALTH_AGAIN.time();
        HealthKind::of(routine).into_iter().filter(move |kind| !self.health.answered.get(kind).is_some_and(fresh))
    }

    /// "Still none of these?": the emergency list was answered long enough ago to be shown again. It stops nothing.
    pub(crate) fn asks_flags_again(&self, at: Moment<'_>) -> bool {
        let old = |f: &FlagAnswer| !f.stands() && at.least(f.at) >= rules::FLAGS_AGAIN.time();
        self.disclaimer.is_some() && !self.pain_changed && self.flags.as_ref().is_some_and(old)
    }

    /// When a clinician said that this is fine, if ever.
    pub fn clinician_said(&self, about: Clinical) -> Option<Anchor> {
        match about {
            Clinical::Condition(condition) => self.clinician.get(&condition).copied(),
            Clinical::WrapInBed => self.clinician_bed,
        }
    }

    pub(crate) fn set_clinician(&mut self, about: Clinical, said: Option<Anchor>) {
        match (about, said) {
            (Clinical::Condition(condition), Some(at)) => {
                self.clinician.insert(condition, at);
            }
            (Clinical::Condition(condition), None) => {
                self.clinician.remove(&condition);
            }
            (Clinical::WrapInBed, said) => self.clinician_bed = said,
        }
    }

    /// Tells whether a clinician's word about this stands.
    pub(crate) fn clinician_says_fine(&self, about: Clinical, at: Moment<'_>) -> bool {
        self.clinician_said(about).is_some_and(|said| still_permits(said, at))
    }

    /// "Ask first" was passed for a condition and a kind, not too long ago.
    pub(crate) fn has_asked_first(&self, condition: Condition, kind: HealthKind, at: Moment<'_>) -> bool {
        let said = self.asked_first.get(&condition).and_then(|kinds| kinds.get(&kind));
        said.is_some_and(|said| still_permits(*said, at))
    }

    /// Remembers that "ask first" was read and passed.
    pub(crate) fn remember_asked_first(&mut self, condition: Condition, kind: HealthKind, at: Moment<'_>) {
        self.asked_first.entry(condition).or_default().insert(kind, at.anchor());
    }

    /// Tells whether the answer to the emergency list can still be corrected.
    pub(crate) fn flags_correctable(&self, at: Moment<'_>) -> bool {
        self.flags.is_some_and(|f| at.left(f.at, rules::FLAGS_CORRECT.time()).is_some())
    }

    /// Keeps the answer to the emergency list; tells whether a sign stands now.
    pub(crate) fn answer_flags(&mut self, flags: Flags, at: Moment<'_>) -> bool {
        // A sign does not go away by another answer, once that is no correction: it stands until somebody has seen it.
        let weight = |f: Flags| f as u8;
        let standing = self.flags.filter(FlagAnswer::stands).filter(|_| !self.flags_correctable(at));
        let kept = standing.filter(|f| weight(f.flags) > weight(flags));
        let answer = kept.unwrap_or(FlagAnswer { flags, at: at.anchor(), seen: None });
        self.flags = Some(answer);
        self.pain_changed = false;
        answer.stands()
    }

    /// "I have been seen about this."
    ///
    /// # Errors
    /// No sign stands.
    pub(crate) fn lift_flags(&mut self, at: Moment<'_>) -> Result<(), Refused> {
        let Some(answer) = self.flags.as_mut().filter(|f| f.stands()) else { return Err(Refused::NotNow) };
        answer.seen = Some(at.anchor());
        Ok(())
    }

    /// Keeps the answers about health, for the kinds they are about: a condition that was not asked about stays as it was.
    /// What was remembered about a condition goes with the condition.
    pub(crate) fn answer_health(&mut self, answers: HealthAnswers, at: Moment<'_>) {
        let HealthAnswers { kinds, feels_normally, skin_whole, conditions } = answers;
        let health = &mut self.health;
        let asked: BTreeSet<Condition> = kinds.iter().flat_map(|kind| kind.conditions()).collect();
        health.conditions.retain(|condition| !asked.contains(condition));
        health.conditions.extend(conditions);
        health.feels_normally = feels_normally.or(health.feels_normally);
        health.skin_whole = skin_whole.or(health.skin_whole);
        let body = health.feels_normally.is_some() && health.skin_whole.is_some();
        // A kind whose questions about the skin are open is not answered.
        let whole = kinds.into_iter().filter(|kind| body || !kind.asks_skin());
        health.answered.extend(whole.map(|kind| (kind, at.anchor())));
        self.clinician.retain(|c, _| health.conditions.contains(c));
        self.asked_first.retain(|c, _| health.conditions.contains(c));
    }

    /// Keeps what passes by itself.
    pub(crate) fn since_last(&mut self, said: SinceLast, at: Moment<'_>) {
        let SinceLast { alcohol, medicine, swelling, skin_trouble, may_doze } = said;
        let now = |yes: bool| yes.then(|| at.anchor());
        (self.alcohol, self.medicine, self.swelling) = (now(alcohol), now(medicine), now(swelling));
        self.may_doze = may_doze;
        // Skin that was never asked about stays so.
        if skin_trouble || self.health.skin_whole.is_some() {
            self.health.skin_whole = Some(!skin_trouble);
        }
    }

    /// What makes drowsy and counts yet, and for how much longer: the one that counts longest.
    pub(crate) fn drowsy(&self, at: Moment<'_>) -> Option<(Number, std::time::Duration)> {
        let said = [(self.alcohol, rules::ALCOHOL_LASTS), (self.medicine, rules::MEDICINE_LASTS)];
        let left =
            |(since, number): (Option<Anchor>, Number)| at.left(since?, number.time()).map(|left| (number, left));
        said.into_iter().filter_map(left).max_by_key(|(_, left)| *left)
    }

    /// Drops what no longer counts.
    pub(crate) fn prune(&mut self, at: Moment<'_>) {
        let counts = |since: &Anchor, lasts: Number| at.least(*since) < lasts.time();
        self.alcohol = self.alcohol.filter(|since| counts(since, rules::ALCOHOL_LASTS));
        self.medicine = self.medicine.filter(|since| counts(since, rules::MEDICINE_LASTS));
        self.swelling = self.swelling.filter(|since| counts(since, rules::SWELLING_LASTS));
    }
}

/// Time in doubt must not stretch a permission, so it ends by the longer reading.
fn still_permits(said: Anchor, at: Moment<'_>) -> bool {
    !at.since(said).may_have_reached(rules::HEALTH_AGAIN.time())
}
