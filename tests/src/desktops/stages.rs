//! Starts what each desktop is shown on, as root, without a GPU and without a screen.

use std::{fs, time::Duration};

use lumbar_played_desktop::{Context, Outcome, connect};
use tokio::time::sleep;

use super::{
    ground::{Ground, SIZE},
    kinds::{Kind, Stage, TRAY_EXTENSION, has_tray_extension},
    screen::{Screen, eval},
};

/// sway refuses to be root: it is told that giving that up works no more, as after it did.
const NOT_ROOT: &str = "#include <errno.h>\n#include <unistd.h>\nint setuid(uid_t u){(void)u;errno=EPERM;return -1;}\n\
                        int setgid(gid_t g){(void)g;errno=EPERM;return -1;}\n";

const SWAY: &str = "output * bg #204060 solid_color\noutput X11-1 mode 1280x800\ndefault_border normal\n\
                    focus_on_window_activation urgent\n";

const WAYBAR: &str =
    r#"{"layer":"top","position":"bottom","height":30,"modules-right":["tray"],"tray":{"icon-size":22,"spacing":8}}"#;

/// Opens `Eval` and `Screenshot` of the shell: the mouse of the test.
const UNSAFE: &str = "function init(){} function enable(){ global.context.unsafe_mode = true; } function disable(){}\n";
/// The same for shells from 45 on.
const UNSAFE_MODULE: &str = "export default class { enable(){ global.context.unsafe_mode = true; } disable(){} }\n";

const GNOME_SETTINGS: &str = "[org/gnome/shell]\nenabled-extensions=['unsafe@test'@more@]\n\
    disable-extension-version-validation=true\nwelcome-dialog-last-shown-version='99'\n\
    [org/gnome/desktop/interface]\nenable-animations=false\n[org/gnome/desktop/session]\nidle-delay=uint32 0\n";

/// One panel at the top with nothing but the tray.
const XFCE_PANEL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
"#;

const LXQT_PANEL: &str = "panels=panel1\n[panel1]\nalignment=-1\ndesktop=0\niconSize=22\npanelSize=32\nposition=Bottom\nwidth=100\n\
    width-percent=true\nplugins=statusnotifier\n[statusnotifier]\nalignment=Right\ntype=statusnotifier\n";

/// A panel with nothing but the tray of a plugin.
const BUDGIE_SETTINGS: &str = "[com/solus-project/budgie-panel]\npanels=['1']\nmigration-level=1\n\
    [com/solus-project/budgie-panel/panels/{1}]\napplets=['2']\nlocation='bottom'\n\
    [com/solus-project/budgie-panel/applets/{2}]\nname='StatusNotifier'\nalignment='end'\n";

/// Sets the stage of a desktop: its screen, its settings, and what must be there before its server.
pub(super) async fn set(kind: &Kind, ground: &mut Ground) -> Outcome<()> {
    match kind.stage {
        Stage::Openbox => openbox(kind, ground).await,
        Stage::Sway => sway(ground).await,
        Stage::Plasma => plasma(kind, ground).await,
        Stage::GnomeShell => gnome_settings(ground).await,
        Stage::Cinnamon => cinnamon(ground).await,
        Stage::Budgie => budgie(ground).await,
    }
}

/// Starts the server of a desktop that shows its notifications itself.
pub(super) async fn start_server(stage: Stage, ground: &mut Ground) -> Outcome<()> {
    match stage {
        Stage::Plasma => {
            ground.run("server", "plasmashell", &["--no-respawn"])?;
            sleep(Duration::from_secs(9)).await;
            Ok(())
        }
        Stage::GnomeShell => gnome_shell(ground).await,
        Stage::Cinnamon => {
            ground.run("server", "cinnamon", &["--replace"])?;
            sleep(Duration::from_secs(10)).await;
            Ok(())
        }
        Stage::Budgie => ground.run("server", "budgie-daemon", &[]),
        Stage::Openbox | Stage::Sway => Ok(()),
    }
}

