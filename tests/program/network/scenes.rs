//! The network scenarios of the development data, played to the real command: what a server does, and what the reader must find
//! afterwards.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::stage::*;
use crate::harness::array;

type Played = Pin<Box<dyn Future<Output = ()> + Send>>;

macro_rules! scenes {
    ($($id:literal => |$stage:ident| $body:block)*) => {
        /// The scene of each scenario, by its id.
        fn scene(id: &str) -> Option<fn(Stage) -> Played> {
            match id {
                $($id => Some(|$stage| Box::pin(async move { let $stage = &$stage; $body })),)*
                _ => None,
            }
        }
    };
}

scenes! {
    "http-02619a35" => |stage| {
        stage.followed().await;
        stage.serve(200, XML, Vec::new());
        stage.fails_with("not a feed").await;
    }
    "http-0d6fde09" => |stage| {
        let many: Vec<String> = (0..10_000).map(|n| item(&n.to_string(), &format!("http://news.example/{n}"), &format!("Story {n}"), "")).collect();
        stage.followed().await;
        stage.serve(200, XML, feed(&many));
        let refreshing = stage.reader.start(&["refresh", "--headlines-only"]);
        tokio::time::sleep(Duration::from_millis(300)).await;
        let looked = stage.reader.run(&["list", "--limit", "20"]).await;
        assert!(looked.succeeded && looked.took < Duration::from_secs(5), "{:?}", looked.took);
        crate::harness::finish(refreshing, &["refresh"]).await;
        assert_eq!(stage.reader.ask(&["status"]).await["articles"], 10_000);
    }
    "http-0f4e753e" => |stage| {
        let bare = |text: &str| format!("<item><description>{text}</description></item>");
        let both = feed(&[bare("One thing happened."), bare("Another thing happened.")]);
        stage.brings_nothing_new(both.clone(), both, 2).await;
    }
    "http-11b3fcc0" => |stage| {
        stage.followed().await;
        let filler = "x".repeat(100_000);
        let long: Vec<String> = (0..400).map(|n| item(&format!("n{n}"), &format!("http://news.example/n{n}"), &format!("Story {n}"), &format!("<description>{filler}</description>"))).collect();
        stage.serve(200, XML, feed(&long));
        let source = stage.refresh().await;
        assert!(source["error"].as_str().unwrap().contains("more than"), "{source}");
        assert!(source["error"].as_str().unwrap().contains("kept"), "{source}");
        assert!(stage.reader.ask(&["status"]).await["articles"].as_u64().unwrap() > 200);
    }
    "http-200914e5" => |stage| { stage.is_read("Content-Type: application/gzip\r\n", gzip(&feed(&three())[..])).await; }
    "http-20d15594" => |stage| {
        let dated = |n: &str, date: &str| item(n, &format!("http://news.example/{n}"), &format!("Story {n}"), &format!("<pubDate>{date}</pubDate>"));
        stage.serve(200, XML, feed(&[dated("a", "Thu, 01 Jan 1970 00:00:00 GMT"), dated("b", "soon"), dated("c", "Mon, 02 Jan 2006 15:04:05 GMT")]));
        stage.add().await;
        let order: Vec<String> = stage.articles().await.iter().map(|card| card["headline"].as_str().unwrap().to_owned()).collect();
        assert_eq!(order[2], "Story c", "without a usable date a story is as old as its first sight");
    }
    "http-2195ac92" => |stage| {
        let huge = format!("<description>&lt;p&gt;{}&lt;/p&gt;</description>", "word ".repeat(4_000_000));
        stage.serve(200, XML, feed(&[item("1", "http://news.example/1", "A long story", &huge)]));
        stage.add().await;
        let id = stage.articles().await[0]["id"].to_string();
        let shown = stage.reader.run(&["show", &id]).await;
        assert!(shown.succeeded && shown.stdout.len() < 16 << 20, "{} bytes", shown.stdout.len());
    }
    "http-2b95cc55" => |stage| {
        stage.serve(200, &format!("{XML}ETag: \"abc-gzip\"\r\n"), feed(&three()));
        stage.add().await;
        stage.refresh().await;
        stage.refresh().await;
        assert_eq!(stage.last().header("If-None-Match").as_deref(), Some("\"abc-gzip\""));
    }
    "http-2d5500a1" => |stage| {
        stage.followed().await;
        let first = Mutex::new(true);
        stage.play(move |_| {
            let whole = feed(&[three(), vec![item("new", "http://news.example/new", "A new story", "")]].concat());
            if std::mem::take(&mut *first.lock().unwrap()) {
                return Reply::Reset([head(200, &format!("{XML}Content-Length: {}\r\n", whole.len())).as_bytes(), &whole[..whole.len() / 2]].concat());
            }
            answer(200, XML, &whole)
        });
        assert_eq!(stage.refresh().await["error"], Value::Null);
        assert_eq!(stage.articles().await.len(), 4);
    }
    "http-3a75fc5d" => |stage| {
        let whole = feed(&three());
        stage.serve(200, XML, whole.clone());
        stage.add().await;
        stage.play(move |_| Reply::Bytes([head(200, &format!("{XML}Content-Length: {}\r\n", whole.len() + 100)).as_bytes(), &whole].concat()));
        assert_eq!(stage.refresh().await["error"], Value::Null, "the document is whole, the count is wrong");
        let whole = feed(&three());
        stage.play(move |_| Reply::Bytes([head(200, &format!("{XML}Content-Length: {}\r\n", whole.len() - 20)).as_bytes(), &whole].concat()));
        assert_eq!(stage.refresh().await["error"], Value::Null);
        assert_eq!(stage.articles().await.len(), 3);
    }
    "http-3b6282e2" => |stage| {
        stage.followed().await;
        stage.serve(410, "", Vec::new());
        assert_eq!(stage.fails_with("gone for good").await["state"], "gone");
        let before = stage.asked().len();
        stage.reader.run(&["refresh", "--due", "--feeds-only"]).await;
        assert_eq!(stage.asked().len(), before, "it is not asked any more");
    }
    "http-3b9bbc64" => |stage| {
        stage.followed().await;
        let mut items = vec![item("new", "http://news.example/new", "A new story", "")];
        items.extend(three());
        let whole = feed(&items);
        let half = whole.len() - 150;
        stage.play(move |_| Reply::Bytes([head(200, &format!("{XML}Transfer-Encoding: chunked\r\n")).as_bytes(), format!("{:x}\r\n", whole.len()).as_bytes(), &whole[..half]].concat()));
        let source = stage.refresh().await;
        let error = source["error"].as_str().unwrap();
        assert!(error.contains("broke off") && error.contains("kept"), "{error}");
        assert_eq!(stage.articles().await.len(), 4, "what came whole is new, what did not come stays");
    }
    "http-3e975181" => |stage| { stage.is_read(&format!("{XML}Content-Encoding: gzip\r\n"), feed(&three())).await; }
    "http-4159d34f" => |stage| {
        stage.serve(200, &format!("{XML}ETag: W/\"x\"\r\n"), feed(&three()));
        stage.add().await;
        stage.refresh().await;
        stage.refresh().await;
        assert_eq!(stage.last().header("If-None-Match").as_deref(), Some("W/\"x\""));
    }
    "http-42d218bb" => |stage| {
        stage.followed().await;
        let until = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
        let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&until).unwrap();
        stage.serve(429, &format!("Retry-After: {date}\r\n"), Vec::new());
        is_left_alone(stage, 55, 75).await;
    }
    "http-43d8937e" => |stage| {
        stage.followed().await;
        stage.serve(200, &format!("{XML}Content-Encoding: br\r\n"), brotli(blank(40)));
        stage.fails_with("more than").await;
    }
    "http-45038d76" => |stage| { stage.is_read(XML, [b"\xef\xbb\xbf\n\n  \n".to_vec(), feed(&three())].concat()).await; }
    "http-46840c13" => |stage| {
        stage.followed().await;
        stage.serve(200, "Content-Type: text/html\r\n", b"<html><body><p>Welcome to our hotel.</p></body></html>".to_vec());
        let source = stage.fails_with("not a feed").await;
        assert_eq!(source["url"], stage.url());
    }
    "http-46dc42f6" => |stage| {
        stage.followed().await;
        stage.serve(403, "cf-mitigated: challenge\r\n", Vec::new());
        let source = stage.fails_with("lets in browsers only").await;
        assert!(source["hint"].as_str().unwrap().contains("browser"));
        assert!(minutes_to_next(&source) > 45);
        assert!(stage.last().header("User-Agent").unwrap().contains("Broadsheet"));
    }
    "http-4c044aac" => |stage| {
        let now = jiff::Timestamp::now();
        let ahead = now.checked_add(jiff::SignedDuration::from_hours(24 * 1000)).unwrap();
        let stated = |n: &str, at: jiff::Timestamp| item(n, &format!("http://news.example/{n}"), &format!("Story {n}"), &format!("<pubDate>{at}</pubDate>"));
        stage.serve(200, XML, feed(&[stated("future", ahead)]));
        stage.add().await;
        tokio::time::sleep(Duration::from_millis(1500)).await;
        stage.serve(200, XML, feed(&[stated("future", ahead), stated("now", jiff::Timestamp::now())]));
        stage.refresh().await;
        let cards = stage.articles().await;
        assert_eq!(cards[0]["headline"], "Story now");
        assert_eq!(time(&cards[1]["publishedAt"]).as_second(), ahead.as_second());
    }
    "http-57e9fda0" => |stage| {
        stage.followed().await;
        stage.serve(200, &format!("{XML}Content-Encoding: gzip\r\n"), gzip(blank(400)));
        stage.fails_with("more than").await;
    }
    "http-59b825a8" => |stage| { stage.is_read(&format!("{XML}Content-Encoding: gzip\r\n"), gzip(&gzip(&feed(&three())[..])[..])).await; }
    "http-6d409d35" => |stage| {
        stage.followed().await;
        stage.serve(503, "Retry-After: 3600\r\n", Vec::new());
        is_left_alone(stage, 55, 75).await;
    }
    "http-6fc7d1b8" => |stage| {
        let round = |round: u32| feed(&(0..5).map(|n| item(&format!("{round}-{n}"), &format!("http://news.example/{n}"), &format!("Story {n}"), "")).collect::<Vec<_>>());
        stage.brings_nothing_new(round(1), round(2), 5).await;
        stage.serve(200, XML, round(3));
        stage.refresh().await;
        assert_eq!(stage.articles().await.len(), 5);
    }
    "http-7341b1a0" => |stage| {
        stage.serve(200, "Content-Type: text/xml\r\n", feed(&[item("1", "http://news.example/1", "Größe und Façade", "")]));
        stage.add().await;
        assert_eq!(stage.headlines().await, ["Größe und Façade"]);
    }
    "http-7c0773c3" => |stage| {
        stage.play(|asked| if asked.path == "/feed" {
            answer(302, "Location: /real\r\nETag: \"of-the-redirect\"\r\n", b"")
        } else {
            answer(200, &format!("{XML}ETag: \"of-the-feed\"\r\n"), &feed(&three()))
        });
        stage.reader.ask(&["add", &stage.url()]).await;
        stage.refresh().await;
        stage.refresh().await;
        for asked in stage.asked() {
            let said = asked.header("If-None-Match");
            assert!(said.is_none() || asked.path == "/real" && said.as_deref() == Some("\"of-the-feed\""), "{}", asked.head);
        }
        assert!(stage.last().header("If-None-Match").is_some());
    }
    "http-848ed0bf" => |stage| { stage.is_read(&format!("{XML}Link: <http://hub.example/>; rel=\"hub\"\r\nLink: </feed>; rel=\"self\"\r\n"), feed(&three())).await; }
    "http-8a4c5688" => |stage| {
        let mut body = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss version=\"2.0\"><channel><title>x</title><item><guid>1</guid><title>".to_vec();
        body.extend([0xcd, 0xee, 0xe2, 0xee, 0xf1, 0xf2, 0xe8]);
        body.extend(b"</title></item></channel></rss>");
        stage.serve(200, "Content-Type: text/xml; charset=utf-8\r\n", body);
        stage.add().await;
        assert_eq!(stage.headlines().await, ["Новости"]);
    }
    "http-8abd500e" => |stage| {
        let count = Mutex::new(0);
        stage.play(move |_| {
            *count.lock().unwrap() += 1;
            answer(200, &format!("{XML}ETag: \"v{}\"\r\n", count.lock().unwrap()), &feed(&three()))
        });
        stage.add().await;
        stage.refresh().await;
        for _ in 0..2 {
            let newest = format!("\"v{}\"", stage.asked().len());
            stage.refresh().await;
            assert_eq!(stage.last().header("If-None-Match"), Some(newest));
        }
    }
    "http-8b3a1f65" => |stage| {
        for kind in ["Content-Type: application/octet-stream\r\n", "Content-Type: text/plain\r\n", ""] {
            stage.is_read(kind, feed(&three())).await;
        }
    }
    "http-9812d08f" => |stage| {
        let first = Mutex::new(true);
        stage.play(move |_| if std::mem::take(&mut *first.lock().unwrap()) { answer(304, "", b"") } else { answer(200, XML, &feed(&three())) });
        stage.add().await;
        assert_eq!(stage.articles().await.len(), 3);
    }
    "http-9b844cc3" => |stage| {
        stage.followed().await;
        stage.serve(429, "Retry-After: 999999999\r\n", Vec::new());
        is_left_alone(stage, 23 * 60, 31 * 60).await;
    }
    "http-a29cac0b" => |stage| { stage.is_read("Content-Type: text/xml; charset=utf-8; charset=utf-8\r\n", feed(&three())).await; }
    "http-a2f8b06f" => |stage| { stage.is_read(&format!("{XML}Content-Encoding: gzip\r\n"), gzip(&feed(&three())[..])).await; }
    "http-a4581a1f" => |stage| {
        stage.followed().await;
        stage.serve(429, "", Vec::new());
        let first = minutes_to_next(&stage.fails_with("too many requests").await);
        let second = minutes_to_next(&stage.refresh().await);
        let third = minutes_to_next(&stage.refresh().await);
        assert!(first >= 50 && second > first + 30 && third > second + 60, "{first} {second} {third}");
    }
    "http-aac193d6" => |stage| {
        stage.followed().await;
        stage.serve(304, "", Vec::new());
        stage.fails_with("although nothing was known before").await;
        assert!(stage.last().header("Cache-Control").is_some_and(|value| value.contains("no-cache")));
        stage.serve(200, XML, feed(&three()));
        assert_eq!(stage.refresh().await["error"], Value::Null);
    }
    "http-af74f3ab" => |stage| {
        stage.followed().await;
        stage.serve(200, XML, feed(&three()[..1]));
        assert_eq!(stage.refresh().await["error"], Value::Null);
        assert_eq!(stage.articles().await.len(), 3);
    }
    "http-b4eb376c" => |stage| {
        let at = |base: &str| feed(&(0..5).map(|n| item(&format!("{base}/{n}"), &format!("{base}/{n}"), &format!("Story number {n}"), "")).collect::<Vec<_>>());
        stage.brings_nothing_new(at("http://news.example"), at("https://www.news-two.example"), 5).await;
    }
    "http-b723e1ff" => |stage| {
        stage.serve(200, &format!("{XML}Set-Cookie: id=1\r\n"), feed(&three()));
        stage.add().await;
        stage.refresh().await;
        stage.refresh().await;
        assert!(stage.asked().iter().all(|asked| asked.header("Cookie").is_none()));
    }
    "http-c501eee7" => |stage| { stage.is_read(&format!("{XML}Content-Encoding: utf-8\r\n"), feed(&three())).await; }
    "http-c87c203b" => |stage| {
        let long = |word: &str| format!("<content:encoded xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><![CDATA[<p>{}</p>]]></content:encoded>", format!("{word} word. ").repeat(300));
        let text = |word: &str| feed(&(0..3).map(|n| item(&n.to_string(), &format!("http://news.example/{n}"), &format!("Story {n}"), &long(word))).collect::<Vec<_>>());
        stage.serve(200, XML, text("first"));
        stage.add().await;
        stage.reader.ask(&["texts", &stage.source().await["id"].to_string(), "feed"]).await;
        stage.serve(200, XML, text("old"));
        stage.refresh().await;
        let id = stage.articles().await[0]["id"].to_string();
        stage.reader.ask(&["show", &id]).await;
        stage.serve(200, XML, text("mended"));
        assert_eq!(stage.refresh().await["error"], Value::Null);
        let shown = stage.reader.ask(&["show", &id]).await;
        assert!(shown["html"].as_str().unwrap().contains("mended"));
        assert_eq!(array(&shown["versions"]).len(), 2);
        assert_eq!(stage.articles().await.iter().filter(|card| card["read"] == true).count(), 1);
    }
    "http-ce50cf29" => |stage| {
        stage.serve(200, &format!("{XML}Last-Modified: yesterday-ish\r\n"), feed(&three()));
        stage.add().await;
        stage.refresh().await;
        stage.refresh().await;
        assert_eq!(stage.last().header("If-Modified-Since").as_deref(), Some("yesterday-ish"));
    }
    "http-d01c2a75" => |stage| {
        stage.followed().await;
        stage.play(|_| Reply::Endless { head: "HTTP/1.1 200 OK\r\n".into(), piece: b"X-Filler: abcdefghijklmnopqrstuvwxyz\r\n".to_vec(), pause: Duration::ZERO });
        stage.fails_with("headers that do not end").await;
    }
    "http-def9ddc6" => |stage| {
        stage.play(|asked| if asked.path == "/real.xml" {
            answer(200, XML, &feed(&three()))
        } else {
            answer(200, "Content-Type: text/html\r\n", b"<html><head><title>x</title><link rel=alternate type=application/rss+xml title=News href=/real.xml></head></html>")
        });
        let found = stage.reader.ask(&["add", "--dry-run", &stage.url()]).await;
        assert!(found["feeds"][0]["url"].as_str().unwrap().ends_with("/real.xml"), "{found}");
    }
    "http-e048d8ef" => |stage| {
        stage.followed().await;
        stage.play(|_| Reply::Endless { head: head(200, XML), piece: b" ".to_vec(), pause: Duration::from_millis(200) });
        let began = Instant::now();
        stage.fails_with("within 10 seconds").await;
        assert!(began.elapsed() < Duration::from_secs(25));
    }
    "http-ece54154" => |stage| {
        let offered = {
            stage.is_read(&format!("{XML}Content-Encoding: br\r\n"), brotli(&feed(&three())[..])).await;
            stage.last().header("Accept-Encoding").unwrap()
        };
        assert!(offered.contains("br") && offered.contains("zstd"), "{offered}");
        stage.is_read(&format!("{XML}Content-Encoding: zstd\r\n"), zstd::encode_all(feed(&three()).as_slice(), 1).unwrap()).await;
    }
    "http-ef041563" => |stage| {
        let same = || feed(&(0..3).map(|n| item("same", &format!("http://news.example/{n}"), &format!("Story {n}"), "")).collect::<Vec<_>>());
        stage.brings_nothing_new(same(), same(), 3).await;
    }
    "http-f619f523" => |stage| {
        stage.serve(200, XML, hourly());
        stage.add().await;
        let usual = minutes_to_next(&stage.refresh().await);
        assert!((25..=35).contains(&usual), "{usual}");
        stage.serve(200, &format!("{XML}Cache-Control: max-age=7200\r\n"), hourly());
        let wished = minutes_to_next(&stage.refresh().await);
        assert!((105..=135).contains(&wished), "{wished}");
        stage.serve(200, XML, String::from_utf8(hourly()).unwrap().replace("<title>Paper", "<ttl>180</ttl><title>Paper").into_bytes());
        let wished = minutes_to_next(&stage.refresh().await);
        assert!((160..=200).contains(&wished), "{wished}");
        stage.serve(200, &format!("{XML}Cache-Control: max-age=99999999\r\n"), hourly());
        assert!(minutes_to_next(&stage.refresh().await) <= 27 * 60);
    }
    "http-fa6e70f9" => |stage| {
        let dated = || {
            let now = jiff::Timestamp::now();
            feed(&[item("1", "http://news.example/1", "Story", &format!("<pubDate>{now}</pubDate>"))])
        };
        stage.play(move |_| answer(200, XML, &dated()));
        stage.add().await;
        let before = stage.articles().await[0].clone();
        tokio::time::sleep(Duration::from_millis(1100)).await;
        stage.refresh().await;
        assert_eq!(stage.articles().await[0]["publishedAt"], before["publishedAt"]);
    }
    "http-fd1031e2" => |stage| {
        stage.followed().await;
        stage.serve(429, "Retry-After: 3600\r\n", Vec::new());
        is_left_alone(stage, 55, 75).await;
    }
    "http-fd3bf2b0" => |stage| {
        stage.followed().await;
        stage.serve(404, "", Vec::new());
        stage.fails_with("not found").await;
        for _ in 0..5 {
            stage.refresh().await;
        }
        let daily = stage.refresh().await;
        assert!(minutes_to_next(&daily) > 20 * 60 && daily["state"] == "failing", "{daily}");
        for _ in 0..3 {
            stage.refresh().await;
        }
        let library = rusqlite::Connection::open(stage.reader.library().join("library.db")).unwrap();
        library.execute("UPDATE feed SET missing_since_at = missing_since_at - 15 * 24 * 3600 * 1000", []).unwrap();
        drop(library);
        assert_eq!(stage.fails_with("not found").await["state"], "gone");
    }
    "http-fdce8d65" => |stage| {
        // The server has one of the two addresses of its name.
        stage.serve(200, XML, feed(&three()));
        let url = format!("http://localhost:{}/feed", stage.port);
        let done = stage.reader.run(&["--allow-private", "localhost", "add", &url]).await;
        assert!(done.succeeded && done.took < Duration::from_secs(10), "{done:?}");
    }
    "http-febe4859" => |stage| {
        stage.followed().await;
        stage.reader.ask(&["add", &stage.url()]).await;
        stage.reader.ask(&["add", &format!("{}/", stage.url())]).await;
        assert_eq!(array(&stage.reader.ask(&["sources"]).await).len(), 1);
    }
}

