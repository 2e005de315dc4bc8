//! A name whose answers change: what was public when it was looked at leads home when it is connected to.
//!
//! An allowed address of this machine stands for the public one, so that no test reaches the internet.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::FetchError;
use crate::fetcher::{Fetcher, Options, Request};
use crate::resolver::{Guard, GuardedResolver};

const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Two servers on one port: whoever the name leads to, and this machine's own. Answers the port and how often each was asked.
async fn servers() -> (u16, [Arc<AtomicUsize>; 2]) {
    let public = tokio::net::TcpListener::bind((PUBLIC, 0)).await.unwrap();
    let port = public.local_addr().unwrap().port();
    let home = tokio::net::TcpListener::bind((HOME, port)).await.unwrap();
    let asked = [public, home].map(|listener| {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let mut head = [0; 2048];
                let _ = stream.read(&mut head).await;
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok").await;
            }
        });
        asked
    });
    (port, asked)
}

/// A door for which every name gets the answers in turn, the last one for ever; and how often it was looked up.
fn door(answers: Vec<Vec<IpAddr>>) -> (Fetcher, Arc<Mutex<usize>>) {
    let options = Options { allowed: vec!["127.0.0.2/32".parse().unwrap()], ..Options::default() };
    let guard = Guard::new(options.allowed.clone());
    let lookups = Arc::new(Mutex::new(0));
    let count = lookups.clone();
    let names = Arc::new(move |_: &str| {
        let mut turn = count.lock().unwrap();
        let answer = answers[(*turn).min(answers.len() - 1)].clone();
        *turn += 1;
        answer
    });
    (Fetcher::with_resolver(options, guard.clone(), GuardedResolver { guard, proxy: None, names }).unwrap(), lookups)
}

#[tokio::test]
async fn a_name_that_leads_home_the_second_time_is_refused() {
    let (port, [public, home]) = servers().await;
    let (door, lookups) = door(vec![vec![PUBLIC], vec![HOME]]);
    let address = format!("http://rebind.example:{port}/");
    let first = door.get(Request::new(&address, "*/*", 1 << 10)).await.unwrap();
    assert_eq!(first.body.unpack().unwrap().bytes, b"ok");
    // One look-up a connection: what was checked is what was connected to.
    assert_eq!(*lookups.lock().unwrap(), 1);
    let second = door.get(Request::new(&address, "*/*", 1 << 10)).await;
    assert!(matches!(second, Err(FetchError::PrivateAddress { .. })), "{second:?}");
    assert_eq!((public.load(Ordering::SeqCst), home.load(Ordering::SeqCst)), (1, 0));
}

#[tokio::test]
async fn of_several_answers_only_those_outside_are_tried() {
    let (port, [public, home]) = servers().await;
    let (door, _) = door(vec![vec![HOME, PUBLIC]]);
    let address = format!("http://both.example:{port}/");
    door.get(Request::new(&address, "*/*", 1 << 10)).await.unwrap();
    assert_eq!((public.load(Ordering::SeqCst), home.load(Ordering::SeqCst)), (1, 0));
}

#[tokio::test]
async fn a_name_that_leads_home_is_refused_however_it_is_written() {
    let (port, [_, home]) = servers().await;
    let (door, _) = door(vec![vec![HOME]]);
    for address in [format!("http://home.example:{port}/"), format!("http://HOME.example.:{port}/")] {
        let refused = door.get(Request::new(&address, "*/*", 1 << 10)).await;
        assert!(matches!(refused, Err(FetchError::PrivateAddress { .. })), "{refused:?}");
    }
    assert_eq!(home.load(Ordering::SeqCst), 0);
}
