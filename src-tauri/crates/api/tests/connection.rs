//! How the reader says that a library goes to the network, while it is open.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};

use broadsheet_api::{ErrorCode, Library, OpenOptions, connection, sources};

/// A proxy that has the same feed for every address; its own address.
fn proxy() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let feed = "<rss version='2.0'><channel><title>Far Away</title><item><title>A story</title>\
                        <link>http://far.away.example.org/a</link></item></channel></rss>";
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n";
            let _ = write!(stream, "{head}Content-Length: {}\r\n\r\n{feed}", feed.len());
        }
    });
    address
}

#[tokio::test]
async fn a_proxy_holds_from_the_word_on_and_a_refused_one_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Library::open(folder.path(), OpenOptions::default()).unwrap();
    let (library, far) = (open(), "http://far.away.example.org/feed");
    connection::set_proxy(&library, "none").await.unwrap();
    sources::discover(&library, far, false).await.map(drop).unwrap_err();
    let address = proxy();
    let set = connection::set_proxy(&library, &format!(" {address} ")).await.unwrap();
    assert_eq!((set.proxy.as_str(), set.has_password, set.is_overruled), (address.as_str(), false, false));
    assert_eq!(sources::discover(&library, far, false).await.unwrap().feeds.len(), 1, "no name is looked up here");
    for wrong in ["proxy.example", "ftp://proxy.example", ""] {
        let refused = connection::set_proxy(&library, wrong).await.unwrap_err();
        assert!(refused.hint.as_deref().unwrap_or_default().contains("socks5h://"), "{refused:?}");
    }
    assert_eq!(connection::connection(&library).await.unwrap(), set);
    drop(library);
    let library = open();
    assert_eq!(sources::discover(&library, far, false).await.unwrap().feeds.len(), 1);
    connection::set_proxy(&library, "none").await.unwrap();
    sources::discover(&library, far, false).await.map(drop).unwrap_err();

    let told = OpenOptions { proxy: Some(address), ..OpenOptions::default() };
    let told = Library::open(folder.path(), told).unwrap();
    let shown = connection::connection(&told).await.unwrap();
    assert_eq!((shown.proxy.as_str(), shown.is_overruled), ("none", true));
    assert_eq!(sources::discover(&told, far, false).await.unwrap().feeds.len(), 1);
}

#[tokio::test]
async fn trouble_with_a_proxy_is_laid_at_its_door() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path(), OpenOptions::default()).unwrap();
    // Nobody listens where somebody did.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let wants = answering("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    let leads_nowhere = answering("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    for (scheme, proxy, words) in [
        ("http", silent, "does not answer"),
        ("socks5h", silent, "does not answer"),
        ("http", wants, "wants a name and a password"),
        ("http", leads_nowhere, "does not lead there"),
    ] {
        connection::set_proxy(&library, &format!("{scheme}://{proxy}")).await.unwrap();
        for far in ["http://far.away.example.org/feed", "https://far.away.example.org/feed"] {
            let failed = sources::discover(&library, far, false).await.map(drop).unwrap_err();
            if proxy == leads_nowhere && far.starts_with("http:") {
                // There the proxy's answer stands for the site's.
                assert!(failed.message.contains("502"), "{failed:?}");
                continue;
            }
            assert_eq!(failed.message.to_lowercase(), format!("the proxy {proxy} {words}."), "{far}: {failed:?}");
            assert!(failed.hint.as_deref().unwrap_or_default().contains("Settings, Connection"), "{failed:?}");
        }
    }
    // What goes wrong at the site behind it is none of its own.
    let leads = answering("HTTP/1.1 200 Connection established\r\n\r\nno encryption at all");
    connection::set_proxy(&library, &format!("http://{leads}")).await.unwrap();
    let failed = sources::discover(&library, "https://far.away.example.org/", false).await.map(drop).unwrap_err();
    assert!(failed.message.contains("far.away.example.org") && !failed.message.contains("proxy"), "{failed:?}");
}

/// What answers the same to everybody; its address.
fn answering(answer: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

#[tokio::test]
async fn what_is_no_certificate_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path(), OpenOptions::default()).unwrap();
    let begin = "-----BEGIN CERTIFICATE-----";
    for pem in ["a text", &format!("{begin}\nnot base64!\n-----END CERTIFICATE-----\n"), ""] {
        let refused = connection::set_certificates(&library, Some(pem.to_owned()), true).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "{refused:?}");
        assert!(refused.hint.as_deref().unwrap_or_default().contains(begin), "{refused:?}");
    }
    assert_eq!(connection::connection(&library).await.unwrap().certificates, 0);
    assert_eq!(connection::set_certificates(&library, None, false).await.unwrap().certificates, 0);
}
