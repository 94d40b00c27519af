//! The OpenAPI 3.1 document, drawn from the declarations of the endpoints while they are mounted.

use std::{any::TypeId, collections::BTreeMap};

use domain::{CardSerial, MediaType};
use protocol::{
    api::{
        Access, Binary, Endpoint, ExportSeen, GetContent, GetRevocations, Method, Nothing, PAGE_HEADER, PrintCard,
        PutContent, ReadSharedPaper, ResumeSession, WatchChanges,
    },
    problem::{ErrorCode, MEDIA_TYPE, Problem},
};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        ComponentsBuilder, Content, ContentBuilder, InfoBuilder, KnownFormat, LicenseBuilder, ObjectBuilder, OpenApi,
        OpenApiBuilder, Paths, Ref, RefOr, Required, Response, ResponseBuilder, Schema, SchemaFormat, Type,
        path::{HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
        request_body::RequestBodyBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

const SESSION: &str = "session";

/// What is known of the document so far.
#[derive(Default)]
pub(super) struct Document {
    paths: Paths,
    schemas: BTreeMap<String, RefOr<Schema>>,
}

impl Document {
    /// Describes an endpoint.
    pub(super) fn describe<E>(&mut self)
    where
        E: Endpoint + 'static,
        E::Query: IntoParams,
        E::Request: ToSchema + 'static,
        E::Response: ToSchema + 'static,
    {
        let method = match E::METHOD {
            Method::Get => HttpMethod::Get,
            Method::Post => HttpMethod::Post,
            Method::Put => HttpMethod::Put,
            Method::Delete => HttpMethod::Delete,
        };
        let operation = self.operation::<E>();
        self.paths.add_path_operation(E::PATH, vec![method], operation);
    }

    fn operation<E>(&mut self) -> Operation
    where
        E: Endpoint + 'static,
        E::Query: IntoParams,
        E::Request: ToSchema + 'static,
        E::Response: ToSchema + 'static,
    {
        let doc: Vec<&str> = E::DOC.lines().map(str::trim).collect();
        let summary = doc
            .join(" ")
            .split(". ")
            .next()
            .unwrap_or_default()
            .trim_end_matches([' ', '.'])
            .to_owned();
        let mut operation = OperationBuilder::new()
            .operation_id(Some(E::NAME))
            .summary(Some(summary))
            .description(Some(doc.join("\n").trim().to_owned()))
            .response("default", self.problem());
        for name in path_parameters(E::PATH) {
            operation = operation.parameter(
                ParameterBuilder::new()
                    .name(name)
                    .parameter_in(ParameterIn::Path)
                    .required(Required::True)
                    .schema(Some(parameter::<E::Params>())),
            );
        }
        let query = E::Query::into_params(|| Some(ParameterIn::Query));
        for parameter in query.into_iter().chain(header_parameters::<E>()) {
            operation = operation.parameter(parameter);
        }
        if let Some(content) = self.body::<E, E::Request>() {
            let mut body = RequestBodyBuilder::new().required(Some(Required::True));
            for (kind, content) in content {
                body = body.content(kind, content);
            }
            operation = operation.request_body(Some(body.build()));
        }
        operation = match self.body::<E, E::Response>() {
            None => operation.response("204", ResponseBuilder::new().description("Done").build()),
            Some(content) => {
                let response = ResponseBuilder::new().description("The answer");
                let filled = content
                    .into_iter()
                    .fold(response, |response, (kind, content)| response.content(kind, content));
                operation.response("200", filled.build())
            }
        };
        match E::ACCESS {
            Access::Public => operation.build(),
            Access::Session | Access::Member(_) | Access::Duty(_) => operation
                .security(SecurityRequirement::new(SESSION, Vec::<String>::new()))
                .build(),
        }
    }

    /// The content of a request or an answer; `None` for none.
    fn body<E: Endpoint + 'static, T: ToSchema + 'static>(&mut self) -> Option<Vec<(&'static str, Content)>> {
        if TypeId::of::<T>() == TypeId::of::<Nothing>() {
            return None;
        }
        if TypeId::of::<T>() == TypeId::of::<Binary>() {
            if TypeId::of::<E>() == TypeId::of::<GetRevocations>() {
                return Some(vec![("application/statuslist+cwt", bytes())]);
            }
            if TypeId::of::<E>() == TypeId::of::<WatchChanges>() {
                return Some(vec![("text/event-stream", bytes())]);
            }
            if TypeId::of::<E>() == TypeId::of::<ExportSeen>() {
                return Some(vec![("text/csv", bytes())]);
            }
            if [TypeId::of::<PrintCard>(), TypeId::of::<ReadSharedPaper>()].contains(&TypeId::of::<E>()) {
                return Some(vec![(MediaType::Pdf.as_str(), bytes())]);
            }
            let kinds = [MediaType::Pdf, MediaType::Jpeg, MediaType::Png, MediaType::Webp];
            return Some(kinds.into_iter().map(|kind| (kind.as_str(), bytes())).collect());
        }
        Some(vec![(
            "application/json",
            ContentBuilder::new().schema(Some(self.schema::<T>())).build(),
        )])
    }

    /// A reference to a type's schema, which is added with everything it refers to.
    fn schema<T: ToSchema + PartialSchema>(&mut self) -> RefOr<Schema> {
        let mut schemas = vec![(T::name().into_owned(), T::schema())];
        T::schemas(&mut schemas);
        self.schemas.extend(schemas);
        Ref::from_schema_name(T::name()).into()
    }

    fn problem(&mut self) -> Response {
        let content = ContentBuilder::new().schema(Some(self.schema::<Problem>())).build();
        ResponseBuilder::new()
            .description("A problem (RFC 9457)")
            .content(MEDIA_TYPE, content)
            .build()
    }

    /// The whole document.
    pub(super) fn build(self) -> OpenApi {
        let session = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
            "An access token of a transaction session, opened by a one-time password and bound to a device key.",
        ));
        let mut schemas = self.schemas;
        schemas.insert("ErrorCode".to_owned(), error_codes());
        let components = ComponentsBuilder::new()
            .schemas_from_iter(schemas)
            .security_scheme(SESSION, SecurityScheme::Http(session.build()));
        let info = InfoBuilder::new()
            .title("Công dân số: the city's API")
            .version("1")
            .description(Some(
                "The public HTTP API of the city. JSON in UTF-8, times RFC 3339 in UTC, dates ISO 8601, bytes base64url. \
                 Errors are problem details (RFC 9457) with a closed list of codes.",
            ))
            .license(Some(LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build()));
        OpenApiBuilder::new()
            .info(info.build())
            .paths(self.paths)
            .components(Some(components.build()))
            .build()
    }
}

