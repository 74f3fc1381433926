//! Carries the page's requests to the background program and its answers back, and turns redirects into what a page can follow.

use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode, Uri};

use crate::address::{is_own_origin, is_root_relative};
use crate::background::{Background, Trouble};
use crate::choose::{Chooser, Chosen, choose};
use crate::error_page;
use crate::headers;
use crate::words::words;

/// How many redirects in a row are followed for the page's script.
const MOST_HOPS: u8 = 5;

/// Answers one request of the page.
pub(crate) async fn answer(background: &Background, chooser: &Chooser, asked: Request<Vec<u8>>) -> Response<Vec<u8>> {
    if !is_from_own_page(&asked) {
        tracing::warn!("refused a request from a foreign page");
        return error_page::text(StatusCode::FORBIDDEN, &words("window-foreign"));
    }
    let asker = Asker::of(&asked);
    let asked = match choose(chooser, asked).await {
        Chosen::NotAsked(asked) | Chosen::Form(asked) => asked,
        Chosen::Page(page) if asker.is_script => return follow(background, &asker, asker.headers.clone(), page).await,
        Chosen::Page(page) => return error_page::step(StatusCode::SEE_OTHER, &page),
    };
    let (parts, body) = asked.into_parts();
    let headers = headers::to_daemon(&parts.headers);
    let sent = request(parts.method, path_of(&parts.uri), headers.clone(), body.into());
    match background.send(sent).await {
        Ok(response) => match sent_on_to(&response) {
            None => to_page(response),
            Some(Err(Astray)) => asker.astray(),
            Some(Ok(target)) if asker.is_script => follow(background, &asker, headers, target).await,
            Some(Ok(target)) => error_page::step(response.status(), &target),
        },
        Err(trouble) => asker.trouble(&trouble),
    }
}

/// Follows a redirect for the page's script, and says where it ended.
async fn follow(
    background: &Background,
    asker: &Asker,
    mut headers: HeaderMap,
    mut target: String,
) -> Response<Vec<u8>> {
    headers.remove(header::CONTENT_TYPE);
    for _ in 0..MOST_HOPS {
        let path = target.split('#').next().unwrap_or_default();
        let Ok(uri) = path.parse::<Uri>() else { return asker.astray() };
        match background.send(request(Method::GET, path_of(&uri), headers.clone(), Bytes::new())).await {
            Ok(response) => match sent_on_to(&response) {
                None => {
                    let mut page = to_page(response);
                    if let Ok(location) = HeaderValue::from_str(&target) {
                        page.headers_mut().insert(header::CONTENT_LOCATION, location);
                    }
                    return page;
                }
                Some(Err(Astray)) => return asker.astray(),
                Some(Ok(next)) => target = next,
            },
            Err(trouble) => return asker.trouble(&trouble),
        }
    }
    asker.astray()
}

/// An answer sends on to something that is not one of Lumbar's pages.
struct Astray;

/// Who asks, as far as the form of an error depends on it.
struct Asker {
    is_script: bool,
    is_navigation: bool,
    /// What the background program should see of it.
    headers: HeaderMap,
    /// Where "Try again" leads: the page itself, or Today when trying again would post.
    again: String,
}

impl Asker {
    fn of(asked: &Request<Vec<u8>>) -> Self {
        let again = if asked.method() == Method::GET { path_of(asked.uri()).to_string() } else { "/".to_owned() };
        Self {
            is_script: headers::is_fetch(asked.headers()),
            is_navigation: headers::is_navigation(asked.headers()),
            headers: headers::to_daemon(asked.headers()),
            again,
        }
    }

    fn trouble(&self, trouble: &Trouble) -> Response<Vec<u8>> {
        self.says(StatusCode::SERVICE_UNAVAILABLE, &trouble.sentence().words())
    }

    fn astray(&self) -> Response<Vec<u8>> {
        tracing::error!("the background program sent on to an address that is not a page");
        self.says(StatusCode::BAD_GATEWAY, &words("window-astray"))
    }

    fn says(&self, status: StatusCode, sentence: &str) -> Response<Vec<u8>> {
        if self.is_navigation {
            error_page::unreachable(status, sentence, &self.again)
        } else {
            error_page::text(status, sentence)
        }
    }
}

fn is_from_own_page(asked: &Request<Vec<u8>>) -> bool {
    let origin = asked.headers().get(header::ORIGIN);
    let site = asked.headers().get("sec-fetch-site");
    asked.uri().host().is_none_or(|host| host == "localhost" || host == "lumbar.localhost")
        && origin.is_none_or(|origin| origin.to_str().is_ok_and(is_own_origin))
        && site.is_none_or(|site| site == "same-origin" || site == "none")
}

fn request(method: Method, path: Uri, headers: HeaderMap, body: Bytes) -> Request<Bytes> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = path;
    *request.headers_mut() = headers;
    request
}

/// Takes path and query of an address, which is all the socket needs.
fn path_of(uri: &Uri) -> Uri {
    uri.path_and_query().filter(|path| path.as_str().starts_with('/')).cloned().map_or_else(Uri::default, Uri::from)
}

fn sent_on_to(response: &Response<Bytes>) -> Option<Result<String, Astray>> {
    if !matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    ) {
        return None;
    }
    let target = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
    Some(target.filter(|target| is_root_relative(target)).map(str::to_owned).ok_or(Astray))
}

fn to_page(response: Response<Bytes>) -> Response<Vec<u8>> {
    let (mut parts, body) = response.into_parts();
    parts.headers = headers::to_page(&parts.headers);
    Response::from_parts(parts, body.into())
}

#[cfg(unix)]
#[cfg(test)]
mod tests;
