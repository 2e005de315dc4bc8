//! What the window hands to a command, taken only as the kind that the command says, within a bound, and otherwise answered
//! with an error that has a code, as every other.

use broadsheet_api::ApiError;
use serde::de::DeserializeOwned;
use tauri::Runtime;
use tauri::ipc::{CommandArg, CommandItem, InvokeBody, InvokeError};

/// Bytes of a text that anybody types.
const TYPED: usize = 16 << 10;

/// Bytes of a document that is handed over whole.
const WHOLE: usize = 32 << 20;

/// An argument of a command; a text has at most `MOST` bytes.
pub(crate) struct Given<T, const MOST: usize = TYPED>(pub(crate) T);

/// A whole document as an argument.
pub(crate) type GivenDocument = Given<String, WHOLE>;

impl<'de, T: DeserializeOwned, R: Runtime, const MOST: usize> CommandArg<'de, R> for Given<T, MOST> {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        let (name, key) = (command.name, command.key);
        let text = match command.message.payload() {
            InvokeBody::Json(given) => given.get(key).and_then(|value| value.as_str()),
            InvokeBody::Raw(_) => None,
        };
        if text.is_some_and(|text| text.len() > MOST) {
            return Err(ApiError::too_long(key, MOST).into());
        }
        T::deserialize(command).map(Self).map_err(|why| ApiError::misunderstood(name, key, &why.to_string()).into())
    }
}
