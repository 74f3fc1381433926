//! The loop: takes what happens, one thing at a time, and sleeps until the next.

use std::future::pending;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::driver::{Driver, End};
use super::minutes::next_minute;
use crate::clock::Clock;
use crate::desktop::port::Desktop;

impl<D: Desktop> Driver<D> {
    /// Runs until something ends it. All that is on its way to the disk is waited for.
    pub(crate) async fn run(mut self) -> End {
        let end = loop {
            if let Some(end) = self.end.take() {
                break end;
            }
            let clock = self.clock.clone();
            let now = clock.now();
            let due = self.deadline.map(|deadline| deadline.saturating_sub(now.ticks));
            let on_body = self.engine.on_body();
            let next_minute = next_minute(self.published.view(), now);
            let beat = self.watch.next_beat(due.into_iter().chain(next_minute).min().filter(|_| clock.is_real()));
            let due = async {
                match due {
                    Some(after) if on_body => clock.wake_at(after).await,
                    after => wait(&clock, after).await,
                }
            };
            let minute = wait(&clock, next_minute);
            // It wakes no machine that sleeps: after waking the alarm begins anew.
            let back = wait(&clock, self.teller.comes_back().map(|back| back.saturating_sub(now.ticks)));
            let (late, again) = (at(self.disk_deadline()), at(self.saving.again()));
            let page = at(self.teller.page_is_due());
            let (last_words, leave) = (at(self.teller.last_words()), at(self.surroundings.leave()));
            tokio::select! {
                // What is due comes first: no flood of inputs holds an alarm up.
                biased;
                () = due => self.advance(),
                () = clock.stepped() => self.advance(),
                input = self.inbox.recv() => match input {
                    Some(input) => self.take(input),
                    None => break End::Quit,
                },
                () = minute => self.teller.tray(&self.published, clock.now()),
                () = back => self.teller.tell_put_away(self.published.rev(), clock.now()),
                // The guard hears before the next wait.
                () = beat => {}
                () = late => self.disk_is_late(),
                () = again => self.advance(),
                () = page => self.teller.page_is_late(),
                () = last_words => self.teller.let_sleep(),
                () = leave => {
                    tracing::info!("the desktop's bus is gone and nothing is on the body");
                    self.end = Some(End::Quit);
                }
            }
        };
        self.finish(end).await
    }
}

async fn wait(clock: &Clock, after: Option<Duration>) {
    match after {
        Some(after) => clock.sleep_until(after).await,
        None => pending().await,
    }
}

async fn at(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => pending().await,
    }
}
