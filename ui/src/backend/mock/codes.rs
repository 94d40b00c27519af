//! Codes shown, and the camera that finds one.

use bytes::Bytes;
use jiff::SignedDuration;
use protocol::app::{AppError, AppEvent, CameraView, CodeLines, LiveCodeView, ScannedCode, StandardCodeView};

use super::{MockHost, content, scans, scenario::Scenario};
use crate::text::now;

impl MockHost {
    pub(super) fn standard_code(&self) -> StandardCodeView {
        let full = "048190000123|NGUYEN THI ANH HOA|1990-09-05|0|000123456789012345|<2<<+84905123456<MEUCIQDx";
        let masked = "******000123|NGUYEN THI ANH HOA|1990-**-**|0|000123456789012345|<2<<+84905123456<MEUCIQDx";
        StandardCodeView {
            full: content::symbol(full),
            masked: content::symbol(masked),
            lines: CodeLines {
                number: "0481 9000 0123".into(),
                born: "05/09/1990".into(),
                ..scans::masked_lines()
            },
            masked_lines: scans::masked_lines(),
            signed_at: now() - SignedDuration::from_hours(30),
        }
    }

    pub(super) fn live_code(&self) -> Result<LiveCodeView, AppError> {
        if self.scenario == Scenario::Empty {
            return Err(AppError::NoCredential);
        }
        let made_at = now();
        let text = format!("CDS1:{}{}", "6BF%RN-SSG$K*A1WE6+1".repeat(16), made_at.as_second());
        Ok(LiveCodeView {
            qr: content::symbol(&text),
            made_at,
            seconds: 60,
            number: Some(format!("{:06}", made_at.as_second() % 1_000_000)),
            credential_ends_at: made_at
                + SignedDuration::from_hours(24 * if self.scenario == Scenario::Clock { 3 } else { 21 }),
        })
    }

    pub(super) fn codes_in(&self, picture: Bytes) -> Result<Vec<ScannedCode>, AppError> {
        match picture.len() {
            0 => Err(AppError::PictureUnreadable),
            1..1_000 => Err(AppError::NoCode),
            _ if self.scenario == Scenario::BadFiles => {
                Ok(["valid", "standard", "card", "pay", "bad-link", "Bàn số 3"]
                    .map(scans::found)
                    .to_vec())
            }
            _ => Ok(vec![scans::found("card")]),
        }
    }

    pub(super) fn watch(&'static self) -> Result<CameraView, AppError> {
        if self.scenario == Scenario::NoCamera {
            return Err(AppError::CameraAbsent);
        }
        self.with(|inner| inner.camera = true);
        self.emit_later(
            6_000,
            AppEvent::Scanned {
                codes: vec![scans::found("card")],
            },
        );
        Ok(CameraView {
            width: 640,
            height: 480,
        })
    }
}
