//! The words of messages: without accents and at most 160 characters, so that each is one SMS on every network
//! (3GPP TS 23.038), and saying what a password is for (Thông tư 50/2024/TT-NHNN).

use crate::port::sms::SmsPurpose;

/// A one-time password.
pub fn password(purpose: SmsPurpose, code: &str) -> String {
    let act = match purpose {
        SmsPurpose::Enrolment => "mo ho so",
        SmsPurpose::SignIn | SmsPurpose::Notice => "dang nhap",
        SmsPurpose::Shift => "mo ca lam viec",
    };
    format!("Cong dan so Da Nang: ma OTP {act} cua ban la {code}, co hieu luc 5 phut. Khong dua ma nay cho bat ky ai.")
}

/// Somebody tried to open a profile that exists, with another phone.
pub fn enrolled_elsewhere(hotline: &str) -> String {
    format!(
        "Cong dan so Da Nang: co nguoi dung so dinh danh cua ban de mo ho so bang so dien thoai khac. Neu khong phai ban, goi {hotline}."
    )
}

/// Several people of a family are registered with this phone, so it can't tell who wants to sign in.
pub fn shared_phone() -> String {
    "Cong dan so Da Nang: so dien thoai nay co nhieu ho so. Hay dang nhap bang so dinh danh ca nhan.".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::sms::SMS_CHARS;

    #[test]
    fn every_text_is_one_plain_sms() {
        let texts = [
            password(SmsPurpose::Enrolment, "123456"),
            password(SmsPurpose::SignIn, "123456"),
            password(SmsPurpose::Shift, "123456"),
            enrolled_elsewhere("0236 1022"),
            shared_phone(),
        ];
        for text in texts {
            assert!(
                text.is_ascii() && text.len() <= SMS_CHARS,
                "{} characters: {text}",
                text.len()
            );
        }
    }
}
