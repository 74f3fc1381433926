//! A saved state of every released version loads in this one and shows what it showed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use lumbar_engine::view::PhaseView;
use lumbar_engine::{Engine, SAVED_VERSION, Saved};
use support::{Desk, Machine, catalogue};

/// The states: name, the file, the phase it was saved in.
const STATES: [(&str, &str, Option<PhaseView>); 3] = [
    ("v1-on-ice", include_str!("golden/v1-on-ice.json"), Some(PhaseView::Running)),
    ("v1-resting", include_str!("golden/v1-resting.json"), Some(PhaseView::Resting)),
    ("v1-nothing", include_str!("golden/v1-nothing.json"), None),
];

fn story(name: &str) -> Desk {
    let mut desk = Desk::healthy();
    if name == "v1-nothing" {
        return desk;
    }
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.start("stretch-start").unwrap();
    desk.on();
    desk.pass(300);
    desk.skin(lumbar_engine::words::Skin::Fine).unwrap();
    desk.pass(100);
    if name == "v1-resting" {
        desk.off(lumbar_engine::words::CameOff::Now);
    }
    desk
}

#[test]
fn states_of_released_versions_load() {
    for (name, text, phase) in STATES {
        let saved: Saved = serde_json::from_str(text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut machine = Machine::new();
        machine.pass(400);
        let engine = Engine::restore(saved, catalogue(), machine.now());
        assert_eq!(engine.view().thermal.map(|t| t.phase), phase, "{name}");
        assert!(engine.view().gate.is_none(), "{name}: the answers about health are there");
    }
}

/// Writes the files of this version; run it once when the form of the state changes, under a new version number.
#[test]
#[ignore = "writes the golden files of a new version"]
fn write_golden_states() {
    for (name, ..) in STATES {
        let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, serde_json::to_string_pretty(&story(name).engine.saved()).unwrap()).unwrap();
    }
    assert_eq!(SAVED_VERSION, 1);
}
