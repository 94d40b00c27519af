//! Banks of Viet Nam by the number NAPAS gives them (BIN), with the name people know.
//!
//! Source: the public bank list of the NAPAS 247 transfer service, as VietQR documents it.

/// BIN and short name, sorted by BIN.
const BANKS: &[(&str, &str)] = &[
    ("422589", "CIMB"),
    ("458761", "HSBC"),
    ("533948", "Citibank"),
    ("546034", "CAKE"),
    ("546035", "Ubank"),
    ("668888", "KBank"),
    ("796500", "DBS"),
    ("801011", "Nonghyup"),
    ("963388", "Timo"),
    ("970400", "SaigonBank"),
    ("970403", "Sacombank"),
    ("970405", "Agribank"),
    ("970406", "VikkiBank"),
    ("970407", "Techcombank"),
    ("970408", "GPBank"),
    ("970409", "BacABank"),
    ("970410", "Standard Chartered"),
    ("970412", "PVcomBank"),
    ("970414", "MBV"),
    ("970415", "VietinBank"),
    ("970416", "ACB"),
    ("970418", "BIDV"),
    ("970419", "NCB"),
    ("970421", "VRB"),
    ("970422", "MBBank"),
    ("970423", "TPBank"),
    ("970424", "Shinhan Bank"),
    ("970425", "ABBANK"),
    ("970426", "MSB"),
    ("970427", "VietABank"),
    ("970428", "Nam A Bank"),
    ("970429", "SCB"),
    ("970430", "PGBank"),
    ("970431", "Eximbank"),
    ("970432", "VPBank"),
    ("970433", "VietBank"),
    ("970434", "Indovina Bank"),
    ("970436", "Vietcombank"),
    ("970437", "HDBank"),
    ("970438", "BaoViet Bank"),
    ("970439", "Public Bank"),
    ("970440", "SeABank"),
    ("970441", "VIB"),
    ("970442", "Hong Leong Bank"),
    ("970443", "SHB"),
    ("970444", "VCBNeo"),
    ("970446", "Co-opBank"),
    ("970448", "OCB"),
    ("970449", "LPBank"),
    ("970452", "KienlongBank"),
    ("970454", "BVBank"),
    ("970455", "IBK Ha Noi"),
    ("970456", "IBK HCM"),
    ("970457", "Woori Bank"),
    ("970458", "UOB"),
    ("970462", "Kookmin Ha Noi"),
    ("970463", "Kookmin HCM"),
    ("970466", "KEB Hana HCM"),
    ("970467", "KEB Hana Ha Noi"),
    ("971005", "Viettel Money"),
    ("971011", "VNPT Money"),
    ("999888", "VBSP"),
];

/// The short name of the bank with that BIN.
pub(crate) fn name(bin: &str) -> Option<&'static str> {
    BANKS
        .binary_search_by_key(&bin, |(bin, _)| bin)
        .ok()
        .map(|i| BANKS[i].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_six_digits() {
        assert!(BANKS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(
            BANKS
                .iter()
                .all(|(bin, _)| bin.len() == 6 && bin.bytes().all(|b| b.is_ascii_digit()))
        );
        assert_eq!(name("970436"), Some("Vietcombank"));
        assert_eq!(name("970405"), Some("Agribank"));
        assert_eq!(name("000000"), None);
    }
}
