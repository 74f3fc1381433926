//! Decides which requests are let in, and what a browser may do with the answers.

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                   form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Sent by the window with everything; a foreign page cannot send it.
const SHELL: HeaderName = HeaderName::from_static("x-lumbar-shell");
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Turns foreign requests away and puts the security headers on every answer.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let mut response = if harmless || is_own(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "This request comes from somewhere else.").into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A browser names the site a request comes from; programs name none. What names a foreign one is turned away.
fn is_own(headers: &HeaderMap) -> bool {
    if headers.get(SHELL).is_some_and(|value| value == "1") {
        return true;
    }
    let own_site = headers.get(SITE).is_none_or(|site| site == "same-origin" || site == "none");
    own_site && !headers.contains_key(ORIGIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_page_cannot_press_anything() {
        let own = |pairs: &[(&'static str, &'static str)]| {
            is_own(&pairs.iter().map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v))).collect())
        };
        assert!(own(&[]));
        assert!(own(&[("x-lumbar-shell", "1"), ("origin", "lumbar://localhost")]));
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(!own(&[("origin", "https://elsewhere.example")]));
        assert!(!own(&[("origin", "null")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("x-lumbar-shell", "yes"), ("sec-fetch-site", "same-site")]));
    }
}
