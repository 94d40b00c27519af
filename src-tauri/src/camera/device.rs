//! A camera of the machine, through nokhwa.

use client::port::CameraError;
use image::{DynamicImage, RgbImage};
use nokhwa::{
    Camera as Device, NokhwaError,
    pixel_format::RgbFormat,
    utils::{ApiBackend, CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType, Resolution},
};
use protocol::app::CameraView;

use super::Source;

/// What is asked for: enough for a code that fills a quarter of the picture, and quick to read.
const WIDTH: u32 = 1280;
const HEIGHT: u32 = 720;
const FRAMES_PER_SECOND: u32 = 30;

struct Webcam(Device);

pub(super) fn open() -> Result<(Box<dyn Source>, CameraView), CameraError> {
    let device = first_that_streams()?;
    let size = device.resolution();
    let view = CameraView {
        width: size.width(),
        height: size.height(),
    };
    Ok((Box::new(Webcam(device)), view))
}

/// The first camera that gives pictures. Each is asked for what reads codes best, then for whatever it has: cameras
/// without that size or compression are common.
fn first_that_streams() -> Result<Device, CameraError> {
    let wanted = CameraFormat::new(Resolution::new(WIDTH, HEIGHT), FrameFormat::MJPEG, FRAMES_PER_SECOND);
    let formats = [
        RequestedFormatType::Closest(wanted),
        RequestedFormatType::HighestFrameRate(FRAMES_PER_SECOND),
        RequestedFormatType::AbsoluteHighestResolution,
        RequestedFormatType::None,
    ];
    let cameras = nokhwa::query(ApiBackend::Auto).unwrap_or_default();
    let indexes = cameras.into_iter().map(|camera| camera.index().clone());
    let mut why = CameraError::Absent;
    // Where cameras can't be listed the first one may still open.
    for index in indexes.chain([CameraIndex::Index(0)]) {
        for format in formats {
            let opened = Device::new(index.clone(), RequestedFormat::new::<RgbFormat>(format));
            match opened.and_then(|mut device| device.open_stream().map(|()| device)) {
                Ok(device) => return Ok(device),
                Err(error) => why = cause(error),
            }
        }
    }
    Err(why)
}

impl Source for Webcam {
    fn next(&mut self) -> Result<DynamicImage, CameraError> {
        let frame = self.0.frame().map_err(cause)?;
        let picture = frame.decode_image::<RgbFormat>().map_err(cause)?;
        // nokhwa has an `image` of its own version; the pixels are the same bytes.
        let (width, height) = (picture.width(), picture.height());
        RgbImage::from_raw(width, height, picture.into_raw())
            .map(DynamicImage::from)
            .ok_or(CameraError::Absent)
    }
}

impl Drop for Webcam {
    fn drop(&mut self) {
        if let Err(error) = self.0.stop_stream() {
            tracing::debug!(%error, "the camera did not stop cleanly");
        }
    }
}

/// The backends tell a refused camera apart only in their words, so it is asked of the system
/// where that can be done and taken as absent elsewhere.
fn cause(error: NokhwaError) -> CameraError {
    tracing::debug!(%error, "camera");
    #[cfg(target_os = "linux")]
    if let Err(error) = std::fs::File::open("/dev/video0")
        && error.kind() == std::io::ErrorKind::PermissionDenied
    {
        return CameraError::Denied;
    }
    CameraError::Absent
}
