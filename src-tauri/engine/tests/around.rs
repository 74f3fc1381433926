//! Ways round the limits that were tried: none leads past them, and no alarm is lost on the way.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeSet;

use lumbar_engine::alert::{About, Tag, Urgency};
use lumbar_engine::command::{Command, Fact, HealthAnswers, Report, SinceLast, Wish};
use lumbar_engine::health::{Clinical, Condition};
use lumbar_engine::outbox::Effect;
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::bad::BadRoutine;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::rules::{self, RuleId};
use lumbar_engine::view::PhaseView;
use lumbar_engine::words::{CameOff, Flags, Outcome, Skin, Slot};
use support::{Desk, health};

fn on_since(desk: &mut Desk, since: u32) {
    desk.ask(Fact::On { token: None, since, sure: true }).unwrap();
}

fn refused_by(desk: &mut Desk, routine: &str) -> Option<RuleId> {
    match desk.start_anyway(routine, Some(1)) {
        Err(Refused::Rule(obstacle)) => Some(obstacle.rule),
        Err(other) => panic!("{other:?}"),
        Ok(()) => None,
    }
}

fn standing(desk: &Desk) -> &About {
    &desk.alerts.iter().rfind(|a| a.tag == Tag::Thermal).unwrap().about
}

fn last_outcome(desk: &Desk) -> Outcome {
    desk.engine.view().last.unwrap().outcome
}

#[test]
fn no_word_about_the_bell_reaches_back_before_the_press_that_said_it_is_on() {
    for (since, when) in
        [(2400, CameOff::Bell), (2400, CameOff::Ago(2000)), (86_400, CameOff::Bell), (86_400, CameOff::Ago(80_000))]
    {
        let mut desk = Desk::healthy();
        desk.start("cold-15").unwrap();
        on_since(&mut desk, since);
        desk.off(when);
        assert_eq!(last_outcome(&desk), Outcome::Overran, "{since} s, {when:?}");
        assert_eq!(refused_by(&mut desk, "cold-20-20"), Some(RuleId::R1), "cold is locked");
        desk.pass(rules::OVERRUN_LOCK_LONG.time().as_secs() - 60);
        assert_eq!(refused_by(&mut desk, "cold-20-20"), Some(RuleId::R1), "for a whole day from the press");
    }
}

#[test]
fn a_pack_that_was_on_before_the_press_is_asked_about_once_and_not_called_off_for_silence() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.said();
    on_since(&mut desk, 720);
    assert_eq!(desk.said(), [About::SkinCheck { again: false, reminder: false }]);
    assert_eq!(desk.phase(), Some(PhaseView::Running));
    desk.skin(Skin::Fine).unwrap();
    desk.pass(479);
    assert_eq!(desk.phase(), Some(PhaseView::Running));
    desk.pass(1);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
}

#[test]
fn the_alarm_of_a_press_that_comes_late_is_rung_from_the_press() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    on_since(&mut desk, 2400);
    assert!(matches!(standing(&desk), About::TakeOff { again: 0, .. }), "{:?}", standing(&desk));
    desk.said();
    desk.pass(300);
    assert_eq!(desk.said().len(), 10, "every half minute");
}

#[test]
fn after_sleep_or_a_reboot_the_alarm_that_nobody_could_hear_starts_over() {
    let asleep: fn(&mut Desk) = |desk| {
        desk.sleep(7200);
        desk.ask(Report::Woke { told: false }).unwrap();
    };
    let off: fn(&mut Desk) = |desk| desk.reboot(7200, 0);
    // The clock was quicker than the news that the machine is awake.
    let told: fn(&mut Desk) = |desk| {
        desk.sleep(7200);
        let said = desk.alerts.len();
        desk.ask(Report::Woke { told: true }).unwrap();
        assert_eq!(desk.alerts.len(), said, "not said twice");
    };
    for away in [asleep, off, told] {
        let mut desk = Desk::healthy();
        desk.start("cold-20-20").unwrap();
        desk.on();
        desk.pass(10);
        away(&mut desk);
        let least = |least: &u32| *least > 7000;
        assert!(match standing(&desk) {
            About::TakeOff { again: 0, least: long, .. } | About::MaybeStillOn { least: long } => least(long),
            _ => false,
        });
        desk.said();
        desk.pass(300);
        assert_eq!(desk.said().len(), 10, "every half minute");
    }
}

