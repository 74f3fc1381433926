//! Carries one HTTP exchange over the background program's local socket, and never waits for ever.

use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use interprocess::local_socket::tokio::{Stream, prelude::*};
use interprocess::local_socket::{GenericFilePath, ToFsName};
use lumbar_protocol::path;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// How long the socket may take to let us in.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// How long an answer may take: a press is answered within 4 s whatever the disk does.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// The same for what is held until there is news; longer than the 50 s for which that is.
const HELD_WITHIN: Duration = Duration::from_secs(70);

/// What is held on purpose, or goes through ten years of history.
const LONG: [&str; 5] = [path::CHANGES, path::WINDOW_NEXT, "/do/data/export", "/do/data/import", "/do/data/delete"];

/// The largest answer taken, in bytes; ten years of history as one page stay far below it.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;

/// Why an exchange came to nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeError {
    /// Nobody took the request, so sending it again is safe.
    #[error("the socket cannot be reached: {0}")]
    Unreachable(String),
    /// The connection broke after the request was sent: it may or may not have been carried out.
    #[error("the connection broke: {0}")]
    Lost(String),
    /// No answer came in time: it may or may not have been carried out.
    #[error("no answer came in time")]
    Silent,
    /// A program of another user listens there; it was told nothing.
    #[error("a program of another user listens there")]
    Foreign,
}

/// Sends one request on a connection of its own, so that a held one never blocks another, and reads the whole answer.
///
/// # Errors
/// See [`ExchangeError`].
pub(crate) async fn exchange(address: &str, request: Request<Bytes>) -> Result<Response<Bytes>, ExchangeError> {
    let unreachable = |error: &dyn std::fmt::Display| ExchangeError::Unreachable(error.to_string());
    let name = address.to_fs_name::<GenericFilePath>().map_err(|error| unreachable(&error))?;
    let stream = timeout(CONNECT_WITHIN, Stream::connect(name))
        .await
        .map_err(|_| unreachable(&"no answer to the connection"))?
        .map_err(|error| unreachable(&error))?;
    if !is_own(&stream).map_err(|error| unreachable(&error))? {
        return Err(ExchangeError::Foreign);
    }
    let within = if LONG.contains(&request.uri().path()) { HELD_WITHIN } else { ANSWER_WITHIN };
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| unreachable(&error))?;
    // Dropped with this function, which ends the connection whatever happens.
    let mut pump = JoinSet::new();
    pump.spawn(connection);

    let answer = async {
        let response = sender.send_request(request.map(Full::new)).await.map_err(|error| {
            if error.is_canceled() { unreachable(&error) } else { ExchangeError::Lost(error.to_string()) }
        })?;
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, LARGEST_ANSWER)
            .collect()
            .await
            .map_err(|error| ExchangeError::Lost(error.to_string()))?
            .to_bytes();
        Ok(Response::from_parts(parts, body))
    };
    timeout(within, answer).await.map_err(|_| ExchangeError::Silent)?
}

/// Tells whether the program at the other end runs as the same user: anyone may have made a socket in a shared folder.
#[cfg(unix)]
fn is_own(stream: &Stream) -> std::io::Result<bool> {
    Ok(stream.peer_creds()?.euid() == Some(rustix::process::geteuid().as_raw()))
}

/// The same: the pipe belongs to the one who opened it. Before something was sent to it, it cannot act in our place.
#[cfg(windows)]
fn is_own(stream: &Stream) -> std::io::Result<bool> {
    use lumbar_platform::windows::{owner_of, this_user};
    use std::os::windows::io::AsHandle;
    let Stream::NamedPipe(pipe) = stream;
    Ok(owner_of(pipe.inner().as_handle())? == this_user()?)
}
