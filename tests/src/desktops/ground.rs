//! Owns what one desktop runs on: private folders and buses, an environment, and its programs by name.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use lumbar_played_desktop::{Bus, Context, Folders, Outcome, Process, Trouble, connect};
use tokio::time::sleep;

use super::{heard::Witness, screen::Screen};
use crate::{Display, program::Seat};

/// The screen of every desktop.
pub(super) const SIZE: (u32, u32) = (1280, 800);
/// How long a program of a desktop may take to be up, on a machine without a GPU.
const UP: Duration = Duration::from_secs(45);

/// What a desktop runs on; dropping it ends everything that was started on it.
#[derive(Debug)]
pub(super) struct Ground {
    /// The environment of every program that is started from now on.
    pub(super) seat: Seat,
    /// The way to see and press.
    pub(super) screen: Screen,
    /// Listens to the notifications on the session bus.
    pub(super) witness: Witness,
    running: BTreeMap<&'static str, Process>,
    display: Option<Display>,
    session: Bus,
    system: Option<Bus>,
    /// Last, because dropping them ends what is left.
    pub(super) folders: Folders,
}

/// Puts the menu entry and the icon where a desktop looks for them, as a package does.
fn install(folders: &Folders) -> Outcome<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (entry, icons) = ("applications/app.lumbar.Lumbar.desktop", "icons/hicolor");
    for (from, to) in [
        ("xtask/assets/app.lumbar.Lumbar.desktop", entry.to_owned()),
        ("icons/lumbar.svg", format!("{icons}/scalable/apps/app.lumbar.Lumbar.svg")),
        ("icons/32x32.png", format!("{icons}/32x32/apps/app.lumbar.Lumbar.png")),
        ("icons/64x64.png", format!("{icons}/64x64/apps/app.lumbar.Lumbar.png")),
        ("icons/128x128.png", format!("{icons}/128x128/apps/app.lumbar.Lumbar.png")),
    ] {
        let to = folders.path(&format!("data/{to}"));
        fs::create_dir_all(to.parent().unwrap_or(&to))?;
        fs::copy(root.join(from), &to).trying(from)?;
    }
    Ok(())
}

impl Ground {
    /// Makes folders and a session bus that may start these services of the machine alone.
    pub(super) async fn make(services: &[&str]) -> Outcome<Self> {
        let folders = Folders::create()?;
        let session = Bus::start_with_some(&folders, "session", services)?;
        let mut seat = Seat::new(folders.environment());
        seat.set("DBUS_SESSION_BUS_ADDRESS", session.address());
        // Nothing of the machine itself is asked: the logind of a desktop is played, where it needs one.
        seat.set("DBUS_SYSTEM_BUS_ADDRESS", &Bus::address_in(&folders, "system"));
        seat.set("LC_ALL", "C.UTF-8");
        seat.set("LIBGL_ALWAYS_SOFTWARE", "1");
        seat.set("GSETTINGS_BACKEND", "keyfile");
        install(&folders)?;
        let witness = Witness::on(session.address()).await?;
        let screen = Screen::X11(String::new());
        Ok(Self { seat, screen, witness, running: BTreeMap::new(), display: None, session, system: None, folders })
    }

    /// A display in memory with a window manager, or bare for a desktop that brings its own.
    pub(super) fn display(&mut self, managed: bool) -> Outcome<()> {
        let (width, height) = SIZE;
        let display = match managed {
            true => Display::start(&self.seat, width, height),
            false => Display::bare(&self.seat, width, height),
        }?;
        self.screen = Screen::X11(display.name().to_owned());
        self.seat = display.seat().clone();
        self.display = Some(display);
        Ok(())
    }

    /// A system bus with the login manager of python-dbusmock, which answers all that desktops ask.
    pub(super) async fn login_manager(&mut self) -> Outcome<()> {
        self.system = Some(Bus::start(&self.folders, "system")?);
        self.run("logind", "/usr/bin/python3", &["-m", "dbusmock", "--template", "logind"])?;
        // It says nothing when it is up.
        sleep(Duration::from_millis(1500)).await;
        Ok(())
    }

    /// Starts a program of the desktop; what it prints goes to a file of its name.
    pub(super) fn run(&mut self, name: &'static str, program: &str, args: &[&str]) -> Outcome<()> {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.folders.path(&format!("{name}.log")))?;
        let mut command = self.seat.command(program);
        command.args(args).stdout(Stdio::from(log.try_clone()?)).stderr(Stdio::from(log));
        self.running.insert(name, Process::spawn(&mut command)?);
        Ok(())
    }

    /// The last line that each program has printed.
    pub(super) fn last_words(&self) -> String {
        let of = |name: &&str| {
            let said = fs::read_to_string(self.folders.path(&format!("{name}.log"))).ok()?;
            Some(format!("{name} said last: {}", said.lines().last()?))
        };
        self.running.keys().filter_map(of).collect::<Vec<_>>().join("; ")
    }

    /// Ends a program as a crash does.
    pub(super) async fn kill(&mut self, name: &str) -> Outcome<()> {
        let mut process = self.running.remove(name).trying(format!("{name} does not run"))?;
        process.pid().kill()?;
        process.wait().await.map(drop)
    }

    /// Waits until somebody owns this name on the session bus.
    pub(super) async fn until_taken(&self, name: &str) -> Outcome<()> {
        let connection = connect(self.session.address()).await?;
        let bus = zbus::fdo::DBusProxy::new(&connection).await?;
        let began = Instant::now();
        while !bus.name_has_owner(name.try_into()?).await? {
            if began.elapsed() > UP {
                return Err(Trouble::new(format!("nobody has taken {name} after {} s", UP.as_secs())));
            }
            sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    /// Waits until a file is there, such as the socket of a compositor.
    pub(super) async fn until_there(&self, file: &str) -> Outcome<()> {
        let (path, began) = (self.folders.path(file), Instant::now());
        while !path.exists() {
            if began.elapsed() > UP {
                return Err(Trouble::new(format!("{file} is not there after {} s", UP.as_secs())));
            }
            sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    /// Tells services that the bus starts what they find around them.
    pub(super) async fn tell_bus(&self, names: &[&str]) -> Outcome<()> {
        self.seat.run("dbus-update-activation-environment", names).await?.done().map(drop)
    }

    /// A picture of the screen in a file of this name.
    pub(super) async fn picture(&self, name: &str) -> Outcome<PathBuf> {
        let to = self.folders.path(&format!("{name}.png"));
        self.screen.picture(&self.seat, &to).await?;
        Ok(to)
    }

    /// The address of the session bus.
    pub(super) fn session(&self) -> &str {
        self.session.address()
    }

    /// Name and version of who shows notifications.
    pub(super) async fn server(&self) -> Outcome<String> {
        let connection = connect(self.session.address()).await?;
        let to = "org.freedesktop.Notifications";
        let path = "/org/freedesktop/Notifications";
        let reply = connection.call_method(Some(to), path, Some(to), "GetServerInformation", &()).await?;
        let (name, _vendor, version, _spec): (String, String, String, String) = reply.body().deserialize()?;
        Ok(format!("{name} {version}"))
    }

    /// Closes a notification as another program may.
    pub(super) async fn close(&self, id: u32) -> Outcome<()> {
        let connection = connect(self.session.address()).await?;
        let to = "org.freedesktop.Notifications";
        let path = "/org/freedesktop/Notifications";
        connection.call_method(Some(to), path, Some(to), "CloseNotification", &id).await.trying("closing").map(drop)
    }
}
