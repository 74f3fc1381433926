//! R13 to R16: what a person says about skin, health and warning signs, and what it closes, asks or only tells.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeSet;

use lumbar_engine::command::{Fact, HealthAnswers, Report, SinceLast, Wish};
use lumbar_engine::health::{Clinical, Condition, HealthKind, Note, Says};
use lumbar_engine::offer::Offer;
use lumbar_engine::refusal::Refused;
use lumbar_engine::rules::{self, Force, Number, RuleId};
use lumbar_engine::words::{Advice, Flags, Gate, See, Tool};
use support::{Desk, catalogue};

fn s(number: Number) -> u64 {
    number.time().as_secs()
}

/// The rule a start is refused by, and what a person may do about it.
fn refused(desk: &Desk, routine: &str) -> Option<(RuleId, Force)> {
    match desk.clone().start(routine) {
        Err(Refused::Rule(o)) => Some((o.rule, o.force)),
        Err(other) => panic!("{routine}: {other:?}"),
        Ok(()) => None,
    }
}

fn gate(gate: Gate, routine: &str) -> Refused {
    Refused::Gate { gate, routine: routine.into() }
}

fn ticked(conditions: &[Condition]) -> Fact {
    let conditions = conditions.iter().copied().collect();
    Fact::AnswerHealth(HealthAnswers { conditions, ..HealthAnswers::nothing_wrong() })
}

fn answered(kinds: &[HealthKind], conditions: &[Condition]) -> Fact {
    let (kinds, conditions) = (kinds.iter().copied().collect(), conditions.iter().copied().collect());
    Fact::AnswerHealth(HealthAnswers { kinds, feels_normally: None, skin_whole: None, conditions })
}

fn offer(desk: &Desk, routine: &str) -> Offer {
    desk.engine.view().offers[routine].clone()
}

/// What is told before a routine, by name and what it is about.
fn told(desk: &Desk, routine: &str) -> Vec<(String, String)> {
    let offer = offer(desk, routine);
    let told = &offer.with_turns(offer.usual).unwrap().told;
    told.iter().map(|o| (o.name.clone(), o.about.clone().unwrap_or_default())).collect()
}

#[test]
fn the_table_says_what_the_content_base_says() {
    use Says::{Ask, Clinician, Nothing, Told};
    // Cold, warm, bath, hot, massage, stretch: CONTENT 5, row by row.
    let expected = [
        (Condition::Raynauds, [Clinician, Nothing, Nothing, Nothing, Nothing, Nothing]),
        (Condition::PoorFlow, [Clinician, Ask, Ask, Clinician, Nothing, Nothing]),
        (Condition::Numb, [Clinician, Clinician, Ask, Clinician, Ask, Nothing]),
        (Condition::Heart, [Ask, Ask, Ask, Clinician, Nothing, Nothing]),
        (Condition::BloodPressure, [Nothing, Nothing, Nothing, Ask, Nothing, Nothing]),
        (Condition::Clot, [Nothing, Clinician, Clinician, Clinician, Clinician, Nothing]),
        (Condition::Bleeding, [Nothing, Nothing, Nothing, Nothing, Ask, Nothing]),
        (Condition::Cancer, [Ask, Ask, Nothing, Clinician, Clinician, Ask]),
        (Condition::SkinDisease, [Clinician, Clinician, Nothing, Clinician, Clinician, Nothing]),
        (Condition::ThinBones, [Nothing, Nothing, Nothing, Nothing, Ask, Ask]),
        (Condition::Disc, [Nothing, Nothing, Nothing, Nothing, Ask, Told]),
        (Condition::Pregnant, [Nothing, Told, Told, Clinician, Told, Told]),
        (Condition::Sensitive, [Told, Told, Nothing, Nothing, Nothing, Nothing]),
    ];
    assert_eq!(expected.map(|(condition, _)| condition), Condition::ALL);
    for (condition, row) in expected {
        let found: Vec<Says> = HealthKind::ALL.iter().map(|kind| condition.cell(*kind).says).collect();
        assert_eq!(found, row, "{condition:?}");
        // What is told is told in words.
        for kind in HealthKind::ALL {
            let cell = condition.cell(*kind);
            assert!(cell.says != Told || !cell.notes.is_empty(), "{condition:?} {kind:?}");
        }
    }
}

