//! Owns how a step of movement runs: by itself, beat by beat, with pauses.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::alert::About;
use crate::routine::{Cue, Move};
use crate::session::due::{Due, Wait};
use crate::time::{Anchor, Moment, secs};

/// "Back" within this time of a step's start goes to the step before.
pub(crate) const JUST_BEGUN: Duration = Duration::from_secs(3);

/// A step of movement that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Moving {
    pub(crate) since: Anchor,
    /// The beat that was said last; `None` = the step has said nothing yet.
    pub(crate) said: Option<usize>,
}

impl Moving {
    /// A step that begins.
    pub(crate) fn begin(since: Anchor) -> Self {
        Self { since, said: None }
    }

    /// A step that goes on after a pause; the beat it was paused in is not said again.
    pub(crate) fn resume(step: Option<&Move>, done: Duration, at: Moment<'_>) -> Self {
        Self { since: at.anchor().earlier(done), said: Some(step.map_or(0, |step| step.cue_at(done))) }
    }

    /// The next beat, or the end of the step.
    pub(crate) fn first_due(self, step: Option<&Move>, at: Moment<'_>) -> (Wait, Due) {
        let Some(step) = step else { return (Wait::NONE, Due::Moved { over: self.since }) };
        let nth = self.said.map_or(0, |said| said + 1);
        let (after, due) = match step.cue(nth) {
            Some(cue) => (secs(cue.starts), Due::Beat { since: self.since, nth }),
            None => (step.length(), Due::Moved { over: self.since.later(step.length()) }),
        };
        (Wait::until(after, at.least(self.since)), due)
    }
}

/// What is said at a beat: the first one names the step.
pub(crate) fn about_beat(step: &Move, nth: usize, cue: &Cue<'_>) -> About {
    let text = step.text.clone();
    if nth == 0 {
        About::NextStep { step: text }
    } else {
        About::Beat { step: text, cue: cue.cue.map(Into::into), side: cue.side, rep: cue.rep, reps: cue.reps }
    }
}
