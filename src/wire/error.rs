//! The error envelope, `{"code":…,"message":"…"}`, and every error that the API reference documents.

use std::borrow::Cow;

use super::json;

/// An error as the API answers it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("HTTP {status}, code {code}: {message}")]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// `code`
    pub code: u32,
    /// `message`
    pub message: Cow<'static, str>,
    /// `errors`: the parameters at fault; left out if there are none.
    pub errors: Vec<FieldError>,
}

/// A parameter at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// `field`: its name.
    pub field: &'static str,
    /// `message`: what is wrong with it.
    pub message: String,
}

/// The operations whose texts differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named like the operations of the API reference")]
pub enum Operation {
    MeetingParticipantsQos,
    MeetingParticipantQos,
    MeetingParticipantsQosSummary,
    WebinarParticipantsQos,
    WebinarParticipantQos,
    WebinarParticipantsQosSummary,
    SessionUsersQos,
    SessionUserQos,
    SessionUsersQosSummary,
    CallLogs,
    CallLog,
    CallQos,
    Meetings,
    MeetingDetail,
    MeetingParticipants,
    MeetingSatisfaction,
    MeetingSharing,
    Webinars,
    WebinarDetail,
    WebinarParticipants,
    WebinarSatisfaction,
    WebinarSharing,
    Sessions,
    SessionDetail,
    SessionUsers,
    SessionSharing,
    PastCalls,
    Chat,
    ClientFeedback,
    ClientFeedbackDetail,
    ClientSatisfaction,
    ClientVersions,
    PortUsage,
    Quality,
    ZoomRooms,
    ZoomRoom,
    TopZoomRoomIssues,
    TopZoomRooms,
    ZoomRoomIssues,
}

