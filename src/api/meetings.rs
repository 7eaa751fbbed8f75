//! `/metrics/meetings`

use super::gatherings::Kind;
use crate::scenario::plan::GatheringKind;
use crate::wire::Operation;

/// Meetings.
#[derive(Debug)]
pub(super) struct Meetings;

impl Kind for Meetings {
    const KIND: GatheringKind = GatheringKind::Meeting;
    const PARTICIPANTS_QOS: Operation = Operation::MeetingParticipantsQos;
    const PARTICIPANT_QOS: Operation = Operation::MeetingParticipantQos;
    const PARTICIPANTS_QOS_SUMMARY: Operation = Operation::MeetingParticipantsQosSummary;
}
