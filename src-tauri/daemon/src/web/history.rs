//! Answers for the history: a week, a month, a year, and the page for a visit. All of it is read beside the loop that keeps time.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use lumbar_ui::{Period, VisitAsked, VisitData};

use super::diary::{read, today_of};
use super::faces::{Faces, Shared};
use super::query::{MaybeQuery, Pairs, pairs};

/// This month.
pub(super) async fn now(State(faces): Shared) -> Response {
    show(&faces, Period::month_of).await
}

/// A week by any of its days, a month or a year; another address is said to lead nowhere.
pub(super) async fn period(State(faces): Shared, Path((kind, which)): Path<(String, String)>) -> Response {
    match Period::read(&kind, &which, faces.ui().week_starts()) {
        Some(period) => show(&faces, |_| period).await,
        None => {
            let asked: String = which.chars().take(40).collect();
            let sentence = faces.ui().text("history-bad", &[("asked", asked.into())]);
            faces.wrong(StatusCode::NOT_FOUND, sentence).await
        }
    }
}

async fn show(faces: &Faces, which: impl FnOnce(NaiveDate) -> Period + Send) -> Response {
    let snapshot = match faces.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    let today = today_of(&snapshot);
    let period = which(today);
    let (from, until) = (period.first(), period.last());
    let made = match period {
        Period::Year(number) => read(faces, move |reader| reader.year(number)).await.map(|year| {
            faces.page_of(&snapshot, StatusCode::OK, |ui, scene| Some(ui.history_year(scene, period, &year, today)))
        }),
        Period::Month(_) => read(faces, move |reader| reader.days(from, until)).await.map(|days| {
            faces.page_of(&snapshot, StatusCode::OK, |ui, scene| Some(ui.history_month(scene, period, &days, today)))
        }),
        Period::Week(_) => {
            let found = read(faces, move |reader| Ok((reader.days(from, until)?, reader.records_of(from, until)?)));
            found.await.map(|(days, records)| {
                let page = |ui: &lumbar_ui::Ui, scene: &lumbar_ui::Scene<'_>| {
                    Some(ui.history_week(scene, period, &days, &records, today))
                };
                faces.page_of(&snapshot, StatusCode::OK, page)
            })
        }
    };
    match made {
        Ok(page) => page,
        Err(bad) => faces.wrong(bad.status(), bad.sentence(&faces.ui(), snapshot.now)).await,
    }
}

/// The page for a visit, of the days that were asked for.
pub(super) async fn visit(State(faces): Shared, query: MaybeQuery<Pairs>) -> Response {
    let asked = VisitAsked::from_pairs(pairs(query));
    let snapshot = match faces.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    let today = today_of(&snapshot);
    let span = asked.clone();
    let found = read(&faces, move |reader| reader.visit(|first| span.days(first, today))).await;
    match found {
        Ok(found) => {
            let data = VisitData { days: &found.days, events: &found.events, notes: &found.notes };
            faces.page_of(&snapshot, StatusCode::OK, |ui, scene| Some(ui.visit(scene, &asked, &data, today)))
        }
        Err(bad) => faces.wrong(bad.status(), bad.sentence(&faces.ui(), snapshot.now)).await,
    }
}
