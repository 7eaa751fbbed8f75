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

use std::sync::Arc;

pub use auth::AuthMode;
pub(crate) use router::router;

use auth::Gatekeeper;
use paging::PageTokens;
use tokens::Kind;

use crate::clock::Clock;
use crate::fault::rate_limit::RateLimits;
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
    /// Where the API is: `http://127.0.0.1:8100`.
    url: String,
}

impl Api {
    pub(crate) fn new(world: Arc<World>, clock: Clock, auth: AuthMode, url: String) -> Self {
        let gatekeeper = Arc::new(Gatekeeper::new(world.plan()));
        Self::of_account(world, clock, auth, url, gatekeeper)
    }

    /// The APIs of the accounts that this one is the master of; the apps are the same.
    pub(crate) fn sub_accounts(&self) -> Vec<Arc<Self>> {
        let worlds = (0..).map_while(|index| self.world.of_sub_account(index));
        let api = |world| {
            let (clock, url) = (self.clock.clone(), self.url.clone());
            Arc::new(Self::of_account(Arc::new(world), clock, self.auth, url, self.gatekeeper.clone()))
        };
        worlds.map(api).collect()
    }

    fn of_account(
        world: Arc<World>,
        clock: Clock,
        auth: AuthMode,
        url: String,
        gatekeeper: Arc<Gatekeeper>,
    ) -> Self {
        let plan = world.plan();
        let limits = plan.api.rate_limits.then(|| RateLimits::new(plan.account.plan));
        let pages = PageTokens::new(plan);
        Self { world, clock, auth, gatekeeper, limits, pages, url }
    }

    /// A new access token of the scenario's first app.
    pub(crate) fn access_token(&self) -> String {
        self.gatekeeper.issue(Kind::ServerToServer, 0, self.clock.now()).unwrap_or_default()
    }

    fn account_id(&self) -> &str {
        &self.world.plan().account.id
    }
}
