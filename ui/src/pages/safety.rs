//! Decides the Safety page (what was answered and when, what is closed) and the page of every limit and where it comes from.

use std::collections::BTreeSet;

use askama::Template;
use chrono::{DateTime, Utc};
use lumbar_engine::health::{Clinical, Condition, HealthKind, Says};
use lumbar_engine::person::gates::FlagAnswer;
use lumbar_engine::rules::{self, Number, RuleId, Unit};
use lumbar_engine::time::Anchor;
use lumbar_engine::words::Tool;

use crate::Ui;
use crate::pages::health::{counts, recent};
use crate::pages::session::card;
use crate::pages::{Head, written};
use crate::refusal::force_code;
use crate::scene::Scene;

#[derive(Template)]
#[template(path = "safety.html")]
struct SafetyPage<'a> {
    ui: &'a Ui,
    flags: FlagsPart,
    /// What the second list of signs came to.
    see: Option<String>,
    locks: Vec<String>,
    first_aid: Option<&'static str>,
    correct: Option<(String, String)>,
    health: Option<HealthPart>,
    disclaimer: Option<String>,
}

#[derive(Template)]
#[template(path = "limits.html")]
struct LimitsPage<'a> {
    ui: &'a Ui,
    rules: Vec<Rule>,
    who: Vec<Who>,
}

struct FlagsPart {
    said: String,
    /// A sign stands.
    stands: bool,
    seen: Option<String>,
}

struct HealthPart {
    date: Option<String>,
    feels: Option<bool>,
    whole: Option<bool>,
    conditions: Vec<ConditionPart>,
    passing: Vec<String>,
}

/// Who should ask first about a kind, and who should leave it out.
struct Who {
    kind: String,
    leave: Option<String>,
    ask: Option<String>,
}

struct ConditionPart {
    name: String,
    open: Option<OpenPart>,
}

/// What a clinician can open.
pub(super) struct OpenPart {
    pub(super) code: &'static str,
    /// "A clinician told me …".
    pub(super) told: String,
    /// What it is about, where `told` does not say so.
    pub(super) about: String,
    pub(super) word: ClinicianWord,
}

/// A clinician's "this is fine".
pub(super) enum ClinicianWord {
    /// Never said, or taken back.
    None,
    /// It counts; with its date.
    Stands(String),
    /// It has run out; the sentence that asks for it again.
    Old(String),
}

struct Rule {
    code: &'static str,
    title: String,
    about: String,
    numbers: Vec<NumberPart>,
}

struct NumberPart {
    label: String,
    value: String,
    force: String,
    sources: String,
}

/// Every rule, in order.
const RULES: [RuleId; 23] = [
    RuleId::R1,
    RuleId::R2,
    RuleId::R3,
    RuleId::R4,
    RuleId::R5,
    RuleId::R6,
    RuleId::R7,
    RuleId::R8,
    RuleId::R9,
    RuleId::R10,
    RuleId::R11,
    RuleId::R12,
    RuleId::R13,
    RuleId::R14,
    RuleId::R15,
    RuleId::R16,
    RuleId::R17,
    RuleId::R18,
    RuleId::R19,
    RuleId::R20,
    RuleId::R21,
    RuleId::R22,
    RuleId::R23,
];

