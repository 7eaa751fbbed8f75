//! One direction of a call: in one minute, and over the whole call.

use super::Direction;
use super::qos::{CallMinute, CallStream};
use crate::scenario::plan::Side;
use crate::units::{Bitrate, Jitter, Latency, Loss, Mos};

impl CallMinute {
    /// One direction of one side.
    pub fn stream(&self, side: Side, direction: Direction) -> CallStream {
        let [caller, callee] = self.sides;
        let side = match side {
            Side::Caller => caller,
            Side::Callee => callee,
        };
        match direction {
            Direction::Sending => side.sending,
            Direction::Receiving => side.receiving,
        }
    }
}

/// The means of the minutes, rounded half up, and the greatest loss of all; `None` without a minute.
pub fn call_summary(minutes: impl IntoIterator<Item = CallStream>) -> Option<CallStream> {
    let mut count = 0;
    let mut max_loss = Loss(0);
    let mut sums = [0_u64; 5];
    for minute in minutes {
        let CallStream { bitrate, delay, jitter, avg_loss, mos, .. } = minute;
        for (sum, value) in sums.iter_mut().zip([bitrate.0, delay.0, jitter.0, avg_loss.0, mos.0]) {
            *sum += u64::from(value);
        }
        max_loss = max_loss.max(minute.max_loss);
        count += 1;
    }
    if count == 0 {
        return None;
    }
    // A mean is at most the greatest of its values, so it fits.
    let [bitrate, delay, jitter, avg_loss, mos] =
        sums.map(|sum| u32::try_from((2 * sum + count) / (2 * count)).unwrap_or(u32::MAX));
    Some(CallStream {
        bitrate: Bitrate(bitrate),
        delay: Latency(delay),
        jitter: Jitter(jitter),
        avg_loss: Loss(avg_loss),
        max_loss,
        mos: Mos(mos),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_holds_means_and_the_greatest_loss() {
        let minute = |bitrate, max_loss| CallStream {
            bitrate: Bitrate(bitrate),
            delay: Latency(20),
            jitter: Jitter(753),
            avg_loss: Loss(82),
            max_loss: Loss(max_loss),
            mos: Mos(440),
        };
        let summary = call_summary([minute(1000, 90), minute(1001, 151)]).unwrap();
        assert_eq!((summary.bitrate, summary.max_loss), (Bitrate(1001), Loss(151)));
        assert_eq!((summary.jitter, summary.mos), (Jitter(753), Mos(440)));
        assert_eq!(call_summary([]), None);
    }
}
