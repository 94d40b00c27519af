//! Words of the viewer.

use protocol::app::Language;

use super::{engine::PdfError, source::ShowError};
use crate::{text::Said, words};

words! {
    /// Words of the viewer.
    pub(super) ViewerWords {
        content_of(title: &str): "Nội dung của {title}", "Content of {title}";
        opening: "Đang mở giấy tờ…", "Opening the paper…";
        page(page: usize, all: usize): "Trang {page} trên {all}", "Page {page} of {all}";
        page_alt(title: &str, page: usize, all: usize): "{title}, trang {page} trên {all}", "{title}, page {page} of {all}";
        picture_alt(title: &str): "Ảnh của {title}", "Picture of {title}";
        previous: "Trang trước", "Previous page";
        next: "Trang sau", "Next page";
        smaller: "Thu nhỏ", "Smaller";
        larger: "Phóng to", "Larger";
        fit(percent: &str): "Đang {percent}; bấm để vừa chiều ngang", "{percent} now; press to fit the width";
        turn: "Xoay", "Rotate";
        turn_hint: "Xoay một phần tư vòng", "Rotate by a quarter";
        tools: "Xem", "View";
        add_again: "Thêm lại tệp đúng", "Add the right file";
        keys: "Phím mũi tên trái, phải để lật trang; dấu cộng, trừ để phóng to, thu nhỏ; số 0 để vừa chiều ngang; R để xoay.",
            "Left and right arrow keys turn pages; plus and minus zoom; 0 fits the width; R rotates.";
    }
}

impl ViewerWords {
    /// Why a content can't be shown, and what to do; `issued` says that others put it into the store.
    pub(super) fn error(self, error: ShowError, issued: bool) -> Said {
        match self.0 {
            Language::Vi => Said::new(vietnamese(error), vietnamese_help(error, issued)),
            Language::En => Said::new(english(error), english_help(error, issued)),
        }
    }
}

fn vietnamese(error: ShowError) -> &'static str {
    match error {
        ShowError::Unreachable => "Chưa lấy được tệp trên máy này.",
        ShowError::Picture => "Ảnh này bị hỏng nên không xem được.",
        ShowError::Pdf(PdfError::NotPdf) => "Tệp này mang tên PDF nhưng không phải PDF.",
        ShowError::Pdf(PdfError::Encrypted) => "Tệp PDF này có mật khẩu nên không mở được ở đây.",
        ShowError::Pdf(PdfError::Damaged) => "Tệp PDF này bị hỏng nên không xem được.",
        ShowError::Pdf(PdfError::TooLarge) => "Tệp PDF này có quá nhiều trang để xem ở đây.",
        ShowError::Pdf(PdfError::TooSlow) => "Trang này vẽ quá lâu nên ứng dụng đã dừng lại.",
        ShowError::Pdf(PdfError::Unavailable) => "Máy này chưa mở được phần xem PDF.",
    }
}

fn vietnamese_help(error: ShowError, issued: bool) -> &'static str {
    match error {
        _ if issued && error.is_of_the_file() => "Thông tin của giấy vẫn đúng. Bạn báo với nơi cấp để nhận lại tệp.",
        ShowError::Unreachable => "Bạn thử lại; nếu vẫn vậy, mở lại ứng dụng.",
        ShowError::Picture | ShowError::Pdf(PdfError::Damaged) => "Bạn xóa giấy này rồi thêm lại từ tệp gốc.",
        ShowError::Pdf(PdfError::NotPdf) => "Bạn xóa giấy này rồi thêm tệp đúng.",
        ShowError::Pdf(PdfError::Encrypted) => "Bạn lưu một bản không có mật khẩu rồi thêm bản đó.",
        ShowError::Pdf(PdfError::TooLarge) => "Bạn chia tệp thành nhiều phần rồi thêm từng phần.",
        ShowError::Pdf(PdfError::TooSlow) => "Bạn thử lại, hoặc xem trang khác.",
        ShowError::Pdf(PdfError::Unavailable) => "Bạn thử lại; nếu vẫn vậy, cập nhật ứng dụng hoặc trình duyệt.",
    }
}

fn english(error: ShowError) -> &'static str {
    match error {
        ShowError::Unreachable => "The file on this device could not be fetched.",
        ShowError::Picture => "This picture is damaged and can't be shown.",
        ShowError::Pdf(PdfError::NotPdf) => "This file calls itself a PDF but is none.",
        ShowError::Pdf(PdfError::Encrypted) => "This PDF has a password and can't be opened here.",
        ShowError::Pdf(PdfError::Damaged) => "This PDF is damaged and can't be shown.",
        ShowError::Pdf(PdfError::TooLarge) => "This PDF has too many pages to be shown here.",
        ShowError::Pdf(PdfError::TooSlow) => "Drawing this page took too long, so the app stopped.",
        ShowError::Pdf(PdfError::Unavailable) => "This device could not start the PDF viewer.",
    }
}

fn english_help(error: ShowError, issued: bool) -> &'static str {
    match error {
        _ if issued && error.is_of_the_file() => {
            "What is said of the paper still holds. Tell whoever issued it, to get the file anew."
        }
        ShowError::Unreachable => "Try again; if it stays, open the app anew.",
        ShowError::Picture | ShowError::Pdf(PdfError::Damaged) => {
            "Remove this paper and add it again from the original file."
        }
        ShowError::Pdf(PdfError::NotPdf) => "Remove this paper and add the right file.",
        ShowError::Pdf(PdfError::Encrypted) => "Save a copy without a password and add that one.",
        ShowError::Pdf(PdfError::TooLarge) => "Split the file and add the parts one by one.",
        ShowError::Pdf(PdfError::TooSlow) => "Try again, or look at another page.",
        ShowError::Pdf(PdfError::Unavailable) => "Try again; if it stays, update the app or the browser.",
    }
}
