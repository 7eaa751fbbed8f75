//! What users of the account send in chats: drawn for each user and day.

use std::ops::AddAssign;

use super::users::User;
use crate::time::{Day, Moment};
use crate::world::World;
use crate::world::seed::Key;

/// How many messages somebody sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Chat {
    pub text: u64,
    pub images: u64,
    pub files: u64,
    pub giphys: u64,
    pub audio: u64,
    pub video: u64,
    pub code_snippets: u64,
    /// How many of all went to groups; the others went to one person.
    pub to_groups: u64,
}

impl Chat {
    /// All of them.
    pub const fn total(&self) -> u64 {
        self.text + self.images + self.files + self.giphys + self.audio + self.video + self.code_snippets
    }

    /// Those that went to one person.
    pub const fn to_one(&self) -> u64 {
        self.total() - self.to_groups
    }
}

impl AddAssign for Chat {
    fn add_assign(&mut self, other: Self) {
        self.text += other.text;
        self.images += other.images;
        self.files += other.files;
        self.giphys += other.giphys;
        self.audio += other.audio;
        self.video += other.video;
        self.code_snippets += other.code_snippets;
        self.to_groups += other.to_groups;
    }
}

/// How many texts the most talkative send on a day.
const MOST_TEXTS: f64 = 80.0;
/// How much less is sent on weekends.
const WEEKEND: f64 = 0.08;

impl World {
    /// What a user sent on the days from `first` to `last`, up to `now`. A day's messages come in evenly.
    pub fn chat(&self, user: &User<'_>, first: Day, last: Day, now: Moment) -> Chat {
        let mut sent = Chat::default();
        for day in first.to(last.min(Day::of(now))) {
            sent += chat_of_day(user.chat_key(), day, now);
        }
        sent
    }
}

fn chat_of_day(user: Key, day: Day, now: Moment) -> Chat {
    let draw = user.at(day.number() as u64);
    let elapsed = (now.min(day.end()) - day.start()).seconds().max(0) as u64;
    let talkative = user.unit() * if day.is_weekend() { WEEKEND } else { 1.0 };
    // Mostly few, now and then many.
    let sent = |n: u64, most: f64| {
        let unit = draw.at(n).unit();
        (unit * unit * talkative * (most + 1.0)) as u64 * elapsed / 86_400
    };
    let mut chat = Chat {
        text: sent(0, MOST_TEXTS),
        images: sent(1, 12.0),
        files: sent(2, 6.0),
        giphys: sent(3, 8.0),
        audio: sent(4, 3.0),
        video: sent(5, 2.0),
        code_snippets: sent(6, 4.0),
        to_groups: 0,
    };
    chat.to_groups = (chat.total() as f64 * draw.at(7).unit()) as u64;
    chat
}
