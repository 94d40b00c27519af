//! Words about the person and the app.

crate::words! {
    /// Words about the person and the app.
    pub MeWords {
        title: "Tôi", "Me";
        no_name: "Hồ sơ chưa về tới máy này", "The profile has not arrived here yet";
        account: "Tài khoản", "Account";
        device: "Máy này", "This device";
        profile: "Hồ sơ", "Profile";
        devices: "Thiết bị và phiên", "Devices and sessions";
        change_pin: "Đổi mã PIN", "Change the PIN";
        settings: "Cài đặt", "Settings";
        about: "Giới thiệu", "About";
        renew: "Nối lại với thành phố", "Reconnect with the city";
        renew_note: "Phiên đã hết", "The session has ended";
        lock: "Khóa ngay", "Lock now";
        sign_out: "Đăng xuất", "Sign out";
        sign_out_title: "Đăng xuất?", "Sign out?";
        sign_out_text: "Trang chưa kịp gửi mọi thay đổi của bạn. Bạn chờ có mạng để gửi, hoặc đăng xuất và bỏ phần chưa gửi.", "Not all of your changes have been sent yet. Wait for the network, or sign out and drop what is not sent.";
        leave: "Đăng xuất khỏi máy này", "Sign out of this device";
        leave_title: "Đăng xuất khỏi máy này?", "Sign out of this device?";
        leave_text: "Hồ sơ, giấy tờ đã tải và khóa của bạn trên máy này sẽ bị xóa. Hồ sơ ở thành phố vẫn nguyên; lần sau bạn đăng nhập bằng mã tin nhắn.", "Your profile, downloaded papers and key on this device are erased. Your profile at the city stays; next time you sign in with a code by message.";
        leave_waiting(changes: u32): "{changes} thay đổi chưa gửi lên thành phố sẽ mất.", { if changes == 1 { "1 change not yet sent to the city will be lost.".into() } else { format!("{changes} changes not yet sent to the city will be lost.") } };
        leave_confirm: "Đăng xuất và xóa", "Sign out and erase";
    }
}

crate::words! {
    /// Words of the profile.
    pub ProfileWords {
        identity: "Nhân thân", "Identity";
        contact: "Nơi ở và liên lạc", "Home and contact";
        more: "Thông tin khác", "More";
        mismatch: "Số định danh khác với phần còn lại", "The personal number differs from the rest";
        waiting: "Chờ gửi", "Waiting to be sent";
        conflict: "Cần chọn", "Your choice is needed";
        conflict_text: "Mục này vừa được sửa ở nơi khác. Bạn giữ giá trị nào?", "This was also changed elsewhere. Which value do you keep?";
        mine: "Trên máy này", "On this device";
        theirs: "Ở thành phố", "At the city";
        keep_mine: "Giữ của máy này", "Keep this device's";
        keep_theirs: "Lấy của thành phố", "Take the city's";
        refused: "Thành phố chưa nhận", "Not taken by the city";
        refused_text: "Thành phố không nhận giá trị này. Bạn sửa lại, hoặc bỏ để lấy giá trị ở thành phố.", "The city did not take this value. Correct it, or drop it and take the city's.";
        drop: "Bỏ thay đổi", "Drop the change";
        saved: "Đã lưu, sẽ gửi lên thành phố", "Saved; it goes to the city";
        kept_mine: "Giữ giá trị trên máy này, sẽ gửi lên thành phố", "This device's value is kept and goes to the city";
        kept_theirs: "Đã lấy giá trị ở thành phố", "The city's value is taken";
        edit_of(field: &str): "Sửa: {field}", "Change: {field}";
        edit(field: &str): "Sửa {field}", "Change {field}";
        clear_hint: "Để trống nếu muốn xóa.", "Leave empty to remove it.";
        declared_hint: "Giá trị bạn khai sẽ ghi là tự khai cho tới khi có nơi xác thực.", "What you declare is marked self-declared until somebody verifies it.";
        fixed_phone: "Số này nhận mã đăng nhập nên chưa đổi được trong ứng dụng.", "This number receives sign-in codes and can't be changed in the app yet.";
        lead: "Mục tự khai bạn sửa được. Mục đã xác thực chỉ nơi xác thực mới đổi được.", "You can change what you declared yourself. What was verified only its verifier can change.";
    }
}

