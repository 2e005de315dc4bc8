//! What the reader's word for an address in a private network opens, and what it does not.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::TcpListener;

use broadsheet_api::{ErrorCode, Library, OpenOptions, articles, sources};

const FEED: &str = "<rss version='2.0'><channel><title>Paper</title><item><title>A story</title>\
    <link>http://127.0.0.1/a</link></item></channel></rss>";

/// A site on this machine that gives the same answer to everybody; its address.
fn site(answer: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let answer = answer.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

fn library(allow_private: &[&str]) -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let allow_private = allow_private.iter().map(|host| (*host).to_owned()).collect();
    let options = OpenOptions { allow_private, proxy: Some("none".to_owned()), ..OpenOptions::default() };
    let library = Library::open(folder.path(), options).unwrap();
    (folder, library)
}

#[tokio::test]
async fn a_site_that_leads_into_a_private_network_brings_up_no_question() {
    let public =
        site("HTTP/1.1 302 Found\r\nLocation: http://192.168.77.1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    // This machine stands for the public site, and is closed again in the second run.
    let (folder, open) = library(&["127.0.0.1"]);
    for allow_private in [false, true] {
        let found = sources::discover(&open, &public, allow_private).await.map(drop).unwrap_err();
        let saved = articles::save_page(&open, &public, allow_private).await.map(drop).unwrap_err();
        for refused in [found, saved] {
            assert_eq!(refused.code, ErrorCode::Unreachable, "{refused:?}");
            assert!(refused.message.contains("127.0.0.1 leads to 192.168.77.1"), "{refused:?}");
        }
    }
    drop(open);
    let options = OpenOptions { proxy: Some("none".to_owned()), ..OpenOptions::default() };
    let closed = Library::open(folder.path(), options).unwrap();
    let refused = sources::discover(&closed, &public, false).await.map(drop).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PrivateAddress, "nothing was kept: {refused:?}");
}

#[tokio::test]
async fn a_private_host_that_was_typed_is_reached_from_then_on() {
    let length = FEED.len();
    let home = site(&format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{FEED}"
    ));
    let (folder, first) = library(&[]);
    let refused = sources::discover(&first, &home, false).await.map(drop).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PrivateAddress, "{refused:?}");
    assert_eq!(sources::discover(&first, &home, true).await.unwrap().feeds.len(), 1);
    drop(first);
    let options = OpenOptions { proxy: Some("none".to_owned()), ..OpenOptions::default() };
    let later = Library::open(folder.path(), options).unwrap();
    assert_eq!(sources::discover(&later, &home, false).await.unwrap().feeds.len(), 1);
}
