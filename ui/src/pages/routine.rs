//! Decides the page of one routine: what it is, what will happen, who should not, and the way to start it.

mod steps;

use std::collections::BTreeSet;
use std::time::Duration;

use askama::Template;
use lumbar_engine::health::{HealthKind, Says};
use lumbar_engine::offer::{MayStart, Offer, Terms};
use lumbar_engine::refusal::{Obstacle, Refused};
use lumbar_engine::routine::{Expose, Routine, Step};
use lumbar_engine::rules::{self, Force, RuleId};
use lumbar_engine::words::{Method, Modality};

use crate::Ui;
use crate::pages::parts::shade_of;
use crate::pages::{Head, written};
use crate::scene::Scene;
use crate::settings::{PACKS, TURNS};
use lumbar_texts::Value;

pub(super) use steps::Item;

#[derive(Template)]
#[template(path = "routine.html")]
struct RoutinePage<'a> {
    ui: &'a Ui,
    id: &'a str,
    own: bool,
    kind_mark: String,
    name: String,
    lead: String,
    figure: String,
    facts: Vec<(String, String)>,
    turns: Vec<(u8, String)>,
    lengths: Vec<(u32, String, bool)>,
    usual: u8,
    packs: Vec<Pack>,
    way: Way,
    battery_low: bool,
    start: &'static str,
    start_note: &'static str,
    whole: String,
    items: Vec<Item>,
    supplies: Vec<String>,
    cautions: Vec<String>,
    /// Who leaves it out, who asks first, and what else is said about who it is for.
    leave_out: Vec<String>,
    ask_first: Vec<String>,
    not_for: Vec<String>,
    /// What is told before a start, and stops nothing.
    told: Vec<String>,
    others: Option<String>,
    evidence: Option<String>,
    sources: Vec<Source>,
}

struct Pack {
    code: String,
    name: String,
    prepare: String,
    wrap: String,
    first: bool,
}

/// How it can be started now.
enum Way {
    /// Nothing is in the way.
    Free,
    /// A warning sign stands: help comes first.
    Sign { sentence: String },
    /// Something is on.
    Busy { sentence: String, href: &'static str },
    /// A rule that holds for everyone, or until a clinician says it is fine.
    Closed { sentences: Vec<(String, bool)> },
    /// Warnings that may be passed.
    Warned { sentences: Vec<String>, accept: BTreeSet<&'static str> },
}

/// A source as it stands under a routine.
pub(crate) struct Source {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) takes: String,
    pub(crate) urls: Vec<String>,
    pub(crate) grade: Option<String>,
}

impl Ui {
    /// One routine in full; `None` where there is none of this name.
    pub fn routine(&self, scene: &Scene<'_>, id: &str) -> Option<String> {
        let routine = scene.catalogue.routine(id)?;
        let name = self.routine_name(id);
        let text = |attribute: &str| self.maybe(&format!("routine-{id}.{attribute}"));
        let offer = scene.view.offers.get(&routine.id);
        let (turns, terms) = offer.and_then(Offer::first).unzip();
        // What the person begins with, where it may start so.
        let own = scene.settings.get(&TURNS).remove(id);
        let own =
            own.filter(|n| offer.and_then(|o| o.with_turns(*n)).is_some_and(|terms| terms.may_start.is_offered()));
        let turns = own.or(turns).unwrap_or(routine.turns.usual);
        let named = |prefix: &str, all: &[String]| all.iter().map(|c| self.name(prefix, c)).collect::<Vec<_>>();
        let kinds = HealthKind::of(routine);
        let told = terms.into_iter().flat_map(|terms| &terms.told);
        let page = RoutinePage {
            ui: self,
            leave_out: self.conditions_that_say(Says::Clinician, &kinds, routine.tool),
            ask_first: self.conditions_that_say(Says::Ask, &kinds, routine.tool),
            told: told.map(|line| self.obstacle(line, scene.now, scene.offset)).collect(),
            id,
            own: scene.catalogue.is_own(id),
            kind_mark: self.routine_mark(routine),
            lead: text("lead").or_else(|| self.routine_short(id)).unwrap_or_default(),
            figure: self.moving(&routine.figure, routine.kind),
            facts: self.facts(routine),
            turns: self.turns(routine, offer),
            lengths: self.lengths(routine),
            usual: turns,
            packs: self.packs(routine, scene),
            way: self.way(offer, terms, routine, scene),
            battery_low: scene.view.battery_low && routine.is_thermal(),
            start: start_label(routine),
            start_note: if routine.is_thermal() { "get-ready-note" } else { "start-moving-note" },
            whole: self.whole(routine),
            items: self.items(routine),
            supplies: named("supply", &routine.supplies),
            cautions: named("caution", &routine.cautions),
            not_for: named("not-for", &routine.not_for),
            others: text("others"),
            evidence: text("evidence"),
            sources: routine.sources.iter().map(|key| self.source(key)).collect(),

            name: name.clone(),
        };
        let head = Head {
            title: name,
            page: "routine",
            nav: Some("routines"),
            kind: Some(shade_of(routine)),
            ..Head::default()
        };
        Some(self.frame(scene, &head, &written(&page)))
    }

