//! Documents made to fill the memory or to take for ever, fetched by the real window: each is met with a message or read in
//! part, and the program goes on. The times and the memory are printed; they are judged by people.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use window::{Display, Window};

/// What the site does with a request.
enum Reply {
    Whole {
        kind: &'static str,
        packed: bool,
        body: Vec<u8>,
    },
    /// The same bytes for ever.
    Endless {
        kind: &'static str,
        piece: &'static [u8],
    },
}

fn gzip(bytes: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for piece in bytes {
        packer.write_all(&piece).unwrap();
    }
    packer.finish().unwrap()
}

fn feed(base: &str, name: &str, content: &str, picture: Option<&str>) -> Reply {
    let picture = picture.map_or_else(String::new, |path| format!("<img src=\"{base}{path}\">"));
    let content = (picture + content).replace('&', "&amp;").replace('<', "&lt;");
    let body = format!(
        "<rss version=\"2.0\"><channel><title>{name}</title><item><guid>1</guid><title>The {name} story</title>\
         <link>{base}/{name}/story</link><description>{content}&lt;p&gt;The end.&lt;/p&gt;</description></item></channel></rss>"
    );
    Reply::Whole { kind: "application/rss+xml", packed: false, body: body.into_bytes() }
}

fn page(body: &str) -> Reply {
    let prose =
        "<p>The ferry lay at its quay for most of Thursday, because the tide was lower than anybody remembered.</p>";
    let html = format!(
        "<html><head><title>Bomb</title></head><body><article><h1>A story</h1>{prose}{body}{prose}</article></body></html>"
    );
    Reply::Whole { kind: "text/html", packed: false, body: html.into_bytes() }
}

/// A picture of so many pixels, all of one colour, in a few kilobytes.
fn huge_png(width: u32, height: u32) -> Vec<u8> {
    let mut line = vec![0u8; (width as usize).div_ceil(8) + 1];
    line[0] = 0;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..height {
        packed.write_all(&line).unwrap();
    }
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([1, 0, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", head), (b"IDAT", packed.finish().unwrap()), (b"IEND", Vec::new())] {
        let named = [&name[..], &data].concat();
        let mut sum = flate2::Crc::new();
        sum.update(&named);
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        png.extend(named);
        png.extend(sum.sum().to_be_bytes());
    }
    png
}

/// A picture that says that it is two by three pixels, with a frame of all that a frame can have.
fn lying_gif() -> Vec<u8> {
    let mut gif = b"GIF89a\x10\x00\x10\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff".to_vec();
    gif.extend(b",\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02\x44\x01\x00;");
    gif
}

/// Every bomb by name, as a feed; and what else the site serves.
fn site(base: &str) -> (Vec<&'static str>, BTreeMap<String, Reply>) {
    let mut documents = BTreeMap::new();
    let mut names = Vec::new();
    let mut bomb = |name: &'static str, reply: Reply| {
        names.push(name);
        documents.insert(format!("/{name}.xml"), reply);
    };
    let zeros = || gzip((0..1024).map(|_| vec![b' '; 1 << 20]));
    bomb("packed", Reply::Whole { kind: "application/rss+xml", packed: true, body: zeros() });
    bomb("endless", Reply::Endless { kind: "application/rss+xml", piece: b"<item><title>x</title></item>" });
    let many: String = (0..1_000_000).map(|number| format!("<item><title>{number}</title>")).collect();
    let many = format!("<rss><channel><title>many</title>{many}</channel></rss>");
    bomb("many", Reply::Whole { kind: "application/rss+xml", packed: false, body: many.into_bytes() });
    bomb("nested", feed(base, "nested", &"<div><b><table><tr><td>".repeat(20_000), None));
    bomb(
        "table",
        feed(base, "table", &format!("<table>{}</table>", "<tr><td>1<td>2<td>3<td>4</tr>".repeat(250_000)), None),
    );
    bomb("attribute", feed(base, "attribute", &format!("<p title=\"{}\">x</p>", "x".repeat(10 << 20)), None));
    bomb("word", feed(base, "word", &"x".repeat(10 << 20), None));
    bomb("pixels", feed(base, "pixels", "", Some("/huge.png")));
    bomb("lying", feed(base, "lying", "", Some("/lying.gif")));
    bomb("drawing", feed(base, "drawing", "", Some("/drawing.svg")));
    let pages = ["packed-page", "endless-page", "table-page", "nested-page"];
    for name in pages {
        bomb(name, feed(base, name, "", None));
    }
    let picture = |kind, body| Reply::Whole { kind, packed: false, body };
    documents.insert("/huge.png".to_owned(), picture("image/png", huge_png(9_900, 9_900)));
    documents.insert("/lying.gif".to_owned(), picture("image/gif", lying_gif()));
    let (open, close) = ("<g>".repeat(90_000), "</g>".repeat(90_000));
    let drawing = format!("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'>{open}{close}</svg>");
    documents.insert("/drawing.svg".to_owned(), picture("image/svg+xml", drawing.into_bytes()));
    documents.insert("/packed-page/story".to_owned(), Reply::Whole { kind: "text/html", packed: true, body: zeros() });
    documents.insert(
        "/endless-page/story".to_owned(),
        Reply::Endless { kind: "text/html", piece: b"<div><p>The ferry lay at its quay. " },
    );
    documents.insert(
        "/table-page/story".to_owned(),
        page(&format!("<table>{}</table>", "<tr><td>one<td>two".repeat(200_000))),
    );
    documents.insert("/nested-page/story".to_owned(), page(&"<div><i><ul><li>".repeat(20_000)));
    (names, documents)
}

