//! Disks and files that refuse: full, held by another program, of a newer version, moved away.

use lumbar_ui::settings::THEME;

use super::*;

#[test]
fn a_newer_file_is_only_read() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path());
    Connection::open(file(dir.path())).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(file(dir.path())).unwrap();
    let (mut store, opened) = open(dir.path());
    assert_eq!(opened, Opened { saved: Some("newest".to_owned()), condition: Condition::NewerSchema { found: 99 } });
    let refused = store.save("mine", &[event(5)]).unwrap_err();
    assert_eq!(refused, StoreError::NewerSchema { found: 99, known: schema::KNOWN });
    assert!(refused.to_string().contains("newer version"));
    assert_eq!(store.unsaved(), 1);
    drop(store);
    assert_eq!(fs::read(file(dir.path())).unwrap(), before);
}

#[test]
fn a_newer_file_without_our_tables_is_no_reason_to_stop() {
    let dir = tempfile::tempdir().unwrap();
    let newer = Connection::open(file(dir.path())).unwrap();
    newer.execute_batch("CREATE TABLE other (x); PRAGMA user_version = 7").unwrap();
    drop(newer);
    let (store, opened) = open(dir.path());
    assert_eq!(opened, Opened { saved: None, condition: Condition::NewerSchema { found: 7 } });
    assert!(store.notification_ids().is_empty());
    assert!(store.prefs().is_err());
}

#[test]
fn a_full_disk_refuses_a_save_and_the_next_one_carries_it() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, _) = open(dir.path());
    store.save("first", &[]).unwrap();
    let Access::Open(connection) = &store.access else { panic!("it is open") };
    let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    let limit = |store: &Store, pages: i64| {
        let Access::Open(connection) = &store.access else { panic!("it is open") };
        connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    };
    limit(&store, pages);
    let large = "x".repeat(100_000);
    let refused = store.save(&large, &[event(1)]).unwrap_err();
    assert_eq!(refused, StoreError::Full { path: file(dir.path()) });
    assert!(refused.to_string().contains("the disk is full"), "{refused}");
    assert_eq!(store.save(&large, &[event(2)]).unwrap_err(), refused);
    assert_eq!(store.unsaved(), 2);
    limit(&store, 1_000_000);
    store.save(&large, &[event(3)]).unwrap();
    assert_eq!(store.unsaved(), 0);
    assert_eq!(all(&store), [event(1), event(2), event(3)]);
}

#[test]
fn a_state_that_could_not_be_read_at_opening_is_kept_aside_before_another_takes_its_place() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path());
    let other = Connection::open(file(dir.path())).unwrap();
    // The newest state lies in the log, where nobody can read it while the file is held.
    other.execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE state SET saved = 'unread', mark = NULL").unwrap();
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM note").unwrap();
    let (mut store, opened) = open(dir.path());
    assert!(matches!(opened.condition, Condition::CannotSave(_)), "{opened:?}");
    assert_ne!(opened.saved.as_deref(), Some("unread"));
    store.save("begun again", &[event(1)]).unwrap_err();
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    let in_the_way = dir.path().join("state.unread-1");
    fs::create_dir(&in_the_way).unwrap();
    store.save("begun again", &[event(2)]).unwrap();
    let kept = dir.path().join("state.unread-2");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "unread");
    assert_eq!(store.news(), [News::KeptAside { file: kept }]);
    assert_eq!(store.news(), []);
    store.save("goes on", &[]).unwrap();
    drop(store);
    assert_eq!(open(dir.path()).1, Opened { saved: Some("goes on".to_owned()), condition: Condition::Normal });
    assert!(!dir.path().join("state.unread-3").exists());
}

