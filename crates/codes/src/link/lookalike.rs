//! Hosts dressed up as well-known ones.

use domain::text;

/// Hosts residents trust, and where it is distinctive the name that marks them under any suffix.
const KNOWN: [(&str, Option<&str>); 14] = [
    ("danang.gov.vn", None),
    ("dichvucong.gov.vn", Some("dichvucong")),
    ("vneid.gov.vn", Some("vneid")),
    ("baohiemxahoi.gov.vn", Some("baohiemxahoi")),
    ("bocongan.gov.vn", Some("bocongan")),
    ("chinhphu.vn", Some("chinhphu")),
    ("dawaco.com.vn", Some("dawaco")),
    ("evn.com.vn", None),
    ("vietcombank.com.vn", Some("vietcombank")),
    ("bidv.com.vn", Some("bidv")),
    ("vietinbank.vn", Some("vietinbank")),
    ("agribank.com.vn", Some("agribank")),
    ("techcombank.com", Some("techcombank")),
    ("mbbank.com.vn", Some("mbbank")),
];

/// Domains of the same owners that do not end in the host above.
const ALSO_THEIRS: [&str; 8] = [
    "gov.vn",
    "evn.vn",
    "vietcombank.vn",
    "bidv.vn",
    "techcombank.com.vn",
    "techcombank.vn",
    "agribank.vn",
    "mbbank.vn",
];

/// The well-known host that this one looks like without being part of it.
pub(super) fn find(host: &str) -> Option<&'static str> {
    let host = host.to_lowercase();
    let belongs = |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    if KNOWN.iter().any(|(known, _)| belongs(known)) || ALSO_THEIRS.iter().any(|domain| belongs(domain)) {
        return None;
    }
    let seen = skeleton(&host);
    KNOWN
        .iter()
        .find(|(known, name)| resembles(&seen, known, *name))
        .map(|(known, _)| *known)
}

fn resembles(seen: &str, known: &str, name: Option<&str>) -> bool {
    let known = skeleton(known);
    let labels = known.split('.').count();
    let tail: Vec<&str> = seen.rsplitn(labels + 1, '.').take(labels).collect();
    let tail = tail.into_iter().rev().collect::<Vec<_>>().join(".");
    let run = |text: &str| text.replace(['.', '-'], "");
    // A short name has honest neighbours one letter away.
    let first = known.split('.').next().unwrap_or_default();
    let known_run = run(&known);
    tail == known
        || (first.len() >= 6 && one_edit_apart(&tail, &known))
        || (known_run.len() >= 8 && run(seen).contains(&known_run))
        || name.is_some_and(|name| seen.split(['.', '-']).any(|part| part == skeleton(name)))
}

/// The text with letters that look alike made one: no accents, other scripts' twins as Latin,
/// `0` as `o`, `1` and `i` as `l`, `rn` as `m`, `vv` as `w` (after UTS #39 section 4, cut to
/// what matters for these hosts).
fn skeleton(host: &str) -> String {
    let folded: String = text::search_key(host).chars().map(twin).collect();
    folded.replace("rn", "m").replace("vv", "w")
}

fn twin(c: char) -> char {
    match c {
        'а' | 'α' | 'ɑ' => 'a',
        'в' | 'ь' | 'ƅ' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' | 'ɗ' => 'd',
        'е' | 'є' | 'ε' | '3' => 'e',
        'ɡ' | 'ց' | '9' => 'g',
        'һ' | 'ћ' | 'հ' => 'h',
        'і' | 'ї' | 'ι' | 'ı' | 'i' | '1' | 'ӏ' | 'ǀ' | '|' => 'l',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'п' | 'η' | 'ո' => 'n',
        'о' | 'ο' | 'σ' | 'օ' | '0' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' | '5' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ս' => 'u',
        'ѵ' | 'ν' => 'v',
        'ѡ' | 'ω' | 'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' | 'ү' => 'y',
        other => other,
    }
}

/// One letter added, lost, changed or swapped with its neighbour.
fn one_edit_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (short, long) = (&short[same..], &long[same..]);
    match long.len() - short.len() {
        0 => match (short, long) {
            ([], []) => false,
            ([x, y, rest @ ..], [p, q, more @ ..]) if x == q && y == p && rest == more => true,
            _ => short[1..] == long[1..],
        },
        1 => *short == long[1..],
        _ => false,
    }
}

/// Whether one label has letters of more than one script. Digits and hyphens are of every
/// script; accents belong to their letter.
pub(super) fn mixes_scripts(host: &str) -> bool {
    host.split('.').any(|label| {
        let mut scripts = label.chars().filter(|c| c.is_alphabetic()).map(script);
        scripts
            .next()
            .is_some_and(|first| scripts.any(|script| script != first))
    })
}

/// Scripts with letters that pass for Latin, each by its Unicode blocks; Chinese, Japanese and
/// Korean ones count as one (they are written together); the others by their block's start.
fn script(c: char) -> u32 {
    match c as u32 {
        0x0000..=0x02AF | 0x1D00..=0x1DBF | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA720..=0xA7FF => 0,
        0x0370..=0x03FF | 0x1F00..=0x1FFF => 0x0370,
        0x0400..=0x052F | 0x1C80..=0x1C8F => 0x0400,
        0x0530..=0x058F => 0x0530,
        0x1100..=0x11FF | 0x2E80..=0x9FFF | 0xA960..=0xA97F | 0xAC00..=0xD7FF | 0x20000..=0x3FFFF => 0x3000,
        other => other & !0x7F,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_ones_and_strangers_pass() {
        for host in [
            "danang.gov.vn",
            "www.danang.gov.vn",
            "dichvucong.danang.gov.vn",
            "hue.gov.vn",
            "portal.vietcombank.com.vn",
            "example.com",
            "danang.vn",
            "vnexpress.net",
            "even.com.vn.example",
            "env.com.vn",
            "bida.com.vn",
        ] {
            assert_eq!(find(host), None, "{host}");
        }
    }

    #[test]
    fn disguises_are_seen_through() {
        for (host, of) in [
            ("danang-gov-vn.net", "danang.gov.vn"),
            ("dananggov.vn", "danang.gov.vn"),
            ("danang.gov.vn.evil.example", "danang.gov.vn"),
            ("chlnhphu.vn", "chinhphu.vn"),
            ("vneid-dinhdanh.com", "vneid.gov.vn"),
            ("vietcombannk.com.vn", "vietcombank.com.vn"),
            ("vietcombakn.com.vn", "vietcombank.com.vn"),
            ("агribank.com.vn", "agribank.com.vn"),
        ] {
            assert_eq!(find(host), Some(of), "{host}");
        }
    }

    #[test]
    fn one_edit() {
        for (a, b, near) in [
            ("abc", "abc", false),
            ("abc", "abd", true),
            ("abc", "acb", true),
            ("abc", "ab", true),
            ("abc", "xbcd", false),
            ("", "a", true),
            ("abcd", "badc", false),
        ] {
            assert_eq!(one_edit_apart(a, b), near, "{a} {b}");
            assert_eq!(one_edit_apart(b, a), near, "{b} {a}");
        }
    }

    #[test]
    fn scripts() {
        assert!(!mixes_scripts("đànẵng.пример"));
        assert!(mixes_scripts("dаnang.vn"));
        assert!(!mixes_scripts("123-abc.vn"));
    }
}
