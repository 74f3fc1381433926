//! Answers for the diary: the page of a day, its forms, and the same for the command line. Everything is read beside the loop
//! that keeps time; what changes limits or records goes through the engine.

use std::collections::BTreeMap;

use axum::Form;
use axum::body::Bytes;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc, Weekday};
use lumbar_engine::command::{Choice, Command, Wish};
use lumbar_engine::diary::wish::{BadEntry, ByHand, Change, DiaryWish, Entry as Times, EntryField, check_note};
use lumbar_engine::diary::{LocalTime, SessionRecord, Stopped, WeekAnswer, two_worse_weeks};
use lumbar_engine::plan::Clock as TimeOfDay;
use lumbar_engine::plan::frame::{day_of, moment_on};
use lumbar_engine::plan::zone::{Fixed, Zone};
use lumbar_engine::refusal::Refused;
use lumbar_ui::{DayScene, Ui, WrongEntry};
use serde_json::json;
use tokio::task::spawn_blocking;

use super::entry::{felt, has, read_day, read_time, session_of, text};
use super::faces::{Faces, Shared};
use super::fields::{BadForm, field, must, must_say, word};
use super::onwards::onwards;
use super::query::{MaybeQuery, Pairs, pairs, value};
use crate::clock::Clock;
use crate::clock::zone::Here;
use crate::core::{Ending, Input, Kept, Snapshot};
use crate::store::reader::Reader;
use crate::store::{Entry, StoreError};

/// An answer about a week is asked for again when this many days have passed, at the end of a week.
const WEEK_DUE: i64 = 5;
/// The longest word about the week, characters.
const WEEK_WORDS: usize = 200;
/// The command line lists so many records unless it is told another number, and never more than the second.
const LISTED: (u32, u32) = (20, 10_000);

