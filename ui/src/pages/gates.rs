//! Decides the questions that come before anything starts: what Lumbar is, warning signs, skin and health.

use askama::Template;
use lumbar_engine::rules::{self, Number};
use lumbar_engine::time::Anchor;
use lumbar_engine::words::Condition;

use crate::Ui;
use crate::pages::{Head, written};
use crate::scene::{Scene, inside};

/// How many lines the two lists have, as the texts number them (`flag-LIST-N`).
const EMERGENCY_SIGNS: usize = 7;
const URGENT_SIGNS: usize = 10;

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
    urgent: Vec<String>,
    which: bool,
}

#[derive(Template)]
#[template(path = "health.html")]
struct HealthPage<'a> {
    ui: &'a Ui,
    next: &'a str,
    answered: bool,
    feels: bool,
    whole: bool,
    conditions: Vec<(&'static str, String, bool)>,
    drowsy: bool,
    swelling: bool,
    doze: bool,
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

    /// The red-flag questions; `next` is where to go afterwards.
    pub fn flags(&self, scene: &Scene<'_>, next: Option<&str>) -> String {
        self.signs(scene, next, false)
    }

    /// After "yes or not sure": on which list is it?
    pub fn which(&self, scene: &Scene<'_>, next: Option<&str>) -> String {
        self.signs(scene, next, true)
    }

    fn signs(&self, scene: &Scene<'_>, next: Option<&str>, which: bool) -> String {
        let list = |name: &str, count: usize| (1..=count).map(|n| self.t(&format!("flag-{name}-{n}"))).collect();
        let page = FlagsPage {
            ui: self,
            next: after(next, "/"),
            emergency: list("emergency", EMERGENCY_SIGNS),
            urgent: list("urgent", URGENT_SIGNS),
            which,
        };
        let title = self.t(if which { "flags-which-title" } else { "flags-title" });
        let head = Head { title, page: if which { "which" } else { "flags" }, nav: Some("safety"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// The skin and health questions.
    pub fn health(&self, scene: &Scene<'_>, next: Option<&str>) -> String {
        let gates = &scene.view.gates;
        let health = gates.health.as_ref();
        let conditions = Condition::ALL.iter().map(|c| {
            let ticked = health.is_some_and(|h| h.conditions.contains(c));
            (c.code(), self.name("condition", c.code()), ticked)
        });
        let page = HealthPage {
            ui: self,
            next: after(next, "/"),
            answered: health.is_some(),
            feels: health.is_some_and(|h| h.feels_normally),
            whole: health.is_some_and(|h| h.skin_whole),
            conditions: conditions.collect(),
            drowsy: counts(gates.drowsy, rules::DRINK_LASTS, "R14-drowsy", scene),
            swelling: counts(gates.swelling, rules::SWELLING_LASTS, "R15-swelling", scene),
            doze: gates.may_doze,
        };
        let head = Head { title: self.t("health-title"), page: "health", nav: Some("safety"), ..Head::default() };
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
