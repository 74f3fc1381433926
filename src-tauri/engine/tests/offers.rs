//! What a face offers is granted, and what is granted is offered: by one test for each way in which they once differed, and
//! over random stories. `LUMBAR_CASES` sets how many (20,000 in the normal run).
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeSet;

use lumbar_engine::Engine;
use lumbar_engine::command::{Command, Fact, Start, Wish};
use lumbar_engine::offer::{MayStart, Offer};
use lumbar_engine::refusal::Refused;
use lumbar_engine::words::{Answer, CameOff, Skin, Slot};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use support::story::{Player, Time, Turn, story};
use support::{Desk, all_rules, catalogue};

fn offer(desk: &Desk, routine: &str) -> Offer {
    desk.engine.view().offers[routine].clone()
}

fn may_start(desk: &Desk, routine: &str) -> MayStart {
    let offer = offer(desk, routine);
    offer.with_turns(offer.usual).unwrap().may_start.clone()
}

fn busy(routine: &str) -> MayStart {
    MayStart::Refused(Refused::Busy { routine: routine.into() })
}

#[test]
fn a_last_rest_gives_way_to_warmth_in_the_offer_as_in_the_start() {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.pass(180);
    desk.off(CameOff::Now);
    desk.pass(360);
    assert!(desk.thermal().is_some(), "the session rests yet");
    assert_eq!(may_start(&desk, "heat-bottle"), MayStart::Allowed);
    desk.start("heat-bottle").unwrap();
    assert_eq!(desk.thermal().unwrap().routine.id, "heat-bottle");
}

#[test]
fn a_warm_session_with_movement_in_it_is_in_the_way_of_movement() {
    let mut desk = Desk::healthy();
    desk.start("warm-stretch-cool").unwrap();
    assert_eq!(desk.engine.session(Slot::Activity), None);
    assert_eq!(may_start(&desk, "stretch-start"), busy("warm-stretch-cool"));
    assert_eq!(desk.start("stretch-start"), Err(Refused::Busy { routine: "warm-stretch-cool".into() }));
}

#[test]
fn a_persons_own_routine_is_offered_like_any_other() {
    let mut own = catalogue();
    own.add("id = \"own\"\nkind = \"stretch\"\nfigure = \"tilt\"\n[[step]]\ndo = \"move\"\ntext = \"tilt\"\nfigure = \"tilt\"\nseconds = 60\n")
        .unwrap();
    let mut desk = Desk::healthy_with(own);
    assert_eq!(may_start(&desk, "own"), MayStart::Allowed);
    desk.start("own").unwrap();
    assert_eq!(may_start(&desk, "own"), busy("own"));
}

#[test]
fn every_routine_has_an_offer_for_every_number_of_turns() {
    let desk = Desk::healthy();
    let offers = desk.engine.view().offers;
    assert_eq!(offers.len(), catalogue().routines().count());
    for routine in catalogue().routines() {
        let offer = &offers[&routine.id];
        assert_eq!((offer.usual, offer.turns.len()), (routine.turns.usual, usize::from(routine.turns.most)));
    }
}

#[test]
fn where_the_usual_turns_are_too_many_the_most_that_may_be_are_offered_first() {
    let mut desk = Desk::healthy();
    for _ in 0..9 {
        desk.start_anyway("cold-15", None).unwrap();
        desk.on();
        desk.pass(130);
        desk.off(CameOff::Now);
        desk.pass(3600);
    }
    let offer = offer(&desk, "cold-10");
    assert!(!offer.with_turns(2).unwrap().may_start.is_offered(), "ten turns of cold in a day are the most");
    assert_eq!(offer.first().unwrap().0, 1);
    desk.start_anyway("cold-10", Some(1)).unwrap();
}

#[test]
fn a_due_question_newer_data_and_doubt_stand_against_every_start() {
    let desk = Desk::fresh();
    assert!(matches!(may_start(&desk, "roller"), MayStart::Refused(Refused::Gate { .. })));
    let mut desk = Desk::healthy();
    desk.engine.set_read_only(true);
    assert_eq!(may_start(&desk, "roller"), MayStart::Refused(Refused::ReadOnly));
    let mut desk = Desk::healthy();
    desk.engine.lost_data();
    assert_eq!(may_start(&desk, "heat-pad"), MayStart::Refused(Refused::IsItOn));
    assert_eq!(may_start(&desk, "roller"), MayStart::Allowed, "nothing goes on the body for it");
}

/// Tries a start on a copy.
fn start(desk: &Desk, routine: &str, turns: u8, accept: BTreeSet<lumbar_engine::rules::RuleId>) -> Result<(), Refused> {
    let start = Start { turns: Some(turns), accept, ..Start::plain(routine) };
    said(desk, Wish::Start(start).into())
}

/// Says something to a copy.
fn said(desk: &Desk, command: Command) -> Result<(), Refused> {
    let mut engine: Engine = desk.engine.clone();
    engine.apply(command, desk.machine.now())
}

