//! Decides the questions that come before anything starts: what Lumbar is, warning signs, skin and health.

use std::collections::BTreeSet;

use askama::Template;
use lumbar_engine::health::{Condition, HealthKind, Says};
use lumbar_engine::rules::{self, Number};
use lumbar_engine::time::Anchor;
use lumbar_engine::words::Tool;

use crate::Ui;
use crate::pages::{Head, written};
use crate::scene::{Scene, inside};

/// How many lines the lists have, as the texts number them (`flag-LIST-N`).
const EMERGENCY_SIGNS: usize = 8;
const TODAY_SIGNS: usize = 3;
const BOOK_SIGNS: usize = 8;

#[derive(Template)]
#[template(path = "welcome.html")]
struct WelcomePage<'a> {
    ui: &'a Ui,
    next: &'a str,
    accepted: bool,
    offers_login: bool,
}

#[derive(Template)]
#[template(path = "flags.html")]
struct FlagsPage<'a> {
    ui: &'a Ui,
    next: &'a str,
    emergency: Vec<String>,
    today: Vec<String>,
    book: Vec<String>,
}

#[derive(Template)]
#[template(path = "health.html")]
struct HealthPage<'a> {
    ui: &'a Ui,
    next: &'a str,
    kinds: Vec<&'static str>,
    /// The questions about feeling and whole skin belong to it, with what was answered.
    skin: Option<(Option<bool>, Option<bool>)>,
    conditions: Vec<(&'static str, String, bool)>,
}

#[derive(Template)]
#[template(path = "since.html")]
struct SincePage<'a> {
    ui: &'a Ui,
    next: &'a str,
    lines: Vec<(&'static str, String, String, bool)>,
}

impl Ui {
    /// What Lumbar is and is not, on the first run.
    pub fn welcome(&self, scene: &Scene<'_>, next: Option<&str>) -> String {
        let page = WelcomePage {
            ui: self,
            next: after(next, "/"),
            accepted: scene.view.gates.disclaimer.is_some(),
            offers_login: scene.desktop.login == Some(false),
        };
        let head = Head { title: self.t("disclaimer-title"), page: "welcome", nav: Some("about"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// The warning signs; `next` is where to go afterwards.
    pub fn flags(&self, scene: &Scene<'_>, next: Option<&str>) -> String {
        let list = |name: &str, count: usize| (1..=count).map(|n| self.t(&format!("flag-{name}-{n}"))).collect();
        let page = FlagsPage {
            ui: self,
            next: after(next, "/"),
            emergency: list("emergency", EMERGENCY_SIGNS),
            today: list("today", TODAY_SIGNS),
            book: list("book", BOOK_SIGNS),
        };
        let head = Head { title: self.t("flags-title"), page: "flags", nav: Some("safety"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// The questions about skin and health that belong to what is about to start; without a routine all that were asked
    /// so far, or all there are.
    pub fn health(&self, scene: &Scene<'_>, routine: Option<&str>, next: Option<&str>) -> String {
        let health = &scene.view.gates.health;
        let routine = routine.and_then(|id| scene.catalogue.routine(id));
        let due = routine.and_then(|r| scene.view.offers.get(&r.id)).map(|offer| offer.asks.clone());
        let of_routine = routine.map(|r| HealthKind::of(r).into_iter().collect::<Vec<_>>());
        let answered = || health.answered.keys().copied().collect::<Vec<_>>();
        let some = |kinds: &Vec<HealthKind>| !kinds.is_empty();
        let kinds = due.filter(some).or(of_routine.filter(some)).or_else(|| Some(answered()).filter(some));
        let kinds = kinds.unwrap_or_else(|| HealthKind::ALL.to_vec());
        let matters: BTreeSet<Condition> = kinds.iter().flat_map(|kind| kind.conditions()).collect();
        let conditions =
            matters.iter().map(|c| (c.code(), self.name("condition", c.code()), health.conditions.contains(c)));
        let page = HealthPage {
            ui: self,
            next: after(next, "/"),
            kinds: kinds.iter().map(|kind| kind.code()).collect(),
            skin: kinds.iter().any(|kind| kind.asks_skin()).then_some((health.feels_normally, health.skin_whole)),
            conditions: conditions.collect(),
        };
        let head = Head { title: self.t("health-title"), page: "health", nav: Some("safety"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// Who should leave these kinds out, and who should ask first: by the one table.
    pub(crate) fn leave_or_ask(&self, kinds: &BTreeSet<HealthKind>, tool: Option<Tool>) -> Vec<String> {
        let strongest =
            |c: Condition| kinds.iter().map(|kind| c.cell_with(*kind, tool).says).max().unwrap_or(Says::Nothing);
        let of = |says: Says| -> Vec<String> {
            let conditions = Condition::ALL.iter().copied().filter(|c| strongest(*c) == says);
            conditions.map(|c| self.name("condition", c.code())).collect()
        };
        let line = |(key, names): (&str, Vec<String>)| {
            let names = names.join(&self.t("list-join"));
            (!names.is_empty()).then(|| self.text(key, &[("conditions", names.into())]))
        };
        let table = [("not-for-leave", of(Says::Clinician)), ("not-for-ask", of(Says::Ask))];
        table.into_iter().filter_map(line).collect()
    }

    /// "Since last time": what passes by itself, and whether it is so now.
    pub(crate) fn since_last(&self, scene: &Scene<'_>) -> [(&'static str, bool); 5] {
        let gates = &scene.view.gates;
        let drowsy = |said, lasts| counts(said, lasts, "R14-drowsy", scene);
        [
            ("alcohol", drowsy(gates.alcohol, rules::ALCOHOL_LASTS)),
            ("medicine", drowsy(gates.medicine, rules::MEDICINE_LASTS)),
            ("swelling", counts(gates.swelling, rules::SWELLING_LASTS, "R15-swelling", scene)),
            ("skin", gates.health.skin_whole == Some(false)),
            ("doze", gates.may_doze),
        ]
    }

    /// The page of "since last time".
    pub fn since(&self, scene: &Scene<'_>, next: Option<&str>) -> String {
        let line = |(code, is): (&'static str, bool)| {
            let key = format!("since-{code}");
            (code, self.t(&key), self.t(&format!("{key}.hint")), is)
        };
        let lines = self.since_last(scene).into_iter().map(line).collect();
        let page = SincePage { ui: self, next: after(next, "/"), lines };
        let head = Head { title: self.t("since-title"), page: "since", nav: Some("safety"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }
}

/// Tells whether something said at `said` still counts: by the calendar, or because the engine still holds it against a routine.
pub(crate) fn counts(said: Option<Anchor>, lasts: Number, name: &str, scene: &Scene<'_>) -> bool {
    let held = || scene.view.obstacles().any(|o| o.name == name);
    said.is_some_and(|said| recent(said, lasts, scene) || held())
}

/// Tells whether less than `lasts` has passed since, by the calendar; a time ahead of it counts as now.
pub(crate) fn recent(said: Anchor, lasts: Number, scene: &Scene<'_>) -> bool {
    let passed = scene.now.wall.signed_duration_since(said.wall());
    passed.to_std().is_ok_and(|passed| passed < lasts.time()) || passed.num_milliseconds() <= 0
}

/// Where a form leads, as far as that is inside.
fn after<'a>(next: Option<&'a str>, otherwise: &'a str) -> &'a str {
    next.and_then(inside).unwrap_or(otherwise)
}
