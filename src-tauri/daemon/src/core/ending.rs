//! Decides how the loop ends: what is still told, heard and saved, and who gets an answer.

use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::alert::Effect;
use lumbar_ui::Notice;
use tokio::time::sleep;

use super::inbox::Input;
use super::{Driver, End, Held, LAST_WORDS, answer, answered};
use crate::desktop::notify::NotifierEvent;
use crate::desktop::port::Desktop;
use crate::desktop::power::PowerEvent;
use crate::life::start::{self, Update};

/// Without the desktop's bus and with nothing on the body the program ends after this time.
pub(super) const LEAVE: Duration = Duration::from_secs(60);

impl<D: Desktop> Driver<D> {
    /// Tells, hears out and saves what is left; how it ends may change by what is heard.
    pub(super) async fn finish(mut self, mut end: End) -> End {
        let mut waiting = Vec::new();
        loop {
            self.window_closes(end);
            waiting.extend(self.settle_last());
            self.desktop.flush(LAST_WORDS).await;
            let (step, on_body) = (self.saving.step(), self.engine.on_body());
            end = self.hear_out(end).await;
            if self.saving.step() == step {
                break;
            }
            if end == End::Quit && !on_body && self.engine.on_body() {
                self.tell_session_ends();
            }
        }
        self.window_closes(end);
        let snapshot = Arc::new(self.snapshot(self.clock.now()));
        let saved = self.saving.finish();
        if !saved {
            tracing::error!("the disk took nothing at the end");
        }
        // The last of all: a kill before this must bring the program back. What was put on meanwhile is watched until the
        // newer program watches it itself.
        if let Some(guard) = self.guard.take()
            && (end == End::Quit || !self.engine.on_body())
        {
            guard.dismiss();
        }
        // Nothing is confirmed that the next life of the program will not know.
        for held in waiting.into_iter().filter(|_| saved) {
            match held {
                Held::Done(reply) => answered(reply, Ok(())),
                Held::Moved(reply) => answered(reply, Ok(())),
                Held::Look(reply) => answered(reply, Arc::clone(&snapshot)),
                Held::Effect(_) => {}
            }
        }
        end
    }

    /// Takes what has come in since: presses nobody would repeat, the end of the session, and where the last words stand,
    /// so that the next life of the program takes them back. Whoever waits for an answer learns that the program ends.
    async fn hear_out(&mut self, end: End) -> End {
        self.end = Some(end);
        // What the ports have told is in the inbox once their tasks have had their turn.
        tokio::task::yield_now().await;
        while let Ok(input) = self.inbox.try_recv() {
            if let Input::Notifier(NotifierEvent::Shown { tag_key, id, .. }) = input {
                self.saving.keeper().note(tag_key, Some(id));
            } else if is_press(&input) || (self.end == Some(End::Update) && asks_for_the_end(&input)) {
                self.take(input);
            }
        }
        self.end.unwrap_or(end)
    }

    /// At the end all is told and on its way to the disk; who waits for an answer gets it when it is there.
    fn settle_last(&mut self) -> Vec<Held> {
        let now = self.clock.now();
        if self.saving.is_behind() {
            self.begin_save(now);
        }
        let mut waiting = Vec::new();
        for (_, held) in std::mem::take(&mut self.held) {
            match held {
                Held::Effect(Effect::Alert(alert)) => self.tell(&alert),
                Held::Effect(Effect::Withdraw(tag)) => self.desktop.withdraw(&answer::tag_key(tag)),
                Held::Effect(Effect::Record(_)) => {}
                Held::Done(_) | Held::Moved(_) | Held::Look(_) => waiting.push(held),
            }
        }
        waiting
    }

    fn window_closes(&mut self, end: End) {
        match end {
            End::Quit => self.window.close(),
            // The next program takes the window over.
            End::Update => {}
        }
    }

    pub(super) fn consider_leaving(&mut self, on_body: bool) {
        match (self.bus_lost && !on_body, &self.leave) {
            (true, None) => self.leave = Some(Box::pin(sleep(LEAVE))),
            (false, Some(_)) => self.leave = None,
            (true, Some(_)) | (false, None) => {}
        }
    }

    /// Looks at the program on the disk, on a thread of its own.
    pub(super) fn look_for_update(&mut self) {
        self.look_again = None;
        if let Some(look) = self.update.as_mut().and_then(Update::look) {
            let handle = self.handle.clone();
            tokio::task::spawn_blocking(move || handle.send(Input::OnDisk(look())));
        }
    }

    pub(super) fn seen_on_disk(&mut self, found: Option<start::Stamp>) {
        let again = self.update.as_mut().is_some_and(|update| update.found(found));
        self.look_again = again.then(|| Box::pin(sleep(start::WHOLE)));
        self.pass();
    }

    pub(super) fn consider_updating(&mut self, on_body: bool) {
        let Some(update) = &self.update else { return };
        let waits = update.is_wanted();
        if waits && !on_body {
            // The next program knows no more than the disk does.
            if self.saving.is_kept() {
                self.end = self.end.or(Some(End::Update));
            }
        } else if waits && !self.notices.contains(&Notice::UpdateWaits) {
            self.notices.push(Notice::UpdateWaits);
            self.rev.send_modify(|rev| *rev += 1);
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
