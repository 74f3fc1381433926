//! Decides which headers go on from the page to the background program and back.

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use lumbar_protocol::header as protocol;

/// Marks a request that the page's own script makes, as against one that loads a page.
pub(crate) const FETCH: HeaderName = HeaderName::from_static(protocol::FETCH);

/// Tells the background program that the request comes from the window; a page cannot set it.
pub(crate) const SHELL: HeaderName = HeaderName::from_static(protocol::SHELL);

/// What a page may do, should the background program's answer not say it.
const POLICY: HeaderValue = HeaderValue::from_static(protocol::POLICY);

/// Headers that belong to one connection and not to the message (RFC 9110, 7.6.1).
const HOP_BY_HOP: [HeaderName; 9] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Keeps what the background program should see of a page's request, and marks it as coming from the window.
///
/// Encodings are not asked for: the answer travels within one machine, and not every web engine decodes it here.
pub(crate) fn to_daemon(from_page: &HeaderMap) -> HeaderMap {
    let mut kept = without_hop_by_hop(from_page);
    for name in [header::HOST, header::CONTENT_LENGTH, header::ACCEPT_ENCODING, header::EXPECT] {
        kept.remove(name);
    }
    let foreign: Vec<HeaderName> = kept
        .keys()
        .filter(|name| name.as_str().starts_with(protocol::OWN_PREFIX) && **name != FETCH)
        .cloned()
        .collect();
    for name in foreign {
        kept.remove(name);
    }
    kept.insert(header::HOST, HeaderValue::from_static("localhost"));
    kept.insert(header::CONNECTION, HeaderValue::from_static("close"));
    kept.insert(SHELL, HeaderValue::from_static("1"));
    // Elsewhere a page asks for the name of a file.
    if cfg!(target_os = "linux") {
        kept.insert(HeaderName::from_static(protocol::DIALOGS), HeaderValue::from_static("1"));
    }
    kept
}

/// Keeps what the page should see of an answer, and adds the content security policy if there is none.
pub(crate) fn to_page(from_daemon: &HeaderMap) -> HeaderMap {
    let mut kept = without_hop_by_hop(from_daemon);
    kept.remove(header::CONTENT_LENGTH);
    kept.entry(header::CONTENT_SECURITY_POLICY).or_insert(POLICY);
    kept
}

/// Tells whether the page's own script asks.
pub(crate) fn is_fetch(headers: &HeaderMap) -> bool {
    headers.get(FETCH).is_some_and(|value| value == "1")
}

/// Tells whether a page is asked for, as against a style sheet, a script or a picture.
pub(crate) fn is_navigation(headers: &HeaderMap) -> bool {
    if is_fetch(headers) {
        return false;
    }
    if let Some(mode) = headers.get("sec-fetch-mode") {
        return mode == "navigate";
    }
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

fn without_hop_by_hop(headers: &HeaderMap) -> HeaderMap {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    let mut kept = headers.clone();
    for name in HOP_BY_HOP.iter().chain(&named) {
        kept.remove(name);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn a_page_cannot_pass_itself_off_as_the_window() {
        let sent = to_daemon(&headers(&[
            ("x-lumbar-shell", "yes"),
            ("x-lumbar-dialogs", "yes"),
            ("x-lumbar-anything", "1"),
            ("x-lumbar-fetch", "1"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("host", "example.org"),
            ("content-length", "7"),
            ("accept-encoding", "gzip"),
        ]));
        let mut expected = headers(&[
            ("x-lumbar-fetch", "1"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("host", "localhost"),
            ("connection", "close"),
            ("x-lumbar-shell", "1"),
        ]);
        if cfg!(target_os = "linux") {
            expected.extend(headers(&[("x-lumbar-dialogs", "1")]));
        }
        assert_eq!(sent, expected);
    }

    #[test]
    fn headers_of_the_connection_end_with_it() {
        let kept = to_page(&headers(&[
            ("connection", "close, x-private"),
            ("x-private", "1"),
            ("transfer-encoding", "chunked"),
            ("content-length", "3"),
            ("content-type", "text/html"),
            ("cache-control", "no-store"),
            ("content-security-policy", "default-src 'none'"),
        ]));
        let expected = headers(&[
            ("content-type", "text/html"),
            ("cache-control", "no-store"),
            ("content-security-policy", "default-src 'none'"),
        ]);
        assert_eq!(kept, expected);
    }

    #[test]
    fn a_missing_policy_is_added() {
        let kept = to_page(&headers(&[("content-type", "text/html")]));
        let policy = kept.get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self';"), "{policy}");
    }

    #[test]
    fn pages_are_told_from_what_they_load() {
        for (pairs, expected) in [
            (&[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")][..], true),
            (&[("accept", "text/css,*/*;q=0.1")][..], false),
            (&[("accept", "*/*")][..], false),
            (&[][..], false),
            (&[("accept", "text/html"), ("x-lumbar-fetch", "1")][..], false),
            (&[("accept", "*/*"), ("sec-fetch-mode", "navigate")][..], true),
            (&[("accept", "text/html"), ("sec-fetch-mode", "cors")][..], false),
        ] {
            assert_eq!(is_navigation(&headers(pairs)), expected, "{pairs:?}");
        }
    }
}
