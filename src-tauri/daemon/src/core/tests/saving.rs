//! What is saved, confirmed and witnessed, and what happens where the disk takes nothing.

use lumbar_ui::settings::{DISCREET, LANGUAGE, THEME};

use super::*;

#[test]
fn a_confirmed_press_is_there_after_a_crash_in_every_phase() {
    type Story<'a> = &'a [(Option<Command>, u64)];
    let on_and_checked: Story<'_> = &[(Some(ON), 300), (Some(FINE), 300), (Some(FINE), 600)];
    let stories: [(Story<'_>, PhaseView); 5] = [
        (&[], PhaseView::Ready),
        (&[(Some(Wish::Snooze { token: None, seconds: 600 }.into()), 0)], PhaseView::Snoozed),
        (&[(Some(ON), 0)], PhaseView::Running),
        (on_and_checked, PhaseView::TakeOff),
        (&[(Some(ON), 1200), (Some(OFF), 0)], PhaseView::Resting),
    ];
    for (story, phase) in stories {
        play(async |folder| {
            let life = Life::begin(folder.path());
            life.healthy().await;
            life.must(start(1)).await;
            for (request, seconds) in story {
                if let Some(request) = request {
                    life.must(request.clone()).await;
                }
                life.advance(*seconds).await;
            }
            assert_eq!(life.phase().await, Some(phase));
            let before = life.view().await;
            life.crash().await;
            let life = Life::begin(folder.path());
            let after = life.view().await;
            let same = |view: &View| view.thermal.as_ref().map(|s| (s.phase, s.turn, s.step, s.since, s.ends));
            assert_eq!(same(&after), same(&before), "{phase:?}");
        });
    }
}

#[test]
fn a_disk_that_takes_nothing_refuses_no_fact_and_is_said() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        // Somebody else holds the file for good.
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        life.must(ON).await;
        assert_eq!(life.phase().await, Some(PhaseView::Running));
        let notices = life.handle.look().await.unwrap().notices.clone();
        assert!(matches!(notices.as_slice(), [Notice::NotSaved { .. }]), "{notices:?}");
        life.must(OFF).await;
        let quit = async || life.handle.call(|reply| Input::Quit { force: false, reply }).await.unwrap();
        assert!(matches!(quit().await, Err(Stays::Unsaved(_))), "it does not end with what nobody saved");
        life.handle.send(Input::Tray(TrayEvent::Pressed { action: TrayAction::Quit, activation: None }));
        life.view().await;
        let asked = life.desktop.seen(|seen| seen.notes.last().unwrap().clone());
        assert_eq!((asked.tag_key.as_str(), asked.title.as_str()), ("quit", "Your last presses are not saved"));
        life.must(Wish::Undo { token: None }).await;
        other.execute_batch("ROLLBACK").unwrap();
        life.advance(180).await;
        // The next thing that happens takes along what was not saved.
        life.must(OFF).await;
        assert!(life.handle.look().await.unwrap().notices.is_empty());
        assert!(life.desktop.seen(|seen| seen.withdrawn.contains(&"quit".to_owned())), "nothing is lost any more");
        life.crash().await;
        let life = Life::begin(folder.path());
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
    });
}

#[test]
fn presses_at_once_on_a_disk_that_takes_nothing_are_all_answered_in_time_and_say_so() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        for round in 0..3 {
            let began = Instant::now();
            // The second comes while the first is on its way to the disk; the first to fail must not leave it waiting.
            let (on, noted, look) = tokio::join!(
                life.handle.tell(if round == 0 { ON } else { OFF }),
                life.handle.tell(Choice::BedHours { from: 0, until: 360 + round }),
                life.handle.look()
            );
            assert_eq!(on.unwrap(), Ok(Kept::InMemory));
            assert!(matches!(noted.unwrap(), Ok(Kept::InMemory) | Err(_)));
            look.unwrap();
            assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
            assert!(life.handle.look().await.unwrap().unsaved().is_some());
        }
        let told = life.titles().iter().filter(|title| title.contains("not saved yet")).count();
        assert_eq!(told, 1, "once, however many presses");
        assert!(life.desktop.seen(|seen| seen.unsaved));
        other.execute_batch("ROLLBACK").unwrap();
        let answer = life.handle.tell(Fact::Noted { advice: lumbar_engine::words::Advice::NoBetter }).await.unwrap();
        assert_eq!(answer, Ok(Kept::OnDisk));
        assert_eq!(life.handle.look().await.unwrap().unsaved(), None);
        assert!(life.desktop.seen(|seen| !seen.unsaved && seen.withdrawn.contains(&"unsaved".to_owned())));
    });
}

#[test]
fn what_is_confirmed_is_witnessed_outside_of_the_data() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        life.must(ON).await;
        let is_on = |name: &str| match witness::look(&folder.path().join(name)) {
            witness::Found::Record(record) => record.line().contains("still-cold"),
            witness::Found::Nothing | witness::Found::Unreadable => false,
        };
        assert!(is_on("witness"), "it is there before the answer");
        // The other thread needs a moment of this machine.
        while !is_on("elsewhere") {
            tokio::task::yield_now().await;
        }
    });
}

