//! Reads forms as requests, and answers with the page that fits: onwards, the refusal, or the question that is due.

use std::collections::BTreeSet;
use std::str::FromStr;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use lumbar_engine::command::{Choice, Command, Fact, HealthAnswers, SNOOZE_USUAL, SinceLast, Start, Wish};
use lumbar_engine::health::{Clinical, Condition, HealthKind};
use lumbar_engine::plan::wish::{PauseFor, PlanWish};
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::rules::RuleId;
use lumbar_engine::words::{Advice, CameOff, Flags, See, Skin, Token};
use lumbar_ui::{ColdOrWarm, RetryForm, Theme, Waiting, inside};
use thiserror::Error;

use super::before::Before;
use super::faces::{Faces, Shared};
use super::query::Pairs;
use crate::core::{Input, Kept, slot};
use crate::store::Preference;

/// Whom to call: where a warning sign leads.
pub(super) const HELP: &str = "/help";

/// What a form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    /// Something of the engine.
    Tell(Command),
    /// Be still.
    Silence,
    /// Ring once.
    SoundTest,
    /// Start when the person logs in, or no longer.
    Login(bool),
    /// Be another way from now on.
    Prefer(Preference),
    /// All that was due before a start, and then the start.
    Before(Box<Before>),
    /// Which to try: swelling that is told there counts as told.
    ColdOrWarm(ColdOrWarm),
}

/// Why a form is not understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum BadForm {
    /// No form does this.
    #[error("no form is called “{0}”")]
    UnknownAction(String),
    /// Something must be in it.
    #[error("the form says nothing about “{0}”")]
    Missing(&'static str),
    /// Something in it makes no sense.
    // The log gets this sentence: what a person said about their health is not for it.
    #[error("what the form says about “{field}” makes no sense")]
    Odd {
        /// Where.
        field: &'static str,
        /// What.
        value: String,
    },
}

pub(super) async fn post(
    State(faces): Shared,
    Path(action): Path<String>,
    form: Result<Form<Pairs>, FormRejection>,
) -> Response {
    let fields = match form {
        Ok(Form(fields)) => fields,
        Err(_) => {
            tracing::warn!("{action}: the form could not be read");
            return faces.wrong(StatusCode::BAD_REQUEST, faces.ui().text("program-form-unreadable", &[])).await;
        }
    };
    let next = field(&fields, "next").and_then(inside).map(str::to_owned);
    match read(&action, &fields) {
        Ok(Deed::Silence) => {
            faces.handle.send(Input::Silence);
            onwards(next.as_deref().unwrap_or("/session"))
        }
        Ok(Deed::SoundTest) => {
            faces.handle.send(Input::SoundTest);
            onwards(next.as_deref().unwrap_or("/sound"))
        }
        Ok(Deed::Login(on)) => match faces.login.switch(on).await {
            Ok(()) => onwards(next.as_deref().unwrap_or("/settings")),
            Err(why) => {
                tracing::warn!("starting at login could not be switched: {why:?}");
                let sentence = faces.ui().text("login-failed", &[("why", faces.ui().why(&why).into())]);
                faces.wrong(StatusCode::INTERNAL_SERVER_ERROR, sentence).await
            }
        },
        Ok(Deed::Prefer(preference)) => match faces.handle.call(|reply| Input::Prefer(preference, reply)).await {
            Ok(_) => onwards(next.as_deref().unwrap_or("/")),
            Err(ending) => faces.ending(ending),
        },
        Ok(Deed::Before(before)) => before.carry_out(&faces, fields).await,
        Ok(Deed::ColdOrWarm(answers)) => cold_or_warm(&faces, &answers).await,
        Ok(Deed::Tell(command)) => tell(&faces, &action, fields, next, command).await,
        Err(bad) => {
            tracing::warn!("{action}: {bad}");
            let sentence = match &bad {
                BadForm::UnknownAction(_) => faces.ui().text("program-form-unknown", &[]),
                BadForm::Missing(name) => faces.ui().text("program-form-missing", &[("field", (*name).into())]),
                BadForm::Odd { field, value } => {
                    let value: String = value.chars().take(40).collect();
                    faces.ui().text("program-form-odd", &[("field", (*field).into()), ("value", value.into())])
                }
            };
            faces.wrong(StatusCode::BAD_REQUEST, sentence).await
        }
    }
}

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

