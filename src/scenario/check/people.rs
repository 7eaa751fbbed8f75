//! People by name: whom an entry of the timeline means.

use std::collections::BTreeMap;

use super::occasions::{Kind, Occasion, Occasions};
use super::{Places, find, unknown};
use crate::scenario::diagnostics::{Mistake, Mistakes};
use crate::scenario::plan::{CallFixture, GatheringFixture, GatheringKind, Side, Target};
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
                let names = self.places.offices.iter().map(|office| office.name.as_str());
                targets.extend(find("office", &located(name), names, mistakes).map(Target::Office));
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
        let is_there = |target: &Target| match (occasion, target) {
            (Occasion::Gathering(here), Target::Participant { gathering, .. }) => *gathering == here,
            (Occasion::Call(here), Target::Party { call, .. }) => *call == here,
            _ => false,
        };
        let before = targets.len();
        targets.extend(self.by_name.get(name).into_iter().flatten().copied().filter(is_there));
        if targets.len() > before {
            return;
        }
        if self.by_name.contains_key(name) {
            let there: Vec<&str> = self
                .by_name
                .iter()
                .filter(|(_, targets)| targets.iter().any(is_there))
                .map(|(name, _)| *name)
                .collect();
            let message = format!("`{}` is not in it", shortened(name));
            mistakes.add(
                Mistake::new(who.place, message)
                    .hint(format!("there is {}", crate::scenario::suggest::listed(&there))),
            );
        } else {
            let names = self
                .by_name
                .iter()
                .filter(|(_, targets)| targets.iter().any(is_there))
                .map(|(name, _)| *name);
            unknown("participant", name, who.place, names, mistakes);
        }
    }
}
