//! What comes back after a person has put its notification away without an answer.

use super::*;

impl Life {
    /// Puts the notification of a tag away, as a person does on the desktop.
    async fn put_away(&self, tag_key: &str) {
        self.closed(tag_key, false).await;
    }

    /// The notification of a tag no longer stands.
    async fn closed(&self, tag_key: &str, taken_back: bool) {
        let tag_key = tag_key.to_owned();
        self.handle.send(Input::Notifier(NotifierEvent::Closed { tag_key, taken_back }));
        self.view().await;
    }

    /// The page in front says what it is, and that it shows all there is to show.
    async fn page(&self, page: Option<&str>) {
        self.handle.send(Input::Shows(Shown { page: page.map(str::to_owned), rev: u64::MAX }));
        self.view().await;
    }

    /// The notifications shown since the last call.
    async fn news(&self) -> Vec<Note> {
        // The loop tells what has become due before it answers the next.
        tokio::task::yield_now().await;
        self.view().await;
        self.desktop.seen(|seen| std::mem::take(&mut seen.notes))
    }
}

#[test]
fn what_may_still_be_on_comes_back_without_a_sound_until_it_is_answered() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        // The alarm gives up 20 min after the end, 20 min after the beginning.
        for _ in 0..60 {
            life.advance(60).await;
        }
        let stands = life.news().await.last().cloned().unwrap();
        assert!(stands.title.contains("may still be on"), "{}", stands.title);
        life.advance(3600).await;
        assert_eq!(life.news().await, [], "as long as it stands, nothing comes");
        let sounds = life.desktop.seen(|seen| seen.sounds.len());
        for time in ["the first time", "and again"] {
            life.put_away("thermal").await;
            life.advance(299).await;
            assert_eq!(life.news().await, [], "{time}");
            life.advance(1).await;
            let [back] = life.news().await.try_into().unwrap();
            assert_eq!((&back.title, &back.buttons), (&stands.title, &stands.buttons), "{time}");
            assert_ne!(back.body, stands.body, "it says how long it has been by now");
        }
        assert_eq!(life.desktop.seen(|seen| seen.sounds.len()), sounds, "no sound after 20 min");
        life.must(OFF).await;
        life.news().await;
        life.put_away("thermal").await;
        life.advance(300).await;
        let after = life.news().await;
        assert!(after.iter().all(|note| note.title != stands.title), "{after:?}");
    });
}

#[test]
fn what_only_tells_something_stays_away() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.news().await;
        life.put_away("thermal").await;
        life.advance(170).await;
        assert_eq!(life.news().await, [], "\"put it on\" is asked again when its time comes");
    });
}

#[test]
fn what_lumbar_takes_back_itself_was_not_put_away() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        // The window is in front and shows what goes on: each notification is held back, and what stood is taken back.
        life.page(Some("/session/thermal")).await;
        life.news().await;
        for _ in 0..60 {
            life.advance(60).await;
            life.page(Some("/session/thermal")).await;
        }
        assert_eq!(life.news().await, [], "the page shows it");
        life.closed("thermal", true).await;
        // The page is left: now it stands on the desktop, where nobody has put it away.
        life.page(None).await;
        let [stands] = life.news().await.try_into().unwrap();
        assert!(stands.title.contains("may still be on"), "{}", stands.title);
        life.advance(300).await;
        assert_eq!(life.news().await, [], "it stands already");
    });
}
