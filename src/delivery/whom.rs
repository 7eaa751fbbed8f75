//! Whom an event is about.

use crate::world::{CallRef, GatheringRef, Subject};

/// Whom an event is about: those of one keep their order, and the log can be searched by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Whom {
    /// One participant of a meeting, a webinar or a session.
    Participant { gathering: GatheringRef, participant: u32 },
    /// A meeting, a webinar or a session as a whole.
    Gathering(GatheringRef),
    /// Both sides of a call.
    Call(CallRef),
}

impl Whom {
    /// Whom `subject` is about.
    pub fn of(subject: Subject) -> Self {
        match subject {
            Subject::Joined { gathering, participant }
            | Subject::Data { gathering, participant }
            | Subject::Qos { gathering, participant, .. }
            | Subject::QosSummary { gathering, participant }
            | Subject::DataSummary { gathering, participant }
            | Subject::Left { gathering, participant } => Self::Participant { gathering, participant },
            Subject::Started { gathering } | Subject::Ended { gathering } => Self::Gathering(gathering),
            Subject::CallRinging { call, .. }
            | Subject::CallAnswered { call }
            | Subject::CallConnected { call }
            | Subject::CallQos { call, .. }
            | Subject::CallQosSummary { call }
            | Subject::CallEnded { call, .. } => Self::Call(call),
        }
    }
}
