//! Reads forms as requests, and answers with the page that fits: onwards, the refusal, or the question that is due.

use std::collections::BTreeSet;
use std::str::FromStr;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use lumbar_engine::gates::{Clinical, Condition, Flags, Gate};
use lumbar_engine::request::{CameOff, Refused, Request, Skin, Start, Token};
use lumbar_engine::rules::RuleId;
use lumbar_engine::view::Advice;
use lumbar_ui::{RetryForm, inside};
use thiserror::Error;

use super::pages::Pairs;
use super::{Faces, Shared};
use crate::core::{Input, question, slot};

/// What a form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    /// Something of the engine.
    Ask(Request),
    /// Be still.
    Silence,
    /// Ring once.
    SoundTest,
    /// Start when the person logs in, or no longer.
    Login(bool),
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
            return faces.wrong(StatusCode::BAD_REQUEST, faces.ui.text("program-form-unreadable", &[])).await;
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
            Ok(()) => onwards(next.as_deref().unwrap_or("/sound")),
            Err(why) => {
                tracing::warn!("starting at login could not be switched: {why}");
                let sentence = faces.ui.text("login-failed", &[("why", why.into())]);
                faces.wrong(StatusCode::INTERNAL_SERVER_ERROR, sentence).await
            }
        },
        Ok(Deed::Ask(request)) => {
            // Offered beside the disclaimer; it must not stand in the way of the answer.
            if matches!(request, Request::AcceptDisclaimer { .. })
                && field(&fields, "login") == Some("yes")
                && let Err(why) = faces.login.switch(true).await
            {
                tracing::warn!("starting at login could not be switched: {why}");
            }
            ask(&faces, &action, fields, next, request).await
        }
        Err(bad) => {
            tracing::warn!("{action}: {bad}");
            let sentence = match &bad {
                BadForm::UnknownAction(_) => faces.ui.text("program-form-unknown", &[]),
                BadForm::Missing(name) => faces.ui.text("program-form-missing", &[("field", (*name).into())]),
                BadForm::Odd { field, value } => {
                    let value: String = value.chars().take(40).collect();
                    faces.ui.text("program-form-odd", &[("field", (*field).into()), ("value", value.into())])
                }
            };
            faces.wrong(StatusCode::BAD_REQUEST, sentence).await
        }
    }
}

async fn ask(faces: &Faces, action: &str, fields: Pairs, next: Option<String>, request: Request) -> Response {
    let fitting = fitting_page(faces, &request);
    let opens = opens_the_way(&request);
    let outcome = match faces.handle.ask(request).await {
        Ok(outcome) => outcome,
        Err(ending) => return faces.ending(ending),
    };
    let snapshot = match faces.handle.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    match outcome {
        Ok(()) => onwards(&landing(opens, snapshot.view.gate, next.as_deref(), &fitting)),
        Err(Refused::Gate { gate }) => onwards(&to_question(gate, Some(next.as_deref().unwrap_or(&fitting)))),
        Err(refused) => {
            let back = next.or(Some(fitting));
            let fields = fields.into_iter().filter(|(name, _)| name != "next").collect();
            let retry = RetryForm { action: action.to_owned(), fields, back };
            faces.page_of(&snapshot, StatusCode::CONFLICT, |ui, scene| Some(ui.refused(scene, &refused, &retry)))
        }
    }
}

/// Tells whether an answer opens the way to a start, so that the next question may follow it at once. A warning sign does
/// not: its page with help comes before any further question.
pub(super) fn opens_the_way(request: &Request) -> bool {
    matches!(
        request,
        Request::AcceptDisclaimer { .. } | Request::AnswerFlags(Flags::None) | Request::AnswerHealth { .. }
    )
}

/// Where a form that was accepted leads: the form's own page, unless one question leads to the next.
pub(super) fn landing(opens: bool, due: Option<Gate>, next: Option<&str>, fitting: &str) -> String {
    match due {
        Some(gate) if opens => to_question(gate, next),
        Some(_) | None => next.unwrap_or(fitting).to_owned(),
    }
}

/// Where a press leads when the form does not say.
fn fitting_page(faces: &Faces, request: &Request) -> String {
    match request {
        Request::Start(start) => match faces.catalogue.routine(&start.routine) {
            Some(routine) if routine.is_thermal() => "/session/thermal".into(),
            Some(_) => "/session/activity".into(),
            None => "/routines".into(),
        },
        Request::Stop { slot, .. } | Request::Skip { slot, .. } => format!("/session/{}", slot.code()),
        Request::Pause | Request::Resume | Request::Back => "/session/activity".into(),
        Request::On { .. }
        | Request::OnSinceAsked { .. }
        | Request::Off { .. }
        | Request::Skin { .. }
        | Request::StillOn { .. }
        | Request::Snooze { .. }
        | Request::NotNow { .. }
        | Request::Extend { .. } => "/session/thermal".into(),
        Request::LiftFlags | Request::ClinicianSaysFine { .. } | Request::ChooseBedHours { .. } => "/safety".into(),
        Request::PainChanged => question(Gate::Flags).into(),
        // The page with the sentence that belongs to the answer.
        Request::AnswerFlags(Flags::Urgent | Flags::Emergency) => "/safety".into(),
        Request::AnswerFlags(Flags::None)
        | Request::AcceptDisclaimer { .. }
        | Request::AnswerHealth { .. }
        | Request::Noted { .. }
        | Request::Prepare { .. }
        | Request::Unprepare { .. }
        | Request::BedHours { .. }
        | Request::GoingToSleep
        | Request::Woke { .. }
        | Request::BatteryLow(_) => "/".into(),
    }
}

