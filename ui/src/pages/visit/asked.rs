//! Decides what the form of the page for a visit asks for: which days, what goes on it, and the person's own questions.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::pages::parts::shortened;
use crate::period::read_day;

/// Questions that fit on the page.
pub(crate) const QUESTIONS: usize = 3;
/// The longest question that fits, characters: two lines on paper.
pub(crate) const LONGEST: usize = 180;

/// A part of the page that can be left off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VisitPart {
    /// The person's questions.
    Questions,
    /// How much the back stopped the person.
    Function,
    /// Skin, and what was on for too long.
    Skin,
    /// What was done.
    Done,
    /// How it felt right after.
    Felt,
    /// Notes of days.
    Notes,
    /// Answers about health.
    Health,
}

impl VisitPart {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 7] =
        [Self::Questions, Self::Function, Self::Skin, Self::Done, Self::Felt, Self::Notes, Self::Health];

    /// Its word in forms and texts.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Questions => "questions",
            Self::Function => "function",
            Self::Skin => "skin",
            Self::Done => "done",
            Self::Felt => "felt",
            Self::Notes => "notes",
            Self::Health => "health",
        }
    }
}

/// Which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Span {
    /// The last four weeks.
    #[default]
    FourWeeks,
    /// The last twelve.
    TwelveWeeks,
    /// Since the first day of the diary.
    All,
    /// From one day to another.
    Own,
}

impl Span {
    pub(crate) const ALL: [Self; 4] = [Self::FourWeeks, Self::TwelveWeeks, Self::All, Self::Own];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::FourWeeks => "4-weeks",
            Self::TwelveWeeks => "12-weeks",
            Self::All => "all",
            Self::Own => "own",
        }
    }
}

/// What was asked for; read from the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitAsked {
    pub(crate) span: Span,
    /// As the person wrote it.
    pub(crate) from: String,
    /// As the person wrote it.
    pub(crate) to: String,
    pub(crate) parts: BTreeSet<VisitPart>,
    /// As the person wrote it, one a line.
    pub(crate) questions: String,
}

impl Default for VisitAsked {
    fn default() -> Self {
        let (from, to, questions) = Default::default();
        Self { span: Span::default(), from, to, parts: VisitPart::ALL.into_iter().collect(), questions }
    }
}

/// Why own days cannot be shown, as a text (`visit-bad-NAME`) with what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadDays {
    pub(crate) key: &'static str,
    pub(crate) field: &'static str,
    pub(crate) written: String,
}

