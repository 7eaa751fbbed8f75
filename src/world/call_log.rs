//! The log of calls.

use super::World;
use super::calls::{Call, CallRef};
use super::log::{Log, TimeOf};
use crate::time::Moment;

impl World {
    /// Calls that started in [from, to) and by `now`, latest first: those after the first `offset` ones, at most
    /// `limit`, and the number of all.
    pub fn calls_started(
        &self,
        from: Moment,
        to: Moment,
        now: Moment,
        offset: u64,
        limit: usize,
    ) -> (Vec<Call>, u64) {
        self.calls_of_log(false, (from, to), now, offset, limit)
    }

    /// The same, of those that have ended by `now`.
    pub fn calls_past(
        &self,
        from: Moment,
        to: Moment,
        now: Moment,
        offset: u64,
        limit: usize,
    ) -> (Vec<Call>, u64) {
        self.calls_of_log(true, (from, to), now, offset, limit)
    }

    fn calls_of_log(
        &self,
        ended: bool,
        (from, to): (Moment, Moment),
        now: Moment,
        offset: u64,
        limit: usize,
    ) -> (Vec<Call>, u64) {
        let named = self.named_calls.references().map(|reference| self.call(reference));
        let log = Log {
            schedule: self.calls.as_ref(),
            name: |slot, nth| CallRef::Population { slot, nth },
            named: named
                .filter(|call| !ended || call.end <= now)
                .map(|call| (call.start.seconds(), call.reference))
                .collect(),
            time: TimeOf::Start,
            ended,
            span: from.seconds()..to.seconds().min(now.seconds() + 1),
            now: now.seconds(),
        };
        let (references, total) = log.page(offset, limit);
        (references.into_iter().map(|reference| self.call(reference)).collect(), total)
    }
}
