//! What was attempted in the last seven days of the emulator's clock.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::attempt::{Attempt, Delivery};
use super::outcome::{Outcome, Verdict};
use super::request::Request;
use super::schedule::DELAYS;
use super::subscription::{EventFilter, Subscription, SubscriptionId};
use super::whom::Whom;
use crate::clock::{Clock, Stopwatch, real_timeout};
use crate::scenario::plan::EventKind;
use crate::time::{Moment, Span};
use crate::world::{CallRef, Event, GatheringRef, World};

/// So long an attempt is remembered, on the emulator's clock.
pub const RETENTION: Span = Span::from_minutes(7 * 24 * 60);

/// So many attempts are remembered at most, the latest ones: about ten megabytes, and twice that where each
/// answer has a long text of its own.
pub const CAPACITY: usize = 65_536;

/// A number that stands for an attempt within one emulator, in the order in which they ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub u64);

/// An attempt that has ended. What was sent in it is not stored but drawn again: see [`Record::request`].
#[derive(Clone, Debug)]
pub struct Record {
    /// Its number.
    pub id: RecordId,
    /// To whom, as it was then.
    pub subscription: Arc<Subscription>,
    /// What was sent.
    pub event: Event,
    /// The kind of it.
    pub kind: EventKind,
    /// 0 for the first attempt, 1 to 3 for the retries, more for those that somebody asked for.
    pub number: u32,
    /// When it began, on the emulator's clock.
    pub at: Moment,
    /// How long the answer took, in real time.
    pub took: Duration,
    /// What came of it.
    pub outcome: Arc<Outcome>,
}

impl Record {
    /// `retry_num`: 0 to 3; `None` when somebody asked for the attempt.
    pub fn retry_number(&self) -> Option<u32> {
        (self.number as usize <= DELAYS.len()).then_some(self.number)
    }

    /// The delivery that it was an attempt of.
    pub fn delivery(&self, world: &World) -> Delivery {
        Delivery::new(world.plan().seed, self.subscription.id(), self.event)
    }

    /// What was sent, drawn from the world again.
    pub fn request(&self, world: &World) -> Request {
        Request::new(world, &self.subscription, self.event, self.number, self.at)
    }
}

/// Which attempts are wanted: those for which all that is given holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Of these kinds of events.
    pub events: Option<EventFilter>,
    /// To this subscription.
    pub subscription: Option<SubscriptionId>,
    /// About this meeting, webinar or session.
    pub gathering: Option<GatheringRef>,
    /// About the participants with this index in theirs.
    pub participant: Option<u32>,
    /// About this call.
    pub call: Option<CallRef>,
    /// With this result.
    pub verdict: Option<Verdict>,
    /// With this number: 0 for first attempts.
    pub number: Option<u32>,
    /// That began at this moment or later.
    pub from: Option<Moment>,
    /// That began at this moment or earlier.
    pub to: Option<Moment>,
}

impl LogFilter {
    /// Whether a record is wanted.
    pub fn wants(&self, record: &Record) -> bool {
        fn is<T: PartialEq + Copy>(wanted: Option<T>, value: T) -> bool {
            wanted.is_none_or(|wanted| wanted == value)
        }
        let (gathering, participant, call) = match Whom::of(record.event.subject) {
            Whom::Participant { gathering, participant } => (Some(gathering), Some(participant), None),
            Whom::Gathering(gathering) => (Some(gathering), None, None),
            Whom::Call(call) => (None, None, Some(call)),
        };
        self.events.is_none_or(|events| events.wants(record.kind))
            && is(self.subscription, record.subscription.id())
            && (self.gathering.is_none() || self.gathering == gathering)
            && (self.participant.is_none() || self.participant == participant)
            && (self.call.is_none() || self.call == call)
            && is(self.verdict, record.outcome.verdict())
            && is(self.number, record.number)
            && self.from.is_none_or(|from| from <= record.at)
            && self.to.is_none_or(|to| record.at <= to)
    }
}

