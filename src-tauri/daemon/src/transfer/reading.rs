//! Reads a file with everything in it, element by element: all of it is sound, or nothing of it is taken.
//!
//! What is read goes into a data file beside the profile's own, so that a long history fills no memory.

use std::cell::{Cell, RefCell};
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use lumbar_engine::Portable;
use lumbar_engine::person::portable::RECENT;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::time::Now;
use lumbar_ui::Ui;
use lumbar_ui::settings::{Keeper, row};
use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::bad::{BadImport, Odd, Place};
use super::export::keep_before_import;
use super::format::{Counts, FORMAT, NoteLine, RoutineLine, SettingLine, VERSION};
use super::routines::Swapped;
use super::sound::{event, file_name, note, record, setting_text, week};
use crate::core::Coming;
use crate::store::files::open_plain;
use crate::store::routine_files::FILES_MOST as ROUTINES_MOST;
use crate::store::staged::Staging;
use crate::store::{Prefs, StoreError};

/// Ten years of history take a fifth of it, bytes.
const FILE_MOST: u64 = 512 << 20;
/// The longest element, bytes: a routine of the largest size, each sign of it escaped.
const ELEMENT_MOST: usize = 2 << 20;
/// So many sessions of the last days are looked at: more than a day has minutes for.
const RECENT_MOST: u32 = 1000;
/// More settings than any version has.
const SETTINGS_MOST: usize = 1000;

/// What was read, ready to be taken, with the routine files in place.
#[derive(Debug)]
pub(crate) struct Ready {
    /// For the loop.
    pub(crate) coming: Coming,
    /// To be kept, or put back if it is not taken.
    pub(crate) routines: Swapped,
    /// A copy of all that was there before.
    pub(crate) before: std::path::PathBuf,
    /// How many sessions come.
    pub(crate) sessions: usize,
}

/// Reads a file, and keeps a copy of what it would take the place of.
///
/// # Errors
/// Why it is not taken; nothing was changed.
pub(crate) fn prepare(profile: &Path, file: &Path, ui: &Ui, now: Now) -> Result<Ready, BadImport> {
    let Sound { coming, routines, counts } = read(profile, file, now)?;
    let before = keep_before_import(profile, ui, now).map_err(BadImport::NotKept)?;
    let routines = Swapped::put(profile, &routines).map_err(|why| {
        let _ = std::fs::remove_file(&before);
        BadImport::Routines(why)
    })?;
    Ok(Ready { coming, routines, before, sessions: counts.sessions })
}

/// A file that is sound from end to end.
#[derive(Debug)]
pub(super) struct Sound {
    pub(super) coming: Coming,
    pub(super) routines: Vec<RoutineLine>,
    pub(super) counts: Counts,
}

/// Reads a file; `folder` is where it may be put down meanwhile.
pub(super) fn read(folder: &Path, path: &Path, now: Now) -> Result<Sound, BadImport> {
    if !path.is_absolute() {
        return Err(BadImport::NoName);
    }
    let unreadable = |why| BadImport::Unreadable(path.to_owned(), why);
    let file = open_plain(OpenOptions::new().read(true), path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.len() > FILE_MOST {
        return Err(BadImport::TooLarge(FILE_MOST));
    }
    let catalogue = Catalogue::built_in().map_err(|_| BadImport::Foreign)?;
    let reading = Reading {
        path,
        now,
        since_element: Cell::new(0),
        too_long: Cell::new(false),
        place: RefCell::new(Place::default()),
        found: RefCell::new(None),
    };
    let mut taken = Taken {
        reading: &reading,
        staging: Staging::begin(folder).map_err(BadImport::Data)?,
        catalogue,
        version: None,
        portable: None,
        settings: Vec::new(),
        routines: Vec::new(),
        said: None,
        counts: Counts::default(),
        seen: Vec::new(),
    };
    let source = Metered { file: BufReader::with_capacity(64 * 1024, file.take(FILE_MOST)), reading: &reading };
    let mut json = serde_json::Deserializer::from_reader(source);
    let read = (&mut taken).deserialize(&mut json).and_then(|()| json.end());
    if let Err(why) = read {
        return Err(reading.told(&why));
    }
    taken.finish()
}

/// Where the reading is, and what stopped it.
struct Reading<'a> {
    path: &'a Path,
    now: Now,
    since_element: Cell<usize>,
    too_long: Cell<bool>,
    place: RefCell<Place>,
    found: RefCell<Option<BadImport>>,
}

