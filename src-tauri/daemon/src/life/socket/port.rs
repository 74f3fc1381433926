//! What both systems' sockets share: why there is no connection, and who is told of a place.

use std::path::PathBuf;

use thiserror::Error;

/// Why there is no connection.
#[derive(Debug, Error)]
pub(crate) enum NoConnection {
    /// Nobody listens there, or not within the time.
    #[error(transparent)]
    Nobody(#[from] std::io::Error),
    /// A program of another user listens there; it was told nothing.
    #[error("a program of another user listens there")]
    Foreign,
}

/// A place that could not be used for the socket, and why.
pub(crate) type PassedOver = (PathBuf, std::io::Error);

/// Who is told where the socket is: at the first opening and after each move.
pub(crate) type Published = Box<dyn Fn(&str) + Send>;
