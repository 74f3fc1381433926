//! A plan of one's own, as it is typed: nothing typed is lost, each fault is said beside its item, and what is kept comes back.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use lumbar_engine::plan::Plan;
use lumbar_engine::plan::check::Fault;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_ui::OwnDraft;

fn draft(form: &str) -> OwnDraft {
    OwnDraft::from_pairs(form.split('&').filter_map(|pair| pair.split_once('=')))
}

fn plan(form: &str) -> Result<Plan, Vec<Fault>> {
    let catalogue = Catalogue::built_in().unwrap();
    draft(form).plan(&catalogue).map_err(|problems| problems.into_iter().map(|bad| bad.fault).collect())
}

const WEEK: &str = "title=Desk days&day=mon&day=fri&from=09:00&until=18:00&ends=no&s0-days=7\
    &s0i0-do=stretch-start&s0i0-when=at&s0i0-at=08:30&s0i0-calls=remind\
    &s0i1-do=walk&s0i1-when=again&s0i1-every=120&s0i1-most=4&s0i1-seconds=600&s0i1-calls=remind\
    &s0i2-do=move-break&s0i2-when=again&s0i2-every=45&s0i2-most=11&s0i2-calls=quiet";

#[test]
fn a_form_makes_the_plan_it_says() {
    let made = plan(WEEK).unwrap();
    assert!(made.endless && made.review_days == 14 && made.title.as_deref() == Some("Desk days"));
    let items = &made.steps[0].items;
    assert_eq!(items.len(), 3);
    assert!(items.iter().all(|item| item.weekdays.len() == 2));
    assert_eq!((items[1].every, items[1].most, items[1].seconds), (Some(120), Some(4), Some(600)));
    assert!(items[0].from.is_none() && items[1].from.is_some(), "hours are for what comes again");
    assert!(items[2].quiet);
}

#[test]
fn each_fault_is_found_before_it_is_kept() {
    for (form, fault) in [
        ("title=x", Fault::Empty),
        ("from=9&s0i0-do=walk&s0i0-when=at&s0i0-at=08:00", Fault::Hours),
        ("s0i0-do=walk&s0i0-when=at&s0i0-at=25:00", Fault::Hours),
        ("s0i0-do=nothing&s0i0-when=at&s0i0-at=08:00", Fault::UnknownRoutine),
        ("s0i0-do=walk&s0i0-when=again&s0i0-every=two&s0i0-most=3", Fault::Every),
        ("s0i0-do=walk&s0i0-when=again&s0i0-every=4&s0i0-most=3", Fault::Every),
        ("s0i0-do=walk&s0i0-when=again&s0i0-every=60&s0i0-most=", Fault::Most),
        ("s0i0-do=cold-15&s0i0-when=again&s0i0-every=60&s0i0-most=11", Fault::ColdADay),
        ("s0i0-do=heat-pad&s0i0-when=again&s0i0-every=60&s0i0-most=7", Fault::HeatADay),
        ("s0i0-do=cold-15&s0i0-when=again&s0i0-every=10&s0i0-most=3", Fault::TooSoon),
        ("s0i0-do=cold-15&s0i0-when=again&s0i0-every=60&s0i0-most=3&s0i0-calls=quiet", Fault::Quiet),
        ("ends=yes&s0-days=0&s0i0-do=walk&s0i0-when=at&s0i0-at=08:00", Fault::Days),
        ("s0i0-do=walk&s0i0-when=at&s0i0-at=08:00&s0i1-do=breathe&s0i1-when=at&s0i1-at=08:00", Fault::SameTime),
    ] {
        assert_eq!(plan(form), Err(vec![fault]), "{form}");
    }
}

#[test]
fn buttons_add_and_take_out_and_nothing_typed_is_lost() {
    let shown = |press: &str| format!("{:?}", draft(&format!("{WEEK}&press={press}")));
    let plain = shown("check");
    assert_eq!(plain.matches("DraftItem").count(), 3);
    assert_eq!(shown("add-0").matches("DraftItem").count(), 4);
    let without = shown("remove-0-1");
    assert!(without.matches("DraftItem").count() == 2 && !without.contains("\"walk\""), "{without}");
    assert_eq!(shown("step").matches("DraftStep").count(), 2);
    assert_eq!(shown("unstep-0"), plain, "the only one stays");
    for odd in
        ["remove-9-9", "remove-0-9", "add-7", "step-", "unstep-5", "dance", "remove--", "add-99999999999999999999"]
    {
        assert!(shown(odd).matches("DraftItem").count() >= 3, "{odd}");
    }
    // What makes no sense stays as it was typed.
    assert!(format!("{:?}", draft("title=<b>&from=9&s0i0-every=many&s0i0-do=gone")).contains("many"));
}
