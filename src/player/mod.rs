//! Plays the world against the clock: hands each subscription the events that fall due.
//!
//! Events are pulled, not pushed. The world is a pure function of time, so a subscription needs no queue,
//! only a cursor: its player asks for the events between the cursor and now, a bounded window at a time, and
//! each is rendered when it is sent. A slow or dead receiver costs little memory, delays no other one and
//! loses nothing; its cursor lags behind the clock, and what is to be sent again is remembered as stretches
//! of the world's time.
//!
//! All that a player does is due at a moment: first attempts when their event fires, retries by the
//! [`schedule`](crate::delivery::schedule), validations every 72 hours. It does them in the order of these
//! moments, also when the clock jumps over many of them at once: before something is begun, all that is due
//! so much earlier that it may be tried again by then has ended.

mod backlog;
mod lag;
mod lanes;
mod ledger;
mod playing;
mod replay;
mod window;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use self::lag::LagLog;
use self::lanes::Lanes;
use self::ledger::Ledger;
pub use self::ledger::Tally;
use self::playing::Playing;
use self::replay::Replay;
use self::window::{Cursor, longest_window};
use crate::clock::Clock;
use crate::delivery::{
    Counts, DeliveryLog, RecordId, Subscription, SubscriptionId, Subscriptions, Surroundings, TooMany,
    Transport, UnknownSubscription, Validation, Validity, Worker,
};
use crate::tasks::Tasks;
use crate::time::{Moment, Span};
use crate::world::World;

/// How often a clock that runs by itself is looked at, in real time.
const LOOK: Duration = Duration::from_millis(200);

/// The players of an emulator, one for each subscription; both come and go while it runs.
#[derive(Debug)]
pub struct Players {
    around: Surroundings,
    tasks: Tasks,
    players: RwLock<BTreeMap<SubscriptionId, Arc<Player>>>,
}

/// Not all that was due has been attempted, since the emulator stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the emulator was stopped before all events that were due had been delivered")]
pub struct StoppedEarly;

/// Why an event cannot be sent once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the texts say it")]
pub enum RedeliverError {
    #[error(
        "the delivery log has no attempt {}: it never had, or has forgotten it after seven days or many others", .0.0
    )]
    Unknown(RecordId),
    #[error(transparent)]
    Removed(#[from] UnknownSubscription),
}

impl Players {
    /// Starts a player for each subscription, at the world's start.
    pub fn start(
        subscriptions: impl IntoIterator<Item = Subscription>,
        world: &Arc<World>,
        clock: &Clock,
        transport: &Transport,
        tasks: &Tasks,
    ) -> Self {
        let around = Surroundings {
            world: world.clone(),
            clock: clock.clone(),
            transport: transport.clone(),
            log: Arc::new(DeliveryLog::new(clock.clone())),
            subscriptions: Arc::new(Subscriptions::new(subscriptions)),
        };
        let players = Self { around, tasks: tasks.clone(), players: RwLock::default() };
        for subscription in players.around.subscriptions.all() {
            players.play(subscription, world.start());
        }
        players
    }

    /// One more subscription, under a number of its own whichever it has. It gets the events that fire from
    /// now on.
    ///
    /// # Errors
    ///
    /// When its app has as many as it can have.
    pub fn add(&self, subscription: Subscription) -> Result<Arc<Player>, TooMany> {
        let subscription = self.around.subscriptions.add(subscription)?;
        Ok(self.play(subscription, self.around.clock.now()))
    }

    /// Puts `subscription` in the place of the one with the number `id`: from now on events are sent where and
    /// as it says, also those that are to be sent again.
    ///
    /// # Errors
    ///
    /// When there is none with this number.
    pub fn change(
        &self,
        id: SubscriptionId,
        subscription: Subscription,
    ) -> Result<Arc<Player>, UnknownSubscription> {
        let player = self.get(id)?;
        let subscription = self.around.subscriptions.replace(id, subscription)?;
        player.worker.change(&subscription);
        player.ledger.expect_validation(player.worker.with_validity(Validity::due));
        Ok(player)
    }

    /// Removes a subscription. What is under way to it ends, and nothing more is sent.
    ///
    /// # Errors
    ///
    /// When there is none with this number.
    pub fn remove(&self, id: SubscriptionId) -> Result<Arc<Player>, UnknownSubscription> {
        self.around.subscriptions.remove(id)?;
        let player = self.players_mut().remove(&id).ok_or(UnknownSubscription(id))?;
        player.stop.cancel();
        player.ledger.abandon();
        Ok(player)
    }

    /// The player of a subscription.
    ///
    /// # Errors
    ///
    /// When there is none with this number.
    pub fn get(&self, id: SubscriptionId) -> Result<Arc<Player>, UnknownSubscription> {
        self.players().get(&id).cloned().ok_or(UnknownSubscription(id))
    }

    /// Sends the event of an attempt once more, now, with the same `x-zm-request-id`; the new attempt.
    ///
    /// # Errors
    ///
    /// When the attempt or its subscription is not known any more.
    pub async fn redeliver(&self, id: RecordId) -> Result<RecordId, RedeliverError> {
        let record = self.around.log.get(id).ok_or(RedeliverError::Unknown(id))?;
        let player = self.get(record.subscription.id())?;
        Ok(player.worker.redeliver(&record).await)
    }

