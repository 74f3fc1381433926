//! Owns what a person has answered about their health and safety, and which question is due (R12 to R16, R22).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::command::HealthAnswers;
use crate::refusal::{Obstacle, Reason, Refused};
use crate::rules;
use crate::time::{Anchor, At, Moment};
use crate::words::{Clinical, Condition, Flags, Gate};

/// The red-flag answer that stands, and what was said about it since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagAnswer {
    /// What was answered.
    pub flags: Flags,
    /// When.
    pub at: Anchor,
    /// "I know and choose to go on" (urgent) or "I have been seen about this" (emergency).
    pub lifted: Option<Anchor>,
}

/// What the person said about the skin of their low back and what they took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Warm and cold are felt normally there.
    pub feels_normally: bool,
    /// The skin there is whole: no wound, burn or infection.
    pub skin_whole: bool,
    /// Lasting conditions.
    pub conditions: BTreeSet<Condition>,
    /// When the questions were answered.
    pub at: Anchor,
}

/// Everything answered so far; empty on the first run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Gates {
    /// When the disclaimer was read and accepted.
    pub disclaimer: Option<Anchor>,
    /// The red-flag answer that stands.
    pub flags: Option<FlagAnswer>,
    /// The person said that the pain changed: the red-flag questions are due.
    pub pain_changed: bool,
    /// The skin and health answers.
    pub health: Option<Health>,
    /// A clinician said this is fine, by condition.
    pub clinician: BTreeMap<Condition, Anchor>,
    /// A clinician said that warmth after a drink or strong medicine is fine.
    pub clinician_drowsy: Option<Anchor>,
    /// A clinician said that a wrap in bed is fine.
    pub clinician_bed: Option<Anchor>,
    /// A drink, sleep or strong pain medicine.
    pub drowsy: Option<Anchor>,
    /// Swelling, a bruise or a knock.
    pub swelling: Option<Anchor>,
    /// "I may doze."
    pub may_doze: bool,
}

impl Gates {
    /// The next question that is due, if any.
    pub(crate) fn due(&self, at: Moment<'_>) -> Option<Gate> {
        if self.disclaimer.is_none() {
            return Some(Gate::Disclaimer);
        }
        // An emergency that stands is not asked about again: it waits for "I have been seen about this".
        let stands = |f: &FlagAnswer| f.flags == Flags::Emergency && f.lifted.is_none();
        let old = |f: &FlagAnswer| at.least(f.at) >= rules::FLAGS_AGAIN.time();
        let stale = self.flags.as_ref().is_none_or(|f| !stands(f) && old(f));
        if stale || self.pain_changed {
            return Some(Gate::Flags);
        }
        self.health.is_none().then_some(Gate::Health)
    }

    /// When a clinician said that this is fine, if ever.
    pub fn clinician_said(&self, about: Clinical) -> Option<Anchor> {
        match about {
            Clinical::Condition(condition) => self.clinician.get(&condition).copied(),
            Clinical::WarmthWithMedicine => self.clinician_drowsy,
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
            (Clinical::WarmthWithMedicine, said) => self.clinician_drowsy = said,
            (Clinical::WrapInBed, said) => self.clinician_bed = said,
        }
    }

    /// Tells whether a clinician's word about this stands.
    pub(crate) fn clinician_says_fine(&self, about: Clinical, at: Moment<'_>) -> bool {
        // Time in doubt must not stretch a permission, so it ends by the longer reading.
        self.clinician_said(about).is_some_and(|said| !at.since(said).may_have_reached(rules::CLINICIAN_AGAIN.time()))
    }

    /// Keeps the answer to the red-flag questions; tells whether one of them stands now.
    pub(crate) fn answer_flags(&mut self, flags: Flags, at: Moment<'_>) -> bool {
        // An emergency answered again as "none" does not lift itself: it stands until "I have been seen".
        let standing = self.flags.filter(|f| f.flags == Flags::Emergency && f.lifted.is_none());
        let kept = standing.filter(|_| flags != Flags::Emergency);
        let answer = kept.unwrap_or(FlagAnswer { flags, at: at.anchor(), lifted: None });
        self.flags = Some(answer);
        self.pain_changed = false;
        answer.flags != Flags::None
    }

    /// Lifts the red flags that stand.
    ///
    /// # Errors
    /// None stands, or an emergency is too fresh to have been seen about (R16).
    pub(crate) fn lift_flags(&mut self, at: Moment<'_>) -> Result<(), Refused> {
        let Some(answer) = &mut self.flags else { return Err(Refused::NotNow) };
        if answer.flags == Flags::Emergency
            && let Some(left) = at.left(answer.at, rules::FLAGS_SEEN_AFTER.time())
        {
            let until = Some(At::ahead(at.now(), left));
            let obstacle = Obstacle::hard(rules::FLAGS_SEEN_AFTER).because(Reason::Emergency);
            return Err(Refused::Rule(Obstacle { until, ..obstacle }));
        }
        answer.lifted = Some(at.anchor());
        Ok(())
    }

    /// Keeps the answers about health. A clinician's word about a condition goes with the condition.
    pub(crate) fn answer_health(&mut self, answers: HealthAnswers, at: Moment<'_>) {
        let HealthAnswers { feels_normally, skin_whole, conditions, drowsy, swelling, may_doze } = answers;
        self.clinician.retain(|c, _| conditions.contains(c));
        self.health = Some(Health { feels_normally, skin_whole, conditions, at: at.anchor() });
        self.drowsy = drowsy.then_some(at.anchor());
        self.swelling = swelling.then_some(at.anchor());
        self.may_doze = may_doze;
    }

    /// Drops what no longer counts.
    pub(crate) fn prune(&mut self, at: Moment<'_>) {
        self.drowsy = self.drowsy.filter(|since| at.least(*since) < rules::DRINK_LASTS.time());
        self.swelling = self.swelling.filter(|since| at.least(*since) < rules::SWELLING_LASTS.time());
    }
}