async fn answer(mut stream: TcpStream, documents: Arc<BTreeMap<String, Reply>>) {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => head.extend_from_slice(&buffer[..read]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    match documents.get(head.split_whitespace().nth(1).unwrap_or_default()) {
        Some(Reply::Whole { kind, packed, body }) => {
            let coding = if *packed { "Content-Encoding: gzip\r\n" } else { "" };
            let length = body.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{coding}Content-Length: {length}\r\nConnection: close\r\n\r\n"
            );
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(body).await;
        }
        Some(Reply::Endless { kind, piece }) => {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(head.as_bytes()).await;
            let many = piece.repeat(2_000);
            while stream.write_all(&many).await.is_ok() {}
        }
        None => {
            let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
        }
    }
    let _ = stream.shutdown().await;
}

/// Calls a command and waits for its answer, be it good or an error.
async fn call(window: &Window, command: &str, given: Value) -> Value {
    let script = format!(
        "window.__answer = null;
         window.__TAURI_INTERNALS__.invoke({}, {given})
             .then((good) => {{ window.__answer = {{ good }}; }}, (refused) => {{ window.__answer = {{ refused }}; }});",
        json!(command)
    );
    window.run(&script).await.unwrap();
    loop {
        let answer = window.run("return window.__answer").await.unwrap();
        if !answer.is_null() {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn quiet(window: &Window) {
    for _ in 0..2 {
        while call(window, "library_status", json!({})).await["good"]["refreshing"] != json!(false) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: run it by its name, on a machine that does nothing else"]
async fn bombs_are_met_with_a_message_and_the_program_goes_on() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (names, documents) = site(&base);
    let documents = Arc::new(documents);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, documents.clone()));
        }
    });
    for name in names {
        // A library of its own each, so that the memory is that of one bomb.
        let folder = tempfile::tempdir().unwrap();
        let display = Display::start().await.unwrap();
        let library = folder.path().join("library");
        let window = crate::open(&display, &library).await;
        let idle = window::memory_of(&library);
        let peak = window::PeakMemory::watch(&library);
        let begun = Instant::now();
        let subscribed = call(&window, "follow", json!({ "urls": [format!("{base}/{name}.xml")] })).await;
        let refused = [&subscribed["refused"]["message"], &subscribed["good"]["problems"][0]["error"]["message"]];
        if let Some(message) = refused.into_iter().find_map(|message| message.as_str()) {
            println!(
                "{name}: refused in {:.1} s, {} MB over idle: {message}",
                begun.elapsed().as_secs_f64(),
                peak.stop().saturating_sub(idle) >> 10
            );
            window.close().await.unwrap();
            continue;
        }
        assert!(subscribed["good"].is_object(), "{name}: {subscribed}");
        tokio::time::sleep(Duration::from_millis(200)).await;
        quiet(&window).await;
        let fetched = begun.elapsed();
        let source = call(&window, "sources", json!({})).await["good"][0].clone();
        let status = call(&window, "library_status", json!({})).await["good"].clone();
        let articles = status["articles"].as_u64().unwrap();
        let mut shown = Duration::ZERO;
        let mut missing = Value::Null;
        if articles > 0 {
            let begun = Instant::now();
            window.go("#/article/1").await.unwrap();
            window.find("[data-testid=article][data-article='1']").await.unwrap();
            shown = begun.elapsed();
            tokio::time::sleep(Duration::from_millis(500)).await;
            let view = call(&window, "open_article", json!({ "article": 1 })).await;
            missing = view["good"]["card"]["offline"]["missing"].clone();
        }
        let most = peak.stop();
        println!(
            "{name}: {articles} articles, fetched in {:.1} s, shown in {:.1} s, {} MB over idle; source: {} {}; missing: {missing}",
            fetched.as_secs_f64(),
            shown.as_secs_f64(),
            most.saturating_sub(idle) >> 10,
            source["state"],
            source["error"]
        );
        assert!(articles > 0 || source["error"].is_string() || !source["state"].is_null(), "{name}: no word about it");
        window.close().await.unwrap();
    }
}
