//! The table of settings. A new one is a line here, its texts in `settings.ftl`, and the place where it acts.

use std::collections::BTreeMap;

use super::held::Setting;
use super::key::DesktopKey;
use super::kind::{Hours, Kind};
use super::row::{Group, Keeper, Row};
use super::words::{AlarmVolume, ClockHours, Disturb, Motion, Speed, TextSize, Theme, Volume};

macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident: $of:ty = ($key:literal, $group:ident, $keeper:ident, $kind:expr, $default:literal);)+) => {
        $(
            $(#[$doc])*
            pub static $name: Setting<$of> = Setting::new($key, Group::$group, Keeper::$keeper, $kind, $default);
        )+

        /// Every setting, in the order of the page.
        pub static TABLE: &[&Row] = &[$($name.row()),+];
    };
}

settings! {
    /// Lumbar starts when the person logs in.
    START_AT_LOGIN: bool = ("start-at-login", General, Desktop, Kind::Switch, "off");
    /// No window comes up at login.
    START_HIDDEN: bool = ("start-hidden", General, Data, Kind::Switch, "on");
    /// The language of every face.
    LANGUAGE: Option<String> = ("language", General, Data, Kind::Language, "system");
    /// How times of day are written.
    CLOCK: ClockHours = ("clock", General, Data, Kind::OneOf(ClockHours::CODES), "desktop");
    /// Light or dark.
    THEME: Theme = ("theme", General, Data, Kind::OneOf(Theme::CODES), "desktop");
    /// How large the words of the pages are.
    TEXT_SIZE: TextSize = ("text-size", General, Data, Kind::OneOf(TextSize::CODES), "normal");
    /// Whether pictures and parts of the pages move.
    MOTION: Motion = ("motion", General, Data, Kind::OneOf(Motion::CODES), "desktop");

    /// The plan calls.
    REMINDERS: bool = ("reminders", Reminders, Data, Kind::Switch, "on");
    /// Hours without a reminder.
    QUIET_HOURS: Option<Hours> = ("quiet-hours", Reminders, Engine, Kind::MaybeHours, "off");
    /// In these hours people fall asleep with it on (R12).
    BED_HOURS: Hours = ("bed-hours", Reminders, Engine, Kind::Hours, "23:00-06:00");
    /// Notifications say nothing about the body, for a person who shares a screen.
    DISCREET: bool = ("discreet", Reminders, Data, Kind::Switch, "off");
    /// "Take it off" and what warns of harm, while "do not disturb" is on.
    DND_TAKE_OFF: Disturb = ("dnd-take-off", Reminders, Data, Kind::OneOf(Disturb::CODES), "always");
    /// "Feel your skin" then.
    DND_SKIN: Disturb = ("dnd-skin", Reminders, Data, Kind::OneOf(Disturb::CODES), "always");
    /// What a session says beside that then.
    DND_TURN: Disturb = ("dnd-turn", Reminders, Data, Kind::OneOf(Disturb::CODES), "always");
    /// Reminders of the plan then.
    DND_REMINDER: Disturb = ("dnd-reminder", Reminders, Data, Kind::OneOf(Disturb::CODES), "hold");

    /// What an alert says is said aloud as well.
    VOICE: bool = ("voice", Voice, Data, Kind::Switch, "off");
    /// How fast.
    VOICE_SPEED: Speed = ("voice-speed", Voice, Data, Kind::OneOf(Speed::CODES), "normal");

    /// Says "it is off" from wherever the person is on the desktop.
    KEY_OFF: Option<DesktopKey> = ("key-off", Voice, Data, Kind::Key, "off");
    /// Tells what is on, from there as well.
    KEY_STATUS: Option<DesktopKey> = ("key-status", Voice, Data, Kind::Key, "off");

    /// How loud "take it off" is.
    SOUND_TAKE_OFF: AlarmVolume = ("sound-take-off", Sound, Data, Kind::OneOf(AlarmVolume::CODES), "full");
    /// The alarm begins softly and rises.
    ALARM_RISES: bool = ("alarm-rises", Sound, Data, Kind::Switch, "on");
    /// How loud "feel your skin" is.
    SOUND_SKIN: Volume = ("sound-skin", Sound, Data, Kind::OneOf(Volume::CODES), "full");
    /// How loud "put it on" is.
    SOUND_PUT_ON: Volume = ("sound-put-on", Sound, Data, Kind::OneOf(Volume::CODES), "full");
    /// How loud "done" is.
    SOUND_DONE: Volume = ("sound-done", Sound, Data, Kind::OneOf(Volume::CODES), "full");
    /// How loud a reminder of the plan is.
    SOUND_REMINDER: Volume = ("sound-reminder", Sound, Data, Kind::OneOf(Volume::CODES), "full");
    /// How loud the next beat, side or step is.
    SOUND_NEXT: Volume = ("sound-next", Sound, Data, Kind::OneOf(Volume::CODES), "full");

    /// First among the quick starts, in this order; none = the built-in quick starts.
    FAVOURITES: Vec<String> = ("favourites", Routines, Data, Kind::Routines, "");
    /// What each routine was done with last, where the person chose it.
    PACKS: BTreeMap<String, String> = ("packs", Routines, Data, Kind::Packs, "");
    /// How many turns each routine begins with, where it is not the usual number.
    TURNS: BTreeMap<String, u8> = ("turns", Routines, Data, Kind::Turns, "");

    /// Now and then it asks how it felt right after.
    ASK_FELT: bool = ("ask-felt", Diary, Engine, Kind::Switch, "off");
    /// Once a week it asks how much the back stopped the person.
    ASK_WEEK: bool = ("ask-week", Diary, Engine, Kind::Switch, "off");

    /// The person was told that Lumbar goes on when its window is closed.
    TOLD_GOES_ON: bool = ("told-goes-on", Memory, Data, Kind::Switch, "off");
    /// Starting at login is not offered again.
    LOGIN_REFUSED: bool = ("login-refused", Memory, Data, Kind::Switch, "off");
    /// The practice turn was done or refused: it is not offered again.
    PRACTICE_OVER: bool = ("practice-over", Memory, Data, Kind::Switch, "off");
    /// A plan was followed or refused: none is offered again.
    PLAN_OVER: bool = ("plan-over", Memory, Data, Kind::Switch, "off");
}

/// The setting of this name.
pub fn row(key: &str) -> Option<&'static Row> {
    TABLE.iter().copied().find(|row| row.key == key)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_setting_has_a_name_of_its_own_and_is_something_without_a_choice() {
        let keys: BTreeSet<&str> = TABLE.iter().map(|row| row.key).collect();
        assert_eq!(keys.len(), TABLE.len());
        for row in TABLE {
            assert!(row.key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", row.key);
            let usual = row.kind.read(row.default).unwrap_or_else(|bad| panic!("{}: {bad:?}", row.key));
            assert_eq!(row.kind.written(&usual), row.default, "{}", row.key);
        }
        assert_eq!(BED_HOURS.usual(), Hours { from: 23 * 60, until: 6 * 60 });
        assert_eq!(THEME.usual(), Theme::Desktop);
    }
}
