//! Words of the screens about papers.

use crate::words;

words! {
    /// Words of the screens about papers.
    pub(super) DocumentsWords {
        title: "Giấy tờ", "Papers";
        add: "Thêm giấy tờ", "Add a paper";
        search: "Tìm giấy tờ", "Search papers";
        search_hint: "Tên, số giấy, nơi cấp; gõ không dấu cũng được", "Name, number, issuer; accents don't matter";
        origin: "Lọc theo nguồn", "Filter by origin";
        all: "Tất cả", "All";
        issued: "Được cấp", "Issued";
        uploaded: "Tự tải lên", "Uploaded";
        found(count: usize): "{count} giấy tờ", { if count == 1 { "1 paper".into() } else { format!("{count} papers") } };
        none: "Chưa có giấy tờ nào", "No papers yet";
        none_text: "Giấy tờ thành phố cấp sẽ tự về đây sau lần cập nhật đầu tiên. Bạn cũng có thể thêm giấy đang giữ: bản PDF hoặc ảnh chụp.",
            "Papers the city issues arrive here after the first update. You can also add papers you hold, as a PDF or a picture.";
        none_issued: "Chưa có giấy tờ nào được cấp", "No issued papers yet";
        none_issued_text: "Khi cơ quan cấp giấy điện tử cho bạn, giấy sẽ tự về đây.", "When an office issues an electronic paper to you, it arrives here.";
        none_uploaded: "Bạn chưa tải giấy tờ nào lên", "You have not uploaded any papers";
        none_uploaded_text: "Thêm bản PDF hoặc ảnh chụp của giấy đang giữ để không phải mang theo.", "Add a PDF or a picture of papers you hold, so you need not carry them.";
        no_match(query: &str): "Không có giấy tờ nào khớp với “{query}”", "No papers match “{query}”";
        no_match_text: "Bạn thử một phần của tên, số giấy hoặc nơi cấp.", "Try a part of the name, the number or the issuer.";
        clear: "Xem tất cả", "Show all";
        choose: "Chọn một giấy tờ để xem", "Choose a paper to read it";
        choose_page: "Nội dung mở ra ở đây.", "What it says opens here.";
        choose_text: "Giấy tờ có trên máy mở được cả khi không có mạng.", "Papers on this device open without a network.";
        verified: "Được cấp · đã xác thực", "Issued · verified";
        not_here: "Chưa tải về", "Not downloaded";
        partly_here: "Tải dở", "Partly downloaded";
        waiting: "Chờ gửi", "Waiting to be sent";
        refused: "Thành phố chưa nhận thay đổi này", "The city did not take this change";
        refused_text: "Bạn sửa lại thông tin rồi lưu để gửi lại, hoặc xóa giấy này.", "Edit what it says and save to send it again, or remove the paper.";
        details: "Thông tin", "Details";
        content: "Nội dung", "Content";
        kind: "Loại giấy", "Kind";
        issuer: "Nơi cấp", "Issued by";
        number: "Số", "Number";
        issued_on: "Ngày cấp", "Date of issue";
        expires_on: "Ngày hết hạn", "Last day";
        added_at: "Vào kho lúc", "In the store since";
        file: "Tệp", "File";
        place: "Nơi lưu", "Where it is";
        no_file: "Giấy này chỉ có thông tin, không có tệp kèm theo.", "This paper has details only, no file.";
        download(size: &str): "Tải về để đọc ({size})", "Download to read ({size})";
        download_plain: "Tải về để đọc", "Download to read";
        resume: "Tải tiếp", "Go on downloading";
        remote_title: "Tệp đang ở thành phố", "The file is at the city";
        remote_page: "Tải về một lần, sau đó xem được cho tới khi bạn đăng xuất.", "Download it once; it opens until you sign out.";
        remote_text: "Tải về một lần, sau đó đọc được cả khi không có mạng.", "Download it once; from then on it opens without a network.";
        partial_title: "Đã tải một phần", "Partly downloaded";
        partial_text: "Phần đã tải vẫn còn; ứng dụng tải tiếp từ chỗ dừng.", "What arrived is kept; the download goes on from there.";
        downloading: "Đang tải về", "Downloading";
        starting: "Đang bắt đầu…", "Starting…";
        stop: "Dừng", "Stop";
        sending: "Đang gửi lên thành phố", "Sending to the city";
        progress(done: &str, total: &str): "{done} trên {total}", "{done} of {total}";
        edit: "Sửa thông tin", "Edit details";
        edit_title: "Sửa thông tin giấy tờ", "Edit a paper";
        remove: "Xóa giấy này", "Remove this paper";
        remove_ask: "Xóa giấy này?", "Remove this paper?";
        remove_text(title: &str): "“{title}” bị xóa khỏi máy này ngay, và khỏi kho của bạn ở thành phố ở lần cập nhật tới. Không lấy lại được.",
            "“{title}” is removed from this device at once, and from your store at the city at the next update. It can't be brought back.";
        remove_yes: "Xóa", "Remove";
        removed: "Đã xóa giấy tờ.", "The paper was removed.";
        saved: "Đã lưu.", "Saved.";
        not_yours: "Giấy do nơi khác cấp: bạn xem và đưa ra được, không sửa hay xóa.", "Issued by others: you can read and show it, not edit or remove it.";
        drop_title: "Chọn tệp của giấy tờ", "Choose the paper's file";
        drop_text(limit: &str): "PDF, hoặc ảnh JPEG, PNG, WebP; tối đa {limit}.", "PDF, or a JPEG, PNG or WebP picture; at most {limit}.";
        drop_or: "Hoặc kéo tệp vào đây.", "Or drop the file here.";
        pick: "Chọn tệp", "Choose a file";
        pick_other: "Chọn tệp khác", "Choose another file";
        only_first: "Mỗi lần một tệp: đã lấy tệp đầu tiên.", "One file at a time: the first was taken.";
        checking: "Đang xem tệp…", "Looking at the file…";
        file_ready(kind: &str, size: &str): "{kind}, {size}", "{kind}, {size}";
        form_title: "Giấy này là gì?", "What is this paper?";
        title_field: "Tên giấy", "Name of the paper";
        title_hint: "Tên bạn dễ tìm lại, ví dụ: Khai sinh của bé Na", "A name you will find again, for example: Na's birth certificate";
        number_field: "Số giấy", "Number on the paper";
        save_add: "Cất vào kho", "Keep it";
        keeping: "Đang mã hóa và cất vào máy…", "Sealing it and keeping it on this device…";
        added: "Đã cất. Giấy sẽ được gửi lên thành phố khi có mạng.", "Kept. It goes to the city when connected.";
        sensitive_page: "Ảnh thẻ căn cước là dữ liệu cá nhân nhạy cảm. Thành phố mã hóa ảnh và chỉ đưa cho ai khi bạn đồng ý.", "A picture of an identity card is sensitive personal data. The city encrypts it and gives it to nobody without your consent.";
        sensitive: "Ảnh thẻ căn cước là dữ liệu cá nhân nhạy cảm. Ảnh được mã hóa trên máy và chỉ đưa cho ai khi bạn đồng ý.",
            "A picture of an ID card is sensitive personal data. It is sealed on this device and given to nobody without your consent.";
        need_file: "Bạn chọn tệp trước.", "Choose a file first.";
        gone: "Giấy này không còn trong kho", "This paper is no longer in the store";
    }
}