impl Operation {
    const fn not_found_message(self) -> &'static str {
        match self {
            Self::MeetingParticipantsQos => {
                "This meeting's detail info is not available. The meeting ID is not valid or the meeting has not \
                 ended yet."
            }
            Self::MeetingParticipantQos => {
                "This meeting's detail info is not available. This meeting has not ended yet or the Meeting ID is \
                 invalid."
            }
            Self::MeetingParticipantsQosSummary => {
                "This meeting's detail info is not available. The Meeting ID is not valid or the meeting has not \
                 ended yet."
            }
            Self::WebinarParticipantsQos => {
                "This webinar's detail is not available or the Webinar ID is not valid. This webinar has not ended \
                 yet."
            }
            Self::WebinarParticipantQos => "This webinar's detail info is not available or ID is not valid.",
            Self::WebinarParticipantsQosSummary => {
                "This webinar's detail info is not available. The Webinar ID is not valid or the webinar has not \
                 ended yet."
            }
            // The reference has no text for the summary.
            Self::SessionUsersQos | Self::SessionUsersQosSummary => {
                "This session's detail info is not available. The Session ID is not valid or the session has not \
                 ended yet."
            }
            Self::SessionUserQos => {
                "This session's detail info is not available. This session has not ended yet or the Session ID is \
                 invalid."
            }
            Self::MeetingDetail => {
                "Meeting ID is invalid or the meeting has not ended yet. This meeting's details are not available."
            }
            Self::MeetingParticipants => "Meeting ID is invalid or has not ended.",
            Self::MeetingSatisfaction => "Meeting ID is invalid or not end.",
            Self::MeetingSharing => "This meeting's detail info is not available or ID is not valid.",
            Self::WebinarDetail => {
                "The webinar has not ended yet or the Webinar ID is not valid. This webinar's detail is not \
                 available."
            }
            Self::WebinarParticipants => {
                "This webinar's detail information is not available or the ID is not valid."
            }
            Self::WebinarSatisfaction => "Webinar ID is invalid or not end.",
            Self::WebinarSharing => {
                "This webinar's detail info is not available or ID is not valid. This webinar has not ended yet."
            }
            Self::SessionDetail => "Session does not exist.",
            Self::SessionUsers => "Session ID is invalid or has not ended.",
            Self::SessionSharing => {
                "This session's detail info is not available. This session has not ended yet or the Session ID is \
                 invalid."
            }
            // The reference has no text for feedback and rooms.
            Self::ClientFeedbackDetail => "This feedback does not exist. The feedback ID is not valid.",
            Self::ZoomRoom | Self::ZoomRoomIssues => {
                "This Zoom Room does not exist. The Zoom Room ID is not valid."
            }
            // Lists are always found.
            Self::Chat
            | Self::ClientFeedback
            | Self::ClientSatisfaction
            | Self::ClientVersions
            | Self::PortUsage
            | Self::Quality
            | Self::ZoomRooms
            | Self::TopZoomRoomIssues
            | Self::TopZoomRooms
            | Self::Meetings
            | Self::Webinars
            | Self::Sessions => "Not found.",
            // The reference has no text for calls.
            Self::CallLogs | Self::CallLog | Self::CallQos | Self::PastCalls => {
                "This call's detail info is not available. The call ID is not valid."
            }
        }
    }

    const fn too_old_message(self) -> &'static str {
        match self {
            Self::MeetingParticipantsQos
            | Self::MeetingParticipantQos
            | Self::MeetingParticipantsQosSummary
            | Self::Meetings
            | Self::MeetingParticipants
            | Self::MeetingSatisfaction
            | Self::MeetingSharing
            | Self::Chat
            | Self::ClientFeedback
            | Self::ClientFeedbackDetail
            | Self::ClientSatisfaction
            | Self::ClientVersions
            | Self::PortUsage
            | Self::Quality
            | Self::ZoomRooms
            | Self::ZoomRoom
            | Self::TopZoomRoomIssues
            | Self::TopZoomRooms
            | Self::ZoomRoomIssues => "Can not access a meeting a year ago.",
            Self::MeetingDetail => "Cannot access meetings from over one year ago.",
            Self::WebinarParticipants => "Cannot access a webinar a year ago.",
            Self::WebinarParticipantsQos
            | Self::WebinarParticipantQos
            | Self::WebinarParticipantsQosSummary
            | Self::Webinars
            | Self::WebinarDetail
            | Self::WebinarSatisfaction
            | Self::WebinarSharing => "Can not access a webinar a year ago.",
            Self::SessionUsersQos
            | Self::SessionUserQos
            | Self::SessionUsersQosSummary
            | Self::Sessions
            | Self::SessionDetail
            | Self::SessionUsers
            | Self::SessionSharing => "Can not access a session a year ago.",
            // The reference has no text for calls.
            Self::CallLogs | Self::CallLog | Self::CallQos | Self::PastCalls => {
                "Can not access a call a year ago."
            }
        }
    }
}

