//! The processor's time, which a busy machine does not stretch.

use std::time::Duration;

/// How long this thread has run on a processor so far. Where the system does not say, no time at all passes.
#[must_use]
pub fn processor_time() -> Duration {
    #[cfg(unix)]
    {
        use nix::time::{ClockId, clock_gettime};
        clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
    }
    #[cfg(not(unix))]
    Duration::ZERO
}