/// Swelling that is told to the helper counts as told; then the page with the result.
async fn cold_or_warm(faces: &Faces, answers: &ColdOrWarm) -> Response {
    if answers.swollen == Some(true) {
        let snapshot = match faces.look().await {
            Ok(snapshot) => snapshot,
            Err(ending) => return faces.ending(ending),
        };
        let gates = &snapshot.view.gates;
        // What was told before stays told, and swelling that counts already counts from when it was told.
        if gates.swelling.is_none() {
            let said = SinceLast {
                alcohol: gates.alcohol.is_some(),
                medicine: gates.medicine.is_some(),
                swelling: true,
                skin_trouble: gates.health.skin_whole == Some(false),
                may_doze: gates.may_doze,
            };
            if let Err(ending) = faces.tell(Fact::SinceLast(said).into()).await {
                return faces.ending(ending);
            }
        }
    }
    onwards(&format!("/cold-or-warm?{}", answers.query()))
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
            Wish::Plan(PlanWish::Choose { .. } | PlanWish::Own { .. } | PlanWish::Leave | PlanWish::Keep) => {
                "/plan".into()
            }
            Wish::Plan(_) | Wish::Prepare { .. } | Wish::Unprepare { .. } => "/".into(),
        },
        Command::Choice(Choice::BedHours { .. }) => "/settings".into(),
    }
}

