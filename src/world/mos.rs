//! Mean opinion scores by the E-model, ITU-T G.107.

use super::qos::Quality;
use crate::units::{Jitter, Latency, Loss, Mos};

/// Transmission rating without impairments: R with the default values of ITU-T G.107.
const BEST_RATING: f64 = 93.2;
/// Robustness against packet loss, between G.711 without concealment (4.3) and with it (25.1), ITU-T G.113
/// appendix I. It makes the labels of the scores agree with the good, fair and poor networks of the scenario.
const LOSS_ROBUSTNESS: f64 = 10.0;
/// What coding and packets of 20 ms add to the delay, in milliseconds.
const CODING_DELAY: f64 = 10.0;

/// The score of a stream with these means.
///
/// R is 93.2 less the delay impairment `0.024 d + 0.11 (d - 177.3) H(d - 177.3)` and the loss impairment
/// `95 Ppl / (Ppl + Bpl)`, where d is the mouth-to-ear delay with a jitter buffer of twice the jitter;
/// MOS is `1 + 0.035 R + 7e-6 R (R - 60) (100 - R)`.
pub fn score(latency: Latency, jitter: Jitter, loss: Loss) -> Mos {
    let delay = f64::from(latency.0) + f64::from(jitter.0) / 50.0 + CODING_DELAY;
    let loss = f64::from(loss.0) / 100.0;
    let delay_impairment = 0.024 * delay + 0.11 * (delay - 177.3).max(0.0);
    let loss_impairment = 95.0 * loss / (loss + LOSS_ROBUSTNESS);
    let rating = (BEST_RATING - delay_impairment - loss_impairment).clamp(0.0, 100.0);
    let mos = 1.0 + 0.035 * rating + 7e-6 * rating * (rating - 60.0) * (100.0 - rating);
    // The polynomial dips below 1 for the worst ratings.
    Mos((mos * 100.0 + 0.5).clamp(100.0, 500.0) as u32)
}

/// The word for a score: good from 4.0, fair from 3.6, poor from 3.1, bad below.
pub const fn quality(score: Mos) -> Quality {
    match score.0 {
        400.. => Quality::Good,
        360.. => Quality::Fair,
        310.. => Quality::Poor,
        _ => Quality::Bad,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(latency: u32, jitter: u32, loss: u32) -> Mos {
        score(Latency(latency), Jitter::from_millis(jitter), Loss(loss))
    }

    #[test]
    fn labels_agree_with_the_bands_of_networks() {
        assert_eq!(quality(of(15, 2, 0)), Quality::Good);
        assert_eq!(quality(of(80, 15, 30)), Quality::Good);
        assert_eq!(quality(of(130, 30, 150)), Quality::Fair);
        assert_eq!(quality(of(180, 45, 400)), Quality::Bad);
        assert_eq!(quality(of(500, 300, 2000)), Quality::Bad);
        assert_eq!(of(15, 2, 0), Mos(440));
        assert_eq!(of(500, 300, 2000), Mos(100));
    }

    proptest! {
        #[test]
        fn worse_conditions_never_score_better(
            latency in 0u32..1000, jitter in 0u32..500, loss in 0u32..10_000,
            more in (0u32..1000, 0u32..500, 0u32..1000),
        ) {
            let worse = of(latency + more.0, jitter + more.1, (loss + more.2).min(10_000));
            prop_assert!(worse <= of(latency, jitter, loss));
            prop_assert!((100..=450).contains(&worse.0));
        }
    }
}
