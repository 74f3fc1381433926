//! Reads every form the contract names, and every way to get one wrong.

use lumbar_engine::gates::{Clinical, Condition, Flags, Gate};
use lumbar_engine::request::{CameOff, Request, Skin, Slot, Start, Token};
use lumbar_engine::rules::RuleId;

use super::forms::{BadForm, Deed, landing, opens_the_way, read};

fn fields(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(n, v)| (n.into(), v.into()))
        .collect()
}

const TOKEN: Option<Token> = Some(Token { session: 1, exposure: 2, prompt: 3 });

#[test]
fn every_form_is_one_request() {
    let health = |conditions: &[Condition], drowsy| Request::AnswerHealth {
        feels_normally: true,
        skin_whole: false,
        conditions: conditions.iter().copied().collect(),
        drowsy,
        swelling: false,
        may_doze: false,
    };
    for (action, text, expected) in [
        ("start", "routine=cold-15", Request::Start(Start::plain("cold-15"))),
        ("start", "routine=cold-15&pack=&turns=", Request::Start(Start::plain("cold-15"))),
        (
            "start",
            "routine=cold-15&pack=gel&turns=2&accept=R7&accept=r3",
            Request::Start(Start {
                routine: "cold-15".into(),
                pack: Some("gel".into()),
                turns: Some(2),
                accept: [RuleId::R7, RuleId::R3].into(),
            }),
        ),
        ("on", "token=1.2.3", Request::On { token: TOKEN, since: 0 }),
        ("on", "token=1.2.3&since=180", Request::On { token: TOKEN, since: 180 }),
        ("on", "", Request::On { token: None, since: 0 }),
        ("off", "token=1.2.3", Request::Off { token: TOKEN, when: CameOff::Now }),
        ("off", "token=1.2.3&when=bell", Request::Off { token: TOKEN, when: CameOff::Bell }),
        ("off", "token=1.2.3&when=ago&ago=600", Request::Off { token: TOKEN, when: CameOff::Ago(600) }),
        ("skin", "token=1.2.3&skin=bad", Request::Skin { token: TOKEN, skin: Skin::Bad }),
        ("stop", "slot=activity&hurts=yes", Request::Stop { slot: Slot::Activity, hurts: true }),
        ("stop", "slot=thermal", Request::Stop { slot: Slot::Thermal, hurts: false }),
        ("still-on", "token=1.2.3&on=no", Request::StillOn { token: TOKEN, on: false }),
        ("snooze", "token=1.2.3&seconds=600", Request::Snooze { token: TOKEN, seconds: 600 }),
        ("not-now", "token=1.2.3", Request::NotNow { token: TOKEN }),
        ("extend", "token=1.2.3&accept=R6", Request::Extend { token: TOKEN, accept: [RuleId::R6].into() }),
        ("pause", "", Request::Pause),
        ("resume", "", Request::Resume),
        ("skip", "slot=activity", Request::Skip { slot: Slot::Activity, token: None }),
        ("back", "", Request::Back),
        ("prepare", "timer=prep-towel", Request::Prepare { timer: "prep-towel".into() }),
        ("unprepare", "id=4", Request::Unprepare { id: 4 }),
        ("accept-disclaimer", "adult=yes", Request::AcceptDisclaimer { adult: true }),
        ("flags", "flags=urgent", Request::AnswerFlags(Flags::Urgent)),
        ("lift-flags", "", Request::LiftFlags),
        ("health", "feels=yes&whole=no", health(&[], false)),
        (
            "health",
            "feels=yes&whole=no&condition=raynauds&condition=clot&condition=&drowsy=yes",
            health(&[Condition::Raynauds, Condition::Clot], true),
        ),
        (
            "clinician",
            "about=heart&fine=yes",
            Request::ClinicianSaysFine { about: Clinical::Condition(Condition::Heart), fine: true },
        ),
        (
            "clinician",
            "about=wrap-in-bed&fine=no",
            Request::ClinicianSaysFine { about: Clinical::WrapInBed, fine: false },
        ),
        ("bed-hours", "from=1320&until=360", Request::ChooseBedHours { from: 1320, until: 360 }),
        ("pain-changed", "", Request::PainChanged),
    ] {
        assert_eq!(read(action, &fields(text)), Ok(Deed::Ask(expected)), "{action} {text}");
    }
    assert_eq!(read("silence", &fields("")), Ok(Deed::Silence));
    assert_eq!(read("sound-test", &fields("")), Ok(Deed::SoundTest));
}

#[test]
fn a_form_that_makes_no_sense_says_which_part_of_it() {
    let odd = |field, value: &str| BadForm::Odd { field, value: value.into() };
    for (action, text, expected) in [
        ("dance", "", BadForm::UnknownAction("dance".into())),
        ("start", "", BadForm::Missing("routine")),
        ("start", "routine=cold-15&turns=many", odd("turns", "many")),
        ("start", "routine=cold-15&turns=-1", odd("turns", "-1")),
        ("start", "routine=cold-15&turns=300", odd("turns", "300")),
        ("start", "routine=cold-15&accept=R99", odd("accept", "R99")),
        ("on", "token=1.2", odd("token", "1.2")),
        ("on", "since=-5", odd("since", "-5")),
        ("off", "when=noon", odd("when", "noon")),
        ("off", "when=ago", BadForm::Missing("ago")),
        ("skin", "", BadForm::Missing("skin")),
        ("skin", "skin=green", odd("skin", "green")),
        ("stop", "slot=both", odd("slot", "both")),
        ("still-on", "token=1.2.3", BadForm::Missing("on")),
        ("unprepare", "", BadForm::Missing("id")),
        ("flags", "flags=some", odd("flags", "some")),
        ("health", "feels=yes", BadForm::Missing("whole")),
        ("health", "feels=maybe&whole=yes", odd("feels", "maybe")),
        ("health", "feels=yes&whole=yes&condition=cold", odd("condition", "cold")),
        ("clinician", "about=heart", BadForm::Missing("fine")),
    ] {
        assert_eq!(read(action, &fields(text)), Err(expected), "{action} {text}");
    }
}

#[test]
fn what_is_logged_of_a_bad_form_names_the_field_and_not_what_was_said() {
    let bad = read("health", &fields("feels=yes&whole=yes&condition=melanoma")).unwrap_err().to_string();
    assert!(bad.contains("condition") && !bad.contains("melanoma"), "{bad}");
}

#[test]
fn a_warning_sign_leads_to_help_and_no_answer_leads_back_to_its_own_question() {
    let which = "/safety/which?next=/routines/cold-15";
    for (request, due, next, lands) in [
        // "Yes, or not sure" makes the questions due, and must not show them again.
        (Request::PainChanged, Some(Gate::Flags), Some(which), which),
        (Request::PainChanged, Some(Gate::Flags), None, "/"),
        // On the first run the questions about health are still due, and must not stand before the help.
        (Request::AnswerFlags(Flags::Emergency), Some(Gate::Health), Some("/safety"), "/safety"),
        (Request::AnswerFlags(Flags::Urgent), Some(Gate::Health), Some("/safety"), "/safety"),
        (Request::AnswerFlags(Flags::None), Some(Gate::Health), Some("/x"), "/safety/health?next=/x"),
        (Request::AnswerFlags(Flags::None), None, Some("/x"), "/x"),
        (Request::AcceptDisclaimer { adult: true }, Some(Gate::Flags), Some("/x"), "/safety/flags?next=/x"),
        (Request::nothing_wrong(), None, None, "/"),
    ] {
        assert_eq!(landing(opens_the_way(&request), due, next, "/"), lands, "{request:?}");
    }
}
