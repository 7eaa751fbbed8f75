//! Serves a router on a socket: connections are bounded in number, patience and memory, and end with the
//! emulator.

use std::future::pending;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::clock::real_timeout;
use crate::tasks::Tasks;

/// How many connections are open at a time; further ones wait to be accepted.
const MOST_CONNECTIONS: usize = 4096;

/// How long a connection may be idle, or take to send the head of a request.
const PATIENCE: Duration = Duration::from_secs(75);

/// The head of a request has so many bytes at most.
const LONGEST_HEAD: usize = 32 * 1024;

/// What is read or written is held in so many bytes at most.
const BUFFER: usize = 64 * 1024;

/// How long to wait when no connection can be accepted, for want of file descriptors.
const RECOVERY: Duration = Duration::from_millis(100);

/// Accepts connections until the tasks are told to stop. Those that are open then finish the answer that they
/// are at.
pub(crate) fn serve(listener: TcpListener, app: Router, tasks: &Tasks) {
    let connections = tasks.clone();
    tasks.spawn("listener", async move {
        let stopping = connections.stopping().clone();
        tokio::select! {
            () = stopping.cancelled() => {}
            () = accept(listener, app, connections) => {}
        }
    });
}

async fn accept(listener: TcpListener, app: Router, tasks: Tasks) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    while let Ok(place) = places.clone().acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                let (app, stopping) = (app.clone(), tasks.stopping().clone());
                tasks.spawn("connection", async move {
                    converse(stream, app, stopping).await;
                    drop(place);
                });
            }
            Err(error) if is_about_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!("no connection can be accepted now: {error}");
                real_timeout(RECOVERY, pending::<()>()).await;
            }
        }
    }
}

/// Whether the peer was gone before it was accepted.
fn is_about_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn converse(stream: TcpStream, app: Router, stopping: CancellationToken) {
    // Answers are written whole, so there is nothing to wait for.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!("a connection was lost: {error}");
        return;
    }
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_header_size(LONGEST_HEAD)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(app));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!("a connection was lost: {error}");
    }
}
