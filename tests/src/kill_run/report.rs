//! What came of a run of kills in which nothing was lost.

use std::{collections::BTreeMap, fmt, time::Duration};

/// What came of a run in which nothing was lost.
#[derive(Clone, Debug, Default)]
pub struct KillReport {
    pub(super) seed: u64,
    pub(super) kills: u64,
    /// By who was killed or stopped.
    pub(super) victims: BTreeMap<&'static str, u64>,
    /// By what went on at the moment of the kill.
    pub(super) moments: BTreeMap<String, u64>,
    /// Presses that were confirmed, all of them there afterwards.
    pub(super) confirmed: u64,
    /// Presses that were cut off: had no effect, or all of it.
    pub(super) cut_off: [u64; 2],
    /// Questions that stood at a kill and were said again.
    pub(super) again: u64,
    /// Kills with nothing on the disk that is on the body: nobody has to come back, and the test starts it.
    pub(super) nothing_on: u64,
    /// Until it answered again, ms.
    pub(super) back: Vec<u64>,
    /// From the kill to the repetition of an alarm or question that stood, ms; by hand where nobody was left.
    pub(super) again_after: Vec<u64>,
    pub(super) took: Duration,
}

impl fmt::Display for KillReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, kills, confirmed, cut_off: [without, with], again, nothing_on, .. } = self;
        let victims: Vec<_> = self.victims.iter().map(|(victim, times)| format!("{victim} {times}")).collect();
        writeln!(f, "{kills} kills in {:.0} s, LUMBAR_SEED={seed}: {}", self.took.as_secs_f32(), victims.join(", "))?;
        writeln!(
            f,
            "  {confirmed} presses were confirmed, lost 0: every one was there afterwards, in state and diary"
        )?;
        writeln!(f, "  {without} presses were cut off without effect, {with} with all of it")?;
        writeln!(f, "  {again} questions and alarms stood at a kill: each was said again once, none was missed")?;
        writeln!(f, "  {nothing_on} kills with nothing on the body on the disk: started by hand")?;
        for (what, spans) in [("back by itself", &self.back), ("the alarm or question again", &self.again_after)] {
            let mut spans = spans.clone();
            spans.sort_unstable();
            let at = |share: usize| spans.get((spans.len() * share / 100).min(spans.len().saturating_sub(1)));
            if let (Some(half), Some(most), Some(max)) = (at(50), at(99), spans.last()) {
                writeln!(f, "  {what} after {half} ms (median), {most} ms (p99), {max} ms (longest)")?;
            }
        }
        let moments: Vec<_> = self.moments.iter().map(|(moment, times)| format!("{moment} {times}")).collect();
        write!(f, "  killed {}", moments.join(", "))
    }
}