async fn openbox(kind: &Kind, ground: &mut Ground) -> Outcome<()> {
    ground.display(true)?;
    ground.folders.write("config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml", XFCE_PANEL)?;
    ground.folders.write("config/lxqt/panel.conf", LXQT_PANEL)?;
    // What the bus starts for a panel has to find the display.
    ground.tell_bus(&["DISPLAY", "HOME", "XDG_RUNTIME_DIR", "GSETTINGS_BACKEND", "GDK_BACKEND"]).await?;
    if kind.name == "lxqt" {
        // Without a theme it draws without colours.
        ground.seat.set("XDG_CURRENT_DESKTOP", "LXQt");
    }
    if kind.name == "notify-osd" {
        ground.run("compositor", "xcompmgr", &[])?;
    }
    Ok(())
}

async fn sway(ground: &mut Ground) -> Outcome<()> {
    ground.display(false)?;
    let (source, library) = (ground.folders.write("not-root.c", NOT_ROOT)?, ground.folders.path("not-root.so"));
    let (source, library) = (source.display().to_string(), library.display().to_string());
    ground.seat.run("cc", &["-shared", "-fPIC", "-o", &library, &source]).await?.done()?;
    let config = ground.folders.write("sway.conf", SWAY)?.display().to_string();
    ground.folders.write("config/waybar/config", WAYBAR)?;
    let own = ground.seat.clone();
    for (name, value) in [
        ("LD_PRELOAD", library.as_str()),
        ("WLR_BACKENDS", "x11"),
        ("WLR_X11_OUTPUTS", "1"),
        ("WLR_RENDERER", "pixman"),
        ("WLR_RENDERER_ALLOW_SOFTWARE", "1"),
    ] {
        ground.seat.set(name, value);
    }
    ground.run("compositor", "sway", &["-c", &config])?;
    ground.seat = own;
    on_wayland(ground, "wayland-1", "sway");
    ground.until_there("run/wayland-1").await?;
    sleep(Duration::from_secs(1)).await;
    Ok(())
}

