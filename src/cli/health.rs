//! `health`

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use super::failure::Failure;
use super::output::print;

/// How long an emulator may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Ask a running emulator whether it is well; the exit code is 0 if it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  zoom-qos-emulator health --url http://127.0.0.1:8100")]
pub(crate) struct Health {
    /// Where it is; where `ZQE_LISTEN` says that it listens if absent, or `http://127.0.0.1:8100`.
    #[arg(long, env = "ZQE_URL", value_name = "URL")]
    url: Option<String>,

    /// Where it was told to listen.
    #[arg(long, env = "ZQE_LISTEN", hide = true, default_value = super::serve::LISTEN)]
    listen: String,
}

impl Health {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let url = self.url.unwrap_or_else(|| url_of(&self.listen));
        let url = format!("{}/_emulator/health", url.trim_end_matches('/'));
        // Certificates are checked with this, should the URL be one of `https`. It can be chosen once only.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let status = runtime.block_on(ask(&url)).map_err(|error| {
            Failure::run_time(format_args!("`{url}` does not answer: {}", cause(&error)))
                .hint("start an emulator with `serve`, or say with `--url` where one is")
        })?;
        if !status.is_success() {
            return Err(Failure::run_time(format_args!("`{url}` answers {status}")));
        }
        print(&format!("ok: {url}\n"))
    }
}

async fn ask(url: &str) -> reqwest::Result<reqwest::StatusCode> {
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
    Ok(client.get(url).send().await?.status())
}

/// The innermost cause, which says what happened.
fn cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), cause)
}

/// Whoever listens on all addresses listens on that of the machine itself.
fn url_of(listen: &str) -> String {
    match listen.parse::<SocketAddr>() {
        Ok(mut address) if address.ip().is_unspecified() => {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
            format!("http://{address}")
        }
        _ => format!("http://{listen}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emulator_on_all_addresses_is_asked_on_that_of_the_machine() {
        assert_eq!(url_of("0.0.0.0:8100"), "http://127.0.0.1:8100");
        assert_eq!(url_of("[::]:9000"), "http://[::1]:9000");
        assert_eq!(url_of("localhost:8100"), "http://localhost:8100");
    }
}
