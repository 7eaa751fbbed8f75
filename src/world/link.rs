//! How a network does from sample to sample.
//!
//! Noise is asked, not walked: values hashed at lattice points five minutes, one minute and one sample apart,
//! interpolated smoothly and added. Neighbouring samples are thus alike, and any sample costs the same. A
//! heavy-tailed map makes jitter and loss of it; rare spikes follow a Pareto law.
//!
//! Everything grows with the profile: a network that is worse in every respect has, with the same noise, no
//! sample that is better in any.

use super::seed::Key;
use crate::scenario::plan::NetworkProfile;
use crate::units::{Bitrate, Jitter, Latency, Loss};

/// Seconds from one sample to the next.
pub(crate) const SAMPLE_SECONDS: i64 = 6;
/// Samples of a full minute.
pub(crate) const SAMPLES: usize = 10;

/// What a network would be like on average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Conditions {
    /// Milliseconds.
    latency: f64,
    /// Milliseconds.
    jitter: f64,
    /// Hundredths of a percent.
    loss: f64,
    /// kbit/s.
    bandwidth: f64,
    /// dBm.
    pub(crate) rssi: Option<i32>,
}

/// How well a stay's network does by itself, whatever its profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    Good,
    Fair,
    Poor,
}

impl Conditions {
    pub(crate) fn new(network: &NetworkProfile, condition: Condition) -> Self {
        // What is added takes a good network into the middle of the fair and of the poor band.
        let (latency, jitter, loss, bandwidth, rssi) = match condition {
            Condition::Good => (0.0, 0.0, 0.0, f64::INFINITY, 0),
            Condition::Fair => (75.0, 20.0, 130.0, 1000.0, 8),
            Condition::Poor => (210.0, 80.0, 700.0, 420.0, 16),
        };
        Self {
            latency: f64::from(network.latency.0) + latency,
            jitter: f64::from(network.jitter.0) / 100.0 + jitter,
            loss: f64::from(network.loss.0) + loss,
            bandwidth: (f64::from(network.bandwidth.0) / 100.0).min(bandwidth),
            rssi: network.rssi.map(|signal| (signal.0 - rssi).max(-95)),
        }
    }
}

/// One direction of a network at one sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LinkSample {
    pub(crate) latency: Latency,
    pub(crate) jitter: Jitter,
    pub(crate) loss: Loss,
    pub(crate) bandwidth: Bitrate,
    /// Uniform in [0, 1), for what else varies.
    pub(crate) flutter: f64,
}

/// Four values in [0, 1) out of one draw.
fn quarters(bits: u64) -> [f64; 4] {
    let quarter = |shift: u32| f64::from((bits >> shift) as u16) / 65_536.0;
    [quarter(48), quarter(32), quarter(16), quarter(0)]
}

fn smooth(x: f64) -> f64 {
    x * x * (3.0 - 2.0 * x)
}

/// The noise of one direction over one minute.
pub(crate) struct MinuteNoise {
    slow: [[f64; 4]; 2],
    mid: [[f64; 4]; 2],
    fast: Key,
    minute: u32,
}

impl MinuteNoise {
    pub(crate) fn new(key: Key, minute: u32) -> Self {
        let point = |octave: u64, n: u32| quarters(key.at(octave << 40 | u64::from(n)).bits());
        Self {
            slow: [point(1, minute / 5), point(1, minute / 5 + 1)],
            mid: [point(2, minute), point(2, minute + 1)],
            fast: key,
            minute,
        }
    }

    pub(crate) fn sample(&self, index: usize, conditions: &Conditions) -> LinkSample {
        let number = u64::from(self.minute) * SAMPLES as u64 + index as u64;
        let bits = self.fast.at(3 << 40 | number).bits();
        let fast = quarters(bits);
        let slow_at = smooth((f64::from(self.minute % 5) + index as f64 / SAMPLES as f64) / 5.0);
        let mid_at = smooth(index as f64 / SAMPLES as f64);
        let noise = |i: usize| {
            let slow = self.slow[0][i] + (self.slow[1][i] - self.slow[0][i]) * slow_at;
            let mid = self.mid[0][i] + (self.mid[1][i] - self.mid[0][i]) * mid_at;
            0.4 * slow + 0.35 * mid + 0.25 * fast[i]
        };
        let spike = spike(bits);
        let jitter = conditions.jitter * (swing(noise(1)) + spike);
        let latency = conditions.latency * (0.85 + 0.3 * noise(0)) + 0.2 * conditions.jitter * spike;
        let loss = conditions.loss * (burst(noise(2)) + 0.5 * spike);
        LinkSample {
            latency: Latency((latency + 0.5) as u32),
            jitter: Jitter((jitter * 100.0 + 0.5) as u32),
            loss: Loss((loss + 0.5) as u32).min(Loss::ALL),
            bandwidth: Bitrate((conditions.bandwidth * (0.8 + 0.4 * noise(3)) * 100.0) as u32),
            flutter: fast[3],
        }
    }
}

