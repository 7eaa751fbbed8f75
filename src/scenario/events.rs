//! The events that the service can tell.

/// An event: the fourteen of the quality-of-service subscription (QSS), and the eighteen that surround them.
///
/// The former come first; within each group, meetings, webinars, sessions and calls follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "`name` spells each of them")]
pub enum EventKind {
    MeetingParticipantQos,
    MeetingParticipantQosSummary,
    MeetingParticipantData,
    MeetingParticipantDataSummary,
    WebinarParticipantQos,
    WebinarParticipantQosSummary,
    WebinarParticipantData,
    WebinarParticipantDataSummary,
    SessionUserQos,
    SessionUserQosSummary,
    SessionUserData,
    SessionUserDataSummary,
    PhoneCallQos,
    PhoneCallQosSummary,
    MeetingStarted,
    MeetingParticipantJoined,
    MeetingParticipantLeft,
    MeetingEnded,
    WebinarStarted,
    WebinarParticipantJoined,
    WebinarParticipantLeft,
    WebinarEnded,
    SessionStarted,
    SessionUserJoined,
    SessionUserLeft,
    SessionEnded,
    PhoneCallerRinging,
    PhoneCalleeRinging,
    PhoneCalleeAnswered,
    PhoneCallerConnected,
    PhoneCallerEnded,
    PhoneCalleeEnded,
}

impl EventKind {
    /// Every kind, each in the place that its number says.
    pub const ALL: [Self; 32] = [
        Self::MeetingParticipantQos,
        Self::MeetingParticipantQosSummary,
        Self::MeetingParticipantData,
        Self::MeetingParticipantDataSummary,
        Self::WebinarParticipantQos,
        Self::WebinarParticipantQosSummary,
        Self::WebinarParticipantData,
        Self::WebinarParticipantDataSummary,
        Self::SessionUserQos,
        Self::SessionUserQosSummary,
        Self::SessionUserData,
        Self::SessionUserDataSummary,
        Self::PhoneCallQos,
        Self::PhoneCallQosSummary,
        Self::MeetingStarted,
        Self::MeetingParticipantJoined,
        Self::MeetingParticipantLeft,
        Self::MeetingEnded,
        Self::WebinarStarted,
        Self::WebinarParticipantJoined,
        Self::WebinarParticipantLeft,
        Self::WebinarEnded,
        Self::SessionStarted,
        Self::SessionUserJoined,
        Self::SessionUserLeft,
        Self::SessionEnded,
        Self::PhoneCallerRinging,
        Self::PhoneCalleeRinging,
        Self::PhoneCalleeAnswered,
        Self::PhoneCallerConnected,
        Self::PhoneCallerEnded,
        Self::PhoneCalleeEnded,
    ];

    /// The fourteen of the quality-of-service subscription.
    pub const QSS: &[Self] = Self::ALL.split_at(14).0;

    /// The eighteen that surround them: started and ended, joined and left, ringing, answered and ended.
    pub const LIFECYCLE: &[Self] = Self::ALL.split_at(14).1;

    /// The value of `event`: `meeting.participant_qos`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MeetingParticipantQos => "meeting.participant_qos",
            Self::MeetingParticipantQosSummary => "meeting.participant_qos_summary",
            Self::MeetingParticipantData => "meeting.participant_data",
            Self::MeetingParticipantDataSummary => "meeting.participant_data_summary",
            Self::WebinarParticipantQos => "webinar.participant_qos",
            Self::WebinarParticipantQosSummary => "webinar.participant_qos_summary",
            Self::WebinarParticipantData => "webinar.participant_data",
            Self::WebinarParticipantDataSummary => "webinar.participant_data_summary",
            Self::SessionUserQos => "session.user_qos",
            Self::SessionUserQosSummary => "session.user_qos_summary",
            Self::SessionUserData => "session.user_data",
            Self::SessionUserDataSummary => "session.user_data_summary",
            Self::PhoneCallQos => "phone.call_qos",
            Self::PhoneCallQosSummary => "phone.call_qos_summary",
            Self::MeetingStarted => "meeting.started",
            Self::MeetingParticipantJoined => "meeting.participant_joined",
            Self::MeetingParticipantLeft => "meeting.participant_left",
            Self::MeetingEnded => "meeting.ended",
            Self::WebinarStarted => "webinar.started",
            Self::WebinarParticipantJoined => "webinar.participant_joined",
            Self::WebinarParticipantLeft => "webinar.participant_left",
            Self::WebinarEnded => "webinar.ended",
            Self::SessionStarted => "session.started",
            Self::SessionUserJoined => "session.user_joined",
            Self::SessionUserLeft => "session.user_left",
            Self::SessionEnded => "session.ended",
            Self::PhoneCallerRinging => "phone.caller_ringing",
            Self::PhoneCalleeRinging => "phone.callee_ringing",
            Self::PhoneCalleeAnswered => "phone.callee_answered",
            Self::PhoneCallerConnected => "phone.caller_connected",
            Self::PhoneCallerEnded => "phone.caller_ended",
            Self::PhoneCalleeEnded => "phone.callee_ended",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_is_in_the_place_that_its_number_says() {
        assert!(EventKind::ALL.iter().enumerate().all(|(place, &kind)| kind as usize == place));
        assert_eq!((EventKind::QSS.len(), EventKind::LIFECYCLE.len()), (14, 18));
        assert!(EventKind::QSS.iter().all(|kind| kind.name().ends_with("_summary")
            || kind.name().ends_with("_qos")
            || kind.name().ends_with("_data")));
    }
}
