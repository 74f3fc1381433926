//! Owns a private message bus; it plays the session bus or the system bus of one test.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use zbus::{Connection, connection};

use crate::{Context, Folders, Outcome, Process, Trouble};

/// Allows everything to everyone who can open the socket, and starts no service by itself.
const BARE: &str = "";
/// The services of the machine may be started on demand, as a panel needs for its settings.
const WITH_SERVICES: &str = "<standard_session_servicedirs/>";

/// A running `dbus-daemon`, ended when dropped.
#[derive(Debug)]
pub struct Bus {
    address: String,
    daemon: Process,
}

impl Bus {
    /// Starts one that knows no services: whoever is not played by the test is not there.
    pub fn start(folders: &Folders, name: &str) -> Outcome<Self> {
        Self::start_as(folders, name, BARE)
    }

    /// Starts one that may start the services installed on the machine.
    pub(crate) fn start_with_services(folders: &Folders, name: &str) -> Outcome<Self> {
        Self::start_as(folders, name, WITH_SERVICES)
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
    pub fn come_back(&mut self, folders: &Folders, name: &str) -> Outcome<()> {
        *self = Self::start(folders, name)?;
        Ok(())
    }

    fn start_as(folders: &Folders, name: &str, services: &str) -> Outcome<Self> {
        let socket = folders.path(name);
        let config = folders.write(
            &format!("{name}.conf"),
            &format!(
                "<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>{services}\
                 <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
                 <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n",
                socket.display()
            ),
        )?;
        let mut command = Command::new("dbus-daemon");
        command
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--nopidfile", "--nosyslog", "--print-address=1"])
            .env_clear()
            .envs(folders.environment())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut daemon = Process::spawn(&mut command)?;
        let printed = daemon.child().stdout.take().trying("dbus-daemon has no output")?;
        let mut address = String::new();
        BufReader::new(printed).read_line(&mut address)?;
        if address.trim().is_empty() {
            return Err(Trouble::new("dbus-daemon ended without an address"));
        }
        // Without its guid, as in a login: a bus that comes back in the same place is another one.
        let address = address.trim().split(',').next().unwrap_or_default().to_owned();
        Ok(Self { address, daemon })
    }
}

pub(crate) async fn connect(address: &str) -> Outcome<Connection> {
    connection::Builder::address(address)?.build().await.trying(format!("connecting to {address}"))
}
