//! What is to be sent again, and when: references into the world, in bulk.
//!
//! The events of one moment that a subscription wants are numbered by their order, so those that failed are a
//! set of small numbers. Where all of a moment have failed and the same holds of the seconds beside it, which
//! were due as much later, one window stands for all of them: an hour of a dead receiver is a handful of
//! windows, however many people there are.

use std::collections::BTreeMap;

use crate::delivery::EventFilter;
use crate::time::{Moment, Span};

/// The list may take about so many bytes; beyond that, nothing is added.
pub(super) const BOUND: usize = 16 << 20;

/// What a window costs in the two maps, about.
const WINDOW_BYTES: usize = 2 * (size_of::<Key>() + size_of::<Window>() + size_of::<End>());

/// The events of one moment that a subscription wanted, in the order of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slice {
    pub(super) at: Moment,
    pub(super) filter: EventFilter,
    /// How many they are.
    pub(super) len: u32,
}

/// Something that is to be sent again: events of one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Retry {
    pub(super) due: Moment,
    pub(super) at: Moment,
    /// Of the attempt: 1 for the first retry.
    pub(super) number: u32,
    pub(super) filter: EventFilter,
    which: Which,
}

impl Retry {
    /// Whether the event with this place among those of the moment is to be sent again.
    pub(super) fn includes(&self, index: usize) -> bool {
        match &self.which {
            Which::All => true,
            Which::Some(bits) => bits.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1),
        }
    }

    fn key(&self) -> Key {
        Key { due: self.due, from: self.at, number: self.number, filter: self.filter }
    }
}

/// There is no room for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

/// What is to be sent again, in the order in which it is due.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    windows: BTreeMap<Key, Window>,
    /// Where the windows end of which all is outstanding.
    ends: BTreeMap<End, Key>,
    events: u64,
    words: usize,
}

/// The first moment of a window, and when that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    due: Moment,
    from: Moment,
    number: u32,
    filter: EventFilter,
}

/// The last moment of a window, and when that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct End {
    due: Moment,
    through: Moment,
    number: u32,
    filter: EventFilter,
}

/// From its key's moment through another, in steps of a second; each step is due a second later.
#[derive(Debug)]
struct Window {
    through: Moment,
    events: u64,
    which: Which,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Which {
    All,
    /// A bit for each event of a single moment.
    Some(Vec<u64>),
}

impl Key {
    fn end(self, through: Moment) -> End {
        let Self { due, from, number, filter } = self;
        End { due: due + (through - from), through, number, filter }
    }
}

impl Backlog {
    /// Adds the event with the place `index` in `slice`, for the attempt `number`.
    pub(super) fn add(&mut self, slice: Slice, index: u32, number: u32, due: Moment) -> Result<(), Full> {
        if self.bytes() >= BOUND {
            return Err(Full);
        }
        let key = Key { due, from: slice.at, number, filter: slice.filter };
        let new = || Window { through: slice.at, events: 0, which: Which::Some(Vec::new()) };
        let window = self.windows.entry(key).or_insert_with(new);
        let Which::Some(bits) = &mut window.which else { return Ok(()) };
        let (word, bit) = (index as usize / 64, 1 << (index % 64));
        if bits.len() <= word {
            self.words += word + 1 - bits.len();
            bits.resize(word + 1, 0);
        }
        if bits[word] & bit != 0 {
            return Ok(());
        }
        bits[word] |= bit;
        window.events += 1;
        self.events += 1;
        if window.events == u64::from(slice.len) {
            self.words -= bits.len();
            window.which = Which::All;
            self.join(key);
        }
        Ok(())
    }

    /// Makes one of a window of one moment and of those beside it.
    fn join(&mut self, key: Key) {
        let mut joined = key;
        let mut through = key.from;
        if key.from == key.from.whole_second() {
            let before = End {
                due: key.due - Span::SECOND,
                through: key.from - Span::SECOND,
                number: key.number,
                filter: key.filter,
            };
            if let Some(left) = self.ends.remove(&before) {
                self.merge(left, key);
                joined = left;
            }
            let right = Key { due: key.due + Span::SECOND, from: key.from + Span::SECOND, ..key };
            if let Some(Window { which: Which::All, through: last, .. }) = self.windows.get(&right) {
                through = *last;
                self.ends.remove(&right.end(through));
                self.merge(joined, right);
            }
        }
        self.ends.insert(joined.end(through), joined);
    }

