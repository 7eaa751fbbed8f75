//! Meetings, webinars and sessions: IDs, kinds, live and past, parameters.

use crate::support::{ADA, LIVE, Running};

const MEETING_LIST: &str = "This meeting's detail info is not available. The meeting ID is not valid or the \
                            meeting has not ended yet.";
const MEETING_SINGLE: &str = "This meeting's detail info is not available. This meeting has not ended yet or \
                              the Meeting ID is invalid.";
const MEETING_SUMMARY: &str = "This meeting's detail info is not available. The Meeting ID is not valid or \
                               the meeting has not ended yet.";
const WEBINAR_LIST: &str = "This webinar's detail is not available or the Webinar ID is not valid. This \
                            webinar has not ended yet.";
const WEBINAR_SINGLE: &str = "This webinar's detail info is not available or ID is not valid.";
const SESSION_LIST: &str = "This session's detail info is not available. The Session ID is not valid or the \
                            session has not ended yet.";
const SESSION_SINGLE: &str = "This session's detail info is not available. This session has not ended yet or \
                              the Session ID is invalid.";

#[tokio::test]
async fn a_live_meeting_shows_the_minutes_so_far() {
    let running = Running::world().await;
    let path = format!("/v2/metrics/meetings/{LIVE}/participants/{ADA}/qos");
    let ada = running.get(&path).await.ok();
    assert_eq!(ada["user_name"], "Ada Lovelace");
    assert_eq!(ada["user_id"], ADA);
    assert_eq!(ada["meeting_number"], LIVE);
    assert_eq!(ada["user_qos"].as_array().unwrap().len(), 10);
    assert_eq!(ada.get("leave_time"), None);
    running.advance("3m").await;
    let later = running.get(&path).await.ok();
    let (before, after) = (ada["user_qos"].as_array().unwrap(), later["user_qos"].as_array().unwrap());
    assert_eq!(after.len(), 13);
    assert_eq!(&after[..10], before, "what was said stays said");
}

#[tokio::test]
async fn the_list_and_the_single_answer_agree() {
    let running = Running::world().await;
    for (list, single, members) in [
        (
            format!("/metrics/meetings/{LIVE}/participants/qos"),
            format!("/metrics/meetings/{LIVE}/participants/{ADA}/qos"),
            "participants",
        ),
        (
            "/metrics/webinars/98765432101/participants/qos".to_owned(),
            format!("/metrics/webinars/98765432101/participants/{ADA}/qos"),
            "participants",
        ),
        (
            "/videosdk/sessions/DDDDDDDDDDDDDDDDDDDDDQ==/users/qos".to_owned(),
            format!("/videosdk/sessions/DDDDDDDDDDDDDDDDDDDDDQ==/users/{ADA}/qos"),
            "users",
        ),
    ] {
        let listed = running.get(&list).await.ok()[members][0].clone();
        let single = running.get(&single).await.ok();
        for (name, value) in listed.as_object().unwrap() {
            // The share of a session is spelt another way in lists.
            if members == "participants" || name != "user_qos" {
                assert_eq!(single[name], *value, "{list}: {name}");
            }
        }
    }
}

#[tokio::test]
async fn an_id_names_the_series_and_a_uuid_the_instance() {
    let running = Running::world().await;
    let by_number = running.get(&format!("/metrics/meetings/{LIVE}/participants/qos")).await.ok();
    for uuid in
        ["AAAAAAAAAAAAAAAAAAAAAQ==", "AAAAAAAAAAAAAAAAAAAAAQ%3D%3D", "AAAAAAAAAAAAAAAAAAAAAQ%253D%253D"]
    {
        let by_uuid = running.get(&format!("/v2/metrics/meetings/{uuid}/participants/qos")).await.ok();
        assert_eq!(by_number["participants"], by_uuid["participants"], "{uuid}");
    }
}

