//! Which addresses may be reached.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A host or a network that may be reached although it is private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// A host name, lower case.
    Host(String),
    /// A network: its address and how many leading bits count.
    Network(IpAddr, u8),
}

/// What was given is neither a host, an address nor a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither a host name, an address nor a network such as 192.168.0.0/16")]
pub struct AllowedParseError(String);

impl FromStr for Allowed {
    type Err = AllowedParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || AllowedParseError(text.to_owned());
        let bare = text.trim().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(Self::Network(address, whole(address)));
        }
        if let Some((network, bits)) = bare.split_once('/') {
            let network: IpAddr = network.parse().map_err(|_| refuse())?;
            let bits: u8 = bits.parse().map_err(|_| refuse())?;
            return if bits <= whole(network) { Ok(Self::Network(network, bits)) } else { Err(refuse()) };
        }
        let named = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_');
        if bare.is_empty() || !bare.chars().all(named) {
            return Err(refuse());
        }
        Ok(Self::Host(bare))
    }
}

impl Allowed {
    pub(crate) fn covers(&self, host: &str, address: IpAddr) -> bool {
        match self {
            Self::Host(name) => name.eq_ignore_ascii_case(host),
            Self::Network(network, bits) => within(*network, *bits, address),
        }
    }
}

fn whole(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn within(network: IpAddr, bits: u8, address: IpAddr) -> bool {
    match (network, address) {
        (IpAddr::V4(network), IpAddr::V4(address)) => {
            let shift = 32u32.saturating_sub(u32::from(bits));
            u64::from(network.to_bits()) >> shift == u64::from(address.to_bits()) >> shift
        }
        (IpAddr::V6(network), IpAddr::V6(address)) => {
            let shift = 128u32.saturating_sub(u32::from(bits));
            shift == 128 || network.to_bits() >> shift == address.to_bits() >> shift
        }
        _ => false,
    }
}

/// Whether an address belongs to the public internet (IANA special-purpose registries, RFC 6890).
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_unspecified()
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    let [a, b, c, ..] = address.segments();
    // Only the global unicast block is handed out; the rest is reserved, local, or a way into IPv4.
    (a & 0xe000) == 0x2000
        && !(a == 0x2001 && b < 0x0200)
        && !(a == 0x2001 && b == 0x0db8)
        && a != 0x2002
        && !(a == 0x3fff && b < 0x1000)
        && !(a == 0x2620 && b == 0x004f && c == 0x8000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_internet_is_told_from_the_rest() {
        for public in ["1.1.1.1", "93.184.216.34", "223.255.255.1", "2606:4700::1111", "2a00:1450::1"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "127.0.0.1",
            "127.1.2.3",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "203.0.113.5",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2001::1",
            "ff02::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn hosts_addresses_and_networks_are_read() {
        let lan: Allowed = "192.168.0.0/16".parse().unwrap();
        assert!(lan.covers("nas", "192.168.7.7".parse().unwrap()));
        assert!(!lan.covers("nas", "10.0.0.1".parse().unwrap()));
        let one: Allowed = "127.0.0.1".parse().unwrap();
        assert!(one.covers("localhost", "127.0.0.1".parse().unwrap()));
        assert!(!one.covers("localhost", "127.0.0.2".parse().unwrap()));
        let host: Allowed = "NAS.local".parse().unwrap();
        assert!(host.covers("nas.local", "10.0.0.9".parse().unwrap()));
        let all: Allowed = "0.0.0.0/0".parse().unwrap();
        assert!(all.covers("x", "10.0.0.1".parse().unwrap()));
        for bad in ["", "10.0.0.0/33", "a b", "http://x/"] {
            assert!(bad.parse::<Allowed>().is_err(), "{bad}");
        }
    }
}
