//! All operations of the API reference: what each costs, and what it takes to be allowed to ask.

use axum::http::Method;

use crate::fault::rate_limit::{Family, Label};

/// An operation of the API reference.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    /// `GET`, also for `HEAD`.
    pub(super) method: Method,
    /// `/metrics/meetings/{meetingId}`, without `/v2`.
    pub(super) path: &'static str,
    /// What it belongs to.
    pub(super) product: Product,
    /// What it counts as; without one it is not limited.
    pub(super) label: Option<Label>,
    /// Any of these classic scopes would do.
    pub(super) scopes: &'static [&'static str],
    /// So would this granular scope. If there is none of either kind, no scope is needed.
    pub(super) granular_scope: Option<&'static str>,
}

/// A product of the real service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Product {
    Dashboards,
    Qss,
    VideoSdk,
    Phone,
    Marketplace,
}

use Product::{Dashboards, Marketplace, Phone, Qss, VideoSdk};

const LIGHT: Option<Label> = Some(Label::Light);
const MEDIUM: Option<Label> = Some(Label::Medium);
const HEAVY: Option<Label> = Some(Label::Heavy);
const INTENSIVE: Option<Label> = Some(Label::ResourceIntensive);
const UNLIMITED: Option<Label> = None;

const HOME: &[&str] = &["dashboard_home:read:admin", "dashboard:read:admin"];
const CHAT: &[&str] = &["dashboard_im:read:admin", "dashboard:read:admin"];
const CRC: &[&str] = &["dashboard_crc:read:admin", "dashboard:read:admin"];
const MEETINGS: &[&str] = &["dashboard_meetings:read:admin", "dashboard:read:admin"];
const WEBINARS: &[&str] = &["dashboard_webinars:read:admin", "dashboard:read:admin"];
const ROOMS: &[&str] = &["dashboard_zr:read:admin", "dashboard:read:admin"];
const PHONE: &[&str] = &["phone:read:admin"];
const APPS: &[&str] = &["marketplace_app:read", "marketplace_app:read:admin"];
const NONE: &[&str] = &[];

