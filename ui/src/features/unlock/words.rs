//! Words of unlocking.

crate::words! {
    /// Words of unlocking.
    pub UnlockWords {
        who: "Ai đang dùng máy?", "Who is using this device?";
        greeting(label: &str): "Chào {label}", "Hello {label}";
        enter: "Nhập mã PIN", "Enter your PIN";
        opening: "Đang mở…", "Opening…";
        wait(time: &str): "Nhập tiếp được sau {time}", "The next try is in {time}";
        tries(left: u32): "Còn {left} lần; sai hết thì dữ liệu trên máy này tự xóa.", { if left == 1 { "1 try left; then the data on this device is erased.".into() } else { format!("{left} tries left; then the data on this device is erased.") } };
        somebody_else: "Người khác", "Somebody else";
        another: "Thêm người trên máy này", "Another person on this device";
        forgotten: "Quên mã PIN?", "Forgot your PIN?";
        forgotten_title: "Quên mã PIN", "Forgot your PIN";
        forgotten_text: "Mã PIN chỉ có trên máy này nên không ai lấy lại được, kể cả thành phố. Bạn gỡ hồ sơ khỏi máy này, rồi đăng nhập lại bằng mã tin nhắn và đặt mã PIN mới.", "The PIN is only on this device, so nobody can recover it, the city included. Remove the profile from this device, then sign in again with a code by message and choose a new PIN.";
        kept: "Hồ sơ và giấy tờ ở thành phố vẫn nguyên.", "Your profile and papers at the city stay as they are.";
        lost: "Những thay đổi chưa gửi lên thành phố sẽ mất.", "Changes not yet sent to the city are lost.";
        remove: "Gỡ và đăng nhập lại", "Remove and sign in again";
        remove_only: "Gỡ khỏi máy này", "Remove from this device";
    }
}