    fn merge(&mut self, left: Key, right: Key) {
        if let Some(Window { through, events, .. }) = self.windows.remove(&right)
            && let Some(window) = self.windows.get_mut(&left)
        {
            window.through = through;
            window.events += events;
        }
    }

    /// What is due first.
    pub(super) fn first(&self) -> Option<Retry> {
        let (&Key { due, from: at, number, filter }, window) = self.windows.first_key_value()?;
        Some(Retry { due, at, number, filter, which: window.which.clone() })
    }

    /// When that is.
    pub(super) fn due(&self) -> Option<Moment> {
        self.windows.first_key_value().map(|(key, _)| key.due)
    }

    /// Takes out what [`Backlog::first`] has given, of which `found` events were found; how many were
    /// expected. `None` when it is not there as it was, since something was added to it.
    pub(super) fn take(&mut self, retry: &Retry, found: u64) -> Option<u64> {
        let key = retry.key();
        if self.windows.get(&key)?.which != retry.which {
            return None;
        }
        let window = self.windows.remove(&key)?;
        let taken = match &window.which {
            Which::Some(bits) => {
                self.words -= bits.len();
                window.events
            }
            Which::All if window.through == key.from => {
                self.ends.remove(&key.end(window.through));
                window.events
            }
            Which::All => {
                let rest = Key { due: key.due + Span::SECOND, from: key.from + Span::SECOND, ..key };
                self.ends.insert(key.end(window.through), rest);
                let taken = found.min(window.events);
                self.windows.insert(rest, Window { events: window.events - taken, ..window });
                taken
            }
        };
        self.events -= taken;
        Some(taken)
    }

    /// Forgets all of it; how many events that were.
    pub(super) fn clear(&mut self) -> u64 {
        std::mem::take(self).events
    }

    /// How many events are in it.
    pub(super) fn events(&self) -> u64 {
        self.events
    }

    /// How many windows they are in.
    pub(super) fn windows(&self) -> usize {
        self.windows.len()
    }

