//! Holds the real programs to their promise on bad disks: no alarm goes silently, no press waits longer than 4 s.
#![cfg(target_os = "linux")]

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use futures_util::future::try_join_all;
use lumbar_tests::{Context, Desktop, Http, Outcome, Pid, Trouble, disk::Disk, patience};
use serde_json::Value;
use tokio::time::sleep;

/// What a press may take whatever the disk does, with what this machine needs to start a command.
const ANSWERED: Duration = Duration::from_secs(4);
/// With the log emptied the next save needs room: a log folded whole would be written from its beginning again.
const READ: &str = "PRAGMA wal_checkpoint(TRUNCATE); BEGIN; SELECT id FROM state";
/// What a look may take.
const LOOKED: Duration = Duration::from_secs(2);

/// The person's own profile with the questions about health answered; its clock is the real one.
struct Own {
    desk: Desktop,
    data: PathBuf,
    http: Http,
}

impl Own {
    /// With `disk` under the folder of the data, where this machine lets a test mount one.
    async fn on(disk: impl FnOnce(&Desktop) -> Outcome<Option<Disk>>) -> Outcome<Option<(Self, Disk)>> {
        let desk = Desktop::start().await?;
        let Some(disk) = disk(&desk)? else { return Ok(None) };
        Ok(Some((Self::up(desk).await?, disk)))
    }

    async fn up(desk: Desktop) -> Outcome<Self> {
        desk.lumbar(&["up"]).await?.done()?;
        let http = Http::at(&desk.folders.path("run/lumbar/socket").display().to_string());
        http.post_form("/do/accept-disclaimer", &[("adult", "yes")]).await?.with_status(303)?;
        http.post_form("/do/flags", &[("flags", "none")]).await?.with_status(303)?;
        http.post_form("/do/health", &[("feels", "yes"), ("whole", "yes")]).await?.with_status(303)?;
        let own = Self { data: desk.folders.path("data/lumbar"), desk, http };
        // The day's backup is made beside all else, and a half one that is taken back makes room on a full disk.
        let began = Instant::now();
        while !own.data.join("lumbar.db.backup").exists() && began.elapsed() < patience() {
            sleep(Duration::from_millis(5)).await;
        }
        Ok(own)
    }

    /// A command that is done; what it said as errors, and how long it took.
    async fn done(&self, words: &str) -> Outcome<(String, Duration)> {
        let ran = self.desk.lumbar(&words.split(' ').collect::<Vec<_>>()).await?.done()?;
        Ok((ran.err, ran.took))
    }

    /// How long a command takes, whatever becomes of it.
    async fn took(&self, words: &str) -> Outcome<Duration> {
        Ok(self.desk.lumbar(&words.split(' ').collect::<Vec<_>>()).await?.took)
    }

    async fn status(&self) -> Outcome<Value> {
        self.http.json("/api/v1/status").await
    }

    /// Ends every process of the program in the same moment, so that none brings another back.
    async fn kill_all(&self) -> Outcome<()> {
        let all = self.desk.processes("lumbar");
        all.iter().try_for_each(|pid| pid.freeze())?;
        all.iter().try_for_each(|pid| pid.kill())?;
        for pid in all {
            pid.wait_gone().await?;
        }
        Ok(())
    }

