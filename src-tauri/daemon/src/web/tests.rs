//! Reads every form the contract names, and every way to get one wrong.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use lumbar_engine::command::{Choice, Command, Fact, HealthAnswers, SinceLast, Start, Wish};
use lumbar_engine::health::{Clinical, Condition, HealthKind};
use lumbar_engine::plan::wish::{PauseFor, PlanWish};
use lumbar_engine::rules::RuleId;
use lumbar_engine::words::{CameOff, Flags, See, Skin, Slot, Token};

use lumbar_ui::settings::{BED_HOURS, DISCREET, FAVOURITES, Heard, Kind, LANGUAGE, NotTaken, PACKS, THEME};
use serde_json::json;

use super::fields::BadForm;
use super::forms::{Deed, read};
use super::onwards::{HELP, fitting_page, warns};
use super::settings::Change;
use crate::store::Preference;

fn fields(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(n, v)| (n.into(), v.into()))
        .collect()
}

const TOKEN: Option<Token> = Some(Token { session: 1, exposure: 2, prompt: 3 });

#[test]
fn every_form_is_one_command() {
    let health = |conditions: &[Condition]| -> Command {
        let conditions = conditions.iter().copied().collect();
        Fact::AnswerHealth(HealthAnswers { skin_whole: Some(false), conditions, ..HealthAnswers::nothing_wrong() })
            .into()
    };
    let massage = HealthAnswers {
        kinds: BTreeSet::from([HealthKind::Massage, HealthKind::Stretch]),
        feels_normally: None,
        skin_whole: None,
        conditions: BTreeSet::from([Condition::Disc]),
    };
    let drink = SinceLast { alcohol: true, may_doze: true, ..SinceLast::default() };
    let read_as: Vec<(&str, &str, Command)> = vec![
        ("start", "routine=cold-15", Wish::Start(Start::plain("cold-15")).into()),
        ("start", "routine=cold-15&pack=&turns=", Wish::Start(Start::plain("cold-15")).into()),
        (
            "start",
            "routine=cold-15&pack=gel&turns=2&accept=R7&accept=r3",
            Wish::Start(Start {
                routine: "cold-15".into(),
                pack: Some("gel".into()),
                turns: Some(2),
                length: None,
                accept: [RuleId::R7, RuleId::R3].into(),
            })
            .into(),
        ),
        ("start", "routine=walk&length=1200", Wish::Start(Start { length: Some(1200), ..Start::plain("walk") }).into()),
        ("on", "token=1.2.3", Fact::On { token: TOKEN, since: 0, sure: false }.into()),
        ("on", "token=1.2.3&since=180", Fact::On { token: TOKEN, since: 180, sure: false }.into()),
        ("on", "", Fact::On { token: None, since: 0, sure: false }.into()),
        ("on", "since=7200&sure=yes", Fact::On { token: None, since: 7200, sure: true }.into()),
        ("undo", "token=1.2.3", Wish::Undo { token: TOKEN }.into()),
        ("undo", "", Wish::Undo { token: None }.into()),
        ("off", "token=1.2.3", Fact::Off { token: TOKEN, when: CameOff::Now }.into()),
        ("off", "token=1.2.3&when=bell", Fact::Off { token: TOKEN, when: CameOff::Bell }.into()),
        ("off", "token=1.2.3&when=ago&ago=600", Fact::Off { token: TOKEN, when: CameOff::Ago(600) }.into()),
        ("skin", "token=1.2.3&skin=bad", Command::skin(TOKEN, Skin::Bad)),
        ("stop", "slot=activity&hurts=yes", Fact::Stop { slot: Slot::Activity, hurts: true }.into()),
        ("stop", "slot=thermal", Fact::Stop { slot: Slot::Thermal, hurts: false }.into()),
        ("still-on", "token=1.2.3&on=no", Fact::StillOn { token: TOKEN, on: false }.into()),
        ("snooze", "token=1.2.3&seconds=600", Wish::Snooze { token: TOKEN, seconds: 600 }.into()),
        ("not-now", "token=1.2.3", Wish::NotNow { token: TOKEN }.into()),
        ("extend", "token=1.2.3&accept=R6", Wish::Extend { token: TOKEN, accept: [RuleId::R6].into() }.into()),
        ("pause", "", Wish::Pause.into()),
        ("resume", "", Wish::Resume.into()),
        ("skip", "slot=activity", Wish::Skip { slot: Slot::Activity, token: None }.into()),
        ("back", "", Wish::Back.into()),
        ("prepare", "timer=prep-towel", Wish::Prepare { timer: "prep-towel".into() }.into()),
        ("unprepare", "id=4", Wish::Unprepare { id: 4 }.into()),
        ("accept-disclaimer", "adult=yes", Fact::AcceptDisclaimer.into()),
        ("flags", "flags=unsure", Fact::AnswerFlags { flags: Flags::Unsure }.into()),
        ("see", "see=today", Fact::SeeSomeone { see: Some(See::Today) }.into()),
        ("see", "see=none", Fact::SeeSomeone { see: None }.into()),
        ("lift-flags", "", Wish::LiftFlags.into()),
        ("health", "feels=yes&whole=no", health(&[])),
        (
            "health",
            "feels=yes&whole=no&condition=raynauds&condition=clot&condition=",
            health(&[Condition::Raynauds, Condition::Clot]),
        ),
        ("health", "kind=massage&kind=stretch&condition=disc", Fact::AnswerHealth(massage).into()),
        ("since-last", "alcohol=yes&doze=yes", Fact::SinceLast(drink).into()),
        ("since-last", "", Fact::SinceLast(SinceLast::default()).into()),
        (
            "clinician",
            "about=heart&fine=yes",
            Fact::ClinicianSaysFine { about: Clinical::Condition(Condition::Heart), fine: true }.into(),
        ),
        (
            "clinician",
            "about=wrap-in-bed&fine=no",
            Fact::ClinicianSaysFine { about: Clinical::WrapInBed, fine: false }.into(),
        ),
        ("quiet-hours", "from=720&until=840", Choice::QuietHours { hours: Some((720, 840)) }.into()),
        ("quiet-hours-off", "", Choice::QuietHours { hours: None }.into()),
        ("bed-hours", "from=1320&until=360", Choice::BedHours { from: 1320, until: 360 }.into()),
        ("pain-changed", "", Fact::PainChanged.into()),
        (
            "plan-choose",
            "plan=plan-article&turns=8&until=2026-11-29",
            Wish::Plan(PlanWish::Choose {
                id: "plan-article".into(),
                turns: Some(8),
                agreed_until: NaiveDate::from_ymd_opt(2026, 11, 29),
            })
            .into(),
        ),
        ("plan-pause", "length=tomorrow", Wish::Plan(PlanWish::Pause { length: PauseFor::Tomorrow }).into()),
        ("plan-later", "token=1.2.3", Wish::Plan(PlanWish::Later { item: TOKEN.unwrap() }).into()),
    ];
    for (action, text, expected) in read_as {
        assert_eq!(read(action, &fields(text)), Ok(Deed::Tell(expected)), "{action} {text}");
    }
    assert_eq!(read("silence", &fields("")), Ok(Deed::Silence));
    let favourite = Preference::Favourite("cold-15".into(), false);
    assert_eq!(read("favourite", &fields("routine=cold-15&on=no")), Ok(Deed::Prefer(favourite)));
    for (text, change) in [
        ("key=theme&value=dark", Change::To(THEME.row(), json!("dark"))),
        ("key=language&value=system", Change::To(LANGUAGE.row(), json!("system"))),
        ("key=discreet&value=on", Change::To(DISCREET.row(), json!(true))),
        ("key=bed-hours&from=10:30 pm&until=7", Change::To(BED_HOURS.row(), json!("22:30-07:00"))),
        ("key=theme&reset=yes", Change::Back("theme".into())),
        ("key=shoe-size&reset=yes", Change::Back("shoe-size".into())),
        ("key=favourites&out=walk", Change::Part(FAVOURITES.row(), Preference::Favourite("walk".into(), false))),
        (
            "key=favourites&add=yes&more=walk",
            Change::Part(FAVOURITES.row(), Preference::Favourite("walk".into(), true)),
        ),
        (
            "key=favourites&up=walk&more=heat-pad",
            Change::Part(FAVOURITES.row(), Preference::MoveFavourite { routine: "walk".into(), up: true }),
        ),
        ("key=packs&out=walk", Change::Part(PACKS.row(), Preference::Pack("walk".into(), None))),
    ] {
        assert_eq!(read("set", &fields(text)), Ok(Deed::Set(change)), "{text}");
    }
    assert_eq!(read("sound-test", &fields("")), Ok(Deed::SoundTest(Heard::TakeOff)));
    assert_eq!(read("sound-test", &fields("sound=sound-next")), Ok(Deed::SoundTest(Heard::Next)));
    assert!(read("sound-test", &fields("sound=theme")).is_err());
}

