//! Holds the measure of time against the truth: never more certain than it may be, across steps, sleep and reboots.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::time::Duration;

use lumbar_engine::time::{Anchor, Timeline};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use support::Machine;

const DEAD: i64 = -1_700_000_000;

#[derive(Debug, Clone)]
enum Turn {
    Pass(u64),
    /// The wall is set to be this far off.
    Step(i64),
    Reboot {
        off: u64,
        wall: Wall,
    },
    Anchor,
}

#[derive(Debug, Clone, Copy)]
enum Wall {
    True,
    /// Decades behind: the clock's battery is dead.
    Dead,
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = prop_oneof![
        4 => (0u64..20_000).prop_map(Turn::Pass),
        1 => (-20_000i64..20_000).prop_map(Turn::Step),
        2 => ((0u64..40_000), prop_oneof![Just(Wall::True), Just(Wall::Dead)])
            .prop_map(|(off, wall)| Turn::Reboot { off, wall }),
        2 => Just(Turn::Anchor),
    ];
    prop::collection::vec(turn, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(20_000),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("proptest-regressions/time.txt"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_truth_lies_between_least_and_most(turns in turns()) {
        let mut machine = Machine::new();
        let mut timeline = Timeline::default();
        timeline.see(machine.now());
        let mut anchors = Vec::new();
        let mut believed_from = machine.now().wall;
        for turn in turns {
            match turn {
                Turn::Pass(seconds) => machine.pass(seconds),
                // A dead clock is first set right (by the network): a wrong wall that lies after the last saved one
                // cannot be told from a right one, and the first such reading of a boot is believed.
                Turn::Step(_) if machine.wall_error == DEAD => machine.wall_error = 0,
                Turn::Step(_) if machine.now().wall < believed_from => {}
                Turn::Step(error) => machine.wall_error = error,
                Turn::Reboot { off, wall } => {
                    believed_from = believed_from.max(machine.now().wall);
                    machine.reboot(off, match wall {
                        Wall::True => 0,
                        Wall::Dead => DEAD,
                    });
                }
                Turn::Anchor => anchors.push((Anchor::at(machine.now()), machine.truth)),
            }
            timeline.see(machine.now());
            for (anchor, at) in &anchors {
                let truth = Duration::from_secs(machine.truth - at);
                let elapsed = timeline.since(*anchor, machine.now());
                prop_assert!(elapsed.least <= truth, "least {:?} > truth {truth:?}", elapsed.least);
                let slack = Duration::from_secs(5);
                prop_assert!(elapsed.most.is_none_or(|m| m + slack >= truth), "most {:?} < truth {truth:?}", elapsed.most);
            }
        }
    }
}

fn cases(normal: u32) -> u32 {
    std::env::var("LUMBAR_CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(normal)
}
