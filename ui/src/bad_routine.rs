//! Decides what is said of a routine that is not taken: what is wrong, in a sentence, and where.

use std::time::Duration;

use lumbar_engine::routine::bad::BadRoutine;
use lumbar_engine::rules::Unit;

use crate::{Ui, Why};

impl From<&BadRoutine> for Why {
    /// What is wrong, without the place.
    fn from(bad: &BadRoutine) -> Self {
        match bad {
            BadRoutine::Unreadable { why, .. } => Self::new("routine-bad-unreadable").with("why", why),
            BadRoutine::Newer { version } => Self::new("routine-bad-newer").with("version", version.to_string()),
            BadRoutine::TooLong => Self::new("routine-file-too-large"),
            BadRoutine::TooMany => Self::new("routine-bad-too-many"),
            BadRoutine::Text(text) => Self::new("routine-bad-text").with("text", text),
            BadRoutine::Title(name) if name.trim().is_empty() => Self::new("routine-bad-no-title"),
            BadRoutine::Title(name) => Self::new("routine-bad-title").with("name", name),
            BadRoutine::Misleading { name, other, .. } => {
                Self::new("routine-bad-misleading").with("name", name).with("other", other)
            }
            BadRoutine::Name(name) => Self::new("routine-bad-name").with("name", name),
            BadRoutine::Taken(name) => Self::new("routine-bad-taken").with("name", name),
            BadRoutine::Turns { usual, most } => {
                Self::new("routine-bad-turns").with("usual", usual.to_string()).with("most", most.to_string())
            }
            BadRoutine::Lengths => Self::new("routine-bad-lengths"),
            BadRoutine::Steps(0) => Self::new("routine-bad-no-steps"),
            BadRoutine::Steps(count) => Self::new("routine-bad-steps").with("count", count.to_string()),
            BadRoutine::NoTool => Self::new("routine-bad-no-tool"),
            BadRoutine::MassageStep { tool, .. } => Self::new("routine-bad-massage-step").with("tool", *tool),
            BadRoutine::NotEveryday { .. } => Self::new("routine-bad-not-everyday"),
            BadRoutine::Length { .. } => Self::new("routine-bad-length"),
            BadRoutine::Checks { .. } => Self::new("routine-bad-checks"),
            BadRoutine::Segments { parts, whole, .. } => {
                Self::new("routine-bad-segments").with("parts", parts.to_string()).with("whole", whole.to_string())
            }
            BadRoutine::Beats { .. } => Self::new("routine-bad-beats"),
            BadRoutine::Rule { number, .. } => {
                let seconds = if number.unit == Unit::Seconds { number.value } else { 0 };
                Self::new("routine-over")
                    .with("limit", number.name)
                    .with("rule", number.rule.code())
                    .with("count", number.value.to_string())
                    .lasting("length", seconds)
            }
        }
    }
}

impl Why {
    /// Why a routine is not taken, with the place in it and in the text of its file.
    pub fn of_routine(bad: &BadRoutine, text: Option<&str>) -> Self {
        Self::from(bad).at(text.and_then(|text| bad.line(text)), bad.place().0)
    }
}

impl Ui {
    /// What is wrong with a routine, where its place is said beside it.
    pub(crate) fn bad_routine(&self, bad: &BadRoutine) -> String {
        self.why(&Why::from(bad))
    }

    pub(crate) fn seconds(&self, seconds: u32) -> String {
        self.duration(Duration::from_secs(seconds.into()))
    }
}
