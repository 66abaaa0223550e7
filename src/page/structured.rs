//! What a page is, for search engines: JSON-LD in the words of schema.org.

use serde_json::{Value, json};

use super::{Maker, Page, chapter, data, home};
use crate::site::Route;

/// The pieces for a page, each ready to stand in a `script` element.
pub(super) fn structured(maker: &Maker<'_>, page: &Page, url: &str) -> Vec<String> {
    if page.lang.is_none() {
        return Vec::new();
    }
    let mut pieces: Vec<Value> = Vec::new();
    pieces.extend(breadcrumbs(maker, page, url));
    if page.template == chapter::KIND.template {
        pieces.push(article(maker, page, url));
    } else if page.template == data::KIND.template {
        pieces.push(dataset(maker, page, url));
    } else if page.template == home::KIND.template {
        pieces.push(site(maker, page, url));
    }
    pieces.iter().map(script).collect()
}

/// Nothing in it can end the element in which it stands, or looks like markup: the marks of HTML are
/// written by their numbers.
fn script(value: &Value) -> String {
    let json = value.to_string();
    let mut text = String::with_capacity(json.len());
    let mut chars = json.chars();
    while let Some(c) = chars.next() {
        match c {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\\' => match chars.next() {
                Some('"') => text.push_str("\\u0022"),
                next => text.extend(std::iter::once('\\').chain(next)),
            },
            c => text.push(c),
        }
    }
    text
}

fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(map) => map.into_iter().filter(|(_, v)| !v.is_null()).collect(),
        other => other,
    }
}

fn absolute(maker: &Maker<'_>, route: &Route) -> String {
    format!("{}{route}", maker.config.base_url)
}

/// The way to the page, from the home page on.
fn breadcrumbs(maker: &Maker<'_>, page: &Page, url: &str) -> Option<Value> {
    if page.trail.is_empty() || page.canonical.is_some() {
        return None;
    }
    let home = absolute(maker, &maker.addresses.page(maker.lang, &home::KIND));
    let mut steps = vec![(maker.word("page-home"), home)];
    let base = url::Url::parse(url).ok()?;
    for link in &page.trail {
        steps.push((link.name.clone(), base.join(&link.href).ok()?.to_string()));
    }
    steps.push((page.title.clone(), url.to_owned()));
    let items = steps.into_iter().zip(1..).map(|((name, item), position)| {
        json!({ "@type": "ListItem", "position": position, "name": name, "item": item })
    });
    Some(json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": items.collect::<Vec<_>>(),
    }))
}

fn authors(maker: &Maker<'_>) -> Option<Value> {
    let authors = &maker.config.citation.authors;
    let authors: Vec<Value> = authors
        .iter()
        .map(|author| {
            let name = &author[maker.lang];
            match &name.given {
                Some(given) => json!({
                    "@type": "Person",
                    "name": format!("{given} {}", name.family),
                    "givenName": given,
                    "familyName": name.family,
                }),
                None => json!({ "@type": "Organization", "name": name.family }),
            }
        })
        .collect();
    (!authors.is_empty()).then_some(Value::Array(authors))
}

fn issued(maker: &Maker<'_>) -> Option<String> {
    maker.config.citation.issued.map(|date| date.to_string())
}

fn licence(maker: &Maker<'_>) -> Option<String> {
    maker
        .config
        .licence
        .as_ref()
        .map(|licence| licence.url.to_string())
}

fn whole_site(maker: &Maker<'_>) -> Value {
    json!({
        "@type": "WebSite",
        "name": maker.config.title[maker.lang],
        "url": absolute(maker, &maker.addresses.page(maker.lang, &home::KIND)),
    })
}

fn article(maker: &Maker<'_>, page: &Page, url: &str) -> Value {
    without_nothing(json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": page.title,
        "description": page.description,
        "inLanguage": maker.lang.tag(),
        "url": url,
        "mainEntityOfPage": url,
        "author": authors(maker),
        "datePublished": issued(maker),
        "license": licence(maker),
        "isPartOf": whole_site(maker),
    }))
}

