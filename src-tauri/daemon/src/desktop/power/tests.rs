//! Sleep, shutdown and battery on a private system bus, with a logind and a UPower played by the test.

use std::io::Read;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::zvariant::OwnedFd;
use zbus::{Connection, interface};

use super::*;
use crate::desktop::notify::testbus::{Bus, kill, next, nothing, on_private_bus, without_bus};

const LOGIN: &str = "/org/freedesktop/login1";

/// One lock that was asked for.
#[derive(Debug)]
struct Lock {
    what: String,
    mode: String,
    /// The end that notices when the lock is given up.
    end: UnixStream,
}

impl Lock {
    /// Waits until it is given up.
    async fn given_up(self) {
        let mut end = self.end;
        let read = tokio::task::spawn_blocking(move || end.read(&mut [0]));
        let read =
            tokio::time::timeout(crate::desktop::notify::testbus::LONG, read).await.expect("the lock is still held");
        assert_eq!(read.unwrap().unwrap(), 0);
    }

    fn held(&self) -> bool {
        self.end.set_nonblocking(true).unwrap();
        let held = (&self.end).read(&mut [0]).is_err_and(|e| e.kind() == std::io::ErrorKind::WouldBlock);
        self.end.set_nonblocking(false).unwrap();
        held
    }
}

struct Logind {
    locks: UnboundedSender<Lock>,
}

#[interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    fn inhibit(&self, what: String, who: String, why: String, mode: String) -> OwnedFd {
        assert!(who == "Lumbar" && !why.is_empty());
        let (end, held) = UnixStream::pair().unwrap();
        self.locks.send(Lock { what, mode, end }).unwrap();
        OwnedFd::from(std::os::fd::OwnedFd::from(held))
    }
}

struct Battery {
    charge: Arc<Mutex<(f64, u32)>>,
}

#[interface(name = "org.freedesktop.UPower.Device")]
impl Battery {
    #[zbus(property)]
    fn percentage(&self) -> f64 {
        self.charge.lock().unwrap().0
    }

    #[zbus(property)]
    fn state(&self) -> u32 {
        self.charge.lock().unwrap().1
    }

    #[zbus(property)]
    fn is_present(&self) -> bool {
        true
    }
}

/// A UPower that is there and answers nothing.
struct Hung;

#[interface(name = "org.freedesktop.UPower.Device")]
impl Hung {
    #[zbus(property)]
    async fn is_present(&self) -> bool {
        std::future::pending().await
    }
}

struct Machine {
    system: Connection,
    locks: UnboundedReceiver<Lock>,
}

impl Machine {
    async fn new() -> Self {
        let (told, locks) = unbounded_channel();
        let system = zbus::connection::Builder::system()
            .unwrap()
            .serve_at(LOGIN, Logind { locks: told })
            .unwrap()
            .name("org.freedesktop.login1")
            .unwrap()
            .build()
            .await
            .unwrap();
        Self { system, locks }
    }

    async fn say(&self, what: &str, start: bool) {
        self.system.emit_signal(None::<&str>, LOGIN, "org.freedesktop.login1.Manager", what, &start).await.unwrap();
    }
}

fn started() -> (Power, UnboundedReceiver<PowerEvent>) {
    let (told, events) = unbounded_channel();
    (Power::start(told), events)
}

