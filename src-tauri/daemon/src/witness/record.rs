//! Owns what is remembered of the body outside of the database, and decides whether the database may be taken for the last
//! word.
//!
//! The same record lies in the profile folder, in the runtime folder, and with the guard. It names the last step that was
//! confirmed to anyone. A state that is older, or a witness that cannot be read, means that something may be on that the
//! state does not know: the person is asked.

use std::io::{self, Read};

use lumbar_engine::Worn;
use serde::{Deserialize, Serialize};

use crate::store::files::fingerprint;

/// A witness is as long as this, bytes, so that a full disk still takes the next one in the place of the last.
pub(super) const SIZE: usize = 1024;
/// What it begins with; another form gets another number.
const MARK: &str = "lumbar-witness 1";
/// How many steps a witness that is written over in doubt is ahead of all that was found.
const AHEAD: u64 = 1;

/// Which step a state is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Tells the data of one profile from those of another, and of one that started from nothing; drawn by chance.
    pub(crate) lineage: u64,
    /// Rises with every step.
    pub(crate) generation: u64,
}

/// What was confirmed last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    lineage: u64,
    generation: u64,
    /// What is, or may be, on.
    worn: Option<Worn>,
}

/// What was found in the place of a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing was ever written there.
    Nothing,
    /// Something is there that cannot be read.
    Unreadable,
    /// A witness.
    Record(Record),
}

/// Why a state is not taken for the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Doubt {
    /// A witness cannot be read.
    #[error("what was written down beside the data cannot be read")]
    Unreadable,
    /// The state is from a time when the profile had one.
    #[error("what was written down beside the data is missing")]
    Missing,
    /// A witness is of a later step.
    #[error("the data are older than the last press")]
    Older,
    /// A witness is of other data.
    #[error("the data are others than those of the last press")]
    Other,
}

/// What follows from all that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judged {
    /// Why the state is not taken for the last one; `None` = it is.
    pub(crate) doubt: Option<Doubt>,
    /// What is on by the newest witness.
    pub(crate) worn: Option<Worn>,
    /// What the next steps count on from.
    pub(crate) mark: Mark,
}

impl Mark {
    /// The mark of a step `steps` later.
    pub(crate) fn later(self, steps: u64) -> Self {
        Self { generation: self.generation.saturating_add(steps), ..self }
    }
}

impl Record {
    /// What is on after the step of this mark.
    pub(crate) fn new(Mark { lineage, generation }: Mark, worn: Option<Worn>) -> Self {
        Self { lineage, generation, worn }
    }

    /// The step it is from.
    pub(crate) fn mark(&self) -> Mark {
        Mark { lineage: self.lineage, generation: self.generation }
    }

    /// The record as one line of text, shorter than [`SIZE`], without an end mark.
    pub(crate) fn line(&self) -> String {
        let whole = self.written();
        if whole.len() < SIZE {
            return whole;
        }
        // Only the name of a routine of the person's own can be so long; without it the strictest limits hold.
        let worn = match self.worn.clone() {
            Some(Worn::On { session, exposure, routine: _, method, since, planned }) => {
                Some(Worn::On { session, exposure, routine: String::new(), method, since, planned })
            }
            worn @ (Some(Worn::Asked { .. }) | None) => worn,
        };
        Self { worn, ..self.clone() }.written()
    }

    fn written(&self) -> String {
        // Numbers and names have no reason to fail; nothing at all is read as a witness that cannot be read.
        let text = serde_json::to_string(self).unwrap_or_default();
        format!("{MARK} {:016x} {text}", fingerprint(text.as_bytes()))
    }

    /// Reads a line, or a whole file; `None` where it is not what was written.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.trim_end_matches('\n');
        let (sum, text) = text.strip_prefix(MARK)?.strip_prefix(' ')?.split_once(' ')?;
        (sum == format!("{:016x}", fingerprint(text.as_bytes()))).then(|| serde_json::from_str(text).ok()).flatten()
    }

    /// The record as it is written into a file.
    pub(super) fn block(&self) -> Vec<u8> {
        let mut block = self.line().into_bytes();
        block.resize(SIZE, b'\n');
        block
    }
}

impl Found {
    pub(super) fn of(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::Nothing;
        }
        Record::read(bytes).map_or(Self::Unreadable, Self::Record)
    }

    fn record(&self) -> Option<&Record> {
        match self {
            Self::Record(record) => Some(record),
            Self::Nothing | Self::Unreadable => None,
        }
    }
}

