//! Taking back what was said about the body: what it restores, how long it can be done, and what is kept of the time since.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use lumbar_engine::Worn;
use lumbar_engine::alert::{About, Sound, Tag};
use lumbar_engine::command::{Fact, HealthAnswers, Report, Start, Wish};
use lumbar_engine::event::Happened;
use lumbar_engine::refusal::Refused;
use lumbar_engine::rules;
use lumbar_engine::view::PhaseView;
use lumbar_engine::words::{Answer, CameOff, Flags, Said, Skin, Slot, Token};
use support::Desk;

const LASTS: u64 = rules::UNDO.value as u64;

fn undo(desk: &mut Desk) -> Result<(), Refused> {
    desk.ask(Wish::Undo { token: None })
}

fn can_undo(desk: &Desk) -> Option<Said> {
    desk.engine.view().undo.map(|undo| undo.said)
}

fn started(routine: &str) -> Desk {
    let mut desk = Desk::healthy();
    desk.start_anyway(routine, None).unwrap();
    desk
}

fn on(routine: &str, seconds: u64) -> Desk {
    let mut desk = started(routine);
    desk.on();
    desk.pass(seconds);
    desk
}

fn on_for(desk: &Desk) -> u64 {
    desk.thermal().unwrap().since.elapsed(desk.machine.now()).as_secs()
}

#[test]
fn off_by_mistake_is_on_again_with_its_clock() {
    for wait in [0, 1, LASTS - 1] {
        let mut desk = on("cold-20-20", 400);
        let witness = desk.engine.worn();
        desk.off(CameOff::Now);
        assert_eq!((can_undo(&desk), desk.phase()), (Some(Said::Off), Some(PhaseView::Resting)));
        desk.pass(wait);
        undo(&mut desk).unwrap();
        assert_eq!((desk.phase(), on_for(&desk)), (Some(PhaseView::Running), 400 + wait));
        assert_eq!(desk.engine.worn(), witness, "the witness knows it as it was");
        assert_eq!(desk.engine.exposures().last().unwrap().off, None);
        assert_eq!(can_undo(&desk), None);
        let told = &desk.events.last().unwrap().what;
        assert!(matches!(told, Happened::TakenBack { said: Said::Off, .. }), "{told:?}");
        // It comes off in its time.
        desk.pass(1200 - 400 - wait);
        assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    }
}

#[test]
fn after_two_minutes_it_is_too_late_and_nothing_changes() {
    let mut desk = on("cold-20-20", 400);
    desk.off(CameOff::Now);
    desk.pass(LASTS);
    assert_eq!(can_undo(&desk), None, "it is not offered any more");
    let saved = desk.engine.saved();
    assert_eq!(undo(&mut desk), Err(Refused::NothingToUndo));
    assert_eq!(desk.engine.saved(), saved);
}

#[test]
fn a_bell_that_passed_meanwhile_rings_at_once() {
    let mut desk = on("cold-20-20", 310);
    desk.skin(Skin::Fine).unwrap();
    desk.pass(300);
    desk.skin(Skin::Fine).unwrap();
    desk.pass(540);
    assert_eq!(desk.phase(), Some(PhaseView::Running));
    desk.off(CameOff::Now);
    desk.pass(60);
    desk.alerts.clear();
    undo(&mut desk).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    let rings = |desk: &Desk| {
        desk.alerts.iter().filter(|a| matches!(a.about, About::TakeOff { .. }) && a.sound == Sound::Alarm).count()
    };
    assert_eq!(rings(&desk), 1);
    desk.pass(30);
    assert!(rings(&desk) > 1, "and goes on as an alarm does");
}

#[test]
fn on_by_mistake_is_ready_again_and_counts_for_nothing() {
    let mut desk = started("cold-20-20");
    desk.ask(Fact::On { token: None, since: 18_000, sure: true }).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    let alarm = desk.alerts.last().unwrap();
    assert!(alarm.answers.contains(&Answer::Undo), "the alarm that follows offers it: {:?}", alarm.answers);
    undo(&mut desk).unwrap();
    assert_eq!((desk.phase(), desk.engine.view().day.cold), (Some(PhaseView::Ready), 0));
    assert_eq!(desk.engine.worn(), None::<Worn>);
    assert!(matches!(desk.alerts.last().unwrap().about, About::PutOn { .. }), "it is asked for again");
    desk.on();
    assert_eq!(desk.engine.exposures().len(), 1);
    assert_eq!(desk.engine.exposures()[0].id, 2, "a number is not given out twice");
}

