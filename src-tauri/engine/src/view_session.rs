//! Decides what faces see of a session.

use std::time::Duration;

use crate::person::Person;
use crate::routine::Step;
use crate::session::body::{CheckState, OnBody};
use crate::session::{Phase, SKIN_ANSWERS, Session};
use crate::time::{Anchor, At, Elapsed, Moment, secs};
use crate::view::{Asked, BeatView, Can, Doubt, Mark, MarkKind, MarkState, PhaseView, Question, SessionView};
use crate::words::{Answer, Slot};

pub(crate) fn session_view(session: &Session, person: &Person, at: Moment<'_>) -> SessionView {
    let course = &session.course;
    let show = |anchor: Anchor| at.show(anchor);
    let step_length = course.routine.steps.get(course.step).map_or(Duration::ZERO, Step::length);
    let (phase, since, ends, planned) = match &session.phase {
        Phase::Ready { since, .. } => {
            let planned = course.expose().map_or(0, |e| course.planned(e));
            (PhaseView::Ready, show(*since), None, secs(planned))
        }
        Phase::Snoozed { since, seconds } => {
            let length = secs(*seconds);
            (PhaseView::Snoozed, show(*since), Some(show(since.later(length))), length)
        }
        Phase::On { on } => (PhaseView::Running, show(on.since), Some(bell(on, at)), secs(on.planned)),
        Phase::TakeOff { on, .. } => (PhaseView::TakeOff, show(on.since), Some(show(on.bell())), secs(on.planned)),
        Phase::Resting { off, seconds, .. } => {
            let length = secs(*seconds);
            (PhaseView::Resting, show(*off), Some(show(off.later(length))), length)
        }
        Phase::Moving(moving) => {
            let since = moving.since;
            (PhaseView::Running, show(since), Some(show(since.later(step_length))), step_length)
        }
        // Paused movement stands still: its start is where the present boot's ticks were zero.
        Phase::Paused { .. } => (PhaseView::Paused, At(0), None, step_length),
    };
    let on = session.on_body();
    SessionView {
        id: course.id,
        routine: course.routine.clone(),
        slot: course.slot(),
        pack: course.pack.clone(),
        phase,
        turn: course.turn,
        turns: course.turns,
        step: course.step,
        method: session.method(),
        since,
        ends,
        planned,
        doubt: on.and_then(|on| doubt(on, at)),
        marks: on.map(|on| marks(on, at)).unwrap_or_default(),
        beat: beat(session, at),
        maybe_still_on: session.alarm_exhausted(),
        calls: session.calls(),
        token: course.token(),
        answers: answers(session, person, at),
        can: Can {
            pause: phase == PhaseView::Running && on.is_none(),
            resume: phase == PhaseView::Paused,
            back: session.is_moving(),
            skip: session.can_skip(),
            extend: can_extend(session, person, at),
        },
    }
}

/// The question that a session asks.
pub(crate) fn question(session: &Session, person: &Person, at: Moment<'_>) -> Option<Question> {
    let (question, answers) = match &session.phase {
        Phase::TakeOff { on, .. } => {
            let away = on.class().is_away();
            (if away { Asked::GetOut } else { Asked::TakeOff }, answers(session, person, at))
        }
        Phase::On { on } if on.is_asking() => (Asked::Skin, SKIN_ANSWERS.to_vec()),
        Phase::Ready { .. } => (Asked::PutOn, answers(session, person, at)),
        Phase::On { .. } | Phase::Snoozed { .. } | Phase::Resting { .. } | Phase::Moving(_) | Phase::Paused { .. } => {
            return None;
        }
    };
    Some(Question { token: session.course.token(), question, slot: Slot::Thermal, answers })
}

