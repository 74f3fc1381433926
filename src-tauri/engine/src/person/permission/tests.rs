use chrono::DateTime;

use super::*;
use crate::person::bed::BedHours;
use crate::routine::catalogue::Catalogue;
use crate::time::{BootId, Now, Timeline};

/// Noon, on a machine that has been up for a day.
fn noon() -> Now {
    let wall = DateTime::from_timestamp(1_780_012_800 / 86_400 * 86_400 + 43_200, 0).unwrap();
    Now { boot: BootId(1), ticks: rules::DAY, wall }
}

#[test]
fn each_turn_of_a_block_needs_room_within_its_own_24_hours() {
    let hours = |hours: u64| Duration::from_secs(hours * 3600);
    // Eleven within the last two hours: one more has room, a second has not.
    let eleven = vec![hours(2); 11];
    assert!(has_room(&eleven, &[hours(0)], Duration::ZERO));
    assert!(!has_room(&eleven, &[hours(0), hours(1)], Duration::ZERO));
    // By the time of the second, one of yesterday is a day old.
    let with_old = [vec![hours(2); 10], vec![hours(23)]].concat();
    assert!(has_room(&with_old, &[hours(0), hours(1)], Duration::ZERO));
    assert!(has_room(&eleven, &[hours(0), hours(1)], hours(22)), "22 hours later all are a day old");
}

#[test]
fn a_later_moment_is_answered_as_it_will_be_then() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut timeline = Timeline::default();
    timeline.see(noon());
    let at = Moment::new(&timeline, noon());
    let mut person = Person::default();
    let exposure = person.ledger.open(1, Method::StillCold, at.anchor().earlier(rules::COLD_OFF.time()));
    person.ledger.close(exposure, at.anchor(), rules::COLD_OFF.value);
    person.bed = Some(BedHours::reported(15 * 60, 23 * 60, 0, None));
    let against = |minutes: u64| -> Vec<String> {
        let routine = catalogue.routine("cold-20-20").unwrap();
        let then = at.later(Duration::from_secs(minutes * 60));
        Permission::check(&person, routine, 1, then).obstacles.into_iter().map(|o| o.name).collect()
    };
    assert_eq!(against(0), ["cold-off"]);
    assert_eq!(against(19), ["cold-off"]);
    assert_eq!(against(20), [""; 0], "the skin has had its break");
    assert_eq!(against(180), ["R12-bed"], "at three it is bed time");
}
