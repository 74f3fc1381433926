//! Listens to what goes over the session bus between programs and the notification server, as a witness beside both.

use std::{collections::HashMap, sync::Arc, time::Instant};

use futures_util::StreamExt;
use lumbar_played_desktop::{Action, Context, Outcome, Watched, connect};
use zbus::{Message, MessageStream, message::Type, zvariant::OwnedValue};

const SERVER: &str = "org.freedesktop.Notifications";

/// A notification as it was sent.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    /// What the server answered.
    pub(super) id: Option<u32>,
    /// The title.
    pub(super) title: String,
    /// Its buttons, without the press on the notification itself.
    pub(super) buttons: Vec<Action>,
    /// When it was sent.
    pub(super) at: Instant,
    serial: u32,
}

/// What was heard so far.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Every notification, oldest first.
    pub(super) sent: Vec<Sent>,
    /// The numbers that were asked to be closed.
    pub(super) withdrawn: Vec<u32>,
    /// Presses that came back: number and key.
    pub(super) pressed: Vec<(u32, String)>,
    /// What is gone, and the reason that the server gave.
    pub(super) closed: Vec<(u32, u32)>,
}

/// The witness; it listens as long as it lives.
#[derive(Debug)]
pub(super) struct Witness(Arc<Watched<Heard>>);

impl Witness {
    /// Begins to listen on this bus.
    pub(super) async fn on(address: &str) -> Outcome<Self> {
        let connection = connect(address).await?;
        let messages = MessageStream::from(&connection);
        let rules = [format!("interface='{SERVER}'"), "type='method_return'".to_owned()];
        connection
            .call_method(
                Some("org.freedesktop.DBus"),
                "/org/freedesktop/DBus",
                Some("org.freedesktop.DBus.Monitoring"),
                "BecomeMonitor",
                &(rules.as_slice(), 0_u32),
            )
            .await
            .trying("listening to the bus")?;
        let heard = Arc::new(Watched::new(Heard::default()));
        let into = Arc::clone(&heard);
        tokio::spawn(async move {
            let mut messages = messages;
            while let Some(Ok(message)) = messages.next().await {
                into.change(|heard| heard.take(&message));
            }
            drop(connection);
        });
        Ok(Self(heard))
    }

    /// Reads from what was heard.
    pub(super) fn read<R>(&self, read: impl FnOnce(&Heard) -> R) -> R {
        self.0.read(read)
    }

    /// The notification sent last.
    pub(super) fn last(&self) -> Option<Sent> {
        self.read(|heard| heard.sent.last().cloned())
    }
}

impl Heard {
    fn take(&mut self, message: &Message) {
        let header = message.header();
        let member = header.member().map(|member| member.as_str().to_owned()).unwrap_or_default();
        let body = message.body();
        match (message.message_type(), member.as_str()) {
            (Type::MethodCall, "Notify") => {
                type Notify = (String, u32, String, String, String, Vec<String>, HashMap<String, OwnedValue>, i32);
                let Ok((app, _, _, title, _, actions, ..)) = body.deserialize::<Notify>() else { return };
                // The desktops send some of their own.
                if app != "Lumbar" {
                    return;
                }
                let pairs = actions.chunks_exact(2).filter(|pair| pair[0] != "default");
                let buttons = pairs.map(|pair| Action { key: pair[0].clone(), label: pair[1].clone() }).collect();
                let serial = message.primary_header().serial_num().get();
                self.sent.push(Sent { id: None, title, buttons, at: Instant::now(), serial });
            }
            (Type::MethodReturn, _) => {
                let Some(answered) = header.reply_serial().map(std::num::NonZeroU32::get) else { return };
                let Ok(id) = body.deserialize::<u32>() else { return };
                let waits = |sent: &&mut Sent| sent.id.is_none() && sent.serial == answered;
                if let Some(sent) = self.sent.iter_mut().rev().find(waits) {
                    sent.id = Some(id);
                }
            }
            (Type::MethodCall, "CloseNotification") => self.withdrawn.extend(body.deserialize::<u32>()),
            (Type::Signal, "ActionInvoked") => self.pressed.extend(body.deserialize::<(u32, String)>()),
            (Type::Signal, "NotificationClosed") => self.closed.extend(body.deserialize::<(u32, u32)>()),
            (Type::MethodCall | Type::Signal | Type::Error, _) => {}
        }
    }
}