impl Reading<'_> {
    fn at(&self, part: &str, nth: usize) {
        self.since_element.set(0);
        *self.place.borrow_mut() = Place { line: 0, part: part.to_owned(), nth, field: String::new() };
    }

    /// Stops the reading with a reason of its own.
    fn stop<E: serde::de::Error>(&self, why: BadImport) -> E {
        *self.found.borrow_mut() = Some(why);
        E::custom("not taken")
    }

    fn odd<E: serde::de::Error>(&self, (odd, field): (Odd, &str)) -> E {
        let place = Place { field: field.to_owned(), ..self.place.borrow().clone() };
        self.stop(BadImport::Odd(place, odd))
    }

    fn data<E: serde::de::Error>(&self, why: StoreError) -> E {
        self.stop(BadImport::Data(why))
    }

    /// Why the reading stopped, with the line where it did.
    fn told(&self, why: &serde_json::Error) -> BadImport {
        let here = |place: Place| Place { line: why.line(), ..place };
        match self.found.take() {
            Some(BadImport::Odd(place, odd)) => return BadImport::Odd(here(place), odd),
            Some(BadImport::Routine(place, why)) => return BadImport::Routine(here(place), why),
            Some(found) => return found,
            None => {}
        }
        let place = here(self.place.borrow().clone());
        if self.too_long.get() {
            return BadImport::Odd(place, Odd::Length);
        }
        if let Some(kind) = why.io_error_kind() {
            return BadImport::Unreadable(self.path.to_owned(), kind.into());
        }
        // The line is said already.
        let said = why.to_string();
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
        BadImport::Form(place, said.chars().take(200).collect())
    }
}

/// Counts what is read between two elements: one that never ends is not waited for.
struct Metered<'a> {
    file: BufReader<io::Take<File>>,
    reading: &'a Reading<'a>,
}

impl Read for Metered<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(to)?;
        let since = self.reading.since_element.get() + read;
        self.reading.since_element.set(since);
        if since > ELEMENT_MOST {
            self.reading.too_long.set(true);
            return Err(io::Error::other("too long"));
        }
        Ok(read)
    }
}

/// What was taken of the file so far.
struct Taken<'a> {
    reading: &'a Reading<'a>,
    staging: Staging,
    catalogue: Catalogue,
    version: Option<u64>,
    portable: Option<Portable>,
    settings: Vec<(String, String)>,
    routines: Vec<RoutineLine>,
    said: Option<Counts>,
    counts: Counts,
    seen: Vec<String>,
}

impl<'de> DeserializeSeed<'de> for &mut Taken<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Taken<'_> {
    type Value = ();

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("an object with everything in it")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let reading = self.reading;
        // What the file is stands first: of another one nothing is judged.
        if map.next_key::<String>()?.as_deref() != Some("format") {
            return Err(reading.stop(BadImport::Foreign));
        }
        if map.next_value::<Value>()? != FORMAT || map.next_key::<String>()?.as_deref() != Some("version") {
            return Err(reading.stop(BadImport::Foreign));
        }
        match map.next_value::<Value>()?.as_u64() {
            Some(version @ 1..=VERSION) => self.version = Some(version),
            Some(version) if version > VERSION => return Err(reading.stop(BadImport::Newer(version))),
            Some(_) | None => return Err(reading.stop(BadImport::Foreign)),
        }
        while let Some(part) = map.next_key::<String>()? {
            let name: String = part.chars().take(40).collect();
            reading.at(&name, 0);
            if self.seen.contains(&part) {
                return Err(reading.odd((Odd::Twice, "")));
            }
            self.part(&part, &mut map)?;
            self.seen.push(part);
        }
        Ok(())
    }
}

impl Taken<'_> {
    fn part<'de, A: MapAccess<'de>>(&mut self, part: &str, map: &mut A) -> Result<(), A::Error> {
        let Self { reading, staging, counts, .. } = self;
        let (reading, now) = (*reading, reading.now);
        match part {
            "person" => self.portable = Some(map.next_value()?),
            "counts" => self.said = Some(map.next_value()?),
            "settings" => {
                let (settings, counts) = (&mut self.settings, &mut counts.settings);
                map.next_value_seed(Each::of(part, reading, counts, |line: SettingLine| setting(line, settings)))?;
            }
            "routines" => {
                let (routines, catalogue) = (&mut self.routines, &mut self.catalogue);
                let take = |line: RoutineLine| {
                    file_name(&line.file, routines)?;
                    if routines.len() >= ROUTINES_MOST {
                        return Err(Stopped::Odd(Odd::TooMany, ""));
                    }
                    catalogue
                        .add(&line.text)
                        .map_err(|bad| Stopped::Routine(lumbar_ui::Why::of_routine(&bad, Some(&line.text))))?;
                    routines.push(line);
                    Ok(())
                };
                map.next_value_seed(Each::of(part, reading, &mut counts.routines, take))?;
            }
            "notes" => {
                let take = |line: NoteLine| {
                    note(&line.note)?;
                    twice(staging.note(line.day, &line.note), "day")
                };
                map.next_value_seed(Each::of(part, reading, &mut counts.notes, take))?;
            }
            "weeks" => {
                let take = |answer| {
                    week(&answer)?;
                    twice(staging.week(&answer), "until")
                };
                map.next_value_seed(Each::of(part, reading, &mut counts.weeks, take))?;
            }
            "sessions" => {
                let take = |session| {
                    record(&session, now.wall)?;
                    twice(staging.record(&session), "session")
                };
                map.next_value_seed(Each::of(part, reading, &mut counts.sessions, take))?;
            }
            "events" => {
                let take = |happened| {
                    event(&happened, now.wall)?;
                    staging.event(&happened).map_err(Stopped::Data)
                };
                map.next_value_seed(Each::of(part, reading, &mut counts.events, take))?;
            }
            other => {
                map.next_value::<IgnoredAny>()?;
                let known = "person, settings, routines, notes, weeks, sessions, events, counts";
                return Err(A::Error::custom(format!("unknown part `{}`, expected one of {known}", shortened(other))));
            }
        }
        Ok(())
    }

    /// Looks at what only the whole can tell, and makes it ready.
    fn finish(self) -> Result<Sound, BadImport> {
        let Self { reading, staging, catalogue, portable, settings, routines, said, counts, seen, .. } = self;
        for part in ["settings", "routines", "notes", "weeks", "sessions", "events"] {
            if !seen.iter().any(|seen| seen == part) {
                return Err(BadImport::Missing(part));
            }
        }
        let said = said.ok_or(BadImport::Missing("counts"))?;
        let portable = portable.ok_or(BadImport::Missing("person"))?;
        for (part, says, has) in [
            ("settings", said.settings, counts.settings),
            ("routines", said.routines, counts.routines),
            ("notes", said.notes, counts.notes),
            ("weeks", said.weeks, counts.weeks),
            ("sessions", said.sessions, counts.sessions),
            ("events", said.events, counts.events),
        ] {
            if says != has {
                return Err(BadImport::Counts(part, says, has));
            }
        }
        let now = reading.now.wall;
        portable.check(&catalogue, now).map_err(BadImport::Person)?;
        let (diary, last) = staging.end().map_err(BadImport::Data)?;
        let recent = diary.since(now - RECENT, RECENT_MOST).map_err(BadImport::Data)?;
        let prefs = Prefs::from_rows(settings);
        let coming = Coming { portable, recent, last, prefs, diary: Arc::new(diary) };
        Ok(Sound { coming, routines, counts })
    }
}