#[test]
fn a_form_that_makes_no_sense_says_which_part_of_it() {
    let odd = |field, value: &str| BadForm::Odd { field, value: value.into() };
    for (action, text, expected) in [
        ("dance", "", BadForm::UnknownAction("dance".into())),
        ("set", "value=dark", BadForm::Missing("key")),
        ("set", "key=theme", BadForm::Missing("value")),
        ("set", "key=shoe-size&value=43", BadForm::UnknownSetting("shoe-size".into())),
        ("set", "key=theme&value=pink", BadForm::NotTaken(NotTaken { said: "pink".into(), kind: THEME.row().kind })),
        (
            "set",
            "key=bed-hours&from=25:00&until=7",
            BadForm::NotTaken(NotTaken { said: "25:00 - 7".into(), kind: Kind::Hours }),
        ),
        ("set", "key=favourites", BadForm::Missing("more")),
        ("favourite", "on=yes", BadForm::Missing("routine")),
        ("start", "", BadForm::Missing("routine")),
        ("start", "routine=cold-15&turns=many", odd("turns", "many")),
        ("start", "routine=walk&length=long", odd("length", "long")),
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
        ("health", "kind=knee", odd("kind", "knee")),
        ("see", "see=never", odd("see", "never")),
        ("plan-choose", "", BadForm::Missing("plan")),
        ("plan-choose", "plan=plan-article&until=sunday", odd("until", "sunday")),
        ("plan-start", "", BadForm::Missing("token")),
        ("since-last", "alcohol=some", odd("alcohol", "some")),
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
fn a_warning_sign_leads_to_help_whatever_page_the_form_names() {
    for (fact, lands) in [
        (Fact::AnswerFlags { flags: Flags::Emergency }, Some(HELP)),
        (Fact::AnswerFlags { flags: Flags::Unsure }, Some(HELP)),
        (Fact::AnswerFlags { flags: Flags::None }, None),
        (Fact::SeeSomeone { see: Some(See::Today) }, None),
    ] {
        let command = Command::from(fact.clone());
        assert_eq!(warns(&command), lands.is_some(), "{fact:?}");
        if let Some(lands) = lands {
            assert_eq!(fitting_page(&command), lands);
        }
    }
    assert_eq!(fitting_page(&Fact::PainChanged.into()), "/safety/flags");
}
