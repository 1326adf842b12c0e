//! The buckets that teams bring along.

use std::sync::Arc;

use domain::ids::TeamId;
use domain::storage::Bucket;
use entity::team_bucket;
use object_store::RetryConfig;
use object_store::aws::AmazonS3Builder;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use super::Store;
use super::client::Connector;
use crate::outgoing::is_allowed;
use crate::sealed::Seal;
use crate::{Instance, Result};

const INTERNAL: &str = "The endpoint is at an internal address, which the operator of this server does not allow.";

/// Where the files of the team are kept.
///
/// # Errors
///
/// When the secret of its bucket does not open, or the operator does not allow the endpoint any more.
pub async fn of_team(instance: &Instance, team: TeamId) -> Result<Store> {
    match team_bucket::Entity::find_by_id(team).one(instance.db.read()).await? {
        Some(row) => {
            let secret = secret(&instance.seal, &row)?;
            open_bucket(instance, &place(row), &secret, RetryConfig::default())
        }
        None => Ok(instance.files.clone()),
    }
}

/// The bucket, not asked yet whether it is there.
///
/// # Errors
///
/// `Invalid` where its endpoint is one that this server does not ask.
pub(super) fn open_bucket(
    instance: &Instance,
    bucket: &Bucket,
    secret: &SecretString,
    retry: RetryConfig,
) -> Result<Store> {
    let internal = instance.settings.internal_buckets;
    check_endpoint(&bucket.endpoint, internal)?;
    let objects = AmazonS3Builder::new()
        .with_endpoint(&bucket.endpoint)
        .with_region(&bucket.region)
        .with_bucket_name(&bucket.name)
        .with_access_key_id(&bucket.access_key_id)
        .with_secret_access_key(secret.expose_secret())
        .with_allow_http(internal)
        .with_http_connector(Connector::new(internal)?)
        .with_retry(retry)
        .build()
        .map_err(|_| domain::Error::invalid("endpoint", "This is not the endpoint of a bucket."))?;
    Ok(Store::new(Arc::new(objects), &bucket.prefix))
}

/// An address is looked at here, a name when it is connected to.
fn check_endpoint(endpoint: &str, internal: bool) -> Result<(), domain::Error> {
    let refuse = |words: &str| Err(domain::Error::invalid("endpoint", words));
    let Ok(url) = Url::parse(endpoint) else { return refuse("This is not the address of an endpoint.") };
    if url.scheme() != "https" && !internal {
        return refuse("An endpoint begins with https://, so that nobody reads on the way.");
    }
    let ip = match url.host() {
        Some(Host::Ipv4(ip)) => ip.into(),
        Some(Host::Ipv6(ip)) => ip.into(),
        Some(Host::Domain(_)) => return Ok(()),
        None => return refuse("This is not the address of an endpoint."),
    };
    if is_allowed(ip, internal) { Ok(()) } else { refuse(INTERNAL) }
}

/// The words for an endpoint whose name leads to where this server asks nothing.
pub(super) fn internal() -> domain::Error {
    domain::Error::invalid("endpoint", INTERNAL)
}

/// Writes down the bucket of a team, with its secret sealed.
pub(crate) async fn put(
    tx: &impl ConnectionTrait,
    seal: &Seal,
    team: TeamId,
    bucket: Bucket,
    secret: &SecretString,
) -> Result<()> {
    let row = team_bucket::Model {
        team_id: team,
        endpoint: bucket.endpoint,
        region: bucket.region,
        name: bucket.name,
        prefix: bucket.prefix,
        access_key_id: bucket.access_key_id,
        sealed: seal.seal(&sealed_at(team), secret.expose_secret())?,
    };
    row.into_active_model().reset_all().insert(tx).await?;
    Ok(())
}

/// Replaces the key of a bucket.
pub(crate) async fn set_key(
    tx: &impl ConnectionTrait,
    seal: &Seal,
    mut row: team_bucket::Model,
    id: String,
    secret: &SecretString,
) -> Result<()> {
    row.sealed = seal.seal(&sealed_at(row.team_id), secret.expose_secret())?;
    row.access_key_id = id;
    row.into_active_model().reset_all().update(tx).await?;
    Ok(())
}

/// The bucket without its secret.
pub(crate) fn place(row: team_bucket::Model) -> Bucket {
    let team_bucket::Model { endpoint, region, name, prefix, access_key_id, .. } = row;
    Bucket { endpoint, region, name, prefix, access_key_id }
}

/// What opens it.
pub(crate) fn secret(seal: &Seal, row: &team_bucket::Model) -> Result<SecretString> {
    Ok(SecretString::from(seal.unseal(&sealed_at(row.team_id), &row.sealed)?))
}

fn sealed_at(team: TeamId) -> String {
    format!("bucket:{team}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_disguise_is_still_an_address() {
        for wrong in [
            "https://127.0.0.1",
            "https://0177.1",
            "https://2130706433",
            "https://0x7f.1",
            "https://[::1]:9000",
            "https://[::ffff:10.0.0.1]",
            "https://169.254.169.254",
        ] {
            assert!(check_endpoint(wrong, false).is_err(), "{wrong}");
        }
        assert!(check_endpoint("https://s3.example.com", false).is_ok());
    }

    #[test]
    fn plain_http_is_for_internal_endpoints_that_are_allowed() {
        assert!(check_endpoint("http://s3.example.com", false).is_err());
        assert!(check_endpoint("http://127.0.0.1:9000", true).is_ok());
        assert!(check_endpoint("http://169.254.169.254", true).is_err());
    }
}
