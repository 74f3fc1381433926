//! Tells whether a guard watches a program: for whoever finds that program hung and may not ask it.

use crate::life::process::Process;

/// Held by a guard for as long as it watches. Windows alone needs it: what a process was started with is not told there, and
/// each that runs Lumbar could be a guard.
#[derive(Debug)]
pub(super) struct Sign {
    #[cfg(windows)]
    _held: Option<lumbar_platform::windows::Presence>,
}

impl Sign {
    /// Shows that this process is watched. Without it the guard watches all the same, and the witness tells what is on.
    #[cfg(windows)]
    pub(super) fn of(watched: &Process) -> Self {
        let held = watched.as_ref().map(|watched| lumbar_platform::windows::Presence::hold(&name_of(watched)?));
        if let Some(Err(why)) = &held {
            tracing::error!("nobody sees that a guard watches: {why}");
        }
        Self { _held: held.and_then(Result::ok) }
    }

    #[cfg(not(windows))]
    pub(super) fn of(_: &Process) -> Self {
        Self {}
    }
}

/// Tells whether a guard watches this process, which may be so where that cannot be seen.
#[cfg(windows)]
pub(crate) fn is_guarded(owner: &lumbar_platform::windows::Process) -> bool {
    let held = name_of(owner).and_then(|name| lumbar_platform::windows::is_held(&name));
    held.unwrap_or_else(|why| {
        tracing::warn!("whether a guard watches is not known: {why}");
        true
    })
}

/// Names the one process that has or had this number since it began, whatever its profile is called.
#[cfg(windows)]
fn name_of(watched: &lumbar_platform::windows::Process) -> std::io::Result<String> {
    let began = watched.began()?.duration_since(std::time::SystemTime::UNIX_EPOCH).unwrap_or_default();
    Ok(format!("lumbar-guard-of-{}-{}", watched.number(), began.as_nanos()))
}

/// Tells whether a guard watches this process, which may be so where that cannot be seen.
#[cfg(target_os = "linux")]
pub(crate) fn is_guarded(owner: &rustix::process::Pid) -> bool {
    use std::fs;
    use std::path::Path;
    let Ok(processes) = fs::read_dir("/proc") else { return true };
    let parent_of = |folder: &Path| {
        let status = fs::read_to_string(folder.join("stat")).ok()?;
        // After the name, which may hold anything: state, parent.
        status.rsplit_once(") ")?.1.split(' ').nth(1)?.parse::<i32>().ok()
    };
    let is_guard = |folder: &Path| {
        let words = fs::read(folder.join("cmdline")).unwrap_or_default();
        words.split(|byte| *byte == 0).any(|word| word == b"guard")
    };
    processes
        .flatten()
        .map(|entry| entry.path())
        .any(|folder| parent_of(&folder) == Some(owner.as_raw_nonzero().get()) && is_guard(&folder))
}

#[cfg(test)]
#[cfg(windows)]
mod tests {
    use lumbar_platform::windows::Process;

    use super::*;

    #[test]
    fn a_program_is_guarded_while_a_guard_watches_it_and_no_longer() {
        let own = || Process::open(std::process::id()).unwrap();
        assert!(!is_guarded(&own()));
        let sign = Sign::of(&Some(own()));
        assert!(is_guarded(&own()));
        let mut child = std::process::Command::new("cmd")
            .args(["/c", "pause"])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        assert!(!is_guarded(&Process::open(child.id()).unwrap()), "another one");
        drop(sign);
        assert!(!is_guarded(&own()), "only a child is left");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
