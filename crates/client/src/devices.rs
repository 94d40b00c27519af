//! Devices and sessions of the account. They are the city's to tell, so this needs the network.

use protocol::{
    api::{
        DeviceRecord, EndSession as EndOne, ListDevices, ListSessions, Nothing, OrderWipe, RevokeDevice, SessionRecord,
    },
    app::{AppError, DeviceView, DevicesView, EndSession, RemoveDevice, SessionView},
};

use crate::{app::App, person::Person, session::AccountError};

/// Lists them, this device first.
pub(crate) async fn list(app: &App) -> Result<DevicesView, AppError> {
    let person = app.person()?;
    answer(app, &person, fetch(&person).await).await
}

/// Removes a device from the account; with `wipe`, it erases what it holds.
pub(crate) async fn remove(app: &App, input: RemoveDevice) -> Result<DevicesView, AppError> {
    let person = app.person()?;
    let removed = if input.wipe {
        person
            .account
            .call::<OrderWipe>(&input.device, &Nothing {}, &Nothing {})
            .await
    } else {
        person
            .account
            .call::<RevokeDevice>(&input.device, &Nothing {}, &Nothing {})
            .await
    };
    let listed = match removed {
        Ok(_) => fetch(&person).await,
        Err(error) => Err(error),
    };
    answer(app, &person, listed).await
}

/// Ends a session.
pub(crate) async fn end_session(app: &App, input: EndSession) -> Result<DevicesView, AppError> {
    let person = app.person()?;
    let listed = match person
        .account
        .call::<EndOne>(&input.session, &Nothing {}, &Nothing {})
        .await
    {
        Ok(_) => fetch(&person).await,
        Err(error) => Err(error),
    };
    answer(app, &person, listed).await
}

async fn fetch(person: &Person) -> Result<DevicesView, AccountError> {
    let devices = person
        .account
        .call::<ListDevices>(&(), &Nothing {}, &Nothing {})
        .await?
        .devices;
    let sessions = person
        .account
        .call::<ListSessions>(&(), &Nothing {}, &Nothing {})
        .await?
        .sessions;
    Ok(DevicesView {
        devices: devices.into_iter().map(|device| view(device, &sessions)).collect(),
    })
}

fn view(device: DeviceRecord, sessions: &[SessionRecord]) -> DeviceView {
    let own = sessions.iter().filter(|session| session.device == device.id);
    DeviceView {
        id: device.id,
        name: device.name,
        platform: device.platform,
        last_seen_at: device.last_seen_at,
        state: device.state,
        current: device.current,
        sessions: own
            .map(|session| SessionView {
                id: session.id,
                opened_at: session.opened_at,
                last_used_at: session.last_used_at,
                current: session.current,
            })
            .collect(),
    }
}

async fn answer(
    app: &App,
    person: &Person,
    listed: Result<DevicesView, AccountError>,
) -> Result<DevicesView, AppError> {
    match listed {
        Ok(view) => {
            app.engine.reached();
            Ok(view)
        }
        Err(error) => Err(app.account_error(person, error).await),
    }
}