/// The host asked for silence: its words are told, and it is not asked again before its time, not by another run either.
async fn is_left_alone(stage: &Stage, least: i64, most: i64) {
    let source = stage.refresh().await;
    let minutes = minutes_to_next(&source);
    assert!((least..=most).contains(&minutes), "{minutes}");
    let before = stage.asked().len();
    stage.fails_with("asked to be left alone").await;
    assert_eq!(stage.asked().len(), before);
}

async fn untrusted() {
    let certificate = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(certificate.signing_key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.cert.der().clone()], key)
        .unwrap();
    let stage = Stage::new(Some(tokio_rustls::TlsAcceptor::from(Arc::new(config)))).await;
    let refused = stage.reader.refused(&["add", &stage.url().replace("http:", "https:")]).await;
    assert!(refused.message.contains("trusted connection"), "{}", refused.message);
    assert!(refused.message.contains("vouches for its certificate"), "{}", refused.message);
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_behave_as_the_scenarios_say_and_the_reader_loses_nothing() {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("BROADSHEET_SHARED").map_or(beside, PathBuf::from);
    let Ok(text) = std::fs::read_to_string(folder.join("feeds/net.jsonl")) else {
        println!(
            "skipped: there are no network scenarios (name the folder of the development data in BROADSHEET_SHARED)"
        );
        return;
    };
    let scenarios: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let turns = Arc::new(tokio::sync::Semaphore::new(6));
    let mut plays = Vec::new();
    for scenario in scenarios.into_iter().filter(|scenario| scenario["kind"] == "http") {
        let turns = turns.clone();
        plays.push(tokio::spawn(async move {
            let _turn = turns.acquire().await.unwrap();
            let id = scenario["id"].as_str().unwrap().to_owned();
            let played = tokio::spawn(async move {
                if id == "http-2bbbd625" {
                    untrusted().await;
                } else {
                    scene(&id).unwrap_or_else(|| panic!("there is no test for this scenario"))(Stage::new(None).await)
                        .await;
                }
            });
            played
                .await
                .is_err()
                .then(|| format!("{}: {} must: {}", scenario["id"], scenario["input"], scenario["want"]))
        }));
    }
    let mut wrong = Vec::new();
    let played = plays.len();
    for play in plays {
        wrong.extend(play.await.unwrap());
    }
    assert!(wrong.is_empty(), "{} of {played} scenarios:\n{}", wrong.len(), wrong.join("\n"));
}