/// Method and path, product, label, classic scopes, granular scope.
#[rustfmt::skip]
pub(super) static ENDPOINTS: [Endpoint; 46] = [
    get("/metrics/chat", Dashboards, INTENSIVE, CHAT, "dashboard:read:chat:admin"),
    get("/metrics/client/feedback", Dashboards, HEAVY, HOME, "dashboard:read:list_meetings_feedback:admin"),
    get("/metrics/client/feedback/{feedbackId}", Dashboards, HEAVY, HOME, "dashboard:read:meeting_feedback:admin"),
    get("/metrics/client/satisfaction", Dashboards, HEAVY, HOME, "dashboard:read:meeting_survey:admin"),
    get("/metrics/client_versions", Dashboards, HEAVY, HOME, "dashboard:read:client_versions:admin"),
    get("/metrics/crc", Dashboards, HEAVY, CRC, "dashboard:read:crc_port_usage:admin"),
    get("/metrics/issues/zoomrooms", Dashboards, HEAVY, HOME, "dashboard:read:list_zoomrooms:admin"),
    get("/metrics/issues/zoomrooms/{zoomroomId}", Dashboards, HEAVY, HOME, "dashboard:read:issues_zoomroom:admin"),
    get("/metrics/meetings", Dashboards, INTENSIVE, MEETINGS, "dashboard:read:list_meetings:admin"),
    get("/metrics/meetings/{meetingId}", Dashboards, HEAVY, MEETINGS, "dashboard:read:meeting:admin"),
    get("/metrics/meetings/{meetingId}/participants", Dashboards, HEAVY, MEETINGS, "dashboard:read:list_meeting_participants:admin"),
    get("/metrics/meetings/{meetingId}/participants/qos", Dashboards, HEAVY, MEETINGS, "dashboard:read:list_meeting_participants_qos:admin"),
    get("/metrics/meetings/{meetingId}/participants/satisfaction", Dashboards, HEAVY, MEETINGS, "dashboard:read:post_meeting_feedback:admin"),
    get("/metrics/meetings/{meetingId}/participants/sharing", Dashboards, HEAVY, MEETINGS, "dashboard:read:meeting_sharing:admin"),
    get("/metrics/meetings/{meetingId}/participants/{participantId}/qos", Dashboards, HEAVY, MEETINGS, "dashboard:read:meeting_participant_qos:admin"),
    get("/metrics/quality", Dashboards, HEAVY, HOME, "dashboard:read:meeting_quality_score:admin"),
    get("/metrics/webinars", Dashboards, INTENSIVE, WEBINARS, "dashboard:read:list_webinars:admin"),
    get("/metrics/webinars/{webinarId}", Dashboards, HEAVY, WEBINARS, "dashboard:read:webinar:admin"),
    get("/metrics/webinars/{webinarId}/participants", Dashboards, HEAVY, WEBINARS, "dashboard:read:list_webinar_participants:admin"),
    get("/metrics/webinars/{webinarId}/participants/qos", Dashboards, HEAVY, WEBINARS, "dashboard:read:list_webinar_participants_qos:admin"),
    get("/metrics/webinars/{webinarId}/participants/satisfaction", Dashboards, HEAVY, WEBINARS, "dashboard:read:post_webinar_feedback:admin"),
    get("/metrics/webinars/{webinarId}/participants/sharing", Dashboards, HEAVY, WEBINARS, "dashboard:read:webinar_sharing:admin"),
    get("/metrics/webinars/{webinarId}/participants/{participantId}/qos", Dashboards, HEAVY, WEBINARS, "dashboard:read:webinar_participant_qos:admin"),
    get("/metrics/zoomrooms", Dashboards, INTENSIVE, ROOMS, "dashboard:read:list_zoomrooms:admin"),
    get("/metrics/zoomrooms/issues", Dashboards, HEAVY, ROOMS, "dashboard:read:issues_zoomroom:admin"),
    get("/metrics/zoomrooms/{zoomroomId}", Dashboards, HEAVY, ROOMS, "dashboard:read:zoomroom:admin"),
    get("/metrics/meetings/{meetingId}/participants/qos_summary", Qss, HEAVY, MEETINGS, "dashboard:read:list_meeting_participants_qos:admin"),
    get("/metrics/webinars/{webinarId}/participants/qos_summary", Qss, HEAVY, WEBINARS, "dashboard:read:list_webinar_participants_qos:admin"),
    get("/videosdk/sessions/{sessionId}/users/qos_summary", Qss, HEAVY, NONE, ""),
    get("/videosdk/sessions", VideoSdk, INTENSIVE, NONE, ""),
    get("/videosdk/sessions/{sessionId}", VideoSdk, HEAVY, NONE, ""),
    get("/videosdk/sessions/{sessionId}/users", VideoSdk, HEAVY, NONE, ""),
    get("/videosdk/sessions/{sessionId}/users/qos", VideoSdk, HEAVY, NONE, ""),
    get("/videosdk/sessions/{sessionId}/users/sharing", VideoSdk, HEAVY, NONE, ""),
    get("/videosdk/sessions/{sessionId}/users/{userId}/qos", VideoSdk, HEAVY, NONE, ""),
    get("/phone/metrics/call_logs", Phone, HEAVY, PHONE, "phone:read:list_call_logs:admin"),
    get("/phone/metrics/call_logs/{call_id}", Phone, UNLIMITED, PHONE, "phone:read:call_log:admin"),
    get("/phone/metrics/call_logs/{callId}/qos", Phone, LIGHT, PHONE, "phone:read:call_qos:admin"),
    get("/phone/metrics/past_calls", Phone, HEAVY, PHONE, "phone:read:list_call_logs:admin"),
    get("/marketplace/app/event_subscription", Marketplace, MEDIUM, NONE, ""),
    post("/marketplace/app/event_subscription", Marketplace, HEAVY, NONE, ""),
    delete("/marketplace/app/event_subscription", Marketplace, MEDIUM, NONE, ""),
    delete("/marketplace/app/event_subscription/{eventSubscriptionId}", Marketplace, MEDIUM, NONE, ""),
    patch("/marketplace/app/event_subscription/{eventSubscriptionId}", Marketplace, MEDIUM, NONE, ""),
    get("/marketplace/apps/{appId}/webhook_logs", Marketplace, MEDIUM, APPS, ""),
    get("/marketplace/apps/{appId}/api_call_logs", Marketplace, MEDIUM, NONE, "marketplace:read:list_api_logs:admin"),
];

