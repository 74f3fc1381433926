//! Holds the page of every routine, in every state, to what the engine offers: a start where it is granted, none where not.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use chrono::FixedOffset;
use lumbar_engine::command::{Fact, HealthAnswers};
use lumbar_engine::offer::MayStart;
use lumbar_engine::refusal::Refused;
use lumbar_ui::Ui;

mod support;

use support::pages::scene;
use support::{Desk, Shown, catalogue, states};

/// The form on the page of a routine.
fn form(ui: &Ui, shown: &Shown, routine: &str) -> String {
    let catalogue = catalogue();
    let html = ui.routine(&scene(shown, &catalogue), routine).unwrap();
    html.split("<form")
        .find(|form| form.contains("action=\"/do/start\""))
        .unwrap()
        .split("</form>")
        .next()
        .unwrap()
        .into()
}

fn offers_a_start(form: &str) -> bool {
    form.contains("<button")
}

#[test]
fn the_page_of_a_routine_offers_what_the_engine_grants_and_no_more() {
    let ui = Ui::new("en");
    for shown in states() {
        for routine in catalogue().routines() {
            let offer = &shown.view.offers[&routine.id];
            let form = form(&ui, &shown, &routine.id);
            let name = format!("{} of {}", routine.id, shown.name);
            assert_eq!(offers_a_start(&form), offer.is_open(), "{name}");
            for (turns, terms) in (1u8..).zip(&offer.turns).filter(|_| offer.is_offered() && offer.turns.len() > 1) {
                let chosen = form.contains(&format!("name=\"turns\" value=\"{turns}\""));
                assert_eq!(chosen, terms.may_start.is_offered(), "{turns} turns of {name}");
            }
            let line = ui.availability(&shown.view, &routine.id, shown.now, FixedOffset::east_opt(3600).unwrap());
            let free = offer.first().unwrap().1.may_start == MayStart::Allowed;
            assert_eq!(line == "free", free, "{line}: {name}");
        }
    }
}

/// The kinds that Today invites to.
fn invited(html: &str) -> Vec<&str> {
    let cards = html.split("class=\"choice\" data-kind=\"").skip(1);
    cards.map(|card| card.split('"').next().unwrap()).collect()
}

#[test]
fn today_invites_to_nothing_that_is_closed() {
    let (ui, catalogue) = (Ui::new("en"), catalogue());
    for shown in states() {
        let html = ui.today(&scene(&shown, &catalogue));
        let open = |kind: &str| {
            // A walk has the colour of its own kind, and is one of moving.
            let code = if kind == "move" { "stretch" } else { kind };
            let of_kind = catalogue.routines().filter(|r| r.kind.code() == code);
            of_kind.map(|r| &shown.view.offers[&r.id]).any(|offer| offer.is_open())
        };
        for kind in invited(&html) {
            assert!(open(kind), "{kind} on Today of {}", shown.name);
        }
        for form in html.split("<form").filter(|form| form.contains("action=\"/do/start\"")) {
            let routine = form.split("name=\"routine\" value=\"").nth(1).unwrap().split('"').next().unwrap();
            let offer = &shown.view.offers[routine];
            assert!(offer.is_open(), "{routine} on Today of {}", shown.name);
            // A press never asks for more turns than may be had.
            let turns = form.split("name=\"turns\" value=\"").nth(1).unwrap().split('"').next().unwrap();
            let terms = offer.with_turns(turns.parse().unwrap()).unwrap();
            let waits = matches!(terms.may_start, MayStart::Refused(Refused::Gate { .. }));
            assert!(waits || terms.may_start.is_offered(), "{turns} turns of {routine} on Today of {}", shown.name);
        }
    }
}

#[test]
fn today_says_in_one_line_why_kinds_are_closed() {
    let (ui, catalogue) = (Ui::new("en"), catalogue());
    let today = |name: &str| {
        let shown = states().into_iter().find(|shown| shown.name == name).unwrap();
        ui.today(&scene(&shown, &catalogue))
    };
    let hurt = today("ended-skin");
    assert!(hurt.contains("Again from 10:06 tomorrow: Cold · Warm. Your skin looked white or blistered."), "{hurt}");
    assert_eq!(hurt.matches("Cold · Warm").count(), 1);
    assert_eq!(invited(&hurt), ["stretch", "move"]);
    let mut desk = Desk::answered();
    desk.ask(Fact::AnswerHealth(HealthAnswers { skin_whole: Some(false), ..HealthAnswers::nothing_wrong() }));
    let broken = ui.today(&scene(&desk.shown("skin-not-whole"), &catalogue));
    assert!(broken.contains("Not for now: Cold · Warm. The skin there is not whole."), "{broken}");
    assert_eq!(invited(&broken), ["stretch", "move"]);
    for warned in ["flags-emergency", "flags-unsure"] {
        let html = today(warned);
        assert_eq!(invited(&html), [""; 0], "{warned}");
        assert!(!html.contains("id=\"quick-h\""), "{warned}");
        let help = html.find("href=\"/help\">Whom to call").unwrap();
        assert!(help < html.find("data-live=\"now\"").unwrap(), "help comes first");
    }
    assert!(!today("nothing-on").contains("Not for now"));
}

#[test]
fn a_last_rest_leaves_the_way_to_warmth_and_a_warm_session_none_to_movement() {
    let ui = Ui::new("en");
    let mut cold = Desk::answered();
    cold.start("cold-20-20").on().pass(120).off().pass(360);
    assert!(offers_a_start(&form(&ui, &cold.shown("rest"), "heat-bottle")));
    let mut warm = Desk::answered();
    warm.start("warm-stretch-cool");
    assert!(!offers_a_start(&form(&ui, &warm.shown("ready"), "stretch-start")));
}

#[test]
fn what_is_next_in_the_plan_stands_first_and_is_asked_once() {
    let (ui, catalogue) = (Ui::new("en"), catalogue());
    let mut first = 0;
    for shown in support::planned() {
        let html = ui.today(&scene(&shown, &catalogue));
        let asked = html.matches("action=\"/do/plan-start\"").count();
        let next = shown.view.plan.as_ref().and_then(|plan| plan.day.next());
        let idle = shown.view.thermal.is_none() && shown.view.activity.is_none();
        let near = next.is_some_and(|item| item.reminds && item.due - shown.now.wall <= chrono::TimeDelta::minutes(60));
        let stands = html.contains("id=\"next-h\"");
        assert!(asked <= 1, "{} asks {asked} times", shown.name);
        if stands {
            first += 1;
            assert!(idle && near && asked == 1, "{}", shown.name);
            assert!(invited(&html).is_empty(), "one thing is first: {}", shown.name);
            // What would help now can still be started, from the list.
            let open = |id: &str| shown.view.offers[id].is_open();
            assert!(!open("walk") || html.contains("name=\"routine\" value=\"walk\""), "{}", shown.name);
        } else if idle && shown.view.emergency.is_none() {
            assert!(!near || shown.view.plan.as_ref().unwrap().paused.is_some(), "{}", shown.name);
        }
    }
    assert!(first > 0, "no state shows it");
}
