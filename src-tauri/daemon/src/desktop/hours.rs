//! Finds out how this desktop writes times of day, where it has a setting of its own for that; else the locale says it.

use crate::core::{Handle, Input};

/// Tells the driver how the desktop writes them, as soon as it is known.
pub(crate) fn look_at_clock(handle: Handle) {
    tokio::spawn(async move {
        if let Some(twelve_hours) = twelve().await {
            handle.send(Input::DesktopClock { twelve_hours });
        }
    });
}

/// Whether it writes them with am and pm; `None` = it does not say, or not in time.
#[cfg(target_os = "linux")]
async fn twelve() -> Option<bool> {
    let desktop = std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default();
    let (schema, key) = place(&desktop)?;
    read(key, &crate::desktop::gsettings::read(schema, key).await?)
}

/// Where the desktop of this name keeps it.
#[cfg(target_os = "linux")]
fn place(desktop: &str) -> Option<(&'static str, &'static str)> {
    let is = |name: &str| desktop.split(':').any(|part| part.eq_ignore_ascii_case(name));
    if is("X-Cinnamon") || is("Cinnamon") {
        return Some(("org.cinnamon.desktop.interface", "clock-use-24h"));
    }
    let gnome = ["GNOME", "GNOME-Classic", "Unity", "Budgie", "Pantheon"].into_iter().any(is);
    gnome.then_some(("org.gnome.desktop.interface", "clock-format"))
}

#[cfg(target_os = "linux")]
fn read(key: &str, said: &str) -> Option<bool> {
    match (key, said) {
        ("clock-format", "12h") | ("clock-use-24h", "false") => Some(true),
        ("clock-format", "24h") | ("clock-use-24h", "true") => Some(false),
        _ => None,
    }
}

/// Only a person who chose against their land has one of these.
#[cfg(target_os = "macos")]
async fn twelve() -> Option<bool> {
    for (key, twelve) in [("AppleICUForce12HourTime", true), ("AppleICUForce24HourTime", false)] {
        if ask("defaults", &["read", "-g", key]).await.is_some_and(|said| said.trim() == "1") {
            return Some(twelve);
        }
    }
    None
}

/// The short time of the person's region settings, such as `h:mm tt` or `HH:mm`.
#[cfg(windows)]
async fn twelve() -> Option<bool> {
    let said = ask("reg", &["query", r"HKCU\Control Panel\International", "/v", "sShortTime"]).await?;
    let format = said.rsplit("REG_SZ").next()?;
    // A letter in quotes is shown as it is: “HH 'h' mm” has 24 hours.
    (format.contains('h') || format.contains('H')).then(|| !format.contains('H'))
}

/// What a short-lived program of the system says.
#[cfg(not(target_os = "linux"))]
async fn ask(program: &str, words: &[&str]) -> Option<String> {
    let mut command = tokio::process::Command::from(crate::life::process::command(program));
    command.args(words).stdin(std::process::Stdio::null()).stderr(std::process::Stdio::null()).kill_on_drop(true);
    let answer = tokio::time::timeout(std::time::Duration::from_secs(2), command.output()).await.ok()?.ok()?;
    answer.status.success().then(|| String::from_utf8_lossy(&answer.stdout).into_owned())
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    #[test]
    fn each_desktop_is_asked_for_its_own_setting_and_what_it_says_is_understood() {
        for (desktop, said, twelve) in [
            ("GNOME", "12h", Some(true)),
            ("ubuntu:GNOME", "24h", Some(false)),
            ("Budgie:GNOME", "12h", Some(true)),
            ("X-Cinnamon", "true", Some(false)),
            ("X-Cinnamon", "false", Some(true)),
            ("GNOME", "", None),
            ("KDE", "12h", None),
            ("", "12h", None),
        ] {
            let found = place(desktop).and_then(|(_, key)| read(key, said));
            assert_eq!(found, twelve, "{desktop} {said}");
        }
    }
}
