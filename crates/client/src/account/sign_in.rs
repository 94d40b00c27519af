//! Signing in to an existing profile.

use domain::{PersonalNumber, Phone};
use protocol::{
    api::{Nothing, SignInForm, SignInIdentifier, StartSignIn as Endpoint},
    app::{AppError, ChallengeView, InputField, StartSignIn},
};

use super::pending::{PendingSignIn, Purpose, label_of, masked_phone};
use crate::app::App;

/// Asks the city for a one-time password by phone or personal number.
pub(crate) async fn run(app: &App, input: StartSignIn) -> Result<ChallengeView, AppError> {
    let identifier = read(&input.identifier).ok_or_else(|| AppError::InvalidInput {
        fields: vec![InputField::Identifier],
    })?;
    let form = SignInForm { identifier };
    let ticket = app.city.call::<Endpoint>(&(), &Nothing {}, &form, None).await?;
    let identifier = form.identifier;
    let pending = PendingSignIn {
        ticket,
        phone: masked_phone(&identifier),
        purpose: Purpose::First {
            key: app.new_key().await,
            label: label_of(&identifier),
            grant: None,
        },
        identifier,
    };
    let view = pending.view();
    app.sign_in.set(Some(pending));
    Ok(view)
}

/// Twelve digits are a personal number, ten or with `+84` a phone.
fn read(typed: &str) -> Option<SignInIdentifier> {
    let phone = typed.parse::<Phone>().map(SignInIdentifier::Phone);
    phone
        .or_else(|_| typed.parse::<PersonalNumber>().map(SignInIdentifier::PersonalNumber))
        .ok()
}
