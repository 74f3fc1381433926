//! Notices that the panel has dropped the sign of a program that is there: the AppIndicator extension of GNOME Shell takes it
//! for gone when the machine is busy at its start (seen in 1 to 3 of 24 starts).

use std::time::Duration;

use futures_util::StreamExt;
use zbus::proxy::CacheProperties;
use zbus::{Connection, MatchRule, MessageStream, Proxy};

use super::imp::WATCHER;

/// How long the panel may take to have it again by itself; doubled each time, so that one that never keeps it is left alone.
const FIRST_PAUSE: Duration = Duration::from_millis(300);
/// The longest of these pauses.
const LAST_PAUSE: Duration = Duration::from_secs(300);

/// Listens to what the panel drops.
pub(super) struct PanelWatch {
    bus: Connection,
    told: MessageStream,
}

impl PanelWatch {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the session bus is not there.
    pub(super) async fn start() -> zbus::Result<Self> {
        let bus = Connection::session().await?;
        let rule = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .interface(WATCHER)?
            .member("StatusNotifierItemUnregistered")?
            .build();
        let told = MessageStream::for_match_rule(rule, &bus, None).await?;
        Ok(Self { bus, told })
    }

    /// Tells each time that the panel has dropped the sign and does not have it again after a pause, until the bus is lost.
    pub(super) async fn tell(mut self, dropped: impl Fn()) {
        let mut pause = FIRST_PAUSE;
        // As ksni names it; another one of this program is the sign as well, shown anew.
        let ours = format!("org.kde.StatusNotifierItem-{}-", std::process::id());
        while let Some(Ok(message)) = self.told.next().await {
            if !message.body().deserialize::<&str>().is_ok_and(|item| item.starts_with(&ours)) {
                continue;
            }
            tokio::time::sleep(pause).await;
            // A panel that is gone says nothing; the sign is shown again when it is back.
            if self.items().await.is_ok_and(|items| !items.iter().any(|item| item.starts_with(&ours))) {
                pause = (pause * 2).min(LAST_PAUSE);
                dropped();
            }
        }
    }

    /// What the panel has. It is asked each time, for not every panel tells when that changes.
    async fn items(&self) -> zbus::Result<Vec<String>> {
        let panel = zbus::proxy::Builder::<'_, Proxy<'_>>::new(&self.bus).destination(WATCHER)?;
        let panel = panel.path("/StatusNotifierWatcher")?.interface(WATCHER)?.cache_properties(CacheProperties::No);
        panel.build().await?.get_property("RegisteredStatusNotifierItems").await
    }
}
