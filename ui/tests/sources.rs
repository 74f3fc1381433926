//! Holds the sources to what a reader needs: who published it, and a link to that page and no other.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::Path;

#[test]
fn a_source_names_its_publisher_and_links_to_no_copy_of_another() {
    // Hosts of copies, reprints and proxies that texts were read in; the words say “read in a copy”, the link is the publisher's.
    const COPIES: &[&str] = &[
        "scribd",
        "docslib",
        "http3",
        "pressbee",
        "5y1.org",
        "azurewebsites",
        "preflight",
        "domain.glass",
        "slidepub",
        "docplayer",
        "resetwellness",
        "aliheat",
        "elementsmassage",
        "owensboro",
        "hyperthermic",
        "getfitt",
        "rssing",
        "jesse.tg",
        "guidelinecentral",
        "pagegoo",
        "goflyhuman",
        "baystatepain",
        "methodisthospital",
        "newslanes",
        "innolitics",
        "mondaq",
        "drpress",
        "sharedreviews",
        "redflagsymptoms",
        "devonformulary",
        "studylib",
        "web.archive",
    ];
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en/sources.ftl")).unwrap();
    let mut seen = 0;
    for line in text.lines() {
        if let Some((key, title)) = line.strip_prefix("source-").and_then(|l| l.split_once(" = ")) {
            seen += 1;
            assert!(key == "PC" || title.contains(" (") && title.contains(')'), "{key} names no publisher: {title}");
        }
        if let Some((_, address)) = line.split_once(".url").filter(|(before, _)| before.trim().is_empty()) {
            let copy = COPIES.iter().find(|host| address.contains(**host));
            assert!(copy.is_none() && address.contains("http"), "{line}");
        }
    }
    assert!(seen > 100, "{seen}");
}
