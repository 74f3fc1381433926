//! Looks whether the window comes to the front at the alarm, from behind another program's.

use std::{path::Path, time::Duration};

use lumbar_played_desktop::Outcome;
use tokio::time::sleep;

use super::{
    row::Seen,
    screen::find,
    turn::{Look, SHOWN, Turn},
};
use crate::lumbar_binary;

/// How long a window takes to come, with a web engine that draws without a GPU.
const WINDOW_COMES: Duration = Duration::from_secs(60);
/// Words that stand beside every page and in no notification: more than one, for a notification may stand over them.
const OF_WINDOW: [&str; 3] = ["History", "Settings", "profile"];

impl Turn<'_> {
    /// A Lumbar with its window, another program's window over it, and the alarm.
    pub(super) async fn window(&mut self) -> Outcome<Seen> {
        let before = self.ground.picture("no-window").await?;
        self.demo = self.ground.seat.demo(lumbar_binary()?, &["cold-20-20", "--turns", "1", "--manual-clock"]).await?;
        if !self.window_comes(&before).await? {
            let look = Look { words: Vec::new(), picture: self.ground.picture("window").await? };
            self.keep(&look, "window");
            return Ok(Seen::No(format!("no window came; read: {}", self.read(&before).await?)));
        }
        self.demo.done(&["on"]).await?;
        let lines = "Another program.\n".repeat(60);
        let text = self.ground.folders.write("another", &lines)?.display().to_string();
        let words = ["--text-info", "--title=Another", "--width=1270", "--height=780", "--filename", &text];
        self.ground.run("another", "zenity", &words)?;
        sleep(SHOWN * 3).await;
        if self.sees_window(&before).await? {
            return Ok(Seen::Untried("another window does not come over it here".into()));
        }
        self.go_to_alarm().await?;
        let came = self.window_comes(&before).await?;
        let look = Look { words: Vec::new(), picture: self.ground.picture("window").await? };
        self.keep(&look, "window");
        let read = self.read(&before).await?;
        self.ground.kill("another").await?;
        self.demo.run(&["off"]).await?;
        self.demo.run(&["quit", "--force"]).await?;
        Ok(Seen::when(came, format!("read: {read}")))
    }

    /// Whether Lumbar's window comes to be seen in time.
    async fn window_comes(&self, before: &Path) -> Outcome<bool> {
        let began = std::time::Instant::now();
        loop {
            sleep(SHOWN).await;
            let seen = self.sees_window(before).await?;
            if seen || began.elapsed() > WINDOW_COMES {
                return Ok(seen);
            }
        }
    }

    async fn sees_window(&self, before: &Path) -> Outcome<bool> {
        let now = self.ground.picture("now").await?;
        let read = self.words_since(before, &now, &[OF_WINDOW[0].to_owned()]).await?;
        Ok(OF_WINDOW.iter().any(|word| find(&read, word).is_some()))
    }
}
