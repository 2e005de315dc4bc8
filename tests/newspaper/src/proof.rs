//! Tests of the running newspaper, with an HTTP client of a few lines.

use crate::article::{CaptionForm, Delivery};
use crate::{Edit, Failure, Newspaper, Options, Target, seed_like, truth};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const NOW: i64 = 1_780_000_000;

async fn start() -> Newspaper {
    Newspaper::start(Options::at(NOW)).await.unwrap()
}

/// The whole answer, head and body, with undecodable bytes replaced.
async fn ask(url: &str, headers: &str) -> std::io::Result<(String, Vec<u8>)> {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).await?;
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let split = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(answer.len());
    let body = answer.get(split + 4..).unwrap_or_default().to_vec();
    Ok((String::from_utf8_lossy(answer.get(..split).unwrap()).to_lowercase(), body))
}

async fn text(newspaper: &Newspaper, site: &str, path: &str) -> String {
    let (_, body) = ask(&newspaper.url(site, path).unwrap(), "").await.unwrap();
    String::from_utf8(body).unwrap()
}

fn value_of<'a>(head: &'a str, name: &str) -> &'a str {
    head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap_or_default()
}

#[test]
fn the_paper_is_as_large_as_promised() {
    let told = truth(NOW).unwrap();
    let news: Vec<_> = told.iter().filter(|article| article.site != "trapdoor").collect();
    assert!(news.len() >= 60, "{} articles", news.len());
    let sections: BTreeSet<_> =
        news.iter().filter(|article| article.site == "courier").map(|article| &article.section).collect();
    assert!(sections.len() >= 7, "{sections:?}");
    for article in &told {
        assert!(!article.figures.is_empty(), "{} has no picture", article.article);
        assert!(!article.standfirst.is_empty() && !article.headline.is_empty());
        assert!(!article.byline.is_empty(), "{}", article.article);
        let published: jiff::Timestamp = article.published_at.parse().unwrap();
        assert!((0..=36 * 3600).contains(&(NOW - published.as_second())), "{}", article.article);
        for figure in &article.figures {
            assert!(figure.caption.is_some() || figure.form == "alt-only", "{}", figure.path);
            assert!(!figure.alt.is_empty(), "{}", figure.path);
        }
    }
    let ids: BTreeSet<_> = told.iter().map(|article| &article.article).collect();
    assert_eq!(ids.len(), told.len());
    for news in &news {
        let long = news.paragraphs.iter().map(|text| text.chars().count()).sum::<usize>();
        assert!(news.paragraphs.len() >= 4 || !news.language.starts_with("en"), "{} is short", news.article);
        assert!(long > 200, "{} is short", news.article);
    }
}

#[test]
fn every_way_of_writing_a_caption_and_of_handing_out_a_picture_occurs() {
    let told = truth(NOW).unwrap();
    let figures: Vec<_> = told.iter().flat_map(|article| &article.figures).collect();
    for (word, _) in CaptionForm::ALL {
        assert!(figures.iter().any(|figure| figure.form == word), "no caption as {word}");
    }
    for (word, _) in Delivery::ALL {
        assert!(figures.iter().any(|figure| figure.delivery == word), "no picture as {word}");
    }
    for ending in ["jpg", "png", "webp", "svg"] {
        assert!(figures.iter().any(|figure| figure.path.ends_with(ending)), "no {ending}");
    }
}

#[test]
fn events_are_told_by_more_than_one_publication() {
    let told = truth(NOW).unwrap();
    let events: BTreeSet<_> = told.iter().filter_map(|article| article.event.as_ref()).collect();
    assert!(events.len() >= 7);
    for event in events {
        let sites: BTreeSet<_> =
            told.iter().filter(|article| article.event.as_ref() == Some(event)).map(|article| article.site).collect();
        assert!(sites.len() >= 2, "{event}");
    }
}

