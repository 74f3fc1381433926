//! The test of notifications, and what a desktop that draws no buttons is told.

use lumbar_ui::Came;

use super::*;
use crate::desktop::notify::{Caps, DEFAULT, ServerInfo};

impl Life {
    fn server(&self, name: &str) {
        let caps = Caps { buttons: name != "notify-osd", replace: true, withdraw: true, ..Caps::default() };
        let server = ServerInfo { name: name.to_owned(), caps, ..ServerInfo::default() };
        self.handle.send(Input::Notifier(NotifierEvent::Server(server)));
    }

    async fn try_it(&self) {
        self.handle.call(Input::NotificationTest).await.unwrap();
    }

    async fn came(&self) -> Option<Came> {
        self.handle.look().await.unwrap().desktop.trial.map(|trial| trial.came)
    }

    fn press_key(&self, key: &str) {
        let (tag_key, key) = ("trial".to_owned(), key.to_owned());
        self.handle.send(Input::Notifier(NotifierEvent::Pressed { tag_key, key, activation: None }));
    }

    fn last_note(&self) -> Note {
        self.desktop.seen(|seen| seen.notes.last().cloned()).unwrap()
    }
}

#[test]
fn a_test_is_told_as_it_went() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        assert_eq!(life.came().await, None);
        life.try_it().await;
        assert_eq!(life.came().await, Some(Came::NoServer), "there is nobody to show it");
        life.server("played");
        life.try_it().await;
        assert_eq!(life.came().await, Some(Came::Waiting));
        assert_eq!(life.last_note().tag_key, "trial");
        life.press("seen");
        assert!(matches!(life.came().await, Some(Came::Back { .. })));
        assert_eq!(life.desktop.seen(|seen| seen.windows.len()), 0, "its button opens nothing");
        // A press on the notification itself is another answer, and opens the page that tells of it.
        life.try_it().await;
        life.press_key(DEFAULT);
        assert!(matches!(life.came().await, Some(Came::Opened { .. })));
        assert_eq!(life.desktop.seen(|seen| seen.windows.last().cloned()), Some(Some("/notifications".to_owned())));
    });
}

#[test]
fn a_test_that_nobody_answers_ends_and_a_late_press_still_counts() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.server("played");
        life.try_it().await;
        life.try_it().await;
        // The end of the first is not the end of the second.
        life.handle.send(Input::NotificationTestOver(1));
        assert_eq!(life.came().await, Some(Came::Waiting));
        life.handle.send(Input::NotificationTestOver(2));
        assert_eq!(life.came().await, Some(Came::Nothing));
        assert!(life.desktop.seen(|seen| seen.withdrawn.contains(&"trial".to_owned())));
        life.press_key("seen");
        assert!(matches!(life.came().await, Some(Came::Back { .. })));
        life.handle.send(Input::NotificationTestOver(2));
        assert!(matches!(life.came().await, Some(Came::Back { .. })));
    });
}

#[test]
fn a_server_that_draws_no_buttons_is_not_left_with_press_it() {
    for (server, told) in [("mako", true), ("dunst", true), ("notify-osd", true), ("played", false)] {
        play(async |folder| {
            let life = Life::begin(folder.path());
            life.healthy().await;
            life.server(server);
            life.must(start(1)).await;
            let body = life.last_note().body;
            assert_eq!(body.contains("shows no buttons"), told, "{server}: {body}");
            assert_eq!(life.last_note().buttons.first().map(|(_, label)| label.clone()), Some("It is on".to_owned()));
        });
    }
}
