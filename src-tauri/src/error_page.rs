//! Writes the pages the window shows by itself: that Lumbar cannot be reached, and the step to where an answer sends on.
//!
//! They carry their own style and no script, under a policy that allows just that.

use hyper::header::{self, HeaderValue};
use hyper::{Response, StatusCode};
use lumbar_texts::escape;

use crate::words::{language, words};

/// What these pages may do: nothing but draw themselves.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Colours and sizes are those of the interface's own style sheet.
const STYLE: &str = "\
:root{color-scheme:light dark;--paper:#f7f2e9;--surface:#fffdf9;--edge:#e5dccb;--ink:#22262e;--soft:#575b63;--brand:#2c5468;--on-brand:#fff}\
@media(prefers-color-scheme:dark){:root{--paper:#15171a;--surface:#1e2125;--edge:#31363d;--ink:#f2ede4;--soft:#b3b7bc;--brand:#9cc5d8;--on-brand:#0f2029}}\
*{box-sizing:border-box}\
html,body{margin:0;min-height:100%;background:var(--paper);color:var(--ink)}\
body{font:1.0625rem/1.55 system-ui,sans-serif}\
main{max-inline-size:36rem;margin-inline:auto;padding:clamp(1.5rem,8vh,6rem) clamp(1rem,4vw,2.75rem)}\
.card{background:var(--surface);border:1px solid var(--edge);border-radius:1.75rem;padding:clamp(1.5rem,4vw,2.5rem)}\
h1{margin:0 0 1rem;font-size:clamp(1.5rem,1.3rem + 1vw,2rem);line-height:1.2;letter-spacing:-.018em;text-wrap:balance}\
p{margin:0 0 1rem;overflow-wrap:anywhere;white-space:pre-line}\
.soft{color:var(--soft)}\
.button{display:inline-flex;align-items:center;justify-content:center;min-block-size:2.875rem;margin-block-start:.5rem;padding:.5rem 1.75rem;border-radius:99rem;background:var(--brand);color:var(--on-brand);font-weight:600;text-decoration:none}\
.button:hover{text-decoration:underline}\
:focus-visible{outline:3px solid var(--brand);outline-offset:3px}\
@media(forced-colors:active){.button{border:1px solid}}";

/// Shown only if the step is not taken at once, so that nothing flashes by.
const STEP_STYLE: &str = "\
:root{color-scheme:light dark;background:#f7f2e9;color:#22262e}\
@media(prefers-color-scheme:dark){:root{background:#15171a;color:#f2ede4}}\
a{color:inherit;animation:late 0s 2s backwards}\
@keyframes late{from{visibility:hidden}}";

/// Says that Lumbar cannot be reached and why, with a way to try again.
///
/// `again` is the path of the page that was asked for.
pub(crate) fn unreachable(status: StatusCode, sentence: &str, again: &str) -> Response<Vec<u8>> {
    let (language, direction) = language();
    let body = format!(
        "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head>\n\
         <body><main><div class=\"card\">\n<h1>{title}</h1>\n<p>{sentence}</p>\n<p class=\"soft\">{care}</p>\n\
         <a class=\"button\" href=\"{again}\">{try_again}</a>\n</div></main></body></html>\n",
        title = escape(&words("window-unreachable")),
        sentence = escape(sentence),
        care = escape(&words("window-unreachable-care")),
        again = escape(again),
        try_again = escape(&words("window-again")),
    );
    html(status, body)
}

/// Goes on to another page by itself, because web engines follow no redirect under a scheme of their own.
///
/// A refresh after no time takes the place of this page in the history, so going back never posts again.
pub(crate) fn step(status: StatusCode, target: &str) -> Response<Vec<u8>> {
    let (language, direction) = language();
    let target = escape(target);
    let go_on = escape(&words("window-go-on"));
    let body = format!(
        "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><title>Lumbar</title>\
         <meta http-equiv=\"refresh\" content=\"0;url={target}\"><style>{STEP_STYLE}</style></head>\n\
         <body><a href=\"{target}\">{go_on}</a></body></html>\n"
    );
    html(status, body)
}

/// Answers a request that shows no page with a sentence.
pub(crate) fn text(status: StatusCode, sentence: &str) -> Response<Vec<u8>> {
    answer(status, HeaderValue::from_static("text/plain; charset=utf-8"), format!("{sentence}\n"))
}

fn html(status: StatusCode, body: String) -> Response<Vec<u8>> {
    answer(status, HeaderValue::from_static("text/html; charset=utf-8"), body)
}

fn answer(status: StatusCode, kind: HeaderValue, body: String) -> Response<Vec<u8>> {
    let mut response = Response::new(body.into_bytes());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_written_into_a_page_stays_text() {
        let response = unreachable(StatusCode::SERVICE_UNAVAILABLE, "<script>\"a\" & 'b'", "/x?a=\"><b>&c=1");
        let body = String::from_utf8(response.into_body()).unwrap();
        assert!(body.contains("&lt;script&gt;&quot;a&quot; &amp; &apos;b&apos;"), "{body}");
        assert!(body.contains("href=\"/x?a=&quot;&gt;&lt;b&gt;&amp;c=1\""), "{body}");
        assert!(!body.contains("<script"));
    }

    #[test]
    fn the_step_names_its_target_twice_and_escaped() {
        let body = String::from_utf8(step(StatusCode::SEE_OTHER, "/a?b=1&c='x'").into_body()).unwrap();
        assert!(body.contains("content=\"0;url=/a?b=1&amp;c=&apos;x&apos;\""), "{body}");
        assert!(body.contains("href=\"/a?b=1&amp;c=&apos;x&apos;\""), "{body}");
    }

    #[test]
    fn own_pages_run_no_script_and_are_never_kept() {
        for response in [
            unreachable(StatusCode::SERVICE_UNAVAILABLE, "x", "/"),
            step(StatusCode::SEE_OTHER, "/"),
            text(StatusCode::SERVICE_UNAVAILABLE, "x"),
        ] {
            let policy = response.headers().get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("script"), "{policy}");
            assert_eq!(response.headers().get(header::CACHE_CONTROL).unwrap(), "no-store");
        }
    }
}
