//! One event on its way to one subscription, and each try to hand it over.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::time::Duration;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use super::outcome::Outcome;
use super::subscription::SubscriptionId;
use crate::time::Moment;
use crate::world::Event;

/// One event on its way to one subscription, the same over all its attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// To whom.
    pub subscription: SubscriptionId,
    /// What happened.
    pub event: Event,
    fingerprint: Fingerprint,
}

/// What the identifiers of a message are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

/// The value of `x-zm-request-id`: a UUID with underscores, `e8ca3e3c_0196_4dc8_9f9e_81217d9000e6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestId([u8; 16]);

/// One try to hand an event over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What was to be handed over, and to whom.
    pub delivery: Delivery,
    /// 0 for the first, 1 to 3 for the retries.
    pub number: u32,
    /// When it began, on the emulator's clock.
    pub at: Moment,
    /// How long it took, in real time.
    pub took: Duration,
    /// What came of it.
    pub outcome: Outcome,
}

impl Delivery {
    /// The delivery of `event`, which happened in the world of `seed`, to `subscription`.
    pub fn new(seed: u64, subscription: SubscriptionId, event: Event) -> Self {
        let fingerprint = Fingerprint::of(&(seed, subscription, event.at, event.subject));
        Self { subscription, event, fingerprint }
    }

    /// What its identifiers are drawn from.
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// What receivers can tell duplicates by: the same over retries, another for each subscription.
    pub fn request_id(&self) -> RequestId {
        self.fingerprint.request_id()
    }
}

impl Fingerprint {
    /// Of a value, the same on every machine.
    pub(super) fn of(value: &impl Hash) -> Self {
        Self(fingerprint(value))
    }

    /// The same for all attempts.
    pub(super) fn request_id(&self) -> RequestId {
        RequestId(half(&self.0, 0))
    }

    /// `traceparent` of W3C Trace Context: one trace for the delivery, one span for each attempt.
    pub(super) fn traceparent(&self, attempt: u32) -> String {
        let trace: [u8; 16] = half(&self.0, 1);
        let span = fingerprint(&(self.0, attempt));
        format!("00-{}-{}-01", HEXLOWER.encode(&trace), HEXLOWER.encode(&span[..8]))
    }

    /// `x-zm-trackingid`, another for each attempt: `v=2.0;clid=us04;rid=WEB_` and 32 hexadecimal digits.
    pub(super) fn tracking_id(&self, attempt: u32) -> String {
        let id = fingerprint(&(self.0, attempt));
        let id: [u8; 16] = half(&id, 1);
        format!("v=2.0;clid=us04;rid=WEB_{}", HEXLOWER.encode(&id))
    }

    /// A `plainToken`, or the service's ID of something: 22 characters of URL-safe base64.
    pub fn plain_token(&self) -> String {
        let token: [u8; 16] = half(&fingerprint(&(self.0, "plainToken")), 0);
        BASE64URL_NOPAD.encode(&token)
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.0;
        // Version and variant of a random UUID, as the service's are.
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let [a, b, c, d, e] = [&bytes[..4], &bytes[4..6], &bytes[6..8], &bytes[8..10], &bytes[10..]]
            .map(|part| HEXLOWER.encode(part));
        write!(f, "{a}_{b}_{c}_{d}_{e}")
    }
}

fn half(of: &[u8; 32], which: usize) -> [u8; 16] {
    std::array::from_fn(|index| of[16 * which + index])
}

/// SHA-256 of a value, the same on every machine.
fn fingerprint(value: &impl Hash) -> [u8; 32] {
    struct Sink(Sha256);
    impl Hasher for Sink {
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }
        fn write_u32(&mut self, number: u32) {
            self.write(&number.to_le_bytes());
        }
        fn write_u64(&mut self, number: u64) {
            self.write(&number.to_le_bytes());
        }
        fn write_i64(&mut self, number: i64) {
            self.write(&number.to_le_bytes());
        }
        fn write_usize(&mut self, number: usize) {
            self.write_u64(number as u64);
        }
        fn write_isize(&mut self, number: isize) {
            self.write_i64(number as i64);
        }
        fn finish(&self) -> u64 {
            0
        }
    }
    let mut sink = Sink(Sha256::new());
    value.hash(&mut sink);
    sink.0.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{CallRef, Subject};

    fn delivery(seed: u64, subscription: u32, call: u32, at: i64) -> Delivery {
        let subject = Subject::CallQosSummary { call: CallRef::Named { call } };
        Delivery::new(seed, SubscriptionId(subscription), Event { at: Moment::from_seconds(at), subject })
    }

    #[test]
    fn a_request_id_is_a_uuid_with_underscores() {
        let id = delivery(7, 0, 0, 9).request_id().to_string();
        let parts: Vec<&str> = id.split('_').collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(parts[2].starts_with('4') && "89ab".contains(&parts[3][..1]), "{id}");
    }

    #[test]
    fn it_depends_on_the_event_the_subscription_and_the_seed_and_on_nothing_else() {
        let one = delivery(7, 0, 0, 9);
        assert_eq!(one.request_id(), delivery(7, 0, 0, 9).request_id());
        for other in [delivery(8, 0, 0, 9), delivery(7, 1, 0, 9), delivery(7, 0, 1, 9), delivery(7, 0, 0, 10)]
        {
            assert_ne!(one.request_id(), other.request_id());
        }
    }

    #[test]
    fn attempts_share_the_trace_and_nothing_else() {
        let one = delivery(7, 0, 0, 9);
        let one = one.fingerprint();
        let (first, second) = (one.traceparent(0), one.traceparent(1));
        assert_eq!(first.len(), 55);
        assert_eq!(first[..36], second[..36]);
        assert_ne!(first, second);
        assert_ne!(one.tracking_id(0), one.tracking_id(1));
    }
}
