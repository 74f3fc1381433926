//! Decides what is asked on the terminal before a first start: what the page asks, with a word for each answer.

use std::collections::BTreeSet;

use lumbar_engine::command::{Fact, HealthAnswers};
use lumbar_engine::health::{Condition, HealthKind};
use lumbar_engine::view::View;
use lumbar_engine::words::Flags;

use crate::Ui;

/// What is still to be asked before a routine starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questions {
    /// The emergency list; empty where it was answered.
    pub signs: Vec<String>,
    /// What may be true of the person, with its word; empty where it was answered.
    pub told: Vec<(&'static str, String)>,
    /// What Lumbar is has not been read.
    pub first: bool,
    kinds: BTreeSet<HealthKind>,
}

impl Questions {
    /// Nothing is asked any more.
    pub fn is_empty(&self) -> bool {
        self.signs.is_empty() && self.told.is_empty() && !self.first
    }

    /// The options that answer "none of these" to all of it.
    pub fn options(&self) -> String {
        let all =
            [(!self.signs.is_empty(), "--signs none"), (!self.told.is_empty(), "--told none"), (self.first, "--adult")];
        all.iter().filter(|(due, _)| *due).map(|(_, option)| *option).collect::<Vec<_>>().join(" ")
    }

    /// The answers as facts, in the order of the page. A sign goes before all else that was answered with it.
    ///
    /// # Errors
    /// A word that stands for nothing that is asked.
    pub fn facts<'a>(&self, adult: bool, signs: Option<Flags>, told: &'a [String]) -> Result<Vec<Fact>, &'a str> {
        if let Some(flags @ (Flags::Unsure | Flags::Emergency)) = signs {
            return Ok(vec![Fact::AnswerFlags { flags }]);
        }
        let mut facts = Vec::new();
        facts.extend((adult && self.first).then_some(Fact::AcceptDisclaimer));
        facts.extend(signs.filter(|_| !self.signs.is_empty()).map(|flags| Fact::AnswerFlags { flags }));
        let words: Vec<&str> = told.iter().map(String::as_str).filter(|word| *word != "none").collect();
        if let Some(odd) = words.iter().find(|word| !self.told.iter().any(|(known, _)| known == *word)) {
            return Err(odd);
        }
        if !told.is_empty() && !self.told.is_empty() {
            let so = |not: &str| self.kinds.iter().any(|kind| kind.asks_skin()).then(|| !words.contains(&not));
            facts.push(Fact::AnswerHealth(HealthAnswers {
                kinds: self.kinds.clone(),
                feels_normally: so(CANNOT_FEEL),
                skin_whole: so(NOT_WHOLE),
                conditions: words.iter().filter_map(|word| Condition::from_code(word)).collect(),
            }));
        }
        Ok(facts)
    }
}

/// The words for what is no condition; the page's fields are called so as well.
pub(crate) const CANNOT_FEEL: &str = "cannot-feel";
pub(crate) const NOT_WHOLE: &str = "not-whole";

impl Ui {
    /// What is still to be asked before a routine starts; `None` where there is no such routine.
    pub fn questions(&self, view: &View, routine: &str) -> Option<Questions> {
        let kinds: BTreeSet<HealthKind> = view.offers.get(routine)?.asks.iter().copied().collect();
        let gates = &view.gates;
        let told = self.health_ticks(&kinds, &gates.health).into_iter().map(|tick| (tick.code(), tick.label)).collect();
        Some(Questions {
            signs: if gates.flags.is_none() || gates.pain_changed { self.emergency_signs() } else { Vec::new() },
            told,
            first: gates.disclaimer.is_none(),
            kinds,
        })
    }

    /// The questions as lines for the terminal, and how they are answered there.
    pub fn questions_text(&self, questions: &Questions, routine: &str) -> String {
        if questions.is_empty() {
            return self.text("questions-none", &[("routine", routine.into())]);
        }
        let mut lines = Vec::new();
        if !questions.signs.is_empty() {
            lines.push(self.t("flags-title"));
            lines.extend(questions.signs.iter().map(|sign| format!("  · {sign}")));
        }
        if !questions.told.is_empty() {
            lines.push(self.t("before-skin"));
            let wide = questions.told.iter().map(|(word, _)| word.len()).max().unwrap_or_default();
            lines.extend(questions.told.iter().map(|(word, label)| format!("  {word:<wide$}  {label}")));
        }
        if questions.first {
            lines.push(self.t("before-what"));
        }
        lines.push(self.text("questions-how", &[("routine", routine.into()), ("options", questions.options().into())]));
        let other =
            [(!questions.signs.is_empty(), "signs"), (!questions.told.is_empty(), "told"), (questions.first, "adult")];
        lines.extend(other.iter().filter(|(due, _)| *due).map(|(_, what)| self.t(&format!("questions-how-{what}"))));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Questions {
        Questions {
            signs: vec!["a sign".into()],
            told: vec![(CANNOT_FEEL, "x".into()), (NOT_WHOLE, "y".into()), ("clot", "z".into())],
            first: true,
            kinds: [HealthKind::Cold].into(),
        }
    }

    #[test]
    fn none_of_these_says_that_all_is_well() {
        let none = ["none".to_owned()];
        let health = HealthAnswers {
            kinds: [HealthKind::Cold].into(),
            feels_normally: Some(true),
            skin_whole: Some(true),
            conditions: [].into(),
        };
        let all = [Fact::AcceptDisclaimer, Fact::AnswerFlags { flags: Flags::None }, Fact::AnswerHealth(health)];
        assert_eq!(asked().facts(true, Some(Flags::None), &none).unwrap(), all);
        assert_eq!(asked().options(), "--signs none --told none --adult");
        assert_eq!(asked().facts(false, None, &[]).unwrap(), []);
    }

    #[test]
    fn a_sign_goes_before_all_else_and_a_word_that_was_not_asked_is_named() {
        let told = ["clot".to_owned(), NOT_WHOLE.to_owned()];
        let sign = asked().facts(true, Some(Flags::Emergency), &told).unwrap();
        assert_eq!(sign, [Fact::AnswerFlags { flags: Flags::Emergency }]);
        let facts = asked().facts(false, None, &told).unwrap();
        let [Fact::AnswerHealth(health)] = facts.as_slice() else { panic!("{facts:?}") };
        assert_eq!((health.feels_normally, health.skin_whole), (Some(true), Some(false)));
        assert!(health.conditions.contains(&Condition::Clot));
        assert_eq!(asked().facts(true, None, &["heart".to_owned()]), Err("heart"));
    }
}
