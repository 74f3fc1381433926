//! Files of a person's own, come in, changed, handed out and deleted; every hostile one is refused with its sentence, and nothing
//! changes.

use std::fmt::Write as _;
use std::os::unix::fs::symlink;

use lumbar_engine::routine::check::FILE_MOST;
use lumbar_ui::Ui;

use super::*;

const GOOD: &str = "# made by a friend\nid = \"mine\"\nname = \"My morning\"\nkind = \"stretch\"\nfigure = \"walk\"\nsong = \"x\"\n\
    [[step]]\ndo = \"move\"\ntext = \"walk-out\"\nfigure = \"walk\"\nseconds = 60\n";

struct Place {
    folder: tempfile::TempDir,
    files: RoutineFiles,
    ui: Ui,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ui = Ui::new("en");
        let (files, _) = RoutineFiles::read(folder.path().join("routines"), &ui).unwrap();
        Self { folder, files, ui }
    }

    /// The routines there are, read anew.
    fn catalogue(&self) -> Catalogue {
        RoutineFiles::read(self.files.folder.clone(), &self.ui).unwrap().1.0
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Takes the file in as a page and a command do.
    fn import(&self, path: &str) -> Result<Taken, String> {
        let taken = read_from(path).and_then(|text| self.files.take(&text, &self.catalogue()));
        taken.map_err(|not| self.ui.why(&not.why()))
    }

    /// All that lies in the folder.
    fn lies(&self) -> Vec<(String, Vec<u8>)> {
        let Ok(entries) = fs::read_dir(&self.files.folder) else { return Vec::new() };
        let file = |entry: io::Result<fs::DirEntry>| {
            let path = entry.unwrap().path();
            (path.display().to_string(), fs::read(path).unwrap())
        };
        let mut all: Vec<_> = entries.map(file).collect();
        all.sort();
        all
    }
}

/// A file with one thing in it that is not as it should be.
fn with(from: &str, to: &str) -> String {
    let base = "id = \"other\"\nname = \"My evening\"\nkind = \"cold\"\nfigure = \"ice-front\"\n\n[[step]]\ndo = \"expose\"\n\
        method = \"still-cold\"\nseconds = 600\nchecks = [300]\n\n[[step]]\ndo = \"rest\"\nseconds = 1200\n\n[[step]]\ndo = \"move\"\n\
        text = \"walk-out\"\nfigure = \"walk\"\nbeats = [\"hold 5\"]\nreps = 3\n";
    assert!(base.contains(from), "{from}");
    base.replacen(from, to, 1)
}

