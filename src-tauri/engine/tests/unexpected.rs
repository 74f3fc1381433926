//! What is on where none is expected, said late, or known no more: it is asked about, it rings, and it is counted.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use lumbar_engine::alert::{About, Answer, Outcome, Sound, Tag};
use lumbar_engine::catalogue::Catalogue;
use lumbar_engine::gates::Flags;
use lumbar_engine::request::{CameOff, Refused, Request, Skin, Slot, Token};
use lumbar_engine::rules::{self, RuleId};
use lumbar_engine::view::{Asked, PhaseView};
use support::{Desk, health};

fn on(desk: &mut Desk, since: u32) -> Result<(), Refused> {
    desk.ask(Request::On { token: None, since })
}

fn asks(desk: &Desk) -> bool {
    desk.engine.pending().iter().any(|q| q.question == Asked::IsItOn)
}

/// How often the question rang as an alarm so far.
fn alarms(desk: &Desk) -> usize {
    desk.alerts.iter().filter(|a| a.about == About::IsItOn && a.sound == Sound::Alarm).count()
}

/// A session of cold is over, and "it is on" is said all the same.
fn on_after_the_end() -> Desk {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.pass(300);
    desk.ask(Request::Stop { slot: Slot::Thermal, hurts: false }).unwrap();
    desk.off(CameOff::Now);
    assert_eq!(desk.thermal(), None);
    on(&mut desk, 0).unwrap();
    desk
}

#[test]
fn the_question_whether_something_is_on_rings_until_somebody_answers() {
    let mut desk = on_after_the_end();
    assert_eq!((asks(&desk), alarms(&desk)), (true, 0), "whoever pressed is there");
    desk.pass(59);
    assert_eq!(alarms(&desk), 0);
    desk.pass(1);
    assert_eq!(alarms(&desk), 1);
    desk.pass(300);
    assert_eq!(alarms(&desk), 11, "every half minute");
    desk.pass(900);
    assert_eq!(alarms(&desk), 26, "then every minute");
    desk.pass(7200);
    assert_eq!((asks(&desk), alarms(&desk)), (true, 26), "and it stays asked");
    assert_eq!(desk.start("heat-pad"), Err(Refused::IsItOn));
    // Slept through, it rings from the beginning.
    desk.ask(Request::Woke { told: true }).unwrap();
    desk.pass(60);
    assert_eq!(alarms(&desk), 27);
}

#[test]
fn what_was_on_when_it_was_asked_is_counted_from_then_and_comes_off_now() {
    let mut desk = on_after_the_end();
    desk.pass(1900);
    desk.ask(Request::StillOn { token: None, on: true }).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().last.unwrap().outcome, Outcome::Overran, "it was on for over half an hour");
}

#[test]
fn on_and_off_said_again_answer_the_question() {
    let mut desk = on_after_the_end();
    let mut other = desk.clone();
    on(&mut desk, 0).unwrap();
    assert_eq!((asks(&desk), desk.phase()), (false, Some(PhaseView::TakeOff)));
    other.off(CameOff::Now);
    assert_eq!((asks(&other), other.phase()), (false, None));
    // In a rest as well.
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(120);
    desk.off(CameOff::Now);
    on(&mut desk, 0).unwrap();
    assert!(asks(&desk));
    desk.off(CameOff::Now);
    assert_eq!((asks(&desk), desk.phase()), (false, Some(PhaseView::Resting)));
}

#[test]
fn a_session_that_lapsed_goes_on_from_every_face_with_the_time_it_was_on() {
    let told = |desk: &mut Desk, request: Request| desk.ask(request).map(|()| desk.thermal().unwrap().since);
    for request in [
        Request::On { token: None, since: 960 },
        Request::OnSinceAsked { token: None },
        Request::OnSinceAsked { token: Some(Token { session: 1, exposure: 0, prompt: 1 }) },
    ] {
        let mut desk = Desk::healthy();
        desk.start("cold-20-20").unwrap();
        let began = desk.machine.now();
        desk.pass(960);
        assert_eq!(desk.phase(), None);
        let lapsed = desk.alerts.last().unwrap();
        assert_eq!((&lapsed.about, &lapsed.answers[..]), (&About::Lapsed, &[Answer::On, Answer::OnSince][..]));
        let late = desk.engine.view().last.unwrap().late.unwrap();
        assert_eq!(late.since.elapsed(desk.machine.now()).as_secs(), 960);
        let since = told(&mut desk, request.clone()).unwrap();
        assert_eq!(since.elapsed(began).as_secs(), 0, "{request:?}: on since it was asked for");
        assert_eq!(since.elapsed(desk.machine.now()).as_secs(), 960, "{request:?}");
        desk.pass(240);
        assert_eq!(desk.phase(), Some(PhaseView::TakeOff), "{request:?}");
    }
}

#[test]
fn on_since_you_asked_counts_to_the_moment_of_the_press() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.pass(840);
    desk.ask(Request::OnSinceAsked { token: None }).unwrap();
    desk.pass(359);
    assert_eq!(desk.phase(), Some(PhaseView::Running));
    desk.pass(1);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
}

#[test]
fn a_later_word_may_tell_of_a_longer_time_on_and_never_of_a_shorter() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    desk.pass(60);
    desk.said();
    on(&mut desk, 600).unwrap();
    assert_eq!(desk.said(), [About::SkinCheck { again: false, reminder: false }], "what was to be asked is asked once");
    desk.skin(Skin::Fine).unwrap();
    on(&mut desk, 30).unwrap();
    desk.pass(599);
    assert_eq!(desk.phase(), Some(PhaseView::Running));
    desk.pass(1);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    assert_eq!(desk.engine.exposures().len(), 1, "it is the same exposure");
    // Told when the alarm rings already, it counts for the over-run.
    on(&mut desk, 1900).unwrap();
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().last.unwrap().outcome, Outcome::Overran);
}

