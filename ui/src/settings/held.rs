//! Ties a setting to the type of its value, so that no part of the program can read it as another one.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde_json::{Value, json};

use super::key::DesktopKey;
use super::kind::{Hours, Kind};
use super::row::{Group, Keeper, Row};

/// What the value of a setting may be.
pub trait Held: Sized + Default {
    /// Reads it; `None` = it is of another kind.
    fn from_value(value: &Value) -> Option<Self>;
    /// As it is written down.
    fn to_value(&self) -> Value;
}

/// A setting and the type of its value.
#[derive(Debug)]
pub struct Setting<T> {
    row: Row,
    held: PhantomData<fn() -> T>,
}

impl<T> Setting<T> {
    pub(super) const fn new(
        key: &'static str,
        group: Group,
        keeper: Keeper,
        kind: Kind,
        default: &'static str,
    ) -> Self {
        Self { row: Row { key, group, keeper, kind, default }, held: PhantomData }
    }

    /// What is known of it apart from the type of its value.
    pub const fn row(&self) -> &Row {
        &self.row
    }
}

impl<T: Held> Setting<T> {
    /// What it is without a choice.
    pub fn usual(&self) -> T {
        T::from_value(&self.row.default_value()).unwrap_or_default()
    }
}

impl Held for bool {
    fn from_value(value: &Value) -> Option<Self> {
        value.as_bool()
    }

    fn to_value(&self) -> Value {
        json!(self)
    }
}

/// A locale name; `None` = as the system says.
impl Held for Option<String> {
    fn from_value(value: &Value) -> Option<Self> {
        value.as_str().map(|name| Some(name.to_owned()).filter(|name| name != Kind::SYSTEM))
    }

    fn to_value(&self) -> Value {
        json!(self.as_deref().unwrap_or(Kind::SYSTEM))
    }
}

impl Held for Vec<String> {
    fn from_value(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(|one| one.as_str().map(str::to_owned)).collect()
    }

    fn to_value(&self) -> Value {
        json!(self)
    }
}

impl Held for BTreeMap<String, String> {
    fn from_value(value: &Value) -> Option<Self> {
        value.as_object()?.iter().map(|(of, what)| Some((of.clone(), what.as_str()?.to_owned()))).collect()
    }

    fn to_value(&self) -> Value {
        json!(self)
    }
}

impl Held for BTreeMap<String, u8> {
    fn from_value(value: &Value) -> Option<Self> {
        let turns = |(of, turns): (&String, &Value)| Some((of.clone(), u8::try_from(turns.as_u64()?).ok()?));
        value.as_object()?.iter().map(turns).collect()
    }

    fn to_value(&self) -> Value {
        json!(self)
    }
}

/// `None` = there are none.
impl Held for Option<Hours> {
    fn from_value(value: &Value) -> Option<Self> {
        let text = value.as_str()?;
        if text == Kind::NEVER { Some(None) } else { Hours::read(text).map(Some) }
    }

    fn to_value(&self) -> Value {
        self.map_or_else(|| json!(Kind::NEVER), |hours| hours.to_value())
    }
}

impl Held for Hours {
    fn from_value(value: &Value) -> Option<Self> {
        Self::read(value.as_str()?)
    }

    fn to_value(&self) -> Value {
        json!(self.to_string())
    }
}

/// `None` = no key.
impl Held for Option<DesktopKey> {
    fn from_value(value: &Value) -> Option<Self> {
        let text = value.as_str()?;
        if text == Kind::NEVER { Some(None) } else { DesktopKey::read(text).map(Some) }
    }

    fn to_value(&self) -> Value {
        self.map_or_else(|| json!(Kind::NEVER), |key| json!(key.to_string()))
    }
}
