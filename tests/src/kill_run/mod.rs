//! Kills the program, its guard or both, or stops it, at random moments of a scripted demo, and compares what comes back
//! with what was confirmed before.

mod deed;
mod life;
mod report;
mod victim;

use std::time::Instant;

use lumbar_played_desktop::Outcome;

use crate::random::Random;
use life::Life;
pub use report::KillReport;

/// Kills on one desktop before a fresh one is taken.
const PER_DESK: u64 = 40;

/// A run with its randomness.
#[derive(Clone, Copy, Debug)]
pub struct KillRun {
    kills: u64,
    seed: u64,
}

impl KillRun {
    /// A run of so many kills; without a seed, one that was never played.
    pub fn new(kills: u64, seed: Option<u64>) -> Self {
        Self { kills, seed: seed.unwrap_or_else(|| Random::fresh().seed()) }
    }

    /// What plays the same script again; the moments of the kills are only as alike as the machine's load.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Plays it on as many desktops as needed. Fails with what was lost, missed or said too often.
    pub async fn play(self) -> Outcome<KillReport> {
        let began = Instant::now();
        let mut random = Random::new(self.seed);
        let mut report = KillReport { seed: self.seed, ..KillReport::default() };
        while report.kills < self.kills {
            let most = PER_DESK.min(self.kills - report.kills);
            Life::begin(&mut random, &mut report).await?.play(most).await?;
        }
        report.took = began.elapsed();
        Ok(report)
    }
}