/// Hostile files: what it is, what it holds, what a person is told.
fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let file = |name, text: String, said| (name, text.into_bytes(), said);
    vec![
        file("over the limit", with("600", "1260"), "Line 9, step 1: 20 min is the most for an ice pack."),
        file(
            "no look at the skin",
            with("checks = [300]\n", ""),
            "Line 7, step 1: The first look at your skin comes after 5 min at the latest, and not right at the start.",
        ),
        file(
            "ice again too soon",
            with(
                "do = \"move\"\ntext = \"walk-out\"\nfigure = \"walk\"\nbeats = [\"hold 5\"]\nreps = 3",
                "do = \"rest\"\nseconds = 1\n[[step]]\ndo = \"expose\"\nmethod = \"still-cold\"\nseconds = 300",
            )
            .replace("seconds = 1200", "seconds = 60"),
            "Line 20, step 4: Skin rests 10 min between two times of ice. Put a rest before this step.",
        ),
        file(
            "ice all day",
            with("figure = \"ice-front\"", "figure = \"ice-front\"\nturns = { usual = 1, most = 11 }"),
            "Line 5: It has 1 turns as usual and 11 at most. Both must be 1 to 10, and the usual number not the larger one.",
        ),
        file(
            "not TOML",
            with("kind = \"cold\"", "kind = cold"),
            "Line 3: This is not what a routine file has there: string values must be quoted, expected literal string",
        ),
        file(
            "a web page",
            "<!doctype html>\n<title>404</title>\n".into(),
            "Line 1: This is not what a routine file has there: key with no value, expected `=`",
        ),
        file("empty", String::new(), "Line 1: This is not what a routine file has there: missing field `id`"),
        file(
            "an unknown kind",
            with("\"cold\"", "\"surgery\""),
            "Line 3: This is not what a routine file has there: unknown variant `surgery`, expected one of `cold`, `heat`, `contrast`, `massage`, `stretch`",
        ),
        file(
            "a number that is none",
            with("1200", "-1"),
            "Line 14: This is not what a routine file has there: invalid value: integer `-1`, expected u32",
        ),
        file(
            "a huge number",
            with("1200", "99999999999999999999"),
            "Line 14: This is not what a routine file has there: invalid type: integer `99999999999999999999` as i128, expected any value",
        ),
        file(
            "nested without end",
            format!("id = {}", "[".repeat(100_000)),
            "Line 1: This is not what a routine file has there: cannot recurse further; max recursion depth met",
        ),
        ("not text", vec![0xff; 64], "It is not plain text (UTF-8)."),
        ("zeros", vec![0; 1024], "Line 1: This is not what a routine file has there: key with no value, expected `=`"),
        file("huge", " ".repeat(FILE_MOST + 1), "It is larger than 256 KB, and no routine needs that much."),
        file(
            "newer",
            format!("version = 2\nshape = \"round\"\n{}", with("\"cold\"", "7")),
            "Line 1: The file was made by a newer Lumbar (version 2). Get that one first.",
        ),
        file(
            "the id of a built-in one",
            with("\"other\"", "\"cold-15\""),
            "Line 1: There is a routine “cold-15” already. Give this one another id.",
        ),
        file(
            "the id of one of one's own",
            with("\"other\"", "\"mine\""),
            "Line 1: There is a routine “mine” already. Give this one another id.",
        ),
        file(
            "an id that looks like another",
            with("\"other\"", "\"co1d-l5\""),
            "Line 1: “co1d-l5” looks too much like “cold-15”, which is another routine. Choose a different name.",
        ),
        file(
            "an id that leads elsewhere",
            with("\"other\"", "\"../../.bashrc\""),
            "Line 1: “../../.bashrc” cannot be the id of a routine. Use small letters, digits and dashes, at most 40.",
        ),
        file(
            "the name of a built-in one",
            with("My evening", "Ice, calm pace"),
            "Line 2: “Ice, calm pace” looks too much like “Ice, calm pace”, which is another routine. Choose a different name.",
        ),
        file(
            "a name in letters that look alike",
            with("My evening", "Ісе, саlm расе"),
            "Line 2: “Ісе, саlm расе” looks too much like “Ice, calm pace”, which is another routine. Choose a different name.",
        ),
        file(
            "the name of one of one's own",
            with("My evening", "my morning!"),
            "Line 2: “my morning!” looks too much like “My morning”, which is another routine. Choose a different name.",
        ),
        file(
            "a name that turns the writing round",
            with("My evening", "pot \\u202Egnirts"),
            "Line 2: “pot  gnirts” cannot be its name. A name has at most 60 letters, and each of them can be seen.",
        ),
        file("a name that nobody can see", with("My evening", "\\u200B\\u2060"), "Line 2: Give it a name."),
        file(
            "a line break in a step's name",
            with("walk-out", "walk\\nout"),
            "Line 18: “walk out” cannot be a name in it. A name has at most 80 letters, and each of them can be seen.",
        ),
        file(
            "a name without end",
            with("My evening", &"long ".repeat(2000)),
            "Line 2: “long long long long long long long long long long long long long long long long ” cannot be its name. A name has at most 60 letters, and each of them can be seen.",
        ),
        file(
            "steps without end",
            format!("{}{}", with("id", "id"), "[[step]]\ndo = \"rest\"\nseconds = 60\n".repeat(1000)),
            "Line 6: It has 1003 steps. A routine has 1 to 64.",
        ),
        file(
            "rounds without end",
            with("\"hold 5\"", "\"hold 28800\"").replace("reps = 3", "reps = 255"),
            "Line 20, step 3: A step lasts from 1 second to 8 hours, and its parts lie within it.",
        ),
        file(
            "a massage that says it is none",
            with("walk-out", "roller-ribs"),
            "Line 18, step 3: This step is a massage. The kind must be Massage, and what presses must be: a roller.",
        ),
        file(
            "no questions about health",
            with("figure = \"ice-front\"", "figure = \"ice-front\"\neveryday = true").replace("walk-out", "hamstring"),
            "Line 19, step 3: This step is not for every day. So Lumbar asks about your health first, and the line “everyday” must go.",
        ),
    ]
}

