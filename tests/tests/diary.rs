//! The diary on the real program: kept by itself, changed by hand, there after a kill.
#![cfg(target_os = "linux")]

use lumbar_tests::{Desktop, Outcome, Trouble};
use serde_json::Value;

const MANUAL: [&str; 2] = ["--manual-clock", "--no-window"];

/// The numbers of the records, newest last, with their routines.
async fn log(demo: &lumbar_tests::Demo) -> Outcome<Vec<(u64, String)>> {
    let records: Value = demo.run(&["log", "--json"]).await?.done()?.json()?;
    let of = |record: &Value| Some((record["session"].as_u64()?, record["routine"].as_str()?.to_owned()));
    let mut found: Vec<_> = records.as_array().into_iter().flatten().filter_map(of).collect();
    found.reverse();
    Ok(found)
}

fn expect(fits: bool, what: &str) -> Outcome<()> {
    if fits { Ok(()) } else { Err(Trouble::new(what)) }
}

#[tokio::test]
async fn a_session_is_in_the_diary_with_its_times_and_what_is_done_by_hand_counts_for_limits() -> Outcome<()> {
    let desktop = Desktop::start().await?;
    let mut demo = desktop.demo(&MANUAL).await?;
    expect(demo.done(&["log"]).await?.contains("Nothing is written down"), "an empty diary says so")?;

    demo.done(&["start", "cold-15"]).await?;
    demo.done(&["on"]).await?;
    demo.pass(200).await?;
    demo.done(&["off"]).await?;
    let kept = log(&demo).await?;
    expect(kept.len() == 1 && kept[0].1 == "cold-15", "the session is there")?;

    // By hand, with the same sentence for what cannot be so, on the command line and on the page.
    let refused = demo.refused(&["log", "add", "walk", "--at", "25:00", "--minutes", "5"]).await?;
    expect(refused.contains("the time it began") && refused.contains("25:00"), &refused)?;
    let refused = demo.refused(&["log", "add", "no-such", "--at", "00:01", "--minutes", "5"]).await?;
    expect(refused.contains("no-such"), &refused)?;
    let page = demo.http().fetch("/history/today").await?.with_status(303)?;
    let today = page.header("location").unwrap_or_default().to_owned();
    let day = today.rsplit('/').next().unwrap_or_default().to_owned();
    let fields =
        [("day", day.as_str()), ("routine", "walk"), ("from", "nonsense"), ("minutes", "5"), ("note", "<b>pond</b>")];
    let wrong = demo.http().post_form("/do/diary/add", &fields).await?.with_status(400)?;
    expect(wrong.body.contains("nonsense") && wrong.body.contains("&#60;b&#62;pond"), "what was typed is kept")?;

    // The day before is over, whatever time it is here.
    let page = demo.http().fetch(&today).await?.with_status(200)?.body;
    let before = page.split("\" rel=\"prev\"").next().and_then(|before| before.rsplit('/').next());
    let yesterday = before.unwrap_or_default().to_owned();
    let add = ["log", "add", "walk", "--at", "12:30", "--minutes", "20", "--day", &yesterday, "--note", "Twice round"];
    demo.done(&add).await?;
    let shown = demo.http().fetch(&format!("/history/day/{yesterday}")).await?.with_status(200)?.body;
    for said in ["added by hand", "12:30 to 12:50", "Twice round", "walked, once"] {
        expect(shown.contains(said), said)?;
    }
    let refused = demo.refused(&add).await?;
    expect(refused.contains("12:30 to 12:50"), &refused)?;

    let walk =
        log(&demo).await?.into_iter().find(|(_, routine)| routine == "walk").map(|(number, _)| number.to_string());
    let walk = walk.unwrap_or_default();
    demo.done(&["log", "edit", &walk, "--until", "13:00"]).await?;
    let shown = demo.http().fetch(&format!("/history/day/{yesterday}")).await?.body;
    expect(shown.contains("12:30 to 13:00"), "it is changed")?;
    demo.done(&["undo"]).await?;
    let shown = demo.http().fetch(&format!("/history/day/{yesterday}")).await?.body;
    expect(shown.contains("12:30 to 12:50"), "the change is taken back")?;

    demo.done(&["log", "delete", &walk]).await?;
    expect(log(&demo).await?.len() == 1, "it is deleted")?;
    demo.kill().await?;
    demo.restart(&MANUAL).await?;
    expect(log(&demo).await?.len() == 1, "it stays deleted")?;
    demo.done(&["undo"]).await?;
    expect(log(&demo).await?.len() == 2, "it is there again after a kill")?;
    let refused = demo.refused(&["log", "delete", "999"]).await?;
    expect(refused.contains("not in your diary"), &refused)?;
    for odd in ["/history/day/2026-02-30", "/history/day/x", "/history/day/%3Cb%3E"] {
        demo.http().fetch(odd).await?.with_status(404)?;
    }
    demo.expect_no_panic()
}
