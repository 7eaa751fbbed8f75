//! The header by which a receiver knows who posts to it, besides the signature.

use std::fmt;
use std::sync::Arc;

use data_encoding::BASE64;
use url::Url;

use super::message::Header;
use super::outcome::TransportFailure;
use super::token::TokenKeeper;
use super::transport::Transport;
use crate::scenario::plan::{WebhookAuthorization, is_reserved_header};
use crate::time::Moment;

/// No user name, password, identifier, secret, header name or header value may be longer.
pub const VALUE_LIMIT: usize = 256;

/// No scope and no state may be longer.
pub const SCOPE_LIMIT: usize = 255;

/// No token URL may be longer.
pub const TOKEN_URL_LIMIT: usize = 1000;

/// What a receiver asks for besides the signature: `custom_header` of the service's API. It shows its secrets
/// to nobody.
#[derive(Clone, Debug, Default)]
pub enum Authorization {
    /// Nothing.
    #[default]
    None,
    /// A header that never changes.
    Fixed(FixedHeader),
    /// `Authorization: Bearer …`, with a token that is fetched from the receiver's own token URL.
    Bearer(Arc<TokenKeeper>),
}

/// A header that never changes.
#[derive(Clone)]
pub struct FixedHeader {
    name: String,
    value: String,
}

/// Where tokens come from: a grant of `client_credentials` (RFC 6749, section 4.4).
#[derive(Clone)]
pub struct TokenSource {
    /// The receiver's token URL, `http` or `https`.
    pub url: Url,
    /// Who asks.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// What it asks for; nothing in particular if absent.
    pub scope: Option<String>,
    /// Sent along if present.
    pub state: Option<String>,
    /// Where ID and secret are put.
    pub client_authentication: ClientAuthentication,
}

/// Where a client puts its ID and secret when it asks for a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientAuthentication {
    /// HTTP Basic.
    #[default]
    Header,
    /// The members `client_id` and `client_secret` of the form.
    Body,
}

/// Why an authorization cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the texts say it")]
pub enum AuthorizationError {
    #[error("the {0} is required")]
    Required(Part),
    #[error("the {part} is longer than {limit} characters")]
    TooLong { part: Part, limit: usize },
    #[error("the {0} holds a line feed or another control character")]
    LineFeed(Part),
    #[error("the header's name may hold letters, digits and `-` only")]
    NameCharacters,
    #[error("the header's name belongs to the service: choose another one, like `x-api-key`")]
    ReservedName,
    #[error("the token URL must be one of `http:` or `https:`, like `https://auth.example.com/oauth/token`")]
    TokenUrl,
}

/// A part of an authorization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Part {
    Username,
    Password,
    ClientId,
    ClientSecret,
    TokenUrl,
    Scope,
    State,
    HeaderName,
    HeaderValue,
}

impl Part {
    fn limit(self) -> usize {
        match self {
            Self::TokenUrl => TOKEN_URL_LIMIT,
            Self::Scope | Self::State => SCOPE_LIMIT,
            _ => VALUE_LIMIT,
        }
    }

    fn check(self, text: &str) -> Result<(), AuthorizationError> {
        let limit = self.limit();
        if text.is_empty() {
            Err(AuthorizationError::Required(self))
        } else if text.chars().count() > limit {
            Err(AuthorizationError::TooLong { part: self, limit })
        } else if text.chars().any(char::is_control) {
            Err(AuthorizationError::LineFeed(self))
        } else {
            Ok(())
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Username => "username",
            Self::Password => "password",
            Self::ClientId => "client ID",
            Self::ClientSecret => "client secret",
            Self::TokenUrl => "token URL",
            Self::Scope => "scope",
            Self::State => "state",
            Self::HeaderName => "header's name",
            Self::HeaderValue => "header's value",
        })
    }
}

impl Authorization {
    /// HTTP Basic (RFC 7617).
    ///
    /// # Errors
    ///
    /// When one of the two is empty, too long or holds a control character.
    pub fn basic(username: &str, password: &str) -> Result<Self, AuthorizationError> {
        Part::Username.check(username)?;
        Part::Password.check(password)?;
        let value = format!("Basic {}", BASE64.encode(format!("{username}:{password}").as_bytes()));
        Ok(Self::Fixed(FixedHeader { name: "authorization".to_owned(), value }))
    }

