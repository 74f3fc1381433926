//! R1 to R23, each with the number from the table and a case on either side of it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeSet;

use lumbar_engine::alert::{About, Sound};
use lumbar_engine::command::{Choice, Command, Fact, HealthAnswers, Report, SinceLast, Start, Wish};
use lumbar_engine::health::Condition;
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::bad::BadRoutine;
use lumbar_engine::routine::check::check;
use lumbar_engine::routine::{Routine, Step};
use lumbar_engine::rules::{self, Force, Number, RuleId};
use lumbar_engine::view::{Asked, MarkKind, PhaseView};
use lumbar_engine::words::{Advice, CameOff, Class, Flags, Gate, Method, Modality, Outcome, Skin, Slot, Token};
use support::{Desk, catalogue};

fn s(number: Number) -> u64 {
    number.time().as_secs()
}

fn s_count(number: Number) -> u64 {
    number.value.into()
}

/// The rule a start is refused by, with what a person may do about it and for how long it holds yet.
fn refused(desk: &mut Desk, routine: &str) -> Option<(RuleId, Force, Option<u64>)> {
    let now = desk.machine.now();
    match desk.clone().start(routine) {
        Err(Refused::Rule(o)) => Some((o.rule, o.force, o.until.map(|u| u.remaining(now).as_secs()))),
        Err(other) => panic!("{other:?}"),
        Ok(()) => None,
    }
}

/// The names of the lines that are told before a routine, as it is usually done.
fn told_before(desk: &Desk, routine: &str) -> Vec<String> {
    let offer = desk.engine.view().offers[routine].clone();
    offer.with_turns(offer.usual).unwrap().told.iter().map(|o| o.name.clone()).collect()
}

/// One whole turn of still cold: on, the skin is fine, off at the bell.
fn cold_turn(desk: &mut Desk, routine: &str) {
    desk.start_anyway(routine, Some(1)).unwrap();
    wear(desk);
}

fn wear(desk: &mut Desk) {
    desk.on();
    let planned = desk.thermal().unwrap().planned.as_secs();
    let mut passed = 0;
    while passed < planned {
        let step = 60.min(planned - passed);
        desk.pass(step);
        passed += step;
        let _ = desk.skin(Skin::Fine);
    }
    desk.off(CameOff::Now);
}

#[test]
fn r1_no_still_cold_is_planned_beyond_twenty_minutes_and_the_alarm_comes_then() {
    for routine in catalogue().routines() {
        for expose in routine.exposures().filter(|e| e.method == Method::StillCold) {
            assert!(u64::from(expose.seconds) <= s(rules::STILL_COLD_MOST), "{}", routine.id);
        }
    }
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    for _ in 0..19 {
        desk.pass(60);
        let _ = desk.skin(Skin::Fine);
    }
    desk.pass(59);
    assert_eq!(desk.phase(), Some(PhaseView::Running));
    desk.pass(1);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
}

#[test]
fn r1_an_overrun_closes_cold_by_how_long_it_was() {
    let cases = [
        (s(rules::OVERRUN_SHORT) - 1, 0),
        (s(rules::OVERRUN_SHORT), 7200),
        (s(rules::OVERRUN_LONG) - 1, 7200),
        (s(rules::OVERRUN_LONG), 86_400),
    ];
    for (on_for, locked) in cases {
        let mut desk = Desk::healthy();
        desk.start_anyway("cold-20-20", Some(2)).unwrap();
        desk.on();
        desk.sleep(on_for);
        desk.off(CameOff::Now);
        if locked == 0 {
            assert_eq!(desk.phase(), Some(PhaseView::Resting), "{on_for} s");
            assert!(desk.engine.view().locks.is_empty());
            continue;
        }
        assert_eq!(desk.engine.view().last.unwrap().outcome, Outcome::Overran, "the rest of the session is cancelled");
        // The question about the skin says it too, and stands in its place.
        let said = |a: &About| match a {
            About::Overran { locked: l, .. } | About::SkinAfter { locked: l } => u64::from(*l) == locked,
            _ => false,
        };
        assert!(desk.said().iter().any(said));
        desk.pass(locked - 1);
        assert_eq!(refused(&mut desk, "cold-15").map(|r| r.0), Some(RuleId::R1));
        desk.pass(1);
        assert_ne!(refused(&mut desk, "cold-15").map(|r| r.0), Some(RuleId::R1));
    }
}

#[test]
fn r1_an_honest_late_word_about_the_bell_locks_nothing_once_the_skin_is_fine() {
    for (late, asks) in [
        (s(rules::BELL_BELIEVED), false),
        (s(rules::BELL_BELIEVED) + 1, true),
        (7 * 60, true),
        (12 * 60, true),
        (45 * 60, true),
        (10 * 3600, true),
    ] {
        let mut desk = Desk::healthy();
        desk.start_anyway("cold-20-20", Some(2)).unwrap();
        desk.on();
        desk.sleep(1200 + late);
        desk.said();
        desk.off(CameOff::Bell);
        let view = desk.engine.view();
        assert_eq!(view.locks, [], "{late} s after the bell");
        let exposure = &desk.engine.exposures()[0];
        assert_eq!(exposure.ran, 1200, "no over-run");
        assert_eq!(desk.said().contains(&About::SkinAfter { locked: 0 }), asks, "{late} s after the bell");
        let pending: Vec<Asked> = view.pending.iter().map(|q| q.question).collect();
        assert_eq!(
            pending == [Asked::SkinAfter],
            asks,
            "{pending:?}: put on is asked when the skin is known to be fine"
        );
        if asks {
            desk.ask(Wish::SkinFine { token: Some(view.pending[0].token) }).unwrap();
            assert_eq!(desk.engine.view().locks, []);
        }
        // Off since the bell, not before it.
        match 1200u64.checked_sub(late) {
            Some(left) => {
                let now = desk.machine.now();
                assert_eq!(desk.thermal().unwrap().ends.unwrap().remaining(now).as_secs(), left);
            }
            None => assert!(matches!(desk.phase(), Some(PhaseView::Ready) | None), "its rest is over"),
        }
    }
}

