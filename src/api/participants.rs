//! Who takes part in a meeting, webinar or session.

use std::sync::Arc;

use axum::extract::State;

use super::Api;
use super::gatherings::{Kind, Paging, Which};
use super::paging::Query;
use super::path_id::PathIds;
use crate::http::{Answer, Parameters, Reply};
use crate::scenario::plan::GatheringKind;
use crate::wire;

/// `/metrics/meetings/{meetingId}/participants`, `/metrics/webinars/{webinarId}/participants`,
/// `/videosdk/sessions/{sessionId}/users`
pub(super) async fn participants<K: Kind>(
    State(api): State<Arc<Api>>,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let which = Which::of(&mut parameters, K::TYPES);
    let paging = Paging::of(&mut parameters, 300, 30);
    let with_registrants = K::KIND != GatheringKind::Session
        && parameters.choice("include_fields", &[("registrant_id", true)], false);
    parameters.check()?;
    let now = api.clock.now();
    let gathering = api.find::<K>(ids.gathering(), K::PARTICIPANTS, which, now)?;
    let query = Query::new(K::PARTICIPANTS, api.world.uuid(&gathering))
        .with("type", which)
        .with("registrant_id", with_registrants);
    let total = api.world.joined(&gathering, now).into();
    let (participants, cut) =
        api.cut(query, &paging, now, total, |from| api.world.participants(&gathering, now, from))?;
    let page = cut.page();
    Ok(Answer(wire::participants_page(&api.world, &gathering, &page, participants, with_registrants, now)))
}
