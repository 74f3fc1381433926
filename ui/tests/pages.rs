//! Holds every page in every state to what must be true of all of them: texts there, users' words escaped, no inline code, names and ids.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::sync::OnceLock;

use lumbar_ui::{Theme, Ui};

mod support;

use support::pages::{Page, all};

fn pages() -> &'static [Page] {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    PAGES.get_or_init(|| all(&Ui::new("en"), Theme::Desktop))
}

/// The opening tags of a page: name and the text between the angle brackets.
fn tags(html: &str) -> impl Iterator<Item = (&str, &str)> {
    html.split('<').skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        let name = tag.split([' ', '\n', '/']).next()?;
        (!name.is_empty() && !tag.starts_with('/') && !tag.starts_with('!')).then_some((name, tag))
    })
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[at..].split('"').next()
}

/// What stands between tags, as a person reads it.
fn words(html: &str) -> String {
    let body = html.split("<body").nth(1).unwrap_or(html);
    body.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text)).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_page_is_a_whole_document_with_one_heading_and_a_main_part() {
    for page in pages() {
        let html = &page.html;
        assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"), "{}", page.name);
        assert_eq!(html.matches("<h1").count(), 1, "one h1: {}", page.name);
        assert_eq!(html.matches("<main").count(), 1, "one main: {}", page.name);
        assert_eq!(html.matches("role=\"status\"").count(), 1, "one status line: {}", page.name);
        let status = html.find("role=\"status\"").unwrap();
        assert!(status < html.find("<main").unwrap(), "the status line stands outside of main: {}", page.name);
    }
}

#[test]
fn every_page_says_that_presses_are_in_memory_only_and_none_says_it_without_need() {
    for page in pages() {
        let needs = page.name.ends_with("-unsaved") || page.name == "today-notices";
        assert_eq!(words(&page.html).contains("could not be saved"), needs, "{}", page.name);
    }
}

#[test]
fn nothing_on_a_page_is_inline_code_or_inline_style() {
    for page in pages() {
        for (name, tag) in tags(&page.html) {
            assert!(name != "style", "{}: <style>", page.name);
            assert!(name != "script" || attribute(tag, "src").is_some(), "{}: inline script", page.name);
            assert!(attribute(tag, "style").is_none(), "{}: {tag}", page.name);
            let handler = tag.split(' ').skip(1).any(|a| a.starts_with("on") && a.contains('='));
            assert!(!handler, "{}: {tag}", page.name);
        }
        assert!(!page.html.contains("javascript:"), "{}", page.name);
    }
}

#[test]
fn ids_are_unique_and_what_points_to_them_finds_them() {
    for page in pages() {
        let mut ids = BTreeSet::new();
        for (_, tag) in tags(&page.html) {
            if let Some(id) = attribute(tag, "id") {
                assert!(ids.insert(id), "{}: id {id} stands twice", page.name);
            }
        }
        for (_, tag) in tags(&page.html) {
            for name in ["aria-labelledby", "for", "form"] {
                for id in attribute(tag, name).unwrap_or_default().split_whitespace() {
                    assert!(ids.contains(id), "{}: {name} {id} leads nowhere", page.name);
                }
            }
        }
    }
}

#[test]
fn every_control_has_a_name_and_every_press_a_place_to_go() {
    for page in pages() {
        for (name, tag) in tags(&page.html) {
            match name {
                "input" | "select" | "textarea" => {
                    assert!(attribute(tag, "name").is_some_and(|n| !n.is_empty()), "{}: {tag}", page.name);
                }
                "form" => {
                    let action = attribute(tag, "action").unwrap_or_default();
                    let post = attribute(tag, "method") == Some("post");
                    assert_eq!(action.starts_with("/do/"), post, "{}: {tag}", page.name);
                }
                "a" => {
                    let href = attribute(tag, "href").unwrap_or_default();
                    let ours = href.starts_with('/') || href.starts_with('#');
                    let source =
                        href.starts_with("http") && attribute(tag, "rel").is_some_and(|r| r.contains("noreferrer"));
                    assert!(ours || source, "{}: {tag}", page.name);
                }
                _ => {}
            }
            if let Some(action) = attribute(tag, "formaction") {
                // The window itself asks for a file.
                let ours = action.starts_with("/do/") || WINDOW.contains(&action);
                assert!(ours, "{}: {tag}", page.name);
            }
        }
    }
}

