//! What a person or the clock does next in a run of kills, and what the faces show of it.

use std::time::Duration;

use lumbar_played_desktop::{Context, Outcome};
use serde_json::{Value, json};

use crate::{Answer, Http};

/// What a person or the clock does next.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed {
    Start { routine: &'static str, turns: u64 },
    On,
    SkinFine { token: String },
    Off { bell: bool },
    Clock { seconds: Option<u64> },
}

impl Deed {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Start { .. } => "in a start",
            Self::On => "in an on",
            Self::SkinFine { .. } => "in a skin answer",
            Self::Off { .. } => "in an off",
            Self::Clock { .. } => "in a deadline",
        }
    }

    pub(super) fn is_press(&self) -> bool {
        !matches!(self, Self::Clock { .. })
    }

    pub(super) async fn send(&self, http: &Http) -> Outcome<Answer> {
        let (path, body) = match self {
            Self::Start { routine, turns } => {
                ("/api/v1/command", json!({ "wish": "start", "routine": routine, "turns": turns }))
            }
            Self::On => ("/api/v1/command", json!({ "fact": "on", "token": null, "since": 0 })),
            Self::SkinFine { token } => ("/api/v1/command", json!({ "wish": "skin-fine", "token": token })),
            Self::Off { bell } => {
                let when = if *bell { "bell" } else { "now" };
                ("/api/v1/command", json!({ "fact": "off", "token": null, "when": when }))
            }
            Self::Clock { seconds: None } => ("/api/v1/clock", json!({ "do": "next" })),
            Self::Clock { seconds: Some(seconds) } => ("/api/v1/clock", json!({ "do": "advance", "seconds": seconds })),
        };
        http.post_json(path, &body).await
    }

    /// Whether it has happened, by what was before and what is now.
    pub(super) fn happened(&self, before: &Seen, now: &Seen) -> bool {
        match self {
            Self::Start { .. } => now.session > before.session,
            Self::On => now.phase == "running" && now.exposure > before.exposure,
            Self::SkinFine { token } => !now.asks.iter().any(|(asked, _)| asked == token),
            Self::Off { .. } => now.session != before.session || !matches!(now.phase.as_str(), "running" | "take_off"),
            Self::Clock { .. } => now.ticks > before.ticks,
        }
    }
}

/// What the faces show.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) phase: String,
    pub(super) session: u64,
    pub(super) exposure: u64,
    /// The questions that wait: token and kind.
    pub(super) asks: Vec<(String, String)>,
    pub(super) ticks: Duration,
    /// All of it, apart from the count of changes.
    pub(super) whole: Value,
}

impl Seen {
    pub(super) async fn look(http: &Http) -> Outcome<Self> {
        let mut whole = http.json("/api/v1/view").await?;
        whole.as_object_mut().trying("no view")?.remove("rev");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let token = text(&whole["thermal"]["token"]);
        let mut numbers = token.split('.').filter_map(|part| part.parse::<u64>().ok());
        let (session, exposure) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        let asks = whole["pending"].as_array().into_iter().flatten();
        Ok(Self {
            phase: text(&whole["thermal"]["phase"]),
            session,
            exposure,
            asks: asks.map(|one| (text(&one["token"]), text(&one["question"]))).collect(),
            ticks: serde_json::from_value(whole["now"]["ticks"].clone()).trying("no ticks")?,
            whole,
        })
    }

    pub(super) fn on_body(&self) -> bool {
        matches!(self.phase.as_str(), "running" | "take_off")
    }
}
