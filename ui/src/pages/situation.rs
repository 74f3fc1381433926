//! Decides what a session is at, as a person would say it.

use lumbar_engine::routine::Step;
use lumbar_engine::view::{Asked, PhaseView, SessionView};
use lumbar_engine::words::Answer;

use crate::scene::Scene;

/// What a session is at, as a person would say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Situation {
    Ready,
    On,
    Skin,
    TakeOff,
    MaybeStillOn,
    GetOut,
    Resting,
    Snoozed,
    Moving,
    Paused,
}

/// What a session is at.
pub(crate) fn at(session: &SessionView, scene: &Scene<'_>) -> Situation {
    let away = session.method.is_some_and(|m| m.class().is_away());
    let moving = matches!(step(session), Some(Step::Move(_)));
    match session.phase {
        PhaseView::Ready => Situation::Ready,
        PhaseView::Running if moving => Situation::Moving,
        PhaseView::Running => {
            let asked = scene.view.pending.iter().any(|q| q.slot == session.slot && q.question == Asked::Skin);
            if asked || session.answers.contains(&Answer::SkinFine) { Situation::Skin } else { Situation::On }
        }
        PhaseView::TakeOff if away => Situation::GetOut,
        PhaseView::TakeOff if session.maybe_still_on => Situation::MaybeStillOn,
        PhaseView::TakeOff => Situation::TakeOff,
        PhaseView::Resting => Situation::Resting,
        PhaseView::Paused => Situation::Paused,
        PhaseView::Snoozed => Situation::Snoozed,
    }
}

/// The step a session is at.
pub(crate) fn step(session: &SessionView) -> Option<&Step> {
    session.routine.steps.get(session.step)
}
