//! What is on where none is expected, said late, or known no more: it is asked about, it rings, and it is counted.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use lumbar_engine::alert::{About, Sound, Tag};
use lumbar_engine::command::{Choice, Command, Fact, Report, SinceLast, Wish};
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::rules::{self, RuleId};
use lumbar_engine::view::{Asked, PhaseView};
use lumbar_engine::words::{Answer, CameOff, Flags, Outcome, Skin, Slot, Token};
use support::{Desk, health};

fn on(desk: &mut Desk, since: u32) -> Result<(), Refused> {
    desk.ask(Fact::On { token: None, since, sure: true })
}

fn asks(desk: &Desk) -> bool {
    desk.engine.pending().iter().any(|q| q.question == Asked::IsItOn)
}

/// How often the question rang as an alarm so far.
fn alarms(desk: &Desk) -> usize {
    desk.alerts.iter().filter(|a| a.about == About::IsItOn && a.sound == Sound::Alarm).count()
}

/// "I had a drink", and nothing else.
fn drowsy() -> Fact {
    Fact::SinceLast(SinceLast { alcohol: true, ..SinceLast::default() })
}

/// A session of cold is over, and "it is on" is said all the same.
fn on_after_the_end() -> Desk {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.pass(300);
    desk.ask(Fact::Stop { slot: Slot::Thermal, hurts: false }).unwrap();
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
    desk.ask(Report::Woke { told: true }).unwrap();
    desk.pass(60);
    assert_eq!(alarms(&desk), 27);
}

#[test]
fn what_was_on_when_it_was_asked_is_counted_from_then_and_comes_off_now() {
    let mut desk = on_after_the_end();
    desk.pass(1900);
    desk.ask(Fact::StillOn { token: None, on: true }).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().last.unwrap().outcome, Outcome::Overran, "it was on for over half an hour");
}

#[test]
fn on_said_again_is_the_answer_and_off_counts_what_was_on_until_then() {
    let mut desk = on_after_the_end();
    let mut other = desk.clone();
    let mut mistaken = desk.clone();
    on(&mut desk, 0).unwrap();
    assert_eq!((asks(&desk), desk.phase()), (false, Some(PhaseView::TakeOff)));
    // It was on from when it was said to be, until now.
    other.pass(2400);
    other.off(CameOff::Now);
    assert_eq!((asks(&other), other.phase()), (false, None));
    assert_eq!(other.engine.view().last.unwrap().outcome, Outcome::Overran);
    assert_eq!(other.engine.exposures().last().unwrap().ran, 2400);
    // Nothing was: a button was pressed by mistake.
    mistaken.pass(2400);
    mistaken.ask(Fact::StillOn { token: None, on: false }).unwrap();
    assert_eq!((asks(&mistaken), mistaken.engine.exposures().len()), (false, 1));
    // What was worn in a rest makes the rest start over, and ends the session.
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(120);
    desk.off(CameOff::Now);
    on(&mut desk, 0).unwrap();
    desk.pass(1190);
    desk.off(CameOff::Now);
    assert_eq!((asks(&desk), desk.phase()), (false, None));
    assert!(matches!(desk.start("cold-20-20"), Err(Refused::Rule(o)) if o.rule == RuleId::R2));
}

#[test]
fn a_word_about_the_past_counts_for_the_question_too() {
    let mut desk = on_after_the_end();
    desk.off(CameOff::Now);
    desk.pass(3600);
    on(&mut desk, 2400).unwrap();
    desk.pass(5);
    desk.ask(Fact::StillOn { token: None, on: true }).unwrap();
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().last.unwrap().outcome, Outcome::Overran);
}

