//! The emulated API: `/v2/…`, also without `/v2`, and `/oauth/token`.
//!
//! A request goes through the router to a handler, which first takes an `Access`, then reads IDs
//! and parameters, asks the world, and answers with the bytes that [`wire`](crate::wire) writes.

mod auth;
mod call_filter;
mod calls;
mod dates;
mod details;
mod gatherings;
mod keys;
mod lists;
mod meetings;
mod oauth;
mod paging;
mod participants;
mod path_id;
mod router;
mod satisfaction;
mod sessions;
mod sharing;
mod webinars;

use std::sync::Arc;

pub use auth::AuthMode;
pub(crate) use router::router;

use auth::AccessTokens;
use paging::PageTokens;

use crate::clock::Clock;
use crate::world::World;

/// What the handlers share.
#[derive(Debug)]
pub(crate) struct Api {
    world: Arc<World>,
    clock: Clock,
    auth: AuthMode,
    tokens: AccessTokens,
    pages: PageTokens,
    /// Where the API is: `http://127.0.0.1:8100`.
    url: String,
}

impl Api {
    pub(crate) fn new(world: Arc<World>, clock: Clock, auth: AuthMode, url: String) -> Self {
        let plan = world.plan();
        let (tokens, pages) = (AccessTokens::new(plan), PageTokens::new(plan));
        Self { world, clock, auth, tokens, pages, url }
    }

    /// A new access token of the scenario's first app.
    pub(crate) fn access_token(&self) -> String {
        self.tokens.issue(0, self.clock.now()).unwrap_or_default()
    }
}
