//! Decides which routine files are taken: their form, and every limit that cannot be lifted (R21).

use std::time::Duration;

use serde::Deserialize;
use toml::de::{DeTable, Deserializer};

use crate::routine::bad::BadRoutine;
use crate::routine::names::{TEXT_MOST, shortened};
use crate::routine::{Expose, Routine, Step, file, names};
use crate::rules::{self, Number};
use crate::words::{Method, Modality};

impl Routine {
    /// Reads a routine file and checks its form. The safety rules are a second check ([`check`]).
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(text: &str) -> Result<Self, BadRoutine> {
        if text.len() > FILE_MOST {
            return Err(BadRoutine::TooLong);
        }
        let unreadable = |error| BadRoutine::unreadable(text, &error);
        let file = DeTable::parse(text).map_err(unreadable)?;
        // Before all else: a newer file may mean something else by the same words.
        let version = file::version_of(file.get_ref()).map_err(unreadable)?;
        if version > file::VERSION {
            return Err(BadRoutine::Newer { version });
        }
        let routine = Self::deserialize(Deserializer::from(file)).map_err(unreadable)?;
        match routine.form_faults().into_iter().next() {
            Some(bad) => Err(bad),
            None => Ok(routine),
        }
    }

    /// All that is wrong with it: its form, then every limit that cannot be lifted (R21).
    pub fn faults(&self) -> Vec<BadRoutine> {
        let mut faults = self.form_faults();
        // A length or a number that is out of all bounds is not added up.
        let countable = |bad: &BadRoutine| {
            !matches!(bad, BadRoutine::Length { .. } | BadRoutine::Turns { .. } | BadRoutine::Steps(_))
        };
        if faults.iter().all(countable) {
            faults.extend(over_limits(self));
        }
        faults
    }

