//! What `build.rs` has embedded: files, texts, and the order of the sources.

/// Where an embedded file stands in [`PACKED`], and its length as it was, in bytes.
pub(crate) struct Packed {
    pub(crate) from: usize,
    pub(crate) until: usize,
    pub(crate) length: usize,
}

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
