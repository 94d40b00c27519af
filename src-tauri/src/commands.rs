//! The two doors between page and app.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use bytes::Bytes;
use protocol::app::{AppError, Command};
use serde_json::Value;
use tauri::{
    State, command,
    ipc::{InvokeBody, Request},
};

use crate::Host;

/// Carries out a command.
#[command]
pub(crate) async fn call(host: State<'_, Host>, command: Command) -> Result<Value, AppError> {
    run(&host, command, Bytes::new()).await
}

/// Carries out a command that comes with bytes: they are the body, the command is in the header
/// `x-command` (JSON in base64url).
#[command]
pub(crate) async fn call_with_bytes(host: State<'_, Host>, request: Request<'_>) -> Result<Value, AppError> {
    let command = request
        .headers()
        .get("x-command")
        .and_then(|value| BASE64_URL_SAFE_NO_PAD.decode(value).ok())
        .and_then(|json| serde_json::from_slice(&json).ok())
        .ok_or(AppError::Internal)?;
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(AppError::Internal);
    };
    run(&host, command, Bytes::copy_from_slice(bytes)).await
}

async fn run(host: &Host, command: Command, bytes: Bytes) -> Result<Value, AppError> {
    let name = command.name();
    let result = host.app.call(command, bytes).await;
    match &result {
        Ok(_) => tracing::debug!(command = ?name, "done"),
        Err(error) => tracing::info!(command = ?name, %error, "refused or failed"),
    }
    result
}
