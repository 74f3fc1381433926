//! Holds what a played service has seen, and lets a test wait for a change of it instead of for time to pass.

use std::{env, time::Duration};

use tokio::{sync::watch, time::timeout};

/// How long a test waits for something that should happen: far longer than any machine needs, for only a failure waits it out.
///
/// In seconds from `LUMBAR_TEST_PATIENCE`, else 30.
pub fn patience() -> Duration {
    let seconds = env::var("LUMBAR_TEST_PATIENCE").ok().and_then(|text| text.parse().ok()).unwrap_or(30);
    Duration::from_secs(seconds)
}

/// State that can be changed, read, and waited for.
#[derive(Debug)]
pub struct Watched<S>(watch::Sender<S>);

impl<S> Watched<S> {
    /// Begins with this state.
    pub fn new(state: S) -> Self {
        Self(watch::Sender::new(state))
    }

    /// Changes the state and wakes everyone who waits.
    pub fn change<R>(&self, change: impl FnOnce(&mut S) -> R) -> Option<R> {
        let mut result = None;
        self.0.send_modify(|state| result = Some(change(state)));
        result
    }

    /// Reads from the state.
    pub fn read<R>(&self, read: impl FnOnce(&S) -> R) -> R {
        read(&self.0.borrow())
    }

    /// Waits until `pick` finds something, or until patience ends (`None`).
    pub async fn until<R>(&self, mut pick: impl FnMut(&mut S) -> Option<R>) -> Option<R> {
        let mut changes = self.0.subscribe();
        let wait = async {
            loop {
                changes.borrow_and_update();
                let mut found = None;
                // What `pick` marks as taken is no news to others, so nobody is woken for it.
                self.0.send_if_modified(|state| {
                    found = pick(state);
                    false
                });
                if found.is_some() {
                    return found;
                }
                if changes.changed().await.is_err() {
                    return None;
                }
            }
        };
        timeout(patience(), wait).await.ok().flatten()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn a_wait_ends_with_the_change_it_waits_for() {
        let numbers = Arc::new(Watched::new(vec![1]));
        let writer = Arc::clone(&numbers);
        let task = tokio::spawn(async move { writer.until(|all| (all.len() > 1).then(|| all.remove(1))).await });
        numbers.change(|all| all.push(7));
        assert_eq!(task.await.unwrap(), Some(7));
        assert_eq!(numbers.read(Vec::len), 1);
    }
}
