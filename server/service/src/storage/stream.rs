//! Objects of any size, piece by piece.

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path as Name;
use object_store::{ObjectStoreExt, PutPayloadMut, WriteMultipart};

use super::store::{Store, failed};
use crate::{Error, Result};

/// The least that is sent as one part. What is smaller goes as a whole.
const PART: u64 = 8 * 1024 * 1024;
/// The most that is sent as one part, of which a few are in memory.
const PART_MAX: u64 = 64 * 1024 * 1024;
/// S3 takes ten thousand parts.
const PARTS: u64 = 9000;
/// Parts that are on their way at the same time.
const AT_ONCE: usize = 2;

/// What is kept of an object.
pub struct Stored {
    /// In bytes.
    pub size: u64,
    pub pieces: BoxStream<'static, Result<Bytes>>,
}

/// An object on its way. What is dropped before it is whole leaves nothing behind.
pub struct Writing {
    store: Store,
    name: Name,
    part: usize,
    size: u64,
    way: Way,
}

enum Way {
    /// As long as it may be sent as a whole.
    Whole(PutPayloadMut),
    /// None while it is being ended.
    Parts(Option<WriteMultipart>),
}

impl Store {
    /// Begins to write an object under `name`, in place of what is there; `length` is what is known of its length.
    pub fn write(&self, name: &str, length: Option<u64>) -> Writing {
        let part = length.map_or(2 * PART, |length| length / PARTS + 1).clamp(PART, PART_MAX);
        Writing {
            store: self.clone(),
            name: self.whole(name),
            part: usize::try_from(part).unwrap_or(usize::MAX),
            size: 0,
            way: Way::Whole(PutPayloadMut::new()),
        }
    }

    /// What is kept under `name`, if anything.
    pub async fn read(&self, name: &str) -> Result<Option<Stored>> {
        match self.objects().get(&self.whole(name)).await {
            Ok(found) => {
                let size = found.meta.size;
                Ok(Some(Stored { size, pieces: found.into_stream().map_err(failed).boxed() }))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }
}

impl Writing {
    /// How many bytes were written.
    pub const fn size(&self) -> u64 {
        self.size
    }

    pub async fn write(&mut self, piece: Bytes) -> Result<()> {
        self.size += piece.len() as u64;
        match &mut self.way {
            Way::Whole(held) if held.content_length() + piece.len() < self.part => held.push(piece),
            Way::Whole(held) => {
                let held = std::mem::take(held);
                let upload = self.store.objects().put_multipart(&self.name).await.map_err(failed)?;
                let mut parts = WriteMultipart::new_with_chunk_size(upload, self.part);
                held.freeze().into_iter().chain([piece]).for_each(|it| parts.put(it));
                self.way = Way::Parts(Some(parts));
            }
            Way::Parts(Some(parts)) => {
                parts.wait_for_capacity(AT_ONCE).await.map_err(failed)?;
                parts.put(piece);
            }
            Way::Parts(None) => return Err(Error::Internal("storage: an object that was ended".to_owned())),
        }
        Ok(())
    }

    /// Keeps what was written, and says how many bytes that is.
    pub async fn finish(mut self) -> Result<u64> {
        match &mut self.way {
            Way::Whole(held) => {
                let held = std::mem::take(held).freeze();
                self.store.objects().put(&self.name, held).await.map_err(failed)?;
            }
            Way::Parts(parts) => {
                if let Some(parts) = parts.take() {
                    parts.finish().await.map_err(failed)?;
                }
            }
        }
        Ok(self.size)
    }
}

impl Drop for Writing {
    /// A bucket keeps the parts of what broke off until it is told.
    fn drop(&mut self) {
        if let Way::Parts(parts) = &mut self.way
            && let Some(parts) = parts.take()
        {
            tokio::spawn(async move {
                if let Err(error) = parts.abort().await {
                    tracing::warn!(%error, "the parts of a file that broke off could not be deleted");
                }
            });
        }
    }
}
