//! Points in time and lengths of time, as every other module uses them.
//!
//! Both count milliseconds, the unit of `event_ts`. Arithmetic saturates at the limits of [`Moment`], so
//! that no scenario and no request can overflow it.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use jiff::{SpanRelativeTo, Timestamp};

/// A point in time: milliseconds since the Unix epoch, in UTC, from 1970 to almost the end of the year 9999.
///
/// `Display` writes it as the REST API does, `2026-03-02T09:00:00Z`, without the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The Unix epoch, the earliest moment.
    pub const EPOCH: Self = Self(0);
    /// The last moment whose date has a year of four digits in every time zone.
    pub const MAX: Self = Self(253_402_207_200_999);

    /// The moment so many milliseconds after the epoch, clamped to the range.
    pub const fn from_millis(millis: i64) -> Self {
        if millis < 0 {
            Self::EPOCH
        } else if millis > Self::MAX.0 {
            Self::MAX
        } else {
            Self(millis)
        }
    }

    /// The moment so many seconds after the epoch, clamped to the range.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self::from_millis(seconds.saturating_mul(1000))
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch.
    pub const fn seconds(self) -> i64 {
        self.0 / 1000
    }

    /// The same moment without its fraction of a second.
    pub const fn whole_second(self) -> Self {
        Self(self.0 - self.0 % 1000)
    }
}

impl From<Timestamp> for Moment {
    fn from(timestamp: Timestamp) -> Self {
        Self::from_millis(timestamp.as_millisecond())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The range of a moment lies within that of a timestamp.
        match Timestamp::from_second(self.seconds()) {
            Ok(timestamp) => timestamp.fmt(f),
            Err(_) => Err(fmt::Error),
        }
    }
}

impl FromStr for Moment {
    type Err = jiff::Error;

    /// Reads RFC 3339: `2026-03-02T09:00:00Z`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<Timestamp>().map(Self::from)
    }
}

impl Add<Span> for Moment {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self::from_millis(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Moment {
    type Output = Self;

    fn sub(self, span: Span) -> Self {
        Self::from_millis(self.0.saturating_sub(span.0))
    }
}

impl Sub for Moment {
    type Output = Span;

    fn sub(self, earlier: Self) -> Span {
        Span(self.0 - earlier.0)
    }
}

/// A day of UTC, counted from the epoch.
///
/// `Display` writes it as the REST API does, `2026-03-02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

impl Day {
    /// The day on which a moment lies.
    pub const fn of(moment: Moment) -> Self {
        Self(moment.0.div_euclid(Span::DAY.0))
    }

    /// Its first moment.
    pub const fn start(self) -> Moment {
        Moment::from_millis(self.0.saturating_mul(Span::DAY.0))
    }

    /// The first moment of the next day.
    pub const fn end(self) -> Moment {
        self.next().start()
    }

    /// The day after it.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// How many days it is after the epoch.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The days from this one to `last`, both included.
    pub fn to(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.0..=last.0).map(Self)
    }

    /// Whether it is a Saturday or a Sunday.
    pub const fn is_weekend(self) -> bool {
        // The epoch was a Thursday.
        matches!((self.0 + 3).rem_euclid(7), 5 | 6)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.start().to_string();
        f.write_str(start.split('T').next().unwrap_or_default())
    }
}

/// A length of time in milliseconds; negative when it points to the past.
///
/// ```
/// use zoom_qos_emulator::Span;
///
/// assert_eq!("1h 30m".parse(), Ok(Span::from_seconds(5400)));
/// assert_eq!("-20m".parse(), Ok(Span::from_seconds(-1200)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// One second.
    pub const SECOND: Self = Self(1000);
    /// One minute.
    pub const MINUTE: Self = Self(60_000);
    /// One hour.
    pub const HOUR: Self = Self(3_600_000);
    /// Twenty-four hours.
    pub const DAY: Self = Self(86_400_000);

    /// So many milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// So many seconds.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// So many minutes.
    pub const fn from_minutes(minutes: i64) -> Self {
        Self::from_seconds(minutes.saturating_mul(60))
    }

    /// Milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds, rounded towards zero.
    pub const fn seconds(self) -> i64 {
        self.0 / 1000
    }

    /// The same length of real time; zero when negative.
    pub fn to_duration(self) -> std::time::Duration {
        std::time::Duration::from_millis(u64::try_from(self.0).unwrap_or(0))
    }
}

impl Add for Span {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Span {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// Why a text is no length of time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a length of time; write it like `90s`, `15m`, `1h 30m` or `30d`")]
pub struct SpanError(String);

impl FromStr for Span {
    type Err = SpanError;

    /// Reads units from days to milliseconds: `90s`, `1h 30m`, `30d`. A day has 24 hours. No years, no
    /// months: their length is not fixed.
    fn from_str(text: &str) -> Result<Self, SpanError> {
        let wrong = || SpanError(text.to_owned());
        let span: jiff::Span = text.trim().parse().map_err(|_| wrong())?;
        if span.get_years() != 0 || span.get_months() != 0 {
            return Err(wrong());
        }
        let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| wrong())?;
        i64::try_from(duration.as_millis()).map(Self).map_err(|_| wrong())
    }
}

impl fmt::Display for Span {
    /// Writes it as a scenario does: `1h 30m`, `-20m`, `0s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let mut rest = self.0.unsigned_abs();
        let mut first = true;
        for (unit, name) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms")] {
            if rest >= unit {
                let space = if first { "" } else { " " };
                write!(f, "{space}{}{name}", rest / unit)?;
                rest %= unit;
                first = false;
            }
        }
        if first { f.write_str("0s") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_the_rest_api_writes_it() {
        let moment: Moment = "2026-03-02T09:00:00.250Z".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-03-02T09:00:00Z");
        assert_eq!(moment.millis() % 1000, 250);
    }

    #[test]
    fn a_day_has_a_date_and_a_place_in_the_week() {
        let monday = Day::of("2026-03-02T23:59:59Z".parse().unwrap());
        assert_eq!(
            (monday.to_string(), monday.start().to_string()),
            ("2026-03-02".into(), "2026-03-02T00:00:00Z".into())
        );
        assert_eq!(monday.end(), monday.next().start());
        let week: Vec<bool> =
            monday.to(Day::of(monday.start() + Span::from_minutes(6 * 1440))).map(Day::is_weekend).collect();
        assert_eq!(week, [false, false, false, false, false, true, true]);
    }

    #[test]
    fn arithmetic_saturates_at_the_limits() {
        assert_eq!(Moment::MAX + Span::from_millis(i64::MAX), Moment::MAX);
        assert_eq!(Moment::EPOCH - Span::DAY, Moment::EPOCH);
        assert_eq!(Moment::MAX.to_string(), "9999-12-30T22:00:00Z");
    }

    #[test]
    fn a_span_reads_what_it_writes() {
        for text in ["0s", "1d 2h", "-20m", "1h 30m 5s", "250ms"] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_span_of_unknown_length_is_refused_with_an_example() {
        let error = "2mo".parse::<Span>().unwrap_err().to_string();
        assert!(error.contains("write it like `90s`"), "{error}");
        assert!("soon".parse::<Span>().is_err());
    }
}
