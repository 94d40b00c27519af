//! The camera: frames for the scanner, and the last one for the page's preview.

#[cfg(desktop)]
mod device;
mod pictures;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

use async_trait::async_trait;
use bytes::Bytes;
use client::port::{Camera, CameraError, CodeSink};
use image::{DynamicImage, GrayImage, codecs::jpeg::JpegEncoder};
use protocol::app::CameraView;

/// JPEG quality of the preview: it only has to help aiming.
const PREVIEW_QUALITY: u8 = 72;
/// So many pictures in a row may be spoilt: webcams begin with torn ones, and cables shake.
const BAD_FRAMES: u32 = 10;

/// Where pictures come from. Opened and read on a thread of its own.
trait Source {
    /// The next picture; waits for it.
    fn next(&mut self) -> Result<DynamicImage, CameraError>;
}

type OpenSource = Box<dyn FnOnce() -> Result<(Box<dyn Source>, CameraView), CameraError> + Send>;

/// The machine's camera, or a folder of pictures in its place.
pub(crate) struct HostCamera {
    pictures: Option<PathBuf>,
    preview: Arc<Mutex<Option<Bytes>>>,
    running: Mutex<Option<Arc<AtomicBool>>>,
}

impl HostCamera {
    pub(crate) fn new(pictures: Option<PathBuf>) -> Self {
        Self {
            pictures,
            preview: Arc::default(),
            running: Mutex::default(),
        }
    }

    /// The last frame as JPEG; none while the camera does not run.
    pub(crate) fn preview(&self) -> Option<Bytes> {
        self.preview.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn source(&self) -> OpenSource {
        match self.pictures.clone() {
            Some(folder) => Box::new(move || pictures::open(&folder)),
            #[cfg(desktop)]
            None => Box::new(device::open),
            #[cfg(not(desktop))]
            None => Box::new(|| Err(CameraError::Absent)),
        }
    }

    fn halt(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(running) = running {
            running.store(false, Ordering::Release);
        }
        *self.preview.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[async_trait]
impl Camera for HostCamera {
    fn is_supported(&self) -> bool {
        cfg!(desktop) || self.pictures.is_some()
    }

    async fn start(&self, sink: CodeSink) -> Result<CameraView, CameraError> {
        self.halt();
        let running = Arc::new(AtomicBool::new(true));
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&running));
        let (opened, wait) = tokio::sync::oneshot::channel();
        let (preview, open) = (Arc::clone(&self.preview), self.source());
        thread::Builder::new()
            .name("camera".to_owned())
            .spawn(move || match open() {
                Ok((source, view)) => {
                    if opened.send(Ok(view)).is_ok() {
                        run(source, &running, &preview, sink);
                    }
                }
                // Nobody waits any more when the screen was left meanwhile.
                Err(error) => drop(opened.send(Err(error))),
            })
            .map_err(|_| CameraError::Absent)?;
        wait.await.unwrap_or(Err(CameraError::Absent))
    }

    async fn stop(&self) {
        self.halt();
    }
}

/// Takes pictures until told to stop. The scanner works beside, on the newest one.
fn run(mut source: Box<dyn Source>, running: &AtomicBool, preview: &Mutex<Option<Bytes>>, sink: CodeSink) {
    let (to_scanner, frames) = mpsc::sync_channel::<GrayImage>(1);
    let scanner = Arc::clone(&sink);
    let scanning = thread::Builder::new().name("camera-scan".to_owned()).spawn(move || {
        for frame in frames {
            let found = codes::scan::read_gray(frame.width(), frame.height(), frame.as_raw());
            scanner(Ok(found.into_iter().map(|symbol| symbol.text).collect()));
        }
    });
    if scanning.is_err() {
        return sink(Err(CameraError::Absent));
    }
    let mut failed = 0;
    while running.load(Ordering::Acquire) {
        match take(source.as_mut()) {
            Ok(picture) => {
                failed = 0;
                *preview.lock().unwrap_or_else(PoisonError::into_inner) = encode(&picture);
                // A full channel means the scanner is still busy: this frame is left out.
                drop(to_scanner.try_send(picture.into_luma8()));
            }
            Err(_) if failed < BAD_FRAMES => failed += 1,
            Err(error) => {
                running.store(false, Ordering::Release);
                sink(Err(error));
            }
        }
    }
    *preview.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// The next picture. A driver's or decoder's panic is a picture that did not come.
fn take(source: &mut dyn Source) -> Result<DynamicImage, CameraError> {
    catch_unwind(AssertUnwindSafe(|| source.next())).unwrap_or(Err(CameraError::Absent))
}

fn encode(picture: &DynamicImage) -> Option<Bytes> {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, PREVIEW_QUALITY);
    picture.to_rgb8().write_with_encoder(encoder).ok()?;
    Some(jpeg.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(picture: &DynamicImage) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        picture.save(folder.path().join("a.png")).unwrap();
        folder
    }

    #[tokio::test]
    async fn pictures_reach_scanner_and_preview_until_stopped() {
        let folder = folder_with(&DynamicImage::new_luma8(64, 48));
        let camera = HostCamera::new(Some(folder.path().to_owned()));
        let (seen, mut frames) = tokio::sync::mpsc::unbounded_channel();
        let view = camera
            .start(Arc::new(move |frame| drop(seen.send(frame))))
            .await
            .unwrap();
        assert_eq!((view.width, view.height), (64, 48));
        assert_eq!(frames.recv().await.unwrap(), Ok(Vec::new()));
        assert_eq!(&camera.preview().unwrap()[..2], [0xFF, 0xD8]);
        camera.stop().await;
        assert!(camera.preview().is_none());
    }

    struct Shaky(u32);

    impl Source for Shaky {
        fn next(&mut self) -> Result<DynamicImage, CameraError> {
            self.0 += 1;
            match self.0 {
                1 => Err(CameraError::Absent),
                2 => panic!("a torn frame"),
                3 => Ok(DynamicImage::new_luma8(8, 8)),
                _ => Err(CameraError::Absent),
            }
        }
    }

    #[test]
    fn spoilt_pictures_are_passed_over_until_too_many_come_in_a_row() {
        let (seen, frames) = mpsc::channel();
        let (running, preview) = (AtomicBool::new(true), Mutex::default());
        run(
            Box::new(Shaky(0)),
            &running,
            &preview,
            Arc::new(move |frame| drop(seen.send(frame))),
        );
        let frames: Vec<_> = frames.into_iter().collect();
        assert!(frames.iter().any(Result::is_ok));
        assert_eq!(frames.iter().filter(|frame| frame.is_err()).count(), 1);
        assert!(!running.load(Ordering::Acquire));
    }

    #[tokio::test]
    async fn an_empty_folder_is_no_camera() {
        let folder = tempfile::tempdir().unwrap();
        let camera = HostCamera::new(Some(folder.path().to_owned()));
        assert_eq!(camera.start(Arc::new(|_| ())).await, Err(CameraError::Absent));
    }
}
