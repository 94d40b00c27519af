//! Words of the first screen.

use crate::words;

words! {
    /// Words of the first screen.
    pub(super) HomeWords {
        title: "Trang chủ", "Home";
        morning: "Chào buổi sáng", "Good morning";
        noon: "Chào buổi trưa", "Good day";
        afternoon: "Chào buổi chiều", "Good afternoon";
        evening: "Chào buổi tối", "Good evening";
        code: "Mã công dân số", "My citizen code";
        code_hint: "Chạm để đưa mã", "Tap to show it";
        scan: "Quét mã", "Scan a code";
        scan_hint: "Mã của người khác, thẻ căn cước, mã thanh toán", "Another person's code, an ID card, a payment code";
        tasks: "Việc cần làm", "To do";
        no_tasks: "Không có việc nào đang chờ bạn.", "Nothing is waiting for you.";
        more_tasks(count: usize): "Còn {count} việc nữa", { if count == 1 { "1 more".into() } else { format!("{count} more") } };
        recent: "Giấy tờ gần đây", "Recent papers";
        all(count: &str): "Tất cả {count} giấy tờ", "All {count} papers";
        no_papers: "Chưa có giấy tờ nào", "No papers yet";
        no_papers_text: "Giấy tờ thành phố cấp sẽ tự về đây. Bạn cũng có thể thêm giấy đang giữ, mở được cả khi không có mạng.",
            "Papers the city issues arrive here by themselves. You can also add your own; they open without a network.";
        first_sync: "Đang lấy hồ sơ và giấy tờ của bạn về máy…", "Fetching your profile and papers…";
        add: "Thêm giấy tờ", "Add a paper";
        task_sign_in: "Nhận mã tin nhắn để cập nhật tiếp", "Get a code by text message to go on syncing";
        task_sign_in_note: "Phiên với thành phố đã hết; giấy tờ đã lưu vẫn mở được.",
            "Your session with the city has ended; kept papers still open.";
        task_conflict(field: &str): "Chọn giá trị giữ lại: {field}", "Choose which to keep: {field}";
        task_conflict_note: "Vừa sửa ở máy này vừa sửa ở nơi khác.", "Changed on this device and elsewhere.";
        task_refused_paper: "Thành phố chưa nhận một giấy tờ", "The city did not take a paper";
        task_refused_paper_note: "Bạn xem lại rồi gửi lại hoặc xóa.", "Look at it, then send it again or remove it.";
        task_refused_field(field: &str): "Thành phố chưa nhận: {field}", "The city did not take: {field}";
        task_refused_change: "Thành phố chưa nhận một thay đổi", "The city did not take a change";
        task_refused_field_note: "Bạn xem lại giá trị đã sửa.", "Look at the value you changed.";
        task_invitation(organisation: &str): "{organisation} mời bạn làm việc", "{organisation} invites you to work there";
        task_invitation_note: "Bạn nhận lời hoặc từ chối", "Accept or decline";
        task_request(organisation: &str): "{organisation} hỏi thông tin của bạn", "{organisation} asks you to share";
        task_request_until(time: &str): "trả lời trước {time}", "answer before {time}";
        task_errand(title: &str): "Nhận hộ: {title}", "Collect: {title}";
        task_errand_today(organisation: &str): "{organisation} · hôm nay", "{organisation} · today";
        task_errand_on(organisation: &str, date: &str): "{organisation} · ngày {date}", "{organisation} · on {date}";
        task_waiting(changes: u32): "{changes} thay đổi chờ gửi lên thành phố",
            { if changes == 1 { "1 change waits to be sent".into() } else { format!("{changes} changes wait to be sent") } };
        task_waiting_note: "Tự gửi khi có mạng. Chạm để gửi ngay.", "Sent by itself when connected. Tap to send now.";
        show_code: "Đưa mã của tôi", "Show my code";
        show_code_note: "Cho cán bộ quét", "For an officer to scan";
        my_papers: "Giấy tờ của tôi", "My papers";
        my_papers_note: "Xem và đưa ra", "To read and show";
        call: "Gọi người giúp", "Call for help";
        call_note(number: &str): "Tổng đài thành phố {number}", "The city's hotline, {number}";
        dial: "Bạn lấy điện thoại, bấm bốn số này rồi gọi:", "Take a telephone and dial these four digits:";
        say_what: "Bạn chỉ cần nói mình cần giúp việc gì.", "Just say what you need help with.";
        understood: "Tôi biết rồi", "All right";
        copy: "Chép số", "Copy the number";
        copied: "Đã chép số.", "The number was copied.";
        copy_failed: "Chưa chép được. Bạn ghi lại bốn số trên màn hình.", "It could not be copied. Write down the four digits.";
        rest: "Tôi và cài đặt", "Me and settings";
        lock: "Khóa lại", "Lock";
        lock_ask: "Khóa ứng dụng?", "Lock the app?";
        lock_text: "Không ai xem được gì cho tới khi bạn nhập mã PIN.", "Nobody can see anything until you enter your PIN.";
        syncing: "Đang cập nhật…", "Updating…";
        sync_now: "Cập nhật ngay", "Update now";
        sync_again(time: &str): "Tự thử lại lúc {time}", "Trying again at {time}";
        sync_same: "Mọi thứ đã mới nhất.", "Everything is up to date.";
        sync_sent(count: u32): "Đã gửi {count} thay đổi.",
            { if count == 1 { "Sent 1 change.".into() } else { format!("Sent {count} changes.") } };
        sync_conflicts(count: u32): "{count} mục cần bạn chọn giá trị.",
            { if count == 1 { "1 field needs your choice.".into() } else { format!("{count} fields need your choice.") } };
        sync_refused(count: u32): "Thành phố không nhận {count} thay đổi.",
            { if count == 1 { "The city refused 1 change.".into() } else { format!("The city refused {count} changes.") } };
        sync_received(count: u32): "Đã nhận {count} thay đổi từ thành phố.",
            { if count == 1 { "1 change arrived from the city.".into() } else { format!("{count} changes arrived from the city.") } };
    }
}
