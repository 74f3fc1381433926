//! Decides how a refusal is said: one plain sentence, and when it will be possible.

use std::time::Duration;

use chrono::FixedOffset;
use lumbar_engine::command::Start;
use lumbar_engine::offer::{MayStart, Terms};
use lumbar_engine::refusal::{Obstacle, Refused};
use lumbar_engine::rules::{self, Force, Unit};
use lumbar_engine::time::Now;
use lumbar_engine::view::View;

use crate::Ui;
use crate::alert::gate_code;
use lumbar_texts::Value;

impl Ui {
    /// Why a request was not carried out, as one or two sentences for any face.
    pub fn refusal(&self, refused: &Refused, now: Now, offset: FixedOffset) -> String {
        let said = |code: &str, args: &[(&str, Value<'_>)]| self.text(&format!("refused-{code}"), args);
        match refused {
            Refused::UnknownRoutine { routine } => said("unknown-routine", &[("routine", routine.as_str().into())]),
            Refused::UnknownTimer { timer } => said("unknown-timer", &[("timer", timer.as_str().into())]),
            Refused::UnknownPack { routine, pack } => said(
                "unknown-pack",
                &[("routine", self.routine_name(routine).into()), ("pack", self.name("pack", pack).into())],
            ),
            Refused::Turns { routine, most } => {
                said("turns", &[("routine", self.routine_name(routine).into()), ("most", (*most).into())])
            }
            Refused::Length { routine, lengths } => {
                let lengths: Vec<String> =
                    lengths.iter().map(|s| self.duration(Duration::from_secs((*s).into()))).collect();
                let name = self.routine_name(routine);
                match lengths.is_empty() {
                    true => said("one-length", &[("routine", name.into())]),
                    false => {
                        let lengths = lengths.join(&self.t("list-join"));
                        said("length", &[("routine", name.into()), ("lengths", lengths.into())])
                    }
                }
            }
            Refused::Busy { routine } => said("busy", &[("routine", self.routine_name(routine).into())]),
            Refused::NothingRunning => said("nothing-running", &[]),
            Refused::IsItOn => said("is-it-on", &[]),
            Refused::SkinAsked => said("skin-asked", &[]),
            Refused::NotNow => said("not-now", &[]),
            Refused::Outdated => said("outdated", &[]),
            Refused::Gate { gate, .. } => said("gate", &[("gate", gate_code(*gate).into())]),
            Refused::Rule(obstacle) => self.obstacle(obstacle, now, offset),
            Refused::NothingToUndo => {
                let lasts = self.duration(rules::UNDO.time());
                said("nothing-to-undo", &[("lasts", lasts.into())])
            }
            Refused::ReallySoLong { seconds } => {
                let length = self.duration(Duration::from_secs((*seconds).into()));
                said("really-so-long", &[("length", length.into())])
            }
            Refused::Entry { bad } => self.bad_entry(bad),
            Refused::UnknownPlan { plan } => said("unknown-plan", &[("plan", plan.as_str().into())]),
            Refused::BadPlan(bad) => self.bad_plan(bad),
            Refused::NoPlan => said("no-plan", &[]),
            Refused::QuietHours { least, most } => {
                let length = |minutes: u16| self.duration(std::time::Duration::from_secs(u64::from(minutes) * 60));
                said("quiet-hours", &[("least", length(*least).into()), ("most", length(*most).into())])
            }
            Refused::ReadOnly => said("read-only", &[]),
        }
    }

    /// The same with the rule and its sources on a line of their own, for faces with room for it.
    pub fn refusal_in_full(&self, refused: &Refused, now: Now, offset: FixedOffset) -> String {
        let sentence = self.refusal(refused, now, offset);
        match self.refusal_basis(refused) {
            Some(basis) => format!("{sentence}\n{basis}"),
            None => sentence,
        }
    }

    /// Everything that a start is warned of and has not accepted: the sentences, and the rules to accept. None where something
    /// else stands against it.
    pub fn warnings(
        &self,
        view: &View,
        start: &Start,
        now: Now,
        offset: FixedOffset,
    ) -> (Vec<String>, Vec<&'static str>) {
        let terms =
            view.offers.get(&start.routine).and_then(|offer| offer.with_turns(start.turns.unwrap_or(offer.usual)));
        let Some(terms) = terms.filter(|terms| terms.may_start.is_offered()) else { return Default::default() };
        let open = || terms.obstacles.iter().filter(|o| o.force == Force::Warning && !start.accept.contains(&o.rule));
        let mut rules: Vec<&'static str> = open().map(|o| o.rule.code()).collect();
        rules.dedup();
        (open().map(|o| self.obstacle(o, now, offset)).collect(), rules)
    }

    /// What is told beside a start, a line each; it stops nothing.
    pub fn told(&self, view: &View, start: &Start, now: Now, offset: FixedOffset) -> Vec<String> {
        let terms =
            view.offers.get(&start.routine).and_then(|offer| offer.with_turns(start.turns.unwrap_or(offer.usual)));
        terms.into_iter().flat_map(|terms| &terms.told).map(|line| self.obstacle(line, now, offset)).collect()
    }

    /// Which rule refused, and where it comes from; `None` where it was no rule.
    pub fn refusal_basis(&self, refused: &Refused) -> Option<String> {
        match refused {
            Refused::Rule(obstacle) => Some(self.basis(obstacle)),
            Refused::UnknownRoutine { .. }
            | Refused::UnknownTimer { .. }
            | Refused::UnknownPack { .. }
            | Refused::Turns { .. }
            | Refused::Length { .. }
            | Refused::Busy { .. }
            | Refused::NothingRunning
            | Refused::IsItOn
            | Refused::SkinAsked
            | Refused::NotNow
            | Refused::Outdated
            | Refused::Gate { .. }
            | Refused::NothingToUndo
            | Refused::ReallySoLong { .. }
            | Refused::Entry { .. }
            | Refused::UnknownPlan { .. }
            | Refused::BadPlan(_)
            | Refused::NoPlan
            | Refused::QuietHours { .. }
            | Refused::ReadOnly => None,
        }
    }

    /// What stands against a start, as one short line; `None` = nothing, or a question that is asked elsewhere.
    pub fn short_reason(&self, terms: &Terms, now: Now, offset: FixedOffset) -> Option<String> {
        if let MayStart::Refused(Refused::Busy { .. } | Refused::IsItOn) = terms.may_start {
            return Some(self.t("when-busy"));
        }
        let first = terms.obstacles.first()?;
        let about = first.about.as_deref().map(|about| self.your(about)).unwrap_or_default();
        let Some(why) = self.texts.find(&format!("why-{}", first.name), &[("about", about.into())]) else {
            return Some(self.obstacle(first, now, offset));
        };
        Some(match first.until {
            Some(until) => {
                let from = self.from(until, now, offset);
                let key = if first.force == Force::Warning { "when-best" } else { "when-from" };
                self.text(key, &[("until", from.into()), ("why", why.into()), ("name", first.name.as_str().into())])
            }
            None => why,
        })
    }

    /// What a rule says against a start, with the time from which it is possible.
    pub fn obstacle(&self, obstacle: &Obstacle, now: Now, offset: FixedOffset) -> String {
        let sentence = self.rule(obstacle, now, offset);
        match obstacle.until {
            Some(until) => {
                let from = self.from(until, now, offset);
                // The sentence may name the time itself; said twice it would read like two times.
                if sentence.contains(&from) {
                    sentence
                } else if obstacle.force == Force::Warning {
                    self.text("refused-best", &[("sentence", sentence.into()), ("until", from.into())])
                } else {
                    self.text("refused-from", &[("sentence", sentence.into()), ("until", from.into())])
                }
            }
            None => sentence,
        }
    }

    fn basis(&self, obstacle: &Obstacle) -> String {
        let sources: Vec<String> = obstacle.sources.iter().map(|key| self.name("source", key)).collect();
        let sources = if sources.is_empty() { self.t("source-PC") } else { sources.join(" · ") };
        self.text("refused-basis", &[("rule", obstacle.rule.code().into()), ("sources", sources.into())])
    }

    /// The rule's own sentence.
    pub(crate) fn rule(&self, obstacle: &Obstacle, now: Now, offset: FixedOffset) -> String {
        let unit = rules::NUMBERS.iter().find(|n| n.name == obstacle.name).map_or(Unit::Times, |n| n.unit);
        let about = obstacle.about.as_deref().unwrap_or_default();
        let until = obstacle.until.map(|u| self.from(u, now, offset)).unwrap_or_default();
        let args = [
            ("value", self.amount(obstacle.value, unit)),
            ("until", until.into()),
            ("about", self.about_what(about).into()),
            ("your", self.your(about).into()),
            ("code", about.to_owned().into()),
            ("force", force_code(obstacle.force).into()),
        ];
        let key = format!("rule-{}", obstacle.name);
        match about {
            "" => self.text(&key, &args),
            code => self.texts.find(&format!("{key}.{code}"), &args).unwrap_or_else(|| self.text(&key, &args)),
        }
    }

    /// A number of the rules table as it stands in a sentence: counts stay numbers, so that plurals work.
    pub(crate) fn amount(&self, value: u32, unit: Unit) -> Value<'static> {
        match unit {
            Unit::Seconds => self.duration(Duration::from_secs(value.into())).into(),
            Unit::Times | Unit::Days | Unit::Years => value.into(),
        }
    }

    /// What a person told about, as it stands in "you told Lumbar about …".
    pub(crate) fn your(&self, about: &str) -> String {
        self.maybe(&format!("condition-{about}.your")).unwrap_or_else(|| self.about_what(about))
    }

    /// A condition, a routine, or a kind, by the name it has in texts.
    pub(crate) fn about_what(&self, about: &str) -> String {
        ["condition", "note", "routine", "kind", "method"]
            .into_iter()
            .find_map(|prefix| self.maybe(&format!("{prefix}-{about}")))
            .unwrap_or_else(|| about.to_owned())
    }
}

/// The word for what a person may do about a rule.
pub(crate) fn force_code(force: Force) -> &'static str {
    match force {
        Force::Hard => "hard",
        Force::Warning => "warning",
        Force::Clinician => "clinician",
        Force::Told => "told",
    }
}
