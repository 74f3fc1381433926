//! The data on real files: damage, newer versions, disks that refuse, permissions, backups.

use std::fs;
use std::path::Path;

use chrono::TimeDelta;
use lumbar_engine::event::Happened;
use lumbar_engine::words::{Method, Outcome};

use super::connection::reader;
use super::reader::Reader;
use super::*;

fn event(second: i64) -> Event {
    Event {
        at: DateTime::UNIX_EPOCH + TimeDelta::milliseconds(second * 1000 + 7),
        session: Some(3),
        routine: Some("cold-20-20".to_owned()),
        what: Happened::WentOn { exposure: 9, method: Method::StillCold, since: 0 },
    }
}

fn ended(second: i64) -> Event {
    Event { what: Happened::Ended { outcome: Outcome::Done }, session: None, routine: None, ..event(second) }
}

fn open(dir: &Path) -> (Store, Opened) {
    Store::open(dir).unwrap()
}

fn history(store: &Store) -> Reader {
    Reader::of(store.path.parent().unwrap())
}

fn all(store: &Store) -> Vec<Event> {
    history(store).events(DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + TimeDelta::days(1), 1000).unwrap()
}

/// A profile with a state, two events, and a backup of an earlier state.
fn used(dir: &Path) {
    let (mut store, opened) = open(dir);
    assert_eq!(opened, Opened { saved: None, condition: Condition::Fresh });
    store.save("backed up", &[event(1)]).unwrap();
    store.backup().unwrap();
    store.save("newest", &[ended(2)]).unwrap();
}

fn file(dir: &Path) -> PathBuf {
    dir.join(folder::DATABASE)
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_was_saved_is_there_after_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path());
    let (store, opened) = open(dir.path());
    assert_eq!(opened, Opened { saved: Some("newest".to_owned()), condition: Condition::Normal });
    assert_eq!(all(&store), [event(1), ended(2)]);
}

#[test]
fn events_are_read_by_time_and_no_more_than_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, _) = open(dir.path());
    let events: Vec<Event> = (0..50).map(event).collect();
    store.save("s", &events).unwrap();
    let at = |second: i64| DateTime::UNIX_EPOCH + TimeDelta::seconds(second);
    assert_eq!(history(&store).events(at(10), at(13), 100).unwrap(), events[10..13]);
    assert_eq!(history(&store).events(at(0), at(100), 2).unwrap(), events[..2]);
    assert_eq!(history(&store).events(at(60), at(100), 2).unwrap(), []);
}

#[test]
fn a_killed_program_finds_all_that_was_confirmed() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, _) = open(dir.path());
    store.save("confirmed", &[event(1)]).unwrap();
    // Neither closed nor dropped: as a kill leaves it, with its log beside it.
    std::mem::forget(store);
    let (store, opened) = open(dir.path());
    assert_eq!(opened.saved.as_deref(), Some("confirmed"));
    assert_eq!(all(&store), [event(1)]);
}

type Damage = (&'static str, fn(&Path));

#[test]
fn a_damaged_file_is_set_aside_and_the_backup_is_used() {
    let damages: [Damage; 6] = [
        ("garbage", |f| fs::write(f, vec![0x5a; 9000]).unwrap()),
        ("a text file", |f| fs::write(f, "hello").unwrap()),
        ("cut short", |f| {
            let whole = fs::read(f).unwrap();
            fs::write(f, &whole[..whole.len() / 2]).unwrap();
        }),
        ("overwritten within", |f| {
            let mut bytes = fs::read(f).unwrap();
            let from = bytes.len() - 3 * 4096;
            bytes[from..].fill(0xa5);
            fs::write(f, bytes).unwrap();
        }),
        ("emptied", |f| fs::write(f, "").unwrap()),
        ("missing", |f| fs::remove_file(f).unwrap()),
    ];
    for (how, damage) in damages {
        let dir = tempfile::tempdir().unwrap();
        used(dir.path());
        damage(&file(dir.path()));
        let bytes = fs::read(file(dir.path())).unwrap_or_default();
        let (mut store, opened) = open(dir.path());
        let aside = dir.path().join("lumbar.db.damaged-1");
        let condition = Condition::RestoredFromBackup { set_aside: aside.clone() };
        assert_eq!(opened, Opened { saved: Some("backed up".to_owned()), condition }, "{how}");
        assert_eq!(fs::read(aside).unwrap(), bytes, "{how}: what was set aside is as it was");
        store.save("goes on", &[]).unwrap();
        drop(store);
        assert_eq!(open(dir.path()).1.condition, Condition::Normal, "{how}");
        assert!(dir.path().join(folder::BACKUPS[0]).exists(), "{how}: the backup stays");
    }
}

#[test]
fn a_damaged_file_stays_in_its_place_until_there_is_room_for_the_copy_of_a_backup_which_is_read_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path());
    fs::write(file(dir.path()), "garbage").unwrap();
    // The copy cannot be written: something that is no file lies in its way.
    let in_the_way = folder::suffixed(&file(dir.path()), ".restored");
    fs::create_dir(&in_the_way).unwrap();
    let (mut store, opened) = open(dir.path());
    assert_eq!(opened.saved.as_deref(), Some("backed up"));
    assert!(matches!(opened.condition, Condition::CannotSave(_)), "{opened:?}");
    store.save("goes on", &[event(3)]).unwrap_err();
    assert_eq!(fs::read(file(dir.path())).unwrap(), b"garbage");
    fs::remove_dir(&in_the_way).unwrap();
    store.save("goes on", &[]).unwrap();
    let set_aside = dir.path().join("lumbar.db.damaged-1");
    assert_eq!(fs::read(&set_aside).unwrap(), b"garbage");
    assert_eq!(store.news(), [News::Mended { set_aside }]);
    assert_eq!(all(&store), [event(1), event(3)]);
    drop(store);
    assert_eq!(open(dir.path()).1.saved.as_deref(), Some("goes on"));
}

