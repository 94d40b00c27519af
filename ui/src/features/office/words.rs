//! Words of managing an organisation.

use domain::Role;
use protocol::api::PatternKind;

crate::words! {
    /// Words of managing an organisation.
    pub(super) OfficeWords {
        title: "Quản lý", "Manage";
        unanswered(count: usize): "{count} chờ trả lời", "{count} to answer";
        counters: "Quầy", "Counters";
        counters_text: "Cán bộ mở ca ở các quầy này. Người dân thấy tên quầy và chỗ ngồi trong mỗi yêu cầu.", "Officers open shifts at these. Residents see the counter's name and place in every request.";
        no_counters: "Chưa có quầy nào", "No counters yet";
        no_counters_text: "Thêm quầy đầu tiên để cán bộ mở ca.", "Add the first so that officers can open a shift.";
        add_counter: "Thêm quầy", "Add a counter";
        edit_counter: "Sửa quầy", "Change the counter";
        counter_name: "Tên trên biển", "Name on the sign";
        counter_name_error: "Nhập tên quầy, không quá 40 chữ.", "Enter the counter's name, 40 characters at most.";
        counter_place: "Ở đâu", "Where";
        counter_place_hint: "Tầng, số nhà, đường", "Floor, house number, street";
        counter_place_error: "Nhập chỗ của quầy, không quá 120 chữ.", "Enter where it is, 120 characters at most.";
        counter_open: "Đang mở", "Open";
        counter_open_hint: "Đóng quầy thì ca đang mở ở đó kết thúc ngay.", "Closing it ends the shift that is open there at once.";
        counter_closed: "Đã đóng", "Closed";
        purposes: "Mục đích hỏi", "Purposes";
        purposes_text: "Cán bộ chỉ hỏi được theo những mục đích này, và chỉ những gì mỗi mục đích cho phép.", "Officers can only ask for these, and only what each of them allows.";
        no_purposes: "Chưa có mục đích nào", "No purposes yet";
        no_purposes_text: "Chưa có mục đích thì cán bộ chưa hỏi được gì.", "Without one officers can't ask for anything.";
        add_purpose: "Thêm mục đích", "Add a purpose";
        edit_purpose: "Sửa mục đích", "Change the purpose";
        purpose_gone: "Không tìm thấy mục đích này", "There is no such purpose";
        purpose_title: "Người dân đến làm gì", "What the resident comes for";
        purpose_title_error: "Nhập việc người dân đến làm, không quá 120 chữ.", "Enter what the resident comes for, 120 characters at most.";
        procedure: "Mã thủ tục", "Procedure code";
        procedure_hint: "Mã ở danh mục quốc gia, như 1.004222", "Its code in the national catalogue, like 1.004222";
        reason: "Vì sao cần", "Why it is needed";
        reason_hint: "Người dân đọc câu này trước khi đồng ý.", "Residents read this before they agree.";
        reason_error: "Nhập lý do, không quá 300 chữ.", "Enter the reason, 300 characters at most.";
        fields: "Thông tin được hỏi", "Details that may be asked";
        papers: "Giấy tờ được hỏi", "Papers that may be asked";
        scope_error: "Chọn ít nhất một thông tin hay giấy tờ.", "Choose at least one detail or paper.";
        minutes: "Xem được bao lâu", "How long it may be read";
        minutes_of(minutes: u32): "{minutes} phút", "{minutes} minutes";
        partial: "Cho xem một phần", "A part will do";
        partial_hint: "Người dân bỏ bớt được những mục không muốn cho xem.", "Residents may leave out what they do not want to show.";
        remember: "Cho đồng ý một lần dùng mãi", "May be agreed once and for all";
        remember_hint: "Người dân chọn được: lần sau đưa mã trực tiếp là không phải hỏi lại.", "Residents may choose that: later their live code is answer enough.";
        retired: "Thôi dùng", "Retired";
        retired_hint: "Không hỏi theo mục đích này nữa; những gì đã hỏi vẫn như cũ.", "Nothing is asked for it any more; what was asked stays as it was.";
        people: "Người làm việc", "People";
        people_text: "Người được mời thấy lời mời trong ứng dụng và tự nhận hoặc từ chối.", "Whoever is invited sees it in the app and accepts or declines.";
        invite: "Mời người", "Invite somebody";
        number: "Số định danh cá nhân", "Personal number";
        name: "Họ và tên", "Full name";
        role: "Làm gì", "As what";
        officer: "Cán bộ quầy", "Counter officer";
        administrator: "Quản trị viên", "Administrator";
        invited: "Chờ nhận lời", "Invited";
        invite_sent: "Đã ghi lời mời. Nếu người đó có hồ sơ, lời mời hiện trong ứng dụng của họ.", "The invitation is noted. If they have a profile, it shows in their app.";
        since(date: &str): "từ {date}", "since {date}";
        remove: "Gỡ", "Remove";
        remove_title(name: &str): "Gỡ {name}?", "Remove {name}?";
        remove_text: "Ca đang mở của người này kết thúc ngay. Muốn làm lại phải mời lần nữa.", "An open shift of theirs ends at once. To come back they need a new invitation.";
        removed: "Đã gỡ.", "Removed.";
        contests: "Phản ánh", "Contested";
        contests_text(days: u32): "Trả lời người dân trong {days} ngày. Mỗi phản ánh trả lời một lần.", { if days == 1 { "Answer residents within 1 day. Each is answered once.".into() } else { format!("Answer residents within {days} days. Each is answered once.") } };
        no_contests: "Chưa ai phản ánh", "Nothing is contested";
        no_contests_text: "Khi người dân thấy lần xem nào không đúng, phản ánh của họ hiện ở đây.", "When a resident finds that something was not right, it shows here.";
        due(date: &str): "Trả lời trước {date}", "Answer before {date}";
        late(date: &str): "Quá hạn từ {date}", "Overdue since {date}";
        answered: "Đã trả lời", "Answered";
        answer: "Trả lời", "Answer";
        answer_words: "Câu trả lời", "Your answer";
        answer_hint: "Người dân đọc câu này trong lịch sử truy cập của họ.", "The resident reads it in their access history.";
        answer_error: "Nhập câu trả lời, không quá 1000 chữ.", "Enter an answer, 1000 characters at most.";
        answer_sent: "Đã trả lời.", "Answered.";
        who(counter: &str, officer: &str): "{counter} · {officer}", "{counter} · {officer}";
        patterns: "Dấu hiệu lạ", "Unusual";
        patterns_text: "Những điều khác thường ở quầy trong bảy ngày qua. Khác thường chưa chắc là sai.", "What was out of the ordinary in the last seven days. Unusual need not be wrong.";
        no_patterns: "Không có gì lạ", "Nothing unusual";
        no_patterns_text: "Nếu có lần tra cứu nhiều bất thường, nó hiện ở đây.", "If somebody looks up unusually many people, it shows here.";
        times(count: u32): "{count} lần", { if count == 1 { "once".into() } else { format!("{count} times") } };
        many_checks: "Gần hết số lần kiểm tra trong ngày", "Nearly all of a day's checks";
        checked_without_asking: "Kiểm tra nhiều người mà không hỏi gì", "Many checked and asked for nothing";
        same_person: "Kiểm tra một người nhiều lần", "The same person again and again";
        many_refusals: "Nhiều người từ chối", "Many refused";
        wrong_numbers: "Nhập sai sáu số nhiều lần", "Many wrong numbers";
        at_night: "Kiểm tra ban đêm", "Checks at night";
        used_elsewhere: "Mã đã dùng ở quầy khác", "Codes used at another counter";
        export: "Xuất nhật ký", "Take out the record";
        export_text: "Những gì một cán bộ đã kiểm tra, hỏi và xem, cho việc kiểm tra nội bộ. Tên người dân được che bớt. Lần xuất này cũng được ghi lại.", "What an officer checked, asked and read, for an audit. Residents' names are masked. Taking it out is written down too.";
        whose: "Của ai", "Whose";
        from: "Từ ngày", "From";
        to: "Đến ngày", "To";
        date_error: "Nhập ngày như 31/12/2026.", "Enter a date like 31/12/2026.";
        days_error: "Đến ngày phải sau từ ngày, không quá 92 ngày.", "The last day comes after the first, 92 days at most.";
        save_csv: "Tải tệp CSV", "Save the CSV file";
        saved_at(place: &str): "Đã lưu ở {place}", "Saved at {place}";
        downloading: "Trình duyệt đang tải tệp.", "The browser is downloading the file.";
        nobody: "Chưa có cán bộ nào nhận lời", "No officer has accepted yet";
        saved: "Đã lưu.", "Saved.";
    }
}

impl OfficeWords {
    /// A role.
    pub(super) fn role_of(self, role: Role) -> &'static str {
        match role {
            Role::Officer => self.officer(),
            Role::Administrator => self.administrator(),
        }
    }

    /// Something unusual.
    pub(super) fn pattern(self, kind: PatternKind) -> &'static str {
        match kind {
            PatternKind::ManyChecks => self.many_checks(),
            PatternKind::CheckedWithoutAsking => self.checked_without_asking(),
            PatternKind::SamePerson => self.same_person(),
            PatternKind::ManyRefusals => self.many_refusals(),
            PatternKind::WrongNumbers => self.wrong_numbers(),
            PatternKind::AtNight => self.at_night(),
            PatternKind::UsedElsewhere => self.used_elsewhere(),
        }
    }
}
