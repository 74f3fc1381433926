//! What a person set, as it acts on what is heard, shown and started.

use lumbar_engine::plan::Plan;
use lumbar_engine::plan::wish::PlanWish;
use lumbar_ui::Quiet;
use lumbar_ui::settings::{
    ALARM_RISES, AlarmVolume, DISCREET, DND_REMINDER, DND_SKIN, DND_TAKE_OFF, DND_TURN, Disturb, Heard, Held,
    REMINDERS, SOUND_PUT_ON, SOUND_TAKE_OFF, Setting, Speed, TURNS, VOICE, VOICE_SPEED, Volume,
};

use super::*;
use crate::desktop::keys::KeyAct;
use crate::desktop::sound::Loudness;

const HOURLY: &str =
    "id = \"own\"\nendless = true\n[[step]]\ndays = 1\n[[step.item]]\ndo = [\"breathe\"]\nevery = 60\nmost = 4";

impl Life {
    async fn set<T: Held>(&self, setting: &'static Setting<T>, value: &T) {
        let preference = Preference::set(setting, value);
        self.handle.call(|reply| Input::Prefer(preference, reply)).await.unwrap().unwrap();
    }

    /// The sounds since the last look.
    fn heard(&self) -> Vec<Sound> {
        self.desktop.seen(|seen| std::mem::take(&mut seen.sounds))
    }

    async fn quiet(&self, quiet: Quiet) {
        self.handle.send(Input::Quiet(quiet));
        self.view().await;
    }
}

#[test]
fn a_sound_is_as_loud_as_it_was_set_from_the_next_one_on() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.set(&SOUND_TAKE_OFF, &AlarmVolume::Low).await;
        life.set(&SOUND_PUT_ON, &Volume::Off).await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.advance(1260).await;
        let last = life.desktop.seen(|seen| seen.chimes.last().copied()).unwrap();
        let soft = Loudness { percent: 25, rises: true };
        assert_eq!((last.sound, last.heard, last.loudness), (Sound::Alarm, Heard::TakeOff, soft));
        let silent = life.desktop.seen(|seen| seen.chimes.iter().find(|c| c.heard == Heard::PutOn).copied()).unwrap();
        assert_eq!(silent.loudness.percent, 0);
        life.set(&ALARM_RISES, &false).await;
        life.advance(60).await;
        let last = life.desktop.seen(|seen| seen.chimes.last().copied()).unwrap();
        assert_eq!(last.loudness, Loudness { percent: 25, rises: false });
    });
}

#[test]
fn take_it_off_asks_no_desktop_whether_it_may_ring() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.heard();
        life.advance(1260).await;
        assert!(life.heard().contains(&Sound::Alarm));
        assert_eq!(life.desktop.seen(|seen| seen.quiet_asked), 0);
    });
}

#[test]
fn what_is_to_be_held_back_is_heard_unless_do_not_disturb_is_known_to_be_on() {
    for (quiet, rings) in [(Quiet::On, false), (Quiet::Off, true), (Quiet::NotKnown, true)] {
        play(async |folder| {
            let life = Life::begin(folder.path());
            life.healthy().await;
            life.set(&DND_TAKE_OFF, &Disturb::Hold).await;
            life.must(start(1)).await;
            life.must(ON).await;
            life.advance(1260).await;
            let windows = || life.desktop.seen(|seen| seen.windows.len());
            life.heard();
            let before = windows();
            life.advance(60).await;
            assert!(life.heard().is_empty(), "it waits for the answer");
            assert!(life.desktop.seen(|seen| seen.quiet_asked) > 0);
            life.quiet(quiet).await;
            assert_eq!(life.heard().contains(&Sound::Alarm), rings, "{quiet:?}");
            assert_eq!(windows() > before, rings, "{quiet:?}");
            let title = life.titles().last().cloned().unwrap();
            assert!(title.contains("Take"), "the notification stands in any case: {title}");
        });
    }
}

