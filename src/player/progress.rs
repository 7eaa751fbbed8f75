//! How far everything has settled: been attempted, with whatever outcome.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::time::Moment;

/// Windows that have been begun and those of their events that are not yet settled. Events settle in any
/// order; the watermark moves when all before it have.
#[derive(Debug)]
pub(super) struct Progress {
    ledger: Mutex<Ledger>,
    settled: watch::Sender<Moment>,
}

/// Stands for a window until its events have settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WindowNumber(u64);

impl Progress {
    /// All up to and including `settled` has settled.
    pub(super) fn new(settled: Moment) -> Self {
        Self { ledger: Mutex::default(), settled: watch::Sender::new(settled) }
    }

    /// Begins a window that ends with `through` and holds so many events to be attempted.
    pub(super) fn begin(&self, through: Moment, events: usize) -> WindowNumber {
        let mut ledger = self.ledger();
        let number = ledger.begin(through, events);
        self.publish(&mut ledger);
        number
    }

    /// One event of a window has settled.
    pub(super) fn finish_one(&self, window: WindowNumber) {
        let mut ledger = self.ledger();
        ledger.finish_one(window);
        self.publish(&mut ledger);
    }

    /// All up to and including this has settled.
    pub(super) fn settled(&self) -> Moment {
        *self.settled.borrow()
    }

    /// Waits until all up to and including `through` has settled.
    pub(super) async fn reached(&self, through: Moment) {
        let mut settled = self.settled.subscribe();
        // It fails only when the sender is gone, which is borrowed here.
        let _ = settled.wait_for(|&settled| settled >= through).await;
    }

    fn publish(&self, ledger: &mut Ledger) {
        if let Some(settled) = ledger.settle() {
            self.settled.send_replace(settled);
        }
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
struct Ledger {
    /// The number of the first window.
    first: u64,
    /// Those that are not settled, in order of time.
    windows: VecDeque<Unsettled>,
}

#[derive(Debug)]
struct Unsettled {
    through: Moment,
    events: usize,
}

impl Ledger {
    fn begin(&mut self, through: Moment, events: usize) -> WindowNumber {
        match self.windows.back_mut() {
            // Silent windows behind a busy one become one, so that the ledger is no longer than there are
            // unsettled events.
            Some(last) if last.events == 0 => *last = Unsettled { through, events },
            _ => self.windows.push_back(Unsettled { through, events }),
        }
        WindowNumber(self.first + self.windows.len() as u64 - 1)
    }

    fn finish_one(&mut self, WindowNumber(number): WindowNumber) {
        let index = number.checked_sub(self.first).and_then(|index| usize::try_from(index).ok());
        if let Some(window) = index.and_then(|index| self.windows.get_mut(index)) {
            window.events = window.events.saturating_sub(1);
        }
    }

    /// Removes the windows at the front that have settled; the end of the last of them.
    fn settle(&mut self) -> Option<Moment> {
        let mut settled = None;
        while self.windows.front().is_some_and(|window| window.events == 0) {
            settled = self.windows.pop_front().map(|window| window.through);
            self.first += 1;
        }
        settled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: i64) -> Moment {
        Moment::from_seconds(seconds)
    }

    #[test]
    fn a_window_without_events_settles_at_once() {
        let progress = Progress::new(at(0));
        progress.begin(at(5), 0);
        assert_eq!(progress.settled(), at(5));
    }

    #[test]
    fn the_watermark_waits_for_the_slowest() {
        let progress = Progress::new(at(0));
        let slow = progress.begin(at(1), 2);
        let quick = progress.begin(at(2), 1);
        progress.finish_one(quick);
        progress.finish_one(slow);
        assert_eq!(progress.settled(), at(0));
        progress.finish_one(slow);
        assert_eq!(progress.settled(), at(2));
    }

    #[test]
    fn silence_behind_a_slow_receiver_takes_no_memory() {
        let progress = Progress::new(at(0));
        let slow = progress.begin(at(1), 1);
        for second in 2..1000 {
            progress.begin(at(second), 0);
        }
        let late = progress.begin(at(1000), 1);
        assert_eq!(progress.ledger().windows.len(), 2);
        progress.finish_one(slow);
        assert_eq!(progress.settled(), at(1));
        progress.finish_one(late);
        assert_eq!(progress.settled(), at(1000));
    }
}
