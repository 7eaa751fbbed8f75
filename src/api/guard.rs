//! What stands before every operation: token, scopes, rate limit, and what the account pays for, in this order.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, RETRY_AFTER};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Api;
use super::auth::{Access, AuthMode, Caller};
use super::marketplace::Asking;
use super::operations::{Endpoint, Product};
use crate::fault::rate_limit::{Decision, Label};
use crate::http::ErrorCode;
use crate::scenario::plan::{AccountPlan, EventKind, StatusOfCode300};
use crate::wire::{self, ApiError};

const CATEGORY: HeaderName = HeaderName::from_static("x-ratelimit-category");
const TYPE: HeaderName = HeaderName::from_static("x-ratelimit-type");
const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");

/// Stands before the operations at one path.
#[derive(Debug)]
pub(super) struct Guard {
    pub(super) api: Arc<Api>,
    /// One for each method.
    pub(super) endpoints: Vec<&'static Endpoint>,
    /// Whether the path is that of a sub-account.
    pub(super) of_sub_account: bool,
}

/// Lets a request pass, or answers it.
pub(super) async fn guard(State(guard): State<Arc<Guard>>, mut request: Request, next: Next) -> Response {
    let endpoint = guard.endpoint(request.method());
    let asking = match guard.authorise(request.headers(), endpoint) {
        Ok(asking) => asking,
        Err(refusal) => return refusal.into_response(),
    };
    let mut limits = HeaderMap::new();
    if let Err(refusal) = guard.limit(endpoint, &mut limits) {
        return (limits, refusal).into_response();
    }
    let mut response = match guard.check_account(endpoint) {
        Ok(()) => {
            request.extensions_mut().insert(Access);
            request.extensions_mut().insert(asking);
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    };
    response.headers_mut().extend(limits);
    guard.settle(response).await
}

impl Guard {
    fn endpoint(&self, method: &Method) -> Option<&'static Endpoint> {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        self.endpoints.iter().find(|endpoint| endpoint.method == method).copied()
    }

    fn authorise(&self, headers: &HeaderMap, endpoint: Option<&Endpoint>) -> Result<Asking, ApiError> {
        if self.api.auth == AuthMode::Any {
            return Ok(Asking::default());
        }
        let caller = self.api.gatekeeper.identify(headers, endpoint, self.api.clock.now())?;
        if let Some(endpoint) = endpoint {
            self.api.gatekeeper.check_scopes(caller, endpoint, self.of_sub_account)?;
        }
        Ok(match caller {
            Caller::App(app) => Asking(app),
            Caller::SdkKey => Asking::default(),
        })
    }

    /// Counts the request. The headers tell what is left, or why it is refused.
    fn limit(&self, endpoint: Option<&Endpoint>, headers: &mut HeaderMap) -> Result<(), ApiError> {
        let (Some(limits), Some(endpoint)) = (&self.api.limits, endpoint) else { return Ok(()) };
        let Some(label) = endpoint.label else { return Ok(()) };
        let decision = limits.ask(endpoint.family(), label, self.api.clock.now());
        write_headers(headers, label, decision);
        match decision {
            Decision::Passed { .. } => Ok(()),
            Decision::WindowIsFull => Err(ApiError::too_many_a_second()),
            Decision::DayIsFull { .. } => Err(ApiError::too_many_a_day()),
        }
    }

    /// What the account pays for and has switched on.
    fn check_account(&self, endpoint: Option<&Endpoint>) -> Result<(), ApiError> {
        let Some(endpoint) = endpoint else { return Ok(()) };
        let plan = self.api.world.plan();
        let account = &plan.account;
        if endpoint.is_of_video_sdk() {
            if !account.video_sdk {
                return Err(ApiError::no_video_sdk());
            }
        } else if matches!(endpoint.product, Product::Dashboards | Product::Qss) {
            let has_dashboards = matches!(account.plan, AccountPlan::Business | AccountPlan::Enterprise);
            if !has_dashboards || !account.dashboard {
                return Err(ApiError::no_dashboard());
            }
        }
        if endpoint.is_summary() && plan.api.summary_requires_subscription {
            let event = summary_event(endpoint);
            if !self.api.players.iter().any(|player| player.subscription().filter().wants(event)) {
                return Err(ApiError::not_subscribed());
            }
        }
        Ok(())
    }

    /// Shows an answer as this account is shown it.
    async fn settle(&self, mut response: Response) -> Response {
        let plan = self.api.world.plan();
        if plan.api.status_of_code_300 == StatusOfCode300::MultipleChoices
            && response.extensions().get() == Some(&ErrorCode(300))
        {
            *response.status_mut() = StatusCode::MULTIPLE_CHOICES;
        }
        if !plan.account.hipaa || response.status() != StatusCode::OK {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        // It is a body of ours, which is in memory already.
        let shown = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let body = wire::without_personal_data(&shown);
        parts.headers.remove(CONTENT_LENGTH);
        Response::from_parts(parts, Body::from(body))
    }
}

/// The event that tells what a summary tells.
fn summary_event(endpoint: &Endpoint) -> EventKind {
    if endpoint.is_of_video_sdk() {
        EventKind::SessionUserQosSummary
    } else if endpoint.path.starts_with("/metrics/webinars/") {
        EventKind::WebinarParticipantQosSummary
    } else {
        EventKind::MeetingParticipantQosSummary
    }
}

fn write_headers(headers: &mut HeaderMap, label: Label, decision: Decision) {
    headers.insert(CATEGORY, HeaderValue::from_static(label.category()));
    match decision {
        Decision::Passed { limit, remaining } => {
            headers.insert(LIMIT, limit.into());
            headers.insert(REMAINING, remaining.into());
        }
        Decision::WindowIsFull => {
            headers.insert(TYPE, HeaderValue::from_static("QPS"));
        }
        Decision::DayIsFull { limit, again } => {
            headers.insert(TYPE, HeaderValue::from_static("Daily-limit"));
            headers.insert(LIMIT, limit.into());
            headers.insert(REMAINING, 0.into());
            if let Ok(again) = again.to_string().try_into() {
                headers.insert(RETRY_AFTER, again);
            }
        }
    }
}