#[test]
fn what_was_answered_or_taken_back_while_the_desktop_was_asked_is_not_heard() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.set(&DND_SKIN, &Disturb::Hold).await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.advance(300).await;
        life.heard();
        life.press("skin-fine");
        life.quiet(Quiet::Off).await;
        let heard = life.heard();
        assert!(!heard.contains(&Sound::Bell), "{heard:?}");
    });
}

#[test]
fn reminders_that_are_switched_off_call_no_more_and_the_one_that_stands_is_taken_back() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let own = Box::new(Plan::read(HOURLY).unwrap());
        life.must(Wish::Plan(PlanWish::Own { own })).await;
        life.must(Wish::Plan(PlanWish::Choose { id: "own".into(), turns: None, agreed_until: None })).await;
        life.advance(60).await;
        let reminders = || life.desktop.seen(|seen| seen.notes.iter().filter(|note| note.tag_key == "plan").count());
        let shown = reminders();
        assert_eq!(shown, 1);
        life.set(&REMINDERS, &false).await;
        assert!(life.desktop.seen(|seen| seen.withdrawn.contains(&"plan".to_owned())));
        life.advance(4 * 3600).await;
        assert_eq!(reminders(), shown);
        assert!(life.view().await.plan.is_some(), "the plan goes on");
    });
}

#[test]
fn a_start_that_says_no_turns_has_as_many_as_the_person_begins_with_where_nothing_stands_against_it() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let turns = async |life: &Life| {
            life.must(Wish::Start(Start::plain("cold-20-20"))).await;
            let turns = life.view().await.thermal.as_ref().map(|session| session.turns);
            life.must(Fact::Stop { slot: Slot::Thermal, hurts: false }).await;
            turns
        };
        let usual = turns(&life).await;
        life.set(&TURNS, &[("cold-20-20".to_owned(), 1)].into()).await;
        assert_eq!(turns(&life).await, Some(1));
        // More than there are.
        life.set(&TURNS, &[("cold-20-20".to_owned(), 20)].into()).await;
        assert_eq!(turns(&life).await, usual);
    });
}

#[test]
fn the_voice_says_what_an_alert_is_about_only_while_it_is_wanted() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        assert!(life.desktop.seen(|seen| seen.said.is_empty() && seen.voice.is_none()));
        life.set(&VOICE, &true).await;
        life.set(&VOICE_SPEED, &Speed::Slow).await;
        let manner = life.desktop.seen(|seen| seen.voice.clone()).unwrap();
        assert!(manner.rate < 0 && manner.language.starts_with("en"), "{manner:?}");
        life.must(ON).await;
        life.advance(300).await;
        let said = || life.desktop.seen(|seen| std::mem::take(&mut seen.said));
        assert_eq!(said(), [("Lift a corner. Is your skin fine?".to_owned(), true)]);
        life.press("skin-fine");
        life.set(&DISCREET, &true).await;
        life.advance(900).await;
        let heard = said();
        assert!(heard.iter().any(|(text, insists)| *insists && text == "Lumbar: please look now"), "{heard:?}");
        assert!(heard.iter().all(|(text, _)| text.starts_with("Lumbar: ")), "not a word about the body: {heard:?}");
        life.set(&VOICE, &false).await;
        assert!(life.desktop.seen(|seen| seen.voice.is_none()));
        life.advance(120).await;
        assert!(said().is_empty());
    });
}

/// A day in which every kind of sound is due once: reminder, put on, skin, take off, done, next.
async fn hear_everything(life: &Life) {
    let own = Box::new(Plan::read(HOURLY).unwrap());
    life.must(Wish::Plan(PlanWish::Own { own })).await;
    life.must(Wish::Plan(PlanWish::Choose { id: "own".into(), turns: None, agreed_until: None })).await;
    life.advance(60).await;
    life.must(Wish::Start(Start::plain("stretch-start"))).await;
    life.advance(120).await;
    life.must(Fact::Stop { slot: Slot::Activity, hurts: false }).await;
    life.must(start(2)).await;
    life.must(ON).await;
    life.advance(300).await;
    life.press("skin-fine");
    life.advance(960).await;
    life.must(OFF).await;
    // The rest ends, and a second turn with it.
    life.advance(3 * 3600).await;
    life.must(ON).await;
    life.advance(1260).await;
    life.must(OFF).await;
    life.advance(60).await;
}