#[test]
fn a_damaged_file_without_a_sound_backup_is_set_aside_and_nothing_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path());
    for round in 1..=2 {
        fs::write(file(dir.path()), format!("garbage {round}")).unwrap();
        fs::write(dir.path().join(folder::BACKUPS[0]), "also garbage").unwrap();
        let (store, opened) = open(dir.path());
        let set_aside = dir.path().join(format!("lumbar.db.damaged-{round}"));
        assert_eq!(opened, Opened { saved: None, condition: Condition::StartedAnew { set_aside } });
        drop(store);
    }
    assert_eq!(fs::read(dir.path().join("lumbar.db.damaged-1")).unwrap(), b"garbage 1");
    assert_eq!(fs::read(dir.path().join(folder::BACKUPS[0])).unwrap(), b"also garbage");
}

#[test]
fn where_the_newest_backup_is_damaged_too_the_one_before_is_used() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path());
    open(dir.path()).0.backup().unwrap();
    fs::write(dir.path().join(folder::BACKUPS[0]), "garbage").unwrap();
    fs::write(file(dir.path()), "garbage").unwrap();
    assert_eq!(open(dir.path()).1.saved.as_deref(), Some("backed up"));
}

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
fn a_file_that_is_damaged_while_it_is_open_is_set_aside_and_what_goes_on_is_saved() {
    for backed_up in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        used(dir.path());
        if !backed_up {
            fs::remove_file(dir.path().join(folder::BACKUPS[0])).unwrap();
        }
        let (mut store, _) = open(dir.path());
        // Garbage from the second page on, and neither a log nor a memory that would hold sound ones.
        let other = Connection::open(file(dir.path())).unwrap();
        other.execute_batch("DELETE FROM note; DELETE FROM setting; INSERT INTO setting VALUES ('a', '1')").unwrap();
        other.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        drop(other);
        let mut bytes = fs::read(file(dir.path())).unwrap();
        bytes[4096..].fill(0xa5);
        fs::write(file(dir.path()), &bytes).unwrap();
        store.save("goes on", &[event(3)]).unwrap();
        let set_aside = dir.path().join("lumbar.db.damaged-1");
        assert_eq!(store.news(), [News::Mended { set_aside: set_aside.clone() }]);
        assert_eq!(fs::read(set_aside).unwrap(), bytes);
        let kept = if backed_up { vec![event(1), event(3)] } else { vec![event(3)] };
        assert_eq!(all(&store), kept);
        store.save("and on", &[]).unwrap();
        drop(store);
        assert_eq!(open(dir.path()).1, Opened { saved: Some("and on".to_owned()), condition: Condition::Normal });
    }
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

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn only_the_owner_can_read_any_of_it() {
        let dir = tempfile::tempdir().unwrap();
        let profile = dir.path().join("a/b/lumbar");
        used(&profile);
        fs::write(file(&profile), "garbage").unwrap();
        drop(open(&profile));
        let (mut store, _) = open(&profile);
        store.save("open", &[]).unwrap();
        store.backup().unwrap();
        assert_eq!(mode(&profile), 0o700);
        for name in names(&profile) {
            assert_eq!(mode(&profile.join(&name)), 0o600, "{name}");
        }
        assert!(names(&profile).iter().any(|name| name.ends_with("-wal")));
    }

    #[test]
    fn a_profile_that_was_open_to_others_is_closed_and_a_folder_that_is_not_ours_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        used(dir.path());
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(file(dir.path()), fs::Permissions::from_mode(0o644)).unwrap();
        drop(open(dir.path()));
        assert_eq!((mode(dir.path()), mode(&file(dir.path()))), (0o700, 0o600));

        let shared = tempfile::tempdir().unwrap();
        fs::write(shared.path().join("somebody's"), "").unwrap();
        fs::set_permissions(shared.path(), fs::Permissions::from_mode(0o755)).unwrap();
        drop(open(shared.path()));
        assert_eq!((mode(shared.path()), mode(&file(shared.path()))), (0o755, 0o600));
    }

    /// Root may write anywhere, so that this says nothing there.
    #[test]
    fn a_file_that_can_only_be_read_keeps_its_alarms_and_saves_as_soon_as_it_can() {
        let dir = tempfile::tempdir().unwrap();
        used(dir.path());
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o500)).unwrap();
        let refuses = fs::write(dir.path().join("probe"), "").is_err();
        let opened = if refuses { Some(open(dir.path())) } else { None };
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let Some((mut store, opened)) = opened else { return };
        assert_eq!(opened.saved.as_deref(), Some("newest"));
        assert!(matches!(opened.condition, Condition::CannotSave(_) | Condition::Normal), "{:?}", opened.condition);
        store.save("later", &[]).unwrap();
    }
}

