//! Owns what the server said of notifications whose number it has not told yet: a quick press may overtake the answer to the
//! call that shows its notification, and must not be lost.

use std::collections::VecDeque;

/// Signals kept at most; the bus brings those of other programs too, and a server may never answer.
const KEPT: usize = 32;

/// What a person or the server did to a notification.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A button was pressed.
    Pressed { key: String, activation: Option<String> },
    /// It is gone, for one of the specification's reasons.
    Closed { reason: u32 },
}

/// What was said before its notification had a number here, oldest first.
#[derive(Debug, Default)]
pub(super) struct Early(VecDeque<(u32, Said)>);

impl Early {
    pub(super) fn keep(&mut self, id: u32, said: Said) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((id, said));
    }

    /// Takes out what was said of this number.
    pub(super) fn take(&mut self, id: u32) -> Vec<(u32, Said)> {
        let (of, others): (VecDeque<_>, VecDeque<_>) = self.0.drain(..).partition(|(number, _)| *number == id);
        self.0 = others;
        of.into_iter().collect()
    }

    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_given_out_once_in_its_order_and_never_grows_without_bound() {
        let mut early = Early::default();
        let press = |n: u32| Said::Pressed { key: n.to_string(), activation: None };
        early.keep(1, press(1));
        early.keep(2, press(2));
        early.keep(1, Said::Closed { reason: 2 });
        assert_eq!(early.take(1), [(1, press(1)), (1, Said::Closed { reason: 2 })]);
        assert_eq!(early.take(1), []);
        for n in 0..100 {
            early.keep(9, press(n));
        }
        assert_eq!(early.take(2), [], "pushed out by newer ones");
        assert_eq!(early.take(9).len(), KEPT);
    }
}
