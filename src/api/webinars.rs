//! `/metrics/webinars`

use super::gatherings::Kind;
use crate::scenario::plan::GatheringKind;
use crate::wire::Operation;

/// Webinars.
#[derive(Debug)]
pub(super) struct Webinars;

impl Kind for Webinars {
    const KIND: GatheringKind = GatheringKind::Webinar;
    const PARTICIPANTS_QOS: Operation = Operation::WebinarParticipantsQos;
    const PARTICIPANT_QOS: Operation = Operation::WebinarParticipantQos;
    const PARTICIPANTS_QOS_SUMMARY: Operation = Operation::WebinarParticipantsQosSummary;
}
