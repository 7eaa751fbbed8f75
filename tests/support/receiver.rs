//! A receiver of webhooks that records what it gets and answers as it is told.
#![expect(
    clippy::disallowed_methods,
    reason = "it stands outside the emulator and has its own time and tasks"
)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, unreachable_pub, reason = "each test that shares it uses its own part")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Longer than any wait that succeeds.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server on a free port of the loopback interface. It stops when it is dropped.
pub struct Receiver {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

/// How it answers.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub delay: Duration,
    pub body: String,
}

impl Answer {
    pub fn status(status: u16) -> Self {
        Self { status, delay: Duration::ZERO, body: String::new() }
    }

    pub fn body(body: &str) -> Self {
        Self { body: body.to_owned(), ..Self::status(200) }
    }

    pub fn after(delay: Duration) -> Self {
        Self { delay, ..Self::status(200) }
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// How many requests have arrived, been answered, and were under way at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    pub arrived: usize,
    pub answered: usize,
    pub most_at_once: usize,
}

type Answering = Box<dyn FnMut(&Received) -> Answer + Send>;

struct Shared {
    answering: Mutex<Answering>,
    received: Mutex<Vec<Received>>,
    traffic: watch::Sender<Traffic>,
}

impl Receiver {
    /// Starts one that answers 200 at once.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            answering: Mutex::new(Box::new(|_| Answer::status(200))),
            received: Mutex::default(),
            traffic: watch::Sender::default(),
        });
        let app = Router::new().fallback(receive).with_state(shared.clone());
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { address, shared, server }
    }

    /// Where to post.
    pub fn url(&self) -> String {
        format!("http://{}/webhook", self.address)
    }

    /// Answers the next requests like this.
    pub fn answer(&self, answer: Answer) {
        self.answer_with(move |_| answer.clone());
    }

    /// Answers the next requests as `answering` says.
    pub fn answer_with(&self, answering: impl FnMut(&Received) -> Answer + Send + 'static) {
        *lock(&self.shared.answering) = Box::new(answering);
    }

    /// Answers validations as a receiver with this secret does, and all other requests with `status`.
    pub fn answer_validations(&self, secret: &'static str, status: u16) {
        self.answer_with(move |received| match received.plain_token() {
            Some(plain) => Answer::body(&encrypted(secret, &plain)),
            None => Answer::status(status),
        });
    }

    /// All that has arrived so far, in that order.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.shared.received).clone()
    }

    /// What has gone through so far.
    pub fn traffic(&self) -> Traffic {
        *self.shared.traffic.borrow()
    }

    /// Waits until so many requests have arrived, and gives all that have.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        let mut traffic = self.shared.traffic.subscribe();
        let enough = traffic.wait_for(|traffic| traffic.arrived >= count);
        let waited = tokio::time::timeout(PATIENCE, enough).await;
        assert!(waited.is_ok(), "{} of {count} requests arrived in {PATIENCE:?}", self.traffic().arrived);
        self.received()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A URL where nobody listens.
pub async fn refusing_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}/webhook", listener.local_addr().unwrap())
}

/// A URL where every connection is closed as soon as something arrives on it. It is there for the whole test.
pub async fn closing_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            connection.readable().await.unwrap();
            let mut bytes = [0; 64 * 1024];
            while connection.try_read(&mut bytes).is_ok_and(|count| count > 0) {}
        }
    });
    format!("http://{address}/webhook")
}

async fn receive(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let received = Received { path: uri.path().to_owned(), headers, body };
    lock(&shared.received).push(received.clone());
    shared.traffic.send_modify(|traffic| {
        traffic.arrived += 1;
        traffic.most_at_once = traffic.most_at_once.max(traffic.arrived - traffic.answered);
    });
    let answer = lock(&shared.answering)(&received);
    tokio::time::sleep(answer.delay).await;
    shared.traffic.send_modify(|traffic| traffic.answered += 1);
    (StatusCode::from_u16(answer.status).unwrap(), answer.body)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}

impl Received {
    /// The value of a header, which must be there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no header `{name}`")).to_str().unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The name of the event.
    pub fn event(&self) -> String {
        self.json()["event"].as_str().unwrap().to_owned()
    }

    /// The token of a validation; `None` when it is something else.
    pub fn plain_token(&self) -> Option<String> {
        let json: Value = serde_json::from_slice(&self.body).ok()?;
        Some(json["payload"]["plainToken"].as_str()?.to_owned())
    }

    /// When it was signed, in seconds since the epoch.
    pub fn timestamp(&self) -> i64 {
        self.header("x-zm-request-timestamp").parse().unwrap()
    }

    /// Whether it is signed with `secret`, over the bytes that arrived as well as over
    /// `JSON.stringify(JSON.parse(body))`, as most receivers verify.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        [self.body.to_vec(), javascript_round_trip(&self.body)].iter().all(|body| {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
            mac.update(format!("v0:{}:", self.header("x-zm-request-timestamp")).as_bytes());
            mac.update(body);
            self.header("x-zm-signature") == format!("v0={}", HEXLOWER.encode(&mac.finalize().into_bytes()))
        })
    }
}

/// The body with which a receiver with this secret answers a validation.
pub fn encrypted(secret: &str, plain_token: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(plain_token.as_bytes());
    let encrypted = HEXLOWER.encode(&mac.finalize().into_bytes());
    serde_json::json!({ "plainToken": plain_token, "encryptedToken": encrypted }).to_string()
}

/// What `JSON.stringify(JSON.parse(body))` makes of a body: integer keys first and in order, numbers as
/// JavaScript writes them, no spaces.
pub fn javascript_round_trip(body: &[u8]) -> Vec<u8> {
    fn as_javascript(value: Value) -> Value {
        match value {
            Value::Array(items) => items.into_iter().map(as_javascript).collect(),
            Value::Object(members) => {
                let (mut integers, others): (Vec<_>, Vec<_>) = members
                    .into_iter()
                    .map(|(key, value)| (key, as_javascript(value)))
                    .partition(|(key, _)| key.parse::<u32>().is_ok_and(|index| index.to_string() == *key));
                integers.sort_by_key(|(key, _)| key.parse::<u32>().unwrap_or_default());
                Value::Object(integers.into_iter().chain(others).collect::<Map<_, _>>())
            }
            // Every number is a double; up to 2^53 a whole one is written without a fraction.
            Value::Number(number) => match number.as_f64() {
                Some(double) if double.fract() == 0.0 && double.abs() <= 2_f64.powi(53) => {
                    Value::from(double as i64)
                }
                Some(double) => Value::from(double),
                None => Value::Null,
            },
            other => other,
        }
    }
    serde_json::to_vec(&as_javascript(serde_json::from_slice(body).unwrap())).unwrap()
}
