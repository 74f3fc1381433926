//! Decides whether a program that owns the profile and does not answer may be ended, and ends it.

#[cfg(any(target_os = "linux", windows))]
use std::{thread, time::Duration};

use crate::life::profile::Profile;
use crate::life::start::LifeError;
#[cfg(any(target_os = "linux", windows))]
use crate::{
    guard::is_guarded,
    life::{places::WITNESS, process::kill},
    witness,
};

/// How long a program that was ended may take to be gone; one that waits for a hung disk is not before that answers.
#[cfg(any(target_os = "linux", windows))]
const GONE: Duration = Duration::from_secs(2);

/// How often it is looked whether it is gone.
#[cfg(any(target_os = "linux", windows))]
const LOOK: Duration = Duration::from_millis(20);

/// Tells whether something may be on the body with the program that owns the profile, which does not answer: a guard watches
/// it, or a witness does not say that nothing is. Where that cannot be seen it may be.
#[cfg(any(target_os = "linux", windows))]
pub(crate) fn may_be_on(profile: &Profile) -> bool {
    let Some(owner) = profile.owner() else { return true };
    let [beside, elsewhere] = [&profile.data().join(WITNESS), profile.witness_elsewhere()].map(witness::look);
    is_guarded(&owner) || witness::may_be_on(&beside, &elsewhere)
}

/// Nobody can be asked there.
#[cfg(not(any(target_os = "linux", windows)))]
pub(crate) fn may_be_on(_: &Profile) -> bool {
    true
}

/// Ends a program that owns the profile and does not answer, without asking it; only where nothing is on the body.
///
/// # Errors
/// Why it still owns the profile.
#[cfg(any(target_os = "linux", windows))]
pub(crate) fn end(profile: &Profile) -> Result<(), LifeError> {
    let hung = profile.owner().ok_or_else(|| LifeError::Mute("it cannot be told which process it is".into()))?;
    kill(Some(hung));
    let mut left = GONE;
    while profile.is_locked() {
        if left.is_zero() {
            return Err(LifeError::Mute("the system does not let it end".into()));
        }
        thread::sleep(LOOK);
        left = left.saturating_sub(LOOK);
    }
    Ok(())
}

/// Ends nothing: no number of a process can be trusted to be that program's.
///
/// # Errors
/// Always.
#[cfg(not(any(target_os = "linux", windows)))]
pub(crate) fn end(_: &Profile) -> Result<(), LifeError> {
    Err(LifeError::Mute("it can only be ended by hand here".into()))
}

#[cfg(test)]
#[cfg(any(target_os = "linux", windows))]
mod tests {
    use super::*;

    const ADDRESS: &str = if cfg!(windows) { r"\\.\pipe\lumbar-0" } else { "/run/x/socket" };

    #[test]
    fn one_without_a_guard_may_still_have_something_on_by_what_it_wrote_down() {
        use crate::witness::{Mark, Place, Record};
        use lumbar_engine::Worn;
        use lumbar_engine::time::{Anchor, BootId, Now};
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(&folder.path().join("profile"))).unwrap();
        profile.prepare().unwrap();
        let lock = profile.lock().unwrap().unwrap();
        assert!(may_be_on(&profile), "it cannot be told who owns it");
        lock.name_owner(ADDRESS).unwrap();
        assert!(may_be_on(&profile), "what was written down is lost");
        let mut beside = Place::beside(profile.data().join(WITNESS));
        let now = Now { boot: BootId(1), ticks: Duration::ZERO, wall: chrono::DateTime::UNIX_EPOCH };
        let asked = Worn::Asked { since: Anchor::at(now), said: true };
        for (generation, worn) in [(1, None), (2, Some(asked)), (3, None)] {
            let on = worn.is_some();
            beside.write(&Record::new(Mark { lineage: 1, generation }, worn)).unwrap();
            assert_eq!(may_be_on(&profile), on, "step {generation}");
        }
    }
}