    /// A header of the receiver's choice.
    ///
    /// # Errors
    ///
    /// When it is none, or one that the service sets itself.
    pub fn header(name: &str, value: &str) -> Result<Self, AuthorizationError> {
        Part::HeaderName.check(name)?;
        Part::HeaderValue.check(value)?;
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Err(AuthorizationError::NameCharacters);
        }
        if is_reserved_header(name) {
            return Err(AuthorizationError::ReservedName);
        }
        Ok(Self::Fixed(FixedHeader { name: name.to_owned(), value: value.to_owned() }))
    }

    /// A bearer token (RFC 6750) from the receiver's own token URL.
    ///
    /// # Errors
    ///
    /// When a part of the source is missing, too long or holds a control character.
    pub fn bearer(source: TokenSource) -> Result<Self, AuthorizationError> {
        Part::ClientId.check(&source.client_id)?;
        Part::ClientSecret.check(&source.client_secret)?;
        Part::TokenUrl.check(source.url.as_str())?;
        for (part, text) in [(Part::Scope, &source.scope), (Part::State, &source.state)] {
            text.as_deref().map_or(Ok(()), |text| part.check(text))?;
        }
        if !matches!(source.url.scheme(), "http" | "https") {
            return Err(AuthorizationError::TokenUrl);
        }
        Ok(Self::Bearer(Arc::new(TokenKeeper::new(source))))
    }

    /// That of a scenario's webhook.
    ///
    /// # Errors
    ///
    /// As those above.
    pub fn from_plan(plan: &WebhookAuthorization) -> Result<Self, AuthorizationError> {
        match plan {
            WebhookAuthorization::Basic { user, password } => Self::basic(user, password),
            WebhookAuthorization::Header { name, value } => Self::header(name, value),
            WebhookAuthorization::Bearer { token_url, client_id, client_secret } => {
                Self::bearer(TokenSource {
                    url: Url::parse(token_url).map_err(|_| AuthorizationError::TokenUrl)?,
                    client_id: client_id.clone(),
                    client_secret: client_secret.clone(),
                    scope: None,
                    state: None,
                    client_authentication: ClientAuthentication::Header,
                })
            }
        }
    }

    /// The header to send at `at` of the emulator's clock; a token is fetched when there is none that is
    /// still good.
    ///
    /// # Errors
    ///
    /// [`TransportFailure::NoToken`].
    pub async fn header_at(
        &self,
        at: Moment,
        transport: &Transport,
    ) -> Result<Option<Header>, TransportFailure> {
        Ok(match self {
            Self::None => None,
            Self::Fixed(FixedHeader { name, value }) => Some((name.clone().into(), value.clone())),
            Self::Bearer(keeper) => {
                let token = keeper.token(at, transport).await?;
                Some(("authorization".into(), format!("Bearer {token}")))
            }
        })
    }

    /// The header as it may be shown: without what is secret in it.
    pub fn shown(&self) -> Option<Header> {
        match self {
            Self::None => None,
            Self::Fixed(FixedHeader { name, value }) => {
                let scheme = if value.starts_with("Basic ") { "Basic …" } else { "…" };
                Some((name.clone().into(), scheme.to_owned()))
            }
            Self::Bearer(_) => Some(("authorization".into(), "Bearer …".to_owned())),
        }
    }
}

impl fmt::Debug for FixedHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FixedHeader").field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSource").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(url: &str) -> TokenSource {
        TokenSource {
            url: Url::parse(url).unwrap(),
            client_id: "ada".to_owned(),
            client_secret: "pass".to_owned(),
            scope: None,
            state: None,
            client_authentication: ClientAuthentication::Header,
        }
    }

    #[test]
    fn no_header_of_the_service_can_be_replaced() {
        for name in ["x-zm-signature", "X-Zm-Anything", "Content-Type", "clientid"] {
            let error = Authorization::header(name, "1").unwrap_err();
            assert_eq!(error, AuthorizationError::ReservedName, "{name}");
        }
        assert!(Authorization::header("x-api-key", "1").is_ok());
    }

    #[test]
    fn what_does_not_fit_into_a_header_is_refused() {
        use AuthorizationError as E;
        let long = "é".repeat(257);
        for (refused, error) in [
            (Authorization::basic("", "1"), E::Required(Part::Username)),
            (Authorization::basic("1", &long), E::TooLong { part: Part::Password, limit: 256 }),
            (Authorization::header("a b", "1"), E::NameCharacters),
            (Authorization::header("a", "1\n2"), E::LineFeed(Part::HeaderValue)),
            (Authorization::bearer(source("ftp://example.com/")), E::TokenUrl),
        ] {
            assert_eq!(refused.unwrap_err(), error);
        }
    }

    #[test]
    fn no_secret_is_shown() {
        let bearer = Authorization::bearer(source("http://ada:pass@example.com/?key=pass")).unwrap();
        let all =
            [bearer, Authorization::basic("a", "pass").unwrap(), Authorization::header("a", "pass").unwrap()];
        for authorization in all {
            let text = format!("{authorization:?} {:?}", authorization.shown());
            assert!(!text.contains("pass"), "{text}");
        }
    }
}