macro_rules! verbs {
    ($($verb:ident $method:ident)*) => {$(
        const fn $verb(
            path: &'static str,
            product: Product,
            label: Option<Label>,
            scopes: &'static [&'static str],
            granular_scope: &'static str,
        ) -> Endpoint {
            let granular_scope = if granular_scope.is_empty() { None } else { Some(granular_scope) };
            Endpoint { method: Method::$method, path, product, label, scopes, granular_scope }
        }
    )*};
}

verbs! { get GET post POST patch PATCH delete DELETE }

impl Endpoint {
    /// The operations at a path of the router, whose parameters may have other names.
    pub(super) fn at(path: &str) -> impl Iterator<Item = &'static Self> {
        ENDPOINTS.iter().filter(move |endpoint| {
            let (ours, theirs) = (endpoint.path.split('/'), path.split('/'));
            ours.map(normal).eq(theirs.map(normal))
        })
    }

    /// Whose limits it counts against.
    pub(super) fn family(&self) -> Family {
        if self.product == Phone { Family::Phone } else { Family::General }
    }

    /// Whether it is about sessions of the Video SDK.
    pub(super) fn is_of_video_sdk(&self) -> bool {
        self.path.starts_with("/videosdk/")
    }

    /// Whether it tells what an event of the summary tells.
    pub(super) fn is_summary(&self) -> bool {
        self.path.ends_with("/qos_summary")
    }
}

/// A segment of a path, its parameters without their names.
fn normal(segment: &str) -> &str {
    if segment.starts_with('{') { "{}" } else { segment }
}

/// Every scope that an operation asks for, the classic and then the granular ones, each once.
pub(super) fn all_scopes() -> Vec<&'static str> {
    let classic = ENDPOINTS.iter().flat_map(|endpoint| endpoint.scopes.iter().copied());
    let granular = ENDPOINTS.iter().filter_map(|endpoint| endpoint.granular_scope);
    let mut scopes: Vec<&'static str> = Vec::new();
    for scope in classic.chain(granular) {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    scopes
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn texts(list: &Value) -> Vec<&str> {
        list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
    }

    #[test]
    fn the_table_is_that_of_the_api_reference() {
        let reference = include_str!("../../tests/contract/access.json");
        let reference: Value = serde_json::from_str(reference).unwrap();
        let reference = reference.as_object().unwrap();
        assert_eq!((reference.len(), ENDPOINTS.len()), (46, 46));
        for (name, documented) in reference {
            let path = documented["path"].as_str().unwrap();
            let method = documented["method"].as_str().unwrap();
            let endpoint = Endpoint::at(path).find(|endpoint| endpoint.method == method);
            let endpoint = endpoint.unwrap_or_else(|| panic!("{name} is missing"));
            let product = format!("{:?}", endpoint.product).to_lowercase();
            assert_eq!(product, documented["product"].as_str().unwrap(), "{name}");
            assert_eq!(endpoint.scopes, texts(&documented["scopes"]), "{name}");
            let granular: Vec<_> = endpoint.granular_scope.into_iter().collect();
            assert_eq!(granular, texts(&documented["granular_scopes"]), "{name}");
            let label = endpoint.label.map(|label| label.category().to_uppercase());
            assert_eq!(label.as_deref(), documented["rate_label"].as_str(), "{name}");
        }
    }

    #[test]
    fn a_path_is_found_whatever_its_parameters_are_called() {
        let paths: Vec<_> =
            Endpoint::at("/phone/metrics/call_logs/{id}/qos").map(|found| found.path).collect();
        assert_eq!(paths, ["/phone/metrics/call_logs/{callId}/qos"]);
        let methods: Vec<_> =
            Endpoint::at("/marketplace/app/event_subscription").map(|found| found.method.as_str()).collect();
        assert_eq!(methods, ["GET", "POST", "DELETE"]);
        assert_eq!(Endpoint::at("/metrics/nothing").count(), 0);
    }
}
