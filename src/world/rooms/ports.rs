//! Ports of the conference room connector: every room takes up one while it is in a meeting.

use crate::time::{Day, Moment};
use crate::world::World;

/// How many ports were in use in one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HourUsage {
    /// `max_usage`: at the same time, at most.
    pub max: u32,
    /// `total_usage`: how many connections there were.
    pub total: u32,
}

const HOUR: i64 = 3600;

impl World {
    /// How many ports rooms took up in each hour of a day, as it is known at `now`. It costs as much as the
    /// rooms have meetings on that day.
    pub fn port_usage(&self, day: Day, now: Moment) -> [HourUsage; 24] {
        let (start, end) = (day.start().seconds(), day.end().min(now).seconds());
        let mut connections = Vec::new();
        for room in self.rooms(0) {
            let meetings = self.room_meetings_around(&room, start..end);
            let told = meetings.iter().filter(|meeting| self.is_remembered(&meeting.gathering, now));
            connections
                .extend(told.map(|meeting| (meeting.join.seconds(), meeting.leave.seconds().min(end))));
        }
        usage(&connections, start)
    }
}

/// By hour, from connections that last from one second until just before another.
fn usage(connections: &[(i64, i64)], start: i64) -> [HourUsage; 24] {
    let mut begins: Vec<i64> = connections.iter().map(|&(begin, _)| begin).collect();
    let mut ends: Vec<i64> = connections.iter().map(|&(_, end)| end).collect();
    begins.sort_unstable();
    ends.sort_unstable();
    std::array::from_fn(|hour| {
        let from = start + HOUR * hour as i64;
        let in_use = |at: i64| {
            let begun = begins.partition_point(|&begin| begin <= at);
            (begun - ends.partition_point(|&end| end <= at)) as u32
        };
        let [first, after] = [from, from + HOUR - 1].map(|at| begins.partition_point(|&begin| begin <= at));
        let max = begins[first..after].iter().map(|&begin| in_use(begin)).fold(in_use(from), u32::max);
        HourUsage { max, total: in_use(from) + (after - first) as u32 }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn usage_is_what_a_look_at_every_second_finds(
            connections in prop::collection::vec((0i64..9000, 1i64..5000), 0..12),
        ) {
            let connections: Vec<_> = connections.iter().map(|&(begin, lasting)| (begin, begin + lasting)).collect();
            let usage = usage(&connections, 0);
            for hour in 0..4 {
                let seconds = HOUR * hour..HOUR * (hour + 1);
                let at = |second: i64| connections.iter().filter(move |&&(begin, end)| begin <= second && second < end).count();
                let max = seconds.clone().map(at).max().unwrap();
                let total = connections.iter().filter(|&&(begin, end)| begin < seconds.end && seconds.start < end).count();
                prop_assert_eq!(usage[hour as usize], HourUsage { max: max as u32, total: total as u32 });
            }
        }
    }
}
