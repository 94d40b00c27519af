//! Words of the code screen.

use crate::words;

words! {
    /// Words of the code screen.
    pub(super) CodeWords {
        title: "Mã của tôi", "My code";
        which: "Loại mã", "Kind of code";
        live: "Mã trực tiếp", "Live code";
        standard: "Mã chuẩn", "Standard code";
        live_alt: "Mã QR trực tiếp của bạn", "Your live QR code";
        standard_alt: "Mã QR chuẩn của bạn", "Your standard QR code";
        live_shown: "Mã trực tiếp đang hiện và tự đổi trước khi hết giờ.", "The live code is on screen and renews itself in time.";
        left(seconds: i64): "{seconds} giây", { if seconds == 1 { "1 second".into() } else { format!("{seconds} seconds") } };
        left_label: "Thời gian còn lại của mã", "Time left for this code";
        offline: "Xác minh được khi không có mạng", "Can be verified without a network";
        renews: "Mã tự đổi mỗi phút, nên ảnh chụp lại sẽ sớm hết hạn.", "It renews every minute, so a photo of it soon expires.";
        number_label: "Quầy không có máy quét thì đọc số này", "Where there is no scanner, read this number out";
        making: "Đang tạo mã…", "Making the code…";
        no_credential: "Chưa có mã trực tiếp", "No live code yet";
        no_credential_text: "Máy này cần nối mạng với thành phố một lần để nhận chứng thực. Sau đó mã trực tiếp dùng được cả khi không có mạng.",
            "This device needs one contact with the city to receive its credential. From then on the live code works without a network.";
        fetch: "Nhận chứng thực", "Get the credential";
        use_standard: "Dùng mã chuẩn", "Use the standard code";
        ends_soon(date: &str): "Mã trực tiếp dùng được đến {date}. Bạn nối mạng trước ngày đó để ứng dụng tự gia hạn.",
            "The live code works until {date}. Connect before then and the app extends it by itself.";
        clock_slow(by: &str): "Đồng hồ máy này chậm khoảng {by} so với giờ thành phố. Bạn bật đặt giờ tự động trong cài đặt máy để mã luôn được nhận.",
            "This device's clock is about {by} slow. Turn on automatic time in its settings so that the code is always accepted.";
        clock_fast(by: &str): "Đồng hồ máy này nhanh khoảng {by} so với giờ thành phố. Bạn bật đặt giờ tự động trong cài đặt máy để mã luôn được nhận.",
            "This device's clock is about {by} fast. Turn on automatic time in its settings so that the code is always accepted.";
        hand_over: "Đưa máy cho cán bộ", "Hand over to an officer";
        hand_over_note: "Chỉ mã hiện ra; mọi thứ khác khóa lại sau mã PIN.", "Only the code shows; everything else stays behind your PIN.";
        handed_over: "Mã đang đưa cho cán bộ", "The code, handed over";
        brighter: "Máy quét khó nhận? Bạn tăng độ sáng màn hình.", "Hard to scan? Make the screen brighter.";
        take_back: "Nhận lại máy", "Take the device back";
        take_back_note: "Cần mã PIN của chủ máy.", "It takes the owner's PIN.";
        show_full: "Hiện đầy đủ", "Show in full";
        show_full_hint: "Khi tắt, số giấy tờ và ngày tháng sinh được che trong mã và bên cạnh.",
            "When off, the document number and day of birth are covered, in the code and beside it.";
        name: "Họ và tên", "Name";
        number: "Số định danh", "Personal number";
        born: "Ngày sinh", "Date of birth";
        qid: "Mã công dân (QID)", "Citizen code (QID)";
        locates: "Mã chuẩn chỉ cho biết bạn là ai, như tấm danh thiếp. Việc cần xác nhận thì dùng mã trực tiếp.",
            "The standard code only tells who you are, like a visiting card. Where you must be confirmed, use the live code.";
        signed(date: &str): "Thành phố ký ngày {date}", "Signed by the city on {date}";
        says: "Mã này cho biết", "What this code says";

        cards: "Thẻ in", "Printed cards";
        cards_lead: "Tấm thẻ có mã chuẩn, để trong ví. Thẻ chỉ giúp tìm hồ sơ, không trao quyền gì; mất thẻ thì hủy ở đây. Làm, xem và hủy thẻ cần nối mạng với thành phố.",
            "A card with the standard code, for your wallet. It only helps to find your profile and grants nothing; if you lose it, cancel it here. Making, seeing and cancelling cards needs the city's network.";
        no_cards: "Bạn chưa có thẻ nào.", "You have no card yet.";
        make_card: "Làm thẻ mới", "Make a card";
        card_made: "Đã có thẻ mới. Bạn tải PDF về để in.", "The card is made. Get its PDF to print it.";
        enough_cards(most: usize): "Bạn có {most} thẻ, nhiều nhất có thể. Hủy một thẻ để làm thẻ mới.", "You have {most} cards, the most there may be. Cancel one to make another.";
        card(serial: &str): "Thẻ số {serial}", "Card {serial}";
        card_issued(date: &str): "Cấp ngày {date}", "Issued on {date}";
        card_pdf: "Tải PDF", "Get the PDF";
        card_saved(place: &str): "Đã lưu vào {place}", "Saved to {place}";
        card_downloading: "Trình duyệt đang tải tệp PDF về.", "The browser is downloading the PDF.";
        cancel_card: "Hủy thẻ", "Cancel the card";
        cancel_ask(serial: &str): "Hủy thẻ số {serial}?", "Cancel card {serial}?";
        cancel_text: "Ai quét thẻ này sẽ thấy là thẻ đã hủy. Thẻ đã hủy không dùng lại được; bạn làm thẻ mới lúc nào cũng được.",
            "Whoever scans this card will see that it is cancelled. It can't be used again; you can make a new one at any time.";
        card_cancelled: "Đã hủy thẻ.", "The card is cancelled.";
    }
}
