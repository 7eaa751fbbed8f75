//! The departments of the account. The users of each are a group.

use super::World;
use super::ids::ShortId;
use super::seed::{Key, Purpose};

/// Where a user of the account works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "`name` spells each of them")]
pub enum Department {
    Developers,
    Sales,
    Support,
    Marketing,
    Finance,
    Operations,
}

impl Department {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Developers, Self::Sales, Self::Support, Self::Marketing, Self::Finance, Self::Operations];

    pub(crate) fn of(person: Key) -> Self {
        person.of(Purpose::Department).pick(&Self::ALL)
    }

    /// `dept`
    pub const fn name(self) -> &'static str {
        match self {
            Self::Developers => "Developers",
            Self::Sales => "Sales",
            Self::Support => "Support",
            Self::Marketing => "Marketing",
            Self::Finance => "Finance",
            Self::Operations => "Operations",
        }
    }

    /// Who pays for what its people phone.
    pub const fn cost_center(self) -> &'static str {
        match self {
            Self::Developers | Self::Operations => "Engineering",
            Self::Sales | Self::Marketing => "Revenue",
            Self::Support => "Service",
            Self::Finance => "Administration",
        }
    }
}

impl World {
    /// `groupId` of a department's people.
    pub fn group_id(&self, department: Department) -> ShortId {
        ShortId::of(self.key.of(Purpose::Department).at(department as u64))
    }
}
