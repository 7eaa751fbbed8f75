//! Network profiles that every scenario can use by name.

use super::plan::{Medium, NetworkProfile};
use crate::units::{Bitrate, Jitter, Latency, Loss, Rssi};

/// The signal of a Wi-Fi whose profile says nothing about it: two rooms away from the access point.
pub(super) const USUAL_SIGNAL: Rssi = Rssi(-60);

/// The built-in profiles, from good to poor.
///
/// The numbers follow the bands of what is good, fair and poor: latency up to 80, 180 and 500 ms, jitter up to
/// 15, 45 and 300 ms, mean loss up to 0.3, 3 and 20 %. Bandwidth decides the size of the video: 720p takes
/// 1,200 kbps and 360p 500; room systems show 1080p from 2,500 on.
pub fn built_in() -> Vec<NetworkProfile> {
    use Medium::{Cellular, Other, Ppp, Wifi, Wired};
    vec![
        // Good.
        profile("office-wired", Wired, 20, 200, 2, 8_000, None),
        profile("office-wifi", Wifi, 28, 500, 8, 5_000, Some(-52)),
        profile("home-wired", Wired, 32, 400, 5, 4_000, None),
        profile("home-wifi", Wifi, 42, 900, 15, 2_800, Some(-58)),
        profile("vpn", Wired, 68, 800, 20, 2_400, None),
        profile("mobile-5g", Cellular, 45, 1_000, 20, 3_500, None),
        // Fair.
        profile("mobile-4g", Cellular, 90, 2_200, 120, 1_800, None),
        profile("conference-hall", Wifi, 90, 2_800, 120, 1_100, Some(-66)),
        profile("cafe", Wifi, 95, 3_000, 150, 1_000, Some(-68)),
        profile("hotel", Wifi, 105, 2_800, 160, 900, Some(-70)),
        profile("dsl", Ppp, 85, 1_800, 130, 700, None),
        // Poor.
        profile("train", Cellular, 210, 8_000, 450, 800, None),
        profile("congested-wifi", Wifi, 220, 9_000, 600, 450, Some(-78)),
        profile("mobile-3g", Cellular, 260, 7_000, 400, 400, None),
        profile("satellite", Other, 480, 5_000, 400, 900, None),
        profile("failing", Other, 450, 25_000, 1_800, 150, None),
    ]
}

/// A profile with latency in milliseconds, jitter in hundredths of one, loss in hundredths of a percent,
/// bandwidth in kbit/s and signal in dBm.
fn profile(
    name: &str,
    medium: Medium,
    latency: u32,
    jitter: u32,
    loss: u32,
    bandwidth: u32,
    rssi: Option<i32>,
) -> NetworkProfile {
    NetworkProfile {
        name: name.to_owned(),
        medium,
        latency: Latency(latency),
        jitter: Jitter(jitter),
        loss: Loss(loss),
        bandwidth: Bitrate::from_kbps(bandwidth),
        rssi: rssi.map(Rssi),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_has_a_name_of_its_own_and_a_signal_only_on_wifi() {
        let profiles = built_in();
        for profile in &profiles {
            let same = profiles.iter().filter(|other| other.name == profile.name).count();
            assert_eq!(same, 1, "{}", profile.name);
            assert_eq!(profile.rssi.is_some(), profile.medium == Medium::Wifi, "{}", profile.name);
        }
    }

    #[test]
    fn every_built_in_profile_stays_within_one_band_of_quality() {
        let band = |value: u32, bounds: [(u32, u32); 3]| {
            bounds.iter().position(|(least, most)| (*least..=*most).contains(&value))
        };
        for profile in built_in() {
            let latency = band(profile.latency.0, [(15, 80), (81, 180), (181, 500)]);
            let jitter = band(profile.jitter.0, [(200, 1500), (1501, 4500), (4501, 30_000)]);
            let loss = band(profile.loss.0, [(0, 30), (50, 300), (400, 2000)]);
            assert!(latency.is_some() && latency == jitter && jitter == loss, "{profile:?}");
        }
    }
}
