//! How each place spells measurements. They differ in spaces, decimals and one capital, and are kept as the
//! examples of the API reference have them.

use super::json::{Value, Word, push_integer};
use crate::time::{Moment, Span};
use crate::units::{Bitrate, FrameRate, Jitter, Latency, Loss, Mos, Percent};
use crate::world::qos::{PressureLevel, Quality};
use crate::world::{self, Gathering};

/// How one place spells measurements.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelling {
    bitrate: (Decimals, &'static str),
    latency: &'static str,
    jitter: (Decimals, &'static str),
    loss: (Decimals, &'static str),
}

/// `user_qos` of meetings and webinars: `27.15 kbps`, `126 ms`, `6 ms`, `0.03%`.
pub(super) const DASHBOARD: Spelling = Spelling {
    bitrate: (Decimals::Needed, " kbps"),
    latency: " ms",
    jitter: (Decimals::None, " ms"),
    loss: (Decimals::Needed, "%"),
};

/// `qos_summary` of meetings and webinars: `27.15kbps`, `126 ms`, `0ms`, `0.03%`.
pub(super) const DASHBOARD_SUMMARY: Spelling =
    Spelling { bitrate: (Decimals::Needed, "kbps"), jitter: (Decimals::None, "ms"), ..DASHBOARD };

/// `user_qos` of sessions: `23 kbps`, `126 ms`, `6 ms`, `0.3%`.
pub(super) const SESSION: Spelling = Spelling { loss: (Decimals::One, "%"), ..EVENT };

/// Screen share in `user_qos` of the list of a session's users: `23 Kbps`.
pub(super) const SESSION_LIST_SHARE: Spelling = Spelling { bitrate: (Decimals::None, " Kbps"), ..SESSION };

/// `qos_summary` of sessions: `27.15 Kbps`, `126 ms`, `0 ms`, `0.03%`.
pub(super) const SESSION_SUMMARY: Spelling = Spelling { bitrate: (Decimals::Needed, " Kbps"), ..DASHBOARD };

/// Events of meetings, webinars and sessions: `63 kbps`, `134 ms`, `6 ms`, `0.0%`.
pub(super) const EVENT: Spelling = Spelling {
    bitrate: (Decimals::None, " kbps"),
    latency: " ms",
    jitter: (Decimals::None, " ms"),
    loss: (Decimals::One, "%"),
};

/// Quality of a call: `14.98kbps`, `307`, `7.53ms`, `0.82%`.
pub(super) const CALL: Spelling = Spelling {
    bitrate: (Decimals::Needed, "kbps"),
    latency: "",
    jitter: (Decimals::Needed, "ms"),
    loss: (Decimals::Needed, "%"),
};

/// Events of calls: `6`, `23`, `8`, `0.0`.
pub(super) const CALL_EVENT: Spelling = Spelling {
    bitrate: (Decimals::None, ""),
    latency: "",
    jitter: (Decimals::None, ""),
    loss: (Decimals::One, ""),
};

impl Spelling {
    pub(super) fn bitrate(&self, Bitrate(hundredths): Bitrate) -> Quantity {
        quantity(hundredths, self.bitrate)
    }

    pub(super) fn latency(&self, Latency(millis): Latency) -> Count {
        Count(millis, self.latency)
    }

    pub(super) fn jitter(&self, Jitter(hundredths): Jitter) -> Quantity {
        quantity(hundredths, self.jitter)
    }

    pub(super) fn loss(&self, Loss(hundredths): Loss) -> Quantity {
        quantity(hundredths, self.loss)
    }
}

/// `12 fps`
pub(super) fn frame_rate(FrameRate(frames): FrameRate) -> Count {
    Count(frames, " fps")
}

/// `8%`
pub(super) fn percent(Percent(percent): Percent) -> Count {
    Count(percent, "%")
}

/// `4.5`
pub(super) fn mos(Mos(hundredths): Mos) -> Quantity {
    quantity(hundredths, (Decimals::One, ""))
}

/// `quality_score`: `3.65`
pub(super) fn score(Mos(hundredths): Mos) -> Quantity {
    quantity(hundredths, (Decimals::Two, ""))
}

/// `normal`
pub(super) const fn pressure(level: PressureLevel) -> &'static str {
    match level {
        PressureLevel::Normal => "normal",
        PressureLevel::Fair => "fair",
        PressureLevel::Serious => "serious",
        PressureLevel::Critical => "critical",
    }
}

/// `good`
pub(super) const fn quality(quality: Quality) -> &'static str {
    match quality {
        Quality::Bad => "bad",
        Quality::Poor => "poor",
        Quality::Fair => "fair",
        Quality::Good => "good",
    }
}

