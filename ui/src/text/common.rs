//! Words that many screens share.

crate::words! {
    /// Words that many screens share.
    pub CommonWords {
        app_name: "Công dân số", "Digital Citizen";
        city: "Thành phố Đà\u{a0}Nẵng", "City of Da\u{a0}Nang";
        back: "Quay lại", "Back";
        close: "Đóng", "Close";
        cancel: "Thôi", "Cancel";
        save: "Lưu", "Save";
        edit: "Sửa", "Edit";
        remove: "Xóa", "Remove";
        next: "Tiếp tục", "Continue";
        retry: "Thử lại", "Try again";
        newer_page: "Trang này đã có bản mới", "This page has a newer version";
        newer_page_text: "Tải lại trang để mở tiếp phần này.", "Reload the page to open this part.";
        reload_page: "Tải lại trang", "Reload the page";
        yes: "Có", "Yes";
        no: "Không", "No";
        optional: "không bắt buộc", "optional";
        none: "Chưa có", "Not given";
        busy: "Đang làm…", "Working…";
        loading: "Đang mở…", "Opening…";
        show_all: "Tất cả", "All";
        search: "Tìm", "Search";
        clear: "Xóa chữ đã gõ", "Clear what was typed";
        home: "Trang chủ", "Home";
        documents: "Giấy tờ", "Papers";
        code: "Mã", "Code";
        counter: "Quầy", "Counter";
        me: "Tôi", "Me";
        main_menu: "Các phần chính", "Main sections";
        skip_to_content: "Đến nội dung", "Skip to content";
        error_summary: "Còn vài chỗ cần xem lại", "A few things need another look";
        today: "hôm nay", "today";
        yesterday: "hôm qua", "yesterday";
        info: "Thông tin", "Note";
        warning: "Lưu ý", "Please note";
        problem: "Trục trặc", "Problem";
        done: "Xong", "Done";
        renew_session: "Nhận mã để tiếp tục", "Get a code to go on";
        incident(id: &str): "Mã tra cứu khi gọi hỗ trợ: {id}", "Reference for support: {id}";
        digits_entered(done: usize, all: usize): "Đã nhập {done} trên {all} chữ số", "{done} of {all} digits entered";
        delete_digit: "Xóa một số", "Delete a digit";
        no_match: "Không tìm thấy", "Nothing found";
        results(count: usize): "{count} kết quả", { if count == 1 { "1 result".into() } else { format!("{count} results") } };
        choose: "Chọn", "Choose";
        qr_symbol: "Mã QR", "QR code";
        camera_picture: "Hình từ máy ảnh", "Camera picture";
        camera_starting: "Đang mở máy ảnh…", "Starting the camera…";
        camera_hint: "Đưa mã vào giữa khung; ứng dụng tự nhận.", "Hold the code inside the frame; it is read by itself.";
    }
}
