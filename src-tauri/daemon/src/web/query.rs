//! Reads what stands behind the question mark of an address.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use lumbar_ui::inside;

/// What stands after the question mark; a form may name a field several times.
pub(super) type Pairs = Vec<(String, String)>;

/// A query as it was read; one that cannot be read says nothing.
pub(super) type MaybeQuery<T> = Result<Query<T>, QueryRejection>;

/// The pairs; none where the query cannot be read.
pub(super) fn pairs(query: MaybeQuery<Pairs>) -> Pairs {
    query.map(|Query(pairs)| pairs).unwrap_or_default()
}

/// A value by its name.
pub(super) fn value<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Where the person wanted to go when a question came between.
pub(super) fn next_of(pairs: &Pairs) -> Option<&str> {
    value(pairs, "next").and_then(inside)
}

/// The same of a query.
pub(super) fn next(query: MaybeQuery<Pairs>) -> Option<String> {
    next_of(&pairs(query)).map(str::to_owned)
}
