//! What is under way, what is to be sent again, and how far everything has settled.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};

use super::backlog::{Backlog, Full, Retry, Slice};
use crate::delivery::Verdict;
use crate::delivery::schedule::{Fate, Next, after};
use crate::time::{Moment, Span};
use crate::world::Event;

/// What has become of the events that a subscription wanted: `fired` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that were due to be sent to it.
    pub fired: u64,
    /// Taken by the receiver, at whichever attempt.
    pub delivered: u64,
    /// Answered with 3xx or 4xx.
    pub refused: u64,
    /// Given up after four attempts.
    pub exhausted: u64,
    /// Given up earlier: there was no room to remember them, or the subscription was disabled or removed.
    pub dropped: u64,
    /// Under way or to be sent again.
    pub outstanding: u64,
}

/// An attempt that is to be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job {
    pub(super) event: Event,
    pub(super) number: u32,
    pub(super) due: Moment,
    pub(super) slice: Slice,
    /// Its place in the slice.
    pub(super) index: u32,
}

/// The books of one subscription, which its player and its lanes share.
#[derive(Debug)]
pub(super) struct Ledger {
    books: Mutex<Books>,
    settled: watch::Sender<Moment>,
    changed: Notify,
}

#[derive(Debug)]
struct Books {
    /// Each first attempt that is due up to and including this has been handed to the lanes.
    front: Moment,
    /// When the next validation is due.
    validation: Option<Moment>,
    /// How many attempts are under way, by when they were due.
    in_flight: BTreeMap<Moment, u64>,
    backlog: Backlog,
    ended: [u64; 3],
    fired: u64,
    dropped: u64,
    abandoned: bool,
}

impl Ledger {
    /// All up to and including `settled` has settled.
    pub(super) fn new(settled: Moment) -> Self {
        let books = Books {
            front: settled,
            validation: None,
            in_flight: BTreeMap::new(),
            backlog: Backlog::default(),
            ended: [0; 3],
            fired: 0,
            dropped: 0,
            abandoned: false,
        };
        Self { books: Mutex::new(books), settled: watch::Sender::new(settled), changed: Notify::new() }
    }

    /// Each first attempt that is due up to and including `front` has been handed over, or there is none.
    pub(super) fn move_front(&self, front: Moment) {
        self.write(|books| books.front = books.front.max(front));
    }

    /// The events of a slice are about to be handed over; those after it are due after `front`.
    pub(super) fn begin(&self, slice: Slice, front: Moment) {
        self.write(|books| {
            let events = u64::from(slice.len);
            *books.in_flight.entry(slice.at).or_default() += events;
            books.fired += events;
            books.front = books.front.max(front);
        });
    }

    /// What is to be sent again first.
    pub(super) fn first_retry(&self) -> Option<Retry> {
        self.books().backlog.first()
    }

    /// When that is due.
    pub(super) fn retry_due(&self) -> Option<Moment> {
        self.books().backlog.due()
    }

    /// So many events of a retry are about to be handed over. Answers whether it is still as it was.
    pub(super) fn begin_retry(&self, retry: &Retry, found: u64) -> bool {
        self.write(|books| {
            let Some(expected) = books.backlog.take(retry, found) else { return false };
            books.dropped += expected.saturating_sub(found);
            if found > 0 {
                *books.in_flight.entry(retry.due).or_default() += found;
            }
            true
        })
    }

    /// When the earliest of what is under way was due.
    pub(super) fn earliest_in_flight(&self) -> Option<Moment> {
        self.books().in_flight.first_key_value().map(|(&due, _)| due)
    }

    /// When the next validation is due.
    pub(super) fn expect_validation(&self, due: Option<Moment>) {
        self.write(|books| books.validation = due);
        self.changed.notify_one();
    }

    /// An attempt has ended.
    /// Answers whether there is room to remember it, if it is to be sent again.
    pub(super) fn finish(&self, job: &Job, at: Moment, verdict: Verdict) -> Result<(), Full> {
        let mut room = Ok(());
        let wakes = self.write(|books| {
            let mut wakes = false;
            if let Some(count) = books.in_flight.get_mut(&job.due) {
                *count -= 1;
                if *count == 0 {
                    books.in_flight.remove(&job.due);
                    wakes = true;
                }
            }
            match after(job.number, at, verdict) {
                Next::Over(fate) => books.ended[index(fate)] += 1,
                Next::Again { .. } if books.abandoned => {}
                Next::Again { number, due } => {
                    wakes = true;
                    room = books.backlog.add(job.slice, job.index, number, due);
                    books.dropped += u64::from(room.is_err());
                }
            }
            wakes
        });
        if wakes {
            self.changed.notify_one();
        }
        room
    }

    /// Gives up what is to be sent again; how many events that were.
    pub(super) fn give_up(&self) -> u64 {
        self.write(|books| {
            let dropped = books.backlog.clear();
            books.dropped += dropped;
            dropped
        })
    }

