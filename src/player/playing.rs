//! The loop of one player: what is due next, and doing it.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::backlog::{Retry, Slice};
use super::lag::LagLog;
use super::lanes::Lanes;
use super::ledger::{Job, Ledger};
use super::replay::Replay;
use super::window::{Cursor, Window};
use crate::clock::{Clock, Ticker};
use crate::delivery::schedule::{DELAYS, SHORTEST_DELAY};
use crate::delivery::{Standing, Validity, Worker};
use crate::time::{Moment, Span};
use crate::world::{Event, World};

const MILLISECOND: Span = Span::from_millis(1);

/// What the task of a player holds.
pub(super) struct Playing {
    pub(super) world: Arc<World>,
    pub(super) clock: Clock,
    pub(super) cursor: Cursor,
    pub(super) lanes: Lanes,
    pub(super) worker: Arc<Worker>,
    pub(super) ledger: Arc<Ledger>,
    pub(super) lag: LagLog,
    /// The events of the window before the cursor that were not handed over yet.
    pub(super) upcoming: VecDeque<Event>,
    /// For each of the retries.
    pub(super) replays: [Replay; DELAYS.len()],
}

/// What to do next.
enum Step {
    /// See what happens in a window.
    Walk(Window),
    /// Hand over the events of this moment.
    First(Moment),
    /// Hand over again what is due first.
    Retry,
    /// Validate the receiver's URL, as is due at this moment.
    Validate(Moment),
    /// Wait until something that is under way has ended: it may lead to something that is due earlier.
    Hold,
    /// Wait for the clock.
    Rest,
}

impl Playing {
    /// Plays until `stop`; a validation that is under way then is finished, as attempts are.
    pub(super) async fn run(mut self, mut ticker: Ticker, stop: CancellationToken) {
        // Looked at once in a while only: a clock that runs is always a little further, and so would each
        // window be a little one.
        let mut now = self.clock.now();
        while !stop.is_cancelled() {
            match self.next(now) {
                Step::Walk(window) => {
                    self.walk(window);
                    // A long silent stretch would otherwise keep the thread from everybody else.
                    tokio::task::yield_now().await;
                }
                Step::First(at) => self.first(at).await,
                Step::Retry => self.retry().await,
                Step::Validate(due) => self.validate(due).await,
                Step::Hold => {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = self.ledger.changed() => {}
                    }
                }
                Step::Rest => {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        moment = ticker.tick() => now = moment,
                        () = self.ledger.changed() => {}
                    }
                }
            }
        }
    }

    fn next(&mut self, now: Moment) -> Step {
        let (standing, not_before, validation) = self
            .worker
            .with_validity(|validity| (validity.standing(), validity.not_before(), validity.due()));
        if standing == Standing::Disabled {
            self.ledger.give_up();
            self.skip(now);
        } else if self.worker.subscription().filter().is_empty() {
            self.skip(now);
        } else if let Some(not_before) = not_before {
            self.skip(now.min(not_before - MILLISECOND));
        }
        if self.upcoming.is_empty()
            && let Some(window) = self.cursor.next(now)
        {
            return Step::Walk(window);
        }
        let due = [
            validation.map(|due| (due, Step::Validate(due))),
            self.ledger.retry_due().map(|due| (due, Step::Retry)),
            self.upcoming.front().map(|event| (event.at, Step::First(event.at))),
        ];
        let due = due.into_iter().flatten().filter(|(due, _)| *due <= now);
        match due.min_by_key(|(due, _)| *due) {
            None => Step::Rest,
            Some((due, _)) if self.may_be_overtaken(due) => Step::Hold,
            Some((_, step)) => step,
        }
    }

    /// Whether something that is under way may lead to something that is due earlier than this. It matters
    /// only within a jump of the clock, where all has its exact time; a clock that runs waits for nobody.
    fn may_be_overtaken(&self, due: Moment) -> bool {
        self.clock.jumped_over(due)
            && self.ledger.earliest_in_flight().is_some_and(|earliest| earliest + SHORTEST_DELAY <= due)
    }

    /// Leaves out the events up to and including `through`.
    fn skip(&mut self, through: Moment) {
        while self.upcoming.front().is_some_and(|event| event.at <= through) {
            self.upcoming.pop_front();
        }
        if self.upcoming.is_empty() {
            self.cursor.skip(through);
        }
        self.ledger.move_front(self.front());
    }

    /// The last moment whose first attempts have all been handed over.
    fn front(&self) -> Moment {
        self.upcoming.front().map_or(self.cursor.played(), |event| event.at - MILLISECOND)
    }

    fn walk(&mut self, window: Window) {
        self.upcoming = self.world.events(window.from, window.end()).into();
        self.cursor.moved_past(window, self.upcoming.len());
        self.ledger.move_front(self.front());
    }

    async fn validate(&self, due: Moment) {
        self.worker.validate(due).await;
        self.ledger.expect_validation(self.worker.with_validity(Validity::due));
    }

    async fn first(&mut self, at: Moment) {
        let filter = self.worker.subscription().filter();
        let mut events = Vec::new();
        while let Some(&event) = self.upcoming.front().filter(|event| event.at == at) {
            self.upcoming.pop_front();
            if filter.wants(event.kind(&self.world)) {
                events.push(event);
            }
        }
        let is_pending = || self.worker.with_validity(Validity::standing) == Standing::Pending;
        if !events.is_empty() && is_pending() {
            self.validate(at).await;
            if is_pending() {
                events.clear();
            }
        }
        let Ok(len) = u32::try_from(events.len()) else { return };
        if len == 0 {
            return self.ledger.move_front(self.front());
        }
        let slice = Slice { at, filter, len };
        self.ledger.begin(slice, self.front());
        for (index, event) in (0..).zip(events) {
            self.send(Job { event, number: 0, due: at, slice, index }).await;
        }
    }

    async fn retry(&mut self) {
        let Some(retry) = self.ledger.first_retry() else { return };
        let Retry { at, due, number, filter, .. } = retry;
        // Each number has its own stretch of the past, and they take turns.
        let replay = (number as usize).checked_sub(1).and_then(|index| self.replays.get_mut(index));
        let Some(replay) = replay else { return };
        let mut events = replay.at(at).to_vec();
        events.retain(|event| filter.wants(event.kind(&self.world)));
        let Ok(len) = u32::try_from(events.len()) else { return };
        let slice = Slice { at, filter, len };
        let again = || events.iter().enumerate().filter(|(index, _)| retry.includes(*index));
        if self.ledger.begin_retry(&retry, again().count() as u64) {
            for (index, &event) in again() {
                self.send(Job { event, number, due, slice, index: index as u32 }).await;
            }
        }
    }

    async fn send(&mut self, job: Job) {
        if !self.lanes.send(job).await {
            self.lag.note(&self.clock, self.ledger.settled(), &self.worker.subscription());
        }
    }
}