    /// How much memory it takes, about.
    pub(super) fn bytes(&self) -> usize {
        self.windows.len() * WINDOW_BYTES + self.words * size_of::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::delivery::Verdict;
    use crate::delivery::schedule::{Next, after};

    const NINE: Moment = Moment::from_seconds(1_772_442_000);

    /// A hundred thousand people report once a minute.
    const A_SECOND: u32 = 100_000 / 60;

    fn slice(second: i64, len: u32) -> Slice {
        Slice { at: NINE + Span::from_seconds(second), filter: EventFilter::all(), len }
    }

    fn add(backlog: &mut Backlog, slice: Slice, index: u32, number: u32, at: Moment) {
        let Next::Again { number, due } = after(number, at, Verdict::Retriable) else { return };
        backlog.add(slice, index, number, due).unwrap();
    }

    /// Fails what `fails` says of each second's first attempts and retries, for `seconds`; the most bytes that
    /// it took.
    fn play(backlog: &mut Backlog, seconds: i64, len: u32, fails: impl Fn(u32) -> bool) -> usize {
        let mut most = 0;
        for second in 0..seconds {
            let now = NINE + Span::from_seconds(second);
            for index in (0..len).filter(|&index| fails(index)) {
                add(backlog, slice(second, len), index, 0, now);
            }
            while let Some(retry) = backlog.first().filter(|retry| retry.due <= now) {
                let again: Vec<u32> = (0..len).filter(|&index| retry.includes(index as usize)).collect();
                assert_eq!(backlog.take(&retry, again.len() as u64), Some(again.len() as u64));
                for index in again {
                    add(backlog, Slice { at: retry.at, ..slice(0, len) }, index, retry.number, now);
                }
            }
            most = most.max(backlog.bytes());
        }
        most
    }

    #[test]
    fn an_hour_of_a_dead_receiver_takes_a_kilobyte() {
        let mut backlog = Backlog::default();
        let most = play(&mut backlog, 3600, 20, |_| true);
        assert_eq!(backlog.events(), 3600 * 20);
        assert!(backlog.windows() <= 3, "{} windows", backlog.windows());
        assert!(most < 3000, "{most} bytes");
    }

    #[test]
    fn a_world_of_100_000_takes_no_more_than_a_small_one() {
        let [small, large] = [20, A_SECOND].map(|len| {
            let mut backlog = Backlog::default();
            let most = play(&mut backlog, 400, len, |_| true);
            assert_eq!(backlog.events(), 400 * u64::from(len));
            most
        });
        assert_eq!(small, large);
    }

    #[test]
    fn one_that_fails_every_other_time_takes_a_bit_an_event() {
        let mut backlog = Backlog::default();
        let most = play(&mut backlog, 400, A_SECOND, |index| index % 2 == 0);
        assert_eq!(backlog.events(), 400 * u64::from(A_SECOND.div_ceil(2)));
        let (bits, windows) = (400 * A_SECOND as usize / 8, 400 * 400);
        assert!(most < bits + windows, "{most} bytes");
    }

    #[test]
    fn the_order_in_which_attempts_end_does_not_matter() {
        let mut backlog = Backlog::default();
        for second in [4, 0, 2, 1, 3] {
            for index in [1, 0] {
                let slice = slice(second, 2);
                add(&mut backlog, slice, index, 0, slice.at);
            }
        }
        assert_eq!((backlog.windows(), backlog.events()), (1, 10));
        let mut due = Vec::new();
        while let Some(retry) = backlog.first() {
            due.push((retry.due - NINE).seconds());
            backlog.take(&retry, 2);
        }
        assert_eq!(due, [300, 301, 302, 303, 304]);
        assert_eq!((backlog.windows(), backlog.events(), backlog.bytes()), (0, 0, 0));
        assert!(backlog.ends.is_empty());
    }

    #[test]
    fn it_takes_no_more_than_its_bound() {
        let mut backlog = Backlog::default();
        let added = (0..).take_while(|&n| {
            let slice = slice(2 * n, 2);
            backlog.add(slice, 0, 1, slice.at + Span::from_minutes(5)).is_ok()
        });
        assert!(added.count() > 10_000);
        assert!(backlog.bytes() < BOUND + 1000, "{}", backlog.bytes());
        let events = backlog.events();
        assert_eq!(backlog.clear(), events);
        assert_eq!(backlog.bytes(), 0);
    }

    #[test]
    fn what_was_added_to_since_it_was_looked_at_cannot_be_taken() {
        let mut backlog = Backlog::default();
        let slice = slice(0, 3);
        add(&mut backlog, slice, 0, 0, slice.at);
        let retry = backlog.first().unwrap();
        add(&mut backlog, slice, 2, 0, slice.at);
        assert_eq!(backlog.take(&retry, 1), None);
        let retry = backlog.first().unwrap();
        assert_eq!([0, 1, 2].map(|index| retry.includes(index)), [true, false, true]);
        assert_eq!(backlog.take(&retry, 2), Some(2));
    }

    proptest! {
        #[test]
        fn what_comes_out_is_what_went_in(
            failures in prop::collection::btree_set((0_i64..6, 0_u32..4, 1_u32..3, 0_i64..3), 0..80),
        ) {
            let due = |second: i64, lag: i64| NINE + Span::from_seconds(second + 300 + lag);
            let mut backlog = Backlog::default();
            for &(second, index, number, lag) in &failures {
                backlog.add(slice(second, 4), index, number, due(second, lag)).unwrap();
            }
            prop_assert_eq!(backlog.events(), failures.len() as u64);
            let (mut seen, mut before) = (BTreeSet::new(), NINE);
            while let Some(retry) = backlog.first() {
                prop_assert!(before <= retry.due);
                before = retry.due;
                let indices: Vec<u32> = (0..4).filter(|&index| retry.includes(index as usize)).collect();
                prop_assert!(!indices.is_empty());
                prop_assert_eq!(backlog.take(&retry, indices.len() as u64), Some(indices.len() as u64));
                let second = (retry.at - NINE).seconds();
                let lag = (retry.due - NINE).seconds() - 300 - second;
                seen.extend(indices.into_iter().map(|index| (second, index, retry.number, lag)));
            }
            prop_assert_eq!(seen, failures);
            prop_assert_eq!((backlog.events(), backlog.bytes(), backlog.ends.len()), (0, 0, 0));
        }
    }
}
