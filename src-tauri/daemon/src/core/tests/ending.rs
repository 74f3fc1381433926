//! How the driver ends: for a newer program, for good, and with a disk that takes nothing.

use super::*;

/// A driver that is about to end, and what became of it once it has.
async fn ended(driver: Driver<Played>, end: End) -> End {
    let mut driver = driver;
    driver.end = Some(end);
    driver.run().await
}

fn held(folder: &Path) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(folder.join("lumbar.db")).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    other
}

fn successor() -> PathBuf {
    "/opt/lumbar".into()
}

async fn give_way(life: &Life) -> Result<(), OnBody> {
    let program = successor();
    life.handle.call(|reply| Input::Replace { program, reply }).await.unwrap()
}

#[test]
fn a_newer_program_takes_over_at_once_where_nothing_is_on() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        assert_eq!(give_way(&life).await, Ok(()));
        assert_eq!(life.loop_.await.unwrap(), End::Replaced(successor()));
    });
}

#[test]
fn a_newer_program_waits_until_nothing_is_on_and_the_disk_has_taken_all_presses() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(2)).await;
        life.must(ON).await;
        // Longer than a false start.
        life.advance(180).await;
        assert_eq!(give_way(&life).await, Err(OnBody));
        assert!(life.handle.look().await.unwrap().notices.contains(&Notice::UpdateWaits));
        let other = held(folder.path());
        life.must(OFF).await;
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
        assert!(!life.loop_.is_finished());
        other.execute_batch("ROLLBACK").unwrap();
        life.must(Wish::Prepare { timer: "prep-towel".into() }).await;
        assert_eq!(life.loop_.await.unwrap(), End::Replaced(successor()));
        let life = Life::begin(folder.path());
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
    });
}

#[test]
fn what_the_disk_does_not_take_at_the_end_is_confirmed_to_nobody() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let _other = held(folder.path());
        let asked = life.handle.tell(start(1));
        let mut asked = std::pin::pin!(asked);
        assert!(futures_util::poll!(&mut asked).is_pending());
        life.handle.send(Input::SessionEnds);
        assert_eq!(asked.await, Err(Ending));
        assert_eq!(life.loop_.await.unwrap(), End::Quit);
    });
}

#[test]
fn the_end_of_the_session_is_heard_while_a_newer_program_is_about_to_go_on() {
    play(async |folder| {
        let (driver, handle, _) = Life::driver(folder.path(), None);
        handle.send(Input::SessionEnds);
        assert_eq!(ended(driver, End::Replaced(successor())).await, End::Quit);
        let (driver, handle, _) = Life::driver(folder.path(), None);
        let quit = handle.call(|reply| Input::Quit { force: false, reply });
        let mut quit = std::pin::pin!(quit);
        assert!(futures_util::poll!(&mut quit).is_pending());
        assert_eq!(ended(driver, End::Replaced(successor())).await, End::Quit);
        assert_eq!(quit.await, Ok(Ok(())));
        let (driver, _, _) = Life::driver(folder.path(), None);
        assert_eq!(ended(driver, End::Replaced(successor())).await, End::Replaced(successor()));
    });
}

#[test]
fn a_press_while_the_program_ends_is_saved_and_what_it_put_on_is_spoken_of() {
    for end in [End::Replaced(successor()), End::Quit] {
        play(async |folder| {
            let life = Life::begin(folder.path());
            life.healthy().await;
            life.must(start(1)).await;
            let note = life.desktop.seen(|seen| seen.notes.last().cloned()).unwrap();
            let (key, _) = note.buttons.iter().find(|(key, _)| key.starts_with("on/")).cloned().unwrap();
            life.crash().await;
            let (driver, handle, desktop) = Life::driver(folder.path(), None);
            handle.send(Input::Notifier(NotifierEvent::Pressed { tag_key: note.tag_key, key, activation: None }));
            assert_eq!(ended(driver, end.clone()).await, end);
            let said = desktop.seen(|seen| seen.notes.iter().any(|note| note.tag_key == "session-ends"));
            assert_eq!(said, end == End::Quit);
            let life = Life::begin(folder.path());
            assert_eq!(life.phase().await, Some(PhaseView::Running));
        });
    }
}
