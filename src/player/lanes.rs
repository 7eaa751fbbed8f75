//! Many deliveries at a time, and those of one participant one after another.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::backlog::BOUND;
use super::ledger::{Job, Ledger};
use crate::delivery::{Whom, Worker};
use crate::tasks::Tasks;

/// How many jobs may wait in a lane, besides the one that is being done.
const WAITING: usize = 16;

/// Sequential lanes side by side. An event goes to the lane of its participant or call, so that first
/// attempts keep the order of each.
pub(super) struct Lanes(Vec<mpsc::Sender<Job>>);

impl Lanes {
    /// Starts `count` lanes. They end when they are dropped and empty, or after what they are at when
    /// `stopping` says so.
    pub(super) fn start(
        count: usize,
        worker: &Arc<Worker>,
        ledger: &Arc<Ledger>,
        tasks: &Tasks,
        stopping: &CancellationToken,
    ) -> Self {
        let name = worker.subscription().name().to_owned();
        let start = |number: usize| {
            let (sender, jobs) = mpsc::channel(WAITING);
            let lane = drive(jobs, worker.clone(), ledger.clone(), stopping.clone());
            tasks.spawn(format!("{name}, lane {number}"), lane);
            sender
        };
        Self((1..=count.max(1)).map(start).collect())
    }

    /// Hands a job over, waiting for room in its lane. Answers whether there was room at once.
    pub(super) async fn send(&self, job: Job) -> bool {
        let lane = &self.0[lane_of(Whom::of(job.event.subject), self.0.len())];
        match lane.try_send(job) {
            Err(mpsc::error::TrySendError::Full(job)) => {
                // It fails only when the lane has ended, because the player stops.
                let _ = lane.send(job).await;
                false
            }
            _ => true,
        }
    }
}

async fn drive(
    mut jobs: mpsc::Receiver<Job>,
    worker: Arc<Worker>,
    ledger: Arc<Ledger>,
    stopping: CancellationToken,
) {
    loop {
        let job = tokio::select! {
            biased;
            () = stopping.cancelled() => return,
            job = jobs.recv() => job,
        };
        let Some(job) = job else { return };
        let attempt = worker.attempt(job.event, job.number, job.due).await;
        if ledger.finish(&job, attempt.at, attempt.outcome.verdict()).is_err() {
            worker.report().note_loss(BOUND, &worker.subscription());
        }
    }
}

fn lane_of(whom: Whom, lanes: usize) -> usize {
    let mut hasher = DefaultHasher::new();
    match whom {
        Whom::Participant { gathering, participant } => (gathering, participant).hash(&mut hasher),
        // Before the first participant comes, who is mostly the host and the last to leave.
        Whom::Gathering(gathering) => (gathering, 0_u32).hash(&mut hasher),
        Whom::Call(call) => call.hash(&mut hasher),
    }
    // The remainder is less than the number of lanes.
    (hasher.finish() % lanes as u64) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scenario::plan::GatheringKind;
    use crate::world::{GatheringRef, Subject};

    #[test]
    fn all_of_one_participant_goes_to_one_lane_and_all_lanes_are_used() {
        let gathering = GatheringRef::Population { kind: GatheringKind::Meeting, slot: 3, nth: 5 };
        let lane = |subject| lane_of(Whom::of(subject), 32);
        let mut used = BTreeSet::new();
        for participant in 0..1000 {
            let first = lane(Subject::Data { gathering, participant });
            assert_eq!(first, lane(Subject::Qos { gathering, participant, minute: 7 }));
            assert_eq!(first, lane(Subject::QosSummary { gathering, participant }));
            assert_eq!(first, lane(Subject::DataSummary { gathering, participant }));
            assert_eq!(first, lane(Subject::Joined { gathering, participant }));
            assert_eq!(first, lane(Subject::Left { gathering, participant }));
            used.insert(first);
        }
        assert_eq!(used.len(), 32);
    }
}
