//! Printed code cards.

use domain::{CardSerial, OperationId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Binary, Nothing, endpoint::endpoint};

endpoint! {
    /// Issues a printed card: gives it a serial, which is its place in the revocation list. At most
    /// five of an account are in force at once. The same `attempt` again gives the same card, so
    /// that a lost answer costs nothing.
    IssueCard: Post "/v1/cards", Session, CardOrder => CardRecord
}

endpoint! {
    /// The account's cards, also those that were cancelled, newest first.
    ListCards: Get "/v1/cards", Session, Nothing => CardList
}

endpoint! {
    /// Cancels a card for good: its serial is revoked. A card that is cancelled already stays so.
    RevokeCard: Delete "/v1/cards/{card}", Session, params CardSerial, Nothing => Nothing
}

endpoint! {
    /// The card as a PDF of one page of the size ID-1 (ISO/IEC 7810), with the code that the city
    /// signs over the profile as it is now. Refused when the card is cancelled.
    PrintCard: Get "/v1/cards/{card}/pdf", Session, params CardSerial, Nothing => Binary
}

/// Asks for a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardOrder {
    /// Names this attempt; kept by the device until an answer has arrived.
    pub attempt: OperationId,
}

/// A printed card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardRecord {
    /// Its serial.
    pub serial: CardSerial,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it was cancelled; none while it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

/// The account's cards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardList {
    /// Newest first.
    pub cards: Vec<CardRecord>,
}