#[test]
fn every_hostile_file_is_refused_with_its_line_and_its_reason_and_nothing_changes() {
    let place = Place::new();
    fs::write(place.at("mine.toml"), GOOD).unwrap();
    place.import(&place.at("mine.toml")).unwrap();
    let before = (place.lies(), place.catalogue().routines().count());
    let mut table = String::from("| a file with | what a person is told |\n| --- | --- |\n");
    let mut differs = String::new();
    let files = hostile();
    assert!(files.len() >= 25);
    for (name, content, said) in files {
        fs::write(place.at("x.toml"), content).unwrap();
        let refused = match place.import(&place.at("x.toml")) {
            Err(refused) => refused.replace('\n', " "),
            Ok(taken) => panic!("{name} was taken: {taken:?}"),
        };
        let _ = writeln!(table, "| {name} | {} |", refused.trim_end());
        if refused.trim_end() != said {
            let _ = writeln!(differs, "{name}:\n  is     {refused}\n  should {said}");
        }
        assert_eq!((place.lies(), place.catalogue().routines().count()), before, "{name}");
    }
    assert!(differs.is_empty(), "{differs}");
    let written = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/routines.md")).unwrap();
    assert!(written.contains(&table), "docs/routines.md should hold this table:\n{table}");
}

#[test]
fn only_a_plain_file_named_by_its_whole_path_is_read_and_nobody_waits_for_another() {
    let place = Place::new();
    let fifo = std::process::Command::new("mkfifo").arg(place.at("fifo")).status().unwrap();
    assert!(fifo.success());
    fs::create_dir(place.at("folder")).unwrap();
    symlink(place.at("loop"), place.at("loop")).unwrap();
    for (path, said) in [
        (String::new(), "Type the path"),
        ("  ".into(), "Type the path"),
        ("mine.toml".into(), "Write the whole path"),
        ("~/mine.toml".into(), "Write the whole path"),
        ("file:///etc/passwd".into(), "Write the whole path"),
        (place.at("none"), "No such file"),
        (place.at("loop"), "symbolic links"),
        (place.at("fifo"), "not a plain file"),
        (place.at("folder"), "not a plain file"),
        ("/dev/zero".into(), "not a plain file"),
        ("/proc/self/environ".into(), "It is not plain text"),
        ("/etc/passwd\0".into(), "not a plain file"),
    ] {
        let refused = place.import(&path).unwrap_err();
        // What the environment holds differs from place to place; it is no routine.
        assert!(refused.contains(said) || path.starts_with("/proc"), "{path:?}: {refused}");
    }
    assert!(place.lies().is_empty());
}

#[test]
fn a_file_comes_in_as_it_is_and_goes_out_the_same() {
    let place = Place::new();
    fs::write(place.at("friend.toml"), GOOD).unwrap();
    let taken = place.import(&place.at("friend.toml")).unwrap();
    assert_eq!((taken.routine.id.as_str(), taken.others), ("mine", vec!["song".to_owned()]));
    assert_eq!(place.lies(), [(place.at("routines/mine.toml"), GOOD.as_bytes().to_vec())]);
    let out = place.at("out.toml");
    assert_eq!(write_to(&out, &place.files.find("mine").unwrap().text).unwrap(), PathBuf::from(&out));
    assert_eq!(fs::read_to_string(&out).unwrap(), GOOD);
    let again = write_to(&out, "another").unwrap_err();
    assert!(place.ui.why(&again.why()).contains("already"), "{again:?}");
    assert_eq!(fs::read_to_string(&out).unwrap(), GOOD, "nothing is written over");
    assert!(matches!(write_to("out.toml", ""), Err(NotDone::Relative)));
    assert!(matches!(write_to(&place.at("none/out.toml"), ""), Err(NotDone::Unwritable(..))));
}

