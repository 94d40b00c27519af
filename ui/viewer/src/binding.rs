//! The module's face to `worker.js`. Errors cross as the names of [`ViewerError`].

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::{Paper, Picture, Turn, ViewerError};

/// An opened PDF.
#[wasm_bindgen(js_name = Paper)]
pub struct PaperHandle(Paper);

/// A drawn page.
#[wasm_bindgen(js_name = Picture)]
pub struct PictureHandle(Picture);

#[wasm_bindgen(js_class = Paper)]
impl PaperHandle {
    /// Opens a file.
    ///
    /// # Errors
    /// The name of a [`ViewerError`].
    pub fn open(bytes: Vec<u8>) -> Result<PaperHandle, JsValue> {
        Paper::open(bytes).map(Self).map_err(name)
    }

    /// Width and height of every page in turn.
    pub fn sizes(&self) -> Vec<f32> {
        self.0
            .sizes()
            .into_iter()
            .flat_map(|size| [size.width, size.height])
            .collect()
    }

    /// Draws a page, counted from 0, turned by so many quarters.
    ///
    /// # Errors
    /// The name of a [`ViewerError`].
    pub fn draw(&self, page: usize, scale: f32, quarters: u32) -> Result<PictureHandle, JsValue> {
        self.0
            .draw(page, scale, Turn::quarters(quarters))
            .map(PictureHandle)
            .map_err(name)
    }
}

#[wasm_bindgen(js_class = Picture)]
impl PictureHandle {
    /// Pixels across.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.0.width
    }

    /// Pixels down.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.0.height
    }

    /// The pixels, which leave this module: a second call finds none.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0.rgba)
    }
}

fn name(error: ViewerError) -> JsValue {
    JsValue::from_str(error.as_str())
}
