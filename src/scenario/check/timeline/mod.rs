//! The timeline: when, what, to whom.

mod actions;
mod time;

use std::collections::HashSet;

use super::Places;
use super::gatherings::all;
use super::occasions::{Occasion, Occasions};
use super::people::People;
use crate::scenario::diagnostics::{Mistake, Mistakes, Place};
use crate::scenario::plan::{Action, CallFixture, GatheringFixture, Occurs, TimelineEntry, When};
use crate::scenario::syntax::Scenario;
use crate::time::{Moment, Span};
use actions::{Reader, Written};
use time::{Time, time};

pub(super) fn timeline(
    written: &Scenario,
    clock_start: Option<Moment>,
    gatherings: &[GatheringFixture],
    calls: &[CallFixture],
    places: &Places<'_>,
    mistakes: &mut Mistakes,
) -> Vec<TimelineEntry> {
    let occasions = Occasions::new(gatherings, calls);
    let people = People::new(gatherings, calls, &occasions, places);
    let mut reader = Reader { occasions: &occasions, people, places, unclear_start: false };
    let mut entries = Vec::new();
    for entry in written.timeline.items() {
        let time = time(entry, clock_start, mistakes);
        let written = reader.action(entry, mistakes);
        let (Some(time), Some(Written { name, place, action: Some(action) })) = (time, written) else {
            continue;
        };
        match time {
            Time::Occurs(occurs) => entries.push(TimelineEntry { occurs, action }),
            Time::Over(from, to, length) => {
                let place = place.unwrap_or(entry.place);
                over((name, place), action, (from, to, length), &mut entries, mistakes);
            }
        }
    }
    // If it is unclear what an entry starts, it may be what seems not to be started.
    if !reader.unclear_start && !written.timeline.is_invalid() {
        never_started(written, &entries, mistakes);
    }
    entries
}

/// Notes the gatherings and calls that have no start and are not started by the timeline.
fn never_started(written: &Scenario, entries: &[TimelineEntry], mistakes: &mut Mistakes) {
    let mut started = HashSet::new();
    for entry in entries {
        match entry.action {
            Action::StartGathering { gathering } => started.insert(Occasion::Gathering(gathering)),
            Action::StartCall { call } => started.insert(Occasion::Call(call)),
            _ => false,
        };
    }
    for (index, (_, common)) in all(written).enumerate() {
        if common.start.is_absent() && !started.contains(&Occasion::Gathering(index)) {
            let place = common.name.written().map_or(common.place, |name| name.place);
            mistakes.add(
                Mistake::new(place, "this never starts")
                    .hint("give it a `start`, such as `start: 0m`, or let the timeline `start` it"),
            );
        }
    }
    for (index, call) in written.calls.items().iter().enumerate() {
        if call.start.is_absent() && !started.contains(&Occasion::Call(index)) {
            mistakes.add(Mistake::new(call.place, "this call never starts").hint(
                "give it a `start`, such as `start: 0m`, or an `id`, by which the timeline can `start` it",
            ));
        }
    }
}

/// What happens over a span: it lasts as long, or it is undone at the end.
fn over(
    (name, place): (&str, Place),
    mut action: Action,
    (from, to, length): (When, When, Option<Span>),
    entries: &mut Vec<TimelineEntry>,
    mistakes: &mut Mistakes,
) {
    let undo = match &mut action {
        Action::Degrade { lasting, .. } | Action::Pin { lasting, .. } | Action::Cpu { lasting, .. } => {
            if lasting.is_some() {
                mistakes.add(
                    Mistake::new(place, "this says twice how long it lasts: with `to` and with `for`")
                        .hint("write `at` instead of `from`, or leave out `for`"),
                );
            }
            if length.is_none() {
                mistakes.add(
                    Mistake::new(place, "how long this lasts depends on when the emulator starts")
                        .hint("write `from` and `to` both as lengths of time or both as instants, or give the clock a `start`"),
                );
            }
            *lasting = length;
            None
        }
        Action::Join { who } => Some(Action::Leave { who: who.clone() }),
        Action::Leave { who } => Some(Action::Join { who: who.clone() }),
        Action::Switch { who, what, on } => Some(Action::Switch { who: who.clone(), what: *what, on: !*on }),
        Action::StartGathering { gathering } => Some(Action::EndGathering { gathering: *gathering }),
        Action::StartCall { call } => Some(Action::EndCall { call: *call }),
        Action::Repair { .. }
        | Action::Microphone { .. }
        | Action::EndGathering { .. }
        | Action::EndCall { .. } => {
            mistakes.add(
                Mistake::new(place, format!("`{name}` happens at an instant, not over a span"))
                    .hint("write `at` instead of `from` and `to`"),
            );
            None
        }
    };
    entries.push(TimelineEntry { occurs: Occurs::At(from), action });
    entries.extend(undo.map(|action| TimelineEntry { occurs: Occurs::At(to), action }));
}
