//! Decides what `lumbar status` says to people.

use chrono::FixedOffset;
use lumbar_engine::offer::{MayStart, Offer};
use lumbar_engine::refusal::Refused;
use lumbar_engine::rules::Force;
use lumbar_engine::time::Now;
use lumbar_engine::view::{Asked, PhaseView, SessionView, View};

use crate::Ui;
use crate::refusal::force_code;
use crate::tray::{state_of, whole_seconds};
use lumbar_texts::Value;

impl Ui {
    /// What is on, what is asked, and what comes next: a few lines of plain text.
    pub fn status(&self, view: &View, now: Now, offset: FixedOffset) -> String {
        let mut lines = Vec::new();
        for session in [view.thermal.as_ref(), view.activity.as_ref()].into_iter().flatten() {
            lines.push(self.session_line(session, now, offset));
        }
        for question in &view.pending {
            if question.question == Asked::IsItOn {
                lines.push(self.t("cli-is-it-on"));
                continue;
            }
            let method = view.thermal.as_ref().and_then(|s| s.method);
            let answers: Vec<String> = question.answers.iter().map(|a| self.answer(*a, method, 1)).collect();
            lines.push(self.text("cli-asked", &[("answers", answers.join(" · ").into())]));
        }
        for timer in &view.timers {
            let args: [(&str, Value<'_>); 3] = [
                ("timer", self.timer_name(&timer.timer).into()),
                ("left", self.duration(whole_seconds(timer.ends.remaining(now))).into()),
                ("ends", self.time(timer.ends.wall(now), offset).into()),
            ];
            lines.push(self.text("cli-timer", &args));
        }
        lines.extend(view.practice.as_ref().map(|practice| self.practice_status(practice, now)));
        lines.extend(view.undo.as_ref().map(|undo| self.undo_line(undo, now)));
        let idle = view.thermal.is_none() && view.activity.is_none() && view.practice.is_none();
        if idle && view.pending.is_empty() && view.timers.is_empty() {
            lines.push(self.t("cli-nothing-on"));
        }
        if let Some(last) = view.last.as_ref().filter(|_| view.thermal.is_none() && view.activity.is_none()) {
            let args: [(&str, Value<'_>); 3] = [
                ("routine", self.routine_name(&last.routine).into()),
                ("outcome", self.name("outcome", last.outcome.code()).into()),
                ("time", self.moment(last.ended_at, now.wall, offset).into()),
            ];
            lines.push(self.text("cli-last", &args));
        }
        let next = view.plan.as_ref().and_then(|plan| self.next_planned(plan, now.wall, offset));
        lines.extend(next);
        for lock in &view.locks {
            let what = match lock.method {
                Some(method) => self.name("method", method.code()),
                None => self.kind(lock.modality),
            };
            lines.push(
                self.text("cli-lock", &[("what", what.into()), ("until", self.from(lock.until, now, offset).into())]),
            );
        }
        if let Some(gate) = view.gate {
            lines.push(self.text("cli-gate", &[("gate", crate::alert::gate_code(gate).into())]));
        }
        if view.battery_low {
            lines.push(self.t("notice-battery-low"));
        }
        if view.read_only {
            lines.push(self.t("refused-read-only"));
        }
        lines.join("\n")
    }

    /// A session in one line.
    fn session_line(&self, session: &SessionView, now: Now, offset: FixedOffset) -> String {
        let (state, length) = state_of(session, now);
        let ends = session.ends.map(|e| self.time(e.wall(now), offset)).unwrap_or_default();
        let turns = if session.turns > 1 { "many" } else { "one" };
        let args: [(&str, Value<'_>); 7] = [
            ("routine", self.routine_name(&session.routine.id).into()),
            ("length", self.duration(length).into()),
            ("ends", ends.into()),
            ("turn", session.turn.into()),
            ("turns", session.turns.into()),
            ("several", turns.into()),
            ("step", (session.step + 1).into()),
        ];
        let mut line = self.text(&format!("cli-{state}"), &args);
        if session.turns > 1 {
            line = self.text(
                "cli-turn",
                &[("line", line.into()), ("turn", session.turn.into()), ("turns", session.turns.into())],
            );
        }
        if session.phase == PhaseView::TakeOff
            && let Some(doubt) = session.doubt
        {
            let most = doubt.most.map(|m| self.duration(m));
            let more = match most {
                Some(most) => self.text("doubt-most", &[("most", most.into())]),
                None => self.t("doubt-unknown"),
            };
            line = format!("{line} {more}");
        }
        line
    }

    /// Whether a routine may start, for `lumbar routines`: "free", or the sentence with the time.
    pub fn availability(&self, view: &View, routine: &str, now: Now, offset: FixedOffset) -> String {
        let Some((_, terms)) = view.offers.get(routine).and_then(Offer::first) else {
            return self.refusal(&Refused::UnknownRoutine { routine: routine.to_owned() }, now, offset);
        };
        let (sentence, force) = match (&terms.may_start, terms.obstacles.first()) {
            (MayStart::Allowed, _) | (MayStart::AfterWarnings(_), None) => return self.t("cli-free"),
            (MayStart::AfterWarnings(_), Some(first)) => (self.obstacle(first, now, offset), Force::Warning),
            (MayStart::Refused(refused), _) => (self.refusal(refused, now, offset), Force::Hard),
        };
        self.text("cli-closed", &[("sentence", sentence.into()), ("force", force_code(force).into())])
    }
}
