//! People by name: whom an entry of the timeline means.

use std::collections::BTreeMap;

use super::Places;
use super::names::unknown;
use super::occasions::{Kind, Occasion, Occasions};
use crate::scenario::diagnostics::{Mistake, Mistakes};
use crate::scenario::plan::{CallFixture, GatheringFixture, GatheringKind, Side, Target};
use crate::scenario::suggest::listed;
use crate::scenario::syntax::decode::{Field, Located, OneOrMany, shortened};
use crate::scenario::syntax::timeline::{self, Who};

/// How many people and groups all entries of a timeline may touch, each counted as often as it is touched.
const MOST_TARGETS: usize = 1_000_000;

/// Everybody that a scenario names.
pub(super) struct People<'p> {
    by_name: BTreeMap<&'p str, Vec<Target>>,
    occasions: &'p Occasions<'p>,
    places: &'p Places<'p>,
    left: usize,
}

impl<'p> People<'p> {
    pub(super) fn new(
        gatherings: &'p [GatheringFixture],
        calls: &'p [CallFixture],
        occasions: &'p Occasions<'p>,
        places: &'p Places<'p>,
    ) -> Self {
        let mut by_name: BTreeMap<&str, Vec<Target>> = BTreeMap::new();
        for (gathering, fixture) in gatherings.iter().enumerate() {
            for (participant, person) in fixture.participants.iter().enumerate() {
                let target = Target::Participant { gathering, participant };
                by_name.entry(&person.name).or_default().push(target);
            }
        }
        for (call, fixture) in calls.iter().enumerate() {
            for (side, party) in [(Side::Caller, &fixture.caller), (Side::Callee, &fixture.callee)] {
                by_name.entry(&party.name).or_default().push(Target::Party { call, side });
            }
        }
        Self { by_name, occasions, places, left: MOST_TARGETS }
    }

    /// All whom an action means.
    pub(super) fn resolve(
        &mut self,
        who: &Field<OneOrMany<Located<Who>>>,
        within: &Field<timeline::Occasion>,
        mistakes: &mut Mistakes,
    ) -> Vec<Target> {
        let occasion = within.written().map(|within| (self.occasions.resolve(within, mistakes), within));
        let mut targets = Vec::new();
        let Some(who) = who.written() else { return targets };
        if who.value.0.is_empty() {
            mistakes.add(
                Mistake::new(who.place, "this happens to nobody").hint("name somebody, or write `everyone`"),
            );
        }
        for one in &who.value.0 {
            match (&one.value, &occasion) {
                (Who::Name(name), Some((Some(occasion), _))) if name != "everyone" => {
                    self.named_within(name, one, *occasion, &mut targets, mistakes);
                }
                // That the gathering is unknown has been noted.
                (Who::Name(name), Some((None, _))) if name != "everyone" => {}
                (_, Some((_, within))) => {
                    let hint = match &one.value {
                        Who::Name(_) => "to mean all who are in it, write `who: { meeting: … }`",
                        _ => "leave out `in`",
                    };
                    mistakes.add(
                        Mistake::new(within.place, "`in` says where a name belongs, here is none")
                            .related(one.place, "this is no name of a person")
                            .hint(hint),
                    );
                }
                (_, None) => self.anywhere(one, &mut targets, mistakes),
            }
        }
        let mut seen = std::collections::HashSet::new();
        targets.retain(|target| seen.insert(*target));
        match self.left.checked_sub(targets.len()) {
            Some(left) => self.left = left,
            None => {
                self.left = 0;
                mistakes.add(
                    Mistake::new(who.place, "the timeline touches too many people one by one")
                        .hint("mean groups, such as `everyone`, `{ meeting: … }` or `{ office: … }`"),
                );
                targets.clear();
            }
        }
        targets
    }

    fn anywhere(&self, who: &Located<Who>, targets: &mut Vec<Target>, mistakes: &mut Mistakes) {
        let place = who.place;
        let located = |name: &String| Located { value: name.clone(), place };
        let mut group = |kind, name| match self.occasions.find(kind, &located(name), mistakes) {
            Some(Occasion::Gathering(gathering)) => targets.push(Target::Gathering(gathering)),
            Some(Occasion::Call(call)) => {
                targets.extend([Side::Caller, Side::Callee].map(|side| Target::Party { call, side }));
            }
            None => {}
        };
        match &who.value {
            Who::Meeting(name) => group(Kind::Gathering(GatheringKind::Meeting), name),
            Who::Webinar(name) => group(Kind::Gathering(GatheringKind::Webinar), name),
            Who::Session(name) => group(Kind::Gathering(GatheringKind::Session), name),
            Who::Call(id) => group(Kind::Call, id),
            Who::Office(name) => {
                targets.extend(self.places.offices.find(&located(name), mistakes).map(Target::Office));
            }
            Who::Name(name) => match self.by_name.get(name.as_str()) {
                Some(found) if self.left >= found.len() => targets.extend(found),
                Some(found) => {
                    // Refused as too many by the caller, without a long list of them.
                    targets.extend(found.iter().take(self.left + 1));
                }
                None if name.eq_ignore_ascii_case("everyone") => targets.push(Target::Everyone),
                None => {
                    let names = self.by_name.keys().copied().filter(|name| !name.is_empty());
                    unknown("participant", name, place, names.chain(["everyone"]), mistakes);
                }
            },
        }
    }

    fn named_within(
        &self,
        name: &str,
        who: &Located<Who>,
        occasion: Occasion,
        targets: &mut Vec<Target>,
        mistakes: &mut Mistakes,
    ) {
        let all = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        let found = within(all, occasion);
        targets.extend(found);
        if !found.is_empty() {
            return;
        }
        let there = self.by_name.iter().filter(|(_, all)| !within(all, occasion).is_empty());
        let names = there.map(|(name, _)| *name);
        if all.is_empty() {
            unknown("participant", name, who.place, names, mistakes);
        } else {
            let some: Vec<&str> = if mistakes.is_full() { Vec::new() } else { names.take(21).collect() };
            mistakes.add(
                Mistake::new(who.place, format!("`{}` is not in it", shortened(name)))
                    .hint(format!("there is {}", listed(&some))),
            );
        }
    }
}

/// Those of a name who are in one gathering or call. They stand together: people in gatherings, in the order
/// of these, and then sides of calls, in the order of those.
fn within(all: &[Target], occasion: Occasion) -> &[Target] {
    let here = match occasion {
        Occasion::Gathering(gathering) => (false, gathering),
        Occasion::Call(call) => (true, call),
    };
    let order = |target: &Target| match *target {
        Target::Participant { gathering, .. } => (false, gathering),
        Target::Party { call, .. } => (true, call),
        // Nobody is called by these.
        Target::Gathering(_) | Target::Office(_) | Target::Everyone => (true, usize::MAX),
    };
    let start = all.partition_point(|target| order(target) < here);
    let end = all.partition_point(|target| order(target) <= here);
    all.get(start..end).unwrap_or_default()
}