/// Jitter relative to its mean: about 1 on average, up to 4.
fn swing(noise: f64) -> f64 {
    0.35 + 0.6 * noise / (1.1 - noise)
}

/// Loss relative to its mean: mostly little, now and then up to 20 times as much.
fn burst(noise: f64) -> f64 {
    2.4 * noise * noise * noise / (1.05 - noise)
}

/// One sample in 200 is a spike, 2 to 100 times the mean: the larger, the rarer (Pareto, shape 1).
fn spike(bits: u64) -> f64 {
    let ticket = bits.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
    if ticket & 0xff_ffff < 0xff_ffff / 200 {
        2.0 / (1.0 - 0.98 * ((ticket >> 24) as f64 / 256.0))
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::plan::Medium;

    fn profile(latency: u32, jitter: u32, loss: u32, bandwidth: u32) -> NetworkProfile {
        NetworkProfile {
            name: "test".into(),
            medium: Medium::Wired,
            latency: Latency(latency),
            jitter: Jitter::from_millis(jitter),
            loss: Loss(loss),
            bandwidth: Bitrate::from_kbps(bandwidth),
            rssi: None,
        }
    }

    fn samples(network: &NetworkProfile, condition: Condition, minutes: u32) -> Vec<LinkSample> {
        let conditions = Conditions::new(network, condition);
        (0..minutes)
            .flat_map(|minute| {
                let noise = MinuteNoise::new(Key::of_seed(1), minute);
                (0..SAMPLES).map(move |index| noise.sample(index, &conditions)).collect::<Vec<_>>()
            })
            .collect()
    }

    fn mean(values: impl Iterator<Item = u32>) -> f64 {
        let (sum, count) = values.fold((0.0, 0.0), |(sum, count), v| (sum + f64::from(v), count + 1.0));
        sum / count
    }

    #[test]
    fn the_mean_is_near_what_the_profile_says() {
        let samples = samples(&profile(100, 20, 200, 3000), Condition::Good, 5000);
        let near = |mean: f64, expected: f64| (0.8..1.25).contains(&(mean / expected));
        assert!(near(mean(samples.iter().map(|s| s.latency.0)), 100.0));
        assert!(near(mean(samples.iter().map(|s| s.jitter.0)), 2000.0));
        assert!(
            near(mean(samples.iter().map(|s| s.loss.0)), 200.0),
            "{}",
            mean(samples.iter().map(|s| s.loss.0))
        );
        assert!(near(mean(samples.iter().map(|s| s.bandwidth.0)), 300_000.0));
    }

    #[test]
    fn tails_are_heavy() {
        let samples = samples(&profile(10, 6, 10, 3000), Condition::Good, 5000);
        let mut jitters: Vec<u32> = samples.iter().map(|s| s.jitter.0).collect();
        jitters.sort_unstable();
        let median = jitters[jitters.len() / 2];
        assert!(jitters[jitters.len() - 1] > 30 * median, "{median} {:?}", jitters.last());
        assert!(jitters[jitters.len() * 9 / 10] < 3 * median);
    }

    #[test]
    fn neighbouring_samples_are_alike() {
        let samples = samples(&profile(200, 1, 0, 3000), Condition::Good, 2000);
        let latencies: Vec<f64> = samples.iter().map(|s| f64::from(s.latency.0)).collect();
        let mean = latencies.iter().sum::<f64>() / latencies.len() as f64;
        let variance: f64 = latencies.iter().map(|l| (l - mean).powi(2)).sum();
        let covariance = |lag: usize| -> f64 {
            latencies.windows(lag + 1).map(|w| (w[0] - mean) * (w[lag] - mean)).sum::<f64>() / variance
        };
        assert!(covariance(1) > 0.5, "{}", covariance(1));
        assert!(covariance(600).abs() < 0.1, "{}", covariance(600));
    }

    #[test]
    fn a_network_that_is_worse_in_every_respect_has_no_better_sample() {
        let good = samples(&profile(30, 5, 10, 3000), Condition::Good, 500);
        let worse = samples(&profile(90, 40, 300, 600), Condition::Good, 500);
        for (good, worse) in good.iter().zip(&worse) {
            assert!(worse.latency >= good.latency && worse.jitter >= good.jitter);
            assert!(worse.loss >= good.loss && worse.bandwidth <= good.bandwidth);
        }
    }
}
