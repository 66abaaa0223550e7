//! What CommonMark gets wrong in Chinese, case by case: source and the HTML that a reader gets.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use crate::common::{en, zh};
use egov_report::commentary::{Commentary, Fragment, Setting, render};
use egov_report::diagnostic::{Diagnostics, SourceFile};
use egov_report::lang::Lang;
use egov_report::pipeline::{Inputs, Report, read};

fn report() -> Report {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content");
    read(&Inputs::beside(folder), &Diagnostics::new()).unwrap()
}

fn rendered(report: &Report, lang: Lang, text: &str) -> (Commentary, Vec<String>) {
    let file = Arc::new(SourceFile {
        path: "case.md".into(),
        text: text.into(),
    });
    let diagnostics = Diagnostics::new();
    let commentary = render(&Setting {
        file: &file,
        body: 0,
        lang,
        engine: &report.engine,
        raw_html: false,
        link: &|written| Ok(written.to_owned()),
        diagnostics: &diagnostics,
    });
    let messages = diagnostics.into_sorted().into_iter().map(|d| d.message);
    (commentary, messages.collect())
}

fn html(commentary: &Commentary) -> String {
    written(&commentary.fragments).trim().to_owned()
}

fn written(fragments: &[Fragment]) -> String {
    let parts = fragments.iter().map(|f| match f {
        Fragment::Html(html) => html.clone(),
        Fragment::Chart(id) => format!("[chart {id}]"),
        Fragment::Sparkline(id) => format!("[sparkline {id}]"),
        Fragment::Reference(id) => format!("[figure {id}]"),
    });
    parts.collect()
}

