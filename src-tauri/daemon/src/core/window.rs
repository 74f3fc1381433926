//! Decides which window shows what: there is one, it holds a line open, and whoever asks starts one when there is none.

use std::time::Duration;

use super::inbox::{Handle, Input, Reply};
use lumbar_protocol::window::{Opened, Opening, WindowOrder};

/// A window between two holds, or on its way up, counts as there for this long.
const GRACE: Duration = Duration::from_secs(3);
/// A window that was asked to start takes longer: the web engine has to come up.
const STARTING: Duration = Duration::from_secs(10);

/// The line to the window.
#[derive(Debug, Default)]
pub(crate) struct WindowLine {
    held: Option<(u32, Reply<WindowOrder>)>,
    /// The window asks again within a grace that ends with this number.
    grace: Option<u64>,
    graces: u64,
    /// What it should do when it asks again.
    waiting: Option<WindowOrder>,
}

impl WindowLine {
    /// A window asks what to do. One that was told to come up will ask again: in between it still counts as there.
    pub(crate) fn next(&mut self, pid: u32, reply: Reply<WindowOrder>, handle: &Handle) {
        self.grace = None;
        if let Some((first, held)) = self.held.take().filter(|(_, held)| !held.is_closed()) {
            if first == pid {
                let _ = held.send(WindowOrder::Nothing);
            } else {
                // A second window was started by hand: the first one comes up instead.
                let _ = reply.send(WindowOrder::Close);
                self.order(WindowOrder::Show(Opening::default()), (first, held));
                self.begin_grace(handle, GRACE);
                return;
            }
        }
        match self.waiting.take() {
            Some(order) => {
                self.order(order, (pid, reply));
                self.begin_grace(handle, GRACE);
            }
            None => self.held = Some((pid, reply)),
        }
    }

    /// Its time of holding is over; it will ask again.
    pub(crate) fn released(&mut self, handle: &Handle) {
        if self.held.as_ref().is_none_or(|(_, held)| held.is_closed()) {
            self.held = None;
            self.begin_grace(handle, GRACE);
        }
    }

    /// A grace is over.
    pub(crate) fn grace_over(&mut self, number: u64) {
        if self.grace == Some(number) {
            self.grace = None;
            self.waiting = None;
        }
    }

    /// Someone wants to see the window.
    pub(crate) fn open(&mut self, opening: Opening, handle: &Handle) -> Opened {
        if let Some(held) = self.held.take().filter(|(_, held)| !held.is_closed()) {
            self.order(WindowOrder::Show(opening), held);
            self.begin_grace(handle, GRACE);
            return Opened::Shown;
        }
        if self.grace.is_some() {
            self.waiting = Some(WindowOrder::Show(opening));
            return Opened::Shown;
        }
        self.begin_grace(handle, STARTING);
        Opened::Start
    }

    /// Lets the window end.
    pub(crate) fn close(&mut self) {
        if let Some(held) = self.held.take() {
            self.order(WindowOrder::Close, held);
        }
    }

    /// The window could not be started: nobody is on the way.
    pub(crate) fn not_started(&mut self) {
        self.grace = None;
        self.waiting = None;
    }

    fn order(&mut self, order: WindowOrder, (_, held): (u32, Reply<WindowOrder>)) {
        if let Err(order) = held.send(order) {
            self.waiting = Some(order);
        }
    }

    fn begin_grace(&mut self, handle: &Handle, length: Duration) {
        self.graces += 1;
        let number = self.graces;
        self.grace = Some(number);
        let handle = handle.clone();
        tokio::spawn(async move {
            tokio::time::sleep(length).await;
            handle.send(Input::WindowGraceOver(number));
        });
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::{mpsc, oneshot, watch};

    use super::*;

    fn handle() -> (Handle, mpsc::UnboundedReceiver<Input>) {
        let (inbox, read) = mpsc::unbounded_channel();
        (Handle::new(inbox, watch::channel(0).1), read)
    }

    fn show(path: &str) -> Opening {
        Opening { path: Some(path.into()), ..Opening::default() }
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_window_shows_what_is_asked_and_a_second_one_ends() {
        let (handle, mut inbox) = handle();
        let mut line = WindowLine::default();
        assert_eq!(line.open(show("/a"), &handle), Opened::Start);
        // A second click while it comes up is not a second window.
        assert_eq!(line.open(show("/b"), &handle), Opened::Shown);
        let (reply, mut first) = oneshot::channel();
        line.next(1, reply, &handle);
        assert_eq!(first.try_recv(), Ok(WindowOrder::Show(show("/b"))));

        let (reply, mut first) = oneshot::channel();
        line.next(1, reply, &handle);
        let (reply, mut second) = oneshot::channel();
        line.next(2, reply, &handle);
        assert_eq!(second.try_recv(), Ok(WindowOrder::Close));
        assert_eq!(first.try_recv(), Ok(WindowOrder::Show(Opening::default())));
        // The first one has its order and has not asked again: no other is started meanwhile.
        assert_eq!(line.open(show("/c"), &handle), Opened::Shown);
        let (reply, mut first) = oneshot::channel();
        line.next(1, reply, &handle);
        assert_eq!(first.try_recv(), Ok(WindowOrder::Show(show("/c"))));

        let (reply, first) = oneshot::channel();
        line.next(1, reply, &handle);
        drop(first);
        assert_eq!(line.open(show("/c"), &handle), Opened::Start);
        let Some(Input::WindowGraceOver(number)) = inbox.recv().await else { panic!("no grace") };
        line.grace_over(number);
    }

    #[tokio::test(start_paused = true)]
    async fn a_window_between_two_holds_still_counts_and_a_closed_one_does_not() {
        let (handle, mut inbox) = handle();
        let mut line = WindowLine::default();
        let (reply, answer) = oneshot::channel();
        line.next(1, reply, &handle);
        drop(answer);
        line.released(&handle);
        assert_eq!(line.open(show("/a"), &handle), Opened::Shown);
        let Some(Input::WindowGraceOver(number)) = inbox.recv().await else { panic!("no grace") };
        line.grace_over(number);
        assert_eq!(line.open(show("/a"), &handle), Opened::Start);
    }
}
