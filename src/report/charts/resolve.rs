//! A declaration with a subject becomes a figure: every value computed, every text bound.

use std::borrow::Cow;

use super::kind::Build;
use super::matrix::{Matrix, matrix};
use super::prepare::Prepared;
use super::spec::Declaration;
use super::words;
use crate::chart::{Chart, DrawError, Sparkline};
use crate::commentary::{BoundText, ShortText};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Reported};
use crate::expression::{Engine, Placing, Variable};
use crate::lang::PerLanguage;
use crate::report::wording::{self, Text};
use crate::survey::{SourceId, Year};

/// A chart in both languages, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its address and id: the declaration's id, with the subject's behind it if it has one.
    pub name: String,
    /// The declaration's id.
    pub declared: String,
    /// The title.
    pub title: PerLanguage<BoundText>,
    /// What to see.
    pub takeaway: Option<PerLanguage<BoundText>>,
    /// Where its figures come from.
    pub sources: Vec<SourceId>,
    /// The newest edition whose values it shows; `None` if it shows no edition's.
    pub until: Option<Year>,
    /// What is drawn.
    pub charts: PerLanguage<Chart>,
    /// As it is drawn.
    pub drawings: PerLanguage<Drawing>,
}

/// A chart's drawings in one language.
#[derive(Clone, Debug)]
pub enum Drawing {
    /// For columns of any width.
    Page {
        /// The drawings of all sizes, of which a page shows the one that fits.
        figure: String,
        /// The wide drawing by itself, with what its figure says beside it.
        file: String,
    },
    /// No higher than a word, for tables and prose.
    Word(String),
}

impl Figure {
    /// Whether it stands in tables and prose.
    pub fn is_sparkline(&self) -> bool {
        let first = self.drawings.languages().first();
        matches!(self.drawings[first], Drawing::Word(_))
    }
}

/// Resolves a declaration. `subject` is the suffix of its name and the variables that it binds.
/// `None` if it has nothing to show for this subject.
pub fn resolve(
    prepared: &Prepared<'_>,
    subject: Option<(&str, &[Variable])>,
    engine: &Engine,
    d: &Diagnostics,
) -> Checked<Option<Figure>> {
    let variables: &[Variable] = subject.map_or(&[], |s| s.1);
    let declaration = &*with_names(prepared, variables, engine, d);
    let matrix = matrix(prepared, declaration, variables, engine, d)?;
    let resolution = Resolution {
        prepared,
        declaration,
        matrix: &matrix,
        variables,
        engine,
        d,
    };
    let has_value = matrix.values.iter().flatten().any(Option::is_some);
    if !has_value {
        return match subject {
            Some(_) => Ok(None),
            None => Err(resolution.nothing_to_draw()),
        };
    }
    let name = declaration.name(subject.map_or("", |s| s.0));
    let texts = resolution.texts();
    let charts = resolution.charts(&name, &texts)?;
    // Drawn here, where the place of what is wrong with the data is known.
    let drawings = resolution.drawings(&charts)?;
    Ok(Some(Figure {
        drawings,
        name,
        declared: declaration.id.clone(),
        title: texts.title,
        takeaway: texts.takeaway,
        sources: declaration.sources.clone(),
        until: matrix.editions.iter().max().map(|e| {
            let survey = engine.knowledge().indices.survey();
            survey.editions[e.0].year
        }),
        charts,
    }))
}

/// The texts of a chart with the values of their expressions.
struct Texts {
    title: PerLanguage<BoundText>,
    description: PerLanguage<BoundText>,
    takeaway: Option<PerLanguage<BoundText>>,
}

/// A declaration of which a figure is made.
struct Resolution<'r> {
    prepared: &'r Prepared<'r>,
    declaration: &'r Declaration,
    matrix: &'r Matrix,
    variables: &'r [Variable],
    engine: &'r Engine,
    d: &'r Diagnostics,
}

