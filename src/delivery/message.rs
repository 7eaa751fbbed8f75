//! The bytes and headers of one attempt.

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::attempt::Delivery;
use super::sign::Signer;
use crate::time::Moment;

/// What is sent in one attempt, in the form of the service's documentation of webhooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// All but those that belong to the connection.
    pub headers: HeaderMap,
    /// The very bytes that the signature covers.
    pub body: Vec<u8>,
}

impl Message {
    /// The message of the attempt `number` (0 is the first), made and signed at `at` of the emulator's clock
    /// on behalf of the app `client_id`.
    pub fn new(
        delivery: &Delivery,
        number: u32,
        at: Moment,
        body: Vec<u8>,
        signer: &Signer,
        client_id: &str,
    ) -> Self {
        let timestamp = at.seconds().to_string();
        let signature = signer.signature(&timestamp, &body);
        let headers = [
            (USER_AGENT, HeaderValue::from_static("Zoom Marketplace/1.0a")),
            (CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
            (HeaderName::from_static("clientid"), value(client_id)),
            (HeaderName::from_static("traceparent"), value(&delivery.traceparent(number))),
            (HeaderName::from_static("x-zm-request-id"), value(&delivery.request_id().to_string())),
            (HeaderName::from_static("x-zm-request-timestamp"), value(&timestamp)),
            (HeaderName::from_static("x-zm-signature"), value(&signature)),
            (HeaderName::from_static("x-zm-trackingid"), value(&delivery.tracking_id(number))),
        ];
        Self { headers: HeaderMap::from_iter(headers), body }
    }
}

/// Only a client ID of a scenario could hold what no header may: control characters. It is then left empty.
fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::SubscriptionId;
    use crate::world::{CallRef, Event, Subject};

    #[test]
    fn it_has_the_documented_headers_and_no_other() {
        let event = Event {
            at: Moment::from_seconds(9),
            subject: Subject::CallQosSummary { call: CallRef::Named { call: 0 } },
        };
        let delivery = Delivery::new(7, SubscriptionId(0), event);
        let signer = Signer::new("s3cret");
        let now = Moment::from_millis(1_772_442_000_999);
        let message = Message::new(&delivery, 0, now, b"{}".to_vec(), &signer, "an-app");
        let mut names: Vec<&str> = message.headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "clientid",
                "content-type",
                "traceparent",
                "user-agent",
                "x-zm-request-id",
                "x-zm-request-timestamp",
                "x-zm-signature",
                "x-zm-trackingid",
            ]
        );
        assert_eq!(message.headers["x-zm-request-timestamp"], "1772442000");
        assert_eq!(message.headers["x-zm-signature"], signer.signature("1772442000", b"{}"));
        assert_eq!(message.headers["clientid"], "an-app");
    }
}