#[test]
fn awake_again_with_nothing_to_ask_the_word_about_sleep_is_taken_back() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    desk.ask(Report::GoingToSleep).unwrap();
    desk.engine.apply(Report::Woke { told: false }, desk.machine.now()).unwrap();
    let effects: Vec<_> = std::iter::from_fn(|| desk.engine.poll_effect()).collect();
    assert_eq!(effects, [lumbar_engine::outbox::Effect::Withdraw(Tag::Thermal)]);
}

#[test]
fn a_skin_answer_corrected_to_bad_ends_the_session_in_every_phase() {
    for (off_at, then) in [(None, 0), (Some(300), 0), (Some(300), 200), (Some(300), 500)] {
        let mut desk = Desk::healthy();
        desk.start("cold-10").unwrap();
        desk.on();
        desk.pass(300);
        desk.skin(Skin::Fine).unwrap();
        let token = desk.engine.view().correctable.unwrap().token;
        if let Some(seconds) = off_at {
            desk.pass(seconds);
            if then > 0 {
                desk.off(CameOff::Now);
                desk.pass(then - 300u64.min(then));
            }
        }
        desk.ask(Command::skin(Some(token), Skin::Bad)).unwrap();
        desk.off(CameOff::Now);
        assert_eq!(last_outcome(&desk), Outcome::Skin);
        assert!(matches!(desk.alerts.last().unwrap().about, About::SkinStop { .. }));
        assert_eq!(desk.thermal(), None);
        assert_eq!(refused_by(&mut desk, "cold-15"), Some(RuleId::R11));
    }
}

#[test]
fn a_weaker_reason_never_takes_the_place_of_a_stronger_one() {
    type Word = fn(&mut Desk);
    let red: Word = |desk| desk.skin(Skin::Red).unwrap();
    let bad: Word = |desk| desk.skin(Skin::Bad).unwrap();
    let stop: Word = |desk| desk.stop();
    let flag: Word = |desk| desk.ask(Fact::AnswerFlags { flags: Flags::Emergency }).unwrap();
    let hurts: Word = |desk| desk.ask(Fact::Stop { slot: Slot::Thermal, hurts: true }).unwrap();
    for (first, second, outcome) in [
        (stop, red, Outcome::Stopped),
        (red, stop, Outcome::Stopped),
        (flag, red, Outcome::Stopped),
        (bad, red, Outcome::Skin),
        (bad, stop, Outcome::Skin),
        (hurts, red, Outcome::Hurt),
        (stop, hurts, Outcome::Hurt),
    ] {
        let mut desk = Desk::healthy();
        desk.start_anyway("cold-20-20", Some(3)).unwrap();
        desk.on();
        desk.pass(100);
        first(&mut desk);
        // Said on the command line: without a token.
        second(&mut desk);
        desk.off(CameOff::Now);
        assert_eq!(last_outcome(&desk), outcome);
        assert_eq!(desk.thermal(), None, "the rest of the session is gone");
    }
}

#[test]
fn a_late_it_is_on_goes_on_with_a_session_that_lapsed_and_with_no_other() {
    type Word = fn(&mut Desk);
    let lapse: Word = |desk| desk.pass(901);
    let stop: Word = |desk| desk.stop();
    let bad: Word = |desk| desk.skin(Skin::Bad).unwrap();
    let flag: Word = |desk| desk.ask(Fact::AnswerFlags { flags: Flags::Emergency }).unwrap();
    let not_now: Word = |desk| desk.ask(Wish::NotNow { token: None }).unwrap();
    let lapse_then_flag: Word = |desk| {
        desk.pass(901);
        desk.ask(Fact::AnswerFlags { flags: Flags::Unsure }).unwrap();
    };
    for (end, goes_on) in
        [(lapse, true), (stop, false), (bad, false), (flag, false), (not_now, false), (lapse_then_flag, false)]
    {
        let mut desk = Desk::healthy();
        desk.start("cold-15").unwrap();
        let token = desk.token();
        end(&mut desk);
        assert_eq!(desk.thermal(), None);
        desk.ask(Fact::On { token: Some(token), since: 0, sure: true }).unwrap();
        assert_eq!(desk.phase(), goes_on.then_some(PhaseView::Running));
        if !goes_on {
            // It may be on all the same: then it comes off at once.
            desk.ask(Fact::StillOn { token: None, on: true }).unwrap();
            assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
        }
    }
}