    /// The numbers of turns that may be chosen: those that are offered, or all where none is.
    fn turns(&self, routine: &Routine, offer: Option<&Offer>) -> Vec<(u8, String)> {
        if routine.turns.most < 2 {
            return Vec::new();
        }
        let may = |n: u8| offer.and_then(|o| o.with_turns(n)).is_some_and(|terms| terms.may_start.is_offered());
        let any = offer.is_some_and(Offer::is_offered);
        let numbers = (1..=routine.turns.most).filter(|n| may(*n) || !any);
        numbers.map(|n| (n, self.text("turns-count", &[("count", n.into())]))).collect()
    }

    /// The lengths that may be chosen, and which one is usual.
    fn lengths(&self, routine: &Routine) -> Vec<(u32, String, bool)> {
        let usual = routine.chosen_length();
        let named =
            |seconds: &u32| (*seconds, self.duration(Duration::from_secs((*seconds).into())), *seconds == usual);
        routine.lengths.iter().map(named).collect()
    }

    fn facts(&self, routine: &Routine) -> Vec<(String, String)> {
        let mut facts = Vec::new();
        let length = |seconds: u32| self.duration(Duration::from_secs(seconds.into()));
        let exposures: Vec<&Expose> = routine.exposures().collect();
        if let [only] = exposures.as_slice()
            && !routine.is_activity()
        {
            let away = only.method.class().is_away();
            facts.push((self.t(if away { "fact-inside" } else { "fact-on" }), length(only.seconds)));
            // Only warmth that stays at the screen can be made longer; the longest of anything else is what it is set to.
            let most = only.method.ceiling().value;
            let longer = only.method.modality() == Modality::Heat && !away;
            if longer && only.seconds < most {
                facts.push((self.t("fact-most"), length(most)));
            }
            facts.push(self.break_after(routine, only.method));
        } else {
            facts.push((self.t("fact-whole"), self.duration(routine.length())));
            facts.push((self.t("fact-steps"), routine.steps.len().to_string()));
        }
        let per_day = match routine.per_day {
            Some(n) => Some(self.text("times-count", &[("count", n.into())])),
            None => exposures.first().and_then(|e| self.most_of(e.method)),
        };
        if let Some(per_day) = per_day {
            facts.push((self.t("fact-per-day"), per_day));
        }
        facts
    }

