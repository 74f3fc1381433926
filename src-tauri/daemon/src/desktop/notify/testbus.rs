//! A private session and system bus for one test: the test runs itself again in a process that knows only these.

use std::future::Future;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Set in the process that has the buses to itself.
const INSIDE: &str = "LUMBAR_TEST_ON_PRIVATE_BUS";

/// Longer than any machine takes; a test that waits this long has failed.
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// Long enough for what must not come to have come, short enough to wait for it.
pub(crate) const SHORT: Duration = Duration::from_millis(200);

/// No service is started by this bus, or the machine's own notification server would come.
const CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>ADDRESS</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>"#;

/// A bus that ends with its owner.
pub(crate) struct Bus {
    daemon: Child,
    _config: tempfile::NamedTempFile,
    pub(crate) address: String,
}

impl Bus {
    pub(crate) fn start() -> Self {
        Self::start_at("unix:tmpdir=/tmp")
    }

    /// A bus at this address.
    pub(crate) fn start_at(address: &str) -> Self {
        let config = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(config.path(), CONFIG.replace("ADDRESS", address)).unwrap();
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.path().display()))
            .args(["--nofork", "--nopidfile", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("these tests need dbus-daemon (package dbus-daemon)");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        // Without the number of this very bus, so that another one at the same place will do as well.
        let address = address.trim().split(',').next().unwrap().to_owned();
        assert!(address.starts_with("unix:path="), "dbus-daemon did not start: {address}");
        Self { daemon, _config: config, address }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.daemon.kill().unwrap();
        self.daemon.wait().unwrap();
        // Its socket stays behind when it is killed.
        let _ = std::fs::remove_file(self.address.trim_start_matches("unix:path="));
    }
}

/// Runs the body of the test of this full name on buses of its own.
pub(crate) fn on_private_bus<F: Future<Output = ()>>(name: &str, body: impl FnOnce() -> F) {
    if std::env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        return runtime.block_on(async { tokio::time::timeout(LONG * 2, body()).await.expect("the test hangs") });
    }
    let (session, system) = (Bus::start(), Bus::start());
    again(name, &[("DBUS_SESSION_BUS_ADDRESS", &session.address), ("DBUS_SYSTEM_BUS_ADDRESS", &system.address)]);
}

/// Runs the body of the test of this full name where there is no bus at all.
pub(crate) fn without_bus<F: Future<Output = ()>>(name: &str, body: impl FnOnce() -> F) {
    if std::env::var_os(INSIDE).is_some() {
        return on_private_bus(name, body);
    }
    let nowhere = "unix:path=/nowhere/at/all";
    again(name, &[("DBUS_SESSION_BUS_ADDRESS", nowhere), ("DBUS_SYSTEM_BUS_ADDRESS", nowhere)]);
}

fn again(name: &str, environment: &[(&str, &str)]) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .envs(environment.iter().copied())
        .env(INSIDE, "1")
        .env_remove("XDG_RUNTIME_DIR")
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "no test is named {name}: {said}");
}

/// Where the session bus of this test is.
pub(crate) fn session() -> String {
    std::env::var("DBUS_SESSION_BUS_ADDRESS").unwrap()
}

/// Ends the bus at this address, as a crash of it does.
pub(crate) async fn kill(address: &str) {
    let bus = zbus::connection::Builder::address(address).unwrap().build().await.unwrap();
    let proxy = zbus::fdo::DBusProxy::new(&bus).await.unwrap();
    let pid = proxy.get_connection_unix_process_id("org.freedesktop.DBus".try_into().unwrap()).await.unwrap();
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
    // Gone when nobody takes a connection any more; its socket stays behind.
    while zbus::connection::Builder::address(address).unwrap().build().await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let _ = std::fs::remove_file(address.trim_start_matches("unix:path="));
}

/// Waits for the next thing, and fails if none comes.
pub(crate) async fn next<T>(from: &mut tokio::sync::mpsc::UnboundedReceiver<T>) -> T {
    tokio::time::timeout(LONG, from.recv()).await.expect("nothing came").expect("the other end is gone")
}

/// Fails if anything comes.
pub(crate) async fn nothing<T: std::fmt::Debug>(from: &mut tokio::sync::mpsc::UnboundedReceiver<T>) {
    if let Ok(Some(came)) = tokio::time::timeout(SHORT, from.recv()).await {
        panic!("{came:?} came");
    }
}
