//! Decides the course of a turn as a list: what comes before it starts, what was and what is next while it runs.

use std::time::Duration;

use lumbar_engine::routine::Step;
use lumbar_engine::view::{MarkKind, MarkState, PhaseView, SessionView};
use lumbar_engine::words::Modality;

use crate::Ui;
use crate::pages::situation::Situation;
use crate::scene::Scene;

/// One line of what this turn brings.
pub(crate) struct FlowItem {
    pub(crate) state: &'static str,
    pub(crate) label: String,
    pub(crate) time: String,
}

impl Ui {
    /// The lines for what a session is at.
    pub(crate) fn flow(&self, session: &SessionView, at: Situation, scene: &Scene<'_>) -> Vec<FlowItem> {
        let time = |at: lumbar_engine::time::At| self.time(at.wall(scene.now), scene.offset);
        let item = |state, label: String, time: String| FlowItem { state, label, time };
        let mut flow = Vec::new();
        let away = session.method.is_some_and(|m| m.class().is_away());
        match at {
            Situation::On | Situation::Skin | Situation::TakeOff | Situation::MaybeStillOn => {
                if session.marks.len() > 8 || away {
                    return flow;
                }
                for mark in session.marks.iter().filter(|m| m.kind != MarkKind::Segment) {
                    // A silent reminder asks nothing, so nobody said that the skin was fine.
                    let (state, key) = match (mark.kind, mark.state) {
                        (MarkKind::Reminder, MarkState::Ahead) => ("", "flow-reminder"),
                        (MarkKind::Reminder, MarkState::Asked | MarkState::Done | MarkState::Missed) => {
                            ("is-done", "flow-reminder")
                        }
                        (MarkKind::Skin | MarkKind::Segment, MarkState::Done) => ("is-done", "flow-skin-fine"),
                        (MarkKind::Skin | MarkKind::Segment, MarkState::Asked) => ("is-now", "flow-skin"),
                        (MarkKind::Skin | MarkKind::Segment, MarkState::Missed) => ("is-missed", "flow-skin-missed"),
                        (MarkKind::Skin | MarkKind::Segment, MarkState::Ahead) => ("", "flow-skin"),
                    };
                    flow.push(item(state, self.t(key), time(mark.at)));
                }
                let over = matches!(at, Situation::TakeOff | Situation::MaybeStillOn);
                if let Some(ends) = session.ends {
                    flow.push(item(if over { "is-now" } else { "" }, self.t("flow-off"), time(ends)));
                    self.after_off(session, scene, ends, &mut flow);
                }
                if let Some(first) = flow.iter_mut().find(|f| f.state.is_empty()).filter(|_| at == Situation::On) {
                    first.state = "is-now";
                }
            }
            Situation::Resting => {
                flow.push(item("is-done", self.t("flow-was-off"), time(session.since)));
                if let Some(ends) = session.ends {
                    // Rounded up as everywhere: a rest is never over before the time that is named.
                    let ends = self.from(ends, scene.now, scene.offset);
                    let until = self.text("flow-until", &[("time", ends.clone().into())]);
                    flow.push(item("is-now", self.t("flow-rest-now"), until));
                    self.next_turn(session, ends, &mut flow);
                }
            }
            Situation::Ready => self.ahead(session, &mut flow),
            Situation::GetOut | Situation::Snoozed | Situation::Moving | Situation::Paused => {}
        }
        flow
    }

    /// What comes when it is on, and how long all of it takes; the rest after the last turn binds nobody.
    fn ahead(&self, session: &SessionView, flow: &mut Vec<FlowItem>) {
        let mut item = |label: String, time: String| flow.push(FlowItem { state: "", label, time });
        let steps = session.routine.steps.get(session.step..).unwrap_or_default();
        let last_turn = session.turn == session.turns;
        let mut whole = Duration::ZERO;
        let mut parts = 0;
        let mut moving = Duration::ZERO;
        for (nth, step) in steps.iter().enumerate() {
            let length = if nth == 0 { session.planned } else { step.length() };
            let closes = nth + 1 == steps.len() && matches!(step, Step::Rest(_));
            if closes && last_turn {
                break;
            }
            whole += length;
            parts += 1;
            match step {
                Step::Move(_) => {
                    // One line for all movement in a row; each step is named when its time comes.
                    moving += length;
                    if !matches!(steps.get(nth + 1), Some(Step::Move(_))) {
                        let massage = session.routine.kind == Modality::Massage;
                        let kind = if massage { Modality::Massage } else { Modality::Stretch };
                        item(self.kind(kind), self.duration(moving));
                        moving = Duration::ZERO;
                    }
                }
                Step::Expose(expose) => {
                    item(self.step_title(step), self.duration(length));
                    let within = |c: &&u32| Duration::from_secs(u64::from(**c)) < length;
                    let checks = expose.checks.iter().filter(within).count();
                    if checks > 0 && !expose.method.class().is_away() {
                        let count = self.text("flow-checks-count", &[("count", checks.into())]);
                        item(self.t("flow-skin"), count);
                    }
                }
                Step::Rest(_) => {
                    item(
                        self.step_title(step),
                        self.text("flow-at-least-short", &[("length", self.duration(length).into())]),
                    );
                }
            }
        }
        let more = u32::from(session.turns.saturating_sub(session.turn));
        if more > 0 {
            let turns = session.routine.whole(u8::try_from(more).unwrap_or(u8::MAX));
            whole += turns;
            parts += 1;
            item(self.text("flow-more-turns", &[("count", more.into())]), self.duration(turns));
        }
        // One part is the whole.
        if parts > 1 {
            item(self.t("fact-whole"), self.duration(whole));
        }
    }

    /// The rest and the next turn, after the pack comes off as planned.
    fn after_off(
        &self,
        session: &SessionView,
        scene: &Scene<'_>,
        off: lumbar_engine::time::At,
        flow: &mut Vec<FlowItem>,
    ) {
        let Some(Step::Rest(rest)) = session.routine.steps.get(session.step + 1) else { return };
        // The rest of the last turn is a gap before the next session, not something to wait for here.
        if session.turn == session.turns && session.step + 2 >= session.routine.steps.len() {
            return;
        }
        let length = Duration::from_secs(rest.seconds.into());
        let ends = lumbar_engine::time::At(off.0.saturating_add(i64::from(rest.seconds) * 1000));
        let until = self.from(ends, scene.now, scene.offset);
        let label = self.text("flow-rest", &[("length", self.duration(length).into())]);
        flow.push(FlowItem { state: "", label, time: self.text("flow-until", &[("time", until.clone().into())]) });
        self.next_turn(session, until, flow);
    }

    fn next_turn(&self, session: &SessionView, from: String, flow: &mut Vec<FlowItem>) {
        let resting = session.phase == PhaseView::Resting;
        let after = session.step + if resting { 1 } else { 2 };
        let label = match session.routine.steps.get(after) {
            Some(step) => self.text("flow-next-step", &[("step", self.step_title(step).into())]),
            None if session.turn < session.turns => self.text("flow-next-turn", &[("turn", (session.turn + 1).into())]),
            None => return,
        };
        flow.push(FlowItem { state: "", label, time: self.text("flow-or-later", &[("time", from.into())]) });
    }
}