    /// The break that comes after: what is advised, where Lumbar asks for it, and what is kept in any case.
    fn break_after(&self, routine: &Routine, method: Method) -> (String, String) {
        let ran = routine.exposures().next().map_or(0, |expose| expose.seconds);
        let least = self.duration(Duration::from_secs(method.off_after(ran).into()));
        let advised = match method.modality() {
            Modality::Cold => routine.calm_pace.then_some(rules::COLD_OFF_SOFT),
            Modality::Heat => (method != Method::Wrap).then_some(rules::HEAT_OFF_SOFT),
            Modality::Contrast | Modality::Massage | Modality::Stretch => None,
        };
        match advised {
            None => (self.t("fact-off"), least),
            Some(advised) => {
                let args: [(&str, Value<'_>); 2] =
                    [("advised", self.duration(advised.time()).into()), ("least", least.into())];
                (self.t("fact-break"), self.text("break-advised", &args))
            }
        }
    }

    /// The most of a method in 24 hours, where the rules count it by turns or times.
    fn most_of(&self, method: Method) -> Option<String> {
        let at_most = |most: rules::Number| self.text("per-day-told", &[("most", most.value.into())]);
        match method {
            Method::IceMassage => Some(self.text("turns-count", &[("count", rules::ICE_MASSAGE_PER_DAY.value.into())])),
            Method::StillCold => Some(at_most(rules::COLD_PER_DAY)),
            Method::Bottle | Method::Pad | Method::Gel | Method::Towel | Method::Bath | Method::Tub | Method::Sauna => {
                Some(at_most(rules::HEAT_PER_DAY))
            }
            Method::Wrap | Method::Shower => None,
        }
    }

    /// The packs of a routine; the one it was done with last is chosen, else the first.
    fn packs(&self, routine: &Routine, scene: &Scene<'_>) -> Vec<Pack> {
        let packs = routine.packs.iter().enumerate();
        let last = scene.settings.get(&PACKS);
        let last = last.get(&routine.id).and_then(|last| routine.packs.iter().position(|pack| pack == last));
        packs
            .map(|(nth, code)| Pack {
                code: code.clone(),
                name: self.name("pack", code),
                prepare: self.maybe(&format!("pack-{code}.prepare")).unwrap_or_default(),
                wrap: self.maybe(&format!("pack-{code}.wrap")).unwrap_or_default(),
                first: nth == last.unwrap_or(0),
            })
            .collect()
    }

    /// How it can be started, as the engine offers it.
    fn way(&self, offer: Option<&Offer>, terms: Option<&Terms>, routine: &Routine, scene: &Scene<'_>) -> Way {
        let Some(terms) = terms else {
            let unknown = Refused::UnknownRoutine { routine: routine.id.clone() };
            return Way::Closed { sentences: vec![(self.refusal(&unknown, scene.now, scene.offset), false)] };
        };
        let said = |o: &Obstacle| self.obstacle(o, scene.now, scene.offset);
        let refused = match &terms.may_start {
            MayStart::Allowed => return Way::Free,
            MayStart::AfterWarnings(rules) => {
                let sentences = terms.obstacles.iter().map(said).collect();
                return Way::Warned { sentences, accept: rules.iter().map(|rule| rule.code()).collect() };
            }
            MayStart::Refused(refused) => refused,
        };
        let sentence = self.refusal(refused, scene.now, scene.offset);
        match refused {
            // The questions come with the press; what was chosen goes along.
            Refused::Gate { .. } if offer.is_some_and(Offer::is_open) => Way::Free,
            Refused::Busy { .. } | Refused::IsItOn | Refused::SkinAsked => Way::Busy { sentence, href: "/session" },
            Refused::Rule(obstacle) if obstacle.rule == RuleId::R16 => Way::Sign { sentence },
            Refused::Gate { .. } | Refused::Rule(_) => {
                let closed = terms.obstacles.iter().filter(|o| o.force != Force::Warning);
                let safety = |o: &Obstacle| o.force == Force::Clinician;
                Way::Closed { sentences: closed.map(|o| (said(o), safety(o))).collect() }
            }
            Refused::UnknownRoutine { .. }
            | Refused::UnknownTimer { .. }
            | Refused::UnknownPack { .. }
            | Refused::Turns { .. }
            | Refused::Length { .. }
            | Refused::NothingRunning
            | Refused::NotNow
            | Refused::Outdated
            | Refused::NothingToUndo
            | Refused::ReallySoLong { .. }
            | Refused::Entry { .. }
            | Refused::UnknownPlan { .. }
            | Refused::BadPlan(_)
            | Refused::NoPlan
            | Refused::QuietHours { .. }
            | Refused::ReadOnly => Way::Closed { sentences: vec![(sentence, false)] },
        }
    }

    pub(super) fn whole(&self, routine: &Routine) -> String {
        let usual = routine.turns.usual;
        let steps = routine.steps.iter().take(routine.steps.len().saturating_sub(usize::from(usual < 2)));
        let rests = steps.into_iter().any(|s| matches!(s, Step::Rest(_)));
        let key = if rests { "whole-with-rest" } else { "whole" };
        let one = self.duration(routine.whole(1));
        if usual < 2 {
            return self.text(key, &[("length", one.into())]);
        }
        let sum = self.duration(routine.whole(usual));
        self.text("whole-of-turns", &[("length", one.into()), ("turns", usual.into()), ("sum", sum.into())])
    }

    /// A source by its key.
    pub(crate) fn source(&self, key: &str) -> Source {
        let urls = ["url", "url-2", "url-3"];
        Source {
            key: key.to_owned(),
            title: self.name("source", key),
            takes: self.maybe(&format!("source-{key}.takes")).unwrap_or_default(),
            urls: urls.iter().filter_map(|u| self.maybe(&format!("source-{key}.{u}"))).collect(),
            grade: self.maybe(&format!("source-{key}.grade")),
        }
    }
}

/// What the button of a start says: warmth and cold wait for a second press, movement begins.
pub(crate) fn start_label(routine: &Routine) -> &'static str {
    if routine.is_thermal() { "get-ready" } else { "start-moving" }
}
