//! The plan as a person meets it: reminders and their buttons, the tray, what is saved.

use lumbar_engine::plan::Plan;
use lumbar_engine::plan::wish::{PauseFor, PlanWish};

use super::*;

const BREATHE: &str =
    "id = \"own\"\nendless = true\n[[step]]\ndays = 1\n[[step.item]]\ndo = [\"breathe\"]\nevery = 60\nmost = 4";

async fn follow(life: &Life) {
    life.healthy().await;
    let own = Box::new(Plan::read(BREATHE).unwrap());
    life.must(Wish::Plan(PlanWish::Own { own })).await;
    life.must(Wish::Plan(PlanWish::Choose { id: "own".into(), turns: None, agreed_until: None })).await;
}

fn reminders(life: &Life) -> usize {
    life.desktop.seen(|seen| seen.notes.iter().filter(|note| note.tag_key == "plan").count())
}

#[test]
fn a_reminder_has_three_buttons_asks_again_in_ten_minutes_and_starts_what_it_is_about() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        follow(&life).await;
        life.advance(60).await;
        assert_eq!(reminders(&life), 1);
        let note = life.desktop.seen(|seen| seen.notes.last().cloned()).unwrap();
        let codes: Vec<_> = note.buttons.iter().map(|(key, _)| key.split('/').next().unwrap()).collect();
        assert_eq!(codes, ["start-planned", "planned-later", "leave-out"]);
        life.press("planned-later");
        life.advance(590).await;
        assert_eq!(reminders(&life), 1);
        life.advance(20).await;
        assert_eq!(reminders(&life), 2);
        life.press("start-planned");
        assert!(life.view().await.activity.is_some());
        assert!(
            life.desktop.seen(|seen| seen.withdrawn.contains(&"plan".to_owned())),
            "nothing calls beside a session"
        );
    });
}

#[test]
fn a_plan_survives_a_crash_and_says_again_what_stands() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        follow(&life).await;
        life.advance(60).await;
        let before = life.view().await.plan.clone();
        life.crash().await;
        let again = Life::begin(folder.path());
        assert_eq!(again.view().await.plan, before);
        assert_eq!(reminders(&again), 1);
    });
}

#[test]
fn the_tray_pauses_reminders_and_lets_them_come_again() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        follow(&life).await;
        let press = |action| life.handle.send(Input::Tray(TrayEvent::Pressed { action, activation: None }));
        press(TrayAction::PausePlan(PauseFor::Hour));
        // The press is in before time passes.
        assert!(life.view().await.plan.as_ref().is_some_and(|plan| plan.paused.is_some()));
        // One may have come before the press.
        let shown = reminders(&life);
        life.advance(1800).await;
        assert_eq!(reminders(&life), shown);
        press(TrayAction::ResumePlan);
        assert!(life.view().await.plan.as_ref().is_some_and(|plan| plan.paused.is_none()));
        assert_eq!(reminders(&life), shown + 1);
    });
}
