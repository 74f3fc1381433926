//! Tells again what a person put away without an answer: what may still be on the body.

use std::time::Duration;

use lumbar_engine::time::Now;

use super::Teller;
use crate::desktop::port::Desktop;

impl<D: Desktop> Teller<D> {
    /// A notification no longer stands, and nobody here has taken it back.
    pub(in crate::core) fn closed(&mut self, tag_key: &str, now: Now) {
        self.put_away.closed(tag_key, now);
    }

    /// The ticks at which something comes back that was put away without an answer.
    pub(in crate::core) fn comes_back(&self) -> Option<Duration> {
        self.put_away.due()
    }

    /// Tells again what was put away without an answer; pages show it since revision `rev`.
    pub(in crate::core) fn tell_put_away(&mut self, rev: u64, now: Now) {
        for alert in self.put_away.back(now) {
            self.tell(&alert, rev, now);
        }
    }
}
