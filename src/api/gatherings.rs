//! Quality of service of those who take part in meetings, webinars and sessions.

use std::sync::Arc;

use axum::extract::State;

use super::Api;
use super::auth::Access;
use super::paging::{Position, Query};
use super::path_id::{GatheringId, PathIds};
use crate::http::{Answer, Parameters, Reply};
use crate::scenario::plan::GatheringKind;
use crate::time::{Moment, Span};
use crate::wire::{self, ApiError, Operation, Page};
use crate::world::{Gathering, Participant, State as Phase};

/// What has ended longer ago than this is not told any more.
const YEAR: Span = Span::from_minutes(365 * 24 * 60);

/// What meetings, webinars and sessions differ in.
pub(super) trait Kind: 'static {
    const KIND: GatheringKind;
    const PARTICIPANTS_QOS: Operation;
    const PARTICIPANT_QOS: Operation;
    const PARTICIPANTS_QOS_SUMMARY: Operation;
}

/// `…/participants/qos`, `…/users/qos`
pub(super) async fn participants_qos<K: Kind>(
    State(api): State<Arc<Api>>,
    _: Access,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let phase = phase(&mut parameters);
    let paging = Paging::of(&mut parameters);
    parameters.check()?;
    let now = api.clock.now();
    let gathering = api.find::<K>(ids.gathering(), K::PARTICIPANTS_QOS, phase, now)?;
    let (participants, cut) = api.page(&gathering, K::PARTICIPANTS_QOS, &paging, now)?;
    Ok(Answer(wire::qos_page(&api.world, &gathering, &cut.page(), participants, now)))
}

/// `…/participants/{participantId}/qos`, `…/users/{userId}/qos`
pub(super) async fn participant_qos<K: Kind>(
    State(api): State<Arc<Api>>,
    _: Access,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let phase = phase(&mut parameters);
    parameters.check()?;
    let now = api.clock.now();
    let gathering = api.find::<K>(ids.gathering(), K::PARTICIPANT_QOS, phase, now)?;
    let participant = ids
        .participant()
        .and_then(|id| api.world.participant_by_id(&gathering, id, now))
        .ok_or_else(|| ApiError::not_found(K::PARTICIPANT_QOS))?;
    Ok(Answer(wire::qos(&api.world, &gathering, &participant, now)))
}

/// `…/participants/qos_summary`, `…/users/qos_summary`: of what has ended only.
pub(super) async fn participants_qos_summary<K: Kind>(
    State(api): State<Arc<Api>>,
    _: Access,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let paging = Paging::of(&mut parameters);
    parameters.check()?;
    let now = api.clock.now();
    let gathering = api.find::<K>(ids.gathering(), K::PARTICIPANTS_QOS_SUMMARY, Phase::Past, now)?;
    let (participants, cut) = api.page(&gathering, K::PARTICIPANTS_QOS_SUMMARY, &paging, now)?;
    Ok(Answer(wire::qos_summary_page(&api.world, &gathering, &cut.page(), participants)))
}

/// `type`
fn phase(parameters: &mut Parameters) -> Phase {
    parameters.choice("type", &[("past", Phase::Past), ("live", Phase::Live)], Phase::Live)
}

/// `page_size` and `next_page_token`
struct Paging {
    size: u32,
    token: Option<String>,
}

impl Paging {
    fn of(parameters: &mut Parameters) -> Self {
        Self { size: parameters.integer("page_size", 1..=10, 1), token: parameters.text("next_page_token") }
    }
}

/// How a list was cut into pages.
struct Cut {
    next_page_token: String,
    page_size: u32,
    total: u32,
}

impl Cut {
    fn page(&self) -> Page<'_> {
        Page {
            next_page_token: &self.next_page_token,
            page_size: self.page_size,
            total_records: self.total.into(),
        }
    }
}

impl Api {
    /// The instance that an ID stands for, if it is one of kind `K` and in that phase.
    fn find<K: Kind>(
        &self,
        id: GatheringId,
        operation: Operation,
        phase: Phase,
        now: Moment,
    ) -> Result<Gathering, ApiError> {
        let found = match id {
            GatheringId::Series(number) => self.world.gathering_by_number(number, now),
            GatheringId::Instance(uuid) => self.world.gathering_by_uuid(uuid, now),
            GatheringId::Nothing => None,
        };
        let gathering = found.ok_or_else(|| ApiError::not_found(operation))?;
        match (K::KIND, gathering.kind) {
            (GatheringKind::Meeting, GatheringKind::Webinar) => {
                return Err(ApiError::is_a_webinar(&id.to_string()));
            }
            (GatheringKind::Webinar, GatheringKind::Meeting) => {
                return Err(ApiError::is_a_meeting(&id.to_string()));
            }
            (asked, is) if asked != is => return Err(ApiError::not_found(operation)),
            _ => {}
        }
        if gathering.state(now) != phase {
            return Err(ApiError::not_found(operation));
        }
        if gathering.end + YEAR < now {
            return Err(ApiError::too_old(operation));
        }
        Ok(gathering)
    }

    /// The participants on a page. Each has an index that never changes, and a page goes on where the one
    /// before it ended, whoever joins in between.
    fn page(
        &self,
        gathering: &Gathering,
        operation: Operation,
        paging: &Paging,
        now: Moment,
    ) -> Result<(Vec<Participant<'_>>, Cut), ApiError> {
        let query = Query::new(operation, self.world.uuid(gathering))
            .with("state", gathering.state(now))
            .with("page_size", paging.size);
        let position = self.pages.read(&query, paging.token.as_deref(), now)?;
        let mut following = self.world.participants(gathering, now, position.index);
        let participants: Vec<_> = following.by_ref().take(paging.size as usize).collect();
        let next_page_token = match (participants.last(), following.next()) {
            (Some(last), Some(_)) => {
                self.pages.issue(&query, Position { index: last.index + 1, ..position }, now)
            }
            _ => String::new(),
        };
        let total = self.world.joined(gathering, now);
        Ok((participants, Cut { next_page_token, page_size: paging.size, total }))
    }
}
