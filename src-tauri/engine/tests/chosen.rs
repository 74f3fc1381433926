//! What a person chooses while a session goes on, and what is named before it comes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use lumbar_engine::alert::{About, Sound, Urgency};
use lumbar_engine::command::Wish;
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::Step;
use lumbar_engine::view::PhaseView;
use lumbar_engine::words::{CameOff, Skin, Slot};
use support::Desk;

/// One turn of ice to its end, with both questions about the skin answered.
fn turn_of_ice(desk: &mut Desk) {
    desk.on();
    desk.pass(310);
    desk.skin(Skin::Fine).unwrap();
    desk.pass(300);
    desk.skin(Skin::Fine).unwrap();
    desk.pass(590);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    desk.off(CameOff::Now);
}

#[test]
fn each_step_of_movement_is_named_before_it_begins_and_never_after() {
    let mut desk = Desk::healthy();
    desk.start("stretch-full").unwrap();
    let mut named: Option<(String, usize)> = None;
    let mut begun = Vec::new();
    let mut at = None;
    while let Some(session) = desk.engine.session(Slot::Activity) {
        let step = session.step;
        let Step::Move(movement) = &session.routine.steps[step] else { panic!("only movement") };
        if at != Some(step) {
            if let Some((text, from)) = named.take() {
                assert_eq!(
                    (text, from),
                    (movement.text.clone(), step - 1),
                    "named in the step before, and it is this one"
                );
            } else {
                assert_eq!(step, 0, "{} begins unnamed", movement.text);
            }
            at = Some(step);
        }
        desk.pass(1);
        for about in desk.said() {
            match about {
                About::NextStep { step: text } => named = Some((text, step)),
                About::StepBegins { step: text } => begun.push(text),
                _ => {}
            }
        }
    }
    assert_eq!(begun, ["lie-down"], "only the first step is said when it begins");
    assert!(named.is_none(), "nothing is named that does not come");
}

#[test]
fn a_step_gone_to_by_hand_says_what_to_do_and_a_pause_names_nothing_twice() {
    let mut desk = Desk::healthy();
    desk.start("stretch-full").unwrap();
    desk.pass(2);
    desk.said();
    desk.ask(Wish::Skip { slot: Slot::Activity, token: None }).unwrap();
    desk.pass(1);
    assert!(matches!(desk.said().as_slice(), [About::StepBegins { .. }]), "nobody had named it");
    // Up to the name of the next step, pause there, go on: it is named once.
    let names = |desk: &mut Desk| desk.said().iter().filter(|a| matches!(a, About::NextStep { .. })).count();
    while names(&mut desk) == 0 {
        desk.pass(1);
    }
    desk.ask(Wish::Pause).unwrap();
    desk.pass(60);
    desk.ask(Wish::Resume).unwrap();
    desk.pass(5);
    assert_eq!(names(&mut desk), 0);
    // Back to its start: what was named then is not what begins now.
    desk.ask(Wish::Back).unwrap();
    desk.pass(1);
    assert!(matches!(desk.said().as_slice(), [About::StepBegins { .. }]));
}

#[test]
fn a_rest_that_is_not_to_call_ends_without_a_sound_and_what_comes_after_it_calls_again() {
    for called in [true, false] {
        let mut desk = Desk::healthy();
        desk.start_anyway("cold-20-20", Some(2)).unwrap();
        assert_eq!(desk.ask(Wish::Call { on: false }), Err(Refused::NotNow), "nothing rests");
        turn_of_ice(&mut desk);
        assert_eq!(desk.thermal().unwrap().calls, Some(true));
        desk.ask(Wish::Call { on: called }).unwrap();
        assert_eq!(desk.thermal().unwrap().calls, Some(called));
        desk.restart();
        desk.said();
        desk.pass(1_200 + 500);
        assert_eq!((desk.phase(), desk.thermal().unwrap().calls), (Some(PhaseView::Ready), None));
        let heard = desk.alerts.iter().any(|a| a.sound != Sound::Silent);
        let insisted = desk.alerts.iter().any(|a| a.urgency == Urgency::Critical);
        assert_eq!((heard, insisted), (called, called), "{:?}", desk.alerts);
        assert!(desk.alerts.iter().all(|a| matches!(a.about, About::PutOn { .. })));
        // Nothing is silenced that must come off.
        desk.alerts.clear();
        desk.on();
        desk.pass(301);
        assert!(desk.alerts.iter().any(|a| a.sound == Sound::Bell));
        desk.skin(Skin::Fine).unwrap();
        desk.pass(1_000);
        assert!(desk.alerts.iter().any(|a| a.sound == Sound::Alarm));
    }
}

#[test]
fn the_last_rest_calls_nobody_and_offers_no_call() {
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(1)).unwrap();
    turn_of_ice(&mut desk);
    assert_eq!(desk.thermal().unwrap().calls, None);
    assert_eq!(desk.ask(Wish::Call { on: false }), Err(Refused::NotNow));
}

#[test]
fn the_pack_can_be_another_one_before_and_while_it_is_on_and_nothing_else_changes() {
    let mut desk = Desk::healthy();
    let pack = |p: &str| Wish::UsePack { pack: p.into() };
    assert_eq!(desk.ask(pack("peas")), Err(Refused::NothingRunning));
    desk.start("cold-20-20").unwrap();
    desk.ask(pack("peas")).unwrap();
    desk.said();
    desk.pass(181);
    assert_eq!(desk.alerts.last().unwrap().pack.as_deref(), Some("peas"));
    desk.on();
    desk.pass(100);
    let before = desk.thermal().unwrap();
    desk.ask(pack("towel")).unwrap();
    let after = desk.thermal().unwrap();
    assert_eq!(after.pack.as_deref(), Some("towel"));
    assert_eq!(
        (after.token, after.since, after.ends, after.marks),
        (before.token, before.since, before.ends, before.marks)
    );
    let routine = "cold-20-20".to_owned();
    assert_eq!(desk.ask(pack("brick")), Err(Refused::UnknownPack { routine, pack: "brick".into() }));
}