#[test]
fn time_in_doubt_is_no_over_run_and_rings() {
    // The wall jumps while the question stands, and while it is asked to put it on.
    let mut desk = on_after_the_end();
    desk.pass(10);
    desk.machine.wall_error = 3600;
    desk.ask(Fact::StillOn { token: None, on: true }).unwrap();
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().locks, []);
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.pass(30);
    desk.machine.wall_error = 7200;
    desk.ask(Fact::OnSinceAsked { token: None }).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff), "it may have been on for two hours");
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().locks, []);
    // Ten hours and a reboot with a dead clock later nobody knows since when.
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.pass(30);
    desk.reboot(36_000, support::story::DEAD);
    desk.ask(Fact::OnSinceAsked { token: None }).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    // A later word about the time does not make it certain.
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    desk.pass(10);
    desk.machine.wall_error = 800;
    desk.pass(1);
    on(&mut desk, 120).unwrap();
    assert!(desk.thermal().unwrap().doubt.is_some());
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff), "nobody can say, so it comes off");
    desk.machine.wall_error = 0;
    desk.pass(1);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
}

#[test]
fn an_old_button_moves_no_beginning_and_what_is_on_answers_the_question() {
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    let old = desk.token();
    desk.on();
    desk.pass(60);
    desk.off(CameOff::Now);
    desk.pass(1300);
    desk.on();
    desk.pass(10);
    desk.ask(Fact::On { token: Some(old), since: 1900, sure: true }).unwrap();
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().locks, [], "it was on for ten seconds");

    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    let own = desk.token();
    desk.on();
    desk.pass(10);
    desk.ask(Fact::Off { token: Some(Token { session: 77, exposure: 9, prompt: 1 }), when: CameOff::Now }).unwrap();
    assert!(asks(&desk));
    desk.ask(Fact::On { token: Some(own), since: 0, sure: true }).unwrap();
    assert_eq!((asks(&desk), desk.phase()), (false, Some(PhaseView::Running)));
}

#[test]
fn while_it_is_asked_the_machine_is_kept_awake_and_its_sleep_is_told() {
    let mut desk = on_after_the_end();
    assert!(desk.engine.keeps_awake());
    desk.ask(Report::GoingToSleep).unwrap();
    assert_eq!(alarms(&desk), 1);
    desk.pass(60 + 1200);
    assert!(!desk.engine.keeps_awake(), "it has rung out");
}

#[test]
fn what_is_on_after_a_bath_is_something_else_and_rings_like_a_pack() {
    let mut desk = Desk::healthy();
    desk.start("warm-bath").unwrap();
    desk.on();
    desk.pass(60);
    desk.off(CameOff::Now);
    desk.ask(Fact::Stop { slot: Slot::Thermal, hurts: false }).unwrap();
    on(&mut desk, 0).unwrap();
    desk.ask(Fact::StillOn { token: None, on: true }).unwrap();
    let before = desk.alerts.len();
    desk.pass(1200);
    let rang = desk.alerts[before..].iter().filter(|a| a.sound == Sound::Alarm).count();
    assert_eq!(rang, 25);
}

#[test]
fn a_session_that_lapsed_goes_on_only_as_it_would_be_granted_now() {
    let lapsed = |bed: Option<u16>| {
        let mut desk = Desk::healthy();
        if let Some(from) = bed {
            desk.ask(Report::BedHours { from, until: 20 * 60, offset_seconds: 0 }).unwrap();
        }
        desk.start("cold-10").unwrap();
        desk.pass(960);
        desk
    };
    let goes_on = |desk: &mut Desk| {
        on(desk, 0).unwrap();
        desk.phase() == Some(PhaseView::Running)
    };
    assert!(goes_on(&mut lapsed(None)));
    let mut desk = lapsed(None);
    desk.ask(drowsy()).unwrap();
    assert!(!goes_on(&mut desk) && asks(&desk), "a drink was told since, and nobody has read the warning");
    assert!(!goes_on(&mut lapsed(Some(12 * 60 + 15))), "the bed hours have begun at 12:15");
    let mut desk = lapsed(None);
    desk.ask(Fact::PainChanged).unwrap();
    assert!(!goes_on(&mut desk), "a question about health is due");
    // A day later nobody knows what the message was about.
    let mut desk = lapsed(None);
    desk.sleep(86_400);
    desk.ask(Fact::OnSinceAsked { token: None }).unwrap();
    assert!(asks(&desk));
}

