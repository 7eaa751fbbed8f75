//! `/metrics/webinars`

use super::gatherings::Kind;
use super::satisfaction::Surveyed;
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
    const LIST: Operation = Operation::Webinars;
    const DETAIL: Operation = Operation::WebinarDetail;
    const PARTICIPANTS: Operation = Operation::WebinarParticipants;
    const SHARING: Operation = Operation::WebinarSharing;
}

impl Surveyed for Webinars {
    const SATISFACTION: Operation = Operation::WebinarSatisfaction;
}
