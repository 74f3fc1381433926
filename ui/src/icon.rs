//! Owns the signs beside words: line drawings of 24 units, always next to the word they stand for.

use crate::Ui;

/// The sign of this name as markup; an unknown name gives nothing.
pub(crate) fn icon(name: &str) -> String {
    let Some((_, lines)) = SIGNS.iter().find(|(n, _)| *n == name) else { return String::new() };
    format!(r#"<svg class="ic" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{lines}</svg>"#)
}

impl Ui {
    /// The sign of this name, for templates.
    pub(crate) fn icon(&self, name: &str) -> String {
        icon(name)
    }
}

const SIGNS: &[(&str, &str)] = &[
    ("back", r#"<path d="M14.5 5L7.5 12l7 7"/>"#),
    (
        "bell",
        r#"<path d="M5 17.5c1.5-1.5 2-3.5 2-7a5 5 0 0 1 10 0c0 3.500.5 5.500 2 7zM9.800 20.500c1 1 3.400 1 4.400 0"/>"#,
    ),
    (
        "book",
        r#"<path d="M12 6.500c-2-1.600-4.600-2-8-2v13.800c3.400 0 6 .4 8 2c2-1.600 4.600-2 8-2V4.500c-3.400 0-6 .4-8 2zM12 6.500v13.800"/>"#,
    ),
    (
        "calendar",
        r#"<rect x="3.500" y="5" width="17" height="15.500" rx="3.500"/><path d="M8 2.800v4M16 2.800v4M3.500 10.500h17"/>"#,
    ),
    ("check", r#"<path d="M5 12.500l4.500 4.700L19 7"/>"#),
    ("clock", r#"<circle cx="12" cy="12" r="9"/><path d="M12 6.800V12l3.600 2.200"/>"#),
    (
        "cloth",
        r#"<path d="M4 6c3-1.800 5 1.500 8 0s5-1.500 8 0v12c-3-1.500-5-1.500-8 0s-5 1.800-8 0z"/><path d="M4 11c3-1.800 5 1.500 8 0s5-1.500 8 0"/>"#,
    ),
    (
        "cold",
        r#"<path d="M12 2.800v18.400M4 7.400l16 9.200M20 7.400L4 16.600M9.600 4.400L12 6.800l2.400-2.400M9.600 19.600L12 17.200l2.400 2.400"/>"#,
    ),
    (
        "contrast",
        r#"<path d="M8.500 3v18M4 5.600l9 12.800M13 5.600l-9 12.800M17.500 19c-2.200-3 2.200-4 0-7.200c-1.200-1.800-.4-3.800.8-5.600"/>"#,
    ),
    (
        "eye",
        r#"<path d="M2.500 12c2.300-4.300 5.500-6.500 9.500-6.500s7.200 2.200 9.500 6.500c-2.300 4.300-5.500 6.500-9.500 6.500s-7.200-2.200-9.500-6.500z"/><circle cx="12" cy="12" r="2.800"/>"#,
    ),
    (
        "hand",
        r#"<path d="M8 12.500V5.700a1.500 1.500 0 0 1 3 0v5M11 10.500V4.200a1.500 1.500 0 0 1 3 0v6.300M14 10.800V5.700a1.500 1.500 0 0 1 3 0v7.800c0 4.500-2.200 7.300-6 7.300c-3.200 0-4.600-1.500-6.800-5.200l-1.500-2.700c-.5-1.300 1.400-2.400 2.500-1.200L8 14.500"/>"#,
    ),
    (
        "heat",
        r#"<path d="M6 20c-3-3.500 3-4.500 0-8.500c-1.500-2-.5-4.500 1-6.500M12 20c-3-3.500 3-4.500 0-8.500c-1.500-2-.5-4.500 1-6.500M18 20c-3-3.500 3-4.500 0-8.500c-1.500-2-.5-4.500 1-6.500"/>"#,
    ),
    (
        "info",
        r#"<circle cx="12" cy="12" r="9"/><path d="M12 11v5.500"/><circle cx="12" cy="7.600" r=".6" fill="currentColor"/>"#,
    ),
    (
        "list",
        r#"<rect x="3.500" y="4" width="7" height="7" rx="2"/><rect x="3.500" y="14" width="7" height="6" rx="2"/><path d="M14 5.500h6.500M14 9.500h4.500M14 15.500h6.500M14 19h4.500"/>"#,
    ),
    (
        "massage",
        r#"<circle cx="6.800" cy="12" r="4"/><circle cx="17.200" cy="12" r="4"/><path d="M12 3.500v17" stroke-dasharray="2 3.600"/>"#,
    ),
    (
        "move",
        r#"<circle cx="13.200" cy="4.200" r="1.900"/><path d="M12.600 8.200l-1.700 6.300l4 2.300l1.300 4.200M10.900 14.500l-1.600 3.300l-3.300 3M8.200 12.800l1.200-3.300l3.200-1.300l2.600 3l2.800.9"/>"#,
    ),
    ("next", r#"<path d="M9.500 5l7 7l-7 7"/>"#),
    ("pause", r#"<path d="M8 5v14M16 5v14" stroke-width="3.500"/>"#),
    (
        "plan",
        r#"<path d="M6 3.500v17"/><circle cx="6" cy="7" r="2.200" fill="currentColor" stroke="none"/><circle cx="6" cy="16" r="2.200" fill="currentColor" stroke="none"/><path d="M11 7h9M11 16h6"/>"#,
    ),
    ("plus", r#"<path d="M12 5v14M5 12h14"/>"#),
    ("play", r#"<path d="M8 5.500v13l10.500-6.500z" fill="currentColor"/>"#),
    (
        "print",
        r#"<path d="M7 8.500V3.800h10v4.700M7 17H4.800a1.300 1.300 0 0 1-1.300-1.300v-5.200a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v5.200a1.300 1.300 0 0 1-1.300 1.300H17M7 14h10v6.200H7z"/>"#,
    ),
    (
        "shield",
        r#"<path d="M12 3l7.500 2.800v5.700c0 4.800-3 8-7.500 9.700c-4.500-1.700-7.500-4.900-7.500-9.700V5.800z"/><path d="M8.800 12l2.300 2.400l4.200-4.600"/>"#,
    ),
    (
        "sliders",
        r#"<path d="M4 7.500h8M17.500 7.500H20M4 16.500h2.500M12 16.500h8"/><circle cx="14.700" cy="7.500" r="2.500"/><circle cx="9.200" cy="16.500" r="2.500"/>"#,
    ),
    (
        "stretch",
        r#"<path d="M4 19.500C4 10.500 10 5 19.500 5M14.500 2.800L19.800 5l-2.400 5.200"/><circle cx="4.300" cy="19.300" r="1.200"/>"#,
    ),
    (
        "sun",
        r#"<circle cx="12" cy="12" r="4.2"/><path d="M12 2.500v2.200M12 19.300v2.200M2.500 12h2.200M19.300 12h2.200M5.300 5.300l1.500 1.500M17.200 17.200l1.500 1.500M18.700 5.300l-1.500 1.500M6.800 17.200l-1.500 1.500"/>"#,
    ),
    (
        "warn",
        r#"<path d="M12 3.800L21.500 20h-19zM12 10v4.500"/><circle cx="12" cy="17.200" r=".6" fill="currentColor"/>"#,
    ),
    ("x", r#"<path d="M5.500 5.500l13 13M18.500 5.500l-13 13"/>"#),
];
