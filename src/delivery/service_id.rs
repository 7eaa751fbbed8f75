//! What the service's own API calls a subscription.

use super::attempt::Fingerprint;
use super::subscription::SubscriptionId;

impl SubscriptionId {
    /// `event_subscription_id`, 22 characters of URL-safe base64 as on the real service, in the world of `seed`.
    pub fn service_id(self, seed: u64) -> String {
        Fingerprint::of(&(seed, "event subscription", self)).plain_token()
    }
}
