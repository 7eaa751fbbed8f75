//! What goes wrong in Zoom Rooms: each day each kind of issue may come up once, at a drawn time.

use super::{Origin, Room};
use crate::time::{Day, Moment, Span};
use crate::world::World;
use crate::world::health::Health;
use crate::world::seed::Purpose;

/// `issue`
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "`name` spells each of them")]
pub enum RoomIssue {
    Offline,
    ControllerDisconnected,
    CameraDisconnected,
    MicrophoneDisconnected,
    SpeakerDisconnected,
    HighCpu,
    LowBandwidth,
    ControllerBatteryLow,
    UntrustedCertificate,
}

impl RoomIssue {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Offline,
        Self::ControllerDisconnected,
        Self::CameraDisconnected,
        Self::MicrophoneDisconnected,
        Self::SpeakerDisconnected,
        Self::HighCpu,
        Self::LowBandwidth,
        Self::ControllerBatteryLow,
        Self::UntrustedCertificate,
    ];

    /// The spelling of the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Offline => "Zoom room is offline",
            Self::ControllerDisconnected => "Room Controller disconnected",
            Self::CameraDisconnected => "Selected camera has disconnected",
            Self::MicrophoneDisconnected => "Selected microphone has disconnected",
            Self::SpeakerDisconnected => "Selected speaker has disconnected",
            Self::HighCpu => "High CPU usage is detected",
            Self::LowBandwidth => "Low bandwidth network is detected",
            Self::ControllerBatteryLow => "Controller battery is low",
            Self::UntrustedCertificate => "Untrusted certificate is detected",
        }
    }

    /// Whether the room cannot be used well while it lasts.
    pub const fn health(self) -> Health {
        match self {
            Self::Offline
            | Self::ControllerDisconnected
            | Self::CameraDisconnected
            | Self::MicrophoneDisconnected
            | Self::SpeakerDisconnected => Health::Critical,
            Self::HighCpu | Self::LowBandwidth | Self::ControllerBatteryLow | Self::UntrustedCertificate => {
                Health::Warning
            }
        }
    }

    /// How probable it is to come up on a day.
    const fn chance(self) -> f64 {
        match self {
            Self::Offline => 0.025,
            Self::ControllerDisconnected => 0.02,
            Self::CameraDisconnected | Self::MicrophoneDisconnected => 0.01,
            Self::SpeakerDisconnected => 0.008,
            Self::HighCpu | Self::LowBandwidth => 0.03,
            Self::ControllerBatteryLow => 0.035,
            Self::UntrustedCertificate => 0.005,
        }
    }
}

/// An issue for as long as it lasts; it never goes on after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RoomEpisode {
    pub issue: RoomIssue,
    pub start: Moment,
    pub end: Moment,
}

/// `status`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum RoomStatus {
    Offline,
    Available,
    InMeeting,
}

/// How a room is at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomState {
    /// `status`
    pub status: RoomStatus,
    /// `health`: that of the worst issue.
    pub health: Health,
    /// `issues`
    pub issues: Vec<RoomIssue>,
    /// `last_start_time`: when it was last online again, or restarted for maintenance.
    pub last_start: Moment,
}

/// How long an issue lasts, in seconds.
const LASTING: std::ops::RangeInclusive<u64> = 120..=5400;
/// Every so many days a room is restarted, in the first hours of the day.
const MAINTENANCE: i64 = 28;

impl World {
    /// The issue of a kind that comes up in a room on a day. A room that the scenario names never is offline:
    /// it is where the scenario says.
    fn room_episode(&self, room: &Room<'_>, issue: RoomIssue, day: Day) -> Option<RoomEpisode> {
        let draw = room.key.of(Purpose::RoomIssue).at(day.number() as u64).at(issue as u64);
        let may = issue != RoomIssue::Offline || room.origin == Origin::Drawn;
        (may && draw.chance(issue.chance())).then(|| {
            let lasting = draw.at(1).within(LASTING);
            let second = draw.at(2).below(86_400 - lasting);
            let start = day.start() + Span::from_seconds(second as i64);
            RoomEpisode { issue, start, end: start + Span::from_seconds(lasting as i64) }
        })
    }

    /// What came up in a room on the days from `first` to `last`, up to `now`, latest first.
    pub fn room_episodes(&self, room: &Room<'_>, first: Day, last: Day, now: Moment) -> Vec<RoomEpisode> {
        let days = first.to(last.min(Day::of(now)));
        let episodes = days.flat_map(|day| {
            RoomIssue::ALL.into_iter().filter_map(move |issue| self.room_episode(room, issue, day))
        });
        let mut episodes: Vec<_> = episodes.filter(|episode| episode.start <= now).collect();
        episodes.sort_by_key(|episode| (std::cmp::Reverse(episode.start), episode.issue));
        episodes
    }

    /// Whether a room is offline at any time in [from, to).
    pub(super) fn is_room_offline(&self, room: &Room<'_>, from: Moment, to: Moment) -> bool {
        let mut days = Day::of(from).to(Day::of(to));
        room.origin == Origin::Drawn
            && days.any(|day| {
                self.room_episode(room, RoomIssue::Offline, day)
                    .is_some_and(|episode| episode.start < to && from < episode.end)
            })
    }

    /// How a room is at a time.
    pub fn room_state(&self, room: &Room<'_>, now: Moment) -> RoomState {
        let today = Day::of(now);
        let current = RoomIssue::ALL.into_iter().filter(|&issue| {
            let episode = self.room_episode(room, issue, today);
            episode.is_some_and(|episode| episode.start <= now && now < episode.end)
        });
        let issues: Vec<_> = current.collect();
        let status = if issues.contains(&RoomIssue::Offline) {
            RoomStatus::Offline
        } else if self.room_meeting(room, now).is_some() {
            RoomStatus::InMeeting
        } else {
            RoomStatus::Available
        };
        let health = issues.iter().map(|issue| issue.health()).max().unwrap_or(Health::Good);
        RoomState { status, health, issues, last_start: self.last_room_start(room, now) }
    }

    fn last_room_start(&self, room: &Room<'_>, now: Moment) -> Moment {
        let shift = room.key.of(Purpose::RoomIssue).below(MAINTENANCE as u64) as i64;
        let minute = room.key.of(Purpose::RoomIssue).at(0).below(180) as i64;
        let is_maintained = |day: Day| (day.number() + shift).rem_euclid(MAINTENANCE) == 0;
        let today = Day::of(now);
        let earliest = Day::of(now - Span::from_minutes(MAINTENANCE * 24 * 60));
        let starts = earliest.to(today).rev().find_map(|day| {
            let online = self.room_episode(room, RoomIssue::Offline, day).map(|episode| episode.end);
            let restart = is_maintained(day).then(|| day.start() + Span::from_minutes(minute));
            online.into_iter().chain(restart).filter(|&start| start <= now).max()
        });
        starts.unwrap_or_else(|| earliest.start())
    }
}
