//! Decides the Notifications page: what reaches a person here, a test that must come back, and what to do when it does not.

use askama::Template;

use crate::Ui;
use crate::pages::{Head, written};
use crate::reach::{Came, DesktopInfo, Quiet, ServerInfo, SoundInfo, VoiceInfo};
use crate::scene::Scene;

#[derive(Template)]
#[template(path = "notifications.html")]
struct NotificationsPage<'a> {
    ui: &'a Ui,
    outcome: Option<Outcome>,
    lead: String,
    can: Vec<Can>,
    advice: Vec<Advice>,
}

/// How the last test went.
struct Outcome {
    class: &'static str,
    icon: &'static str,
    title: String,
    body: String,
    steps: Vec<String>,
}

/// Something the desktop can do, or not, or it is not known.
struct Can {
    class: &'static str,
    icon: &'static str,
    word: String,
    name: String,
    line: String,
}

/// What to do about something.
struct Advice {
    title: String,
    body: String,
    open: bool,
}

impl Ui {
    /// How Lumbar reaches the person on this desktop, and a test of it.
    pub fn notifications(&self, scene: &Scene<'_>) -> String {
        let desktop = scene.desktop;
        let page = NotificationsPage {
            ui: self,
            outcome: self.outcome(scene),
            lead: self.reach_lead(desktop),
            can: self.all_it_can(desktop),
            advice: self.reach_advice(desktop),
        };
        let title = self.t("notifications-title");
        let head = Head { title, page: "notifications", nav: Some("settings"), follows: true, ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn outcome(&self, scene: &Scene<'_>) -> Option<Outcome> {
        let trial = scene.desktop.trial.as_ref()?;
        let tenths = |after: u32| format!("{}.{}", after / 1000, after % 1000 / 100);
        let (code, class, icon, after) = match trial.came {
            Came::Waiting => ("waiting", "wait", "clock", 0),
            Came::Back { after_ms } => ("back", "", "check", after_ms),
            Came::Opened { after_ms } => ("opened", "", "check", after_ms),
            Came::Nothing => ("nothing", "no", "x", 0),
            Came::NoServer => ("no-server", "no", "x", 0),
        };
        let args = [("after", tenths(after).into()), ("time", self.time(trial.at, scene.offset).into())];
        let key = format!("trial-{code}");
        let steps = if trial.came == Came::Nothing {
            (1..).map_while(|n| self.maybe(&format!("trial-step-{n}"))).collect()
        } else {
            Vec::new()
        };
        Some(Outcome {
            class,
            icon,
            title: self.text(&key, &args),
            body: self.text(&format!("{key}.body"), &args),
            steps,
        })
    }

    fn reach_lead(&self, desktop: &DesktopInfo) -> String {
        let server = match &desktop.notifications {
            Some(ServerInfo { name, version, .. }) => {
                self.text("server-name", &[("name", name.as_str().into()), ("version", version.as_str().into())])
            }
            None => self.t("notice-no-notifications"),
        };
        format!("{server} {}", self.t(if desktop.tray { "tray-there" } else { "tray-missing" }))
    }

    fn all_it_can(&self, desktop: &DesktopInfo) -> Vec<Can> {
        let mut can: Vec<Can> = Vec::new();
        if let Some(server) = &desktop.notifications {
            can.extend([
                self.can("buttons", Some(server.shows_buttons())),
                self.can("stays", Some(server.persistence)),
                self.can("replaces", Some(server.replace)),
                self.can("withdraws", Some(server.withdraw)),
            ]);
        }
        can.push(match &desktop.sound {
            SoundInfo::Unknown => self.can("sound", None),
            SoundInfo::Ready { device } => {
                let device = if device.is_empty() { "none" } else { device };
                let line = self.text("can-sound.yes", &[("device", device.into())]);
                Can { line, ..self.can("sound", Some(true)) }
            }
            // What the sound library said is for the log and for `lumbar doctor`.
            SoundInfo::Missing { .. } => self.can("sound", Some(false)),
        });
        match desktop.voice {
            VoiceInfo::Off => {}
            VoiceInfo::NotTried => can.push(self.can("voice", None)),
            VoiceInfo::Speaks => can.push(self.can("voice", Some(true))),
            VoiceInfo::Missing { .. } | VoiceInfo::Mute => can.push(self.can("voice", Some(false))),
        }
        if desktop.notifications.is_some() {
            can.push(match desktop.quiet {
                Quiet::On => self.can("quiet", Some(false)),
                Quiet::Off => self.can("quiet", Some(true)),
                Quiet::NotKnown => self.can("quiet", None),
            });
        }
        can.push(self.can("tray", Some(desktop.tray)));
        can
    }

    fn can(&self, what: &str, is: Option<bool>) -> Can {
        let (class, icon, word) = match is {
            Some(true) => ("yes", "check", "yes"),
            Some(false) => ("no", "x", "no"),
            None => ("maybe", "info", "maybe"),
        };
        Can {
            class,
            icon,
            word: self.t(&format!("can-{word}")),
            name: self.t(&format!("can-{what}")),
            line: self.t(&format!("can-{what}.{word}")),
        }
    }

    fn reach_advice(&self, desktop: &DesktopInfo) -> Vec<Advice> {
        let name = desktop.notifications.as_ref().map_or("", |server| server.name.as_str());
        let no_buttons = desktop.notifications.as_ref().is_some_and(|server| !server.shows_buttons());
        let silent = matches!(desktop.sound, SoundInfo::Missing { .. });
        let came_not = desktop.trial.as_ref().is_some_and(|trial| trial.came == Came::Nothing);
        [
            ("no-sound", silent, true),
            ("no-server", desktop.notifications.is_none(), true),
            ("no-buttons", no_buttons, true),
            ("quiet", desktop.quiet != Quiet::Off, desktop.quiet == Quiet::On || came_not),
            ("gnome", name == "gnome-shell", came_not),
            ("no-tray", !desktop.tray, false),
            ("other-systems", cfg!(not(target_os = "linux")), came_not),
        ]
        .into_iter()
        .filter(|(_, holds, _)| *holds)
        .map(|(what, _, open)| {
            let key = format!("reach-{what}");
            Advice { title: self.t(&key), body: self.t(&format!("{key}.body")), open }
        })
        .collect()
    }
}
