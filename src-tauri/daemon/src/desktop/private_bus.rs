//! Buses of one unit test's own: the test runs itself again in a process whose environment names only these.
//!
//! What stands on them is played by `lumbar-played-desktop`, as for the tests of the whole program.

use std::{fmt::Debug, future::Future, process::Command, time::Duration};

use lumbar_played_desktop::{Bus, Folders, patience};
use tokio::{runtime, sync::mpsc::UnboundedReceiver, time::timeout};

/// Set in the process that has the buses to itself.
const INSIDE: &str = "LUMBAR_TEST_ON_PRIVATE_BUS";
const SESSION: &str = "DBUS_SESSION_BUS_ADDRESS";
const SYSTEM: &str = "DBUS_SYSTEM_BUS_ADDRESS";

/// Long enough for what must not come to have come, short enough to wait for it.
pub(crate) const SHORT: Duration = Duration::from_millis(200);

/// The buses that the environment names.
pub(crate) struct Buses {
    pub(crate) session: Bus,
    pub(crate) system: Bus,
}

/// Runs the body of the test of this full name on buses of its own.
pub(crate) fn on_private_bus(name: &str, body: impl AsyncFnOnce(&mut Buses)) {
    run(name, "two buses", async || {
        let bus = |variable| Bus::start_at(&std::env::var(variable).unwrap()).unwrap();
        body(&mut Buses { session: bus(SESSION), system: bus(SYSTEM) }).await;
    });
}

/// Runs the body of the test of this full name where there is no bus at all.
pub(crate) fn without_bus(name: &str, body: impl AsyncFnOnce()) {
    run(name, "no bus", body);
}

/// Waits for the next thing, and fails if none comes.
pub(crate) async fn next<T>(from: &mut UnboundedReceiver<T>) -> T {
    timeout(patience(), from.recv()).await.expect("nothing came").expect("the other end is gone")
}

/// Fails if anything comes.
pub(crate) async fn nothing<T: Debug>(from: &mut UnboundedReceiver<T>) {
    if let Ok(Some(came)) = timeout(SHORT, from.recv()).await {
        panic!("{came:?} came");
    }
}

/// Fails if this comes to an end.
pub(crate) async fn never<T: Debug>(what: impl Future<Output = T>) {
    if let Ok(came) = timeout(SHORT, what).await {
        panic!("{came:?} came");
    }
}

/// In the process that was started for this, the body; in any other, starts that process and waits for it. A test may do
/// it more than once, each time with something else around it.
fn run(name: &str, around: &str, body: impl AsyncFnOnce()) {
    match std::env::var(INSIDE) {
        Ok(inside) if inside == around => {
            let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async { timeout(patience() * 4, body()).await.expect("the test hangs") });
        }
        Ok(_) => {}
        Err(_) => again(name, around),
    }
}

fn again(name: &str, around: &str) {
    let folders = Folders::create().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env_clear()
        .envs(folders.environment())
        .env(SESSION, Bus::address_in(&folders, "session"))
        .env(SYSTEM, Bus::address_in(&folders, "system"))
        .env(INSIDE, around)
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "no test is named {name}: {said}");
}
