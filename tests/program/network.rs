//! What servers do, and what the reader finds afterwards.

mod following;
mod scenes;
mod stage;
