//! Who receives events, as it is written.

use super::decode::{Located, OneOrMany, Scalar, Unreadable, mapping};
use super::events::EventPattern;
use super::identity::{Token, WebAddress};
use super::words::OnOff;
use crate::scenario::webhooks::{MOST_IN_FLIGHT, is_reserved_header};

mapping! {
    /// A receiver of events. An app can have 20.
    Webhook("a webhook") {
        /// What logs and the control API call it; `webhook-1` and so on if absent.
        name: optional String,
        /// Where to post events.
        url: required WebAddress,
        /// The app's secret token, key of the signatures.
        secret: required Token,
        /// Which events, `*` stands for any part of a name: `meeting.*`, `phone.call_qos`. All if absent.
        events: optional OneOrMany<EventPattern>,
        /// Whether its URL is validated before the first event and every 72 hours, as on the real service; `off` if
        /// absent.
        validate: optional OnOff,
        /// The header that the receiver asks for besides the signature; none if absent.
        authorization: optional Authorization,
        /// How many deliveries may be under way at a time, 1 to 256; 32 if absent.
        in_flight: optional InFlight,
        /// `client_id` of the app that it belongs to; the first app if absent.
        app: optional String,
    }
}

mapping! {
    /// The header that a receiver asks for besides the signature: one of these.
    Authorization("an authorization") {
        /// HTTP Basic.
        basic: optional Basic,
        /// A bearer token that is fetched from the receiver's own token URL.
        bearer: optional Bearer,
        /// A header that never changes.
        header: optional Header,
    }
}

mapping! {
    /// HTTP Basic.
    Basic("`basic`") {
        /// The user's name.
        user: required String,
        /// The password.
        password: required String,
    }
}

mapping! {
    /// A bearer token that is fetched from the receiver's own token URL by `client_credentials`.
    Bearer("`bearer`") {
        /// Where tokens come from.
        token_url: required Located<WebAddress>,
        /// Who asks for them.
        client_id: required String,
        /// Its secret.
        client_secret: required String,
    }
}

mapping! {
    /// A header that never changes.
    Header("`header`") {
        /// Letters, digits and `-`; none that the service sets itself.
        name: required HeaderName,
        /// Its value.
        value: required String,
    }
}

/// How many deliveries may be under way at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct InFlight(pub(in crate::scenario) u16);

impl Scalar for InFlight {
    const WHAT: &'static str = "a number from 1 to 256";
    const EXAMPLES: &'static [&'static str] = &["32", "1"];
    const TYPES: &'static [&'static str] = &["integer"];
    const PATTERN: &'static str = r"^\d+$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        match text.parse() {
            Ok(number @ 1..=MOST_IN_FLIGHT) => Ok(Self(number)),
            _ => Err(Unreadable::Form),
        }
    }
}

/// The name of a header that a receiver can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct HeaderName(pub(in crate::scenario) String);

impl Scalar for HeaderName {
    const WHAT: &'static str = "a header's name (letters, digits and `-`)";
    const EXAMPLES: &'static [&'static str] = &["x-api-key"];
    const PATTERN: &'static str = r"^[A-Za-z0-9-]+$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        let text = String::read(text)?;
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Err(Unreadable::Form);
        }
        if is_reserved_header(&text) {
            let message = format!("the header `{text}` belongs to the service");
            return Err(Unreadable::Value(message, Some("choose another one, like `x-api-key`".to_owned())));
        }
        Ok(Self(text))
    }
}
