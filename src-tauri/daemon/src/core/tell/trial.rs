//! Tries whether notifications reach the person and a press comes back: one is sent, and what comes of it is kept for the page.

use std::time::Duration;

use lumbar_engine::time::Now;
use lumbar_ui::{Came, Trial};
use tokio::time::{Instant, sleep};

use super::call::Tried;
use super::{SEEN, Teller};
use crate::core::answer::TRIAL;
use crate::core::inbox::Input;
use crate::desktop::notify::Urgency;
use crate::desktop::port::Desktop;

/// How long a press is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

impl<D: Desktop> Teller<D> {
    /// Sends a notification whose button must come back.
    pub(in crate::core) fn try_notifications(&mut self, now: Now, has_server: bool) {
        let number = self.trial.as_ref().map_or(1, |before| before.number + 1);
        let came = if has_server { Came::Waiting } else { Came::NoServer };
        self.trial = Some(Tried { trial: Trial { at: now.wall, came }, number, sent: Instant::now() });
        if !has_server {
            return;
        }
        let ui = self.languages.spoken();
        let said = |part: &str| ui.text(&format!("trial-note{part}"), &[]);
        // As urgent as the alarm it stands for.
        let buttons = vec![(SEEN.to_owned(), said(".button"))];
        self.say(TRIAL, said(""), said(".body"), buttons, Urgency::Critical);
        let handle = self.handle.clone();
        tokio::spawn(async move {
            sleep(PATIENCE).await;
            handle.send(Input::NotificationTestOver(number));
        });
    }

    /// A press on the test came back; `by_button`: on its button, else on the notification itself.
    pub(in crate::core) fn trial_came(&mut self, by_button: bool) {
        if let Some(tried) =
            self.trial.as_mut().filter(|tried| matches!(tried.trial.came, Came::Waiting | Came::Nothing))
        {
            let after_ms = tried.sent.elapsed().as_millis().try_into().unwrap_or(u32::MAX);
            tried.trial.came = if by_button { Came::Back { after_ms } } else { Came::Opened { after_ms } };
        }
        self.desktop.withdraw(TRIAL);
    }

    /// Nothing came back in time.
    pub(in crate::core) fn trial_over(&mut self, number: u64) {
        let waiting = |tried: &&mut Tried| tried.number == number && tried.trial.came == Came::Waiting;
        if let Some(tried) = self.trial.as_mut().filter(waiting) {
            tried.trial.came = Came::Nothing;
            self.desktop.withdraw(TRIAL);
        }
    }

    /// The server draws buttons, or is known to draw none.
    pub(in crate::core) fn buttons_drawn(&mut self, yes: bool) {
        self.draws = yes;
    }
}
