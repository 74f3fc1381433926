//! The moment of use: the clock that fills the window, the rest, the end, hurt skin, and titles that name the thing.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use std::time::Duration;

use chrono::{FixedOffset, TimeDelta};
use lumbar_engine::alert::{About, Alert, Sound, Tag, Urgency};
use lumbar_engine::command::{Start, Wish};
use lumbar_engine::words::{Method, Skin, Slot, Token};
use lumbar_ui::{Theme, Ui};
use support::{Desk, Shown, catalogue, pages, states};

fn ui() -> Ui {
    Ui::new("en")
}

fn state(name: &str) -> Shown {
    states().into_iter().find(|state| state.name == name).unwrap_or_else(|| panic!("no state {name}"))
}

fn session(shown: &Shown) -> String {
    ui().session(&pages::scene(shown, &catalogue()), Slot::Thermal)
}

#[test]
fn face_down_every_state_of_a_session_shows_a_clock_its_press_and_the_way_back() {
    let pages = pages::all(&ui(), Theme::Desktop);
    let faces: Vec<_> = pages.iter().filter(|page| page.name.starts_with("face-")).collect();
    assert!(faces.len() > 30, "{}", faces.len());
    for page in faces {
        let html = &page.html;
        // What is asked after the clock has stopped is a page of its own.
        let asks = ["session-is-it-on", "session-skin-after"];
        if asks.iter().any(|page| html.contains(&format!("data-page=\"{page}\""))) {
            continue;
        }
        assert_eq!(html.matches("class=\"face-clock").count(), 1, "{}", page.name);
        assert!(html.contains("-face-down\""), "{}", page.name);
        let slot = if page.name.contains("activity") { "activity" } else { "thermal" };
        assert!(html.contains(&format!("id=\"face-key\" href=\"/session/{slot}\"")), "{}: the way back", page.name);
        assert!(html.contains(&format!("value=\"/session/{slot}?face=down\"")), "{}: a press stays here", page.name);
        assert!(html.contains("formaction=\"/do/"), "{}: nothing to press", page.name);
    }
}

#[test]
fn a_rest_says_what_to_do_when_the_next_turn_is_and_ends_calmly() {
    let html = session(&state("resting"));
    for said in ["Put the pack back in the freezer", "Turn 2 from", "Call me at", "That is enough for now"] {
        assert!(html.contains(said), "{said}");
    }
    assert!(!html.contains("btn stop"), "nothing red");
    let mut desk = Desk::answered();
    desk.start_turns("cold-20-20", Some(2)).on().pass(130).off();
    for (on, words) in [(true, ": on"), (false, ": off")] {
        desk.ask(Wish::Call { on });
        let html = session(&desk.shown("resting"));
        assert!(html.contains(words) && html.contains(&format!("aria-pressed=\"{on}\"")), "{words}");
    }
}

#[test]
fn first_aid_stands_open_where_skin_is_hurt_and_what_to_watch_where_it_is_red() {
    for (name, said) in [
        ("skin-bad", "Do not rub the skin."),
        ("ended-skin", "Do not rub the skin."),
        ("skin-red", "Still numb, white or hard after an hour: get help today."),
    ] {
        let html = session(&state(name));
        assert!(html.contains(said), "{name}");
        assert!(!html.contains("href=\"/first-aid"), "{name}: not behind a link");
    }
    assert!(!session(&state("take-off")).contains("class=\"watch\""));
    let mut red = Desk::answered();
    red.start("cold-15").on().pass(301).skin(Skin::Red).off();
    assert!(session(&red.shown("red")).contains("after an hour"), "after it came off as well");
}

#[test]
fn a_session_that_is_done_says_from_when_again_and_what_else_would_help() {
    let mut desk = Desk::answered();
    desk.start("cold-15").on().pass(301).skin(Skin::Fine).pass(640).off();
    let mut left = 0;
    while desk.engine.view().thermal.is_some() && left < 4_000 {
        desk.pass(60);
        left += 60;
    }
    let html = session(&desk.shown("done"));
    assert!(html.contains("What else would help now?"), "{html}");
    assert!(!html.contains("class=\"way-on\" data-kind=\"cold\""), "not the same again");
}

#[test]
fn the_pack_is_chosen_above_the_button_and_while_it_is_on() {
    let html = session(&state("ready"));
    let (above, _) = html.split_once("class=\"dock-wrap\"").unwrap();
    assert!(above.contains("action=\"/do/pack\"") && above.contains("value=\"peas\""));
    let html = session(&state("on"));
    assert!(html.contains("With: Gel pack. Change it") && html.contains("action=\"/do/pack\""));
    assert!(!session(&state("take-off")).contains("action=\"/do/pack\""));
    // The page of the routine has the one that was chosen last.
    let mut settings = lumbar_ui::Settings::default();
    settings.set(&lumbar_ui::settings::PACKS, &[("cold-15".to_owned(), "peas".to_owned())].into());
    let (shown, catalogue) = (state("nothing-on"), catalogue());
    let scene = lumbar_ui::Scene { settings: &settings, ..pages::scene(&shown, &catalogue) };
    let html = ui().routine(&scene, "cold-15").unwrap();
    assert!(html.contains("value=\"peas\" form=\"start\" checked"), "the remembered pack is chosen");
    assert_eq!(html.matches("form=\"start\" checked").count(), 1);
}

