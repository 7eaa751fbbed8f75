//! Zoom Rooms, their meetings and their issues.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;

use super::Api;
use super::account::{PAGE_SIZES, days, told};
use super::auth::Access;
use super::counted::part;
use super::dates::Range;
use super::gatherings::Paging;
use super::paging::Query;
use super::path_id::PathIds;
use crate::http::{Answer, Parameters, Reply};
use crate::wire::{self, ApiError, Operation};
use crate::world::{Room, RoomIssue};

/// Lists of what there is most of name so many.
const TOP: usize = 25;

/// `/metrics/zoomrooms`: all of them, as they are now. A page is asked for by its token or its number.
pub(super) async fn rooms(State(api): State<Arc<Api>>, _: Access, mut parameters: Parameters) -> Reply {
    let paging = Paging::of(&mut parameters, PAGE_SIZES.0, PAGE_SIZES.1);
    let number = parameters.integer("page_number", 1..=u32::MAX, 1);
    parameters.check()?;
    let now = api.clock.now();
    let start = (number - 1).saturating_mul(paging.size);
    let query = Query::new(Operation::ZoomRooms, "");
    let page = api.counted(query, &paging, now, start, |_, offset, limit| {
        let from = u32::try_from(offset).unwrap_or(u32::MAX);
        (api.world.rooms(from).take(limit).collect(), api.world.room_count().into())
    })?;
    let number = page.first / paging.size + 1;
    Ok(Answer(wire::rooms_page(&api.world, &page.cut.page(), number, &page.elements, now)))
}

/// `/metrics/zoomrooms/{zoomroomId}`: one of them as it is now, the meeting that it is in, and those that it was
/// in, latest first.
pub(super) async fn room(
    State(api): State<Arc<Api>>,
    _: Access,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let now = api.clock.now();
    let range = Range::required(&mut parameters, now, false);
    let paging = Paging::of(&mut parameters, PAGE_SIZES.0, PAGE_SIZES.1);
    parameters.check()?;
    let room = api.find_room(&ids, Operation::ZoomRoom)?;
    let query = Query::new(Operation::ZoomRoom, range).with("room", room.position);
    let page = api.counted(query, &paging, now, 0, |since, offset, limit| {
        part(api.world.past_room_meetings(&room, range.moments(), since), offset, limit)
    })?;
    Ok(Answer(told(range, |dates| {
        wire::room(&api.world, &room, dates, &page.cut.page(), &page.elements, now)
    })))
}

/// `/metrics/zoomrooms/issues`: the most widespread issues, and in how many rooms each came up.
pub(super) async fn top_issues(State(api): State<Arc<Api>>, _: Access, mut parameters: Parameters) -> Reply {
    let now = api.clock.now();
    let range = Range::required(&mut parameters, now, false);
    parameters.check()?;
    let (first, last) = days(range);
    let mut counts = RoomIssue::ALL.map(|issue| (issue, 0));
    for room in api.world.rooms(0) {
        let episodes = api.world.room_episodes(&room, first, last, now);
        let issues: BTreeSet<_> = episodes.into_iter().map(|episode| episode.issue).collect();
        for issue in issues {
            counts[issue as usize].1 += 1;
        }
    }
    let mut issues: Vec<_> = counts.into_iter().filter(|&(_, rooms)| rooms > 0).collect();
    issues.sort_by_key(|&(issue, rooms)| (Reverse(rooms), issue));
    issues.truncate(TOP);
    Ok(Answer(told(range, |dates| wire::top_room_issues(dates, &issues))))
}

/// `/metrics/issues/zoomrooms`: the rooms with the most issues.
pub(super) async fn top_rooms(State(api): State<Arc<Api>>, _: Access, mut parameters: Parameters) -> Reply {
    let now = api.clock.now();
    let range = Range::required(&mut parameters, now, false);
    parameters.check()?;
    let (first, last) = days(range);
    let counted = api.world.rooms(0).map(|room| {
        let issues = api.world.room_episodes(&room, first, last, now).len();
        (room, issues)
    });
    let mut rooms: Vec<_> = counted.filter(|&(_, issues)| issues > 0).collect();
    // Stable: those with as many stay in their order.
    rooms.sort_by_key(|&(_, issues)| Reverse(issues));
    rooms.truncate(TOP);
    Ok(Answer(told(range, |dates| wire::top_rooms(dates, &rooms))))
}

/// `/metrics/issues/zoomrooms/{zoomroomId}`: what came up in a room, latest first. The list is as it was when
/// its first page was asked for.
pub(super) async fn room_issues(
    State(api): State<Arc<Api>>,
    _: Access,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let now = api.clock.now();
    let range = Range::required(&mut parameters, now, false);
    let paging = Paging::of(&mut parameters, PAGE_SIZES.0, PAGE_SIZES.1);
    parameters.check()?;
    let room = api.find_room(&ids, Operation::ZoomRoomIssues)?;
    let (first, last) = days(range);
    let query = Query::new(Operation::ZoomRoomIssues, range).with("room", room.position);
    let page = api.counted(query, &paging, now, 0, |since, offset, limit| {
        part(api.world.room_episodes(&room, first, last, since), offset, limit)
    })?;
    Ok(Answer(told(range, |dates| wire::room_issues(dates, &page.cut.page(), &page.elements))))
}

impl Api {
    fn find_room(&self, ids: &PathIds, operation: Operation) -> Result<Room<'_>, ApiError> {
        let room = ids.first().parse().ok().and_then(|id| self.world.room_by_id(id));
        room.ok_or_else(|| ApiError::not_found(operation))
    }
}