#[test]
fn r1_after_a_late_word_skin_that_is_not_fine_does_what_it_does_under_the_pack() {
    for (skin, locked) in [(Skin::Red, 0), (Skin::Bad, s(rules::SKIN_LOCK))] {
        let mut desk = Desk::healthy();
        desk.start_anyway("cold-20-20", Some(2)).unwrap();
        desk.on();
        desk.sleep(1200 + 700);
        desk.off(CameOff::Bell);
        desk.said();
        desk.skin(skin).unwrap();
        let locked = u32::try_from(locked).unwrap();
        assert!(desk.said().contains(&About::SkinStop { locked }));
        assert_eq!(desk.engine.view().locks.is_empty(), locked == 0);
        assert_eq!(desk.phase().is_none(), skin == Skin::Bad, "bad skin ends the session");
        // It can be corrected.
        let said = desk.engine.view().correctable.unwrap();
        desk.ask(Command::skin(Some(said.token), Skin::Fine)).unwrap();
        assert_eq!(desk.engine.view().locks, []);
    }
}

#[test]
fn r1_from_25_minutes_the_skin_is_asked_about_and_the_next_it_is_on_answers_it() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    desk.sleep(s(rules::OVERRUN_SHORT));
    desk.said();
    desk.off(CameOff::Now);
    let locked = rules::OVERRUN_LOCK_SHORT.value;
    assert_eq!(desk.said().last(), Some(&About::SkinAfter { locked }));
    desk.skin(Skin::Fine).unwrap();
    assert_eq!(desk.engine.view().locks.len(), 1, "cold rests all the same");
    assert!(desk.engine.pending().is_empty());

    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.sleep(1200 + 1300);
    desk.off(CameOff::Bell);
    desk.on();
    assert_eq!((desk.phase(), desk.engine.pending().len()), (Some(PhaseView::Running), 0), "cloth between, skin fine");
}

#[test]
fn r1_no_word_reaches_back_before_the_planned_end() {
    let mut early = Desk::healthy();
    early.start("cold-20-20").unwrap();
    early.on();
    early.pass(200);
    early.off(CameOff::Ago(3000));
    let now = early.machine.now();
    assert_eq!(early.thermal().unwrap().ends.unwrap().remaining(now).as_secs(), 1200, "no rest before it came off");
}

#[test]
fn r2_cold_waits_as_long_as_it_was_on_and_a_false_start_costs_nothing() {
    for (on_for, gap) in [(119, 0), (120, 300), (180, 300), (600, 600), (1200, 1200), (1260, 1200)] {
        let mut desk = Desk::healthy();
        desk.start("cold-20-20").unwrap();
        desk.on();
        desk.sleep(on_for);
        desk.off(CameOff::Now);
        desk.stop();
        if gap > 0 {
            desk.pass(gap - 1);
            assert_eq!(refused(&mut desk, "cold-20-20"), Some((RuleId::R2, Force::Hard, Some(1))), "{on_for} s");
            assert!(desk.clone().start_anyway("cold-20-20", None).is_err(), "no warning lifts it");
            desk.pass(1);
        }
        assert_eq!(refused(&mut desk, "cold-20-20"), None, "{on_for} s");
        assert_eq!(desk.engine.view().day.cold, u32::from(on_for >= s(rules::FALSE_START)), "{on_for} s");
    }
    // The routine itself rests its twenty minutes.
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(200);
    desk.off(CameOff::Now);
    desk.pass(1199);
    assert_eq!(desk.phase(), Some(PhaseView::Resting));
}

#[test]
fn r2_a_false_start_in_a_session_uses_up_no_turn_and_is_asked_for_again() {
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.on();
    desk.pass(s(rules::FALSE_START));
    desk.pass(1080);
    desk.off(CameOff::Now);
    desk.pass(1200);
    for on_for in [1, 119] {
        desk.on();
        desk.pass(on_for);
        desk.off(CameOff::Now);
        let session = desk.thermal().unwrap();
        assert_eq!((session.phase, session.turn), (PhaseView::Ready, 2), "off after {on_for} s");
        assert_eq!(desk.engine.view().day.cold, 1);
    }
    desk.on();
    desk.pass(300);
    desk.off(CameOff::Now);
    assert_eq!(desk.phase(), Some(PhaseView::Resting));

    // With nothing but a false start it was no session of cold, whichever way it ends.
    for (ends, outcome) in [(0, Outcome::NotNow), (900, Outcome::Lapsed)] {
        let mut desk = Desk::healthy();
        desk.start("cold-15").unwrap();
        desk.on();
        desk.pass(30);
        desk.off(CameOff::Now);
        if ends == 0 {
            desk.ask(Wish::NotNow { token: None }).unwrap();
        }
        desk.pass(ends);
        assert_eq!(desk.engine.view().last.map(|last| last.outcome), Some(outcome));
    }
    // Called off, it is over: nobody is asked to put it on again.
    for hurts in [false, true] {
        let mut desk = Desk::healthy();
        desk.start("cold-15").unwrap();
        desk.on();
        desk.pass(30);
        desk.ask(Fact::Stop { slot: Slot::Thermal, hurts }).unwrap();
        desk.off(CameOff::Now);
        assert_eq!(desk.phase(), None);
    }
}

#[test]
fn r2_a_short_turn_does_not_cut_the_time_off_of_a_long_one_before_it() {
    let mut desk = Desk::healthy();
    cold_turn(&mut desk, "cold-20-20");
    desk.stop();
    desk.pass(60);
    // Put on out of its time, and off at once.
    desk.ask(Fact::On { token: Some(Token { session: 9, exposure: 9, prompt: 9 }), since: 0, sure: false }).unwrap();
    desk.ask(Fact::StillOn { token: None, on: true }).unwrap();
    desk.pass(10);
    desk.off(CameOff::Now);
    assert_eq!(refused(&mut desk, "cold-20-20"), Some((RuleId::R2, Force::Hard, Some(1200 - 70))));
}

#[test]
fn r2_the_longer_break_of_the_calm_pace_is_told_once_a_day() {
    let mut desk = Desk::healthy();
    for told in [&[][..], &["cold-off-soft"], &[]] {
        assert_eq!(told_before(&desk, "cold-15"), told);
        assert_eq!(refused(&mut desk, "cold-15"), None, "it stops nothing");
        cold_turn(&mut desk, "cold-15");
        desk.stop();
        desk.pass(1200);
        assert_eq!(
            told_before(&desk, "cold-20-20"),
            [""; 0],
            "the pace of twenty on and twenty off knows no such line"
        );
    }
}

