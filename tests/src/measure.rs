//! Reads from the kernel what a process costs: its share of memory and how often it was woken.

use std::fs;

use lumbar_played_desktop::{Context, Outcome, Pid};

/// Memory of one process, in KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Proportional set size: its own pages and its share of shared ones.
    pub pss_kib: u64,
    /// What of it is the process's own: heap, stacks. The rest is pages of files, which the kernel takes back when it must.
    pub own_kib: u64,
    /// Resident set size: all its pages.
    pub rss_kib: u64,
}

impl Memory {
    /// Reads `/proc/PID/smaps_rollup`.
    pub fn of(pid: Pid) -> Outcome<Self> {
        let path = format!("/proc/{pid}/smaps_rollup");
        let text = fs::read_to_string(&path).trying(&path)?;
        let field = |name: &str| number_after(&text, name).trying(format!("{path} has no {name}"));
        Ok(Self { pss_kib: field("Pss:")?, own_kib: field("Pss_Anon:")?, rss_kib: field("Rss:")? })
    }
}

/// Context switches of all threads of one process since each began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switches {
    /// A thread waited for something and was woken again.
    pub voluntary: u64,
    /// A thread was put aside for another.
    pub nonvoluntary: u64,
}

impl Switches {
    /// Sums over `/proc/PID/task/*/status`. A thread that ends in between takes its count with it.
    pub fn of(pid: Pid) -> Outcome<Self> {
        let folder = format!("/proc/{pid}/task");
        let mut sum = Self { voluntary: 0, nonvoluntary: 0 };
        for thread in fs::read_dir(&folder).trying(&folder)? {
            let Ok(text) = fs::read_to_string(thread?.path().join("status")) else { continue };
            sum.voluntary += number_after(&text, "voluntary_ctxt_switches:").unwrap_or(0);
            sum.nonvoluntary += number_after(&text, "nonvoluntary_ctxt_switches:").unwrap_or(0);
        }
        Ok(sum)
    }

    /// Both kinds together.
    pub fn total(self) -> u64 {
        self.voluntary + self.nonvoluntary
    }

    /// How many since `earlier`; a thread that ended since cannot make it negative.
    pub fn since(self, earlier: Self) -> u64 {
        self.total().saturating_sub(earlier.total())
    }
}

fn number_after(text: &str, name: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voluntary_switch_is_not_taken_for_a_nonvoluntary_one() {
        let status = "voluntary_ctxt_switches:\t12\nnonvoluntary_ctxt_switches:\t3\n";
        assert_eq!(number_after(status, "voluntary_ctxt_switches:"), Some(12));
        assert_eq!(number_after(status, "nonvoluntary_ctxt_switches:"), Some(3));
    }

    #[test]
    fn this_process_has_memory_and_has_been_switched() {
        let me = Pid::new(std::process::id());
        assert!(Memory::of(me).unwrap().pss_kib > 100);
        assert!(Switches::of(me).unwrap().total() > 0);
    }
}
