//! Decides how the loop ends: what is still told, heard and saved, and who gets an answer.

use std::sync::Arc;

use lumbar_engine::outbox::Effect;

use super::driver::{Driver, End};
use super::held::{Held, reply};
use super::inbox::{Input, Kept};
use super::tell::LAST_WORDS;
use crate::desktop::notify::NotifierEvent;
use crate::desktop::port::Desktop;
use crate::desktop::power::PowerEvent;

impl<D: Desktop> Driver<D> {
    /// Tells, hears out and saves what is left; how it ends may change by what is heard.
    pub(super) async fn finish(mut self, mut end: End) -> End {
        let mut waiting = Vec::new();
        loop {
            self.close_window(&end);
            waiting.extend(self.flush());
            self.teller.desktop().flush(LAST_WORDS).await;
            let (step, on_body) = (self.saving.step(), self.engine.on_body());
            end = self.hear_out(end).await;
            if self.saving.step() == step {
                break;
            }
            if end == End::Quit && !on_body && self.engine.on_body() {
                self.teller.tell_session_ends(self.method_on());
            }
        }
        self.close_window(&end);
        if end == End::Quit {
            self.teller.desktop().withdraw_buttons();
            self.teller.desktop().flush(LAST_WORDS).await;
        }
        let snapshot = Arc::new(self.snapshot(self.clock.now()));
        self.witness();
        let saved = self.saving.finish();
        if !saved {
            tracing::error!("the disk took nothing at the end");
        }
        let on_body = self.engine.on_body();
        // The last of all: a kill before this must bring the program back. What was put on meanwhile is watched until the
        // newer program watches it itself.
        let nothing_left = saved && end == End::Quit && !on_body;
        self.watch.finish(nothing_left, end != End::Quit && on_body);
        // Nothing is confirmed that the next run of the program will not know.
        for held in waiting.into_iter().filter(|_| saved) {
            match held {
                Held::Done(to) => reply(to, Ok(Kept::OnDisk)),
                Held::Moved(to) => reply(to, Ok(())),
                Held::Look(to) => reply(to, Arc::clone(&snapshot)),
                Held::Effect(_) | Held::Status => {}
            }
        }
        end
    }

    /// Takes what has come in since: presses nobody would repeat, the end of the session, and where the last words stand,
    /// so that the next run of the program takes them back. Who waits for an answer learns that the program ends.
    async fn hear_out(&mut self, end: End) -> End {
        let replaced = end != End::Quit;
        self.end = Some(end);
        // What the ports have told is in the inbox once their tasks have had their turn.
        tokio::task::yield_now().await;
        while let Ok(input) = self.inbox.try_recv() {
            if let Input::Notifier(NotifierEvent::Shown { tag_key, id, .. }) = input {
                self.saving.writer().note(tag_key, Some(id));
            } else if is_press(&input) || (replaced && asks_for_the_end(&input)) {
                self.take(input);
            }
        }
        self.end.take().unwrap_or(End::Quit)
    }

    /// At the end all is told and on its way to the disk; who waits for an answer gets it when it is there.
    fn flush(&mut self) -> Vec<Held> {
        let now = self.clock.now();
        if self.saving.is_behind() {
            self.begin_save(now);
        }
        let mut unanswered = Vec::new();
        for held in self.held.all() {
            match held {
                Held::Effect(Effect::Alert(alert)) => self.teller.tell(&alert, self.published.rev(), now),
                Held::Effect(Effect::Withdraw(tag)) => self.teller.withdraw(tag),
                Held::Effect(Effect::Record(_) | Effect::Keep(_) | Effect::Forget(_)) | Held::Status => {}
                held @ (Held::Done(_) | Held::Moved(_) | Held::Look(_)) => unanswered.push(held),
            }
        }
        unanswered
    }

    fn close_window(&mut self, end: &End) {
        match end {
            End::Quit => self.teller.window().0.close(),
            // The next program takes the window over.
            End::Replaced(_) => {}
        }
    }
}

/// A press whose face has no way to learn that nobody took it.
fn is_press(input: &Input) -> bool {
    matches!(input, Input::Notifier(NotifierEvent::Pressed { .. }) | Input::Tray(_))
}

fn asks_for_the_end(input: &Input) -> bool {
    matches!(input, Input::SessionEnds | Input::Quit { .. } | Input::Power(PowerEvent::ShuttingDown(_)))
}