#[test]
fn a_corrected_answer_about_the_skin_keeps_every_other_reason() {
    for reason in [Fact::AnswerFlags { flags: Flags::Emergency }, Fact::Stop { slot: Slot::Thermal, hurts: true }] {
        for before in [true, false] {
            let mut desk = Desk::healthy();
            desk.start_anyway("cold-20-20", Some(2)).unwrap();
            desk.on();
            desk.pass(60);
            if before {
                desk.ask(reason.clone()).unwrap();
            }
            desk.skin(Skin::Bad).unwrap();
            if !before {
                desk.ask(reason.clone()).unwrap();
            }
            desk.ask(Command::skin(None, Skin::Fine)).unwrap();
            desk.off(CameOff::Now);
            assert_eq!(desk.phase(), None, "{reason:?} before: {before}");
            assert_eq!(desk.engine.view().locks, []);
        }
    }
}

#[test]
fn fine_about_one_thing_takes_back_nothing_about_another() {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.skin(Skin::Red).unwrap();
    desk.off(CameOff::Now);
    desk.pass(320);
    desk.start_anyway("heat-pad", None).unwrap();
    desk.on();
    assert!(desk.ask(Command::skin(None, Skin::Fine)).is_err());
    assert_eq!(desk.engine.view().correctable.unwrap().skin, Skin::Red);
    // Nor while a question waits: then it is the answer to that.
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(300);
    desk.skin(Skin::Fine).unwrap();
    assert_eq!(desk.engine.view().locks, []);
}