#[test]
fn r13_skin_that_does_not_feel_or_is_not_whole_blocks_heat_and_cold() {
    let well = HealthAnswers::nothing_wrong();
    let numb = HealthAnswers { feels_normally: Some(false), ..well.clone() };
    let sore = HealthAnswers { skin_whole: Some(false), ..well };
    for answers in [numb, sore] {
        let mut desk = Desk::healthy();
        desk.ask(Fact::AnswerHealth(answers)).unwrap();
        for routine in ["cold-15", "heat-pad", "warm-bath", "contrast-packs"] {
            assert_eq!(refused(&desk, routine), Some((RuleId::R13, Force::Hard)), "{routine}");
            assert!(desk.clone().start_anyway(routine, None).is_err());
        }
        assert_eq!(refused(&desk, "stretch-start"), None);
    }
}

#[test]
fn r13_skin_trouble_is_told_at_any_time_and_taken_back_the_same_way() {
    let mut desk = Desk::healthy();
    desk.ask(Fact::SinceLast(SinceLast { skin_trouble: true, ..SinceLast::default() })).unwrap();
    assert_eq!(refused(&desk, "cold-15"), Some((RuleId::R13, Force::Hard)));
    desk.ask(Fact::SinceLast(SinceLast::default())).unwrap();
    assert_eq!(refused(&desk, "cold-15"), None);
    // Told before it was ever asked about, it is known; "no trouble" is no answer to a question that was not asked.
    let mut fresh = Desk::fresh();
    fresh.ask(Fact::SinceLast(SinceLast::default())).unwrap();
    assert_eq!(fresh.engine.view().gates.health.skin_whole, None);
}

#[test]
fn r14_questions_are_asked_for_what_is_about_to_start_and_remembered_by_kind() {
    let mut desk = Desk::fresh();
    desk.ask(Fact::AcceptDisclaimer).unwrap();
    desk.ask(Fact::AnswerFlags { flags: Flags::None }).unwrap();
    assert_eq!(desk.engine.view().gate, None, "nothing more is asked before anything is wanted");
    let asks = |desk: &Desk, routine: &str| offer(desk, routine).asks;
    assert_eq!(asks(&desk, "cold-15"), [HealthKind::Cold]);
    assert_eq!(asks(&desk, "warm-stretch-cool"), [HealthKind::Cold, HealthKind::Warm, HealthKind::Stretch]);
    assert_eq!(asks(&desk, "walk"), [], "a walk asks nothing about health");
    assert_eq!(desk.clone().start("walk"), Ok(()));
    assert_eq!(desk.start("cold-15"), Err(gate(Gate::Health, "cold-15")));

    // Cold without a word about the skin is not answered.
    desk.ask(answered(&[HealthKind::Cold], &[])).unwrap();
    assert_eq!(asks(&desk, "cold-15"), [HealthKind::Cold]);
    let cold = HealthAnswers { kinds: BTreeSet::from([HealthKind::Cold]), ..HealthAnswers::nothing_wrong() };
    desk.ask(Fact::AnswerHealth(cold)).unwrap();
    assert_eq!(refused(&desk, "cold-15"), None);
    assert_eq!(desk.start("heat-pad"), Err(gate(Gate::Health, "heat-pad")), "warmth has its own");
    assert_eq!(desk.start("partner"), Err(gate(Gate::Health, "partner")), "and massage when it is first used");
    // The skin was answered for; the rest of warmth is asked.
    desk.ask(answered(&[HealthKind::Warm], &[])).unwrap();
    assert_eq!(refused(&desk, "heat-pad"), None);

    desk.sleep(s(rules::HEALTH_AGAIN) - 1);
    assert_eq!(asks(&desk, "cold-15"), []);
    desk.sleep(1);
    assert_eq!(asks(&desk, "cold-15"), [HealthKind::Cold], "once a year");
}

#[test]
fn r14_an_answer_about_one_kind_leaves_what_was_said_about_another() {
    let mut desk = Desk::healthy();
    desk.ask(answered(&[HealthKind::Cold], &[Condition::Raynauds, Condition::Heart])).unwrap();
    // The list of massage knows nothing of Raynaud's.
    desk.ask(answered(&[HealthKind::Massage], &[Condition::Disc])).unwrap();
    let known = desk.engine.view().gates.health.conditions;
    assert_eq!(known, BTreeSet::from([Condition::Raynauds, Condition::Heart, Condition::Disc]));
    // Warmth asks about the heart, and the tick is gone now.
    desk.ask(answered(&[HealthKind::Warm], &[])).unwrap();
    assert_eq!(desk.engine.view().gates.health.conditions, BTreeSet::from([Condition::Raynauds, Condition::Disc]));
}