fn onwards(path: &str) -> Response {
    Redirect::to(path).into_response()
}

fn to_question(gate: Gate, next: Option<&str>) -> String {
    match next {
        Some(next) => format!("{}?next={}", question(gate), encoded(next)),
        None => question(gate).to_owned(),
    }
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Reads what a form asks for.
///
/// # Errors
/// See [`BadForm`].
pub(super) fn read(action: &str, fields: &Pairs) -> Result<Deed, BadForm> {
    Ok(Deed::Ask(match action {
        "silence" => return Ok(Deed::Silence),
        "sound-test" => return Ok(Deed::SoundTest),
        "login" => return Ok(Deed::Login(must_say(fields, "on")?)),
        "start" => Request::Start(Start {
            routine: must(fields, "routine")?.to_owned(),
            pack: field(fields, "pack").map(str::to_owned),
            turns: number(fields, "turns")?,
            accept: accepted(fields)?,
        }),
        "on" if field(fields, "since") == Some("asked") => Request::OnSinceAsked { token: token(fields)? },
        "on" => Request::On { token: token(fields)?, since: number(fields, "since")?.unwrap_or(0) },
        "off" => Request::Off { token: token(fields)?, when: when(fields)? },
        "skin" => Request::Skin { token: token(fields)?, skin: word(fields, "skin", skin)? },
        "stop" => Request::Stop { slot: word(fields, "slot", slot)?, hurts: yes(fields, "hurts")?.unwrap_or(false) },
        "still-on" => Request::StillOn { token: token(fields)?, on: must_say(fields, "on")? },
        "snooze" => Request::Snooze { token: token(fields)?, seconds: number(fields, "seconds")?.unwrap_or(600) },
        "not-now" => Request::NotNow { token: token(fields)? },
        "extend" => Request::Extend { token: token(fields)?, accept: accepted(fields)? },
        "pause" => Request::Pause,
        "resume" => Request::Resume,
        // A page shows what is there now, and follows it.
        "skip" => Request::Skip { slot: word(fields, "slot", slot)?, token: None },
        "back" => Request::Back,
        "prepare" => Request::Prepare { timer: must(fields, "timer")?.to_owned() },
        "unprepare" => Request::Unprepare { id: number(fields, "id")?.ok_or(BadForm::Missing("id"))? },
        "accept-disclaimer" => Request::AcceptDisclaimer { adult: must_say(fields, "adult")? },
        "flags" => Request::AnswerFlags(word(fields, "flags", Flags::from_code)?),
        "lift-flags" => Request::LiftFlags,
        "health" => Request::AnswerHealth {
            feels_normally: must_say(fields, "feels")?,
            skin_whole: must_say(fields, "whole")?,
            conditions: conditions(fields)?,
            drowsy: yes(fields, "drowsy")?.unwrap_or(false),
            swelling: yes(fields, "swelling")?.unwrap_or(false),
            may_doze: yes(fields, "doze")?.unwrap_or(false),
        },
        "clinician" => Request::ClinicianSaysFine { about: clinical(fields)?, fine: must_say(fields, "fine")? },
        "bed-hours" => Request::ChooseBedHours {
            from: number(fields, "from")?.ok_or(BadForm::Missing("from"))?,
            until: number(fields, "until")?.ok_or(BadForm::Missing("until"))?,
        },
        "pain-changed" => Request::PainChanged,
        "noted" => Request::Noted { advice: word(fields, "advice", Advice::from_code)? },
        other => return Err(BadForm::UnknownAction(other.to_owned())),
    }))
}

/// The last one counts: a form may hold a hidden field before a chosen one. An empty one says nothing.
fn field<'a>(fields: &'a Pairs, name: &str) -> Option<&'a str> {
    let found = fields.iter().rev().find(|(key, _)| key == name)?;
    Some(found.1.trim()).filter(|value| !value.is_empty())
}

fn must<'a>(fields: &'a Pairs, name: &'static str) -> Result<&'a str, BadForm> {
    field(fields, name).ok_or(BadForm::Missing(name))
}

fn odd(name: &'static str, value: &str) -> BadForm {
    BadForm::Odd { field: name, value: value.to_owned() }
}

fn word<T>(fields: &Pairs, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<T, BadForm> {
    let value = must(fields, name)?;
    read(value).ok_or_else(|| odd(name, value))
}

fn number<T: FromStr>(fields: &Pairs, name: &'static str) -> Result<Option<T>, BadForm> {
    field(fields, name).map(|value| value.parse().map_err(|_| odd(name, value))).transpose()
}

fn yes(fields: &Pairs, name: &'static str) -> Result<Option<bool>, BadForm> {
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

fn skin(code: &str) -> Option<Skin> {
    match code {
        "fine" => Some(Skin::Fine),
        "red" => Some(Skin::Red),
        "bad" => Some(Skin::Bad),
        _ => None,
    }
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

fn conditions(fields: &Pairs) -> Result<BTreeSet<Condition>, BadForm> {
    fields
        .iter()
        .filter(|(name, value)| name == "condition" && !value.is_empty())
        .map(|(_, value)| Condition::from_code(value).ok_or_else(|| odd("condition", value)))
        .collect()
}

fn clinical(fields: &Pairs) -> Result<Clinical, BadForm> {
    let code = must(fields, "about")?;
    Clinical::from_code(code).ok_or_else(|| odd("about", code))
}