    /// The world that they play.
    pub fn world(&self) -> &World {
        &self.around.world
    }

    /// What was attempted.
    pub fn log(&self) -> &Arc<DeliveryLog> {
        &self.around.log
    }

    /// Waits until all that is due up to and including `through` has been done, for every subscription, with
    /// whatever outcome: first attempts, retries and validations.
    ///
    /// It takes until the clock reaches `through` at least; use it after
    /// [`Clock::advance`](crate::clock::Clock::advance).
    ///
    /// # Errors
    ///
    /// When the emulator stops first.
    pub async fn settled(&self, through: Moment) -> Result<(), StoppedEarly> {
        for player in self {
            player.settled(through).await?;
        }
        Ok(())
    }

    /// One for each subscription, in the order of their numbers.
    pub fn iter(&self) -> std::vec::IntoIter<Arc<Player>> {
        self.players().values().cloned().collect::<Vec<_>>().into_iter()
    }

    fn play(&self, subscription: Arc<Subscription>, start: Moment) -> Arc<Player> {
        let id = subscription.id();
        if !subscription.is_validated() {
            tracing::info!(
                webhook = subscription.name(),
                receiver = subscription.target(),
                "its URL is not validated, neither before the first event nor every 72 hours"
            );
        }
        let worker = Worker::new(self.around.clone(), subscription);
        let player = Arc::new(Player::start(worker, &self.around, start, &self.tasks));
        self.players_mut().insert(id, player.clone());
        player
    }

    fn players(&self) -> RwLockReadGuard<'_, BTreeMap<SubscriptionId, Arc<Player>>> {
        self.players.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn players_mut(&self) -> RwLockWriteGuard<'_, BTreeMap<SubscriptionId, Arc<Player>>> {
        self.players.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl IntoIterator for &Players {
    type Item = Arc<Player>;
    type IntoIter = std::vec::IntoIter<Arc<Player>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Plays the world for one subscription, in a task of its own.
#[derive(Debug)]
pub struct Player {
    worker: Arc<Worker>,
    ledger: Arc<Ledger>,
    clock: Clock,
    /// Of this player, be it because the emulator stops or because the subscription was removed.
    stop: CancellationToken,
    stopping: CancellationToken,
}

/// What is to be sent again to a subscription, and what it costs to remember it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outstanding {
    /// So many events.
    pub events: u64,
    /// In so many stretches of the world's time.
    pub windows: usize,
    /// Which take so many bytes, about.
    pub bytes: usize,
}

impl Player {
    fn start(worker: Worker, around: &Surroundings, start: Moment, tasks: &Tasks) -> Self {
        let (worker, clock) = (Arc::new(worker), around.clock.clone());
        let ledger = Arc::new(Ledger::new(start - Span::from_millis(1)));
        let in_flight = usize::from(worker.subscription().in_flight());
        let (stopping, stop) = (tasks.stopping().clone(), tasks.stopping().child_token());
        let playing = Playing {
            cursor: Cursor::new(start, longest_window(&around.world)),
            world: around.world.clone(),
            clock: clock.clone(),
            lanes: Lanes::start(in_flight, &worker, &ledger, tasks, &stop),
            worker: worker.clone(),
            ledger: ledger.clone(),
            lag: LagLog::new(),
            upcoming: VecDeque::new(),
            replays: std::array::from_fn(|_| Replay::new(around.world.clone())),
        };
        let playing = playing.run(clock.ticker(LOOK), stop.clone());
        tasks.spawn(format!("{}, player", worker.subscription().name()), playing);
        Self { worker, ledger, clock, stop, stopping }
    }

    /// For whom it plays, as it is now.
    pub fn subscription(&self) -> Arc<Subscription> {
        self.worker.subscription()
    }

    /// How many attempts were made, and what came of them.
    pub fn counts(&self) -> Counts {
        self.worker.report().counts()
    }

    /// What has become of the events.
    pub fn tally(&self) -> Tally {
        self.ledger.tally()
    }

    /// What is to be sent again.
    pub fn outstanding(&self) -> Outstanding {
        let (events, windows, bytes) = self.ledger.backlog();
        Outstanding { events, windows, bytes }
    }

    /// How the subscription stands with validation.
    pub fn validity(&self) -> Validity {
        self.worker.validity()
    }

    /// Validates the receiver's URL now, whatever the schedule says. A subscription that was disabled or
    /// pending gets events again when it passes, from now on.
    pub async fn validate(&self) -> Validation {
        let validation = self.worker.validate(self.clock.now()).await;
        self.ledger.expect_validation(self.worker.with_validity(Validity::due));
        validation
    }

    /// All that is due up to and including this has been done.
    pub fn settled_through(&self) -> Moment {
        self.ledger.settled()
    }

    /// As [`Players::settled`], for this subscription. When it has been removed nothing is due any more.
    ///
    /// # Errors
    ///
    /// When the emulator stops first.
    pub async fn settled(&self, through: Moment) -> Result<(), StoppedEarly> {
        tokio::select! {
            biased;
            () = self.ledger.reached(through) => Ok(()),
            () = self.stop.cancelled() => {
                if self.stopping.is_cancelled() { Err(StoppedEarly) } else { Ok(()) }
            }
        }
    }
}
