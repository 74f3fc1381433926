//! Decides how the days ahead are written as a calendar (RFC 5545): each item a single event in UTC, with a name that stays.
//!
//! It is a copy that does not follow changes: read again, an event of the same item takes the place of the one before.

use std::fmt::Write;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use lumbar_engine::plan::preview::seconds;
use lumbar_engine::plan::today::{Day, DayItem};
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_ui::Ui;

use crate::store::files::fingerprint;

/// Today and the days after it.
pub(super) const DAYS: i64 = 14;
/// The longest line, bytes.
const LINE: usize = 75;
/// What takes no time stands for this long, s.
const LEAST: u64 = 60;

/// What the texts of the events are made with.
pub(super) struct Words<'a> {
    pub(super) ui: &'a Ui,
    /// Names that say nothing to others who see the calendar.
    pub(super) discreet: bool,
}

/// The calendar, and how many events it has. What is over or was left out today is not in it.
pub(super) fn calendar(
    days: &[Day],
    catalogue: &Catalogue,
    words: &Words<'_>,
    whose: &str,
    now: DateTime<Utc>,
) -> (String, usize) {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Lumbar//Lumbar//EN");
    line("CALSCALE", "GREGORIAN");
    line("X-WR-CALNAME", "Lumbar");
    let mut events = 0;
    for day in days {
        for item in day.items.iter().filter(|item| item.is_open()) {
            events += 1;
            let lasts =
                item.seconds.map_or_else(|| seconds(catalogue, &item.routine, item.turns), u64::from).max(LEAST);
            let lasts = TimeDelta::seconds(i64::try_from(lasts).unwrap_or(0));
            let summary = match words.discreet {
                true => words.ui.text("calendar-discreet", &[]),
                false => words.ui.day_item_name(item),
            };
            line("BEGIN", "VEVENT");
            line("UID", &uid(day, item, whose));
            line("DTSTAMP", &utc(now));
            line("DTSTART", &utc(item.due));
            line("DTEND", &utc(item.due + lasts));
            line("SUMMARY", &escaped(&summary));
            line("DESCRIPTION", &escaped(&words.ui.text("calendar-copy", &[])));
            line("CLASS", "PRIVATE");
            line("TRANSP", "TRANSPARENT");
            line("END", "VEVENT");
        }
    }
    line("END", "VCALENDAR");
    (text, events)
}

/// Names this computer and profile among all others: the same each time.
pub(super) fn whose(profile: &Path) -> String {
    let machine = std::fs::read_to_string("/etc/machine-id").unwrap_or_default();
    let of = format!("{} {}", machine.trim(), profile.display());
    format!("{:016x}", fingerprint(of.as_bytes()))
}

/// The item of this day, wherever in the day it stands by now.
fn uid(day: &Day, item: &DayItem, whose: &str) -> String {
    let token = item.token;
    format!("{}-{}-{}-{}.{whose}@lumbar.invalid", day.date, token.session, token.exposure, token.prompt)
}

fn utc(time: DateTime<Utc>) -> String {
    time.format("%Y%m%dT%H%M%SZ").to_string()
}

/// TEXT of RFC 5545, 3.3.11.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for sign in words.chars() {
        match sign {
            '\\' | ';' | ',' => text.extend(['\\', sign]),
            '\n' => text.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => text.push(sign),
        }
    }
    text
}

/// Adds a line of at most 75 bytes, and what is left of it on further ones that begin with a blank; no sign is cut in two.
fn fold(text: &mut String, line: &str) {
    let mut room = LINE;
    for sign in line.chars() {
        if sign.len_utf8() > room {
            text.push_str("\r\n ");
            room = LINE - 1;
        }
        let _ = text.write_char(sign);
        room -= sign.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use lumbar_engine::plan::catalogue::plan;
    use lumbar_engine::plan::zone::Fixed;

    use super::*;

    fn days() -> (Vec<Day>, Catalogue) {
        let catalogue = Catalogue::built_in().unwrap();
        let date = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let plan = plan("plan-two-weeks").unwrap();
        let day = |nth: u16| {
            let date = date + TimeDelta::days(nth.into());
            plan.preview(nth, None, date, Some((1380, 420)), &Fixed(3600), &catalogue).unwrap()
        };
        ((0..14).map(day).collect(), catalogue)
    }

    fn written(discreet: bool, now: DateTime<Utc>) -> String {
        let (days, catalogue) = days();
        calendar(&days, &catalogue, &Words { ui: &Ui::new("en"), discreet }, "00ff", now).0
    }

    #[test]
    fn every_line_ends_and_folds_as_the_standard_says() {
        let text = written(false, DateTime::UNIX_EPOCH);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        let events = text.matches("BEGIN:VEVENT").count();
        assert!(events >= 14, "{events}");
        for name in ["UID:", "DTSTAMP:", "DTSTART:", "DTEND:", "SUMMARY:", "END:VEVENT"] {
            assert_eq!(text.matches(&format!("\r\n{name}")).count(), events, "{name}");
        }
    }

    #[test]
    fn events_keep_their_names_and_no_two_have_the_same() {
        let uids =
            |text: &str| text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect::<Vec<_>>();
        let (first, again) = (uids(&written(false, DateTime::UNIX_EPOCH)), uids(&written(true, Utc::now())));
        assert_eq!(first, again);
        let all: std::collections::BTreeSet<_> = first.iter().collect();
        assert_eq!(all.len(), first.len());
    }

    #[test]
    fn discreet_names_say_nothing_of_the_back() {
        let text = written(true, DateTime::UNIX_EPOCH).to_lowercase();
        for word in ["walk", "ice", "warm", "heat", "stretch", "back", "move"] {
            assert!(!text.contains(word), "{word}");
        }
    }

    #[test]
    fn signs_with_a_meaning_are_escaped_and_none_is_cut_in_two() {
        assert_eq!(escaped("a, b; c\\d\ne\u{7}"), "a\\, b\\; c\\\\d\\ne");
        let mut text = String::new();
        let long = format!("SUMMARY:{}", "ä🧊".repeat(40));
        fold(&mut text, &long);
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert_eq!(text.replace("\r\n ", "").trim_end(), long);
    }
}
