//! `/videosdk/sessions`

use super::gatherings::{Kind, Types, WITH_SCHEDULED};
use crate::scenario::plan::GatheringKind;
use crate::wire::Operation;

/// Sessions of the Video SDK, whose participants are called users.
#[derive(Debug)]
pub(super) struct Sessions;

impl Kind for Sessions {
    const KIND: GatheringKind = GatheringKind::Session;
    const PARTICIPANTS_QOS: Operation = Operation::SessionUsersQos;
    const PARTICIPANT_QOS: Operation = Operation::SessionUserQos;
    const PARTICIPANTS_QOS_SUMMARY: Operation = Operation::SessionUsersQosSummary;
    const LIST: Operation = Operation::Sessions;
    const DETAIL: Operation = Operation::SessionDetail;
    const PARTICIPANTS: Operation = Operation::SessionUsers;
    const SHARING: Operation = Operation::SessionSharing;
    const DETAIL_TYPES: Types = WITH_SCHEDULED;
}
