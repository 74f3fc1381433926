//! Owns the settings: values by name. Names this version does not know are kept as they are.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A person's settings.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Settings {
    values: BTreeMap<String, Value>,
}

impl Settings {
    pub(super) fn from_values(values: BTreeMap<String, Value>) -> Self {
        Self { values }
    }

    pub(super) fn values(&self) -> &BTreeMap<String, Value> {
        &self.values
    }

    /// The value of this name; `None` where it was never set or is of another kind than asked for.
    pub(crate) fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        self.values.get(name).and_then(|value| serde_json::from_value(value.clone()).ok())
    }

    /// Sets a value; `null` takes it away. What cannot be written as JSON changes nothing.
    #[cfg_attr(not(test), expect(dead_code, reason = "the Settings page writes them"))]
    pub(crate) fn set(&mut self, name: &str, value: impl Serialize) {
        match serde_json::to_value(value) {
            Ok(Value::Null) => {
                self.values.remove(name);
            }
            Ok(value) => {
                self.values.insert(name.to_owned(), value);
            }
            Err(why) => tracing::warn!("the setting {name} could not be kept: {why}"),
        }
    }
}
