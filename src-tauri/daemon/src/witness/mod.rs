//! What is remembered of the body outside of the database, and whether the database may be taken for the last word.

mod place;
mod record;

pub(crate) use place::{Place, Scribe, look};
pub(crate) use record::{Found, Judged, Mark, Record, handed, judge, may_be_on};
