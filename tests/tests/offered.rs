//! What is offered after the first finished session, on the real program: once each, and never again where it was refused.
#![cfg(target_os = "linux")]
#![allow(clippy::panic, reason = "a test may fail by panicking")]

use lumbar_tests::{Demo, Desktop, Outcome};
use serde_json::json;

const MANUAL: [&str; 2] = ["--manual-clock", "--no-window"];
const PLAN: &str = "Would a plan help?";
/// "Slow breathing" lasts so long, s; see its file.
const BREATHE: u64 = 360;

async fn today(demo: &Demo) -> Outcome<String> {
    Ok(demo.http().fetch("/").await?.with_status(200)?.body)
}

/// How a person answers the offer of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Refuse,
    ChooseOnThePage,
    ChooseElsewhere,
}

#[tokio::test]
async fn a_plan_is_offered_after_the_first_finished_session_until_it_is_refused_or_chosen() -> Outcome<()> {
    for answer in [Answer::Refuse, Answer::ChooseOnThePage, Answer::ChooseElsewhere] {
        let desk = Desktop::start().await?;
        let mut demo = desk.demo(&MANUAL).await?;
        assert!(!today(&demo).await?.contains(PLAN), "nothing was done yet");
        // What was broken off is no reason to ask.
        demo.done(&["start", "breathe"]).await?;
        assert!(!today(&demo).await?.contains(PLAN), "a session is on");
        demo.done(&["stop"]).await?;
        assert!(!today(&demo).await?.contains(PLAN), "it was stopped");
        demo.done(&["start", "breathe"]).await?;
        demo.pass(BREATHE + 60).await?;
        demo.expect_status(|status| status.pointer("/last/outcome") == Some(&json!("done"))).await?;
        let offered = today(&demo).await?;
        assert!(offered.contains(PLAN) && offered.contains("href=\"/plan/choose\""), "{offered}");
        // It waits for an answer, through a restart as well.
        demo.kill().await?;
        demo.restart(&MANUAL).await?;
        assert!(today(&demo).await?.contains(PLAN), "after a restart");

        let http = demo.http();
        match answer {
            Answer::Refuse => {
                http.post_form("/do/refuse-plan", &[("next", "/")]).await?;
            }
            Answer::ChooseOnThePage => {
                let page = http.fetch("/plan/choose?plan=plan-two-weeks").await?.with_status(200)?.body;
                assert!(page.contains(r#"name="plan" value="plan-two-weeks""#), "{page}");
                http.post_form("/do/plan-choose", &[("plan", "plan-two-weeks")]).await?.with_status(303)?;
            }
            Answer::ChooseElsewhere => {
                demo.done(&["plan", "choose", "plan-two-weeks"]).await?;
            }
        }
        let chosen = !demo.status().await?["next"].is_null();
        assert_eq!(chosen, answer != Answer::Refuse, "{answer:?}");
        assert!(!today(&demo).await?.contains(PLAN), "{answer:?}");
        // Who has ended a plan knows that there are plans.
        if chosen {
            demo.done(&["plan", "leave"]).await?;
        }
        demo.done(&["start", "breathe"]).await?;
        demo.pass(BREATHE + 60).await?;
        demo.expect_status(|status| status["activity"].is_null()).await?;
        demo.kill().await?;
        demo.restart(&MANUAL).await?;
        assert!(!today(&demo).await?.contains(PLAN), "{answer:?}, after a restart");
        assert!(demo.http().fetch("/plan").await?.body.contains("/plan/choose"), "it is found by who looks for it");
        demo.expect_no_panic()?;
    }
    Ok(())
}
