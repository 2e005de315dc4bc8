//! Prepares what Tauri embeds: icons, capabilities and the window's configuration.

fn main() {
    tauri_build::build();
}