#[test]
fn every_title_is_a_whole_sentence_that_names_the_thing() {
    let abouts = [
        About::PutOn { turn: 1, turns: 1, again: 0, battery_low: false },
        About::SkinCheck { again: false, reminder: false },
        About::SkinCheck { again: true, reminder: false },
        About::Soon { seconds: 60 },
        About::TakeOff { least: 1200, most: Some(1200), again: 0 },
        About::MaybeStillOn { least: 2400 },
        About::GetOut,
        About::Resting { seconds: 1200 },
        About::Done,
        About::Stopped,
        About::Lapsed,
        About::GoingToSleep,
        About::BatteryLow,
        About::Prepared { timer: "prep-towel".into() },
    ];
    for method in Method::ALL.iter().copied() {
        assert!(!ui().still_on(Some(method)).contains("Something"), "{method:?}");
        for about in &abouts {
            let alert = Alert {
                tag: Tag::Thermal,
                about: about.clone(),
                routine: Some("cold-20-20".into()),
                method: Some(method),
                pack: None,
                urgency: Urgency::Normal,
                sound: Sound::Silent,
                raise: false,
                answers: Vec::new(),
                token: Token { session: 1, exposure: 1, prompt: 1 },
            };
            let title = ui().alert(&alert).title;
            assert!(!title.contains("Something") && title.split(' ').count() >= 3, "{title}");
            for label in ["Done:", "Stopped:", "Ready:", "Next:"] {
                assert!(!title.starts_with(label), "{title}");
            }
        }
    }
}

#[test]
fn what_is_not_over_has_at_least_a_second_left_on_every_face() {
    let mut desk = Desk::answered();
    desk.start("cold-15").on().pass(301).skin(Skin::Fine).pass(300).skin(Skin::Fine).pass(298);
    desk.now.ticks += Duration::from_millis(900);
    desk.now.wall += TimeDelta::milliseconds(900);
    let view = desk.engine.view();
    let status = ui().status(&view, desk.now, FixedOffset::east_opt(0).unwrap());
    assert!(status.contains("1 s left") && !status.contains("0 s left"), "{status}");
}

#[test]
fn who_is_in_the_water_is_told_to_get_out_on_every_face() {
    let bath = state("bath-get-out");
    let mut early = Desk::answered();
    early.start("warm-bath").on().pass(1_201);
    for shown in [&bath, &early.shown("bath")] {
        let (view, now) = (&shown.view, shown.now);
        let status = ui().status(view, now, FixedOffset::east_opt(0).unwrap()).to_lowercase();
        let tray = ui().tray(view, now);
        for said in [&status, &tray.title, &tray.tooltip, &session(shown).to_lowercase()] {
            assert!(!said.contains("take it off"), "{said}");
        }
        assert!(status.contains("get out") && tray.title.contains("get out"), "{status}");
    }
}

#[test]
fn all_that_a_start_is_warned_of_is_said_at_once_with_its_rules() {
    let mut desk = Desk::answered();
    desk.start("cold-15").on().pass(180).off();
    let busy = desk.shown("after cold");
    let offset = FixedOffset::east_opt(0).unwrap();
    let mut seen = 0;
    for (id, offer) in &busy.view.offers {
        let (sentences, rules) = ui().warnings(&busy.view, &Start::plain(id.clone()), busy.now, offset);
        let terms = offer.with_turns(offer.usual).unwrap();
        if !terms.may_start.is_offered() {
            assert!(sentences.is_empty(), "{id}");
            continue;
        }
        assert_eq!(sentences.len(), terms.obstacles.len(), "{id}");
        assert_eq!(rules.is_empty(), sentences.is_empty(), "{id}");
        seen += sentences.len();
    }
    assert!(seen > 0, "nothing asks after cold");
}

#[test]
fn the_whole_time_is_the_same_on_the_page_of_a_routine_and_on_that_of_its_session() {
    let catalogue = catalogue();
    let idle = state("nothing-on");
    for routine in catalogue.routines().filter(|r| r.is_thermal() && r.exposures().all(|e| e.first_seconds.is_none())) {
        let mut desk = Desk::answered();
        desk.start(&routine.id);
        let said = ui().duration(routine.whole(routine.turns.usual));
        let before = ui().routine(&pages::scene(&idle, &catalogue), &routine.id).unwrap();
        let ready = session(&desk.shown("ready"));
        assert!(before.contains(&said), "{}: {said} is not on its page", routine.id);
        // Where there is but one part it is the whole.
        assert!(ready.contains(&format!("<span class=\"num\">{said}")), "{}: {said}", routine.id);
    }
}

#[test]
fn what_is_new_since_last_time_can_be_told_where_one_gets_ready() {
    let mut desk = Desk::answered();
    desk.start_turns("cold-20-20", Some(2));
    let link = "href=\"/safety/since-last?next=";
    assert!(session(&desk.shown("ready")).contains(link));
    desk.on();
    assert!(!session(&desk.shown("on")).contains(link), "not in the way while it is on");
}
