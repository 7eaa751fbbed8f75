//! How a network does from sample to sample.
//!
//! Noise is asked, not walked: values hashed at lattice points five minutes, one minute and one sample apart,
//! interpolated smoothly and added. Neighbouring samples are thus alike, and any minute costs the same. A
//! heavy-tailed map makes jitter and loss of it; rare spikes follow a Pareto law.
//!
//! Everything grows with the profile: a network that is worse in every respect has, with the same noise, no
//! sample that is better in any.

use super::lanes::{LANES, Lanes, Noise, SAMPLES, each, quarter, whole};
use super::seed::Key;
use crate::scenario::plan::NetworkProfile;
use crate::units::Loss;

/// What a network would be like on average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Conditions {
    /// Milliseconds.
    latency: f32,
    /// Milliseconds.
    jitter: f32,
    /// Hundredths of a percent.
    loss: f32,
    /// kbit/s.
    bandwidth: f32,
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
            Condition::Good => (0.0, 0.0, 0.0, f32::INFINITY, 0),
            Condition::Fair => (75.0, 20.0, 130.0, 1000.0, 8),
            Condition::Poor => (210.0, 80.0, 700.0, 420.0, 16),
        };
        Self {
            latency: network.latency.0 as f32 + latency,
            jitter: network.jitter.0 as f32 / 100.0 + jitter,
            loss: network.loss.0 as f32 + loss,
            bandwidth: (network.bandwidth.0 as f32 / 100.0).min(bandwidth),
            rssi: network.rssi.map(|signal| (signal.0 - rssi).max(-95)),
        }
    }
}

/// One direction of a network over one minute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Link {
    /// [`Latency`](crate::units::Latency)
    pub(crate) latency: Lanes<i32>,
    /// [`Jitter`](crate::units::Jitter)
    pub(crate) jitter: Lanes<i32>,
    /// [`Loss`]
    pub(crate) loss: Lanes<i32>,
    /// [`Bitrate`](crate::units::Bitrate)
    pub(crate) bandwidth: Lanes<i32>,
    /// Uniform in [0, 1), for what else varies.
    pub(crate) flutter: Lanes<f32>,
}

/// The noise of one direction over one minute: what the averages are multiplied by.
pub(crate) struct MinuteNoise {
    latency: Lanes<f32>,
    jitter: Lanes<f32>,
    loss: Lanes<f32>,
    bandwidth: Lanes<f32>,
    flutter: Lanes<f32>,
    spikes: Lanes<f32>,
}

/// Minutes between the slowest lattice points.
const SLOW_MINUTES: u32 = 5;
/// How far each sample is from one slow lattice point to the next, for each minute between them.
const SLOW_AT: [Lanes<f32>; SLOW_MINUTES as usize] =
    [smoothly(0, 5), smoothly(1, 5), smoothly(2, 5), smoothly(3, 5), smoothly(4, 5)];
/// How far each sample is from one minute to the next.
const MID_AT: Lanes<f32> = smoothly(0, 1);

const fn smoothly(minute: usize, minutes: usize) -> Lanes<f32> {
    let mut lanes = [0.0; LANES];
    let mut index = 0;
    while index < SAMPLES {
        let x = (minute * SAMPLES + index) as f32 / (minutes * SAMPLES) as f32;
        lanes[index] = x * x * (3.0 - 2.0 * x);
        index += 1;
    }
    lanes
}

impl MinuteNoise {
    pub(crate) fn new(key: Key, minute: u32) -> Self {
        let octaves = Octaves::new(key, minute);
        let spikes = spikes(key.at(4 << 40 | u64::from(minute)));
        let [jitter, loss] = [octaves.noise::<1>().map(swing), octaves.noise::<2>().map(burst)];
        Self {
            latency: octaves.noise::<0>().map(|noise| 0.85 + 0.3 * noise),
            jitter: each(|lane| jitter[lane] + spikes[lane]),
            loss: each(|lane| loss[lane] + 0.5 * spikes[lane]),
            bandwidth: octaves.noise::<3>().map(|noise| 80.0 + 40.0 * noise),
            flutter: octaves.fast.quarter::<3>(),
            spikes,
        }
    }

    /// What a network of these conditions makes of it.
    pub(crate) fn under(&self, conditions: &Conditions) -> Link {
        let spike = 0.2 * conditions.jitter;
        let jitter = 100.0 * conditions.jitter;
        Link {
            latency: each(|lane| whole(conditions.latency * self.latency[lane] + spike * self.spikes[lane])),
            jitter: self.jitter.map(|noise| whole(jitter * noise)),
            loss: self.loss.map(|noise| whole(conditions.loss * noise).min(Loss::ALL.0 as i32)),
            bandwidth: self.bandwidth.map(|noise| whole(conditions.bandwidth * noise)),
            flutter: self.flutter,
        }
    }
}

