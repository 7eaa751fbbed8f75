//! The only place that opens outgoing sockets.

use std::error::Error;
use std::future::ready;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::sync::OnceCell;
use url::Url;

use super::message::Message;
use super::outcome::{Outcome, TransportFailure};

/// A receiver must answer within this, of real time.
pub const RECEIVER_TIMEOUT: Duration = Duration::from_secs(3);

/// Shorter than any usual server keeps an idle connection, so that none is used that is just being closed.
const IDLE_CONNECTION: Duration = Duration::from_secs(1);

/// So much of an answer is read, so that the connection can be used again.
const ANSWER_LIMIT: usize = 16 * 1024;

/// So much of it is kept.
const EXCERPT_LIMIT: usize = 200;

/// Posts messages over a pool of connections. Clones share the pool.
///
/// It follows no redirects and asks no proxy. The certificates that this machine trusts are read when the
/// first `https` receiver is posted to.
#[derive(Clone, Debug)]
pub struct Transport {
    http: Client,
    https: Arc<OnceCell<Result<Client, TransportFailure>>>,
}

/// An answer, as far as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The beginning of the body, 16 KiB and a little at most.
    pub beginning: Vec<u8>,
}

/// Why nothing can be posted at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot prepare to post webhooks: {0}")]
pub struct TransportError(String);

impl Transport {
    /// Prepares; no connection is made.
    ///
    /// # Errors
    ///
    /// When the HTTP client cannot be set up.
    pub fn new() -> Result<Self, TransportError> {
        let untrusting =
            tls().map(|tls| tls.with_root_certificates(RootCertStore::empty()).with_no_client_auth());
        let http = untrusting.and_then(client).map_err(TransportError)?;
        Ok(Self { http, https: Arc::default() })
    }

    /// Posts a message and waits for the answer, [`RECEIVER_TIMEOUT`] at most.
    pub async fn post(&self, url: &Url, message: Message) -> Outcome {
        outcome(self.exchange(url, message).await)
    }

    /// Posts a message and gives the answer, for those who have to read it.
    ///
    /// # Errors
    ///
    /// When there is no answer within [`RECEIVER_TIMEOUT`].
    pub async fn exchange(&self, url: &Url, message: Message) -> Result<Reply, TransportFailure> {
        self.exchange_while(url, message, ready(())).await
    }

    /// As [`Transport::exchange`], but once the answer has begun it is left unread until `meanwhile` is over.
    ///
    /// # Errors
    ///
    /// As [`Transport::exchange`].
    pub async fn exchange_while(
        &self,
        url: &Url,
        message: Message,
        meanwhile: impl Future<Output = ()>,
    ) -> Result<Reply, TransportFailure> {
        let client = self.client_for(url).await?;
        let mut request = client.post(url.clone()).body(message.body);
        for (name, value) in message.headers {
            request = request.header(name.as_ref(), value);
        }
        let answer = request.send().await.map_err(|error| classify(&error))?;
        meanwhile.await;
        Ok(Reply { status: answer.status().as_u16(), beginning: read_beginning(answer).await })
    }

    async fn client_for(&self, url: &Url) -> Result<&Client, TransportFailure> {
        if url.scheme() != "https" {
            return Ok(&self.http);
        }
        let trusting = || {
            let trusting = tls()?.with_platform_verifier().map_err(|error| error.to_string())?;
            client(trusting.with_no_client_auth())
        };
        let prepare = async || trusting().map_err(TransportFailure::Tls);
        self.https.get_or_init(prepare).await.as_ref().map_err(Clone::clone)
    }
}

/// With the provider named here, since a default one would be shared by the whole process.
fn tls() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())
}

fn client(tls: ClientConfig) -> Result<Client, String> {
    Client::builder()
        .tls_backend_preconfigured(tls)
        .http1_only()
        .redirect(Policy::none())
        .no_proxy()
        .timeout(RECEIVER_TIMEOUT)
        .pool_idle_timeout(IDLE_CONNECTION)
        .dns_resolver(Arc::new(SystemResolver))
        .build()
        .map_err(|error| describe(&error))
}

/// What came of an attempt that was answered so.
pub(super) fn outcome(reply: Result<Reply, TransportFailure>) -> Outcome {
    match reply {
        Ok(Reply { status: status @ 200..=299, .. }) => Outcome::Answered { status, excerpt: String::new() },
        Ok(Reply { status, beginning }) => Outcome::Answered { status, excerpt: excerpt(&beginning) },
        Err(failure) => Outcome::Failed(failure),
    }
}

/// The status decides; what is wrong with the rest of an answer changes nothing.
async fn read_beginning(mut answer: Response) -> Vec<u8> {
    let mut beginning = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        beginning.extend_from_slice(&chunk);
        if beginning.len() > ANSWER_LIMIT {
            break;
        }
    }
    beginning
}

/// On one line and without control characters: it goes into logs.
pub(super) fn excerpt(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut line = words.collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(EXCERPT_LIMIT) {
        line.truncate(end);
        line.push('…');
    }
    line
}

fn classify(error: &reqwest::Error) -> TransportFailure {
    if error.is_timeout() {
        return TransportFailure::TimedOut;
    }
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(failure) = recognise(error) {
            return failure;
        }
        cause = error.source();
    }
    TransportFailure::Other(describe(error))
}

fn recognise(error: &(dyn Error + 'static)) -> Option<TransportFailure> {
    if let Some(error) = error.downcast_ref::<UnknownHost>() {
        return Some(TransportFailure::UnknownHost(error.0.clone()));
    }
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(TransportFailure::Tls(error.to_string()));
    }
    // The errors of HTTP itself have no public type without naming the library beneath.
    if error.to_string().starts_with("connection closed before message completed") {
        return Some(TransportFailure::Closed);
    }
    let error = error.downcast_ref::<io::Error>()?;
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(TransportFailure::Refused),
        io::ErrorKind::TimedOut => Some(TransportFailure::TimedOut),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => Some(TransportFailure::Closed),
        // `source` of an I/O error skips what it wraps.
        _ => error.get_ref().and_then(|inner| recognise(inner)),
    }
}

/// The innermost cause; the outer ones repeat the URL, with whatever secrets it holds.
fn describe(error: &reqwest::Error) -> String {
    let mut innermost: &dyn Error = error;
    while let Some(cause) = innermost.source() {
        innermost = cause;
    }
    innermost.to_string()
}

/// The system's resolver, with an error that can be told from others.
struct SystemResolver;

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct UnknownHost(String);

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = match tokio::net::lookup_host((name.as_str(), 0)).await {
                Ok(found) => found.collect(),
                Err(error) => return Err(UnknownHost(format!("`{}`, {error}", name.as_str())).into()),
            };
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(excerpt(b"bad\r\n  signature\x1b[31m "), "bad signature [31m");
        assert_eq!(excerpt("é".repeat(300).as_bytes()).chars().count(), EXCERPT_LIMIT + 1);
    }
}
