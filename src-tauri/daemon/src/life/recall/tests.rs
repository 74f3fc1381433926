//! What a program begins with after one was killed: as confirmed, or asked, whatever harm came to its files.

use std::fs;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use lumbar_engine::alert::About;
use lumbar_engine::command::{Command, Fact, HealthAnswers, Start, Wish};
use lumbar_engine::outbox::Effect;
use lumbar_engine::time::BootId;
use lumbar_engine::words::{CameOff, Flags};

use super::*;
use crate::store::Prefs;

const ON: Fact = Fact::On { token: None, since: 0, sure: false };
const OFF: Fact = Fact::Off { token: None, when: CameOff::Now };

fn at(second: u64) -> Now {
    // A backup is due on another day than that of the newest one.
    let wall = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::seconds(1_800_000_000 + i64::try_from(second).unwrap());
    Now { boot: BootId(3), ticks: Duration::from_secs(1000 + second), wall }
}

/// A profile, its witnesses, and a program that does what the real one does with each press, one thread for all.
struct Program {
    store: Store,
    beside: Place,
    elsewhere: Place,
    engine: Engine,
    mark: Mark,
    asked: bool,
}

impl Program {
    fn start(root: &Path, handed: Found, second: u64) -> Self {
        let elsewhere = root.join("run/witness");
        let catalogue = Catalogue::built_in().unwrap();
        let recalled = recall(&root.join("profile"), &elsewhere, handed, catalogue, at(second)).unwrap();
        let Recalled { store, witness, mut engine, mark, .. } = recalled;
        let asks = |effect| matches!(effect, Effect::Alert(alert) if alert.about == About::IsItOn);
        let asked = std::iter::from_fn(|| engine.poll_effect()).any(asks);
        let mut program = Self { store, beside: witness, elsewhere: Place::elsewhere(elsewhere), engine, mark, asked };
        program.keep();
        program
    }

    fn record(&self) -> Record {
        Record::new(self.mark, self.engine.worn())
    }

    /// Confirms what was pressed, whether the disk takes it or not.
    fn keep(&mut self) {
        self.mark = self.mark.later(1);
        while self.engine.poll_effect().is_some() {}
        let saved = serde_json::to_string(&self.engine.saved()).unwrap();
        let _full = self.store.save_step(self.mark, &saved, &Prefs::default(), &[]);
        let _read = self.store.fold();
        let record = self.record();
        self.elsewhere.write(&record).unwrap();
        let _emptied = self.beside.write(&record);
    }

    fn press(&mut self, command: impl Into<Command>, second: u64) {
        self.engine.apply(command.into(), at(second)).unwrap();
        self.keep();
    }

    /// Dies as a kill leaves it: nothing is closed.
    fn killed(self) {
        std::mem::forget(self.store);
    }
}

/// Somebody healthy, with a backup of the moment before anything was on, then the presses of a story.
fn pressed(root: &Path, story: &[Fact]) -> Program {
    let mut program = Program::start(root, Found::Nothing, 0);
    let health = Fact::AnswerHealth(HealthAnswers::nothing_wrong());
    for answer in [Fact::AcceptDisclaimer, Fact::AnswerFlags { flags: Flags::None }, health] {
        program.press(answer, 0);
    }
    program.store.backup().unwrap();
    program.press(Wish::Start(Start::plain("cold-20-20")), 5);
    for fact in story {
        program.press(fact.clone(), 10);
    }
    program
}

