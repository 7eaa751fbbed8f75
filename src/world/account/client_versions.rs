//! Which versions of the client the users of the account have.

use std::collections::BTreeMap;

use super::users::User;
use crate::scenario::plan::Device;
use crate::world::{World, stations};

/// A version of a client, and how many have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientVersion {
    /// What it runs on: `win`, `mac`, `linux`, `iphone`, `ipad`, `android`.
    pub platform: &'static str,
    /// `6.2.11.50939`
    pub version: &'static str,
    /// `total_count`
    pub users: u64,
}

/// Of so many people all are asked; of more, so many, spread evenly, stand for the others.
const ASKED: u32 = 20_000;

impl World {
    /// The clients of the account's users, in the order of their names: exact up to 20,000 people, the
    /// population's guests included; a fixed sample of 20,000 beyond. Browsers and telephones are no clients.
    pub fn client_versions(&self) -> Vec<ClientVersion> {
        let people = self.user_positions();
        let asked = people.min(ASKED);
        let mut counts = BTreeMap::<_, u64>::new();
        for n in 0..asked {
            let position = (u64::from(n) * u64::from(people) / u64::from(asked)) as u32;
            if let Some(client) = self.user(position).as_ref().and_then(client) {
                *counts.entry(client).or_default() += 1;
            }
        }
        let scaled = |count: u64| count * u64::from(people) / u64::from(asked);
        counts
            .into_iter()
            .map(|((platform, version), count)| ClientVersion { platform, version, users: scaled(count) })
            .collect()
    }
}

fn client(user: &User<'_>) -> Option<(&'static str, &'static str)> {
    let (os, version) = stations::software(user.key, user.device);
    let platform = match user.device {
        Device::Windows => "win",
        Device::Mac => "mac",
        Device::Linux => "linux",
        Device::Ios if os == "iPadOS" => "ipad",
        Device::Ios => "iphone",
        Device::Android => "android",
        Device::Browser | Device::Room | Device::Phone => return None,
    };
    Some((platform, version))
}
