//! Owns a private message bus; it plays the session bus or the system bus of one test.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use zbus::{Connection, connection};

use crate::{Context, Folders, Outcome, Process, Trouble};

/// Allows everything to everyone who can open the socket, and starts no service by itself.
const BARE: &str = "";
/// The services of the machine may be started on demand, as a panel needs for its settings.
const WITH_SERVICES: &str = "<standard_session_servicedirs/>";

/// Where the machine keeps them.
const SERVICES: &str = "/usr/share/dbus-1/services";

/// A running `dbus-daemon`, ended when dropped.
#[derive(Debug)]
pub struct Bus {
    place: Place,
    address: String,
    daemon: Process,
}

impl Bus {
    /// Starts one that knows no services: whoever is not played by the test is not there.
    pub fn start(folders: &Folders, name: &str) -> Outcome<Self> {
        Self::start_as(folders, name, BARE)
    }

    /// Starts one that may start the services installed on the machine.
    pub fn start_with_services(folders: &Folders, name: &str) -> Outcome<Self> {
        Self::start_as(folders, name, WITH_SERVICES)
    }

    /// Starts one that may start these services of the machine on demand (files of `/usr/share/dbus-1/services`) and no others:
    /// several notification servers on one machine would else start each other.
    pub fn start_with_some(folders: &Folders, name: &str, services: &[&str]) -> Outcome<Self> {
        for service in services {
            let text = fs::read_to_string(Path::new(SERVICES).join(service)).trying(service)?;
            folders.write(&format!("services/{service}"), &text)?;
        }
        let some = format!("<servicedir>{}</servicedir>", folders.path("services").display());
        Self::start_as(folders, name, &some)
    }

    /// Starts one that knows no services at an address from [`address_in`](Self::address_in), with the environment of this
    /// program: for a program that was handed nothing but the address.
    pub fn start_at(address: &str) -> Outcome<Self> {
        let socket = address.strip_prefix("unix:path=").trying(format!("{address} is no path"))?;
        Place::new(PathBuf::from(socket), std::env::vars().collect(), BARE)?.start()
    }

    /// The address that a bus of this name in these folders has, whether it was started or not.
    pub fn address_in(folders: &Folders, name: &str) -> String {
        address_of(&folders.path(name))
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` or `DBUS_SYSTEM_BUS_ADDRESS` is set to.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Connects to it as one more program.
    pub async fn connect(&self) -> Outcome<Connection> {
        connect(&self.address).await
    }

    /// Ends it at once, as at the end of a login.
    pub async fn end(&mut self) -> Outcome<()> {
        self.daemon.pid().kill()?;
        self.daemon.wait().await.map(|_status| ())
    }

    /// Starts another in its place after `end`, as when a session's bus was restarted.
    pub fn come_back(&mut self) -> Outcome<()> {
        self.daemon = self.place.start_daemon()?;
        Ok(())
    }

    fn start_as(folders: &Folders, name: &str, services: &str) -> Outcome<Self> {
        Place::new(folders.path(name), folders.environment(), services)?.start()
    }
}

/// Connects to the bus at this address, such as one of a real desktop.
pub async fn connect(address: &str) -> Outcome<Connection> {
    connection::Builder::address(address)?.build().await.trying(format!("connecting to {address}"))
}

/// Where a bus is and what it starts with, however often it comes back.
#[derive(Debug)]
struct Place {
    socket: PathBuf,
    config: PathBuf,
    environment: Vec<(String, String)>,
}

impl Place {
    /// Writes the settings beside the socket.
    fn new(socket: PathBuf, environment: Vec<(String, String)>, services: &str) -> Outcome<Self> {
        let config = socket.with_extension("conf");
        let text = format!(
            "<busconfig><type>session</type><listen>{}</listen><auth>EXTERNAL</auth>{services}\
             <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n",
            address_of(&socket)
        );
        fs::write(&config, text).trying(config.display())?;
        Ok(Self { socket, config, environment })
    }

    fn start(self) -> Outcome<Bus> {
        let daemon = self.start_daemon()?;
        Ok(Bus { address: address_of(&self.socket), place: self, daemon })
    }

    /// Starts it and waits until it listens.
    fn start_daemon(&self) -> Outcome<Process> {
        let mut command = Command::new("dbus-daemon");
        command
            .arg(format!("--config-file={}", self.config.display()))
            .args(["--nofork", "--nopidfile", "--nosyslog", "--print-address=1"])
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut daemon = Process::spawn(&mut command)?;
        let printed = daemon.child().stdout.take().trying("dbus-daemon has no output")?;
        let mut address = String::new();
        BufReader::new(printed).read_line(&mut address)?;
        match address.starts_with(&address_of(&self.socket)) {
            true => Ok(daemon),
            false => Err(Trouble::new(format!("dbus-daemon ended without its address: {address}"))),
        }
    }
}

/// Without the guid that the daemon prints, as in a login: a bus that comes back in the same place is another one.
fn address_of(socket: &Path) -> String {
    format!("unix:path={}", socket.display())
}
