//! Owns the preparation timers that run: any number of them, beside the sessions.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::alert::{About, Alert, TELL, Tag};
use crate::context::Context;
use crate::refusal::Refused;
use crate::time::{Anchor, Moment, secs};
use crate::words::{Answer, Token};

/// A preparation timer that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Timer {
    pub(crate) id: u64,
    pub(crate) timer: String,
    pub(crate) since: Anchor,
    pub(crate) seconds: u32,
}

/// All that run, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub(crate) struct Timers(Vec<Timer>);

impl Timers {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Timer> {
        self.0.iter()
    }

    /// Starts one.
    ///
    /// # Errors
    /// There is none of this name, or the data is from a newer version.
    pub(crate) fn prepare(&mut self, timer: &str, cx: &mut Context<'_>) -> Result<(), Refused> {
        let Some(found) = cx.catalogue.timer(timer) else {
            return Err(Refused::UnknownTimer { timer: timer.into() });
        };
        if cx.read_only {
            return Err(Refused::ReadOnly);
        }
        let id = cx.next_prompt();
        self.0.push(Timer { id, timer: found.id.clone(), since: cx.at.anchor(), seconds: found.seconds });
        Ok(())
    }

    /// Ends one.
    ///
    /// # Errors
    /// None of this number runs.
    pub(crate) fn unprepare(&mut self, id: u64, cx: &mut Context<'_>) -> Result<(), Refused> {
        let Some(nth) = self.0.iter().position(|t| t.id == id) else { return Err(Refused::NothingRunning) };
        self.0.remove(nth);
        cx.withdraw(Tag::Timer(id));
        Ok(())
    }

    /// Tells of those that are over.
    pub(crate) fn advance(&mut self, cx: &mut Context<'_>) {
        for timer in self.0.extract_if(.., |t| cx.at.least(t.since) >= secs(t.seconds)) {
            let token = Token { session: 0, exposure: 0, prompt: timer.id };
            let about = About::Prepared { timer: timer.timer };
            let alert = Alert::new(Tag::Timer(timer.id), about, TELL, token);
            cx.out.alert(Alert { answers: vec![Answer::Open], ..alert });
        }
    }

    /// Time until the next is over.
    pub(crate) fn wait(&self, at: Moment<'_>) -> Option<Duration> {
        self.0.iter().map(|t| secs(t.seconds).saturating_sub(at.least(t.since))).min()
    }
}