#[tokio::test]
async fn a_uuid_with_a_slash_first_or_two_in_a_row_must_be_encoded_twice() {
    let running = Running::world().await;
    let once = |text: &str| text.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
    let twice = |text: &str| once(text).replace('%', "%25");
    for uuid in ["/////////////////////w==", "AAAA//AAAAAAAAAAAAAAAA=="] {
        let path = format!("/metrics/meetings/{}/participants/qos", once(uuid));
        assert_eq!(running.get(&path).await.error(), (404, 3001, MEETING_LIST), "{path}");
        let path = format!("/metrics/meetings/{}/participants/qos", twice(uuid));
        assert_eq!(running.get(&path).await.status, 200, "{path}");
        let path = format!("/metrics/meetings/{}/participants/{ADA}/qos", twice(uuid));
        assert_eq!(running.get(&path).await.status, 200, "{path}");
    }
    let one_slash = "AAAA/AAAAAAA+AAAAAAAAA==";
    for id in [once(one_slash), twice(one_slash)] {
        assert_eq!(
            running.get(&format!("/metrics/meetings/{id}/participants/qos")).await.status,
            200,
            "{id}"
        );
    }
}

#[tokio::test]
async fn live_is_the_default_and_past_must_be_asked_for() {
    let running = Running::world().await;
    for (path, live, past) in [
        ("/metrics/meetings/93201235621/participants/qos", 200, 404),
        ("/metrics/meetings/932012356/participants/qos", 404, 200),
        ("/metrics/meetings/932012356/participants/16778240/qos", 404, 200),
        ("/metrics/webinars/98765432101/participants/qos", 200, 404),
        ("/metrics/webinars/98765432102/participants/qos", 404, 200),
        ("/videosdk/sessions/DDDDDDDDDDDDDDDDDDDDDQ==/users/qos", 200, 404),
        ("/videosdk/sessions/EEEEEEEEEEEEEEEEEEEEEQ==/users/qos", 404, 200),
        ("/metrics/meetings/9999999999/participants/qos", 404, 404),
    ] {
        assert_eq!(running.get(path).await.status, live, "{path}");
        assert_eq!(running.get(&format!("{path}?type=live")).await.status, live, "{path}");
        assert_eq!(running.get(&format!("{path}?type=past")).await.status, past, "{path}");
    }
}

#[tokio::test]
async fn summaries_are_of_what_has_ended() {
    let mut running = Running::world().await;
    let live = running.get(&format!("/metrics/meetings/{LIVE}/participants/qos_summary")).await;
    assert_eq!(live.error(), (404, 3001, MEETING_SUMMARY));
    running.advance("2h").await;
    running.renew_token();
    let past = running.get(&format!("/metrics/meetings/{LIVE}/participants/qos_summary")).await.ok();
    assert_eq!(past["participants"][0]["user_name"], "Ada Lovelace");
    assert_eq!(past["page_size"], 1);
}

#[tokio::test]
async fn what_is_unknown_is_answered_in_the_words_of_each_endpoint() {
    let running = Running::world().await;
    for (path, message) in [
        ("/metrics/meetings/12345678901/participants/qos", MEETING_LIST),
        ("/metrics/meetings/nothing/participants/qos", MEETING_LIST),
        ("/metrics/meetings/%FF%FE/participants/qos", MEETING_LIST),
        ("/metrics/meetings/12345678901/participants/1/qos", MEETING_SINGLE),
        ("/metrics/meetings/93201235621/participants/1/qos", MEETING_SINGLE),
        ("/metrics/meetings/93201235621/participants/-16778240/qos", MEETING_SINGLE),
        ("/metrics/meetings/12345678901/participants/qos_summary", MEETING_SUMMARY),
        ("/metrics/webinars/12345678901/participants/qos", WEBINAR_LIST),
        ("/metrics/webinars/12345678901/participants/1/qos", WEBINAR_SINGLE),
        ("/videosdk/sessions/12345678901/users/qos", SESSION_LIST),
        ("/videosdk/sessions/12345678901/users/1/qos", SESSION_SINGLE),
        // Sessions are nothing else.
        ("/videosdk/sessions/93201235621/users/qos", SESSION_LIST),
        ("/metrics/meetings/DDDDDDDDDDDDDDDDDDDDDQ==/participants/qos", MEETING_LIST),
    ] {
        assert_eq!(running.get(path).await.error(), (404, 3001, message), "{path}");
    }
}

