//! Words about errand passes.

crate::words! {
    /// Words about errand passes.
    pub ErrandWords {
        title: "Nhờ nhận hộ", "Errand passes";
        lead: "Nhờ một người nhận kết quả thay bạn: một lần, ở một nơi, trong một ngày.", "Let somebody collect a result for you: once, at one place, on one day.";
        nothing: "Chưa có giấy nhận hộ nào", "No errand passes yet";
        give: "Nhờ người nhận hộ", "Ask somebody to collect";
        borne: "Bạn nhận hộ", "You collect for others";
        given: "Bạn nhờ người khác", "Others collect for you";
        row_borne(giver: &str, place: &str, date: &str): "{giver} nhờ · {place} · {date}", "For {giver} · {place} · {date}";
        row_given(bearer: &str, place: &str, date: &str): "{bearer} nhận · {place} · {date}", "By {bearer} · {place} · {date}";
        state_today: "Hôm nay", "Today";
        state_later: "Chờ tới ngày", "To come";
        state_missed: "Quá ngày", "Not collected";
        state_handed_over: "Đã trao", "Handed over";
        state_taken_back: "Đã rút lại", "Taken back";
        state_declined: "Đã từ chối", "Declined";

        what_hint: "Đúng như trên giấy hẹn, ví dụ: Giấy chứng nhận kết hôn.", "As on the receipt, for example: Marriage certificate.";
        dossier_hint: "Ghi trên giấy hẹn, ví dụ H17.12-260301-0042.", "On the receipt, for example H17.12-260301-0042.";
        number_hint: "12 chữ số trên thẻ căn cước của người đó. Chỉ người có số này nhận được.", "The 12 digits on their identity card. Only whoever has this number can collect.";
        day_hint(days: i32, today: &str): "Hôm nay hoặc trong {days} ngày tới, ví dụ {today}.", "Today or within {days} days, for example {today}.";
        look: "Xem lại", "Look it over";
        review: "Xem lại trước khi nhờ", "Look it over first";
        said(bearer: &str, what: &str, place: &str, date: &str): "{bearer} sẽ nhận thay bạn “{what}” tại {place}, ngày {date}.", "{bearer} will collect “{what}” for you at {place} on {date}.";
        promise: "Người này chỉ nhận được đúng kết quả trên, không xem được hồ sơ hay giấy tờ nào của bạn. Bạn rút lại được cho tới khi quầy trao.", "They can collect this result and nothing else, and see nothing of your profile or papers. You can take it back until it is handed over.";
        agree: "Đồng ý nhờ nhận hộ", "Agree";
        done(bearer: &str): "Đã nhờ {bearer}. Bạn báo người đó mở ứng dụng, mục Nhờ nhận hộ.", "The pass is given. Tell {bearer} to open Errand passes in their app.";

        for_giver(giver: &str): "{giver} nhờ bạn nhận hộ", "You collect it for {giver}";
        by_bearer(bearer: &str): "{bearer} nhận thay bạn", "{bearer} collects it for you";
        on(date: &str): "ngày {date}", "on {date}";
        steps: "Ở quầy", "At the counter";
        step_own: "Đưa mã trực tiếp của bạn trước.", "Show your own live code first.";
        own_code: "Mở mã của tôi", "Open my code";
        step_pass: "Rồi đưa mã này.", "Then show this code.";
        code: "Mã của giấy nhận hộ", "The errand pass's code";
        only_on(date: &str): "Mã này chỉ dùng được ngày {date}.", "This code counts only on {date}.";
        offline: "Dùng được khi không có mạng", "Works without a network";
        no_code: "Mã của giấy này chưa về máy. Bạn nối mạng rồi cập nhật.", "The pass's code has not arrived here yet. Connect and update.";
        facts: "Trên giấy nhận hộ", "What the pass says";
        what: "Nhận gì", "What";
        giver: "Người nhờ", "Given by";
        bearer: "Người nhận hộ", "Collected by";
        place: "Nơi nhận", "Where";
        day: "Ngày nhận", "Day";
        dossier: "Mã hồ sơ", "Dossier";

        you_collected(time: &str, counter: &str): "Quầy đã trao cho bạn lúc {time}, {counter}.", "Handed over to you at {time}, {counter}.";
        they_collected(bearer: &str, time: &str, counter: &str): "Quầy đã trao cho {bearer} lúc {time}, {counter}.", "Handed over to {bearer} at {time}, {counter}.";
        missed(date: &str): "Ngày {date} đã qua mà chưa ai nhận. Còn cần thì làm giấy nhận hộ mới.", "{date} went by and nobody collected it. If it is still needed, a new pass is.";
        you_took_back(time: &str): "Bạn đã rút lại lúc {time}.", "You took it back at {time}.";
        they_took_back(giver: &str, time: &str): "{giver} đã rút lại lúc {time}.", "{giver} took it back at {time}.";
        you_declined(time: &str): "Bạn đã từ chối lúc {time}.", "You declined at {time}.";
        they_declined(bearer: &str, time: &str): "{bearer} đã từ chối lúc {time}.", "{bearer} declined at {time}.";

        take_back: "Rút lại", "Take back";
        take_back_title: "Rút lại giấy nhận hộ?", "Take the pass back?";
        take_back_text(bearer: &str): "{bearer} sẽ không nhận được nữa. Quầy nào đang mất mạng có thể chưa biết ngay.", "{bearer} can't collect it any more. A counter without a network may not know at once.";
        taken_back: "Đã rút lại giấy nhận hộ.", "The pass was taken back.";
        decline: "Từ chối nhận hộ", "Decline";
        decline_title: "Từ chối nhận hộ?", "Decline this pass?";
        decline_text(giver: &str): "{giver} sẽ biết là bạn không nhận hộ. Muốn nhận lại thì cần giấy mới.", "{giver} will see that you don't collect it. To do so after all you need a new pass.";
        declined: "Bạn đã từ chối.", "You declined.";
    }
}
