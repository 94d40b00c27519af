//! Words of the one-time password.

crate::words! {
    /// Words of the one-time password.
    pub CodeWords {
        title: "Nhập mã xác nhận", "Enter the code";
        sent_to(phone: &str): "Mã 6 số đã gửi tới {phone}.", "A 6-digit code was sent to {phone}.";
        sent: "Mã 6 số đã gửi tới số điện thoại của hồ sơ.", "A 6-digit code was sent to the profile's phone.";
        label: "Mã 6 số", "6-digit code";
        valid_for(time: &str): "Mã còn dùng được {time}", "The code is good for {time}";
        over: "Mã đã quá 5 phút.", "The code is older than 5 minutes.";
        over_then: "Bạn bấm Gửi lại mã để nhận mã mới.", "Have a new one sent.";
        confirm: "Xác nhận", "Confirm";
        resend: "Gửi lại mã", "Send a new code";
        resend_in(time: &str): "Gửi lại được sau {time}", "A new code can be sent in {time}";
        no_sends: "Đã gửi đủ số lần cho phép. Bạn chờ 10 phút rồi bắt đầu lại.", "No more codes can be sent. Wait 10 minutes and start again.";
        resent: "Đã gửi mã mới", "A new code was sent";
        not_arrived: "Chưa nhận được tin nhắn?", "No message yet?";
        not_arrived_text: "Tin nhắn có thể chậm một phút. Bạn xem số điện thoại đã đúng chưa, máy có sóng không. Nếu số này chưa có hồ sơ, sẽ không có tin nhắn nào: bạn chọn Mở hồ sơ mới.", "It may take a minute. Check that the number is right and the phone has signal. If no profile has this number, no message comes: open a new profile instead.";
        never_share: "Không ai của thành phố hỏi bạn mã này. Đừng đọc cho người khác.", "Nobody from the city asks for this code. Don't tell it to anyone.";
        other_number: "Dùng số khác", "Use another number";
    }
}
