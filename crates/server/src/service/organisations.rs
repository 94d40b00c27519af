//! Organisations: who works for them, their counters, what they may ask for.

use domain::{
    CitizenId, CounterId, MemberId, OrganisationId, OrganisationKind, OrganisationName, Permission, PersonName,
    PersonalNumber, PurposeId, Role, limits,
};
use jiff::Timestamp;
use protocol::api::{
    CounterForm, InvitationForm, MemberList, MemberRecord, OfficerRole, OrganisationRecord, PurposeForm, RoleList,
};
use thiserror::Error;

use super::{sessions::Caller, shifts};
use crate::{
    city::City,
    fault::Fault,
    store::{
        self, Access, Tx,
        members::Member,
        organisations::Organisation,
        shifts::Of,
        sync::{FeedItem, note},
    },
};

/// Why something could not be done for an organisation.
#[derive(Debug, Error)]
pub enum OrganisationError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// Nothing here of an organisation that the caller works for.
    #[error("nothing here of an organisation that the caller works for")]
    NotFound,
    /// The caller's role does not allow it.
    #[error("the role does not allow it")]
    NotAllowed,
    /// The last administrator can't go.
    #[error("the last administrator can't go")]
    LastAdministrator,
    /// A field does not fit.
    #[error("the field {0} does not fit")]
    Field(&'static str),
}

/// The caller's roles in an organisation, one of which allows this. To everybody else the organisation isn't there.
pub(super) async fn member_who_may(
    on: &impl Access,
    caller: &Caller,
    organisation: OrganisationId,
    permission: Permission,
) -> Result<Vec<Role>, OrganisationError> {
    let roles: Vec<Role> = store::members::roles_in(on, organisation, caller.citizen)
        .await?
        .into_iter()
        .map(|(_, role)| role)
        .collect();
    if roles.is_empty() {
        Err(OrganisationError::NotFound)
    } else if roles.iter().any(|role| role.may(permission)) {
        Ok(roles)
    } else {
        Err(OrganisationError::NotAllowed)
    }
}

/// Adds an organisation. For the city's operators.
///
/// # Errors
/// [`Fault`].
pub async fn add(
    city: &City,
    kind: OrganisationKind,
    name: OrganisationName,
    id: Option<OrganisationId>,
) -> Result<Organisation, Fault> {
    let now = city.now();
    let organisation = Organisation {
        id: match id {
            Some(id) => id,
            None => OrganisationId(city.random.id(now)?),
        },
        kind,
        name,
        contest_days: city.settings.counters.contest_days,
        created_at: now,
    };
    let tx = city.store.begin().await?;
    store::organisations::add(&tx, &organisation).await?;
    tx.commit().await?;
    Ok(organisation)
}

/// An organisation with its counters and purposes.
///
/// # Errors
/// [`OrganisationError`].
pub async fn get(city: &City, caller: &Caller, id: OrganisationId) -> Result<OrganisationRecord, OrganisationError> {
    let on = &city.store;
    let roles = member_who_may(on, caller, id, Permission::SeeOrganisation).await?;
    let organisation = store::organisations::find(on, id)
        .await?
        .ok_or(OrganisationError::NotFound)?;
    let mut purposes = store::organisations::purposes(on, id).await?;
    purposes.sort_by_key(|purpose| domain::text::search_key(purpose.terms.title.as_str()));
    Ok(OrganisationRecord {
        id,
        kind: organisation.kind,
        name: organisation.name,
        contest_days: organisation.contest_days,
        roles,
        counters: store::organisations::counters(on, id).await?,
        purposes,
    })
}

/// Adds or changes a counter; closing one ends the shift at it.
///
/// # Errors
/// [`OrganisationError`].
pub async fn put_counter(
    city: &City,
    caller: &Caller,
    (organisation, id): (OrganisationId, CounterId),
    form: CounterForm,
) -> Result<(), OrganisationError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    member_who_may(&tx, caller, organisation, Permission::ManageCounters).await?;
    if !store::organisations::put_counter(&tx, organisation, id, &form).await? {
        return Err(OrganisationError::NotFound);
    }
    let mut told = Vec::new();
    if !form.open {
        for shift in store::shifts::open(&tx, Of::Counter(id)).await? {
            told.extend(shifts::close(&tx, &shift, now).await?);
        }
    }
    tx.commit().await?;
    city.watchers.changed_all(told);
    Ok(())
}