/// Reads what the guard hands to the program it starts.
pub(crate) fn handed() -> Found {
    let mut bytes = Vec::new();
    match io::stdin().lock().take(SIZE as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) => Found::of(&bytes),
        Err(why) => {
            tracing::error!("what the guard hands over cannot be read: {why}");
            Found::Unreadable
        }
    }
}

/// Judges a state by its mark (`None` = no state, one that cannot be told, or one from before there were witnesses), by the
/// witness beside it and by those elsewhere.
pub(crate) fn judge(state: Option<Mark>, beside: &Found, elsewhere: &[Found]) -> Judged {
    let all = || std::iter::once(beside).chain(elsewhere);
    let records: Vec<&Record> = all().filter_map(Found::record).collect();
    let doubts = |record: &&Record| match state {
        Some(state) if record.lineage != state.lineage => Some(Doubt::Other),
        Some(state) if record.generation > state.generation => Some(Doubt::Older),
        Some(_) => None,
        None => Some(Doubt::Older),
    };
    let unreadable = || all().any(|found| *found == Found::Unreadable).then_some(Doubt::Unreadable);
    let missing = || (state.is_some() && *beside == Found::Nothing).then_some(Doubt::Missing);
    let doubt = records.iter().find_map(doubts).or_else(unreadable).or_else(missing);
    // Steps of different data cannot be told apart by their numbers: what says that something is on counts more.
    let mixed = records.iter().any(|record| record.lineage != records[0].lineage);
    let newest = records.iter().max_by_key(|record| (mixed && record.worn.is_some(), record.generation));
    let generations = records.iter().map(|record| record.generation).chain(state.map(|state| state.generation));
    let ahead = if doubt.is_some() { AHEAD } else { 0 };
    Judged {
        doubt,
        worn: newest.and_then(|record| record.worn.clone()),
        mark: Mark {
            lineage: state.map(|state| state.lineage).or(newest.map(|record| record.lineage)).unwrap_or_else(by_chance),
            generation: generations.max().unwrap_or(0).saturating_add(ahead),
        },
    }
}

/// Tells whether something may be on, by the witnesses alone: where one is lost or cannot be read it may be.
pub(crate) fn may_be_on(beside: &Found, elsewhere: &Found) -> bool {
    let unknown = *beside == Found::Nothing || [beside, elsewhere].contains(&&Found::Unreadable);
    unknown || judge(None, beside, std::slice::from_ref(elsewhere)).worn.is_some()
}

