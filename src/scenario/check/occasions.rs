//! Meetings, webinars, sessions and calls by the names that the timeline calls them.

use std::collections::BTreeMap;

use super::names::unknown;
use crate::scenario::diagnostics::{Mistake, Mistakes};
use crate::scenario::plan::{CallFixture, GatheringFixture, GatheringKind};
use crate::scenario::syntax::decode::{Located, shortened};
use crate::scenario::syntax::timeline;

/// Something that goes on, with a name or an ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Occasion {
    /// An index of the plan's gatherings.
    Gathering(usize),
    /// An index of the plan's calls.
    Call(usize),
}

/// Which kind a reference asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Any,
    Gathering(GatheringKind),
    Call,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Any => "meeting, webinar, session or call",
            Self::Gathering(GatheringKind::Meeting) => "meeting",
            Self::Gathering(GatheringKind::Webinar) => "webinar",
            Self::Gathering(GatheringKind::Session) => "session",
            Self::Call => "call",
        }
    }
}

/// All that can be called by a name.
pub(super) struct Occasions<'p> {
    gatherings: &'p [GatheringFixture],
    by_name: BTreeMap<String, Vec<Occasion>>,
}

impl<'p> Occasions<'p> {
    pub(super) fn new(gatherings: &'p [GatheringFixture], calls: &[CallFixture]) -> Self {
        let mut by_name: BTreeMap<String, Vec<Occasion>> = BTreeMap::new();
        for (index, gathering) in gatherings.iter().enumerate() {
            let names = [Some(gathering.topic.clone()), gathering.number.map(|number| number.to_string())];
            for name in names.into_iter().flatten() {
                by_name.entry(name).or_default().push(Occasion::Gathering(index));
            }
        }
        for (index, call) in calls.iter().enumerate() {
            if let Some(id) = call.id {
                by_name.entry(id.to_string()).or_default().push(Occasion::Call(index));
            }
        }
        Self { gatherings, by_name }
    }

    fn kind(&self, occasion: Occasion) -> Option<GatheringKind> {
        match occasion {
            Occasion::Gathering(index) => self.gatherings.get(index).map(|gathering| gathering.kind),
            Occasion::Call(_) => None,
        }
    }

    /// Those of one kind. They stand together: meetings, webinars, sessions and then calls.
    fn of_kind<'o>(&self, all: &'o [Occasion], kind: Kind) -> &'o [Occasion] {
        let kind = match kind {
            Kind::Any => return all,
            Kind::Gathering(kind) => Some(kind),
            Kind::Call => None,
        };
        let order = |kind: Option<GatheringKind>| (kind.is_none(), kind);
        let start = all.partition_point(|occasion| order(self.kind(*occasion)) < order(kind));
        let end = all.partition_point(|occasion| order(self.kind(*occasion)) <= order(kind));
        all.get(start..end).unwrap_or_default()
    }

    /// The one of a name; that there is none, or more than one, is noted.
    pub(super) fn find(
        &self,
        kind: Kind,
        name: &Located<String>,
        mistakes: &mut Mistakes,
    ) -> Option<Occasion> {
        let all = self.by_name.get(&name.value).map_or(&[][..], Vec::as_slice);
        match self.of_kind(all, kind) {
            [one] => Some(*one),
            [] => {
                let names = self
                    .by_name
                    .iter()
                    .filter(|(_, occasions)| !self.of_kind(occasions, kind).is_empty())
                    .map(|(name, _)| name.as_str());
                unknown(kind.name(), &name.value, name.place, names, mistakes);
                None
            }
            several => {
                let message = format!("{} are called `{}`", several.len(), shortened(&name.value));
                mistakes.add(
                    Mistake::new(name.place, message)
                        .hint("write the `id` of the one that is meant, or its kind: `{ webinar: … }`"),
                );
                None
            }
        }
    }

    /// The one that a reference of the timeline means.
    pub(super) fn resolve(
        &self,
        written: &Located<timeline::Occasion>,
        mistakes: &mut Mistakes,
    ) -> Option<Occasion> {
        let (kind, name) = match &written.value {
            timeline::Occasion::Name(name) => (Kind::Any, name),
            timeline::Occasion::Meeting(name) => (Kind::Gathering(GatheringKind::Meeting), name),
            timeline::Occasion::Webinar(name) => (Kind::Gathering(GatheringKind::Webinar), name),
            timeline::Occasion::Session(name) => (Kind::Gathering(GatheringKind::Session), name),
            timeline::Occasion::Call(id) => (Kind::Call, id),
        };
        self.find(kind, &Located { value: name.clone(), place: written.place }, mistakes)
    }
}
