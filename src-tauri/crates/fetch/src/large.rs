//! What to do with a body that is larger than usual.

use std::pin::Pin;

/// Lets a body that turns out larger than usual wait for the others, where it costs nothing: in the system's buffers and at
/// its server.
#[derive(Clone, Copy)]
pub struct Large<'a> {
    /// Packed bytes above which a body is large.
    pub above: usize,
    /// Gives what is waited for.
    pub others: &'a (dyn Fn() -> Wait<'a> + Send + Sync),
}

/// Something that is waited for.
pub type Wait<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

impl std::fmt::Debug for Large<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Large(above {})", self.above)
    }
}