/// The standard library seeds its hashes by chance.
fn by_chance() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::time::Duration;

    use chrono::DateTime;
    use lumbar_engine::time::{Anchor, BootId, Now};
    use lumbar_engine::words::Method;

    use super::*;

    pub(crate) fn worn(exposure: u64) -> Worn {
        let seen =
            Now { boot: BootId(u64::MAX), ticks: Duration::new(u64::MAX / 2, 999_999_999), wall: DateTime::UNIX_EPOCH };
        Worn::On {
            session: u64::MAX,
            exposure,
            routine: "warm-stretch-cool".to_owned(),
            method: Method::StillCold,
            since: Anchor::at(seen).earlier(Duration::from_millis(123_456_789)),
            planned: u32::MAX,
        }
    }

    fn mark(lineage: u64, generation: u64) -> Mark {
        Mark { lineage, generation }
    }

    fn record(lineage: u64, generation: u64, on: bool) -> Found {
        Found::Record(Record::new(mark(lineage, generation), on.then(|| worn(generation))))
    }

    #[test]
    fn a_record_is_read_as_it_was_written_and_no_flipped_bit_or_cut_goes_unseen() {
        for worn in [None, Some(worn(u64::MAX))] {
            let record = Record::new(mark(u64::MAX, u64::MAX), worn);
            let block = record.block();
            assert_eq!(block.len(), SIZE);
            assert_eq!(Record::read(&block).as_ref(), Some(&record));
            assert_eq!(Record::read(record.line().as_bytes()).as_ref(), Some(&record));
            let written = record.line().len();
            for bit in 0..block.len() * 8 {
                let mut flipped = block.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                assert_eq!(Record::read(&flipped), None, "bit {bit}");
            }
            for length in 0..written {
                assert_eq!(Record::read(&block[..length]), None, "cut to {length}");
            }
        }
    }

    #[test]
    fn a_routine_with_an_endless_name_keeps_its_exposure() {
        let Worn::On { session, exposure, method, since, planned, .. } = worn(3) else { panic!("it is on") };
        let long = Worn::On { session, exposure, routine: "x".repeat(5000), method, since, planned };
        let record = Record::new(mark(1, 2), Some(long));
        assert_eq!(record.block().len(), SIZE);
        let read = Record::read(&record.block()).unwrap();
        assert!(matches!(read.worn, Some(Worn::On { exposure: 3, routine, .. }) if routine.is_empty()));
    }

    #[test]
    fn a_state_is_the_last_one_only_where_no_witness_is_newer_other_damaged_or_missing() {
        use Found::{Nothing, Unreadable};
        let state = Some(mark(1, 10));
        // What was found, then why it is doubted, what the steps count on from, and whether something is on.
        type Case = (&'static str, Option<Mark>, Found, Vec<Found>, Option<Doubt>, u64, bool);
        let cases: [Case; 14] = [
            ("fresh", None, Nothing, vec![Nothing], None, 0, false),
            ("as it was left", state, record(1, 10, true), vec![record(1, 10, true)], None, 10, true),
            ("the runtime folder was cleared", state, record(1, 10, false), vec![Nothing], None, 10, false),
            ("killed before the witness", state, record(1, 9, true), vec![record(1, 8, false)], None, 10, true),
            (
                "the disk took nothing",
                state,
                record(1, 10, false),
                vec![record(1, 12, true)],
                Some(Doubt::Older),
                13,
                true,
            ),
            (
                "off, and not saved",
                state,
                record(1, 12, false),
                vec![record(1, 11, true)],
                Some(Doubt::Older),
                13,
                false,
            ),
            (
                "the guard knows more",
                state,
                record(1, 10, false),
                vec![Nothing, record(1, 15, true)],
                Some(Doubt::Older),
                16,
                true,
            ),
            ("emptied", None, Nothing, vec![record(1, 10, true)], Some(Doubt::Older), 11, true),
            ("no state", None, record(1, 10, false), vec![Nothing], Some(Doubt::Older), 11, false),
            ("other data", Some(mark(2, 99)), record(1, 10, true), vec![], Some(Doubt::Other), 100, true),
            (
                "another folder",
                Some(mark(2, 99)),
                record(2, 99, false),
                vec![record(1, 10, true)],
                Some(Doubt::Other),
                100,
                true,
            ),
            ("damaged beside", state, Unreadable, vec![record(1, 10, true)], Some(Doubt::Unreadable), 11, true),
            ("damaged elsewhere", state, record(1, 10, false), vec![Unreadable], Some(Doubt::Unreadable), 11, false),
            ("missing", state, Nothing, vec![record(1, 10, true)], Some(Doubt::Missing), 11, true),
        ];
        for (case, state, beside, elsewhere, doubt, generation, on) in cases {
            let judged = judge(state, &beside, &elsewhere);
            assert_eq!(
                (judged.doubt, judged.mark.generation, judged.worn.is_some()),
                (doubt, generation, on),
                "{case}: {judged:?}"
            );
            if let Some(state) = state {
                assert_eq!(judged.mark.lineage, state.lineage, "{case}");
            }
        }
        assert_eq!(judge(None, &record(5, 1, false), &[]).mark.lineage, 5);
        assert_ne!(judge(None, &Nothing, &[]).mark.lineage, judge(None, &Nothing, &[]).mark.lineage, "by chance");
    }

    #[test]
    fn something_may_be_on_unless_the_newest_witness_says_that_nothing_is() {
        use Found::{Nothing, Unreadable};
        let cases = [
            (record(1, 10, false), Nothing, false),
            (record(1, 10, false), record(1, 9, true), false),
            (record(1, 10, true), record(1, 11, false), false),
            (record(1, 10, true), Nothing, true),
            (record(1, 10, false), record(1, 11, true), true),
            (record(1, 10, false), record(2, 1, true), true),
            (record(1, 10, false), Unreadable, true),
            (Unreadable, record(1, 10, false), true),
            (Nothing, record(1, 10, false), true),
            (Nothing, Nothing, true),
        ];
        for (beside, elsewhere, on) in cases {
            assert_eq!(may_be_on(&beside, &elsewhere), on, "{beside:?}, {elsewhere:?}");
        }
    }
}
