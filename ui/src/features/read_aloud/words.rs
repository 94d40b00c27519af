//! Words of reading aloud.

crate::words! {
    /// Words of reading aloud.
    pub(super) ReadAloudWords {
        read: "Đọc cho tôi nghe", "Read this to me";
        stop: "Dừng đọc", "Stop reading";
        no_voice: "Máy này chưa có giọng đọc tiếng Việt. Bạn thêm giọng đọc trong cài đặt máy rồi thử lại.", "This device has no English voice. Add one in its settings, then try again.";
    }
}