#[test]
fn very_long_ago_is_asked_about_once() {
    let most = rules::ON_SINCE_SURE.value;
    for (since, sure, refused) in [(most, false, false), (most + 1, false, true), (18_000, true, false)] {
        let mut desk = started("heat-wrap");
        let answer = desk.ask(Fact::On { token: None, since, sure });
        assert_eq!(answer, if refused { Err(Refused::ReallySoLong { seconds: since }) } else { Ok(()) });
        assert_eq!(desk.engine.on_body(), !refused);
    }
}

#[test]
fn each_word_about_the_skin_can_be_taken_back() {
    for (skin, said) in [(Skin::Fine, Said::SkinFine), (Skin::Red, Said::SkinRed), (Skin::Bad, Said::SkinBad)] {
        let mut desk = on("cold-20-20", 310);
        desk.skin(skin).unwrap();
        assert_eq!(can_undo(&desk), Some(said));
        desk.alerts.clear();
        undo(&mut desk).unwrap();
        assert_eq!((desk.phase(), desk.engine.view().locks.len()), (Some(PhaseView::Running), 0), "{skin:?}");
        assert!(matches!(desk.said()[..], [About::SkinCheck { .. }]), "the question stands again");
        assert!(desk.engine.view().correctable.is_none());
        desk.skin(Skin::Fine).unwrap();
    }
}

#[test]
fn a_stop_can_be_taken_back_in_both_places() {
    let mut desk = on("cold-20-20", 60);
    desk.ask(Fact::Stop { slot: Slot::Thermal, hurts: true }).unwrap();
    assert_eq!(can_undo(&desk), Some(Said::Hurts));
    undo(&mut desk).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::Running));

    desk = started("stretch-start");
    desk.pass(35);
    let step = |desk: &Desk| desk.engine.view().activity.map(|s| s.step);
    let before = step(&desk);
    desk.ask(Fact::Stop { slot: Slot::Activity, hurts: false }).unwrap();
    assert_eq!(step(&desk), None);
    undo(&mut desk).unwrap();
    assert_eq!(step(&desk), before);
    assert_eq!(desk.engine.view().last, None);
}

#[test]
fn the_answers_whether_it_is_still_on_can_be_taken_back() {
    for answer in [true, false] {
        let mut desk = on("cold-20-20", 60);
        desk.ask(Fact::Off { token: Some(Token { session: 9, exposure: 9, prompt: 9 }), when: CameOff::Now }).unwrap();
        desk.ask(Fact::StillOn { token: None, on: answer }).unwrap();
        undo(&mut desk).unwrap();
        assert_eq!(desk.phase(), Some(PhaseView::Running));
        assert!(matches!(desk.alerts.last().unwrap().about, About::IsItOn), "the question stands again");
    }
}

#[test]
fn only_the_last_word_can_be_taken_back_and_a_word_said_twice_is_one() {
    let mut desk = on("cold-20-20", 10);
    let first = desk.engine.view().undo.unwrap();
    desk.on();
    assert_eq!(desk.engine.view().undo, Some(first.clone()), "a second click says nothing new");
    desk.off(CameOff::Now);
    desk.off(CameOff::Now);
    assert_eq!(desk.ask(Wish::Undo { token: Some(first.token) }), Err(Refused::NothingToUndo), "a newer word came");
    undo(&mut desk).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::Running));
    assert_eq!(undo(&mut desk), Err(Refused::NothingToUndo), "one level");
}

#[test]
fn the_notification_after_a_press_offers_to_take_it_back_and_its_button_does() {
    let mut desk = on("cold-20-20", 150);
    desk.off(CameOff::Now);
    let rest = desk.alerts.iter().rfind(|a| a.tag == Tag::Thermal).unwrap().clone();
    assert_eq!(rest.answers, [Answer::Undo]);
    desk.ask(Wish::Undo { token: Some(rest.token) }).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::Running));
}

