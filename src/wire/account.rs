//! The account as a whole: chats, feedback, satisfaction, quality, ports and versions of clients.

use super::json::{self, Object, OrEmpty, Quoted, Value, Word};
use super::page::{Dates, Page};
use super::people;
use super::spelling::Decimal;
use crate::time::Day;
use crate::world::{
    Chat, ClientFeedback, ClientVersion, DayQuality, FeedbackKind, HourUsage, QualityCounts, Satisfaction,
    User, World,
};

/// A page of what users sent in chats.
pub fn chat_page<'u, 'w: 'u>(
    page: &Page<'_>,
    dates: &Dates<'_>,
    users: impl IntoIterator<Item = (&'u User<'w>, Chat)>,
) -> Vec<u8> {
    json::object(|o| {
        o.field("from", dates.from);
        o.field("next_page_token", page.next_page_token);
        o.field("page_size", page.page_size);
        o.field("to", dates.to);
        o.array("users", |elements| {
            for (user, chat) in users {
                elements.object(|o| {
                    o.field("audio_sent", chat.audio);
                    // The real service spells it so.
                    o.field("code_sippet_sent", chat.code_snippets);
                    o.field("email", people::email(&user.person));
                    o.field("files_sent", chat.files);
                    o.field("giphys_sent", chat.giphys);
                    o.field("group_sent", chat.to_groups);
                    o.field("images_sent", chat.images);
                    o.field("p2p_sent", chat.to_one());
                    o.field("text_sent", chat.text);
                    o.field("total_sent", chat.total());
                    o.field("user_id", OrEmpty(user.person.user_id));
                    o.field("user_name", user.person.name);
                    o.field("video_sent", chat.video);
                });
            }
        });
    })
}

/// How many complained of what.
pub fn client_feedback(dates: &Dates<'_>, counts: &[(FeedbackKind, u64)]) -> Vec<u8> {
    json::object(|o| {
        o.array("client_feedbacks", |elements| {
            for &(kind, participants) in counts {
                elements.object(|o| {
                    o.field("feedback_id", Quoted(kind.id()));
                    o.field("feedback_name", Word(kind.name()));
                    o.field("participants_count", participants);
                });
            }
        });
        o.field("from", dates.from).field("to", dates.to);
        o.field("total_records", counts.len() as u64);
    })
}

/// A page of those who complained of something.
pub fn client_feedback_detail(
    world: &World,
    dates: &Dates<'_>,
    page: &Page<'_>,
    feedback: &[ClientFeedback<'_>],
) -> Vec<u8> {
    json::object(|o| {
        o.field("from", dates.from).field("to", dates.to);
        o.field("next_page_token", page.next_page_token);
        o.field("page_size", page.page_size);
        o.array("client_feedback_details", |elements| {
            for feedback in feedback {
                let person = &feedback.participant.person;
                elements.object(|o| {
                    o.field("email", people::email(person));
                    o.field("meeting_id", OrEmpty(world.number(&feedback.gathering).map(Quoted)));
                    o.field("participant_name", person.name);
                    o.field("time", feedback.at);
                });
            }
        });
    })
}

/// How content people were, day by day.
pub fn client_satisfaction(dates: &Dates<'_>, days: &[(Day, Satisfaction)]) -> Vec<u8> {
    json::object(|o| {
        o.array("client_satisfaction", |elements| {
            for (day, satisfaction) in days {
                elements.object(|o| {
                    o.field("date", *day);
                    o.field("good_count", satisfaction.good);
                    o.field("none_count", satisfaction.none);
                    o.field("not_good_count", satisfaction.not_good);
                    o.field("satisfaction_percent", Decimal(satisfaction.percent()));
                });
            }
        });
        o.field("from", dates.from).field("to", dates.to);
        o.field("total_records", days.len() as u64);
    })
}

/// Versions of clients: `win_6.2.11.50939`.
pub fn client_versions(versions: &[ClientVersion]) -> Vec<u8> {
    json::object(|o| {
        o.array("client_versions", |elements| {
            for version in versions {
                elements.object(|o| {
                    o.field("client_version", &format!("{}_{}", version.platform, version.version));
                    o.field("total_count", version.users);
                });
            }
        });
    })
}

/// How many ports of the conference room connector were in use, hour by hour.
pub fn port_usage(dates: &Dates<'_>, days: &[(Day, [HourUsage; 24])]) -> Vec<u8> {
    json::object(|o| {
        o.field("from", dates.from).field("to", dates.to);
        o.array("crc_ports_usage", |elements| {
            for (day, hours) in days {
                elements.object(|o| {
                    o.array("crc_ports_hour_usage", |elements| {
                        for (hour, usage) in hours.iter().enumerate() {
                            elements.object(|o| {
                                o.field("hour", &format!("{hour:02}"));
                                o.field("max_usage", usage.max);
                                o.field("total_usage", usage.total);
                            });
                        }
                    });
                    o.field("date_time", *day);
                });
            }
        });
    })
}

/// How many fared how well.
pub fn quality(dates: &Dates<'_>, quality: &DayQuality) -> Vec<u8> {
    json::object(|o| {
        o.field("from", dates.from);
        o.object("quality", |o| {
            o.object("audio", |o| counts(o, &quality.audio));
            o.object("screen_share", |o| counts(o, &quality.share));
            o.object("video", |o| counts(o, &quality.video));
        });
        o.field("to", dates.to);
    })
}

fn counts(o: &mut Object<'_>, counts: &QualityCounts) {
    o.field("bad", counts.bad).field("fair", counts.fair);
    o.field("good", counts.good).field("poor", counts.poor);
}

/// `"2026-03-02"`
impl Value for Day {
    fn write(self, out: &mut Vec<u8>) {
        self.to_string().as_str().write(out);
    }
}