crate::words! {
    /// Words of devices and sessions.
    pub DevicesWords {
        title: "Thiết bị và phiên", "Devices and sessions";
        lead: "Những máy đã đăng nhập hồ sơ của bạn. Thấy máy lạ thì gỡ ngay.", "The devices signed in to your profile. Remove any you don't know at once.";
        in_use: "Đang dùng", "In use";
        removed_before: "Đã gỡ trước đây", "Removed before";
        this_one: "Máy này", "This device";
        last_seen(when: &str): "Liên lạc lần cuối {when}", "Last contact {when}";
        session(when: &str): "Phiên mở {when}", "Session opened {when}";
        current_session: "Phiên này", "This session";
        end_session: "Kết thúc phiên", "End session";
        session_ended: "Đã kết thúc phiên", "The session was ended";
        remove: "Gỡ thiết bị", "Remove device";
        remove_title(name: &str): "Gỡ “{name}”?", "Remove “{name}”?";
        remove_text: "Máy đó sẽ không vào được hồ sơ của bạn nữa và mã trên máy đó hết giá trị.", "That device can no longer reach your profile, and its code no longer counts.";
        wipe: "Xóa cả dữ liệu trên máy đó", "Erase the data on it too";
        wipe_hint: "Xóa khi máy đó nối mạng lần tới. Không chọn thì giấy tờ trên đó vẫn mở được bằng mã PIN. Nên chọn nếu máy bị mất.",
            "Erased when that device next connects. Otherwise its papers still open by PIN. Choose this if it is lost.";
        removed: "Đã gỡ thiết bị", "The device was removed";
        sign_out_hint: "Muốn ra khỏi trang này, bạn dùng Đăng xuất.", "To leave this page, use Sign out.";
        leave_hint: "Muốn gỡ chính máy này, bạn dùng Đăng xuất khỏi máy này.", "To remove this very device, use Sign out of this device.";
    }
}

crate::words! {
    /// Words of replacing the PIN.
    pub ChangePinWords {
        title: "Đổi mã PIN", "Change the PIN";
        old_pin: "Nhập mã PIN đang dùng", "Enter your present PIN";
        new_pin: "Nhập mã PIN mới", "Enter the new PIN";
        repeat: "Nhập lại mã PIN mới", "Repeat the new PIN";
        changing: "Đang đổi…", "Changing…";
        changed: "Đã đổi mã PIN", "The PIN was changed";
    }
}

crate::words! {
    /// Words of settings.
    pub SettingsWords {
        title: "Cài đặt", "Settings";
        language: "Ngôn ngữ", "Language";
        text_size: "Cỡ chữ", "Text size";
        theme: "Màu nền", "Colours";
        simple: "Chữ to, ít nút", "Simple screens";
        simple_hint: "Ba nút lớn ở trang chủ, chữ to và rõ hơn, có nút đọc thành tiếng.", "Three large buttons at home, larger and clearer text, and a button that reads aloud.";
        simple_on: "Đã chuyển sang chữ to, ít nút. Muốn trở lại, bạn tắt ở ngay đây.", "The screens are simple now. Turn it off here to go back.";
        simple_off: "Đã trở lại màn hình đầy đủ.", "The screens are whole again.";
        idle: "Tự khóa khi không dùng", "Lock when not in use";
        idle_page: "Tự đăng xuất khi không dùng", "Sign out when not in use";
        idle_page_hint: "Trang tự đăng xuất sau khoảng thời gian này.", "The page signs you out after this time.";
        idle_hint: "Ứng dụng khóa lại sau khoảng thời gian này.", "The app locks itself after this time.";
        minutes(minutes: u8): "Sau {minutes} phút", { if minutes == 1 { "After 1 minute".into() } else { format!("After {minutes} minutes") } };
        only_browser: "Cài đặt này chỉ dùng cho trình duyệt này.", "These settings are for this browser only.";
        keys: "Phím tắt", "Keyboard shortcuts";
        only_here: "Cài đặt này chỉ dùng cho máy này.", "These settings are for this device only.";
    }
}

crate::words! {
    /// Words about the app itself.
    pub AboutWords {
        title: "Giới thiệu", "About";
        version: "Phiên bản", "Version";
        platform: "Chạy trên", "Runs on";
        city: "Thành phố", "City";
        address: "Địa chỉ máy chủ", "Server address";
        demo: "Đây là thành phố mẫu để thử. Dữ liệu ở đây không có giá trị pháp lý.", "This is a demonstration city. Nothing here has legal value.";
        made_of: "Chữ Be Vietnam Pro (SIL OFL 1.1), hình Lucide (ISC). Mã nguồn theo giấy phép Apache-2.0.", "Type: Be Vietnam Pro (SIL OFL 1.1); pictures: Lucide (ISC). Source under Apache-2.0.";
    }
}

crate::words! {
    /// Words of opening the session again.
    pub SessionWords {
        title: "Nối lại với thành phố", "Reconnect with the city";
        lead: "Phiên làm việc hết sau 30 phút không dùng hoặc 12 giờ. Bạn nhận mã qua tin nhắn để nối lại; giấy tờ đã lưu vẫn đọc được.", "A session ends after 30 minutes unused or 12 hours. Get a code by message to open it again; papers kept here stay readable.";
        send: "Nhận mã qua tin nhắn", "Get a code by message";
        later: "Để sau", "Later";
        open: "Đã nối lại với thành phố", "Connected with the city again";
        not_ended: "Phiên với thành phố đang mở, không cần nhận mã.", "The session with the city is open; no code is needed.";
    }
}
