//! Decides what comes before a first start: one page with all that is due for this routine, and its boxes for who has
//! something to tell.

use std::collections::BTreeSet;

use askama::Template;
use lumbar_engine::command::Start;
use lumbar_engine::health::HealthKind;
use lumbar_engine::routine::Routine;

use crate::Ui;
use crate::pages::health::{Tick, after};
use crate::pages::parts::shade_of;
use crate::pages::routine::start_label;
use crate::pages::trouble::encoded;
use crate::pages::{Head, written};
use crate::scene::Scene;

/// The start that waits for the answers, as a form or an address gave it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// The routine.
    pub routine: String,
    /// The number of turns, if one was chosen.
    pub turns: Option<String>,
    /// The length, s, if one was chosen.
    pub length: Option<String>,
    /// The pack, if one was chosen.
    pub pack: Option<String>,
    /// An adult is with someone younger (R22).
    pub with_adult: bool,
}

/// What is asked in one line (`together-NAME`) where all of it is asked: the codes of its boxes.
const TOGETHER: [(&str, &[&str]); 3] = [
    ("feel", &["cannot-feel", "numb"]),
    ("skin", &["not-whole", "skin-disease"]),
    ("flow", &["raynauds", "poor-flow"]),
];

#[derive(Template)]
#[template(path = "before.html")]
struct BeforePage<'a> {
    ui: &'a Ui,
    title: String,
    fields: Vec<(&'static str, String)>,
    /// The emergency list, where it is due.
    signs: Vec<String>,
    /// What may be true of the person, where it is due.
    true_of_you: Vec<String>,
    disclaimer: bool,
    with_adult: bool,
    here: String,
    go: &'static str,
    /// The three presses of a turn are explained, once.
    presses: bool,
}

#[derive(Template)]
#[template(path = "which.html")]
struct WhichPage<'a> {
    ui: &'a Ui,
    back: String,
    fields: Vec<(&'static str, String)>,
    ticks: Vec<Tick>,
}

#[derive(Template)]
#[template(path = "younger.html")]
struct YoungerPage<'a> {
    ui: &'a Ui,
    next: String,
}

impl Waiting {
    /// A start that was asked for.
    pub fn of(start: &Start) -> Self {
        Self {
            routine: start.routine.clone(),
            turns: start.turns.map(|turns| turns.to_string()),
            length: start.length.map(|length| length.to_string()),
            pack: start.pack.clone(),
            with_adult: false,
        }
    }

    /// Reads it from what a form or a query says beside the routine.
    pub fn from_pairs<K: AsRef<str>, V: AsRef<str>>(routine: &str, pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut waiting = Self { routine: routine.to_owned(), ..Self::default() };
        for (key, value) in pairs {
            let value = Some(value.as_ref().to_owned()).filter(|value| !value.is_empty());
            match key.as_ref() {
                "turns" => waiting.turns = value,
                "length" => waiting.length = value,
                "pack" => waiting.pack = value,
                "with" => waiting.with_adult = value.as_deref() == Some("adult"),
                _ => {}
            }
        }
        waiting
    }

    /// The page that asks what is due for it.
    pub fn page(&self) -> String {
        self.address("")
    }

    /// The page with the boxes.
    pub fn which_page(&self) -> String {
        self.address("/which")
    }

    fn address(&self, end: &str) -> String {
        let mut address = format!("/before/{}{end}", encoded(&self.routine));
        let chosen = [("turns", &self.turns), ("length", &self.length), ("pack", &self.pack)];
        let mut pairs: Vec<String> =
            chosen.iter().filter_map(|(name, value)| Some(format!("{name}={}", encoded(value.as_deref()?)))).collect();
        pairs.extend(self.with_adult.then(|| "with=adult".to_owned()));
        if !pairs.is_empty() {
            address = format!("{address}?{}", pairs.join("&"));
        }
        address
    }

