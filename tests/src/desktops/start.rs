//! Starts a desktop here without a screen, and its server and its panel once more after a crash.

use std::time::Duration;

use lumbar_played_desktop::{Outcome, Trouble};
use tokio::time::sleep;

use super::{
    ground::Ground,
    kinds::{Kind, Stage, find, is_service},
    stages,
};

impl Kind {
    /// Starts it and waits until it shows notifications.
    pub(super) async fn start(&self) -> Outcome<Ground> {
        let services: Vec<&str> = self.services().iter().copied().filter(|service| is_service(service)).collect();
        let mut ground = Ground::make(&services).await?;
        let started = self.start_on(&mut ground).await;
        started.map_err(|trouble| Trouble::new(format!("{trouble}; {}", ground.last_words())))?;
        Ok(ground)
    }

    async fn start_on(&self, ground: &mut Ground) -> Outcome<()> {
        stages::set(self, ground).await?;
        // The tray's host of Cinnamon waits for who draws it.
        if self.stage == Stage::Cinnamon {
            self.start_server(ground).await?;
            return self.start_panel(ground).await;
        }
        self.start_panel(ground).await?;
        self.start_server(ground).await
    }

    /// Starts who shows notifications, and waits for it.
    pub(super) async fn start_server(&self, ground: &mut Ground) -> Outcome<()> {
        match self.server.split_first() {
            Some((program, args)) => run(ground, "server", program, args)?,
            None => stages::start_server(self.stage, ground).await?,
        }
        ground.until_taken("org.freedesktop.Notifications").await?;
        // It takes its name before it can draw.
        sleep(Duration::from_millis(1500)).await;
        Ok(())
    }

    /// Ends who shows notifications, as a crash does.
    pub(super) async fn kill_server(&self, ground: &mut Ground) -> Outcome<()> {
        ground.kill("server").await
    }

    /// Starts the panel, where it is a program of its own.
    pub(super) async fn start_panel(&self, ground: &mut Ground) -> Outcome<()> {
        let Some((program, args)) = self.panel.split_first() else { return Ok(()) };
        run(ground, "panel", program, args)?;
        ground.until_taken("org.kde.StatusNotifierWatcher").await?;
        sleep(Duration::from_millis(1500)).await;
        Ok(())
    }
}

fn run(ground: &mut Ground, name: &'static str, program: &str, args: &[&str]) -> Outcome<()> {
    let found = find(program).unwrap_or_else(|| program.to_owned());
    ground.run(name, &found, args)
}
