//! Decides which days a page of the history is about: a week, a month or a year, by its address, with what comes before and after.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// Years that have pages. Nothing is older, and a slip of the keyboard does not lead to the year 20226.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

/// Some days in a row that have a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Seven days, by the first.
    Week(NaiveDate),
    /// A month, by its first day.
    Month(NaiveDate),
    /// A year.
    Year(i32),
}

impl Period {
    /// Reads an address: `week` and any day of it (`2026-11-27`), `month` and `2026-11`, `year` and `2026`. `None` = there is
    /// no such page.
    pub fn read(kind: &str, which: &str, week_starts: Weekday) -> Option<Self> {
        match kind {
            "week" => read_day(which).map(|day| Self::week_of(day, week_starts)),
            "month" => read_day(&format!("{which}-01")).map(Self::Month),
            "year" => read_day(&format!("{which}-01-01")).map(|day| Self::Year(day.year())),
            _ => None,
        }
    }

    /// The week of a day.
    pub fn week_of(day: NaiveDate, starts: Weekday) -> Self {
        let into = day.weekday().days_since(starts);
        Self::Week(day.checked_sub_days(Days::new(into.into())).unwrap_or(day))
    }

    /// The month of a day.
    pub fn month_of(day: NaiveDate) -> Self {
        Self::Month(day.with_day(1).unwrap_or(day))
    }

    /// The first day.
    pub fn first(self) -> NaiveDate {
        match self {
            Self::Week(first) | Self::Month(first) => first,
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default(),
        }
    }

    /// The last day.
    pub fn last(self) -> NaiveDate {
        let first = self.first();
        let next = match self {
            Self::Week(_) => first.checked_add_days(Days::new(7)),
            Self::Month(_) => first.checked_add_months(Months::new(1)),
            Self::Year(_) => first.checked_add_months(Months::new(12)),
        };
        next.and_then(|next| next.pred_opt()).unwrap_or(first)
    }

    /// Whether a day is one of its days.
    pub fn holds(self, day: NaiveDate) -> bool {
        (self.first()..=self.last()).contains(&day)
    }

    /// Every day of it.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        let last = self.last();
        self.first().iter_days().take_while(move |day| *day <= last)
    }

    /// The one before.
    pub(crate) fn before(self) -> Self {
        self.next_to(self.first().pred_opt())
    }

    /// The one after.
    pub(crate) fn after(self) -> Self {
        self.next_to(self.last().succ_opt())
    }

    fn next_to(self, day: Option<NaiveDate>) -> Self {
        let day = day.unwrap_or(self.first());
        match self {
            Self::Week(first) => Self::week_of(day, first.weekday()),
            Self::Month(_) => Self::month_of(day),
            Self::Year(_) => Self::Year(day.year()),
        }
    }

    /// Its word in addresses and texts.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Week(_) => "week",
            Self::Month(_) => "month",
            Self::Year(_) => "year",
        }
    }

    /// Where its page is.
    pub fn address(self) -> String {
        let first = self.first();
        let which = match self {
            Self::Week(_) => first.format("%Y-%m-%d"),
            Self::Month(_) => first.format("%Y-%m"),
            Self::Year(_) => first.format("%Y"),
        };
        format!("/history/{}/{which}", self.code())
    }
}

/// Reads a day, written like `2026-11-27` and in no other way: one page has one address.
pub(crate) fn read_day(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10
        && text.bytes().zip(*b"0000-00-00").all(|(c, s)| if s == b'0' { c.is_ascii_digit() } else { c == s });
    let day: NaiveDate = text.parse().ok().filter(|_| shaped)?;
    YEARS.contains(&day.year()).then_some(day)
}

/// The day a week begins with where people live, by a locale name such as `en_US.UTF-8`: as CLDR says (`weekData`, firstDay);
/// Monday where the name says no land, or one that is not listed.
pub(crate) fn week_starts(locale: &str) -> Option<Weekday> {
    const SUNDAY: &str = "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW";
    const SATURDAY: &str = "AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY";
    let plain = locale.split(['.', '@']).next().unwrap_or_default();
    let land = plain.split(['_', '-']).skip(1).find(|part| part.len() == 2)?.to_ascii_uppercase();
    let among = |lands: &str| lands.split(' ').any(|listed| listed == land);
    Some(match () {
        () if among(SUNDAY) => Weekday::Sun,
        () if among(SATURDAY) => Weekday::Sat,
        () if land == "MV" => Weekday::Fri,
        () => Weekday::Mon,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_leads_to_its_days_and_back() {
        for (kind, which, first, last, address) in [
            ("week", "2026-11-27", "2026-11-23", "2026-11-29", "/history/week/2026-11-23"),
            ("week", "2027-01-01", "2026-12-28", "2027-01-03", "/history/week/2026-12-28"),
            ("month", "2026-11", "2026-11-01", "2026-11-30", "/history/month/2026-11"),
            ("month", "2024-02", "2024-02-01", "2024-02-29", "/history/month/2024-02"),
            ("year", "2026", "2026-01-01", "2026-12-31", "/history/year/2026"),
        ] {
            let period = Period::read(kind, which, Weekday::Mon).unwrap();
            assert_eq!((period.first(), period.last()), (day(first), day(last)), "{which}");
            assert_eq!(period.address(), address);
            assert_eq!(period.before().after(), period);
            assert!(period.before().last() < period.first() && period.after().first() > period.last());
            assert_eq!(period.days().count() as i64, (period.last() - period.first()).num_days() + 1);
        }
    }

    #[test]
    fn an_address_of_nothing_leads_nowhere() {
        for (kind, which) in [
            ("month", "2026-13"),
            ("month", "2026-00"),
            ("month", "2026-1"),
            ("month", "2026-011"),
            ("month", "+026-11"),
            ("month", ""),
            ("month", "2026-11-01"),
            ("year", "2026-11"),
            ("week", "2026-02-30"),
            ("week", "2026-W48"),
            ("week", "２０２６-11-01"),
            ("year", "0000"),
            ("year", "1999"),
            ("year", "9999"),
            ("year", "-026"),
            ("day", "2026-11-01"),
            ("", ""),
        ] {
            assert_eq!(Period::read(kind, which, Weekday::Mon), None, "{kind} {which}");
        }
    }

    #[test]
    fn a_week_begins_as_the_land_says() {
        for (locale, starts) in [
            ("en_US.UTF-8", Some(Weekday::Sun)),
            ("en-GB", Some(Weekday::Mon)),
            ("de_AT@euro", Some(Weekday::Mon)),
            ("ar_EG", Some(Weekday::Sat)),
            ("dv_MV", Some(Weekday::Fri)),
            ("zh-Hant-TW", Some(Weekday::Sun)),
            ("ar-XB", Some(Weekday::Mon)),
            ("en", None),
            ("C.UTF-8", None),
            ("", None),
        ] {
            assert_eq!(week_starts(locale), starts, "{locale}");
        }
        assert_eq!(Period::week_of(day("2026-11-27"), Weekday::Sun), Period::Week(day("2026-11-22")));
        assert_eq!(Period::week_of(day("2026-11-22"), Weekday::Sun), Period::Week(day("2026-11-22")));
    }
}