#[test]
fn r3_ten_turns_in_a_day_and_twelve_in_any_twenty_four_hours_and_one_line_at_the_seventh() {
    let mut desk = Desk::healthy();
    let noon = desk.machine.truth;
    for turn in 1..=10u64 {
        let told: &[&str] = if turn == s_count(rules::COLD_PER_DAY_SOFT) { &["cold-per-day-soft"] } else { &[] };
        assert_eq!(told_before(&desk, "cold-20-20"), told, "turn {turn}");
        cold_turn(&mut desk, "cold-20-20");
        desk.pass(1200);
    }
    let (rule, force, wait) = refused(&mut desk, "cold-20-20").unwrap();
    assert_eq!((rule, force), (RuleId::R3, Force::Hard));
    let five = noon + 17 * 3600;
    assert_eq!(wait, Some(five - desk.machine.truth), "the next day begins at five");
    assert!(desk.start_anyway("cold-20-20", None).is_err());
    desk.pass(five - desk.machine.truth);
    for _ in 0..2 {
        cold_turn(&mut desk, "cold-20-20");
        desk.pass(1200);
    }
    let (rule, force, wait) = refused(&mut desk, "cold-20-20").unwrap();
    assert_eq!((rule, force), (RuleId::R3, Force::Hard));
    assert_eq!(wait, Some(noon + 86_400 - desk.machine.truth), "free when the first turn is 24 hours old");
}

#[test]
fn r3_the_day_begins_when_the_bed_hours_end() {
    let mut desk = Desk::healthy();
    desk.ask(Report::BedHours { from: 23 * 60, until: 9 * 60, offset_seconds: 3600 }).unwrap();
    let noon = desk.machine.truth;
    for _ in 0..10 {
        cold_turn(&mut desk, "cold-20-20");
        desk.pass(1200);
    }
    let wait = refused(&mut desk, "cold-20-20").unwrap().2;
    // Nine there is eight here.
    assert_eq!(wait, Some(noon + 20 * 3600 - desk.machine.truth));
    desk.pass(wait.unwrap());
    assert_eq!(refused(&mut desk, "cold-20-20"), None);
}

#[test]
fn r4_after_three_turns_in_a_row_an_hour_without() {
    let mut desk = Desk::healthy();
    for _ in 0..3 {
        cold_turn(&mut desk, "cold-20-20");
        desk.pass(1200);
    }
    let (rule, force, wait) = refused(&mut desk, "cold-20-20").unwrap();
    assert_eq!((rule, force), (RuleId::R4, Force::Warning));
    assert_eq!(wait, Some(s(rules::COLD_ROW_OFF) - 1200));
    desk.pass(s(rules::COLD_ROW_OFF) - 1200);
    assert_eq!(refused(&mut desk, "cold-20-20"), None);
}

#[test]
fn r5_ice_massage_is_short_and_at_most_five_in_a_day() {
    let seconds = catalogue().routine("ice-massage-5").unwrap().exposures().next().unwrap().seconds;
    assert_eq!(u64::from(seconds), s(rules::ICE_MASSAGE_MOST));
    let mut desk = Desk::healthy();
    for turn in 0..5 {
        desk.start_anyway("ice-massage-5", None).unwrap_or_else(|e| panic!("turn {turn}: {e:?}"));
        wear(&mut desk);
        desk.pass(1200);
    }
    let refused = refused(&mut desk, "ice-massage-5").unwrap();
    assert_eq!((refused.0, refused.1), (RuleId::R5, Force::Hard));
}

#[test]
fn r6_every_method_has_its_ceiling_and_no_routine_is_beyond_it() {
    let expected = [
        (Method::Bottle, 1740),
        (Method::Gel, 1800),
        (Method::Pad, 1800),
        (Method::Towel, 1200),
        (Method::Bath, 1200),
        (Method::Tub, 1200),
        (Method::Sauna, 1200),
        (Method::Wrap, 28_800),
    ];
    for (method, seconds) in expected {
        assert_eq!(method.ceiling().time().as_secs(), seconds, "{method:?}");
    }
    for routine in catalogue().routines() {
        check(routine).unwrap_or_else(|e| panic!("{}: {e}", routine.id));
    }
}

#[test]
fn r6_warmth_is_made_longer_only_up_to_its_ceiling_and_a_pad_beyond_it_only_after_a_warning() {
    let cases = [("heat-bottle", 1740u64, 1740u64), ("heat-pad", 1800, 3600)];
    for (routine, ceiling, beyond) in cases {
        let mut desk = Desk::healthy();
        desk.start(routine).unwrap();
        desk.on();
        let longer = |desk: &mut Desk, accept: &[RuleId]| {
            desk.ask(Wish::Extend { token: None, accept: accept.iter().copied().collect() })
        };
        while longer(&mut desk, &[]).is_ok() {}
        assert_eq!(desk.thermal().unwrap().planned.as_secs(), ceiling, "{routine}");
        assert_eq!(desk.thermal().unwrap().can.extend, beyond > ceiling, "what may be had after a warning is offered");
        while longer(&mut desk, &[RuleId::R6]).is_ok() {}
        assert_eq!(desk.thermal().unwrap().planned.as_secs(), beyond, "{routine}");
        assert!(!desk.thermal().unwrap().can.extend, "what is refused is not offered");
        if beyond > ceiling {
            let checks: Vec<u32> = desk.thermal().unwrap().marks.iter().map(|m| m.seconds).collect();
            assert!(checks.windows(2).all(|w| w[1] - w[0] <= rules::PAD_LOW_CHECK.value), "{checks:?}");
        }
    }
}

