//! Owns whether the background program starts when the person logs in.

#[cfg(target_os = "linux")]
mod entry;
#[cfg(not(target_os = "linux"))]
mod other;

use std::path::Path;
use std::time::Duration;

use lumbar_ui::Why;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

#[cfg(target_os = "linux")]
use entry::Entry;
#[cfg(not(target_os = "linux"))]
use other::Entry;

use crate::life::profile::Profile;

/// How long a page waits to say whether it is on.
const LOOKED: Duration = Duration::from_millis(500);
/// How long a press that switches it waits, which is answered within 4 s.
const SWITCHED: Duration = Duration::from_secs(3);

/// The desktop's own list of what starts at login.
#[derive(Debug, Clone, Default)]
pub(crate) struct Login {
    entry: Option<Entry>,
}

impl Login {
    /// The entry of `program`; on a system without such a list there is nothing to switch. The list has one Lumbar, which is
    /// that of the person's own profile.
    pub(crate) fn of(program: &Path, profile: &Profile) -> Self {
        let entry = program.to_str().filter(|_| !profile.is_named()).and_then(Self::entry_of);
        Self { entry }
    }

    #[cfg(target_os = "linux")]
    fn entry_of(program: &str) -> Option<Entry> {
        let [config, home] = ["XDG_CONFIG_HOME", "HOME"].map(std::env::var_os);
        // In a sandbox both name folders of the sandbox, where no desktop looks.
        let sandboxed = Path::new("/.flatpak-info").exists();
        Entry::of(program, config.as_deref(), home.as_deref()).filter(|_| !sandboxed)
    }

    #[cfg(not(target_os = "linux"))]
    fn entry_of(program: &str) -> Option<Entry> {
        Entry::of(program)
    }

    /// Whether it starts at login; `None` where that cannot be switched, or not be seen in time.
    pub(crate) async fn look(&self) -> Option<bool> {
        let login = self.clone();
        in_time(LOOKED, move || login.state()).await.flatten()
    }

    /// Switches it.
    ///
    /// # Errors
    /// Why it is not switched, or not yet.
    pub(crate) async fn switch(&self, yes: bool) -> Result<(), Why> {
        let login = self.clone();
        in_time(SWITCHED, move || login.set(yes)).await.unwrap_or_else(|| Err(Why::new("login-slow")))
    }

    fn state(&self) -> Option<bool> {
        let entry = self.entry.as_ref()?;
        entry.is_on().map_err(|why| tracing::info!("whether Lumbar starts at login is not known: {why}")).ok()
    }

    fn set(&self, yes: bool) -> Result<(), Why> {
        let Some(entry) = &self.entry else { return Err(Why::new("login-no-list")) };
        entry.set(yes).map_err(|why| Why::new("login-system").with("why", why.to_string()))
    }
}

/// Does something with the disk on a thread of its own; `None` where that takes longer. The thread is left to it.
async fn in_time<T: Send + 'static>(limit: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    timeout(limit, spawn_blocking(work)).await.ok()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_disk_that_does_not_answer_holds_up_no_page_and_no_press() {
        let (thaw, frozen) = std::sync::mpsc::channel::<()>();
        assert_eq!(in_time(Duration::from_millis(20), move || frozen.recv().is_ok()).await, None);
        drop(thaw);
        assert_eq!(in_time(Duration::from_secs(60), || 7).await, Some(7));
    }

    #[test]
    fn only_the_own_profile_starts_at_login() {
        let folder = tempfile::tempdir().unwrap();
        let named = Profile::find(Some(folder.path())).unwrap();
        let login = Login::of(Path::new("/usr/bin/lumbar"), &named);
        assert_eq!(login.state(), None);
        assert!(login.set(true).is_err());
    }

    #[test]
    fn a_demo_has_nothing_to_switch() {
        let none = Login::default();
        assert_eq!(none.state(), None);
        assert!(none.set(true).is_err());
    }
}
