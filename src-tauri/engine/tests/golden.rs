//! A saved state of every released version loads in this one and shows what it showed, in every kind of state.

#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::fs;
use std::path::PathBuf;

use lumbar_engine::command::{Choice, Fact, Report, SinceLast, Wish};
use lumbar_engine::health::{Clinical, Condition};
use lumbar_engine::outbox::Effect;
use lumbar_engine::plan::wish::{PauseFor, PlanWish};
use lumbar_engine::time::Now;
use lumbar_engine::words::{Advice, CameOff, Flags, See, Skin, Slot, Token};
use lumbar_engine::{Engine, SAVED_VERSION, Saved};
use serde_json::{Value, json};
use support::story::DEAD;
use support::{Desk, catalogue};

/// How a kind of state comes about.
type Story = fn() -> Desk;

const STORIES: &[(&str, Story)] = &[
    ("nothing-answered", Desk::fresh),
    ("nothing-on", Desk::healthy),
    ("ready-asked-again", || {
        let mut desk = started("cold-20-20", Some(2));
        desk.ask(Report::BatteryLow(true)).unwrap();
        desk.pass(180);
        desk
    }),
    ("off-that-can-be-taken-back", || {
        let mut desk = on("cold-20-20", Some(2), 400);
        desk.skin(Skin::Fine).unwrap();
        desk.pass(30);
        desk.off(CameOff::Now);
        desk.pass(30);
        desk
    }),
    ("snoozed", || {
        let mut desk = started("heat-pad", None);
        desk.ask(Wish::Snooze { token: None, seconds: 600 }).unwrap();
        desk
    }),
    ("on-with-a-check-that-waits", || on("cold-20-20", Some(2), 301)),
    ("on-beside-movement", || {
        let mut desk = on("heat-pad", None, 10);
        desk.start("stretch-start").unwrap();
        desk.pass(40);
        desk
    }),
    ("on-in-segments", || on("ice-massage-5", None, 151)),
    ("on-made-longer", || {
        let mut desk = on("heat-bottle", None, 60);
        desk.ask(Wish::Extend { token: None, accept: support::all_rules() }).unwrap();
        desk
    }),
    ("on-in-doubt-after-a-reboot", || {
        let mut desk = on("heat-gel", None, 60);
        desk.reboot(600, DEAD);
        desk
    }),
    ("wrap-before-the-bed-hours", || {
        let mut desk = Desk::healthy();
        desk.ask(Choice::BedHours { from: 15 * 60, until: 23 * 60 }).unwrap();
        desk.start("heat-wrap").unwrap();
        desk.on();
        desk.pass(1800);
        desk
    }),
    ("take-off-that-rings", || on("cold-10", None, 690)),
    ("take-off-after-bad-skin", || {
        let mut desk = on("cold-15", None, 100);
        desk.skin(Skin::Bad).unwrap();
        desk
    }),
    ("may-still-be-on", || on("cold-15", None, 4000)),
    ("out-of-the-bath", || on("warm-bath", None, 1000)),
    ("resting", || {
        let mut desk = on("cold-20-20", Some(2), 100);
        desk.off(CameOff::Now);
        desk.pass(60);
        desk
    }),
    ("locked-after-an-over-run", || {
        let mut desk = on("cold-15", None, 1600);
        desk.off(CameOff::Now);
        desk
    }),
    ("lapsed", || {
        let mut desk = started("cold-15", None);
        desk.pass(1000);
        desk
    }),
    ("paused-and-preparing", || {
        let mut desk = started("stretch-full", None);
        desk.pass(45);
        desk.ask(Wish::Pause).unwrap();
        desk.ask(Wish::Prepare { timer: "prep-rice".into() }).unwrap();
        desk
    }),
    ("asked-whether-it-is-on", || {
        let mut desk = on("cold-15", None, 60);
        desk.off(CameOff::Now);
        desk.ask(Fact::On { token: Some(Token { session: 9, exposure: 9, prompt: 9 }), since: 30, sure: true })
            .unwrap();
        desk.pass(70);
        desk
    }),
    ("data-lost", || {
        let mut desk = on("cold-15", None, 60);
        desk.engine.lost_data();
        desk.drain();
        desk
    }),
    ("emergency-and-conditions", || {
        let mut desk = Desk::fresh();
        desk.ask(Fact::AcceptDisclaimer).unwrap();
        let mut health = lumbar_engine::command::HealthAnswers::nothing_wrong();
        health.conditions.extend([Condition::Raynauds, Condition::Heart]);
        desk.ask(Fact::AnswerHealth(health)).unwrap();
        let since = SinceLast { alcohol: true, medicine: true, swelling: true, ..SinceLast::default() };
        desk.ask(Fact::SinceLast(since)).unwrap();
        desk.ask(Fact::SeeSomeone { see: Some(See::Book) }).unwrap();
        let about = Clinical::Condition(Condition::Heart);
        desk.ask(Fact::ClinicianSaysFine { about, fine: true }).unwrap();
        desk.ask(Fact::ClinicianSaysFine { about: Clinical::WrapInBed, fine: true }).unwrap();
        desk.ask(Fact::Noted { advice: Advice::NoBetter }).unwrap();
        desk.ask(Fact::AnswerFlags { flags: Flags::Emergency }).unwrap();
        desk
    }),
    ("a-full-day", || {
        let mut desk = Desk::healthy();
        for routine in ["cold-15", "heat-bottle", "stretch-start", "warm-stretch-cool", "ball-wall"] {
            desk.start_anyway(routine, None).unwrap();
            desk.on_if_ready();
            desk.pass(300);
            let _ = desk.skin(Skin::Fine);
            desk.pass(400);
            if desk.thermal().is_some() {
                desk.off(CameOff::Now);
                desk.ask(Fact::Stop { slot: Slot::Thermal, hurts: false }).unwrap();
            }
            desk.sleep(7200);
        }
        desk
    }),
    ("a-plan-in-a-day-of-parts", || {
        let mut desk = on("cold-15", None, 400);
        desk.off(CameOff::Now);
        desk.choose("plan-two-weeks");
        desk.ask(Choice::QuietHours { hours: Some((780, 840)) }).unwrap();
        desk.pass(3 * 3600);
        if let Some(item) = desk.planned().reminder {
            desk.plan(PlanWish::Later { item }).unwrap();
        }
        desk.ask(Report::BedHours { from: 21 * 60, until: 6 * 60, offset_seconds: 0 }).unwrap();
        desk.pass(3600);
        desk.plan(PlanWish::Worse).unwrap();
        desk.plan(PlanWish::Pause { length: PauseFor::Open }).unwrap();
        desk
    }),
];

