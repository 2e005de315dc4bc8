//! XML as publishers write it: a tokenizer that never fails, its attributes, references and namespaces.
//!
//! Start at [`tokens::Tokens`]. Everything borrows from the document. Nothing here knows what a feed is, opens an
//! external entity, or takes more than linear time over a document, however ill-formed.

pub(crate) mod attributes;
pub(crate) mod doctype;
pub(crate) mod entities;
pub(crate) mod namespaces;
pub(crate) mod references;
pub(crate) mod tokens;
