//! Decides which requests are let in, and what a browser may do with the answers.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use lumbar_protocol::{PROTOCOL, VERSION, header, path};
use serde_json::json;

use super::faces::Shared;

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Turns foreign requests away and puts the security headers on every answer.
pub(super) async fn guard(State(faces): Shared, request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let mut response = if harmless {
        next.run(request).await
    } else if !is_own(request.headers()) {
        (StatusCode::FORBIDDEN, faces.ui().text("program-foreign", &[])).into_response()
    } else if let Some(version) = other_version(request.headers()).filter(|_| request.uri().path() != path::REPLACE) {
        // Before the deed: the same words may have come to mean something else.
        let sentence = faces.ui().text("program-foreign-protocol", &[("version", version.into())]);
        (StatusCode::CONFLICT, Json(json!({ "sentence": sentence }))).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(header::PROTOCOL, HeaderValue::from(PROTOCOL));
    headers.insert(header::VERSION, HeaderValue::from_static(VERSION));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(header::POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The version of a program that says that it speaks another protocol. Pages and other programs say nothing about it.
fn other_version(headers: &HeaderMap) -> Option<String> {
    let protocol = headers.get(header::PROTOCOL)?;
    if protocol.to_str().is_ok_and(|text| text.parse() == Ok(PROTOCOL)) {
        return None;
    }
    let version = headers.get(header::VERSION).and_then(|version| version.to_str().ok());
    Some(version.unwrap_or("?").chars().take(20).collect())
}

/// A browser names the site a request comes from; programs name none. What names a foreign one is turned away.
fn is_own(headers: &HeaderMap) -> bool {
    if headers.get(header::SHELL).is_some_and(|value| value == "1") {
        return true;
    }
    let own_site = headers.get(SITE).is_none_or(|site| site == "same-origin" || site == "none");
    own_site && !headers.contains_key(ORIGIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn only_who_speaks_another_protocol_is_of_another_version() {
        assert_eq!(other_version(&headers(&[("x-lumbar-protocol", "1"), ("x-lumbar-version", "9.1")])), None);
        assert_eq!(other_version(&headers(&[("x-lumbar-version", "9.1")])), None);
        let other = headers(&[("x-lumbar-protocol", "2"), ("x-lumbar-version", "9.1")]);
        assert_eq!(other_version(&other).as_deref(), Some("9.1"));
        assert_eq!(other_version(&headers(&[("x-lumbar-protocol", "new")])).as_deref(), Some("?"));
    }

    #[test]
    fn a_foreign_page_cannot_press_anything() {
        let own = |pairs: &[(&'static str, &'static str)]| is_own(&headers(pairs));
        assert!(own(&[]));
        assert!(own(&[("x-lumbar-shell", "1"), ("origin", "lumbar://localhost")]));
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(!own(&[("origin", "https://elsewhere.example")]));
        assert!(!own(&[("origin", "null")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("x-lumbar-shell", "yes"), ("sec-fetch-site", "same-site")]));
    }
}
