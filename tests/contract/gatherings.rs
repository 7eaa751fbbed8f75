//! Bodies of what leads to quality of service.

use zoom_qos_emulator::wire::{self, Dates, Page};
use zoom_qos_emulator::world::{Gathering, GatheringKind, State, TimeOf, World};
use zoom_qos_emulator::{Moment, Span};

const DATES: Dates<'static> = Dates { from: "2026-03-02", to: "2026-03-02" };

/// List, detail, participants, sharing; satisfaction if anybody is asked.
const fn operations(kind: GatheringKind) -> ([&'static str; 4], Option<&'static str>) {
    match kind {
        GatheringKind::Meeting => (
            [
                "dashboardMeetings",
                "dashboardMeetingDetail",
                "dashboardMeetingParticipants",
                "dashboardMeetingParticipantShare",
            ],
            Some("participantFeedback"),
        ),
        GatheringKind::Webinar => (
            [
                "dashboardWebinars",
                "dashboardWebinarDetail",
                "dashboardWebinarParticipants",
                "dashboardWebinarParticipantShare",
            ],
            Some("participantWebinarFeedback"),
        ),
        GatheringKind::Session => {
            (["sessions", "sessionDetail", "sessionUsers", "sessionParticipantShare"], None)
        }
    }
}

/// Hands over bodies of every operation at `now`.
pub(crate) fn answer(world: &World, now: Moment, mut take: impl FnMut(&'static str, Vec<u8>)) {
    let span = (now - Span::DAY, now + Span::DAY);
    for kind in [GatheringKind::Meeting, GatheringKind::Webinar, GatheringKind::Session] {
        let ([list, detail, participants, sharing], satisfaction) = operations(kind);
        let live: Vec<_> = world.gatherings_live(kind, now, 0).map(|(_, gathering)| gathering).collect();
        let (past, _) = world.gatherings_past(kind, TimeOf::Start, span, now, 0, 20);
        for (gatherings, with_fields) in [(&live, false), (&live, true), (&past, false), (&past, true)] {
            let page = page(gatherings.len() as u64);
            take(list, wire::gatherings_page(world, kind, &page, &DATES, gatherings, with_fields, now));
        }
        for gathering in live.iter().chain(&past) {
            take(detail, wire::gathering(world, gathering, now));
            let page = page(world.joined(gathering, now).into());
            for with_registrants in [false, true] {
                let everybody = world.participants(gathering, now, 0);
                let body = wire::participants_page(world, gathering, &page, everybody, with_registrants, now);
                take(participants, body);
            }
            let sharers = world.sharers(gathering, now, 0);
            let small = Page { page_size: 10, ..page };
            take(sharing, wire::sharing_page(world, gathering, &small, sharers, now));
            if let Some(satisfaction) = satisfaction {
                let respondents = world.respondents(gathering, now, 0);
                take(satisfaction, wire::satisfaction_page(world, gathering, &page, respondents));
            }
        }
        agree(world, &live, &past, now);
    }
    let (calls, total) = world.calls_past(span.0, span.1, now, 0, 50);
    take("listPastCallMetrics", wire::past_calls_page(world, &page(total), &DATES, &calls, now));
}

/// A whole tells what its parts do.
fn agree(world: &World, live: &[Gathering], past: &[Gathering], now: Moment) {
    for gathering in live.iter().chain(past) {
        let overview = world.overview(gathering, now);
        let everybody: Vec<_> = world.participants(gathering, now, 0).collect();
        assert_eq!(overview.participants as usize, everybody.len());
        let sharers: Vec<_> = world.sharers(gathering, now, 0).map(|sharer| sharer.index).collect();
        let sharing: Vec<_> = everybody.iter().filter(|one| one.shares).map(|one| one.index).collect();
        assert_eq!(sharers, sharing);
        assert_eq!(overview.has_screen_share, !sharing.is_empty());
        assert_eq!(overview.has_recording, everybody.iter().any(|one| one.records));
        for sharer in world.sharers(gathering, now, 0) {
            let mut last = sharer.join;
            for share in world.shares(gathering, &sharer, now) {
                let end = share.end.unwrap_or(sharer.leave);
                assert!(last <= share.start && share.start < end && end <= sharer.leave);
                last = end;
            }
        }
    }
    assert!(live.iter().all(|gathering| gathering.state(now) == State::Live));
    assert!(past.iter().all(|gathering| gathering.state(now) == State::Past));
}

fn page(total_records: u64) -> Page<'static> {
    Page { next_page_token: "IAfJX3jsOLW7w3dokmFl84zOa0MAVGyMEB2", page_size: 30, total_records }
}
