//! Owns whether the background program starts when the person logs in; a port of auto-launch.

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use auto_launch::{AutoLaunch, AutoLaunchBuilder, LinuxLaunchMode, MacOSLaunchMode};
use lumbar_ui::Why;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::life::profile::Profile;

/// How long a page waits to say whether it is on.
const LOOKED: Duration = Duration::from_millis(500);
/// How long a press that switches it waits, which is answered within 4 s.
const SWITCHED: Duration = Duration::from_secs(3);

/// The desktop's own list of what starts at login.
#[derive(Debug, Clone, Default)]
pub(crate) struct Login {
    entry: Option<AutoLaunch>,
}

impl Login {
    /// The entry of `program`; on a system without such a list there is nothing to switch. The list has one Lumbar, which is
    /// that of the person's own profile.
    pub(crate) fn of(program: &Path, profile: &Profile) -> Self {
        if profile.is_named() {
            return Self::default();
        }
        let entry = program.to_str().and_then(|program| {
            AutoLaunchBuilder::new()
                .set_app_name("Lumbar")
                .set_app_path(&written(program))
                .set_linux_launch_mode(LinuxLaunchMode::XdgAutostart)
                .set_macos_launch_mode(MacOSLaunchMode::LaunchAgent)
                // The background program alone: nobody asked for a window.
                .set_args(&["up"])
                .build()
                .map_err(|why| tracing::info!("starting at login cannot be offered: {why}"))
                .ok()
        });
        Self { entry }
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
        entry.is_enabled().map_err(|why| tracing::info!("whether Lumbar starts at login is not known: {why}")).ok()
    }

    fn set(&self, yes: bool) -> Result<(), Why> {
        let Some(entry) = &self.entry else { return Err(Why::new("login-no-list")) };
        let set = if yes { entry.enable() } else { entry.disable() };
        set.map_err(|why| Why::new("login-system").with("why", why.to_string()))
    }
}

/// Does something with the disk on a thread of its own; `None` where that takes longer. The thread is left to it.
async fn in_time<T: Send + 'static>(limit: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    timeout(limit, spawn_blocking(work)).await.ok()?.ok()
}

/// The path as the list reads it; `auto-launch` writes it down as it is given.
fn written(program: &str) -> Cow<'_, str> {
    if cfg!(windows) {
        Cow::Owned(format!("\"{program}\""))
    } else if cfg!(target_os = "macos") {
        Cow::Borrowed(program)
    } else {
        quoted(program)
    }
}

/// One argument by the rules of the Desktop Entry Specification, "The Exec key": quoted as a whole, what means something
/// within quotes with a backslash before it, field codes doubled; and every backslash doubled, as in all strings there.
fn quoted(argument: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:=@".contains(c);
    if argument.chars().all(plain) {
        return Cow::Borrowed(argument);
    }
    let mut text = String::from('"');
    for c in argument.chars() {
        match c {
            '"' | '`' | '$' => text.extend(["\\\\", c.encode_utf8(&mut [0; 4])]),
            '\\' => text.push_str("\\\\\\\\"),
            '%' => text.push_str("%%"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c => text.push(c),
        }
    }
    text.push('"');
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_so_that_the_desktop_reads_it_as_one_word() {
        for (path, written) in [
            ("/usr/bin/lumbar", "/usr/bin/lumbar"),
            ("/home/zoë/lumbar-1.2+b,c@d:e=f_g", "/home/zoë/lumbar-1.2+b,c@d:e=f_g"),
            ("/opt/my apps/lumbar", r#""/opt/my apps/lumbar""#),
            ("/a/it's", r#""/a/it's""#),
            ("/a/100%f", r#""/a/100%%f""#),
            (r#"/a/"b"`c`$d"#, r#""/a/\\"b\\"\\`c\\`\\$d""#),
            (r"/a\b", r#""/a\\\\b""#),
            ("/a\tb\nc", r#""/a\tb\nc""#),
        ] {
            assert_eq!(quoted(path), written, "{path}");
        }
    }

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
