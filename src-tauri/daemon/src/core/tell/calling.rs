//! Decides what calls a person beside a notification: sound, voice and window, and what of it waits while it is asked whether "do
//! not disturb" is on.

use lumbar_engine::alert::{Alert, Sound, Tag};
use lumbar_protocol::window::Opening;
use lumbar_ui::Quiet;
use lumbar_ui::settings::Heard;

use super::Teller;
use super::call::Call;
use crate::core::answer::{page_of, tag_key};
use crate::desktop::port::{Chime, Desktop};
use crate::desktop::sound::Loudness;

impl<D: Desktop> Teller<D> {
    /// Calls, or waits until it is known whether "do not disturb" is on. What is about the body comes without a question to the
    /// desktop, unless the person decided otherwise.
    pub(super) fn call_or_wait(&mut self, alert: &Alert) {
        let call = Call::of(alert, self.speech(alert));
        if call.heard.is_held_back(&self.settings) && call.is_any() {
            self.calls.insert(alert.tag, call);
            self.desktop.ask_quiet();
        } else {
            self.calls.remove(&alert.tag);
            self.call(alert.tag, call);
        }
    }

    /// It is known whether "do not disturb" is on: what waited for that is heard, or is not. Where no desktop says, it is heard.
    pub(in crate::core) fn quiet_known(&mut self, quiet: Quiet) {
        for (tag, call) in std::mem::take(&mut self.calls) {
            match quiet {
                Quiet::On => {}
                Quiet::Off | Quiet::NotKnown => self.call(tag, call),
            }
        }
    }

    /// Makes itself heard, and brings the window up.
    fn call(&mut self, tag: Tag, call: Call) {
        if call.sound != Sound::Silent {
            self.silence_sleep(tag);
            self.ringing.sleep |= call.sleeps;
            if call.sound == Sound::Alarm {
                self.ringing.alarm = Some(tag);
            }
            self.chime(call.sound, call.heard);
        }
        if let Some(speech) = call.speech {
            self.desktop.say(speech, matches!(call.heard, Heard::TakeOff | Heard::Skin));
        }
        if call.raise {
            let path = Some(page_of(&tag_key(tag)).to_owned());
            self.open(Opening { path, activation: None, urgent: true });
        }
    }

    fn chime(&mut self, sound: Sound, heard: Heard) {
        let loudness = Loudness { percent: heard.loudness(&self.settings), rises: Heard::rises(&self.settings) };
        self.desktop.play(Chime { sound, heard, loudness });
    }

    /// Is heard once, so that the person knows how loud it is.
    pub(in crate::core) fn test_sound(&mut self, heard: Heard) {
        let sound = if heard == Heard::TakeOff { Sound::Alarm } else { Sound::Gentle };
        self.chime(sound, heard);
    }
}
