//! Opening a library, and its pictures.

use std::path::{Path, PathBuf};
use std::time::Duration;

use broadsheet_engine::{Allowed, Engine, Proxy, Settings};
use broadsheet_model::AssetId;

use crate::error::ApiError;

/// An open library and all that can be done with it.
#[derive(Clone)]
pub struct Library {
    pub(crate) engine: Engine,
    pub(crate) picture_base: String,
}

/// How to open a library.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// Hosts and networks that may be reached although they are private, as written.
    pub allow_private: Vec<String>,
    /// What stands before an asset's name in a picture's address, such as `library://localhost`.
    pub picture_base: String,
    /// One deadline for a whole exchange with a server; the usual one where absent.
    pub deadline: Option<Duration>,
    /// Through whom this run goes to the network: an address, or `none`; what the library or the system says where absent.
    pub proxy: Option<String>,
    /// Certificates, as PEM, of authorities that this run trusts too.
    pub certificates: Vec<Vec<u8>>,
    /// Where copies of pages are asked for instead of at the Internet Archive.
    pub internet_archive: Option<String>,
    /// A refresh lists headlines before their texts are cleaned, for whoever looks at them meanwhile. It costs a little more.
    pub headlines_first: bool,
}

/// An archived file, to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: String,
}

impl Library {
    /// Opens the library in `folder`, making it where there is none.
    ///
    /// # Errors
    /// An allowed host is malformed, or the library cannot be opened.
    pub fn open(folder: &Path, options: OpenOptions) -> Result<Self, ApiError> {
        let mut settings = Settings { headlines_first: options.headlines_first, ..Settings::default() };
        for host in &options.allow_private {
            let allowed: Allowed = host.parse().map_err(|error: broadsheet_engine::AllowedParseError| {
                ApiError::invalid(
                    error.to_string(),
                    "Give a host name, an address, or a network such as 192.168.0.0/16.",
                )
            })?;
            settings.allowed.push(allowed);
        }
        if let Some(deadline) = options.deadline {
            settings.deadline = deadline;
        }
        settings.proxy = options.proxy.as_deref().map(proxy_at).transpose()?;
        settings.certificates = options.certificates;
        if let Some(archive) = options.internet_archive {
            settings.archive = archive;
        }
        Ok(Self { engine: Engine::open(folder, settings)?, picture_base: options.picture_base })
    }

    /// Reads what is behind the address of an archived picture, as it stands after `asset/`: a name alone for what is shown
    /// of it, which may be a smaller copy; `name/original` for the picture itself; `name/placeholder` for its colours.
    ///
    /// # Errors
    /// The address is none, or there is no such file.
    pub async fn asset(&self, address: &str) -> Result<AssetFile, ApiError> {
        let (name, part) = address.split_once('/').unwrap_or((address, ""));
        let bad_address =
            || ApiError::invalid("This is not the address of an archived file.", "Use the address as it was given.");
        let id = AssetId::parse(name).ok_or_else(bad_address)?;
        let asset = match part {
            "" => self.engine.library(move |library| library.shown_asset(&id)).await?,
            "original" => self.engine.library(move |library| library.asset(&id)).await?,
            "placeholder" => {
                let png = self.engine.placeholder(id).await?.ok_or_else(|| {
                    ApiError::invalid("The colours of this picture are not known.", "Show the picture itself.")
                })?;
                return Ok(AssetFile { bytes: png, media_type: "image/png".to_owned() });
            }
            _ => return Err(bad_address()),
        };
        Ok(AssetFile { bytes: asset.bytes, media_type: asset.media_type })
    }

    /// Reads a part of the file behind an address `name/original`, as it stands after `asset/`: from `from` on, and `most` bytes
    /// at most.
    ///
    /// # Errors
    /// The address is none, or there is no such file.
    pub async fn asset_part(&self, address: &str, from: u64, most: u64) -> Result<AssetPart, ApiError> {
        let id = address.strip_suffix("/original").and_then(AssetId::parse).ok_or_else(|| {
            ApiError::invalid("This is not the address of an archived file.", "Use the address as it was given.")
        })?;
        let (asset, total) = self.engine.library(move |library| library.asset_part(&id, from, most)).await?;
        Ok(AssetPart { file: AssetFile { bytes: asset.bytes, media_type: asset.media_type }, total })
    }
}

/// A part of an archived file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetPart {
    /// The part, and the type of the whole.
    pub file: AssetFile,
    /// Bytes of the whole file.
    pub total: u64,
}

fn proxy_at(address: &str) -> Result<Proxy, ApiError> {
    if address == "none" {
        return Ok(Proxy::Nobody);
    }
    Proxy::at(address).map_err(|error| broadsheet_engine::EngineError::from(error).into())
}

/// Where the library lies when nothing else is said.
///
/// # Errors
/// The system names no folder for a person's data.
pub fn default_folder() -> Result<PathBuf, ApiError> {
    directories::ProjectDirs::from("", "", "Broadsheet")
        .map(|dirs| dirs.data_dir().join("library"))
        .ok_or_else(|| ApiError::invalid("This system names no folder for your data.", "Name one with --library DIR."))
}
