//! Who receives events, and how.

use super::events::EventKind;

/// How many deliveries to a webhook are under way at a time, if nobody says otherwise.
pub const DEFAULT_IN_FLIGHT: u16 = 32;

/// The most that may be.
pub const MOST_IN_FLIGHT: u16 = 256;

/// An app can have so many webhooks, as on the real service.
pub const WEBHOOKS_PER_APP: usize = 20;

/// Headers that the service or the connection sets itself.
const RESERVED: [&str; 13] = [
    "clientid",
    "connection",
    "content-length",
    "content-type",
    "host",
    "te",
    "traceparent",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "expect",
    "accept",
];

/// Whether a header of this name is set by the service or the connection, so that no receiver can ask for
/// another value of it.
///
/// ```
/// use zoom_qos_emulator::scenario::plan::is_reserved_header;
///
/// assert!(is_reserved_header("X-Zm-Signature") && !is_reserved_header("x-api-key"));
/// ```
pub fn is_reserved_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("x-zm-") || RESERVED.contains(&name.as_str())
}

/// A receiver of events.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// What people call it, unlike any other of the plan.
    pub name: String,
    /// Where to post, `http` or `https`.
    pub url: String,
    /// The app's secret token, key of the signatures.
    pub secret: String,
    /// Which events it wants, in the order of [`EventKind::ALL`], each once.
    pub events: Vec<EventKind>,
    /// Whether its URL is validated: before the first event and every 72 hours.
    pub validate: bool,
    /// The header that the receiver asks for besides the signature.
    pub authorization: Option<WebhookAuthorization>,
    /// How many deliveries are under way at a time, 1 to [`MOST_IN_FLIGHT`].
    pub in_flight: u16,
    /// Whose it is, an index of [`Plan::apps`](super::plan::Plan::apps).
    pub app: usize,
}

impl Webhook {
    /// A webhook for `events` of the first app, as it is where a scenario says no more.
    pub fn new(
        name: impl Into<String>,
        url: impl Into<String>,
        secret: impl Into<String>,
        events: Vec<EventKind>,
    ) -> Self {
        Self {
            name: name.into(),
            url: url.into(),
            secret: secret.into(),
            events,
            validate: false,
            authorization: None,
            in_flight: DEFAULT_IN_FLIGHT,
            app: 0,
        }
    }
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook")
            .field("name", &self.name)
            .field("events", &self.events)
            .field("validate", &self.validate)
            .field("in_flight", &self.in_flight)
            .field("app", &self.app)
            .finish_non_exhaustive()
    }
}

/// The header that a receiver asks for besides the signature.
#[derive(Clone, PartialEq, Eq)]
pub enum WebhookAuthorization {
    /// HTTP Basic.
    Basic {
        /// The user's name.
        user: String,
        /// The password.
        password: String,
    },
    /// A bearer token that is fetched from the receiver's own token URL by `client_credentials`.
    Bearer {
        /// `http` or `https`.
        token_url: String,
        /// Who asks.
        client_id: String,
        /// Its secret.
        client_secret: String,
    },
    /// A header that never changes.
    Header {
        /// Letters, digits and `-`, and not [reserved](is_reserved_header).
        name: String,
        /// Its value.
        value: String,
    },
}

impl std::fmt::Debug for WebhookAuthorization {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Basic { .. } => "Basic(…)",
            Self::Bearer { .. } => "Bearer(…)",
            Self::Header { .. } => "Header(…)",
        })
    }
}