#[test]
fn bad_skin_is_never_only_a_question_and_closes_what_it_was_under() {
    // A button of an earlier turn, while the next is on.
    let mut desk = Desk::healthy();
    desk.start("cold-10").unwrap();
    desk.on();
    desk.pass(300);
    let old = desk.token();
    desk.skin(Skin::Fine).unwrap();
    desk.pass(300);
    desk.off(CameOff::Now);
    desk.pass(1200);
    desk.on();
    desk.pass(60);
    desk.pass(600 - 60);
    desk.ask(Command::skin(Some(old), Skin::Bad)).unwrap();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    desk.off(CameOff::Now);
    assert_eq!((last_outcome(&desk), refused_by(&mut desk, "cold-15")), (Outcome::Skin, Some(RuleId::R11)));

    // Cold came off, warmth is only being prepared: it is about the cold.
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.pass(120);
    desk.off(CameOff::Now);
    desk.pass(300);
    desk.start_anyway("heat-pad", None).unwrap();
    desk.skin(Skin::Bad).unwrap();
    desk.pass(1200);
    assert_eq!(refused_by(&mut desk, "cold-15"), Some(RuleId::R11));
}

#[test]
fn a_hint_about_the_battery_covers_neither_alarm_nor_question() {
    for seconds in [300, 1200] {
        let mut desk = Desk::healthy();
        desk.start("cold-20-20").unwrap();
        desk.on();
        desk.pass(seconds);
        let before = standing(&desk).clone();
        desk.ask(Report::BatteryLow(true)).unwrap();
        assert_eq!(*standing(&desk), before, "at {seconds} s");
    }
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    desk.ask(Report::BatteryLow(true)).unwrap();
    assert_eq!(*standing(&desk), About::BatteryLow);
}

#[test]
fn a_low_battery_is_said_before_something_goes_on() {
    let put_on = |desk: &Desk| match standing(desk) {
        About::PutOn { battery_low, again, .. } => (*battery_low, *again),
        other => panic!("{other:?}"),
    };
    // Known before the start, or a moment after it.
    for before in [true, false] {
        let mut desk = Desk::healthy();
        if before {
            desk.ask(Report::BatteryLow(true)).unwrap();
        }
        desk.start("cold-20-20").unwrap();
        desk.ask(Report::BatteryLow(true)).unwrap();
        assert_eq!(put_on(&desk), (true, 0), "known before: {before}");
        desk.pass(480);
        assert_eq!(put_on(&desk), (true, 2), "asked again");
        desk.ask(Report::BatteryLow(false)).unwrap();
        assert_eq!(put_on(&desk), (false, 2), "plugged in");
        let (alerts, urgency) = (desk.alerts.len(), desk.alerts.last().unwrap().urgency);
        assert_eq!(urgency, Urgency::Critical, "it insists as it did");
        desk.ask(Report::BatteryLow(false)).unwrap();
        assert_eq!(desk.alerts.len(), alerts, "nothing new");
    }
}

#[test]
fn answers_about_health_that_close_what_is_on_take_it_off() {
    let numb = Fact::AnswerHealth(HealthAnswers { feels_normally: Some(false), ..HealthAnswers::nothing_wrong() });
    let ticked = |condition| {
        let conditions = BTreeSet::from([condition]);
        Fact::AnswerHealth(HealthAnswers { conditions, ..HealthAnswers::nothing_wrong() })
    };
    let trouble = Fact::SinceLast(SinceLast { skin_trouble: true, ..SinceLast::default() });
    for (answer, after) in [
        (health(), PhaseView::Running),
        (ticked(Condition::ThinBones), PhaseView::Running),
        (ticked(Condition::Heart), PhaseView::Running),
        (numb, PhaseView::TakeOff),
        (trouble, PhaseView::TakeOff),
        (ticked(Condition::Raynauds), PhaseView::TakeOff),
    ] {
        let mut desk = Desk::healthy();
        desk.start_anyway("cold-20-20", Some(2)).unwrap();
        desk.on();
        desk.ask(answer.clone()).unwrap();
        assert_eq!(desk.phase(), Some(after), "{answer:?}");
        if after == PhaseView::TakeOff {
            desk.off(CameOff::Now);
            assert_eq!(desk.thermal(), None, "no further turn");
        }
    }
}

