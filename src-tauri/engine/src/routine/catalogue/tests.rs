//! Holds the built-in routines to the tables of the content base.

use std::collections::BTreeSet;

use super::*;
use crate::routine::Step;
use crate::words::{Class, Method, Modality, Side};

/// The table of the content base, section 3: name, kind, usual and most turns, and the steps of one turn.
///
/// A step reads `method seconds [checks]` (`+` = optional), `off seconds` or `text seconds`.
const TABLE: &[(&str, Modality, u8, u8, &[&str])] = &[
    ("cold-20-20", Modality::Cold, 1, 3, &["still-cold 1200 [300, 600]", "off 1200"]),
    ("cold-15", Modality::Cold, 1, 1, &["still-cold 900 [300, 600]", "off 1200"]),
    ("cold-10", Modality::Cold, 2, 2, &["still-cold 600 [300]", "off 1200"]),
    ("ice-massage-5", Modality::Cold, 1, 1, &["ice-massage 300 [150]", "off 1200"]),
    ("heat-bottle", Modality::Heat, 1, 1, &["bottle 1200 [300, 900]"]),
    ("heat-pad", Modality::Heat, 1, 1, &["pad 1200 [300, 900]"]),
    ("heat-gel", Modality::Heat, 1, 1, &["gel 1200 [180, 600]"]),
    ("heat-towel", Modality::Heat, 1, 1, &["towel 900 [180]"]),
    ("heat-wrap", Modality::Heat, 1, 1, &["wrap 14400 [1800, 9000]"]),
    ("warm-bath", Modality::Heat, 1, 1, &["bath 990 []"]),
    ("sauna-steam", Modality::Heat, 1, 1, &["sauna 900 []", "off 600"]),
    ("jet-tub", Modality::Heat, 1, 1, &["tub 900 []", "off 300"]),
    (
        "contrast-packs",
        Modality::Contrast,
        1,
        1,
        &["gel 900 [180, 600]", "off 300", "still-cold 600 [300]", "off 1200", "gel 900 [180, 600]"],
    ),
    ("contrast-shower", Modality::Contrast, 1, 1, &["shower 1140 []"]),
    ("ball-floor", Modality::Massage, 1, 1, &["balls-place 60", "balls-floor 240", "get-up 30"]),
    ("ball-wall", Modality::Massage, 1, 1, &["wall-stand 30", "ball-wall 150", "ball-wall-again 60"]),
    (
        "roller",
        Modality::Massage,
        1,
        1,
        &["roller-set 30", "roller-ribs 160", "roller-buttock 120", "sit-up-slowly 30"],
    ),
    (
        "partner",
        Modality::Massage,
        1,
        1,
        &[
            "partner-setup 120",
            "partner-oil 30",
            "partner-palms 90",
            "partner-thumbs 90",
            "partner-palms-low 60",
            "partner-thumbs-low 60",
            "partner-change 15",
            "partner-palms 90",
            "partner-thumbs 90",
            "partner-palms-low 60",
            "partner-thumbs-low 60",
            "partner-fists 60",
            "partner-sweep 60",
            "partner-rock 60",
            "partner-rest 60",
            "get-up 30",
        ],
    ),
    (
        "stretch-start",
        Modality::Stretch,
        1,
        1,
        &[
            "lie-down 30",
            "knee-chest 60",
            "both-knees 30",
            "change-tilt 10",
            "tilt 50",
            "change-rolls 10",
            "knee-rolls 60",
            "get-up 20",
        ],
    ),
    (
        "stretch-full",
        Modality::Stretch,
        1,
        1,
        &[
            "lie-down 30",
            "knee-chest 60",
            "both-knees 30",
            "change-tilt 10",
            "tilt 50",
            "change-rolls 10",
            "knee-rolls 60",
            "change-knees 15",
            "cat-camel 50",
            "change-heels 15",
            "heels 80",
            "change-piriformis 15",
            "piriformis 160",
            "change-hamstring 15",
            "hamstring 120",
            "get-up 20",
        ],
    ),
    ("childs-pose", Modality::Stretch, 1, 1, &["childs-pose 120"]),
    (
        "warm-stretch-cool",
        Modality::Stretch,
        1,
        1,
        &[
            "pad 900 [300]",
            "off 60",
            "lie-down 30",
            "knee-chest 60",
            "both-knees 30",
            "change-tilt 10",
            "tilt 50",
            "change-rolls 10",
            "knee-rolls 60",
            "get-up 20",
            "still-cold 600 [300]+",
        ],
    ),
    ("walk", Modality::Stretch, 1, 1, &["walk-out 450", "walk-back 450"]),
    ("move-break", Modality::Stretch, 1, 1, &["up-and-move 60", "lean-back 15", "sit-again 15"]),
    (
        "press-up",
        Modality::Stretch,
        1,
        1,
        &[
            "lie-front 30",
            "prop 30",
            "press-up 40",
            "front-rest 15",
            "press-up 40",
            "front-rest 15",
            "up-from-front 10",
        ],
    ),
    (
        "stronger",
        Modality::Stretch,
        1,
        1,
        &[
            "lie-down 20",
            "bridge 80",
            "back-rest 15",
            "change-knees 15",
            "bird-dog 100",
            "change-chair 15",
            "sit-stand 60",
            "shake-out 15",
        ],
    ),
    ("hip-flexor", Modality::Stretch, 1, 1, &["half-kneel 20", "hip-flexor 180"]),
    ("breathe", Modality::Stretch, 1, 1, &["breathe 240", "let-go 120"]),
    ("rest-position", Modality::Stretch, 1, 1, &["rest-position 600", "roll-up 15"]),
];

