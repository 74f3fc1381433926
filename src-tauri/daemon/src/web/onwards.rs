//! Says to the engine what a form asked for, and leads on: to the page that fits, the refusal, or the question that is
//! due.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use lumbar_engine::command::{Choice, Command, Fact, Start, Wish};
use lumbar_engine::plan::wish::PlanWish;
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::rules::RuleId;
use lumbar_engine::words::Flags;
use lumbar_ui::{RetryForm, Waiting};

use super::faces::Faces;
use super::query::Pairs;
use crate::core::Kept;

/// Whom to call: where a warning sign leads.
pub(super) const HELP: &str = "/help";

/// Says something to the engine, and leads on to where that belongs.
pub(super) async fn tell(
    faces: &Faces,
    action: &str,
    fields: Pairs,
    next: Option<String>,
    command: Command,
) -> Response {
    let fitting = if let Command::Wish(Wish::Start(start)) = &command {
        // The routine may be one of the person's own, written a moment ago.
        match faces.look().await {
            Ok(snapshot) => page_of_start(&snapshot.catalogue, start).to_owned(),
            Err(ending) => return faces.ending(ending),
        }
    } else {
        fitting_page(&command)
    };
    let waiting = match &command {
        Command::Wish(Wish::Start(start)) => {
            Some(Waiting::from_pairs(&start.routine, fields.iter().map(|(k, v)| (k, v))))
        }
        Command::Fact(_) | Command::Wish(_) | Command::Choice(_) => None,
    };
    // The way to help is the answer to a warning sign, wherever the form came from.
    let next = next.filter(|_| !warns(&command));
    let outcome = match faces.tell(command).await {
        Ok(outcome) => outcome,
        Err(ending) => return faces.ending(ending),
    };
    match (outcome, waiting) {
        (Ok(Kept::OnDisk | Kept::InMemory), _) => onwards(next.as_deref().unwrap_or(&fitting)),
        (Err(Refused::Gate { .. }), Some(waiting)) => onwards(&waiting.page()),
        (Err(Refused::Rule(obstacle)), Some(_)) if obstacle.rule == RuleId::R16 => onwards(HELP),
        (Err(refused), _) => {
            let snapshot = match faces.handle.look().await {
                Ok(snapshot) => snapshot,
                Err(ending) => return faces.ending(ending),
            };
            let back = next.or(Some(fitting));
            let fields = fields.into_iter().filter(|(name, _)| name != "next").collect();
            let retry = RetryForm { action: action.to_owned(), fields, back };
            faces.page_of(&snapshot, StatusCode::CONFLICT, |ui, scene| Some(ui.refused(scene, &refused, &retry)))
        }
    }
}

/// Tells whether an answer says that a warning sign is there, or may be.
pub(super) fn warns(command: &Command) -> bool {
    matches!(command, Command::Fact(Fact::AnswerFlags { flags: Flags::Unsure | Flags::Emergency }))
}

/// Where a start leads.
fn page_of_start(catalogue: &Catalogue, start: &Start) -> &'static str {
    match catalogue.routine(&start.routine) {
        Some(routine) if routine.is_thermal() => "/session/thermal",
        Some(_) => "/session/activity",
        None => "/routines",
    }
}

/// Where a press leads when the form does not say.
pub(super) fn fitting_page(command: &Command) -> String {
    match command {
        Command::Fact(fact) => match fact {
            Fact::Stop { slot, .. } => format!("/session/{}", slot.code()),
            Fact::On { .. }
            | Fact::OnSinceAsked { .. }
            | Fact::Off { .. }
            | Fact::SkinRed { .. }
            | Fact::SkinBad { .. }
            | Fact::StillOn { .. } => "/session/thermal".into(),
            Fact::PainChanged => "/safety/flags".into(),
            Fact::AnswerFlags { flags: Flags::Unsure | Flags::Emergency } => HELP.into(),
            Fact::ClinicianSaysFine { .. } | Fact::SeeSomeone { .. } => "/safety".into(),
            Fact::AnswerFlags { flags: Flags::None }
            | Fact::AcceptDisclaimer
            | Fact::AnswerHealth(_)
            | Fact::SinceLast(_)
            | Fact::Noted { .. } => "/".into(),
        },
        Command::Wish(wish) => match wish {
            Wish::Start(_) => "/routines".into(),
            Wish::Skip { slot, .. } => format!("/session/{}", slot.code()),
            Wish::Pause | Wish::Resume | Wish::Back => "/session/activity".into(),
            Wish::SkinFine { .. }
            | Wish::Snooze { .. }
            | Wish::NotNow { .. }
            | Wish::Extend { .. }
            | Wish::UsePack { .. }
            | Wish::Call { .. } => "/session/thermal".into(),
            // What is on again may be either.
            Wish::Undo { .. } => "/session".into(),
            Wish::LiftFlags => "/safety".into(),
            Wish::Diary(_) => "/history".into(),
            Wish::Plan(PlanWish::Choose { .. } | PlanWish::Own { .. } | PlanWish::Leave | PlanWish::Keep) => {
                "/plan".into()
            }
            Wish::Practice(_) => "/practice".into(),
            Wish::Plan(_) | Wish::Prepare { .. } | Wish::Unprepare { .. } => "/".into(),
        },
        Command::Choice(Choice::BedHours { .. } | Choice::AskFelt { .. } | Choice::AskWeek { .. }) => {
            "/settings".into()
        }
        Command::Choice(Choice::QuietHours { .. }) => "/plan".into(),
    }
}

pub(super) fn onwards(path: &str) -> Response {
    Redirect::to(path).into_response()
}
