//! Sites that answer with a bomb: a small body that unpacks to much more than anybody reads.
//!
//! The invented world packs a bomb anew whenever it is asked for one, and answers nobody meanwhile. What that costs would be
//! taken for what the bomb costs us, so that these are packed before anything is measured.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::process::Stdio;
use std::sync::Arc;

use crate::error::TaskError;
use crate::process::command;

/// Stands for a bomb in the paths of these sites.
pub(crate) const BOMB: &str = "gzipbomb";

/// Bytes of a bomb once it is unpacked.
const UNPACKED: usize = 64 << 20;

/// The sites, as far as they were asked for. They answer until the program ends.
pub(crate) struct Bombs {
    answer: Arc<Vec<u8>>,
    sites: u8,
}

impl Bombs {
    /// Packs the bomb.
    pub(crate) fn packed() -> Result<Self, TaskError> {
        let mut gzip = command("gzip", &["-6"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (input, output) = (gzip.stdin.take(), gzip.stdout.take());
        let mut packed = Vec::new();
        std::thread::scope(|scope| {
            let written = scope.spawn(|| {
                let mut unpacked = b"<?xml version=\"1.0\"?><rss><channel><title>".to_vec();
                unpacked.resize(UNPACKED, b'A');
                input.map_or(Ok(()), |mut input| input.write_all(&unpacked))
            });
            output.map_or(Ok(0), |mut output| output.read_to_end(&mut packed))?;
            written.join().unwrap_or(Ok(()))
        })?;
        gzip.wait()?;
        let mut answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n",
            packed.len()
        )
        .into_bytes();
        answer.extend(packed);
        Ok(Self { answer: Arc::new(answer), sites: 0 })
    }

    /// The address of another site.
    pub(crate) fn address(&mut self) -> Result<String, TaskError> {
        self.sites = self.sites.saturating_add(1);
        let listener = TcpListener::bind((Ipv4Addr::new(127, 11, 0, self.sites), 0))?;
        let address = format!("http://{}/fail/{BOMB}/feed.xml", listener.local_addr()?);
        let answer = self.answer.clone();
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let Ok(mut connection) = connection else { continue };
                // Its request fits into one reading, and whoever goes away before the end is no fault.
                let _ = connection.read(&mut [0; 8 << 10]);
                let _ = connection.write_all(&answer);
            }
        });
        Ok(address)
    }
}