fn stories() -> [(&'static str, Vec<Fact>); 3] {
    [("ready", vec![]), ("on", vec![ON]), ("off", vec![ON, OFF])]
}

#[test]
fn what_was_confirmed_is_there_and_nothing_is_asked() {
    for (name, story) in stories() {
        let root = tempfile::tempdir().unwrap();
        let program = pressed(root.path(), &story);
        let worn = program.engine.worn();
        program.killed();
        for second in [20, 21] {
            let program = Program::start(root.path(), Found::Nothing, second);
            assert_eq!((program.engine.worn(), program.asked), (worn.clone(), false), "{name}");
            program.killed();
        }
    }
}

#[test]
fn what_a_disk_did_not_take_is_asked_about_and_on_since_its_press() {
    // Held by another program, which lets it be read or not.
    for locks in ["BEGIN EXCLUSIVE", "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM note"] {
        let root = tempfile::tempdir().unwrap();
        let mut program = pressed(root.path(), &[]);
        let other = rusqlite::Connection::open(root.path().join("profile/lumbar.db")).unwrap();
        if locks.starts_with("PRAGMA") {
            // Nobody else may have it open.
            let Program { store, .. } = program;
            drop(store);
            other.execute_batch(locks).unwrap();
            program = Program::start(root.path(), Found::Nothing, 9);
        } else {
            other.execute_batch(locks).unwrap();
        }
        program.press(ON, 10);
        let worn = program.engine.worn();
        assert!(worn.is_some());
        program.killed();
        for second in [20, 40] {
            let program = Program::start(root.path(), Found::Nothing, second);
            assert!(program.asked, "{locks}");
            assert_eq!(since(&program.engine), Some(10), "{locks}");
            program.killed();
        }
    }
}

/// When what is on went on.
fn since(engine: &Engine) -> Option<i64> {
    match engine.worn()? {
        lumbar_engine::Worn::On { since, .. } | lumbar_engine::Worn::Asked { since, .. } => {
            Some((since.wall() - at(0).wall).num_seconds())
        }
    }
}

/// On Windows nothing can be moved or deleted that this process, which only plays dead, has open.
#[cfg(unix)]
#[test]
fn a_profile_that_went_away_is_asked_about_and_one_that_is_new_is_not() {
    type Harm = fn(&Path);
    let harms: [(&str, Harm); 3] = [
        ("moved", |profile| fs::rename(profile, profile.with_file_name("moved")).unwrap()),
        ("emptied", |profile| fs::read_dir(profile).unwrap().for_each(|e| fs::remove_file(e.unwrap().path()).unwrap())),
        ("replaced", |profile| {
            let other = tempfile::tempdir().unwrap();
            pressed(other.path(), &[ON, OFF]).killed();
            fs::remove_dir_all(profile).unwrap();
            fs::create_dir(profile).unwrap();
            for entry in fs::read_dir(other.path().join("profile")).unwrap() {
                let from = entry.unwrap().path();
                fs::copy(&from, profile.join(from.file_name().unwrap())).unwrap();
            }
        }),
    ];
    for (harm, act) in harms {
        for guarded in [false, true] {
            let root = tempfile::tempdir().unwrap();
            let program = pressed(root.path(), &[ON]);
            let handed = Found::Record(program.record());
            program.killed();
            act(&root.path().join("profile"));
            if guarded {
                // A logout took the runtime folder as well.
                fs::remove_dir_all(root.path().join("run")).unwrap();
            }
            let program = Program::start(root.path(), if guarded { handed } else { Found::Nothing }, 20);
            assert!(program.asked, "{harm}");
            assert_eq!(since(&program.engine), Some(10), "{harm}");
        }
    }
}

#[test]
fn a_profile_from_before_there_were_witnesses_asks_nothing() {
    let root = tempfile::tempdir().unwrap();
    let program = pressed(root.path(), &[ON]);
    drop(program);
    let data = rusqlite::Connection::open(root.path().join("profile/lumbar.db")).unwrap();
    data.execute_batch("ALTER TABLE state DROP COLUMN mark; PRAGMA user_version = 1").unwrap();
    drop(data);
    fs::remove_file(root.path().join("profile/witness")).unwrap();
    fs::remove_dir_all(root.path().join("run")).unwrap();
    let program = Program::start(root.path(), Found::Nothing, 20);
    assert!(!program.asked);
    assert_eq!(since(&program.engine), Some(10));
    assert!(root.path().join("profile/witness").exists());
}

/// Numbers from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// Does one harm to one file; says which.
fn damage(file: &Path, chance: &mut Chance) -> String {
    let mut bytes = fs::read(file).unwrap_or_default();
    let length = bytes.len().max(1);
    bytes.resize(length, 0);
    let place = chance.below(length);
    let kind = ["bit", "byte", "block of zeros", "block of noise", "cut", "longer", "deleted", "folder", "emptied"];
    let kind = kind[chance.below(kind.len())];
    let end = (place + 1 + chance.below(5000)).min(length);
    match kind {
        "bit" => bytes[place] ^= 1 << chance.below(8),
        "byte" => bytes[place] = bytes[place].wrapping_add(1 + u8::try_from(chance.below(255)).unwrap()),
        "block of zeros" => bytes[place..end].fill(0),
        "block of noise" => {
            bytes[place..end].iter_mut().for_each(|byte| *byte = u8::try_from(chance.below(256)).unwrap())
        }
        "cut" => bytes.truncate(place),
        "longer" => bytes.extend(std::iter::repeat_with(|| u8::try_from(chance.below(256)).unwrap()).take(end - place)),
        "emptied" => bytes.clear(),
        "deleted" | "folder" => {}
        other => panic!("{other}"),
    }
    let _missing = fs::remove_file(file);
    match kind {
        "deleted" => {}
        "folder" => fs::create_dir(file).unwrap(),
        _ => fs::write(file, bytes).unwrap(),
    }
    format!("{kind} at {place} of {length} in {}", file.display())
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// `LUMBAR_DAMAGES=1000` makes it the long run; `LUMBAR_SEED` plays one again.
#[test]
fn after_one_damage_to_any_file_of_a_killed_program_it_is_as_confirmed_or_it_is_asked() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seed = number("LUMBAR_SEED").unwrap_or_else(|| Utc::now().timestamp_millis().unsigned_abs());
    let cases = number("LUMBAR_DAMAGES").unwrap_or(60);
    println!("LUMBAR_SEED={seed} LUMBAR_DAMAGES={cases}");
    let mut chance = Chance(seed);
    let sources: Vec<_> = stories()
        .into_iter()
        .map(|(name, story)| {
            let root = tempfile::tempdir().unwrap();
            let program = pressed(root.path(), &story);
            let worn = program.engine.worn();
            let view = program.engine.view().thermal.map(|session| session.phase);
            program.killed();
            (name, root, worn, view)
        })
        .collect();
    let files = [
        "profile/lumbar.db",
        "profile/lumbar.db-wal",
        "profile/lumbar.db-shm",
        "profile/lumbar.db.backup",
        "profile/witness",
        "run/witness",
    ];
    let (mut asked, mut refused) = (0, 0);
    for case in 0..cases {
        let (name, source, worn, phase) = &sources[chance.below(sources.len())];
        let root = tempfile::tempdir().unwrap();
        copied(source.path(), root.path());
        let did = damage(&root.path().join(files[chance.below(files.len())]), &mut chance);
        let said = || format!("LUMBAR_SEED={seed} case {case}, {name}: {did}");
        let catalogue = Catalogue::built_in().unwrap();
        let found =
            recall(&root.path().join("profile"), &root.path().join("run/witness"), Found::Nothing, catalogue, at(20));
        // One that cannot start at all says so; there was a guard, or the person starts it and reads why.
        let Ok(Recalled { mut engine, .. }) = found else {
            refused += 1;
            continue;
        };
        let asks = |effect| matches!(effect, Effect::Alert(alert) if alert.about == About::IsItOn);
        if std::iter::from_fn(|| engine.poll_effect()).any(asks) {
            asked += 1;
            assert!(engine.on_body(), "{}", said());
            assert!(worn.is_none() || since(&engine) == Some(10), "{}", said());
        } else {
            let found = engine.view().thermal.map(|session| session.phase);
            assert_eq!((engine.worn(), found), (worn.clone(), *phase), "{}", said());
        }
    }
    println!("asked {asked}, refused to start {refused}, as confirmed {}", cases - asked - refused);
}
