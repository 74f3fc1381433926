//! Shows the settings and changes them, for the page and for the API; who keeps a setting is asked here and nowhere else.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use lumbar_engine::command::Choice;
use lumbar_ui::settings::{
    ASK_FELT, ASK_WEEK, Held, Hours, Keeper, Kind, PACKS, QUIET_HOURS, Row, Standing, TABLE, TURNS, asks_before, row,
};
use lumbar_ui::{Asked, Scene, Ui};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::api;
use super::faces::{Faces, Shared};
use super::fields::{BadForm, field, must};
use super::onwards::onwards;
use super::query::{MaybeQuery, Pairs, pairs};
use crate::clock::Clock;
use crate::core::{Ending, Input, Kept};
use crate::desktop::hours::look_at_clock;
use crate::store::Preference;

/// A change of one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// It is this from now on.
    To(&'static Row, Value),
    /// It is as without a choice. A name that is not known is forgotten.
    Back(String),
    /// A part of a list or a map changes.
    Part(&'static Row, Preference),
}

/// Why a setting is not changed.
enum NotChanged {
    /// In a sentence.
    Refused(String),
    Ending(Ending),
}

impl From<Ending> for NotChanged {
    fn from(ending: Ending) -> Self {
        Self::Ending(ending)
    }
}

impl Change {
    /// Reads what a form asks for.
    pub(super) fn read(fields: &Pairs) -> Result<Self, BadForm> {
        let key = must(fields, "key")?;
        if field(fields, "reset").is_some() {
            return Ok(Self::Back(key.to_owned()));
        }
        let row = row(key).ok_or_else(|| BadForm::UnknownSetting(key.to_owned()))?;
        if matches!(row.kind, Kind::Routines | Kind::Packs | Kind::Turns) {
            return Self::part(row, fields);
        }
        let text = match row.kind {
            Kind::Hours | Kind::MaybeHours => format!("{} - {}", must(fields, "from")?, must(fields, "until")?),
            // An empty field is no key.
            Kind::Key => {
                field(fields, "value").filter(|text| !text.trim().is_empty()).unwrap_or(Kind::NEVER).to_owned()
            }
            Kind::Switch | Kind::OneOf(_) | Kind::Language | Kind::Routines | Kind::Packs | Kind::Turns => {
                must(fields, "value")?.to_owned()
            }
        };
        row.kind.read(&text).map(|value| Self::To(row, value)).map_err(BadForm::NotTaken)
    }

    fn part(row: &'static Row, fields: &Pairs) -> Result<Self, BadForm> {
        let said = |name| field(fields, name).map(str::to_owned);
        let preference = if let Some(routine) = said("out") {
            match row {
                row if row == PACKS.row() => Preference::Pack(routine, None),
                row if row == TURNS.row() => Preference::Turns(routine, None),
                _ => Preference::Favourite(routine, false),
            }
        } else if row == TURNS.row() {
            let turns = must(fields, "turns")?;
            let pair = format!("{}={turns}", must(fields, "more")?);
            let turns = row.kind.read(&pair).map_err(BadForm::NotTaken)?;
            let turns = <BTreeMap<String, u8>>::from_value(&turns).unwrap_or_default();
            let (routine, turns) = turns.into_iter().next().ok_or(BadForm::Missing("turns"))?;
            Preference::Turns(routine, Some(turns))
        } else if let Some(routine) = said("up") {
            Preference::MoveFavourite { routine, up: true }
        } else if let Some(routine) = said("down") {
            Preference::MoveFavourite { routine, up: false }
        } else {
            Preference::Favourite(must(fields, "more")?.to_owned(), true)
        };
        Ok(Self::Part(row, preference))
    }

    /// What is to be answered before this is done: the question, where the answer is not given yet.
    fn asks(&self, ui: &Ui, accepted: bool) -> Option<String> {
        let Self::To(row, value) = self else { return None };
        asks_before(row, value).filter(|_| !accepted).map(|question| ui.text(question, &[]))
    }

    fn key(&self) -> &str {
        match self {
            Self::To(row, _) | Self::Part(row, _) => row.key,
            Self::Back(key) => key,
        }
    }

    /// Changes it by a form, and leads back to the page.
    pub(super) async fn by_form(self, faces: &Faces, fields: &Pairs, next: Option<&str>) -> Response {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let query = field(fields, "q").map(|query| format!("&q={}", encoded(query))).unwrap_or_default();
        let key = encoded(self.key());
        if self.asks(&faces.ui(), field(fields, "accept").is_some()).is_some() {
            return onwards(&format!("/settings?ask={key}{query}"));
        }
        match self.make(faces).await {
            Ok(_) => {
                let page = format!("/settings?set={key}{query}");
                onwards(next.unwrap_or(&page))
            }
            Err(NotChanged::Refused(sentence)) => faces.wrong(StatusCode::CONFLICT, sentence).await,
            Err(NotChanged::Ending(ending)) => faces.ending(ending),
        }
    }

    /// Makes the change where the setting is kept.
    async fn make(self, faces: &Faces) -> Result<Kept, NotChanged> {
        let (row, value) = match self {
            Self::Part(_, preference) => return prefer(faces, preference).await,
            Self::Back(key) => match row(&key).filter(|row| row.keeper != Keeper::Data) {
                None => return prefer(faces, Preference::Forget(key)).await,
                Some(row) => (row, row.default_value()),
            },
            Self::To(row, value) => (row, value),
        };
        match row.keeper {
            Keeper::Data => prefer(faces, Preference::Set(row, value)).await,
            Keeper::Engine => match faces.tell(choice(row, &value).into()).await? {
                Ok(kept) => Ok(kept),
                Err(refused) => {
                    let now = faces.handle.look().await?.now;
                    Err(NotChanged::Refused(faces.ui().refusal_in_full(&refused, now, Clock::offset(now.wall))))
                }
            },
            Keeper::Desktop => match faces.login.switch(value == json!(true)).await {
                Ok(()) => Ok(Kept::OnDisk),
                Err(why) => {
                    tracing::warn!("starting at login could not be switched: {why:?}");
                    let ui = faces.ui();
                    Err(NotChanged::Refused(ui.text("login-failed", &[("why", ui.why(&why).into())])))
                }
            },
        }
    }
}

/// The choice that a value is to the engine.
fn choice(row: &Row, value: &Value) -> Choice {
    let on = value == &json!(true);
    match row {
        row if row == ASK_FELT.row() => Choice::AskFelt { on },
        row if row == ASK_WEEK.row() => Choice::AskWeek { on },
        row if row == QUIET_HOURS.row() => {
            let hours = <Option<Hours>>::from_value(value).flatten();
            Choice::QuietHours { hours: hours.map(|Hours { from, until }| (from, until)) }
        }
        _ => {
            let Hours { from, until } = Hours::from_value(value).unwrap_or_default();
            Choice::BedHours { from, until }
        }
    }
}

async fn prefer(faces: &Faces, preference: Preference) -> Result<Kept, NotChanged> {
    let (ui, answer) = (faces.ui(), faces.handle.call(|reply| Input::Prefer(preference, reply)).await?);
    // The engine is not asked, so nothing is refused.
    answer.map_err(|refused| NotChanged::Refused(format!("{}: {refused}", ui.text("refused-title", &[]))))
}

pub(super) async fn page(State(faces): Shared, query: MaybeQuery<Pairs>) -> Response {
    let asked = Asked::from_pairs(pairs(query));
    // Who comes here may just have changed how the desktop writes times; the page follows when it is known.
    look_at_clock(faces.handle.clone());
    faces.page_with_login(|ui, scene| Some(ui.settings(scene, &asked))).await
}

/// `GET /api/v1/settings`: every setting, and what is kept without being understood.
pub(super) async fn list(State(faces): Shared) -> Response {
    faces.answer_with_login(json_of).await
}

fn json_of(ui: &Ui, scene: &Scene<'_>) -> Value {
    let settings: Vec<Value> = TABLE.iter().map(|row| row_json(ui, scene, row)).collect();
    let unknown: Vec<Value> = scene.settings.unknown().map(|(key, text)| json!({ "key": key, "text": text })).collect();
    json!({ "settings": settings, "unknown": unknown })
}

fn row_json(ui: &Ui, scene: &Scene<'_>, row: &Row) -> Value {
    let usual = row.default_value();
    let standing = scene.standing(row);
    let (value, odd) = match &standing {
        None => (Value::Null, None),
        Some(Standing::Usual) => (usual.clone(), None),
        Some(Standing::Chosen(value)) => (value.clone(), None),
        Some(Standing::NotUnderstood(text)) => (usual.clone(), Some(text.clone())),
    };
    json!({
        "key": row.key,
        "name": ui.setting_name(row),
        "group": row.group.code(),
        "kind": row.kind.code(),
        "words": if let Kind::OneOf(words) = row.kind { json!(words) } else { Value::Null },
        "here": standing.is_some(),
        "value": value,
        "written": row.kind.written(&value),
        "usual": usual,
        "changed": !matches!(standing, None | Some(Standing::Usual)),
        "not_understood": odd,
    })
}

/// What `POST /api/v1/settings` takes.
#[derive(Deserialize)]
struct Asks {
    key: String,
    /// As a person writes it, or as JSON of the setting's own kind.
    #[serde(default)]
    value: Option<Value>,
    #[serde(default)]
    reset: bool,
    /// The person has read what it means and wants it all the same.
    #[serde(default)]
    accept: bool,
}

/// `POST /api/v1/settings`: changes one.
pub(super) async fn change_by_json(State(faces): Shared, body: Bytes) -> Response {
    let asks: Asks = match api::read(&faces, &body) {
        Ok(asks) => asks,
        Err(answer) => return *answer,
    };
    let accept = asks.accept;
    let change = match asks.change(&faces.ui()) {
        Ok(change) => change,
        Err(sentence) => return (StatusCode::BAD_REQUEST, Json(json!({ "sentence": sentence }))).into_response(),
    };
    if let Some(question) = change.asks(&faces.ui(), accept) {
        let sentence = faces.ui().text("setting-asks", &[("question", question.into())]);
        return (StatusCode::CONFLICT, Json(json!({ "sentence": sentence, "accept": true }))).into_response();
    }
    match change.make(&faces).await {
        Ok(Kept::OnDisk) => Json(json!({ "saved": true })).into_response(),
        Ok(Kept::InMemory) => {
            let sentence = faces.ui().text("program-unsaved-press", &[]);
            Json(json!({ "saved": false, "sentence": sentence })).into_response()
        }
        Err(NotChanged::Refused(sentence)) => api::refused(sentence),
        Err(NotChanged::Ending(ending)) => faces.ending(ending),
    }
}

impl Asks {
    fn change(self, ui: &Ui) -> Result<Change, String> {
        let Self { key, value, reset, accept: _ } = self;
        if reset {
            return Ok(Change::Back(key));
        }
        let row = row(&key).ok_or_else(|| ui.text("setting-unknown", &[("key", key.as_str().into())]))?;
        let value = value.unwrap_or_default();
        let read = match value.as_str() {
            Some(text) => row.kind.read(text),
            None if row.kind.takes(&value) => Ok(value),
            None => row.kind.read(&value.to_string()),
        };
        read.map(|value| Change::To(row, value)).map_err(|bad| ui.setting_not_taken(&bad))
    }
}
