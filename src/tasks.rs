//! Every task of an emulator: who runs, and how all of them end.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a task that was told to end at once may take to do so.
const HARD_STOP: Duration = Duration::from_millis(100);

/// The name of a task, for logs.
pub type TaskName = Cow<'static, str>;

/// The tasks of one emulator; clones stand for the same ones.
///
/// They end in two steps. First [`Tasks::stopping`] tells them: they take nothing new and finish what they
/// are at. Those that still run after a grace period are dropped where they wait.
///
/// A task that panics stops all the others, since half an emulator gives wrong answers.
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    soft: CancellationToken,
    hard: CancellationToken,
    ledger: Arc<Mutex<Ledger>>,
}

#[derive(Debug, Default)]
struct Ledger {
    next: u64,
    running: BTreeMap<u64, TaskName>,
    panicked: Vec<TaskName>,
}

/// How the tasks ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stopped {
    /// Those that did not end within the grace period.
    pub aborted: Vec<TaskName>,
    /// Those that panicked.
    pub panicked: Vec<TaskName>,
}

impl Stopped {
    /// Whether every task ended by itself.
    pub fn is_clean(&self) -> bool {
        self.aborted.is_empty() && self.panicked.is_empty()
    }
}

impl Tasks {
    /// No tasks.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts a task on the current runtime.
    pub fn spawn(&self, name: impl Into<TaskName>, task: impl Future<Output = ()> + Send + 'static) {
        let running = Running::enter(self, name.into());
        let hard = self.hard.clone();
        self.tracker.spawn(async move {
            tokio::select! {
                () = hard.cancelled() => {}
                () = task => {}
            }
            drop(running);
        });
    }

    /// Cancelled when the emulator stops: take nothing new, finish what is begun.
    pub fn stopping(&self) -> &CancellationToken {
        &self.soft
    }

    /// Stops all tasks and waits for their end: `grace` at most, and a tenth of a second for those that are
    /// then dropped.
    pub async fn stop(&self, grace: Duration) -> Stopped {
        self.soft.cancel();
        self.tracker.close();
        let mut aborted = Vec::new();
        if timeout(grace, self.tracker.wait()).await.is_err() {
            aborted.extend(self.ledger().running.values().cloned());
            self.hard.cancel();
            // One that never waits cannot be dropped; it ends with the process.
            let _ = timeout(HARD_STOP, self.tracker.wait()).await;
        }
        Stopped { aborted, panicked: self.ledger().panicked.clone() }
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        // Nothing panics while it is held, so what it holds is whole.
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The entry of a running task, which goes when its future does, in whichever way.
struct Running {
    tasks: Tasks,
    number: u64,
}

impl Running {
    fn enter(tasks: &Tasks, name: TaskName) -> Self {
        let mut ledger = tasks.ledger();
        let number = ledger.next;
        ledger.next += 1;
        ledger.running.insert(number, name);
        drop(ledger);
        Self { tasks: tasks.clone(), number }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut ledger = self.tasks.ledger();
        let Some(name) = ledger.running.remove(&self.number) else { return };
        if std::thread::panicking() {
            tracing::error!(task = %name, "a task panicked: the emulator stops. hint: this is a bug, please report it");
            ledger.panicked.push(name);
            drop(ledger);
            self.tasks.soft.cancel();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    const SHORT: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_secs(20);

    #[tokio::test]
    async fn a_task_that_is_told_to_stop_may_finish_what_it_is_at() {
        let tasks = Tasks::new();
        let finished = Arc::new(AtomicBool::new(false));
        let (stopping, sees) = (tasks.stopping().clone(), finished.clone());
        tasks.spawn("careful", async move {
            stopping.cancelled().await;
            tokio::task::yield_now().await;
            sees.store(true, Ordering::Relaxed);
        });
        let stopped = tasks.stop(LONG).await;
        assert!(stopped.is_clean(), "{stopped:?}");
        assert!(finished.load(Ordering::Relaxed));
    }

    #[tokio::test]
    async fn a_task_that_does_not_end_is_dropped_and_named() {
        struct Dropped(Arc<AtomicBool>);
        impl Drop for Dropped {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        let tasks = Tasks::new();
        let dropped = Arc::new(AtomicBool::new(false));
        let sees = Dropped(dropped.clone());
        tasks.spawn("stubborn", async move {
            pending::<()>().await;
            drop(sees);
        });
        tasks.spawn("quick", async {});
        let stopped = tasks.stop(SHORT).await;
        assert_eq!(stopped.aborted, ["stubborn"]);
        assert!(dropped.load(Ordering::Relaxed));
    }

    #[tokio::test]
    async fn a_task_that_panics_stops_the_others() {
        let tasks = Tasks::new();
        tasks.spawn("broken", async {
            tokio::task::yield_now().await;
            panic!("on purpose");
        });
        timeout(LONG, tasks.stopping().cancelled()).await.unwrap();
        assert_eq!(tasks.stop(LONG).await.panicked, ["broken"]);
    }

    #[tokio::test]
    async fn stopping_twice_is_stopping_once() {
        let tasks = Tasks::new();
        tasks.spawn("stubborn", pending());
        assert!(!tasks.stop(SHORT).await.is_clean());
        assert!(tasks.stop(SHORT).await.is_clean());
    }
}
