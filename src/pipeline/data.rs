//! The data of the report as files, and what describes them.

use super::Report;
use crate::dataset::{
    self, About, Column, DataFile, Panel, Sheet, csvw, model, package, sums, workbook,
};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lang::PerLanguage;
use crate::page::data;
use crate::site::{Route, SiteTree};
use crate::survey::SourceId;
use crate::words::Words;

impl Report {
    /// All files below the folder of the data.
    pub(super) fn data_files(&self, d: &Diagnostics) -> Vec<DataFile> {
        let indices = &self.indices;
        let survey = indices.survey();
        let panel = Panel::of(indices);
        let (mut files, book) = rayon::join(
            || dataset::tables(indices, &panel),
            || self.workbook(&panel),
        );
        match book {
            Ok(bytes) => files.push(DataFile {
                name: data::WORKBOOK.to_owned(),
                bytes,
                columns: None,
            }),
            Err(error) => d.push(
                Diagnostic::warning(format!("the data do not fit into a workbook: {error}"))
                    .hint("the site has them as CSV and JSON all the same"),
            ),
        }
        self.insert_parquet(&panel, &mut files, d);
        let text = |name: &str, text: String| DataFile {
            name: name.to_owned(),
            bytes: text.into_bytes(),
            columns: None,
        };
        files.push(text(data::MODEL, model(survey)));
        let about = self.about_data();
        let describe = |column: &Column| data::about_column(self.words(), survey, column);
        files.push(text("datapackage.json", package(&about, &files, &describe)));
        files.push(text("csv-metadata.json", csvw(&about, &files, &describe)));
        files.push(text(data::SUMS, sums(&files)));
        files
    }

    /// The panel as Apache Parquet, if the program was built with it.
    #[cfg(feature = "parquet")]
    fn insert_parquet(&self, panel: &Panel, files: &mut Vec<DataFile>, d: &Diagnostics) {
        let about = self.about_data();
        let first = self.indices.survey().languages.first();
        let mut said = vec![
            ("title", about.title[first].clone()),
            ("address", about.address.clone()),
        ];
        let licence = about.licence.as_ref();
        said.extend(licence.map(|(name, url)| ("licence", format!("{} {url}", name[first]))));
        said.extend(
            about
                .version
                .iter()
                .map(|version| ("version", version.clone())),
        );
        for (name, table) in [("panel-wide", &panel.wide), ("panel-long", &panel.long)] {
            match dataset::parquet(table, &said) {
                Ok(bytes) => files.push(DataFile {
                    name: format!("{name}.parquet"),
                    bytes,
                    columns: None,
                }),
                Err(error) => d.push(
                    Diagnostic::warning(format!("the data cannot be written as Parquet: {error}"))
                        .hint("the site has them as CSV and JSON all the same"),
                ),
            }
        }
    }

    #[cfg(not(feature = "parquet"))]
    fn insert_parquet(&self, _panel: &Panel, _files: &mut Vec<DataFile>, _d: &Diagnostics) {}

    /// Puts the files of the data into the site.
    pub(super) fn insert_data(files: &[DataFile], tree: &mut SiteTree, d: &Diagnostics) {
        for file in files {
            let route = Route::new(format!("{}{}", data::FOLDER, file.name));
            let made_by = format!("the data file `{}`", file.name);
            tree.insert(route, file.bytes.as_slice(), made_by, d);
        }
    }

    fn words(&self) -> &Words {
        &self.engine.knowledge().words
    }

    fn about_data(&self) -> About {
        let survey = self.indices.survey();
        let config = &self.config;
        let mut sources: Vec<SourceId> = survey.editions.iter().map(|e| e.source).collect();
        sources.extend(survey.indicators.iter().map(|i| i.source));
        let mut seen = std::collections::BTreeSet::new();
        sources.retain(|source| seen.insert(source.0));
        let source = |id: &SourceId| {
            let source = &survey.sources[id.0];
            (
                source.title.clone(),
                source.url.as_ref().map(ToString::to_string),
            )
        };
        let index = &survey.methodology.components[0];
        About {
            name: format!("{}-panel", index.id.to_lowercase()),
            title: config.title.map(|lang, title| {
                let separator = self.words().get(lang, "colon");
                format!("{title}{separator}{}", self.words().get(lang, "data"))
            }),
            description: config.description.clone(),
            address: format!("{}{}", config.base_url, data::FOLDER),
            version: config.citation.version.clone(),
            issued: config.citation.issued.map(|date| date.to_string()),
            licence: config
                .licence
                .as_ref()
                .map(|l| (l.name.clone(), l.url.to_string())),
            sources: sources.iter().map(source).collect(),
            authors: config
                .citation
                .authors
                .iter()
                .map(|name| name.map(|_, n| n.family.clone()))
                .collect(),
        }
    }

    /// A sheet of notes and one of the columns in each language, then the panel in both shapes.
    fn workbook(&self, panel: &Panel) -> Result<Vec<u8>, String> {
        let survey = self.indices.survey();
        let about = self.about_data();
        let words = self.words();
        let languages = survey.languages;
        let several = languages.count() > 1;
        // The names of sheets must differ.
        let sheet = |key: &str, lang: crate::lang::Lang| match several {
            true => format!("{} ({})", words.get(lang, key), lang.key()),
            false => words.get(lang, key),
        };
        let mut sheets = Vec::new();
        for lang in languages.iter() {
            let mut notes = vec![about.title[lang].clone(), about.description[lang].clone()];
            notes.extend(self.config.data_notice.as_ref().map(|n| n[lang].clone()));
            let colon = words.get(lang, "colon");
            let said = |key: &str, text: &str| format!("{}{colon}{text}", words.get(lang, key));
            let licence = about.licence.as_ref();
            notes.extend(
                licence.map(|(name, url)| said("licence", &format!("{} {url}", name[lang]))),
            );
            notes.extend(
                about
                    .version
                    .iter()
                    .map(|version| said("data-version", version)),
            );
            notes.push(said("data-address", &about.address));
            let sources = about.sources.iter();
            notes.extend(sources.map(|(title, url)| {
                let title = &title[lang];
                said(
                    "source",
                    &url.as_ref()
                        .map_or_else(|| title.clone(), |url| format!("{title} {url}")),
                )
            }));
            let breaks = survey.methodology.breaks.iter();
            notes.extend(breaks.map(|b| said("breaks", &format!("{} {}", b.year, b.note[lang]))));
            sheets.push(Sheet::Notes(sheet("data-sheet-notes", lang), notes));
            let mut rows = vec![vec![
                words.get(lang, "data-column"),
                words.get(lang, "data-holds"),
            ]];
            let mut seen = std::collections::BTreeSet::new();
            let columns = panel.wide.columns.iter().chain(&panel.long.columns);
            for column in columns.filter(|column| seen.insert(column.name.clone())) {
                let about: PerLanguage<String> = data::about_column(words, survey, column);
                rows.push(vec![column.name.clone(), about[lang].clone()]);
            }
            sheets.push(Sheet::Texts(sheet("data-sheet-columns", lang), rows));
        }
        sheets.push(Sheet::Table("panel-wide".to_owned(), &panel.wide));
        sheets.push(Sheet::Table("panel-long".to_owned(), &panel.long));
        let title = &about.title[languages.first()];
        workbook(title, &sheets).map_err(|error| error.to_string())
    }
}