#[test]
fn r6_a_wrap_is_worn_eight_hours_in_a_day_and_seven_days_in_a_row() {
    let mut desk = Desk::healthy();
    for day in 0..7 {
        for _ in 0..2 {
            desk.start_anyway("heat-wrap", None).unwrap_or_else(|e| panic!("day {day}: {e:?}"));
            desk.on();
            let planned = desk.thermal().unwrap().planned.as_secs();
            for _ in 0..planned / 60 {
                desk.pass(60);
                let _ = desk.skin(Skin::Fine);
            }
            desk.off(CameOff::Now);
            desk.pass(1200);
        }
        assert_eq!(refused(&mut desk, "heat-wrap").unwrap().0, RuleId::R6, "eight hours are used up on day {day}");
        if day < 6 {
            desk.pass(86_400 - 2 * (14_400 + 1200));
        }
    }
    desk.pass(86_400 - 2 * (14_400 + 1200));
    let eighth = refused(&mut desk, "heat-wrap").unwrap();
    assert_eq!((eighth.0, eighth.1), (RuleId::R6, Force::Hard), "an eighth day");
    desk.pass(eighth.2.unwrap());
    assert_eq!(refused(&mut desk, "heat-wrap"), None, "a day without one");
}

#[test]
fn r6_heat_beyond_its_ceiling_closes_heat() {
    for (over, locked) in [(60, 0), (61, 7200), (600, 7200), (601, 86_400)] {
        let mut desk = Desk::healthy();
        desk.start("heat-pad").unwrap();
        desk.on();
        desk.sleep(s(rules::PAD_MOST) + over);
        desk.off(CameOff::Now);
        let lock = desk.engine.view().locks.first().map(|l| l.until.remaining(desk.machine.now()).as_secs());
        assert_eq!(lock.unwrap_or(0), locked, "{over} s over");
    }
}

#[test]
fn r7_heat_waits_as_long_as_it_was_on_and_the_rest_is_told_once_a_day() {
    for (on_for, gap) in [(10, 300), (300, 300), (600, 600), (1200, 1200), (1800, 1200)] {
        let mut desk = Desk::healthy();
        desk.start("heat-pad").unwrap();
        desk.on();
        desk.sleep(on_for);
        desk.off(CameOff::Now);
        desk.pass(gap - 1);
        assert_eq!(refused(&mut desk, "heat-bottle"), Some((RuleId::R7, Force::Hard, Some(1))), "{on_for} s");
        desk.pass(1);
        assert_eq!(refused(&mut desk, "heat-bottle"), None, "{on_for} s");
    }
    let mut desk = Desk::healthy();
    for told in [&[][..], &["heat-off-soft"], &[], &["heat-per-day-soft"], &[], &[]] {
        assert_eq!(told_before(&desk, "heat-pad"), told);
        assert_eq!(refused(&mut desk, "heat-pad"), None, "nothing is asked");
        desk.start("heat-pad").unwrap();
        wear(&mut desk);
        desk.pass(1200);
    }
    assert_eq!(refused(&mut desk, "heat-pad").map(|r| (r.0, r.1)), Some((RuleId::R7, Force::Hard)), "a seventh time");
}

#[test]
fn r6_a_bath_is_made_longer_once_after_a_warning() {
    let longer = |desk: &mut Desk, accept: &[RuleId]| {
        desk.ask(Wish::Extend { token: None, accept: accept.iter().copied().collect() })
    };
    let mut desk = Desk::healthy();
    desk.start("warm-bath").unwrap();
    desk.on();
    desk.pass(300);
    assert!(matches!(longer(&mut desk, &[]), Err(Refused::Rule(o)) if o.force == Force::Warning));
    longer(&mut desk, &[RuleId::R6]).unwrap();
    assert_eq!(desk.thermal().unwrap().planned.as_secs(), 990 + s(rules::BATH_EXTEND));
    assert!(!desk.thermal().unwrap().can.extend, "once");
    assert!(longer(&mut desk, &[RuleId::R6]).is_err());
    desk.said();
    desk.pass(990 - 300);
    assert_eq!(desk.said(), [], "sitting up comes at the end");
    desk.pass(510);
    assert_eq!(desk.said(), [About::Segment { cue: "sit-up".into() }]);
    desk.pass(90);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    // A file cannot plan what only the person in the bath can say.
    let file = "id = \"own\"\nkind = \"heat\"\nfigure = \"bath\"\n[[step]]\ndo = \"expose\"\nmethod = \"bath\"\n";
    assert!(catalogue().clone().add(&format!("{file}seconds = 1200\n")).is_ok());
    assert!(catalogue().clone().add(&format!("{file}seconds = 1201\n")).is_err());
}

#[test]
fn r8_heat_and_cold_stay_five_minutes_apart_and_one_at_a_time() {
    let mut desk = Desk::healthy();
    desk.start("heat-pad").unwrap();
    desk.on();
    assert_eq!(desk.start("cold-20-20"), Err(Refused::Busy { routine: "heat-pad".into() }));
    desk.pass(200);
    desk.off(CameOff::Now);
    desk.pass(s(rules::HEAT_COLD_APART) - 1);
    assert_eq!(refused(&mut desk, "cold-20-20"), Some((RuleId::R8, Force::Hard, Some(1))));
    desk.pass(1);
    assert_eq!(refused(&mut desk, "cold-20-20"), None);
}

#[test]
fn r8_leaving_out_steps_cuts_no_time_off_short() {
    let mut desk = Desk::healthy();
    desk.start("warm-stretch-cool").unwrap();
    desk.on();
    desk.pass(100);
    desk.off(CameOff::Now);
    while desk.ask(Wish::Skip { slot: Slot::Thermal, token: None }).is_ok() && desk.phase() != Some(PhaseView::Ready) {}
    assert_eq!(desk.phase(), Some(PhaseView::Resting), "the ice waits");
    let now = desk.machine.now();
    assert_eq!(desk.thermal().unwrap().ends.unwrap().remaining(now).as_secs(), s(rules::HEAT_COLD_APART));
    desk.pass(s(rules::HEAT_COLD_APART));
    assert_eq!(desk.phase(), Some(PhaseView::Ready));
}

#[test]
fn r2_cold_inside_of_a_session_waits_for_cold_before_it() {
    let mut desk = Desk::healthy();
    cold_turn(&mut desk, "cold-20-20");
    desk.stop();
    desk.pass(300);
    desk.start_anyway("contrast-packs", None).unwrap();
    desk.on();
    desk.pass(10);
    desk.off(CameOff::Now);
    desk.pass(300);
    assert_eq!(desk.phase(), Some(PhaseView::Resting), "warm and rest were short, the cold before is ten minutes ago");
    desk.pass(1200 - 610);
    assert_eq!(desk.phase(), Some(PhaseView::Ready));
}