pub(super) fn onwards(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// Reads what a form asks for.
///
/// # Errors
/// See [`BadForm`].
pub(super) fn read(action: &str, fields: &Pairs) -> Result<Deed, BadForm> {
    Ok(Deed::Tell(match action {
        "silence" => return Ok(Deed::Silence),
        "sound-test" => return Ok(Deed::SoundTest),
        "login" => return Ok(Deed::Login(must_say(fields, "on")?)),
        "theme" => return Ok(Deed::Prefer(Preference::Theme(word(fields, "theme", Theme::from_code)?))),
        // An empty one is as the system says.
        "language" => return Ok(Deed::Prefer(Preference::Language(field(fields, "language").map(str::to_owned)))),
        "refuse-login" => return Ok(Deed::Prefer(Preference::RefuseLogin)),
        "discreet" => return Ok(Deed::Prefer(Preference::Discreet(must_say(fields, "on")?))),
        "favourite" => {
            let routine = must(fields, "routine")?.to_owned();
            return Ok(Deed::Prefer(Preference::Favourite(routine, must_say(fields, "on")?)));
        }
        "before" => return Ok(Deed::Before(Box::new(Before::read(fields)?))),
        "cold-or-warm" => {
            let pairs = fields.iter().map(|(name, value)| (name, value));
            return Ok(Deed::ColdOrWarm(ColdOrWarm::from_pairs(pairs)));
        }
        "start" => Wish::Start(start(fields)?).into(),
        "on" if field(fields, "since") == Some("asked") => Fact::OnSinceAsked { token: token(fields)? }.into(),
        "on" => Fact::On {
            token: token(fields)?,
            since: number(fields, "since")?.unwrap_or(0),
            sure: yes(fields, "sure")?.unwrap_or(false),
        }
        .into(),
        "off" => Fact::Off { token: token(fields)?, when: when(fields)? }.into(),
        "skin" => Command::skin(token(fields)?, word(fields, "skin", Skin::from_code)?),
        "stop" => {
            Fact::Stop { slot: word(fields, "slot", slot)?, hurts: yes(fields, "hurts")?.unwrap_or(false) }.into()
        }
        "still-on" => Fact::StillOn { token: token(fields)?, on: must_say(fields, "on")? }.into(),
        "snooze" => {
            Wish::Snooze { token: token(fields)?, seconds: number(fields, "seconds")?.unwrap_or(SNOOZE_USUAL) }.into()
        }
        "not-now" => Wish::NotNow { token: token(fields)? }.into(),
        "extend" => Wish::Extend { token: token(fields)?, accept: accepted(fields)? }.into(),
        "undo" => Wish::Undo { token: token(fields)? }.into(),
        "pack" => Wish::UsePack { pack: must(fields, "pack")?.to_owned() }.into(),
        "call" => Wish::Call { on: must_say(fields, "on")? }.into(),
        "pause" => Wish::Pause.into(),
        "resume" => Wish::Resume.into(),
        // A page shows what is there now, and follows it.
        "skip" => Wish::Skip { slot: word(fields, "slot", slot)?, token: None }.into(),
        "back" => Wish::Back.into(),
        "prepare" => Wish::Prepare { timer: must(fields, "timer")?.to_owned() }.into(),
        "unprepare" => Wish::Unprepare { id: number(fields, "id")?.ok_or(BadForm::Missing("id"))? }.into(),
        "accept-disclaimer" => {
            // Both answers go on; a form without one is not this form.
            must_say(fields, "adult")?;
            Fact::AcceptDisclaimer.into()
        }
        "flags" => Fact::AnswerFlags { flags: word(fields, "flags", Flags::from_code)? }.into(),
        "lift-flags" => Wish::LiftFlags.into(),
        "health" => Fact::AnswerHealth(health(fields)?).into(),
        "since-last" => Fact::SinceLast(SinceLast {
            alcohol: yes(fields, "alcohol")?.unwrap_or(false),
            medicine: yes(fields, "medicine")?.unwrap_or(false),
            swelling: yes(fields, "swelling")?.unwrap_or(false),
            skin_trouble: yes(fields, "skin")?.unwrap_or(false),
            may_doze: yes(fields, "doze")?.unwrap_or(false),
        })
        .into(),
        "see" => {
            let see = match must(fields, "see")? {
                "none" => None,
                other => Some(See::from_code(other).ok_or_else(|| odd("see", other))?),
            };
            Fact::SeeSomeone { see }.into()
        }
        "clinician" => Fact::ClinicianSaysFine { about: clinical(fields)?, fine: must_say(fields, "fine")? }.into(),
        "bed-hours" => Choice::BedHours {
            from: number(fields, "from")?.ok_or(BadForm::Missing("from"))?,
            until: number(fields, "until")?.ok_or(BadForm::Missing("until"))?,
        }
        .into(),
        "plan-choose" => Wish::Plan(PlanWish::Choose {
            id: must(fields, "plan")?.to_owned(),
            turns: number(fields, "turns")?,
            agreed_until: number(fields, "until")?,
        })
        .into(),
        "plan-leave" => Wish::Plan(PlanWish::Leave).into(),
        "plan-pause" => Wish::Plan(PlanWish::Pause { length: word(fields, "length", PauseFor::from_code)? }).into(),
        "plan-resume" => Wish::Plan(PlanWish::Resume).into(),
        "plan-worse" => Wish::Plan(PlanWish::Worse).into(),
        "plan-usual" => Wish::Plan(PlanWish::Usual).into(),
        "plan-keep" => Wish::Plan(PlanWish::Keep).into(),
        "plan-start" => Wish::Plan(PlanWish::Start {
            item: item(fields)?,
            routine: field(fields, "routine").map(str::to_owned),
            accept: accepted(fields)?,
        })
        .into(),
        "plan-later" => Wish::Plan(PlanWish::Later { item: item(fields)? }).into(),
        "plan-leave-out" => Wish::Plan(PlanWish::LeaveOut { item: item(fields)? }).into(),
        "pain-changed" => Fact::PainChanged.into(),
        "noted" => Fact::Noted { advice: word(fields, "advice", Advice::from_code)? }.into(),
        other => return Err(BadForm::UnknownAction(other.to_owned())),
    }))
}

/// The start that a form asks for.
pub(super) fn start(fields: &Pairs) -> Result<Start, BadForm> {
    Ok(Start {
        routine: must(fields, "routine")?.to_owned(),
        pack: field(fields, "pack").map(str::to_owned),
        turns: number(fields, "turns")?,
        length: number(fields, "length")?,
        accept: accepted(fields)?,
    })
}

/// The last one counts: a form may hold a hidden field before a chosen one. An empty one says nothing.
pub(super) fn field<'a>(fields: &'a Pairs, name: &str) -> Option<&'a str> {
    let found = fields.iter().rev().find(|(key, _)| key == name)?;
    Some(found.1.trim()).filter(|value| !value.is_empty())
}