/// The values from which the noise of a minute is interpolated: four of each, for four kinds of noise.
struct Octaves {
    slow: [u64; 2],
    slow_at: &'static Lanes<f32>,
    mid: [u64; 2],
    fast: Noise,
}

impl Octaves {
    fn new(key: Key, minute: u32) -> Self {
        let point = |octave: u64, n: u64| key.at(octave << 40 | n).bits();
        let [slow, mid] = [u64::from(minute / SLOW_MINUTES), u64::from(minute)];
        let number = u64::from(minute) * SAMPLES as u64;
        Self {
            slow: [point(1, slow), point(1, slow + 1)],
            slow_at: &SLOW_AT[(minute % SLOW_MINUTES) as usize],
            mid: [point(2, mid), point(2, mid + 1)],
            fast: Noise::new(|lane| point(3, number + lane as u64)),
        }
    }

    /// One kind of noise, in [0, 1).
    #[inline]
    fn noise<const WHICH: u32>(&self) -> Lanes<f32> {
        let [slow, slow_to] = self.slow.map(|bits| 0.4 * quarter::<WHICH>(bits));
        let [mid, mid_to] = self.mid.map(|bits| 0.35 * quarter::<WHICH>(bits));
        let (start, slow_rise, mid_rise) = (slow + mid, slow_to - slow, mid_to - mid);
        let fast = self.fast.quarter::<WHICH>();
        each(|lane| start + slow_rise * self.slow_at[lane] + mid_rise * MID_AT[lane] + 0.25 * fast[lane])
    }
}

/// Jitter relative to its mean: about 1 on average, up to 4.
#[inline]
fn swing(noise: f32) -> f32 {
    0.35 + 0.6 * noise / (1.1 - noise)
}

/// Loss relative to its mean: mostly little, now and then up to 20 times as much.
#[inline]
fn burst(noise: f32) -> f32 {
    2.4 * noise * noise * noise / (1.05 - noise)
}

/// One minute in 20 has a spike, 2 to 100 times the mean: the larger, the rarer (Pareto, shape 1).
fn spikes(minute: Key) -> Lanes<f32> {
    let mut spikes = [0.0; LANES];
    if minute.below(20) == 0 {
        let place = minute.at(0).below(SAMPLES as u64) as usize;
        spikes[place] = 2.0 / (1.0 - 0.98 * quarter::<3>(minute.at(1).bits()));
    }
    spikes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::plan::Medium;
    use crate::units::{Bitrate, Jitter, Latency};

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

    struct LinkSample {
        latency: i32,
        jitter: i32,
        loss: i32,
        bandwidth: i32,
    }

    fn samples(network: &NetworkProfile, condition: Condition, minutes: u32) -> Vec<LinkSample> {
        let conditions = Conditions::new(network, condition);
        (0..minutes)
            .map(|minute| MinuteNoise::new(Key::of_seed(1), minute).under(&conditions))
            .flat_map(|link| {
                (0..SAMPLES).map(move |lane| LinkSample {
                    latency: link.latency[lane],
                    jitter: link.jitter[lane],
                    loss: link.loss[lane],
                    bandwidth: link.bandwidth[lane],
                })
            })
            .collect()
    }

    fn mean(values: impl Iterator<Item = i32>) -> f64 {
        let (sum, count) = values.fold((0.0, 0.0), |(sum, count), v| (sum + f64::from(v), count + 1.0));
        sum / count
    }

    #[test]
    fn the_mean_is_near_what_the_profile_says() {
        let samples = samples(&profile(100, 20, 200, 3000), Condition::Good, 5000);
        let near = |mean: f64, expected: f64| (0.8..1.25).contains(&(mean / expected));
        assert!(near(mean(samples.iter().map(|s| s.latency)), 100.0));
        assert!(near(mean(samples.iter().map(|s| s.jitter)), 2000.0));
        assert!(
            near(mean(samples.iter().map(|s| s.loss)), 200.0),
            "{}",
            mean(samples.iter().map(|s| s.loss))
        );
        assert!(near(mean(samples.iter().map(|s| s.bandwidth)), 300_000.0));
    }

    #[test]
    fn tails_are_heavy() {
        let samples = samples(&profile(10, 6, 10, 3000), Condition::Good, 5000);
        let mut jitters: Vec<i32> = samples.iter().map(|s| s.jitter).collect();
        jitters.sort_unstable();
        let median = jitters[jitters.len() / 2];
        assert!(jitters[jitters.len() - 1] > 30 * median, "{median} {:?}", jitters.last());
        assert!(jitters[jitters.len() * 9 / 10] < 3 * median);
    }

    #[test]
    fn neighbouring_samples_are_alike() {
        let samples = samples(&profile(200, 1, 0, 3000), Condition::Good, 2000);
        let latencies: Vec<f64> = samples.iter().map(|s| f64::from(s.latency)).collect();
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
