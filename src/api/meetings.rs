//! `/metrics/meetings`

use super::gatherings::{Kind, Types, WITH_PAST_ONE};
use super::satisfaction::Surveyed;
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
    const LIST: Operation = Operation::Meetings;
    const DETAIL: Operation = Operation::MeetingDetail;
    const PARTICIPANTS: Operation = Operation::MeetingParticipants;
    const SHARING: Operation = Operation::MeetingSharing;
    const TYPES: Types = WITH_PAST_ONE;
}

impl Surveyed for Meetings {
    const SATISFACTION: Operation = Operation::MeetingSatisfaction;
}