#[tokio::test]
async fn the_model_article_has_every_part() {
    let newspaper = start().await;
    let seed = seed_like();
    let told = newspaper.truth();
    let article = told.iter().find(|article| article.article == seed.article).unwrap();
    assert_eq!(
        (article.path.as_str(), article.headline.as_str(), article.standfirst.as_str()),
        (seed.path, seed.headline, seed.standfirst)
    );
    assert_eq!(article.sub_headings, seed.sub_headings);
    let lead = article.figures.first().unwrap();
    assert_eq!(
        (lead.caption.as_deref(), lead.credit.as_deref(), lead.lead),
        (Some(seed.caption), Some(seed.credit), true)
    );

    let page = text(&newspaper, seed.site, seed.path).await;
    assert_eq!(page.matches(&format!("{}</", seed.headline)).count(), 2, "the headline is printed twice in the text");
    assert!(page.contains(&format!("<title>{} — {}</title>", seed.headline, seed.publication)));
    assert!(page.contains(seed.printed_credit));
    for sentence in seed.furniture {
        assert!(page.contains(sentence), "{sentence}");
    }
    let elsewhere = told.iter().filter(|other| serde_json::to_string(other).unwrap().contains(seed.caption_word));
    assert_eq!(elsewhere.count(), 1);
}

#[tokio::test]
async fn every_page_feed_and_picture_answers() {
    let newspaper = start().await;
    for site in newspaper.sites() {
        for path in ["/", "/robots.txt", "/favicon.png", "/logo.png", "/login-wall", "/about", "/site.css"] {
            let (head, _) = ask(&format!("{}{path}", site.base_url), "").await.unwrap();
            assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
        }
        for feed in site.feeds() {
            let (head, body) = ask(&feed, "").await.unwrap();
            assert!(head.starts_with("http/1.1 200") && body.len() > 500, "{feed}: {head}");
        }
    }
    for article in newspaper.truth() {
        let (head, body) = ask(&article.url, "").await.unwrap();
        assert!(head.starts_with("http/1.1 200"), "{}", article.url);
        assert!(String::from_utf8(body).unwrap().contains("og:title"), "{}", article.url);
        let figure = article.figures.first().unwrap();
        let small = figure.path.replace("-1200.", "-400.");
        let (head, body) = ask(&newspaper.url(article.site, &small).unwrap(), "").await.unwrap();
        assert!(head.starts_with("http/1.1 200"), "{small}");
        assert_eq!(image::load_from_memory(&body).is_ok(), !figure.svg, "{small}");
    }
    let (head, _) = ask(&newspaper.url("courier", "/no-such-page").unwrap(), "").await.unwrap();
    assert!(head.starts_with("http/1.1 404"));
}

#[tokio::test]
async fn only_sites_with_feeds_declare_them() {
    let newspaper = start().await;
    assert_eq!(text(&newspaper, "courier", "/").await.matches("rel=\"alternate\"").count(), 9);
    assert!(!text(&newspaper, "dispatch", "/").await.contains("rel=\"alternate\""));
    assert!(text(&newspaper, "dispatch", "/robots.txt").await.contains("/news-sitemap.xml"));
    assert_eq!(text(&newspaper, "courier", "/opml.xml").await.matches("xmlUrl").count(), 16);
}

#[tokio::test]
async fn unchanged_documents_answer_304_and_edits_change_them() {
    let newspaper = start().await;
    let feed = newspaper.url("courier", "/feeds/main.xml").unwrap();
    let (head, _) = ask(&feed, "").await.unwrap();
    let tag = format!("If-None-Match: {}\r\n", value_of(&head, "etag"));
    assert!(ask(&feed, &tag).await.unwrap().0.starts_with("http/1.1 304"));
    let (head, body) = ask(&feed, "Accept-Encoding: gzip\r\n").await.unwrap();
    assert_eq!(value_of(&head, "content-encoding"), "gzip");
    assert_eq!(body.get(..2), Some(&[0x1F, 0x8B][..]));
    let ids = newspaper.publish(5);
    assert_eq!(ids.len(), 5);
    assert!(ask(&feed, &tag).await.unwrap().0.starts_with("http/1.1 200"));
    newspaper.edit(seed_like().article, Edit::Headline).unwrap();
    assert!(text(&newspaper, "courier", seed_like().path).await.contains("(update 1)"));
    assert!(newspaper.edit("courier/none", Edit::Paragraph).is_err());
    let stats = newspaper.stats();
    assert_eq!((stats.conditional, stats.not_modified, stats.trackers), (2, 1, 0));
    assert_eq!(stats.hits("courier", "/feeds/main.xml"), 4);
}

