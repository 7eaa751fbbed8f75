//! `from` and `to`: at most a month of the last six.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::http::Parameters;
use crate::time::{Moment, Span};

/// From when to when, both included, to the day or to the second.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    from: Bound,
    to: Bound,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Day(Date),
    Second(DateTime),
}

impl Range {
    /// Without them: yesterday and today.
    pub(super) fn of(parameters: &mut Parameters, now: Moment) -> Self {
        let today = date(now);
        let (from, to) = (parameters.date("from"), parameters.date("to"));
        let given = if from.is_none() && to.is_some() { "to" } else { "from" };
        let to = match (from, to) {
            (_, Some(to)) => to,
            (Some(from), None) => today.min(from.saturating_add(1.month())).max(from),
            (None, None) => today,
        };
        let from = from.unwrap_or_else(|| to.saturating_sub(1.day()));
        let range = Self { from: Bound::Day(from), to: Bound::Day(to) };
        range.check(parameters, given, today);
        range
    }

    /// Both must be given, as dates or, `with_time`, as `2026-03-02 09:00:00` too.
    pub(super) fn required(parameters: &mut Parameters, now: Moment, with_time: bool) -> Self {
        let today = date(now);
        let [from, to] = ["from", "to"].map(|name| {
            parameters.require(name);
            if with_time {
                let example = "a date or a time, like 2026-03-02 or 2026-03-02 09:00:00";
                parameters.read(name, example, Bound::read)
            } else {
                parameters.date(name).map(Bound::Day)
            }
        });
        let range = Self { from: from.unwrap_or(Bound::Day(today)), to: to.unwrap_or(Bound::Day(today)) };
        if from.is_some() && to.is_some() {
            range.check(parameters, "from", today);
        }
        range
    }

    fn check(&self, parameters: &mut Parameters, given: &'static str, today: Date) {
        let Self { from, to } = *self;
        if self.moments().0 >= self.moments().1 {
            parameters.fault("from", format_args!("must not be later than `to`, {to}"));
        } else if from.date().saturating_add(1.month()) < to.date() {
            parameters.fault("to", format_args!("must be at most one month later than `from`, {from}"));
        }
        let earliest = today.saturating_sub(6.months());
        if from.date() < earliest {
            parameters.fault(given, format_args!("must be within the last six months: {earliest} or later"));
        }
    }

    /// From the start of the first day or second to the start of the one after the last.
    pub(super) fn moments(&self) -> (Moment, Moment) {
        let to = match self.to {
            Bound::Day(day) => moment(day.saturating_add(1.day()).to_datetime(Time::midnight())),
            Bound::Second(second) => moment(second) + Span::from_seconds(1),
        };
        let from = match self.from {
            Bound::Day(day) => day.to_datetime(Time::midnight()),
            Bound::Second(second) => second,
        };
        (moment(from), to)
    }

    /// The first and the last day.
    pub(super) fn days(&self) -> (String, String) {
        (self.from.date().to_string(), self.to.date().to_string())
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.from, self.to)
    }
}

impl Bound {
    fn read(text: &str) -> Option<Self> {
        let is_date = |text: &str| text.len() == "yyyy-mm-dd".len();
        match text.split_once(' ') {
            None => text.parse().ok().filter(|_| is_date(text)).map(Self::Day),
            Some((day, time)) => {
                let is_time = time.len() == "hh:mm:ss".len();
                let day: Date = day.parse().ok().filter(|_| is_date(day))?;
                Some(Self::Second(day.to_datetime(time.parse().ok().filter(|_| is_time)?)))
            }
        }
    }

    fn date(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Second(second) => second.date(),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Second(second) => write!(f, "{} {}", second.date(), second.time()),
        }
    }
}

fn date(moment: Moment) -> Date {
    Timestamp::from_second(moment.seconds()).unwrap_or_default().to_zoned(TimeZone::UTC).date()
}

fn moment(time: DateTime) -> Moment {
    time.to_zoned(TimeZone::UTC).map_or(Moment::MAX, |time| time.timestamp().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_a_day_or_a_second() {
        let day = jiff::civil::date(2026, 3, 2);
        assert_eq!(Bound::read("2026-03-02"), Some(Bound::Day(day)));
        assert_eq!(Bound::read("2026-03-02 09:10:11"), Some(Bound::Second(day.at(9, 10, 11, 0))));
        for text in ["", "2026-3-2", "2026-03-02T09:10:11", "2026-03-02 09:10", "2026-03-02 25:00:00", "now"]
        {
            assert_eq!(Bound::read(text), None, "{text}");
        }
    }
}