/// The word for a score, `good`.
pub(super) fn quality_of(score: Mos) -> Word {
    Word(quality(world::quality(score)))
}

/// How long a gathering has lasted at a time: `02:21`, `01:02:21`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Duration(Span);

impl Duration {
    pub(super) fn of(gathering: &Gathering, now: Moment) -> Self {
        Self((gathering.end.min(now) - gathering.start).max(Span::ZERO))
    }

    /// In minutes, rounded up.
    pub(super) fn minutes(self) -> i64 {
        (self.0.seconds() + 59) / 60
    }
}

impl Value for Duration {
    fn write(self, out: &mut Vec<u8>) {
        let seconds = u32::try_from(self.0.seconds()).unwrap_or(0);
        out.push(b'"');
        if seconds >= 3600 {
            push_integer(out, seconds / 36_000);
            out.extend_from_slice(&[digit(seconds / 3600), b':']);
        }
        let [minutes, seconds] = [seconds / 60 % 60, seconds % 60];
        out.extend_from_slice(&[digit(minutes / 10), digit(minutes), b':']);
        out.extend_from_slice(&[digit(seconds / 10), digit(seconds), b'"']);
    }
}

/// How many digits follow the point; the rest is rounded, half up.
#[derive(Clone, Copy, Debug)]
enum Decimals {
    None,
    One,
    Two,
    /// At most two, no trailing zero.
    Needed,
}

/// A whole number and its unit, as a string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count(u32, &'static str);

impl Value for Count {
    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        let Self(count, unit) = self;
        out.push(b'"');
        push_integer(out, count);
        out.extend_from_slice(unit.as_bytes());
        out.push(b'"');
    }
}

/// A number with decimals and its unit, as a string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quantity {
    hundredths: u32,
    decimals: Decimals,
    unit: &'static str,
}

const fn quantity(hundredths: u32, (decimals, unit): (Decimals, &'static str)) -> Quantity {
    Quantity { hundredths, decimals, unit }
}

impl Value for Quantity {
    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        out.push(b'"');
        push_decimal(out, self.hundredths, self.decimals);
        out.extend_from_slice(self.unit.as_bytes());
        out.push(b'"');
    }
}

/// Hundredths as a JSON number: `3.52`, `3.5`, `3`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal(pub(super) u32);

impl Value for Decimal {
    fn write(self, out: &mut Vec<u8>) {
        push_decimal(out, self.0, Decimals::Needed);
    }
}

#[inline]
fn push_decimal(out: &mut Vec<u8>, hundredths: u32, decimals: Decimals) {
    let decimals = match decimals {
        Decimals::Needed if hundredths.is_multiple_of(100) => Decimals::None,
        Decimals::Needed if hundredths.is_multiple_of(10) => Decimals::One,
        Decimals::Needed => Decimals::Two,
        fixed => fixed,
    };
    match decimals {
        Decimals::None => push_integer(out, hundredths.saturating_add(50) / 100),
        Decimals::One => {
            let tenths = hundredths.saturating_add(5) / 10;
            push_integer(out, tenths / 10);
            out.extend_from_slice(&[b'.', digit(tenths)]);
        }
        Decimals::Two | Decimals::Needed => {
            push_integer(out, hundredths / 100);
            out.extend_from_slice(&[b'.', digit(hundredths / 10), digit(hundredths)]);
        }
    }
}

