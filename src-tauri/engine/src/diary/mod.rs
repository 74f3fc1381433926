//! Owns the diary's plain data: the record of each session, and what a day, a month and a year of them sum up to.
//!
//! Times carry the offset from UTC that the clocks had then, so that a record reads the same after a journey. A record belongs
//! to the day that began with the end of the bed hours before it: 00:20 belongs to the evening before.

pub mod record;
pub mod totals;
pub mod wish;

pub use record::{BEGUN_ONLY, DiaryKind, ExposureRecord, Felt, LocalTime, SessionRecord, SkinRecord, Stopped};
pub use totals::{DayDetail, DayTotals, Days, KindTotals, MonthTotals, Totals, WeekAnswer, Year, two_worse_weeks};

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use super::*;
    use crate::words::{Method, Modality, Outcome, Skin};

    fn time(text: &str) -> LocalTime {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    /// A session of ice from 21:00 to 21:15, in Berlin's winter.
    fn ice() -> SessionRecord {
        SessionRecord {
            session: 7,
            day: NaiveDate::from_ymd_opt(2026, 11, 18).unwrap(),
            routine: "cold-15".into(),
            kind: DiaryKind::of("cold-15", Modality::Cold),
            pack: Some("gel".into()),
            turns: 1,
            began: time("2026-11-18T20:58:00+01:00"),
            ended: Some(time("2026-11-18T21:15:00+01:00")),
            outcome: Some(Outcome::Done),
            exposures: vec![ExposureRecord {
                exposure: 3,
                method: Method::StillCold,
                on: time("2026-11-18T21:00:00+01:00"),
                off: Some(time("2026-11-18T21:15:00+01:00")),
                planned: 900,
                seconds: 900,
                over: 0,
            }],
            moved: 0,
            skin: vec![SkinRecord { at: time("2026-11-18T21:05:00+01:00"), said: Some(Skin::Fine) }],
            felt: Some(Felt::Easier),
            note: String::new(),
            by_hand: false,
            edited: false,
        }
    }

    #[test]
    fn a_record_keeps_its_offset_when_it_is_written_and_read() {
        let text = serde_json::to_string(&ice()).unwrap();
        assert!(text.contains("2026-11-18T21:00:00+01:00"), "{text}");
        assert_eq!(serde_json::from_str::<SessionRecord>(&text).unwrap(), ice());
    }

    #[test]
    fn only_what_was_really_done_counts() {
        assert!(ice().counts());
        let mut mistake = ice();
        mistake.skin.clear();
        mistake.exposures[0].seconds = BEGUN_ONLY - 1;
        assert!(!mistake.counts(), "put on by mistake");
        let never = SessionRecord { exposures: vec![], outcome: Some(Outcome::Lapsed), ..mistake.clone() };
        assert!(!never.counts());
        let walk = |moved, outcome| SessionRecord { exposures: vec![], moved, outcome, ..mistake.clone() };
        assert!(walk(300, Some(Outcome::Stopped)).counts());
        assert!(!walk(BEGUN_ONLY - 1, Some(Outcome::Stopped)).counts());
        assert!(walk(90, Some(Outcome::Done)).counts(), "up and move is done in 90 s");
    }

    #[test]
    fn two_weeks_are_worse_where_each_is_worse_than_the_one_before_it() {
        use Stopped::{ALittle, ALot, NotAtAll, Some};
        let answers = |said: &[(u32, Stopped)]| -> Vec<WeekAnswer> {
            let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
            let of = |(until, stopped): &(u32, Stopped)| WeekAnswer {
                until: day(*until),
                stopped: *stopped,
                activity: String::new(),
                went: String::new(),
            };
            said.iter().map(of).collect()
        };
        for (said, worse) in [
            (&[][..], false),
            (&[(6, ALittle), (13, Some)][..], false),
            (&[(6, ALittle), (13, Some), (20, ALot)][..], true),
            (&[(1, ALot), (6, NotAtAll), (13, ALittle), (22, Some)][..], true),
            (&[(6, ALittle), (13, Some), (20, Some)][..], false),
            (&[(6, Some), (13, ALittle), (20, Some)][..], false),
            (&[(1, ALittle), (13, Some), (20, ALot)][..], false),
            (&[(6, ALittle), (13, Some), (20, ALot), (27, Some)][..], false),
        ] {
            assert_eq!(two_worse_weeks(&answers(said)), worse, "{said:?}");
        }
    }

    #[test]
    fn totals_count_every_kind_by_itself() {
        let walk = SessionRecord {
            session: 8,
            routine: "walk".into(),
            kind: DiaryKind::Walk,
            exposures: vec![],
            skin: vec![],
            moved: 900,
            felt: None,
            ..ice()
        };
        let mut red = ice();
        red.skin[0].said = Some(Skin::Red);
        (red.exposures[0].seconds, red.exposures[0].over, red.felt) = (1300, 100, Some(Felt::Worse));
        let mut totals = Totals::default();
        for record in [&ice(), &walk, &red] {
            totals.add(record);
        }
        let cold = KindTotals { sessions: 2, seconds: 2200, easier: 1, same: 0, worse: 1 };
        assert_eq!((totals.kind(DiaryKind::Cold), cold.answers()), (cold, 2));
        assert_eq!((totals.cold, totals.warm, totals.walked), (2200, 0, 900));
        assert_eq!((totals.overran, totals.skin_events), (1, 1));
        let mut wrap = ice();
        wrap.exposures[0].method = Method::Wrap;
        totals.add(&wrap);
        assert_eq!((totals.warm, totals.worn), (900, 900), "a wrap is warm, and counted apart");
    }
}
