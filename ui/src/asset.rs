//! Owns the embedded files that are served as they are: style, script, signs and figures. They are kept compressed, as most of
//! them are figures of which a page shows one or two.

use std::io::Read;

use flate2::read::DeflateDecoder;

use crate::embedded::{ASSETS, PACKED, Packed};

/// The file at `static/NAME`, `figures/ID.svg` or `figures/still/ID.svg`, and its content type.
pub fn asset(path: &str) -> Option<(Vec<u8>, &'static str)> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let nth = ASSETS.binary_search_by(|(name, _)| (*name).cmp(path)).ok()?;
    let (_, packed) = &ASSETS[nth];
    Some((unpacked(packed)?, content_type(path)))
}

fn unpacked(packed: &Packed) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(packed.length);
    DeflateDecoder::new(PACKED.get(packed.from..packed.until)?).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A figure as text, to be put into a page.
pub(crate) fn figure(id: &str, still: bool) -> Option<String> {
    let folder = if still { "figures/still" } else { "figures" };
    let (bytes, _) = asset(&format!("{folder}/{id}.svg"))?;
    String::from_utf8(bytes).ok()
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
        assert_eq!(asset("static/style.css").map(|(_, kind)| kind), Some("text/css; charset=utf-8"));
        assert_eq!(asset("/static/app.js").map(|(_, kind)| kind), Some("text/javascript; charset=utf-8"));
        for missing in ["", "/", "static/", "static/../Cargo.toml", "figures/.svg", "Cargo.toml"] {
            assert!(asset(missing).is_none(), "{missing}");
        }
    }

    #[test]
    fn every_asset_is_unpacked_as_it_was() {
        for (path, packed) in ASSETS.iter().filter(|(path, _)| *path != "static/style.css") {
            let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            assert_eq!(asset(path).map(|(bytes, _)| bytes), std::fs::read(file).ok(), "{path}");
            assert!(packed.length > 0, "{path}");
        }
    }

    #[test]
    fn every_style_sheet_is_in_the_one_that_is_served() {
        let style = String::from_utf8(asset("static/style.css").unwrap().0).unwrap();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("static");
        let sheets = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let sheets: Vec<_> = sheets.filter(|path| path.extension().is_some_and(|ending| ending == "css")).collect();
        assert!(!sheets.is_empty());
        for sheet in sheets {
            assert!(style.contains(&std::fs::read_to_string(&sheet).unwrap()), "{}", sheet.display());
        }
    }
}