#[test]
fn r14_ask_first_is_a_warning_and_remembered_for_a_year() {
    let mut desk = Desk::healthy();
    desk.ask(ticked(&[Condition::Heart])).unwrap();
    assert_eq!(refused(&desk, "cold-15"), Some((RuleId::R14, Force::Warning)));
    assert_eq!(refused(&desk, "sauna-steam"), Some((RuleId::R14, Force::Clinician)));
    desk.start_anyway("cold-15", None).unwrap();
    assert_eq!(desk.thermal().unwrap().planned.as_secs(), 900, "it is no shorter for that");
    desk.stop();
    assert_eq!(refused(&desk, "cold-15"), None, "asked once");
    assert_eq!(refused(&desk, "heat-pad"), Some((RuleId::R14, Force::Warning)), "of warmth it was not read yet");
    desk.sleep(s(rules::HEALTH_AGAIN) - 1);
    assert_eq!(refused(&desk, "cold-15"), None);
    desk.sleep(1);
    desk.ask(answered(&[HealthKind::Cold], &[Condition::Heart])).unwrap();
    assert_eq!(refused(&desk, "cold-15"), Some((RuleId::R14, Force::Warning)), "once a year");
    // Gone with the tick.
    desk.start_anyway("cold-15", None).unwrap();
    desk.stop();
    desk.ask(ticked(&[])).unwrap();
    desk.ask(ticked(&[Condition::Heart])).unwrap();
    assert_eq!(refused(&desk, "cold-15"), Some((RuleId::R14, Force::Warning)));
}

#[test]
fn r14_what_a_source_forbids_waits_for_a_clinician_and_is_renewed_once_a_year() {
    let mut desk = Desk::healthy();
    desk.ask(ticked(&[Condition::Raynauds])).unwrap();
    assert_eq!(refused(&desk, "cold-15"), Some((RuleId::R14, Force::Clinician)));
    assert!(desk.clone().start_anyway("cold-15", None).is_err(), "a warning does not lift it");
    assert_eq!(refused(&desk, "heat-pad"), None);
    desk.ask(Fact::ClinicianSaysFine { about: Clinical::Condition(Condition::Raynauds), fine: true }).unwrap();
    assert_eq!(refused(&desk, "cold-15"), None);
    desk.sleep(s(rules::HEALTH_AGAIN) - 1);
    assert_eq!(refused(&desk, "cold-15"), None);
    desk.sleep(1);
    desk.ask(answered(&[HealthKind::Cold], &[Condition::Raynauds])).unwrap();
    assert_eq!(refused(&desk, "cold-15"), Some((RuleId::R14, Force::Clinician)));
}

#[test]
fn r14_what_a_condition_leaves_out_is_closed_and_how_to_do_the_rest_is_told() {
    let mut desk = Desk::healthy();
    desk.ask(ticked(&[Condition::ThinBones])).unwrap();
    for (routine, force) in [
        ("roller", Force::Clinician),
        ("ball-floor", Force::Clinician),
        ("ball-wall", Force::Warning),
        ("partner", Force::Warning),
        ("stretch-start", Force::Warning),
    ] {
        assert_eq!(refused(&desk, routine), Some((RuleId::R14, force)), "{routine}");
    }
    assert_eq!(refused(&desk, "walk"), None);
    desk.ask(ticked(&[Condition::Bleeding])).unwrap();
    assert_eq!(refused(&desk, "ball-wall"), Some((RuleId::R14, Force::Clinician)), "no balls");
    let note = |code: Note| ("R14-note".to_owned(), code.code().to_owned());
    assert_eq!(told(&desk, "partner"), [note(Note::Gentle), note(Note::NoFists)]);
    assert_eq!(told(&desk, "roller"), [note(Note::Gentle)]);
    desk.ask(ticked(&[Condition::Pregnant, Condition::Sensitive])).unwrap();
    assert_eq!(told(&desk, "heat-pad"), [note(Note::LowWarmth), note(Note::ThickerCloth)]);
    assert_eq!(told(&desk, "warm-bath"), [note(Note::Water37)]);
    assert_eq!(refused(&desk, "heat-pad"), None, "what is told stops nothing");
    assert_eq!(refused(&desk, "stretch-full"), None);
}

