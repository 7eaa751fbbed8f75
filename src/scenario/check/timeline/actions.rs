//! What an entry of the timeline does, and to whom.

use crate::scenario::check::Places;
use crate::scenario::check::occasions::{Occasion, Occasions};
use crate::scenario::check::people::People;
use crate::scenario::diagnostics::{Mistake, Mistakes, Place};
use crate::scenario::plan::{Action, Pin, StreamPin, Switch, Target};
use crate::scenario::suggest::listed;
use crate::scenario::syntax::decode::{Field, Located, OneOrMany, read_scalar};
use crate::scenario::syntax::time::Duration;
use crate::scenario::syntax::timeline::{self, Cpu, Degrade, Entry, Pinned, Turned, Who, Whom};
use crate::scenario::syntax::words::{Metric, StreamMetric};
use crate::time::Span;

/// An action as it is written in an entry.
pub(super) struct Written {
    /// The key that it has in the entry.
    pub(super) name: &'static str,
    /// Where it is written; unknown if it could not be read.
    pub(super) place: Option<Place>,
    /// What it does; `None` if it has mistakes, which have been noted.
    pub(super) action: Option<Action>,
}

/// Reads actions.
pub(super) struct Reader<'r> {
    pub(super) occasions: &'r Occasions<'r>,
    pub(super) people: People<'r>,
    pub(super) places: &'r Places<'r>,
    /// Whether it is unclear what some entry starts.
    pub(super) unclear_start: bool,
}

impl Reader<'_> {
    /// The one action of an entry; that there is none or more than one is noted.
    pub(super) fn action(&mut self, entry: &Entry, mistakes: &mut Mistakes) -> Option<Written> {
        let mut all = self.actions(entry, mistakes);
        match all.as_slice() {
            [] => mistakes.add(
                Mistake::new(entry.place, "this entry does not say what happens")
                    .hint(format!("add {}", listed(&ACTIONS))),
            ),
            [_] => {}
            [_, second, ..] => {
                let names: Vec<&str> = all.iter().map(|written| written.name).collect();
                mistakes.add(
                    Mistake::new(
                        second.place.unwrap_or(entry.place),
                        format!("here are {} actions: {}", names.len(), names.join(", ")),
                    )
                    .hint("give each action an entry of its own"),
                );
            }
        }
        all.pop()
    }

    fn actions(&mut self, entry: &Entry, mistakes: &mut Mistakes) -> Vec<Written> {
        let mut found = Found(Vec::new());
        found.add("degrade", &entry.degrade, |it| self.degrade(&it.value, mistakes));
        found.add("repair", &entry.repair, |it| self.repair(&it.value, mistakes));
        found.add("pin", &entry.pin, |it| self.pin(&it.value, mistakes));
        found.add("cpu", &entry.cpu, |it| self.cpu(&it.value, mistakes));
        found.add("join", &entry.join, |it| self.join(&it.value, mistakes));
        found.add("leave", &entry.leave, |it| self.leave(&it.value, mistakes));
        found.add("camera", &entry.camera, |it| self.turned(&it.value, Switch::Camera, mistakes));
        found.add("share", &entry.share, |it| self.turned(&it.value, Switch::Share, mistakes));
        found.add("microphone", &entry.microphone, |it| self.microphone(it, mistakes));
        found.add("start", &entry.start, |it| self.start(it, mistakes));
        found.add("end", &entry.end, |it| self.end(it, mistakes));
        self.unclear_start |=
            found.0.iter().any(|written| written.name == "start" && written.action.is_none());
        found.0
    }

    fn degrade(&mut self, written: &Degrade, mistakes: &mut Mistakes) -> Option<Action> {
        let who = self.people.resolve(&written.who, &written.gathering, mistakes);
        let network = self.places.networks.find(written.network.written()?, mistakes)?;
        Some(Action::Degrade { who, network, lasting: lasting(&written.lasting) })
    }

    fn repair(&mut self, written: &Whom, mistakes: &mut Mistakes) -> Option<Action> {
        Some(Action::Repair { who: self.people.resolve(&written.who, &written.gathering, mistakes) })
    }

    fn pin(&mut self, written: &Pinned, mistakes: &mut Mistakes) -> Option<Action> {
        let who = self.people.resolve(&written.who, &written.gathering, mistakes);
        let pin = pinned(*written.metric.value()?, written.value.written()?, mistakes)?;
        Some(Action::Pin { who, pin, lasting: lasting(&written.lasting) })
    }

    fn cpu(&mut self, written: &Cpu, mistakes: &mut Mistakes) -> Option<Action> {
        let who = self.people.resolve(&written.who, &written.gathering, mistakes);
        Some(Action::Cpu { who, load: *written.load.value()?, lasting: lasting(&written.lasting) })
    }

    fn join(&mut self, written: &Whom, mistakes: &mut Mistakes) -> Option<Action> {
        Some(Action::Join { who: self.persons(&written.who, &written.gathering, mistakes) })
    }

    fn leave(&mut self, written: &Whom, mistakes: &mut Mistakes) -> Option<Action> {
        Some(Action::Leave { who: self.persons(&written.who, &written.gathering, mistakes) })
    }

    fn turned(&mut self, written: &Turned, what: Switch, mistakes: &mut Mistakes) -> Option<Action> {
        let who = self.persons(&written.who, &written.gathering, mistakes);
        Some(Action::Switch { who, what, on: written.turn.value()?.0 })
    }

    fn start(&self, written: &Located<timeline::Occasion>, mistakes: &mut Mistakes) -> Option<Action> {
        Some(match self.occasions.resolve(written, mistakes)? {
            Occasion::Gathering(gathering) => Action::StartGathering { gathering },
            Occasion::Call(call) => Action::StartCall { call },
        })
    }

    fn end(&self, written: &Located<timeline::Occasion>, mistakes: &mut Mistakes) -> Option<Action> {
        Some(match self.occasions.resolve(written, mistakes)? {
            Occasion::Gathering(gathering) => Action::EndGathering { gathering },
            Occasion::Call(call) => Action::EndCall { call },
        })
    }
    fn microphone(
        &mut self,
        written: &Located<timeline::Microphone>,
        mistakes: &mut Mistakes,
    ) -> Option<Action> {
        let microphone = &written.value;
        let who = self.persons(&microphone.who, &microphone.gathering, mistakes);
        match (&microphone.turn, &microphone.take) {
            (Field::Absent, Field::Absent) => {
                mistakes.add(
                    Mistake::new(written.place, "this says nothing about the microphone")
                        .hint("add `turn: off`, `turn: on`, or `take:` with the name of another one"),
                );
                None
            }
            (turn, Field::Absent) => {
                Some(Action::Switch { who, what: Switch::Microphone, on: turn.value()?.0 })
            }
            (Field::Absent, take) => Some(Action::Microphone { who, name: take.value()?.clone() }),
            (_, take) => {
                let place = take.written().map_or(written.place, |take| take.place);
                mistakes.add(
                    Mistake::new(place, "this turns a microphone and takes another one in the same entry")
                        .hint("give each an entry of its own"),
                );
                None
            }
        }
    }

    /// Named participants only: the others come, go and switch by themselves.
    fn persons(
        &mut self,
        who: &Field<OneOrMany<Located<Who>>>,
        within: &Field<timeline::Occasion>,
        mistakes: &mut Mistakes,
    ) -> Vec<Target> {
        let mut targets = self.people.resolve(who, within, mistakes);
        let (mut groups, mut parties) = (false, false);
        targets.retain(|target| {
            groups |= matches!(target, Target::Gathering(_) | Target::Office(_) | Target::Everyone);
            parties |= matches!(target, Target::Party { .. });
            matches!(target, Target::Participant { .. })
        });
        if let Some(who) = who.written() {
            if groups {
                mistakes.add(
                    Mistake::new(who.place, "this can happen to people with a name only, not to a group")
                        .hint("list them: `who: [Ada Lovelace, Grace Hopper]`"),
                );
            } else if parties && targets.is_empty() {
                mistakes.add(
                    Mistake::new(who.place, "this cannot happen to a side of a call")
                        .hint("for a call there are `start`, `end`, `degrade`, `repair`, `pin` and `cpu`"),
                );
            }
        }
        targets
    }
}