fn answers(session: &Session, person: &Person, at: Moment<'_>) -> Vec<Answer> {
    let mut answers = Vec::new();
    match &session.phase {
        Phase::Ready { .. } => {
            answers.extend([Answer::On, Answer::OnSince]);
            answers
                .extend(session.may_snooze(crate::command::SNOOZE_USUAL, person, at).is_ok().then_some(Answer::Snooze));
            answers.push(Answer::NotNow);
            answers.extend(session.can_skip().then_some(Answer::Skip));
        }
        Phase::Snoozed { .. } => answers.extend([Answer::On, Answer::NotNow]),
        Phase::On { on } => {
            if on.is_asking() {
                answers.extend(SKIN_ANSWERS);
            }
            answers.push(Answer::Off);
            answers.extend(can_extend(session, person, at).then_some(Answer::Extend));
        }
        Phase::TakeOff { on, .. } => {
            answers.push(Answer::Off);
            answers.extend(on.is_late(at).then_some(Answer::OffAtBell));
            if !on.class().is_away() {
                answers.extend([Answer::SkinRed, Answer::SkinBad]);
            }
        }
        Phase::Resting { .. } => answers.extend(session.can_skip().then_some(Answer::Skip)),
        Phase::Moving(_) | Phase::Paused { .. } => {}
    }
    answers
}

/// Tells whether it can be made longer, perhaps after a warning.
fn can_extend(session: &Session, person: &Person, at: Moment<'_>) -> bool {
    session.longer(true, person, at).is_ok()
}

/// The bell by the longer reading: that is when the alarm comes.
fn bell(on: &OnBody, at: Moment<'_>) -> At {
    let Elapsed { most, .. } = on.elapsed(at);
    let planned = secs(on.planned);
    match most {
        Some(most) if most > planned => At::ago(at.now(), most - planned),
        Some(most) => At::ahead(at.now(), planned - most),
        None => At::ahead(at.now(), Duration::ZERO),
    }
}

/// How far the time on the body is in doubt, in whole minutes, so that a view does not differ each second.
fn doubt(on: &OnBody, at: Moment<'_>) -> Option<Doubt> {
    let elapsed = on.elapsed(at);
    elapsed.in_doubt().then(|| Doubt { most: elapsed.most.map(|m| Duration::from_secs(m.as_secs() / 60 * 60)) })
}

fn marks(on: &OnBody, at: Moment<'_>) -> Vec<Mark> {
    let show = |seconds: u32| at.show(on.since.later(secs(seconds)));
    let checks = on.checks.iter().map(|c| Mark {
        at: show(c.at),
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
        at: show(*start),
        seconds: *start,
        kind: MarkKind::Segment,
        state: if nth < on.segments_said { MarkState::Done } else { MarkState::Ahead },
    });
    let mut marks: Vec<Mark> = checks.chain(segments).collect();
    marks.sort_by_key(|m| m.seconds);
    marks
}

fn beat(session: &Session, at: Moment<'_>) -> Option<BeatView> {
    if let Phase::On { on } = &session.phase {
        return segment(on, at);
    }
    let done = session.moved(at)?;
    let since = if let Phase::Moving(moving) = &session.phase { Some(moving.since) } else { None };
    let step = session.course.movement()?;
    let cue = step.cue(step.cue_at(done))?;
    let end = secs(cue.starts + cue.seconds);
    let rest = step.length() + session.course.movement_after();
    Some(BeatView {
        cue: cue.cue.map(Into::into),
        side: cue.side,
        rep: cue.rep,
        reps: cue.reps,
        seconds: cue.seconds,
        ends: since.map(|s| at.show(s.later(end))),
        left: since.is_none().then(|| end.saturating_sub(done)),
        all_ends: since.map(|s| at.show(s.later(rest))),
    })
}

/// The part of an exposure that has parts.
fn segment(on: &OnBody, at: Moment<'_>) -> Option<BeatView> {
    let nth = on.segments_said.checked_sub(1)?;
    let (start, cue) = on.segments.get(nth)?;
    let end = on.segments.get(nth + 1).map_or(on.planned, |(next, _)| *next);
    Some(BeatView {
        cue: Some(cue.clone()),
        side: None,
        rep: u8::try_from(nth + 1).unwrap_or(u8::MAX),
        reps: u8::try_from(on.segments.len()).unwrap_or(u8::MAX),
        seconds: end - start,
        ends: Some(at.show(on.since.later(secs(end)))),
        left: None,
        all_ends: Some(at.show(on.bell())),
    })
}
