//! Holds left and right together: the word on the page and the side the picture shows, for every step of every routine.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::Path;

use lumbar_engine::routine::{Expose, Routine, Step};
use lumbar_engine::view::PhaseView;
use lumbar_engine::words::{Side, Skin, Slot};
use lumbar_ui::{Ui, asset};

mod support;

use support::pages::scene;
use support::{Desk, catalogue};

/// The side a figure's file shows, as its own mark says.
fn drawn(figure: &str) -> Option<Side> {
    let file =
        asset(&format!("figures/{figure}.svg")).map(|(bytes, _)| String::from_utf8_lossy(&bytes).into_owned())?;
    match file.split_once("data-side=\"")?.1.split('"').next()? {
        "left" => Some(Side::Left),
        other => panic!("{figure} shows {other}: every file shows the left side, pages turn it for the right"),
    }
}

/// What a session page says (its badge) and shows (the picture, turned or not).
fn said_and_shown(page: &str) -> (Option<Side>, Option<Side>) {
    let side = |word: &str| if word.starts_with("left") { Side::Left } else { Side::Right };
    let said = page.split_once("<p class=\"side side-").map(|(_, rest)| side(rest));
    let (_, picture) = page.split_once("<div class=\"stage-pic").expect("a picture");
    let (class, picture) = picture.split_once('>').expect("a tag");
    let picture = picture.split("</svg>").next().expect("a drawing");
    let turned = class.starts_with(" mirror");
    assert!(!turned || picture.contains("data-side"), "a picture without a side was turned");
    let shown = picture.contains("data-side=\"left\"").then_some(if turned { Side::Right } else { Side::Left });
    (said, shown)
}

fn moves_by_side(routine: &Routine) -> bool {
    routine.steps.iter().any(|s| matches!(s, Step::Move(m) if !m.sides.is_empty()))
}

#[test]
fn a_step_for_a_side_has_a_picture_that_shows_one() {
    let catalogue = catalogue();
    for routine in catalogue.routines() {
        for step in &routine.steps {
            if let Step::Move(step) = step
                && !step.sides.is_empty()
            {
                assert_eq!(drawn(&step.figure), Some(Side::Left), "{}: {}", routine.id, step.figure);
            }
        }
    }
    assert_eq!(drawn("ice-massage"), Some(Side::Left));
}

#[test]
fn a_picture_before_a_side_shows_the_side_that_comes_next() {
    let catalogue = catalogue();
    for routine in catalogue.routines() {
        let mut next = None;
        for step in routine.steps.iter().rev() {
            let Step::Move(step) = step else { continue };
            match step.sides.first() {
                Some(side) => next = Some(*side),
                None if drawn(&step.figure).is_some() => {
                    assert_eq!(drawn(&step.figure), next, "{}: {}", routine.id, step.figure);
                }
                None => {}
            }
        }
    }
}

#[test]
fn the_page_says_and_shows_the_same_side_in_every_beat_of_every_routine() {
    let ui = Ui::new("en");
    let catalogue = catalogue();
    let mut seen = 0;
    for routine in catalogue.routines().filter(|r| moves_by_side(r)) {
        let mut desk = Desk::answered();
        desk.start(&routine.id);
        let slot = if routine.is_thermal() { Slot::Thermal } else { Slot::Activity };
        if slot == Slot::Thermal {
            // Through the warm part to what moves.
            desk.on();
            desk.pass(310).skin(Skin::Fine);
            desk.pass(600).off();
            desk.pass(61);
        }
        let mut sides = Vec::new();
        while let Some(session) = desk.engine.view().activity.or_else(|| desk.engine.view().thermal) {
            if session.phase != PhaseView::Running {
                break;
            }
            let shown = desk.shown(&routine.id);
            let page = ui.session(&scene(&shown, &catalogue), slot);
            let (said, picture) = said_and_shown(&page);
            let beat = session.beat.as_ref().and_then(|b| b.side);
            assert_eq!(said, beat, "{}: the badge", routine.id);
            if let Some(side) = said {
                assert_eq!(picture, Some(side), "{} at {:?}", routine.id, session.beat);
                sides.push(side);
            }
            desk.pass(5);
        }
        assert!(sides.contains(&Side::Left) && sides.contains(&Side::Right), "{}: {sides:?}", routine.id);
        seen += 1;
    }
    assert!(seen >= 8, "{seen}");
}

#[test]
fn an_ice_massage_turns_its_picture_with_its_second_half() {
    let ui = Ui::new("en");
    let catalogue = catalogue();
    let mut desk = Desk::answered();
    desk.start("ice-massage-5").on().pass(20);
    let look = |desk: &Desk| {
        let shown = desk.shown("ice");
        said_and_shown(&ui.session(&scene(&shown, &catalogue), Slot::Thermal))
    };
    assert_eq!(look(&desk), (Some(Side::Left), Some(Side::Left)));
    desk.pass(140).skin(Skin::Fine).pass(10);
    assert_eq!(look(&desk), (Some(Side::Right), Some(Side::Right)));
    let halves = |e: &Expose| e.segments.iter().map(|s| s.cue.clone()).collect::<Vec<_>>();
    assert_eq!(catalogue.routine("ice-massage-5").unwrap().exposures().next().map(halves).unwrap(), ["left", "right"]);
}

#[test]
fn the_mark_of_a_side_stands_once_and_in_both_files_of_a_figure() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("figures");
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "svg") {
            continue;
        }
        let marks = |path: &Path| fs::read_to_string(path).unwrap().matches("data-side=").count();
        let still = folder.join("still").join(path.file_name().unwrap());
        assert!(marks(&path) <= 1 && marks(&path) == marks(&still), "{}", path.display());
    }
}

#[test]
fn the_style_turns_a_picture_that_is_for_the_right() {
    // The tests above read a class; what the class does stands in the style.
    let style = String::from_utf8_lossy(&asset("static/style.css").unwrap().0).into_owned();
    assert!(style.contains(".mirror .fig { scale: -1 1; }"));
}