const ACTIONS: [&str; 11] =
    ["degrade", "repair", "pin", "cpu", "join", "leave", "camera", "share", "microphone", "start", "end"];

struct Found(Vec<Written>);

impl Found {
    fn add<T>(
        &mut self,
        name: &'static str,
        field: &Field<T>,
        read: impl FnOnce(&Located<T>) -> Option<Action>,
    ) {
        if !field.is_absent() {
            let place = field.written().map(|written| written.place);
            self.0.push(Written { name, place, action: field.written().and_then(read) });
        }
    }
}

fn lasting(field: &Field<Duration>) -> Option<Span> {
    field.value().map(|duration| duration.0)
}

/// The value of a metric, in its own unit.
fn pinned(metric: Metric, value: &Located<timeline::Value>, mistakes: &mut Mistakes) -> Option<Pin> {
    let (text, place) = (value.value.0.as_str(), value.place);
    Some(match metric {
        Metric::ZoomCpu => Pin::ZoomCpu(read_scalar(text, place, mistakes)?),
        Metric::SystemCpu => Pin::SystemCpu(read_scalar(text, place, mistakes)?),
        Metric::Rssi => Pin::Rssi(read_scalar(text, place, mistakes)?),
        Metric::Stream(stream, metric) => Pin::Stream(
            stream,
            match metric {
                StreamMetric::Bitrate => StreamPin::Bitrate(read_scalar(text, place, mistakes)?),
                StreamMetric::Latency => StreamPin::Latency(read_scalar(text, place, mistakes)?),
                StreamMetric::Jitter => StreamPin::Jitter(read_scalar(text, place, mistakes)?),
                StreamMetric::Loss => StreamPin::Loss(read_scalar(text, place, mistakes)?),
                StreamMetric::FrameRate => StreamPin::FrameRate(read_scalar(text, place, mistakes)?),
                StreamMetric::Resolution => StreamPin::Resolution(read_scalar(text, place, mistakes)?),
            },
        ),
    })
}
