//! Faults of the saved data. Promised: what may be older than the last confirmed press is never taken as known: the program
//! asks what is on the body, and no damage is silent.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use lumbar_played_desktop::Outcome;
use rusqlite::Connection;

use super::{
    found::Found,
    mount::run,
    scene::{Scene, is_on},
};

/// Damages played by `random_damage`; `LUMBAR_DAMAGES` sets another number.
const DAMAGES: u64 = 100;

pub(super) async fn locked() -> Outcome<Found> {
    let scene = Scene::ready(None).await?;
    let other = Connection::open(scene.demo.profile.join("lumbar.db"))?;
    other.execute_batch("BEGIN EXCLUSIVE")?;
    let mut found = Found::default();
    scene.pressed(&mut found, &["on"]).await;
    scene.pressed(&mut found, &["status"]).await;
    tokio::time::sleep(Duration::from_secs(6)).await;
    scene.faces(&mut found).await;
    scene.killed(&mut found).await?;
    Scene::says_unsaved(&mut found);
    drop(other);
    Ok(found)
}

pub(super) async fn moved() -> Outcome<Found> {
    let scene = Scene::on(None).await?;
    fs::rename(&scene.demo.profile, scene.desk.folders.path("elsewhere"))?;
    let mut found = Found::default();
    scene.killed(&mut found).await?;
    scene.faces(&mut found).await;
    Ok(found)
}

pub(super) async fn emptied() -> Outcome<Found> {
    let scene = Scene::on(None).await?;
    for entry in fs::read_dir(&scene.demo.profile)?.flatten() {
        // The mark of the demo and its clock are the test's, not the person's.
        if entry.path().is_file() && entry.file_name() != "demo" && entry.file_name() != "clock.json" {
            fs::remove_file(entry.path())?;
        }
    }
    let mut found = Found::default();
    scene.killed(&mut found).await?;
    scene.faces(&mut found).await;
    Ok(found)
}

pub(super) async fn replaced() -> Outcome<Found> {
    let scene = Scene::ready(None).await?;
    // As a copy that was put back: the state before the press.
    let (data, copy) = (scene.demo.profile.join("lumbar.db"), scene.desk.folders.path("copy.db"));
    Connection::open(&data)?.execute("VACUUM INTO ?1", [copy.display().to_string()])?;
    scene.demo.done(&["on"]).await?;
    scene.desk.expect_guard().await?;
    fs::rename(&copy, &data)?;
    for ending in ["-wal", "-shm"] {
        let _removed = fs::remove_file(beside(&data, ending));
    }
    let mut found = Found::default();
    scene.killed(&mut found).await?;
    scene.faces(&mut found).await;
    Ok(found)
}

pub(super) async fn wal_flipped() -> Outcome<Found> {
    damaged_and_started(|wal| {
        let mut bytes = fs::read(wal)?;
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        Ok(fs::write(wal, bytes)?)
    })
    .await
}

pub(super) async fn wal_cut() -> Outcome<Found> {
    damaged_and_started(|wal| {
        let bytes = fs::read(wal)?;
        Ok(fs::write(wal, &bytes[..bytes.len() / 2])?)
    })
    .await
}

pub(super) async fn wal_deleted() -> Outcome<Found> {
    damaged_and_started(|wal| Ok(fs::remove_file(wal)?)).await
}

/// In place of one that may not be read: nothing keeps root from reading.
pub(super) async fn wal_immutable() -> Outcome<Found> {
    damaged_and_started(|wal| run("chattr", &["+i", &wal.display().to_string()])).await
}

pub(super) async fn wal_folder() -> Outcome<Found> {
    damaged_and_started(|wal| {
        fs::remove_file(wal)?;
        Ok(fs::create_dir(wal)?)
    })
    .await
}

/// Ice is on, both programs die, the log of the database is damaged, and the person starts Lumbar again.
async fn damaged_and_started(damage: impl Fn(&Path) -> Outcome<()>) -> Outcome<Found> {
    let scene = Scene::on(None).await?;
    scene.both_killed().await?;
    let mut found = Found::default();
    let wal = beside(&scene.demo.profile.join("lumbar.db"), "-wal");
    let before = fs::read(&wal).ok();
    if before.is_some() {
        damage(&wal)?;
    }
    let harmed = fs::read(&wal).ok() != before || is_immutable(&wal);
    found.promise(before.is_some() && harmed, "nothing was damaged".to_owned());
    let died = Instant::now();
    scene.pressed(&mut found, &["up"]).await;
    scene.aftermath(&mut found, died).await;
    scene.faces(&mut found).await;
    let _writable = run("chattr", &["-i", &wal.display().to_string()]);
    Ok(found)
}

/// Both programs are killed with ice on, one of the files is damaged at one place, and Lumbar is started: again and again.
pub(super) async fn random_damage() -> Outcome<Found> {
    let times = std::env::var("LUMBAR_DAMAGES").ok().and_then(|text| text.parse().ok()).unwrap_or(DAMAGES);
    let scene = Scene::on(None).await?;
    scene.both_killed().await?;
    let whole = scene.desk.folders.path("whole");
    run("cp", &["-a", &scene.demo.profile.display().to_string(), &whole.display().to_string()])?;
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |most: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % most.max(1)
    };
    let mut found = Found::default();
    let (mut known, mut asked, mut silent) = (0, 0, Vec::new());
    let mut nth = 0;
    while nth < times {
        let name = ["lumbar.db", "lumbar.db-wal", "lumbar.db.backup"][below(3) as usize];
        let file = scene.demo.profile.join(name);
        let size = fs::metadata(&file).map_or(0, |about| about.len());
        let (how, at) = (below(4), below(size));
        let before = fs::read(&file).ok();
        match (how, fs::read(&file)) {
            (_, Err(_)) => {}
            (0, Ok(_)) => fs::remove_file(&file)?,
            (1, Ok(bytes)) => fs::write(&file, &bytes[..at as usize])?,
            (_, Ok(mut bytes)) => {
                if let Some(byte) = bytes.get_mut(at as usize) {
                    *byte ^= 1 << below(8);
                }
                fs::write(&file, bytes)?;
            }
        }
        // A file that is not there, or has no byte to change, is no damage.
        if fs::read(&file).ok() == before {
            continue;
        }
        nth += 1;
        let up = scene.press(&["up"], Duration::from_secs(25)).await;
        let status = scene.demo.look().await.unwrap_or_default();
        let asks = status["pending"].as_array().is_some_and(|all| all.iter().any(|one| one["question"] == "is-it-on"));
        match (is_on(&status), asks) {
            (true, _) => known += 1,
            (false, true) => asked += 1,
            (false, false) => silent.push(format!("#{nth} {name} {how}@{at} (`up` exit {:?})", up.code)),
        }
        scene.both_killed().await?;
        fs::remove_dir_all(&scene.demo.profile)?;
        run("cp", &["-a", &whole.display().to_string(), &scene.demo.profile.display().to_string()])?;
    }
    found.lost = format!("{times} damages: {known} known, {asked} asked, {} silent", silent.len());
    let first: Vec<_> = silent.iter().take(3).cloned().collect();
    found.promise(silent.is_empty(), format!("{} are silent, such as {}", silent.len(), first.join(", ")));
    Ok(found)
}

/// What `chattr +i` leaves as it is can still be told: root cannot add to it either.
fn is_immutable(file: &Path) -> bool {
    fs::OpenOptions::new().append(true).open(file).is_err()
}

fn beside(data: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", data.display()))
}
