//! Names what is heard, and for each what was chosen: how loud it is, and what becomes of it while "do not disturb" is on.

use super::row::Row;
use super::table::{
    ALARM_RISES, DND_REMINDER, DND_SKIN, DND_TAKE_OFF, DND_TURN, SOUND_DONE, SOUND_NEXT, SOUND_PUT_ON, SOUND_REMINDER,
    SOUND_SKIN, SOUND_TAKE_OFF,
};
use super::values::Settings;
use super::words::{AlarmVolume, Disturb, Volume};

/// What a sound is about; each has a tone of its own, so that it is known with the eyes shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Take it off, and all that warns of harm.
    TakeOff,
    /// Feel your skin.
    Skin,
    /// Put it on: a turn begins, or a rest is over.
    PutOn,
    /// Done, or a preparation timer is.
    Done,
    /// A reminder of the plan.
    Reminder,
    /// The next beat, side or step.
    Next,
}

impl Heard {
    /// From what insists most to what insists least.
    pub const ALL: [Self; 6] = [Self::TakeOff, Self::Skin, Self::PutOn, Self::Done, Self::Reminder, Self::Next];

    /// The setting of its loudness.
    pub fn row(self) -> &'static Row {
        match self {
            Self::TakeOff => SOUND_TAKE_OFF.row(),
            Self::Skin => SOUND_SKIN.row(),
            Self::PutOn => SOUND_PUT_ON.row(),
            Self::Done => SOUND_DONE.row(),
            Self::Reminder => SOUND_REMINDER.row(),
            Self::Next => SOUND_NEXT.row(),
        }
    }

    /// The one whose loudness is kept in the setting of this name.
    pub fn of_setting(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|heard| heard.row().key == key)
    }

    /// How loud it is, per cent; 0 = it is not heard. "Take it off" always is.
    pub fn loudness(self, settings: &Settings) -> u8 {
        let volume = match self {
            Self::TakeOff => {
                return match settings.get(&SOUND_TAKE_OFF) {
                    AlarmVolume::Low => LOW,
                    AlarmVolume::Mid => MID,
                    AlarmVolume::Full => FULL,
                };
            }
            Self::Skin => settings.get(&SOUND_SKIN),
            Self::PutOn => settings.get(&SOUND_PUT_ON),
            Self::Done => settings.get(&SOUND_DONE),
            Self::Reminder => settings.get(&SOUND_REMINDER),
            Self::Next => settings.get(&SOUND_NEXT),
        };
        match volume {
            Volume::Off => 0,
            Volume::Low => LOW,
            Volume::Mid => MID,
            Volume::Full => FULL,
        }
    }

    /// Whether the alarm begins softly and rises.
    pub fn rises(settings: &Settings) -> bool {
        settings.get(&ALARM_RISES)
    }

    /// Whether it is held back while "do not disturb" is on.
    pub fn is_held_back(self, settings: &Settings) -> bool {
        let disturb = match self {
            Self::TakeOff => settings.get(&DND_TAKE_OFF),
            Self::Skin => settings.get(&DND_SKIN),
            Self::PutOn | Self::Done | Self::Next => settings.get(&DND_TURN),
            Self::Reminder => settings.get(&DND_REMINDER),
        };
        disturb == Disturb::Hold
    }
}

/// Loudness in per cent of the amplitude: 12 dB below the full one is a quarter, about half as loud to the ear for each 10 dB.
const LOW: u8 = 25;
const MID: u8 = 50;
const FULL: u8 = 100;

/// The question to answer before a value is taken, where it takes a way of being told of harm: the name of its text.
pub fn asks_before(row: &Row, value: &serde_json::Value) -> Option<&'static str> {
    let holds = row == DND_TAKE_OFF.row() && value.as_str() == Some(Disturb::Hold.code());
    holds.then_some("setting-dnd-take-off-ask")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_sound_has_a_row_of_its_own_and_take_it_off_cannot_be_switched_off() {
        let settings = Settings::default();
        for heard in Heard::ALL {
            assert_eq!(Heard::of_setting(heard.row().key), Some(heard));
            assert_eq!(heard.loudness(&settings), FULL, "{heard:?}");
            let off = heard.row().kind.takes(&json!("off"));
            assert_eq!(off, heard != Heard::TakeOff, "{heard:?}");
        }
        let mut odd = Settings::from_rows([("sound-take-off".to_owned(), "\"off\"".to_owned())]);
        assert_eq!(Heard::TakeOff.loudness(&odd), FULL, "what is no value counts for nothing");
        odd.set(&SOUND_TAKE_OFF, &AlarmVolume::Low);
        odd.set(&SOUND_NEXT, &Volume::Off);
        assert_eq!((Heard::TakeOff.loudness(&odd), Heard::Next.loudness(&odd)), (LOW, 0));
    }

    #[test]
    fn only_reminders_are_held_back_without_a_choice_and_holding_take_it_off_back_is_asked_first() {
        let held: Vec<Heard> = Heard::ALL.into_iter().filter(|h| h.is_held_back(&Settings::default())).collect();
        assert_eq!(held, [Heard::Reminder]);
        for row in crate::settings::table::TABLE {
            for word in ["hold", "always", "off"] {
                let asks = asks_before(row, &json!(word)).is_some();
                assert_eq!(asks, row.key == "dnd-take-off" && word == "hold", "{} {word}", row.key);
            }
        }
    }
}