impl Resolution<'_> {
    /// Says so, unless values are missing because the survey could not be read.
    fn nothing_to_draw(&self) -> Reported {
        if let Some(told) = self.engine.knowledge().indices.survey().incomplete {
            return told;
        }
        let id = &self.declaration.id;
        self.d.report(
            Diagnostic::error(format!("the chart `{id}` has no value to draw"))
                .at(self.declaration.declared_at.place())
                .hint("none of its items has a value in its editions"),
        )
    }

    /// The texts, which have to give the same values in every language.
    fn texts(&self) -> Texts {
        let (prepared, declaration) = (self.prepared, self.declaration);
        let title = self.bind(&prepared.title, &declaration.title);
        let description = self.bind(&prepared.description, &declaration.description);
        let both = prepared
            .takeaway
            .as_ref()
            .zip(declaration.takeaway.as_ref());
        let takeaway = both.map(|(short, declared)| self.bind(short, declared));
        wording::compare(&declaration.title, &title, "title", self.d);
        wording::compare(
            &declaration.description,
            &description,
            "description",
            self.d,
        );
        if let (Some(declared), Some(takeaway)) = (&declaration.takeaway, &takeaway) {
            wording::compare(declared, takeaway, "takeaway", self.d);
        }
        Texts {
            title,
            description,
            takeaway,
        }
    }

    fn bind(
        &self,
        short: &PerLanguage<ShortText>,
        declared: &PerLanguage<Text>,
    ) -> PerLanguage<BoundText> {
        short.map(|lang, short| {
            let text = &declared[lang];
            let place = |span| text.declared_at.place_within(&text.text, span);
            short.bind(lang, self.engine, &[self.variables], self.d, &place)
        })
    }

    fn charts(&self, name: &str, texts: &Texts) -> Checked<PerLanguage<Chart>> {
        let declaration = self.declaration;
        PerLanguage::try_from_fn(declaration.title.languages(), |lang| {
            Ok(Chart {
                id: name.to_owned(),
                lang,
                title: texts.title[lang].plain.clone(),
                description: texts.description[lang].plain.clone(),
                subject: words::subject(declaration, self.engine, lang),
                words: words::words(self.engine, lang),
                graphic: Build {
                    declaration,
                    matrix: &self.matrix.ordered(declaration.order, lang),
                    variables: self.variables,
                    engine: self.engine,
                    lang,
                    d: self.d,
                }
                .make()?,
            })
        })
    }

    fn drawings(&self, charts: &PerLanguage<Chart>) -> Checked<PerLanguage<Drawing>> {
        let declaration = self.declaration;
        PerLanguage::try_from_fn(declaration.title.languages(), |lang| {
            let chart = &charts[lang];
            let sparkline = (declaration.kind.placing == Placing::Word).then(|| Sparkline {
                title: chart.title.clone(),
                values: self.matrix.values.first().cloned().unwrap_or_default(),
                downwards: self.matrix.ranks,
            });
            drawing(chart, sparkline.as_ref()).map_err(|error| {
                let message = format!("the chart `{}` cannot be drawn: {error}", declaration.id);
                let error = Diagnostic::error(message).at(declaration.declared_at.place());
                self.d.report(error)
            })
        })
    }
}

fn drawing(chart: &Chart, sparkline: Option<&Sparkline>) -> Result<Drawing, DrawError> {
    match sparkline {
        Some(sparkline) => sparkline.draw(chart.lang).map(Drawing::Word),
        None => Ok(Drawing::Page {
            figure: chart.figure()?,
            file: chart.file()?,
        }),
    }
}

/// The declaration with the expressions in the names of free entries written out.
fn with_names<'p>(
    prepared: &'p Prepared<'_>,
    variables: &[Variable],
    engine: &Engine,
    d: &Diagnostics,
) -> Cow<'p, Declaration> {
    if prepared.names.iter().all(Option::is_none) {
        return Cow::Borrowed(prepared.declaration);
    }
    let mut declaration = prepared.declaration.clone();
    let entries = declaration.items.iter_mut().chain(&mut declaration.series);
    let entries = entries.chain(&mut declaration.references);
    let entries = entries.chain(&mut declaration.start);
    for (entry, parsed) in entries.zip(&prepared.names) {
        let (Some(written), Some(parsed)) = (&entry.written, parsed) else {
            continue;
        };
        entry.name = parsed.map(|lang, short| {
            let text = &written[lang];
            let place = |span| text.declared_at.place_within(&text.text, span);
            short.bind(lang, engine, &[variables], d, &place).plain
        });
    }
    Cow::Owned(declaration)
}
