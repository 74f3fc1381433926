//! Each setting is seen to act: here on the pages; docs/settings.md names the test for each one.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use lumbar_engine::words::Outcome;
use lumbar_ui::settings::{LOGIN_REFUSED, MOTION, Motion, Settings, TABLE};
use lumbar_ui::{Scene, Ui};
use support::pages::{desktop, scene};
use support::{Desk, Shown, catalogue};

fn rested() -> Shown {
    let mut desk = Desk::answered();
    desk.start("rest-position");
    desk.pass(700);
    let view = desk.engine.view();
    assert_eq!(view.last.as_ref().map(|last| last.outcome), Some(Outcome::Done));
    Shown { name: "rested".into(), view, now: desk.now }
}

#[test]
fn pictures_stand_still_where_that_was_chosen() {
    let (shown, catalogue, desktop) = (rested(), catalogue(), desktop());
    let mut settings = Settings::default();
    let page =
        |settings: &Settings| Ui::new("en").today(&Scene { settings, desktop: &desktop, ..scene(&shown, &catalogue) });
    assert!(!page(&settings).contains("data-motion"));
    settings.set(&MOTION, &Motion::Still);
    assert!(page(&settings).contains(r#"data-motion="still""#));
}

#[test]
fn starting_at_login_is_offered_until_it_was_refused() {
    let (shown, catalogue, desktop) = (rested(), catalogue(), desktop());
    let mut settings = Settings::default();
    let offered = |settings: &Settings| {
        let scene = Scene { settings, desktop: &desktop, ..scene(&shown, &catalogue) };
        Ui::new("en").today(&scene).contains("/do/refuse-login")
    };
    assert!(offered(&settings));
    settings.set(&LOGIN_REFUSED, &true);
    assert!(!offered(&settings));
}

#[test]
fn the_question_of_the_week_stands_there_only_where_it_was_chosen() {
    let (shown, catalogue) = (rested(), catalogue());
    let pages = support::day::pages(&Ui::new("en"), &scene(&shown, &catalogue));
    let asks = |name: &str| {
        let (_, page) = pages.iter().find(|(of, _)| of == name).unwrap();
        page.contains(r#"action="/do/diary/week""#)
    };
    assert!(asks("day-asks"));
    assert!(!asks("day-unasked"), "it is due all the same");
}

/// Every function of a test in the workspace.
fn tests_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if entry.is_dir() && !name.starts_with('.') && name != "target" {
            tests_in(&entry, found);
        } else if name.ends_with(".rs") {
            let text = std::fs::read_to_string(&entry).unwrap();
            let named = text.lines().filter_map(|line| {
                let line = line.trim_start().strip_prefix("async ").unwrap_or_else(|| line.trim_start());
                Some(line.strip_prefix("fn ")?.split('(').next()?.to_owned())
            });
            found.extend(named);
        }
    }
}

#[test]
fn the_document_names_a_test_for_every_setting_and_each_of_them_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let document = std::fs::read_to_string(root.join("docs/settings.md")).unwrap();
    let (_, table) = document.split_once("## Where each is seen to act").unwrap();
    let mut tests = BTreeSet::new();
    for folder in ["ui", "src-tauri", "tests"] {
        tests_in(&root.join(folder), &mut tests);
    }
    let mut shown = BTreeSet::new();
    for line in table.lines().filter(|line| line.starts_with("| `")) {
        let mut cells = line.split('|').map(|cell| cell.split('`').skip(1).step_by(2).collect::<Vec<_>>()).skip(1);
        let (keys, named) = (cells.next().unwrap(), cells.next().unwrap());
        assert!(named.len() == 1 && tests.contains(named[0]), "there is no test of this name: {named:?}");
        for key in keys {
            assert!(shown.insert(key.to_owned()), "{key} stands there twice");
        }
    }
    assert_eq!(shown, TABLE.iter().map(|row| row.key.to_owned()).collect());
}
