//! Writes data out and reads them back, on real files, and holds hostile files to a sentence and no change.

mod odd_folders;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use lumbar_engine::command::{Choice, Command, Fact, HealthAnswers, Wish};
use lumbar_engine::diary::wish::{ByHand, DiaryWish};
use lumbar_engine::diary::{Felt, Stopped, WeekAnswer};
use lumbar_engine::event::{Event, Happened};
use lumbar_engine::health::{Condition, HealthKind};
use lumbar_engine::outbox::Effect;
use lumbar_engine::plan::wish::PlanWish;
use lumbar_engine::plan::zone::Fixed;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::time::{BootId, Now};
use lumbar_engine::words::{Flags, Outcome};
use lumbar_engine::{Engine, Portable};
use lumbar_ui::Ui;

use super::bad::{Odd, wrong_key};
use super::export::{Kind, NotWritten, export};
use super::reading::{prepare, read};
use crate::store::{Entry, Prefs, Store};
use crate::witness::Mark;

const ROUTINE: &str = "id = \"mine\"\nkind = \"stretch\"\nfigure = \"rock\"\n[[step]]\ndo = \"move\"\n\
    text = \"rock\"\nfigure = \"rock\"\nseconds = 60\n";

/// Data as a program has them, without the program.
struct Lived {
    folder: tempfile::TempDir,
    store: Store,
    engine: Engine,
    prefs: Prefs,
    step: u64,
    now: Now,
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000 / 86_400 * 86_400 + 43_200, 120_000_000).unwrap()
}

