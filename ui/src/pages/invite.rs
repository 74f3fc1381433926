//! Decides what Today invites to, by the engine's offers, and says in one line for each reason why other kinds are closed.

use std::time::Duration;

use lumbar_engine::offer::{MayStart, Offer};
use lumbar_engine::refusal::{Obstacle, Refused};
use lumbar_engine::rules::RuleId;
use lumbar_engine::words::Modality;
use lumbar_texts::Value;

use crate::Ui;
use crate::scene::Scene;

/// The kinds that Today invites to; warm and cold in turn is closed with either.
const INVITED: [Modality; 4] = [Modality::Cold, Modality::Heat, Modality::Stretch, Modality::Massage];

/// A kind that Today invites to.
pub(super) struct Choice {
    pub(super) kind: &'static str,
    pub(super) href: &'static str,
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) figure: String,
}

/// A reason why kinds are closed.
pub(super) struct Closed {
    pub(super) text: String,
    /// A warning sign: the way to help stands beside it, and both before anything else.
    pub(super) sign: bool,
}

impl Ui {
    /// What would help now: only what may start.
    pub(super) fn choices(&self, scene: &Scene<'_>) -> Vec<Choice> {
        let choice = |(code, kind, href, figure): (&str, Modality, &'static str, &str)| Choice {
            kind: kind.code(),
            href,
            title: self.t(&format!("choice-{code}")),
            lead: self.t(&format!("choice-{code}.lead")),
            figure: self.ornament(figure, kind),
        };
        let all = [
            ("sore", Modality::Cold, "/routines?kind=cold", "ice-front"),
            ("stiff", Modality::Heat, "/routines?kind=heat", "bottle-sit"),
            ("move", Modality::Stretch, "/routines?kind=stretch", "knee-chest"),
            ("press", Modality::Massage, "/routines?kind=massage", "balls-floor"),
        ];
        all.into_iter().filter(|(_, kind, ..)| is_open(*kind, scene)).map(choice).collect()
    }

    /// Why kinds are closed, each reason once.
    pub(super) fn closed(&self, scene: &Scene<'_>) -> Vec<Closed> {
        let mut reasons: Vec<(&Obstacle, Vec<String>)> = Vec::new();
        for kind in INVITED {
            let Some(obstacle) = closed_by(kind, scene) else { continue };
            let same = |known: &Obstacle| (&known.name, &known.about) == (&obstacle.name, &obstacle.about);
            match reasons.iter_mut().find(|(known, _)| same(known)) {
                Some((_, kinds)) => kinds.push(self.kind(kind)),
                None => reasons.push((obstacle, vec![self.kind(kind)])),
            }
        }
        let line = |(obstacle, kinds): (&Obstacle, Vec<String>)| {
            let sign = obstacle.rule == RuleId::R16;
            let text = match sign {
                true => self.rule(obstacle, scene.now, scene.offset),
                false => self.closed_line(obstacle, &kinds.join(&self.t("list-join")), scene),
            };
            Closed { text, sign }
        };
        reasons.into_iter().map(line).collect()
    }

    fn closed_line(&self, obstacle: &Obstacle, kinds: &str, scene: &Scene<'_>) -> String {
        let about = obstacle.about.as_deref().map(|about| self.about_what(about)).unwrap_or_default();
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

/// Tells whether any routine of a kind may start now, perhaps after warnings or a question.
fn is_open(kind: Modality, scene: &Scene<'_>) -> bool {
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
