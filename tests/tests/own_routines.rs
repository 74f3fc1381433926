//! A routine of one's own on the real program: made on the page, run, changed, refused, handed out, brought in, deleted.
#![cfg(target_os = "linux")]

use std::fs;

use lumbar_tests::{Desktop, Outcome, Trouble};

const MANUAL: [&str; 2] = ["--manual-clock", "--no-window"];

fn expect(fits: bool, what: &str) -> Outcome<()> {
    if fits { Ok(()) } else { Err(Trouble::new(what)) }
}

/// A walk, and a short ice pack of so many minutes.
fn form<'a>(name: &'a str, minutes: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let fields = [
        ("name", name),
        ("short", "Out & about"),
        ("kind", "stretch"),
        ("usual", "1"),
        ("most", "1"),
        ("figure", "walk"),
        ("s0-what", "move:walk-out"),
        ("s0-was", "walk:0"),
        ("s0-title", "Once round the <pond>"),
        ("s0-figure", "walk"),
        ("s0-seconds", "60"),
        ("s0-reps", "1"),
        ("s0-sides", "none"),
        ("s1-what", "expose:still-cold"),
        ("s1-was", "cold-15:0"),
        ("s1-seconds", minutes),
        ("s1-checks", "5"),
    ];
    fields.into_iter().chain(more.iter().copied()).collect()
}

fn seen(page: &str) -> String {
    let from = page.split("name=\"seen\" value=\"").nth(1);
    from.and_then(|from| from.split('"').next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_routine_of_ones_own_is_made_run_changed_and_deleted() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    let http = demo.http();
    let made = http.post_form("/do/own-routine", &form("My <b>&_morning", "10", &[])).await?.with_status(303)?;
    expect(made.header("location") == Some("/routines/my-b-morning"), &format!("{:?}", made.header("location")))?;
    let file = demo.profile.join("routines/my-b-morning.toml");
    let kept = fs::read_to_string(&file)?;
    expect(kept.contains("name = \"My <b>&_morning\"") && kept.starts_with("version = 1"), &kept)?;

    // Everywhere by its name, as it was typed.
    expect(demo.done(&["routines"]).await?.contains("my-b-morning       My <b>&_morning · "), "it is listed")?;
    for page in ["/routines", "/routines/my-b-morning"] {
        let page = http.fetch(page).await?.with_status(200)?.body;
        expect(page.contains("My &#60;b&#62;&#38;_morning") && !page.contains("<b>&"), "it is shown as text")?;
    }
    demo.done(&["settings", "set", "favourites", "my-b-morning"]).await?;
    let item = desk.tray.item().await?;
    item.expect_menu(|menu| menu.labels().iter().any(|label| label.contains("My <b>&") && label.contains("morning")))
        .await?;

    demo.done(&["start", "my-b-morning"]).await?;
    let now = desk.notifications.next().await?;
    expect(now.summary.contains("Once round the <pond>"), &now.summary)?;
    let (tip, more) = item.tooltip().await?;
    expect(format!("{tip} {more}").contains("morning"), &format!("{tip}: {more}"))?;
    demo.pass(60).await?;
    demo.done(&["on"]).await?;
    demo.expect_status(|status| status["thermal"]["phase"] == "running").await?;

    // A change over the limit is refused with the sentence, and nothing that was typed is lost.
    let page = http.fetch("/own-routines/edit/my-b-morning").await?.with_status(200)?.body;
    let mark = seen(&page);
    let own = [("id", "my-b-morning"), ("from", "my-b-morning"), ("seen", mark.as_str())];
    let wrong = http.post_form("/do/own-routine", &form("My evening", "25", &own)).await?.with_status(422)?.body;
    for said in ["20 min is the most for an ice pack.", "value=\"25\"", "value=\"My evening\"", "&#60;pond&#62;"] {
        expect(wrong.contains(said), said)?;
    }
    expect(fs::read_to_string(&file)? == kept, "the file is as it was")?;
    // Checked while it is typed, nothing is kept.
    let checked =
        http.post_form("/do/own-routine-check", &form("My evening", "12", &own)).await?.with_status(200)?.body;
    expect(!checked.contains("class=\"problems\""), "nothing is wrong with it")?;
    expect(fs::read_to_string(&file)? == kept, "nothing is kept yet")?;

    // Somebody else changes the file: theirs is not written over.
    let other = kept.replace("My <b>", "Our <b>");
    fs::write(&file, &other)?;
    let changed = http.post_form("/do/own-routine", &form("My evening", "12", &own)).await?.with_status(409)?.body;
    expect(changed.contains("Somebody has changed it") && changed.contains("value=\"My evening\""), "it is noticed")?;
    expect(fs::read_to_string(&file)? == other, "theirs stays")?;
    let mark = seen(&http.fetch("/own-routines/edit/my-b-morning").await?.body);
    let own = [("id", "my-b-morning"), ("from", "my-b-morning"), ("seen", mark.as_str())];
    http.post_form("/do/own-routine", &form("My evening", "12", &own)).await?.with_status(303)?;
    expect(demo.done(&["routines"]).await?.contains("My evening"), "the new name is known at once")?;
    expect(demo.look().await?["thermal"]["remaining_seconds"] == 600, "what is on stays as it began")?;

    // Out into a file and in again; the same decision on page and command line.
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("out.toml").display().to_string();
    demo.done(&["routines", "export", "my-b-morning", &out]).await?;
    expect(fs::read_to_string(&out)? == fs::read_to_string(&file)?, "it goes out as it is")?;
    let again = demo.refused(&["routines", "export", "my-b-morning", &out]).await?;
    expect(again.contains("already"), &again)?;
    let path = [("path", out.as_str())];
    let page = http.post_form("/do/own-routine-import", &path).await?.with_status(422)?.body;
    let told = demo.refused(&["routines", "import", &out]).await?;
    for said in [&page, &told] {
        expect(said.contains("Line 2") && said.contains("There is a routine “my-b-morning” already"), said)?;
    }

    let asked = demo.refused(&["routines", "delete", "my-b-morning"]).await?;
    expect(asked.contains("--yes") && asked.contains("My evening") && file.exists(), &asked)?;
    let page = http.fetch("/own-routines/delete/my-b-morning").await?.with_status(200)?.body;
    expect(page.contains("It is on now"), "it says that it is on")?;
    http.post_form("/do/own-routine-delete", &[("id", "my-b-morning")]).await?.with_status(303)?;
    let listed = demo.done(&["routines"]).await?;
    expect(!file.exists() && !listed.contains("my-b-morning"), &listed)?;
    expect(listed.contains("“My evening” is on now"), "what is on keeps its name")?;
    http.fetch("/routines/my-b-morning").await?.with_status(404)?;
    demo.expect_status(|status| status["thermal"]["phase"] == "running").await?;
    let built_in = demo.refused(&["routines", "delete", "cold-15", "--yes"]).await?;
    expect(built_in.contains("built in"), &built_in)?;

    let brought = http.post_form("/do/own-routine-import", &path).await?.with_status(303)?;
    expect(brought.header("location") == Some("/routines/my-b-morning"), "it comes in again")?;
    expect(fs::read_to_string(&file)? == fs::read_to_string(&out)?, "as it went out")?;
    demo.expect_no_panic()
}
