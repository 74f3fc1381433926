//! Reads a tray menu as a tree of labels from what `com.canonical.dbusmenu` answers.

use std::fmt;

use zbus::zvariant::Value;

/// One entry of a menu, or the menu itself (id 0).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// The id by which it is pressed.
    pub id: i32,
    /// What the person reads, without the underscore of a mnemonic.
    pub label: String,
    /// Whether it can be pressed.
    pub enabled: bool,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether it is only a line.
    pub separator: bool,
    /// For a check or radio entry, whether it is set.
    pub checked: Option<bool>,
    /// The entries below.
    pub children: Vec<MenuItem>,
}

impl MenuItem {
    /// The visible entry with this label, at any depth.
    pub fn find(&self, label: &str) -> Option<&Self> {
        self.all().into_iter().find(|item| item.label == label)
    }

    /// The labels of all visible entries, depth first, lines apart.
    pub fn labels(&self) -> Vec<&str> {
        self.all().into_iter().filter(|item| !item.separator).map(|item| item.label.as_str()).collect()
    }

    /// All visible entries below, depth first.
    pub fn all(&self) -> Vec<&Self> {
        let visible = self.children.iter().filter(|item| item.visible);
        visible.flat_map(|item| std::iter::once(item).chain(item.all())).collect()
    }

    /// Reads `(ia{sv}av)`; `None` where it is something else.
    pub(crate) fn read(value: &Value<'_>) -> Option<Self> {
        let Value::Structure(node) = unwrapped(value) else { return None };
        let [id, properties, children] = node.fields() else { return None };
        let (Value::I32(id), Value::Dict(properties), Value::Array(children)) = (id, properties, children) else {
            return None;
        };
        let mut item = Self {
            id: *id,
            label: String::new(),
            enabled: true,
            visible: true,
            separator: false,
            checked: None,
            children: children.iter().filter_map(Self::read).collect(),
        };
        let (mut toggles, mut state) = (false, 0);
        for (name, value) in properties.iter() {
            let Value::Str(name) = unwrapped(name) else { continue };
            match (name.as_str(), unwrapped(value)) {
                ("label", Value::Str(label)) => item.label = without_mnemonic(label),
                ("enabled", Value::Bool(enabled)) => item.enabled = *enabled,
                ("visible", Value::Bool(visible)) => item.visible = *visible,
                ("type", Value::Str(kind)) => item.separator = kind.as_str() == "separator",
                ("toggle-type", Value::Str(kind)) => toggles = !kind.is_empty(),
                ("toggle-state", Value::I32(set)) => state = *set,
                _ => {}
            }
        }
        item.checked = toggles.then_some(state == 1);
        Some(item)
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        for item in self.children.iter().filter(|item| item.visible) {
            let mark = match item.checked {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            let label = if item.separator { "--" } else { &item.label };
            let off = if item.enabled { "" } else { " (off)" };
            writeln!(f, "{:indent$}{mark}{label}{off}", "", indent = depth * 2)?;
            item.write(f, depth + 1)?;
        }
        Ok(())
    }
}

/// The menu as indented lines.
impl fmt::Display for MenuItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

fn unwrapped<'v, 'd>(value: &'v Value<'d>) -> &'v Value<'d> {
    if let Value::Value(inner) = value { unwrapped(inner) } else { value }
}

/// A single underscore marks the key to press, two are one that is meant.
fn without_mnemonic(label: &str) -> String {
    label.replace("__", "\0").replace('_', "").replace('\0', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_underscore_is_a_mnemonic_and_two_are_an_underscore() {
        for (sent, read) in [("_Stop", "Stop"), ("a__b", "a_b"), ("Ice, 20 on 20 off", "Ice, 20 on 20 off")] {
            assert_eq!(without_mnemonic(sent), read);
        }
    }
}