#[test]
fn r10_the_skin_is_asked_on_through_time_that_is_added() {
    for (routine, every) in [("heat-gel", s(rules::SKIN_EVERY)), ("heat-wrap", s(rules::SKIN_EVERY_WRAP))] {
        let mut desk = Desk::healthy();
        desk.start(routine).unwrap();
        desk.on();
        while desk.ask(Wish::Extend { token: None, accept: BTreeSet::new() }).is_ok() {}
        let session = desk.thermal().unwrap();
        let mut at: Vec<u64> = session.marks.iter().map(|m| m.seconds.into()).collect();
        at.push(session.planned.as_secs());
        assert!(at.windows(2).all(|w| w[1] - w[0] <= every), "{routine}: {at:?}");
    }
}

#[test]
fn r9_every_interval_begins_with_the_question_for_the_cloth_and_only_a_press_starts_it() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    assert!(matches!(desk.said()[..], [About::PutOn { turn: 1, turns: 1, again: 0, battery_low: false }]));
    desk.pass(179);
    assert!(desk.said().is_empty(), "who fetches the pack is left alone");
    desk.pass(1);
    assert!(desk.alerts.iter().all(|alert| alert.sound == Sound::Gentle), "the first time quietly");
    assert!(matches!(desk.said()[..], [About::PutOn { again: 1, .. }]));
    desk.pass(300);
    assert!(matches!(desk.said()[..], [About::PutOn { again: 2, .. }]));
    desk.pass(419);
    assert_eq!(desk.phase(), Some(PhaseView::Ready));
    desk.pass(1);
    assert!(matches!(desk.said()[..], [About::Lapsed]), "ready lapses after 15 minutes");
    assert!(desk.engine.exposures().is_empty());
}

#[test]
fn r10_skin_checks_come_on_time_ask_again_and_call_off_when_nobody_answers() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    desk.said();
    desk.pass(299);
    assert!(desk.said().is_empty());
    desk.pass(1);
    assert!(matches!(desk.said()[..], [About::SkinCheck { again: false, reminder: false }]));
    desk.pass(s(rules::SKIN_REPEAT));
    assert!(matches!(desk.said()[..], [About::SkinCheck { again: true, .. }]));
    desk.pass(600 - 300 - s(rules::SKIN_REPEAT));
    assert!(matches!(desk.said()[..], [About::TakeOff { .. }]), "none at the next: it comes off");
}

#[test]
fn r10_the_second_check_of_still_cold_is_a_silent_reminder_after_three_turns_without_trouble() {
    // In three sessions of one turn, and in the fourth turn of one session.
    for per_session in [1, 3] {
        let mut desk = Desk::healthy();
        for _ in 0..3 / per_session {
            desk.start_anyway("cold-20-20", Some(per_session)).unwrap();
            for _ in 0..per_session {
                wear(&mut desk);
                desk.pass(1200);
            }
            desk.pass(3600);
        }
        desk.start_anyway("cold-20-20", None).unwrap();
        desk.on();
        desk.said();
        desk.pass(300);
        desk.skin(Skin::Fine).unwrap();
        desk.pass(300);
        assert!(matches!(
            desk.said()[..],
            [About::SkinCheck { reminder: false, .. }, About::SkinCheck { reminder: true, .. }]
        ));
        desk.pass(500);
        assert_eq!(desk.phase(), Some(PhaseView::Running), "a reminder needs no answer");
    }
    // A turn that went wrong starts the count over.
    let mut desk = Desk::healthy();
    for skin in [Skin::Fine, Skin::Fine, Skin::Red] {
        desk.start_anyway("cold-20-20", None).unwrap();
        desk.on();
        desk.pass(300);
        desk.skin(skin).unwrap();
        desk.off(CameOff::Now);
        desk.pass(5000);
    }
    desk.start_anyway("cold-20-20", None).unwrap();
    desk.on();
    assert!(desk.thermal().unwrap().marks.iter().all(|mark| mark.kind == MarkKind::Skin));
}

#[test]
fn r10_a_wrap_is_looked_at_by_the_way_and_never_called_off_for_silence_before_its_ceiling() {
    let mut desk = Desk::healthy();
    desk.ask(Wish::Start(Start { length: Some(28_800), ..Start::plain("heat-wrap") })).unwrap();
    desk.on();
    let marks: Vec<u32> = desk.thermal().unwrap().marks.iter().map(|mark| mark.seconds).collect();
    assert_eq!(marks, [1800, 9000, 16_200, 23_400]);
    desk.said();
    desk.pass(28_799);
    assert_eq!(desk.phase(), Some(PhaseView::Running));
    let said = desk.said();
    assert!(said.iter().all(|about| *about == About::SkinCheck { again: false, reminder: true }), "{said:?}");
    assert_eq!(said.len(), 4);
    desk.pass(1);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
}

#[test]
fn r10_a_wrap_on_sensitive_skin_is_asked_about_and_comes_off_after_two_questions_without_an_answer() {
    let mut desk = Desk::healthy();
    let conditions = BTreeSet::from([Condition::Sensitive]);
    desk.ask(Fact::AnswerHealth(HealthAnswers { conditions, ..HealthAnswers::nothing_wrong() })).unwrap();
    desk.ask(Wish::Start(Start { length: Some(28_800), ..Start::plain("heat-wrap") })).unwrap();
    desk.on();
    desk.pass(9000);
    assert_eq!(desk.phase(), Some(PhaseView::Running), "one is let pass");
    desk.pass(7200);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
}

