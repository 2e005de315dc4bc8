//! Compiles what only C can ask of the system's allocator; only GNU's takes the question.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=native/arenas.c");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux")
        && env::var("CARGO_CFG_TARGET_ENV").as_deref() == Ok("gnu")
    {
        // No code calls it: without the modifier the linker would leave it out.
        cc::Build::new().file("native/arenas.c").link_lib_modifier("+whole-archive").compile("arenas");
    }
}
