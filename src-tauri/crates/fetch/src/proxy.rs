//! Through whom we go to the network: the system's proxy, nobody, or one that the reader names.

use url::Url;

use crate::error::FetchError;
use crate::target::host;

/// Through whom we go to the network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// Whom the system names.
    #[default]
    System,
    /// Nobody.
    Nobody,
    /// The proxy at this address: `http://`, `https://`, `socks5://`, or `socks5h://` where it is to look names up too.
    At(String),
}

impl Proxy {
    /// The proxy at an address.
    ///
    /// # Errors
    /// It is no address of a proxy.
    pub fn at(address: &str) -> Result<Self, FetchError> {
        let bad = || FetchError::BadProxy { address: address.to_owned() };
        let url = Url::parse(address).map_err(|_| bad())?;
        if !matches!(url.scheme(), "http" | "https" | "socks4" | "socks4a" | "socks5" | "socks5h") || !url.has_host() {
            return Err(bad());
        }
        Ok(Self::At(address.to_owned()))
    }

    /// Its host, which may well stand in a private network.
    pub(crate) fn host(&self) -> Option<String> {
        match self {
            Self::At(address) => Url::parse(address).ok().map(|url| host(&url)),
            Self::System | Self::Nobody => None,
        }
    }

    /// Lets a client go through it.
    pub(crate) fn apply(&self, client: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, FetchError> {
        match self {
            Self::System => Ok(client),
            Self::Nobody => Ok(client.no_proxy()),
            Self::At(address) => {
                let proxy =
                    reqwest::Proxy::all(address).map_err(|_| FetchError::BadProxy { address: address.clone() })?;
                // This machine is not asked for through somebody else.
                let own = reqwest::NoProxy::from_string("localhost,127.0.0.0/8,::1");
                Ok(client.proxy(proxy.no_proxy(own)))
            }
        }
    }
}