/// The attempts of all subscriptions: seven days of the emulator's clock, and [`CAPACITY`] at most.
#[derive(Debug)]
pub struct DeliveryLog {
    clock: Clock,
    records: Mutex<Records>,
    /// The number of the next record.
    written: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Records {
    /// The number of the first one.
    first: u64,
    kept: VecDeque<Record>,
    /// Of those that somebody asked for.
    by_hand: u32,
}

impl DeliveryLog {
    /// An empty one.
    pub fn new(clock: Clock) -> Self {
        Self { clock, records: Mutex::default(), written: watch::Sender::new(0) }
    }

    /// Takes note of an attempt that has ended.
    pub(super) fn write(
        &self,
        attempt: &Attempt,
        kind: EventKind,
        subscription: &Arc<Subscription>,
    ) -> RecordId {
        let oldest = self.clock.now() - RETENTION;
        let mut records = self.records();
        // Most answers are like the one before: they share its text.
        let last = records.kept.back().map(|last| &last.outcome);
        let outcome = match last.filter(|last| ***last == attempt.outcome) {
            Some(same) => same.clone(),
            None => Arc::new(attempt.outcome.clone()),
        };
        let id = RecordId(records.first + records.kept.len() as u64);
        let Attempt { delivery, number, at, took, .. } = *attempt;
        let subscription = subscription.clone();
        let event = delivery.event;
        records.kept.push_back(Record { id, subscription, event, kind, number, at, took, outcome });
        records.forget(oldest);
        drop(records);
        if self.written.receiver_count() > 0 {
            self.written.send_replace(id.0 + 1);
        }
        id
    }

    /// The number of the next attempt that somebody asks for.
    pub(super) fn next_by_hand(&self) -> u32 {
        let mut records = self.records();
        records.by_hand = records.by_hand.saturating_add(1);
        records.by_hand.saturating_add(DELAYS.len() as u32)
    }

