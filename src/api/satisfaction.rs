//! What people answered when they were asked, after a meeting or a webinar, how it was.

use std::sync::Arc;

use axum::extract::State;

use super::Api;
use super::gatherings::{Kind, Paging, WITH_PAST_ONE, Which};
use super::paging::Query;
use super::path_id::PathIds;
use crate::http::{Answer, Parameters, Reply};
use crate::wire::{self, Operation};

/// After these, people are asked how it was.
pub(super) trait Surveyed: Kind {
    const SATISFACTION: Operation;
}

/// `…/participants/satisfaction`. While it goes on, nobody has been asked.
pub(super) async fn satisfaction<K: Surveyed>(
    State(api): State<Arc<Api>>,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let which = Which::of(&mut parameters, WITH_PAST_ONE);
    let paging = Paging::of(&mut parameters, 300, 30);
    parameters.check()?;
    let now = api.clock.now();
    let gathering = api.find::<K>(ids.gathering(), K::SATISFACTION, which, now)?;
    let query = Query::new(K::SATISFACTION, api.world.uuid(&gathering)).with("type", which);
    // The answer has no total.
    let (respondents, cut) =
        api.cut(query, &paging, now, 0, |from| api.world.respondents(&gathering, now, from))?;
    Ok(Answer(wire::satisfaction_page(&api.world, &gathering, &cut.page(), respondents)))
}
