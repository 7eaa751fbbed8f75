//! The whole emulator: the only place where its parts are wired together.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::api::{self, Api, AuthMode};
use crate::clock::{Clock, ClockMode, RunsForwardOnly};
use crate::control::{self, Control};
use crate::delivery::{Subscription, SubscriptionError, Transport, TransportError};
use crate::http;
use crate::player::{Players, StoppedEarly};
use crate::scenario::plan::{EventKind, Plan, Webhook};
use crate::tasks::{Stopped, Tasks};
use crate::time::{Moment, Span};
use crate::world::World;

/// The secret of webhooks if nobody names another.
pub const DEFAULT_WEBHOOK_SECRET: &str = "Emulator-Webhook-Secret";

/// How long answers and deliveries that are under way may take when the emulator stops.
const GRACE: Duration = Duration::from_millis(500);

/// Starts emulators. They share nothing, so several can run side by side.
///
/// ```no_run
/// use zoom_qos_emulator::Emulator;
/// # use zoom_qos_emulator::scenario::plan::Plan;
///
/// # async fn start(plan: Plan) -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::builder(plan).start().await?;
/// println!("{} with {}", emulator.url(), emulator.access_token());
/// emulator.advance("5m".parse()?).await?;
/// emulator.stop().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Emulator;

impl Emulator {
    /// An emulator of what `plan` says, on a free port of the loopback interface.
    pub fn builder(plan: Plan) -> Builder {
        Builder {
            plan,
            listen: "127.0.0.1:0".to_owned(),
            auth: AuthMode::Strict,
            webhook_url: None,
            webhook_secret: None,
        }
    }
}

/// What an emulator is to be like; made by [`Emulator::builder`].
#[derive(Debug)]
#[must_use = "nothing starts before `start`"]
pub struct Builder {
    plan: Plan,
    listen: String,
    auth: AuthMode,
    webhook_url: Option<String>,
    webhook_secret: Option<String>,
}

/// Why an emulator cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Nothing can listen there.
    #[error("cannot listen on `{address}`: {source}")]
    Listen {
        /// The address that was asked for.
        address: String,
        /// What the system says.
        source: io::Error,
    },
    /// A webhook that nothing can be posted to.
    #[error(transparent)]
    Webhook(#[from] SubscriptionError),
    /// Nothing can be posted at all.
    #[error(transparent)]
    Transport(#[from] TransportError),
}

impl StartError {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        let Self::Listen { source, .. } = self else { return None };
        Some(match source.kind() {
            io::ErrorKind::AddrInUse => {
                "another program listens there; stop it or choose another port. Port 0 picks a free one"
            }
            io::ErrorKind::PermissionDenied => "ports below 1024 are privileged; choose a higher one",
            io::ErrorKind::AddrNotAvailable => "this machine has no such address; `127.0.0.1` always works",
            _ => "write it like `127.0.0.1:8100`",
        })
    }
}

impl Builder {
    /// Where to listen: `127.0.0.1:8100`. Port 0, which is the default, picks a free one.
    pub fn listen(mut self, address: impl Into<String>) -> Self {
        self.listen = address.into();
        self
    }

    /// What every random choice is drawn from, instead of the plan's seed.
    pub fn seed(mut self, seed: u64) -> Self {
        self.plan.seed = seed;
        self
    }

    /// How time passes, instead of the plan's way.
    pub fn clock(mut self, mode: ClockMode) -> Self {
        self.plan.clock.mode = mode;
        self
    }

    /// The instant at which the emulator starts, instead of the plan's.
    pub fn start_at(mut self, start: Moment) -> Self {
        self.plan.clock.start = Some(start);
        self
    }

    /// Posts all events there, instead of to the plan's webhooks.
    pub fn webhook_url(mut self, url: impl Into<String>) -> Self {
        self.webhook_url = Some(url.into());
        self
    }

    /// Signs events with this secret, instead of the plan's.
    pub fn webhook_secret(mut self, secret: impl Into<String>) -> Self {
        self.webhook_secret = Some(secret.into());
        self
    }

    /// Who may ask.
    pub fn auth(mut self, auth: AuthMode) -> Self {
        self.auth = auth;
        self
    }

    /// Whether there are rate limits, whatever the plan says.
    pub fn rate_limits(mut self, are_on: bool) -> Self {
        self.plan.api.rate_limits = are_on;
        self
    }

    /// The world alone, with nothing that runs.
    pub fn into_world(self) -> World {
        let start = Clock::start(&self.plan.clock).started();
        World::new(Arc::new(self.plan), start)
    }

