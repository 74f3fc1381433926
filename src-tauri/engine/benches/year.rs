//! Measures a simulated year of a full day: six turns of cold with their checks, two stretches, one warm pack.

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use lumbar_engine::command::Fact;
use lumbar_engine::words::{CameOff, Flags, Skin};
use support::Desk;

fn main() {
    let mut desk = Desk::healthy();
    let began = Instant::now();
    let mut exposures = 0;
    for _day in 0..365 {
        let morning = desk.machine.truth;
        let _ = desk.ask(Fact::AnswerFlags { flags: Flags::None });
        for turn in 0..6 {
            if desk.start_anyway("cold-15", None).is_ok() {
                desk.on();
                exposures += 1;
                for _ in 0..3 {
                    desk.pass(300);
                    let _ = desk.skin(Skin::Fine);
                }
                desk.off(CameOff::Now);
                desk.pass(1800);
            }
            if turn % 3 == 2 && desk.start_anyway("stretch-start", None).is_ok() {
                desk.pass(300);
            }
            desk.pass(5400);
        }
        if desk.start_anyway("heat-bottle", None).is_ok() {
            desk.on();
            desk.pass(300);
            let _ = desk.skin(Skin::Fine);
            desk.pass(900);
            desk.off(CameOff::Now);
        }
        desk.alerts.clear();
        desk.events.clear();
        let passed = desk.machine.truth - morning;
        desk.sleep(86_400_u64.saturating_sub(passed));
    }
    let took = began.elapsed();
    println!("engine, a simulated year ({exposures} turns of cold): {} ms (budget 100 ms)", took.as_millis());
}
