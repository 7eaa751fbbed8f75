//! A receiver of webhooks: it verifies each signature, answers the validation of its URL, and prints what came.
//!
//! Run it with `cargo run --example verify_a_signature`, and the emulator with
//! `--webhook-url http://127.0.0.1:3000/webhook --webhook-secret s3cret`. `PORT` and `SECRET` change its own.

use std::error::Error;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// Whether `x-zm-signature` is `v0=` and the HMAC of `v0:{timestamp}:{body}` under the secret.
fn is_genuine(secret: &str, headers: &HeaderMap, body: &[u8]) -> bool {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some(signature) = header("x-zm-signature").strip_prefix("v0=").and_then(from_hex) else {
        return false;
    };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return false;
    };
    mac.update(format!("v0:{}:", header("x-zm-request-timestamp")).as_bytes());
    mac.update(body);
    // In constant time, so that nobody can find the signature byte by byte.
    mac.verify_slice(&signature).is_ok()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// The answer to `endpoint.url_validation`: the token, and its hexadecimal HMAC under the secret.
fn validation(secret: &str, plain_token: &str) -> Option<Value> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(plain_token.as_bytes());
    let encrypted: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    Some(json!({ "plainToken": plain_token, "encryptedToken": encrypted }))
}

fn receive(secret: &str, headers: &HeaderMap, body: &[u8]) -> Response {
    if !is_genuine(secret, headers, body) {
        println!("refused: the signature is wrong");
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let event: Value = serde_json::from_slice(body).unwrap_or_default();
    if event["event"] == "endpoint.url_validation" {
        let answer = event["payload"]["plainToken"].as_str().and_then(|token| validation(secret, token));
        return answer.map(Json).ok_or(StatusCode::BAD_REQUEST).into_response();
    }
    let who = event.pointer("/payload/object/participant/email").and_then(Value::as_str).unwrap_or_default();
    println!("{} {who}", event["event"].as_str().unwrap_or_default());
    StatusCode::NO_CONTENT.into_response()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = std::env::var("SECRET").unwrap_or_else(|_| "s3cret".to_owned());
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let receive = move |headers: HeaderMap, body: Bytes| async move { receive(&secret, &headers, &body) };
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("waiting for events on http://{}/webhook", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/webhook", post(receive))).await?;
    Ok(())
}
