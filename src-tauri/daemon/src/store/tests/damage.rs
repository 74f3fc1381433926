//! Damaged files: set aside, never deleted, and the backup is used.

use super::*;

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
