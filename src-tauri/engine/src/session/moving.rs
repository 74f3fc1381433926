//! Owns how a step of movement runs: by itself, beat by beat, with pauses.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::alert::About;
use crate::routine::{Cue, Move};
use crate::session::due::{Due, Wait};
use crate::time::{Anchor, Moment, secs};

/// "Back" within this time of a step's start goes to the step before.
pub(crate) const JUST_BEGUN: Duration = Duration::from_secs(3);

/// The next step of movement is named this long before it begins, so that there is time to read it and to get there; in a
/// step of less than twice as long, from its middle.
const NEXT_AHEAD: Duration = Duration::from_secs(10);

/// A step of movement that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Moving {
    pub(crate) since: Anchor,
    /// The beat that was said last; `None` = the step has said nothing yet.
    pub(crate) said: Option<usize>,
    /// This step was named before it began.
    #[serde(default)]
    pub(crate) was_named: bool,
    /// The step after it has been named.
    #[serde(default)]
    pub(crate) named_next: bool,
}

impl Moving {
    /// A step that begins.
    pub(crate) fn begin(since: Anchor, was_named: bool) -> Self {
        Self { since, said: None, was_named, named_next: false }
    }

    /// A step that goes on after a pause; the beat it was paused in is not said again.
    pub(crate) fn resume(step: Option<&Move>, done: Duration, at: Moment<'_>) -> Self {
        let named_next = step.is_some_and(|step| done >= names_next(step));
        let said = Some(step.map_or(0, |step| step.cue_at(done)));
        Self { since: at.anchor().earlier(done), said, was_named: true, named_next }
    }

    /// What comes first: the next beat, the name of the next step (`has_next`: there is one), or the end of the step.
    pub(crate) fn first_due(self, step: Option<&Move>, has_next: bool, at: Moment<'_>) -> (Wait, Due) {
        let Some(step) = step else { return (Wait::NONE, Due::Moved { over: self.since }) };
        let nth = self.said.map_or(0, |said| said + 1);
        let (after, due) = match step.cue(nth) {
            Some(cue) => (secs(cue.starts), Due::Beat { since: self.since, nth }),
            None => (step.length(), Due::Moved { over: self.since.later(step.length()) }),
        };
        let name = names_next(step);
        let (after, due) =
            if has_next && !self.named_next && name < after { (name, Due::NameNext) } else { (after, due) };
        (Wait::until(after, at.least(self.since)), due)
    }
}

/// How long after the start of a step the next one is named.
fn names_next(step: &Move) -> Duration {
    let length = step.length();
    length.saturating_sub(NEXT_AHEAD).max(length / 2)
}

/// What is said at a beat: the first one says what to do, where the step was not named before it began.
pub(crate) fn about_beat(step: &Move, nth: usize, was_named: bool, cue: &Cue<'_>) -> About {
    let text = step.text.clone();
    if nth == 0 && !was_named {
        About::StepBegins { step: text }
    } else {
        About::Beat { step: text, cue: cue.cue.map(Into::into), side: cue.side, rep: cue.rep, reps: cue.reps }
    }
}
