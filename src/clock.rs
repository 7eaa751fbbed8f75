//! The one clock that everything reads: real, scaled or manual.
//!
//! Tokens, schedules and the world itself live in the emulator's time, so a test can play an hour in a
//! millisecond. Two things stay in real time, because a peer on the other side of a socket does: timeouts
//! ([`real_timeout`]) and the measuring of how long a peer took ([`Stopwatch`]).
#![expect(
    clippy::disallowed_methods,
    reason = "the only file that reads real time, so that no other need do it"
)]

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::watch;

pub use crate::scenario::plan::ClockMode;
use crate::scenario::plan::ClockPlan;
use crate::time::{Moment, Span};

/// No sleep is longer than this at a stretch, so that no distant moment overflows a timer.
const LONGEST_SLEEP: Duration = Duration::from_secs(3600);

/// So many jumps are remembered of a clock that runs by itself.
const REMEMBERED_JUMPS: usize = 64;

/// The emulator's clock; clones show the same time.
///
/// It never runs backwards, whatever happens to the system's: it counts from where it started, on the
/// system's monotonic clock. It stops at [`Moment::MAX`].
#[derive(Clone, Debug)]
pub struct Clock {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    mode: ClockMode,
    start: Moment,
    origin: Instant,
    /// Whoever waits on the clock watches it.
    jumps: watch::Sender<Jumps>,
}

#[derive(Debug, Default)]
struct Jumps {
    /// Of all of them.
    sum: Span,
    /// The moments passed over by the latest ones: after the first, up to and including the second.
    latest: VecDeque<(Moment, Moment)>,
}

/// Why a clock cannot be advanced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the clock cannot go back by `{back}`; advance it by a positive length of time, like `90s`", back = Span::ZERO - self.0)]
pub struct RunsForwardOnly(pub Span);

impl Clock {
    /// A clock that starts now, at the plan's instant or at the real one.
    pub fn start(plan: &ClockPlan) -> Self {
        let start = plan.start.unwrap_or_else(system_time);
        let jumps = watch::Sender::default();
        Self { shared: Arc::new(Shared { mode: plan.mode, start, origin: Instant::now(), jumps }) }
    }

    /// How time passes.
    pub fn mode(&self) -> ClockMode {
        self.shared.mode
    }

    /// The moment at which it started.
    pub fn started(&self) -> Moment {
        self.shared.start
    }

    /// The emulator's time.
    pub fn now(&self) -> Moment {
        self.shared.start + self.shared.jumps.borrow().sum + self.passed_by_itself()
    }

    /// Jumps forward, in every mode, and answers the new time. Who waits for a moment that has been reached
    /// or passed by it wakes up.
    ///
    /// # Errors
    ///
    /// When `span` is negative.
    pub fn advance(&self, span: Span) -> Result<Moment, RunsForwardOnly> {
        if span < Span::ZERO {
            return Err(RunsForwardOnly(span));
        }
        let mut now = self.shared.start;
        self.shared.jumps.send_modify(|jumps| {
            let before = self.shared.start + jumps.sum + self.passed_by_itself();
            jumps.sum = jumps.sum + span;
            now = before + span;
            if jumps.latest.len() == REMEMBERED_JUMPS {
                jumps.latest.pop_front();
            }
            jumps.latest.push_back((before, now));
        });
        Ok(now)
    }

    /// Whether the clock has jumped over `moment` and never showed it. Who had something to do then could not
    /// do it in time, and does it as if that moment were now.
    pub fn jumped_over(&self, moment: Moment) -> bool {
        match self.mode() {
            ClockMode::Manual => moment <= self.now(),
            ClockMode::Real | ClockMode::Scaled(_) => {
                let jumps = self.shared.jumps.borrow();
                jumps.latest.iter().any(|&(from, to)| from < moment && moment <= to)
            }
        }
    }

    /// The time at which something that was due at `due` is done when it is done now: `due` itself when the
    /// clock jumped over it, so that a jump over 85 minutes shows what would have happened in them, and the
    /// clock's time otherwise.
    pub fn time_of(&self, due: Moment) -> Moment {
        if self.jumped_over(due) { due } else { self.now() }
    }