#[test]
fn an_alarm_that_rang_for_nobody_rings_anew_in_the_next_life() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    let saved = desk.engine.saved();
    // Nothing ran for 40 minutes, in the same boot.
    desk.machine.pass(2400);
    let now = desk.machine.now();
    desk.engine = lumbar_engine::Engine::restore(saved, support::catalogue(), now);
    desk.drain();
    let before = desk.alerts.len();
    desk.pass(300);
    let rang = desk.alerts[before..].iter().filter(|a| a.tag == Tag::Thermal && a.sound == Sound::Alarm).count();
    assert_eq!(rang, 10);
}

#[test]
fn no_further_turn_begins_in_the_bed_hours_and_no_electric_warmth_is_made_longer_into_them() {
    // Stories begin at noon.
    let bed = Request::BedHours { from: 12 * 60 + 30, until: 20 * 60, offset_seconds: 0 };
    let mut desk = Desk::healthy();
    desk.ask(bed.clone()).unwrap();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(1200);
    desk.off(CameOff::Now);
    desk.pass(1200);
    assert_eq!(desk.phase(), None, "its next turn begins at 12:40");
    assert_eq!(desk.alerts.last().unwrap().about, About::BedHours);
    assert_eq!(desk.engine.view().last.unwrap().outcome, Outcome::Done);

    let longer = |desk: &mut Desk| desk.ask(Request::Extend { token: None, accept: support::all_rules() });
    let mut desk = Desk::healthy();
    desk.ask(bed).unwrap();
    desk.start("heat-pad").unwrap();
    desk.on();
    while desk.thermal().unwrap().planned.as_secs() < 1800 {
        longer(&mut desk).unwrap();
    }
    assert!(matches!(longer(&mut desk), Err(Refused::Rule(o)) if o.rule == RuleId::R12), "they begin at 12:30");
}

#[test]
fn a_drink_that_is_told_while_cold_is_on_makes_it_short() {
    let drowsy = match health() {
        Request::AnswerHealth { feels_normally, skin_whole, conditions, swelling, may_doze, .. } => {
            Request::AnswerHealth { feels_normally, skin_whole, conditions, drowsy: true, swelling, may_doze }
        }
        other => panic!("{other:?}"),
    };
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(120);
    desk.ask(drowsy).unwrap();
    assert_eq!(desk.thermal().unwrap().planned.as_secs(), u64::from(rules::DRINK_COLD_MOST.value));
    desk.pass(480);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    desk.off(CameOff::Now);
    desk.pass(1200);
    assert_eq!(desk.thermal().unwrap().planned.as_secs(), u64::from(rules::DRINK_COLD_MOST.value), "the next turn too");
}

#[test]
fn a_wrong_word_about_the_skin_is_taken_back_without_knowing_its_prompt() {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.skin(Skin::Bad).unwrap();
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().locks.len(), 1);
    desk.pass(rules::SKIN_CORRECT.value.into());
    assert!(desk.ask(Request::Skin { token: None, skin: Skin::Fine }).is_err(), "not after ten minutes");
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.skin(Skin::Bad).unwrap();
    desk.off(CameOff::Now);
    desk.ask(Request::Skin { token: None, skin: Skin::Fine }).unwrap();
    assert_eq!(desk.engine.view().locks, []);
}

#[test]
fn after_damage_to_the_data_it_is_asked_what_is_on_and_the_time_off_begins_anew() {
    let mut desk = Desk::fresh_with(Catalogue::built_in().unwrap());
    desk.engine.lost_data();
    desk.drain();
    assert!(asks(&desk));
    desk.pass(60);
    assert_eq!(alarms(&desk), 1);
    let mut on = desk.clone();
    on.ask(Request::StillOn { token: None, on: true }).unwrap();
    assert_eq!(on.phase(), Some(PhaseView::TakeOff), "nobody knows what it is, so it comes off");
    desk.off(CameOff::Now);
    for answer in [Request::AcceptDisclaimer { adult: true }, Request::AnswerFlags(Flags::None), health()] {
        desk.ask(answer).unwrap();
    }
    for routine in ["cold-15", "heat-pad"] {
        let refused = desk.clone().start_anyway(routine, None);
        assert!(matches!(refused, Err(Refused::Rule(ref o)) if o.name == "R2-lost"), "{routine}: {refused:?}");
    }
    desk.pass(rules::COLD_OFF.value.into());
    desk.start("cold-15").unwrap();
}

#[test]
fn the_machine_is_kept_awake_while_a_pack_is_on_and_the_alarm_rings_and_no_longer() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    assert!(!desk.engine.keeps_awake());
    desk.on();
    for seconds in [300, 300] {
        desk.pass(seconds);
        desk.skin(Skin::Fine).unwrap();
    }
    desk.pass(600);
    assert!(desk.engine.keeps_awake());
    desk.pass(1199);
    assert!(desk.engine.keeps_awake(), "it still rings");
    desk.pass(1);
    assert!(!desk.engine.keeps_awake(), "nobody is there");
    desk.ask(Request::Woke { told: true }).unwrap();
    assert!(desk.engine.keeps_awake(), "it rings anew");
}

#[test]
fn leaving_out_on_an_old_message_leaves_nothing_out() {
    let mut desk = Desk::healthy();
    desk.start("stretch-start").unwrap();
    desk.pass(10);
    let old = Token { session: 1, exposure: 0, prompt: 0 };
    let before = desk.engine.view().activity.unwrap().step;
    assert_eq!(desk.ask(Request::Skip { slot: Slot::Activity, token: Some(old) }), Err(Refused::Outdated));
    assert_eq!(desk.engine.view().activity.unwrap().step, before);
}
