//! Compares what stands before the person, and what the diary holds, with what happened.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use lumbar_played_desktop::{Notification, Outcome, Pid, Trouble, patience};
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use tokio::time::sleep;
use zbus::names::BusName;

use super::Life;
use crate::kill_run::deed::Seen;

impl Life<'_> {
    /// After a kill: what waits for an answer is said once more, by the program that is there now, and nothing else is.
    ///
    /// `most`: once by each life that came up, and once by what came just before the kill.
    pub(super) async fn said_again(&mut self, now: &Seen, arrived: usize, most: usize) -> Outcome<()> {
        let Some((token, question)) = now.asks.first() else { return self.stands(now).await };
        let began = Instant::now();
        while !self.is_said_by_the_present(token, arrived).await {
            if began.elapsed() > patience() {
                return Err(Trouble::new(format!("{question} ({token}) was not said again")));
            }
            sleep(Duration::from_millis(2)).await;
        }
        self.report.again += 1;
        self.said = Some((token.clone(), arrived, most));
        self.nothing_came_late()?;
        self.stands(now).await
    }

    async fn is_said_by_the_present(&self, token: &str, arrived: usize) -> bool {
        for one in self.desk.notifications.arrived().iter().skip(arrived).filter(|one| answers(one, token)) {
            let Ok(sender) = BusName::try_from(one.sender.as_str()) else { continue };
            // One that has ended is no longer known to the bus.
            if self.bus.get_connection_unix_process_id(sender).await.is_ok_and(|pid| Pid::new(pid) == self.pid) {
                return true;
            }
        }
        false
    }

    /// What was said again was not said more often than it may, also not in the meantime.
    pub(super) fn nothing_came_late(&self) -> Outcome<()> {
        let Some((token, arrived, most)) = &self.said else { return Ok(()) };
        let all = self.desk.notifications.arrived();
        let (before, since) = all.split_at((*arrived).min(all.len()));
        // What a life that had spoken before the kill sent with its last breath arrives late and is no second word.
        let is_new = |one: &&Notification| before.iter().all(|old| old.sender != one.sender);
        let times = since.iter().filter(|one| answers(one, token)).filter(is_new).count();
        if times > *most {
            return Err(Trouble::new(format!("{token} was said {times} times instead of {most}")));
        }
        Ok(())
    }

    /// Every question that waits stands before the person, with buttons of this question.
    pub(super) async fn stands(&self, now: &Seen) -> Outcome<()> {
        let began = Instant::now();
        for (token, question) in &now.asks {
            while !self.desk.notifications.standing().iter().any(|one| answers(one, token)) {
                if began.elapsed() > patience() {
                    return Err(Trouble::new(format!("{question} ({token}) waits and stands nowhere")));
                }
                sleep(Duration::from_millis(1)).await;
            }
        }
        Ok(())
    }

    /// The diary holds what happened, each once.
    pub(super) fn compare_diary(&self) -> Outcome<()> {
        let file = self.demo.profile.join("lumbar.db");
        let data = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        let mut rows = data.prepare("SELECT what FROM event")?;
        for text in rows.query_map([], |row| row.get::<_, String>(0))? {
            let event: Value = serde_json::from_str(&text?)?;
            *found.entry(event["what"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
        for word in ["began", "went-on", "skin-said", "came-off"] {
            let (held, happened) = (found.get(word).copied().unwrap_or(0), self.diary.get(word).copied().unwrap_or(0));
            if held != happened {
                return Err(Trouble::new(format!("the diary holds {held} times {word}, it happened {happened} times")));
            }
        }
        Ok(())
    }

    /// The guard never had to alarm in the program's place.
    pub(super) fn compare_alarms(&self) -> Outcome<()> {
        match self.desk.notifications.arrived().iter().any(|one| one.says("Lumbar has stopped")) {
            true => Err(Trouble::new("the guard alarmed though the program could come back")),
            false => Ok(()),
        }
    }
}

fn answers(one: &Notification, token: &str) -> bool {
    one.actions.iter().any(|action| action.key.split('/').nth(1) == Some(token))
}
