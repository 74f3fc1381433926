//! Decides what faces see of the state.

use std::time::Duration;

use crate::alert::Answer;
use crate::engine::Engine;
use crate::exposure::{CheckState, OnBody};
use crate::permission::Permission;
use crate::request::{Skin, Slot};
use crate::routine::{Modality, Step};
use crate::rules::{self, Method};
use crate::session::{Phase, READY_LAPSES, Session};
use crate::time::{Anchor, Elapsed};
use crate::view::{
    Advice, Asked, At, BeatView, Can, CorrectableView, DayView, Doubt, FirstAid, LastView, LateView, LockView, Mark,
    MarkKind, MarkState, PhaseView, Question, SessionView, TimerView, View,
};

/// For so long the tray calls for a first-aid card; afterwards it has other things to show.
pub(crate) const FIRST_AID_CALLS: Duration = Duration::from_secs(600);

impl Engine {
    /// What faces show now. It differs from the last one only when something changed.
    pub fn view(&self) -> View {
        let state = &self.state;
        let thermal = state.thermal.as_ref().map(|s| self.session_view(s));
        let activity = state.activity.as_ref().map(|s| self.session_view(s));
        let until = |anchor: Anchor, seconds: u32| self.moment(anchor.later(secs(seconds)));
        View {
            pending: self.pending(),
            timers: state
                .timers
                .iter()
                .map(|t| TimerView {
                    id: t.id,
                    timer: t.timer.clone(),
                    since: self.moment(t.since),
                    ends: until(t.since, t.seconds),
                })
                .collect(),
            last: state.ended.as_ref().map(|e| LastView {
                session: e.session,
                routine: e.routine.clone(),
                kind: e.kind,
                outcome: e.outcome,
                ended_at: e.at,
                late: self.late(e.session),
            }),
            gate: state.gates.due(&state.timeline, self.now),
            gates: state.gates.clone(),
            obstacles: self
                .catalogue
                .routines()
                .map(|r| (r.id.clone(), Permission::check(state, r, r.turns.usual, self.now)))
                .collect(),
            locks: state
                .locks
                .iter()
                .map(|l| LockView { modality: l.modality, method: l.method, until: until(l.since, l.seconds) })
                .collect(),
            day: self.day(),
            correctable: state.skin_said.map(|s| CorrectableView {
                skin: s.skin,
                until: until(s.at, rules::SKIN_CORRECT.value),
                token: s.token,
            }),
            first_aid: self.first_aid(),
            first_aid_now: self.first_aid_age().is_some_and(|age| age < FIRST_AID_CALLS),
            advice: self.advice(),
            bed: state.bed.filter(|bed| bed.from != bed.until).map(|bed| (bed.from, bed.until)),
            battery_low: state.battery_low,
            read_only: self.read_only,
            thermal,
            activity,
        }
    }

    /// The anchor on the ticks of this boot, by the shorter reading.
    fn moment(&self, anchor: Anchor) -> At {
        // `since` saturates at zero for what lies ahead, so a far earlier anchor is measured and moved.
        let far = Duration::from_secs(30 * 86_400);
        let ago = self.state.timeline.least(anchor.earlier(far), self.now);
        if ago >= far { At::ago(self.now, ago - far) } else { At::ahead(self.now, far - ago) }
    }

    pub(crate) fn session_view(&self, session: &Session) -> SessionView {
        let at = |anchor: Anchor| self.moment(anchor);
        let step_length = session.routine.steps.get(session.step).map_or(Duration::ZERO, Step::length);
        let (phase, since, ends, planned) = match &session.phase {
            Phase::Ready { since, .. } => {
                let planned = session.expose().map_or(0, |e| session.planned(e));
                (PhaseView::Ready, at(*since), None, secs(planned))
            }
            Phase::Snoozed { since, seconds } => {
                (PhaseView::Snoozed, at(*since), Some(at(since.later(secs(*seconds)))), secs(*seconds))
            }
            Phase::On { on } => (PhaseView::Running, at(on.since), Some(self.bell_of(on)), secs(on.planned)),
            Phase::TakeOff { on, .. } => (PhaseView::TakeOff, at(on.since), Some(at(on.bell())), secs(on.planned)),
            Phase::Resting { off, seconds, .. } => {
                (PhaseView::Resting, at(*off), Some(at(off.later(secs(*seconds)))), secs(*seconds))
            }
            Phase::Moving { since, .. } => {
                (PhaseView::Running, at(*since), Some(at(since.later(step_length))), step_length)
            }
            Phase::Paused { done_ms } => {
                (PhaseView::Paused, At::ago(self.now, Duration::from_millis(*done_ms)), None, step_length)
            }
        };
        // Paused movement stands still: its start is where the present boot's ticks were zero.
        let since = if phase == PhaseView::Paused { At(0) } else { since };
        SessionView {
            id: session.id,
            routine: session.routine.clone(),
            slot: session.slot(),
            pack: session.pack.clone(),
            phase,
            turn: session.turn,
            turns: session.turns,
            step: session.step,
            method: session.on_body().map(|on| on.method).or_else(|| session.expose().map(|e| e.method)),
            since,
            ends,
            planned,
            doubt: session.on_body().and_then(|on| self.doubt(on)),
            marks: session.on_body().map(|on| self.marks(on)).unwrap_or_default(),
            beat: self.beat(session),
            maybe_still_on: session.has_rung_out(),
            token: session.token(),
            answers: self.answers(session),
            can: Can {
                pause: matches!(session.phase, Phase::Moving { .. }),
                resume: matches!(session.phase, Phase::Paused { .. }),
                back: matches!(session.phase, Phase::Moving { .. } | Phase::Paused { .. }),
                skip: session.can_skip(),
                extend: self.can_extend(session),
            },
        }
    }

