//! Exports and imports where the folder is not as Lumbar itself would have left it: odd names of files, links, what an import left
//! that was cut off, a pack that was on for days.

use super::*;

/// The same routine under another id and name.
fn routine(id: &str) -> String {
    ROUTINE.replace("\"mine\"", &format!("{id:?}")).replace("\"Mine\"", &format!("\"Called {id}\""))
}

#[test]
fn what_is_written_can_be_read_whatever_the_files_of_routines_are_called() {
    let lived = Lived::somebody();
    // On Windows large and small letters name the same file.
    let large = if cfg!(windows) { "LARGE.toml" } else { "MINE.toml" };
    for (file, id) in [("cold (1).toml", "one"), ("warm+cold.toml", "two"), (large, "three"), (".x.toml", "four")] {
        fs::write(lived.at("routines").join(file), routine(id)).unwrap();
    }
    let written = lived.export("a.json");
    for id in ["mine", "one", "two", "three"] {
        assert!(written.contains(&format!("id = \\\"{id}\\\"")), "{id}: {written}");
    }
    let mut other = Lived::fresh(2);
    other.now = lived.now;
    other.import(&lived.at("a.json"));
    let again = other.export("b.json");
    assert_eq!(again, written, "and the same once more");
}

#[test]
fn a_pack_that_was_on_over_a_long_weekend_can_be_read_back() {
    let mut lived = Lived::fresh(1);
    lived.answer(BTreeSet::new());
    lived.say(Wish::Start(lumbar_engine::command::Start::plain("cold-15")));
    lived.say(Fact::On { token: None, since: 0, sure: true });
    lived.pass(9 * 86_400);
    lived.say(Fact::Off { token: None, when: lumbar_engine::words::CameOff::Now });
    lived.pass(3600);
    lived.export("a.json");
    let mut other = Lived::fresh(2);
    other.now = lived.now;
    other.import(&lived.at("a.json"));
}

#[test]
fn a_state_that_cannot_be_read_is_not_written_as_if_there_were_none() {
    let mut lived = Lived::somebody();
    lived.step += 1;
    lived.store.save_step(Mark { lineage: 7, generation: lived.step }, "{\"version\":", &lived.prefs, &[]).unwrap();
    for kind in [Kind::Json, Kind::Ics] {
        let why = export(kind, lived.folder.path(), &lived.at("a"), &Ui::new("en"), lived.now).unwrap_err();
        assert!(matches!(why, NotWritten::Data(_)), "{kind:?}: {why:?}");
        assert!(!lived.at("a").exists());
    }
}

#[test]
fn what_an_import_left_that_was_cut_off_is_deleted_with_everything() {
    let mut lived = Lived::somebody();
    fs::write(lived.at("lumbar.db.import-4711"), "tying my shoes").unwrap();
    for folder in ["routines.before-1", "routines.coming-2"] {
        fs::create_dir(lived.at(folder)).unwrap();
        fs::write(lived.at(folder).join("mine.toml"), ROUTINE).unwrap();
    }
    lived.delete_everything();
    let is_left = |name: &String| name.contains("import") || name.starts_with("routines.");
    let left: Vec<String> = lived.files().into_iter().filter(is_left).collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn the_next_import_removes_what_the_one_before_left() {
    let lived = Lived::somebody();
    lived.export("a.json");
    fs::write(lived.at("lumbar.db.import-4711"), "half").unwrap();
    let ready = prepare(lived.folder.path(), &lived.at("a.json"), &Ui::new("en"), lived.now).unwrap();
    assert!(!lived.at("lumbar.db.import-4711").exists());
    drop(ready);
    assert!(!lived.files().iter().any(|name| name.contains(".import-")), "{:?}", lived.files());
}

#[test]
fn one_that_was_read_in_and_waits_for_the_disk_is_left_alone_by_the_next() {
    let mut lived = Lived::somebody();
    lived.export("a.json");
    let ready = |lived: &Lived| prepare(lived.folder.path(), &lived.at("a.json"), &Ui::new("en"), lived.now).unwrap();
    let first = ready(&lived);
    drop(ready(&lived));
    let coming = first.coming;
    lived.engine.take_in(coming.portable, &coming.recent, coming.last, lived.now).unwrap();
    lived.prefs = coming.prefs;
    lived.save(vec![Entry::Everything(Some(coming.diary))]);
    first.routines.keep();
    assert!(lived.export("b.json").contains("a good day"));
}

#[test]
fn an_import_that_nobody_takes_leaves_the_routines_as_they_were() {
    let lived = Lived::somebody();
    lived.export("a.json");
    fs::write(lived.at("routines/other.toml"), routine("other")).unwrap();
    let ready = prepare(lived.folder.path(), &lived.at("a.json"), &Ui::new("en"), lived.now).unwrap();
    assert!(!lived.at("routines/other.toml").exists(), "those of the file are there meanwhile");
    drop(ready);
    assert!(lived.at("routines/other.toml").exists() && lived.at("routines/mine.toml").exists());
    assert!(!lived.files().iter().any(|name| name.starts_with("routines.")), "{:?}", lived.files());
}

#[test]
#[cfg(unix)]
fn routines_that_are_kept_behind_a_link_are_replaced_there() {
    let mut lived = Lived::somebody();
    lived.export("a.json");
    let elsewhere = tempfile::tempdir().unwrap();
    let kept = elsewhere.path().join("kept");
    fs::rename(lived.at("routines"), &kept).unwrap();
    fs::write(kept.join("other.toml"), routine("other")).unwrap();
    fs::write(kept.join("notes.txt"), "not a routine").unwrap();
    std::os::unix::fs::symlink(&kept, lived.at("routines")).unwrap();
    let file = lived.at("a.json");
    lived.import(&file);
    assert!(fs::symlink_metadata(lived.at("routines")).unwrap().is_symlink(), "the link stays");
    assert!(kept.join("mine.toml").exists() && !kept.join("other.toml").exists());
    // What was no routine stays beside it.
    assert!(elsewhere.path().join("routines.before-1/notes.txt").exists());
}

#[test]
#[cfg(unix)]
fn a_name_that_somebody_else_put_there_is_not_written_through() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = folder.path().join("theirs");
    fs::write(&theirs, "precious").unwrap();
    let planted = folder.path().join(format!(".x.toml.{}.whole", std::process::id()));
    std::os::unix::fs::symlink(&theirs, &planted).unwrap();
    crate::store::files::write_new(&folder.path().join("x.toml"), b"a routine").unwrap();
    assert_eq!(fs::read_to_string(&theirs).unwrap(), "precious");
    assert_eq!(fs::read_to_string(folder.path().join("x.toml")).unwrap(), "a routine");
}
