//! The binary, serving.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use reqwest::Client;
use serde_json::Value;

static SCENARIOS: AtomicU32 = AtomicU32::new(0);

/// A process that does not outlive its test, and a client with a token of its own.
pub(crate) struct Served {
    child: Child,
    file: PathBuf,
    client: Client,
    url: String,
    token: String,
}

impl Served {
    /// Runs it on a scenario, which it reads from a file.
    pub(crate) async fn start(scenario: &str) -> Self {
        let number = SCENARIOS.fetch_add(1, Ordering::Relaxed);
        let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("story-{number}.yaml"));
        std::fs::write(&file, scenario).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_zoom-qos-emulator"))
            .args(["serve", "--listen", "127.0.0.1:0", "--json", "--scenario"])
            .arg(&file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let text = |name: &str| ready[name].as_str().unwrap().to_owned();

        // Somebody else may have done so.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(30)).build().unwrap();
        let url = text("url");
        let grant = format!("grant_type=account_credentials&account_id={}", text("account_id"));
        let answer = client
            .post(format!("{url}/oauth/token?{grant}"))
            .basic_auth(text("client_id"), Some(text("client_secret")))
            .send()
            .await
            .unwrap();
        let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let token = answer["access_token"].as_str().unwrap().to_owned();
        Self { child, file, client, url, token }
    }

    /// The body of an answer, which is a success.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}/v2{path}", self.url)).bearer_auth(&self.token);
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let body = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// The participants on all pages of a list.
    pub(crate) async fn everybody(&self, list: &str) -> Vec<Value> {
        let separator = if list.contains('?') { '&' } else { '?' };
        let (mut everybody, mut token) = (Vec::new(), String::new());
        loop {
            let mut page = self.get(&format!("{list}{separator}page_size=4&next_page_token={token}")).await;
            let Value::Array(participants) = page["participants"].take() else { panic!("{page}") };
            everybody.extend(participants);
            token = page["next_page_token"].as_str().unwrap().to_owned();
            if token.is_empty() {
                return everybody;
            }
        }
    }

    /// Returns when all that fell due has settled.
    pub(crate) async fn advance(&self, span: &str) {
        let request = self.client.post(format!("{}/_emulator/clock/advance", self.url));
        let answer = request.body(format!(r#"{{"by":"{span}"}}"#)).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }

    /// Tells it to stop, and sees that it does.
    pub(crate) async fn stop(mut self) {
        let kill = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(kill.success());
        let status = tokio::task::block_in_place(|| self.child.wait().unwrap());
        assert_eq!(status.code(), Some(0));
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.file);
    }
}
