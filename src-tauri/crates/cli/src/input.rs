//! What a command is given to read: a file that a person names, or the standard input.

use std::io::Read;
use std::path::Path;

use broadsheet_api::{ApiError, ErrorCode};

use crate::Failure;

/// The whole of a file; the standard input where there is none.
pub(crate) fn read(file: Option<&Path>) -> Result<Vec<u8>, Failure> {
    match file {
        Some(path) => std::fs::read(path).map_err(|error| unreadable(path, &error).into()),
        None => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes)?;
            Ok(bytes)
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> ApiError {
    ApiError {
        code: ErrorCode::InvalidInput,
        message: format!("{} cannot be read: {error}.", path.display()),
        hint: Some("Check the name of the file, and that you may read it.".to_owned()),
        retryable: false,
    }
}