impl VisitAsked {
    /// Reads it from the pairs of a query. Days that are named without a span are meant.
    pub fn from_pairs<K: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut asked = Self::default();
        let (mut sent, mut span, mut parts) = (false, None, BTreeSet::new());
        for (key, value) in pairs {
            let value = value.as_ref();
            match key.as_ref() {
                "sent" => sent = true,
                "span" => span = Span::ALL.into_iter().find(|span| span.code() == value),
                "from" => asked.from = value.trim().chars().take(40).collect(),
                "to" => asked.to = value.trim().chars().take(40).collect(),
                "with" => parts.extend(VisitPart::ALL.into_iter().find(|part| part.code() == value)),
                // Kept whole: what does not fit is said, and stays in the form.
                "questions" => asked.questions = value.chars().take(4000).collect(),
                _ => {}
            }
        }
        let named = !asked.from.is_empty() || !asked.to.is_empty();
        asked.span = span.unwrap_or(if named { Span::Own } else { Span::default() });
        if sent {
            asked.parts = parts;
        }
        asked
    }

    /// The first and the last day; with why not where own days cannot be shown, and the last four weeks instead.
    pub(crate) fn read_days(
        &self,
        first: Option<NaiveDate>,
        today: NaiveDate,
    ) -> (NaiveDate, NaiveDate, Option<BadDays>) {
        let weeks = |weeks: u64| today.checked_sub_days(Days::new(weeks * 7 - 1)).unwrap_or(today);
        match self.span {
            Span::FourWeeks => (weeks(4), today, None),
            Span::TwelveWeeks => (weeks(12), today, None),
            Span::All => (first.unwrap_or_else(|| weeks(4)).min(today), today, None),
            Span::Own => match self.own_days(first, today) {
                Ok((from, to)) => (from, to, None),
                Err(bad) => (weeks(4), today, Some(bad)),
            },
        }
    }

    /// The first and the last day that are shown.
    pub fn days(&self, first: Option<NaiveDate>, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (from, to, _) = self.read_days(first, today);
        (from, to)
    }

    fn own_days(&self, first: Option<NaiveDate>, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), BadDays> {
        let bad = |key, field, written: &str| BadDays { key, field, written: written.to_owned() };
        let read = |field, written: &str, usual: NaiveDate| match written {
            "" => Ok(usual),
            _ => read_day(written).ok_or_else(|| bad("date", field, written)),
        };
        let to: NaiveDate = read("to", &self.to, today)?;
        let from: NaiveDate = read("from", &self.from, first.unwrap_or(to).min(to))?;
        if from > today {
            return Err(bad("ahead", "from", &self.from));
        }
        if from > to {
            return Err(bad("order", "to", &self.to));
        }
        Ok((from, to.min(today)))
    }

    /// The questions that go on the page, and whether something did not fit.
    pub(crate) fn questions(&self) -> (Vec<String>, bool) {
        let lines: Vec<&str> = self.questions.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let fits = lines.len() <= QUESTIONS && lines.iter().all(|line| line.chars().count() <= LONGEST);
        let shown = lines.iter().take(QUESTIONS).map(|line| shortened(line, LONGEST));
        (shown.collect(), !fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn asked(pairs: &[(&str, &str)]) -> VisitAsked {
        VisitAsked::from_pairs(pairs.iter().copied())
    }

    #[test]
    fn days_are_read_and_what_cannot_be_read_is_said_and_loses_nothing() {
        let (first, today) = (Some(day("2026-10-31")), day("2026-11-27"));
        let of = |pairs: &[(&str, &str)]| asked(pairs).read_days(first, today);
        for (pairs, from, to) in [
            (&[][..], "2026-10-31", "2026-11-27"),
            (&[("span", "4-weeks")], "2026-10-31", "2026-11-27"),
            (&[("span", "12-weeks")], "2026-09-05", "2026-11-27"),
            (&[("span", "all")], "2026-10-31", "2026-11-27"),
            (&[("from", "2026-11-01"), ("to", "2026-11-10")], "2026-11-01", "2026-11-10"),
            (&[("from", "2026-11-01")], "2026-11-01", "2026-11-27"),
            (&[("to", "2026-11-10")], "2026-10-31", "2026-11-10"),
            (&[("from", "2026-11-01"), ("to", "2027-01-01")], "2026-11-01", "2026-11-27"),
        ] {
            assert_eq!(of(pairs), (day(from), day(to), None), "{pairs:?}");
        }
        for (pairs, key, field) in [
            (&[("from", "1.11.2026")][..], "date", "from"),
            (&[("from", "2026-11-01"), ("to", "2026-11-31")], "date", "to"),
            (&[("from", "2026-11-10"), ("to", "2026-11-01")], "order", "to"),
            (&[("from", "2027-11-10"), ("to", "2027-11-11")], "ahead", "from"),
            (&[("from", "+2026-1-01")], "date", "from"),
        ] {
            let (from, to, bad) = of(pairs);
            assert_eq!((from, to), (day("2026-10-31"), today));
            let bad = bad.unwrap();
            assert_eq!((bad.key, bad.field), (key, field), "{pairs:?}");
            assert_eq!(asked(pairs).from, pairs[0].1, "what was written stays");
        }
    }

    #[test]
    fn a_form_that_was_not_sent_leaves_nothing_off() {
        assert_eq!(asked(&[("from", "2026-11-01")]).parts.len(), 7);
        assert_eq!(asked(&[("sent", "1"), ("with", "skin"), ("with", "zebra")]).parts, [VisitPart::Skin].into());
        assert!(asked(&[("sent", "1")]).parts.is_empty());
    }

    #[test]
    fn three_questions_fit_and_more_are_said_not_to() {
        let of = |text: &str| asked(&[("questions", text)]).questions();
        assert_eq!(of("one?\r\n\r\n two? \n"), (vec!["one?".into(), "two?".into()], false));
        assert_eq!(of("1\n2\n3\n4").0.len(), 3);
        assert!(of("1\n2\n3\n4").1);
        let long = "ä".repeat(LONGEST + 1);
        let (shown, too_much) = of(&long);
        assert!(too_much && shown[0].chars().count() == LONGEST && shown[0].ends_with('…'));
    }
}