    /// Waits until the clock shows `moment` or later.
    pub async fn reached(&self, moment: Moment) {
        let mut jumps = self.shared.jumps.subscribe();
        loop {
            let now = self.now();
            if now >= moment {
                return;
            }
            let sleep = self.real_length(moment - now).unwrap_or(LONGEST_SLEEP);
            jumped_or_slept(&mut jumps, sleep.min(LONGEST_SLEEP)).await;
        }
    }

    /// Something to look at the clock with again and again: at each jump, and where time passes by itself
    /// also every so much real time.
    pub fn ticker(&self, period: Duration) -> Ticker {
        let mut jumps = self.shared.jumps.subscribe();
        jumps.mark_changed();
        let period = if self.mode() == ClockMode::Manual { LONGEST_SLEEP } else { period };
        Ticker { clock: self.clone(), jumps, period }
    }

    /// How much real time `span` of this clock takes; `None` where only jumps move it.
    pub fn real_length(&self, span: Span) -> Option<Duration> {
        match self.mode() {
            ClockMode::Real => Some(span.to_duration()),
            // Rounded up, so that whoever sleeps so long need not sleep again.
            ClockMode::Scaled(factor) => {
                let seconds = span.to_duration().as_secs_f64() / factor;
                Some(
                    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX).saturating_add(MILLISECOND),
                )
            }
            ClockMode::Manual => None,
        }
    }

    fn passed_by_itself(&self) -> Span {
        let elapsed = self.shared.origin.elapsed();
        match self.mode() {
            ClockMode::Real => Span::from_millis(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)),
            ClockMode::Scaled(factor) => Span::from_millis((elapsed.as_secs_f64() * 1000.0 * factor) as i64),
            ClockMode::Manual => Span::ZERO,
        }
    }
}

const MILLISECOND: Duration = Duration::from_millis(1);

/// See [`Clock::ticker`].
#[derive(Debug)]
pub struct Ticker {
    clock: Clock,
    jumps: watch::Receiver<Jumps>,
    period: Duration,
}

impl Ticker {
    /// The clock's time, at once when called for the first time or when the clock has jumped since the call
    /// before, and otherwise after a wait.
    pub async fn tick(&mut self) -> Moment {
        jumped_or_slept(&mut self.jumps, self.period).await;
        self.clock.now()
    }
}

async fn jumped_or_slept(jumps: &mut watch::Receiver<Jumps>, sleep: Duration) {
    tokio::select! {
        // It fails when the last clock is gone; then nothing jumps any more.
        Ok(()) = jumps.changed() => {}
        () = tokio::time::sleep(sleep) => {}
    }
}

/// Waits for `future`, `limit` of real time at most: `None` when it took longer, and it is dropped.
///
/// For sockets and shutdown only; what the service schedules is waited for on the [`Clock`].
pub async fn real_timeout<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    tokio::time::timeout(limit, pin!(future)).await.ok()
}

/// Measures real time: how long a peer took to answer.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Real time since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

