//! Decides what a single thing of an import must keep to be believed. What Lumbar itself wrote always does.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use lumbar_engine::diary::wish::{NOTE_MOST, is_clean};
use lumbar_engine::diary::{LocalTime, SessionRecord, WeekAnswer};
use lumbar_engine::event::Event;
use lumbar_engine::person::portable::ON_MOST;

use super::bad::Odd;
use super::format::{FILE_NAME_MOST, RoutineLine};

/// The field, and what is wrong with it.
pub(super) type Wrong = (Odd, &'static str);

/// A clock that was wrong then may have begun in 1970.
const YEARS: std::ops::Range<i32> = 1970..2200;
/// No session lasts longer: what is on is asked about until it is off, however long the computer is asleep.
const LASTS: TimeDelta = TimeDelta::seconds(ON_MOST as i64);
/// A clock may be set back while something is on, by so much that it is still the same day.
const BACK: TimeDelta = TimeDelta::days(1);
/// What lies ahead by more is no time of the past. A clock may have been wrong by a year while a session was on.
const AHEAD: TimeDelta = TimeDelta::days(366);
/// More turns and answers than a session can have.
const EXPOSURES_MOST: usize = 300;
const SKIN_MOST: usize = 1000;
/// The longest name of a routine or pack, characters.
const NAME_MOST: usize = 80;
/// The longest word about a week, characters.
const WEEK_MOST: usize = 200;
/// What the tables can number.
const NUMBER_MOST: u64 = i64::MAX as u64;

/// Looks at a session.
pub(super) fn record(of: &SessionRecord, now: DateTime<Utc>) -> Result<(), Wrong> {
    if of.session == 0 || of.session > NUMBER_MOST {
        return Err((Odd::Number, "session"));
    }
    name(&of.routine, "routine")?;
    of.pack.as_deref().map_or(Ok(()), |pack| name(pack, "pack"))?;
    note(&of.note)?;
    time(of.began, "began", now)?;
    of.ended.map_or(Ok(()), |ended| span(of.began, ended, "ended", now))?;
    if (of.from().date_naive() - of.day).num_days().abs() > 2 {
        return Err((Odd::Time, "day"));
    }
    if of.exposures.len() > EXPOSURES_MOST {
        return Err((Odd::TooMany, "exposures"));
    }
    if of.skin.len() > SKIN_MOST {
        return Err((Odd::TooMany, "skin"));
    }
    for (nth, known) in of.exposures.iter().enumerate() {
        if of.exposures[..nth].iter().any(|other| other.exposure == known.exposure) {
            return Err((Odd::Twice, "exposure"));
        } else if known.exposure > NUMBER_MOST {
            return Err((Odd::Number, "exposure"));
        } else if known.seconds > ON_MOST {
            return Err((Odd::TooLong, "seconds"));
        } else if known.over > known.seconds {
            return Err((Odd::Sums, "over"));
        }
        time(known.on, "on", now)?;
        known.off.map_or(Ok(()), |off| span(known.on, off, "off", now))?;
    }
    of.skin.iter().try_for_each(|said| time(said.at, "skin", now))?;
    if i64::from(of.moved) > LASTS.num_seconds() {
        return Err((Odd::TooLong, "moved"));
    }
    Ok(())
}

/// Looks at what happened.
pub(super) fn event(of: &Event, now: DateTime<Utc>) -> Result<(), Wrong> {
    if of.session.is_some_and(|session| session > NUMBER_MOST) {
        return Err((Odd::Number, "session"));
    }
    of.routine.as_deref().map_or(Ok(()), |routine| name(routine, "routine"))?;
    time(of.at.fixed_offset(), "at", now)
}

/// Looks at an answer about a week.
pub(super) fn week(of: &WeekAnswer) -> Result<(), Wrong> {
    if !YEARS.contains(&of.until.year()) {
        return Err((Odd::Time, "until"));
    }
    words(&of.activity, "activity", WEEK_MOST)?;
    words(&of.went, "went", WEEK_MOST)
}

/// Looks at a note.
pub(super) fn note(of: &str) -> Result<(), Wrong> {
    words(of, "note", NOTE_MOST)
}

/// Looks at the words of a setting.
pub(super) fn setting_text(of: &str, field: &'static str, most: usize) -> Result<(), Wrong> {
    words(of, field, most)
}

/// Looks at the name of a routine file: a plain one, in its folder, and no other one of it.
pub(super) fn file_name(of: &str, known: &[RoutineLine]) -> Result<(), Wrong> {
    words(of, "file", FILE_NAME_MOST)?;
    if !RoutineLine::may_be_called(of) {
        Err((Odd::FileName, "file"))
    } else if known.iter().any(|known| known.is_called(of)) {
        Err((Odd::Twice, "file"))
    } else {
        Ok(())
    }
}

fn name(of: &str, field: &'static str) -> Result<(), Wrong> {
    if of.contains(['\n', '\t']) {
        return Err((Odd::Signs, field));
    }
    words(of, field, NAME_MOST)
}

fn words(of: &str, field: &'static str, most: usize) -> Result<(), Wrong> {
    if of.chars().count() > most {
        Err((Odd::Length, field))
    } else if is_clean(of) {
        Ok(())
    } else {
        Err((Odd::Signs, field))
    }
}

fn time(of: LocalTime, field: &'static str, now: DateTime<Utc>) -> Result<(), Wrong> {
    if YEARS.contains(&of.year()) && of.to_utc() <= now + AHEAD { Ok(()) } else { Err((Odd::Time, field)) }
}

fn span(from: LocalTime, until: LocalTime, field: &'static str, now: DateTime<Utc>) -> Result<(), Wrong> {
    time(until, field, now)?;
    if from - until > BACK {
        Err((Odd::Backwards, field))
    } else if until - from > LASTS {
        Err((Odd::TooLong, field))
    } else {
        Ok(())
    }
}
