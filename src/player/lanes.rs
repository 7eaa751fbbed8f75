//! Many deliveries at a time, and those of one participant one after another.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::progress::{Progress, WindowNumber};
use crate::delivery::Worker;
use crate::tasks::Tasks;
use crate::world::{Event, Subject};

/// How many events may wait in a lane, besides the one that is being delivered.
const WAITING: usize = 16;

/// Sequential lanes side by side. An event goes to the lane of its participant or call, so that first
/// attempts keep the order of each.
pub(super) struct Lanes(Vec<mpsc::Sender<Job>>);

struct Job {
    event: Event,
    window: WindowNumber,
}

impl Lanes {
    /// Starts `count` lanes. They end when they are dropped and empty, or after what they are at when the
    /// emulator stops.
    pub(super) fn start(count: usize, worker: &Arc<Worker>, progress: &Arc<Progress>, tasks: &Tasks) -> Self {
        let start = |number: usize| {
            let (sender, jobs) = mpsc::channel(WAITING);
            let lane = drive(jobs, worker.clone(), progress.clone(), tasks.stopping().clone());
            tasks.spawn(format!("{}, lane {number}", worker.subscription().name()), lane);
            sender
        };
        Self((1..=count.max(1)).map(start).collect())
    }

    /// Hands an event over, waiting for room in its lane. Answers whether there was room at once.
    pub(super) async fn send(&self, event: Event, window: WindowNumber) -> bool {
        let lane = &self.0[lane_of(event.subject, self.0.len())];
        match lane.try_send(Job { event, window }) {
            Err(mpsc::error::TrySendError::Full(job)) => {
                // It fails only when the lane has ended, because the emulator stops.
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
    progress: Arc<Progress>,
    stopping: CancellationToken,
) {
    loop {
        let job = tokio::select! {
            biased;
            () = stopping.cancelled() => return,
            job = jobs.recv() => job,
        };
        let Some(Job { event, window }) = job else { return };
        worker.attempt(event, 0).await;
        progress.finish_one(window);
    }
}

fn lane_of(subject: Subject, lanes: usize) -> usize {
    let mut hasher = DefaultHasher::new();
    match subject {
        Subject::Joined { gathering, participant }
        | Subject::Data { gathering, participant }
        | Subject::Qos { gathering, participant, .. }
        | Subject::QosSummary { gathering, participant }
        | Subject::DataSummary { gathering, participant }
        | Subject::Left { gathering, participant } => (gathering, participant).hash(&mut hasher),
        // Before the first participant comes, who is mostly the host and the last to leave.
        Subject::Started { gathering } | Subject::Ended { gathering } => {
            (gathering, 0_u32).hash(&mut hasher);
        }
        Subject::CallRinging { call, .. }
        | Subject::CallAnswered { call }
        | Subject::CallConnected { call }
        | Subject::CallQos { call, .. }
        | Subject::CallQosSummary { call }
        | Subject::CallEnded { call, .. } => call.hash(&mut hasher),
    }
    // The remainder is less than the number of lanes.
    (hasher.finish() % lanes as u64) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scenario::plan::GatheringKind;
    use crate::world::GatheringRef;

    #[test]
    fn all_of_one_participant_goes_to_one_lane_and_all_lanes_are_used() {
        let gathering = GatheringRef::Population { kind: GatheringKind::Meeting, slot: 3, nth: 5 };
        let lane = |subject| lane_of(subject, 32);
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
