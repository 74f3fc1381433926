//! The moment of use: what the window shows is not said twice, closing it, and the pack that is remembered.

use super::*;

impl Life {
    fn shows(&self, page: Option<&str>, rev: u64) {
        self.handle.send(Input::Shows(Shown { page: page.map(str::to_owned), rev }));
    }

    async fn rev(&self) -> u64 {
        self.handle.look().await.unwrap().rev
    }

    fn notes(&self) -> usize {
        self.desktop.seen(|seen| seen.notes.len())
    }
}

#[test]
fn what_the_window_in_front_shows_is_heard_and_not_said_again_until_the_person_looks_away() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let before = life.notes();
        life.shows(Some("/session/thermal"), life.rev().await);
        life.advance(300).await;
        // The page shows the question, and reports.
        life.shows(Some("/session/thermal"), life.rev().await);
        assert_eq!(life.view().await.pending.len(), 1);
        assert_eq!(life.notes(), before, "{:?}", life.titles());
        assert_eq!(life.desktop.seen(|seen| seen.sounds.last().copied()), Some(Sound::Bell), "it is heard");
        // Unanswered, and the person goes elsewhere.
        life.shows(None, 0);
        life.view().await;
        assert_eq!(life.notes(), before + 1);
        life.must(FINE).await;
        life.shows(Some("/session/thermal"), life.rev().await);
        life.advance(300).await;
        life.shows(Some("/session/thermal"), life.rev().await);
        life.must(FINE).await;
        life.advance(600).await;
        life.shows(Some("/session/thermal"), life.rev().await);
        assert_eq!(life.phase().await, Some(PhaseView::TakeOff));
        assert_eq!(life.notes(), before + 1, "{:?}", life.titles());
        assert_eq!(life.desktop.seen(|seen| seen.sounds.last().copied()), Some(Sound::Alarm));
        // Answered on the page: nothing is said of it later.
        life.must(OFF).await;
        life.shows(None, 0);
        life.view().await;
        assert!(life.titles().iter().skip(before + 1).all(|title| !title.contains("off now")), "{:?}", life.titles());
    });
}

#[test]
fn a_window_closed_with_something_on_is_told_of_once_for_good() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let told = |life: &Life| life.titles().iter().filter(|title| title.contains("Lumbar goes on")).count();
        life.handle.send(Input::WindowGone);
        life.view().await;
        assert_eq!(told(&life), 0, "nothing goes on");
        life.must(start(1)).await;
        life.must(ON).await;
        for _ in 0..2 {
            life.handle.send(Input::WindowGone);
            life.view().await;
        }
        assert_eq!(told(&life), 1);
        let body =
            life.desktop.seen(|seen| seen.notes.iter().find(|n| n.title.contains("goes on")).unwrap().body.clone());
        assert!(body.contains("The ice pack is still on") && body.contains("Start Lumbar again"), "{body}");
        life.crash().await;
        let life = Life::begin(folder.path());
        life.handle.send(Input::WindowGone);
        life.view().await;
        assert_eq!(told(&life), 0, "once per person, not once per run");
    });
}

#[test]
fn a_start_that_names_no_pack_is_done_with_the_one_chosen_last() {
    play(async |folder| {
        let pack = async |life: &Life| life.view().await.thermal.as_ref().and_then(|session| session.pack.clone());
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        assert_eq!(pack(&life).await.as_deref(), Some("gel"));
        life.must(Wish::UsePack { pack: "peas".into() }).await;
        life.must(Wish::NotNow { token: None }).await;
        life.crash().await;
        let life = Life::begin(folder.path());
        // From the tray, after a restart.
        life.handle
            .send(Input::Tray(TrayEvent::Pressed { action: TrayAction::Start("cold-20-20".into()), activation: None }));
        assert_eq!(pack(&life).await.as_deref(), Some("peas"));
        life.must(Wish::NotNow { token: None }).await;
        // Another routine has a memory of its own, and a chosen one counts.
        life.must(Wish::Start(Start::plain("cold-15"))).await;
        assert_eq!(pack(&life).await.as_deref(), Some("gel"));
        life.must(Wish::NotNow { token: None }).await;
        life.must(Wish::Start(Start { pack: Some("towel".into()), ..Start::plain("cold-20-20") })).await;
        life.must(Wish::NotNow { token: None }).await;
        life.must(start(1)).await;
        assert_eq!(pack(&life).await.as_deref(), Some("towel"));
    });
}

#[test]
fn what_lumbar_says_of_something_on_names_it() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(Wish::Start(Start::plain("heat-bottle"))).await;
        life.must(ON).await;
        life.handle.send(Input::Tray(TrayEvent::Pressed { action: TrayAction::Quit, activation: None }));
        life.view().await;
        assert_eq!(life.titles().last().map(String::as_str), Some("The hot water bottle is still on"));
    });
}
