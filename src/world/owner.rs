//! Whose gathering it is, and what was arranged for it.

use super::World;
use super::calls::phone_number;
use super::cast::{Cast, Participant};
use super::departments::Department;
use super::gatherings::{Gathering, GatheringRef, State};
use super::ids::Uuid;
use super::people::{self, Person};
use super::seed::Purpose;
use super::whereabouts::Whereabouts;
use crate::scenario::plan::{Device, GatheringKind};
use crate::time::Moment;

impl World {
    /// The host: the first whom the scenario names, be they there or not, or the first of the crowd.
    pub fn owner(&self, gathering: &Gathering) -> Person<'_> {
        let named = match gathering.reference {
            GatheringRef::Named { gathering, .. } => {
                self.plan.gatherings[gathering as usize].participants.first()
            }
            GatheringRef::Population { .. } => None,
        };
        let Some(fixture) = named else { return Cast::new(self, gathering).person_at(0) };
        let person_key = Whereabouts::new(&self.plan, self.key, fixture).person_key;
        people::named(person_key, &fixture.name, fixture.email.as_deref(), &self.plan.account.domain)
    }

    /// Whether somebody of these departments hosts the gathering or, with `or_joined`, has joined it by `now`.
    pub fn has_anybody_of(
        &self,
        departments: &[Department],
        gathering: &Gathering,
        or_joined: bool,
        now: Moment,
    ) -> bool {
        let is_one = |person: &Person<'_>| {
            person.department.is_some_and(|department| departments.contains(&department))
        };
        if departments.is_empty() {
            return false;
        }
        let cast = Cast::new(self, gathering);
        let at = now.seconds();
        is_one(&self.owner(gathering))
            || or_joined && (0..cast.joined(at)).any(|n| is_one(&cast.person_at(cast.nth_joined(n, at))))
    }

    /// The session that `uuid` names, if it is still to come.
    pub fn session_scheduled(&self, uuid: Uuid, now: Moment) -> Option<Gathering> {
        let sessions = self.named_instances(GatheringKind::Session);
        let mut upcoming = sessions.filter(|session| session.state(now) == State::Upcoming);
        upcoming.find(|session| self.uuid(session) == uuid)
    }

    /// `passcode` of a session: six digits.
    pub fn passcode(&self, gathering: &Gathering) -> u64 {
        self.series_key(gathering).of(Purpose::Passcode).within(100_000..=999_999)
    }

    /// What the series is for, its only tracking field.
    pub fn purpose(&self, gathering: &Gathering) -> &'static str {
        const PURPOSES: [&str; 5] = ["Support", "Sales", "Hiring", "Training", "Internal"];
        self.series_key(gathering).of(Purpose::Tracking).pick(&PURPOSES)
    }

    /// The number from which somebody dialled in, E.164, of a range for fiction; `None` for clients and rooms.
    pub fn dial_in(&self, participant: &Participant<'_>) -> Option<String> {
        let dialled = participant.station.device == Device::Phone;
        dialled
            .then(|| phone_number(self.key.of(Purpose::Phone).text(&participant.person.user_key.to_string())))
    }
}