#[test]
fn a_restart_and_a_reboot_keep_the_possibility() {
    for reboot in [false, true] {
        let mut desk = on("cold-20-20", 400);
        desk.off(CameOff::Now);
        if reboot {
            desk.reboot(10, 0)
        } else {
            desk.restart()
        }
        assert_eq!(can_undo(&desk), Some(Said::Off));
        undo(&mut desk).unwrap();
        assert_eq!((desk.phase(), on_for(&desk)), (Some(PhaseView::Running), if reboot { 430 } else { 400 }));
    }
}

#[test]
fn a_question_said_again_after_a_restart_still_offers_it_for_its_two_minutes() {
    let mut desk = started("cold-20-20");
    desk.ask(Fact::On { token: None, since: 18_000, sure: true }).unwrap();
    let offers = |desk: &mut Desk| {
        desk.restart();
        let said = desk.alerts.last().unwrap();
        (said.tag, said.answers.iter().filter(|answer| **answer == Answer::Undo).count(), said.token)
    };
    let (_, _, token) = offers(&mut desk);
    assert_eq!(offers(&mut desk), (Tag::Thermal, 1, token), "once, however often");
    let mut later = desk.clone();
    later.pass(LASTS);
    assert_eq!(offers(&mut later).1, 0, "not when it is too late");
    desk.ask(Wish::Undo { token: Some(token) }).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::Ready));
}

#[test]
fn what_is_no_word_about_the_body_is_kept() {
    let mut desk = on("heat-pad", 60);
    desk.off(CameOff::Now);
    desk.ask(Report::BatteryLow(true)).unwrap();
    desk.ask(Fact::AnswerHealth(HealthAnswers { skin_whole: Some(false), ..HealthAnswers::nothing_wrong() })).unwrap();
    undo(&mut desk).unwrap();
    let view = desk.engine.view();
    assert!(view.battery_low);
    assert_eq!(view.gates.health.skin_whole, Some(false));
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff), "the pad is on broken skin: it comes off");

    let mut desk = on("cold-20-20", 60);
    desk.off(CameOff::Now);
    desk.ask(Fact::AnswerFlags { flags: Flags::Emergency }).unwrap();
    undo(&mut desk).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
}

#[test]
fn what_was_begun_since_is_never_lost() {
    // Movement goes on beside the pack that is on again.
    let mut desk = on("cold-20-20", 60);
    desk.off(CameOff::Now);
    desk.ask(Wish::Start(Start { accept: support::all_rules(), ..Start::plain("stretch-start") })).unwrap();
    desk.pass(31);
    let token = desk.engine.view().activity.unwrap().token;
    undo(&mut desk).unwrap();
    let view = desk.engine.view();
    assert_eq!(
        (view.activity.unwrap().token, desk.phase()),
        (token, Some(PhaseView::Running)),
        "its buttons still count"
    );
    // What could not run beside it ends the time to take it back.
    let mut desk = on("warm-bath", 1250);
    desk.off(CameOff::Now);
    desk.stop();
    assert!(can_undo(&desk).is_some());
    desk.pass(60);
    desk.off(CameOff::Now);
    let mut other = on("heat-pad", 30);
    other.stop();
    other.off(CameOff::Now);
    assert_eq!(can_undo(&other), Some(Said::Off));
    other.pass(110);
    if other.start_anyway("ice-massage-5", None).is_ok() {
        assert_eq!(can_undo(&other), None);
        assert_eq!(undo(&mut other), Err(Refused::NothingToUndo));
        assert_eq!(other.phase(), Some(PhaseView::Ready));
    }
}

#[test]
fn what_would_have_happened_all_the_same_is_in_the_diary() {
    // Taken for off, the check has nobody to ask; on again, it was asked and found no answer.
    let mut desk = on("cold-20-20", 550);
    desk.events.clear();
    desk.off(CameOff::Now);
    desk.pass(100);
    undo(&mut desk).unwrap();
    assert!(desk.events.iter().any(|e| e.what == Happened::SkinUnanswered), "{:?}", desk.events);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
}
