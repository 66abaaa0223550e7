//! Names as files of others have them, matched to the members of the report in the checkout.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::path::Path;
use std::sync::LazyLock;

use super::names::Names;
use super::words::Words;
use crate::assets;
use crate::diagnostic::Diagnostics;
use crate::source::{Folder, Overlay, known};
use crate::survey::Survey;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let d = Diagnostics::new();
    Words::read(&Overlay::new(vec![assets::templates()]), &d).unwrap()
});

static SURVEY: LazyLock<Survey> = LazyLock::new(|| {
    let d = Diagnostics::new();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    Survey::read(&Folder::read(&content, &known::CONTENT, &d), &d).unwrap()
});

/// The code of the member that has the name.
fn found(names: &Names<'_>, text: &str) -> Option<&'static str> {
    let id = names.find(text)?;
    Some(SURVEY.members[id.0].code.as_str())
}

#[test]
fn every_member_is_found_by_each_of_its_names_however_they_are_written() {
    let names = Names::new(&SURVEY, &WORDS);
    let mut tried = 0;
    for member in &SURVEY.members {
        let own = SURVEY.languages.iter().flat_map(|lang| {
            let name = &member.name;
            [
                name[lang].clone(),
                member.forms.in_text(name, lang).to_owned(),
            ]
        });
        let codes = member.codes.iter().map(|(_, code)| code.clone());
        for code in codes.chain([member.code.clone(), member.code.to_lowercase()]) {
            let id = names.by_code(&code).unwrap();
            assert_eq!(SURVEY.members[id.0].code, member.code, "{code}");
        }
        for name in own.chain(member.aliases.clone()) {
            let mut reversed: Vec<&str> = name.split(' ').collect();
            reversed.reverse();
            for written in [
                name.clone(),
                format!("  {name} "),
                name.to_uppercase(),
                name.to_lowercase(),
                name.replace(' ', "\u{a0}"),
                name.replace(['-', '’', '\''], ""),
                name.replace(" and ", " & "),
                name.replace("Saint ", "St. "),
                format!("{name}*"),
                reversed.join(" "),
            ] {
                tried += 1;
                assert_eq!(
                    found(&names, &written),
                    Some(member.code.as_str()),
                    "{written}"
                );
            }
        }
    }
    assert!(tried > 4000, "{tried}");
}

/// The names of the United Nations, of the World Bank and of others.
#[test]
fn names_of_others_are_found() {
    let names = Names::new(&SURVEY, &WORDS);
    for (text, code) in [
        ("Iran (Islamic Republic of)", "IRN"),
        ("Iran, Islamic Rep.", "IRN"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Korea (the Democratic People's Republic of)", "PRK"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Korea, Democratic People’s Republic of", "PRK"),
        ("Korea, Rep.", "KOR"),
        ("Korea (Republic of)", "KOR"),
        ("Korea, South", "KOR"),
        ("Korea, North", "PRK"),
        ("Côte d'Ivoire", "CIV"),
        ("Cote d`Ivoire", "CIV"),
        ("COTE D IVOIRE", "CIV"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Bolivia, Plurinational State of", "BOL"),
        ("Venezuela, Bolivarian Republic of", "VEN"),
        ("Venezuela, RB", "VEN"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("TURKEY", "TUR"),
        ("Türkiye/Turkey", "TUR"),
        ("Vietnam", "VNM"),
        ("Viet Nam, Socialist Republic of", "VNM"),
        ("Swaziland", "SWZ"),
        ("Eswatini (Swaziland)", "SWZ"),
        ("Kingdom of Eswatini", "SWZ"),
        ("Micronesia (Federated States of)", "FSM"),
        ("Micronesia, Fed. Sts.", "FSM"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo, Rep.", "COG"),
        ("Congo", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("D.R. Congo", "COD"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("TFYR of Macedonia / North Macedonia", ""),
        ("Guinea", "GIN"),
        ("Equatorial Guinea", "GNQ"),
        ("Guinea, Equatorial", "GNQ"),
        ("Guinea Bissau", "GNB"),
        ("Lao People's Democratic Republic", "LAO"),
        ("Lao PDR", "LAO"),
        ("Egypt, Arab Rep.", "EGY"),
        ("Gambia, The", "GMB"),
        ("Gambia (Islamic Republic of the)", ""),
        ("Bahamas, The", "BHS"),
        ("Yemen, Rep.", "YEM"),
        ("St. Kitts and Nevis", "KNA"),
        ("St. Vincent & the Grenadines", "VCT"),
        ("Tanzania, United Republic of", "TZA"),
        ("Moldova (Republic of)", "MDA"),
        ("Republic of North Macedonia", "MKD"),
        ("Kingdom of Spain", "ESP"),
        ("Federal Republic of Nigeria", "NGA"),
        ("Federative Republic of Brazil", "BRA"),
        ("Hashemite Kingdom of Jordan", "JOR"),
        ("Grand Duchy of Luxembourg", "LUX"),
        ("United States of America (the)", "USA"),
        (
            "United Kingdom of Great Britain and Northern Ireland",
            "GBR",
        ),
        ("Myanmar (Burma)", "MMR"),
        ("Czechia (Czech Republic)", "CZE"),
        ("Sao Tome & Principe", "STP"),
        ("São Tomé and Príncipe", "STP"),
        ("Georgia (Country)", "GEO"),
        ("Serbia [1]", "SRB"),
        ("Serbia²", "SRB"),
        ("韓國", "KOR"),
        ("俄羅斯", "RUS"),
        ("西班牙王国", "ESP"),
        ("尼日利亚联邦共和国", "NGA"),
        ("刚果民主共和国", "COD"),
        ("中华人民共和国", "CHN"),
        ("ru", "RUS"),
    ] {
        let wanted = Some(code).filter(|code| !code.is_empty());
        assert_eq!(found(&names, text), wanted, "{text}");
    }
}

/// Better no match than a wrong one.
#[test]
fn what_is_nobodys_name_is_found_by_nobody() {
    let names = Names::new(&SURVEY, &WORDS);
    for text in [
        "World",
        "Europe",
        "Republic of China",
        "China, Republic of",
        "中华民国",
        "Taiwan, Province of China",
        "Hong Kong, China",
        "China (Hong Kong)",
        "China, Macao SAR",
        "Korea (the)",
        "Congo (Kinshasa or Brazzaville)",
        "Korea, Dem. Rep.",
        "Democratic Republic of Korea",
        "Georgia (State)",
        "Georgia, State",
        "Mexico (state)",
        "Sudan (former)",
        "Northern Ireland",
        "American Samoa",
        "French Guiana",
        "Netherlands Antilles",
        "Turkish Republic of Northern Cyprus",
        "Saint Martin",
        "Virgin Islands (U.S.)",
        "United",
        "Republic",
        "Kingdom",
        "The",
        "共和国",
        "Islands",
        "State of Palestine",
        "Holy See",
        "",
        "…",
        "4",
        "156",
    ] {
        if text == "Korea (the)" {
            // The report has `Korea` as a name of the Republic of Korea.
            assert_eq!(found(&names, text), Some("KOR"));
            continue;
        }
        assert_eq!(found(&names, text), None, "{text}");
    }
}

#[test]
fn near_names_are_suggested() {
    let names = Names::new(&SURVEY, &WORDS);
    let near = |text: &str| -> Vec<&str> {
        let near = names.near(text).into_iter();
        near.map(|id| SURVEY.members[id.0].code.as_str()).collect()
    };
    for (text, code) in [
        ("Kyrgystan", "KGZ"),
        ("Georgia (the state)", "GEO"),
        ("China (Hong Kong)", "CHN"),
        ("Congo (Kinshasa)", "COD"),
        ("Phillipines", "PHL"),
        ("C?te d'Ivoire", "CIV"),
    ] {
        assert!(near(text).contains(&code), "{text}: {:?}", near(text));
    }
    assert!(near("Total").is_empty(), "{:?}", near("Total"));
}
