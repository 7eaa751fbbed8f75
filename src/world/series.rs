//! What is known of a gathering before it starts, and what it is found by.

use super::World;
use super::cast::Cast;
use super::departments::Department;
use super::gatherings::{Gathering, State};
use super::ids::Uuid;
use super::people::Person;
use super::seed::Purpose;
use crate::scenario::plan::GatheringKind;
use crate::time::Moment;

impl World {
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
        is_one(&self.host(gathering).person)
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
}
