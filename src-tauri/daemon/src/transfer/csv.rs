//! Decides how the diary is written as a table for a spreadsheet: RFC 4180, UTF-8 with its mark, one row for each session.

use std::io::Write;

use lumbar_engine::diary::SessionRecord;
use lumbar_engine::words::{Outcome, Skin};

use crate::store::everything::{Everything, NotTold};

/// Spreadsheets read UTF-8 as such where it begins with this mark.
const MARK: char = '\u{feff}';

const HEADERS: [&str; 19] = [
    "session",
    "day",
    "routine",
    "kind",
    "began",
    "ended",
    "outcome",
    "pack",
    "turns",
    "times_on_body",
    "on_body_seconds",
    "over_seconds",
    "moved_seconds",
    "skin_red",
    "skin_bad",
    "felt",
    "by_hand",
    "edited",
    "note",
];

/// Writes the table, row by row. Times are ISO 8601 with the offset that the clocks had then. Gives the number of rows.
///
/// # Errors
/// The data cannot be read, or the file not written.
pub(super) fn write(from: &Everything<'_>, out: &mut impl Write) -> Result<usize, NotTold> {
    write!(out, "{MARK}{}", line(HEADERS.map(str::to_owned)))?;
    let mut rows = 0;
    from.records_that_count(|record| {
        rows += 1;
        out.write_all(row(&record).as_bytes())
    })?;
    Ok(rows)
}

fn row(record: &SessionRecord) -> String {
    let skin = |wanted| record.skin.iter().filter(|skin| skin.said == Some(wanted)).count().to_string();
    let over: u64 = record.exposures.iter().map(|known| u64::from(known.over)).sum();
    let on_body: u64 = record.exposures.iter().map(|known| u64::from(known.seconds)).sum();
    line([
        record.session.to_string(),
        record.day.to_string(),
        text(&record.routine),
        record.kind.code().to_owned(),
        record.from().to_rfc3339(),
        record.until().map(|until| until.to_rfc3339()).unwrap_or_default(),
        record.outcome.map(Outcome::code).unwrap_or_default().to_owned(),
        text(record.pack.as_deref().unwrap_or_default()),
        record.turns.to_string(),
        record.exposures.len().to_string(),
        on_body.to_string(),
        over.to_string(),
        record.moved.to_string(),
        skin(Skin::Red),
        skin(Skin::Bad),
        record.felt.map(lumbar_engine::diary::Felt::code).unwrap_or_default().to_owned(),
        record.by_hand.to_string(),
        record.edited.to_string(),
        text(&record.note),
    ])
}

/// Words of a person never run as a formula: a spreadsheet takes what begins so for one, some after blanks as well.
fn text(words: &str) -> String {
    let formula =
        words.starts_with(['\t', '\r']) || words.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if formula { format!("'{words}") } else { words.to_owned() }
}

fn line<const N: usize>(cells: [String; N]) -> String {
    let quoted = cells.map(|cell| match cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    });
    format!("{}\r\n", quoted.join(","))
}

#[cfg(test)]
mod tests {
    use lumbar_engine::diary::{DiaryKind, Felt};

    use super::*;

    fn walk(note: &str) -> SessionRecord {
        let time = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap();
        SessionRecord {
            session: 7,
            day: chrono::NaiveDate::from_ymd_opt(2026, 11, 18).unwrap(),
            routine: "walk".into(),
            kind: DiaryKind::Walk,
            pack: None,
            turns: 1,
            began: time("2026-11-18T18:20:00+01:00"),
            ended: Some(time("2026-11-18T18:35:00+01:00")),
            outcome: Some(Outcome::Done),
            exposures: Vec::new(),
            moved: 900,
            skin: Vec::new(),
            felt: Some(Felt::Easier),
            note: note.into(),
            by_hand: true,
            edited: false,
        }
    }

    #[test]
    fn a_row_has_times_with_their_offset_and_every_cell_in_its_column() {
        let row = row(&walk(""));
        assert_eq!(
            row.strip_suffix("\r\n").unwrap(),
            "7,2026-11-18,walk,walk,2026-11-18T18:20:00+01:00,2026-11-18T18:35:00+01:00,done,,1,0,0,0,900,0,0,easier,true,false,"
        );
        assert_eq!(row.split(',').count(), HEADERS.len());
    }

    #[test]
    fn words_of_a_person_shift_no_column_and_run_as_no_formula() {
        for (note, cell) in [
            ("a, b; c", "\"a, b; c\""),
            ("say \"ow\"", "\"say \"\"ow\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("+49", "'+49"),
            ("-", "'-"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("\n=1+1", "\"'\n=1+1\""),
            (" =1+1", "' =1+1"),
            ("=HYPERLINK(\"a\",\"b\")", "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\""),
            ("=A1,\"B\"", "\"'=A1,\"\"B\"\"\""),
            ("\u{1F9CA} ice", "\u{1F9CA} ice"),
        ] {
            assert!(row(&walk(note)).ends_with(&format!(",{cell}\r\n")), "{note}");
        }
    }
}
