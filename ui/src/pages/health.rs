//! Decides the pages on which a person tells about their health: all of it, and what has changed since last time.

use std::collections::BTreeSet;

use askama::Template;
use lumbar_engine::health::{Condition, HealthKind};
use lumbar_engine::person::gates::Health;
use lumbar_engine::rules::{self, Number};
use lumbar_engine::time::Anchor;

use crate::Ui;
use crate::pages::{Head, written};
use crate::questions::{CANNOT_FEEL, NOT_WHOLE};
use crate::scene::{Scene, inside};

#[derive(Template)]
#[template(path = "health.html")]
struct HealthPage<'a> {
    ui: &'a Ui,
    next: &'a str,
    kinds: Vec<&'static str>,
    ticks: Vec<Tick>,
}

#[derive(Template)]
#[template(path = "since_last.html")]
struct SinceLastPage<'a> {
    ui: &'a Ui,
    next: &'a str,
    ticks: Vec<Tick>,
}

/// A box to tick.
pub(crate) struct Tick {
    pub(super) name: &'static str,
    pub(super) value: &'static str,
    pub(crate) label: String,
    pub(super) on: bool,
}

impl Tick {
    /// What it is about, whatever field carries it.
    pub(crate) fn code(&self) -> &'static str {
        if self.name == "condition" { self.value } else { self.name }
    }
}

impl Ui {
    /// Skin and health, for every kind.
    pub fn health(&self, scene: &Scene<'_>, next: Option<&str>) -> String {
        let kinds: BTreeSet<HealthKind> = HealthKind::ALL.iter().copied().collect();
        let page = HealthPage {
            ui: self,
            next: after(next, "/safety"),
            kinds: kinds.iter().map(|kind| kind.code()).collect(),
            ticks: self.health_ticks(&kinds, &scene.view.gates.health),
        };
        let head = Head { title: self.t("health-title"), page: "health", nav: Some("safety"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// What passes by itself: alcohol, strong medicine, swelling, the skin there, sleepiness.
    pub fn since_last(&self, scene: &Scene<'_>, next: Option<&str>) -> String {
        let gates = &scene.view.gates;
        let tick = |name: &'static str, on| Tick { name, value: "yes", label: self.t(&format!("since-{name}")), on };
        let page = SinceLastPage {
            ui: self,
            next: after(next, "/"),
            ticks: vec![
                tick("alcohol", counts(gates.alcohol, rules::ALCOHOL_LASTS, scene)),
                tick("medicine", counts(gates.medicine, rules::MEDICINE_LASTS, scene)),
                tick("swelling", counts(gates.swelling, rules::SWELLING_LASTS, scene)),
                tick("skin", gates.health.skin_whole == Some(false)),
                tick("doze", gates.may_doze),
            ],
        };
        let head = Head { title: self.t("since-title"), page: "since-last", nav: Some("safety"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// What is asked about these kinds, as boxes: feeling and whole skin where it matters for one, then the conditions.
    pub(crate) fn health_ticks(&self, kinds: &BTreeSet<HealthKind>, health: &Health) -> Vec<Tick> {
        let mut ticks = Vec::new();
        if kinds.iter().any(|kind| kind.asks_skin()) {
            let no = |said: Option<bool>| said == Some(false);
            ticks.push(Tick {
                name: CANNOT_FEEL,
                value: "yes",
                label: self.t("health-cannot-feel"),
                on: no(health.feels_normally),
            });
            ticks.push(Tick {
                name: NOT_WHOLE,
                value: "yes",
                label: self.t("health-not-whole"),
                on: no(health.skin_whole),
            });
        }
        let asked: BTreeSet<Condition> = kinds.iter().flat_map(|kind| kind.conditions()).collect();
        ticks.extend(asked.into_iter().map(|condition| Tick {
            name: "condition",
            value: condition.code(),
            label: self.name("condition", condition.code()),
            on: health.conditions.contains(&condition),
        }));
        ticks
    }
}

/// Tells whether something said at `said` still counts, by the calendar; a time ahead of it counts as now.
pub(crate) fn counts(said: Option<Anchor>, lasts: Number, scene: &Scene<'_>) -> bool {
    said.is_some_and(|said| recent(said, lasts, scene))
}

/// Tells whether less than `lasts` has passed since, by the calendar; a time ahead of it counts as now.
pub(crate) fn recent(said: Anchor, lasts: Number, scene: &Scene<'_>) -> bool {
    let passed = scene.now.wall.signed_duration_since(said.wall());
    passed.to_std().is_ok_and(|passed| passed < lasts.time()) || passed.num_milliseconds() <= 0
}

/// Where a form leads, as far as that is inside.
pub(super) fn after<'a>(next: Option<&'a str>, otherwise: &'a str) -> &'a str {
    next.and_then(inside).unwrap_or(otherwise)
}
