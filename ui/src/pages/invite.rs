//! Decides what Today invites to, by the engine's offers, and says in one line for each reason why other kinds are closed.

use std::time::Duration;

use lumbar_engine::offer::{MayStart, Offer, Terms};
use lumbar_engine::refusal::{Obstacle, Refused};
use lumbar_engine::rules::RuleId;
use lumbar_engine::words::Modality;
use lumbar_texts::Value;

use crate::Ui;
use crate::pages::parts::shade_of;
use crate::scene::Scene;

/// The kinds that Today says something about where they are closed; warm and cold in turn is closed with either.
const INVITED: [Modality; 4] = [Modality::Cold, Modality::Heat, Modality::Stretch, Modality::Massage];

/// What Today invites to, and the routines it may mean, the usual one first.
const CHOICES: [(&str, &[&str]); 4] = [
    ("warm", &["heat-bottle", "heat-pad", "heat-gel", "heat-towel"]),
    ("ice", &["cold-15", "cold-10", "cold-20-20"]),
    ("move", &["stretch-start"]),
    ("walk", &["walk"]),
];

/// Something that Today invites to.
pub(super) struct Choice {
    pub(super) kind: &'static str,
    pub(super) routine: String,
    pub(super) turns: u8,
    /// It starts after warnings, which stand on its page.
    pub(super) warned: bool,
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) figure: String,
}

impl Ui {
    /// What would help now: only what may start. What was done last of its kind comes before the usual.
    pub(super) fn choices(&self, scene: &Scene<'_>) -> Vec<Choice> {
        let last = scene.view.last.as_ref().map(|last| last.routine.as_str());
        let choice = |(code, ids): (&str, &[&str])| {
            let known = last.filter(|last| ids.contains(last));
            let first = |id: &str| {
                let routine = scene.catalogue.routine(id)?;
                let offer = scene.view.offers.get(id).filter(|offer| offer.is_open())?;
                let (turns, terms) = offer.first()?;
                Some((routine, turns, begins_by_a_press(terms)))
            };
            let (routine, turns, free) = known.into_iter().chain(ids.iter().copied()).find_map(first)?;
            Some(Choice {
                kind: shade_of(routine),
                routine: routine.id.clone(),
                turns,
                warned: !free,
                title: self.t(&format!("choice-{code}")),
                lead: match free {
                    true => self.text(&format!("choice-{code}.lead"), &[("length", self.takes_one(routine).into())]),
                    false => self.when(routine, scene).unwrap_or_default(),
                },
                figure: self.ornament(&routine.figure, routine.kind),
            })
        };
        CHOICES.into_iter().filter_map(choice).collect()
    }

    /// Why kinds are closed, each reason once.
    pub(super) fn closed(&self, scene: &Scene<'_>) -> Vec<String> {
        let mut reasons: Vec<(&Obstacle, Vec<String>)> = Vec::new();
        for kind in INVITED {
            let Some(obstacle) = closed_by(kind, scene) else { continue };
            let same = |known: &Obstacle| (&known.name, &known.about) == (&obstacle.name, &obstacle.about);
            match reasons.iter_mut().find(|(known, _)| same(known)) {
                Some((_, kinds)) => kinds.push(self.kind(kind)),
                None => reasons.push((obstacle, vec![self.kind(kind)])),
            }
        }
        // The way to help, with its own line, stands on every page while a warning sign does.
        let lines = reasons.into_iter().filter(|(obstacle, _)| obstacle.rule != RuleId::R16);
        lines.map(|(obstacle, kinds)| self.closed_line(obstacle, &kinds.join(&self.t("list-join")), scene)).collect()
    }

    fn closed_line(&self, obstacle: &Obstacle, kinds: &str, scene: &Scene<'_>) -> String {
        let about = obstacle.about.as_deref().map(|about| self.your(about)).unwrap_or_default();
        let Some(why) = self.texts.find(&format!("why-{}", obstacle.name), &[("about", about.into())]) else {
            return self.obstacle(obstacle, scene.now, scene.offset);
        };
        let args: [(&str, Value<'_>); 2] = [("kinds", kinds.into()), ("why", why.into())];
        match obstacle.until {
            Some(until) => {
                let until = self.from(until, scene.now, scene.offset);
                let [kinds, why] = args;
                self.text("closed-until", &[kinds, why, ("until", until.into())])
            }
            None => self.text("closed", &args),
        }
    }
}

/// Tells whether a press begins it: at once, or after the questions that are due. Warnings are read on its page.
pub(super) fn begins_by_a_press(terms: &Terms) -> bool {
    matches!(terms.may_start, MayStart::Allowed | MayStart::Refused(Refused::Gate { .. }))
}

/// Tells whether any routine of a kind may start now, perhaps after questions and warnings.
pub(super) fn is_open(kind: Modality, scene: &Scene<'_>) -> bool {
    offers(kind, scene).any(Offer::is_open)
}

/// What closes a kind as a whole; `None` = it is open, or waits for what runs or for an answer.
fn closed_by<'a>(kind: Modality, scene: &'a Scene<'_>) -> Option<&'a Obstacle> {
    if is_open(kind, scene) {
        return None;
    }
    let ruled_out = offers(kind, scene).filter_map(Offer::first).filter_map(|(_, terms)| match &terms.may_start {
        MayStart::Refused(Refused::Rule(obstacle)) => Some(obstacle),
        MayStart::Refused(_) | MayStart::Allowed | MayStart::AfterWarnings(_) => None,
    });
    // It is closed until the first of its routines is open again.
    ruled_out.min_by_key(|obstacle| obstacle.until.map_or(Duration::MAX, |until| until.remaining(scene.now)))
}

fn offers<'a>(kind: Modality, scene: &'a Scene<'_>) -> impl Iterator<Item = &'a Offer> {
    let routines = scene.catalogue.routines().filter(move |routine| routine.kind == kind);
    routines.filter_map(|routine| scene.view.offers.get(&routine.id))
}