async fn plasma(kind: &Kind, ground: &mut Ground) -> Outcome<()> {
    ground.display(false)?;
    ground.login_manager().await?;
    ground.folders.write("config/kwinrc", "[Compositing]\nAnimationSpeed=0\n[Plugins]\nzoomEnabled=false\n")?;
    ground.folders.write("config/kdeglobals", "[KDE]\nAnimationDurationFactor=0\n")?;
    for (name, value) in [
        ("QT_QUICK_BACKEND", "software"),
        ("KWIN_COMPOSE", "Q"),
        ("QT_LOGGING_RULES", "*.debug=false"),
        ("KDE_FULL_SESSION", "true"),
        ("KDE_SESSION_VERSION", if kind.name == "plasma6" { "6" } else { "5" }),
        ("XDG_MENU_PREFIX", "plasma-"),
        ("XDG_DATA_DIRS", "/usr/local/share:/usr/share"),
        ("XDG_CONFIG_DIRS", "/etc/xdg"),
    ] {
        ground.seat.set(name, value);
    }
    // The installed file has a capability that a container may not hand on; a copy has none.
    let copy = ground.folders.path("kwin_wayland");
    fs::copy("/usr/bin/kwin_wayland", &copy).trying("kwin_wayland")?;
    let (width, height) = (SIZE.0.to_string(), SIZE.1.to_string());
    let Screen::X11(display) = ground.screen.clone() else { return Ok(()) };
    let words = ["--x11-display", &display, "--width", &width, "--height", &height, "--no-lockscreen"];
    let words: Vec<&str> = words.into_iter().chain(["--no-global-shortcuts", "--socket", "wayland-0"]).collect();
    ground.run("compositor", &copy.display().to_string(), &words)?;
    ground.until_there("run/wayland-0").await?;
    sleep(Duration::from_secs(2)).await;
    on_wayland(ground, "wayland-0", "KDE");
    let told =
        ["WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "HOME", "XDG_RUNTIME_DIR", "QT_QUICK_BACKEND"];
    let more =
        ["KDE_FULL_SESSION", "KDE_SESSION_VERSION", "DBUS_SYSTEM_BUS_ADDRESS", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS"];
    ground.tell_bus(&told.into_iter().chain(more).collect::<Vec<_>>()).await
}

async fn gnome_settings(ground: &mut Ground) -> Outcome<()> {
    ground.login_manager().await?;
    let extension = "data/gnome-shell/extensions/unsafe@test";
    let module = takes_modules();
    let about = r#"{"uuid":"unsafe@test","name":"unsafe","description":"mouse of a test","shell-version":["43","44","45","46","47","48","49"]}"#;
    ground.folders.write(&format!("{extension}/metadata.json"), about)?;
    ground.folders.write(&format!("{extension}/extension.js"), if module { UNSAFE_MODULE } else { UNSAFE })?;
    let more = if has_tray_extension() { format!(",'{TRAY_EXTENSION}'") } else { String::new() };
    ground.folders.write("config/glib-2.0/settings/keyfile", &GNOME_SETTINGS.replace("@more@", &more))?;
    ground.screen = Screen::GnomeShell;
    on_wayland(ground, "wayland-0", "GNOME");
    ground.seat.unset("WAYLAND_DISPLAY");
    Ok(())
}

/// Shells from 45 on take extensions as modules. Theirs is mutter 13; that of 43 is 11.
fn takes_modules() -> bool {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let inside = folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten());
    let names = inside.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let number = |name: String| name.strip_prefix("mutter-").and_then(|number| number.parse::<u32>().ok());
    names.filter_map(number).any(|number| number >= 13)
}

async fn gnome_shell(ground: &mut Ground) -> Outcome<()> {
    let monitor = format!("{}x{}", SIZE.0, SIZE.1);
    ground.seat.unset("WAYLAND_DISPLAY");
    let _old = fs::remove_file(ground.folders.path("run/wayland-0"));
    ground.run("server", "gnome-shell", &["--headless", "--wayland", "--no-x11", "--virtual-monitor", &monitor])?;
    ground.until_there("run/wayland-0").await?;
    ground.seat.set("WAYLAND_DISPLAY", "wayland-0");
    ground.until_taken("org.gnome.Shell").await?;
    sleep(Duration::from_secs(6)).await;
    eval(&ground.seat, "Main.overview.hide(); 'ok'").await?;
    // Notes of its own about root and the lock would stand first.
    eval(
        &ground.seat,
        "Main.messageTray.connect('source-added', (_, s) => { if (/System/.test(s.title)) \
         imports.gi.GLib.idle_add(200, () => { s.destroy(); return false; }); }); \
         Main.messageTray.getSources().filter(s=>!/Lumbar/.test(s.title)).forEach(s=>s.destroy()); 'ok'",
    )
    .await?;
    // Its notification server is a program of its own, which the bus starts when it is asked.
    let bus = connect(ground.session()).await?;
    zbus::fdo::DBusProxy::new(&bus)
        .await?
        .start_service_by_name("org.gnome.Shell.Notifications".try_into()?, 0)
        .await?;
    sleep(Duration::from_secs(1)).await;
    Ok(())
}

async fn cinnamon(ground: &mut Ground) -> Outcome<()> {
    ground.display(false)?;
    ground.login_manager().await?;
    ground.seat.set("XDG_SESSION_TYPE", "x11");
    ground.seat.set("XDG_CURRENT_DESKTOP", "X-Cinnamon");
    ground.seat.set("XDG_SESSION_DESKTOP", "cinnamon");
    ground.tell_bus(&["DISPLAY", "HOME", "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP", "DBUS_SYSTEM_BUS_ADDRESS"]).await
}

async fn budgie(ground: &mut Ground) -> Outcome<()> {
    ground.display(false)?;
    ground.login_manager().await?;
    ground.seat.set("XDG_SESSION_TYPE", "x11");
    ground.seat.set("XDG_CURRENT_DESKTOP", "Budgie:GNOME");
    ground.folders.write("config/glib-2.0/settings/keyfile", BUDGIE_SETTINGS)?;
    ground.run("manager", "budgie-wm", &["--x11"])?;
    sleep(Duration::from_secs(4)).await;
    Ok(())
}

fn on_wayland(ground: &mut Ground, display: &str, desktop: &str) {
    ground.seat.set("WAYLAND_DISPLAY", display);
    ground.seat.set("XDG_SESSION_TYPE", "wayland");
    ground.seat.set("XDG_CURRENT_DESKTOP", desktop);
    // The display that the compositor itself has its window on is not the person's.
    ground.seat.unset("DISPLAY");
}