#[test]
fn preferences_of_a_file_that_could_not_be_opened_are_found_again_and_what_was_chosen_meanwhile_counts() {
    let dir = tempfile::tempdir().unwrap();
    let mark = Mark { lineage: 1, generation: 1 };
    let mut before = Prefs::default();
    before.set(&DISCREET, &true);
    before.set(&FAVOURITES, &vec!["heat-pad".into()]);
    let (mut store, _) = open(dir.path());
    store.save_step(mark, "before", &before, &[]).unwrap();
    drop(store);
    let other = Connection::open(file(dir.path())).unwrap();
    // The newest ones lie in the log, where nobody can read them while the file is held.
    other.execute_batch("PRAGMA wal_autocheckpoint = 0; INSERT INTO setting VALUES ('theme', '\"dark\"')").unwrap();
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM note").unwrap();
    let (mut store, opened) = open(dir.path());
    assert!(matches!(opened.condition, Condition::CannotSave(_)), "{opened:?}");
    let begun = store.prefs().unwrap();
    assert!(begun.get(&DISCREET), "as far as they can be read they hold from the start");
    let mut now = begun.clone();
    Preference::Favourite("cold-15".into(), true).make(&mut now);
    store.save_step(mark.later(1), "goes on", &now, &[]).unwrap_err();
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    store.save_step(mark.later(2), "goes on", &now, &[]).unwrap();
    let mut found = before;
    found.set(&THEME, &lumbar_ui::Theme::Dark);
    let News::Preferences { begun: told, found: there } = store.news().pop().unwrap() else { panic!("other news") };
    assert_eq!((&told, &there), (&begun, &found));
    let mut all = found;
    all.set(&FAVOURITES, &vec!["heat-pad".into(), "cold-15".into()]);
    assert_eq!(there.with_choices(&told, &now), all);
    drop(store);
    assert_eq!(open(dir.path()).0.prefs().unwrap(), all);
}

#[test]
fn nothing_is_written_over_a_state_that_cannot_be_read_until_it_is_kept_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path());
    let (mut store, _) = open(dir.path());
    // The disk is full for it: something that is no file lies in the way of what is written first.
    let in_the_way = dir.path().join(format!("state.{}.new", std::process::id()));
    fs::create_dir(&in_the_way).unwrap();
    store.keep_aside("of no sense").unwrap_err();
    store.save("begun again", &[event(3)]).unwrap_err();
    drop(store);
    let (mut store, opened) = open(dir.path());
    assert_eq!(opened.saved.as_deref(), Some("newest"), "it is as it was");
    store.keep_aside("of no sense").unwrap_err();
    fs::remove_dir(&in_the_way).unwrap();
    store.save("begun again", &[event(4)]).unwrap();
    let kept = dir.path().join("state.unreadable-1");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "of no sense");
    assert_eq!(store.news(), [News::KeptAside { file: kept }]);
    drop(store);
    assert_eq!(open(dir.path()).1.saved.as_deref(), Some("begun again"));
}

#[test]
fn a_state_that_was_read_though_nothing_could_be_written_is_the_one_that_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path());
    let other = Connection::open(file(dir.path())).unwrap();
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let (mut store, opened) = open(dir.path());
    assert_eq!(opened.saved.as_deref(), Some("newest"), "{opened:?}");
    drop(other);
    store.save("goes on", &[]).unwrap();
    assert_eq!(store.news(), []);
    assert!(!names(dir.path()).iter().any(|name| name.starts_with("state.unread")));
}

#[test]
fn a_file_without_a_log_beside_it_that_nothing_can_lock_is_still_read() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path());
    assert_eq!(read_unlocked(&file(dir.path())).map(|(row, _)| row.saved).as_deref(), Some("newest"));
    assert!(read_unlocked(&dir.path().join("none")).is_none());
}

#[cfg(unix)]
#[test]
fn what_goes_to_a_folder_that_was_moved_or_replaced_is_not_taken_for_saved_until_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let (at, away) = (folder.path().join("lumbar"), folder.path().join("away"));
    let (mut store, _) = Store::open(&at).unwrap();
    store.save("one", &[]).unwrap();
    std::fs::rename(&at, &away).unwrap();
    assert_eq!(store.save("two", &[]), Err(StoreError::Moved { path: at.clone() }));
    std::fs::create_dir(&at).unwrap();
    assert_eq!(store.save("three", &[]), Err(StoreError::Moved { path: at.clone() }));
    std::fs::remove_dir(&at).unwrap();
    std::fs::rename(&away, &at).unwrap();
    store.save("four", &[]).unwrap();
    drop(store);
    assert_eq!(Store::open(&at).unwrap().1.saved.as_deref(), Some("four"));
}

#[test]
fn a_folder_that_cannot_be_is_a_clear_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let plain = dir.path().join("plain");
    fs::write(&plain, "").unwrap();
    for path in [plain.clone(), plain.join("below")] {
        let why = Store::open(&path).unwrap_err();
        assert!(matches!(&why, StoreError::Folder { .. }), "{why:?}");
        assert!(why.to_string().starts_with("the profile folder "), "{why}");
    }
    assert_eq!(fs::read(plain).unwrap(), b"");
}

/// /proc takes no files from anybody, root included.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_nobody_can_write_to_is_a_clear_sentence() {
    let why = Store::open(Path::new("/proc/self")).unwrap_err();
    let said = why.to_string();
    assert!(said.contains("/proc/self"), "{said}");
}