pub(super) fn must<'a>(fields: &'a Pairs, name: &'static str) -> Result<&'a str, BadForm> {
    field(fields, name).ok_or(BadForm::Missing(name))
}

pub(super) fn odd(name: &'static str, value: &str) -> BadForm {
    BadForm::Odd { field: name, value: value.to_owned() }
}

pub(super) fn word<T>(fields: &Pairs, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<T, BadForm> {
    let value = must(fields, name)?;
    read(value).ok_or_else(|| odd(name, value))
}

fn number<T: FromStr>(fields: &Pairs, name: &'static str) -> Result<Option<T>, BadForm> {
    field(fields, name).map(|value| value.parse().map_err(|_| odd(name, value))).transpose()
}

pub(super) fn yes(fields: &Pairs, name: &'static str) -> Result<Option<bool>, BadForm> {
    match field(fields, name) {
        None => Ok(None),
        Some("yes") => Ok(Some(true)),
        Some("no") => Ok(Some(false)),
        Some(other) => Err(odd(name, other)),
    }
}

fn must_say(fields: &Pairs, name: &'static str) -> Result<bool, BadForm> {
    yes(fields, name)?.ok_or(BadForm::Missing(name))
}

fn token(fields: &Pairs) -> Result<Option<Token>, BadForm> {
    number(fields, "token")
}

fn item(fields: &Pairs) -> Result<Token, BadForm> {
    token(fields)?.ok_or(BadForm::Missing("token"))
}

fn when(fields: &Pairs) -> Result<CameOff, BadForm> {
    match field(fields, "when") {
        None | Some("now") => Ok(CameOff::Now),
        Some("bell") => Ok(CameOff::Bell),
        Some("ago") => Ok(CameOff::Ago(number(fields, "ago")?.ok_or(BadForm::Missing("ago"))?)),
        Some(other) => Err(odd("when", other)),
    }
}

fn accepted(fields: &Pairs) -> Result<BTreeSet<RuleId>, BadForm> {
    fields
        .iter()
        .filter(|(name, _)| name == "accept")
        .map(|(_, value)| rule(value).ok_or_else(|| odd("accept", value)))
        .collect()
}

/// Reads a rule's name, `R1` to `R23`.
pub(crate) fn rule(name: &str) -> Option<RuleId> {
    serde_json::from_value(serde_json::Value::String(name.trim().to_uppercase())).ok()
}

/// The answers about skin and health. A form that names no kind is about all of them, and says everything; one that does
/// may have boxes for what is not so instead.
pub(super) fn health(fields: &Pairs) -> Result<HealthAnswers, BadForm> {
    let kinds = codes(fields, "kind", HealthKind::from_code)?;
    let conditions = codes(fields, "condition", Condition::from_code)?;
    if kinds.is_empty() {
        let (feels, whole) = (must_say(fields, "feels")?, must_say(fields, "whole")?);
        let kinds = HealthKind::ALL.iter().copied().collect();
        return Ok(HealthAnswers { kinds, feels_normally: Some(feels), skin_whole: Some(whole), conditions });
    }
    let asks_skin = kinds.iter().any(|kind| kind.asks_skin());
    let so = |said: &'static str, not: &'static str| -> Result<Option<bool>, BadForm> {
        let boxed = asks_skin.then(|| yes(fields, not)).transpose()?.map(|ticked| ticked != Some(true));
        Ok(yes(fields, said)?.or(boxed))
    };
    Ok(HealthAnswers {
        feels_normally: so("feels", "cannot-feel")?,
        skin_whole: so("whole", "not-whole")?,
        conditions,
        kinds,
    })
}

/// All values of a field that may stand in a form several times.
fn codes<T: Ord>(fields: &Pairs, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<BTreeSet<T>, BadForm> {
    let said = fields.iter().filter(|(key, value)| key == name && !value.is_empty());
    said.map(|(_, value)| read(value).ok_or_else(|| odd(name, value))).collect()
}

fn clinical(fields: &Pairs) -> Result<Clinical, BadForm> {
    let code = must(fields, "about")?;
    Clinical::from_code(code).ok_or_else(|| odd("about", code))
}