#[test]
fn a_backup_is_due_once_a_day_and_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, _) = open(dir.path());
    let today = Utc::now().date_naive();
    assert!(store.backup_due(today));
    store.save("one", &[event(1)]).unwrap();
    let backup = store.backup().unwrap();
    assert!(!store.backup_due(today));
    assert!(store.backup_due(today + TimeDelta::days(1)));
    let copy = reader(&backup).unwrap();
    assert_eq!(Row::read(&copy).unwrap().map(|row| row.saved).as_deref(), Some("one"));
    let mode: String = copy.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "delete", "a full disk has no room for the log of a reader");
    drop(copy);
    // Open in another thread while the first goes on.
    let job = store.backup_job();
    let other = std::thread::spawn(move || job.run());
    store.save("two", &[event(2)]).unwrap();
    other.join().unwrap().unwrap();
    assert_eq!(
        Row::read(&reader(&dir.path().join(folder::BACKUPS[1])).unwrap()).unwrap().map(|row| row.saved).as_deref(),
        Some("one")
    );
    assert!(!names(dir.path()).iter().any(|name| name.contains(".new")));
}

#[test]
fn a_damaged_file_never_takes_the_place_of_a_sound_backup() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, _) = open(dir.path());
    store.save("sound", &(0..2000).map(event).collect::<Vec<_>>()).unwrap();
    let backup = store.backup().unwrap();
    let sound = fs::read(&backup).unwrap();
    drop(store);
    let mut bytes = fs::read(file(dir.path())).unwrap();
    let (from, to) = (bytes.len() / 2, bytes.len() / 2 + 8192);
    bytes[from..to].fill(0xff);
    fs::write(file(dir.path()), bytes).unwrap();
    let job = BackupJob { path: file(dir.path()) };
    assert!(matches!(job.run(), Err(StoreError::Damaged { .. })));
    assert_eq!(fs::read(backup).unwrap(), sound);
}

#[test]
fn notifications_are_remembered_with_the_server_that_numbered_them() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, _) = open(dir.path());
    let id = |id: u32, server: &str| NoteId { id, server: server.to_owned() };
    store.set_notification_id("thermal", Some(&id(4, "a"))).unwrap();
    store.set_notification_id("app", Some(&id(5, "a"))).unwrap();
    store.set_notification_id("thermal", Some(&id(9, "b"))).unwrap();
    store.set_notification_id("app", None).unwrap();
    store.set_notification_id("never", None).unwrap();
    drop(store);
    let expected = BTreeMap::from([("thermal".to_owned(), id(9, "b"))]);
    assert_eq!(open(dir.path()).0.notification_ids(), expected);
}

#[test]
fn preferences_are_saved_with_the_step_and_what_this_version_does_not_know_survives() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, _) = open(dir.path());
    assert_eq!(store.prefs().unwrap(), Prefs::default());
    let Access::Open(connection) = &store.access else { panic!("it is open") };
    connection.execute("INSERT INTO setting VALUES ('from-the-future', '{\"a\":[1]}')", []).unwrap();
    let prefs = Prefs { discreet: true, favourites: vec!["heat-pad".into()], ..Prefs::default() };
    let mark = Mark { lineage: 1, generation: 1 };
    store.save_step(mark, "with them", &prefs, &[]).unwrap();
    drop(store);
    let (mut store, opened) = open(dir.path());
    assert_eq!((opened.saved.as_deref(), store.prefs().unwrap()), (Some("with them"), prefs));
    store.save_step(mark.later(1), "as before", &Prefs::default(), &[]).unwrap();
    assert_eq!(store.prefs().unwrap(), Prefs::default());
    let Access::Open(connection) = &store.access else { panic!("it is open") };
    let kept: String =
        connection.query_row("SELECT value FROM setting WHERE key = 'from-the-future'", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, r#"{"a":[1]}"#);
}

#[test]
fn the_migrations_are_sound() {
    schema::MIGRATIONS.validate().unwrap();
}

#[test]
fn a_file_without_a_log_beside_it_that_nothing_can_lock_is_still_read() {
    let dir = tempfile::tempdir().unwrap();
    used(dir.path());
    assert_eq!(read_unlocked(&file(dir.path())).map(|row| row.saved).as_deref(), Some("newest"));
    assert_eq!(read_unlocked(&dir.path().join("none")), None);
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