    /// The bell by the longer reading: that is when the alarm comes.
    fn bell_of(&self, on: &OnBody) -> At {
        let Elapsed { most, .. } = on.elapsed(&self.state.timeline, self.now);
        let planned = secs(on.planned);
        match most {
            Some(most) if most > planned => At::ago(self.now, most - planned),
            Some(most) => At::ahead(self.now, planned - most),
            None => At::ahead(self.now, Duration::ZERO),
        }
    }

    fn doubt(&self, on: &OnBody) -> Option<Doubt> {
        let elapsed = on.elapsed(&self.state.timeline, self.now);
        elapsed.in_doubt().then(|| Doubt { most: elapsed.most.map(|m| Duration::from_secs(m.as_secs() / 60 * 60)) })
    }

    fn marks(&self, on: &OnBody) -> Vec<Mark> {
        let at = |seconds: u32| self.moment(on.since.later(secs(seconds)));
        let checks = on.checks.iter().map(|c| Mark {
            at: at(c.at),
            seconds: c.at,
            kind: if c.reminder { MarkKind::Reminder } else { MarkKind::Skin },
            state: match c.state {
                CheckState::Ahead => MarkState::Ahead,
                CheckState::Asked | CheckState::AskedAgain => MarkState::Asked,
                CheckState::Done => MarkState::Done,
                CheckState::Missed => MarkState::Missed,
            },
        });
        let segments = on.segments.iter().enumerate().skip(1).map(|(nth, (start, _))| Mark {
            at: at(*start),
            seconds: *start,
            kind: MarkKind::Segment,
            state: if nth < on.segments_said { MarkState::Done } else { MarkState::Ahead },
        });
        let mut marks: Vec<Mark> = checks.chain(segments).collect();
        marks.sort_by_key(|m| m.seconds);
        marks
    }

    fn beat(&self, session: &Session) -> Option<BeatView> {
        let (since, done) = match &session.phase {
            Phase::Moving { since, .. } => (Some(*since), self.state.timeline.least(*since, self.now)),
            Phase::Paused { done_ms } => (None, Duration::from_millis(*done_ms)),
            Phase::On { on } if !on.segments.is_empty() => return self.segment(on),
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::On { .. }
            | Phase::TakeOff { .. }
            | Phase::Resting { .. } => return None,
        };
        let step = session.movement()?;
        let cue = step.cue(step.cue_at(done))?;
        let end = secs(cue.starts + cue.seconds);
        let rest = step.length() + session.movement_after();
        Some(BeatView {
            cue: cue.cue.map(Into::into),
            side: cue.side,
            rep: cue.rep,
            reps: cue.reps,
            seconds: cue.seconds,
            ends: since.map(|s| self.moment(s.later(end))),
            left: since.is_none().then(|| end.saturating_sub(done)),
            all_ends: since.map(|s| self.moment(s.later(rest))),
        })
    }

    /// The part of an exposure that has parts.
    fn segment(&self, on: &OnBody) -> Option<BeatView> {
        let nth = on.segments_said.checked_sub(1)?;
        let (start, cue) = on.segments.get(nth)?;
        let end = on.segments.get(nth + 1).map_or(on.planned, |(next, _)| *next);
        Some(BeatView {
            cue: Some(cue.clone()),
            side: None,
            rep: u8::try_from(nth + 1).unwrap_or(u8::MAX),
            reps: u8::try_from(on.segments.len()).unwrap_or(u8::MAX),
            seconds: end - start,
            ends: Some(self.moment(on.since.later(secs(end)))),
            left: None,
            all_ends: Some(self.moment(on.bell())),
        })
    }

    fn answers(&self, session: &Session) -> Vec<Answer> {
        match &session.phase {
            Phase::Ready { .. } => {
                let mut answers = vec![Answer::On, Answer::OnSince, Answer::Snooze, Answer::NotNow];
                if session.can_skip() {
                    answers.push(Answer::Skip);
                }
                answers
            }
            Phase::Snoozed { .. } => vec![Answer::On, Answer::NotNow],
            Phase::On { on } => {
                let mut answers = Vec::new();
                if on.is_asking() {
                    answers.extend([Answer::SkinFine, Answer::SkinRed, Answer::SkinBad]);
                }
                answers.push(Answer::Off);
                if self.can_extend(session) {
                    answers.push(Answer::Extend);
                }
                answers
            }
            Phase::TakeOff { on, .. } => {
                let mut answers = vec![Answer::Off];
                if self.is_late(on) {
                    answers.push(Answer::OffAtBell);
                }
                if !on.class().is_away() {
                    answers.extend([Answer::SkinRed, Answer::SkinBad]);
                }
                answers
            }
            Phase::Resting { .. } if session.can_skip() => vec![Answer::Skip],
            Phase::Resting { .. } | Phase::Moving { .. } | Phase::Paused { .. } => Vec::new(),
        }
    }

