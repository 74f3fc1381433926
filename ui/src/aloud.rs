//! Decides what the voice says of an alert: short, for a person who lies face down and sees nothing.

use lumbar_engine::alert::Alert;

use crate::Ui;
use crate::alert::about_code;

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
}