    /// What its form carries.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let chosen = [("turns", &self.turns), ("length", &self.length), ("pack", &self.pack)];
        let mut fields = vec![("routine", self.routine.clone())];
        fields.extend(chosen.iter().filter_map(|(name, value)| Some((*name, (*value).clone()?))));
        fields
    }
}

impl Ui {
    /// All that is due before a routine starts, on one page; `None` where there is no such routine.
    pub fn before(&self, scene: &Scene<'_>, waiting: &Waiting) -> Option<String> {
        let routine = scene.catalogue.routine(&waiting.routine)?;
        let gates = &scene.view.gates;
        let kinds = kinds_due(routine, scene);
        let mut fields = waiting.fields();
        fields.extend(kinds.iter().map(|kind| ("kind", kind.code().to_owned())));
        let first = gates.disclaimer.is_none();
        let page = BeforePage {
            ui: self,
            title: self.t(&format!("before-{}{}", if first { "first-" } else { "" }, routine.kind.code())),
            fields,
            signs: if gates.flags.is_none() || gates.pain_changed { self.emergency_signs() } else { Vec::new() },
            true_of_you: self.true_of_you(&kinds, scene),
            disclaimer: first,
            with_adult: waiting.with_adult,
            here: Waiting { with_adult: true, ..waiting.clone() }.page(),
            go: start_label(routine),
            presses: routine.is_thermal() && scene.view.last.is_none(),
        };
        let head = Head { title: page.title.clone(), page: "before", kind: Some(shade_of(routine)), ..Head::default() };
        Some(self.frame(scene, &head, &written(&page)))
    }

    /// What may be true of the person, said in as few lines as say all of it: boxes are for who has something to tell.
    fn true_of_you(&self, kinds: &BTreeSet<HealthKind>, scene: &Scene<'_>) -> Vec<String> {
        let ticks = self.health_ticks(kinds, &scene.view.gates.health);
        let asked = |code: &str| ticks.iter().any(|tick| tick.code() == code);
        let together: Vec<_> = TOGETHER.iter().filter(|(_, all)| all.iter().all(|code| asked(code))).collect();
        let mut lines = Vec::new();
        for tick in &ticks {
            match together.iter().find(|(_, all)| all.contains(&tick.code())) {
                None => lines.push(tick.label.clone()),
                Some((key, all)) if all[0] == tick.code() => lines.push(self.t(&format!("together-{key}"))),
                // It stands in the line of the first.
                Some(_) => {}
            }
        }
        lines
    }

    /// "Yes, or not sure": which of these? `None` where there is no such routine.
    pub fn which(&self, scene: &Scene<'_>, waiting: &Waiting) -> Option<String> {
        let routine = scene.catalogue.routine(&waiting.routine)?;
        // Who comes back to correct it sees the same boxes.
        let due = kinds_due(routine, scene);
        let kinds = if due.is_empty() { HealthKind::of(routine) } else { due };
        let mut fields = waiting.fields();
        fields.extend(kinds.iter().map(|kind| ("kind", kind.code().to_owned())));
        let ticks = self.health_ticks(&kinds, &scene.view.gates.health);
        let page = WhichPage { ui: self, back: waiting.page(), fields, ticks };
        let head =
            Head { title: self.t("which-title"), page: "which", kind: Some(shade_of(routine)), ..Head::default() };
        Some(self.frame(scene, &head, &written(&page)))
    }

    /// For who is younger than 18 (R22); `next` is the page they come from.
    pub fn younger(&self, scene: &Scene<'_>, next: Option<&str>) -> String {
        let page = YoungerPage { ui: self, next: after(next, "/").to_owned() };
        let head = Head { title: self.t("younger-title"), page: "younger", nav: Some(""), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }
}

/// The kinds of a routine whose questions about skin and health are due.
fn kinds_due(routine: &Routine, scene: &Scene<'_>) -> BTreeSet<HealthKind> {
    scene.view.offers.get(&routine.id).into_iter().flat_map(|offer| &offer.asks).copied().collect()
}