#[test]
fn r11_three_answers_about_the_skin_and_ten_minutes_to_correct_each() {
    let at_check = || {
        let mut desk = Desk::healthy();
        desk.start_anyway("cold-20-20", Some(2)).unwrap();
        desk.on();
        desk.pass(300);
        desk
    };
    let mut fine = at_check();
    fine.skin(Skin::Fine).unwrap();
    assert_eq!(fine.phase(), Some(PhaseView::Running));

    let mut red = at_check();
    red.skin(Skin::Red).unwrap();
    assert_eq!(red.phase(), Some(PhaseView::TakeOff));
    red.off(CameOff::Now);
    assert_eq!(red.phase(), Some(PhaseView::Resting), "this turn ends, normal gap");
    assert!(red.engine.view().locks.is_empty());

    let mut bad = at_check();
    let asked = bad.token();
    bad.skin(Skin::Bad).unwrap();
    bad.off(CameOff::Now);
    assert_eq!(bad.engine.view().last.unwrap().outcome, Outcome::Skin);
    bad.pass(599);
    let mut corrected = bad.clone();
    corrected.ask(Command::skin(Some(asked), Skin::Red)).unwrap();
    assert!(corrected.engine.view().locks.is_empty(), "corrected within ten minutes");
    bad.pass(1);
    let _ = bad.ask(Command::skin(Some(asked), Skin::Fine));
    assert_eq!(bad.engine.view().locks.len(), 2, "too late to correct");
    bad.pass(s(rules::SKIN_LOCK) - 601);
    assert_eq!(refused(&mut bad, "cold-20-20").unwrap().0, RuleId::R11);
    bad.pass(1);
    assert_eq!(refused(&mut bad, "cold-20-20"), None);
}

#[test]
fn r11_skin_that_is_hurt_closes_warm_and_cold_until_a_day_is_over_or_the_answer_is_corrected() {
    let thermal: Vec<String> = catalogue().routines().filter(|r| r.is_thermal()).map(|r| r.id.clone()).collect();
    for under in ["cold-15", "ice-massage-5", "heat-pad", "heat-wrap"] {
        let mut desk = Desk::healthy();
        desk.start_anyway(under, None).unwrap();
        desk.on();
        desk.pass(60);
        let asked = desk.token();
        desk.skin(Skin::Bad).unwrap();
        desk.off(CameOff::Now);
        desk.pass(360);
        for routine in &thermal {
            let closed = refused(&mut desk, routine).map(|r| (r.0, r.1));
            assert_eq!(closed, Some((RuleId::R11, Force::Hard)), "{routine} after {under}");
            assert!(desk.clone().start_anyway(routine, None).is_err(), "{routine} after {under}");
        }
        let kinds: Vec<Modality> = desk.engine.view().locks.iter().map(|lock| lock.modality).collect();
        assert_eq!(kinds, [Modality::Cold, Modality::Heat], "{under}");
        // Movement touches no skin.
        assert!(desk.clone().start_anyway("stretch-start", None).is_ok(), "{under}");
        let other = if under.starts_with("heat") { "cold-10" } else { "heat-pad" };
        let mut corrected = desk.clone();
        corrected.ask(Command::skin(Some(asked), Skin::Fine)).unwrap();
        assert_eq!(corrected.engine.view().locks, [], "{under}");
        assert!(corrected.start_anyway(other, None).is_ok(), "{other} after {under}");
        desk.pass(s(rules::SKIN_LOCK) - 421);
        assert_eq!(refused(&mut desk, other).map(|r| r.0), Some(RuleId::R11), "{other} after {under}");
        desk.pass(61);
        assert_eq!(refused(&mut desk, other), None, "{other} after {under}");
    }
}

#[test]
fn r11_an_answer_corrected_to_hurt_skin_ends_what_was_granted_since() {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.pass(300);
    let asked = desk.token();
    desk.skin(Skin::Red).unwrap();
    desk.off(CameOff::Now);
    desk.ask(Fact::Stop { slot: Slot::Thermal, hurts: false }).unwrap();
    desk.pass(300);
    desk.start_anyway("heat-pad", None).unwrap();
    desk.ask(Command::skin(Some(asked), Skin::Bad)).unwrap();
    assert_eq!(desk.phase(), None, "the pad does not go on");
    assert_eq!(refused(&mut desk, "heat-pad").map(|r| r.0), Some(RuleId::R11));
}

#[test]
fn r12_in_bed_hours_lumbar_asks_whether_the_person_is_awake_and_closes_what_can_hurt_a_sleeper() {
    // The story begins at noon UTC; in the first zone it is bed time then, in the second not.
    for (offset, asleep) in [(43_200, true), (0, false)] {
        let mut desk = Desk::healthy();
        desk.ask(Report::BedHours { from: 23 * 60, until: 6 * 60, offset_seconds: offset }).unwrap();
        for (routine, force) in [
            ("cold-20-20", Force::Hard),
            ("cold-15", Force::Hard),
            ("cold-10", Force::Warning),
            ("heat-bottle", Force::Warning),
            ("heat-gel", Force::Warning),
            ("heat-towel", Force::Warning),
            ("heat-pad", Force::Warning),
            ("warm-bath", Force::Warning),
            ("sauna-steam", Force::Warning),
            ("jet-tub", Force::Warning),
            ("contrast-shower", Force::Warning),
            ("heat-wrap", Force::Clinician),
        ] {
            let found = refused(&mut desk, routine).map(|r| (r.0, r.1));
            assert_eq!(found, asleep.then_some((RuleId::R12, force)), "{routine}");
        }
        assert_eq!(refused(&mut desk, "stretch-start"), None);
    }
    let mut desk = Desk::healthy();
    desk.ask(Fact::SinceLast(SinceLast { may_doze: true, ..SinceLast::default() })).unwrap();
    for routine in ["cold-10", "heat-bottle", "heat-wrap", "warm-bath", "sauna-steam"] {
        assert_eq!(refused(&mut desk, routine).map(|r| (r.0, r.1)), Some((RuleId::R12, Force::Hard)), "{routine}");
    }
    assert_eq!(refused(&mut desk, "stretch-start"), None);
}