#[test]
fn data_that_could_not_be_read_at_the_start_is_kept_aside_and_said() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        // As long as this one reads, the log is not folded into the file, which alone can be read once it is held.
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN; SELECT id FROM state").unwrap();
        life.must(start(1)).await;
        life.crash().await;
        other.execute_batch("COMMIT; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM note").unwrap();
        let life = Life::begin(folder.path());
        // A look does not wait until the disk has refused.
        let mut looked = life.handle.look().await.unwrap();
        while looked.notices.is_empty() {
            looked = life.handle.look().await.unwrap();
        }
        assert!(matches!(looked.notices.as_slice(), [Notice::NotSaved { .. }]), "{:?}", looked.notices);
        assert_eq!(looked.view.thermal, None);
        drop(other);
        life.healthy().await;
        let notices = life.handle.look().await.unwrap().notices.clone();
        let [Notice::KeptAside { file }] = notices.as_slice() else { panic!("{notices:?}") };
        assert!(std::fs::read_to_string(file).unwrap().contains("cold-20-20"));
        assert_eq!(life.phase().await, None);
    });
}

#[test]
fn what_a_newer_version_wrote_is_never_written_over_and_alarms_go_on() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.crash().await;
        let saved = || Store::open(folder.path()).unwrap().1.saved;
        let before = saved();
        let life = Life::begin_with(folder.path(), Some(SAVED_VERSION + 1));
        life.advance(1200).await;
        assert_eq!(life.desktop.seen(|seen| seen.sounds.last().copied()), Some(Sound::Alarm));
        life.must(OFF).await;
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
        assert!(life.handle.look().await.unwrap().notices.is_empty());
        life.crash().await;
        assert_eq!(saved(), before);
    });
}

#[test]
fn what_is_on_its_way_when_the_program_ends_is_saved_and_answered() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let asked = life.handle.tell(start(1));
        let mut asked = std::pin::pin!(asked);
        assert!(futures_util::poll!(&mut asked).is_pending());
        life.handle.send(Input::SessionEnds);
        assert_eq!(asked.await.unwrap(), Ok(Kept::OnDisk));
        assert_eq!(life.loop_.await.unwrap(), End::Quit);
        let life = Life::begin(folder.path());
        assert_eq!(life.phase().await, Some(PhaseView::Ready));
    });
}

#[test]
fn a_press_is_told_to_nobody_before_it_is_saved() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.advance(180).await;
        let asked = life.handle.tell(OFF);
        let mut asked = std::pin::pin!(asked);
        // The press is in the driver, the save on its way to the other thread; nothing may be out yet.
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        assert!(futures_util::poll!(&mut asked).is_pending());
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        let before = life.desktop.seen(|seen| (seen.notes.len(), seen.withdrawn.len()));
        assert!(futures_util::poll!(&mut asked).is_pending());
        other.execute_batch("ROLLBACK").unwrap();
        asked.await.unwrap().unwrap();
        let after = life.desktop.seen(|seen| (seen.notes.len(), seen.withdrawn.len()));
        assert_ne!(before, after);
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
    });
}

#[test]
fn what_waits_for_the_disk_does_not_take_back_a_newer_alert_of_its_kind() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.advance(300).await;
        let withdrawn = || life.desktop.seen(|seen| seen.withdrawn.iter().filter(|tag| *tag == "thermal").count());
        let before = (withdrawn(), life.titles().len());
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        // The answer takes the question back as soon as it is saved; before that the next one is asked.
        let fine = life.handle.tell(FINE);
        let mut fine = std::pin::pin!(fine);
        assert!(futures_util::poll!(&mut fine).is_pending());
        let later = life.handle.call(|reply| Input::Clock(ClockMove::Advance { seconds: 300 }, reply));
        let mut later = std::pin::pin!(later);
        while life.titles().len() == before.1 {
            assert!(futures_util::poll!(&mut later).is_pending());
            tokio::task::yield_now().await;
        }
        other.execute_batch("ROLLBACK").unwrap();
        fine.await.unwrap().unwrap();
        later.await.unwrap().unwrap();
        assert_eq!((withdrawn(), life.titles().len()), (before.0, before.1 + 1));
    });
}

#[test]
fn a_preference_is_saved_with_its_step_and_speaks_at_once() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        for preference in [
            Preference::set(&THEME, &Theme::Dark),
            Preference::set(&LANGUAGE, &Some("en-XA".into())),
            Preference::set(&DISCREET, &true),
            Preference::Favourite("heat-pad".into(), true),
        ] {
            let kept = life.handle.call(|reply| Input::Prefer(preference, reply)).await.unwrap();
            assert_eq!(kept, Ok(Kept::OnDisk));
        }
        let prefs = life.handle.look().await.unwrap().prefs.clone();
        assert_eq!((prefs.get(&THEME), prefs.get(&DISCREET)), (Theme::Dark, true));
        life.healthy().await;
        life.must(start(1)).await;
        let said = Ui::new("en-XA").text("alert-put-on-discreet", &[]);
        assert!(!said.is_empty() && life.titles().contains(&said), "{:?}", life.titles());
        life.crash().await;
        assert_eq!(Life::begin(folder.path()).handle.look().await.unwrap().prefs, prefs);
    });
}