impl Ui {
    /// Answers, first aid, what has to wait.
    pub fn safety(&self, scene: &Scene<'_>) -> String {
        let gates = &scene.view.gates;
        let page = SafetyPage {
            ui: self,
            flags: self.flags_part(gates.flags.as_ref(), scene),
            see: gates.see.map(|answer| {
                let date = self.on_date(answer.at.wall(), scene);
                self.text(&format!("see-said-{}", answer.see.code()), &[("date", date.into())])
            }),
            locks: self.lock_lines(scene),
            first_aid: scene.view.first_aid.map(card),
            correct: self.correctable(scene),
            health: self.health_part(scene),
            disclaimer: gates.disclaimer.map(|a| self.on_date(a.wall(), scene)),
        };
        let title = self.t("nav-safety");
        let head = Head { title, page: "safety", nav: Some("safety"), follows: true, ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// Every limit and where it comes from, and who should ask first.
    pub fn limits_page(&self, scene: &Scene<'_>) -> String {
        let page = LimitsPage {
            ui: self,
            rules: RULES.into_iter().map(|rule| self.rule_part(rule)).collect(),
            who: HealthKind::ALL.iter().map(|kind| self.who(*kind)).collect(),
        };
        let title = self.t("safety-numbers");
        let head = Head { title, page: "limits", nav: Some("safety"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn who(&self, kind: HealthKind) -> Who {
        let lines = |says| self.conditions_that_say(says, &BTreeSet::from([kind]), None);
        Who {
            kind: self.t(&format!("who-{}", kind.code())),
            leave: Some(lines(Says::Clinician)).filter(|l| !l.is_empty()).map(|l| l.join(&self.t("list-join"))),
            ask: Some(lines(Says::Ask)).filter(|l| !l.is_empty()).map(|l| l.join(&self.t("list-join"))),
        }
    }

    /// The conditions that say this, and nothing harder, against any of these kinds.
    pub(super) fn conditions_that_say(
        &self,
        says: Says,
        kinds: &BTreeSet<HealthKind>,
        tool: Option<Tool>,
    ) -> Vec<String> {
        let hardest = |condition: &Condition| kinds.iter().map(|kind| condition.cell_with(*kind, tool).says).max();
        let with = Condition::ALL.iter().filter(|condition| hardest(condition) == Some(says));
        with.map(|condition| self.name("condition", condition.code())).collect()
    }

    fn on_date(&self, at: DateTime<Utc>, scene: &Scene<'_>) -> String {
        self.date_of_year(at, scene.offset)
    }

    fn flags_part(&self, answer: Option<&FlagAnswer>, scene: &Scene<'_>) -> FlagsPart {
        let Some(answer) = answer else {
            return FlagsPart { said: self.t("flags-never"), stands: false, seen: None };
        };
        let date = self.on_date(answer.at.wall(), scene);
        FlagsPart {
            said: self.text(&format!("flags-said-{}", answer.flags.code()), &[("date", date.into())]),
            stands: answer.stands(),
            seen: answer.seen.map(|seen| {
                let date = self.on_date(seen.wall(), scene);
                self.text("flags-seen", &[("date", date.into())])
            }),
        }
    }

    fn lock_lines(&self, scene: &Scene<'_>) -> Vec<String> {
        let locks = scene.view.locks.iter();
        locks
            .map(|lock| {
                let what = match lock.method {
                    Some(method) => self.name("method", method.code()),
                    None => self.kind(lock.modality),
                };
                let until = self.from(lock.until, scene.now, scene.offset);
                self.text("lock-line", &[("what", what.into()), ("until", until.into())])
            })
            .collect()
    }

    fn health_part(&self, scene: &Scene<'_>) -> Option<HealthPart> {
        let gates = &scene.view.gates;
        let health = &gates.health;
        let passing = [
            (counts(gates.alcohol, rules::ALCOHOL_LASTS, scene), "since-alcohol"),
            (counts(gates.medicine, rules::MEDICINE_LASTS, scene), "since-medicine"),
            (counts(gates.swelling, rules::SWELLING_LASTS, scene), "since-swelling"),
            (gates.may_doze, "since-doze"),
        ];
        let passing: Vec<String> = passing.iter().filter(|(is, _)| *is).map(|(_, key)| self.t(key)).collect();
        let last = health.answered.values().map(|said| said.wall()).max();
        (last.is_some() || !passing.is_empty()).then(|| HealthPart {
            date: last.map(|at| self.on_date(at, scene)),
            feels: health.feels_normally,
            whole: health.skin_whole,
            conditions: health
                .conditions
                .iter()
                .map(|condition| {
                    let name = self.name("condition", condition.code());
                    // A clinician opens only what is closed.
                    let closes = condition.kinds().any(|kind| condition.cell(kind).says == Says::Clinician);
                    let about = Clinical::Condition(*condition);
                    let open = closes.then(|| self.open_part(about, "clinician-fine", name.clone(), scene));
                    ConditionPart { open, name }
                })
                .collect(),
            passing,
        })
    }

    pub(super) fn open_part(&self, about: Clinical, told: &str, name: String, scene: &Scene<'_>) -> OpenPart {
        let word = self.word(scene.view.gates.clinician_said(about), scene);
        OpenPart { code: about.code(), told: self.t(told), about: name, word }
    }

    /// What a clinician said, and whether it is too long ago to count.
    fn word(&self, said: Option<Anchor>, scene: &Scene<'_>) -> ClinicianWord {
        let Some(said) = said else { return ClinicianWord::None };
        let date = self.on_date(said.wall(), scene);
        if recent(said, rules::HEALTH_AGAIN, scene) {
            return ClinicianWord::Stands(date);
        }
        ClinicianWord::Old(self.text("clinician-old", &[("date", date.into())]))
    }

    fn rule_part(&self, rule: RuleId) -> Rule {
        Rule {
            code: rule.code(),
            title: self.t(&format!("rule-title-{rule}")),
            about: self.t(&format!("rule-about-{rule}")),
            numbers: rules::NUMBERS.iter().filter(|n| n.rule == rule).map(|n| self.number_part(n)).collect(),
        }
    }

    fn number_part(&self, number: &Number) -> NumberPart {
        let value = match number.unit {
            Unit::Seconds => self.duration(number.time()),
            Unit::Times => number.value.to_string(),
            Unit::Days => self.text("days-count", &[("count", number.value.into())]),
            Unit::Years => self.text("years-count", &[("count", number.value.into())]),
        };
        let sources: Vec<String> = number.sources.iter().map(|s| self.name("source", s)).collect();
        NumberPart {
            label: self.text(&format!("rule-{}.label", number.name), &[]),
            value,
            force: self.t(&format!("limit-force-{}", force_code(number.force))),
            sources: sources.join(" · "),
        }
    }
}
