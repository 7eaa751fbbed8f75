//! Who receives events, and which.

use std::fmt;

use url::Url;

use super::authorization::{Authorization, AuthorizationError};
use super::sign::Signer;
use crate::scenario::plan::{DEFAULT_IN_FLIGHT, EventKind, MOST_IN_FLIGHT, Webhook};

/// A number that stands for a subscription within one emulator, in the order in which they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubscriptionId(pub u32);

/// A receiver of events. Neither its secret nor secrets in its URL are ever shown.
#[derive(Clone)]
pub struct Subscription {
    id: SubscriptionId,
    name: String,
    app: usize,
    url: Url,
    signer: Signer,
    filter: EventFilter,
    authorization: Authorization,
    is_validated: bool,
    in_flight: u16,
    scope: Scope,
}

/// Whose events a subscription is meant for, as the service's API has it. Here each gets those of the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Scope {
    User,
    #[default]
    Account,
    MasterAccount,
}

/// Why a subscription cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the texts say it")]
pub enum SubscriptionError {
    #[error("the webhook `{name}` has no valid URL ({cause}); write it like `http://127.0.0.1:3000/webhook`")]
    NoUrl { name: String, cause: String },
    #[error(
        "the webhook `{name}` has a URL that begins with `{scheme}:`; only `http:` and `https:` can be posted to"
    )]
    WrongScheme { name: String, scheme: String },
    #[error("the webhook `{name}` cannot be authorised: {cause}")]
    Authorization { name: String, cause: AuthorizationError },
}

impl Subscription {
    /// A subscription to the events of `filter`, signed with `secret`.
    ///
    /// # Errors
    ///
    /// When `url` is not one of `http` or `https` with a host.
    pub fn new(
        id: SubscriptionId,
        name: impl Into<String>,
        url: &str,
        secret: &str,
        filter: EventFilter,
    ) -> Result<Self, SubscriptionError> {
        let name = name.into();
        Ok(Self {
            id,
            url: receiver(&name, url)?,
            name,
            app: 0,
            signer: Signer::new(secret),
            filter,
            authorization: Authorization::None,
            is_validated: false,
            in_flight: DEFAULT_IN_FLIGHT,
            scope: Scope::default(),
        })
    }

    /// The same under another name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// The same at another URL.
    ///
    /// # Errors
    ///
    /// As [`Subscription::new`].
    pub fn with_url(self, url: &str) -> Result<Self, SubscriptionError> {
        Ok(Self { url: receiver(&self.name, url)?, ..self })
    }

    /// The same, signed with another secret.
    #[must_use]
    pub fn with_secret(self, secret: &str) -> Self {
        Self { signer: Signer::new(secret), ..self }
    }

    /// The same for other events.
    #[must_use]
    pub fn with_filter(self, filter: EventFilter) -> Self {
        Self { filter, ..self }
    }

    /// The same for another of the plan's apps; the first one is the default.
    #[must_use]
    pub fn of_app(self, app: usize) -> Self {
        Self { app, ..self }
    }

    /// The same with a header of the receiver's own.
    #[must_use]
    pub fn with_authorization(self, authorization: Authorization) -> Self {
        Self { authorization, ..self }
    }

    /// The same with or without validation of its URL: before the first event, and every 72 hours. Without is
    /// the default, for quick starts.
    #[must_use]
    pub fn with_validation(self, is_validated: bool) -> Self {
        Self { is_validated, ..self }
    }

    /// The same with so many deliveries under way at a time, 1 to [`MOST_IN_FLIGHT`]; 32 is the default.
    #[must_use]
    pub fn with_in_flight(self, in_flight: u16) -> Self {
        Self { in_flight: in_flight.clamp(1, MOST_IN_FLIGHT), ..self }
    }