/// Paragraphs in Chinese: source, and what stands between `<p>` and `</p>`.
const CHINESE: &[(&str, &str)] = &[
    ("**重点。**后", "<strong>重点。</strong>后"),
    ("前**重点。**", "前<strong>重点。</strong>"),
    ("前**重点。**后", "前<strong>重点。</strong>后"),
    ("**“重点”**内容", "<strong>“重点”</strong>内容"),
    ("内容**“重点”**", "内容<strong>“重点”</strong>"),
    ("内容**“重点”**内容", "内容<strong>“重点”</strong>内容"),
    ("**《报告》**指出", "<strong>《报告》</strong>指出"),
    ("据**《报告》**的数据", "据<strong>《报告》</strong>的数据"),
    ("**（注）**说明", "<strong>（注）</strong>说明"),
    ("见**（注）**说明", "见<strong>（注）</strong>说明"),
    ("**【提示】**正文", "<strong>【提示】</strong>正文"),
    ("看**【提示】**正文", "看<strong>【提示】</strong>正文"),
    ("**「引文」**正文", "<strong>「引文」</strong>正文"),
    ("增长了**12%**左右", "增长了<strong>12%</strong>左右"),
    ("增长了**+12**左右", "增长了<strong>+12</strong>左右"),
    ("约**$5**的费用", "约<strong>$5</strong>的费用"),
    (
        "称为**API(接口)**的东西",
        "称为<strong>API(接口)</strong>的东西",
    ),
    (
        "称为**\"引用\"**的东西",
        "称为<strong>\"引用\"</strong>的东西",
    ),
    ("称为**‘引用’**的东西", "称为<strong>‘引用’</strong>的东西"),
    ("问**为什么？**因为", "问<strong>为什么？</strong>因为"),
    ("喊**快跑！**然后", "喊<strong>快跑！</strong>然后"),
    ("有**甲、**乙", "有<strong>甲、</strong>乙"),
    ("先**甲；**后乙", "先<strong>甲；</strong>后乙"),
    ("曰**子曰：**学而", "曰<strong>子曰：</strong>学而"),
    ("这样**……**那样", "这样<strong>……</strong>那样"),
    ("这样**——**那样", "这样<strong>——</strong>那样"),
    ("*强调。*后", "<em>强调。</em>后"),
    ("前*“强调”*后", "前<em>“强调”</em>后"),
    ("***都要。***后", "<em><strong>都要。</strong></em>后"),
    ("~~删去。~~后", "<del>删去。</del>后"),
    ("前~~“删去”~~后", "前<del>“删去”</del>后"),
    ("增长~~12%~~左右", "增长<del>12%</del>左右"),
    ("**甲**乙**丙**", "<strong>甲</strong>乙<strong>丙</strong>"),
    (
        "**甲。**乙**丙。**丁",
        "<strong>甲。</strong>乙<strong>丙。</strong>丁",
    ),
    ("，**重点**，", "，<strong>重点</strong>，"),
    ("。**重点**。", "。<strong>重点</strong>。"),
    ("“**重点**”", "“<strong>重点</strong>”"),
    ("（**重点**）", "（<strong>重点</strong>）"),
    ("**“甲”和“乙”**之间", "<strong>“甲”和“乙”</strong>之间"),
    ("**外*内。*外**后", "<strong>外<em>内。</em>外</strong>后"),
    (
        "**[链接。](https://a.org)**后",
        "<strong><a href=\"https://a.org\" rel=\"external\">链接。</a></strong>后",
    ),
    (
        "前**[链接](https://a.org)**后",
        "前<strong><a href=\"https://a.org\" rel=\"external\">链接</a></strong>后",
    ),
    (
        "[**重点。**后](https://a.org)",
        "<a href=\"https://a.org\" rel=\"external\"><strong>重点。</strong>后</a>",
    ),
    (
        "前[“链接”](https://a.org)后",
        "前<a href=\"https://a.org\" rel=\"external\">“链接”</a>后",
    ),
    (
        "[甲](https://a.org/**x**y)乙",
        "<a href=\"https://a.org/**x**y\" rel=\"external\">甲</a>乙",
    ),
    ("代码`**不动。**后`后", "代码<code>**不动。**后</code>后"),
    ("代码`中文，half`后", "代码<code>中文，half</code>后"),
    (
        "<https://a.org/**x。**y>",
        "<a href=\"https://a.org/**x。**y\" rel=\"external\">https://a.org/**x。**y</a>",
    ),
    ("\\*不是强调。\\*后", "*不是强调。*后"),
    ("中文\n中文", "中文中文"),
    ("中文。\n中文", "中文。中文"),
    ("中文\nEnglish words\n中文", "中文English words中文"),
    ("English\nwords", "English\nwords"),
    ("**中文**\n中文", "<strong>中文</strong>中文"),
    ("中文\n**中文**", "中文<strong>中文</strong>"),
    (
        "中文\n[中文](https://a.org)",
        "中文<a href=\"https://a.org\" rel=\"external\">中文</a>",
    ),
    ("**跨\n行。**后", "<strong>跨行。</strong>后"),
    ("“引文”\n中文", "“引文”中文"),
    ("中文\n`code`", "中文<code>code</code>"),
    ("“直\"引号\"不变”", "“直\"引号\"不变”"),
    ("全角ＡＢＣ１２３照旧", "全角ＡＢＣ１２３照旧"),
    ("半角ABC照旧", "半角ABC照旧"),
    ("破折号--不变...不变", "破折号--不变...不变"),
    ("第一行\\\n第二行", "第一行<br />\n第二行"),
    ("税込**¥10,000**で", "税込<strong>¥10,000</strong>で"),
    (
        "葛\u{e0100}**(注)**城市",
        "葛\u{e0100}<strong>(注)</strong>城市",
    ),
    (
        "禰\u{e0100}豆子**「鬼」**",
        "禰\u{e0100}豆子<strong>「鬼」</strong>",
    ),
    (
        "豆禰\u{e0100}**「鬼」**",
        "豆禰\u{e0100}<strong>「鬼」</strong>",
    ),
    ("神\u{fe00}**(注)**城", "神\u{fe00}<strong>(注)</strong>城"),
    ("㊗\u{fe0e}**(注)**城", "㊗\u{fe0e}<strong>(注)</strong>城"),
    (
        "甲**“乙”\u{fe01}**(丙)",
        "甲<strong>“乙”\u{fe01}</strong>(丙)",
    ),
    ("この**「重要」**な点", "この<strong>「重要」</strong>な点"),
    ("カナ**（注）**です", "カナ<strong>（注）</strong>です"),
    ("ｶﾅ**｡**ｱ", "ｶﾅ<strong>｡</strong>ｱ"),
    ("ｶﾅ**。**ｱ", "ｶﾅ<strong>。</strong>ｱ"),
    ("ㄅㄆ**（注）**ㄇ", "ㄅㄆ<strong>（注）</strong>ㄇ"),
    ("한국어**(주)**는", "한국어<strong>(주)</strong>는"),
    (
        "部首**⺀**と⻌**(走)**⼀",
        "部首<strong>⺀</strong>と⻌<strong>(走)</strong>⼀",
    ),
    ("ＡＢ**（注）**Ｃ", "ＡＢ<strong>（注）</strong>Ｃ"),
    ("𠮷**（注）**野", "𠮷<strong>（注）</strong>野"),
    ("𠮷**(注)**𡈽", "𠮷<strong>(注)</strong>𡈽"),
    ("甲**→乙**丙", "甲<strong>→乙</strong>丙"),
    ("甲**😀**乙", "甲<strong>😀</strong>乙"),
    ("~~删除。~~后", "<del>删除。</del>后"),
    ("中**_x_**中", "中<strong><em>x</em></strong>中"),
    ("カ\nナ", "カナ"),
    ("葛\u{e0100}\n城", "葛\u{e0100}城"),
    ("한국\n말", "한국\n말"),
    ("中2 * 3 * 4文", "中2 * 3 * 4文"),
    ("\\*（注）\\*中", "*（注）*中"),
    ("`甲**（注）**乙`", "<code>甲**（注）**乙</code>"),
    ("甲_（注）_乙", "甲_（注）_乙"),
    ("snake_case_名_称", "snake_case_名_称"),
    ("a*(b)*c", "a*(b)*c"),
    ("甲 * （注）* 乙", "甲 * （注）* 乙"),
];