fn path_parameters(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// The list of codes in their wire forms, which the macro that declares them hides from the derived schema.
fn error_codes() -> RefOr<Schema> {
    let codes = ErrorCode::ALL.iter().map(|code| code.as_str());
    let description = "Why the city refused or failed. Closed: a new code means a new version of this list.";
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(codes))
        .description(Some(description))
        .build()
        .into()
}

/// Headers that carry meaning of their own.
fn header_parameters<E: Endpoint + 'static>() -> Vec<Parameter> {
    let text = || ObjectBuilder::new().schema_type(Type::String).build();
    let header = |name: &str, required: Required, description: &str| {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(required)
            .description(Some(description))
            .schema(Some(text()))
            .build()
    };
    if TypeId::of::<E>() == TypeId::of::<PutContent>() {
        let about = "`sha-256=:…:`, the digest of the body (RFC 9530)";
        return vec![header("Content-Digest", Required::True, about)];
    }
    if TypeId::of::<E>() == TypeId::of::<ResumeSession>() {
        let about = "Told by pages alone; the tokens come in their cookies";
        return vec![header(PAGE_HEADER, Required::True, about)];
    }
    if TypeId::of::<E>() == TypeId::of::<GetContent>() {
        return vec![
            header("Range", Required::False, "One range of bytes; answered with 206"),
            header("If-Range", Required::False, "The entity tag for which the range counts"),
            header(
                "If-None-Match",
                Required::False,
                "Entity tags that are known; answered with 304",
            ),
        ];
    }
    Vec::new()
}

/// What stands in a path: an id, or the number of a card.
fn parameter<P: 'static>() -> Schema {
    if TypeId::of::<P>() == TypeId::of::<CardSerial>() {
        return ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(0))
            .maximum(Some(u32::MAX))
            .build()
            .into();
    }
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .build()
        .into()
}

fn bytes() -> Content {
    ContentBuilder::new().build()
}