#[test]
fn a_session_that_lapsed_goes_on_from_every_face_with_the_time_it_was_on() {
    let told = |desk: &mut Desk, request: Fact| desk.ask(request).map(|()| desk.thermal().unwrap().since);
    for request in [
        Fact::On { token: None, since: 960, sure: true },
        Fact::OnSinceAsked { token: None },
        Fact::OnSinceAsked { token: Some(Token { session: 1, exposure: 0, prompt: 1 }) },
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
    desk.ask(Fact::OnSinceAsked { token: None }).unwrap();
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
fn an_alarm_that_rang_for_nobody_starts_over_in_the_next_life() {
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
fn no_further_turn_begins_in_the_bed_hours_that_was_not_asked_about() {
    // Stories begin at noon.
    let bed = Report::BedHours { from: 12 * 60 + 30, until: 20 * 60, offset_seconds: 0 };
    let mut desk = Desk::healthy();
    desk.ask(bed).unwrap();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(1200);
    desk.off(CameOff::Now);
    desk.pass(1200);
    assert_eq!(desk.phase(), None, "its next turn begins at 12:40");
    assert_eq!(desk.alerts.last().unwrap().about, About::BedHours);
    assert_eq!(desk.engine.view().last.unwrap().outcome, Outcome::Done);
}

#[test]
fn a_drink_that_is_told_while_cold_is_on_makes_it_short() {
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(120);
    desk.ask(drowsy()).unwrap();
    assert_eq!(desk.thermal().unwrap().planned.as_secs(), u64::from(rules::DROWSY_COLD_MOST.value));
    desk.pass(480);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    desk.off(CameOff::Now);
    desk.pass(1200);
    assert_eq!(
        desk.thermal().unwrap().planned.as_secs(),
        u64::from(rules::DROWSY_COLD_MOST.value),
        "the next turn too"
    );
    // Told when it is on for longer already, it came off at no bell before that.
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    for seconds in [300, 300] {
        desk.pass(seconds);
        desk.skin(Skin::Fine).unwrap();
    }
    desk.pass(590);
    desk.ask(drowsy()).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    desk.off(CameOff::Bell);
    desk.pass(1199);
    assert_eq!(desk.phase(), Some(PhaseView::Resting), "twenty minutes from now");
}

#[test]
fn a_wrong_word_about_the_skin_is_taken_back_without_knowing_its_prompt() {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.skin(Skin::Bad).unwrap();
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().locks.len(), 2, "warm and cold");
    desk.pass(rules::SKIN_CORRECT.value.into());
    assert!(desk.ask(Command::skin(None, Skin::Fine)).is_err(), "not after ten minutes");
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.skin(Skin::Bad).unwrap();
    desk.off(CameOff::Now);
    desk.ask(Command::skin(None, Skin::Fine)).unwrap();
    assert_eq!(desk.engine.view().locks, []);
}

#[test]
fn after_damage_to_the_data_it_is_asked_what_is_on_and_the_time_off_starts_over() {
    let mut desk = Desk::fresh_with(Catalogue::built_in().unwrap());
    desk.engine.lost_data();
    desk.drain();
    assert!(asks(&desk));
    desk.pass(60);
    assert_eq!(alarms(&desk), 1);
    let mut on = desk.clone();
    desk.pass(1500);
    on.pass(1500);
    on.ask(Fact::StillOn { token: None, on: true }).unwrap();
    assert_eq!(on.phase(), Some(PhaseView::TakeOff), "nobody knows what it is, so it comes off");
    on.off(CameOff::Now);
    assert_eq!(on.engine.view().locks, [], "nobody knows since when, so nothing is closed for that");
    desk.off(CameOff::Now);
    for desk in [&mut desk, &mut on] {
        the_time_off_starts_over(desk);
    }
}

fn the_time_off_starts_over(desk: &mut Desk) {
    for answer in [Fact::AcceptDisclaimer, Fact::AnswerFlags { flags: Flags::None }, health()] {
        desk.ask(answer).unwrap();
    }
    for routine in ["cold-15", "heat-pad"] {
        let refused = desk.clone().start_anyway(routine, None);
        assert!(matches!(refused, Err(Refused::Rule(ref o)) if o.name == "R2-lost"), "{routine}: {refused:?}");
    }
    desk.pass(rules::COLD_OFF.value.into());
    desk.start_anyway("cold-15", None).unwrap();
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
    desk.ask(Report::Woke { told: true }).unwrap();
    assert!(desk.engine.keeps_awake(), "it starts over");
}

#[test]
fn leaving_out_on_an_old_message_leaves_nothing_out() {
    let mut desk = Desk::healthy();
    desk.start("stretch-start").unwrap();
    desk.pass(10);
    let old = Token { session: 1, exposure: 0, prompt: 0 };
    let before = desk.engine.view().activity.unwrap().step;
    assert_eq!(desk.ask(Wish::Skip { slot: Slot::Activity, token: Some(old) }), Err(Refused::Outdated));
    assert_eq!(desk.engine.view().activity.unwrap().step, before);
}

#[test]
fn a_lock_of_another_answer_stays_when_a_later_one_is_taken_back() {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.skin(Skin::Bad).unwrap();
    desk.off(CameOff::Now);
    desk.pass(3 * 3600);
    let said = |desk: &mut Desk, skin| desk.ask(Command::skin(None, skin));
    said(&mut desk, Skin::Bad).unwrap();
    said(&mut desk, Skin::Fine).unwrap();
    assert_eq!(desk.engine.view().locks.len(), 2, "three hours are no ten minutes");
    // Nor by a word about something else that is said to be on.
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.skin(Skin::Bad).unwrap();
    desk.off(CameOff::Now);
    on(&mut desk, 0).unwrap();
    on(&mut desk, 0).unwrap();
    assert!(said(&mut desk, Skin::Fine).is_err());
    assert_eq!(desk.engine.view().locks.len(), 2);
}

#[test]
fn what_only_damaged_data_tell_punishes_nobody_and_lets_nobody_go_on() {
    // The backup holds a pack that is on; it came off long ago.
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    desk.engine.lost_data();
    desk.sleep(86_400);
    desk.ask(Fact::StillOn { token: None, on: false }).unwrap();
    assert_eq!((desk.phase(), desk.engine.view().locks.len()), (Some(PhaseView::Resting), 0), "nothing is closed");
    // It holds a rest before the next turn: that is not gone on with.
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(60);
    desk.off(CameOff::Now);
    desk.engine.lost_data();
    desk.drain();
    assert_eq!(desk.phase(), None);
    // Asked for eight hours, answered with a pack that is freshly on.
    desk.sleep(8 * 3600);
    desk.ask(Fact::StillOn { token: None, on: true }).unwrap();
    desk.pass(30);
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().locks, []);
    // A person's own word about the time counts.
    let mut desk = Desk::healthy();
    desk.engine.lost_data();
    on(&mut desk, 2400).unwrap();
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().last.unwrap().outcome, Outcome::Overran);
}

