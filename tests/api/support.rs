//! An emulator on a free port, and a client.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::ops::Deref;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use zoom_qos_emulator::emulator::{Builder, Handle};
use zoom_qos_emulator::scenario::{self, plan::Plan};
use zoom_qos_emulator::{Emulator, Moment, Span};

#[path = "../support/document.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
pub(crate) mod document;

/// Meetings, webinars, sessions and calls by name; all that starts relative to [`NINE`].
pub(crate) const WORLD: &str = include_str!("world.yaml");

pub(crate) const NINE: Moment = Moment::from_seconds(1_772_442_000);

/// The live meeting and those in it.
pub(crate) const LIVE: &str = "93201235621";
pub(crate) const ADA: &str = "16778240";

pub(crate) fn plan(text: &str) -> Plan {
    scenario::parse(text, "a test's scenario").unwrap()
}

/// A running emulator, a client and a token.
pub(crate) struct Running {
    handle: Handle,
    pub(crate) client: Client,
    pub(crate) token: String,
}

impl Deref for Running {
    type Target = Handle;

    fn deref(&self) -> &Handle {
        &self.handle
    }
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// (status, code, message) of an error.
    pub(crate) fn error(&self) -> (u16, u64, &str) {
        let code = self.body["code"].as_u64().unwrap_or_else(|| panic!("no error: {self:?}"));
        (self.status, code, self.body["message"].as_str().unwrap())
    }

    /// The body of a success.
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body
    }
}

impl Running {
    pub(crate) async fn world() -> Self {
        Self::start(Emulator::builder(plan(WORLD))).await
    }

    pub(crate) async fn start(builder: Builder) -> Self {
        // Somebody else may have done so.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let handle = builder.start().await.unwrap();
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(30)).build().unwrap();
        let token = handle.access_token();
        Self { handle, client, token }
    }

    pub(crate) fn into_parts(self) -> (Client, Handle) {
        (self.client, self.handle)
    }

    pub(crate) fn renew_token(&mut self) {
        self.token = self.handle.access_token();
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url()))
    }

    /// Asks with the token.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path).bearer_auth(&self.token)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        answer(self.request(Method::POST, path).body(body.to_owned())).await
    }

    pub(crate) async fn advance(&self, span: &str) -> Moment {
        self.handle.advance(span.parse::<Span>().unwrap()).await.unwrap()
    }
}

/// Sends a request; what is answered must be what the document says.
pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    let (client, request) = request.build_split();
    let request = request.unwrap();
    let (method, path) = (request.method().clone(), request.url().path().to_owned());
    let response = client.execute(request).await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = response.bytes().await.unwrap();
    let body = serde_json::from_slice(&bytes)
        .unwrap_or_else(|error| panic!("{status}, {error}: {}", String::from_utf8_lossy(&bytes)));
    document::check(method.as_str(), &path, status, &body);
    Answer { status, headers, body }
}

/// Sends bytes that no client would, and answers what comes back: the status and the body.
pub(crate) fn raw(address: SocketAddr, request: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
    (status.unwrap_or_else(|| panic!("no answer: {answer:?}")), body.unwrap_or_default())
}
