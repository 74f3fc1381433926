//! Decides how lengths, times and names are said; every face uses these words.

use std::time::Duration;

use chrono::{DateTime, Datelike, FixedOffset, TimeDelta, Timelike, Utc};
use lumbar_engine::time::{At, Now};
use lumbar_engine::words::{Answer, Method, Modality};

use crate::Ui;
use lumbar_texts::Value;

impl Ui {
    /// The text of any key; a missing one gives the English, and where there is none the key itself.
    pub fn text(&self, key: &str, args: &[(&str, Value<'_>)]) -> String {
        self.texts.text(key, args)
    }

    /// A text without anything to fill in.
    pub(crate) fn t(&self, key: &str) -> String {
        self.text(key, &[])
    }

    /// Tells whether there is a text for the key.
    pub fn has_text(&self, key: &str) -> bool {
        self.texts.has(key)
    }

    /// A text that may be missing.
    pub(crate) fn maybe(&self, key: &str) -> Option<String> {
        self.texts.find(key, &[])
    }

    /// The name of something: the text `PREFIX-ID`, and the bare name where there is none (a person's own routine).
    pub(crate) fn name(&self, prefix: &str, id: &str) -> String {
        self.maybe(&format!("{prefix}-{id}")).unwrap_or_else(|| id.to_owned())
    }

    /// The word for a kind.
    pub fn kind(&self, kind: Modality) -> String {
        self.t(&format!("kind-{}", kind.code()))
    }

    /// The name of a preparation timer, such as `prep-towel`.
    pub fn timer_name(&self, timer: &str) -> String {
        self.maybe(timer).unwrap_or_else(|| timer.to_owned())
    }

    /// The label of an answer, in the words of what is on the body; `minutes` is for "on since about N min".
    pub fn answer(&self, answer: Answer, method: Option<Method>, minutes: u64) -> String {
        let args = [("minutes", Value::from(minutes.max(1)))];
        let own = method.and_then(|m| self.texts.find(&format!("answer-{}-{}", answer.code(), m.code()), &args));
        own.unwrap_or_else(|| self.text(&format!("answer-{}", answer.code()), &args))
    }

    /// The same as short as a button of a notification must be: many servers cut off what is longer. The body says the rest.
    pub(crate) fn short_answer(&self, answer: Answer, method: Option<Method>, minutes: u64) -> String {
        let of_all = format!("answer-{}", answer.code());
        let own = method.map(|m| format!("{of_all}-{}", m.code())).filter(|key| self.has_text(key));
        // A short label for every method is none for a method that has a label of its own.
        let short = self.maybe(&format!("{}.short", own.unwrap_or(of_all)));
        short.unwrap_or_else(|| self.answer(answer, method, minutes))
    }

    /// That it is still on, by its name.
    pub fn still_on(&self, method: Option<Method>) -> String {
        self.text("still-on", &[("method", method.map_or("none", Method::code).into())])
    }

    /// A length in words: "4 min 30 s", "2 h", "24 h".
    pub fn duration(&self, length: Duration) -> String {
        let all = length.as_secs();
        let (hours, minutes, seconds) = (all / 3600, all % 3600 / 60, all % 60);
        // Nobody counts the seconds of hours.
        let parts = [("hours", hours), ("minutes", minutes), ("seconds", if hours > 0 { 0 } else { seconds })];
        let said: Vec<String> = parts
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .map(|(unit, n)| self.text(&format!("duration-{unit}"), &[("n", n.into())]))
            .collect();
        if said.is_empty() { self.text("duration-seconds", &[("n", 0.into())]) } else { said.join(" ") }
    }

    /// A length in whole minutes where it is long, for places where seconds would only flicker.
    pub(crate) fn roughly(&self, length: Duration) -> String {
        if length < Duration::from_secs(60) {
            return self.t("duration-under-a-minute");
        }
        // Rounded up: "in 3 min" must not be over before it is said.
        self.duration(Duration::from_secs(length.as_secs().div_ceil(60) * 60))
    }

    /// A length as a clock shows it: "12:34", "1:02:03".
    pub fn clock(&self, length: Duration) -> String {
        let all = length.as_secs();
        let (hours, minutes, seconds) = (all / 3600, all % 3600 / 60, all % 60);
        if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
    }

    /// A time of day: "14:35".
    pub fn time(&self, at: DateTime<Utc>, offset: FixedOffset) -> String {
        let local = at.with_timezone(&offset);
        self.time_of_day(local.hour(), local.minute())
    }

    /// The same of an hour and a minute, as the person reads the clock: "14:35", "2:35 pm".
    pub(crate) fn time_of_day(&self, hour: u32, minute: u32) -> String {
        let two = |n: u32| Value::from(format!("{n:02}"));
        if !self.twelve_hours() {
            return self.text("time", &[("hour", two(hour)), ("minute", two(minute))]);
        }
        let half = if hour < 12 { "am" } else { "pm" };
        let shown = if hour.is_multiple_of(12) { 12 } else { hour % 12 };
        let args = [("hour", shown.to_string().into()), ("minute", two(minute)), ("half", half.into())];
        self.text("time-12h", &args)
    }

    /// A day: "Sunday 22 November".
    pub fn date(&self, at: DateTime<Utc>, offset: FixedOffset) -> String {
        let local = at.with_timezone(&offset);
        let weekday = self.t(&format!("weekday-{}", local.weekday().number_from_monday()));
        let month = self.t(&format!("month-{}", local.month()));
        self.text("date", &[("weekday", weekday.into()), ("day", local.day().into()), ("month", month.into())])
    }

    /// A day with its year, for answers that stand for months.
    pub(crate) fn date_of_year(&self, at: DateTime<Utc>, offset: FixedOffset) -> String {
        let local = at.with_timezone(&offset);
        let month = self.t(&format!("month-{}", local.month()));
        self.text(
            "date-of-year",
            &[("day", local.day().into()), ("month", month.into()), ("year", local.year().to_string().into())],
        )
    }

    /// A moment as one says it today: "10:50", "10:50 tomorrow", "10:50 on Sunday 22 November".
    pub fn moment(&self, at: DateTime<Utc>, now: DateTime<Utc>, offset: FixedOffset) -> String {
        let (day, today) = (at.with_timezone(&offset).date_naive(), now.with_timezone(&offset).date_naive());
        let time = self.time(at, offset);
        let days = (day - today).num_days();
        match days {
            0 => time,
            1 => self.text("moment-tomorrow", &[("time", time.into())]),
            -1 => self.text("moment-yesterday", &[("time", time.into())]),
            _ => self.text("moment-day", &[("time", time.into()), ("date", self.date(at, offset).into())]),
        }
    }

    /// A moment in the ticks of this boot, rounded up to the minute, so that "from 10:50" is never too early.
    pub(crate) fn from(&self, at: At, now: Now, offset: FixedOffset) -> String {
        let wall = at.wall(now);
        let over = TimeDelta::seconds(i64::from(wall.second())) + TimeDelta::nanoseconds(i64::from(wall.nanosecond()));
        let up = if over.is_zero() { wall } else { wall - over + TimeDelta::minutes(1) };
        self.moment(up, now.wall, offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_in_the_two_units_that_matter() {
        let ui = Ui::new("en");
        for (seconds, said) in [
            (0, "0 s"),
            (45, "45 s"),
            (60, "1 min"),
            (270, "4 min 30 s"),
            (1200, "20 min"),
            (7200, "2 h"),
            (5400, "1 h 30 min"),
            (28_805, "8 h"),
            (86_400, "24 h"),
        ] {
            assert_eq!(ui.duration(Duration::from_secs(seconds)), said);
        }
    }

    #[test]
    fn clocks_count_minutes_and_only_then_hours() {
        let ui = Ui::new("en");
        for (seconds, said) in [(0, "0:00"), (9, "0:09"), (754, "12:34"), (3599, "59:59"), (3723, "1:02:03")] {
            assert_eq!(ui.clock(Duration::from_secs(seconds)), said);
        }
    }

    #[test]
    fn times_of_day_are_written_as_the_person_reads_the_clock() {
        let ui = Ui::new("en");
        ui.write_twelve_hours(true);
        for (hour, minute, said, plain) in [
            (0, 5, "12:05 am", "00:05"),
            (7, 0, "7:00 am", "07:00"),
            (12, 0, "12:00 pm", "12:00"),
            (14, 35, "2:35 pm", "14:35"),
            (23, 59, "11:59 pm", "23:59"),
        ] {
            assert_eq!(
                (ui.time_of_day(hour, minute).as_str(), Ui::new("en").time_of_day(hour, minute).as_str()),
                (said, plain)
            );
        }
    }

    #[test]
    fn moments_of_other_days_say_which_day() {
        let ui = Ui::new("en");
        let offset = FixedOffset::east_opt(3600).unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let now = at("2026-11-22T09:00:00Z");
        for (then, said) in [
            ("2026-11-22T09:50:00Z", "10:50"),
            ("2026-11-22T23:10:00Z", "00:10 tomorrow"),
            ("2026-11-21T09:50:00Z", "10:50 yesterday"),
            ("2026-11-25T09:50:00Z", "10:50 on Wednesday 25 November"),
        ] {
            assert_eq!(ui.moment(at(then), now, offset), said);
        }
    }

    #[test]
    fn a_missing_text_shows_its_key() {
        assert_eq!(Ui::new("en").text("no-such-text", &[]), "no-such-text");
        assert_eq!(Ui::new("xx").text("no-such-text.at-all", &[]), "no-such-text.at-all");
    }
}
