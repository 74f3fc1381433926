//! Decides which routine files are taken: their form, and every limit that cannot be lifted (R21).

use std::time::Duration;

use crate::routine::bad::BadRoutine;
use crate::routine::{Expose, Routine, Step};
use crate::rules::{self, Number};
use crate::words::{Method, Modality};

impl Routine {
    /// Reads a routine file and checks its form. The safety rules are a second check ([`check`]).
    pub fn read(text: &str) -> Result<Self, BadRoutine> {
        if text.len() > FILE_MOST {
            return Err(BadRoutine::TooLong);
        }
        let routine: Self = toml::from_str(text).map_err(|error| BadRoutine::unreadable(text, &error))?;
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
            return Err(BadRoutine::Name(shortened(&self.id)));
        }
        self.check_texts()?;
        if !self.lengths.is_empty() && !self.lengths_fit() {
            return Err(BadRoutine::Lengths);
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
                if m.beats.len() > PARTS_MOST
                    || m.sides.len() > 2
                    || m.seconds.is_some_and(long)
                    || m.beats.iter().any(|b| long(b.seconds))
                {
                    return Err(BadRoutine::Length { step: step_number });
                }
            }
            if let Step::Expose(e) = step
                && (e.segments.len() > PARTS_MOST
                    || e.checks.len() > PARTS_MOST
                    || e.segments.iter().any(|s| s.seconds > STEP_MOST))
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

    /// Bounds what a page or a list would have to show: how many names a file may give, and how long each may be.
    fn check_texts(&self) -> Result<(), BadRoutine> {
        let lists = [&self.supplies, &self.packs, &self.cautions, &self.not_for, &self.sources];
        if lists.iter().any(|list| list.len() > LIST_MOST) {
            return Err(BadRoutine::TooMany);
        }
        let of_steps = self.steps.iter().flat_map(Step::texts);
        let all = lists.into_iter().flatten().map(String::as_str).chain([self.figure.as_str()]).chain(of_steps);
        for text in all {
            if text.len() > TEXT_MOST || text.chars().any(char::is_control) {
                return Err(BadRoutine::Text(shortened(text)));
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
    // How long ago each kind came off, and the time off it asks for, s, while walking through the turns.
    let mut off: Vec<(Modality, Duration, u32)> = Vec::new();
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
                    let most = e.method.file_ceiling();
                    if Duration::from_secs(e.seconds.into()) > most.time() {
                        return against(most);
                    }
                    let kind = e.method.modality();
                    for (before, ago, asked) in &off {
                        let same = Number { value: *asked, ..e.method.off() };
                        let apart = if *before == kind { same } else { rules::HEAT_COLD_APART };
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
                    off.retain(|(before, ..)| *before != kind);
                    off.iter_mut().for_each(|(_, ago, _)| *ago += step.length());
                    off.push((kind, Duration::ZERO, e.method.off_after(e.seconds)));
                }
                Step::Rest(_) | Step::Move(_) => off.iter_mut().for_each(|(_, ago, _)| *ago += step.length()),
            }
        }
    }
    routine.other_lengths().try_for_each(|other| check(&other))
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

/// The largest routine file, bytes; the largest built-in one has 3 KiB.
pub const FILE_MOST: usize = 256 * 1024;

/// The most supplies, packs, cautions, warnings or sources of a routine, each.
const LIST_MOST: usize = 32;

/// The most beats, segments or skin checks of a step, each.
const PARTS_MOST: usize = 64;

/// The longest name in a routine file, bytes.
const TEXT_MOST: usize = 80;

/// The first part of a text that is quoted to the person who wrote it, without control characters.
fn shortened(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(TEXT_MOST).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    fn file(lines: &str) -> String {
        let steps = "[[step]]\ndo = \"move\"\ntext = \"rock\"\nfigure = \"rock\"\nseconds = 60\n";
        format!("id = \"mine\"\nkind = \"stretch\"\nfigure = \"rock\"\n{lines}\n{steps}")
    }

    #[test]
    fn a_list_and_a_name_may_be_so_long_and_no_longer() {
        let list = |count: usize| file(&format!("supplies = [{}]", "\"mat\",".repeat(count)));
        let name = |length: usize| file(&format!("cautions = [\"{}\"]", "x".repeat(length)));
        assert!(Routine::read(&list(LIST_MOST)).is_ok() && Routine::read(&name(TEXT_MOST)).is_ok());
        assert_eq!(Routine::read(&list(LIST_MOST + 1)), Err(BadRoutine::TooMany));
        assert_eq!(Routine::read(&name(TEXT_MOST + 1)), Err(BadRoutine::Text("x".repeat(TEXT_MOST))));
        let control = Routine::read(&file("packs = [\"a\\u0000\\nb\"]"));
        assert_eq!(control, Err(BadRoutine::Text("a  b".into())));
        let cue = file("").replace("seconds = 60", &format!("beats = [\"{} 5\"]", "x".repeat(TEXT_MOST + 1)));
        assert_eq!(Routine::read(&cue), Err(BadRoutine::Text("x".repeat(TEXT_MOST))));
    }

    #[test]
    fn a_file_that_is_no_routine_is_told_by_code_and_line_and_by_a_short_reason() {
        let long = format!("# a comment\n{} = 1\n", "x".repeat(FILE_MOST / 2));
        for (text, code, line) in [
            ("id = \"a\"\nkind = 3\n".to_owned(), "unreadable", Some(2)),
            (long, "unreadable", Some(2)),
            ("\0".repeat(1000), "unreadable", Some(1)),
            (format!("#{}", " ".repeat(FILE_MOST)), "too-long", None),
            (file("").replace("mine", &"x".repeat(1000)), "name", None),
        ] {
            let bad = Routine::read(&text).unwrap_err();
            assert_eq!((bad.code(), bad.line()), (code, line));
            assert!(bad.to_string().len() < 1000, "{bad}");
        }
    }
}
