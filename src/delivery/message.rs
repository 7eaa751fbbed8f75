//! The bytes and headers of one attempt.

use std::borrow::Cow;

use super::attempt::{Fingerprint, RequestId};
use super::sign::Signer;
use crate::time::Moment;

/// Name and value of a header. The names of all but the receiver's own one are in lower case.
pub type Header = (Cow<'static, str>, String);

/// What is sent in one attempt, in the form of the service's documentation of webhooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Names and values of all headers but those that belong to the connection.
    pub headers: Vec<Header>,
    /// The very bytes that the signature covers.
    pub body: Vec<u8>,
}

/// What tells one message from another to those who trace it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// `x-zm-request-id`
    pub request_id: RequestId,
    /// `traceparent`
    pub traceparent: String,
    /// `x-zm-trackingid`
    pub tracking_id: String,
}

impl Trace {
    /// Of the attempt `number` (0 is the first) of what has this fingerprint.
    pub fn new(fingerprint: &Fingerprint, number: u32) -> Self {
        Self {
            request_id: fingerprint.request_id(),
            traceparent: fingerprint.traceparent(number),
            tracking_id: fingerprint.tracking_id(number),
        }
    }
}

impl Message {
    /// A message that is made and signed at `at` of the emulator's clock on behalf of the app `client_id`.
    pub fn new(trace: Trace, at: Moment, body: Vec<u8>, signer: &Signer, client_id: &str) -> Self {
        let timestamp = at.seconds().to_string();
        let signature = signer.signature(&timestamp, &body);
        let headers = [
            ("user-agent", "Zoom Marketplace/1.0a".to_owned()),
            ("content-type", "application/json; charset=utf-8".to_owned()),
            ("clientid", client_id.to_owned()),
            ("traceparent", trace.traceparent),
            ("x-zm-request-id", trace.request_id.to_string()),
            ("x-zm-request-timestamp", timestamp),
            ("x-zm-signature", signature),
            ("x-zm-trackingid", trace.tracking_id),
        ];
        Self { headers: headers.map(|(name, value)| (Cow::Borrowed(name), value)).into(), body }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::{Delivery, SubscriptionId};
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
        let trace = Trace::new(delivery.fingerprint(), 0);
        let message = Message::new(trace, now, b"{}".to_vec(), &signer, "an-app");
        let mut names: Vec<&str> = message.headers.iter().map(|(name, _)| name.as_ref()).collect();
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
        for header in [
            ("clientid", "an-app".to_owned()),
            ("x-zm-request-timestamp", "1772442000".to_owned()),
            ("x-zm-signature", signer.signature("1772442000", b"{}")),
        ] {
            let header = (Cow::Borrowed(header.0), header.1);
            assert!(message.headers.contains(&header), "{header:?} is not in {message:?}");
        }
    }
}