#[test]
fn a_change_keeps_what_else_is_in_the_file_and_never_writes_over_another_one() {
    let place = Place::new();
    place.files.take(GOOD, &place.catalogue()).unwrap();
    let found = place.files.find("mine").unwrap();
    let mut routine = place.catalogue().routine("mine").unwrap().as_ref().clone();
    routine.name = Some("My long morning".into());
    routine.steps.insert(0, routine.steps[0].clone());
    let places = [None, Some(0)];
    place.files.change(&routine, &places, &found.mark(), &place.catalogue()).unwrap();
    let changed = place.files.find("mine").unwrap();
    assert!(changed.text.contains("song = \"x\"") && changed.text.starts_with("version = 1\n"), "{}", changed.text);
    assert_eq!(place.catalogue().routine("mine").unwrap().as_ref(), &routine);
    // Somebody else writes to it, with the same length.
    let other = changed.text.replace("long", "easy");
    fs::write(&changed.file, &other).unwrap();
    let refused = place.files.change(&routine, &places, &changed.mark(), &place.catalogue()).unwrap_err();
    assert!(matches!(&refused, NotDone::Changed(_)), "{refused:?}");
    assert_eq!(place.files.find("mine").unwrap().text, other);
    // Over a limit, nothing is written either.
    let mark = place.files.find("mine").unwrap().mark();
    routine.turns.most = 99;
    let refused = place.files.change(&routine, &places, &mark, &place.catalogue()).unwrap_err();
    assert_eq!(refused.for_log(), "turns at line 6");
    assert_eq!(place.files.find("mine").unwrap().text, other);
    // Taken away, it is not made anew.
    fs::remove_file(&changed.file).unwrap();
    assert!(matches!(place.files.change(&routine, &places, &mark, &place.catalogue()), Err(NotDone::Changed(_))));
    assert!(place.lies().is_empty());
}

#[test]
fn a_file_that_is_in_the_way_is_left_as_it_is() {
    let place = Place::new();
    fs::create_dir(&place.files.folder).unwrap();
    fs::write(place.at("routines/mine.toml"), "broken").unwrap();
    let refused = place.files.take(GOOD, &place.catalogue()).unwrap_err();
    assert!(matches!(refused, NotDone::There(_)), "{refused:?}");
    assert_eq!(fs::read_to_string(place.at("routines/mine.toml")).unwrap(), "broken");
    // One under another name is found by what it holds.
    fs::write(place.at("routines/other.toml"), GOOD).unwrap();
    assert_eq!(place.files.find("mine").unwrap().file, PathBuf::from(place.at("routines/other.toml")));
    place.files.delete("mine").unwrap();
    assert_eq!(place.lies().len(), 1);
    assert!(matches!(place.files.delete("mine"), Err(NotDone::Gone(_))));
    assert!(matches!(place.files.delete("cold-15"), Err(NotDone::Gone(_))), "what is built in has no file");
}

#[test]
fn what_was_written_a_moment_ago_is_read_again_whatever_its_time_says() {
    let place = Place::new();
    assert!(place.files.reread().is_none());
    place.files.take(GOOD, &place.catalogue()).unwrap();
    assert!(place.files.reread().unwrap().0.is_own("mine"));
    assert!(place.files.reread().is_none());
    place.files.delete("mine").unwrap();
    assert!(!place.files.reread().unwrap().0.is_own("mine"));
}

#[test]
fn so_many_of_ones_own_and_no_more_are_taken() {
    let place = Place::new();
    fs::create_dir(&place.files.folder).unwrap();
    for nth in 0..FILES_MOST {
        fs::write(place.at(&format!("routines/{nth}.toml")), "").unwrap();
    }
    let refused = place.files.take(GOOD, &place.catalogue()).unwrap_err();
    assert_eq!(refused.for_log(), format!("more than {FILES_MOST} files"));
}
