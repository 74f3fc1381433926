//! Finds texts and pictures that engine data asks for and nobody wrote, and texts that say nothing.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Duration;

use chrono::FixedOffset;
use fluent_bundle::FluentResource;
use lumbar_engine::alert::{About, Alert, Sound, Tag, Urgency};
use lumbar_engine::diary::wish::{BadEntry, EntryField};
use lumbar_engine::diary::{DiaryKind, Felt, Stopped};
use lumbar_engine::health::{Condition, HealthKind, Note};
use lumbar_engine::plan::catalogue::plans;
use lumbar_engine::plan::check::{BadPlan, Fault};
use lumbar_engine::plan::today::{ItemState, Why};
use lumbar_engine::plan::wish::PauseFor;
use lumbar_engine::practice::PracticeAt;
use lumbar_engine::refusal::{Obstacle, Reason, Refused};
use lumbar_engine::routine::Step;
use lumbar_engine::rules::{Force, NUMBERS, RuleId};
use lumbar_engine::time::At;
use lumbar_engine::words::{Advice, Answer, Class, Gate, Method, Modality, Outcome, Said, Side, Slot, Token};
use lumbar_ui::settings::{Keeper, Kind, NotTaken, TABLE};
use lumbar_ui::{Asked, DesktopInfo, Scene, Settings, Ui};

mod support;

use support::{Desk, catalogue};