/// Why an element is not taken.
pub(super) enum Stopped {
    /// Of itself, and which field of it.
    Odd(Odd, &'static str),
    /// It is a routine that is not sound.
    Routine(lumbar_ui::Why),
    /// It cannot be put down.
    Data(StoreError),
}

impl From<(Odd, &'static str)> for Stopped {
    fn from((odd, field): (Odd, &'static str)) -> Self {
        Self::Odd(odd, field)
    }
}

fn twice(added: Result<bool, StoreError>, field: &'static str) -> Result<(), Stopped> {
    if added.map_err(Stopped::Data)? { Ok(()) } else { Err(Stopped::Odd(Odd::Twice, field)) }
}

fn setting(line: SettingLine, settings: &mut Vec<(String, String)>) -> Result<(), Stopped> {
    let SettingLine { key, value, text } = line;
    setting_text(&key, "key", 64)?;
    if settings.len() >= SETTINGS_MOST {
        return Err(Stopped::Odd(Odd::TooMany, ""));
    }
    if settings.iter().any(|(known, _)| *known == key) {
        return Err(Stopped::Odd(Odd::Twice, "key"));
    }
    let text = match (value, text) {
        (Some(value), None) => {
            let fits = row(&key).is_none_or(|row| row.keeper == Keeper::Data && row.kind.takes(&value));
            if !fits {
                return Err(Stopped::Odd(Odd::Value, "value"));
            }
            value.to_string()
        }
        (None, Some(text)) => {
            setting_text(&text, "text", 100_000)?;
            text
        }
        (Some(_), Some(_)) | (None, None) => return Err(Stopped::Odd(Odd::Value, "value")),
    };
    settings.push((key, text));
    Ok(())
}

fn shortened(name: &str) -> String {
    name.chars().take(40).collect()
}

/// Reads a list, and hands its elements on one by one.
struct Each<'a, T, F> {
    part: &'a str,
    reading: &'a Reading<'a>,
    count: &'a mut usize,
    take: F,
    of: std::marker::PhantomData<fn(T)>,
}

impl<'a, T: DeserializeOwned, F: FnMut(T) -> Result<(), Stopped>> Each<'a, T, F> {
    fn of(part: &'a str, reading: &'a Reading<'a>, count: &'a mut usize, take: F) -> Self {
        Self { part, reading, count, take, of: std::marker::PhantomData }
    }
}

impl<'de, T: DeserializeOwned, F: FnMut(T) -> Result<(), Stopped>> DeserializeSeed<'de> for Each<'_, T, F> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeOwned, F: FnMut(T) -> Result<(), Stopped>> Visitor<'de> for Each<'_, T, F> {
    type Value = ();

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        let reading = self.reading;
        reading.at(self.part, 1);
        while let Some(element) = list.next_element::<T>()? {
            *self.count += 1;
            match (self.take)(element) {
                Ok(()) => {}
                Err(Stopped::Odd(odd, field)) => return Err(reading.odd((odd, field))),
                Err(Stopped::Routine(why)) => {
                    let place = Place { field: "text".to_owned(), ..reading.place.borrow().clone() };
                    return Err(reading.stop(BadImport::Routine(place, Box::new(why))));
                }
                Err(Stopped::Data(why)) => return Err(reading.data(why)),
            }
            reading.at(self.part, *self.count + 1);
        }
        Ok(())
    }
}
