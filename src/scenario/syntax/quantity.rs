//! Numbers with units: `40 ms`, `0.3%`, `2 Mbps`, `-60 dBm`, `1280*720`, `2..40`.

use super::decode::{Scalar, Unreadable};
use crate::units::{Bitrate, FrameRate, Jitter, Latency, Loss, Percent, Resolution, Rssi};

const MILLION: i128 = 1_000_000;

/// Reads a number with one of the units, each worth so many of the smallest step, and checks its range.
fn quantity(
    text: &str,
    units: &[(&str, i128)],
    what: &str,
    (least, least_shown): (i64, &str),
    (most, most_shown): (i64, &str),
) -> Result<i64, Unreadable> {
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim();
    let millionths = millionths(number).ok_or(Unreadable::Form)?;
    let (_, worth) =
        units.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)).ok_or(Unreadable::Form)?;
    let steps = millionths * worth;
    if steps < i128::from(least) * MILLION {
        return Err(Unreadable::value(format!("`{text}` is too little: {what} is at least {least_shown}")));
    }
    if steps > i128::from(most) * MILLION {
        return Err(Unreadable::value(format!("`{text}` is too much: {what} is at most {most_shown}")));
    }
    if steps % MILLION != 0 {
        return Err(Unreadable::value(format!("`{text}` has more decimals than {what} is shown with")));
    }
    i64::try_from(steps / MILLION).map_err(|_| Unreadable::Form)
}

/// Reads `-12.25` as -12,250,000.
fn millionths(number: &str) -> Option<i128> {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || whole.len() > 15 || fraction.len() > 6 {
        return None;
    }
    let fraction: i128 = format!("{fraction:0<6}").parse().ok()?;
    Some(sign * (whole.parse::<i128>().ok()? * MILLION + fraction))
}

macro_rules! quantities {
    ($($type:ident, $inner:ty, $what:literal, $examples:expr, $pattern:literal, $units:expr, $least:expr, $most:expr;)*) => {$(
        impl Scalar for $type {
            const WHAT: &'static str = $what;
            const EXAMPLES: &'static [&'static str] = &$examples;
            const PATTERN: &'static str = $pattern;

            fn read(text: &str) -> Result<Self, Unreadable> {
                let steps = quantity(text, &$units, $what, $least, $most)?;
                <$inner>::try_from(steps).map(Self).map_err(|_| Unreadable::Form)
            }
        }
    )*};
}

quantities! {
    Latency, u32, "a latency", ["40 ms", "0.3 s"], r"^\d+(\.\d+)? ?(ms|s)$",
        [("ms", 1), ("s", 1000)], (0, "0 ms"), (60_000, "60 s");
    Jitter, u32, "a jitter", ["6 ms", "7.53 ms"], r"^\d+(\.\d+)? ?(ms|s)$",
        [("ms", 100), ("s", 100_000)], (0, "0 ms"), (6_000_000, "60 s");
    Loss, u32, "a loss", ["4%", "0.3%"], r"^\d+(\.\d+)? ?%$",
        [("%", 100)], (0, "0%"), (10_000, "100%");
    Bitrate, u32, "a bit rate", ["800 kbps", "2 Mbps"], r"^\d+(\.\d+)? ?([kK]bps|[mM]bps|[kK]bit/s|[mM]bit/s)$",
        [("kbps", 100), ("mbps", 100_000), ("kbit/s", 100), ("mbit/s", 100_000)],
        (0, "0 kbps"), (1_000_000_000, "10000 Mbps");
    Rssi, i32, "a Wi-Fi signal", ["-60 dBm"], r"^-?\d+ ?dBm$",
        [("dbm", 1)], (-100, "-100 dBm"), (0, "0 dBm");
    FrameRate, u32, "a frame rate", ["12 fps"], r"^\d+ ?fps$",
        [("fps", 1)], (0, "0 fps"), (120, "120 fps");
    Percent, u32, "a percentage", ["80%"], r"^\d+ ?%$",
        [("%", 1)], (0, "0%"), (100, "100%");
}

impl Scalar for Resolution {
    const WHAT: &'static str = "a resolution";
    const EXAMPLES: &'static [&'static str] = &["320*180", "640*360", "1280*720", "1920*1080"];
    const PATTERN: &'static str = r"^(0[*x]0|320[*x]180|640[*x]360|1280[*x]720|1920[*x]1080)$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        let spelling = text.replace(['x', 'X', '×'], "*");
        Self::ALL.into_iter().find(|resolution| resolution.as_str() == spelling).ok_or(Unreadable::Form)
    }
}

/// A whole number from 0 to a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Count(pub(in crate::scenario) u32);

impl Count {
    pub(in crate::scenario) const MOST: u32 = 1_000_000;
}

impl Scalar for Count {
    const WHAT: &'static str = "a number";
    const EXAMPLES: &'static [&'static str] = &["20"];
    const TYPES: &'static [&'static str] = &["integer", "string"];
    const PATTERN: &'static str = r"^[\d_]+$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        if let Some(digits) = text.strip_prefix('-')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Err(Unreadable::value(format!("`{text}` is less than nothing")));
        }
        let digits = text.replace('_', "");
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Unreadable::Form);
        }
        match digits.parse() {
            Ok(number) if number <= Self::MOST => Ok(Self(number)),
            _ => Err(Unreadable::value(format!("`{text}` is too many: at most 1,000,000"))),
        }
    }
}

/// Least and most: `2..40`, or one number for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct CountRange(pub(in crate::scenario) u32, pub(in crate::scenario) u32);

impl Scalar for CountRange {
    const WHAT: &'static str = "a number of people";
    const EXAMPLES: &'static [&'static str] = &["2..40", "12"];
    const TYPES: &'static [&'static str] = &["string", "integer"];
    const PATTERN: &'static str = r"^[\d_]+( ?\.\. ?[\d_]+)?$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        let (Count(least), Count(most)) = range(text)?;
        if least == 0 {
            return Err(Unreadable::value(format!("`{text}` begins at nobody; somebody must be there")));
        }
        if least > most {
            return Err(upside_down(text, &format!("{most}..{least}")));
        }
        Ok(Self(least, most))
    }
}

/// Both ends of `a..b`; one value is both ends.
pub(super) fn range<T: Scalar>(text: &str) -> Result<(T, T), Unreadable> {
    let (least, most) = text.split_once("..").unwrap_or((text, text));
    Ok((T::read(least.trim())?, T::read(most.trim())?))
}

pub(super) fn upside_down(text: &str, right: &str) -> Unreadable {
    let message = format!("`{text}` is upside down: the smaller value comes first");
    Unreadable::Value(message, Some(format!("write `{right}`")))
}

/// How much of a mix something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Weight {
    /// So many parts.
    Parts(u32),
    /// So many hundredths of a percent.
    Percent(u32),
}

impl Scalar for Weight {
    const WHAT: &'static str = "a weight";
    const EXAMPLES: &'static [&'static str] = &["3", "60%"];
    const TYPES: &'static [&'static str] = &["integer", "string"];
    const PATTERN: &'static str = r"^\d+(\.\d+)? ?%?$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        if text.ends_with('%') {
            let steps = quantity(text, &[("%", 100)], "a weight", (0, "0%"), (10_000, "100%"))?;
            u32::try_from(steps).map(Self::Percent).map_err(|_| Unreadable::Form)
        } else {
            Count::read(text).map(|Count(parts)| Self::Parts(parts))
        }
    }
}
