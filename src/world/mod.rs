//! The world: a pure function of (seed, scenario, time).
//!
//! Nothing here waits, locks, reads a clock or fails. What somebody measured in a minute is computed when it is
//! asked for, from the [`seed`] and from what the value is for; identifiers lead back to what they name
//! ([`ids`]); the population follows a timetable of slots ([`schedule`]) and its people come and go by
//! arithmetic ([`stays`]); what the scenario names is folded once ([`named`], [`timeline`]). From a network
//! ([`link`]) follow streams ([`media`]), minutes and summaries ([`qos`], [`aggregate`]), scores
//! ([`mos`]) and the events between two instants ([`events`]).

mod account;
mod aggregate;
mod call_log;
pub mod call_summary;
mod calls;
mod cast;
mod client;
mod departments;
mod events;
mod feedback;
mod gathering_log;
mod gatherings;
pub mod health;
mod hosts;
mod ids;
mod lanes;
mod link;
mod listing;
mod log;
pub mod media;
mod mos;
mod named;
mod overview;
mod people;
mod places;
mod pool;
pub mod qos;
mod rooms;
mod schedule;
mod seed;
mod series;
mod sharing;
mod stations;
mod stays;
mod sub_account;
mod timeline;
mod whereabouts;

use std::sync::Arc;

pub use account::{
    Chat, ClientFeedback, ClientVersion, DayQuality, FeedbackKind, Judged, QualityCounts, Satisfaction, User,
};
pub use calls::{Call, CallRef, Party};
pub use cast::{Participant, Role};
pub use departments::Department;
pub use events::{Direction, Event, Subject};
pub use feedback::Feedback;
pub use gatherings::{Gathering, GatheringRef, State};
pub use hosts::Host;
pub use ids::{CallId, ParticipantId, ParticipantUuid, ShortId, ShortIdError, Uuid, UuidError};
pub use log::TimeOf;
pub use mos::{quality, score};
pub use overview::Overview;
pub use people::{Email, Name, Person};
pub use rooms::{HourUsage, Room, RoomEpisode, RoomIssue, RoomMeeting, RoomState, RoomStatus};
pub use sharing::Share;
pub use stations::{HarddiskId, PcName, Station};

// Words of the plan that the views speak.
pub use crate::scenario::plan::{City, Device, GatheringKind, Medium, Side, StreamKind};

use crate::scenario::plan::Plan;
use crate::time::Moment;
use account::Users;
use calls::NamedCalls;
use ids::Ids;
use named::Named;
use rooms::Rooms;
use schedule::Schedule;
use seed::{Key, Purpose};
use timeline::Timeline;

/// The world that a plan describes. It cannot fail, and it remembers nothing but the plan.
#[derive(Debug)]
pub struct World {
    plan: Arc<Plan>,
    start: Moment,
    key: Key,
    ids: Ids,
    /// Of meetings, webinars and sessions.
    schedules: [Option<Schedule>; 3],
    calls: Option<Schedule>,
    named: Named,
    named_calls: NamedCalls,
    timeline: Timeline,
    rooms: Rooms,
    users: Users,
}

impl World {
    /// The world of `plan`, whose relative times count from `start`.
    pub fn new(plan: Arc<Plan>, start: Moment) -> Self {
        let key = Key::of_seed(plan.seed);
        let timeline = Timeline::new(&plan, start);
        let named = Named::new(&plan, start, key, |gathering, participant, stay| {
            whereabouts::medium_changes(&plan, key, &timeline, gathering, participant, stay)
        });
        let ids = Ids::new(key);
        let population = &plan.population;
        let schedule = |purpose, crowd: Option<_>| crowd.map(|crowd| Schedule::new(key.of(purpose), crowd));
        Self {
            schedules: [
                schedule(Purpose::Meetings, population.meetings),
                schedule(Purpose::Webinars, population.webinars),
                schedule(Purpose::Sessions, population.sessions),
            ],
            calls: schedule(Purpose::Calls, population.calls),
            named_calls: NamedCalls::new(&plan, start, &ids),
            rooms: Rooms::new(&plan, key),
            users: Users::new(&plan, key),
            named,
            timeline,
            ids,
            key,
            start,
            plan,
        }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// When relative times start.
    pub fn start(&self) -> Moment {
        self.start
    }
}