#[test]
fn everything_the_engine_names_has_its_text() {
    let ui = Ui::new("en");
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    let mut want = |key: String| {
        wanted.insert(key);
    };
    let catalogue = catalogue();
    for routine in catalogue.routines() {
        for attribute in ["", ".lead", ".short", ".others"] {
            want(format!("routine-{}{attribute}", routine.id));
        }
        routine.supplies.iter().for_each(|s| want(format!("supply-{s}")));
        routine.cautions.iter().for_each(|c| want(format!("caution-{c}")));
        routine.not_for.iter().for_each(|n| want(format!("not-for-{n}")));
        routine.sources.iter().for_each(|s| want(format!("source-{s}")));
        for pack in &routine.packs {
            for attribute in ["", ".prepare", ".wrap"] {
                want(format!("pack-{pack}{attribute}"));
            }
        }
        for step in &routine.steps {
            match step {
                Step::Expose(expose) => {
                    for when in ["start", "during", "end"] {
                        want(format!("expose-{}-{when}", expose.method.code()));
                    }
                    expose.segments.iter().for_each(|b| want(format!("cue-{}", b.cue)));
                }
                Step::Rest(rest) => {
                    want(format!("step-{}", rest.text));
                    want(format!("step-{}.do", rest.text));
                }
                Step::Move(movement) => {
                    want(format!("step-{}", movement.text));
                    want(format!("step-{}.do", movement.text));
                    movement.beats.iter().for_each(|b| want(format!("cue-{}", b.cue)));
                }
            }
        }
    }
    for timer in catalogue.timers() {
        want(timer.id.clone());
        timer.sources.iter().for_each(|s| want(format!("source-{s}")));
        want(format!("pack-{}", timer.pack));
    }
    for number in NUMBERS {
        want(format!("rule-{}", number.name));
        want(format!("rule-{}.label", number.name));
        number.sources.iter().for_each(|s| want(format!("source-{s}")));
    }
    for method in Method::ALL {
        want(format!("method-{}", method.code()));
        if method.class() != Class::WholeBody {
            want(format!("stage-on-{}", method.code()));
        }
    }
    for kind in [Modality::Cold, Modality::Heat, Modality::Contrast, Modality::Massage, Modality::Stretch] {
        want(format!("kind-{}", kind.code()));
    }
    Condition::ALL.iter().for_each(|c| want(format!("condition-{}", c.code())));
    HealthKind::ALL.iter().for_each(|kind| want(format!("who-{}", kind.code())));
    Note::ALL.iter().for_each(|note| want(format!("rule-R14-note.{}", note.code())));
    Advice::ALL.iter().for_each(|advice| want(format!("advice-{}", advice.code())));
    for outcome in OUTCOMES {
        want(format!("outcome-{}", outcome.code()));
        want(format!("ended-{}", outcome.code()));
        want(format!("ended-{}.lead", outcome.code()));
    }
    Answer::ALL.iter().for_each(|a| want(format!("answer-{}", a.code())));
    DiaryKind::ALL.iter().for_each(|kind| want(format!("diary-sum-{}", kind.code())));
    Felt::ALL.iter().for_each(|felt| want(format!("felt-{}", felt.code())));
    Stopped::ALL.iter().for_each(|stopped| want(format!("week-{}", stopped.code())));
    EntryField::ALL.iter().for_each(|field| want(format!("diary-field-{}", field.code())));
    for said in Said::ALL {
        want(format!("undo-said-{}", said.code()));
        want(format!("undo-do-{}", said.code()));
    }
    for plan in plans() {
        for attribute in ["", ".lead", ".who"] {
            want(format!("plan-name-{}{attribute}", plan.id));
        }
        let names = plan.steps.iter().flat_map(|step| &step.items).filter_map(|item| item.name.as_ref());
        names.for_each(|name| want(format!("plan-item-{name}")));
    }
    Why::ALL.iter().for_each(|why| want(format!("plan-why-{}", why.code())));
    Why::ALL.iter().for_each(|why| want(format!("plan-was-{}", why.code())));
    ItemState::ALL.iter().for_each(|state| want(format!("plan-state-{}", state.code())));
    PauseFor::ALL.iter().for_each(|length| want(format!("plan-pause-{}", length.code())));
    for n in 1..=23 {
        want(format!("rule-title-R{n}"));
        want(format!("rule-about-R{n}"));
    }
    let missing: Vec<&String> = wanted.iter().filter(|key| !ui.has_text(key)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_setting_has_a_name_a_word_for_each_value_and_a_sentence_for_what_is_none() {
    let ui = Ui::new("en");
    for row in TABLE {
        assert!(ui.has_text(&format!("setting-{}", row.key)), "{}", row.key);
        let values: Vec<serde_json::Value> = match row.kind {
            Kind::OneOf(words) => words.iter().map(|word| (*word).into()).collect(),
            Kind::Switch => vec![true.into(), false.into()],
            Kind::Language
            | Kind::Hours
            | Kind::MaybeHours
            | Kind::Routines
            | Kind::Packs
            | Kind::Turns
            | Kind::Key => {
                vec![row.default_value()]
            }
        };
        for value in values {
            let said = ui.setting_value(row, &value);
            assert!(!said.starts_with("setting") && !said.starts_with("word-"), "{}: {said}", row.key);
        }
        let said = ui.setting_not_taken(&NotTaken { said: "zebra".into(), kind: row.kind });
        assert!(said.contains("“zebra”"), "{}: {said}", row.key);
        // Where it is kept elsewhere, somebody must know how to ask there.
        let asked = ["start-at-login", "bed-hours", "quiet-hours", "ask-felt", "ask-week"];
        assert!(row.keeper == Keeper::Data || asked.contains(&row.key), "{}", row.key);
    }
}

const OUTCOMES: &[Outcome] = Outcome::ALL;

#[test]
fn every_obstacle_the_engine_can_raise_has_a_sentence_and_a_short_reason() {
    let ui = Ui::new("en");
    let numbers = NUMBERS.iter().map(|number| number.name);
    let names: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.code()).chain(numbers).collect();
    let missing: Vec<String> = names.iter().map(|n| format!("rule-{n}")).filter(|k| !ui.has_text(k)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn text_files_are_sound_and_no_text_stands_twice() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if let Err((_, errors)) = FluentResource::try_new(fs::read_to_string(&path).unwrap()) {
            panic!("{}: {errors:?}", path.display());
        }
    }
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (key, file) in support::keys::all() {
        if let Some(before) = seen.insert(key.clone(), file.clone()) {
            panic!("{key} stands in {before} and in {file}");
        }
    }
}

fn abouts() -> Vec<About> {
    let gates = [Gate::Disclaimer, Gate::Flags, Gate::Health];
    let mut abouts = vec![
        About::PutOn { turn: 1, turns: 1, again: 0, battery_low: false },
        About::PutOn { turn: 2, turns: 3, again: 2, battery_low: true },
        About::Lapsed,
        About::SkinCheck { again: false, reminder: false },
        About::SkinCheck { again: true, reminder: true },
        About::Soon { seconds: 60 },
        About::Segment { cue: "warm".into() },
        About::TakeOff { least: 1241, most: Some(1241), again: 0 },
        About::TakeOff { least: 1241, most: Some(2580), again: 3 },
        About::TakeOff { least: 1241, most: None, again: 1 },
        About::MaybeStillOn { least: 2400 },
        About::GetOut,
        About::Resting { seconds: 1200 },
        About::Overran { least: 1800, locked: 86_400 },
        About::Overran { least: 1300, locked: 0 },
        About::SkinStop { locked: 86_400 },
        About::SkinStop { locked: 0 },
        About::SkinAfter { locked: 0 },
        About::SkinAfter { locked: 7200 },
        About::Done,
        About::Stopped,
        About::Prepared { timer: "prep-towel".into() },
        About::GoingToSleep,
        About::BatteryLow,
        About::BedHours,
        About::IsItOn,
        About::Practice { at: PracticeAt::Ready },
        About::Practice { at: PracticeAt::On },
        About::Practice { at: PracticeAt::Skin },
        About::Practice { at: PracticeAt::TakeOff },
        About::Practice { at: PracticeAt::Done },
        About::Beat { step: "knee-chest".into(), cue: Some("hold".into()), side: Some(Side::Left), rep: 2, reps: 3 },
        About::Beat { step: "lie-down".into(), cue: None, side: None, rep: 1, reps: 1 },
        About::NextStep { step: "tilt".into() },
        About::StepBegins { step: "tilt".into() },
        About::Planned { name: None, turns: 3, seconds: None },
        About::Planned { name: Some("warm-or-cold".into()), turns: 1, seconds: Some(600) },
        About::MoveBreak,
    ];
    abouts.extend(gates.map(|gate| About::GateDue { gate }));
    abouts
}

fn alert(about: About, method: Option<Method>) -> Alert {
    Alert {
        tag: Tag::Thermal,
        about,
        routine: Some("cold-20-20".into()),
        method,
        pack: Some("gel".into()),
        urgency: Urgency::Critical,
        sound: Sound::Alarm,
        raise: true,
        answers: Answer::ALL.to_vec(),
        token: Token { session: 1, exposure: 2, prompt: 3 },
    }
}

#[test]
fn every_alert_says_something_whole_for_every_method() {
    for locale in ["en", "en-XA"] {
        let ui = Ui::new(locale);
        for about in abouts() {
            for method in [None].into_iter().chain(Method::ALL.iter().copied().map(Some)) {
                let alert = alert(about.clone(), method);
                for text in [ui.alert(&alert), ui.discreet_alert(&alert)] {
                    let whole = |t: &str| !t.contains('{') && !t.starts_with("alert-") && !t.starts_with("answer-");
                    assert!(
                        !text.title.trim().is_empty() && whole(&text.title) && whole(&text.body),
                        "{about:?}: {text:?}"
                    );
                    assert_eq!(text.buttons.len(), Answer::ALL.len());
                    assert!(text.buttons.iter().all(|(_, label)| !label.is_empty() && whole(label)), "{text:?}");
                }
                let discreet = ui.discreet_alert(&alert);
                let said = format!("{} {}", discreet.title, discreet.body).to_lowercase();
                assert!(
                    !["skin", "pack", "ice"].iter().any(|w| said.split(|c: char| !c.is_alphabetic()).any(|s| s == *w)),
                    "{said}"
                );
            }
        }
    }
}

#[test]
fn take_off_says_how_long_it_was_on_and_how_sure_that_is() {
    let ui = Ui::new("en");
    let body = |most| ui.alert(&alert(About::TakeOff { least: 1241, most, again: 0 }, Some(Method::StillCold))).body;
    assert!(body(Some(1241)).contains("20 min 41 s"));
    assert!(body(Some(2580)).contains("43 min"));
    assert!(body(None).contains("for at least 20 min 41 s, maybe much longer"));
}

#[test]
fn every_refusal_is_a_sentence_and_says_from_when_it_is_possible() {
    let ui = Ui::new("en");
    let desk = Desk::answered();
    let offset = FixedOffset::east_opt(3600).unwrap();
    let said = |refused: &Refused| ui.refusal(refused, desk.now, offset);
    let until = Some(At::ahead(desk.now, Duration::from_secs(40 * 60)));
    let mut refusals = vec![
        Refused::UnknownRoutine { routine: "x".into() },
        Refused::UnknownTimer { timer: "x".into() },
        Refused::UnknownPack { routine: "cold-15".into(), pack: "x".into() },
        Refused::Turns { routine: "cold-20-20".into(), most: 3 },
        Refused::Length { routine: "walk".into(), lengths: vec![300, 600] },
        Refused::Length { routine: "cold-15".into(), lengths: Vec::new() },
        Refused::Busy { routine: "cold-15".into() },
        Refused::NothingRunning,
        Refused::NotNow,
        Refused::Outdated,
        Refused::NothingToUndo,
        Refused::ReallySoLong { seconds: 18_000 },
        Refused::Gate { gate: Gate::Health, routine: "cold-15".into() },
        Refused::ReadOnly,
        Refused::NoPlan,
        Refused::Entry { bad: BadEntry::GoesOn },
        Refused::Entry { bad: BadEntry::Ahead { field: EntryField::From } },
        Refused::Entry { bad: BadEntry::NoTime { field: EntryField::Until } },
        Refused::Entry { bad: BadEntry::TooLong { field: EntryField::Minutes, most: 43_200 } },
        Refused::Entry { bad: BadEntry::TooLongAgo { field: EntryField::From } },
        Refused::Entry { bad: BadEntry::NoteTooLong { most: 2000 } },
        Refused::Entry { bad: BadEntry::Times { has: 2 } },
        Refused::Entry { bad: BadEntry::Unknown },
        Refused::QuietHours { least: 15, most: 960 },
        Refused::UnknownPlan { plan: "x".into() },
    ];
    let bad = |fault: &Fault| Refused::BadPlan(BadPlan { fault: *fault, item: Some(1), value: "7".into() });
    refusals.extend(Fault::ALL.iter().map(bad));
    for number in NUMBERS {
        for force in [Force::Hard, Force::Warning, Force::Clinician, Force::Told] {
            let obstacle = Obstacle {
                rule: number.rule,
                name: number.name.into(),
                value: number.value,
                force,
                sources: Vec::new(),
                until,
                about: None,
            };
            let sentence = said(&Refused::Rule(obstacle));
            // 10:00:07 and 40 minutes, rounded up so that it is never too early.
            assert_eq!(sentence.matches("10:41").count(), 1, "{}: {sentence}", number.name);
            refusals.push(Refused::Rule(Obstacle {
                rule: RuleId::R14,
                name: "R14-condition".into(),
                value: 0,
                force,
                sources: Vec::new(),
                until: None,
                about: Some("heart".into()),
            }));
        }
    }
    for refused in &refusals {
        let sentence = said(refused);
        let whole = sentence.ends_with(['.', '?'])
            && !sentence.contains('{')
            && sentence.starts_with(|c: char| c.is_uppercase() || c == '“');
        assert!(whole, "{refused:?}: {sentence}");
    }
}

#[test]
fn what_a_person_typed_is_shown_as_text_everywhere() {
    const BAD: &str = "<img src=x onerror=alert(1)>\"'&";
    let ui = Ui::new("en");
    let mut desk = Desk::answered();
    desk.start("stretch-start").pass(40);
    desk.ask(lumbar_engine::command::Wish::Prepare { timer: "prep-towel".into() });
    desk.start("cold-20-20").on().pass(400);
    let mut view = desk.engine.view();
    for session in [&mut view.thermal, &mut view.activity].into_iter().flatten() {
        let mut own = lumbar_engine::routine::Routine::clone(&session.routine);
        own.id = BAD.into();
        own.figure = BAD.into();
        own.supplies.push(BAD.into());
        for step in &mut own.steps {
            if let Step::Move(movement) = step {
                movement.text = BAD.into();
                movement.figure = BAD.into();
                movement.beats.iter_mut().for_each(|b| b.cue = BAD.into());
            }
        }
        session.routine = own.into();
        session.pack = Some(BAD.into());
        if let Some(beat) = &mut session.beat {
            beat.cue = Some(BAD.into());
        }
    }
    view.timers[0].timer = BAD.into();
    let last = support::states().into_iter().find(|s| s.name == "ended-done").unwrap().view.last;
    view.last = last.map(|mut l| {
        l.routine = BAD.into();
        l
    });
    let catalogue = catalogue();
    let desktop = DesktopInfo::default();
    let settings = Settings::from_rows([(BAD.to_owned(), BAD.to_owned()), ("theme".to_owned(), BAD.to_owned())]);
    let notices = [lumbar_ui::Notice::BadRoutine {
        file: BAD.into(),
        why: lumbar_ui::Why::new("routine-bad-text").with("text", BAD),
    }];
    let mut ready = view.clone();
    ready.thermal.as_mut().unwrap().phase = lumbar_engine::view::PhaseView::Ready;
    let mut over = view.clone();
    over.thermal = None;
    over.activity = None;
    for view in [&view, &ready, &over] {
        let scene = Scene {
            view,
            rev: 1,
            now: desk.now,
            offset: FixedOffset::east_opt(0).unwrap(),
            catalogue: &catalogue,
            demo: true,
            notices: &notices,
            desktop: &desktop,
            settings: &settings,
            version: BAD,
        };
        let form =
            lumbar_ui::RetryForm { action: BAD.into(), fields: vec![(BAD.into(), BAD.into())], back: Some(BAD.into()) };
        let filter = lumbar_ui::Filter { query: BAD.into(), ..lumbar_ui::Filter::default() };
        let mut pages = vec![
            ui.today(&scene),
            ui.session(&scene, Slot::Thermal),
            ui.session(&scene, Slot::Activity),
            ui.routines(&scene, &filter),
            ui.about(&scene),
            ui.settings(
                &scene,
                &Asked { query: String::new(), set: Some(BAD.into()), asks: Some(BAD.into()), heard: Some(BAD.into()) },
            ),
            ui.settings(&scene, &Asked { query: BAD.into(), ..Asked::default() }),
            ui.error(&scene, BAD),
            ui.younger(&scene, Some(&format!("/{BAD}"))),
            ui.flags(&scene, Some(&format!("/{BAD}"))),
            ui.since_last(&scene, Some(&format!("/{BAD}"))),
            ui.health(&scene, Some(&format!("/{BAD}"))),
        ];
        for refused in [
            Refused::UnknownRoutine { routine: BAD.into() },
            Refused::UnknownPack { routine: BAD.into(), pack: BAD.into() },
            Refused::Busy { routine: BAD.into() },
        ] {
            pages.push(ui.refused(&scene, &refused, &form));
        }
        let mut shown = 0;
        for page in &pages {
            assert!(!page.contains("<img src=x"), "{page}");
            shown += usize::from(page.contains("img src=x onerror"));
        }
        assert!(shown >= pages.len() - 3, "the name is there to be read: {shown} of {}", pages.len());
    }
}

#[test]
fn the_voice_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Ui>();
}

#[test]
fn tray_and_status_say_what_is_on_in_every_state() {
    let ui = Ui::new("en");
    let offset = FixedOffset::east_opt(3600).unwrap();
    for shown in support::states() {
        let tray = ui.tray(&shown.view, shown.now);
        let status = ui.status(&shown.view, shown.now, offset);
        for text in tray.lines.iter().chain([&tray.title, &tray.tooltip, &status]) {
            assert!(!text.contains('{') && !text.contains("tray-") && !text.contains("cli-"), "{}: {text}", shown.name);
        }
        let running = shown.view.thermal.is_some() || shown.view.activity.is_some();
        assert_eq!(tray.title.is_empty(), !running, "{}: {tray:?}", shown.name);
        assert_eq!(
            status.contains("Nothing is on"),
            !running && shown.view.timers.is_empty(),
            "{}: {status}",
            shown.name
        );
        if shown.name.starts_with("take-off") {
            assert!(status.contains("TAKE IT OFF NOW") && tray.tooltip.contains("take it off now"), "{status}");
        }
    }
    let labels = format!("{:?}", ui.tray_labels(&Desk::fresh().engine.view()));
    assert!(!labels.contains("tray-"), "{labels}");
}
