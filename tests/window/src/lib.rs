//! Drives the real window through WebDriver, on a display of its own.
//!
//! Start at [`Window::open`]. It needs Xvfb and WebKitWebDriver, so it works on Linux only. Nothing here knows what the
//! window should show; the end-to-end test, the screenshots and the measurements do.

mod display;
mod error;
mod memory;
mod window;

pub use display::Display;
pub use error::WindowError;
pub use memory::{PeakMemory, Process, memory_of, processes_of};
pub use window::{Open, Window};
