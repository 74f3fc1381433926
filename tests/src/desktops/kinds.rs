//! Knows each desktop: what it needs, what it is shown on, and what its server and its panel are.

use std::{fs, path::Path};

/// A desktop, or a notification server on a plain X display.
#[derive(Debug)]
pub(super) struct Kind {
    /// The word by which it is asked for.
    pub(super) name: &'static str,
    /// What it is called in the table.
    pub(super) title: &'static str,
    /// The programs that must be there, and the package of Debian that brings each.
    pub(super) needs: &'static [(&'static str, &'static str)],
    /// What it is shown on.
    pub(super) stage: Stage,
    /// The program that shows notifications; empty = that of the stage.
    pub(super) server: &'static [&'static str],
    /// The panel with the tray; empty = none, or that of the stage.
    pub(super) panel: &'static [&'static str],
    /// How a button is pressed that is not drawn.
    pub(super) instead: Instead,
}

/// What a desktop is shown on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Xvfb with openbox.
    Openbox,
    /// sway in a window of Xvfb.
    Sway,
    /// KWin and plasmashell in a window of Xvfb.
    Plasma,
    /// GNOME Shell without any display.
    GnomeShell,
    /// Cinnamon on Xvfb.
    Cinnamon,
    /// Budgie on Xvfb.
    Budgie,
}

/// The server's own way to press a button that it does not draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instead {
    /// It draws buttons.
    Mouse,
    /// `dunstctl context`, with a menu that picks.
    Dunst,
    /// `makoctl menu`, with a menu that picks.
    Mako,
    /// There is none.
    Nothing,
}

/// Takes the place of the tray's host on Cinnamon.
const XAPP_WATCHER: &str = "/usr/libexec/xapps/sn-watcher/xapp-sn-watcher";
/// Gives GNOME Shell a tray.
pub(super) const TRAY_EXTENSION: &str = "ubuntu-appindicators@ubuntu.com";

const X_TOOLS: [(&str, &str); 6] = [
    ("Xvfb", "xvfb"),
    ("xdotool", "xdotool"),
    ("import", "imagemagick"),
    ("tesseract", "tesseract-ocr"),
    ("openbox", "openbox"),
    ("zenity", "zenity"),
];

/// All that are known, the light ones first.
pub(super) const ALL: &[Kind] = &[
    Kind {
        name: "dunst",
        title: "dunst (openbox)",
        needs: &[("dunst", "dunst")],
        stage: Stage::Openbox,
        server: &["dunst"],
        panel: &[],
        instead: Instead::Dunst,
    },
    Kind {
        name: "xfce",
        title: "xfce4-notifyd and xfce4-panel (openbox)",
        needs: &[("*/xfce4/notifyd/xfce4-notifyd", "xfce4-notifyd"), ("xfce4-panel", "xfce4-panel")],
        stage: Stage::Openbox,
        server: &["*/xfce4/notifyd/xfce4-notifyd"],
        panel: &["xfce4-panel", "--disable-wm-check", "--sm-client-disable"],
        instead: Instead::Mouse,
    },
    Kind {
        name: "mate",
        title: "MATE (openbox)",
        needs: &[
            ("mate-notification-daemon/mate-notification-daemon", "mate-notification-daemon"),
            ("mate-panel", "mate-panel"),
        ],
        stage: Stage::Openbox,
        server: &["mate-notification-daemon/mate-notification-daemon"],
        panel: &["mate-panel"],
        instead: Instead::Mouse,
    },
    Kind {
        name: "lxqt",
        title: "LXQt (openbox)",
        needs: &[("lxqt-notificationd", "lxqt-notificationd"), ("lxqt-panel", "lxqt-panel")],
        stage: Stage::Openbox,
        server: &["lxqt-notificationd"],
        panel: &["lxqt-panel"],
        instead: Instead::Mouse,
    },
    Kind {
        name: "notification-daemon",
        title: "notification-daemon (openbox)",
        needs: &[("notification-daemon/notification-daemon", "notification-daemon")],
        stage: Stage::Openbox,
        server: &["notification-daemon/notification-daemon"],
        panel: &[],
        instead: Instead::Mouse,
    },
    Kind {
        name: "notify-osd",
        title: "notify-osd (openbox)",
        // Without a compositor it draws nothing.
        needs: &[("*/notify-osd", "notify-osd"), ("xcompmgr", "xcompmgr")],
        stage: Stage::Openbox,
        server: &["*/notify-osd"],
        panel: &[],
        instead: Instead::Nothing,
    },
    Kind {
        name: "mako",
        title: "sway, mako and waybar",
        needs: &[("sway", "sway"), ("mako", "mako-notifier"), ("waybar", "waybar"), ("jq", "jq")],
        stage: Stage::Sway,
        server: &["mako"],
        panel: &["waybar"],
        instead: Instead::Mako,
    },
    Kind {
        name: "swaync",
        title: "sway, swaync and waybar",
        needs: &[("sway", "sway"), ("swaync", "sway-notification-center"), ("waybar", "waybar")],
        stage: Stage::Sway,
        server: &["swaync"],
        panel: &["waybar"],
        instead: Instead::Mouse,
    },
    Kind {
        name: "gnome",
        title: "GNOME Shell (Wayland)",
        needs: &[("gnome-shell", "gnome-shell"), ("gjs", "gjs"), ("dbusmock", "python3-dbusmock")],
        stage: Stage::GnomeShell,
        server: &[],
        panel: &[],
        instead: Instead::Mouse,
    },
    Kind {
        name: "plasma",
        title: "KDE Plasma 5 (Wayland)",
        needs: &[
            ("kwin_wayland", "kwin-wayland"),
            ("plasmashell", "plasma-workspace"),
            ("kded5", "kded5"),
            ("startplasma-wayland", "plasma-workspace-wayland"),
            ("*/qt5/plugins/platforms/libqwayland-generic.so", "qtwayland5"),
            ("/usr/share/plasma/plasmoids/org.kde.plasma.kickoff", "plasma-desktop"),
            ("dbusmock", "python3-dbusmock"),
        ],
        stage: Stage::Plasma,
        server: &[],
        // It owns the tray; plasmashell, which is killed as the server, only draws it.
        panel: &["kded5"],
        instead: Instead::Mouse,
    },
    Kind {
        name: "plasma6",
        title: "KDE Plasma 6 (Wayland)",
        needs: &[
            ("kwin_wayland", "kwin-wayland"),
            ("plasmashell", "plasma-workspace"),
            ("kded6", "kded6"),
            ("/usr/share/plasma/plasmoids/org.kde.plasma.kickoff", "plasma-desktop"),
            ("dbusmock", "python3-dbusmock"),
        ],
        stage: Stage::Plasma,
        server: &[],
        panel: &["kded6"],
        instead: Instead::Mouse,
    },
    Kind {
        name: "cinnamon",
        title: "Cinnamon (X11)",
        needs: &[("cinnamon", "cinnamon"), (XAPP_WATCHER, "xapp-sn-watcher"), ("dbusmock", "python3-dbusmock")],
        stage: Stage::Cinnamon,
        server: &[],
        // It owns the tray; Cinnamon, which is killed as the server, only draws it.
        panel: &[XAPP_WATCHER],
        instead: Instead::Mouse,
    },
    Kind {
        name: "budgie",
        title: "Budgie (X11)",
        needs: &[
            ("budgie-wm", "budgie-core"),
            ("budgie-daemon", "budgie-core"),
            ("budgie-panel", "budgie-core"),
            // Its own tray shows none of today's icons.
            ("/usr/lib/budgie-desktop/plugins/budgie-sntray-plugin", "budgie-sntray-plugin"),
            ("dbusmock", "python3-dbusmock"),
        ],
        stage: Stage::Budgie,
        server: &[],
        panel: &["budgie-panel"],
        instead: Instead::Mouse,
    },
];