/// Registers or changes a purpose.
///
/// # Errors
/// [`OrganisationError`].
pub async fn put_purpose(
    city: &City,
    caller: &Caller,
    (organisation, id): (OrganisationId, PurposeId),
    mut terms: PurposeForm,
) -> Result<(), OrganisationError> {
    terms.scope = terms.scope.tidied();
    check_terms(&terms)?;
    let tx = city.store.begin().await?;
    member_who_may(&tx, caller, organisation, Permission::ManagePurposes).await?;
    if !store::organisations::put_purpose(&tx, organisation, id, &terms).await? {
        return Err(OrganisationError::NotFound);
    }
    Ok(tx.commit().await?)
}

fn check_terms(terms: &PurposeForm) -> Result<(), OrganisationError> {
    if terms.scope.is_empty() {
        return Err(OrganisationError::Field("scope"));
    }
    if !(1..=limits::READ_MINUTES).contains(&terms.read_minutes) {
        return Err(OrganisationError::Field("read_minutes"));
    }
    let is_code = |code: &String| {
        (1..=20).contains(&code.len())
            && code
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
    };
    if !terms.procedure.as_ref().is_none_or(is_code) {
        return Err(OrganisationError::Field("procedure"));
    }
    Ok(())
}

/// Who works for an organisation.
///
/// # Errors
/// [`OrganisationError`].
pub async fn members(city: &City, caller: &Caller, id: OrganisationId) -> Result<MemberList, OrganisationError> {
    member_who_may(&city.store, caller, id, Permission::ManageMembers).await?;
    let mut members = store::members::of_organisation(&city.store, id).await?;
    members.sort_by(|one, other| one.name.list_order(&other.name));
    Ok(MemberList {
        members: members.into_iter().map(MemberRecord::from).collect(),
    })
}

impl From<Member> for MemberRecord {
    fn from(member: Member) -> Self {
        Self {
            id: member.id,
            name: member.name,
            role: member.role,
            accepted: member.citizen.is_some(),
            since: member.since,
        }
    }
}

/// Invites somebody.
///
/// # Errors
/// [`OrganisationError`].
pub async fn invite(
    city: &City,
    caller: &Caller,
    organisation: OrganisationId,
    form: InvitationForm,
) -> Result<MemberRecord, OrganisationError> {
    let tx = city.store.begin().await?;
    member_who_may(&tx, caller, organisation, Permission::ManageMembers).await?;
    let (member, told) = invite_in(&tx, city, organisation, &form.personal_number, form.name, form.role).await?;
    tx.commit().await?;
    city.watchers.changed_all(told);
    Ok(member.into())
}

/// Invites somebody for the city's operators, who name an organisation's first administrator.
///
/// # Errors
/// [`Fault`].
pub async fn appoint(
    city: &City,
    organisation: OrganisationId,
    number: &PersonalNumber,
    name: PersonName,
    role: Role,
) -> Result<MemberId, Fault> {
    let tx = city.store.begin().await?;
    let (member, told) = invite_in(&tx, city, organisation, number, name, role).await?;
    tx.commit().await?;
    city.watchers.changed_all(told);
    Ok(member.id)
}

/// The role or invitation, also one that was there before, and who is to be told.
async fn invite_in(
    tx: &Tx,
    city: &City,
    organisation: OrganisationId,
    number: &PersonalNumber,
    name: PersonName,
    role: Role,
) -> Result<(Member, Option<CitizenId>), Fault> {
    let now = city.now();
    store::organisations::lock(tx, organisation).await?;
    let number_lookup = store::account::number_lookup(tx, number);
    let known = store::members::of_organisation(tx, organisation).await?;
    if let Some(known) = known
        .into_iter()
        .find(|member| member.role == role && member.number_lookup == number_lookup)
    {
        return Ok((known, None));
    }
    let member = Member {
        id: MemberId(city.random.id(now)?),
        organisation,
        number_lookup,
        citizen: None,
        role,
        since: now,
        name,
    };
    store::members::put(tx, &member).await?;
    let invited = store::account::citizen_by_number(tx, number).await?;
    if let Some(citizen) = invited {
        note_roles(tx, citizen).await?;
    }
    Ok((member, invited))
}

/// Tells a citizen's devices that their roles changed.
pub(crate) async fn note_roles(tx: &Tx, citizen: CitizenId) -> Result<(), Fault> {
    let revision = store::account::advance(tx, citizen).await?;
    note(tx, citizen, FeedItem::Roles, revision).await
}

/// Tells a citizen who has just enrolled of invitations that came before.
pub(super) async fn note_invitations(tx: &Tx, citizen: CitizenId, number: &PersonalNumber) -> Result<(), Fault> {
    let lookup = store::account::number_lookup(tx, number);
    if !store::members::roles_of(tx, citizen, &lookup).await?.is_empty() {
        note_roles(tx, citizen).await?;
    }
    Ok(())
}

