//! Decides which addresses are Lumbar's own pages, which belong in the person's browser, and which load nowhere.

use tauri::Url;

/// The scheme the page's requests arrive under.
pub(crate) const SCHEME: &str = "lumbar";

/// Where the pages live as the web engine sees them; WebView2 only knows http and https, so there it is a host of its own.
#[cfg(windows)]
pub(crate) const ORIGIN: &str = "http://lumbar.localhost";
/// Where the pages live as the web engine sees them.
#[cfg(not(windows))]
pub(crate) const ORIGIN: &str = "lumbar://localhost";

/// What to do with an address the page wants to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Destination {
    /// One of Lumbar's pages: loads in the window.
    Page,
    /// Somewhere else that the person's own browser, mail program or telephone can open.
    Outside,
    /// Nothing Lumbar opens, such as a file or a script.
    Nowhere,
}

/// Decides what to do with an address.
pub(crate) fn destination(url: &Url) -> Destination {
    if is_own(url) {
        return Destination::Page;
    }
    match url.scheme() {
        "http" | "https" | "mailto" | "tel" => Destination::Outside,
        _ => Destination::Nowhere,
    }
}

/// Tells whether a request that names this origin comes from one of Lumbar's pages.
///
/// A page under a scheme of its own may have the opaque origin, written `null`; foreign pages never load in the window.
pub(crate) fn is_own_origin(origin: &str) -> bool {
    origin == "null" || origin == ORIGIN
}

/// Makes the full address of a page; none when the path is not root-relative.
pub(crate) fn page(path: &str) -> Option<Url> {
    if !is_root_relative(path) {
        return None;
    }
    let url = Url::parse(&format!("{ORIGIN}{path}")).ok()?;
    is_own(&url).then_some(url)
}

/// Tells whether the window is on a page already. A page that is asked for without a query may be shown in any of its ways,
/// such as a session's with its large clock.
pub(crate) fn is_on(now: &Url, page: &Url) -> bool {
    now == page || (page.query().is_none() && page.fragment().is_none() && now.path() == page.path())
}

/// Tells whether a path stays on Lumbar's own pages wherever it is resolved (`//host` and `/\host` do not).
pub(crate) fn is_root_relative(path: &str) -> bool {
    let mut characters = path.chars();
    characters.next() == Some('/')
        && !matches!(characters.next(), Some('/' | '\\'))
        && !path.chars().any(|c| c.is_control() || c == ' ')
}

/// Parses a path given on the command line.
///
/// # Errors
/// A sentence when it is not the path of a page.
pub(crate) fn parse_path(path: &str) -> Result<String, String> {
    page(path)
        .map(|_| path.to_owned())
        .ok_or_else(|| "a page is named by a path that starts with one slash, such as /session".to_owned())
}

fn is_own(url: &Url) -> bool {
    let Ok(own) = Url::parse(ORIGIN) else { return false };
    url.scheme() == own.scheme()
        && url.host_str() == own.host_str()
        && url.port().is_none()
        && url.username().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_pages_load_and_only_harmless_schemes_leave() {
        let own = format!("{ORIGIN}/session?x=1#top");
        for (address, expected) in [
            (own.as_str(), Destination::Page),
            ("https://www.nhs.uk/conditions/back-pain/", Destination::Outside),
            ("http://example.org/", Destination::Outside),
            ("http://localhost/", Destination::Outside),
            ("http://lumbar.localhost.example.org/", Destination::Outside),
            ("mailto:someone@example.org", Destination::Outside),
            ("tel:111", Destination::Outside),
            ("lumbar://elsewhere/", Destination::Nowhere),
            ("lumbar://someone@localhost/", Destination::Nowhere),
            ("lumbar://localhost:81/", Destination::Nowhere),
            ("file:///etc/passwd", Destination::Nowhere),
            ("javascript:alert(1)", Destination::Nowhere),
            ("data:text/html,x", Destination::Nowhere),
            ("about:blank", Destination::Nowhere),
            ("ftp://example.org/", Destination::Nowhere),
        ] {
            assert_eq!(destination(&Url::parse(address).unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn a_path_must_stay_on_the_own_pages() {
        for good in ["/", "/session", "/routines?kind=cold#list", "/a//b"] {
            assert!(page(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "session",
            "//example.org/",
            "/\\example.org",
            "https://example.org/",
            "/a\nb",
            "/\t/example.org",
            "/a b",
        ] {
            assert!(page(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_way_of_showing_a_page_is_that_page() {
        let is = |now: &str, page_: &str| is_on(&page(now).unwrap(), &page(page_).unwrap());
        assert!(is("/session/thermal?face=down", "/session/thermal"));
        assert!(is("/session/thermal", "/session/thermal"));
        assert!(!is("/session/thermal", "/session/thermal?face=down"));
        assert!(!is("/session/activity?face=down", "/session/thermal"));
    }

    #[test]
    fn foreign_origins_are_told_apart() {
        assert!(is_own_origin(ORIGIN));
        assert!(is_own_origin("null"));
        for foreign in ["https://example.org", "lumbar://elsewhere", "http://localhost", ""] {
            assert!(!is_own_origin(foreign), "{foreign}");
        }
    }
}
