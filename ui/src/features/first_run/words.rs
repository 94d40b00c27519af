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
        papers_page: "Giấy tờ ở một nơi", "Papers in one place";
        papers_page_text: "Xem, thêm giấy tờ ở đây; cài ứng dụng để mở cả khi không có mạng.", "See and add papers here; install the app to open them without a network.";
        code_page_text: "Đưa mã là đủ, không cần mang bản sao.", "Showing it is enough; no copies to carry.";
        tagline_page: "Hồ sơ, mã và giấy tờ của bạn ở Đà\u{a0}Nẵng, ở một nơi.", "Your profile, code and papers in Da\u{a0}Nang, in one place.";
        leave_page: "Máy dùng chung? Nhớ đăng xuất khi xong; trang không lưu gì của bạn.", "A shared computer? Sign out when done; the page keeps nothing of yours.";
        enrol: "Mở hồ sơ mới", "Open a new profile";
        sign_in: "Tôi đã có hồ sơ", "I have a profile";
        unlock: "Mở khóa bằng mã PIN", "Unlock with a PIN";
        back_to_unlock: "Quay lại màn hình khóa", "Back to the lock screen";
        another_person: "Thêm người trên máy này", "Another person on this device";
        another_text: "Mỗi người có hồ sơ và mã PIN riêng; không ai xem được của người khác.", "Each has a profile and a PIN of their own; nobody sees another's.";
        no_host_title: "Trang này cần địa chỉ an toàn", "This page needs a secure address";
        no_host_text: "Địa chỉ bạn mở không được mã hóa hoặc không phải của thành phố. Bạn mở lại bằng địa chỉ bắt đầu bằng https://, hoặc mở ứng dụng Công dân số trên máy.", "The address you opened is not encrypted or not the city's. Open it again by the address that begins with https://, or open the Digital Citizen app on your device.";
        no_host_safe: "Không có dữ liệu nào của bạn ở trang này.", "Nothing of yours is on this page.";
    }
}