#[test]
fn the_time_off_after_lost_data_begins_when_it_came_off() {
    let mut desk = Desk::healthy();
    desk.engine.lost_data();
    desk.ask(Fact::StillOn { token: None, on: true }).unwrap();
    desk.pass(1000);
    desk.off(CameOff::Now);
    desk.pass(1000);
    let refused = desk.start_anyway("heat-pad", None);
    assert!(matches!(refused, Err(Refused::Rule(ref o)) if o.name == "R2-lost"), "{refused:?}");
}

#[test]
fn bad_skin_and_a_stop_while_it_is_asked_take_off_what_is_on() {
    // Nothing is known at all.
    let mut desk = Desk::healthy();
    desk.engine.lost_data();
    desk.ask(Command::skin(None, Skin::Bad)).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    desk.off(CameOff::Now);
    assert!(!desk.engine.view().locks.is_empty());
    let mut desk = Desk::healthy();
    desk.ask(Command::skin(None, Skin::Bad)).unwrap();
    for routine in ["cold-15", "heat-pad"] {
        assert!(
            matches!(desk.start_anyway(routine, None), Err(Refused::Rule(o)) if o.rule == RuleId::R11),
            "{routine}"
        );
    }
    let mut desk = on_after_the_end();
    desk.ask(Fact::Stop { slot: Slot::Thermal, hurts: true }).unwrap();
    assert_eq!((asks(&desk), desk.phase()), (false, Some(PhaseView::TakeOff)));
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.view().last.unwrap().outcome, Outcome::Hurt);
}

#[test]
fn two_things_do_not_lie_on_the_body_at_the_same_time() {
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(300);
    desk.off(CameOff::Now);
    desk.pass(1200);
    on(&mut desk, 3600).unwrap();
    let worn = |desk: &Desk| desk.thermal().unwrap().since.elapsed(desk.machine.now()).as_secs();
    assert_eq!(worn(&desk), 1200, "since the last came off");
    on(&mut desk, 7200).unwrap();
    assert_eq!(worn(&desk), 1200);
}

#[test]
fn a_later_word_about_the_beginning_stands_in_the_ledger_and_leaves_what_was_asked() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    desk.pass(300);
    assert!(!desk.engine.pending().is_empty(), "the skin is asked about");
    on(&mut desk, 420).unwrap();
    let began = desk.engine.exposures()[0].on.wall();
    assert_eq!((desk.machine.now().wall - began).num_seconds(), 420);
    desk.said();
    desk.pass(119);
    assert_eq!(desk.said(), []);
    desk.pass(1);
    assert_eq!(
        desk.said(),
        [About::SkinCheck { again: true, reminder: false }],
        "asked again 120 s after it was asked"
    );
}

#[test]
fn a_person_who_said_it_is_on_is_believed_through_a_second_question() {
    let mut desk = on_after_the_end();
    desk.pass(1900);
    // An old button about something else asks again, and changes nothing of what was said.
    desk.ask(Fact::On { token: Some(Token { session: 77, exposure: 9, prompt: 1 }), since: 0, sure: true }).unwrap();
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.exposures().last().unwrap().ran, 1900);
    // "No" to an older question is no answer to the one that stands.
    let mut desk = on_after_the_end();
    let old = desk.engine.pending()[0].token;
    desk.ask(Fact::On { token: Some(Token { session: 77, exposure: 9, prompt: 1 }), since: 0, sure: true }).unwrap();
    desk.ask(Fact::StillOn { token: Some(old), on: false }).unwrap();
    assert!(asks(&desk));
}

#[test]
fn a_session_that_lapsed_goes_on_neither_beside_movement_nor_beyond_a_count_nor_with_newer_data() {
    let mut desk = Desk::healthy();
    desk.start("warm-stretch-cool").unwrap();
    desk.pass(960);
    desk.start("stretch-start").unwrap();
    on(&mut desk, 0).unwrap();
    assert!(asks(&desk), "one thing that moves at a time");
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.pass(960);
    desk.engine.set_read_only(true);
    on(&mut desk, 0).unwrap();
    assert!(asks(&desk));
}

