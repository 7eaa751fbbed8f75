//! What every request and every answer goes through, whatever it is about.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, HeaderName, PRAGMA, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use super::answer::error;
use crate::wire::ApiError;

/// No URL of these APIs is longer.
const LONGEST_URL: usize = 8 * 1024;

const TRACKING_ID: HeaderName = HeaderName::from_static("x-zm-trackingid");
const NEVER_CACHED: HeaderValue =
    HeaderValue::from_static("no-cache, no-store, must-revalidate, no-transform");

/// Puts all routes into a frame that answers unknown paths and methods, too long URLs and mistakes of our own,
/// and gives every answer the headers that the real service's have. Tracking IDs are drawn from `seed`.
pub(crate) fn frame(routes: Router, seed: u64) -> Router {
    let requests = Arc::new(Requests { seed, count: AtomicU64::new(0) });
    routes
        .fallback(async || ApiError::unknown_endpoint())
        .method_not_allowed_fallback(async |method: Method| ApiError::method_not_allowed(method.as_str()))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(requests, surround))
}

/// Counts requests, so that each answer has a tracking ID of its own.
#[derive(Debug)]
struct Requests {
    seed: u64,
    count: AtomicU64,
}

impl Requests {
    /// `v=2.0;clid=us04;rid=WEB_` and 32 hexadecimal digits.
    fn tracking_id(&self) -> String {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let high = mixed(self.seed ^ mixed(number));
        let low = mixed(high ^ number);
        format!("v=2.0;clid=us04;rid=WEB_{high:016x}{low:016x}")
    }
}

/// The finalizer of `SplitMix64`: no two inputs have the same output.
const fn mixed(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

async fn surround(State(requests): State<Arc<Requests>>, request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |url| url.as_str().len());
    let mut response = if length > LONGEST_URL {
        error(414, "The URL is too long.").into_response()
    } else {
        next.run(request).await
    };
    add_headers(response.headers_mut(), &requests);
    response
}

fn add_headers(headers: &mut HeaderMap, requests: &Requests) {
    if let Ok(tracking_id) = requests.tracking_id().try_into() {
        headers.insert(TRACKING_ID, tracking_id);
    }
    headers.insert(CACHE_CONTROL, NEVER_CACHED);
    headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a request could not be answered. hint: this is a bug, please report what is said above");
    error(500, "Internal error.").into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::routing::post;
    use tower::ServiceExt;

    use super::*;

    async fn ask(method: &str, url: &str) -> (u16, HeaderMap, String) {
        let routes = Router::new()
            .route("/broken", post(async || -> &'static str { panic!("on purpose") }))
            .route("/fine", post(async || "fine"));
        let request = Request::builder().method(method).uri(url).body(Body::empty()).unwrap();
        let response = frame(routes, 1).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1024).await.unwrap();
        (parts.status.as_u16(), parts.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn every_answer_has_the_headers_of_the_service() {
        for (url, status) in [("/fine", 200), ("/unknown", 404), ("/broken", 500)] {
            let (answered, headers, _) = ask("POST", url).await;
            assert_eq!(answered, status);
            let tracking_id = headers["x-zm-trackingid"].to_str().unwrap();
            assert!(tracking_id.starts_with("v=2.0;clid=us04;rid=WEB_"), "{tracking_id}");
            assert_eq!(tracking_id.len(), "v=2.0;clid=us04;rid=WEB_".len() + 32);
            assert_eq!(headers["cache-control"], NEVER_CACHED);
            assert_eq!(headers["pragma"], "no-cache");
            assert_eq!(headers["x-content-type-options"], "nosniff");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_answered_is_said_in_json() {
        let (status, headers, body) = ask("POST", "/unknown").await;
        assert_eq!(
            (status, &headers["content-type"]),
            (404, &"application/json;charset=UTF-8".parse().unwrap())
        );
        assert_eq!(body, r#"{"code":2300,"message":"This API endpoint is not recognized."}"#);

        let (status, headers, body) = ask("GET", "/fine").await;
        assert_eq!((status, &headers["allow"]), (405, &"POST".parse().unwrap()));
        assert_eq!(body, r#"{"code":405,"message":"Request method 'GET' not supported"}"#);

        let (status, _, body) = ask("POST", &format!("/fine?{}", "x".repeat(LONGEST_URL))).await;
        assert_eq!((status, body.as_str()), (414, r#"{"code":414,"message":"The URL is too long."}"#));

        let (status, _, body) = ask("POST", "/broken").await;
        assert_eq!((status, body.as_str()), (500, r#"{"code":500,"message":"Internal error."}"#));
    }

    #[test]
    fn no_two_answers_have_the_same_tracking_id() {
        let requests = Requests { seed: 1, count: AtomicU64::new(0) };
        assert_ne!(requests.tracking_id(), requests.tracking_id());
    }
}