/// Forms for which the window asks for a file; see its `choose`.
const WINDOW: [&str; 4] = ["/window/save", "/window/open", "/window/save-routine", "/window/open-routine"];

/// The actions of the contract between pages and the background program.
const ACTIONS: [&str; 64] = [
    "start",
    "on",
    "off",
    "skin",
    "stop",
    "still-on",
    "undo",
    "snooze",
    "not-now",
    "extend",
    "pack",
    "call",
    "pause",
    "resume",
    "skip",
    "back",
    "prepare",
    "unprepare",
    "accept-disclaimer",
    "flags",
    "lift-flags",
    "see",
    "health",
    "since-last",
    "clinician",
    "pain-changed",
    "noted",
    "before",
    "cold-or-warm",
    "set",
    "refuse-login",
    "practice",
    "refuse-practice",
    "refuse-plan",
    "plan-choose",
    "plan-leave",
    "plan-keep",
    "plan-pause",
    "plan-resume",
    "plan-worse",
    "plan-usual",
    "plan-start",
    "plan-later",
    "plan-leave-out",
    "diary/add",
    "diary/change",
    "diary/delete",
    "diary/note",
    "diary/week",
    "diary/felt",
    "diary/ask-felt",
    "diary/ask-week",
    "data/export",
    "data/import",
    "data/delete",
    "plan-own",
    "plan-own-check",
    "own-routine",
    "own-routine-check",
    "own-routine-import",
    "own-routine-export",
    "own-routine-delete",
    "quiet-hours",
    "quiet-hours-off",
];

#[test]
fn pages_only_press_what_the_program_knows_and_offer_all_of_it() {
    let mut pressed = BTreeSet::new();
    for page in pages() {
        for (_, tag) in tags(&page.html) {
            for name in ["action", "formaction"] {
                if let Some(action) = attribute(tag, name).and_then(|a| a.strip_prefix("/do/")) {
                    pressed.insert(action.to_owned());
                }
            }
        }
    }
    for action in &pressed {
        let of_the_desktop = ["silence", "sound-test", "voice-test", "notification-test", "login"];
        let known = ACTIONS.contains(&action.as_str()) || of_the_desktop.contains(&action.as_str());
        assert!(known, "{action} is not an action");
    }
    for action in ACTIONS {
        assert!(pressed.contains(action), "no page offers {action}");
    }
}

