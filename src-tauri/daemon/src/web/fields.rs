//! Reads the fields of a form: each as what it must be, or what is wrong with it.

use std::collections::BTreeSet;
use std::str::FromStr;

use lumbar_engine::command::{HealthAnswers, Start};
use lumbar_engine::health::{Clinical, Condition, HealthKind};
use lumbar_engine::practice::PracticeWish;
use lumbar_engine::rules::RuleId;
use lumbar_engine::words::{CameOff, Skin, Token};
use lumbar_ui::Ui;
use lumbar_ui::settings::NotTaken;
use thiserror::Error;

use super::query::Pairs;

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
    /// There is no such setting.
    #[error("there is no setting of this name")]
    UnknownSetting(String),
    /// It is no value of a setting.
    #[error("this is no value of the setting")]
    NotTaken(NotTaken),
}

impl BadForm {
    /// In a sentence.
    pub(super) fn sentence(&self, ui: &Ui) -> String {
        match self {
            Self::UnknownAction(_) => ui.text("program-form-unknown", &[]),
            Self::UnknownSetting(key) => ui.text("setting-unknown", &[("key", key.as_str().into())]),
            Self::NotTaken(bad) => ui.setting_not_taken(bad),
            Self::Missing(name) => ui.text("program-form-missing", &[("field", (*name).into())]),
            Self::Odd { field, value } => {
                let value: String = value.chars().take(40).collect();
                ui.text("program-form-odd", &[("field", (*field).into()), ("value", value.into())])
            }
        }
    }
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

pub(super) fn number<T: FromStr>(fields: &Pairs, name: &'static str) -> Result<Option<T>, BadForm> {
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

pub(super) fn must_say(fields: &Pairs, name: &'static str) -> Result<bool, BadForm> {
    yes(fields, name)?.ok_or(BadForm::Missing(name))
}

pub(super) fn token(fields: &Pairs) -> Result<Option<Token>, BadForm> {
    number(fields, "token")
}

pub(super) fn item(fields: &Pairs) -> Result<Token, BadForm> {
    token(fields)?.ok_or(BadForm::Missing("token"))
}

/// What is said to the practice turn.
pub(super) fn practice(fields: &Pairs) -> Result<PracticeWish, BadForm> {
    let token = token(fields)?;
    let skin = |skin| PracticeWish::Skin { token, skin };
    Ok(match must(fields, "do")? {
        "begin" => PracticeWish::Begin,
        "on" => PracticeWish::On { token },
        "fine" => skin(Skin::Fine),
        "red" => skin(Skin::Red),
        "bad" => skin(Skin::Bad),
        "off" => PracticeWish::Off { token },
        "end" => PracticeWish::End,
        other => return Err(odd("do", other)),
    })
}

pub(super) fn when(fields: &Pairs) -> Result<CameOff, BadForm> {
    match field(fields, "when") {
        None | Some("now") => Ok(CameOff::Now),
        Some("bell") => Ok(CameOff::Bell),
        Some("ago") => Ok(CameOff::Ago(number(fields, "ago")?.ok_or(BadForm::Missing("ago"))?)),
        Some(other) => Err(odd("when", other)),
    }
}

pub(super) fn accepted(fields: &Pairs) -> Result<BTreeSet<RuleId>, BadForm> {
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

pub(super) fn clinical(fields: &Pairs) -> Result<Clinical, BadForm> {
    let code = must(fields, "about")?;
    Clinical::from_code(code).ok_or_else(|| odd("about", code))
}
