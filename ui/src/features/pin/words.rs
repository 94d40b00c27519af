//! Words of PINs.

crate::words! {
    /// Words of PINs.
    pub PinWords {
        title: "Đặt mã PIN", "Choose a PIN";
        lead: "Mã PIN mở hồ sơ trên máy này. Chọn 6 số chỉ bạn biết; thành phố không biết và không lấy lại được mã này.", "The PIN opens your profile on this device. Choose 6 digits only you know; the city does not know it and can't recover it.";
        choose: "Mã PIN mới", "New PIN";
        repeat_title: "Nhập lại mã PIN", "Repeat the PIN";
        repeat_lead: "Nhập lại đúng 6 số vừa chọn.", "Enter the same 6 digits again.";
        differ: "Hai lần nhập không giống nhau.", "The two entries differ.";
        differ_then: "Bạn chọn lại từ đầu.", "Please choose again.";
        label_title: "Tên trên màn hình khóa", "Name on the lock screen";
        label: "Tên hiển thị", "Shown name";
        label_hint: "Ai cầm máy cũng thấy tên này trước khi mở khóa. Nên dùng tên gọi ở nhà hay chữ viết tắt.", "Whoever holds the device sees this before unlocking. Best a nickname or initials.";
        kept_title: "Máy này sẽ giữ những gì", "What this device keeps";
        kept: "Hồ sơ, danh sách giấy tờ, tệp bạn tải về và khóa để tạo mã của bạn. Tất cả được mã hóa; sai mã PIN 20 lần thì dữ liệu trên máy tự xóa.", "Your profile, the list of your papers, files you download and the key for your code. All of it is encrypted; after 20 wrong PINs it erases itself.";
        no_keyring: "Máy này không có kho khóa của hệ điều hành, nên mọi thứ chỉ dựa vào mã PIN. Bạn giữ mã thật kín.", "This device has no system keyring, so everything rests on the PIN. Keep it well.";
        create: "Mở hồ sơ trên máy này", "Open the profile on this device";
        creating: "Đang tạo khóa và lấy hồ sơ về…", "Making the key and fetching the profile…";
        agree: "Nhập mã PIN để đồng ý", "Enter your PIN to agree";
        agree_back: "Quay lại", "Go back";
        agreeing: "Đang gửi…", "Sending…";
        give_up: "Bỏ lần đăng nhập này", "Give up this sign-in";
    }
}