    fn form_faults(&self) -> Vec<BadRoutine> {
        let mut faults = Vec::new();
        let plain = |s: &str| {
            !s.is_empty()
                && s.len() <= 40
                && s.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        if !plain(&self.id) {
            faults.push(BadRoutine::Name(shortened(&self.id)));
        }
        if let Some(name) = self.name.as_deref().filter(|name| !names::is_title(name)) {
            faults.push(BadRoutine::Title(shortened(name)));
        }
        faults.extend(self.bad_texts());
        if self.kind == Modality::Massage && self.tool.is_none() {
            faults.push(BadRoutine::NoTool);
        }
        if self.turns.usual == 0 || self.turns.usual > self.turns.most || self.turns.most > 10 {
            faults.push(BadRoutine::Turns { usual: self.turns.usual, most: self.turns.most });
        }
        if self.steps.is_empty() || self.steps.len() > STEPS_MOST {
            faults.push(BadRoutine::Steps(self.steps.len()));
        }
        let steps = (1..).zip(self.steps.iter().take(STEPS_MOST));
        faults.extend(steps.filter_map(|(nth, step)| step_fault(nth, step)));
        let summed = faults.iter().all(|bad| !matches!(bad, BadRoutine::Length { .. }));
        if summed && !self.lengths.is_empty() && !self.lengths_fit() {
            faults.push(BadRoutine::Lengths);
        }
        faults
    }

    /// Bounds what a page or a list would have to show: how many names a file may give, and how long each may be.
    fn bad_texts(&self) -> Option<BadRoutine> {
        let lists = [&self.supplies, &self.packs, &self.cautions, &self.not_for, &self.sources];
        if lists.iter().any(|list| list.len() > LIST_MOST) {
            return Some(BadRoutine::TooMany);
        }
        let of_steps = self.steps.iter().flat_map(Step::texts);
        let own = [Some(self.figure.as_str()), self.short.as_deref()].into_iter().flatten();
        let mut all = lists.into_iter().flatten().map(String::as_str).chain(own).chain(of_steps);
        let bad = |text: &&str| text.len() > TEXT_MOST || text.chars().any(names::is_hidden);
        all.find(bad).map(|text| BadRoutine::Text(shortened(text)))
    }
}

/// What is wrong with the form of a step.
fn step_fault(nth: usize, step: &Step) -> Option<BadRoutine> {
    // Held before anything is added up, so that no sum runs over.
    let long = |seconds: u32| seconds > STEP_MOST;
    let too_much = match step {
        Step::Move(m) => {
            m.beats.len() > PARTS_MOST
                || m.sides.len() > 2
                || m.seconds.is_some_and(long)
                || m.beats.iter().any(|b| long(b.seconds))
        }
        Step::Expose(e) => {
            e.segments.len() > PARTS_MOST || e.checks.len() > PARTS_MOST || e.segments.iter().any(|s| long(s.seconds))
        }
        Step::Rest(_) => false,
    };
    if let Step::Move(m) = step
        && !too_much
        && (m.seconds.is_some() != m.beats.is_empty() || m.reps == 0 || m.beats.iter().any(|b| b.seconds == 0))
    {
        return Some(BadRoutine::Beats { step: nth });
    }
    if too_much || step.length().is_zero() || step.length() > Duration::from_secs(STEP_MOST.into()) {
        return Some(BadRoutine::Length { step: nth });
    }
    let Step::Expose(e) = step else { return None };
    if !e.checks.is_sorted_by(|a, b| a < b) || !e.checks.iter().all(|&c| c > 0 && c < e.seconds) {
        return Some(BadRoutine::Checks { step: nth });
    }
    let parts: u32 = e.segments.iter().map(|s| s.seconds).sum();
    if !e.segments.is_empty() && parts != e.seconds {
        return Some(BadRoutine::Segments { step: nth, parts, whole: e.seconds });
    }
    let odd =
        e.warn.is_some_and(|w| w == 0 || w >= e.seconds) || e.first_seconds.is_some_and(|f| f == 0 || f > e.seconds);
    odd.then_some(BadRoutine::Length { step: nth })
}

/// Checks a routine against every limit that cannot be lifted (R21).
///
/// # Errors
/// Names the first step that is over a limit, the rule and the limit.
pub fn check(routine: &Routine) -> Result<(), BadRoutine> {
    over_limits(routine).into_iter().next().map_or(Ok(()), Err)
}

/// Every limit that a routine breaks, once for each step, one turn after the other.
fn over_limits(routine: &Routine) -> Vec<BadRoutine> {
    let mut broken = Vec::new();
    // How long ago each kind came off, and the time off it asks for, s, while walking through the turns.
    let mut off: Vec<(Modality, Duration, u32)> = Vec::new();
    let (mut cold, mut heat) = (0, 0);
    for _ in 0..routine.turns.most {
        for (nth, step) in (1..).zip(&routine.steps) {
            let mut against = |field, number| {
                let bad = BadRoutine::Rule { step: nth, field, number };
                if !broken.contains(&bad) {
                    broken.push(bad);
                }
            };
            match step {
                Step::Expose(e) => {
                    let most = e.method.file_ceiling();
                    if Duration::from_secs(e.seconds.into()) > most.time() {
                        against("seconds", most);
                    }
                    let kind = e.method.modality();
                    for (before, ago, asked) in &off {
                        let same = Number { value: *asked, ..e.method.off() };
                        let apart = if *before == kind { same } else { rules::HEAT_COLD_APART };
                        if *ago < apart.time() {
                            against("do", apart);
                        }
                    }
                    let prompted = !e.method.class().is_away();
                    if prompted && let Some(number) = checked_too_rarely(e) {
                        against("checks", number);
                    }
                    if e.method.modality() == Modality::Heat && e.method != Method::Wrap {
                        heat += 1;
                        if heat > rules::HEAT_PER_DAY.value {
                            against("do", rules::HEAT_PER_DAY);
                        }
                    }
                    if e.method.modality() == Modality::Cold {
                        cold += 1;
                        if cold > rules::COLD_PER_DAY.value {
                            against("do", rules::COLD_PER_DAY);
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
    for other in routine.other_lengths() {
        let more: Vec<BadRoutine> = over_limits(&other).into_iter().filter(|bad| !broken.contains(bad)).collect();
        broken.extend(more);
    }
    broken
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
    from.zip(to).any(|(from, to)| to.saturating_sub(from) > every.value).then_some(every)
}

/// The longest step, s: a form, not a safety number; those are in [`crate::rules`].
const STEP_MOST: u32 = 28_800;

/// The largest routine file, bytes; the largest built-in one has 3 KiB.
pub const FILE_MOST: usize = 256 * 1024;

/// The most steps of a routine.
pub const STEPS_MOST: usize = 64;

/// The most supplies, packs, cautions, warnings or sources of a routine, each.
const LIST_MOST: usize = 32;

/// The most beats, segments or skin checks of a step, each.
const PARTS_MOST: usize = 64;

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
            // A field that is not known stays in the file; what must be there is missing.
            (long, "unreadable", Some(1)),
            ("\0".repeat(1000), "unreadable", Some(1)),
            (format!("#{}", " ".repeat(FILE_MOST)), "too-long", None),
            (file("").replace("mine", &"x".repeat(1000)), "name", Some(1)),
        ] {
            let bad = Routine::read(&text).unwrap_err();
            assert_eq!((bad.code(), bad.line(&text)), (code, line));
            assert!(bad.to_string().len() < 1000, "{bad}");
        }
    }
}