fn started(routine: &str, turns: Option<u8>) -> Desk {
    let mut desk = Desk::healthy();
    desk.start_anyway(routine, turns).unwrap();
    desk
}

fn on(routine: &str, turns: Option<u8>, seconds: u64) -> Desk {
    let mut desk = started(routine, turns);
    desk.on();
    desk.pass(seconds);
    desk
}

/// What a person sees and hears of a saved state that is loaded at `now`.
fn shown(saved: Saved, now: Now) -> Value {
    let mut engine = Engine::restore(saved, catalogue(), now);
    let mut said = Vec::new();
    while let Some(effect) = engine.poll_effect() {
        if let Effect::Alert(alert) = effect {
            said.push(alert);
        }
    }
    json!({ "view": engine.view(), "said": said, "wake": engine.next_wake().after, "ledger": engine.exposures() })
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

#[test]
fn states_of_released_versions_load() {
    let mut loaded = 0;
    for file in fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let golden: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let saved = serde_json::from_value(golden["saved"].clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut shown = shown(saved, serde_json::from_value(golden["now"].clone()).unwrap());
        // A later version may show more, and have more routines.
        shown["view"].as_object_mut().unwrap().retain(|name, _| golden["shown"]["view"].get(name).is_some());
        let offers = shown["view"]["offers"].as_object_mut().unwrap();
        offers.retain(|id, _| golden["shown"]["view"]["offers"].get(id).is_some());
        assert_eq!(shown, golden["shown"], "{name}");
        loaded += 1;
    }
    assert!(loaded >= STORIES.len(), "{loaded} files");
}

/// Writes the files of this version; run it once when the form of the state changes, under a new version number.
#[test]
#[ignore = "writes the golden files of a new version"]
fn write_golden_states() {
    for (name, story) in STORIES {
        let desk = story();
        let now = desk.machine.now();
        let golden = json!({ "saved": desk.saved(), "now": now, "shown": shown(desk.saved(), now) });
        let path = folder().join(format!("v{SAVED_VERSION}-{name}.json"));
        fs::write(path, format!("{golden}\n")).unwrap();
    }
}
