//! Faults of the disk that a profile lies on. Promised: a press is answered in time and says that it is not saved, and a
//! program that was killed never forgets what is on.

use std::time::Duration;

use lumbar_played_desktop::Outcome;
use tokio::time::sleep;

use super::{found::Found, mount::Mount, scene::Scene};

/// As long as a disk may take before a press is answered without it.
const NOT_SAVED: Duration = Duration::from_secs(6);

pub(super) async fn full() -> Outcome<Found> {
    let mount = Mount::memory("3m")?;
    unsaved_and_killed(&mount, Mount::fill).await
}

pub(super) async fn quota() -> Outcome<Found> {
    let mount = Mount::device(6)?;
    unsaved_and_killed(&mount, Mount::fill).await
}

pub(super) async fn read_only() -> Outcome<Found> {
    let mount = Mount::device(32)?;
    unsaved_and_killed(&mount, Mount::make_read_only).await
}

pub(super) async fn full_with_two_presses() -> Outcome<Found> {
    let mount = Mount::memory("3m")?;
    let scene = Scene::on(Some(&mount.profile())).await?;
    mount.fill()?;
    let mut found = Found::default();
    let most = Duration::from_secs(25);
    // Which of two saves fails while the other waits is left to chance, so they meet more than once.
    for timer in ["towel", "sponge", "rice"] {
        let words = ["prepare", timer];
        let (one, other, status) =
            tokio::join!(scene.press(&["off"], most), scene.press(&words, most), scene.press(&["status"], most));
        let slowest = one.took.max(other.took).max(status.took).as_secs_f64();
        found.command = format!("`off` exit {:?}, slowest of three {slowest:.1} s: {}", one.code, one.said);
        found.promise(one.in_time() && other.in_time() && status.in_time(), format!("a press took {slowest:.1} s"));
    }
    scene.faces(&mut found).await;
    found.lost = "nothing".to_owned();
    Scene::says_unsaved(&mut found);
    Ok(found)
}

pub(super) async fn frozen() -> Outcome<Found> {
    let mut mount = Mount::device(32)?;
    let scene = Scene::ready(Some(&mount.profile())).await?;
    scene.demo.done(&["on"]).await?;
    scene.desk.expect_guard().await?;
    mount.freeze()?;
    let mut found = Found::default();
    scene.pressed(&mut found, &["skin", "bad"]).await;
    scene.faces(&mut found).await;
    // Whatever waits for the disk cannot die before the thaw; its guard cannot know that.
    scene.killed(&mut found).await?;
    Scene::says_unsaved(&mut found);
    mount.thaw()?;
    Ok(found)
}

/// Ice is asked for; the disk fails; it goes on; the program dies.
async fn unsaved_and_killed(mount: &Mount, fail: impl Fn(&Mount) -> Outcome<()>) -> Outcome<Found> {
    let scene = Scene::ready(Some(&mount.profile())).await?;
    fail(mount)?;
    let mut found = Found::default();
    scene.pressed(&mut found, &["on"]).await;
    // That a save has failed may be known only after the press was answered.
    sleep(NOT_SAVED).await;
    scene.faces(&mut found).await;
    scene.killed(&mut found).await?;
    Scene::says_unsaved(&mut found);
    Ok(found)
}
