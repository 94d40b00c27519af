//! What is shown: a PDF through its module, or a picture through the browser's own decoder.

use domain::MediaType;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{Clamped, JsCast};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, ImageData, Url};

use super::engine::{Drawn, Pdf, PdfError};

/// The most pixels a canvas is given: what phones can hold.
const PIXELS: f64 = 4096.0 * 4096.0;

/// Why a content can't be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShowError {
    /// The host does not hand it out.
    Unreachable,
    /// A PDF that can't be shown.
    Pdf(PdfError),
    /// A picture that can't be decoded.
    Picture,
}

impl ShowError {
    /// Whether the file itself is at fault, so that another try brings nothing.
    pub(super) fn is_of_the_file(self) -> bool {
        match self {
            Self::Picture => true,
            Self::Unreachable => false,
            Self::Pdf(error) => match error {
                PdfError::NotPdf | PdfError::Encrypted | PdfError::Damaged | PdfError::TooLarge => true,
                PdfError::TooSlow | PdfError::Unavailable => false,
            },
        }
    }
}

/// An opened content.
#[derive(Clone)]
pub(super) enum Source {
    /// A PDF and the sizes of its pages.
    Pdf(Pdf, Vec<(f32, f32)>),
    /// A picture: one page.
    Picture(HtmlImageElement),
}

impl Source {
    /// Opens a content.
    pub(super) async fn open(bytes: Uint8Array, media_type: MediaType) -> Result<Self, ShowError> {
        match media_type {
            MediaType::Pdf => {
                let (pdf, sizes) = Pdf::open(bytes).await.map_err(ShowError::Pdf)?;
                Ok(Self::Pdf(pdf, sizes))
            }
            MediaType::Jpeg | MediaType::Png | MediaType::Webp => picture(&bytes, media_type).await.map(Self::Picture),
        }
    }

    /// How many pages there are.
    pub(super) fn pages(&self) -> usize {
        match self {
            Self::Pdf(_, sizes) => sizes.len(),
            Self::Picture(_) => 1,
        }
    }

    /// Width and height of a page after so many quarter turns, in its own units.
    pub(super) fn size(&self, page: usize, quarters: u32) -> (f64, f64) {
        let (width, height) = match self {
            Self::Pdf(_, sizes) => sizes.get(page).map_or((595.0, 842.0), |(width, height)| {
                (f64::from(*width), f64::from(*height))
            }),
            Self::Picture(image) => (
                f64::from(image.natural_width().max(1)),
                f64::from(image.natural_height().max(1)),
            ),
        };
        if quarters.is_multiple_of(2) {
            (width, height)
        } else {
            (height, width)
        }
    }

    /// Draws a page so many pixels wide, away from the screen.
    pub(super) async fn draw(&self, page: usize, quarters: u32, width: f64) -> Result<Drawing, ShowError> {
        let size = self.size(page, quarters);
        let scale = width / size.0;
        match self {
            Self::Pdf(pdf, _) => pdf
                .draw(page, scale, quarters)
                .await
                .map(Drawing::Page)
                .map_err(ShowError::Pdf),
            Self::Picture(image) => Ok(Drawing::Picture {
                image: image.clone(),
                size,
                quarters,
                scale,
            }),
        }
    }
}

/// A drawn page on its way to the screen.
pub(super) enum Drawing {
    /// A page of a PDF.
    Page(Drawn),
    /// A picture, painted when it is put.
    Picture {
        image: HtmlImageElement,
        size: (f64, f64),
        quarters: u32,
        scale: f64,
    },
}

impl Drawing {
    /// Puts it onto a canvas, in place of what was there.
    pub(super) fn put(&self, canvas: &HtmlCanvasElement) -> Result<(), ShowError> {
        match self {
            Self::Page(drawn) => put(canvas, drawn).ok_or(ShowError::Pdf(PdfError::Unavailable)),
            Self::Picture {
                image,
                size,
                quarters,
                scale,
            } => paint(canvas, image, *size, *quarters, *scale).ok_or(ShowError::Picture),
        }
    }
}

/// From bytes like every content, so that the page's policy need not let pictures come from elsewhere.
async fn picture(bytes: &Uint8Array, media_type: MediaType) -> Result<HtmlImageElement, ShowError> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type.as_str());
    let blob =
        Blob::new_with_u8_array_sequence_and_options(&Array::of1(bytes), &options).map_err(|_| ShowError::Picture)?;
    let local = Url::create_object_url_with_blob(&blob).map_err(|_| ShowError::Picture)?;
    let decoded = decode(&local).await;
    // Decoded or not, the address is not needed again.
    let _ = Url::revoke_object_url(&local);
    decoded.ok_or(ShowError::Picture)
}

async fn decode(address: &str) -> Option<HtmlImageElement> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(address);
    JsFuture::from(image.decode()).await.ok()?;
    (image.natural_width() > 0).then_some(image)
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

fn put(canvas: &HtmlCanvasElement, drawn: &Drawn) -> Option<()> {
    let pixels = drawn.rgba.to_vec();
    let data = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), drawn.width, drawn.height).ok()?;
    canvas.set_width(drawn.width);
    canvas.set_height(drawn.height);
    context(canvas)?.put_image_data(&data, 0.0, 0.0).ok()
}

/// Paints a picture whose turned size is `size`, at a scale, never larger than it is or than a canvas can be.
fn paint(
    canvas: &HtmlCanvasElement,
    image: &HtmlImageElement,
    size: (f64, f64),
    quarters: u32,
    scale: f64,
) -> Option<()> {
    let scale = scale.min(1.0).min((PIXELS / (size.0 * size.1)).sqrt());
    let (width, height) = ((size.0 * scale).max(1.0).floor(), (size.1 * scale).max(1.0).floor());
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = context(canvas)?;
    context.translate(width / 2.0, height / 2.0).ok()?;
    context.rotate(f64::from(quarters) * std::f64::consts::FRAC_PI_2).ok()?;
    let (across, down) = if quarters.is_multiple_of(2) {
        (width, height)
    } else {
        (height, width)
    };
    context
        .draw_image_with_html_image_element_and_dw_and_dh(image, -across / 2.0, -down / 2.0, across, down)
        .ok()
}
