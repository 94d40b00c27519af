//! A folder of pictures in place of a camera, for machines without one: shown in turn, over and
//! over, at ten a second.

use std::{fs, path::Path, thread, time::Duration};

use client::port::CameraError;
use image::DynamicImage;
use protocol::app::CameraView;

use super::Source;

const INTERVAL: Duration = Duration::from_millis(100);

struct Pictures {
    pictures: Vec<DynamicImage>,
    next: usize,
}

pub(super) fn open(folder: &Path) -> Result<(Box<dyn Source>, CameraView), CameraError> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .map_err(|_| CameraError::Absent)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    let pictures: Vec<_> = files.iter().filter_map(|file| image::open(file).ok()).collect();
    let first = pictures.first().ok_or(CameraError::Absent)?;
    let view = CameraView {
        width: first.width(),
        height: first.height(),
    };
    Ok((Box::new(Pictures { pictures, next: 0 }), view))
}

impl Source for Pictures {
    fn next(&mut self) -> Result<DynamicImage, CameraError> {
        thread::sleep(INTERVAL);
        let picture = self.pictures.get(self.next).cloned().ok_or(CameraError::Absent)?;
        self.next = (self.next + 1) % self.pictures.len();
        Ok(picture)
    }
}
