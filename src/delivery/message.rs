//! The bytes and headers of one attempt.

use super::attempt::Delivery;
use super::sign::Signer;
use crate::time::Moment;

/// What is sent in one attempt, in the form of the service's documentation of webhooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Names and values of all headers but those that belong to the connection.
    pub headers: Vec<(&'static str, String)>,
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
        let headers = vec![
            ("user-agent", "Zoom Marketplace/1.0a".to_owned()),
            ("content-type", "application/json; charset=utf-8".to_owned()),
            ("clientid", client_id.to_owned()),
            ("traceparent", delivery.traceparent(number)),
            ("x-zm-request-id", delivery.request_id().to_string()),
            ("x-zm-request-timestamp", timestamp),
            ("x-zm-signature", signature),
            ("x-zm-trackingid", delivery.tracking_id(number)),
        ];
        Self { headers, body }
    }
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
        let mut names: Vec<&str> = message.headers.iter().map(|(name, _)| *name).collect();
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
            assert!(message.headers.contains(&header), "{header:?} is not in {message:?}");
        }
    }
}