/// How often in 24 hours before Lumbar asks, where the content base gives a number beside the rules.
const PER_DAY: &[(&str, u8)] = &[
    ("warm-bath", 2),
    ("sauna-steam", 1),
    ("jet-tub", 1),
    ("contrast-packs", 2),
    ("contrast-shower", 1),
    ("ball-floor", 2),
    ("ball-wall", 2),
    ("roller", 1),
    ("partner", 1),
    ("stretch-start", 3),
    ("stretch-full", 2),
    ("childs-pose", 3),
    ("warm-stretch-cool", 1),
    ("press-up", 3),
    ("stronger", 1),
    ("hip-flexor", 2),
];

fn built_in() -> Catalogue {
    Catalogue::built_in().unwrap()
}

fn said(step: &Step) -> String {
    match step {
        Step::Expose(e) => {
            format!("{} {} {:?}{}", e.method.code(), e.seconds, e.checks, if e.optional { "+" } else { "" })
        }
        Step::Rest(r) => format!("off {}", r.seconds),
        Step::Move(m) => format!("{} {}", m.text, m.length().as_secs()),
    }
}

#[test]
fn every_built_in_file_is_sound_and_keeps_the_rules() {
    for text in FILES {
        let routine = Routine::read(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        check(&routine).unwrap_or_else(|e| panic!("{}: {e}", routine.id));
    }
}

#[test]
fn the_routines_are_those_of_the_content_base_in_its_order() {
    let built_in = built_in();
    let ids: Vec<_> = built_in.routines().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, TABLE.iter().map(|row| row.0).collect::<Vec<_>>());
}

#[test]
fn every_routine_has_the_steps_and_seconds_of_the_content_base() {
    let built_in = built_in();
    for (id, kind, usual, most, steps) in TABLE {
        let routine = built_in.routine(id).unwrap();
        assert_eq!(routine.kind, *kind, "{id}");
        assert_eq!((routine.turns.usual, routine.turns.most), (*usual, *most), "{id}");
        assert_eq!(routine.steps.iter().map(said).collect::<Vec<_>>(), *steps, "{id}");
    }
}

#[test]
fn a_walk_and_a_wrap_are_as_long_as_a_person_chooses() {
    let built_in = built_in();
    let lengths = |id: &str| built_in.routine(id).unwrap().lengths.clone();
    assert_eq!(lengths("walk"), [300, 600, 900, 1200, 1800]);
    assert_eq!(lengths("heat-wrap"), [14_400, 21_600, 28_800]);
    let with_choice = built_in.routines().filter(|r| !r.lengths.is_empty());
    for routine in with_choice {
        for length in &routine.lengths {
            let chosen = routine.with_length(*length);
            assert_eq!(chosen.chosen_length(), *length, "{}", routine.id);
            check(&chosen).unwrap();
            // The middle of a walk is said.
            let halves: Vec<u32> = chosen.steps.iter().map(|step| crate::time::seconds(step.length())).collect();
            assert!(routine.id != "walk" || halves == [length / 2, length / 2], "{halves:?}");
        }
    }
    assert_eq!(
        built_in.routine("heat-wrap").unwrap().with_length(28_800).exposures().next().unwrap().checks,
        [1800, 9000, 16_200, 23_400]
    );
}

#[test]
fn lengths_that_do_not_belong_to_the_routine_are_not_taken() {
    let walk = FILES.iter().find(|text| text.contains("id = \"walk\"")).unwrap();
    let with = |lengths: &str| walk.replace("[300, 600, 900, 1200, 1800]", lengths);
    assert!(Routine::read(&with("[300, 900]")).is_ok());
    for lengths in ["[300, 600]", "[900, 300]", "[900, 900]", "[30, 900]", "[900, 30000]"] {
        assert_eq!(Routine::read(&with(lengths)), Err(BadRoutine::Lengths), "{lengths}");
    }
    let pack = FILES.iter().find(|text| text.contains("id = \"heat-bottle\"")).unwrap();
    let long = Routine::read(&format!("lengths = [1200, 1800]\n{pack}")).unwrap();
    assert!(
        matches!(check(&long), Err(BadRoutine::Rule { number, .. }) if number.rule.code() == "R6"),
        "each is held to the limits"
    );
}

