//! Objects by their names, wherever they lie.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use domain::error::Outage;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Name;
use object_store::{ObjectStore, ObjectStoreExt};

use crate::{Error, Result};

/// Keeps objects. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    /// What the names of all objects begin with.
    prefix: Name,
}

impl Store {
    /// Keeps them below `folder`, which is made, on Unix for the owner's eyes only.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        let mut made = std::fs::DirBuilder::new();
        made.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut made, 0o700);
        let unusable = |error: &dyn std::fmt::Display| Error::Internal(format!("{}: {error}", folder.display()));
        made.create(folder).map_err(|error| unusable(&error))?;
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(|error| unusable(&error))?.with_fsync(true);
        Ok(Self::new(Arc::new(objects), ""))
    }

    pub(super) fn new(objects: Arc<dyn ObjectStore>, prefix: &str) -> Self {
        Self { objects, prefix: Name::from(prefix) }
    }

    /// Keeps `bytes` under `name`, in place of what was there.
    pub async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<()> {
        self.try_put(name, bytes).await.map_err(failed)
    }

    /// What is kept under `name`, if anything.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>> {
        match self.try_get(name).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// Deletes what is kept under `name`; where nothing is, all is well.
    pub async fn delete(&self, name: &str) -> Result<()> {
        match self.try_delete(name).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    pub(super) async fn try_put(&self, name: &str, bytes: Vec<u8>) -> object_store::Result<()> {
        self.objects.put(&self.whole(name), bytes.into()).await.map(drop)
    }

    pub(super) async fn try_get(&self, name: &str) -> object_store::Result<Bytes> {
        self.objects.get(&self.whole(name)).await?.bytes().await
    }

    pub(super) async fn try_delete(&self, name: &str) -> object_store::Result<()> {
        self.objects.delete(&self.whole(name)).await
    }

    pub(super) fn objects(&self) -> &dyn ObjectStore {
        &*self.objects
    }

    pub(super) fn whole(&self, name: &str) -> Name {
        self.prefix.parts().chain(Name::from(name).parts()).collect()
    }
}

/// What the storage says goes to the log. Whoever asked may come again: the request was right.
pub(super) fn failed(error: object_store::Error) -> Error {
    tracing::error!(%error, "the storage failed");
    domain::Error::Unavailable(Outage::Storage).into()
}