    /// Starts it on the current Tokio runtime. When this returns, it listens.
    ///
    /// # Errors
    ///
    /// When it cannot listen, or a webhook is wrong.
    pub async fn start(mut self) -> Result<Handle, StartError> {
        let webhook_secret = self.settle_webhooks();
        let subscriptions = (0..)
            .zip(&self.plan.webhooks)
            .map(|(index, webhook)| Subscription::from_plan(index, webhook))
            .collect::<Result<Vec<_>, _>>()?;
        let transport = Transport::new()?;
        let (listener, address) = listen(self.listen).await?;

        let clock = Clock::start(&self.plan.clock);
        let world = Arc::new(World::new(Arc::new(self.plan), clock.started()));
        let tasks = Tasks::new();
        let players = Arc::new(Players::start(subscriptions, &world, &clock, &transport, &tasks));
        let url = format!("http://{}", reachable(address));
        let api = Arc::new(Api::new(
            world.clone(),
            clock.clone(),
            self.auth,
            url.clone(),
            players.clone(),
            &webhook_secret,
        ));
        let control = Control { world: world.clone(), clock: clock.clone(), players: players.clone() };
        let routes = api::router(api.clone(), api.sub_accounts()).merge(control::router(Arc::new(control)));
        http::serve(listener, http::frame(routes, world.plan().seed), &tasks);
        Ok(Handle { address, url, webhook_secret, world, clock, players, api, tasks })
    }

    /// Applies what overrides the plan's webhooks, and answers the secret.
    fn settle_webhooks(&mut self) -> String {
        let webhooks = &mut self.plan.webhooks;
        let secret = self
            .webhook_secret
            .clone()
            .or_else(|| webhooks.first().map(|webhook| webhook.secret.clone()))
            .unwrap_or_else(|| DEFAULT_WEBHOOK_SECRET.to_owned());
        if let Some(url) = self.webhook_url.take() {
            *webhooks = vec![Webhook::new("webhook-1", url, &secret, EventKind::ALL.to_vec())];
        } else if self.webhook_secret.is_some() {
            for webhook in webhooks {
                webhook.secret.clone_from(&secret);
            }
        }
        secret
    }
}

async fn listen(address: String) -> Result<(TcpListener, SocketAddr), StartError> {
    let listening = async {
        let listener = TcpListener::bind(&address).await?;
        let bound = listener.local_addr()?;
        Ok((listener, bound))
    };
    listening.await.map_err(|source| StartError::Listen { address, source })
}

/// What listens on all addresses is reached on that of the machine itself.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

/// A running emulator. It stops when this is dropped; [`Handle::stop`] also waits until it has.
#[derive(Debug)]
pub struct Handle {
    address: SocketAddr,
    url: String,
    webhook_secret: String,
    world: Arc<World>,
    clock: Clock,
    players: Arc<Players>,
    api: Arc<Api>,
    tasks: Tasks,
}

/// Why the clock cannot be advanced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
#[expect(missing_docs, reason = "they say it themselves")]
pub enum AdvanceError {
    RunsForwardOnly(#[from] RunsForwardOnly),
    StoppedEarly(#[from] StoppedEarly),
}

impl Handle {
    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the emulated API is, `http://127.0.0.1:8100`; paths begin with `/v2` or not.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the control API is, `http://127.0.0.1:8100/_emulator`.
    pub fn control_url(&self) -> String {
        format!("{}/_emulator", self.url)
    }

    /// `client_id` of the scenario's first app.
    pub fn client_id(&self) -> &str {
        self.world.plan().apps.first().map_or("", |app| &app.client_id)
    }

    /// `client_secret` of the scenario's first app.
    pub fn client_secret(&self) -> &str {
        self.world.plan().apps.first().map_or("", |app| &app.client_secret)
    }

    /// `account_id`
    pub fn account_id(&self) -> &str {
        &self.world.plan().account.id
    }

    /// A new access token of the scenario's first app, which lives for an hour of the emulator's clock.
    pub fn access_token(&self) -> String {
        self.api.access_token()
    }

    /// The secret that events are signed with: that of the first webhook, or the one that would be used.
    pub fn webhook_secret(&self) -> &str {
        &self.webhook_secret
    }

    /// Who receives events.
    pub fn players(&self) -> &Players {
        &self.players
    }

    /// The clock that everything reads.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The world behind every answer.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Jumps forward, and waits until all that fell due has settled: every event was attempted.
    ///
    /// # Errors
    ///
    /// When `span` is negative, or the emulator stops meanwhile.
    pub async fn advance(&self, span: Span) -> Result<Moment, AdvanceError> {
        let now = self.clock.advance(span)?;
        self.players.settled(now).await?;
        Ok(now)
    }

    /// Waits until the emulator stops by itself, which it does only when something in it broke.
    pub async fn stopped(&self) {
        self.tasks.stopping().cancelled().await;
    }

    /// Stops it: nothing new is begun, and what is under way has half a second to end.
    pub async fn stop(self) -> Stopped {
        self.tasks.stop(GRACE).await
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.tasks.stopping().cancel();
    }
}