#[test]
fn what_cannot_start_in_bed_hours_cannot_be_put_off_into_them() {
    let mut desk = Desk::healthy();
    // Stories begin at noon.
    desk.ask(Report::BedHours { from: 12 * 60 + 30, until: 20 * 60, offset_seconds: 0 }).unwrap();
    desk.start("cold-20-20").unwrap();
    let put_off = |desk: &mut Desk, seconds| desk.ask(Wish::Snooze { token: None, seconds });
    assert!(matches!(put_off(&mut desk, 2000), Err(Refused::Rule(o)) if o.rule == RuleId::R12));
    put_off(&mut desk, 600).unwrap();
}

#[test]
fn six_times_warm_in_a_day_is_the_most_however_they_are_put_together() {
    let mut desk = Desk::healthy();
    for _ in 0..5 {
        desk.start_anyway("heat-bottle", None).unwrap();
        desk.on();
        desk.pass(60);
        desk.off(CameOff::Now);
        desk.pass(1300);
    }
    assert_eq!(refused_by(&mut desk.clone(), "contrast-packs"), Some(RuleId::R7), "it warms twice");
    assert_eq!(refused_by(&mut desk, "heat-bottle"), None);
}

#[test]
fn balls_on_the_floor_ask_first_while_cold_is_still_on() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    assert!(matches!(desk.start("ball-floor"), Err(Refused::Rule(o)) if o.rule == RuleId::R17));
    desk.start("stretch-start").unwrap();
}

#[test]
fn files_that_ask_too_rarely_warm_too_often_or_run_over_are_not_taken() {
    let file = |steps: &str| format!("id = \"mine\"\nkind = \"cold\"\nfigure = \"x\"\n{steps}");
    let turns = "[turns]\nusual = 1\nmost = 10\n";
    for (steps, rule) in [
        ("[[step]]\ndo = \"expose\"\nmethod = \"still-cold\"\nseconds = 1200\nchecks = [1]\n".to_owned(), Some("R10")),
        ("[[step]]\ndo = \"expose\"\nmethod = \"gel\"\nseconds = 1500\nchecks = [180]\n".to_owned(), Some("R10")),
        (
            format!(
                "{turns}[[step]]\ndo = \"expose\"\nmethod = \"bottle\"\nseconds = 600\nchecks = [300]\n\
                 [[step]]\ndo = \"rest\"\nseconds = 1200\n"
            ),
            Some("R7"),
        ),
        (
            "[[step]]\ndo = \"move\"\ntext = \"x\"\nfigure = \"x\"\nbeats = [\"hold 4294967295\", \"hold 2\"]\n"
                .to_owned(),
            None,
        ),
    ] {
        let result = Catalogue::built_in().unwrap().add(&file(&steps));
        match (result, rule) {
            (Err(BadRoutine::Rule { number, .. }), Some(rule)) => assert_eq!(number.rule.code(), rule),
            (Err(BadRoutine::Length { .. }), None) => {}
            (other, _) => panic!("{other:?} of {steps}"),
        }
    }
}

#[test]
fn a_wrap_comes_off_when_the_bed_hours_begin_unless_a_clinician_says_it_is_fine() {
    // Stories begin at noon.
    for (clinician, planned) in [(false, 7200), (true, 14_400)] {
        let mut desk = Desk::healthy();
        desk.ask(Report::BedHours { from: 14 * 60, until: 22 * 60, offset_seconds: 0 }).unwrap();
        desk.ask(Fact::ClinicianSaysFine { about: Clinical::WrapInBed, fine: clinician }).unwrap();
        desk.start("heat-wrap").unwrap();
        assert_eq!(desk.thermal().unwrap().planned.as_secs(), planned, "said before it starts");
        desk.on();
        assert_eq!(desk.thermal().unwrap().planned.as_secs(), planned);
        let longer = desk.ask(Wish::Extend { token: None, accept: support::all_rules() });
        assert_eq!(longer.is_ok(), clinician, "{longer:?}");
    }
}

#[test]
fn not_now_takes_back_the_question_that_stands() {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.pass(60);
    desk.engine.apply(Wish::NotNow { token: None }, desk.machine.now()).unwrap();
    let effects: Vec<_> = std::iter::from_fn(|| desk.engine.poll_effect()).collect();
    assert!(effects.contains(&Effect::Withdraw(Tag::Thermal)), "{effects:?}");
}