#[tokio::test]
async fn a_site_goes_away_and_comes_back_on_its_port() {
    let newspaper = start().await;
    let front = newspaper.url("orrery", "/").unwrap();
    newspaper.go_offline(Some("orrery")).await.unwrap();
    assert!(ask(&front, "").await.is_err());
    assert!(ask(&newspaper.url("courier", "/").unwrap(), "").await.is_ok());
    newspaper.go_offline(None).await.unwrap();
    newspaper.go_online(None).await.unwrap();
    assert!(ask(&front, "").await.unwrap().0.starts_with("http/1.1 200"));
    assert!(newspaper.go_offline(Some("nobody")).await.is_err());
}

#[tokio::test]
async fn failures_are_played_and_healed() {
    let newspaper = start().await;
    let feed = newspaper.url("orrery", "/atom.xml").unwrap();
    let play = |mode: &str| {
        newspaper.heal();
        newspaper.fail(Target::site("orrery"), Failure::parse(mode).unwrap()).unwrap();
    };
    for (mode, wanted) in [
        ("503", "503"),
        ("429:30", "429"),
        ("redirects:2", "302"),
        ("loop", "302"),
        ("moved:/new.xml", "301"),
        ("login", "200"),
        ("empty", "200"),
    ] {
        play(mode);
        let (head, _) = ask(&feed, "").await.unwrap();
        assert!(head.starts_with(&format!("http/1.1 {wanted}")), "{mode}: {head}");
    }
    play("429:30");
    assert_eq!(value_of(&ask(&feed, "").await.unwrap().0, "retry-after"), "30");
    play("redirects:2");
    assert!(ask(&format!("{feed}?hop=2"), "").await.unwrap().0.starts_with("http/1.1 200"));
    newspaper.heal();
    newspaper.fail(Target::path("orrery", "/atom.xml"), Failure::parse("moved:/new.xml").unwrap()).unwrap();
    assert!(text(&newspaper, "orrery", "/new.xml").await.contains("<feed"));
    play("reset");
    assert!(ask(&feed, "").await.is_err());
    play("truncated");
    let (head, body) = ask(&feed, "").await.unwrap();
    let promised: usize = value_of(&head, "content-length").parse().unwrap();
    assert!(body.len() < promised, "{} of {promised}", body.len());
    for mode in ["stall", "drip:50"] {
        play(mode);
        assert!(tokio::time::timeout(Duration::from_millis(150), ask(&feed, "")).await.is_err(), "{mode}");
    }
    newspaper.heal();
    assert!(ask(&feed, "").await.unwrap().0.starts_with("http/1.1 200"));
}

#[tokio::test]
async fn the_control_port_steers_the_same_sites() {
    let newspaper = start().await;
    let control = |path: &str| format!("{}{path}", newspaper.control_url());
    let (head, _) = ask(&control("/control/offline?site=touchline"), "").await.unwrap();
    assert!(head.starts_with("http/1.1 200"));
    assert!(ask(&newspaper.url("touchline", "/feed.json").unwrap(), "").await.is_err());
    ask(&control("/control/online"), "").await.unwrap();
    ask(&control("/control/fail?site=touchline&path=%2Ffeed.json&mode=410"), "").await.unwrap();
    assert!(ask(&newspaper.url("touchline", "/feed.json").unwrap(), "").await.unwrap().0.starts_with("http/1.1 410"));
    let (_, body) = ask(&control("/control/publish?count=2"), "").await.unwrap();
    assert!(String::from_utf8(body).unwrap().contains("courier/tram-goose-crossing"));
    let (_, body) = ask(&control("/control/stats"), "").await.unwrap();
    assert!(String::from_utf8(body).unwrap().contains("\"410\":1"));
    assert!(ask(&control("/control/fail?mode=sulk"), "").await.unwrap().0.starts_with("http/1.1 400"));
}
