//! A one-time password for the unlocked person, whose session has ended.

use domain::{PersonalNumber, Phone, ProfileField};
use protocol::{
    api::{Nothing, SignInForm, SignInIdentifier, StartSignIn as Endpoint},
    app::{AppError, ChallengeView},
};

use super::pending::{PendingSignIn, Purpose, masked_phone};
use crate::{app::App, store::SessionState};

/// Asks for it by the personal number of the profile, or by what the person signed in with.
pub(crate) async fn run(app: &App) -> Result<ChallengeView, AppError> {
    let person = app.person()?;
    let profile = person.store.profile().await?.record;
    let number = profile
        .text(ProfileField::PersonalNumber)
        .and_then(|text| text.parse::<PersonalNumber>().ok());
    let identifier = match number {
        Some(number) => SignInIdentifier::PersonalNumber(number),
        None => {
            let session: Option<SessionState> = person.store.single().await?;
            // A page that was loaded anew and has no profile yet knows nothing to sign in by.
            session
                .and_then(|session| session.identifier)
                .ok_or(AppError::SessionEnded)?
        }
    };
    let form = SignInForm { identifier };
    let ticket = app.city.call::<Endpoint>(&(), &Nothing {}, &form, None).await?;
    let phone = profile
        .text(ProfileField::Phone)
        .and_then(|text| text.parse::<Phone>().ok());
    let pending = PendingSignIn {
        ticket,
        phone: phone
            .map(|phone| phone.masked())
            .or_else(|| masked_phone(&form.identifier)),
        identifier: form.identifier,
        purpose: Purpose::Renewal { person: person.id },
    };
    let view = pending.view();
    app.sign_in.set(Some(pending));
    Ok(view)
}
