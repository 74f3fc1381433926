//! Decides which routine files are taken: their form, and every limit that cannot be lifted (R21).

use std::time::Duration;

use thiserror::Error;

use crate::routine::{Expose, Routine, Step};
use crate::rules::{self, Number};
use crate::words::{Method, Modality, RoutineId};

impl Routine {
    /// Reads a routine file and checks its form. The safety rules are a second check ([`check`]).
    pub fn read(text: &str) -> Result<Self, BadRoutine> {
        let routine: Self = toml::from_str(text).map_err(|e| BadRoutine::Unreadable(e.to_string()))?;
        routine.check_form()?;
        Ok(routine)
    }

    fn check_form(&self) -> Result<(), BadRoutine> {
        let plain = |s: &str| {
            !s.is_empty()
                && s.len() <= 40
                && s.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        if !plain(&self.id) {
            return Err(BadRoutine::Name(self.id.clone()));
        }
        if self.turns.usual == 0 || self.turns.usual > self.turns.most || self.turns.most > 10 {
            return Err(BadRoutine::Turns { usual: self.turns.usual, most: self.turns.most });
        }
        if self.steps.is_empty() || self.steps.len() > 64 {
            return Err(BadRoutine::Steps(self.steps.len()));
        }
        for (index, step) in self.steps.iter().enumerate() {
            let step_number = index + 1;
            // Held before anything is added up, so that no sum runs over.
            if let Step::Move(m) = step {
                let long = |seconds: u32| seconds > STEP_MOST;
                if m.beats.len() > 64
                    || m.sides.len() > 2
                    || m.seconds.is_some_and(long)
                    || m.beats.iter().any(|b| long(b.seconds))
                {
                    return Err(BadRoutine::Length { step: step_number });
                }
            }
            if let Step::Expose(e) = step
                && (e.segments.len() > 64 || e.segments.iter().any(|s| s.seconds > STEP_MOST))
            {
                return Err(BadRoutine::Length { step: step_number });
            }
            if step.length().is_zero() || step.length() > Duration::from_secs(STEP_MOST.into()) {
                return Err(BadRoutine::Length { step: step_number });
            }
            match step {
                Step::Expose(e) => {
                    let rising =
                        e.checks.is_sorted_by(|a, b| a < b) && e.checks.iter().all(|&c| c > 0 && c < e.seconds);
                    if !rising {
                        return Err(BadRoutine::Checks { step: step_number });
                    }
                    let parts: u32 = e.segments.iter().map(|s| s.seconds).sum();
                    if !e.segments.is_empty() && parts != e.seconds {
                        return Err(BadRoutine::Segments { step: step_number, parts, whole: e.seconds });
                    }
                    if e.warn.is_some_and(|w| w == 0 || w >= e.seconds)
                        || e.first_seconds.is_some_and(|f| f == 0 || f > e.seconds)
                    {
                        return Err(BadRoutine::Length { step: step_number });
                    }
                }
                Step::Move(m) => {
                    if m.seconds.is_some() != m.beats.is_empty()
                        || m.reps == 0
                        || m.beats.iter().any(|b| b.seconds == 0)
                    {
                        return Err(BadRoutine::Beats { step: step_number });
                    }
                }
                Step::Rest(_) => {}
            }
        }
        Ok(())
    }
}

/// Checks a routine against every limit that cannot be lifted (R21), one turn after the other.
///
/// # Errors
/// Names the step, the rule and the limit it breaks.
pub fn check(routine: &Routine) -> Result<(), BadRoutine> {
    // How long ago each kind came off, while walking through the turns.
    let mut off: Vec<(Modality, Duration)> = Vec::new();
    let (mut cold, mut heat) = (0, 0);
    for _ in 0..routine.turns.most {
        for (index, step) in routine.steps.iter().enumerate() {
            let against = |number: Number| {
                Err(BadRoutine::Rule {
                    step: index + 1,
                    rule: number.rule.code(),
                    limit: format!("{} {} ({})", number.value, number.unit.word(), number.name),
                })
            };
            match step {
                Step::Expose(e) => {
                    let most = e.method.hard_ceiling();
                    if Duration::from_secs(e.seconds.into()) > most.time() {
                        return against(most);
                    }
                    let kind = e.method.modality();
                    for (before, ago) in &off {
                        let apart = if *before == kind { e.method.off() } else { rules::HEAT_COLD_APART };
                        if *ago < apart.time() {
                            return against(apart);
                        }
                    }
                    let prompted = !e.method.class().is_away();
                    if prompted && let Some(number) = checked_too_rarely(e) {
                        return against(number);
                    }
                    if e.method.modality() == Modality::Heat && e.method != Method::Wrap {
                        heat += 1;
                        if heat > rules::HEAT_PER_DAY.value {
                            return against(rules::HEAT_PER_DAY);
                        }
                    }
                    if e.method.modality() == Modality::Cold {
                        cold += 1;
                        if cold > rules::COLD_PER_DAY.value {
                            return against(rules::COLD_PER_DAY);
                        }
                    }
                    // What lies further back moves on while this is on.
                    off.retain(|(before, _)| *before != kind);
                    off.iter_mut().for_each(|(_, ago)| *ago += step.length());
                    off.push((kind, Duration::ZERO));
                }
                Step::Rest(_) | Step::Move(_) => off.iter_mut().for_each(|(_, ago)| *ago += step.length()),
            }
        }
    }
    Ok(())
}

/// The limit that the skin checks of a step break: a first one so early that nothing can be seen yet, or too long
/// between two of them or between the last and the end.
fn checked_too_rarely(expose: &Expose) -> Option<Number> {
    let (first, every) = (expose.method.first_check(), expose.method.check_every());
    // Sooner than a question is repeated, nothing can be seen or felt yet.
    let tells = |at: &u32| *at >= rules::SKIN_REPEAT.value && *at <= first.value;
    if expose.seconds > first.value && !expose.checks.iter().any(tells) {
        return Some(first);
    }
    let from = expose.checks.iter().copied();
    let to = expose.checks.iter().copied().skip(1).chain([expose.seconds]);
    from.zip(to).any(|(from, to)| to - from > every.value).then_some(every)
}

/// The longest step, s: a form, not a safety number; those are in [`crate::rules`].
const STEP_MOST: u32 = 28_800;

/// Why a routine file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadRoutine {
    /// Not the form of a routine file.
    #[error("this is not a routine file: {0}")]
    Unreadable(String),
    /// A name that cannot stand in an address.
    #[error("“{0}” cannot be the name of a routine: use lower-case letters, digits and dashes, at most 40")]
    Name(String),
    /// The name of another routine, built-in or the person's own.
    #[error("there is a routine “{0}” already: give this one another id")]
    Taken(RoutineId),
    /// Turns that make no sense.
    #[error(
        "turns must be at least 1 and at most 10, and the usual number not above the most ({usual} and {most} given)"
    )]
    Turns {
        /// The usual number.
        usual: u8,
        /// The most.
        most: u8,
    },
    /// No step, or too many.
    #[error("a routine has 1 to 64 steps, this one has {0}")]
    Steps(usize),
    /// A step of no length, or of more than eight hours.
    #[error("step {step} must last between 1 second and 8 hours, and its parts must lie within it")]
    Length {
        /// Which step, from 1.
        step: usize,
    },
    /// Skin checks out of order or outside of the step.
    #[error("the skin checks of step {step} must rise and lie within it")]
    Checks {
        /// Which step, from 1.
        step: usize,
    },
    /// Segments that do not sum up.
    #[error("the parts of step {step} sum up to {parts} seconds, not {whole}")]
    Segments {
        /// Which step, from 1.
        step: usize,
        /// What the parts give.
        parts: u32,
        /// What the step says.
        whole: u32,
    },
    /// Neither seconds nor beats, or both.
    #[error("step {step} needs either its seconds or its beats, and at least one repetition")]
    Beats {
        /// Which step, from 1.
        step: usize,
    },
    /// Against a safety rule that cannot be lifted (R21).
    #[error("step {step} is against rule {rule}: {limit}")]
    Rule {
        /// Which step, from 1.
        step: usize,
        /// The rule.
        rule: &'static str,
        /// What the rule says.
        limit: String,
    },
}
