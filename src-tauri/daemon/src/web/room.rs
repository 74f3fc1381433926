//! Decides who has room: connections are few, watchers fewer, and a press always finds a place.
//!
//! A connection is idle (nothing asked, or a request still on its way), watches, or is busy with an answer. When there are
//! too many, the one that has been idle longest is closed, then the one that has watched longest; a busy one never is.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, SizeHint};
use lumbar_protocol::path;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// Connections at once, unless all are busy; a window holds two.
pub(super) const MOST: usize = 64;
/// Connections at once if all are busy: what an answer waits for ends within seconds.
const MOST_BUSY: usize = 256;
/// Watchers at once: held requests of pages and the command line, event streams.
pub(super) const WATCHERS: usize = 32;
/// Windows that hold the request by which they are told what to do.
const WINDOWS: usize = 8;

const IDLE: u8 = 0;
const WATCHING: u8 = 1;
const BUSY: u8 = 2;
/// All of the answer is handed on, and the client has not taken it in yet.
const ANSWERED: u8 = 3;

/// The place of one connection.
#[derive(Debug)]
pub(super) struct Place {
    number: u64,
    state: AtomicU8,
    /// When it came to that state, counted in such changes.
    since: AtomicU64,
    leave: Notify,
    places: Arc<Places>,
}

/// The places of all connections.
#[derive(Debug, Default)]
pub(super) struct Places {
    taken: Mutex<BTreeMap<u64, Arc<Place>>>,
    changes: AtomicU64,
}

impl Places {
    /// Gives a new connection its place, and closes another one for it if need be. `None` when all are busy.
    pub(super) fn take(self: &Arc<Self>) -> Option<Arc<Place>> {
        let mut taken = self.taken();
        if taken.len() >= MOST {
            let rank = |place: &Place| (place.state.load(Ordering::Relaxed), place.since.load(Ordering::Relaxed));
            let first = taken.values().filter(|place| rank(place).0 < BUSY).min_by_key(|place| rank(place)).cloned();
            match first {
                Some(place) => {
                    taken.remove(&place.number);
                    place.leave.notify_one();
                }
                None if taken.len() >= MOST_BUSY => return None,
                None => {}
            }
        }
        let number = self.changes.fetch_add(1, Ordering::Relaxed);
        let (state, since) = (AtomicU8::new(IDLE), AtomicU64::new(number));
        let place = Arc::new(Place { number, state, since, leave: Notify::new(), places: Arc::clone(self) });
        taken.insert(number, Arc::clone(&place));
        Some(place)
    }

    fn taken(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Place>>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Waits until another connection needs the place.
    pub(super) async fn must_leave(&self) {
        self.leave.notified().await;
    }

    /// The connection has ended.
    pub(super) fn free(&self) {
        self.places.taken().remove(&self.number);
    }

    fn becomes(&self, state: u8) {
        if self.state.swap(state, Ordering::Relaxed) != state {
            self.since.store(self.places.changes.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        }
    }

    /// All that was handed on is with the client: closed before, nobody would learn that a press counts.
    pub(super) fn is_taken_in(&self) {
        if self.state.load(Ordering::Relaxed) == ANSWERED {
            self.becomes(IDLE);
        }
    }

    /// The request has arrived as a whole.
    pub(super) fn is_asked(&self) {
        self.becomes(BUSY);
    }
}

/// How many may watch.
#[derive(Debug, Clone)]
pub(super) struct Room {
    watchers: Arc<Semaphore>,
    windows: Arc<Semaphore>,
}

impl Default for Room {
    fn default() -> Self {
        Self { watchers: Arc::new(Semaphore::new(WATCHERS)), windows: Arc::new(Semaphore::new(WINDOWS)) }
    }
}

impl Room {
    /// Answers a request in its room; one watcher too many is turned away at once.
    pub(super) async fn attend(self, place: Option<Arc<Place>>, request: Request<Body>, next: Next) -> Response {
        let room = match request.uri().path() {
            path::CHANGES | path::EVENTS => self.watchers,
            path::WINDOW_NEXT => self.windows,
            _ => {
                return next.run(request).await.map(|body| Body::new(Answering { body, place, _permit: None }));
            }
        };
        let Ok(permit) = room.try_acquire_owned() else {
            return StatusCode::TOO_MANY_REQUESTS.into_response();
        };
        if let Some(place) = &place {
            place.becomes(WATCHING);
        }
        next.run(request).await.map(|body| Body::new(Answering { body, place, _permit: Some(permit) }))
    }
}

/// An answer, which keeps its room until all of it is told.
struct Answering {
    body: Body,
    place: Option<Arc<Place>>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Drop for Answering {
    fn drop(&mut self) {
        if let Some(place) = &self.place {
            place.becomes(ANSWERED);
        }
    }
}

impl hyper::body::Body for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn left(places: &[Arc<Place>]) -> Vec<usize> {
        let left = places.iter().enumerate().filter(|(_, place)| place.must_leave().now_or_never().is_some());
        left.map(|(nth, _)| nth).collect()
    }

    #[test]
    fn the_longest_idle_leaves_first_then_the_longest_watcher_and_a_busy_one_never() {
        let all = Arc::new(Places::default());
        let places: Vec<_> = std::iter::repeat_with(|| all.take().unwrap()).take(MOST).collect();
        assert!(left(&places).is_empty());
        places[3..].iter().for_each(|place| place.is_asked());
        places[1].becomes(WATCHING);
        // Idle again, and so later than number 2.
        places[0].is_asked();
        places[0].becomes(IDLE);
        let mut new = Vec::new();
        for expected in [2, 0, 1] {
            new.push(all.take().unwrap());
            new.last().unwrap().is_asked();
            assert_eq!(left(&places), [expected]);
        }
        while let Some(place) = all.take() {
            place.is_asked();
            new.push(place);
        }
        assert_eq!((all.taken().len(), left(&places)), (MOST_BUSY, Vec::<usize>::new()));
        new[0].free();
        assert!(all.take().is_some());
    }
}
