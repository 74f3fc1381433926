//! The page of a day: real times, escaped words, forms that keep what was typed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail by panicking")]

mod support;

use lumbar_ui::Ui;
use support::{Desk, catalogue, day, pages};

fn page(name: &str) -> String {
    let (ui, catalogue) = (Ui::new("en"), catalogue());
    let shown = Desk::answered().shown("nothing-on");
    let scene = pages::scene(&shown, &catalogue);
    day::pages(&ui, &scene).into_iter().find(|(known, _)| known == name).expect("a page of this name").1
}

#[test]
fn a_day_says_the_real_times_the_skin_and_what_was_on_too_long() {
    let page = page("day");
    for said in [
        "Friday 20 November",
        "11:02 to 12:04",
        "2 turns: 20 min · 22 min 10 s",
        "Skin fine at 11:07 · 11:12.",
        "No answer about your skin at 11:47.",
        "On for 22 min 10 s: 2 min 10 s longer than the most.",
        "Skin very red, sore or numb at 15:45.",
        "Right after: worse.",
        "added by hand",
        "since 21:00",
        "walked, once",
        "cold, 2 times",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(page.contains("The first &#60;b&#62;hill&#60;/b&#62; &#38; back"), "what a person writes is no markup");
    assert!(page.contains("/history/day/2026-11-19") && !page.contains("/history/day/2026-11-21"), "no day to come");
    assert!(!page.contains("edit=7"), "what goes on is not changed");
    assert!(!page.contains("How much did your back stop you"), "it is asked of nobody who did not switch it on");
}

#[test]
fn what_was_typed_into_a_form_that_was_not_taken_stands_in_it_again() {
    let add = page("day-wrong");
    for kept in [
        "value=\"25:99\"",
        "value=\"-3\"",
        "value=\"heat-gel\" selected",
        "&#60;i&#62;typed&#60;/i&#62;",
        "role=\"alert\"",
    ] {
        assert!(add.contains(kept), "{kept}");
    }
    let change = page("day-change-wrong");
    for kept in ["value=\"99:99\"", ">mine</textarea>", "value=\"worse\" checked", "name=\"until-2\""] {
        assert!(change.contains(kept), "{kept}");
    }
}

#[test]
fn a_form_to_change_has_the_times_of_each_turn_and_the_answer_only_where_it_is_asked_or_known() {
    let turns = page("day-change");
    for field in ["name=\"from-1\" value=\"11:02\"", "name=\"until-2\" value=\"12:04\"", "value=\"same\" checked"] {
        assert!(turns.contains(field), "{field}");
    }
    assert!(turns.contains("For the limits it still counts"), "what was deleted is offered back");
    let empty = page("day-empty");
    assert!(empty.contains("Nothing is written down for this day.") && empty.contains("action=\"/do/diary/add\""));
    let shut = page("day-read-only");
    assert!(!shut.contains("<form"), "newer data is not written to");
}