#[test]
fn r14_every_tool_of_massage_is_named_in_its_file() {
    for routine in catalogue().routines() {
        let massage = HealthKind::of(routine).contains(&HealthKind::Massage);
        assert_eq!(routine.tool.is_some(), massage, "{}", routine.id);
    }
    assert!(Tool::ALL.iter().all(|tool| catalogue().routines().any(|r| r.tool == Some(*tool))));
}

#[test]
fn r14_a_drink_counts_six_hours_and_strong_medicine_eight() {
    let drink = SinceLast { alcohol: true, ..SinceLast::default() };
    let tablets = SinceLast { medicine: true, ..SinceLast::default() };
    let both = SinceLast { alcohol: true, ..tablets };
    for (said, lasts) in
        [(drink, rules::ALCOHOL_LASTS), (tablets, rules::MEDICINE_LASTS), (both, rules::MEDICINE_LASTS)]
    {
        let mut desk = Desk::healthy();
        desk.ask(Fact::SinceLast(said)).unwrap();
        let cases = [
            ("cold-20-20", Force::Warning),
            ("heat-pad", Force::Warning),
            ("heat-bottle", Force::Warning),
            ("heat-wrap", Force::Warning),
            ("warm-bath", Force::Warning),
            ("contrast-shower", Force::Warning),
            ("jet-tub", Force::Hard),
            ("sauna-steam", Force::Hard),
        ];
        for (routine, force) in cases {
            assert_eq!(refused(&desk, routine), Some((RuleId::R14, force)), "{routine}");
        }
        assert_eq!(refused(&desk, "stretch-start"), None);
        let mut cold = desk.clone();
        cold.start_anyway("cold-20-20", None).unwrap();
        cold.on();
        assert_eq!(cold.thermal().unwrap().planned.as_secs(), s(rules::DROWSY_COLD_MOST));
        desk.pass(s(lasts) - 1);
        assert_eq!(refused(&desk, "jet-tub"), Some((RuleId::R14, Force::Hard)));
        desk.pass(1);
        for (routine, _) in cases {
            assert_eq!(refused(&desk, routine), None, "{routine}");
        }
    }
}

#[test]
fn r12_a_wrap_in_bed_is_opened_by_a_word_of_its_own() {
    // Stories begin at noon.
    let night = Report::BedHours { from: 11 * 60, until: 20 * 60, offset_seconds: 0 };
    for (about, wrap) in
        [(Clinical::Condition(Condition::Heart), Some((RuleId::R12, Force::Clinician))), (Clinical::WrapInBed, None)]
    {
        let mut desk = Desk::healthy();
        desk.ask(Fact::ClinicianSaysFine { about, fine: true }).unwrap();
        desk.ask(night).unwrap();
        assert_eq!(refused(&desk, "heat-wrap"), wrap, "{about:?}");
    }
}

#[test]
fn r15_swelling_asks_before_heat_for_two_days() {
    let mut desk = Desk::healthy();
    desk.ask(Fact::SinceLast(SinceLast { swelling: true, ..SinceLast::default() })).unwrap();
    assert_eq!(refused(&desk, "heat-pad"), Some((RuleId::R15, Force::Warning)));
    assert_eq!(refused(&desk, "contrast-packs"), Some((RuleId::R15, Force::Warning)));
    assert_eq!(refused(&desk, "cold-15"), None);
    desk.pass(s(rules::SWELLING_LASTS));
    assert_eq!(refused(&desk, "heat-pad"), None);
}

#[test]
fn r16_nothing_starts_before_the_emergency_list_was_answered() {
    let mut desk = Desk::fresh();
    assert_eq!(desk.start("cold-15"), Err(gate(Gate::Disclaimer, "cold-15")));
    desk.ask(Fact::AcceptDisclaimer).unwrap();
    for routine in ["cold-15", "walk", "stretch-start"] {
        assert_eq!(desk.start(routine), Err(gate(Gate::Flags, routine)), "{routine}");
    }
    desk.ask(Fact::AnswerFlags { flags: Flags::None }).unwrap();
    assert_eq!(refused(&desk, "walk"), None);
    desk.ask(Fact::PainChanged).unwrap();
    assert_eq!(desk.start("walk"), Err(gate(Gate::Flags, "walk")), "and when the pain changed");
}