    /// Tells whether it can be made longer, perhaps after a warning.
    fn can_extend(&self, session: &Session) -> bool {
        self.longer(session, true).is_ok()
    }

    /// Questions that wait for an answer, most urgent first.
    pub fn pending(&self) -> Vec<Question> {
        let mut pending = Vec::new();
        if let Some(asked) = self.state.is_it_on {
            let token = asked.token;
            let answers = vec![Answer::StillOn, Answer::NotOn];
            pending.push(Question { token, question: Asked::IsItOn, slot: Slot::Thermal, answers });
        }
        if let Some(session) = &self.state.thermal {
            let question = match &session.phase {
                Phase::TakeOff { on, .. } if on.class().is_away() => Some(Asked::GetOut),
                Phase::TakeOff { .. } => Some(Asked::TakeOff),
                Phase::On { on } if on.is_asking() => Some(Asked::Skin),
                Phase::Ready { .. } => Some(Asked::PutOn),
                Phase::On { .. }
                | Phase::Snoozed { .. }
                | Phase::Resting { .. }
                | Phase::Moving { .. }
                | Phase::Paused { .. } => None,
            };
            if let Some(question) = question {
                let mut answers = self.answers(session);
                if question == Asked::Skin {
                    answers.truncate(3);
                }
                pending.push(Question { token: session.token(), question, slot: Slot::Thermal, answers });
            }
        }
        pending.sort_by_key(|q| q.question);
        pending
    }

    fn day(&self) -> DayView {
        let state = &self.state;
        let count = |wanted: &dyn Fn(Method) -> bool| {
            let day = state.ledger.of_day(&state.timeline, self.now);
            u32::try_from(day.filter(|e| wanted(e.method)).count()).unwrap_or(u32::MAX)
        };
        let done = |kind: Modality| {
            let recent = |d: &&crate::engine::DoneToday| state.timeline.least(d.at, self.now) < rules::DAY;
            u32::try_from(state.done_today.iter().filter(recent).filter(|d| d.kind == kind).count()).unwrap_or(u32::MAX)
        };
        DayView {
            cold: count(&|m| m.modality() == Modality::Cold),
            heat: count(&|m| m.modality() == Modality::Heat && m != Method::Wrap),
            ice_massage: count(&|m| m == Method::IceMassage),
            massage: done(Modality::Massage),
            stretch: done(Modality::Stretch),
        }
    }

    /// R23. What was noted is said again when as much time has passed once more.
    fn advice(&self) -> Vec<Advice> {
        let state = &self.state;
        let least = |anchor: Anchor| state.timeline.least(anchor, self.now);
        let noted = |advice: Advice| state.noted.get(&advice).is_some_and(|at| least(*at) < rules::NO_BETTER.time());
        let long = state.first_session.is_some_and(|at| least(at) >= rules::NO_BETTER.time());
        let still = state.last_session.is_some_and(|at| least(at) < rules::NO_BETTER_WRAPS.time());
        let wraps = state.ledger.wrap_days(&state.timeline, self.now) >= rules::NO_BETTER_WRAPS.value;
        let found = [(Advice::NoBetter, long && still), (Advice::ManyWraps, wraps)];
        found.into_iter().filter(|(advice, holds)| *holds && !noted(*advice)).map(|(advice, _)| advice).collect()
    }

    /// What may still be said about a session that lapsed.
    fn late(&self, session: u64) -> Option<LateView> {
        let lapsed = self.state.ended_thermal.as_ref().filter(|s| s.lapsed && s.id == session)?;
        let Phase::Ready { since, .. } = &lapsed.phase else { return None };
        Some(LateView { token: lapsed.token(), since: self.moment(since.earlier(secs(READY_LAPSES))) })
    }

    /// How long ago it went wrong.
    pub(crate) fn first_aid_age(&self) -> Option<Duration> {
        let said = self.state.skin_said.filter(|s| s.skin == Skin::Bad).map(|s| s.at);
        let at = said.or_else(|| self.state.locks.last().map(|l| l.since))?;
        Some(self.state.timeline.least(at, self.now))
    }

    /// The card that fits what went wrong last: bad skin, or cold and heat that stayed on too long.
    fn first_aid(&self) -> Option<FirstAid> {
        let card = |modality: Modality| if modality == Modality::Heat { FirstAid::Heat } else { FirstAid::Cold };
        let said = self.state.skin_said.filter(|s| s.skin == Skin::Bad).map(|s| card(s.modality));
        said.or_else(|| self.state.locks.last().map(|l| card(l.modality)))
    }
}

fn secs(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}
