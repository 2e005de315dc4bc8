//! Whether there is a network at all, found out without asking anybody for anything.

use std::net::{IpAddr, Ipv6Addr, SocketAddr, UdpSocket};

use url::Url;

use crate::address::is_public;

/// Addresses that belong to documentation (RFC 5737, RFC 3849): nobody is there, and nothing is sent to them.
const FAR_AWAY: [&str; 2] = ["192.0.2.1:9", "[2001:db8::1]:9"];

/// By these the system names a proxy, which may be reached where nothing else is.
const PROXIES: [&str; 6] = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

/// Whether this machine knows a way to the internet. Nothing is sent: a socket for datagrams is pointed there, which the system
/// refuses where no network is up.
#[must_use]
pub fn has_way_out() -> bool {
    if PROXIES.iter().any(|name| std::env::var_os(name).is_some()) {
        return true;
    }
    FAR_AWAY.iter().filter_map(|address| address.parse::<SocketAddr>().ok()).any(|address| {
        let own: IpAddr = if address.is_ipv4() { [0, 0, 0, 0].into() } else { Ipv6Addr::UNSPECIFIED.into() };
        UdpSocket::bind((own, 0)).is_ok_and(|socket| socket.connect(address).is_ok())
    })
}

/// Whether an address is one of this machine or of a network at home by the look of it, which needs no way out.
#[must_use]
pub fn is_near(address: &str) -> bool {
    match Url::parse(address).ok().as_ref().and_then(Url::host) {
        Some(url::Host::Domain(name)) => {
            name == "localhost" || [".localhost", ".local", ".home.arpa"].iter().any(|end| name.ends_with(end))
        }
        Some(url::Host::Ipv4(address)) => !is_public(address.into()),
        Some(url::Host::Ipv6(address)) => !is_public(address.into()),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_needs_no_way_out() {
        for near in ["http://127.0.0.1:80/feed", "http://[::1]/", "http://nas.local/feed", "http://192.168.0.2/x"] {
            assert!(is_near(near), "{near}");
        }
        for far in ["https://paper.example/feed", "http://8.8.8.8/", "nothing", "http://localhost.example/"] {
            assert!(!is_near(far), "{far}");
        }
    }
}
