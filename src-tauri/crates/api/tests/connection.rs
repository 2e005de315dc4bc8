//! How the reader says that a library goes to the network, while it is open.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::TcpListener;

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
async fn what_is_no_certificate_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path(), OpenOptions::default()).unwrap();
    let begin = "-----BEGIN CERTIFICATE-----";
    for pem in ["a text", &format!("{begin}\nnot base64!\n-----END CERTIFICATE-----\n"), ""] {
        let refused = connection::set_certificates(&library, Some(pem.to_owned())).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "{refused:?}");
        assert!(refused.hint.as_deref().unwrap_or_default().contains(begin), "{refused:?}");
    }
    assert_eq!(connection::connection(&library).await.unwrap().certificates, 0);
    assert_eq!(connection::set_certificates(&library, None).await.unwrap().certificates, 0);
}