#[tokio::test]
async fn who_has_not_joined_yet_is_unknown() {
    let running = Running::world().await;
    let late_comer = format!("/metrics/meetings/{LIVE}/participants/16780288/qos");
    assert_eq!(running.get(&late_comer).await.error(), (404, 3001, MEETING_SINGLE));
    running.advance("10m").await;
    assert_eq!(running.get(&late_comer).await.status, 200);
}

#[tokio::test]
async fn a_webinar_is_no_meeting_and_the_reverse() {
    let running = Running::world().await;
    for (path, message) in [
        ("/metrics/meetings/98765432101/participants/qos", "Can not access webinar info, 98765432101."),
        (
            "/metrics/meetings/98765432101/participants/qos_summary",
            "Can not access webinar info, 98765432101.",
        ),
        (
            "/metrics/meetings/CCCCCCCCCCCCCCCCCCCCCQ==/participants/1/qos",
            "Can not access webinar info, CCCCCCCCCCCCCCCCCCCCCQ==.",
        ),
        ("/metrics/webinars/93201235621/participants/qos", "Can not access meeting info, 93201235621."),
        ("/metrics/webinars/93201235621/participants/1/qos", "Can not access meeting info, 93201235621."),
    ] {
        assert_eq!(running.get(path).await.error(), (400, 300, message), "{path}");
    }
}

#[tokio::test]
async fn what_ended_more_than_a_year_ago_is_not_told() {
    let mut running = Running::world().await;
    let path = |id: &str| format!("/metrics/{id}/participants/qos?type=past");
    running.advance("364d").await;
    running.renew_token();
    assert_eq!(running.get(&path("meetings/932012356")).await.status, 200);
    running.advance("2d").await;
    running.renew_token();
    let meeting = running.get(&path("meetings/932012356")).await;
    assert_eq!(meeting.error(), (400, 12702, "Can not access a meeting a year ago."));
    let webinar = running.get(&path("webinars/98765432102")).await;
    assert_eq!(webinar.error(), (400, 12702, "Can not access a webinar a year ago."));
    let session = running.get("/videosdk/sessions/EEEEEEEEEEEEEEEEEEEEEQ==/users/qos_summary").await;
    assert_eq!(session.error(), (400, 12702, "Can not access a session a year ago."));
}

#[tokio::test]
async fn all_wrong_parameters_are_told_at_once() {
    let running = Running::world().await;
    let path = format!("/metrics/meetings/{LIVE}/participants/qos");
    let answer = running.get(&format!("{path}?type=pastOne&page_size=11&unknown=%FF")).await;
    assert_eq!(answer.error(), (400, 300, "Validation Failed."));
    let errors = answer.body["errors"].as_array().unwrap();
    let told: Vec<_> =
        errors.iter().map(|e| (e["field"].as_str().unwrap(), e["message"].as_str().unwrap())).collect();
    let expected =
        [("type", "must be one of: past, live"), ("page_size", "must be a whole number from 1 to 10")];
    assert_eq!(told, expected);
    for wrong in [
        "page_size=0",
        "page_size=-1",
        "page_size=x",
        "page_size=",
        "type=",
        "type=LIVE",
        "type=live&type=past",
    ] {
        assert_eq!(running.get(&format!("{path}?{wrong}")).await.error().1, 300, "{wrong}");
    }
    assert_eq!(running.get(&format!("{path}?next_page_token=&whatever=1&&=&%")).await.status, 200);
}
