//! The data on real files: damage, newer versions, disks that refuse, permissions, backups.

mod damage;
mod diary;
mod refusal;

use std::fs;
use std::path::Path;

use chrono::TimeDelta;
use lumbar_engine::event::Happened;
use lumbar_engine::words::{Method, Outcome};
use lumbar_ui::settings::{DISCREET, FAVOURITES};

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
    let odd = "INSERT INTO setting VALUES ('from-the-future', '{\"a\":[1]}'), ('text-size', 'damaged'), ('theme', '\"dark\"')";
    connection.execute(odd, []).unwrap();
    let mut prefs = store.prefs().unwrap();
    prefs.set(&DISCREET, &true);
    prefs.set(&FAVOURITES, &vec!["heat-pad".into()]);
    let mark = Mark { lineage: 1, generation: 1 };
    store.save_step(mark, "with them", &prefs, &[]).unwrap();
    drop(store);
    let (mut store, opened) = open(dir.path());
    assert_eq!((opened.saved.as_deref(), store.prefs().unwrap()), (Some("with them"), prefs.clone()));
    let all = |store: &Store| {
        let Access::Open(connection) = &store.access else { panic!("it is open") };
        let mut rows = connection.prepare("SELECT key || '=' || value FROM setting ORDER BY key").unwrap();
        let rows = rows.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.collect::<Result<Vec<_>, _>>().unwrap()
    };
    let kept = ["from-the-future={\"a\":[1]}", "text-size=damaged"];
    assert_eq!(all(&store), ["discreet=true", "favourites=[\"heat-pad\"]", kept[0], kept[1], "theme=\"dark\""]);
    // Back to what it is without a choice: nothing of it is left, and what is not understood stays until it is forgotten.
    ["discreet", "favourites", "theme"].iter().for_each(|key| prefs.forget(key));
    store.save_step(mark.later(1), "as before", &prefs, &[]).unwrap();
    assert_eq!(all(&store), kept);
    kept.iter().for_each(|row| prefs.forget(row.split('=').next().unwrap()));
    store.save_step(mark.later(2), "as before", &prefs, &[]).unwrap();
    assert_eq!(store.prefs().unwrap(), Prefs::default());
}

#[test]
fn the_migrations_are_sound() {
    schema::MIGRATIONS.validate().unwrap();
}