impl Lived {
    fn fresh(boot: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path()).unwrap();
        let now = Now { boot: BootId(boot), ticks: Duration::from_secs(5000), wall: noon() };
        let mut engine = Engine::new(Catalogue::built_in().unwrap(), now);
        engine.set_zone(std::sync::Arc::new(Fixed(3600)));
        let mut lived = Self { folder, store, engine, prefs: Prefs::default(), step: 0, now };
        lived.save(Vec::new());
        lived
    }

    /// A few days of somebody.
    fn somebody() -> Self {
        let mut lived = Self::fresh(1);
        lived.answer(BTreeSet::from([Condition::Sensitive]));
        lived.say(Choice::BedHours { from: 1410, until: 400 });
        lived.say(Choice::AskFelt { on: true });
        lived.say(Choice::QuietHours { hours: Some((780, 840)) });
        lived.say(Wish::Plan(PlanWish::Choose { id: "plan-two-weeks".into(), turns: None, agreed_until: None }));
        for (routine, hours, note) in [
            ("cold-15", 50, "round \u{1F9CA}, with a “quote”, and\ntwo lines"),
            ("heat-pad", 26, ""),
            ("walk", 5, "=SUM(A1)"),
            ("cold-15", 2, ""),
        ] {
            let from =
                (lived.now.wall - TimeDelta::hours(hours)).with_timezone(&chrono::FixedOffset::east_opt(3600).unwrap());
            let entry = ByHand {
                routine: routine.into(),
                pack: None,
                from,
                seconds: 900,
                felt: Some(Felt::Easier),
                note: note.into(),
            };
            lived.say(Wish::Diary(DiaryWish::Add(Box::new(entry))));
        }
        // What is kept for two minutes is over.
        lived.pass(600);
        let rows =
            [("theme", "\"dark\""), ("discreet", "7"), ("from-the-future", "{\"a\": [1]}"), ("odd", "{\"broken")];
        lived.prefs = Prefs::from_rows(rows.map(|(key, text)| (key.to_owned(), text.to_owned())));
        let day = lived.now.wall.date_naive();
        let activity = "tying my shoes".to_owned();
        lived.save(vec![
            Entry::Note(day, "a good day\nand long".into()),
            Entry::Week(WeekAnswer { until: day, stopped: Stopped::ALittle, activity, went: "better".into() }),
            Entry::Event(Event {
                at: lived.now.wall,
                session: Some(1),
                routine: Some("walk".into()),
                what: Happened::Ended { outcome: Outcome::Done },
            }),
        ]);
        fs::create_dir(lived.at("routines")).unwrap();
        fs::write(lived.at("routines/mine.toml"), ROUTINE).unwrap();
        lived
    }

    /// All that is asked before a first start.
    fn answer(&mut self, conditions: BTreeSet<Condition>) {
        self.say(Fact::AcceptDisclaimer);
        self.say(Fact::AnswerFlags { flags: Flags::None });
        self.say(Fact::AnswerHealth(HealthAnswers {
            kinds: HealthKind::ALL.iter().copied().collect(),
            feels_normally: Some(true),
            skin_whole: Some(true),
            conditions,
        }));
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn say(&mut self, command: impl Into<Command>) {
        self.engine.apply(command.into(), self.now).unwrap();
        self.save(Vec::new());
    }

    fn pass(&mut self, seconds: u64) {
        self.now.ticks += Duration::from_secs(seconds);
        self.now.wall += TimeDelta::seconds(i64::try_from(seconds).unwrap());
        self.engine.advance(self.now);
        self.save(Vec::new());
    }

    fn save(&mut self, more: Vec<Entry>) {
        let mut entries = Vec::new();
        while let Some(effect) = self.engine.poll_effect() {
            match effect {
                Effect::Record(event) => entries.push(Entry::Event(event)),
                Effect::Keep(record) => entries.push(Entry::Keep(record)),
                Effect::Forget(session) => entries.push(Entry::Forget(session)),
                Effect::Alert(_) | Effect::Withdraw(_) => {}
            }
        }
        entries.extend(more);
        self.step += 1;
        let saved = serde_json::to_string(&self.engine.saved()).unwrap();
        let mark = Mark { lineage: 7, generation: self.step };
        self.store.save_step(mark, &saved, &self.prefs, &entries).unwrap();
    }

    fn export(&self, name: &str) -> String {
        let file = self.at(name);
        export(Kind::Json, self.folder.path(), &file, &Ui::new("en"), self.now).unwrap();
        fs::read_to_string(file).unwrap()
    }

    fn delete_everything(&mut self) {
        self.engine.forget_everything(self.now).unwrap();
        self.prefs = Prefs::default();
        self.save(vec![Entry::Everything(None)]);
        super::delete_routines(self.folder.path());
    }

    fn import(&mut self, file: &Path) -> PathBuf {
        let ready = prepare(self.folder.path(), file, &Ui::new("en"), self.now).unwrap();
        let coming = ready.coming;
        self.engine.take_in(coming.portable, &coming.recent, coming.last, self.now).unwrap();
        self.prefs = coming.prefs;
        self.save(vec![Entry::Everything(Some(coming.diary))]);
        ready.routines.keep();
        ready.before
    }

    fn files(&self) -> BTreeSet<String> {
        let names = fs::read_dir(self.folder.path()).unwrap();
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

#[test]
fn everything_is_the_same_byte_for_byte_after_it_was_deleted_and_read_back() {
    let mut lived = Lived::somebody();
    let before = lived.export("a.json");
    for there in
        ["\"session\":4", "a good day\\nand long", "tying my shoes", "id = \\\"mine\\\"", "plan-two-weeks", "sensitive"]
    {
        assert!(before.contains(there), "{there}: {before}");
    }
    assert_eq!(lived.export("again.json"), before);
    lived.delete_everything();
    let empty = lived.export("empty.json");
    for gone in ["\"session\":4,\"day\"", "a good day", "shoes", "mine", "plan-two-weeks", "sensitive", "dark", "round"]
    {
        assert!(!empty.contains(gone), "{gone}: {empty}");
    }
    assert!(empty.contains("\"exposures\":[{\"exposure\":"), "what limits go by stays: {empty}");
    let file = lived.at("a.json");
    let kept = lived.import(&file);
    assert_eq!(lived.export("b.json"), before);
    assert_eq!(fs::read_to_string(kept).unwrap(), empty, "what was there before is kept");
    // Read back once more over itself, nothing comes twice.
    lived.import(&file);
    assert_eq!(lived.export("c.json"), before);
    // On another computer, with another boot and another wall by a second.
    let mut other = Lived::fresh(2);
    other.now.wall = lived.now.wall + TimeDelta::seconds(1);
    other.import(&file);
    assert_eq!(other.export("d.json"), before);
}

#[test]
fn an_import_adds_to_what_limits_go_by_and_never_takes_from_it() {
    let lived = Lived::somebody();
    let file = lived.at("a.json");
    lived.export("a.json");
    let mut other = Lived::fresh(3);
    other.now = lived.now;
    other.say(Fact::AcceptDisclaimer);
    let at = |minutes: i64| (other.now.wall - TimeDelta::minutes(minutes)).fixed_offset();
    let ice =
        |from| ByHand { routine: "cold-15".into(), pack: None, from, seconds: 900, felt: None, note: String::new() };
    let own = ice(at(40));
    other.say(Wish::Diary(DiaryWish::Add(Box::new(own))));
    other.pass(200);
    let before = other.engine.exposures().to_vec();
    other.import(&file);
    let after = other.engine.exposures();
    assert_eq!(after.len(), before.len() + lived.engine.exposures().len());
    let same = |a: &lumbar_engine::person::ledger::Exposure, b: &lumbar_engine::person::ledger::Exposure| {
        (a.method, a.on, a.off, a.ran) == (b.method, b.on, b.off, b.ran)
    };
    assert!(before.iter().all(|own| after.iter().any(|known| same(own, known))));
    let numbers: BTreeSet<u64> = after.iter().map(|known| known.id).collect();
    assert_eq!(numbers.len(), after.len(), "no two have the same number");
    // Deleting takes nothing from it either.
    let after = after.to_vec();
    other.delete_everything();
    assert_eq!(other.engine.exposures(), after);
}

#[test]
fn after_everything_is_deleted_no_copy_of_it_is_in_any_file() {
    let mut lived = Lived::somebody();
    lived.store.backup().unwrap();
    lived.store.backup().unwrap();
    for name in ["lumbar.db.damaged-1", "state.unread-1", "state.unreadable-2", "before-import-1"] {
        fs::write(lived.at(name), "tying my shoes").unwrap();
    }
    lived.delete_everything();
    for name in lived.files() {
        let content = fs::read(lived.at(&name)).unwrap_or_default();
        let holds = |word: &[u8]| content.windows(word.len()).any(|part| part == word);
        assert!(!holds(b"tying my shoes") && !holds(b"a good day"), "{name}");
    }
    assert!(!lived.at("lumbar.db.backup").exists() && !lived.at("routines/mine.toml").exists());
}

/// How a file is changed, and what is said of it: the line where it can be told, and the reason.
#[test]
fn of_a_hostile_file_nothing_is_taken_and_one_sentence_says_why() {
    let lived = Lived::somebody();
    let sound = lived.export("a.json");
    let text = |key: &str| Ui::new("en").text(key, &[]);
    let odd = |odd: Odd| text(odd.key());
    let twice_the_first = |part: &str| {
        let start = sound.find(&format!("\"{part}\": [\n")).unwrap() + part.len() + 6;
        let end = start + sound[start..].find('\n').unwrap();
        let element = sound[start..end].trim_end_matches(',');
        format!("{}{element},\n{}", &sound[..start], &sound[start..])
    };
    let of = |from: &str, to: &str| {
        assert!(sound.contains(from), "{from}: {sound}");
        sound.replacen(from, to, 1)
    };
    let cases: Vec<(&str, String, String)> = vec![
        ("empty", String::new(), "Line 1".into()),
        ("cut off", sound[..sound.len() / 2].into(), "cannot be read (EOF".into()),
        ("no json", "<html>".into(), "Line 1".into()),
        ("another file", "{\"records\":[]}".into(), "not a file with everything".into()),
        ("another format", of("lumbar-everything", "medtimer"), "not a file with everything".into()),
        ("newer", of("\"version\": 1", "\"version\": 2"), "A newer Lumbar".into()),
        ("version of another type", of("\"version\": 1", "\"version\": \"1\""), "not a file with everything".into()),
        ("something behind it", format!("{sound}{{}}"), "trailing characters".into()),
        ("a session twice", twice_the_first("sessions"), odd(Odd::Twice)),
        ("a note twice", twice_the_first("notes"), odd(Odd::Twice)),
        ("a setting twice", twice_the_first("settings"), odd(Odd::Twice)),
        ("a routine twice", twice_the_first("routines"), odd(Odd::Twice)),
        ("a part twice", of("\"notes\": [", "\"routines\": [],\n\"notes\": ["), odd(Odd::Twice)),
        ("a field twice", of("\"turns\":1,", "\"turns\":1,\"turns\":1,"), "duplicate field `turns`".into()),
        (
            "an exposure twice",
            of("\"exposures\":[{\"exposure\":1,", "\"exposures\":[{\"exposure\":2,"),
            odd(Odd::Twice),
        ),
        ("text for a number", of("\"turns\":1", "\"turns\":\"1\""), "invalid type: string".into()),
        ("a number below zero", of("\"turns\":1", "\"turns\":-1"), "invalid value: integer `-1`".into()),
        ("a number too large", of("\"turns\":1", "\"turns\":999"), "invalid value: integer `999`".into()),
        ("an unknown word", of("\"felt\":\"easier\"", "\"felt\":\"cured\""), "unknown variant `cured`".into()),
        ("a day that is none", of("\"day\":\"2026-", "\"day\":\"2026-13-"), "Line".into()),
        ("a day far away", of("\"session\":1,\"day\":\"2026-", "\"session\":1,\"day\":\"2025-"), "Line".into()),
        ("a time that is none", of("T12:00", "T25:00"), "cannot be read".into()),
        ("a time ahead", of("\"began\":\"2026", "\"began\":\"2096"), odd(Odd::Time)),
        ("a time before there were computers", of("\"began\":\"2026", "\"began\":\"0026"), odd(Odd::Time)),
        (
            "an exposure of the limits ahead",
            of("\"on\":\"2026", "\"on\":\"2036"),
            text(wrong_key(lumbar_engine::person::portable::Wrong::Ahead)),
        ),
        ("wrong sums", of("\"over\":0", "\"over\":5000"), odd(Odd::Sums)),
        ("wrong counts", of("\"sessions\":4,", "\"sessions\":5,"), "has 5, and there are 4".into()),
        ("a part missing", of("\"weeks\": [", "\"weaks\": ["), "unknown part `weaks`".into()),
        ("no counts", sound[..sound.find(",\n\"counts\"").unwrap()].to_owned() + "\n}", "“counts” is missing".into()),
        ("deep nesting", of("\"turns\":1", &format!("\"turns\":{}", "[".repeat(100_000))), "Line".into()),
        (
            "nesting in a setting",
            of("\"value\":\"dark\"", &format!("\"value\":{}1{}", "[".repeat(500), "]".repeat(500))),
            "recursion limit".into(),
        ),
        ("a NUL in a note", of("a good day", "a\\u0000day"), odd(Odd::Signs)),
        ("a text turned around", of("a good day", "a\\u202eday"), odd(Odd::Signs)),
        ("half a sign", of("a good day", "a\\ud800day"), "Line".into()),
        ("a note without end", of("a good day", &"long ".repeat(1000)), odd(Odd::Length)),
        ("an element without end", of("a good day", &"x".repeat(5 << 20)), odd(Odd::Length)),
        (
            "a setting of another type",
            of("\"key\":\"theme\",\"value\":\"dark\"", "\"key\":\"theme\",\"value\":[1]"),
            odd(Odd::Value),
        ),
        ("a file outside of the folder", of("mine.toml", "../mine.toml"), odd(Odd::FileName)),
        ("a file of another kind", of("mine.toml", "mine.sh"), odd(Odd::FileName)),
        ("a routine beyond a limit", of("seconds = 60", "seconds = 999999"), "Line".into()),
        ("a routine with a name that is taken", of("id = \\\"mine\\\"", "id = \\\"walk\\\""), "Line".into()),
        ("a plan without items", of("\"step\":[{", "\"step\":[],\"stap\":[{"), "Line".into()),
        ("agreed for ever", of("\"agreed_until\":\"2026", "\"agreed_until\":\"2126"), text("import-odd-agreed")),
        (
            "bed hours that are none",
            of("\"bed_hours\":[1410,400]", "\"bed_hours\":[1410,9999]"),
            text("import-odd-hours"),
        ),
        (
            "a field nobody knows",
            of("\"calm_turns\":", "\"from_the_future\":1,\"calm_turns\":"),
            "unknown field `from_the_future`".into(),
        ),
    ];
    assert!(cases.len() >= 25);
    let exported = lived.export("b.json");
    let before = (lived.files(), exported);
    let file = lived.at("hostile.json");
    let mut wrong = Vec::new();
    for (name, content, said) in cases {
        fs::write(&file, content).unwrap();
        let ui = Ui::new("en");
        let sentence = match prepare(lived.folder.path(), &file, &ui, lived.now) {
            Ok(_) => "it is taken".to_owned(),
            Err(why) => ui.why(&why.why(&ui)),
        };
        fs::remove_file(&file).unwrap();
        fs::remove_file(lived.at("b.json")).unwrap();
        let unchanged = (lived.export("b.json"), lived.files()) == (before.1.clone(), before.0.clone());
        let fits = sentence.contains(said.trim_end_matches('.')) && sentence.contains("Nothing was changed.");
        if !fits || !unchanged || sentence.len() > 500 || sentence.contains("{$") {
            wrong.push(format!("{name} ({unchanged}): {sentence}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_file_is_not_read_and_nobody_waits_for_it() {
    let lived = Lived::somebody();
    #[cfg(unix)]
    {
        let fifo = std::process::Command::new("mkfifo").arg(lived.at("fifo")).status().unwrap();
        assert!(fifo.success());
    }
    for path in [
        lived.at("none.json"),
        lived.at("fifo"),
        lived.at("routines"),
        PathBuf::from("/dev/zero"),
        PathBuf::from("a.json"),
    ] {
        assert!(read(lived.folder.path(), &path, lived.now).is_err(), "{}", path.display());
    }
}

#[test]
fn a_file_is_never_written_over_and_what_cannot_be_written_leaves_nothing() {
    let lived = Lived::somebody();
    let ui = Ui::new("en");
    let write = |kind, file: &Path| export(kind, lived.folder.path(), file, &ui, lived.now);
    let there = lived.at("there.json");
    fs::write(&there, "mine").unwrap();
    for kind in Kind::ALL {
        assert!(matches!(write(kind, &there), Err(NotWritten::There(_))), "{kind:?}");
        assert!(matches!(write(kind, &lived.at("none/x")), Err(NotWritten::NoFolder(_))), "{kind:?}");
        assert!(matches!(write(kind, &lived.at("there.json/x")), Err(NotWritten::NoFolder(_))), "{kind:?}");
        assert!(matches!(write(kind, Path::new("x")), Err(NotWritten::NoName)), "{kind:?}");
        assert!(matches!(write(kind, Path::new("/")), Err(NotWritten::NoName)), "{kind:?}");
        let file = lived.at(kind.code());
        assert!(write(kind, &file).unwrap().count > 0, "{kind:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
    assert_eq!(fs::read_to_string(there).unwrap(), "mine");
    assert!(lived.files().iter().all(|name| !name.starts_with('.')), "{:?}", lived.files());
    let table = fs::read(lived.at("csv")).unwrap();
    assert!(table.starts_with(b"\xef\xbb\xbfsession,day,"));
    let text = String::from_utf8(table).unwrap();
    assert!(text.contains(",'=SUM(A1)\r\n") && text.contains("“quote”, and\ntwo lines\"\r\n"), "{text}");
}

#[test]
fn without_a_plan_there_is_no_calendar() {
    let lived = Lived::fresh(1);
    let file = lived.at("days.ics");
    let written = export(Kind::Ics, lived.folder.path(), &file, &Ui::new("en"), lived.now);
    assert!(matches!(written, Err(NotWritten::NoPlan)) && !file.exists());
}

#[test]
fn every_reason_has_its_text() {
    let ui = Ui::new("en");
    for odd in Odd::ALL {
        assert!(ui.has_text(odd.key()), "{odd:?}");
    }
    for wrong in lumbar_engine::person::portable::Wrong::ALL {
        assert!(ui.has_text(wrong_key(*wrong)), "{wrong:?}");
    }
}

#[test]
fn a_word_that_a_newer_version_may_add_to_the_person_is_no_part_of_this_form() {
    // Raise `VERSION` with every change of the form: an older program must refuse what it would lose.
    let fields = serde_json::to_value(Portable::default()).unwrap();
    let names: Vec<&String> = fields["person"].as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 11, "{names:?}");
    let _ = NaiveDate::default();
}
