//! Decides what Today says about Lumbar itself: what could not be saved or told, and what was mended.

use chrono::FixedOffset;
use lumbar_engine::time::Now;

use crate::Ui;
use crate::reach::SoundInfo;
use crate::scene::{Notice, Scene};
use lumbar_texts::Value;

/// One of them, and where more stands.
pub(super) struct NoticeLine {
    pub(super) text: String,
    pub(super) link: Option<(&'static str, String)>,
}

impl Ui {
    /// What stands in the notices of Today.
    pub(super) fn notices(&self, scene: &Scene<'_>) -> Vec<NoticeLine> {
        let line = |text: String, link: Option<(&'static str, &str)>| NoticeLine {
            text,
            link: link.map(|(href, key)| (href, self.t(key))),
        };
        let mut lines: Vec<NoticeLine> = scene
            .notices
            .iter()
            .map(|notice| {
                // What was lost is asked for again there.
                let lost = matches!(notice, Notice::StartedEmpty { .. } | Notice::KeptAside { .. } | Notice::Doubted);
                line(self.notice(notice, scene.now, scene.offset), lost.then_some(("/safety", "nav-safety")))
            })
            .collect();
        if scene.view.read_only && !scene.notices.contains(&Notice::ReadOnly) {
            lines.push(line(self.t("refused-read-only"), None));
        }
        if scene.view.battery_low {
            lines.push(line(self.t("notice-battery-low"), None));
        }
        let silent = matches!(scene.desktop.sound, SoundInfo::Missing { .. });
        // One line where both are missing: neither takes the other's place then.
        if silent && scene.desktop.notifications.is_none() {
            lines.push(line(self.t("notice-only-window"), Some(("/notifications", "sound-link"))));
            return lines;
        }
        if silent {
            lines.push(line(self.t("notice-no-sound"), Some(("/notifications", "sound-link"))));
        }
        match &scene.desktop.notifications {
            None => lines.push(line(self.t("notice-no-notifications"), Some(("/notifications", "sound-link")))),
            Some(server) if !server.shows_buttons() => {
                lines.push(line(self.t("notice-no-buttons"), Some(("/notifications", "sound-link"))));
            }
            Some(_) => {}
        }
        lines
    }

    /// What a notice says.
    pub fn notice(&self, notice: &Notice, now: Now, offset: FixedOffset) -> String {
        let say = |key: &str, args: &[(&'static str, &str)]| {
            let args: Vec<(&str, Value<'_>)> = args.iter().map(|(name, value)| (*name, (*value).into())).collect();
            self.text(key, &args)
        };
        match notice {
            Notice::NotSaved { why } => say("notice-not-saved", &[("why", &self.why(why))]),
            Notice::RestoredFromBackup { set_aside } => say("notice-restored", &[("file", set_aside)]),
            Notice::StartedEmpty { set_aside } => say("notice-empty", &[("file", set_aside)]),
            Notice::Mended { set_aside } => say("notice-mended", &[("file", set_aside)]),
            Notice::KeptAside { file } => say("notice-kept-aside", &[("file", file)]),
            Notice::Doubted => say("notice-doubted", &[]),
            Notice::ReadOnly => say("refused-read-only", &[]),
            Notice::BadRoutine { file, why } => say("notice-bad-routine", &[("file", file), ("why", &self.why(why))]),
            Notice::BadRoutines { folder, why } => {
                say("notice-bad-routines", &[("folder", folder), ("why", &self.why(why))])
            }
            Notice::UpdateFailed { why } => say("notice-update-failed", &[("why", why)]),
            Notice::UpdateWaits => say("notice-update-waits", &[]),
            Notice::NoLog { folder, why } => say("notice-no-log", &[("folder", folder), ("why", why)]),
            Notice::OtherSocket { place, why } => say("notice-other-socket", &[("place", place), ("why", why)]),
            Notice::Panicked { at } => say("notice-panicked", &[("time", &self.moment(*at, now.wall, offset))]),
        }
    }
}
