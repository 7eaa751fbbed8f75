//! Every example of the README, run as it stands there, in an empty directory.
//!
//! A shell block that does not end (a server, a receiver) runs until the next one takes its port, or to the end.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![expect(clippy::disallowed_methods, reason = "it stands outside the emulator and has its own time")]

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const README: &str = include_str!("../README.md");
const EMULATOR: &str = env!("CARGO_BIN_EXE_zoom-qos-emulator");

/// (language, text) of each fenced block.
fn blocks() -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = README.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((language.to_owned(), text.join("\n")));
        }
    }
    blocks
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A process that does not outlive the test, and its first line.
struct Running {
    child: Child,
    first_line: String,
}

impl Running {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first_line = String::new();
        out.read_line(&mut first_line).unwrap();
        // Whoever prints must find somebody who reads.
        thread::Builder::new().spawn(move || out.lines().map_while(Result::ok).for_each(drop)).unwrap();
        Self { child, first_line }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The README's reader: a directory, a path with the commands on it, and ports that nobody else has.
struct Reader {
    directory: PathBuf,
    emulator: u16,
    receiver: u16,
}

impl Reader {
    fn shell(&self, script: &str) -> Command {
        let script = script
            .replace(
                "zoom-qos-emulator serve",
                &format!("exec zoom-qos-emulator serve --listen 127.0.0.1:{}", self.emulator),
            )
            .replace(
                &format!(" --listen 127.0.0.1:{} --scenario my.yaml --listen", self.emulator),
                " --scenario my.yaml --listen",
            )
            .replace(
                "zoom-qos-emulator listen",
                &format!("exec zoom-qos-emulator listen --port {}", self.receiver),
            )
            .replace(":8100", &format!(":{}", self.emulator))
            .replace(":3000", &format!(":{}", self.receiver));
        let mut command = Command::new("sh");
        let binaries = Path::new(EMULATOR).parent().unwrap();
        let path = format!("{}:{}", binaries.display(), std::env::var("PATH").unwrap());
        command.args(["-euc", &script]).env("PATH", path).current_dir(&self.directory);
        command
    }
}

#[test]
fn every_example_of_the_readme_does_what_it_says() {
    let directory = std::env::temp_dir().join(format!("readme-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let reader = Reader { directory: directory.clone(), emulator: free_port(), receiver: free_port() };
    let (mut emulator, mut receiver) = (None, None);
    let mut answers = Vec::new();
    for (language, text) in blocks() {
        match language.as_str() {
            "yaml" => {
                let text = text.replace(":3000", &format!(":{}", reader.receiver));
                zoom_qos_emulator::scenario::parse(&text, "README.md").unwrap();
                std::fs::write(directory.join("my.yaml"), text).unwrap();
            }
            // These two are how this test was built and started.
            "sh" if text.starts_with("cargo run --release -- serve") => {
                assert!(text.contains("\ncargo test"));
            }
            "sh" if text.starts_with("zoom-qos-emulator listen") => {
                let running = Running::start(&mut reader.shell(&text));
                assert!(running.first_line.contains("waiting for events"), "{}", running.first_line);
                receiver = Some(running);
            }
            "sh" if text.starts_with("zoom-qos-emulator serve") => {
                // The one before has the port.
                drop(emulator.take());
                let running = Running::start(&mut reader.shell(&text));
                let expected = if text.contains("--json") {
                    "{\"url\":\"http://127.0.0.1:"
                } else {
                    "listening on http://"
                };
                assert!(running.first_line.starts_with(expected), "{text}: {}", running.first_line);
                emulator = Some(running);
            }
            "sh" => {
                let began = Instant::now();
                let output = reader.shell(&text).output().unwrap();
                assert!(output.status.success(), "{text}\n{output:?}");
                assert!(began.elapsed() < Duration::from_secs(60), "{text}");
                answers.push(String::from_utf8(output.stdout).unwrap());
            }
            other => panic!("a block of `{other}` that nothing runs:\n{text}"),
        }
    }
    drop((emulator, receiver));
    std::fs::remove_dir_all(directory).unwrap();
    let [asked, checked, advanced] = answers.as_slice() else { panic!("{answers:#?}") };
    assert!(
        asked.contains(r#""user_name":"Ada Lovelace""#) && asked.contains(r#""topic":"Weekly sync""#),
        "{asked}"
    );
    assert!(
        checked.contains("ok: my.yaml") && checked.contains(r#""event":"meeting.participant_qos""#),
        "{checked}"
    );
    let last = advanced.rsplit(r#""audio_input":"#).next().unwrap();
    assert!(last.contains(r#""jitter":"40 ms""#), "{advanced}");
}
