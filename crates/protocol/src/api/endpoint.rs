//! What an endpoint is.

use std::fmt;

use domain::Permission;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// An HTTP method (RFC 9110 section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// DELETE.
    Delete,
}

impl Method {
    /// The method's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Anyone; rate limits apply.
    Public,
    /// A citizen's session: `Authorization: Bearer` with an access token (RFC 6750).
    Session,
    /// A session of somebody who works for the organisation that the path names, in a role that may do this.
    Member(Permission),
    /// A session with an open shift at a counter, in a role that may do this.
    Duty(Permission),
}

/// One endpoint of the API.
pub trait Endpoint {
    /// Its name in the OpenAPI document and in logs.
    const NAME: &'static str;
    /// Its method.
    const METHOD: Method;
    /// Its path, parameters in braces.
    const PATH: &'static str;
    /// Who may call it.
    const ACCESS: Access;
    /// What it does, as its declaration says; for the OpenAPI document.
    const DOC: &'static str;
    /// The path's parameters: `()`, one id or two.
    type Params: PathParams;
    /// The query string, [`Nothing`] for none.
    type Query: Serialize + DeserializeOwned + Send;
    /// The JSON body, [`Nothing`] for none, [`Binary`] for bytes.
    type Request: Serialize + DeserializeOwned + Send;
    /// The JSON answer, [`Nothing`] for status 204, [`Binary`] for bytes.
    type Response: Serialize + DeserializeOwned + Send;

    /// The path with its parameters filled in.
    fn path(params: &Self::Params) -> String {
        let mut path = Self::PATH.to_owned();
        for value in params.values() {
            if let (Some(open), Some(close)) = (path.find('{'), path.find('}')) {
                path.replace_range(open..=close, &value);
            }
        }
        path
    }
}

/// No body or no query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct Nothing {}

/// A body of bytes; which bytes, the endpoint's documentation says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Binary {}

/// Parameters in a path.
pub trait PathParams: Send + Sync + 'static {
    /// The values that fill the braces, from left to right.
    fn values(&self) -> Vec<String>;
}

impl PathParams for () {
    fn values(&self) -> Vec<String> {
        Vec::new()
    }
}

impl<A: PathParams, B: PathParams> PathParams for (A, B) {
    fn values(&self) -> Vec<String> {
        let (first, second) = self;
        [first.values(), second.values()].concat()
    }
}

macro_rules! id_params {
    ($($id:ty),*) => {$(
        impl PathParams for $id {
            fn values(&self) -> Vec<String> {
                vec![self.to_string()]
            }
        }
    )*};
}

id_params!(
    domain::AccessId,
    domain::CardSerial,
    domain::ChallengeId,
    domain::CounterId,
    domain::DeviceId,
    domain::DocumentId,
    domain::ErrandId,
    domain::MemberId,
    domain::OrganisationId,
    domain::PurposeId,
    domain::RequestId,
    domain::SessionId
);

/// An endpoint as a value, for tables and tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EndpointInfo {
    /// [`Endpoint::NAME`].
    pub name: &'static str,
    /// [`Endpoint::METHOD`].
    pub method: Method,
    /// [`Endpoint::PATH`].
    pub path: &'static str,
    /// [`Endpoint::ACCESS`].
    pub access: Access,
}

impl fmt::Display for EndpointInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.as_str(), self.path)
    }
}

/// Declares an endpoint.
macro_rules! endpoint {
    ($(#[doc = $doc:literal])* $name:ident: $method:ident $path:literal, $access:ident $(($permission:ident))?,
     params $params:ty, query $query:ty, $request:ty => $response:ty) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl $crate::api::Endpoint for $name {
            const NAME: &'static str = stringify!($name);
            const METHOD: $crate::api::Method = $crate::api::Method::$method;
            const PATH: &'static str = $path;
            const ACCESS: $crate::api::Access = $crate::api::Access::$access $((domain::Permission::$permission))?;
            const DOC: &'static str = concat!($($doc, "\n"),*);
            type Params = $params;
            type Query = $query;
            type Request = $request;
            type Response = $response;
        }
    };
    ($(#[doc = $doc:literal])* $name:ident: $method:ident $path:literal, $access:ident $(($permission:ident))?,
     params $params:ty, $request:ty => $response:ty) => {
        $crate::api::endpoint::endpoint!($(#[doc = $doc])* $name: $method $path, $access $(($permission))?,
            params $params, query $crate::api::Nothing, $request => $response);
    };
    ($(#[doc = $doc:literal])* $name:ident: $method:ident $path:literal, $access:ident $(($permission:ident))?,
     $request:ty => $response:ty) => {
        $crate::api::endpoint::endpoint!($(#[doc = $doc])* $name: $method $path, $access $(($permission))?,
            params (), query $crate::api::Nothing, $request => $response);
    };
}
pub(super) use endpoint;

/// The table of every endpoint.
macro_rules! endpoints {
    ($($name:ident),* $(,)?) => {
        /// Every endpoint of the API.
        pub const ENDPOINTS: &[EndpointInfo] = &[$(EndpointInfo {
            name: <$name as Endpoint>::NAME,
            method: <$name as Endpoint>::METHOD,
            path: <$name as Endpoint>::PATH,
            access: <$name as Endpoint>::ACCESS,
        }),*];
    };
}
pub(super) use endpoints;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::api::{ENDPOINTS, EndSession, GetCity, ReadSharedPaper};

    #[test]
    fn paths_are_filled() {
        let id: domain::SessionId = "0192d3a4-0000-7000-8000-000000000001".parse().unwrap();
        assert_eq!(EndSession::path(&id), format!("/v1/sessions/{id}"));
        assert_eq!(GetCity::path(&()), "/v1/city");
        let (request, document): (domain::RequestId, domain::DocumentId) =
            (id.0.to_string().parse().unwrap(), id.0.to_string().parse().unwrap());
        assert_eq!(
            ReadSharedPaper::path(&(request, document)),
            format!("/v1/counter/requests/{request}/papers/{document}")
        );
    }

    #[test]
    fn no_two_endpoints_share_a_place() {
        let places: HashSet<_> = ENDPOINTS.iter().map(ToString::to_string).collect();
        assert_eq!(places.len(), ENDPOINTS.len());
        assert!(ENDPOINTS.iter().all(|e| e.path.starts_with("/v1/")));
    }
}
