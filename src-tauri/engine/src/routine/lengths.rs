//! Decides what a routine is in another of its lengths, and which lengths may be chosen.

use crate::routine::{Routine, Step};
use crate::time::seconds;

/// The most lengths to choose from; a page shows them side by side.
const LENGTHS_MOST: usize = 8;

/// The bounds of a length that is chosen, s.
const LENGTH_LEAST: u32 = 60;
const LENGTH_MOST: u32 = 28_800;

impl Routine {
    /// The length that is chosen, s: of what is on the body, else of the movement.
    pub fn chosen_length(&self) -> u32 {
        let movement = || self.steps.iter().map(|step| seconds(step.length())).sum();
        self.exposures().next().map_or_else(movement, |expose| expose.seconds)
    }

    /// The same with another of its lengths: time on the body with its skin checks, or each part of the movement in
    /// proportion.
    pub fn with_length(&self, length: u32) -> Self {
        let usual = self.chosen_length().max(1);
        let scaled = |part: u32| u32::try_from(u64::from(part) * u64::from(length) / u64::from(usual)).unwrap_or(part);
        let mut routine = self.clone();
        for step in &mut routine.steps {
            match step {
                Step::Expose(expose) => {
                    let every = expose.method.check_every().value;
                    let from = expose.checks.last().copied().unwrap_or(0);
                    expose.checks.extend((1..).map(|n| from + n * every).take_while(|at| *at < length));
                    expose.checks.retain(|at| *at < length);
                    expose.seconds = length;
                }
                Step::Move(movement) => movement.seconds = movement.seconds.map(scaled),
                Step::Rest(_) => {}
            }
        }
        routine
    }

    /// The routine with each of its other lengths.
    pub(crate) fn other_lengths(&self) -> impl Iterator<Item = Self> {
        let usual = self.chosen_length();
        // A choice of lengths is no further choice.
        let plain = Self { lengths: Vec::new(), ..self.clone() };
        self.lengths
            .clone()
            .into_iter()
            .filter(move |length| *length != usual)
            .map(move |length| plain.with_length(length))
    }

    /// Tells whether its lengths may be chosen: they rise and hold the usual one, and one thing is as long as they say.
    pub(crate) fn lengths_fit(&self) -> bool {
        let plain =
            |step: &Step| matches!(step, Step::Move(m) if m.seconds.is_some() && m.reps == 1 && m.sides.len() < 2);
        let one_on_the_body = self.exposures().count() == 1 && !self.is_activity() && self.turns.most == 1;
        let segments = self.exposures().any(|expose| !expose.segments.is_empty() || expose.first_seconds.is_some());
        self.lengths.is_sorted_by(|a, b| a < b)
            && self.lengths.len() <= LENGTHS_MOST
            && self.lengths.iter().all(|length| (LENGTH_LEAST..=LENGTH_MOST).contains(length))
            && self.lengths.contains(&self.chosen_length())
            && !segments
            && (one_on_the_body || self.steps.iter().all(plain))
    }
}
