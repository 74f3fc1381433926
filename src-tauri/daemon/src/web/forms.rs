//! Reads forms as requests, and answers with the page that fits: onwards, the refusal, or the question that is due.

use std::collections::BTreeSet;
use std::str::FromStr;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use lumbar_engine::command::{Choice, Command, Fact, HealthAnswers, SinceLast, Start, Wish};
use lumbar_engine::health::{Clinical, Condition, HealthKind};
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::rules::RuleId;
use lumbar_engine::words::{Advice, CameOff, Flags, Gate, See, Skin, Token};
use lumbar_ui::{RetryForm, Theme, encoded, inside, question_page, question_path};
use thiserror::Error;

use super::faces::{Faces, Shared};
use super::query::Pairs;
use crate::core::{Input, Kept, slot};
use crate::store::Preference;

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
            Ok(()) => onwards(next.as_deref().unwrap_or("/sound")),
            Err(why) => {
                tracing::warn!("starting at login could not be switched: {why}");
                let sentence = faces.ui().text("login-failed", &[("why", why.into())]);
                faces.wrong(StatusCode::INTERNAL_SERVER_ERROR, sentence).await
            }
        },
        Ok(Deed::Prefer(preference)) => match faces.handle.call(|reply| Input::Prefer(preference, reply)).await {
            Ok(_) => onwards(next.as_deref().unwrap_or("/")),
            Err(ending) => faces.ending(ending),
        },
        Ok(Deed::Tell(command)) => {
            // Offered beside the disclaimer; it must not stand in the way of the answer.
            if matches!(command, Command::Fact(Fact::AcceptDisclaimer))
                && field(&fields, "login") == Some("yes")
                && let Err(why) = faces.login.switch(true).await
            {
                tracing::warn!("starting at login could not be switched: {why}");
            }
            tell(&faces, &action, fields, next, command).await
        }
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

async fn tell(faces: &Faces, action: &str, fields: Pairs, next: Option<String>, command: Command) -> Response {
    let fitting = if let Command::Wish(Wish::Start(start)) = &command {
        // The routine may be one of the person's own, written a moment ago.
        match faces.look().await {
            Ok(snapshot) => page_of_start(&snapshot.catalogue, start).to_owned(),
            Err(ending) => return faces.ending(ending),
        }
    } else {
        fitting_page(&command)
    };
    let opens = opens_the_way(&command);
    // The way to help is the answer to a warning sign, wherever the form came from.
    let next = next.filter(|_| !warns(&command));
    let outcome = match faces.tell(command).await {
        Ok(outcome) => outcome,
        Err(ending) => return faces.ending(ending),
    };
    let snapshot = match faces.handle.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    match outcome {
        Ok(Kept::OnDisk | Kept::InMemory) => onwards(&landing(opens, snapshot.view.gate, next.as_deref(), &fitting)),
        Err(Refused::Gate { gate, routine }) => {
            onwards(&question_path(gate, &routine, Some(next.as_deref().unwrap_or(&fitting))))
        }
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
pub(super) fn opens_the_way(command: &Command) -> bool {
    let Command::Fact(fact) = command else { return false };
    matches!(fact, Fact::AcceptDisclaimer | Fact::AnswerFlags { flags: Flags::None } | Fact::AnswerHealth(_))
}

/// Tells whether an answer says that a warning sign is there, or may be.
pub(super) fn warns(command: &Command) -> bool {
    matches!(command, Command::Fact(Fact::AnswerFlags { flags: Flags::Unsure | Flags::Emergency }))
}

/// Where a form that was accepted leads: the form's own page, unless one question leads to the next.
pub(super) fn landing(opens: bool, due: Option<Gate>, next: Option<&str>, fitting: &str) -> String {
    match due {
        Some(gate) if opens => to_question(gate, next),
        Some(_) | None => next.unwrap_or(fitting).to_owned(),
    }
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
            Fact::PainChanged => question_page(Gate::Flags).into(),
            // The page with the sentence that belongs to the answer.
            Fact::AnswerFlags { flags: Flags::Unsure | Flags::Emergency }
            | Fact::SeeSomeone { .. }
            | Fact::ClinicianSaysFine { .. } => "/safety".into(),
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
            Wish::Prepare { .. } | Wish::Unprepare { .. } => "/".into(),
        },
        Command::Choice(Choice::BedHours { .. }) => "/safety".into(),
    }
}

fn onwards(path: &str) -> Response {
    Redirect::to(path).into_response()
}

fn to_question(gate: Gate, next: Option<&str>) -> String {
    match next {
        Some(next) => format!("{}?next={}", question_page(gate), encoded(next)),
        None => question_page(gate).to_owned(),
    }
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
        "discreet" => return Ok(Deed::Prefer(Preference::Discreet(must_say(fields, "on")?))),
        "favourite" => {
            let routine = must(fields, "routine")?.to_owned();
            return Ok(Deed::Prefer(Preference::Favourite(routine, must_say(fields, "on")?)));
        }
        "start" => Wish::Start(Start {
            routine: must(fields, "routine")?.to_owned(),
            pack: field(fields, "pack").map(str::to_owned),
            turns: number(fields, "turns")?,
            length: number(fields, "length")?,
            accept: accepted(fields)?,
        })
        .into(),
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
        "snooze" => Wish::Snooze { token: token(fields)?, seconds: number(fields, "seconds")?.unwrap_or(600) }.into(),
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
        "see" => Fact::SeeSomeone {
            see: match must(fields, "see")? {
                "none" => None,
                code => Some(See::from_code(code).ok_or_else(|| odd("see", code))?),
            },
        }
        .into(),
        "health" => Fact::AnswerHealth(health(fields)?).into(),
        "since-last" => {
            let is = |name| yes(fields, name).map(|said| said.unwrap_or(false));
            Fact::SinceLast(SinceLast {
                alcohol: is("alcohol")?,
                medicine: is("medicine")?,
                swelling: is("swelling")?,
                skin_trouble: is("skin")?,
                may_doze: is("doze")?,
            })
            .into()
        }
        "clinician" => Fact::ClinicianSaysFine { about: clinical(fields)?, fine: must_say(fields, "fine")? }.into(),
        "bed-hours" => Choice::BedHours {
            from: number(fields, "from")?.ok_or(BadForm::Missing("from"))?,
            until: number(fields, "until")?.ok_or(BadForm::Missing("until"))?,
        }
        .into(),
        "pain-changed" => Fact::PainChanged.into(),
        "noted" => Fact::Noted { advice: word(fields, "advice", Advice::from_code)? }.into(),
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

/// The answers about skin and health; a form that names no kind is about all of them, and says everything.
fn health(fields: &Pairs) -> Result<HealthAnswers, BadForm> {
    let kinds = codes(fields, "kind", HealthKind::from_code)?;
    let (feels, whole) = match kinds.is_empty() {
        true => (Some(must_say(fields, "feels")?), Some(must_say(fields, "whole")?)),
        false => (yes(fields, "feels")?, yes(fields, "whole")?),
    };
    let kinds = if kinds.is_empty() { HealthKind::ALL.iter().copied().collect() } else { kinds };
    let conditions = codes(fields, "condition", Condition::from_code)?;
    Ok(HealthAnswers { kinds, feels_normally: feels, skin_whole: whole, conditions })
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