    /// Kills the program, and waits until its guard has brought it back.
    async fn kill(&self) -> Outcome<Duration> {
        let hello = self.http.json("/api/v1/hello").await?;
        let pid = hello["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok()).trying("no process")?;
        Pid::new(pid).kill()?;
        let killed = Instant::now();
        loop {
            match self.http.json("/api/v1/hello").await {
                Ok(hello) if hello["pid"] != pid => return Ok(killed.elapsed()),
                last if killed.elapsed() > patience() => {
                    return Err(Trouble::new(format!("it did not come back by itself: {last:?}")));
                }
                _ => sleep(Duration::from_millis(5)).await,
            }
        }
    }

    /// The question stands, and what is on has been on for at least so long.
    async fn expect_asked(&self, since: Instant) -> Outcome<()> {
        self.desk.notifications.expect(|one| one.says("Is ice or warmth on your back now?")).await?;
        let status = self.status().await?;
        assert!(status["pending"].to_string().contains("is-it-on"), "{status}");
        let on = status["thermal"]["elapsed_seconds"].as_u64().trying(format!("nothing is on: {status}"))?;
        assert!(Duration::from_secs(on + 2) >= since.elapsed(), "on for {on} s: {status}");
        Ok(())
    }
}

/// Something else holds the data.
fn held(own: &Own, how: &str) -> Outcome<rusqlite::Connection> {
    let other = rusqlite::Connection::open(own.data.join("lumbar.db"))?;
    other.busy_timeout(patience())?;
    other.execute_batch(how)?;
    Ok(other)
}

#[tokio::test]
async fn what_a_full_disk_did_not_take_is_said_on_every_face_and_asked_about_after_a_kill() -> Outcome<()> {
    for both in [false, true] {
        let Some((own, disk)) = Own::on(|desk| Disk::small(&desk.folders.path("data"))).await? else { return Ok(()) };
        let reader = held(&own, READ)?;
        disk.fill()?;
        own.done("start cold-20-20").await?;
        let pressed = Instant::now();
        let (said, took) = own.done("on").await?;
        assert!(took < ANSWERED, "{took:?}");
        assert!(said.contains("not saved"), "{said:?}");
        assert!(own.done("status").await?.1 < LOOKED);
        assert!(own.desk.lumbar(&["status"]).await?.done()?.out.contains("Not saved yet"));
        assert!(own.status().await?["unsaved"].as_str().is_some_and(|why| why.contains("full")));
        for page in ["/", "/session/thermal", "/routines"] {
            assert!(own.http.fetch(page).await?.with_status(200)?.body.contains("could not be saved"), "{page}");
        }
        own.desk.notifications.expect(|one| one.says("not saved yet")).await?;
        if both {
            own.kill_all().await?;
            own.done("up").await?;
        } else {
            println!("back after {} ms", own.kill().await?.as_millis());
        }
        own.expect_asked(pressed).await?;
        own.done("on").await?;
        assert_eq!(own.status().await?["thermal"]["phase"], "running");
        drop(reader);
        // With room again all of it is saved, and that is said as well.
        disk.clear()?;
        let (said, _) = own.done("off").await?;
        assert_eq!(said, "");
        assert!(own.status().await?["unsaved"].is_null());
    }
    Ok(())
}

#[tokio::test]
async fn two_presses_at_once_on_a_full_disk_are_both_answered_in_time() -> Outcome<()> {
    let Some((own, disk)) = Own::on(|desk| Disk::small(&desk.folders.path("data"))).await? else { return Ok(()) };
    own.done("start cold-20-20").await?;
    own.done("on").await?;
    let _reader = held(&own, READ)?;
    disk.fill()?;
    let words = ["off", "prepare towel", "prepare towel", "stop"];
    for (words, took) in words.iter().zip(try_join_all(words.map(|words| own.took(words))).await?) {
        assert!(took < ANSWERED, "{words}: {took:?}");
    }
    let began = Instant::now();
    own.http.json("/api/v1/hello").await?;
    assert!(began.elapsed() < LOOKED, "{:?}", began.elapsed());
    assert!(own.status().await?["thermal"]["phase"] != "running");
    Ok(())
}

#[tokio::test]
async fn data_that_another_program_holds_keep_no_press_waiting_and_are_asked_about_after_a_kill() -> Outcome<()> {
    for both in [false, true] {
        let own = Own::up(Desktop::start().await?).await?;
        own.done("start cold-20-20").await?;
        let other = held(&own, "BEGIN EXCLUSIVE")?;
        let pressed = Instant::now();
        let (said, took) = own.done("on").await?;
        assert!(took < ANSWERED && said.contains("not saved"), "{took:?} {said:?}");
        let began = Instant::now();
        own.http.json("/api/v1/hello").await?;
        assert!(began.elapsed() < LOOKED, "{:?}", began.elapsed());
        if both {
            own.kill_all().await?;
            own.done("up").await?;
        } else {
            own.kill().await?;
        }
        own.expect_asked(pressed).await?;
        drop(other);
        own.done("off").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_profile_that_went_away_while_the_program_died_is_asked_about() -> Outcome<()> {
    for moved in [true, false] {
        for both in [false, true] {
            let own = Own::up(Desktop::start().await?).await?;
            own.done("start cold-20-20").await?;
            let pressed = Instant::now();
            own.done("on").await?;
            own.desk.expect_guard().await?;
            if moved {
                fs::rename(&own.data, own.data.with_file_name("moved"))?;
            } else {
                fs::remove_dir_all(&own.data)?;
                fs::create_dir(&own.data)?;
            }
            if both {
                own.kill_all().await?;
                own.done("up").await?;
            } else {
                own.kill().await?;
            }
            own.expect_asked(pressed).await.trying(format!("moved {moved}, both {both}"))?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_log_of_the_data_that_is_lost_takes_nothing_with_it() -> Outcome<()> {
    for kind in ["deleted", "cut", "flipped", "folder"] {
        let own = Own::up(Desktop::start().await?).await?;
        own.done("start cold-20-20").await?;
        own.done("on").await?;
        // What is confirmed is folded into the data a moment later.
        let folded = || {
            let data = own.data.join("lumbar.db").display().to_string();
            let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_URI;
            let data = rusqlite::Connection::open_with_flags(format!("file:{data}?immutable=1"), flags)?;
            data.query_row("SELECT saved FROM state", [], |row| row.get::<_, String>(0))
        };
        let began = Instant::now();
        while !folded().is_ok_and(|saved| saved.contains("\"phase\":\"on\"")) && began.elapsed() < patience() {
            sleep(Duration::from_millis(5)).await;
        }
        own.kill_all().await?;
        let log = own.data.join("lumbar.db-wal");
        let bytes = fs::read(&log)?;
        match kind {
            "deleted" => fs::remove_file(&log)?,
            "cut" => fs::write(&log, &bytes[..bytes.len() / 2])?,
            "flipped" => fs::write(&log, bytes.iter().map(|byte| byte ^ 0x10).collect::<Vec<_>>())?,
            _ => {
                fs::remove_file(&log)?;
                fs::create_dir(&log)?;
            }
        }
        own.done("up").await?;
        let status = own.status().await?;
        assert_eq!(status["thermal"]["phase"], "running", "{kind}: {status}");
        assert_eq!(status["pending"], serde_json::json!([]), "{kind}: {status}");
    }
    Ok(())
}

#[tokio::test]
async fn on_a_frozen_disk_every_press_is_answered_and_the_guard_alarms_within_ten_seconds() -> Outcome<()> {
    let disk = |desk: &Desktop| Disk::freezing(&desk.folders.path("data"), &desk.folders.path("tmp/image"));
    let Some((own, mut disk)) = Own::on(disk).await? else { return Ok(()) };
    own.done("start cold-20-20").await?;
    let pressed = Instant::now();
    own.done("on").await?;
    own.desk.expect_guard().await?;
    if !disk.freeze()? {
        return Ok(());
    }
    for words in ["skin fine", "prepare towel", "prepare towel"] {
        let took = own.took(words).await?;
        assert!(took < ANSWERED, "{words}: {took:?}");
    }
    let began = Instant::now();
    own.http.json("/api/v1/hello").await?;
    own.http.fetch("/").await?.with_status(200)?;
    assert!(began.elapsed() < LOOKED, "{:?}", began.elapsed());

    let pid = own.http.json("/api/v1/hello").await?["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok());
    let killed = Instant::now();
    Pid::new(pid.trying("no process")?).kill()?;
    own.desk.notifications.expect(|one| one.says("Lumbar has stopped")).await?;
    println!("frozen: the guard alarms after {} ms", killed.elapsed().as_millis());
    assert!(killed.elapsed() < Duration::from_secs(10), "{:?}", killed.elapsed());
    disk.thaw()?;
    // It goes on trying, and what comes back knows what was on.
    let began = Instant::now();
    while own.status().await.is_err() {
        assert!(began.elapsed() < patience() * 2, "it does not come back");
        sleep(Duration::from_millis(50)).await;
    }
    own.expect_asked(pressed).await
}

#[tokio::test]
async fn on_a_frozen_disk_the_program_ends_when_it_is_asked_to() -> Outcome<()> {
    let disk = |desk: &Desktop| Disk::freezing(&desk.folders.path("data"), &desk.folders.path("tmp/image"));
    let Some((own, mut disk)) = Own::on(disk).await? else { return Ok(()) };
    let pid = own.http.json("/api/v1/hello").await?["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok());
    let pid = Pid::new(pid.trying("no process")?);
    if !disk.freeze()? {
        return Ok(());
    }
    let began = Instant::now();
    own.took("quit --force").await?;
    // What still writes there keeps the rest of the process until the disk lets go of it.
    pid.wait_gone().await?;
    println!("frozen: ended after {} ms", began.elapsed().as_millis());
    disk.thaw()
}