/// Why something about the diary was not done.
#[derive(Debug)]
pub(super) enum Bad {
    Form(BadForm),
    Entry(BadEntry),
    Refused(Refused),
    /// A field that is no time of day, or no number.
    Odd(&'static str, EntryField, String),
    Day(String),
    Store(StoreError),
    Ending,
}

impl From<BadForm> for Bad {
    fn from(bad: BadForm) -> Self {
        Self::Form(bad)
    }
}

impl From<BadEntry> for Bad {
    fn from(bad: BadEntry) -> Self {
        Self::Entry(bad)
    }
}

impl From<Ending> for Bad {
    fn from(_: Ending) -> Self {
        Self::Ending
    }
}

impl Bad {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Form(_) | Self::Odd(..) | Self::Day(_) => StatusCode::BAD_REQUEST,
            Self::Entry(_) | Self::Refused(_) => StatusCode::CONFLICT,
            Self::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Ending => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    pub(super) fn sentence(&self, ui: &Ui, now: lumbar_engine::time::Now) -> String {
        match self {
            Self::Form(bad) => bad.sentence(ui),
            Self::Entry(bad) => ui.bad_entry(bad),
            Self::Refused(refused) => ui.refusal(refused, now, Clock::offset(now.wall)),
            Self::Odd(key, field, said) => {
                let name = ui.text(&format!("diary-field-{}", field.code()), &[]);
                ui.text(key, &[("field", name.into()), ("said", short(said).into())])
            }
            Self::Day(asked) => ui.no_such_day(asked),
            Self::Store(why) => ui.diary_unreadable(&ui.why(&why.why())),
            Self::Ending => ui.text("program-ending", &[]),
        }
    }
}

fn short(said: &str) -> String {
    said.chars().take(40).collect()
}

/// Today's page of the diary.
pub(super) async fn today(State(faces): Shared) -> Response {
    match faces.look().await {
        Ok(snapshot) => onwards(&format!("/history/day/{}", today_of(&snapshot))),
        Err(ending) => faces.ending(ending),
    }
}

/// The page of a day.
pub(super) async fn day(State(faces): Shared, Path(asked): Path<String>, query: MaybeQuery<Pairs>) -> Response {
    let Some(day) = read_day(&asked) else {
        return faces.wrong(StatusCode::NOT_FOUND, faces.ui().no_such_day(&asked)).await;
    };
    let edit = value(&pairs(query), "edit").and_then(|session| session.parse().ok());
    page(&faces, day, edit, None, StatusCode::OK).await
}

async fn page(
    faces: &Faces,
    day: NaiveDate,
    edit: Option<u64>,
    wrong: Option<&WrongEntry>,
    status: StatusCode,
) -> Response {
    let snapshot = match faces.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    let asks_week = snapshot.view.asks_week;
    let found = read(faces, move |reader| {
        let last = if asks_week { reader.last_weeks()? } else { Vec::new() };
        Ok((reader.day(day)?, last))
    });
    let (detail, weeks) = match found.await {
        Ok(found) => found,
        Err(bad) => return faces.wrong(bad.status(), bad.sentence(&faces.ui(), snapshot.now)).await,
    };
    let today = today_of(&snapshot);
    let last = weeks.last();
    let scene_of_day = DayScene {
        detail: &detail,
        today,
        edit,
        wrong,
        week_due: week_is_due(today, last),
        activity: last.map_or("", |last| &last.activity),
        // What was long ago is over.
        two_worse: two_worse_weeks(&weeks) && last.is_some_and(|last| (today - last.until).num_days() < 14),
    };
    faces.page_of(&snapshot, status, |ui, scene| Some(ui.day_page(scene, &scene_of_day)))
}

/// At the end of a week, once.
fn week_is_due(today: NaiveDate, last: Option<&WeekAnswer>) -> bool {
    let ends = matches!(today.weekday(), Weekday::Fri | Weekday::Sat | Weekday::Sun);
    ends && last.is_none_or(|last| (today - last.until).num_days() >= WEEK_DUE)
}

/// A form of the diary.
pub(super) async fn post(
    State(faces): Shared,
    Path(deed): Path<String>,
    form: Result<Form<Pairs>, FormRejection>,
) -> Response {
    let Ok(Form(fields)) = form else {
        tracing::warn!("diary/{deed}: the form could not be read");
        return faces.wrong(StatusCode::BAD_REQUEST, faces.ui().text("program-form-unreadable", &[])).await;
    };
    let day = field(&fields, "day").and_then(read_day);
    let next = field(&fields, "next").and_then(lumbar_ui::inside).map(str::to_owned);
    let back = match (next, day) {
        (Some(next), _) => next,
        (None, Some(day)) => format!("/history/day/{day}"),
        (None, None) => "/history/today".to_owned(),
    };
    let bad = match carry_out(&faces, &deed, &fields).await {
        Ok(_) => return onwards(&back),
        Err(bad) => bad,
    };
    tracing::warn!("diary/{deed}: not taken ({})", bad.status());
    let now = match faces.handle.look().await {
        Ok(snapshot) => snapshot.now,
        Err(ending) => return faces.ending(ending),
    };
    let sentence = bad.sentence(&faces.ui(), now);
    match (day, deed.as_str()) {
        // What was typed stands in the form again.
        (Some(day), "add" | "change") => {
            let session = field(&fields, "session").and_then(|session| session.parse().ok());
            let wrong = WrongEntry { sentence, session: session.filter(|_| deed == "change"), fields };
            page(&faces, day, None, Some(&wrong), bad.status()).await
        }
        _ => faces.wrong(bad.status(), sentence).await,
    }
}

/// The last records, newest first, for the command line.
pub(super) async fn list(State(faces): Shared, query: MaybeQuery<Pairs>) -> Response {
    let asked = value(&pairs(query), "limit").and_then(|limit| limit.parse().ok());
    let limit = asked.unwrap_or(LISTED.0).min(LISTED.1);
    let snapshot = match faces.handle.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    // What was entered to the minute may begin within the present one.
    let before = snapshot.now.wall + chrono::TimeDelta::minutes(2);
    match read(&faces, move |reader| reader.recent(before, limit)).await {
        Ok(records) => {
            let ui = faces.ui();
            let lines: Vec<String> = records.iter().map(|record| ui.record_line(record)).collect();
            Json(json!({ "records": records, "lines": lines })).into_response()
        }
        Err(bad) => told(&faces, &bad, snapshot.now),
    }
}

/// A deed of the command line; its fields are those of the form.
pub(super) async fn deed(State(faces): Shared, Path(deed): Path<String>, body: Bytes) -> Response {
    let Ok(fields) = serde_json::from_slice::<BTreeMap<String, String>>(&body) else {
        let sentence = faces.ui().text("program-json-unreadable", &[]);
        return (StatusCode::BAD_REQUEST, Json(json!({ "sentence": sentence }))).into_response();
    };
    let fields: Pairs = fields.into_iter().collect();
    match carry_out(&faces, &deed, &fields).await {
        Ok(kept) => {
            let unsaved = (kept == Kept::InMemory).then(|| faces.ui().text("program-unsaved-press", &[]));
            Json(json!({ "saved": kept == Kept::OnDisk, "sentence": unsaved })).into_response()
        }
        Err(bad) => match faces.handle.look().await {
            Ok(snapshot) => told(&faces, &bad, snapshot.now),
            Err(ending) => faces.ending(ending),
        },
    }
}

fn told(faces: &Faces, bad: &Bad, now: lumbar_engine::time::Now) -> Response {
    (bad.status(), Json(json!({ "sentence": bad.sentence(&faces.ui(), now) }))).into_response()
}

async fn carry_out(faces: &Faces, deed: &str, fields: &Pairs) -> Result<Kept, Bad> {
    match deed {
        "add" => add(faces, fields).await,
        "change" => change(faces, fields).await,
        "delete" => {
            let before = Box::new(known(faces, session_of(fields)?).await?);
            tell(faces, Wish::Diary(DiaryWish::Delete { before })).await
        }
        "felt" => {
            let felt = felt(fields)?;
            tell(faces, Wish::Diary(DiaryWish::Felt { session: session_of(fields)?, felt })).await
        }
        "ask-felt" => tell(faces, Choice::AskFelt { on: must_say(fields, "on")? }).await,
        "ask-week" => tell(faces, Choice::AskWeek { on: must_say(fields, "on")? }).await,
        "note" => {
            let note = text(fields, "note");
            check_note(&note)?;
            write(faces, Entry::Note(day_field(faces, fields).await?, note)).await
        }
        "week" => {
            let stopped = word(fields, "stopped", Stopped::from_code)?;
            let words = |name: &str| text(fields, name).chars().take(WEEK_WORDS).collect::<String>();
            let until = day_field(faces, fields).await?;
            let answer = WeekAnswer { until, stopped, activity: words("activity"), went: words("went") };
            write(faces, Entry::Week(answer)).await
        }
        other => Err(BadForm::UnknownAction(other.to_owned()).into()),
    }
}

async fn add(faces: &Faces, fields: &Pairs) -> Result<Kept, Bad> {
    let routine = must(fields, "routine")?.to_owned();
    let snapshot = faces.look().await?;
    let day = match field(fields, "day") {
        Some(day) => read_day(day).ok_or_else(|| Bad::Day(day.to_owned()))?,
        None => today_of(&snapshot),
    };
    let from = time_on(&Here, &snapshot, day, must(fields, "from")?, EntryField::From)?;
    let said = must(fields, "minutes")?;
    let minutes: u32 = said.parse().map_err(|_| Bad::Odd("bad-entry-number", EntryField::Minutes, said.to_owned()))?;
    let entry = ByHand {
        pack: field(fields, "pack").map(str::to_owned),
        from,
        seconds: minutes.saturating_mul(60),
        felt: felt(fields)?,
        note: text(fields, "note"),
        routine,
    };
    // What is said about limits is said first: the engine knows more than the diary.
    if let Some(routine) = snapshot.catalogue.routine(&entry.routine) {
        let until = from + chrono::TimeDelta::seconds(entry.seconds.into());
        let times = Times { from, until, length: EntryField::Minutes };
        times.check(snapshot.now.wall)?;
        meets(faces, times, routine.is_thermal(), None).await?;
    }
    tell(faces, Wish::Diary(DiaryWish::Add(Box::new(entry)))).await
}

async fn change(faces: &Faces, fields: &Pairs) -> Result<Kept, Bad> {
    let before = known(faces, session_of(fields)?).await?;
    let snapshot = faces.look().await?;
    let spans: Vec<(LocalTime, LocalTime)> = if before.exposures.is_empty() {
        vec![(before.began, before.ended.ok_or(BadEntry::GoesOn)?)]
    } else {
        let off = |known: &lumbar_engine::diary::ExposureRecord| Some((known.on, known.off?));
        before.exposures.iter().map(off).collect::<Option<_>>().ok_or(BadEntry::GoesOn)?
    };
    let mut times = Vec::new();
    for (nth, (from, until)) in spans.iter().enumerate() {
        let from = changed(&snapshot, &before, *from, fields, "from", nth + 1, EntryField::From)?;
        let until = changed(&snapshot, &before, *until, fields, "until", nth + 1, EntryField::Until)?;
        times.push((from, until));
    }
    for span in times.iter().filter(|span| !spans.contains(span)) {
        let entry = Times { from: span.0, until: span.1, length: EntryField::Until };
        entry.check(snapshot.now.wall)?;
        meets(faces, entry, before.kind.is_thermal(), Some(before.session)).await?;
    }
    let note = if has(fields, "note") { text(fields, "note") } else { before.note.clone() };
    let felt = if has(fields, "felt") { felt(fields)? } else { before.felt };
    let change = Box::new(Change { times, felt, note });
    tell(faces, Wish::Diary(DiaryWish::Change { before: Box::new(before), change })).await
}

/// A time of a record as it is to be: to the minute where another one was typed, else as it was, to the second.
fn changed(
    snapshot: &Snapshot,
    before: &SessionRecord,
    was: LocalTime,
    fields: &Pairs,
    name: &str,
    nth: usize,
    about: EntryField,
) -> Result<LocalTime, Bad> {
    let Some(typed) = field(fields, &format!("{name}-{nth}")) else { return Ok(was) };
    if read_time(typed) == u16::try_from(was.hour() * 60 + was.minute()).ok() {
        return Ok(was);
    }
    // As the clocks showed it where the person was then.
    time_on(&Fixed(was.offset().local_minus_utc()), snapshot, before.day, typed, about)
}

/// Another record of the same kind that would be at the same time.
async fn meets(faces: &Faces, times: Times, thermal: bool, but: Option<u64>) -> Result<(), Bad> {
    let span = (times.from, times.until);
    match read(faces, move |reader| reader.meets(span, thermal, but)).await? {
        Some(other) => {
            let until = other.until().unwrap_or(times.until);
            Ok(times.check_beside([(other.from(), until)])?)
        }
        None => Ok(()),
    }
}

async fn known(faces: &Faces, session: u64) -> Result<SessionRecord, Bad> {
    read(faces, move |reader| reader.record(session)).await?.ok_or(Bad::Entry(BadEntry::Unknown))
}

/// Reads beside the loop.
pub(super) async fn read<T: Send + 'static>(
    faces: &Faces,
    what: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Bad> {
    let reader = Reader::of(&faces.profile);
    match spawn_blocking(move || what(&reader)).await {
        Ok(found) => found.map_err(Bad::Store),
        Err(_) => Err(Bad::Ending),
    }
}

async fn tell(faces: &Faces, command: impl Into<Command>) -> Result<Kept, Bad> {
    faces.tell(command.into()).await?.map_err(Bad::Refused)
}

async fn write(faces: &Faces, entry: Entry) -> Result<Kept, Bad> {
    faces.handle.call(|reply| Input::Write(entry, reply)).await?.map_err(Bad::Refused)
}

async fn day_field(faces: &Faces, fields: &Pairs) -> Result<NaiveDate, Bad> {
    match field(fields, "day") {
        Some(day) => read_day(day).ok_or_else(|| Bad::Day(day.to_owned())),
        None => {
            let snapshot = faces.look().await?;
            Ok(today_of(&snapshot))
        }
    }
}

/// The day of the diary that it is.
pub(super) fn today_of(snapshot: &Snapshot) -> NaiveDate {
    day_of(&Here, snapshot.view.bed, snapshot.now.wall)
}

fn time_on(
    zone: &dyn Zone,
    snapshot: &Snapshot,
    day: NaiveDate,
    typed: &str,
    about: EntryField,
) -> Result<LocalTime, Bad> {
    let minutes = read_time(typed).ok_or_else(|| Bad::Odd("bad-entry-clock", about, typed.to_owned()))?;
    let at: DateTime<Utc> = moment_on(zone, snapshot.view.bed, day, TimeOfDay(minutes));
    let offset = chrono::FixedOffset::east_opt(zone.offset(at)).unwrap_or_else(|| Clock::offset(at));
    Ok(at.with_timezone(&offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_of_the_week_comes_once_at_its_end() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let answered =
            |until| WeekAnswer { until, stopped: Stopped::Some, activity: String::new(), went: String::new() };
        assert!(!week_is_due(day(26), None), "a Thursday");
        assert!(week_is_due(day(27), None));
        assert!(!week_is_due(day(28), Some(&answered(day(27)))));
        assert!(week_is_due(day(27), Some(&answered(day(22)))));
    }
}
