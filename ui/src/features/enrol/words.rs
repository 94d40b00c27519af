//! Words of opening a profile.

crate::words! {
    /// Words of opening a profile.
    pub EnrolWords {
        title: "Mở hồ sơ", "Open a profile";
        lead: "Ghi đúng như trên thẻ căn cước.", "Write everything as on the identity card.";
        scan: "Điền nhanh từ thẻ căn cước", "Fill in from the identity card";
        scan_hint: "Quét mã QR ở góc thẻ gắn chip.", "Scan the QR code in the corner of the chip card.";
        scan_title: "Quét mã trên thẻ", "Scan the card's code";
        scan_where: "Mã nằm ở mặt trước, góc trên bên phải của thẻ.", "The code is on the front of the card, at the top right.";
        scan_file: "Chọn ảnh có mã", "Choose a picture of it";
        scan_camera: "Mở máy ảnh", "Open the camera";
        scan_reading: "Đang đọc ảnh…", "Reading the picture…";
        scan_other: "Trong hình có mã, nhưng không phải mã trên thẻ căn cước gắn chip.", "There is a code, but not that of a chip identity card.";
        scan_other_then: "Bạn đưa mặt trước của thẻ vào khung rồi thử lại.", "Hold the front of the card in the frame and try again.";
        scan_never: "Thẻ chỉ dùng để điền sẵn. Ảnh không được lưu lại.", "The card only fills in the form. The picture is not kept.";
        filled: "Đã điền từ thẻ. Bạn xem lại rồi thêm số điện thoại và phường, xã.", "Filled in from the card. Look it over, then add your phone and ward.";
        number_hint: "12 chữ số trên thẻ căn cước.", "The 12 digits on the identity card.";
        phone_hint: "Mã xác nhận sẽ gửi tới số này.", "The code to confirm goes to this number.";
        ward_hint: "Gõ vài chữ để tìm, không cần dấu.", "Type a few letters to search; accents don't matter.";
        mismatch: "Số định danh khác với phần còn lại", "The personal number differs from the rest";
        mismatch_then: "Nếu đúng như trên thẻ thì bạn cứ tiếp tục.", "If it is as on the card, just go on.";
        look: "Xem lại", "Look it over";
        review_title: "Xem lại trước khi gửi", "Look it over before sending";
        change: "Sửa", "Change";
        former: "Số chứng minh cũ, đọc từ thẻ", "Former card number, read from the card";
        consent_title: "Thành phố giữ những gì", "What the city keeps";
        consent: "Những gì bạn khai ở trên, để mở hồ sơ và để các cơ quan bạn làm việc cùng không phải hỏi lại. Bạn xem, sửa và rút lại được trong mục Tôi.", "What you declared above, to open your profile and so that offices you deal with need not ask again. You can see, correct and withdraw it under Me.";
        consent_device: "Trên máy này, hồ sơ được mã hóa và chỉ mở bằng mã PIN của bạn.", "On this device the profile is encrypted and opens only with your PIN.";
        consent_page: "Trong trình duyệt, hồ sơ chỉ nằm trong bộ nhớ của trang và mất đi khi bạn đăng xuất hoặc đóng trang.", "In the browser the profile is only in the page's memory and is gone when you sign out or close it.";
        agree: "Đồng ý và nhận mã qua tin nhắn", "Agree and get a code by message";
    }
}
