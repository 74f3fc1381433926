//! Counts what passed and failed, stage by stage, and prints the table at the end.

use std::time::{Duration, Instant};

use crate::shell::Done;

/// What a stage came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    /// Something to be said in the table, such as what was not run.
    pub(crate) note: String,
}

impl Counts {
    /// One check that passed or failed.
    pub(crate) fn one(passed: bool) -> Self {
        Self { passed: u32::from(passed), failed: u32::from(!passed), note: String::new() }
    }

    /// Adds a line of a test runner where it is a result, such as `test result: ok. 3 passed; 0 failed; …`,
    /// the `3 passed, 0 failed` of a script, or nextest's `Summary [ 1.2s] 4 tests run: 2 passed, 1 timed out, …`.
    pub(crate) fn read(&mut self, line: &str) {
        if let Some((_, results)) =
            line.trim_start().strip_prefix("Summary [").and_then(|line| line.split_once("run: "))
        {
            return self.read_summary(results);
        }
        let plain = line.starts_with(|first: char| first.is_ascii_digit()) && line.ends_with(" failed");
        let Some(results) = line.strip_prefix("test result: ").or_else(|| plain.then_some(line)) else { return };
        let words: Vec<&str> = results.split([' ', ';', ',', '.']).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            match *pair {
                [count, "passed"] => self.passed += count.parse().unwrap_or(0),
                [count, "failed"] => self.failed += count.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// What is neither passed nor left out has failed, by whatever name: `1 timed out`, `1 exec failed`.
    fn read_summary(&mut self, results: &str) {
        // What is said of those that passed (`3 passed (1 slow, 1 leaky)`) is no result.
        let results = results.split('(').map(|part| part.split_once(')').map_or(part, |(_, rest)| rest));
        for part in results.collect::<String>().split(',') {
            match part.trim().split_once(' ').map(|(count, word)| (count.parse().unwrap_or(0), word.trim())) {
                Some((count, "passed")) => self.passed += count,
                Some((_, "skipped")) | None => {}
                Some((count, _)) => self.failed += count,
            }
        }
    }

    /// A stage whose program failed has failed, also when it did not come to count anything.
    pub(crate) fn ended(mut self, success: bool) -> Self {
        if !success && self.failed == 0 {
            self.failed = 1;
            self.note = "did not build or broke off".to_owned();
        }
        self
    }

    fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// All stages, run or not.
#[derive(Default)]
pub(crate) struct Tally {
    stages: Vec<(&'static str, Option<(Counts, Duration)>)>,
    keep_going: bool,
}

impl Tally {
    pub(crate) fn new(keep_going: bool) -> Self {
        Self { stages: Vec::new(), keep_going }
    }

    /// Runs a stage, unless one before has failed.
    pub(crate) fn stage(&mut self, name: &'static str, run: impl FnOnce() -> Done<Counts>) {
        if self.failed() && !self.keep_going {
            self.stages.push((name, None));
            return;
        }
        println!("\n== {name}");
        let began = Instant::now();
        let counts = run().unwrap_or_else(|sentence| {
            println!("{sentence}");
            Counts { note: sentence.lines().next().unwrap_or_default().to_owned(), ..Counts::one(false) }
        });
        self.stages.push((name, Some((counts, began.elapsed()))));
    }

    /// Prints the table and the line of the sum; an error without words where anything failed.
    pub(crate) fn close(self) -> Done {
        println!("\n{:<32} {:>7} {:>7} {:>8}", "stage", "passed", "failed", "seconds");
        let mut sum = Counts::default();
        for (name, result) in &self.stages {
            match result {
                Some((counts, took)) => {
                    sum.add(counts);
                    let Counts { passed, failed, note } = counts;
                    println!("{name:<32} {passed:>7} {failed:>7} {:>8.1}  {note}", took.as_secs_f32());
                }
                None => println!("{name:<32} {:>7} {:>7} {:>8}  not run, because a stage before failed", "-", "-", "-"),
            }
        }
        let took: Duration = self.stages.iter().filter_map(|(_, result)| Some(result.as_ref()?.1)).sum();
        println!("{:<32} {:>7} {:>7} {:>8.1}\n", "all", sum.passed, sum.failed, took.as_secs_f32());
        println!("{} passed, {} failed", sum.passed, sum.failed);
        if sum.failed == 0 { Ok(()) } else { Err(String::new()) }
    }

    fn failed(&self) -> bool {
        self.stages.iter().any(|(_, result)| result.as_ref().is_some_and(|(counts, _)| counts.failed > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_summed_over_the_lines_of_a_run() {
        let mut counts = Counts::default();
        for line in [
            "running 3 tests",
            "test a_test_that_counts_2_passed ... ok",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.03s",
            "test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s",
            "7 passed, 1 failed",
            "        PASS [   0.004s] lumbar-engine rules::tests::run: 9 passed",
            "     Summary [   1.234s] 9 tests run: 6 passed (1 slow, 1 leaky), 2 failed, 1 timed out, 4 skipped",
            "     Summary [   0.100s] 1 test run: 1 passed, 0 skipped",
        ] {
            counts.read(line);
        }
        assert_eq!((counts.passed, counts.failed), (22, 6));
    }

    #[test]
    fn a_run_that_breaks_off_before_counting_has_failed() {
        assert_eq!(Counts::default().ended(false).failed, 1);
        assert_eq!(Counts::default().ended(true).failed, 0);
    }

    #[test]
    fn a_stage_after_a_failed_one_is_named_and_not_run() {
        let mut tally = Tally::new(false);
        tally.stage("first", || Ok(Counts::one(false)));
        let mut ran = false;
        tally.stage("second", || {
            ran = true;
            Ok(Counts::one(true))
        });
        assert!(!ran && tally.stages.len() == 2);
        assert!(tally.close().is_err());
    }
}