#[test]
fn each_loudness_is_that_of_its_own_sounds_and_of_no_other() {
    for wanted in Heard::ALL {
        play(async |folder| {
            let life = Life::begin(folder.path());
            life.healthy().await;
            let quieter = if wanted == Heard::TakeOff { "low" } else { "off" };
            let preference = Preference::Set(wanted.row(), quieter.into());
            life.handle.call(|reply| Input::Prefer(preference, reply)).await.unwrap().unwrap();
            // Else it waits for the desktop to say whether "do not disturb" is on.
            life.set(&DND_REMINDER, &Disturb::Always).await;
            hear_everything(&life).await;
            let chimes = life.desktop.seen(|seen| seen.chimes.clone());
            for heard in Heard::ALL {
                let loud: Vec<u8> =
                    chimes.iter().filter(|chime| chime.heard == heard).map(|chime| chime.loudness.percent).collect();
                let right = match (heard == wanted, wanted) {
                    (true, Heard::TakeOff) => 25,
                    (true, _) => 0,
                    (false, _) => 100,
                };
                assert!(!loud.is_empty(), "{heard:?} is due in this day");
                assert!(loud.iter().all(|percent| *percent == right), "{wanted:?} is {quieter}: {heard:?} {loud:?}");
            }
        });
    }
}

#[test]
fn each_kind_is_held_back_by_its_own_choice_alone() {
    let choices: [(&'static Setting<Disturb>, &[Heard]); 4] = [
        (&DND_TAKE_OFF, &[Heard::TakeOff]),
        (&DND_SKIN, &[Heard::Skin]),
        (&DND_TURN, &[Heard::PutOn, Heard::Done, Heard::Next]),
        (&DND_REMINDER, &[Heard::Reminder]),
    ];
    for (held, kinds) in choices {
        play(async |folder| {
            let life = Life::begin(folder.path());
            life.healthy().await;
            for (setting, _) in choices {
                life.set(setting, &if setting.row() == held.row() { Disturb::Hold } else { Disturb::Always }).await;
            }
            // Nobody says whether "do not disturb" is on: what waits for that is not heard in this day.
            hear_everything(&life).await;
            let chimes = life.desktop.seen(|seen| seen.chimes.clone());
            for heard in Heard::ALL {
                let rings = chimes.iter().any(|chime| chime.heard == heard && chime.sound != Sound::Silent);
                assert_eq!(rings, !kinds.contains(&heard), "{} holds back: {heard:?}", held.row().key);
            }
        });
    }
}

#[test]
fn a_key_of_the_desktop_says_it_is_off_and_tells_what_is_on_after_that() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.advance(60).await;
        let told = async |act: KeyAct| {
            life.handle.send(Input::Key(act));
            life.view().await;
            let note = life.desktop.seen(|seen| seen.notes.iter().rev().find(|note| note.tag_key == "status").cloned());
            note.unwrap().body
        };
        let on = told(KeyAct::Status).await;
        assert!(on.contains("19 min"), "{on}");
        assert!(life.view().await.thermal.as_ref().is_some_and(|session| session.phase == PhaseView::Running));
        let off = told(KeyAct::Off).await;
        assert!(!off.contains("19 min"), "it is as it was before the press: {off}");
        assert!(life.view().await.thermal.as_ref().is_none_or(|session| session.phase != PhaseView::Running));
        // Once more there is nothing to say "off" of.
        assert_eq!(told(KeyAct::Off).await, off);
    });
}