/// The last digit of a number.
const fn digit(number: u32) -> u8 {
    b'0' + (number % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: impl Value) -> String {
        let mut out = Vec::new();
        value.write(&mut out);
        String::from_utf8(out).unwrap()
    }

    /// Bitrate, latency, jitter and loss as one place spells them.
    fn spelled(spelling: &Spelling, bitrate: u32, latency: u32, jitter: u32, loss: u32) -> [String; 4] {
        [
            written(spelling.bitrate(Bitrate(bitrate))),
            written(spelling.latency(Latency(latency))),
            written(spelling.jitter(Jitter(jitter))),
            written(spelling.loss(Loss(loss))),
        ]
    }

    #[test]
    fn every_place_spells_as_its_examples_do() {
        for (spelling, values, expected) in [
            (DASHBOARD, [2715, 126, 0, 3], [r#""27.15 kbps""#, r#""126 ms""#, r#""0 ms""#, r#""0.03%""#]),
            (
                DASHBOARD_SUMMARY,
                [2715, 126, 0, 40],
                [r#""27.15kbps""#, r#""126 ms""#, r#""0ms""#, r#""0.4%""#],
            ),
            (SESSION, [2300, 126, 600, 30], [r#""23 kbps""#, r#""126 ms""#, r#""6 ms""#, r#""0.3%""#]),
            (
                SESSION_LIST_SHARE,
                [2300, 126, 600, 190],
                [r#""23 Kbps""#, r#""126 ms""#, r#""6 ms""#, r#""1.9%""#],
            ),
            (
                SESSION_SUMMARY,
                [2715, 126, 0, 3],
                [r#""27.15 Kbps""#, r#""126 ms""#, r#""0 ms""#, r#""0.03%""#],
            ),
            (EVENT, [6300, 134, 600, 0], [r#""63 kbps""#, r#""134 ms""#, r#""6 ms""#, r#""0.0%""#]),
            (CALL, [1498, 307, 753, 82], [r#""14.98kbps""#, r#""307""#, r#""7.53ms""#, r#""0.82%""#]),
            (CALL_EVENT, [600, 23, 800, 0], [r#""6""#, r#""23""#, r#""8""#, r#""0.0""#]),
        ] {
            let [bitrate, latency, jitter, loss] = values;
            assert_eq!(spelled(&spelling, bitrate, latency, jitter, loss), expected);
        }
    }

    #[test]
    fn decimals_that_are_zero_are_left_out_where_they_are_not_fixed() {
        let spell = |hundredths| written(DASHBOARD.bitrate(Bitrate(hundredths)));
        assert_eq!(
            [spell(2710), spell(2700), spell(5), spell(0)],
            ["\"27.1 kbps\"", "\"27 kbps\"", "\"0.05 kbps\"", "\"0 kbps\""]
        );
        assert_eq!(
            [written(Decimal(352)), written(Decimal(350)), written(Decimal(300))],
            ["3.52", "3.5", "3"]
        );
    }

    #[test]
    fn rounding_is_half_up() {
        assert_eq!(written(EVENT.bitrate(Bitrate(6249))), "\"62 kbps\"");
        assert_eq!(written(EVENT.bitrate(Bitrate(6250))), "\"63 kbps\"");
        assert_eq!(written(EVENT.loss(Loss(4))), "\"0.0%\"");
        assert_eq!(written(EVENT.loss(Loss(5))), "\"0.1%\"");
        assert_eq!(written(EVENT.loss(Loss(995))), "\"10.0%\"");
        assert_eq!(written(mos(Mos(445))), "\"4.5\"");
    }

    #[test]
    fn scores_have_two_decimals_and_opinion_scores_one() {
        assert_eq!([written(score(Mos(365))), written(score(Mos(400)))], ["\"3.65\"", "\"4.00\""]);
        assert_eq!([written(mos(Mos(450))), written(mos(Mos(400)))], ["\"4.5\"", "\"4.0\""]);
    }

    #[test]
    fn a_duration_has_hours_from_an_hour_on() {
        let spell = |seconds| written(Duration(Span::from_seconds(seconds)));
        assert_eq!([spell(0), spell(141), spell(3599)], ["\"00:00\"", "\"02:21\"", "\"59:59\""]);
        assert_eq!([spell(3600), spell(360_001)], ["\"01:00:00\"", "\"100:00:01\""]);
    }

    #[test]
    fn nothing_overflows() {
        let largest = spelled(&EVENT, u32::MAX, u32::MAX, u32::MAX, u32::MAX);
        assert_eq!(largest[1], "\"4294967295 ms\"");
    }
}
