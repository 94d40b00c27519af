//! Words of shortcuts and of the quick search.

crate::words! {
    /// Words of shortcuts and of the quick search.
    pub KeysWords {
        title: "Phím tắt", "Keyboard shortcuts";
        lead: "Dùng được ở mọi màn hình, trừ khi bạn đang gõ trong một ô.", "They work on every screen, but never while you type in a field.";
        then: "rồi", "then";
        and: "và", "and";
        find: "Tìm nhanh", "Quick search";
        find_does: "Tìm màn hình và giấy tờ", "Find screens and papers";
        search_papers: "Tìm trong giấy tờ", "Search the papers";
        help: "Xem các phím tắt", "Show these shortcuts";
        close: "Đóng hộp đang mở", "Close what is open in front";
        home: "Trang chủ", "Home";
        code: "Mã của tôi", "My code";
        papers: "Giấy tờ", "Papers";
        scan: "Quét mã", "Scan a code";
        me: "Tôi", "Me";
        add: "Thêm giấy tờ", "Add a paper";
        profile: "Hồ sơ của tôi", "My profile";
        devices: "Thiết bị và phiên", "Devices and sessions";
        change_pin: "Đổi mã PIN", "Change the PIN";
        settings: "Cài đặt: ngôn ngữ, cỡ chữ, màu nền", "Settings: language, text size, colours";
        about: "Giới thiệu ứng dụng", "About the app";
        find_label: "Bạn muốn mở gì?", "What would you like to open?";
        find_hint: "Tên màn hình hoặc giấy tờ, không cần dấu.", "A screen or a paper; accents don't matter.";
        nothing(query: &str): "Không có gì khớp với “{query}”.", "Nothing matches “{query}”.";
        found(count: usize): "{count} kết quả", { if count == 1 { "1 result".into() } else { format!("{count} results") } };
    }
}