#[test]
fn r12_bed_hours_are_chosen_by_day_and_hold_for_the_night() {
    let choose = |desk: &mut Desk, from: u16, until: u16| desk.ask(Choice::BedHours { from, until });
    // Stories begin at noon, which is in these.
    let mut desk = Desk::healthy();
    desk.ask(Report::BedHours { from: 11 * 60, until: 20 * 60, offset_seconds: 0 }).unwrap();
    assert!(matches!(choose(&mut desk, 60, 300), Err(Refused::Rule(o)) if o.name == rules::BED_LEAST.name), "4 h");
    choose(&mut desk, 10 * 60, 18 * 60).unwrap();
    assert_eq!(desk.engine.chosen_bed_hours(), Some((10 * 60, 18 * 60)), "nobody had said before when the night is");
    let refused = choose(&mut desk, 22 * 60, 6 * 60).unwrap_err();
    let Refused::Rule(obstacle) = refused else { panic!("{refused:?}") };
    let left = obstacle.until.unwrap().remaining(desk.machine.now()).as_secs();
    assert_eq!((obstacle.name.as_str(), left), ("R12-bed-change", 6 * 3600));
    desk.pass(6 * 3600);
    choose(&mut desk, 22 * 60, 6 * 60).unwrap();
    // Shortly before they begin it is too late for the coming night.
    desk.pass(3600);
    choose(&mut desk, 22 * 60 + 30, 6 * 60).unwrap();
    desk.pass(3600);
    let refused = choose(&mut desk, 23 * 60, 6 * 60).unwrap_err();
    assert!(
        matches!(refused, Refused::Rule(o) if o.until.unwrap().remaining(desk.machine.now()).as_secs() == 10 * 3600)
    );
}

#[test]
fn r17_after_cold_every_movement_says_so_and_only_roller_and_balls_on_the_floor_ask() {
    let mut desk = Desk::healthy();
    cold_turn(&mut desk, "cold-20-20");
    desk.pass(s(rules::AFTER_COLD) - 1);
    for routine in ["stretch-start", "walk", "partner", "ball-wall"] {
        assert_eq!(told_before(&desk, routine), ["after-cold"], "{routine}");
        assert_eq!(refused(&mut desk, routine), None, "{routine}");
    }
    assert_eq!(told_before(&desk, "warm-stretch-cool"), [""; 0], "its fifteen minutes of warmth come first");
    for routine in ["roller", "ball-floor"] {
        assert_eq!(refused(&mut desk, routine), Some((RuleId::R17, Force::Warning, Some(1))), "{routine}");
    }
    desk.pass(1);
    assert_eq!((refused(&mut desk, "roller"), told_before(&desk, "walk")), (None, vec![]));
}

#[test]
fn r18_what_is_on_the_body_cannot_be_paused() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    desk.pass(100);
    let before = desk.thermal().unwrap().ends;
    assert!(desk.ask(Wish::Pause).is_err());
    assert_eq!(desk.thermal().unwrap().ends, before);
}

#[test]
fn r19_the_bell_of_cold_cannot_be_put_off_nor_made_longer() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    desk.sleep(1200);
    for request in
        [Wish::Snooze { token: None, seconds: 300 }, Wish::Extend { token: None, accept: support::all_rules() }]
    {
        assert!(matches!(desk.ask(request), Err(Refused::Rule(o)) if o.rule == RuleId::R19 && o.force == Force::Hard));
    }
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
}

#[test]
fn r20_stop_is_possible_in_every_phase_and_what_is_on_must_still_come_off() {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.clone().stop();
    desk.on();
    desk.pass(100);
    desk.stop();
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    desk.off(CameOff::Now);
    assert_eq!(desk.phase(), None);
    assert_eq!(desk.engine.view().last.unwrap().outcome, Outcome::Stopped);
    let mut moving = Desk::healthy();
    moving.start("stretch-start").unwrap();
    moving.ask(Fact::Stop { slot: Slot::Activity, hurts: true }).unwrap();
    assert_eq!(moving.engine.view().last.unwrap().outcome, Outcome::Hurt);
}

#[test]
fn r21_a_routine_beyond_a_hard_limit_is_not_taken_and_says_why() {
    let step = |text: &str| format!("id = \"own\"\nkind = \"cold\"\nfigure = \"ice-front\"\n[[step]]\n{text}");
    let cases = [
        (step("do = \"expose\"\nmethod = \"still-cold\"\nseconds = 1201\nchecks = [300]"), "R1"),
        (step("do = \"expose\"\nmethod = \"still-cold\"\nseconds = 900\nchecks = [301]"), "R10"),
        (step("do = \"expose\"\nmethod = \"still-cold\"\nseconds = 900"), "R10"),
        (step("do = \"expose\"\nmethod = \"bottle\"\nseconds = 1741\nchecks = [300]"), "R6"),
        (
            step(
                "do = \"expose\"\nmethod = \"still-cold\"\nseconds = 300\n[[step]]\ndo = \"rest\"\nseconds = 299\n[[step]]\ndo = \"expose\"\nmethod = \"still-cold\"\nseconds = 300",
            ),
            "R2",
        ),
        (
            step(
                "do = \"expose\"\nmethod = \"gel\"\nseconds = 300\n[[step]]\ndo = \"rest\"\nseconds = 299\n[[step]]\ndo = \"expose\"\nmethod = \"still-cold\"\nseconds = 300",
            ),
            "R8",
        ),
        (
            step(
                "do = \"expose\"\nmethod = \"still-cold\"\nseconds = 1200\nchecks = [300]\n[[step]]\ndo = \"rest\"\nseconds = 300\n[[step]]\ndo = \"expose\"\nmethod = \"gel\"\nseconds = 200\n[[step]]\ndo = \"rest\"\nseconds = 300\n[[step]]\ndo = \"expose\"\nmethod = \"still-cold\"\nseconds = 300",
            ),
            "R2",
        ),
    ];
    for (text, expected) in cases {
        let routine = Routine::read(&text).unwrap();
        match check(&routine) {
            Err(BadRoutine::Rule { number, .. }) => assert_eq!(number.rule.code(), expected, "{text}"),
            other => panic!("{other:?} for {text}"),
        }
        assert!(catalogue().clone().add(&text).is_err());
    }
}

/// A person's own file of one or two exposures.
fn own(exposures: &[(Method, u32)]) -> String {
    let step = |(method, seconds): &(Method, u32)| {
        let first = if method.class() == Class::Wrap { 1800 } else { 300 };
        let checks: Vec<u32> = (first..*seconds).step_by(900).collect();
        let code = method.code();
        format!("[[step]]\ndo = \"expose\"\nmethod = \"{code}\"\nseconds = {seconds}\nchecks = {checks:?}\n")
    };
    let steps: Vec<String> = exposures.iter().map(step).collect();
    let rest = "[[step]]\ndo = \"rest\"\nseconds = 1200\n";
    let kind = exposures[0].0.modality().code();
    format!("id = \"own\"\nkind = \"{kind}\"\nfigure = \"ice-front\"\n{}", steps.join(rest))
}

