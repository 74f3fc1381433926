//! Decides the Safety page: what was answered and when, what is closed, every limit and where it comes from.

use std::collections::BTreeSet;

use askama::Template;
use chrono::{DateTime, Utc};
use lumbar_engine::health::{Clinical, HealthKind};
use lumbar_engine::person::gates::FlagAnswer;
use lumbar_engine::rules::{self, Number, RuleId, Unit};
use lumbar_engine::time::Anchor;

use crate::Ui;
use crate::pages::gates::recent;
use crate::pages::session::card;
use crate::pages::{Head, written};
use crate::refusal::force_code;
use crate::scene::Scene;

#[derive(Template)]
#[template(path = "safety.html")]
struct SafetyPage<'a> {
    ui: &'a Ui,
    flags: FlagsPart,
    locks: Vec<String>,
    first_aid: Option<&'static str>,
    correct: Option<(String, String)>,
    health: Option<HealthPart>,
    bed: Option<BedPart>,
    disclaimer: Option<String>,
    rules: Vec<Rule>,
    who: Vec<String>,
}

struct FlagsPart {
    code: &'static str,
    said: String,
    lifted: Option<String>,
    stands: bool,
    due: bool,
    /// What the second list came to.
    see: Option<String>,
}

struct HealthPart {
    date: String,
    feels: Option<bool>,
    whole: Option<bool>,
    conditions: Vec<ConditionPart>,
    passing: Vec<String>,
}

struct BedPart {
    from: Vec<(u16, String, bool)>,
    until: Vec<(u16, String, bool)>,
    wrap: OpenPart,
}

struct ConditionPart {
    name: String,
    /// What a clinician can open, where it closes anything.
    open: Option<OpenPart>,
}

/// What a clinician can open.
struct OpenPart {
    code: &'static str,
    /// "A clinician told me …".
    told: String,
    /// What it is about, where `told` does not say so.
    about: String,
    word: ClinicianWord,
}

/// A clinician's "this is fine".
enum ClinicianWord {
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
    /// Answers, limits, locks.
    pub fn safety(&self, scene: &Scene<'_>) -> String {
        let gates = &scene.view.gates;
        let page = SafetyPage {
            ui: self,
            flags: self.flags_part(gates.flags.as_ref(), scene),
            locks: self.lock_lines(scene),
            first_aid: scene.view.first_aid.map(card),
            correct: self.correctable(scene),
            health: self.health_part(scene),
            bed: scene.view.bed.map(|(from, until)| BedPart {
                from: self.half_hours(from),
                until: self.half_hours(until),
                wrap: self.open_part(Clinical::WrapInBed, "clinician-bed", String::new(), scene),
            }),
            disclaimer: gates.disclaimer.map(|a| self.on_date(a.wall(), scene)),
            rules: RULES.into_iter().map(|rule| self.rule_part(rule)).collect(),
            who: self.who(),
        };
        let title = self.t("nav-safety");
        let head = Head { title, page: "safety", nav: Some("safety"), follows: true, ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// Who should leave out what, by the one table, and what holds for everyone.
    fn who(&self) -> Vec<String> {
        let of = |kind: &HealthKind| {
            let lines = self.leave_or_ask(&BTreeSet::from([*kind]), None).join(" ");
            self.text("who-line", &[("kind", self.name("health-kind", kind.code()).into()), ("lines", lines.into())])
        };
        HealthKind::ALL.iter().map(of).chain([self.t("who-sharp"), self.t("who-everyone")]).collect()
    }

    /// The day in half hours, and which one is chosen.
    fn half_hours(&self, chosen: u16) -> Vec<(u16, String, bool)> {
        let named = |minutes: u16| {
            let (hour, minute) = (format!("{:02}", minutes / 60), format!("{:02}", minutes % 60));
            self.text("time", &[("hour", hour.into()), ("minute", minute.into())])
        };
        // What was chosen may lie between.
        let mut all: BTreeSet<u16> = (0..48).map(|n| n * 30).collect();
        all.insert(chosen);
        all.into_iter().map(|minutes| (minutes, named(minutes), minutes == chosen)).collect()
    }

    fn on_date(&self, at: DateTime<Utc>, scene: &Scene<'_>) -> String {
        self.date_of_year(at, scene.offset)
    }

    fn flags_part(&self, answer: Option<&FlagAnswer>, scene: &Scene<'_>) -> FlagsPart {
        let due = scene.view.gate == Some(lumbar_engine::words::Gate::Flags) || answer.is_none();
        let see = scene.view.gates.see.map(|answer| {
            let date = self.on_date(answer.at.wall(), scene);
            self.text(&format!("see-said-{}", answer.see.code()), &[("date", date.into())])
        });
        let Some(answer) = answer else {
            return FlagsPart { code: "none", said: self.t("flags-never"), lifted: None, stands: false, due, see };
        };
        let date = self.on_date(answer.at.wall(), scene);
        let code = answer.flags.code();
        FlagsPart {
            code,
            said: self.text(&format!("flags-said-{code}"), &[("date", date.into())]),
            stands: answer.stands(),
            lifted: answer.seen.map(|_| self.t("flags-seen")),
            due,
            see,
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
        let answered = health.answered.values().max_by_key(|at| at.wall())?;
        let passing = self.since_last(scene).into_iter().filter(|(_, is)| *is);
        Some(HealthPart {
            date: self.on_date(answered.wall(), scene),
            feels: health.feels_normally,
            whole: health.skin_whole,
            conditions: health
                .conditions
                .iter()
                .map(|c| {
                    let name = self.name("condition", c.code());
                    let open = c
                        .waits_for_clinician()
                        .then(|| self.open_part(Clinical::Condition(*c), "clinician-fine", name.clone(), scene));
                    ConditionPart { open, name }
                })
                .collect(),
            passing: passing.map(|(code, _)| self.t(&format!("since-{code}"))).collect(),
        })
    }

    fn open_part(&self, about: Clinical, told: &str, name: String, scene: &Scene<'_>) -> OpenPart {
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
