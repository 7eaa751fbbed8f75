//! Bearer tokens that are fetched from a receiver's token URL.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use data_encoding::BASE64;
use form_urlencoded::Serializer;
use serde::Deserialize;
use tokio::sync::Mutex;

use super::authorization::{ClientAuthentication, TokenSource};
use super::message::Message;
use super::outcome::TransportFailure;
use super::transport::{Reply, Transport, excerpt};
use crate::time::{Moment, Span};

/// A token must be good for so many seconds at least, or the service does not use it.
pub const SHORTEST_LIFE: i64 = 3599;

/// Fetches a token when it needs one and keeps it until it expires on the emulator's clock. Those who need
/// one at the same time share a fetch, and its failure.
#[derive(Debug)]
pub struct TokenKeeper {
    source: TokenSource,
    /// How many fetches have ended.
    fetches: AtomicU64,
    latest: Mutex<Result<Token, TransportFailure>>,
}

#[derive(Clone)]
struct Token {
    value: String,
    expires: Moment,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// RFC 6749, section 5.1.
#[derive(Deserialize)]
struct TokenReply {
    access_token: String,
    expires_in: i64,
}

impl TokenKeeper {
    pub(super) fn new(source: TokenSource) -> Self {
        let none = Err(TransportFailure::NoToken("none was asked for yet".to_owned()));
        Self { source, fetches: AtomicU64::new(0), latest: Mutex::new(none) }
    }

    /// A token that is good at `at` of the emulator's clock.
    pub(super) async fn token(&self, at: Moment, transport: &Transport) -> Result<String, TransportFailure> {
        let fetches = self.fetches.load(Relaxed);
        let mut latest = self.latest.lock().await;
        match &*latest {
            Ok(token) if at < token.expires => return Ok(token.value.clone()),
            // While this one waited, another has asked and failed: asking again would only make those who
            // wait behind wait longer.
            Err(failure) if self.fetches.load(Relaxed) != fetches => return Err(failure.clone()),
            _ => {}
        }
        *latest = self.fetch(at, transport).await.map_err(TransportFailure::NoToken);
        self.fetches.fetch_add(1, Relaxed);
        latest.as_ref().map(|token| token.value.clone()).map_err(Clone::clone)
    }

    async fn fetch(&self, at: Moment, transport: &Transport) -> Result<Token, String> {
        let reply = transport.exchange(&self.source.url, self.request()).await;
        read(&reply.map_err(|failure| format!("its token URL gave {failure}"))?, at)
    }

    fn request(&self) -> Message {
        let TokenSource { client_id, client_secret, scope, state, .. } = &self.source;
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        for (name, value) in [("scope", scope), ("state", state)] {
            if let Some(value) = value {
                form.append_pair(name, value);
            }
        }
        let mut headers = vec![
            ("content-type".into(), "application/x-www-form-urlencoded".to_owned()),
            ("accept".into(), "application/json".to_owned()),
        ];
        match self.source.client_authentication {
            ClientAuthentication::Header => {
                let basic = BASE64.encode(format!("{client_id}:{client_secret}").as_bytes());
                headers.push(("authorization".into(), format!("Basic {basic}")));
            }
            ClientAuthentication::Body => {
                form.append_pair("client_id", client_id).append_pair("client_secret", client_secret);
            }
        }
        Message { headers, body: form.finish().into_bytes() }
    }
}

/// The token of an answer, or what is wrong with the answer. The text never holds the token.
fn read(reply: &Reply, at: Moment) -> Result<Token, String> {
    if reply.status != 200 {
        return Err(format!(
            "its token URL answered {} `{}` where 200 was expected",
            reply.status,
            excerpt(&reply.beginning)
        ));
    }
    let reply: TokenReply = serde_json::from_slice(&reply.beginning).map_err(|error| {
        format!("its token URL answered without a JSON object of `access_token` and `expires_in` ({error})")
    })?;
    if reply.expires_in < SHORTEST_LIFE {
        return Err(format!("`expires_in` is {}, and must be {SHORTEST_LIFE} at least", reply.expires_in));
    }
    if reply.access_token.is_empty() || reply.access_token.chars().any(|c| !c.is_ascii_graphic()) {
        return Err("`access_token` is empty or holds what no header can".to_owned());
    }
    Ok(Token { value: reply.access_token, expires: at + Span::from_seconds(reply.expires_in) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(status: u16, body: &str) -> Result<Token, String> {
        read(&Reply { status, beginning: body.as_bytes().to_vec() }, Moment::from_seconds(1000))
    }

    #[test]
    fn a_token_is_good_as_long_as_its_answer_says() {
        let token = reading(200, r#"{"access_token":"t","token_type":"bearer","expires_in":3600}"#).unwrap();
        assert_eq!((token.value.as_str(), token.expires), ("t", Moment::from_seconds(4600)));
    }

    #[test]
    fn an_answer_without_a_good_token_says_what_was_expected() {
        for (status, body, part) in [
            (401, r#"{"error":"invalid_client"}"#, "answered 401 `{\"error\":\"invalid_client\"}`"),
            (200, "<html>", "without a JSON object of `access_token`"),
            (200, r#"{"access_token":"t"}"#, "missing field `expires_in`"),
            (200, r#"{"access_token":"t","expires_in":600}"#, "`expires_in` is 600, and must be 3599"),
            (200, r#"{"access_token":"a\nb","expires_in":3600}"#, "holds what no header can"),
        ] {
            let error = reading(status, body).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }
}
