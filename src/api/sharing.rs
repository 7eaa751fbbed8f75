//! Who shared a screen in a meeting, webinar or session.

use std::sync::Arc;

use axum::extract::State;

use super::Api;
use super::gatherings::{Kind, LIVE_OR_PAST, Paging, Which};
use super::paging::Query;
use super::path_id::PathIds;
use crate::http::{Answer, Parameters, Reply};
use crate::scenario::plan::GatheringKind;
use crate::wire;

/// Of sessions, pages of 300 may be asked for, but the answer tells no `page_size` above 10.
const LARGEST_OF_SESSIONS: u32 = 10;

/// `…/participants/sharing`, `…/users/sharing`
pub(super) async fn sharing<K: Kind>(
    State(api): State<Arc<Api>>,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let which = Which::of(&mut parameters, LIVE_OR_PAST);
    let mut paging = Paging::of(&mut parameters, 300, 30);
    if K::KIND == GatheringKind::Session {
        paging.size = paging.size.min(LARGEST_OF_SESSIONS);
    }
    parameters.check()?;
    let now = api.clock.now();
    let gathering = api.find::<K>(ids.gathering(), K::SHARING, which, now)?;
    let query = Query::new(K::SHARING, api.world.uuid(&gathering)).with("type", which);
    let total = api.world.sharers(&gathering, now, 0).count() as u64;
    let (sharers, cut) =
        api.cut(query, &paging, now, total, |from| api.world.sharers(&gathering, now, from))?;
    Ok(Answer(wire::sharing_page(&api.world, &gathering, &cut.page(), sharers, now)))
}
