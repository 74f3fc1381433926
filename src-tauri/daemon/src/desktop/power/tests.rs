//! Sleep, shutdown and battery on a private system bus, with a played logind and UPower.

use std::time::Duration;

use lumbar_played_desktop::{Inhibitor, Logind, Supply, Upower};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::*;
use crate::desktop::private_bus::{SHORT, never, next, nothing, on_private_bus, without_bus};

/// The next lock that is asked for.
async fn next_lock(logind: &Logind) -> Inhibitor {
    let lock = logind.next().await.unwrap();
    assert!(lock.who == "Lumbar" && !lock.why.is_empty());
    lock
}

fn started() -> (Power, UnboundedReceiver<PowerEvent>) {
    let (told, events) = unbounded_channel();
    (Power::start(told), events)
}

#[test]
fn sleep_waits_for_the_last_word_and_is_held_again_after_waking() {
    on_private_bus(
        "desktop::power::tests::sleep_waits_for_the_last_word_and_is_held_again_after_waking",
        async |buses| {
            let logind = Logind::start(&buses.system).await.unwrap();
            let (power, mut events) = started();
            power.hold_sleep_delay(true);
            let mut lock = next_lock(&logind).await;
            for _ in 0..3 {
                assert_eq!((lock.what.as_str(), lock.mode.as_str()), ("sleep:shutdown", "delay"));
                logind.prepare_for_sleep(true).await.unwrap();
                let PowerEvent::GoingToSleep(done) = next(&mut events).await else { panic!("not told of sleep") };
                assert!(logind.is_held(&lock), "sleep goes on before the last word");
                drop(done);
                logind.expect_released(&lock).await.unwrap();
                logind.prepare_for_sleep(false).await.unwrap();
                assert!(matches!(next(&mut events).await, PowerEvent::Woke));
                lock = next_lock(&logind).await;
            }
            power.hold_sleep_delay(true);
            never(logind.next()).await;
            power.hold_sleep_delay(false);
            logind.expect_released(&lock).await.unwrap();
            logind.prepare_for_sleep(true).await.unwrap();
            assert!(matches!(next(&mut events).await, PowerEvent::GoingToSleep(_)), "told without a lock as well");
            logind.prepare_for_sleep(false).await.unwrap();
            assert!(matches!(next(&mut events).await, PowerEvent::Woke));
            never(logind.next()).await;
        },
    );
}

#[test]
fn shutdown_waits_for_the_last_word_and_may_be_called_off() {
    on_private_bus("desktop::power::tests::shutdown_waits_for_the_last_word_and_may_be_called_off", async |buses| {
        let logind = Logind::start(&buses.system).await.unwrap();
        let (power, mut events) = started();
        power.hold_sleep_delay(true);
        let lock = next_lock(&logind).await;
        logind.prepare_for_shutdown(true).await.unwrap();
        let PowerEvent::ShuttingDown(done) = next(&mut events).await else { panic!("not told of shutdown") };
        assert!(logind.is_held(&lock));
        drop(done);
        logind.expect_released(&lock).await.unwrap();
        logind.prepare_for_shutdown(false).await.unwrap();
        assert_eq!(next_lock(&logind).await.mode, "delay");
    });
}

#[test]
fn the_machine_is_kept_awake_only_while_told() {
    on_private_bus("desktop::power::tests::the_machine_is_kept_awake_only_while_told", async |buses| {
        let logind = Logind::start(&buses.system).await.unwrap();
        let (power, _events) = started();
        for _ in 0..2 {
            power.hold_idle(true);
            power.hold_idle(true);
            let lock = next_lock(&logind).await;
            assert_eq!((lock.what.as_str(), lock.mode.as_str()), ("idle", "block"));
            power.hold_idle(false);
            logind.expect_released(&lock).await.unwrap();
        }
        power.hold_idle(true);
        let lock = next_lock(&logind).await;
        drop(power);
        logind.expect_released(&lock).await.unwrap();
    });
}

