//! Keeps what a person answers about their health and safety, and stops what that closes (R12 to R16, R22).

use std::collections::BTreeSet;

use crate::alert::Happened;
use crate::engine::Engine;
use crate::gates::{Clinical, Condition, FlagAnswer, Flags, Gate, Health};
use crate::permission::Permission;
use crate::request::{Refused, Slot};
use crate::routine::Modality;
use crate::rules::{self, Force, RuleId};
use crate::session::Phase;
use crate::time::{Anchor, seconds};
use crate::wishes::hard;

impl Engine {
    pub(crate) fn accept_disclaimer(&mut self, adult: bool) -> Result<(), Refused> {
        self.state.gates.disclaimer = Some(Anchor::at(self.now));
        self.state.gates.minor = !adult;
        self.record(None, Happened::GateAnswered { gate: Gate::Disclaimer });
        Ok(())
    }

    pub(crate) fn answer_flags(&mut self, flags: Flags) -> Result<(), Refused> {
        let at = Anchor::at(self.now);
        // An emergency answered again as "none" does not lift itself: it stands until "I have been seen".
        let standing = self.state.gates.flags.filter(|f| f.flags == Flags::Emergency && f.lifted.is_none());
        let kept = standing.filter(|_| flags != Flags::Emergency);
        self.state.gates.flags = Some(kept.unwrap_or(FlagAnswer { flags, at, lifted: None }));
        self.state.gates.pain_changed = false;
        self.record(None, Happened::GateAnswered { gate: Gate::Flags });
        if self.state.gates.flags.is_some_and(|f| f.flags != Flags::None) {
            self.stop_for_flags();
        }
        Ok(())
    }

    /// A red flag: nothing goes on but taking off what is on.
    fn stop_for_flags(&mut self) {
        for slot in [Slot::Thermal, Slot::Activity] {
            let result = self.stop(slot, false);
            debug_assert!(result.is_ok(), "stopping is a fact");
        }
    }

    pub(crate) fn lift_flags(&mut self) -> Result<(), Refused> {
        let Some(mut answer) = self.state.gates.flags else { return Err(Refused::NotNow) };
        if answer.flags == Flags::Emergency {
            let least = self.state.timeline.least(answer.at, self.now);
            let after = rules::FLAGS_SEEN_AFTER.time();
            if least < after {
                let until = Some(crate::view::At::ahead(self.now, after - least));
                let obstacle = hard(rules::FLAGS_SEEN_AFTER, RuleId::R16, "R16-emergency");
                return Err(Refused::Rule(crate::request::Obstacle { until, ..obstacle }));
            }
        }
        answer.lifted = Some(Anchor::at(self.now));
        self.state.gates.flags = Some(answer);
        self.record(None, Happened::GateAnswered { gate: Gate::Flags });
        Ok(())
    }

    pub(crate) fn answer_health(
        &mut self,
        feels_normally: bool,
        skin_whole: bool,
        conditions: BTreeSet<Condition>,
        [drowsy, swelling, may_doze]: [bool; 3],
    ) -> Result<(), Refused> {
        let at = Anchor::at(self.now);
        let gates = &mut self.state.gates;
        gates.clinician.retain(|c, _| conditions.contains(c));
        gates.health = Some(Health { feels_normally, skin_whole, conditions, at });
        gates.drowsy = drowsy.then_some(at);
        gates.swelling = swelling.then_some(at);
        gates.may_doze = may_doze;
        self.record(None, Happened::GateAnswered { gate: Gate::Health });
        self.stop_for_health();
        self.shorten_for_drowsiness();
        Ok(())
    }

    /// Cold that is on, or comes on in a further turn, is short after a drink or strong medicine (R14).
    fn shorten_for_drowsiness(&mut self) {
        let most = rules::DRINK_COLD_MOST.value;
        let drowsy = self.state.gates.drowsy.is_some();
        let Some(session) = self.state.thermal.as_mut().filter(|s| drowsy && s.routine.cools()) else { return };
        session.cap = Some(session.cap.map_or(most, |cap| cap.min(most)));
        if let Phase::On { on } = &mut session.phase
            && on.method.modality() == Modality::Cold
            && on.planned > most
        {
            on.planned = most;
            // It was not planned to be off before this was said.
            on.pressed = Some(Anchor::at(self.now));
            on.backdated = on.backdated.max(seconds(self.state.timeline.least(on.since, self.now)));
        }
    }

    /// What the answers about health close now does not go on: it comes off (R12 to R14).
    fn stop_for_health(&mut self) {
        for slot in [Slot::Thermal, Slot::Activity] {
            let Some(routine) = self.state.session_mut(slot).as_ref().map(|s| s.routine.clone()) else { continue };
            let closed = Permission::check(&self.state, &routine, 1, self.now).into_iter().any(|o| {
                let about_health = matches!(o.rule, RuleId::R13 | RuleId::R14) || o.name == "R12-doze";
                about_health && o.force != Force::Warning
            });
            if closed {
                let result = self.stop(slot, false);
                debug_assert!(result.is_ok(), "stopping is a fact");
            }
        }
    }

    pub(crate) fn clinician(&mut self, about: Clinical, fine: bool) -> Result<(), Refused> {
        self.state.gates.set_clinician(about, fine.then(|| Anchor::at(self.now)));
        self.record(None, Happened::GateAnswered { gate: Gate::Health });
        self.stop_for_health();
        Ok(())
    }

    pub(crate) fn pain_changed(&mut self) -> Result<(), Refused> {
        self.state.gates.pain_changed = true;
        self.record(None, Happened::GateAnswered { gate: Gate::Flags });
        Ok(())
    }
}
