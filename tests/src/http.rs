//! Speaks HTTP over the program's Unix socket, as the window and the command line do.

use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    client::conn::http1,
    header,
};
use hyper_util::rt::TokioIo;
use lumbar_played_desktop::{Context, Outcome, Trouble, patience};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use tokio::{net::UnixStream, time::timeout};

/// What a form writes as `%20` in a field: all but letters, digits and these.
const FIELD: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A client of one socket; each request is a connection of its own.
#[derive(Clone, Debug)]
pub struct Http {
    socket: String,
}

impl Http {
    /// Takes the address as `lumbar demo` prints it: a path, with or without `unix:` before it.
    pub fn at(socket: &str) -> Self {
        Self { socket: socket.trim_start_matches("unix:").to_owned() }
    }

    /// Asks for a page or an answer of the API.
    pub async fn fetch(&self, path: &str) -> Outcome<Answer> {
        self.send(Self::request(Method::GET, path), String::new()).await
    }

    /// Asks for JSON and fails on any status but 200.
    pub async fn json(&self, path: &str) -> Outcome<Value> {
        self.fetch(path).await?.with_status(200)?.json()
    }

    /// Sends a form as a page does.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Outcome<Answer> {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", utf8_percent_encode(name, FIELD), utf8_percent_encode(value, FIELD)))
            .collect();
        let request = Self::request(Method::POST, path);
        self.send(request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), pairs.join("&")).await
    }

    /// Sends JSON.
    pub async fn post_json(&self, path: &str, body: &Value) -> Outcome<Answer> {
        let request = Self::request(Method::POST, path);
        self.send(request.header(header::CONTENT_TYPE, "application/json"), body.to_string()).await
    }

    /// The beginning of any other request, for `send`.
    pub fn request(method: Method, path: &str) -> hyper::http::request::Builder {
        Request::builder().method(method).uri(path).header(header::HOST, "localhost")
    }

    /// Sends any request, also a wrong one.
    pub async fn send(&self, request: hyper::http::request::Builder, body: String) -> Outcome<Answer> {
        let request = request.body(Full::new(Bytes::from(body)))?;
        let shown = format!("{} {}", request.method(), request.uri());
        timeout(patience(), self.exchange(request)).await.trying(&shown)?.trying(&shown)
    }

    /// Opens the connection and sends nothing yet, for a client that hangs or sends rubbish.
    pub async fn connect(&self) -> Outcome<UnixStream> {
        UnixStream::connect(&self.socket).await.trying(&self.socket)
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Outcome<Answer> {
        let (mut sender, connection) = http1::handshake(TokioIo::new(self.connect().await?)).await?;
        // Driven beside the request; how it ends is seen in the answer.
        let driven = tokio::spawn(connection);
        let answer = Answer::read(sender.send_request(request).await?).await;
        driven.abort();
        answer
    }
}

/// What the program answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: hyper::HeaderMap,
    /// The body, as text.
    pub body: String,
}

impl Answer {
    /// Fails unless the status is this one.
    pub fn with_status(self, status: u16) -> Outcome<Self> {
        match self.status.as_u16() == status {
            true => Ok(self),
            false => Err(Trouble::new(format!("answered {} instead of {status}: {}", self.status, self.body))),
        }
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON.
    pub fn json(&self) -> Outcome<Value> {
        serde_json::from_str(&self.body).trying(format!("not JSON: {}", self.body))
    }

    async fn read(response: Response<Incoming>) -> Outcome<Self> {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await?.to_bytes();
        Ok(Self { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() })
    }
}

#[cfg(test)]
mod tests {
    use lumbar_played_desktop::Folders;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::UnixListener,
    };

    use super::*;

    #[tokio::test]
    async fn a_form_arrives_encoded_and_the_answer_is_read_with_its_headers() {
        let folders = Folders::create().unwrap();
        let path = folders.path("run/socket");
        let listener = UnixListener::bind(&path).unwrap();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut seen = Vec::new();
            while !seen.ends_with(b"note=a%26b%20c") {
                stream.read_buf(&mut seen).await.unwrap();
            }
            let answer = "HTTP/1.1 303 See Other\r\nlocation: /today\r\ncontent-length: 2\r\n\r\nok";
            stream.write_all(answer.as_bytes()).await.unwrap();
        });
        let http = Http::at(&format!("unix:{}", path.display()));
        let answer = http.post_form("/x", &[("note", "a&b c")]).await.unwrap().with_status(303).unwrap();
        assert_eq!((answer.header("location"), answer.body.as_str()), (Some("/today"), "ok"));
        server.await.unwrap();
    }
}