fn with_own(exposures: &[(Method, u32)]) -> Desk {
    let mut catalogue = catalogue();
    catalogue.add(&own(exposures)).unwrap();
    Desk::healthy_with(catalogue)
}

#[test]
fn r5_r6_a_file_longer_than_usual_is_taken_and_asked_about_and_one_beyond_the_hard_limit_is_not() {
    for (method, usual, hard, rule) in [
        (Method::IceMassage, rules::ICE_MASSAGE_MOST, rules::ICE_MASSAGE_HARD, RuleId::R5),
        (Method::Pad, rules::PAD_MOST, rules::PAD_LOW_MOST, RuleId::R6),
    ] {
        let beyond = check(&Routine::read(&own(&[(method, hard.value + 1)])).unwrap());
        assert!(matches!(beyond, Err(BadRoutine::Rule { number, .. }) if number.rule == rule), "{beyond:?}");
        for (seconds, asks) in [(usual.value, false), (usual.value + 1, true), (hard.value, true)] {
            let mut desk = with_own(&[(method, seconds)]);
            let expected = asks.then_some((rule, Force::Warning));
            assert_eq!(refused(&mut desk, "own").map(|r| (r.0, r.1)), expected, "{seconds} s");
            desk.start_anyway("own", None).unwrap();
            desk.on();
            for _ in 0..seconds / 60 {
                desk.pass(60);
                let _ = desk.skin(Skin::Fine);
            }
            desk.pass(u64::from(seconds % 60));
            assert_eq!(desk.phase(), Some(PhaseView::TakeOff), "{seconds} s");
            desk.off(CameOff::Now);
            assert_eq!(desk.engine.view().locks, [], "{seconds} s: that was no over-run");
        }
    }
}

#[test]
fn r12_every_time_of_cold_counts_in_the_bed_hours_not_only_the_first() {
    let mut desk = with_own(&[(Method::StillCold, 600), (Method::StillCold, 1200)]);
    desk.ask(Report::BedHours { from: 11 * 60, until: 20 * 60, offset_seconds: 0 }).unwrap();
    assert_eq!(refused(&mut desk, "own").map(|r| (r.0, r.1)), Some((RuleId::R12, Force::Hard)));
}

#[test]
fn r21_every_built_in_routine_keeps_the_limits_and_the_form() {
    for routine in catalogue().routines() {
        check(routine).unwrap();
        assert!(routine.steps.iter().all(|s| !s.length().is_zero()));
        for step in &routine.steps {
            if let Step::Expose(e) = step {
                assert!(u64::from(e.seconds) <= e.method.ceiling().time().as_secs());
            }
        }
    }
}

#[test]
fn r22_a_person_under_age_can_go_on_after_the_warning() {
    let mut desk = Desk::fresh();
    assert_eq!(desk.engine.view().gate, Some(Gate::Disclaimer));
    desk.ask(Fact::AcceptDisclaimer).unwrap();
    assert_eq!(desk.engine.view().gate, Some(Gate::Flags), "the questions follow, whatever the age");
    assert_eq!(rules::ADULT.force, Force::Warning);
}

#[test]
fn r23_four_weeks_of_need_and_seven_days_of_wraps_advise_to_see_someone_once() {
    let mut desk = Desk::healthy();
    for day in 0..28 {
        desk.ask(Fact::AnswerFlags { flags: Flags::None }).unwrap();
        desk.start_anyway("stretch-start", None).unwrap();
        desk.start_anyway("heat-wrap", None).ok();
        desk.on_if_ready();
        desk.pass(3600);
        desk.off(CameOff::Now);
        let advice = desk.engine.view().advice;
        // On every eighth day the wrap is refused, and the advice stands.
        assert_eq!(advice.contains(&Advice::ManyWraps), day % 8 == 7, "day {day}");
        assert!(!advice.contains(&Advice::NoBetter), "day {day}");
        desk.sleep(86_400 - 3600);
    }
    assert!(desk.engine.view().advice.contains(&Advice::NoBetter));
    desk.ask(Fact::Noted { advice: Advice::NoBetter }).unwrap();
    assert!(!desk.engine.view().advice.contains(&Advice::NoBetter));
}

#[test]
fn the_table_names_every_rule_with_a_number_once_and_with_a_source() {
    for number in rules::NUMBERS {
        assert!(!number.sources.is_empty(), "{}", number.name);
        assert_eq!(rules::NUMBERS.iter().filter(|n| n.name == number.name).count(), 1, "{}", number.name);
    }
}

#[test]
fn water_and_sauna_have_no_skin_prompts_and_silence_closes_nothing() {
    for routine in ["warm-bath", "jet-tub", "sauna-steam", "contrast-shower"] {
        let mut desk = Desk::healthy();
        desk.start(routine).unwrap();
        desk.on();
        desk.said();
        desk.sleep(4 * 3600);
        let said = desk.said();
        assert!(said.iter().all(|a| !matches!(a, About::SkinCheck { .. })), "{routine}: {said:?}");
        assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
        desk.off(CameOff::Ago(3 * 3600 + 1800));
        assert!(desk.engine.view().locks.is_empty(), "{routine}");
        assert_eq!(refused(&mut desk, "cold-15"), None, "{routine}: got out long ago");
    }
}

#[test]
fn a_start_names_what_is_wrong_with_it() {
    let mut desk = Desk::healthy();
    assert_eq!(desk.start("nothing"), Err(Refused::UnknownRoutine { routine: "nothing".into() }));
    let pack = Start { pack: Some("brick".into()), ..Start::plain("cold-15") };
    assert!(matches!(desk.ask(Wish::Start(pack)), Err(Refused::UnknownPack { .. })));
    let turns = Start { turns: Some(4), ..Start::plain("cold-20-20") };
    assert!(matches!(desk.ask(Wish::Start(turns)), Err(Refused::Turns { most: 3, .. })));
    assert_eq!(desk.ask(Wish::Prepare { timer: "x".into() }), Err(Refused::UnknownTimer { timer: "x".into() }));
    assert_eq!(desk.ask(Wish::NotNow { token: None }), Err(Refused::NothingRunning));
    desk.engine.set_read_only(true);
    assert_eq!(desk.start("cold-15"), Err(Refused::ReadOnly));
}
