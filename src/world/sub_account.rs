//! The worlds of sub-accounts.

use std::sync::Arc;

use super::World;
use super::seed::Key;
use crate::scenario::plan::{Account, Plan};

impl World {
    /// The world of a sub-account of this world's account, by its index: the same population drawn from another
    /// seed, without anything that the scenario names.
    pub fn of_sub_account(&self, index: usize) -> Option<Self> {
        let master = &self.plan.account;
        let account = master.sub_accounts.get(index)?;
        let plan = Plan {
            seed: Key::of_seed(self.plan.seed).text(&account.id).bits(),
            account: Account {
                id: account.id.clone(),
                plan: account.plan,
                sub_accounts: Vec::new(),
                ..master.clone()
            },
            gatherings: Vec::new(),
            calls: Vec::new(),
            timeline: Vec::new(),
            ..(*self.plan).clone()
        };
        Some(Self::new(Arc::new(plan), self.start))
    }
}
