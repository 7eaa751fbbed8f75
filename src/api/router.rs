//! Every route of the emulated API.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, any, get, patch};

use super::details::detail;
use super::gatherings::{participant_qos, participants_qos, participants_qos_summary};
use super::guard::{self, Guard};
use super::lists::list;
use super::meetings::Meetings;
use super::operations::Endpoint;
use super::participants::participants;
use super::satisfaction::satisfaction;
use super::sessions::Sessions;
use super::sharing::sharing;
use super::webinars::Webinars;
use super::{Api, account, calls, marketplace, oauth, rooms};
use crate::wire::ApiError;

/// Operations of the API, each to be found under `/v2` and without.
fn operations() -> [(&'static str, MethodRouter<Arc<Api>>); 42] {
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
        ("/metrics/chat", get(account::chat)),
        ("/metrics/client/feedback", get(account::client_feedback)),
        ("/metrics/client/feedback/{id}", get(account::client_feedback_detail)),
        ("/metrics/client/satisfaction", get(account::client_satisfaction)),
        ("/metrics/client_versions", get(account::client_versions)),
        ("/metrics/crc", get(account::ports)),
        ("/metrics/quality", get(account::quality)),
        ("/metrics/zoomrooms", get(rooms::rooms)),
        ("/metrics/zoomrooms/issues", get(rooms::top_issues)),
        ("/metrics/zoomrooms/{id}", get(rooms::room)),
        ("/metrics/issues/zoomrooms", get(rooms::top_rooms)),
        ("/metrics/issues/zoomrooms/{id}", get(rooms::room_issues)),
        (
            "/marketplace/app/event_subscription",
            get(marketplace::list).post(marketplace::create).delete(marketplace::unsubscribe),
        ),
        ("/marketplace/app/event_subscription/{id}", patch(marketplace::change).delete(marketplace::remove)),
        ("/marketplace/apps/{id}/webhook_logs", get(marketplace::webhook_logs)),
    ]
}

/// The emulated API: that of the account, and those of the accounts that it is the master of.
pub(crate) fn router(api: Arc<Api>, sub_accounts: Vec<Arc<Api>>) -> Router {
    let mut router = oauth::router(api.clone()).merge(routes(&api, None));
    if !sub_accounts.is_empty() {
        let accounts = std::iter::once(&api).chain(&sub_accounts);
        for account in accounts.filter(|api| is_plain(api.account_id())) {
            router = router.merge(routes(account, Some(account.account_id())));
        }
    }
    let unknown = Arc::new(UnknownAccount { api, sub_accounts });
    for path in ["/accounts/{account}/{*path}", "/v2/accounts/{account}/{*path}"] {
        router = router.route(path, any(unknown_account).with_state(unknown.clone()));
    }
    router
}

/// The operations of an account; as a master account's sub-account if it is named in the path.
fn routes(api: &Arc<Api>, sub_account: Option<&str>) -> Router {
    let prefix = sub_account.map_or_else(String::new, |id| format!("/accounts/{id}"));
    let mut router = Router::new();
    for (path, handlers) in operations() {
        let endpoints = Endpoint::at(path).collect();
        let guard = Guard { api: api.clone(), endpoints, of_sub_account: sub_account.is_some() };
        let handlers = handlers.route_layer(from_fn_with_state(Arc::new(guard), guard::guard));
        router = router
            .route(&format!("{prefix}{path}"), handlers.clone())
            .route(&format!("/v2{prefix}{path}"), handlers);
    }
    router.with_state(api.clone())
}

/// Whether an ID can stand in a path as it is.
fn is_plain(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// What is left of `/accounts/…` when every known path is taken.
#[derive(Debug)]
struct UnknownAccount {
    api: Arc<Api>,
    sub_accounts: Vec<Arc<Api>>,
}

async fn unknown_account(
    State(unknown): State<Arc<UnknownAccount>>,
    Path((account, _)): Path<(String, String)>,
) -> ApiError {
    let is_known = |api: &Arc<Api>| api.account_id() == account;
    if unknown.sub_accounts.iter().chain([&unknown.api]).any(is_known) {
        return ApiError::unknown_endpoint();
    }
    ApiError::unknown_account(&account)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// A path without the names of its parameters.
    fn shape(path: &str) -> String {
        let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
        segments.collect::<Vec<_>>().join("/")
    }

    /// The document is of what the emulator tells; how its webhooks are managed is not in it.
    #[test]
    fn the_document_describes_every_route_and_no_other() {
        let document: serde_json::Value = serde_json::from_str(crate::openapi::REST).unwrap();
        let paths = document["paths"].as_object().unwrap().iter();
        let described: BTreeSet<_> = paths
            .filter_map(|(path, methods)| Some((path.strip_prefix("/v2")?, methods)))
            .flat_map(|(path, methods)| {
                methods.as_object().unwrap().keys().map(move |method| (shape(path), method.to_uppercase()))
            })
            .collect();
        let routed: BTreeSet<_> = operations()
            .iter()
            .filter(|(path, _)| !path.starts_with("/marketplace/"))
            .flat_map(|(path, _)| Endpoint::at(path))
            .map(|endpoint| (shape(endpoint.path), endpoint.method.to_string()))
            .collect();
        assert_eq!(described, routed);
    }

    #[test]
    fn every_route_is_an_operation_of_the_api_reference() {
        for (path, _) in operations() {
            assert!(Endpoint::at(path).next().is_some(), "{path} is missing in `operations.rs`");
        }
    }
}