    /// How many attempts it holds.
    pub fn len(&self) -> usize {
        self.records().kept.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The attempt with this number, unless it is forgotten.
    pub fn get(&self, id: RecordId) -> Option<Record> {
        let records = self.records();
        let index = usize::try_from(id.0.checked_sub(records.first)?).ok()?;
        records.kept.get(index).filter(|record| record.at >= self.clock.now() - RETENTION).cloned()
    }

    /// The attempts that a filter wants, the latest first, `limit` at most; only those before `before` if it
    /// is given, so that the next page begins after the last record of this one.
    pub fn latest(&self, filter: &LogFilter, before: Option<RecordId>, limit: usize) -> Vec<Record> {
        let oldest = self.clock.now() - RETENTION;
        let records = self.records();
        let wanted =
            records.kept.iter().rev().filter(|record| before.is_none_or(|before| record.id < before));
        wanted.filter(|record| record.at >= oldest && filter.wants(record)).take(limit).cloned().collect()
    }

    /// Waits until the log holds so many attempts that a filter wants, `timeout` of real time at most, and
    /// gives the first `count` of those that it has, the earliest first.
    pub async fn wait_for(&self, filter: &LogFilter, count: usize, timeout: Duration) -> Vec<Record> {
        let mut written = self.written.subscribe();
        let watch = Stopwatch::start();
        let (mut found, mut next) = (Vec::new(), 0);
        loop {
            written.borrow_and_update();
            next = self.collect(filter, count, next, &mut found);
            let left = timeout.saturating_sub(watch.elapsed());
            if found.len() >= count || real_timeout(left, written.changed()).await.is_none() {
                return found;
            }
        }
    }

    /// Adds what a filter wants from the record `next` on; the number of the record after the last one.
    fn collect(&self, filter: &LogFilter, count: usize, next: u64, found: &mut Vec<Record>) -> u64 {
        let oldest = self.clock.now() - RETENTION;
        let records = self.records();
        let skipped = usize::try_from(next.saturating_sub(records.first)).unwrap_or(usize::MAX);
        let missing = count.saturating_sub(found.len());
        let wanted = records.kept.iter().skip(skipped);
        found.extend(
            wanted.filter(|record| record.at >= oldest && filter.wants(record)).take(missing).cloned(),
        );
        records.first + records.kept.len() as u64
    }

    fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records {
    fn forget(&mut self, oldest: Moment) {
        while self.kept.len() > CAPACITY || self.kept.front().is_some_and(|record| record.at < oldest) {
            self.kept.pop_front();
            self.first += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ClockMode;
    use crate::scenario::plan::ClockPlan;
    use crate::world::Subject;

    const NINE: Moment = Moment::from_seconds(1_772_442_000);

    fn log() -> (Clock, DeliveryLog) {
        let clock = Clock::start(&ClockPlan { start: Some(NINE), mode: ClockMode::Manual });
        (clock.clone(), DeliveryLog::new(clock))
    }

    fn write(log: &DeliveryLog, call: u32, status: u16, at: Moment) -> RecordId {
        let filter = EventFilter::all();
        let subscription =
            Subscription::new(SubscriptionId(0), "one", "http://127.0.0.1/", "s", filter).unwrap();
        let event = Event { at, subject: Subject::CallQosSummary { call: CallRef::Named { call } } };
        let delivery = Delivery::new(7, SubscriptionId(0), event);
        let outcome = Outcome::Answered { status, excerpt: String::new() };
        let attempt = Attempt { delivery, number: 0, at, took: Duration::ZERO, outcome };
        log.write(&attempt, EventKind::PhoneCallQosSummary, &Arc::new(subscription))
    }

    #[test]
    fn it_remembers_seven_days() {
        let (clock, log) = log();
        let first = write(&log, 0, 200, NINE);
        clock.advance(Span::from_minutes(7 * 24 * 60)).unwrap();
        let second = write(&log, 1, 200, clock.now());
        assert!(log.get(first).is_some());
        clock.advance(Span::SECOND).unwrap();
        assert!(log.get(first).is_none());
        assert_eq!(log.latest(&LogFilter::default(), None, 10).len(), 1);
        assert_eq!(log.get(second).unwrap().id, second);
        write(&log, 2, 200, clock.now());
        assert_eq!(log.len(), 2);
    }

    #[test]
    fn it_remembers_so_many_and_the_latest() {
        let (_, log) = log();
        for call in 0..CAPACITY as u32 + 10 {
            write(&log, call, 200, NINE);
        }
        assert_eq!(log.len(), CAPACITY);
        assert!(log.get(RecordId(9)).is_none());
        assert!(log.get(RecordId(10)).is_some());
    }

    #[test]
    fn a_record_is_small_and_equal_outcomes_are_stored_once() {
        assert!(size_of::<Record>() <= 112, "{}", size_of::<Record>());
        let (_, log) = log();
        let [one, two] = [0, 1].map(|call| log.get(write(&log, call, 500, NINE)).unwrap());
        assert!(Arc::ptr_eq(&one.outcome, &two.outcome));
    }

    #[test]
    fn pages_follow_each_other() {
        let (_, log) = log();
        for call in 0..10 {
            write(&log, call, if call % 2 == 0 { 200 } else { 500 }, NINE);
        }
        let filter = LogFilter { verdict: Some(Verdict::Delivered), ..LogFilter::default() };
        let mut before = None;
        let mut seen = Vec::new();
        loop {
            let page = log.latest(&filter, before, 2);
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            seen.extend(page.iter().map(|record| record.id.0));
        }
        assert_eq!(seen, [8, 6, 4, 2, 0]);
    }

    #[tokio::test]
    async fn whoever_waits_is_answered_as_soon_as_enough_match() {
        let (_, log) = log();
        let filter = LogFilter { verdict: Some(Verdict::Retriable), ..LogFilter::default() };
        write(&log, 0, 500, NINE);
        let wait = log.wait_for(&filter, 3, Duration::from_secs(20));
        let written = async {
            for (call, status) in [(1, 200), (2, 503), (3, 404), (4, 502), (5, 500)] {
                write(&log, call, status, NINE);
                tokio::task::yield_now().await;
            }
        };
        let (found, ()) = tokio::join!(wait, written);
        assert_eq!(found.iter().map(|record| record.id.0).collect::<Vec<_>>(), [0, 2, 4]);
    }

    #[tokio::test]
    async fn whoever_waits_in_vain_gets_what_there_is() {
        let (_, log) = log();
        write(&log, 0, 500, NINE);
        let found = log.wait_for(&LogFilter::default(), 2, Duration::from_millis(20)).await;
        assert_eq!(found.len(), 1);
    }
}
