//! The emulated API: `/v2/…`, also without `/v2`, and `/oauth/token`.
//!
//! A request goes through the router and past the guard, who knows tokens, scopes, rate limits and plans, to a
//! handler, which takes an `Access`, reads IDs and parameters, asks the world, and answers with the bytes that
//! [`wire`](crate::wire) writes.

mod account;
mod auth;
mod call_filter;
mod calls;
mod counted;
mod dates;
mod details;
mod gatherings;
mod grants;
mod guard;
mod keys;
mod lists;
mod marketplace;
mod meetings;
mod oauth;
mod operations;
mod paging;
mod participants;
mod path_id;
mod rooms;
mod router;
mod satisfaction;
mod sdk_token;
mod sessions;
mod sharing;
mod tokens;
mod webinars;

use std::fmt;
use std::sync::Arc;

pub use auth::AuthMode;
pub(crate) use router::router;

use auth::Gatekeeper;
use paging::PageTokens;
use tokens::Kind;

use crate::clock::Clock;
use crate::fault::rate_limit::RateLimits;
use crate::player::Players;
use crate::world::World;

/// What the handlers share.
#[derive(Debug)]
pub(crate) struct Api {
    world: Arc<World>,
    clock: Clock,
    auth: AuthMode,
    gatekeeper: Arc<Gatekeeper>,
    /// None if the account may ask as often as it likes.
    limits: Option<RateLimits>,
    pages: PageTokens,
    players: Arc<Players>,
    /// What subscriptions that are made here are signed with.
    webhook_secret: WebhookSecret,
    /// Where the API is: `http://127.0.0.1:8100`.
    url: String,
}

impl Api {
    pub(crate) fn new(
        world: Arc<World>,
        clock: Clock,
        auth: AuthMode,
        url: String,
        players: Arc<Players>,
        webhook_secret: &str,
    ) -> Self {
        let gatekeeper = Arc::new(Gatekeeper::new(world.plan()));
        let limits = limits(&world);
        let pages = PageTokens::new(world.plan());
        let webhook_secret = WebhookSecret(webhook_secret.to_owned());
        Self { world, clock, auth, gatekeeper, limits, pages, players, webhook_secret, url }
    }

    /// The APIs of the accounts that this one is the master of; the apps are the same.
    pub(crate) fn sub_accounts(&self) -> Vec<Arc<Self>> {
        let worlds = (0..).map_while(|index| self.world.of_sub_account(index));
        let api = |world: World| {
            let world = Arc::new(world);
            Arc::new(Self {
                limits: limits(&world),
                pages: PageTokens::new(world.plan()),
                clock: self.clock.clone(),
                auth: self.auth,
                gatekeeper: self.gatekeeper.clone(),
                players: self.players.clone(),
                webhook_secret: self.webhook_secret.clone(),
                url: self.url.clone(),
                world,
            })
        };
        worlds.map(api).collect()
    }

    /// A new access token of the scenario's first app.
    pub(crate) fn access_token(&self) -> String {
        self.gatekeeper.issue(Kind::ServerToServer, 0, self.clock.now()).unwrap_or_default()
    }

    fn account_id(&self) -> &str {
        &self.world.plan().account.id
    }
}

fn limits(world: &World) -> Option<RateLimits> {
    let plan = world.plan();
    plan.api.rate_limits.then(|| RateLimits::new(plan.account.plan))
}

/// A secret token, which is shown to nobody.
#[derive(Clone)]
struct WebhookSecret(String);

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}
