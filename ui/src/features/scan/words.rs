//! Words of scanning.

use crate::words;

words! {
    /// Words of scanning.
    pub(super) ScanWords {
        title: "Quét mã", "Scan a code";
        intro: "Mã công dân số, thẻ căn cước gắn chip, mã thanh toán VietQR, liên kết. Không có gì tự mở hay tự trả tiền.",
            "Citizen codes, chip ID cards, VietQR payment codes, links. Nothing opens or pays by itself.";
        camera: "Máy ảnh", "Camera";
        camera_on: "Mở máy ảnh", "Start the camera";
        camera_off: "Tắt máy ảnh", "Stop the camera";
        ways: "Đưa mã vào", "Bring in a code";
        other_ways: "Cách khác", "Other ways";
        picture: "Chọn ảnh có mã", "Choose a picture";
        reading: "Đang đọc ảnh…", "Reading the picture…";
        paste_label: "Dán ảnh hoặc nội dung mã", "Paste a picture or a code's text";
        paste_hint: "Bấm Ctrl+V ở bất cứ đâu trên màn hình này, hoặc dán vào ô.", "Press Ctrl+V anywhere on this screen, or paste into the field.";
        paste_read: "Đọc mã", "Read the code";
        several(count: usize): "Thấy {count} mã. Bạn chọn mã cần xem.", "{count} codes found. Choose one.";
        again: "Quét mã khác", "Scan another code";
        back_to_list: "Xem các mã còn lại", "Back to the codes found";
        result: "Kết quả", "Result";

        live: "Mã trực tiếp", "Live code";
        standard: "Mã chuẩn", "Standard code";
        offer: "Yêu cầu của một quầy", "A counter's request";
        errand: "Giấy nhận hộ", "Errand pass";
        errand_note: "Thành phố đã ký giấy này. Nó chỉ dùng ở quầy, cùng mã trực tiếp của người nhận hộ; đã dùng hay đã rút lại thì chỉ quầy biết.",
            "The city signed this. It counts only at the counter, beside the live code of whoever collects; only the counter can tell whether it was used or taken back.";
        chip_card: "Thẻ căn cước gắn chip", "Chip ID card";
        payment: "Mã thanh toán VietQR", "VietQR payment code";
        link: "Liên kết", "Link";
        text: "Văn bản", "Text";

        holder: "Người giữ mã", "Held by";
        made_at: "Mã tạo lúc", "Code made at";
        checked: "Cách kiểm tra", "How it was checked";
        counter: "Quầy", "Counter";
        valid_until: "Có hiệu lực tới", "Valid until";
        checked_offline: "Trên máy này, không cần mạng", "On this device, without a network";
        checked_online: "Trên máy này và hỏi thành phố vừa xong", "On this device, and the city was just asked";
        keys_as_of: "Khóa của thành phố lấy lúc", "City's keys fetched at";
        list_as_of: "Danh sách thu hồi lập lúc", "Revocation list made at";
        never: "Chưa có trên máy này", "Not on this device yet";

        name: "Họ và tên", "Name";
        number: "Số định danh", "Personal number";
        born: "Ngày sinh", "Date of birth";
        sex: "Giới tính", "Sex";
        address: "Địa chỉ trên thẻ", "Address on the card";
        issued_on: "Ngày cấp thẻ", "Card issued on";
        former_id: "Số chứng minh cũ", "Former ID number";
        qid: "Mã công dân (QID)", "Citizen code (QID)";
        card: "Thẻ in số", "Printed card";
        locates: "Mã chuẩn chỉ cho biết là ai. Cần xác nhận thì xem mã trực tiếp của người đó.",
            "A standard code only tells who. To confirm somebody, look at their live code.";

        chip_note: "Mã trên thẻ không có chữ ký: dùng để điền sẵn, không chứng minh được gì.",
            "A card's code carries no signature: it fills in forms, it proves nothing.";
        chip_own: "Đây là thẻ của bạn; hồ sơ của bạn đã có trên máy này.", "This is your card; your profile is on this device already.";
        chip_enrol: "Mở hồ sơ cho người này", "Open a profile for this person";
        chip_enrol_hint: "Ứng dụng khóa phần của bạn lại trước khi người này bắt đầu. Mỗi người một mã PIN; không ai xem được của ai.",
            "The app locks your part before this person begins. Everyone has a PIN of their own; nobody sees the other's.";

        bank: "Ngân hàng", "Bank";
        bank_unknown(bin: &str): "Ngân hàng số {bin} (chưa rõ tên)", "Bank number {bin} (name not known)";
        account: "Số tài khoản", "Account";
        amount: "Số tiền", "Amount";
        amount_open: "Người trả tự nhập", "Entered by whoever pays";
        note: "Nội dung", "Note";
        use_of: "Loại mã", "Kind of code";
        one_time: "Dùng một lần", "For one payment";
        many_times: "Dùng nhiều lần", "For any number of payments";
        never_pays: "Ứng dụng này không bao giờ chuyển tiền. Bạn trả bằng ứng dụng ngân hàng, và xem kỹ tên người nhận hiện ra ở đó.",
            "This app never pays. Pay with your bank's app, and look closely at the payee's name it shows.";
        copy_account: "Chép số tài khoản", "Copy the account";
        copied: "Đã chép.", "Copied.";
        copy_failed: "Máy không cho chép. Bạn chọn chữ rồi chép bằng tay.", "This device does not allow copying. Select the text and copy it yourself.";

        link_leads: "Liên kết dẫn tới", "The link leads to";
        whole_link: "Toàn bộ địa chỉ", "The whole address";
        insecure: "Liên kết không được mã hóa", "The link is not encrypted";
        insecure_text: "Người khác trên mạng có thể xem và sửa những gì bạn gửi. Đừng nhập mật khẩu hay mã OTP ở đó.",
            "Others on the network can see and change what you send. Don't enter passwords or one-time codes there.";
        suspicious: "Liên kết có dấu hiệu giả dạng", "The link tries to look like something else";
        suspicious_text: "Tên miền cố giống một nơi khác. Nếu bạn không chờ liên kết này, đừng mở.",
            "Its domain imitates somebody else's. If you did not expect this link, don't open it.";
        open_link: "Mở trong trình duyệt", "Open in the browser";
        open_anyway: "Vẫn mở trong trình duyệt", "Open in the browser anyway";
        copy_link: "Chép liên kết", "Copy the link";
        copy_text: "Chép", "Copy";
        not_known: "Không phải loại mã ứng dụng biết; đây là chữ trong mã.", "Not a kind of code this app knows; this is the text in it.";
    }
}
