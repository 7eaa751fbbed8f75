//! Plays the world against the clock: hands each subscription the events that fall due.
//!
//! Events are pulled, not pushed. The world is a pure function of time, so a subscription needs no queue,
//! only a cursor: its player asks for the events between the cursor and now, a bounded window at a time, and
//! each is rendered when it is sent. A slow or dead receiver costs no memory, delays no other one and loses
//! nothing; its cursor lags behind the clock.

mod lag;
mod lanes;
mod progress;
mod window;

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use self::lag::LagLog;
use self::lanes::Lanes;
use self::progress::Progress;
use self::window::{Cursor, Window, longest_window};
use crate::clock::{Clock, Ticker};
use crate::delivery::{Counts, Subscription, Transport, Worker};
use crate::tasks::Tasks;
use crate::time::{Moment, Span};
use crate::world::World;

/// How many deliveries of one subscription are under way at a time.
pub const IN_FLIGHT: usize = 32;

/// How often a clock that runs by itself is looked at, in real time.
const LOOK: Duration = Duration::from_millis(200);

/// The players of an emulator, one for each subscription.
#[derive(Debug)]
pub struct Players(Vec<Player>);

/// Not all that was due has been attempted, since the emulator stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the emulator was stopped before all events that were due had been delivered")]
pub struct StoppedEarly;

impl Players {
    /// Starts a player for each subscription, at the world's start.
    pub fn start(
        subscriptions: impl IntoIterator<Item = Subscription>,
        world: &Arc<World>,
        clock: &Clock,
        transport: &Transport,
        tasks: &Tasks,
    ) -> Self {
        let start = |subscription| {
            let worker = Worker::new(world.clone(), clock.clone(), transport.clone(), subscription);
            Player::start(worker, world.clone(), clock, world.start(), tasks)
        };
        Self(subscriptions.into_iter().map(start).collect())
    }

    /// Waits until each event that fires up to and including `through` has been attempted, for every
    /// subscription, with whatever outcome.
    ///
    /// It takes until the clock reaches `through` at least; use it after
    /// [`Clock::advance`](crate::clock::Clock::advance).
    ///
    /// # Errors
    ///
    /// When the emulator stops first.
    pub async fn settled(&self, through: Moment) -> Result<(), StoppedEarly> {
        for player in &self.0 {
            player.settled(through).await?;
        }
        Ok(())
    }

    /// One for each subscription, in the order in which they were given.
    pub fn iter(&self) -> std::slice::Iter<'_, Player> {
        self.0.iter()
    }
}

impl<'p> IntoIterator for &'p Players {
    type Item = &'p Player;
    type IntoIter = std::slice::Iter<'p, Player>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Plays the world for one subscription, in a task of its own.
#[derive(Debug)]
pub struct Player {
    worker: Arc<Worker>,
    progress: Arc<Progress>,
    stopping: CancellationToken,
}

impl Player {
    /// Starts to play, from `start` on.
    pub fn start(worker: Worker, world: Arc<World>, clock: &Clock, start: Moment, tasks: &Tasks) -> Self {
        let worker = Arc::new(worker);
        let progress = Arc::new(Progress::new(start - Span::from_millis(1)));
        let playing = Playing {
            clock: clock.clone(),
            cursor: Cursor::new(start, longest_window(&world)),
            world,
            lanes: Lanes::start(IN_FLIGHT, &worker, &progress, tasks),
            worker: worker.clone(),
            progress: progress.clone(),
            lag: LagLog::new(),
        };
        let stopping = tasks.stopping().clone();
        let (stop, ticker) = (stopping.clone(), clock.ticker(LOOK));
        tasks.spawn(format!("{}, player", worker.subscription().name()), async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = playing.run(ticker) => {}
            }
        });
        Self { worker, progress, stopping }
    }

    /// For whom it plays.
    pub fn subscription(&self) -> &Subscription {
        self.worker.subscription()
    }

    /// How many attempts were made, and what came of them.
    pub fn counts(&self) -> Counts {
        self.worker.report().counts()
    }

    /// Every event that fires up to and including this has been attempted.
    pub fn settled_through(&self) -> Moment {
        self.progress.settled()
    }

    /// As [`Players::settled`], for this subscription.
    ///
    /// # Errors
    ///
    /// When the emulator stops first.
    pub async fn settled(&self, through: Moment) -> Result<(), StoppedEarly> {
        tokio::select! {
            biased;
            () = self.progress.reached(through) => Ok(()),
            () = self.stopping.cancelled() => Err(StoppedEarly),
        }
    }
}

/// What the task of a player holds.
struct Playing {
    world: Arc<World>,
    clock: Clock,
    cursor: Cursor,
    lanes: Lanes,
    worker: Arc<Worker>,
    progress: Arc<Progress>,
    lag: LagLog,
}

impl Playing {
    async fn run(mut self, mut ticker: Ticker) {
        let wants_nothing = self.worker.subscription().filter().is_empty();
        loop {
            let now = ticker.tick().await;
            if wants_nothing {
                self.cursor.skip(now);
                self.progress.begin(now, 0);
                continue;
            }
            while let Some(window) = self.cursor.next(now) {
                self.play(window).await;
                // A long silent stretch would otherwise keep the thread from everybody else.
                tokio::task::yield_now().await;
            }
        }
    }

    async fn play(&mut self, window: Window) {
        let filter = self.worker.subscription().filter();
        let mut events = self.world.events(window.from, window.end());
        self.cursor.moved_past(window, events.len());
        events.retain(|event| filter.wants(event.kind(&self.world)));
        let number = self.progress.begin(window.through, events.len());
        for event in events {
            if !self.lanes.send(event, number).await {
                self.lag.note(&self.clock, self.progress.settled(), self.worker.subscription());
            }
        }
    }
}
