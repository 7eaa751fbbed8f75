//! The emulator inside of another program.

use std::time::Duration;

use tokio::net::TcpStream;
use zoom_qos_emulator::clock::Stopwatch;
use zoom_qos_emulator::emulator::StartError;
use zoom_qos_emulator::{Emulator, Span};

use crate::support::{LIVE, NINE, Running, WORLD, plan};

#[tokio::test]
async fn two_emulators_run_side_by_side_in_their_own_time() {
    let (one, two) = (Running::world().await, Running::world().await);
    assert_ne!(one.url(), two.url());
    one.advance("5m").await;
    assert_eq!((one.clock().now(), two.clock().now()), (NINE + Span::from_minutes(5), NINE));
    let path = format!("/metrics/meetings/{LIVE}/participants/qos");
    assert_ne!(one.get(&path).await.ok(), two.get(&path).await.ok());
    two.advance("5m").await;
    assert_eq!(one.get(&path).await.ok(), two.get(&path).await.ok());
}

#[tokio::test]
async fn what_overrides_a_scenario_overrides_it() {
    let start = NINE + Span::DAY;
    let builder = Emulator::builder(plan(WORLD))
        .seed(99)
        .start_at(start)
        .webhook_url("http://127.0.0.1:9/webhook")
        .webhook_secret("s3cret");
    let running = Running::start(builder).await;
    assert_eq!(running.world().plan().seed, 99);
    assert_eq!(running.clock().now(), start);
    assert_eq!(running.webhook_secret(), "s3cret");
    let receivers: Vec<_> = running.players().iter().map(|player| player.subscription().target()).collect();
    assert_eq!(receivers, ["http://127.0.0.1:9/webhook"]);
    assert_eq!((running.client_id(), running.client_secret()), ("first", "secret-of-the-first"));
    assert_eq!(running.account_id(), "Test-Account-000000001");
}

#[tokio::test]
async fn a_port_in_use_is_said_with_a_hint() {
    let running = Running::world().await;
    let address = running.address().to_string();
    let error = Emulator::builder(plan(WORLD)).listen(&address).start().await.unwrap_err();
    assert!(matches!(error, StartError::Listen { .. }));
    assert!(error.to_string().starts_with(&format!("cannot listen on `{address}`: ")), "{error}");
    assert!(error.hint().unwrap().contains("another program listens there"));
}

#[tokio::test]
async fn a_wrong_address_or_webhook_is_said() {
    for address in ["nonsense", "127.0.0.1", "127.0.0.1:99999", "192.0.2.1:0"] {
        let error = Emulator::builder(plan(WORLD)).listen(address).start().await.unwrap_err();
        assert!(error.to_string().contains(address) && error.hint().is_some(), "{error}");
    }
    let error = Emulator::builder(plan(WORLD)).webhook_url("ftp://x").start().await.unwrap_err();
    assert!(matches!(error, StartError::Webhook(_)), "{error}");
}

#[tokio::test]
async fn it_stops_within_a_second_whoever_is_connected() {
    let running = Running::world().await;
    let (address, url) = (running.address(), running.url().to_owned());
    running.get("/_emulator/health").await.ok();
    // One that never says a word, and one that never finishes.
    let _silent = TcpStream::connect(address).await.unwrap();
    let unfinished = TcpStream::connect(address).await.unwrap();
    unfinished.writable().await.unwrap();
    unfinished.try_write(b"POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nx").unwrap();
    running.get("/_emulator/health").await.ok();

    let watch = Stopwatch::start();
    let (client, handle) = running.into_parts();
    handle.stop().await;
    assert!(watch.elapsed() < Duration::from_secs(1), "{:?}", watch.elapsed());
    assert!(client.get(format!("{url}/_emulator/health")).send().await.is_err());
    Emulator::builder(plan(WORLD)).listen(address.to_string()).start().await.unwrap();
}

#[tokio::test]
async fn it_stops_when_its_handle_is_dropped() {
    let running = Running::world().await;
    let (client, handle) = running.into_parts();
    let url = handle.control_url();
    drop(handle);
    let gone = async {
        while client.get(format!("{url}/health")).send().await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    assert!(zoom_qos_emulator::clock::real_timeout(Duration::from_secs(10), gone).await.is_some());
}
