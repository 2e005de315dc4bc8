//! Attacks, delivered by a feed and its pages through the whole program into the real window: once through both walls, once
//! through the window's own alone, in a program that was built without the sanitiser.
//!
//! The attacks are development data beside the repository. A few are tried by every run; `BROADSHEET_ATTACKS=all` tries all.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use window::{Display, Window};

use crate::open_program;

/// Attacks that a usual run tries.
const SAMPLE: usize = 120;

/// Articles that are opened before the window is asked how it fares.
const AT_ONCE: usize = 40;

/// The attacks, every so-manieth of them or all; `None`, after a plain word, where there are none.
fn attacks() -> Option<Vec<String>> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    let shared = std::env::var_os("BROADSHEET_SHARED").map_or(beside, PathBuf::from);
    let Ok(text) = std::fs::read_to_string(shared.join("feeds/xss.jsonl")) else {
        println!(
            "skipped: there is no collection of attacks (name the folder of the development data in BROADSHEET_SHARED)"
        );
        return None;
    };
    let all: Vec<String> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["html"].as_str().unwrap().to_owned())
        .collect();
    let wanted = if std::env::var("BROADSHEET_ATTACKS").is_ok_and(|which| which == "all") { all.len() } else { SAMPLE };
    let step = (all.len() / wanted).max(1);
    Some(all.into_iter().step_by(step).collect())
}

/// One request as the site saw it.
#[derive(Debug, Clone)]
struct Asked {
    path: String,
    agent: String,
    accept: String,
}

/// A site that serves every attack twice: in an entry of its feed, and on a page that an entry points at.
struct HostileSite {
    base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    server: tokio::task::JoinHandle<()>,
}

