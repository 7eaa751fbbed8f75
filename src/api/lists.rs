//! Lists of meetings, webinars and sessions.

use std::sync::Arc;

use axum::extract::State;

use super::Api;
use super::dates::Range;
use super::gatherings::{Cut, Kind, Paging, Which};
use super::paging::{Position, Query};
use crate::http::{Answer, Parameters, Reply};
use crate::scenario::plan::GatheringKind;
use crate::time::Moment;
use crate::wire::{self, ApiError, Dates};
use crate::world::{Department, Gathering, TimeOf, World};

/// A filtered list sees so many instances of its range, the latest ones: to know what is filtered out, each
/// must be looked at.
const MOST_FILTERED: usize = 20_000;

/// `/metrics/meetings`, `/metrics/webinars`, `/videosdk/sessions`: what goes on, or what is over, latest first.
/// The list is as it was when its first page was asked for.
pub(super) async fn list<K: Kind>(State(api): State<Arc<Api>>, mut parameters: Parameters) -> Reply {
    let now = api.clock.now();
    let is_meeting = K::KIND == GatheringKind::Meeting;
    let which = Which::of(&mut parameters, K::TYPES);
    let range = Range::required(&mut parameters, now, is_meeting);
    let filter = Filter::of(&mut parameters, K::KIND, which, &api.world);
    let time = match K::KIND {
        GatheringKind::Session => TimeOf::Start,
        _ => {
            let choices = [("start_time", TimeOf::Start), ("end_time", TimeOf::End)];
            parameters.choice("query_date_type", &choices, TimeOf::Start)
        }
    };
    let with_tracking_fields =
        is_meeting && parameters.choice("include_fields", &[("tracking_fields", true)], false);
    let paging = Paging::of(&mut parameters, 300, 30);
    parameters.check()?;
    if which == Which::Live && time == TimeOf::End {
        return Err(ApiError::no_end_time());
    }

    let query = Query::new(K::LIST, range)
        .with("type", which)
        .with("time", time)
        .with("filter", &filter)
        .with("tracking_fields", with_tracking_fields)
        .with("page_size", paging.size);
    let position = api.pages.read(&query, paging.token.as_deref(), now)?;
    let Found { page, total, next } =
        List { world: &api.world, kind: K::KIND, which, time, range, filter: &filter, since: position.since }
            .page(position.index, paging.size as usize);
    let next_page_token =
        next.map(|index| api.pages.issue(&query, Position { index, ..position }, now)).unwrap_or_default();
    let cut = Cut { next_page_token, page_size: paging.size, total };
    let (from, to) = range.days();
    Ok(Answer(wire::gatherings_page(
        &api.world,
        K::KIND,
        &cut.page(),
        &Dates { from: &from, to: &to },
        &page,
        with_tracking_fields,
        position.since,
    )))
}

/// What is listed.
struct List<'a> {
    world: &'a World,
    kind: GatheringKind,
    which: Which,
    time: TimeOf,
    range: Range,
    filter: &'a Filter,
    /// When the first page was asked for.
    since: Moment,
}

/// A page of it, how many there are on all pages, and where the next one begins.
struct Found {
    page: Vec<Gathering>,
    total: u64,
    next: Option<u32>,
}

impl List<'_> {
    fn page(&self, index: u32, size: usize) -> Found {
        if !self.filter.is_open() {
            return self.filtered(index as usize, size);
        }
        if self.which == Which::Live {
            return self.live(index, size);
        }
        let (page, total) = self.past(index.into(), size);
        Found::new(page, total, index)
    }

    /// One that goes on is of every range in which it does.
    fn live(&self, index: u32, size: usize) -> Found {
        let (from, to) = self.range.moments();
        if from > self.since {
            return Found { page: Vec::new(), total: 0, next: None };
        }
        let mut live = self
            .world
            .gatherings_live(self.kind, self.since, index)
            .filter(|(_, gathering)| gathering.start < to);
        let page = live.by_ref().take(size).map(|(_, gathering)| gathering).collect();
        let next = live.next().map(|(position, _)| position);
        Found { page, total: self.world.gatherings_live_count(self.kind, self.since, to), next }
    }

    fn past(&self, offset: u64, limit: usize) -> (Vec<Gathering>, u64) {
        let span = self.range.moments();
        self.world.gatherings_past(self.kind, self.time, span, self.since, offset, limit)
    }

    fn filtered(&self, offset: usize, size: usize) -> Found {
        let all = match self.which {
            Which::Live => self.live(0, MOST_FILTERED).page,
            _ => self.past(0, MOST_FILTERED).0,
        };
        let passing = all.into_iter().filter(|one| self.filter.passes(self.world, one, self.since));
        let passing: Vec<_> = passing.collect();
        let total = passing.len() as u64;
        Found::new(passing.into_iter().skip(offset).take(size).collect(), total, offset as u32)
    }
}

impl Found {
    /// A page of a list that is counted from its first element on.
    fn new(page: Vec<Gathering>, total: u64, offset: u32) -> Self {
        let next = offset.saturating_add(page.len() as u32);
        Self { page, total, next: (u64::from(next) < total).then_some(next) }
    }
}

/// What one must be to be listed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Filter {
    /// Those of the groups that exist.
    groups: Option<Vec<Department>>,
    group_include_participant: bool,
    alone: bool,
    session_key: Option<String>,
    session_name: Option<String>,
}

impl Filter {
    fn of(parameters: &mut Parameters, kind: GatheringKind, which: Which, world: &World) -> Self {
        if kind == GatheringKind::Session {
            return Self {
                session_key: parameters.text("session_key"),
                session_name: parameters.text("session_name"),
                ..Self::default()
            };
        }
        let groups = parameters.text("group_id").map(|ids| groups(world, &ids));
        let group_include_participant = parameters.flag("group_include_participant") && groups.is_some();
        let alone = which == Which::PastOne;
        Self { groups, group_include_participant, alone, ..Self::default() }
    }

    fn is_open(&self) -> bool {
        *self == Self::default()
    }

    fn passes(&self, world: &World, gathering: &Gathering, now: Moment) -> bool {
        (!self.alone || world.joined(gathering, now) == 1)
            && self.session_key.as_ref().is_none_or(|key| *key == world.session_key(gathering))
            && self.session_name.as_ref().is_none_or(|name| *name == world.topic(gathering))
            && self.groups.as_ref().is_none_or(|groups| {
                world.has_anybody_of(groups, gathering, self.group_include_participant, now)
            })
    }
}

/// The departments whose people are the groups with these IDs, separated by commas.
fn groups(world: &World, ids: &str) -> Vec<Department> {
    let is_asked_for = |department: &Department| {
        ids.split(',').any(|id| id.trim().as_bytes() == world.group_id(*department).text())
    };
    Department::ALL.into_iter().filter(is_asked_for).collect()
}
