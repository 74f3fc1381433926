//! Decides what is said aloud, and how; nothing unless the person wants a voice.

use lumbar_engine::alert::{About, Alert, Sound};
use lumbar_engine::time::Now;
use lumbar_ui::settings::{Speed, VOICE, VOICE_SPEED};

use super::Teller;
use crate::core::snapshot::Published;
use crate::desktop::port::Desktop;
use crate::desktop::voice::Manner;

/// How much slower and faster, of 100.
const SLOWER: i8 = -35;
const FASTER: i8 = 35;

impl<D: Desktop> Teller<D> {
    /// How the voice speaks; `None` = it is off.
    pub(super) fn manner(&self) -> Option<Manner> {
        let rate = match self.settings.get(&VOICE_SPEED) {
            Speed::Slow => SLOWER,
            Speed::Normal => 0,
            Speed::Fast => FASTER,
        };
        let language = self.languages.spoken().language().to_owned();
        self.settings.get(&VOICE).then_some(Manner { language, rate })
    }

    /// What is said of an alert. What is not to call is not said either, apart from the step that comes next.
    pub(super) fn speech(&self, alert: &Alert) -> Option<String> {
        let calls = alert.sound != Sound::Silent || matches!(alert.about, About::NextStep { .. });
        (calls && self.settings.get(&VOICE)).then(|| self.languages.spoken().aloud(alert, self.discreet))
    }

    /// What is on, in spoken words.
    pub(in crate::core) fn status_aloud(&self, published: &Published, now: Now) -> String {
        self.languages.spoken().status_aloud(published.view(), published.is_unsaved(), self.discreet, now)
    }

    /// Says what a person asked to hear; tells whether the voice is on.
    pub(in crate::core) fn say_aloud(&mut self, text: String) -> bool {
        let on = self.settings.get(&VOICE);
        if on {
            self.desktop.say(text, false);
        }
        on
    }

    /// Says something, so that the person hears how it sounds.
    pub(in crate::core) fn test_voice(&mut self) {
        let text = self.languages.spoken().text("say-test", &[]);
        self.desktop.say(text, true);
    }
}
