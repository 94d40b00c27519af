//! `organisations`.

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};
use domain::{OrganisationId, OrganisationKind, PersonName, PersonalNumber, Role};

use super::say;
use crate::{
    city::City,
    config::Config,
    service::organisations,
    start::{self, Ports},
    store,
};

/// What to do with organisations.
#[derive(Debug, Subcommand)]
pub(super) enum Organisations {
    /// Lists the organisations.
    List,
    /// Adds an organisation.
    Add {
        /// What it is.
        kind: Kind,
        /// Its name, as residents see it.
        name: String,
    },
    /// Invites a citizen to work for an organisation; they accept in the app. Its first administrator invites the rest.
    Appoint {
        /// The organisation's id, as `list` shows it.
        organisation: OrganisationId,
        /// The citizen's personal number.
        personal_number: String,
        /// The name that the organisation's list shows.
        name: String,
        /// As an officer instead of an administrator.
        #[arg(long)]
        officer: bool,
    },
    /// Sets in how many days an organisation answers what residents contest.
    AnswerWithin {
        /// The organisation's id.
        organisation: OrganisationId,
        /// Days, 1 to 60.
        #[arg(value_parser = clap::value_parser!(u32).range(1..=60))]
        days: u32,
    },
}

/// What an organisation is.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Kind {
    PublicOffice,
    Utility,
    Health,
    School,
    Bank,
    Employer,
    Association,
}

impl From<Kind> for OrganisationKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::PublicOffice => Self::PublicOffice,
            Kind::Utility => Self::Utility,
            Kind::Health => Self::Health,
            Kind::School => Self::School,
            Kind::Bank => Self::Bank,
            Kind::Employer => Self::Employer,
            Kind::Association => Self::Association,
        }
    }
}

impl Organisations {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<()> {
        let city = start::build(config, Ports::default()).await?;
        let done = self.act(&city).await;
        city.store.close().await?;
        done
    }

    async fn act(self, city: &City) -> anyhow::Result<()> {
        match self {
            Self::List => {
                for organisation in store::organisations::all(&city.store).await? {
                    say(&format!("{}  {}", organisation.id, organisation.name.as_str()));
                }
            }
            Self::Add { kind, name } => {
                let name = name.parse().context("the name does not fit")?;
                let organisation = organisations::add(city, kind.into(), name, None).await?;
                say(&format!("{}  {}", organisation.id, organisation.name.as_str()));
            }
            Self::Appoint {
                organisation,
                personal_number,
                name,
                officer,
            } => {
                known(city, organisation).await?;
                // The parsers' errors do not repeat what was typed.
                let number: PersonalNumber = personal_number.parse().context("the personal number does not fit")?;
                let name: PersonName = name.parse().context("the name does not fit")?;
                let role = if officer { Role::Officer } else { Role::Administrator };
                let member = organisations::appoint(city, organisation, &number, name, role).await?;
                say(&format!("{member}  invited: the app asks them to accept."));
            }
            Self::AnswerWithin { organisation, days } => {
                known(city, organisation).await?;
                let tx = city.store.begin().await?;
                store::organisations::set_contest_days(&tx, organisation, days).await?;
                tx.commit().await?;
                say(&format!("{organisation}  answers within {days} days."));
            }
        }
        Ok(())
    }
}

async fn known(city: &City, id: OrganisationId) -> anyhow::Result<()> {
    let found = store::organisations::find(&city.store, id).await?;
    found.map(drop).context("there is no organisation of this id")
}
