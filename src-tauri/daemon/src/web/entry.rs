//! Reads the fields of an entry of the diary: days, times of day, answers and words as people type them.

use chrono::{Datelike, NaiveDate};
use lumbar_engine::diary::Felt;
use lumbar_engine::diary::wish::clean;

use super::fields::{BadForm, field, number, odd};
use super::query::Pairs;

/// A day as addresses have it.
pub(super) fn read_day(text: &str) -> Option<NaiveDate> {
    let plain = text.len() == 10 && text.chars().all(|c| c.is_ascii_digit() || c == '-');
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| plain && (2000..2200).contains(&day.year()))
}

/// A time of day as people type it: 18:20, 8.05, 1820; minutes after midnight.
pub(super) fn read_time(text: &str) -> Option<u16> {
    let (hours, minutes) = match text.split_once([':', '.', 'h']) {
        Some(parts) => parts,
        None => {
            text.is_char_boundary(text.len().saturating_sub(2)).then(|| text.split_at(text.len().saturating_sub(2)))?
        }
    };
    let digits =
        |part: &str, most: usize| !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours, 2) || !digits(minutes, 2) || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

pub(super) fn session_of(fields: &Pairs) -> Result<u64, BadForm> {
    number(fields, "session")?.ok_or(BadForm::Missing("session"))
}

/// "none" and nothing are no answer.
pub(super) fn felt(fields: &Pairs) -> Result<Option<Felt>, BadForm> {
    match field(fields, "felt") {
        None | Some("none") => Ok(None),
        Some(code) => Felt::from_code(code).map(Some).ok_or_else(|| odd("felt", code)),
    }
}

pub(super) fn has(fields: &Pairs, name: &str) -> bool {
    fields.iter().any(|(key, _)| key == name)
}

/// Words of the person, with line ends as everywhere here.
pub(super) fn text(fields: &Pairs, name: &str) -> String {
    clean(&field(fields, name).unwrap_or_default().replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_type_them() {
        for (typed, minutes) in [
            ("18:20", Some(1100)),
            ("8:05", Some(485)),
            ("8.05", Some(485)),
            ("1820", Some(1100)),
            ("905", Some(545)),
            ("00:00", Some(0)),
        ] {
            assert_eq!(read_time(typed), minutes, "{typed}");
        }
        for odd in ["", "24:00", "12:60", "12", "7", "12:5", "1:2:3", "ab:cd", "-1:30", "18:20 ", "١٨:٢٠", "ä", "99999"]
        {
            assert_eq!(read_time(odd), None, "{odd}");
        }
    }

    #[test]
    fn only_a_day_as_addresses_have_it_is_one() {
        assert_eq!(read_day("2026-11-18"), NaiveDate::from_ymd_opt(2026, 11, 18));
        for odd in ["2026-11-31", "2026-1-1", "18.11.2026", "+2026-1-01", "1999-12-31", "9999-01-01", "", "today"] {
            assert_eq!(read_day(odd), None, "{odd}");
        }
    }
}
