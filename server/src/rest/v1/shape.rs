//! How the values of the domain, which knows nothing of this document, are described: ids, times and words.

use std::borrow::Cow;

use domain::time::Timestamp;
use serde::Serialize;
use utoipa::openapi::schema::{AdditionalProperties, KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A moment, by RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = DateTime)]
pub struct Time(String);

impl From<Timestamp> for Time {
    fn from(at: Timestamp) -> Self {
        Self(at.rfc3339())
    }
}

/// Describes the ids of everything.
pub enum Id {}

impl PartialSchema for Id {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Uuid);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl ToSchema for Id {
    fn name() -> Cow<'static, str> {
        "Id".into()
    }
}

/// Describes what is in a file.
pub enum Contents {}

impl PartialSchema for Contents {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl ToSchema for Contents {
    fn name() -> Cow<'static, str> {
        "Contents".into()
    }
}

/// Describes which switches of a team are on, each under its name.
pub enum Switches {}

impl PartialSchema for Switches {
    fn schema() -> RefOr<Schema> {
        of_switches(bool::schema())
    }
}

impl ToSchema for Switches {
    fn name() -> Cow<'static, str> {
        "Switches".into()
    }
}

/// Describes what is decided of the switches of all teams.
pub enum DecidedSwitches {}

impl PartialSchema for DecidedSwitches {
    fn schema() -> RefOr<Schema> {
        of_switches(Decision::schema())
    }
}

impl ToSchema for DecidedSwitches {
    fn name() -> Cow<'static, str> {
        "DecidedSwitches".into()
    }
}

/// An object with something under the name of each switch, and nothing else.
fn of_switches(something: RefOr<Schema>) -> RefOr<Schema> {
    let nothing_else = AdditionalProperties::FreeForm(false);
    let object = ObjectBuilder::new().schema_type(Type::Object).additional_properties(Some(nothing_else));
    let names = domain::setting::TeamSwitch::ALL.iter().map(|it| it.as_str());
    names.fold(object, |object, name| object.property(name, something.clone())).into()
}

/// Describes each set of words by the words that are in it.
macro_rules! words {
    ($($name:ident: $words:expr;)+) => {$(
        pub enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let words = $words.iter().map(|it| it.as_str());
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )+};
}

words! {
    Action: domain::history::Action::ALL;
    ActorKind: domain::history::ActorKind::ALL;
    AlertLevel: domain::run::AlertLevel::ALL;
    Decision: domain::setting::Decision::ALL;
    Delivery: domain::invitation::Delivery::ALL;
    DeliveryState: domain::alert::DeliveryState::ALL;
    DestinationKind: domain::alert::DestinationKind::ALL;
    Direction: domain::page::Direction::ALL;
    Door: domain::activity::Door::ALL;
    Expiry: domain::api_key::Expiry::ALL;
    MemberColumn: domain::team::MemberColumn::ALL;
    OrgRole: domain::policy::OrgRole::ALL;
    Overlap: domain::api_key::Overlap::ALL;
    PauseReason: domain::alert::PauseReason::ALL;
    PersonRole: domain::policy::TeamRole::OF_PEOPLE;
    ProjectColumn: domain::project::ProjectColumn::ALL;
    ReportColumn: domain::report::ReportColumn::ALL;
    RunColumn: domain::run::RunColumn::ALL;
    RunEventKind: domain::run::RunEventKind::ALL;
    RunState: domain::run::RunState::ALL;
    Scope: domain::service_account::Scope::ALL;
    Status: domain::user::Status::ALL;
    StorageType: domain::storage::StorageType::ALL;
    TargetKind: domain::history::TargetKind::ALL;
    TeamRole: domain::policy::TeamRole::ALL;
    TeamSwitch: domain::setting::TeamSwitch::ALL;
    UserColumn: domain::user::UserColumn::ALL;
    Visibility: domain::project::Visibility::ALL;
}
