//! Owns the thread that pages and the API run on: however slow one is, no alarm waits for it.

use std::io;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::serve::serve;

/// The thread that serves. It talks to the driver through its handle alone.
#[derive(Debug)]
pub(crate) struct Server {
    stop: oneshot::Sender<()>,
    ended: oneshot::Receiver<()>,
}

impl Server {
    /// Starts the thread. `listen` is called on it, for a socket belongs to the runtime it was opened in; what it answers
    /// beside the socket is handed back. `odd_clock`: what is said instead of any answer while the wall stands before 1970.
    ///
    /// # Errors
    /// When the system gives no thread, or nobody can listen at the address.
    pub(crate) fn start<L, T, F>(listen: F, router: Router, odd_clock: String) -> io::Result<(Self, T)>
    where
        L: Listener,
        T: Send + 'static,
        F: FnOnce() -> io::Result<(L, T)> + Send + 'static,
    {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (tell, told) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        thread::Builder::new().name("web".into()).spawn(move || {
            runtime.block_on(async {
                match listen() {
                    Ok((listener, beside)) => {
                        // The caller waits for it.
                        let _ = tell.send(Ok(beside));
                        let stopped = async {
                            // Dropping the server stops it as well.
                            let _ = stopped.await;
                        };
                        serve(listener, router, odd_clock, stopped).await;
                    }
                    Err(why) => drop(tell.send(Err(why))),
                }
            });
            runtime.shutdown_background();
            // Nobody may wait any more.
            let _ = end.send(());
        })?;
        let beside = told.recv().unwrap_or_else(|_| Err(io::Error::other("the thread ended")))?;
        Ok((Self { stop, ended }, beside))
    }

    /// Takes no new connections, and waits for the answers on their way, at most `limit`.
    pub(crate) async fn finish(self, limit: Duration) {
        let _ = self.stop.send(());
        if timeout(limit, self.ended).await.is_err() {
            tracing::debug!("answers on their way are not waited for");
        }
    }
}