#[test]
fn sleep_waits_for_the_last_word_and_is_held_again_after_waking() {
    on_private_bus("desktop::power::tests::sleep_waits_for_the_last_word_and_is_held_again_after_waking", || async {
        let mut machine = Machine::new().await;
        let (power, mut events) = started();
        power.hold_sleep_delay(true);
        let mut lock = next(&mut machine.locks).await;
        for _ in 0..3 {
            assert_eq!((lock.what.as_str(), lock.mode.as_str()), ("sleep:shutdown", "delay"));
            machine.say("PrepareForSleep", true).await;
            let PowerEvent::GoingToSleep(done) = next(&mut events).await else { panic!("not told of sleep") };
            assert!(lock.held(), "sleep goes on before the last word");
            drop(done);
            lock.given_up().await;
            machine.say("PrepareForSleep", false).await;
            assert!(matches!(next(&mut events).await, PowerEvent::Woke));
            lock = next(&mut machine.locks).await;
        }
        power.hold_sleep_delay(true);
        nothing(&mut machine.locks).await;
        power.hold_sleep_delay(false);
        lock.given_up().await;
        machine.say("PrepareForSleep", true).await;
        assert!(matches!(next(&mut events).await, PowerEvent::GoingToSleep(_)), "told without a lock as well");
        machine.say("PrepareForSleep", false).await;
        assert!(matches!(next(&mut events).await, PowerEvent::Woke));
        nothing(&mut machine.locks).await;
    });
}

#[test]
fn shutdown_waits_for_the_last_word_and_may_be_called_off() {
    on_private_bus("desktop::power::tests::shutdown_waits_for_the_last_word_and_may_be_called_off", || async {
        let mut machine = Machine::new().await;
        let (power, mut events) = started();
        power.hold_sleep_delay(true);
        let lock = next(&mut machine.locks).await;
        machine.say("PrepareForShutdown", true).await;
        let PowerEvent::ShuttingDown(done) = next(&mut events).await else { panic!("not told of shutdown") };
        assert!(lock.held());
        drop(done);
        lock.given_up().await;
        machine.say("PrepareForShutdown", false).await;
        assert_eq!(next(&mut machine.locks).await.mode, "delay");
    });
}

#[test]
fn the_machine_is_kept_awake_only_while_told() {
    on_private_bus("desktop::power::tests::the_machine_is_kept_awake_only_while_told", || async {
        let mut machine = Machine::new().await;
        let (power, _events) = started();
        for _ in 0..2 {
            power.hold_idle(true);
            power.hold_idle(true);
            let lock = next(&mut machine.locks).await;
            assert_eq!((lock.what.as_str(), lock.mode.as_str()), ("idle", "block"));
            power.hold_idle(false);
            lock.given_up().await;
        }
        power.hold_idle(true);
        let lock = next(&mut machine.locks).await;
        drop(power);
        lock.given_up().await;
    });
}

#[test]
fn a_battery_that_runs_low_is_told_once_and_so_is_its_recovery() {
    on_private_bus("desktop::power::tests::a_battery_that_runs_low_is_told_once_and_so_is_its_recovery", || async {
        let machine = Machine::new().await;
        let charge = Arc::new(Mutex::new((40.0, 2)));
        let path = "/org/freedesktop/UPower/devices/DisplayDevice";
        let upower = zbus::connection::Builder::system()
            .unwrap()
            .serve_at(path, Battery { charge: Arc::clone(&charge) })
            .unwrap()
            .name("org.freedesktop.UPower")
            .unwrap()
            .build()
            .await
            .unwrap();
        let (power, mut events) = started();
        power.watch_battery(true);
        let set = async |percent: f64, state: u32| {
            *charge.lock().unwrap() = (percent, state);
            let battery = upower.object_server().interface::<_, Battery>(path).await.unwrap();
            battery.get().await.percentage_changed(battery.signal_emitter()).await.unwrap();
            battery.get().await.state_changed(battery.signal_emitter()).await.unwrap();
        };
        assert!(matches!(next(&mut events).await, PowerEvent::Battery { low: false }), "the first look is told");
        for (percent, state, low) in [
            (9.0, 2, Some(true)),
            (8.0, 2, None),
            (8.0, 1, Some(false)),
            (8.0, 2, Some(true)),
            (50.0, 2, Some(false)),
            (10.0, 2, None),
        ] {
            set(percent, state).await;
            match low {
                Some(low) => {
                    let came = next(&mut events).await;
                    assert!(matches!(came, PowerEvent::Battery { low: l } if l == low), "{percent} {state}: {came:?}");
                }
                None => nothing(&mut events).await,
            }
        }
        power.watch_battery(false);
        tokio::time::sleep(crate::desktop::notify::testbus::SHORT).await;
        set(3.0, 2).await;
        nothing(&mut events).await;
        power.look_at_battery();
        assert!(matches!(next(&mut events).await, PowerEvent::Battery { low: true }), "told at each look");
        power.look_at_battery();
        nothing(&mut events).await;
        set(3.0, 1).await;
        assert!(
            matches!(next(&mut events).await, PowerEvent::Battery { low: false }),
            "taken back, though nobody looks"
        );
        set(2.0, 2).await;
        nothing(&mut events).await;
        power.watch_battery(true);
        assert!(matches!(next(&mut events).await, PowerEvent::Battery { low: true }), "told when it begins to matter");
        drop(machine);
    });
}

