//! Vietnamese.

use domain::{DocumentKind, DocumentOrigin, MediaType, NumberMismatch, ProfileField, Sex, Source, Validity};
use protocol::{
    api::{DeviceState, ErrandVerdict, Platform},
    app::{AppError, ContentState, InputField, Language, LockReason, SignatureView, TextSize, Theme, Verdict},
    problem::ErrorCode,
};

use super::{Said, Voice, bytes};

/// The Vietnamese voice.
pub(super) struct Vietnamese;

impl Voice for Vietnamese {
    fn error(&self, error: &AppError) -> Said {
        let (what, then) = match error {
            AppError::InvalidInput { .. } => ("Còn chỗ chưa đúng.", "Bạn xem lại những ô được đánh dấu."),
            AppError::Offline => (
                "Chưa kết nối được với thành phố.",
                "Chưa có gì bị mất. Bạn kiểm tra mạng rồi thử lại.",
            ),
            AppError::CookiesBlocked => (
                "Trình duyệt này đang chặn cookie nên chưa đăng nhập được.",
                "Bạn cho phép cookie của trang này trong cài đặt trình duyệt rồi thử lại. Trang chỉ dùng cookie để giữ phiên đăng nhập.",
            ),
            AppError::City {
                code,
                attempts_left,
                retry_after,
                ..
            } => {
                return self.city(*code, *attempts_left, *retry_after);
            }
            AppError::CityIncomprehensible => (
                "Không đọc được trả lời của thành phố.",
                "Có thể mạng bạn dùng chặn ở giữa, hoặc ứng dụng đã cũ. Bạn thử mạng khác hoặc cập nhật ứng dụng.",
            ),
            AppError::SessionEnded => (
                "Phiên làm việc với thành phố đã hết.",
                "Bạn nhận mã qua tin nhắn để tiếp tục; giấy tờ đã lưu vẫn mở được.",
            ),
            AppError::DeviceRemoved => (
                "Máy này đã bị gỡ khỏi tài khoản.",
                "Giấy tờ đã lưu vẫn mở được. Muốn dùng tiếp với thành phố, bạn nhận mã qua tin nhắn rồi xem mục Thiết bị.",
            ),
            AppError::Locked => ("Ứng dụng đang khóa.", "Bạn nhập mã PIN để mở."),
            AppError::NoSignIn => ("Lần đăng nhập này không còn nữa.", "Bạn bắt đầu lại từ đầu."),
            AppError::WrongPin { attempts_left, .. } => {
                return Said::new("Mã PIN chưa đúng.", tries(*attempts_left));
            }
            AppError::PinDelayed { wait_seconds, .. } => {
                return Said::new(
                    "Sai mã PIN nhiều lần.",
                    format!("Bạn chờ {} rồi nhập tiếp.", self.duration(u64::from(*wait_seconds))),
                );
            }
            AppError::VaultErased => (
                "Sai mã PIN quá nhiều lần nên dữ liệu trên máy này đã được xóa.",
                "Hồ sơ của bạn ở thành phố vẫn nguyên. Bạn đăng nhập lại để lấy về.",
            ),
            AppError::VaultDamaged => (
                "Dữ liệu lưu trên máy này bị hỏng, không mở được.",
                "Hồ sơ của bạn ở thành phố vẫn nguyên. Bạn gỡ khỏi máy này rồi đăng nhập lại.",
            ),
            AppError::VaultNewer => (
                "Dữ liệu trên máy này do bản ứng dụng mới hơn ghi.",
                "Bạn cập nhật ứng dụng rồi mở lại.",
            ),
            AppError::KeyringMissing => (
                "Kho khóa của máy không có phần khóa của bạn.",
                "Bạn đăng nhập vào máy như mọi khi rồi thử lại. Nếu máy mới cài lại, bạn gỡ khỏi máy này rồi đăng nhập lại.",
            ),
            AppError::DiskFull => ("Máy đã đầy bộ nhớ.", "Bạn xóa bớt tệp không cần rồi thử lại."),
            AppError::FileTooLarge { bytes: size, limit } => {
                return Said::new(
                    format!(
                        "Tệp {}, lớn hơn mức {}.",
                        bytes(*size, Language::Vi),
                        bytes(*limit, Language::Vi)
                    ),
                    "Bạn chọn tệp nhỏ hơn, hoặc quét lại với độ nét thấp hơn.",
                );
            }
            AppError::FileEmpty => ("Tệp này trống.", "Bạn chọn tệp khác."),
            AppError::FileKind => (
                "Tệp này không phải PDF, JPEG, PNG hay WebP.",
                "Bạn lưu lại dưới một trong các dạng đó rồi chọn lại.",
            ),
            AppError::PictureUnreadable => ("Không đọc được ảnh này.", "Bạn thử ảnh khác, dạng JPEG, PNG hoặc WebP."),
            AppError::NoCode => (
                "Không thấy mã nào trong ảnh.",
                "Bạn chụp gần hơn, đủ sáng, thấy trọn cả mã rồi thử lại.",
            ),
            AppError::CameraAbsent => (
                "Không mở được máy ảnh.",
                "Có thể máy không có, hoặc ứng dụng khác đang dùng. Bạn có thể chọn ảnh thay cho máy ảnh.",
            ),
            AppError::CameraDenied => (
                "Máy chưa cho ứng dụng dùng máy ảnh.",
                "Bạn cho phép trong phần cài đặt của máy, hoặc chọn ảnh thay cho máy ảnh.",
            ),
            AppError::NotFound => ("Mục này không còn nữa.", "Có thể nó đã bị xóa trên máy khác."),
            AppError::NotYours => (
                "Phần này do nơi đã xác thực hoặc cấp giấy giữ, bạn không tự sửa được.",
                "Nếu thấy sai, bạn báo với nơi đó.",
            ),
            AppError::NoCredential => (
                "Máy này chưa có chứng thực của thành phố.",
                "Bạn nối mạng một lần để lấy; sau đó mã trực tiếp dùng được cả khi không có mạng.",
            ),
            AppError::ContentAbsent => ("Tệp của giấy này chưa có trên máy.", "Bạn tải về khi có mạng."),
            AppError::ContentDamaged => ("Bản sao của tệp trên máy bị hỏng.", "Bạn tải lại; bản hỏng đã được bỏ."),
            AppError::NotSaved => (
                "Chưa lưu được tệp vào máy.",
                "Bạn xem thư mục Tải xuống có ghi được không rồi thử lại.",
            ),
            AppError::Cancelled => ("Đã dừng theo ý bạn.", ""),
            AppError::Internal => (
                "Ứng dụng gặp lỗi khi làm việc này.",
                "Dữ liệu của bạn không mất. Bạn thử lại; nếu vẫn vậy, mở lại ứng dụng.",
            ),
        };
        Said::new(what, then)
    }

