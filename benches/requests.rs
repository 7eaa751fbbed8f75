//! Requests a second, beside an axum server that answers the same bytes from memory.
//!
//! `cargo bench --bench requests`
//!
//! Each server is a process on the first core, the load is on the second, and both are asked in turn in one run, with
//! authentication on. The emulator draws what it answers each time; the other server just sends it.
#![allow(clippy::unwrap_used, missing_docs)]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const EMULATOR: &str = env!("CARGO_BIN_EXE_zoom-qos-emulator");
const CONNECTIONS: usize = 32;
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(2);

/// Four meetings: one person or ten, in for one minute or for 45; and 300 more that nobody names.
fn scenario() -> String {
    let mut text = String::from(
        "version: 1\nseed: 7\nclock: { start: 2026-03-02T09:00:00Z, speed: manual }\n\
         population:\n  meetings: { live: 300, history: 1d, participants: 2..20, duration: 60m..90m }\nmeetings:\n",
    );
    for (id, people, minutes) in [(910_000_001, 1, 1), (910_000_002, 10, 1), (910_000_003, 10, 45)] {
        let names: Vec<String> = (0..people).map(|n| format!("Person {n}")).collect();
        let names = names.join(", ");
        writeln!(
            text,
            "  - {{ id: {id}, topic: Bench, start: -{minutes}m, duration: 2h, participants: [{names}] }}"
        )
        .unwrap();
    }
    text
}

/// A process on the first core, where there are several.
fn pinned(program: &str, core: usize) -> Command {
    let has_taskset = Command::new("taskset").arg("--version").output().is_ok();
    if !has_taskset || std::thread::available_parallelism().map_or(1, usize::from) < 2 {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["-c", &core.to_string(), program]);
    command
}

struct Server {
    process: Child,
    first_line: String,
}

impl Server {
    fn start(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut first_line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut first_line).unwrap();
        Self { process, first_line: first_line.trim_end().to_owned() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One keep-alive connection.
struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: &str, path: &str, token: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\r\n")
                .into_bytes();
        Self { stream, request, buffer: vec![0; 1 << 16] }
    }

    /// The body of one answer.
    async fn ask(&mut self, mut body: Option<&mut Vec<u8>>) -> usize {
        self.stream.write_all(&self.request).await.unwrap();
        let mut head = Vec::new();
        let (mut rest, mut wanted) = (0, usize::MAX);
        while wanted == usize::MAX || rest < wanted {
            let read = self.stream.read(&mut self.buffer).await.unwrap();
            assert!(read > 0, "the server closed the connection");
            let mut bytes = &self.buffer[..read];
            if wanted == usize::MAX {
                head.extend_from_slice(bytes);
                let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
                let text = std::str::from_utf8(&head[..end]).unwrap();
                assert!(text.starts_with("HTTP/1.1 200"), "{text}");
                let length = text.lines().find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned)
                });
                wanted = length.unwrap().parse().unwrap();
                bytes = &bytes[bytes.len() - (head.len() - end - 4)..];
            }
            rest += bytes.len();
            if let Some(body) = &mut body {
                body.extend_from_slice(bytes);
            }
        }
        wanted
    }
}

struct Load {
    a_second: f64,
    p99: Duration,
}

async fn load(address: &str, path: &str, token: &str) -> Load {
    let mut tasks = Vec::new();
    let until = Instant::now() + ROUND;
    for _ in 0..CONNECTIONS {
        let mut connection = Connection::open(address, path, token).await;
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            while Instant::now() < until {
                let start = Instant::now();
                connection.ask(None).await;
                times.push(start.elapsed());
            }
            times
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap());
    }
    times.sort_unstable();
    Load { a_second: times.len() as f64 / ROUND.as_secs_f64(), p99: times[times.len() * 99 / 100] }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The other server: it sends a file, whatever it is asked for.
async fn serve_file(file: &str) {
    let bytes = axum::body::Bytes::from(std::fs::read(file).unwrap());
    let app = axum::Router::new().fallback(move || {
        let bytes = bytes.clone();
        async move { ([("content-type", "application/json;charset=UTF-8")], bytes) }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", listener.local_addr().unwrap());
    axum::serve(listener, app).await.unwrap();
}

async fn compare() {
    let folder = std::env::temp_dir().join(format!("requests-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("scenario.yaml");
    std::fs::write(&file, scenario()).unwrap();
    // Nobody may ask this often on the real service.
    let mut command = pinned(EMULATOR, 0);
    command
        .args(["serve", "--json", "--listen", "127.0.0.1:0", "--rate-limits", "off", "--scenario"])
        .arg(&file);
    let emulator = Server::start(&mut command);
    let ready: Value = serde_json::from_str(&emulator.first_line).unwrap();
    let address = ready["url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
    let token = ready["access_token"].as_str().unwrap().to_owned();
    println!("| answer | size | static server | emulator | ratio | p99 static | p99 emulator |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for (name, path) in [
        ("one participant, one minute", "/v2/metrics/meetings/910000001/participants/16778240/qos"),
        ("ten participants, one minute", "/v2/metrics/meetings/910000002/participants/qos?page_size=10"),
        ("ten participants, 45 minutes", "/v2/metrics/meetings/910000003/participants/qos?page_size=10"),
        (
            "list of 300 meetings",
            "/v2/metrics/meetings?type=live&page_size=300&from=2026-03-01&to=2026-03-02",
        ),
    ] {
        let mut body = Vec::new();
        let size = Connection::open(&address, path, &token).await.ask(Some(&mut body)).await;
        let canned = folder.join("body.json");
        std::fs::write(&canned, &body).unwrap();
        let own = std::env::current_exe().unwrap();
        let other = Server::start(pinned(own.to_str().unwrap(), 0).arg("--static").arg(&canned));
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            theirs.push(load(&other.first_line, path, &token).await);
            ours.push(load(&address, path, &token).await);
        }
        let rate = |loads: &[Load]| median(loads.iter().map(|load| load.a_second).collect());
        let p99 = |loads: &[Load]| loads.iter().map(|load| load.p99).min().unwrap();
        println!(
            "| {name} | {:.1} KB | {:.0} | {:.0} | {:.2} | {:.1?} | {:.1?} |",
            size as f64 / 1000.0,
            rate(&theirs),
            rate(&ours),
            rate(&ours) / rate(&theirs),
            p99(&theirs),
            p99(&ours),
        );
    }
    drop(emulator);
    let _ = std::fs::remove_dir_all(folder);
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    match arguments.iter().position(|argument| argument == "--static") {
        Some(at) => runtime.block_on(serve_file(&arguments[at + 1])),
        None => runtime.block_on(compare()),
    }
}