impl Kind {
    /// What is missing of it here: programs and the packages that bring them.
    pub(super) fn missing(&self) -> Vec<(&'static str, &'static str)> {
        let all = X_TOOLS.iter().chain(self.needs);
        all.filter(|(program, _)| find(program).is_none()).copied().collect()
    }

    /// The services that its bus may start.
    pub(super) fn services(&self) -> &'static [&'static str] {
        match self.stage {
            Stage::Openbox if self.name == "xfce" => &["org.xfce.Xfconf.service"],
            Stage::Openbox if self.name == "mate" => &[
                "org.mate.panel.applet.NotificationAreaAppletFactory.service",
                "org.mate.panel.applet.ClockAppletFactory.service",
                "org.mate.panel.applet.WnckletFactory.service",
            ],
            Stage::Openbox | Stage::Sway => &[],
            Stage::Plasma => &[
                "org.kde.kded5.service",
                "org.kde.kded6.service",
                "org.kde.kglobalaccel.service",
                "org.kde.ActivityManager.service",
                "org.kde.kiod5.service",
                "org.kde.kiod6.service",
            ],
            Stage::GnomeShell => &["org.gnome.Shell.Notifications.service", "org.gnome.Shell.CalendarServer.service"],
            Stage::Cinnamon | Stage::Budgie => &[],
        }
    }

    /// Whether it has a tray.
    pub(super) fn has_tray(&self) -> bool {
        !self.panel.is_empty() || (self.stage == Stage::GnomeShell && has_tray_extension())
    }
}

/// Where a program is: in the path, in a folder below /usr/lib (`*` stands for the one of this machine's kind), or a module
/// of Python.
pub(super) fn find(program: &str) -> Option<String> {
    if program == "dbusmock" {
        let there = ["/usr/lib/python3/dist-packages/dbusmock"].into_iter().any(|path| Path::new(path).exists());
        return there.then(|| program.to_owned());
    }
    if program.starts_with('/') {
        return Path::new(program).exists().then(|| program.to_owned());
    }
    if let Some(rest) = program.strip_prefix("*/") {
        let folders = fs::read_dir("/usr/lib").ok()?.flatten().map(|entry| entry.path());
        return folders
            .map(|folder| folder.join(rest))
            .find(|path| path.is_file())
            .map(|path| path.display().to_string());
    }
    if program.contains('/') {
        let path = Path::new("/usr/lib").join(program);
        return path.is_file().then(|| path.display().to_string());
    }
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file())?;
    Some(found.display().to_string())
}

/// Whether GNOME Shell can be given a tray.
pub(super) fn has_tray_extension() -> bool {
    Path::new("/usr/share/gnome-shell/extensions").join(TRAY_EXTENSION).is_dir()
}

/// Whether the bus could start it.
pub(super) fn is_service(service: &str) -> bool {
    Path::new("/usr/share/dbus-1/services").join(service).is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_desktop_has_a_word_of_its_own_and_says_what_brings_its_programs() {
        let mut names: Vec<&str> = ALL.iter().map(|kind| kind.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
        for kind in ALL {
            assert!(kind.needs.iter().all(|(program, package)| !program.is_empty() && !package.is_empty()));
        }
    }

    #[test]
    fn what_is_not_installed_is_named() {
        assert_eq!(find("no-such-program-of-any-desktop"), None);
        assert_eq!(find("*/no/such/program"), None);
        assert!(find("sh").is_some_and(|path| path.ends_with("/sh")));
    }
}
