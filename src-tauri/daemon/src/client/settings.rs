//! Decides the words of `lumbar settings`, and what they print.

use clap::Subcommand;
use lumbar_protocol::path;
use lumbar_ui::settings::{START_HIDDEN, row};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::client::program::{Exit, Program, warn_unsaved};

/// What to do with the settings.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum SettingsVerb {
    /// List them all
    List,
    /// Print what one is now
    Get {
        /// Its name, as “lumbar settings” lists it
        key: String,
    },
    /// Set one; it counts at once
    Set {
        /// Want it though it asks first
        #[arg(long)]
        accept: bool,
        /// Its name, as “lumbar settings” lists it
        key: String,
        /// What it is from now on: on, dark, 22:30-07:00, walk cold-20-20
        #[arg(required = true, num_args = 1.., allow_hyphen_values = true)]
        value: Vec<String>,
    },
    /// Put one back to what it is without a choice
    Reset {
        /// Its name; also one that this version does not know
        #[arg(required_unless_present = "all")]
        key: Option<String>,
        /// Put all of them back; what is kept without being understood stays
        #[arg(long, conflicts_with = "key")]
        all: bool,
    },
}

/// The settings as the API gives them.
#[derive(Debug, Deserialize)]
struct Listed {
    settings: Vec<Value>,
    unknown: Vec<Unknown>,
}

#[derive(Debug, Deserialize)]
struct Unknown {
    key: String,
    text: String,
}

impl Program {
    pub(super) fn settings(&self, verb: SettingsVerb, json: bool) -> Result<(), Exit> {
        match verb {
            SettingsVerb::List => self.list_settings(json),
            SettingsVerb::Get { key } => self.print_setting(&key, json),
            SettingsVerb::Set { accept, key, value } => {
                self.change_setting(&json!({ "key": key, "value": value.join(" "), "accept": accept }))?;
                self.print_setting(&key, json)
            }
            SettingsVerb::Reset { key: Some(key), .. } => {
                self.change_setting(&json!({ "key": key, "reset": true }))?;
                if row(&key).is_some() { self.print_setting(&key, json) } else { Ok(()) }
            }
            SettingsVerb::Reset { key: None, .. } => {
                for setting in self.listed()?.settings.iter().filter(|setting| setting["changed"] == json!(true)) {
                    self.change_setting(&json!({ "key": setting["key"], "reset": true }))?;
                }
                self.list_settings(json)
            }
        }
    }

    /// Whether no window comes up at login; where that cannot be asked, none does.
    pub(super) fn starts_hidden(&self) -> bool {
        let is_off =
            |setting: &Value| setting["key"] == json!(START_HIDDEN.row().key) && setting["value"] == json!(false);
        self.listed().map_or(true, |listed| !listed.settings.iter().any(is_off))
    }

    fn listed(&self) -> Result<Listed, Exit> {
        self.parsed(&self.fetch(path::SETTINGS)?)
    }

    fn list_settings(&self, json: bool) -> Result<(), Exit> {
        if json {
            let answer = self.fetch(path::SETTINGS)?;
            return self.print(&String::from_utf8_lossy(&answer.body));
        }
        let Listed { settings, unknown } = self.listed()?;
        for setting in settings.iter().filter(|setting| setting["here"] == json!(true)) {
            let said = |part: &str| setting[part].as_str().unwrap_or_default();
            let mark = if setting["changed"] == json!(true) { "*" } else { " " };
            let value = if said("written").is_empty() { "-" } else { said("written") };
            self.print(&format!("{mark} {:<18} {value:<20} {}", said("key"), said("name")))?;
            if let Some(text) = setting["not_understood"].as_str() {
                let args = [("text", text.into()), ("value", said("written").into())];
                self.print(&format!("  {}", self.ui.text("settings-odd", &args)))?;
            }
        }
        if !unknown.is_empty() {
            self.print(&self.ui.text("cli-settings-unknown", &[]))?;
        }
        for Unknown { key, text } in unknown {
            self.print(&format!("? {key:<18} {text}"))?;
        }
        Ok(())
    }

    fn print_setting(&self, key: &str, json: bool) -> Result<(), Exit> {
        let Listed { settings, unknown } = self.listed()?;
        if let Some(Unknown { text, .. }) = unknown.into_iter().find(|unknown| unknown.key == key) {
            return self.print(&text);
        }
        let Some(setting) = settings.into_iter().find(|setting| setting["key"] == json!(key)) else {
            return Err(self.complain("setting-unknown", &[("key", key.to_owned())]));
        };
        let said = |part: &str| setting[part].as_str().unwrap_or_default().to_owned();
        if json {
            return self.print(&setting.to_string());
        }
        if setting["here"] == json!(false) {
            return Err(self.complain("setting-not-here", &[("name", said("name"))]));
        }
        self.print(&said("written"))
    }

    fn change_setting(&self, change: &Value) -> Result<(), Exit> {
        self.post(path::SETTINGS, change).map(|answer| warn_unsaved(&answer))
    }
}