#[test]
fn a_system_bus_that_was_lost_or_not_there_is_asked_again_for_all_that_is_held() {
    let name = "desktop::power::tests::a_system_bus_that_was_lost_or_not_there_is_asked_again_for_all_that_is_held";
    on_private_bus(name, || async {
        let address = std::env::var("DBUS_SYSTEM_BUS_ADDRESS").unwrap();
        kill(&address).await;
        let (power, mut events) = started();
        power.hold_idle(true);
        nothing(&mut events).await;

        let bus = Bus::start_at(&address);
        let mut machine = Machine::new().await;
        // Wanted all along: that is no reason to ask a bus that was not there.
        power.hold_idle(true);
        nothing(&mut machine.locks).await;
        power.hold_sleep_delay(true);
        let locks = [next(&mut machine.locks).await, next(&mut machine.locks).await];
        assert_eq!(locks.each_ref().map(|lock| lock.mode.as_str()), ["delay", "block"]);

        drop(bus);
        for lock in locks {
            lock.given_up().await;
        }
        let _bus = Bus::start_at(&address);
        let mut machine = Machine::new().await;
        // The same again, as with every step of a session.
        power.hold_idle(true);
        power.hold_sleep_delay(true);
        let locks = [next(&mut machine.locks).await, next(&mut machine.locks).await];
        assert_eq!(locks.each_ref().map(|lock| lock.mode.as_str()), ["delay", "block"]);
        machine.say("PrepareForSleep", true).await;
        assert!(matches!(next(&mut events).await, PowerEvent::GoingToSleep(_)));
    });
}

#[test]
fn a_upower_that_hangs_does_not_hold_up_the_word_that_the_machine_goes_to_sleep() {
    let name = "desktop::power::tests::a_upower_that_hangs_does_not_hold_up_the_word_that_the_machine_goes_to_sleep";
    on_private_bus(name, || async {
        let mut machine = Machine::new().await;
        let hung = zbus::connection::Builder::system().unwrap();
        let hung = hung.serve_at("/org/freedesktop/UPower/devices/DisplayDevice", Hung).unwrap();
        let _hung = hung.name("org.freedesktop.UPower").unwrap().build().await.unwrap();
        let (power, mut events) = started();
        power.hold_sleep_delay(true);
        let _lock = next(&mut machine.locks).await;
        for _ in 0..4 {
            power.look_at_battery();
        }
        machine.say("PrepareForSleep", true).await;
        // What logind waits for, as a rule.
        let told = tokio::time::timeout(std::time::Duration::from_secs(5), events.recv()).await;
        assert!(matches!(told, Ok(Some(PowerEvent::GoingToSleep(_)))), "{told:?}");
    });
}

#[test]
fn without_logind_or_without_a_bus_nothing_is_held_and_nothing_breaks() {
    async fn body() {
        let (power, mut events) = started();
        power.hold_sleep_delay(true);
        power.hold_idle(true);
        nothing(&mut events).await;
        power.hold_sleep_delay(false);
        power.hold_idle(false);
        drop(power);
    }
    let name = "desktop::power::tests::without_logind_or_without_a_bus_nothing_is_held_and_nothing_breaks";
    on_private_bus(name, body);
    without_bus(name, body);
}
