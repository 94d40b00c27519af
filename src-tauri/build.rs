//! Lets the page call the shell's own commands and nothing else.

fn main() -> Result<(), String> {
    // The page is embedded when the shell compiles, and nothing else tells cargo that it changed.
    println!("cargo:rerun-if-changed=target/dist");
    let commands = tauri_build::AppManifest::new().commands(&["call", "call_with_bytes"]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))
        .map_err(|error| format!("the shell's configuration: {error:#}"))
}