#[test]
fn r16_every_fourteen_days_a_card_asks_again_and_stops_nothing() {
    let mut desk = Desk::healthy();
    desk.sleep(s(rules::FLAGS_AGAIN) - 1);
    assert!(!desk.engine.view().flags_again);
    desk.sleep(1);
    assert!(desk.engine.view().flags_again);
    assert_eq!(desk.engine.view().gate, None);
    assert_eq!(refused(&desk, "cold-15"), None, "it is a card, not a gate");
    desk.ask(Fact::AnswerFlags { flags: Flags::None }).unwrap();
    assert!(!desk.engine.view().flags_again);
}

#[test]
fn r16_an_emergency_closes_everything_with_no_time_and_one_word_lifts_it_at_once() {
    for flags in [Flags::Emergency, Flags::Unsure] {
        let mut desk = Desk::healthy();
        desk.ask(Fact::AnswerFlags { flags }).unwrap();
        for routine in ["cold-15", "heat-pad", "stretch-start", "walk", "partner"] {
            let Err(Refused::Rule(o)) = desk.clone().start_anyway(routine, None) else { panic!("{routine}") };
            assert_eq!((o.rule, o.force, o.until), (RuleId::R16, Force::Hard, None), "{routine}: no time on a sign");
        }
        let emergency = desk.engine.view().emergency.unwrap();
        assert_eq!(emergency.unsure, flags == Flags::Unsure);
        assert_eq!(emergency.correct_until.unwrap().remaining(desk.machine.now()), rules::FLAGS_CORRECT.time());
        desk.ask(Wish::LiftFlags).unwrap();
        assert_eq!(desk.engine.view().emergency, None);
        assert_eq!(refused(&desk, "cold-15"), None, "seen about it a minute later");
        assert_eq!(desk.ask(Wish::LiftFlags), Err(Refused::NotNow));
    }
}

#[test]
fn r16_a_wrong_answer_is_corrected_for_ten_minutes_and_then_stands_until_somebody_has_seen_it() {
    let answer = |desk: &mut Desk, flags| desk.ask(Fact::AnswerFlags { flags }).unwrap();
    let mut desk = Desk::healthy();
    answer(&mut desk, Flags::Emergency);
    desk.pass(s(rules::FLAGS_CORRECT) - 1);
    let mut late = desk.clone();
    answer(&mut desk, Flags::None);
    assert_eq!((desk.engine.view().emergency, refused(&desk, "cold-15")), (None, None));
    late.pass(1);
    assert_eq!(late.engine.view().emergency.unwrap().correct_until, None);
    for flags in [Flags::None, Flags::Unsure] {
        answer(&mut late, flags);
        let emergency = late.engine.view().emergency.unwrap();
        assert!(!emergency.unsure, "a weaker answer does not lift it");
    }
    late.sleep(30 * 86_400);
    assert_eq!(refused(&late, "cold-15"), Some((RuleId::R16, Force::Hard)), "nor does time");
    assert!(!late.engine.view().flags_again, "and what stands is not asked about again");
    // Not sure that becomes a yes is a yes.
    let mut unsure = Desk::healthy();
    answer(&mut unsure, Flags::Unsure);
    unsure.pass(3600);
    answer(&mut unsure, Flags::Emergency);
    assert!(!unsure.engine.view().emergency.unwrap().unsure);
}

#[test]
fn r16_the_second_list_closes_nothing_and_is_kept_as_advice() {
    let mut desk = Desk::healthy();
    desk.ask(Fact::SeeSomeone { see: Some(See::Today) }).unwrap();
    assert_eq!(desk.engine.view().advice, [Advice::SeeToday]);
    for routine in ["cold-15", "heat-pad", "walk", "stretch-start"] {
        assert_eq!(refused(&desk, routine), None, "{routine}");
    }
    desk.ask(Fact::Noted { advice: Advice::SeeToday }).unwrap();
    assert_eq!(desk.engine.view().advice, []);
    assert_eq!(desk.engine.view().gates.see.unwrap().see, See::Today, "kept for the Safety page");
    desk.ask(Fact::SeeSomeone { see: Some(See::Book) }).unwrap();
    assert_eq!(desk.engine.view().advice, [Advice::SeeBook]);
    desk.ask(Fact::SeeSomeone { see: None }).unwrap();
    assert_eq!((desk.engine.view().advice, desk.engine.view().gates.see), (vec![], None));
}