    fn input(&self, field: InputField) -> &'static str {
        match field {
            InputField::Identifier => "Nhập số điện thoại 10 số hoặc số định danh 12 số.",
            InputField::PersonalNumber => "Số định danh có đúng 12 chữ số.",
            InputField::FullName => "Nhập họ tên như trên thẻ, chỉ gồm chữ.",
            InputField::BirthDate => "Nhập ngày sinh có thật, dạng ngày/tháng/năm, từ năm 1900.",
            InputField::Sex => "Chọn giới tính.",
            InputField::Phone => "Nhập số di động Việt Nam, 10 số, bắt đầu bằng 0.",
            InputField::Ward => "Chọn phường, xã trong danh sách.",
            InputField::Address => "Địa chỉ dài tối đa 200 ký tự, không có ký tự lạ.",
            InputField::FormerIdNumber => "Số chứng minh cũ có đúng 9 chữ số.",
            InputField::HealthInsuranceNumber => "Mã bảo hiểm y tế có 10 hoặc 15 ký tự.",
            InputField::Email => "Địa chỉ thư cần có dạng ten@noi.vn.",
            InputField::Occupation => "Nghề nghiệp dài tối đa 200 ký tự, không có ký tự lạ.",
            InputField::Code => "Mã trong tin nhắn có 6 chữ số.",
            InputField::Pin => "Mã PIN có đúng 6 chữ số.",
            InputField::PinTrivial => "Mã PIN này dễ đoán. Bạn chọn dãy số khác, không lặp, không liền nhau.",
            InputField::Label => "Tên hiển thị có từ 1 đến 24 ký tự.",
            InputField::Title => "Đặt tên cho giấy này, tối đa 120 ký tự.",
            InputField::Number => "Số giấy dài tối đa 60 ký tự.",
            InputField::IssuedOn => "Nhập ngày cấp có thật, dạng ngày/tháng/năm.",
            InputField::ExpiresOn => "Nhập ngày hết hạn có thật, không trước ngày cấp.",
            InputField::RefusalWords => "Lý do dài tối đa 300 ký tự.",
            InputField::ContestWords => "Bạn viết vài chữ, tối đa 1.000 ký tự.",
            InputField::CodeNumber => "Số dưới mã có 6 chữ số.",
            InputField::Organisation => "Chọn nơi nhận kết quả trong danh sách.",
            InputField::BearerNumber => "Nhập số định danh 12 chữ số của người nhận hộ, không phải số của bạn.",
            InputField::BearerName => "Nhập họ tên người nhận hộ, chỉ gồm chữ.",
            InputField::ErrandTitle => "Ghi giấy tờ hoặc kết quả cần nhận, tối đa 120 ký tự.",
            InputField::Dossier => "Mã hồ sơ dài tối đa 40 ký tự.",
            InputField::ErrandDay => "Chọn hôm nay hoặc một ngày trong 30 ngày tới, dạng ngày/tháng/năm.",
        }
    }

    fn input_name(&self, field: InputField) -> &'static str {
        match field {
            InputField::Identifier => "Số điện thoại hoặc số định danh",
            InputField::PersonalNumber => "Số định danh cá nhân",
            InputField::FullName => "Họ và tên",
            InputField::BirthDate => "Ngày sinh",
            InputField::Sex => "Giới tính",
            InputField::Phone => "Số điện thoại",
            InputField::Ward => "Phường, xã đang ở",
            InputField::Address => "Số nhà, đường",
            InputField::FormerIdNumber => "Số chứng minh cũ",
            InputField::HealthInsuranceNumber => "Mã bảo hiểm y tế",
            InputField::Email => "Thư điện tử",
            InputField::Occupation => "Nghề nghiệp",
            InputField::Code => "Mã trong tin nhắn",
            InputField::Pin | InputField::PinTrivial => "Mã PIN",
            InputField::Label => "Tên hiển thị",
            InputField::Title => "Tên giấy",
            InputField::Number => "Số giấy",
            InputField::IssuedOn => "Ngày cấp",
            InputField::ExpiresOn => "Ngày hết hạn",
            InputField::RefusalWords => "Lý do",
            InputField::ContestWords => "Nội dung phản ánh",
            InputField::CodeNumber => "Số dưới mã",
            InputField::Organisation => "Nơi nhận kết quả",
            InputField::BearerNumber => "Số định danh của người nhận hộ",
            InputField::BearerName => "Họ và tên người nhận hộ",
            InputField::ErrandTitle => "Nhận gì",
            InputField::Dossier => "Mã hồ sơ",
            InputField::ErrandDay => "Ngày nhận",
        }
    }

    fn field(&self, field: ProfileField) -> &'static str {
        self.input_name(field.into())
    }

    fn sex(&self, sex: Sex) -> &'static str {
        match sex {
            Sex::Unknown => "Chưa khai",
            Sex::Male => "Nam",
            Sex::Female => "Nữ",
        }
    }

    fn document_kind(&self, kind: DocumentKind) -> &'static str {
        match kind {
            DocumentKind::IdentityCard => "Thẻ căn cước",
            DocumentKind::BirthCertificate => "Giấy khai sinh",
            DocumentKind::MarriageCertificate => "Giấy chứng nhận kết hôn",
            DocumentKind::ResidenceConfirmation => "Xác nhận thông tin về cư trú",
            DocumentKind::HealthInsuranceCard => "Thẻ bảo hiểm y tế",
            DocumentKind::DrivingLicence => "Giấy phép lái xe",
            DocumentKind::VehicleRegistration => "Chứng nhận đăng ký xe",
            DocumentKind::LandUseCertificate => "Giấy chứng nhận quyền sử dụng đất",
            DocumentKind::Diploma => "Bằng cấp, chứng chỉ",
            DocumentKind::CriminalRecord => "Phiếu lý lịch tư pháp",
            DocumentKind::Passport => "Hộ chiếu",
            DocumentKind::BusinessLicence => "Giấy phép kinh doanh",
            DocumentKind::Other => "Giấy tờ khác",
        }
    }

    fn origin(&self, origin: DocumentOrigin) -> &'static str {
        match origin {
            DocumentOrigin::Issued => "Được cấp",
            DocumentOrigin::Uploaded => "Tự tải lên",
        }
    }

    fn content(&self, content: ContentState) -> &'static str {
        match content {
            ContentState::None => "Không có tệp",
            ContentState::Remote => "Tệp ở thành phố",
            ContentState::Partial => "Đã tải một phần",
            ContentState::Here => "Đọc được khi không có mạng",
        }
    }

    fn validity(&self, validity: Validity) -> String {
        match validity {
            Validity::Open => String::new(),
            Validity::Valid => "Còn hạn".to_owned(),
            Validity::EndsSoon { days: 0 } => "Hết hạn hôm nay".to_owned(),
            Validity::EndsSoon { days } => format!("Còn {days} ngày"),
            Validity::Expired => "Đã hết hạn".to_owned(),
        }
    }

    fn media_type(&self, media_type: MediaType) -> &'static str {
        match media_type {
            MediaType::Pdf => "Tệp PDF",
            MediaType::Jpeg => "Ảnh JPEG",
            MediaType::Png => "Ảnh PNG",
            MediaType::Webp => "Ảnh WebP",
        }
    }

    fn verdict(&self, verdict: Verdict) -> (&'static str, &'static str) {
        match verdict {
            Verdict::Valid => (
                "HỢP LỆ",
                "Thành phố ký, máy được cấp đang giữ, mã vừa tạo, chưa bị thu hồi.",
            ),
            Verdict::Expired => ("HẾT HẠN", "Mã đã quá thời gian dùng. Bạn nhờ người kia mở mã mới."),
            Verdict::FromFuture => (
                "LỆCH GIỜ",
                "Mã ghi giờ sau giờ hiện tại: đồng hồ một trong hai máy sai. Hai bên chỉnh giờ rồi quét lại.",
            ),
            Verdict::Revoked => (
                "ĐÃ THU HỒI",
                "Thành phố đã thu hồi chứng thực của máy này. Không dùng được nữa.",
            ),
            Verdict::Used => (
                "ĐÃ DÙNG",
                "Mã này đã được quét một lần. Bạn nhờ người kia mở mã mới; nếu không phải họ, mã đã bị chép lại.",
            ),
            Verdict::Forged => ("KHÔNG THẬT", "Chữ ký không khớp: mã bị sửa hoặc bị làm giả."),
            Verdict::UnknownIssuer => (
                "KHÔNG NHẬN RA",
                "Mã do nơi máy này không biết ký. Bạn nối mạng rồi quét lại.",
            ),
            Verdict::CannotTell => (
                "CHƯA RÕ",
                "Máy này chưa có khóa của thành phố hoặc đồng hồ bị chậm nên chưa kiểm được. Bạn chỉnh giờ, nối mạng một lần rồi quét lại.",
            ),
        }
    }

    fn signature(&self, signature: SignatureView) -> (&'static str, &'static str) {
        match signature {
            SignatureView::Signed => (
                "CÓ CHỮ KÝ",
                "Thành phố đã ký mã này. Mã chuẩn chỉ cho biết là ai, không thay cho mã trực tiếp.",
            ),
            SignatureView::CardCancelled => (
                "THẺ ĐÃ HỦY",
                "Thành phố đã ký thẻ này, nhưng chủ thẻ đã hủy. Bạn đừng dùng thẻ; hãy xem mã trực tiếp của người đó.",
            ),
            SignatureView::Unsigned => ("CHƯA KÝ", "Mã không có chữ ký: chỉ là thông tin tự khai."),
            SignatureView::Forged => ("KHÔNG THẬT", "Chữ ký không khớp: mã bị sửa hoặc bị làm giả."),
            SignatureView::UnknownIssuer => (
                "KHÔNG NHẬN RA",
                "Mã do nơi máy này không biết ký. Bạn nối mạng rồi quét lại.",
            ),
        }
    }

    fn errand_verdict(&self, verdict: ErrandVerdict) -> (&'static str, &'static str) {
        match verdict {
            ErrandVerdict::Valid => (
                "HỢP LỆ",
                "Thành phố ký giấy này cho đúng người vừa đưa mã, đúng nơi này, đúng hôm nay.",
            ),
            ErrandVerdict::OtherPerson => (
                "SAI NGƯỜI",
                "Giấy này nhờ một người khác, không phải người vừa đưa mã. Đừng trao kết quả.",
            ),
            ErrandVerdict::OtherOrganisation => (
                "SAI NƠI",
                "Giấy này dùng ở nơi khác. Bạn chỉ người dân tới đúng nơi ghi trên giấy.",
            ),
            ErrandVerdict::TooEarly => ("CHƯA TỚI NGÀY", "Giấy này chỉ dùng được vào ngày ghi trên giấy."),
            ErrandVerdict::TooLate => (
                "QUÁ NGÀY",
                "Ngày ghi trên giấy đã qua. Người nhờ cần làm giấy nhận hộ mới.",
            ),
            ErrandVerdict::Ended => (
                "ĐÃ RÚT LẠI",
                "Người nhờ đã rút lại, hoặc người nhận hộ đã từ chối. Đừng trao kết quả.",
            ),
            ErrandVerdict::HandedOver => ("ĐÃ TRAO", "Kết quả này đã được trao rồi. Giấy chỉ dùng một lần."),
            ErrandVerdict::Forged => ("KHÔNG THẬT", "Chữ ký không khớp: giấy bị sửa hoặc bị làm giả."),
            ErrandVerdict::UnknownIssuer => (
                "KHÔNG NHẬN RA",
                "Giấy do nơi khác ký, ở đây không nhận ra. Không dùng được.",
            ),
            ErrandVerdict::CannotTell => (
                "CHƯA RÕ",
                "Chưa có gì để đối chiếu. Bạn quét lại mã trực tiếp của người nhận hộ, rồi quét giấy này.",
            ),
        }
    }

    fn mismatch(&self, mismatch: NumberMismatch) -> &'static str {
        match mismatch {
            NumberMismatch::Province => {
                "Ba số đầu thường là mã tỉnh nơi khai sinh, nhưng không có tỉnh nào mang mã này."
            }
            NumberMismatch::Sex => "Số thứ tư thường cho biết giới tính, và khác với giới tính đã khai.",
            NumberMismatch::BirthYear => {
                "Số thứ tư đến thứ sáu thường cho biết năm sinh, và khác với ngày sinh đã khai."
            }
        }
    }

    fn source(&self, source: &Source) -> String {
        match source {
            Source::Declared => "Tự khai".to_owned(),
            Source::Verified { by } => format!("Đã xác thực · {by}"),
        }
    }

    fn platform(&self, platform: Platform) -> &'static str {
        match platform {
            Platform::Android => "Điện thoại Android",
            Platform::Ios => "iPhone, iPad",
            Platform::Linux => "Máy tính Linux",
            Platform::Macos => "Máy Mac",
            Platform::Windows => "Máy tính Windows",
            Platform::Web => "Trình duyệt",
        }
    }

    fn device_state(&self, state: DeviceState) -> &'static str {
        match state {
            DeviceState::Active => "Đang dùng",
            DeviceState::Revoked => "Đã gỡ",
            DeviceState::WipeOrdered => "Đã gỡ, chờ xóa dữ liệu",
            DeviceState::WipeDelivered => "Đã gỡ, đã nhận lệnh xóa",
        }
    }

    fn lock_reason(&self, reason: LockReason) -> Said {
        match reason {
            LockReason::Idle => Said::new("Ứng dụng đã tự khóa vì lâu không dùng.", "Bạn nhập mã PIN để mở lại."),
            LockReason::IdleSignOut => Said::new(
                "Trang đã tự đăng xuất vì lâu không dùng.",
                "Bạn đăng nhập lại bằng mã tin nhắn.",
            ),
            LockReason::Wiped => Said::new(
                "Dữ liệu trên máy này đã được xóa theo lệnh từ máy khác của bạn.",
                "Hồ sơ ở thành phố vẫn nguyên. Bạn đăng nhập lại nếu muốn dùng máy này.",
            ),
            LockReason::TooManyPins => Said::new(
                "Mã PIN sai quá nhiều lần nên dữ liệu trên máy này đã được xóa.",
                "Hồ sơ ở thành phố vẫn nguyên. Bạn đăng nhập lại nếu muốn dùng máy này.",
            ),
        }
    }

    fn text_size(&self, size: TextSize) -> &'static str {
        match size {
            TextSize::Normal => "Vừa",
            TextSize::Large => "Lớn",
            TextSize::Larger => "Rất lớn",
            TextSize::Largest => "Lớn nhất",
        }
    }

    fn theme(&self, theme: Theme) -> &'static str {
        match theme {
            Theme::System => "Theo máy",
            Theme::Light => "Sáng",
            Theme::Dark => "Tối",
        }
    }

    fn duration(&self, seconds: u64) -> String {
        match seconds {
            0..60 => format!("{seconds} giây"),
            60..3600 => format!("{} phút", seconds.div_ceil(60)),
            _ => format!("{} giờ", seconds.div_ceil(3600)),
        }
    }
}