/// What a citizen is to organisations, and is invited to be.
pub(super) async fn roles_of(on: &impl Access, citizen: CitizenId) -> Result<RoleList, Fault> {
    let number = store::account::number_of(on, citizen).await?;
    let mut roles = Vec::new();
    for member in store::members::roles_of(on, citizen, &number).await? {
        roles.push(officer_role(on, &member).await?);
    }
    roles.sort_by_key(|role| (domain::text::search_key(role.organisation_name.as_str()), role.role));
    Ok(RoleList { roles })
}

async fn officer_role(on: &impl Access, member: &Member) -> Result<OfficerRole, Fault> {
    let organisation = store::organisations::find(on, member.organisation)
        .await?
        .ok_or(Fault::Corrupt("organisation"))?;
    Ok(OfficerRole {
        member: member.id,
        organisation: organisation.id,
        organisation_name: organisation.name,
        organisation_kind: organisation.kind,
        role: member.role,
        accepted: member.citizen.is_some(),
    })
}

/// The role or invitation that is the caller's.
async fn own(tx: &Tx, caller: &Caller, id: MemberId) -> Result<Member, OrganisationError> {
    let member = store::members::find(tx, id).await?.ok_or(OrganisationError::NotFound)?;
    let is_own = match member.citizen {
        Some(citizen) => citizen == caller.citizen,
        None => member.number_lookup == store::account::number_of(tx, caller.citizen).await?,
    };
    if is_own {
        Ok(member)
    } else {
        Err(OrganisationError::NotFound)
    }
}

/// Accepts an invitation; one that was accepted stays so.
///
/// # Errors
/// [`OrganisationError`].
pub async fn accept(city: &City, caller: &Caller, id: MemberId) -> Result<OfficerRole, OrganisationError> {
    let tx = city.store.begin().await?;
    let mut member = own(&tx, caller, id).await?;
    if member.citizen.is_none() {
        member.citizen = Some(caller.citizen);
        member.since = city.now();
        store::members::put(&tx, &member).await?;
        note_roles(&tx, caller.citizen).await?;
    }
    let role = officer_role(&tx, &member).await?;
    tx.commit().await?;
    city.watchers.changed(caller.citizen);
    city.metrics.event("role_accepted");
    Ok(role)
}

/// Declines an invitation, or gives a role up.
///
/// # Errors
/// [`OrganisationError`].
pub async fn leave(city: &City, caller: &Caller, id: MemberId) -> Result<(), OrganisationError> {
    let tx = city.store.begin().await?;
    let member = own(&tx, caller, id).await?;
    remove_in(tx, city, member, city.now()).await
}

/// Takes a role or an invitation back.
///
/// # Errors
/// [`OrganisationError`].
pub async fn remove(
    city: &City,
    caller: &Caller,
    (organisation, id): (OrganisationId, MemberId),
) -> Result<(), OrganisationError> {
    let tx = city.store.begin().await?;
    member_who_may(&tx, caller, organisation, Permission::ManageMembers).await?;
    let member = store::members::find(&tx, id).await?;
    let member = member.filter(|member| member.organisation == organisation);
    remove_in(tx, city, member.ok_or(OrganisationError::NotFound)?, city.now()).await
}

async fn remove_in(tx: Tx, city: &City, member: Member, now: Timestamp) -> Result<(), OrganisationError> {
    store::organisations::lock(&tx, member.organisation).await?;
    if member.citizen.is_some() && member.role == Role::Administrator {
        let members = store::members::of_organisation(&tx, member.organisation).await?;
        let others = members
            .iter()
            .any(|other| other.id != member.id && other.role == Role::Administrator && other.citizen.is_some());
        if !others {
            return Err(OrganisationError::LastAdministrator);
        }
    }
    let mut told = Vec::new();
    for shift in store::shifts::open(&tx, Of::Member(member.id)).await? {
        told.extend(shifts::close(&tx, &shift, now).await?);
    }
    store::members::remove(&tx, member.id).await?;
    let whose = match member.citizen {
        Some(citizen) => Some(citizen),
        None => store::account::citizen_by_lookup(&tx, &member.number_lookup).await?,
    };
    if let Some(citizen) = whose {
        note_roles(&tx, citizen).await?;
        told.push(citizen);
    }
    tx.commit().await?;
    city.watchers.changed_all(told);
    Ok(())
}