fn site(maker: &Maker<'_>, page: &Page, url: &str) -> Value {
    let data = absolute(maker, &maker.addresses.page(maker.lang, &data::KIND));
    without_nothing(json!({
        "@context": "https://schema.org",
        "@graph": [
            without_nothing(json!({
                "@type": "WebSite",
                "name": maker.config.title[maker.lang],
                "description": page.description,
                "inLanguage": maker.lang.tag(),
                "url": url,
                "author": authors(maker),
                "datePublished": issued(maker),
                "license": licence(maker),
            })),
            catalog(maker, &data),
        ],
    }))
}

fn catalog(maker: &Maker<'_>, data: &str) -> Value {
    json!({
        "@type": "DataCatalog",
        "@id": format!("{data}#catalog"),
        "name": format!("{} · {}", maker.config.title[maker.lang], maker.word("page-data")),
        "url": data,
        "dataset": { "@id": format!("{data}#dataset") },
    })
}

fn dataset(maker: &Maker<'_>, page: &Page, url: &str) -> Value {
    let survey = maker.survey();
    let years: Vec<u16> = survey
        .editions
        .iter()
        .map(|edition| edition.year.0)
        .collect();
    let file = |name: &str, format: &str| {
        let found = maker.contents.data.iter().any(|file| file.name == name);
        found.then(|| {
            json!({
                "@type": "DataDownload",
                "name": name,
                "encodingFormat": format,
                "contentUrl": absolute(maker, &Route::new(format!("{}{name}", data::FOLDER))),
            })
        })
    };
    let distribution = [
        ("panel-wide.csv", "text/csv"),
        ("panel-long.csv", "text/csv"),
        ("panel-long.json", "application/json"),
        ("panel-wide.parquet", "application/vnd.apache.parquet"),
        ("panel-long.parquet", "application/vnd.apache.parquet"),
        (
            data::WORKBOOK,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("indicators.csv", "text/csv"),
    ];
    let distribution = distribution
        .iter()
        .filter_map(|(name, format)| file(name, format));
    let components = survey.methodology.components.iter();
    let measured = components.map(|component| {
        without_nothing(json!({
            "@type": "PropertyValue",
            "name": component.name[maker.lang],
            "alternateName": component.short[maker.lang],
            "description": component.description.as_ref().map(|text| &text[maker.lang]),
            "minValue": component.range.map(|(low, _)| low),
            "maxValue": component.range.map(|(_, high)| high),
            "unitText": component.unit.as_ref().map(|unit| &unit[maker.lang]),
        }))
    });
    let name = &survey.methodology.components[0].name[maker.lang];
    let span = years
        .first()
        .zip(years.last())
        .map(|(first, last)| format!("{first}/{last}"));
    let range = years
        .first()
        .zip(years.last())
        .map(|(first, last)| format!("{first}–{last}"));
    json!({
        "@context": "https://schema.org",
        "@graph": [
            without_nothing(json!({
                "@type": "Dataset",
                "@id": format!("{url}#dataset"),
                "name": format!("{name}, {}", range.unwrap_or_default()),
                "description": format!("{} {}", maker.config.description[maker.lang], page.description),
                "url": url,
                "inLanguage": maker.lang.tag(),
                "creator": authors(maker),
                "license": licence(maker),
                "version": maker.config.citation.version,
                "datePublished": issued(maker),
                "isAccessibleForFree": true,
                "temporalCoverage": span,
                "spatialCoverage": survey.whole[maker.lang],
                "variableMeasured": measured.collect::<Vec<_>>(),
                "distribution": distribution.collect::<Vec<_>>(),
                "includedInDataCatalog": { "@id": format!("{url}#catalog") },
            })),
            catalog(maker, url),
        ],
    })
}
