//! How a library goes to the network.

use broadsheet_engine::Proxy;
use serde::Serialize;

use crate::error::ApiError;
use crate::library::Library;
use crate::views::view;

view! {
    /// Through whom a library goes to the network, and whom it trusts.
    pub struct ConnectionView {
        /// `system`, `none`, or the address of a proxy without its password.
        pub proxy: String,
        /// The system's key store keeps the proxy's password.
        pub has_password: bool,
        /// Broadsheet was started with another proxy, by which it goes instead.
        pub is_overruled: bool,
        /// Certificates of authorities that are trusted beside those of the system.
        pub certificates: u32,
    }
}

/// How a library goes to the network.
///
/// # Errors
/// The library cannot be read.
pub async fn connection(library: &Library) -> Result<ConnectionView, ApiError> {
    let known = library.engine.connection().await?;
    Ok(ConnectionView {
        proxy: match known.proxy {
            Proxy::System => "system".to_owned(),
            Proxy::Nobody => "none".to_owned(),
            Proxy::At(address) => address,
        },
        has_password: known.has_password,
        is_overruled: known.is_overruled,
        certificates: u32::try_from(known.certificates).unwrap_or(u32::MAX),
    })
}

/// Says through whom: an address, `none`, or `system`. It holds from now on, and whatever is under way ends as it began.
///
/// # Errors
/// It is no address of a proxy, its password cannot be kept, or the library cannot be written; then nothing is changed.
pub async fn set_proxy(library: &Library, proxy: &str) -> Result<ConnectionView, ApiError> {
    let proxy = proxy.trim();
    library.engine.set_proxy((proxy != "system").then(|| proxy.to_owned())).await?;
    connection(library).await
}

/// Says which authorities are trusted beside those of the system (PEM), from now on; `None` for no others. With `too` those that
/// were trusted before are trusted too.
///
/// # Errors
/// These are no certificates, or the library cannot be written; then nothing is changed.
pub async fn set_certificates(library: &Library, pem: Option<String>, too: bool) -> Result<ConnectionView, ApiError> {
    library.engine.set_certificates(pem, too).await.map_err(ApiError::of_certificates)?;
    connection(library).await
}