fn system_time() -> Moment {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Moment::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NINE: Moment = Moment::from_seconds(1_772_442_000);
    const SHORT: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_secs(20);

    fn clock(mode: ClockMode) -> Clock {
        Clock::start(&ClockPlan { start: Some(NINE), mode })
    }

    #[test]
    fn a_manual_clock_stands_still_until_it_is_told_to_move() {
        let clock = clock(ClockMode::Manual);
        assert_eq!(clock.now(), NINE);
        assert_eq!(clock.advance(Span::MINUTE), Ok(NINE + Span::MINUTE));
        assert_eq!(clock.now(), NINE + Span::MINUTE);
    }

    #[test]
    fn every_clock_can_jump_forward() {
        for mode in [ClockMode::Real, ClockMode::Scaled(60.0), ClockMode::Manual] {
            let clock = clock(mode);
            let told = clock.advance(Span::DAY).unwrap();
            assert!(told >= NINE + Span::DAY && told < NINE + Span::DAY + Span::HOUR, "{mode:?}: {told}");
            assert!(clock.now() >= told);
        }
    }

    #[test]
    fn what_was_due_within_a_jump_is_done_at_its_own_time() {
        for mode in [ClockMode::Real, ClockMode::Manual] {
            let clock = clock(mode);
            clock.advance(Span::HOUR).unwrap();
            clock.advance(Span::HOUR).unwrap();
            for minutes in [1, 60, 61, 119] {
                let due = NINE + Span::from_minutes(minutes);
                assert_eq!(clock.time_of(due), due, "{mode:?}");
            }
            let never = NINE + Span::DAY;
            assert!(!clock.jumped_over(never));
            assert!(clock.time_of(never) <= clock.now());
        }
    }

    #[test]
    fn what_was_due_while_the_clock_ran_is_done_now() {
        let clock = clock(ClockMode::Scaled(1000.0));
        clock.advance(Span::HOUR).unwrap();
        let due = clock.now();
        while clock.now() <= due {}
        assert!(clock.time_of(due) > due);
    }

    #[test]
    fn no_clock_goes_back() {
        let clock = clock(ClockMode::Manual);
        let error = clock.advance(Span::from_seconds(-90)).unwrap_err();
        assert_eq!(clock.now(), NINE);
        assert!(error.to_string().contains("go back by `1m 30s`"), "{error}");
    }

    #[test]
    fn a_clock_stops_at_the_last_moment() {
        let clock = clock(ClockMode::Manual);
        for _ in 0..3 {
            assert_eq!(clock.advance(Span::from_millis(i64::MAX)), Ok(Moment::MAX));
        }
    }

    #[test]
    fn without_a_start_it_shows_the_real_time() {
        let clock = Clock::start(&ClockPlan { start: None, mode: ClockMode::Real });
        let real: Moment = jiff::Timestamp::now().into();
        assert!((real - clock.now()).millis().abs() < 5000);
    }

    #[tokio::test]
    async fn a_scaled_clock_runs_so_many_times_as_fast() {
        let clock = clock(ClockMode::Scaled(10_000.0));
        let watch = Stopwatch::start();
        clock.reached(NINE + Span::MINUTE).await;
        let real = watch.elapsed();
        assert!(real >= Duration::from_millis(5) && real < LONG, "{real:?}");
    }

    #[tokio::test]
    async fn whoever_waits_for_a_moment_wakes_up_when_it_is_reached_and_not_before() {
        for mode in [ClockMode::Real, ClockMode::Manual] {
            let clock = clock(mode);
            let mut waits = pin!(clock.reached(NINE + Span::HOUR));
            assert_eq!(real_timeout(SHORT, &mut waits).await, None);
            clock.advance(Span::from_minutes(59)).unwrap();
            assert_eq!(real_timeout(SHORT, &mut waits).await, None);
            clock.advance(Span::MINUTE).unwrap();
            assert_eq!(real_timeout(LONG, &mut waits).await, Some(()));
        }
    }

    #[tokio::test]
    async fn the_last_moment_can_be_waited_for() {
        let clock = clock(ClockMode::Scaled(0.001));
        let mut waits = pin!(clock.reached(Moment::MAX));
        assert_eq!(real_timeout(SHORT, &mut waits).await, None);
        clock.advance(Span::from_millis(i64::MAX)).unwrap();
        assert_eq!(real_timeout(LONG, &mut waits).await, Some(()));
    }

    #[tokio::test]
    async fn a_ticker_misses_no_jump() {
        let clock = clock(ClockMode::Manual);
        let mut ticker = clock.ticker(SHORT);
        assert_eq!(ticker.tick().await, NINE);
        clock.advance(Span::MINUTE).unwrap();
        assert_eq!(ticker.tick().await, NINE + Span::MINUTE);
        assert_eq!(real_timeout(SHORT * 3, ticker.tick()).await, None, "a manual clock ticks when it jumps");
    }

    #[tokio::test]
    async fn a_ticker_of_a_clock_that_runs_by_itself_ticks_by_itself() {
        let mut ticker = clock(ClockMode::Real).ticker(SHORT);
        let first = ticker.tick().await;
        assert!(ticker.tick().await > first);
    }
}