    /// Nothing will be sent any more, not even what is under way and fails.
    pub(super) fn abandon(&self) {
        self.write(|books| books.abandoned = true);
        self.give_up();
    }

    /// Waits until an attempt has ended that may matter to what is next, or one has since the last call.
    pub(super) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// What has become of the events so far.
    pub(super) fn tally(&self) -> Tally {
        let books = self.books();
        let [delivered, refused, exhausted] = books.ended;
        let fired = books.fired;
        let rest = fired - delivered - refused - exhausted;
        let dropped = if books.abandoned { rest } else { books.dropped };
        let outstanding = rest - dropped;
        Tally { fired, delivered, refused, exhausted, dropped, outstanding }
    }

    /// How many events are to be sent again, and how many windows of the world's time and bytes stand for
    /// them.
    pub(super) fn backlog(&self) -> (u64, usize, usize) {
        let backlog = &self.books().backlog;
        (backlog.events(), backlog.windows(), backlog.bytes())
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

    fn write<T>(&self, change: impl FnOnce(&mut Books) -> T) -> T {
        let mut books = self.books();
        let result = change(&mut books);
        let now = books.settled();
        // Under the lock, so that an older one never follows a newer one.
        self.settled.send_if_modified(|settled| std::mem::replace(settled, now) != now);
        result
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    /// All that is due up to and including this has been done.
    fn settled(&self) -> Moment {
        let in_flight = self.in_flight.first_key_value().map(|(&due, _)| due);
        let open = [in_flight, self.backlog.due(), self.validation];
        let first_open = open.into_iter().flatten().min();
        first_open.map_or(self.front, |due| self.front.min(due - Span::from_millis(1)))
    }
}

const fn index(fate: Fate) -> usize {
    match fate {
        Fate::Delivered => 0,
        Fate::Refused => 1,
        Fate::Exhausted => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::EventFilter;
    use crate::world::{CallRef, Subject};

    const NINE: Moment = Moment::from_seconds(1_772_442_000);

    const fn at(seconds: i64) -> Moment {
        Moment::from_seconds(1_772_442_000 + seconds)
    }

    /// Begins the attempts of `len` events at a second.
    fn begin(ledger: &Ledger, seconds: i64, len: u32) -> Vec<Job> {
        let slice = Slice { at: at(seconds), filter: EventFilter::all(), len };
        ledger.begin(slice, at(seconds));
        let event =
            |call| Event { at: slice.at, subject: Subject::CallQosSummary { call: CallRef::Named { call } } };
        let job = |index| Job { event: event(index), number: 0, due: slice.at, slice, index };
        (0..len).map(job).collect()
    }

    #[test]
    fn what_settles_waits_for_the_slowest() {
        let ledger = Ledger::new(NINE);
        let (slow, quick) = (begin(&ledger, 1, 2), begin(&ledger, 2, 1));
        for job in [quick[0], slow[0]] {
            ledger.finish(&job, job.due, Verdict::Delivered).unwrap();
            assert_eq!(ledger.settled(), at(1) - Span::from_millis(1));
        }
        ledger.finish(&slow[1], at(1), Verdict::Delivered).unwrap();
        assert_eq!(ledger.settled(), at(2));
    }

    #[test]
    fn a_retry_and_a_validation_are_not_settled_before_they_are_done() {
        let ledger = Ledger::new(NINE);
        let jobs = begin(&ledger, 1, 1);
        ledger.finish(&jobs[0], at(1), Verdict::Retriable).unwrap();
        ledger.move_front(at(1000));
        assert_eq!(ledger.settled(), at(301) - Span::from_millis(1));
        ledger.expect_validation(Some(at(100)));
        assert_eq!(ledger.settled(), at(100) - Span::from_millis(1));
        ledger.expect_validation(Some(at(900)));
        let retry = ledger.first_retry().unwrap();
        assert!(ledger.begin_retry(&retry, 1));
        assert_eq!(ledger.settled(), at(301) - Span::from_millis(1));
        let again = Job { number: retry.number, due: retry.due, ..jobs[0] };
        ledger.finish(&again, at(301), Verdict::NotRetried).unwrap();
        assert_eq!(ledger.settled(), at(900) - Span::from_millis(1));
    }

    #[test]
    fn what_there_is_no_room_for_is_dropped_and_counted() {
        let ledger = Ledger::new(NINE);
        let mut lost = 0;
        for seconds in (0..).step_by(2).take(120_000) {
            let jobs = begin(&ledger, seconds, 1);
            lost += u64::from(ledger.finish(&jobs[0], at(seconds), Verdict::Retriable).is_err());
        }
        let Tally { fired, dropped, outstanding, .. } = ledger.tally();
        assert_eq!((fired, dropped, outstanding), (120_000, lost, ledger.backlog().0));
        assert!(lost > 0 && outstanding > 50_000, "{lost} of {fired}");
        ledger.abandon();
        assert_eq!(ledger.tally(), Tally { fired, dropped: fired, ..Tally::default() });
    }
}
