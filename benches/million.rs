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
    fn start(scenario: &std::path::Path, webhook: &str) -> Self {
        let started = Instant::now();
        let mut process = Command::new(EMULATOR)
            .args(["serve", "--json", "--listen", "127.0.0.1:0", "--webhook-url", webhook, "--scenario"])
            .arg(scenario)
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

async fn measure(name: &str, live: u32, participants: u32) {
    let file = std::env::temp_dir().join(format!("million-{}-{live}.yaml", std::process::id()));
    std::fs::write(&file, scenario(live, participants)).unwrap();
    let (webhook, count) = receiver().await;
    let client = reqwest::Client::new();
    let emulator = Emulator::start(&file, &webhook);
    let world: Value =
        serde_json::from_slice(&get(&client, &emulator, "/_emulator/world?limit=1").await).unwrap();
    let first_answer = emulator.started.elapsed();
    // A page of those who joined first; few minutes of the meeting have passed in neither world.
    let uuid = world["meetings"][0]["uuid"].as_str().unwrap().replace('/', "%252F").replace('+', "%2B");
    let page = format!("/v2/metrics/meetings/{uuid}/participants/qos?page_size=10");
    let length = get(&client, &emulator, &page).await.len();
    let mut times: Vec<Duration> = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let start = Instant::now();
        get(&client, &emulator, &page).await;
        times.push(start.elapsed());
    }
    times.sort();
    let median = times[REQUESTS / 2];
    let (before, flowing) = (count.load(Ordering::Relaxed), Instant::now());
    let mut peak = None;
    while flowing.elapsed() < FLOWING {
        tokio::time::sleep(Duration::from_millis(250)).await;
        peak = peak.max(emulator.resident());
    }
    let rate = (count.load(Ordering::Relaxed) - before) as f64 / flowing.elapsed().as_secs_f64();
    let memory = peak.map_or_else(|| "?".to_owned(), |mib| format!("{mib} MiB"));
    println!(
        "| {name} | {} ms | {median:.0?} for {:.0} KB, {:.2} µs a KB | {rate:.0} | {memory} |",
        first_answer.as_millis(),
        length as f64 / 1000.0,
        median.as_secs_f64() * 1e6 / (length as f64 / 1000.0),
    );
    drop(emulator);
    let _ = std::fs::remove_file(file);
}

#[tokio::main]
async fn main() {
    println!("| live participants | first answer | page of ten | events a second | resident at most |");
    println!("| --- | --- | --- | --- | --- |");
    measure("100", 10, 10).await;
    measure("1,000,000", 1000, 1000).await;
}