#[test]
fn a_battery_that_runs_low_is_told_once_and_so_is_its_recovery() {
    use Supply::{Charging, Discharging};
    on_private_bus(
        "desktop::power::tests::a_battery_that_runs_low_is_told_once_and_so_is_its_recovery",
        async |buses| {
            let _logind = Logind::start(&buses.system).await.unwrap();
            let upower = Upower::start(&buses.system, 40.0, Discharging).await.unwrap();
            let (power, mut events) = started();
            power.watch_battery(true);
            assert!(matches!(next(&mut events).await, PowerEvent::Battery { low: false }), "the first look is told");
            for (percent, supply, low) in [
                (9.0, Discharging, Some(true)),
                (8.0, Discharging, None),
                (8.0, Charging, Some(false)),
                (8.0, Discharging, Some(true)),
                (50.0, Discharging, Some(false)),
                (10.0, Discharging, None),
            ] {
                upower.set(percent, supply).await.unwrap();
                match low {
                    Some(low) => {
                        let came = next(&mut events).await;
                        assert!(
                            matches!(came, PowerEvent::Battery { low: l } if l == low),
                            "{percent} {supply:?}: {came:?}"
                        );
                    }
                    None => nothing(&mut events).await,
                }
            }
            power.watch_battery(false);
            tokio::time::sleep(SHORT).await;
            upower.set(3.0, Discharging).await.unwrap();
            nothing(&mut events).await;
            power.look_at_battery();
            assert!(matches!(next(&mut events).await, PowerEvent::Battery { low: true }), "told at each look");
            power.look_at_battery();
            nothing(&mut events).await;
            upower.set(3.0, Charging).await.unwrap();
            assert!(
                matches!(next(&mut events).await, PowerEvent::Battery { low: false }),
                "taken back, though nobody looks"
            );
            upower.set(2.0, Discharging).await.unwrap();
            nothing(&mut events).await;
            power.watch_battery(true);
            assert!(
                matches!(next(&mut events).await, PowerEvent::Battery { low: true }),
                "told when it begins to matter"
            );
        },
    );
}

#[test]
fn a_system_bus_that_was_lost_or_not_there_is_asked_again_for_all_that_is_held() {
    let name = "desktop::power::tests::a_system_bus_that_was_lost_or_not_there_is_asked_again_for_all_that_is_held";
    on_private_bus(name, async |buses| {
        buses.system.end().await.unwrap();
        let (power, mut events) = started();
        power.hold_idle(true);
        nothing(&mut events).await;

        buses.system.come_back().unwrap();
        let logind = Logind::start(&buses.system).await.unwrap();
        // Wanted all along: that is no reason to ask a bus that was not there.
        power.hold_idle(true);
        never(logind.next()).await;
        power.hold_sleep_delay(true);
        let locks = [next_lock(&logind).await, next_lock(&logind).await];
        assert_eq!(locks.each_ref().map(|lock| lock.mode.as_str()), ["delay", "block"]);

        buses.system.end().await.unwrap();
        for lock in locks {
            logind.expect_released(&lock).await.unwrap();
        }
        buses.system.come_back().unwrap();
        let logind = Logind::start(&buses.system).await.unwrap();
        // The same again, as with every step of a session.
        power.hold_idle(true);
        power.hold_sleep_delay(true);
        let locks = [next_lock(&logind).await, next_lock(&logind).await];
        assert_eq!(locks.each_ref().map(|lock| lock.mode.as_str()), ["delay", "block"]);
        logind.prepare_for_sleep(true).await.unwrap();
        assert!(matches!(next(&mut events).await, PowerEvent::GoingToSleep(_)));
    });
}

#[test]
fn a_upower_that_hangs_does_not_hold_up_the_word_that_the_machine_goes_to_sleep() {
    let name = "desktop::power::tests::a_upower_that_hangs_does_not_hold_up_the_word_that_the_machine_goes_to_sleep";
    on_private_bus(name, async |buses| {
        let logind = Logind::start(&buses.system).await.unwrap();
        let _hung = Upower::start_mute(&buses.system).await.unwrap();
        let (power, mut events) = started();
        power.hold_sleep_delay(true);
        let _lock = next_lock(&logind).await;
        for _ in 0..4 {
            power.look_at_battery();
        }
        logind.prepare_for_sleep(true).await.unwrap();
        // What logind waits for, as a rule.
        let told = tokio::time::timeout(Duration::from_secs(5), events.recv()).await;
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
    on_private_bus(name, async |_buses| body().await);
    without_bus(name, body);
}
