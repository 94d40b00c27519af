//! Words of the first run.

crate::words! {
    /// Words of the first run.
    pub FirstRunWords {
        tagline: "Hồ sơ, mã và giấy tờ của bạn ở Đà\u{a0}Nẵng, trong một ứng dụng.", "Your profile, code and papers in Da\u{a0}Nang, in one app.";
        language: "Ngôn ngữ", "Language";
        simple: "Chữ to, ít nút", "Simple screens";
        simple_hint: "Mỗi màn hình chỉ vài việc, chữ lớn, có nút đọc thành tiếng.", "Large text, a few things on each screen, and a button that reads aloud.";
        once: "Khai một lần", "Told once";
        once_text: "Cơ quan và dịch vụ đọc hồ sơ đã có, không hỏi lại bạn.", "Offices and services read what is there instead of asking again.";
        code: "Một mã cho mọi quầy", "One code for every counter";
        code_text: "Đưa mã là đủ, cả khi không có mạng.", "Showing it is enough, even without a network.";
        papers: "Giấy tờ luôn bên mình", "Papers always with you";
        papers_text: "Mã hóa trên máy, mở bằng mã PIN của riêng bạn.", "Encrypted on this device, opened by your own PIN.";
        enrol: "Mở hồ sơ mới", "Open a new profile";
        sign_in: "Tôi đã có hồ sơ", "I have a profile";
        unlock: "Mở khóa bằng mã PIN", "Unlock with a PIN";
        back_to_unlock: "Quay lại màn hình khóa", "Back to the lock screen";
        another_person: "Thêm người trên máy này", "Another person on this device";
        another_text: "Mỗi người có hồ sơ và mã PIN riêng; không ai xem được của người khác.", "Each has a profile and a PIN of their own; nobody sees another's.";
        no_host_title: "Trang này cần mở trong ứng dụng", "This page opens inside the app";
        no_host_text: "Bạn đang xem trang này bằng trình duyệt. Công dân số hiện chạy dưới dạng ứng dụng cài trên máy; bạn mở ứng dụng Công dân số từ danh sách ứng dụng của máy.", "You are looking at this page in a browser. Digital Citizen runs as an installed app: open it from your device's list of apps.";
        no_host_safe: "Không có dữ liệu nào của bạn ở trang này.", "Nothing of yours is on this page.";
    }
}
