//! Owns the embedded files that are served as they are: style, script, signs and figures.

use crate::ui::ASSETS;

/// The file at `static/NAME`, `figures/ID.svg` or `figures/still/ID.svg`, and its content type.
pub fn asset(path: &str) -> Option<(&'static [u8], &'static str)> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let nth = ASSETS.binary_search_by(|(name, _)| (*name).cmp(path)).ok()?;
    let (_, bytes) = ASSETS[nth];
    Some((bytes, content_type(path)))
}

/// A figure as text, to be put into a page.
pub(crate) fn figure(id: &str, still: bool) -> Option<&'static str> {
    let folder = if still { "figures/still" } else { "figures" };
    let (bytes, _) = asset(&format!("{folder}/{id}.svg"))?;
    std::str::from_utf8(bytes).ok()
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        Some(_) | None => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assets_are_found_by_their_address_and_nothing_else_is() {
        assert_eq!(asset("static/app.css").map(|(_, kind)| kind), Some("text/css; charset=utf-8"));
        assert_eq!(asset("/static/app.js").map(|(_, kind)| kind), Some("text/javascript; charset=utf-8"));
        for missing in ["", "/", "static/", "static/../Cargo.toml", "figures/.svg", "Cargo.toml"] {
            assert!(asset(missing).is_none(), "{missing}");
        }
    }
}
