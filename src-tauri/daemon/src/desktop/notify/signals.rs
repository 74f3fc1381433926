//! Decides what the signals of the notification server and the bus mean for what should stand.

use std::time::Duration;

use tokio::time::Instant;
use zbus::Message;
use zbus::names::UniqueName;

use super::bus_link::{BusLink, SERVICE};
use super::early::Said;
use super::imp::Desk;
use super::note::{NotifierEvent, Urgency};
use super::quirks::Quirks;

/// The specification's reason for one that ran out.
const EXPIRED: u32 = 1;
/// How long after it was taken off the screen it comes again. A server that does so at once is not asked more often.
const AGAIN: Duration = Duration::from_secs(1);
/// The longest pause between attempts to show what a server refuses: the time after which an alarm comes again anyway.
const SELDOM: Duration = Duration::from_secs(30);

impl Desk {
    /// Takes in what the server or the bus said.
    pub(super) fn hear(&mut self, line: &mut BusLink, message: &Message) {
        let header = message.header();
        let from = header.sender().map(UniqueName::as_str);
        let member = header.member().map(|m| m.as_str().to_owned()).unwrap_or_default();
        if member == "NameOwnerChanged" && from == Some("org.freedesktop.DBus") {
            self.owner_changed(line, message);
            return;
        }
        // Only the server that was asked is believed.
        if from.map(str::to_owned) != line.owner {
            return;
        }
        let body = message.body();
        match member.as_str() {
            "ActivationToken" => {
                if let Ok((id, token)) = body.deserialize::<(u32, String)>() {
                    self.token = Some((id, token));
                }
            }
            "ActionInvoked" => {
                let Ok((id, key)) = body.deserialize::<(u32, String)>() else { return };
                let activation = self.token.take_if(|(of, _)| *of == id).map(|(_, token)| token);
                let said = Said::Pressed { key, activation };
                match self.standing(id).map(|(tag, _)| tag.clone()) {
                    Some(tag) => self.heard(&tag, id, said),
                    None => self.keep_early(line, id, said),
                }
            }
            "NotificationClosed" => {
                let Ok((id, reason)) = body.deserialize::<(u32, u32)>() else { return };
                let said = Said::Closed { reason };
                let position = message.recv_position();
                match self.standing(id) {
                    // It is about the one that the standing one took the place of.
                    Some((_, standing)) if standing.answered.is_some_and(|answered| answered >= position) => {}
                    // The one that stood before; the one that takes its place is on its way.
                    Some((_, standing)) if standing.is_asked() => standing.shown = None,
                    Some((tag, _)) => {
                        let tag = tag.clone();
                        self.heard(&tag, id, said);
                    }
                    None => self.keep_early(line, id, said),
                }
            }
            _ => {}
        }
    }

    /// Keeps what may be about a notification that the server has been asked for and has not told the number of.
    fn keep_early(&mut self, line: &BusLink, id: u32, said: Said) {
        match line.is_idle() {
            true => self.early.forget(),
            false => self.early.keep(id, said),
        }
    }

    /// Passes on what was done to a notification that was shown for a tag. A press counts even where a newer one stands by
    /// now: its key says what it answers.
    pub(super) fn heard(&mut self, tag: &str, id: u32, said: Said) {
        let tag_key = tag.to_owned();
        let standing = self.notes.get_mut(tag).filter(|standing| standing.is_shown_as(id));
        match said {
            Said::Pressed { key, activation } => {
                if let Some(standing) = standing {
                    standing.pressed = true;
                }
                self.tell(NotifierEvent::Pressed { tag_key, key, activation });
            }
            Said::Closed { reason } => {
                let Some(standing) = standing else { return };
                // Nobody has put it away, though it is to stay until it is answered (Budgie 10.7: after 6 s).
                if reason == EXPIRED && !standing.pressed && standing.note.urgency == Urgency::Critical {
                    (standing.call, standing.shown) = (None, None);
                    self.show_again();
                    return;
                }
                self.notes.remove(tag);
                self.tell(NotifierEvent::Closed { tag_key, taken_back: false });
                self.made_room();
            }
        }
    }

    fn owner_changed(&mut self, line: &mut BusLink, message: &Message) {
        let Ok((name, _, new)) = message.body().deserialize::<(String, String, String)>() else { return };
        if name != SERVICE {
            return;
        }
        self.early.forget();
        if new.is_empty() {
            line.owner = None;
            line.quirks = Quirks::default();
            self.meeting += 1;
            self.tell(NotifierEvent::ServerGone);
            // One that the bus starts when it is asked for something comes back no other way.
            if self.notes.values().any(|standing| standing.note.urgency == Urgency::Critical) {
                self.show_again();
            }
        } else if line.owner.as_ref() != Some(&new) {
            line.owner = Some(new);
            self.meet(line);
        }
    }

    /// What must be answered could not be shown, though a server is there: it may not be ready (GNOME Shell 48 after a restart
    /// refuses for some seconds), or have too much to show. It is asked again, less and less often.
    pub(super) fn try_again(&mut self, line: &BusLink) {
        if line.owner.is_some() && self.notes.values().any(|standing| standing.note.urgency == Urgency::Critical) {
            let pause = AGAIN.saturating_mul(1 << self.in_vain.min(5)).min(SELDOM);
            self.in_vain = self.in_vain.saturating_add(1);
            self.again_at.get_or_insert_with(|| Instant::now() + pause);
        }
    }

    /// Shows soon what should stand and does not.
    pub(super) fn show_again(&mut self) {
        self.again_at.get_or_insert_with(|| Instant::now() + AGAIN);
    }
}
