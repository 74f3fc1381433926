//! Carries out the page before a first start: keeps what was answered there, then starts, or leads to help.

use axum::response::Response;
use lumbar_engine::command::{Command, Fact, HealthAnswers, Start, Wish};
use lumbar_engine::words::Flags;
use lumbar_ui::Waiting;

use super::faces::Faces;
use super::fields::{BadForm, field, health, must, odd, start, word, yes};
use super::onwards::{HELP, onwards, tell};
use super::query::Pairs;
use crate::core::Ending;

/// What the page was answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Before {
    start: Start,
    /// An adult has read what Lumbar is.
    adult: bool,
    /// The answer to the emergency list, where it was asked.
    signs: Option<Flags>,
    told: Told,
}

/// What was answered about skin and health.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    /// It was not asked.
    Nothing,
    /// Something, or the person is not sure: the boxes come next.
    Something,
    /// This.
    Answers(HealthAnswers),
}

impl Before {
    /// Reads it from the form.
    ///
    /// # Errors
    /// See [`BadForm`].
    pub(super) fn read(fields: &Pairs) -> Result<Self, BadForm> {
        let told = match field(fields, "health") {
            None => Told::Nothing,
            Some("some") => Told::Something,
            // "None of these" is a page of boxes with none ticked.
            Some("none" | "told") => Told::Answers(health(fields)?),
            Some(other) => return Err(odd("health", other)),
        };
        must(fields, "routine")?;
        Ok(Self {
            start: start(fields)?,
            adult: yes(fields, "adult")?.unwrap_or(false),
            signs: field(fields, "signs").map(|_| word(fields, "signs", Flags::from_code)).transpose()?,
            told,
        })
    }

    /// The facts it holds, in their order.
    fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        facts.extend(self.adult.then_some(Fact::AcceptDisclaimer));
        facts.extend(self.signs.map(|flags| Fact::AnswerFlags { flags }));
        if let Told::Answers(answers) = &self.told {
            facts.push(Fact::AnswerHealth(answers.clone()));
        }
        facts
    }

    /// Keeps the answers and goes on: to help, to the boxes, or to the start.
    pub(super) async fn carry_out(self, faces: &Faces, fields: Pairs) -> Response {
        // A sign goes before all else that was answered with it.
        if let Some(flags @ (Flags::Unsure | Flags::Emergency)) = self.signs {
            return match keep(faces, vec![Fact::AnswerFlags { flags }]).await {
                Ok(()) => onwards(HELP),
                Err(ending) => faces.ending(ending),
            };
        }
        if let Err(ending) = keep(faces, self.facts()).await {
            return faces.ending(ending);
        }
        if self.told == Told::Something {
            let pairs = fields.iter().map(|(name, value)| (name, value));
            return onwards(&Waiting::from_pairs(&self.start.routine, pairs).which_page());
        }
        let chosen = |name: &str| ["routine", "turns", "length", "pack", "accept"].contains(&name);
        let fields = fields.into_iter().filter(|(name, _)| chosen(name)).collect();
        tell(faces, "start", fields, None, Command::Wish(Wish::Start(self.start))).await
    }
}

/// Keeps facts, one after the other; none of these is ever refused.
async fn keep(faces: &Faces, facts: Vec<Fact>) -> Result<(), Ending> {
    for fact in facts {
        if let Err(refused) = faces.tell(fact.into()).await? {
            tracing::warn!("an answer was not taken: {refused}");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use lumbar_engine::health::{Condition, HealthKind};

    use super::*;

    fn read(text: &str) -> Before {
        let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap();
        Before::read(&text.split('&').map(pair).collect()).unwrap()
    }

    #[test]
    fn none_of_these_answers_for_the_kinds_that_were_asked_about() {
        let before = read("routine=cold-15&turns=1&kind=cold&signs=none&health=none&adult=yes");
        let answers = HealthAnswers {
            kinds: [HealthKind::Cold].into(),
            feels_normally: Some(true),
            skin_whole: Some(true),
            conditions: [].into(),
        };
        let facts =
            [Fact::AcceptDisclaimer, Fact::AnswerFlags { flags: Flags::None }, Fact::AnswerHealth(answers.clone())];
        assert_eq!(before.facts(), facts);
        let massage =
            HealthAnswers { kinds: [HealthKind::Massage].into(), feels_normally: None, skin_whole: None, ..answers };
        assert_eq!(read("routine=partner&kind=massage&health=none").facts(), [Fact::AnswerHealth(massage)]);
    }

    #[test]
    fn boxes_tell_what_is_not_so_and_what_is() {
        let before = read("routine=heat-pad&kind=warm&cannot-feel=yes&condition=clot&health=told");
        let answers = HealthAnswers {
            kinds: [HealthKind::Warm].into(),
            feels_normally: Some(false),
            skin_whole: Some(true),
            conditions: [Condition::Clot].into(),
        };
        assert_eq!(before.facts(), [Fact::AnswerHealth(answers)]);
        let some = read("routine=heat-pad&kind=warm&signs=none&health=some");
        assert_eq!((some.facts(), some.told), (vec![Fact::AnswerFlags { flags: Flags::None }], Told::Something));
    }
}
