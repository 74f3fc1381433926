//! Shows on the terminal what is asked before a first start, and hands the answers on.

use lumbar_engine::command::{Command, Fact};
use lumbar_engine::refusal::Refused;
use lumbar_engine::words::Flags;
use lumbar_protocol::path;
use serde_json::json;

use crate::client::program::{Exit, Looked, Program, warn_unsaved};
use crate::client::trouble::sentence;
use crate::clock::Clock;

impl Program {
    /// Keeps what was answered, and says what is still asked; or whom to call.
    pub(super) fn questions(&self, id: &str, adult: bool, signs: Option<Flags>, told: &[String]) -> Result<(), Exit> {
        self.up()?;
        let Looked { now, view, .. } = self.look()?;
        let Some(questions) = self.ui.questions(&view, id) else {
            let unknown = Refused::UnknownRoutine { routine: id.to_owned() };
            return Err(self.say(self.ui.refusal(&unknown, now, Clock::offset(now.wall))));
        };
        let facts = questions.facts(adult, signs, told).map_err(|word| {
            let words: Vec<&str> = questions.told.iter().map(|(word, _)| *word).chain(["none"]).collect();
            self.say(sentence(&self.ui, "questions-odd", &[("word", word.to_owned()), ("words", words.join(", "))]))
        })?;
        for fact in facts {
            let sign = matches!(fact, Fact::AnswerFlags { flags: Flags::Unsure | Flags::Emergency });
            warn_unsaved(&self.post(path::COMMAND, &json!(Command::from(fact)))?);
            if sign {
                let unsure = signs == Some(Flags::Unsure);
                let key = if unsure { "rule-R16-emergency.unsure" } else { "rule-R16-emergency" };
                return self.print(&self.ui.text(key, &[]));
            }
        }
        let view = self.look()?.view;
        match self.ui.questions(&view, id) {
            Some(left) => self.print(&self.ui.questions_text(&left, id)),
            None => Ok(()),
        }
    }
}
