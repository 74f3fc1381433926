//! Owns what is known about the background program: where its socket is, whether it speaks our language, and bringing it up once.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use hyper::{Request, Response};
use tokio::sync::{Mutex, watch};
use tokio::time::sleep;

use crate::socket::{ExchangeError, exchange};
use crate::start::{Start, StartError};

/// How long a broken connection is given before the background program is started again.
///
/// When it quits it tells the window to close and ends; without the wait a page's broken request would bring it back.
const GOODBYE: Duration = Duration::from_millis(500);

/// Why a request got no answer; each reads as a sentence for the person.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Trouble {
    /// It could not be started.
    #[error(transparent)]
    Start(#[from] StartError),
    /// It says it runs, and cannot be reached.
    #[error("Lumbar’s background program says that it runs, but it does not answer.")]
    Unreachable,
    /// It stopped while it held a request that must not be sent twice.
    #[error(
        "Lumbar’s background program stopped while it was answering. It runs again now, but your last press may not \
         have been taken: please look before you press again."
    )]
    Unsure,
    /// It takes too long.
    #[error(
        "Lumbar’s background program took too long to answer. Your last press may have counted: please look before you \
         press again."
    )]
    Silent,
    /// Another user's program is at its address.
    #[error(
        "A program of another user answers in the place of Lumbar’s background program, so nothing was sent to it."
    )]
    Foreign,
    /// It is of another version than this window.
    #[error(
        "This window and Lumbar’s background program are of different versions. Please close this window and open Lumbar again."
    )]
    OtherVersion,
}

/// What is known so far.
#[derive(Debug, Clone, Default)]
struct Known {
    /// Counts the times it was looked for, so that many waiting requests start it once.
    round: u64,
    address: Option<Result<Arc<str>, Trouble>>,
    profile: Option<PathBuf>,
    other_version: bool,
}

/// The background program, as the window sees it.
pub(crate) struct Background {
    start: Start,
    known: watch::Sender<Known>,
    starting: Mutex<()>,
}

impl Background {
    /// Takes what the command line said; without an address it is found when it is first needed.
    pub(crate) fn new(start: Start, address: Option<String>, profile: Option<PathBuf>) -> Self {
        let known = Known { address: address.map(|address| Ok(address.into())), profile, ..Known::default() };
        Self { start, known: watch::Sender::new(known), starting: Mutex::new(()) }
    }

    /// Sends a request; if the socket cannot be reached, brings the background program up once and tries again.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub(crate) async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Trouble> {
        let known = self.known.borrow().clone();
        if known.other_version {
            return Err(Trouble::OtherVersion);
        }
        let Some(Ok(address)) = known.address else {
            let address = self.bring_up(known.round).await?;
            return exchange(&address, request).await.map_err(|error| trouble(&error));
        };
        let lost = match exchange(&address, request.clone()).await {
            Ok(response) => return Ok(response),
            Err(ExchangeError::Silent) => return Err(Trouble::Silent),
            Err(error @ (ExchangeError::Unreachable(_) | ExchangeError::Foreign)) => {
                tracing::info!("starting the background program: {error}");
                false
            }
            Err(error @ ExchangeError::Lost(_)) => {
                tracing::warn!("{} {}: {error}", request.method(), request.uri().path());
                sleep(GOODBYE).await;
                true
            }
        };
        let address = self.bring_up(known.round).await?;
        if lost && !request.method().is_safe() {
            return Err(Trouble::Unsure);
        }
        exchange(&address, request).await.map_err(|error| trouble(&error))
    }

    /// Tells the socket's address; if none is known, brings the background program up.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub(crate) async fn ready(&self) -> Result<Arc<str>, Trouble> {
        let known = self.known.borrow().clone();
        match known.address {
            Some(Ok(address)) => Ok(address),
            Some(Err(_)) | None => self.bring_up(known.round).await,
        }
    }

    /// Waits until an address is known, without starting anything.
    pub(crate) async fn address(&self) -> Option<Arc<str>> {
        let mut known = self.known.subscribe();
        let found = known.wait_for(|known| matches!(known.address, Some(Ok(_)))).await.ok()?;
        found.address.clone()?.ok()
    }

    /// Waits until the profile's folder is known.
    pub(crate) async fn profile(&self) -> Option<PathBuf> {
        let mut known = self.known.subscribe();
        known.wait_for(|known| known.profile.is_some()).await.ok()?.profile.clone()
    }

    /// Tells the profile's folder, if it is known yet.
    pub(crate) fn known_profile(&self) -> Option<PathBuf> {
        self.known.borrow().profile.clone()
    }

    /// Takes over what the background program said about itself.
    pub(crate) fn greeted(&self, same_version: bool, profile: Option<PathBuf>) {
        self.known.send_modify(|known| {
            known.other_version = !same_version;
            if known.profile.is_none() {
                known.profile = profile;
            }
        });
    }

    /// Brings it up, unless another request did since `seen`: then that one's outcome counts for all.
    async fn bring_up(&self, seen: u64) -> Result<Arc<str>, Trouble> {
        let _one_at_a_time = self.starting.lock().await;
        let now = self.known.borrow().clone();
        if now.round != seen
            && let Some(outcome) = now.address
        {
            return outcome;
        }
        let outcome = self.start.up().await.map(Arc::from).map_err(Trouble::from);
        if let Err(error) = &outcome {
            tracing::error!("the background program is not there: {error}");
        }
        self.known.send_modify(|known| {
            known.round += 1;
            known.address = Some(outcome.clone());
        });
        outcome
    }
}

fn trouble(error: &ExchangeError) -> Trouble {
    tracing::error!("no answer from the background program: {error}");
    match error {
        ExchangeError::Silent => Trouble::Silent,
        ExchangeError::Foreign => Trouble::Foreign,
        ExchangeError::Unreachable(_) | ExchangeError::Lost(_) => Trouble::Unreachable,
    }
}