impl Vietnamese {
    fn city(&self, code: ErrorCode, attempts_left: Option<u32>, retry_after: Option<u32>) -> Said {
        let wait = || match retry_after {
            Some(seconds) if seconds > 0 => format!("Bạn thử lại sau {}.", self.duration(u64::from(seconds))),
            _ => "Bạn chờ một lát rồi thử lại.".to_owned(),
        };
        let (what, then) = match code {
            ErrorCode::InvalidRequest | ErrorCode::MethodNotAllowed => (
                "Thành phố không hiểu yêu cầu của ứng dụng.",
                "Có thể ứng dụng đã cũ. Bạn cập nhật rồi thử lại.".to_owned(),
            ),
            ErrorCode::InvalidField => (
                "Thành phố chưa nhận những gì bạn khai.",
                "Bạn xem lại từng ô rồi gửi lại.".to_owned(),
            ),
            ErrorCode::Unauthenticated | ErrorCode::SessionExpired | ErrorCode::AccessTokenExpired => (
                "Phiên làm việc với thành phố đã hết.",
                "Bạn nhận mã qua tin nhắn để tiếp tục; giấy tờ đã lưu vẫn mở được.".to_owned(),
            ),
            ErrorCode::TokenReused => (
                "Phiên đã được đóng vì có dấu hiệu bị dùng ở hai nơi.",
                "Bạn đăng nhập lại bằng mã tin nhắn, rồi xem mục Thiết bị có máy nào lạ không.".to_owned(),
            ),
            ErrorCode::ProofInvalid => (
                "Thành phố không nhận ra khóa của máy này.",
                "Bạn gỡ khỏi máy này rồi đăng nhập lại.".to_owned(),
            ),
            ErrorCode::DeviceRevoked => (
                "Máy này đã bị gỡ khỏi tài khoản.",
                "Nếu không phải bạn gỡ, bạn đăng nhập lại rồi xem mục Thiết bị.".to_owned(),
            ),
            ErrorCode::DeviceWipeOrdered => (
                "Có lệnh xóa dữ liệu trên máy này, gửi từ máy khác của bạn.",
                "Hồ sơ ở thành phố vẫn nguyên.".to_owned(),
            ),
            ErrorCode::NotFound => (
                "Mục này không còn ở thành phố.",
                "Có thể nó đã bị xóa trên máy khác.".to_owned(),
            ),
            ErrorCode::Conflict => (
                "Chỗ này vừa được sửa ở nơi khác.",
                "Bạn xem bản mới rồi chọn bản nào giữ lại.".to_owned(),
            ),
            ErrorCode::NotAllowed => (
                "Vai trò của bạn không làm được việc này.",
                "Bạn nhờ quản trị viên của đơn vị.".to_owned(),
            ),
            ErrorCode::NoShift => ("Bạn chưa mở ca làm việc.", "Bạn chọn quầy rồi mở ca.".to_owned()),
            ErrorCode::ShiftLocked => (
                "Ca làm việc đã khóa vì lâu không dùng.",
                "Bạn nhập mã PIN để làm tiếp.".to_owned(),
            ),
            ErrorCode::LastAdministrator => (
                "Đơn vị cần ít nhất một quản trị viên.",
                "Bạn mời người khác làm quản trị viên trước.".to_owned(),
            ),
            ErrorCode::RequestOver => (
                "Yêu cầu này không còn chờ trả lời.",
                "Nếu còn cần, quầy sẽ hỏi lại bạn.".to_owned(),
            ),
            ErrorCode::ShareOver => (
                "Phần này không xem được nữa.",
                "Nếu còn cần, quầy hỏi lại người dân.".to_owned(),
            ),
            ErrorCode::CheckFirst => (
                "Chưa rõ ai đang đứng ở quầy.",
                "Bạn quét lại mã trực tiếp của người này rồi làm tiếp.".to_owned(),
            ),
            ErrorCode::BeyondPurpose => (
                "Mục đích này không cho hỏi như vậy.",
                "Bạn bỏ bớt mục, chọn mục đích khác, hoặc quét lại mã.".to_owned(),
            ),
            ErrorCode::NotWhatIsAsked => (
                "Phần bạn chọn không khớp với phần được hỏi.",
                "Bạn mở lại yêu cầu rồi chọn lại.".to_owned(),
            ),
            ErrorCode::ContentDamaged => (
                "Không mở được tệp của giấy này.",
                "Tệp hỏng hoặc có mật khẩu; người dân cần tải lên lại.".to_owned(),
            ),
            ErrorCode::TooManyChecks => ("Hôm nay bạn đã quét hết số lượt.", wait()),
            ErrorCode::TooManyCards => ("Bạn đã có đủ số thẻ.", "Bạn hủy một thẻ để làm thẻ mới.".to_owned()),
            ErrorCode::TooManyErrands => (
                "Bạn đang có đủ số giấy nhận hộ.",
                "Bạn rút lại một giấy chưa dùng để nhờ việc mới.".to_owned(),
            ),
            ErrorCode::CardRevoked => ("Thẻ này đã bị hủy.", "Bạn làm thẻ mới nếu cần.".to_owned()),
            ErrorCode::CodeExpired => (
                "Mã trong tin nhắn đã quá 5 phút.",
                "Bạn bấm gửi lại để nhận mã mới.".to_owned(),
            ),
            ErrorCode::PayloadTooLarge => ("Tệp lớn quá mức thành phố nhận.", "Bạn chọn tệp nhỏ hơn.".to_owned()),
            ErrorCode::UnsupportedMediaType => (
                "Thành phố không giữ loại tệp này.",
                "Bạn dùng PDF, JPEG, PNG hoặc WebP.".to_owned(),
            ),
            ErrorCode::RangeNotSatisfiable => ("Tệp ở thành phố đã khác lúc đầu.", "Bạn tải lại từ đầu.".to_owned()),
            ErrorCode::CodeWrong => {
                return Said::new(
                    "Mã chưa đúng.",
                    match attempts_left {
                        Some(left) => format!("Bạn còn {left} lần nhập."),
                        None => "Bạn xem lại tin nhắn mới nhất.".to_owned(),
                    },
                );
            }
            ErrorCode::CodeVoid => (
                "Mã này không dùng được nữa vì đã nhập sai nhiều lần.",
                "Bạn bấm gửi lại để nhận mã mới.".to_owned(),
            ),
            ErrorCode::DigestMismatch => ("Tệp gửi lên không nguyên vẹn.", "Ứng dụng sẽ tự gửi lại.".to_owned()),
            ErrorCode::NotYours => (
                "Phần này do nơi đã xác thực hoặc cấp giấy giữ, bạn không tự sửa được.",
                "Nếu thấy sai, bạn báo với nơi đó.".to_owned(),
            ),
            ErrorCode::AppTooOld => (
                "Bản ứng dụng này đã cũ.",
                "Bạn cập nhật ứng dụng để tiếp tục.".to_owned(),
            ),
            ErrorCode::TooManyRequests => ("Bạn làm hơi nhanh.", wait()),
            ErrorCode::TooManySends => ("Đã gửi nhiều tin nhắn tới số này.", wait()),
            ErrorCode::Internal => (
                "Máy của thành phố gặp trục trặc.",
                "Dữ liệu của bạn không mất. Bạn thử lại sau ít phút.".to_owned(),
            ),
            ErrorCode::SmsUnavailable => ("Thành phố chưa gửi được tin nhắn lúc này.", wait()),
            ErrorCode::Unavailable => ("Thành phố đang bận.", wait()),
            ErrorCode::Timeout => ("Thành phố trả lời quá chậm.", wait()),
        };
        Said::new(what, then)
    }
}

fn tries(left: u32) -> String {
    match left {
        0 => "Không còn lần nhập nào.".to_owned(),
        1..=5 => format!("Bạn còn {left} lần; sai hết thì dữ liệu trên máy này sẽ bị xóa."),
        _ => format!("Bạn còn {left} lần."),
    }
}