fn check_starts(desk: &Desk, only: Option<usize>) -> Result<(), TestCaseError> {
    for (nth, (routine, offer)) in desk.engine.view().offers.iter().enumerate() {
        if only.is_some_and(|only| only % 22 != nth) {
            continue;
        }
        for (turns, terms) in (1..).zip(&offer.turns) {
            let plain = start(desk, routine, turns, BTreeSet::new());
            match &terms.may_start {
                MayStart::Allowed => prop_assert_eq!(plain, Ok(()), "{} is offered", routine),
                MayStart::AfterWarnings(rules) => {
                    prop_assert!(plain.is_err(), "{routine} asks first");
                    let accepted = start(desk, routine, turns, rules.clone());
                    prop_assert_eq!(accepted, Ok(()), "{} is offered after warnings", routine);
                }
                MayStart::Refused(refused) => {
                    let anyway = start(desk, routine, turns, all_rules());
                    prop_assert_eq!(anyway.as_ref(), Err(refused), "{} is not offered", routine);
                }
            }
        }
        let most = u8::try_from(offer.turns.len()).unwrap();
        prop_assert!(start(desk, routine, most + 1, all_rules()).is_err());
    }
    Ok(())
}

/// What a session offers as an answer, and as what else can be done, is granted; what it does not is refused.
fn check_session(desk: &Desk) -> Result<(), TestCaseError> {
    for slot in [Slot::Thermal, Slot::Activity] {
        let Some(session) = desk.engine.session(slot) else { continue };
        let token = Some(session.token);
        let wishes: [(Answer, Command); 5] = [
            (Answer::NotNow, Wish::NotNow { token }.into()),
            (Answer::Snooze, Wish::Snooze { token, seconds: 600 }.into()),
            (Answer::SkinFine, Command::skin(token, Skin::Fine)),
            (Answer::Extend, Wish::Extend { token, accept: all_rules() }.into()),
            (Answer::Skip, Wish::Skip { slot, token }.into()),
        ];
        for (answer, command) in wishes {
            let named = session.answers.contains(&answer);
            let offered = match answer {
                Answer::Skip => session.can.skip,
                Answer::Extend => session.can.extend,
                _ => named,
            };
            prop_assert!(offered || !named, "{answer:?} is named and not offered");
            // A word that takes back an earlier one is offered beside the session; movement beside it knows two answers.
            let correctable = answer == Answer::SkinFine && desk.engine.view().correctable.is_some();
            if !correctable && (slot == Slot::Thermal || answer == Answer::Skip) {
                prop_assert_eq!(said(desk, command).is_ok(), offered, "{:?} of {:?}", answer, session);
            }
        }
        for answer in &session.answers {
            let fact: Option<Command> = match answer {
                Answer::On => Some(Fact::On { token, since: 0, sure: true }.into()),
                Answer::OnSince => Some(Fact::OnSinceAsked { token }.into()),
                Answer::Off => Some(Fact::Off { token, when: CameOff::Now }.into()),
                Answer::OffAtBell => Some(Fact::Off { token, when: CameOff::Bell }.into()),
                Answer::SkinRed => Some(Command::skin(token, Skin::Red)),
                Answer::SkinBad => Some(Command::skin(token, Skin::Bad)),
                _ => None,
            };
            if let Some(fact) = fact {
                prop_assert_eq!(said(desk, fact), Ok(()), "{:?}", answer);
            }
        }
    }
    let can = |wanted: fn(&lumbar_engine::view::Can) -> bool| {
        let sessions = [Slot::Thermal, Slot::Activity].into_iter().filter_map(|slot| desk.engine.session(slot));
        sessions.into_iter().any(|s| wanted(&s.can))
    };
    for (offered, wish) in
        [(can(|c| c.pause), Wish::Pause), (can(|c| c.resume), Wish::Resume), (can(|c| c.back), Wish::Back)]
    {
        prop_assert_eq!(said(desk, wish.clone().into()).is_ok(), offered, "{:?}", wish);
    }
    Ok(())
}

fn cases() -> u32 {
    std::env::var("LUMBAR_CASES").ok().and_then(|c| c.parse::<u32>().ok()).map_or(20_000, |c| (c / 5).max(1))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_offered_is_granted_and_what_is_granted_is_offered(turns in story(Time::Wild), from in any::<bool>()) {
        let mut player = Player::new(if from { Desk::healthy() } else { Desk::fresh() });
        for (nth, turn) in turns.iter().enumerate() {
            player.play(turn);
            let one = usize::try_from(player.desk.machine.truth).unwrap() + nth;
            check_starts(&player.desk, Some(one))?;
            check_session(&player.desk)?;
        }
        if matches!(turns.last(), Some(Turn::Start { .. } | Turn::On { .. } | Turn::Off { .. })) {
            check_starts(&player.desk, None)?;
        }
    }
}