#[test]
fn what_was_asked_in_a_later_turn_counts_since_it_was_asked() {
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(180);
    desk.off(CameOff::Now);
    desk.pass(1200);
    desk.pass(1800);
    desk.ask(Fact::OnSinceAsked { token: None }).unwrap();
    desk.ask(Fact::StillOn { token: None, on: true }).unwrap();
    desk.off(CameOff::Now);
    assert_eq!(desk.engine.exposures().last().unwrap().ran, 1800);
}

#[test]
fn bed_hours_chosen_over_a_wrap_take_it_off_when_they_begin() {
    // Stories begin at noon.
    let mut desk = Desk::healthy();
    desk.ask(Report::BedHours { from: 23 * 60, until: 6 * 60, offset_seconds: 0 }).unwrap();
    desk.start("heat-wrap").unwrap();
    desk.on();
    desk.ask(Choice::BedHours { from: 13 * 60, until: 19 * 60 }).unwrap();
    assert_eq!(desk.thermal().unwrap().planned.as_secs(), 3600);
    // Nor is anything put off into them that would be asked about then.
    let mut desk = Desk::healthy();
    desk.ask(Report::BedHours { from: 12 * 60 + 30, until: 20 * 60, offset_seconds: 0 }).unwrap();
    desk.start("cold-10").unwrap();
    let put_off = desk.ask(Wish::Snooze { token: None, seconds: 2000 });
    assert!(matches!(put_off, Err(Refused::Rule(o)) if o.rule == RuleId::R12));
}

#[test]
fn an_answer_about_earlier_skin_put_right_covers_no_alarm() {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.skin(Skin::Red).unwrap();
    let said = desk.engine.view().correctable.unwrap().token;
    desk.off(CameOff::Now);
    desk.ask(Fact::Stop { slot: Slot::Thermal, hurts: false }).unwrap();
    desk.pass(300);
    desk.start_anyway("heat-pad", None).unwrap();
    desk.on();
    desk.ask(Command::skin(Some(said), Skin::Bad)).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    assert!(matches!(desk.alerts.last().unwrap().about, About::TakeOff { .. }));
}

#[test]
fn what_came_off_just_now_came_off_just_now_also_when_the_clock_is_set_right_later() {
    for when in [CameOff::Ago(0), CameOff::Bell, CameOff::Now] {
        let mut desk = Desk::healthy();
        desk.start("heat-pad").unwrap();
        desk.on();
        desk.reboot(1500, support::story::DEAD);
        desk.off(when);
        desk.machine.wall_error = 0;
        desk.pass(1);
        let refused = desk.start_anyway("cold-15", None);
        assert!(matches!(refused, Err(Refused::Rule(ref o)) if o.rule == RuleId::R8), "{when:?}: {refused:?}");
    }
}

#[test]
fn skin_said_to_be_red_and_then_fine_in_the_moment_it_was_said_to_be_hurt_stays_closed() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    desk.ask(Command::skin(None, Skin::Bad)).unwrap();
    desk.ask(Command::skin(None, Skin::Red)).unwrap();
    desk.off(CameOff::Now);
    desk.ask(Command::skin(None, Skin::Fine)).unwrap();
    desk.pass(300);
    assert!(!desk.engine.view().locks.is_empty(), "fine took back the word red, and not the word before it");
}

#[test]
fn a_reminder_about_the_skin_offers_only_what_it_takes() {
    let mut desk = Desk::healthy();
    desk.start("heat-wrap").unwrap();
    desk.on();
    desk.pass(1800);
    let reminder = desk.alerts.last().unwrap();
    assert_eq!(reminder.about, About::SkinCheck { again: false, reminder: true });
    assert_eq!(reminder.answers, [Answer::SkinRed, Answer::SkinBad], "fine needs no press");
    assert_eq!(desk.clone().skin(Skin::Fine), Err(Refused::NotNow));
    desk.skin(Skin::Bad).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
}