#[test]
fn every_routine_has_its_number_a_day() {
    for routine in built_in().routines() {
        let said = PER_DAY.iter().find(|(id, _)| *id == routine.id).map(|(_, n)| *n);
        assert_eq!(routine.per_day, said, "{}", routine.id);
    }
}

#[test]
fn every_method_and_every_kind_has_a_routine() {
    let built_in = built_in();
    for method in Method::ALL.iter().copied() {
        assert!(built_in.routines().any(|r| r.exposures().any(|e| e.method == method)), "{method:?}");
    }
    for kind in Modality::ALL.iter().copied() {
        assert!(built_in.routines().any(|r| r.kind == kind), "{kind:?}");
    }
}

#[test]
fn a_still_pack_says_a_minute_before_that_it_comes_off() {
    for routine in built_in().routines() {
        for e in routine.exposures().filter(|e| e.method.class() == Class::StillPack) {
            assert_eq!(e.warn, Some(60), "{}", routine.id);
        }
    }
}

#[test]
fn parts_of_an_exposure_follow_the_content_base() {
    let built_in = built_in();
    let parts = |id: &str| -> Vec<String> {
        let exposure = built_in.routine(id).unwrap().exposures().next().unwrap();
        exposure.segments.iter().cloned().map(String::from).collect()
    };
    assert_eq!(parts("ice-massage-5"), ["left 150", "right 150"]);
    assert_eq!(parts("warm-bath"), ["soak 900", "sit-up 60", "stand 30"]);
    let shower = parts("contrast-shower");
    assert_eq!(shower.iter().filter(|p| *p == "warm 180").count(), 5);
    assert_eq!(shower.iter().filter(|p| *p == "cool 60").count(), 4);
    assert_eq!((shower.first().unwrap(), shower.last().unwrap()), (&"warm 180".into(), &"warm 180".into()));
}

#[test]
fn a_first_sauna_is_shorter() {
    let built_in = built_in();
    let sauna = built_in.routine("sauna-steam").unwrap().exposures().next().unwrap().clone();
    assert_eq!((sauna.first_seconds, sauna.seconds), (Some(600), 900));
}

#[test]
fn every_two_sided_step_gives_both_sides_the_same() {
    for routine in built_in().routines() {
        let seconds = |side| -> u32 {
            let moves = routine.steps.iter().filter_map(|s| match s {
                Step::Move(m) => Some(m),
                Step::Expose(_) | Step::Rest(_) => None,
            });
            moves.flat_map(|m| m.cues()).filter(|c| c.side == Some(side)).map(|c| c.seconds).sum()
        };
        assert_eq!(seconds(Side::Left), seconds(Side::Right), "{}", routine.id);
    }
}

#[test]
fn the_preparation_timers_prepare_packs_that_routines_use() {
    let built_in = built_in();
    let timers: Vec<_> = built_in.timers().iter().map(|t| (t.id.as_str(), t.seconds)).collect();
    assert_eq!(timers, [("prep-towel", 1200), ("prep-sponge", 1200), ("prep-rice", 28_800)]);
    let packs: BTreeSet<_> = built_in.routines().flat_map(|r| r.packs.iter().map(String::as_str)).collect();
    for timer in built_in.timers() {
        assert!(packs.contains(timer.pack.as_str()), "{}", timer.id);
    }
}

#[test]
fn every_routine_says_what_it_needs_who_should_not_and_where_it_comes_from() {
    let built_in = built_in();
    for routine in built_in.routines() {
        assert!(!routine.sources.is_empty(), "{}", routine.id);
        assert!(!routine.supplies.is_empty(), "{}", routine.id);
        assert!(!routine.not_for.is_empty(), "{}", routine.id);
    }
    assert!(built_in.routines().any(|r| r.quick_start));
}

#[test]
fn a_routine_against_a_rule_is_not_taken_and_changes_nothing() {
    let mut catalogue = built_in();
    let before = catalogue.routines().count();
    let too_long =
        FILES[0].replace("cold-20-20", "too-long").replace("seconds = 1200\nchecks", "seconds = 1201\nchecks");
    assert!(
        matches!(catalogue.add(&too_long), Err(BadRoutine::Rule { step: 1, number, .. }) if number.rule.code() == "R1")
    );
    assert_eq!(catalogue.routines().count(), before);
    assert_eq!(catalogue.routine("cold-20-20").unwrap().exposures().next().unwrap().seconds, 1200);
}

#[test]
fn a_file_with_the_id_of_another_routine_is_refused_and_replaces_nothing() {
    let mut catalogue = built_in();
    let same = FILES[0].replace("seconds = 1200\nchecks", "seconds = 900\nchecks");
    assert_eq!(catalogue.add(&same), Err(BadRoutine::Taken("cold-20-20".into())));
    assert_eq!(catalogue.routine("cold-20-20").unwrap().exposures().next().unwrap().seconds, 1200);
    let own = same.replace("cold-20-20", "my-own");
    assert_eq!(catalogue.add(&own), Ok(()));
    assert_eq!(catalogue.add(&own), Err(BadRoutine::Taken("my-own".into())));
}
