//! Decides what the voice says of an alert: short, for a person who lies face down and sees nothing.

use lumbar_engine::alert::Alert;
use lumbar_engine::time::Now;
use lumbar_engine::view::{Asked, View};

use crate::Ui;
use crate::alert::about_code;
use crate::tray::state_of;

impl Ui {
    /// What is said aloud; the title of the alert where there are no words of its own. `discreet`: not a word about the body.
    pub fn aloud(&self, alert: &Alert, discreet: bool) -> String {
        let key = format!("say-{}", about_code(&alert.about));
        if discreet {
            return self.discreet_alert(alert).title;
        }
        match self.has_text(&key) {
            true => self.text(&key, &self.alert_args(alert)),
            false => self.alert(alert).title,
        }
    }

    /// What is on now, said to a person who asks for it or has just pressed something, and sees nothing.
    pub fn status_aloud(&self, view: &View, unsaved: bool, discreet: bool, now: Now) -> String {
        let sessions = [view.thermal.as_ref(), view.activity.as_ref()].into_iter().flatten();
        let mut said: Vec<String> = sessions
            .map(|session| {
                let (state, length) = state_of(session, now);
                let key = if discreet { "say-is-discreet".to_owned() } else { format!("say-is-{state}") };
                let routine = self.routine_name(&session.routine.id);
                self.text(
                    &key,
                    &[("state", state.into()), ("routine", routine.into()), ("length", self.duration(length).into())],
                )
            })
            .collect();
        let asks = view.pending.iter().any(|question| question.question == Asked::IsItOn);
        match (asks, discreet) {
            (true, false) => said.insert(0, self.t("say-is-it-on")),
            (true, true) => said.insert(0, self.t("say-is-asked-discreet")),
            (false, _) if said.is_empty() => said.push(self.t("say-is-nothing")),
            (false, _) => {}
        }
        said.extend(unsaved.then(|| self.t("say-is-unsaved")));
        said.join(" ")
    }
}
