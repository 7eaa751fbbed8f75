//! The past of the world, for what is to be sent again.

use std::sync::Arc;

use crate::time::{Moment, Span};
use crate::world::{Event, World};

/// A stretch should hold no more events than about this.
const AIM: usize = 10_000;

const LONGEST: Span = Span::MINUTE;

/// Gives the events of moments that are asked for one after another. The world is asked for a stretch of them
/// at a time, since to look at all who might have fired costs as much for a moment as for some seconds.
pub(super) struct Replay {
    world: Arc<World>,
    length: Span,
    from: Moment,
    end: Moment,
    events: Vec<Event>,
}

impl Replay {
    pub(super) fn new(world: Arc<World>) -> Self {
        let nothing = Moment::EPOCH;
        Self { world, length: Span::SECOND, from: nothing, end: nothing, events: Vec::new() }
    }

    /// The events that fire at `at`, in their order.
    pub(super) fn at(&mut self, at: Moment) -> &[Event] {
        if !(self.from..self.end).contains(&at) {
            (self.from, self.end) = (at, at + self.length);
            self.events = self.world.events(self.from, self.end);
            let found = self.events.len();
            if found > AIM {
                self.length = Span::from_millis(self.length.millis() / 2).max(Span::SECOND);
            } else if found <= AIM / 4 {
                self.length = (self.length + self.length).min(LONGEST);
            }
        }
        let first = self.events.partition_point(|event| event.at < at);
        let end = self.events.partition_point(|event| event.at <= at);
        self.events.get(first..end).unwrap_or_default()
    }
}