impl HostileSite {
    async fn start(attacks: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let attacks: Arc<Vec<String>> = Arc::new(attacks.iter().map(|attack| aimed(attack, &base)).collect());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, home) = (asked.clone(), base.clone());
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, home.clone(), attacks.clone(), log.clone()));
            }
        });
        Self { base, asked, server }
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for HostileSite {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The attack with every foreign address leading to the site itself, whose log shows whoever follows one.
fn aimed(attack: &str, base: &str) -> String {
    let here = format!("{base}/foreign/");
    let mut aimed = attack.to_owned();
    for scheme in ["https://", "http://", "HTTPS://", "HTTP://"] {
        aimed = aimed.replace(scheme, "\u{1}");
    }
    for quote in ["\"", "'", "=", "("] {
        aimed = aimed.replace(&format!("{quote}//"), &format!("{quote}\u{1}"));
    }
    aimed.replace('\u{1}', &here)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn feed(base: &str, attacks: &[String]) -> String {
    let mut feed = String::from(
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>Trapdoor</title>",
    );
    for (number, attack) in attacks.iter().enumerate() {
        let attack = escaped(attack);
        write!(
            feed,
            "<item><guid>fed-{number}</guid><link>{base}/gone/{number}</link><title>{number} {attack}</title>\
             <dc:creator>{attack}</dc:creator><category>{attack}</category><description>{attack}</description>\
             <content:encoded>{attack}&lt;p&gt;The end of it.&lt;/p&gt;</content:encoded>\
             <media:content url=\"{base}/picture.gif?{number}\" medium=\"image\"><media:description>{attack}</media:description>\
             <media:credit>{attack}</media:credit></media:content></item>\
             <item><guid>paged-{number}</guid><link>{base}/page/{number}</link><title>Page {number}</title></item>"
        )
        .unwrap();
    }
    feed + "</channel></rss>"
}

fn page(number: usize, attack: &str) -> String {
    let quoted = escaped(attack);
    let prose = "<p>The harbour master said on Thursday that the ferry would leave as soon as the tide allowed it, \
                 and that nobody on the island needed to hurry because of it.</p>";
    format!(
        "<!doctype html><html><head><title>{number} {quoted}</title><meta name=author content=\"{quoted}\">\
         <meta property=\"og:description\" content=\"{quoted}\"><meta property=\"article:section\" content=\"{quoted}\"></head>\
         <body><article><h1>{number} {quoted}</h1><p class=byline>By {quoted}</p>\
         <figure><img src=\"/picture.gif?page{number}\" alt=\"{quoted}\" width=640 height=480><figcaption>{attack}</figcaption></figure>\
         {prose}{prose}<div>{attack}</div>{prose}{prose}</article></body></html>"
    )
}

/// A picture of four by three pixels.
const PICTURE: &[u8] = b"GIF89a\x04\x00\x03\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x04\x00\x03\x00\x00\x02\x03\x84\x1d\x05\x00;";

async fn answer(mut stream: TcpStream, base: String, attacks: Arc<Vec<String>>, log: Arc<Mutex<Vec<Asked>>>) {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => head.extend_from_slice(&buffer[..read]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
    let said = |wanted: &str| {
        head.lines()
            .find_map(|line| line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case(wanted)))
            .map_or_else(String::new, |(_, value)| value.trim().to_owned())
    };
    log.lock().unwrap().push(Asked { path: path.clone(), agent: said("user-agent"), accept: said("accept") });
    let numbered = path.strip_prefix("/page/").and_then(|number| number.parse::<usize>().ok());
    let (status, kind, body) = match numbered.and_then(|number| Some((number, attacks.get(number)?))) {
        Some((number, attack)) => ("200 OK", "text/html; charset=utf-8", page(number, attack).into_bytes()),
        None if path == "/feed.xml" => ("200 OK", "application/rss+xml", feed(&base, &attacks).into_bytes()),
        None if path.starts_with("/picture.gif") => ("200 OK", "image/gif", PICTURE.to_vec()),
        None if path.starts_with("/foreign/") => ("200 OK", "text/javascript", b"alert('from elsewhere')".to_vec()),
        None => ("404 Not Found", "text/plain", b"no such document".to_vec()),
    };
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(&body).await;
    let _ = stream.shutdown().await;
}

/// Opens the window's library on the site, fetches everything, and answers how many articles there are.
async fn fill(window: &Window, site: &HostileSite) -> u64 {
    let feed = json!(format!("{}/feed.xml", site.base));
    window
        .run(&format!(
            "window.__filled = null;
             const invoke = window.__TAURI_INTERNALS__.invoke;
             const wait = (ms) => new Promise((done) => setTimeout(done, ms));
             (async () => {{
                 await invoke('follow', {{ urls: [{feed}] }});
                 for (let quiet = 0; quiet < 3; ) {{
                     await wait(500);
                     quiet = (await invoke('library_status')).refreshing ? 0 : quiet + 1;
                 }}
                 window.__filled = (await invoke('library_status')).articles;
             }})().catch((error) => {{ window.__filled = JSON.stringify(error); }});"
        ))
        .await
        .unwrap();
    loop {
        let filled = window.run("return window.__filled").await.unwrap();
        if !filled.is_null() {
            return filled.as_u64().unwrap_or_else(|| panic!("the library could not be filled: {filled}"));
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
}

/// What one look at all articles showed.
#[derive(Debug, Default)]
struct Seen {
    opened: u64,
    /// Programs that ran, each with its article.
    ran: Vec<String>,
    /// Articles after which the window was no longer its own page.
    left: Vec<u64>,
    /// What the window's rules stopped, by rule.
    stopped: std::collections::BTreeMap<String, u64>,
    /// Elements of articles that could run or load, had nothing stopped them.
    live: u64,
}

async fn look(window: &Window, articles: u64) -> Seen {
    let mut seen = Seen::default();
    let all: Vec<u64> = (1..=articles).collect();
    let mut waiting: Vec<Vec<u64>> = all.chunks(AT_ONCE).rev().map(<[u64]>::to_vec).collect();
    window.run(WATCH).await.unwrap();
    while let Some(chunk) = waiting.pop() {
        window.run(&format!("window.__watch.open({})", json!(chunk))).await.unwrap();
        let report = loop {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            let report = window.run("return window.__watch ? window.__watch.report() : 'left'").await;
            match report.unwrap_or_else(|_| json!("left")) {
                Value::Null => {}
                other => break other,
            }
        };
        if report == "left" {
            // The page was loaded anew: look for the article that did it, one by one.
            window.find("[data-testid=app][data-ready=true]").await.unwrap();
            window.run(WATCH).await.unwrap();
            match chunk.as_slice() {
                [one] => seen.left.push(*one),
                many => waiting.extend(many.iter().rev().map(|one| vec![*one])),
            }
            continue;
        }
        seen.opened += report["opened"].as_u64().unwrap();
        seen.live += report["live"].as_u64().unwrap();
        seen.ran.extend(report["ran"].as_array().unwrap().iter().map(|ran| ran.as_str().unwrap().to_owned()));
        for (rule, count) in report["stopped"].as_object().unwrap() {
            *seen.stopped.entry(rule.clone()).or_default() += count.as_u64().unwrap();
        }
    }
    seen
}

/// Watches the window from inside, and opens articles one after the other, doing to each what a reader might do.
const WATCH: &str = include_str!("watch.js");

async fn run(program: &Path, attacks: Vec<String>) -> (Seen, Vec<Asked>, Vec<Asked>) {
    let site = HostileSite::start(attacks).await;
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start().await.unwrap();
    let window = open_program(&display, program, &folder.path().join("library")).await;
    let articles = fill(&window, &site).await;
    let before = site.asked();
    let seen = look(&window, articles).await;
    let after = site.asked().split_off(before.len());
    window.close().await.unwrap();
    (seen, before, after)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_runs_and_nobody_is_asked_behind_both_walls() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let Some(attacks) = attacks() else { return };
    let count = attacks.len();
    let (seen, before, after) = run(&crate::program("broadsheet-desktop"), attacks).await;
    println!("{count} attacks in {} articles behind both walls: {seen:?}", seen.opened);
    assert!(seen.opened >= count as u64 * 2, "only {} articles were opened", seen.opened);
    assert_eq!(seen.ran, Vec::<String>::new(), "programs ran");
    assert_eq!(seen.left, Vec::<u64>::new(), "the window was led away");
    assert_eq!(seen.live, 0, "something that could run or load came through the first wall");
    assert!(after.is_empty(), "opening articles asked the site: {after:?}");
    for asked in before {
        assert!(asked.agent.starts_with("Broadsheet/"), "somebody else asked: {asked:?}");
        // The feed, its pages, and pictures: those of the site, and those that an attack named as a picture.
        let known = ["/feed.xml", "/page/", "/gone/"].iter().any(|start| asked.path.starts_with(start));
        assert!(known || asked.accept.starts_with("image/"), "nobody named this: {asked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_runs_behind_the_second_wall_alone() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let program = crate::folder().join("broadsheet-desktop-second-wall-alone");
    if !program.is_file() {
        println!("skipped: the window without its first wall is not built (`cargo xtask test` builds it)");
        return;
    }
    let Some(attacks) = attacks() else { return };
    let count = attacks.len();
    let (seen, _, after) = run(&program, attacks).await;
    println!("{count} attacks in {} articles behind the second wall alone: {seen:?}", seen.opened);
    assert!(seen.opened + seen.left.len() as u64 >= count as u64 * 2, "only {} articles were opened", seen.opened);
    assert!(seen.live > 0, "the attacks did not get past the first wall, so that the second was not tried");
    assert_eq!(seen.ran, Vec::<String>::new(), "programs ran");
    assert!(after.is_empty(), "opening articles asked the site: {after:?}");
}
