//! Names what can stand in a text.

use fluent_bundle::FluentValue;

/// What can stand in a text: a word, or a number that plurals look at.
pub type Value<'a> = FluentValue<'a>;