impl ApiError {
    fn new(status: u16, code: u32, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code, message: message.into(), errors: Vec::new() }
    }

    /// A token that is missing, malformed or revoked.
    pub fn invalid_token() -> Self {
        Self::new(401, 124, "Invalid access token.")
    }

    /// A token past its hour.
    pub fn expired_token() -> Self {
        Self::new(401, 124, "Access token is expired.")
    }

    /// A token without any of the `scopes` that would do.
    pub fn missing_scopes(scopes: &[&str]) -> Self {
        let scopes = scopes.join(", ");
        Self::new(400, 4711, format!("Invalid access token, does not contain scopes:[{scopes}]."))
    }

    /// Parameters of a wrong type or value.
    pub fn invalid_parameters(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(400, 300, "Validation Failed.") }
    }

    /// A page token that is expired, forged, or used with other parameters.
    pub fn invalid_page_token() -> Self {
        Self::new(400, 300, "The next page token is invalid or expired.")
    }

    /// The ID of a webinar on the path of a meeting.
    pub fn is_a_webinar(id: &str) -> Self {
        Self::new(400, 300, format!("Can not access webinar info, {id}."))
    }

    /// The ID of a meeting on the path of a webinar.
    pub fn is_a_meeting(id: &str) -> Self {
        Self::new(400, 300, format!("Can not access meeting info, {id}."))
    }

    /// Nothing known by that ID; or it is running and a past one was asked for, or the reverse.
    pub fn not_found(operation: Operation) -> Self {
        Self::new(404, 3001, operation.not_found_message())
    }

    /// It ended more than a year ago.
    pub fn too_old(operation: Operation) -> Self {
        Self::new(400, 12702, operation.too_old_message())
    }

    /// `qos_summary` without a subscription to the summary event. The text says webinar for meetings too.
    pub fn not_subscribed() -> Self {
        Self::new(
            400,
            200,
            "Event subscription not found. Subscribe to the Webinar Participant QoS Summary event in your \
             Marketplace app to get access to this API.",
        )
    }

    /// A path of the Video SDK, on an account without it.
    pub fn no_video_sdk() -> Self {
        Self::new(400, 200, "This API is only available for Video SDK accounts.")
    }

    /// A list of what goes on, by the end that it does not have yet.
    pub fn no_end_time() -> Self {
        Self::new(400, 12700, "This account cannot query meetings by `end_time`.")
    }

    /// Satisfaction, on an account without the dashboard.
    pub fn no_paid_dashboard() -> Self {
        Self::new(400, 200, "Only available for paid accounts that have dashboard feature enabled.")
    }

    /// Dashboards on the plan Free or Pro.
    pub fn no_dashboard() -> Self {
        Self::new(
            400,
            400,
            "This API is only available for ZMP and Business or higher accounts that have enabled the Dashboard \
             feature.",
        )
    }

    /// More requests in a second than the plan allows.
    pub fn too_many_a_second() -> Self {
        Self::new(
            429,
            429,
            "You have reached the maximum per-second rate limit for this API. Try again later.",
        )
    }

    /// More requests in a day than the plan allows.
    pub fn too_many_a_day() -> Self {
        Self::new(
            429,
            429,
            "You have reached the maximum daily rate limit for this API. Refer to the response header for details \
             on when you can make another request.",
        )
    }

    /// No account of that ID that could be asked for.
    pub fn unknown_account(id: &str) -> Self {
        Self::new(404, 2001, format!("Account does not exist: {id}."))
    }

    /// A user cannot be sent back there with an authorization code.
    pub fn invalid_redirect(redirect_uri: &str) -> Self {
        Self::new(400, 4700, format!("Invalid redirect url: {redirect_uri}."))
    }

    /// No app of that client ID asks for authorization.
    pub fn invalid_client_id(client_id: &str) -> Self {
        Self::new(400, 4702, format!("Invalid client id: {client_id}."))
    }

    /// No such path.
    pub fn unknown_endpoint() -> Self {
        Self::new(404, 2300, "This API endpoint is not recognized.")
    }

    /// A path that does not know the method.
    pub fn method_not_allowed(method: &str) -> Self {
        Self::new(405, 405, format!("Request method '{method}' not supported"))
    }

    /// The body of the answer.
    pub fn body(&self) -> Vec<u8> {
        json::object(|o| {
            o.field("code", self.code);
            o.field("message", &self.message);
            if !self.errors.is_empty() {
                o.array("errors", |errors| {
                    for FieldError { field, message } in &self.errors {
                        errors.object(|o| {
                            o.field("field", *field).field("message", message);
                        });
                    }
                });
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_fields_only_if_some_are_at_fault() {
        let expected = br#"{"code":124,"message":"Invalid access token."}"#;
        assert_eq!(ApiError::invalid_token().body(), expected);

        let error = FieldError { field: "page_size", message: "must not be \"x\"".to_owned() };
        let body = ApiError::invalid_parameters(vec![error]).body();
        let expected = r#"{"code":300,"message":"Validation Failed.","errors":[{"field":"page_size","message":"must not be \"x\""}]}"#;
        assert_eq!(body, expected.as_bytes());
    }

    #[test]
    fn missing_scopes_are_named_as_the_reference_names_them() {
        let error = ApiError::missing_scopes(&["dashboard_meetings:read:admin", "dashboard:read:admin"]);
        let expected = "Invalid access token, does not contain \
                        scopes:[dashboard_meetings:read:admin, dashboard:read:admin].";
        assert_eq!(error.message, expected);
    }
}