#[test]
fn no_page_shows_the_name_of_a_text_instead_of_the_text() {
    let keys = support::keys::prefixes();
    let mut missing = BTreeSet::new();
    for page in pages() {
        let said = words(&page.html);
        for word in said.split(|c: char| c.is_whitespace() || "“”,:;·()".contains(c)) {
            let looks = word.contains('-') && word.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
            // Plain English, the name that was asked for in vain, and the engine's own sentence about a routine file.
            let meant = ["back-pain", "cold-99", "still-cold-most"].contains(&word);
            if looks && !meant && keys.iter().any(|p| word.starts_with(p)) {
                missing.insert(format!("{word} on {}", page.name));
            }
        }
        for attribute_name in ["aria-label", "placeholder"] {
            for (_, tag) in tags(&page.html) {
                if let Some(said) = attribute(tag, attribute_name) {
                    assert!(!said.is_empty(), "{}: {tag}", page.name);
                }
            }
        }
        assert!(!said.contains("{ $") && !said.contains("{$"), "{}: an argument is missing", page.name);
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn made_up_languages_change_every_page_and_keep_its_form() {
    for (locale, dir) in [("en-XA", "ltr"), ("ar-XB", "rtl")] {
        for (page, plain) in all(&Ui::new(locale), Theme::Desktop).iter().zip(pages()) {
            assert!(page.html.contains(&format!("dir=\"{dir}\"")), "{}", page.name);
            let form = |html: &str| tags(html).filter(|(n, _)| ["form", "input", "button", "h1"].contains(n)).count();
            assert_eq!(form(&page.html), form(&plain.html), "{locale} {}", page.name);
            assert_ne!(words(&page.html), words(&plain.html), "{locale} {}", page.name);
        }
    }
}

#[test]
fn the_alarm_is_marked_so_that_it_is_found_from_any_page() {
    let of = |name: &str| pages().iter().find(|p| p.name == name).unwrap();
    for name in ["today-take-off", "session-take-off", "session-maybe-still-on", "today-heat-stopped-take-off"] {
        assert!(of(name).html.contains("data-alarm=\"/session/thermal "), "{name}");
    }
    for name in ["today-on", "session-resting", "today-nothing-on"] {
        assert!(!of(name).html.contains("data-alarm"), "{name}");
    }
    let alarm = &of("session-take-off").html;
    assert!(
        alarm.contains("role=\"alert\"")
            && alarm.contains("data-elapsed-ms")
            && alarm.contains("<body class=\"alarm\"")
    );
    assert!(!alarm.contains("/do/snooze") && !alarm.contains("data-remaining-ms"), "no snooze, no count down");
}

#[test]
fn a_phase_offers_its_main_answer_first() {
    for (name, action, value) in [
        ("session-ready", "/do/on", "0"),
        ("session-on", "/do/off", "now"),
        ("session-skin-asked", "/do/skin", "fine"),
        ("session-take-off", "/do/off", "now"),
        ("session-maybe-still-on", "/do/off", "now"),
        ("session-bath-get-out", "/do/off", "now"),
        ("session-snoozed", "/do/on", "0"),
        ("session-unplug", "/do/skip", ""),
        ("activity-move-left", "/do/pause", ""),
        ("activity-move-paused", "/do/resume", ""),
    ] {
        let page = pages().iter().find(|p| p.name == name).unwrap_or_else(|| panic!("{name}"));
        let main = tags(&page.html).find(|(_, t)| attribute(t, "id") == Some("main-action")).unwrap().1;
        assert_eq!(attribute(main, "formaction"), Some(action), "{name}");
        assert_eq!(attribute(main, "value").unwrap_or_default(), value, "{name}");
    }
}

#[test]
fn doubt_about_the_time_is_said_in_words() {
    let of = |name: &str| words(&pages().iter().find(|p| p.name == name).unwrap().html);
    assert!(of("session-take-off-doubt").contains("43 min"));
    assert!(of("session-take-off-unknown").contains("Nobody can say"));
    assert!(!of("session-take-off").contains("Nobody can say"));
}

#[test]
fn a_page_has_at_most_one_loud_button() {
    for page in pages() {
        let loud =
            tags(&page.html).filter(|(_, t)| attribute(t, "class").is_some_and(|c| c.contains("main-action"))).count();
        assert!(loud <= 1, "{}: {loud}", page.name);
    }
}

#[test]
fn the_facts_of_a_routine_are_those_of_the_rules_that_hold_for_it() {
    let of = |name: &str| words(&pages().iter().find(|p| p.name == format!("routine-{name}")).unwrap().html);
    for (routine, said, unsaid) in [
        ("ice-massage-5", &["5 turns", "Break after, at least"][..], &["10 turns", "Longest", "at most"][..]),
        ("cold-15", &["best 2 h, at least 15 min", "10 at most"], &["Longest"]),
        ("cold-10", &["best 2 h, at least 10 min", "10 min a turn, 40 min for 2 turns"], &["Longest"]),
        ("cold-20-20", &["10 at most", "20 min in all"], &["Longest", "best 2 h"]),
        ("heat-bottle", &["Longest", "29 min", "6 at most"], &[]),
        ("heat-wrap", &["Longest", "8 h", "6 h"], &["6 at most"]),
        ("warm-bath", &["Time in", "2 times"], &["Longest"]),
    ] {
        let page = of(routine);
        for said in said {
            assert!(page.contains(said), "{routine}: {said}");
        }
        for unsaid in unsaid {
            assert!(!page.contains(unsaid), "{routine}: {unsaid}");
        }
    }
}

#[test]
fn the_line_that_is_read_aloud_names_the_step_and_the_side() {
    let status = |name: &str| {
        let html = &pages().iter().find(|p| p.name == name).unwrap().html;
        html.split("role=\"status\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    assert_eq!(status("session-skin-asked"), "Ice, 20 on 20 off: check your skin, is it fine?");
    assert_eq!(status("activity-move-lie-down"), "Lie down on your back.");
    assert!(status("activity-move-left").starts_with("Left leg: "), "{}", status("activity-move-left"));
    assert!(status("activity-move-left").ends_with(" of 3."), "{}", status("activity-move-left"));
    assert!(status("activity-partner-left").starts_with("Left side: Palms in slow circles"));
}

#[test]
fn everything_that_means_bad_skin_stands_beside_the_answers() {
    for name in ["session-skin-asked", "session-heat-skin-asked", "session-on", "session-take-off", "today-skin-bad"] {
        let page = pages().iter().find(|p| p.name == name).unwrap();
        assert!(words(&page.html).contains("white, grey, hard, blotchy or blistered skin, or hives"), "{name}");
    }
}

#[test]
fn what_was_said_for_now_and_has_run_out_is_neither_shown_nor_ticked() {
    let of = |name: &str| &pages().iter().find(|p| p.name == name).unwrap().html;
    let ticked = |page: &str, name: &str| {
        tags(of(page)).any(|(_, t)| attribute(t, "name") == Some(name) && t.ends_with(" checked"))
    };
    for name in ["alcohol", "medicine", "swelling"] {
        assert!(ticked("since-unwell", name) && !ticked("since-unwell-later", name), "{name}");
    }
    assert!(ticked("since-unwell-later", "doze"), "this one does not run out");
    let said = "in the last 6 hours";
    assert!(words(of("safety-unwell")).contains(said) && !words(of("safety-unwell-later")).contains(said));
    assert!(
        !of("safety-unwell").contains("please ask again") && of("safety-unwell-later").contains("please ask again")
    );
}

#[test]
fn what_stands_still_says_that_it_is_paused() {
    for (name, paused) in [
        ("activity-move-paused", true),
        ("today-move-paused", true),
        ("activity-move-left", false),
        ("today-move-left", false),
    ] {
        let page = pages().iter().find(|p| p.name == name).unwrap();
        assert_eq!(page.html.split("<main").nth(1).unwrap().contains("Paused"), paused, "{name}");
    }
}

#[test]
fn while_a_pack_is_on_the_page_says_what_to_do_with_it() {
    for (name, said) in [
        ("session-on", "Lift it and look at the skin"),
        ("session-heat-on", "Still awake? Check your skin."),
        ("session-wrap-on", "Peel back a corner and look."),
        ("session-bath-on", "Feel dizzy or sick? Get out."),
    ] {
        let page = pages().iter().find(|p| p.name == name).unwrap();
        assert!(words(&page.html).contains(said), "{name}");
    }
}

#[test]
fn a_routine_is_found_by_its_steps() {
    let ui = Ui::new("en");
    let catalogue = support::catalogue();
    let shown = support::Desk::answered().shown("idle");
    let scene = support::pages::scene(&shown, &catalogue);
    for (query, found) in [("hamstring", "stretch-full"), ("pelvic tilt", "stretch-start"), ("fists", "partner")] {
        let page = ui.routines(&scene, &lumbar_ui::Filter::from_pairs([("q", query)]));
        assert!(page.contains(&format!("href=\"/routines/{found}\"")), "{query}");
    }
}

#[test]
fn the_emergency_list_has_three_answers_and_none_of_these_is_the_loud_one() {
    let page = pages().iter().find(|p| p.name == "flags").unwrap();
    let answers = tags(&page.html).filter(|(_, t)| attribute(t, "name") == Some("flags"));
    let answers: Vec<(&str, bool)> =
        answers.map(|(_, t)| (attribute(t, "value").unwrap(), t.contains("main-action"))).collect();
    assert_eq!(answers, [("none", true), ("emergency", false), ("unsure", false)]);
}

#[test]
fn what_is_due_before_a_first_start_stands_on_one_page_with_none_of_these_first() {
    let of = |name: &str| &pages().iter().find(|p| p.name == name).unwrap().html;
    for (name, lists) in [("before-cold-15", 2), ("before-partner", 2), ("before-walk", 1), ("before-again", 2)] {
        let page = of(name);
        assert_eq!(page.matches("class=\"ask-box\"").count(), lists, "{name}");
        for list in page.split("class=\"pair-press\"").skip(1) {
            let first = list.split("<label").nth(1).unwrap();
            assert!(first.contains("value=\"none\"") && first.contains("None of these"), "{name}");
            assert!(list.find("<label") < list.find("<button"), "{name}");
        }
    }
    // What any other answer leads to waits for nothing else on the page.
    let cold = of("before-cold-15");
    for (_, button) in tags(cold).filter(|(n, t)| *n == "button" && attribute(t, "class") == Some("chip")) {
        assert!(button.contains(" formnovalidate"), "{button}");
    }
    let carries = |name: &str, value: &str| cold.contains(&format!("name=\"{name}\" value=\"{value}\""));
    assert!(carries("routine", "cold-15") && carries("kind", "cold") && carries("adult", "yes"));
    // Only what matters for it is asked about.
    assert!(words(cold).contains("Raynaud") && !words(of("before-heat-bottle")).contains("Raynaud"));
    assert!(words(of("before-heat-bottle")).contains("blood clot") && !words(cold).contains("blood clot"));
    assert!(
        words(of("before-partner")).contains("Blood thinners")
            && !words(of("before-partner")).contains("warm and cold normally")
    );
    assert!(!of("before-again").contains("name=\"adult\""), "what Lumbar is was read before");
}

#[test]
fn a_warning_sign_that_stands_has_its_way_to_help_on_every_page_and_no_time_of_day() {
    for page in pages().iter().filter(|p| p.name.contains("flags-emergency") || p.name.contains("flags-unsure")) {
        let helps = page.html.contains("class=\"help-page\"");
        let banner = page.html.contains("class=\"note danger banner\"");
        assert!(helps != banner, "{}", page.name);
        assert!(!words(&page.html).contains("Again from"), "{}", page.name);
    }
    let of = |name: &str| words(&pages().iter().find(|p| p.name == name).unwrap().html);
    assert!(of("help-flags-emergency").contains("I pressed the wrong answer"));
    assert!(!of("help-flags-emergency-later").contains("I pressed the wrong answer"));
    let unsure = of("help-flags-unsure");
    assert!(unsure.find("111") < unsure.find("999"), "{unsure}");
}

#[test]
fn before_it_starts_the_page_says_what_comes_and_how_long_all_of_it_takes() {
    let flow = |name: &str| {
        let html = &pages().iter().find(|p| p.name == name).unwrap().html;
        let list = html.split("class=\"flow").nth(1).unwrap_or_else(|| panic!("{name}")).split("</ol>").next().unwrap();
        let said = list.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text.trim()));
        said.filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
    };
    // Three turns of 20 minutes with two rests between; the rest after the last one binds nobody.
    let cold = "Ice pack 20 min Check your skin 2 times Rest, nothing on your back at least 20 min \
                2 more turns like this 1 h In all 1 h 40 min";
    assert_eq!(flow("session-ready"), cold);
    assert_eq!(flow("session-ready-turn-2").matches("One more turn like this 20 min").count(), 1);
    assert_eq!(flow("session-sauna-ready").matches("Cool down slowly").count(), 0, "{}", flow("session-sauna-ready"));
    assert!(flow("session-unplug-ready").contains("Heating pad 15 min Check your skin once"));
    assert!(flow("session-unplug-ready").contains("Move and stretch 4 min"), "{}", flow("session-unplug-ready"));
}
