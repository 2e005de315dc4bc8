//! What belongs together: sections, related articles, and the stories that several sources write about.
//!
//! Everything is computed on this machine from plain texts. This room must never fetch, store or know the clock.

mod sections;
mod terms;
mod together;

pub use sections::section_of;
pub use terms::{Terms, key_terms};
pub use together::{Brief, Related, Story, related, trending};
