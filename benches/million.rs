//! A world of a million live participants beside one of a hundred, as its users meet it: the built binary, a real
//! client, a real receiver.
//!
//! `cargo bench --bench million`
//!
//! It prints how long the binary takes from start to its first answer, what a page of ten participants costs, how
//! many events arrive a second, and how much memory is resident meanwhile (Linux tells; elsewhere it is left out).
#![allow(clippy::unwrap_used, missing_docs)]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::routing::post;
use serde_json::Value;

const EMULATOR: &str = env!("CARGO_BIN_EXE_zoom-qos-emulator");
const REQUESTS: usize = 2000;
const FLOWING: Duration = Duration::from_secs(20);

fn scenario(live: u32, participants: u32) -> String {
    format!(
        "version: 1\nseed: 7\nclock: {{ speed: real }}\npopulation:\n  meetings: {{ live: {live}, history: 1d, \
         participants: {participants}..{participants}, duration: 60m..90m }}\n"
    )
}

/// Counts what it is sent.
async fn receiver() -> (String, Arc<AtomicU64>) {
    let count = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&count);
    let app = Router::new().route(
        "/",
        post(move |_: Bytes| {
            counter.fetch_add(1, Ordering::Relaxed);
            std::future::ready(())
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, count)
}

struct Emulator {
    process: Child,
    ready: Value,
    started: Instant,
}

impl Emulator {
    fn start(scenario: &std::path::Path, arguments: &[&str]) -> Self {
        let started = Instant::now();
        let mut process = Command::new(EMULATOR)
            .args(["serve", "--json", "--rate-limits", "off", "--listen", "127.0.0.1:0", "--scenario"])
            .arg(scenario)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, ready: serde_json::from_str(&line).unwrap(), started }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.ready["url"].as_str().unwrap())
    }

    fn token(&self) -> &str {
        self.ready["access_token"].as_str().unwrap()
    }

    /// Resident memory in MiB.
    fn resident(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn get(client: &reqwest::Client, emulator: &Emulator, path: &str) -> Bytes {
    let request = client.get(emulator.url(path)).bearer_auth(emulator.token());
    request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap()
}

/// How long a page of ten takes, whose participants have about ten minutes each, while nothing else happens; and
/// its length.
async fn page_of_ten(client: &reqwest::Client, file: &std::path::Path) -> (Duration, Duration, usize) {
    let emulator = Emulator::start(file, &["--clock", "manual", "--start", "2026-03-02T09:00:00Z"]);
    let world: Value =
        serde_json::from_slice(&get(client, &emulator, "/_emulator/world?limit=10").await).unwrap();
    let first_answer = emulator.started.elapsed();
    let uuid = |meeting: &Value| meeting["uuid"].as_str().unwrap().replace('/', "%252F").replace('+', "%2B");
    let mut pages: Vec<(usize, String)> = Vec::new();
    for meeting in world["meetings"].as_array().unwrap() {
        let path = format!("/v2/metrics/meetings/{}/participants/qos?page_size=10", uuid(meeting));
        pages.push((get(client, &emulator, &path).await.len(), path));
    }
    pages.sort();
    // A minute of somebody is about 2 KB.
    let (length, path) = pages.iter().min_by_key(|(length, _)| length.abs_diff(200_000)).unwrap();
    let mut times: Vec<Duration> = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let start = Instant::now();
        get(client, &emulator, path).await;
        times.push(start.elapsed());
    }
    times.sort();
    (first_answer, times[REQUESTS / 2], *length)
}

/// How many events arrive a second, and the most memory that is resident meanwhile, in MiB.
async fn flow(file: &std::path::Path) -> (f64, Option<u64>) {
    let (webhook, count) = receiver().await;
    let emulator = Emulator::start(file, &["--webhook-url", &webhook]);
    // The first second is for getting up to speed.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (before, flowing) = (count.load(Ordering::Relaxed), Instant::now());
    let mut peak = None;
    while flowing.elapsed() < FLOWING {
        tokio::time::sleep(Duration::from_millis(250)).await;
        peak = peak.max(emulator.resident());
    }
    let events = count.load(Ordering::Relaxed) - before;
    (events as f64 / flowing.elapsed().as_secs_f64(), peak)
}

async fn measure(name: &str, live: u32, participants: u32) {
    let file = std::env::temp_dir().join(format!("million-{}-{live}.yaml", std::process::id()));
    std::fs::write(&file, scenario(live, participants)).unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let (first_answer, page, length) = page_of_ten(&client, &file).await;
    let (rate, memory) = flow(&file).await;
    let kilobytes = length as f64 / 1000.0;
    println!(
        "| {name} | {} ms | {page:.0?} for {kilobytes:.0} KB, {:.2} µs a KB | {rate:.0} | {} |",
        first_answer.as_millis(),
        page.as_secs_f64() * 1e6 / kilobytes,
        memory.map_or_else(|| "?".to_owned(), |mib| format!("{mib} MiB")),
    );
    let _ = std::fs::remove_file(file);
}

#[tokio::main]
async fn main() {
    // The client wants one, even for plain HTTP; this process is nobody else's.
    let _ = rustls::crypto::ring::default_provider().install_default();
    println!("| live participants | first answer | page of ten | events a second | resident at most |");
    println!("| --- | --- | --- | --- | --- |");
    measure("100", 10, 10).await;
    measure("1,000,000", 1000, 1000).await;
}
