//! Owns a line of the table, and how a span of time is written in it.

use std::time::Duration;

/// One line of the table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) what: &'static str,
    pub(super) measured: String,
    pub(super) budget: &'static str,
    pub(super) kept: Option<bool>,
}

pub(super) fn median(mut spans: Vec<Duration>) -> Duration {
    spans.sort_unstable();
    spans.get(spans.len() / 2).copied().unwrap_or_default()
}

pub(super) fn ms(span: Duration) -> String {
    format!("{:.1} ms", span.as_secs_f64() * 1e3)
}