    /// The same with another scope; the account is the default.
    #[must_use]
    pub fn with_scope(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// The same under another number.
    #[must_use]
    pub fn numbered(self, id: SubscriptionId) -> Self {
        Self { id, ..self }
    }

    /// The subscription of a scenario's webhook, the `index`-th from 0.
    ///
    /// # Errors
    ///
    /// As [`Subscription::new`], and where the receiver's header cannot be.
    pub fn from_plan(index: u32, webhook: &Webhook) -> Result<Self, SubscriptionError> {
        let name = &webhook.name;
        let filter = webhook.events.iter().copied().collect();
        let authorization = match &webhook.authorization {
            None => Authorization::None,
            Some(plan) => Authorization::from_plan(plan)
                .map_err(|cause| SubscriptionError::Authorization { name: name.clone(), cause })?,
        };
        let subscription = Self::new(SubscriptionId(index), name, &webhook.url, &webhook.secret, filter)?;
        Ok(subscription
            .of_app(webhook.app)
            .with_authorization(authorization)
            .with_validation(webhook.validate)
            .with_in_flight(webhook.in_flight))
    }

    /// Its number.
    pub fn id(&self) -> SubscriptionId {
        self.id
    }

    /// Its name, for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whose it is: an index of [`Plan::apps`](crate::scenario::plan::Plan::apps).
    pub fn app(&self) -> usize {
        self.app
    }

    /// The header that the receiver asks for.
    pub fn authorization(&self) -> &Authorization {
        &self.authorization
    }

    /// Whether its URL must be validated.
    pub fn is_validated(&self) -> bool {
        self.is_validated
    }

    /// Whose events it is meant for.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// How many deliveries to it are under way at a time.
    pub fn in_flight(&self) -> u16 {
        self.in_flight
    }

    /// Whether a validation of one says something about the other: same URL, same secret.
    pub(super) fn validates_as(&self, other: &Self) -> bool {
        let secret = |one: &Self| one.signer.encrypted_token("");
        self.url == other.url && self.is_validated == other.is_validated && secret(self) == secret(other)
    }

    /// Where to post. It may hold credentials: to show it use [`Subscription::target`].
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Which events it wants.
    pub fn filter(&self) -> EventFilter {
        self.filter
    }

    /// Signs what is sent to it.
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Where it posts to, without user, password, query and fragment: `http://127.0.0.1:3000/webhook`.
    pub fn target(&self) -> String {
        let mut url = self.url.clone();
        url.set_query(None);
        url.set_fragment(None);
        // They fail only where there is no host, and so nothing to hide.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.into()
    }
}

/// A URL that can be posted to.
fn receiver(name: &str, url: &str) -> Result<Url, SubscriptionError> {
    let name = name.to_owned();
    match Url::parse(url) {
        Err(error) => Err(SubscriptionError::NoUrl { name, cause: error.to_string() }),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            Err(SubscriptionError::WrongScheme { name, scheme: url.scheme().to_owned() })
        }
        Ok(url) => Ok(url),
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("target", &self.target())
            .field("filter", &self.filter)
            .field("authorization", &self.authorization)
            .field("is_validated", &self.is_validated)
            .finish_non_exhaustive()
    }
}

/// A set of kinds of events.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventFilter(u32);

impl EventFilter {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// Every kind.
    pub fn all() -> Self {
        EventKind::ALL.into_iter().collect()
    }

    /// Whether it lets `kind` through.
    pub const fn wants(self, kind: EventKind) -> bool {
        self.0 & Self::bit(kind) != 0
    }

    /// Whether it lets nothing through.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds that it lets through, in the order of [`EventKind::ALL`].
    pub fn kinds(self) -> impl Iterator<Item = EventKind> {
        EventKind::ALL.into_iter().filter(move |&kind| self.wants(kind))
    }

    const fn bit(kind: EventKind) -> u32 {
        1 << kind as u32
    }
}

impl FromIterator<EventKind> for EventFilter {
    fn from_iter<I: IntoIterator<Item = EventKind>>(kinds: I) -> Self {
        Self(kinds.into_iter().fold(0, |bits, kind| bits | Self::bit(kind)))
    }
}

impl fmt::Debug for EventFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.kinds().map(EventKind::name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subscription(url: &str) -> Result<Subscription, SubscriptionError> {
        Subscription::new(SubscriptionId(0), "webhook-1", url, "s3cret", EventFilter::all())
    }

    #[test]
    fn no_secret_is_shown() {
        let subscription = subscription("https://ada:pass@example.com/hook?token=abc#part").unwrap();
        assert_eq!(subscription.target(), "https://example.com/hook");
        let debug = format!("{subscription:?}");
        for secret in ["s3cret", "pass", "abc"] {
            assert!(!debug.contains(secret), "{debug}");
        }
    }

    #[test]
    fn only_http_can_be_posted_to() {
        let error = subscription("ftp://example.com/").unwrap_err();
        assert!(error.to_string().contains("begins with `ftp:`"), "{error}");
        let error = subscription("example").unwrap_err();
        assert!(error.to_string().contains("write it like `http://"), "{error}");
        assert!(subscription("http:///").is_err());
    }

    #[test]
    fn a_filter_wants_what_it_was_made_of() {
        let wanted = [EventKind::PhoneCallQosSummary, EventKind::MeetingParticipantQos];
        let filter: EventFilter = wanted.into_iter().collect();
        for kind in EventKind::ALL {
            assert_eq!(filter.wants(kind), wanted.contains(&kind), "{}", kind.name());
        }
        assert_eq!(filter.kinds().count(), 2);
        assert!(EventFilter::NONE.is_empty());
        assert_eq!(EventFilter::all().kinds().count(), EventKind::ALL.len());
    }
}
