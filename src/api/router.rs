//! Every route of the emulated API.

use std::sync::Arc;

use axum::Router;
use axum::routing::{MethodRouter, get, post};

use super::details::detail;
use super::gatherings::{participant_qos, participants_qos, participants_qos_summary};
use super::lists::list;
use super::meetings::Meetings;
use super::participants::participants;
use super::satisfaction::satisfaction;
use super::sessions::Sessions;
use super::sharing::sharing;
use super::webinars::Webinars;
use super::{Api, calls, oauth};

/// Operations of the API, each to be found under `/v2` and without.
fn operations() -> [(&'static str, MethodRouter<Arc<Api>>); 27] {
    [
        ("/metrics/meetings/{id}/participants/qos", get(participants_qos::<Meetings>)),
        ("/metrics/meetings/{id}/participants/qos_summary", get(participants_qos_summary::<Meetings>)),
        ("/metrics/meetings/{id}/participants/{participant}/qos", get(participant_qos::<Meetings>)),
        ("/metrics/webinars/{id}/participants/qos", get(participants_qos::<Webinars>)),
        ("/metrics/webinars/{id}/participants/qos_summary", get(participants_qos_summary::<Webinars>)),
        ("/metrics/webinars/{id}/participants/{participant}/qos", get(participant_qos::<Webinars>)),
        ("/videosdk/sessions/{id}/users/qos", get(participants_qos::<Sessions>)),
        ("/videosdk/sessions/{id}/users/qos_summary", get(participants_qos_summary::<Sessions>)),
        ("/videosdk/sessions/{id}/users/{user}/qos", get(participant_qos::<Sessions>)),
        ("/phone/metrics/call_logs", get(calls::list)),
        ("/phone/metrics/call_logs/{id}", get(calls::single)),
        ("/phone/metrics/call_logs/{id}/qos", get(calls::qos)),
        ("/phone/metrics/past_calls", get(calls::past)),
        ("/metrics/meetings", get(list::<Meetings>)),
        ("/metrics/meetings/{id}", get(detail::<Meetings>)),
        ("/metrics/meetings/{id}/participants", get(participants::<Meetings>)),
        ("/metrics/meetings/{id}/participants/satisfaction", get(satisfaction::<Meetings>)),
        ("/metrics/meetings/{id}/participants/sharing", get(sharing::<Meetings>)),
        ("/metrics/webinars", get(list::<Webinars>)),
        ("/metrics/webinars/{id}", get(detail::<Webinars>)),
        ("/metrics/webinars/{id}/participants", get(participants::<Webinars>)),
        ("/metrics/webinars/{id}/participants/satisfaction", get(satisfaction::<Webinars>)),
        ("/metrics/webinars/{id}/participants/sharing", get(sharing::<Webinars>)),
        ("/videosdk/sessions", get(list::<Sessions>)),
        ("/videosdk/sessions/{id}", get(detail::<Sessions>)),
        ("/videosdk/sessions/{id}/users", get(participants::<Sessions>)),
        ("/videosdk/sessions/{id}/users/sharing", get(sharing::<Sessions>)),
    ]
}

/// The emulated API.
pub(crate) fn router(api: Arc<Api>) -> Router {
    let mut router = Router::new().route("/oauth/token", post(oauth::token));
    for (path, operation) in operations() {
        router = router.route(path, operation.clone()).route(&format!("/v2{path}"), operation);
    }
    router.with_state(api)
}