#[test]
fn chinese_paragraphs() {
    let report = report();
    let mut wrong = Vec::new();
    for (source, expected) in CHINESE {
        let (commentary, _) = rendered(&report, zh(), source);
        let got = html(&commentary);
        if got != format!("<p>{expected}</p>") {
            wrong.push(format!("{source}\n  expected {expected}\n  got      {got}"));
        }
    }
    if !wrong.is_empty() {
        panic!("{} of {}\n{}", wrong.len(), CHINESE.len(), wrong.join("\n"));
    }
    assert!(CHINESE.len() >= 60);
}

#[test]
fn english_keeps_its_own_rules() {
    let report = report();
    let got = |text: &str| html(&rendered(&report, en(), text).0);
    assert_eq!(got("\"Quoted\" -- so"), "<p>“Quoted” – so</p>");
    assert_eq!(got("one\ntwo"), "<p>one\ntwo</p>");
    assert_eq!(
        got("in Chinese 政务\nin English"),
        "<p>in Chinese 政务\nin English</p>"
    );
    assert_eq!(got("政务\n公开"), "<p>政务公开</p>");
    assert_eq!(got("한국\n말"), "<p>한국\n말</p>");
    assert_eq!(got("😀\n😀"), "<p>😀\n😀</p>");
    assert_eq!(got("말**\"주\"**는"), "<p>말<strong>“주”</strong>는</p>");
    assert_eq!(
        got("x**\u{201c}a\u{201d}**y a_b_c 2 * 3 * 4"),
        "<p>x**“a”**y a_b_c 2 * 3 * 4</p>"
    );
}

#[test]
fn numbers_notes_and_charts_stand_in_chinese_text() {
    let report = report();
    let text = "共**{{ total() }}**国。[^a]\n有{{ total() }}\n国\n\n{{ chart(id=\"map-2018\") }}\n\n[^a]: 注，**{{ total() }}。**完。\n";
    let (commentary, messages) = rendered(&report, zh(), text);
    let got = html(&commentary);
    assert_eq!(messages, Vec::<String>::new());
    assert!(
        got.contains("共<strong><data class=\"bound\" value=\"193\""),
        "{got}"
    );
    assert!(
        got.contains("</data></strong>国。\u{2060}<sup class=\"note-ref\">"),
        "{got}"
    );
    assert!(got.contains("193</data>国</p>"), "{got}");
    assert!(got.ends_with("[chart map-2018]"), "{got}");
    let notes = written(&commentary.notes);
    assert!(notes.contains("。</strong>完。"), "{notes}");
    assert_eq!(commentary.bound, 3);
}

static REPORT: LazyLock<Report> = LazyLock::new(report);

const PIECES: &[&str] = &[
    "*",
    "**",
    "***",
    "~~",
    "_",
    "a",
    " ",
    "\n",
    "(",
    ")",
    "\"",
    "'",
    "“",
    "¥",
    "\\",
    "`",
    "[",
    "](x)",
    "|",
    "\n|-|-|\n",
    "中",
    "カ",
    "한",
    "。",
    "「",
    "」",
    "\u{fe00}",
    "\u{e0100}",
    "[^a]",
    "\n\n[^a]: ",
    "\n\n[r]: x ",
    "[r]",
    "&amp;",
    "![",
    "<b>",
    "\n\n## ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_put_in_for_the_parser_is_left(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..20),
    ) {
        for lang in [zh(), en()] {
            let (commentary, _) = rendered(&REPORT, lang, &pieces.concat());
            let headings = commentary.headings.iter().map(|h| h.text.as_str());
            let all = html(&commentary) + &written(&commentary.notes) + &headings.collect::<String>();
            prop_assert!(!all.contains(['\u{b}', '\u{e010}']), "{:?}: {all:?}", pieces.concat());
        }
    }
}

#[test]
fn slips_are_told() {
    let report = report();
    let told = |text: &str| rendered(&report, zh(), text).1;
    assert_eq!(told("未闭合**重点").len(), 1);
    assert_eq!(told("甲,乙").len(), 1);
    assert_eq!(told("甲 乙").len(), 1);
    assert_eq!(told("甲(乙)").len(), 2);
    assert!(told("甲，乙（丙）").is_empty());
    assert_eq!(rendered(&report, zh(), "共12国，2018年").0.loose.len(), 1);
}
