//! The panel: every member in every edition, a line for each component, or one for all.

use std::collections::BTreeSet;

use super::column::{Column, Kind, Wanted};
use super::table::{Table, Value};
use crate::index::{Indices, Rank};
use crate::lang::Lang;
use crate::survey::{AreaKind, ComponentId, EditionId, LevelId, MemberId, Survey};

/// What is said of a member in each of its lines.
struct About<'s> {
    survey: &'s Survey,
    /// The systems of codes that any member has one in.
    systems: Vec<&'s str>,
    has_subregions: bool,
    has_groups: bool,
}

impl<'s> About<'s> {
    fn of(survey: &'s Survey) -> About<'s> {
        let codes = survey.members.iter().flat_map(|m| &m.codes);
        let mut seen = BTreeSet::new();
        let systems = codes.map(|(system, _)| system.as_str());
        About {
            survey,
            systems: systems.filter(|system| seen.insert(*system)).collect(),
            has_subregions: survey.areas_of(AreaKind::Subregion).next().is_some(),
            has_groups: survey.areas_of(AreaKind::Group).next().is_some(),
        }
    }

    fn langs(&self) -> impl Iterator<Item = Lang> + use<> {
        self.survey.languages.iter()
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![Column::new(
            "member",
            Kind::Text,
            Wanted::Word("column-member"),
        )];
        columns.extend(
            self.systems
                .iter()
                .map(|system| Column::new(*system, Kind::Text, Wanted::Code((*system).to_owned()))),
        );
        let mut named = |name: &str, word: &'static str| {
            columns.extend(self.langs().map(|lang| {
                let name = format!("{name}_{}", lang.key());
                Column::new(name, Kind::Text, Wanted::In(word, lang))
            }));
        };
        named("name", "column-name");
        named("region", "column-region");
        if self.has_subregions {
            named("subregion", "column-subregion");
        }
        if self.has_groups {
            columns.push(Column::new(
                "groups",
                Kind::Text,
                Wanted::Word("column-groups"),
            ));
        }
        columns
    }

    fn values(&self, member: MemberId) -> Vec<Value> {
        let data = &self.survey.members[member.0];
        let mut values = vec![Value::Text(data.code.clone())];
        values.extend(self.systems.iter().map(|system| {
            let code = data.codes.iter().find(|(own, _)| own == system);
            Value::text(code.map(|(_, code)| code.as_str()))
        }));
        values.extend(
            self.langs()
                .map(|lang| Value::Text(data.name[lang].clone())),
        );
        let of_kind = |kind: AreaKind| {
            let areas = data.areas.iter().map(|area| &self.survey.areas[area.0]);
            areas.filter(move |area| area.kind == kind)
        };
        let mut named = |kind| {
            let area = of_kind(kind).next();
            values.extend(
                self.langs()
                    .map(|lang| Value::text(area.map(|area| area.name[lang].as_str()))),
            );
        };
        named(AreaKind::Region);
        if self.has_subregions {
            named(AreaKind::Subregion);
        }
        if self.has_groups {
            let groups: Vec<&str> = of_kind(AreaKind::Group)
                .map(|area| area.id.as_str())
                .collect();
            values.push(Value::text((!groups.is_empty()).then(|| groups.join(";"))));
        }
        values
    }
}

fn edition_column() -> Column {
    Column::new("edition", Kind::Whole, Wanted::Word("column-edition"))
}

fn assessed_column() -> Column {
    Column::new("assessed", Kind::Bool, Wanted::Word("column-assessed"))
}

fn rank(rank: Option<Rank>) -> Value {
    match rank {
        None => Value::Missing,
        Some(rank) => match rank.whole() {
            Some(whole) => Value::Whole(whole.into()),
            None => Value::Number(rank.0),
        },
    }
}

fn level(survey: &Survey, level: Option<LevelId>) -> Value {
    Value::text(level.map(|l| survey.methodology.levels[l.0].id.as_str()))
}

/// A line for each value.
pub fn long(indices: &Indices) -> Table {
    let survey = indices.survey();
    let about = About::of(survey);
    let methodology = &survey.methodology;
    let mut columns = about.columns();
    columns.push(edition_column());
    columns.push(Column::new(
        "component",
        Kind::Text,
        Wanted::Word("column-component"),
    ));
    columns.extend(about.langs().map(|lang| {
        let name = format!("component_name_{}", lang.key());
        Column::new(name, Kind::Text, Wanted::In("column-component-name", lang))
    }));
    columns.extend([
        Column::new("published", Kind::Number, Wanted::Word("column-published")),
        Column::new("computed", Kind::Number, Wanted::Word("column-computed")),
        Column::new("rank", Kind::Number, Wanted::Word("column-rank")),
        Column::new("level", Kind::Text, Wanted::Word("column-level")),
        assessed_column(),
        Column::new("flag", Kind::Text, Wanted::Word("column-flag")),
    ]);
    columns.extend(about.langs().map(|lang| {
        Column::new(
            format!("note_{}", lang.key()),
            Kind::Text,
            Wanted::In("column-note", lang),
        )
    }));
    let mut rows = Vec::new();
    for member in survey.member_ids() {
        let of_member = about.values(member);
        for edition in survey.edition_ids() {
            let data = &survey.editions[edition.0];
            let assessed = indices.member(edition, member).assessed;
            for (i, component) in methodology.components.iter().enumerate() {
                let id = ComponentId(i);
                let cell = indices.cell(edition, id, member);
                if cell.published.is_none() && cell.computed.is_none() {
                    continue;
                }
                let mut flags = data.flags.iter();
                let flag = flags.find(|f| f.member == member && f.component == id);
                let mut row = of_member.clone();
                row.push(Value::Whole(data.year.0.into()));
                row.push(Value::Text(component.id.clone()));
                row.extend(
                    about
                        .langs()
                        .map(|lang| Value::Text(component.name[lang].clone())),
                );
                row.extend([
                    Value::given(cell.published),
                    Value::number(cell.computed),
                    rank(cell.rank),
                    level(survey, cell.level),
                    Value::Bool(assessed),
                    Value::text(flag.map(|f| if f.counts { "counts" } else { "set-aside" })),
                ]);
                row.extend(
                    about
                        .langs()
                        .map(|lang| Value::text(flag.map(|f| f.note[lang].as_str()))),
                );
                rows.push(row);
            }
        }
    }
    Table { columns, rows }
}

/// The components, each with whether its values have levels.
fn parts(indices: &Indices) -> Vec<(ComponentId, bool)> {
    let survey = indices.survey();
    let like_index = |id: ComponentId| {
        let mut cells = survey
            .edition_ids()
            .flat_map(|edition| survey.member_ids().map(move |member| (edition, member)));
        cells.any(|(edition, member)| indices.cell(edition, id, member).level.is_some())
    };
    let parts: Vec<(ComponentId, bool)> = survey
        .methodology
        .component_ids()
        .map(|id| (id, like_index(id)))
        .collect();
    parts
}

/// The columns of components in the wide panel.
fn columns_of(survey: &Survey, parts: &[(ComponentId, bool)]) -> Vec<Column> {
    let mut columns = Vec::new();
    for (id, has_level) in parts {
        let component = &survey.methodology.components[id.0];
        let column = |ending: &str, kind, word| {
            Column::new(
                format!("{}{ending}", component.id),
                kind,
                Wanted::Of(word, *id),
            )
        };
        columns.push(Column {
            range: component.range,
            ..column("", Kind::Number, "column-value")
        });
        if !component.is_leaf() {
            columns.push(column("_computed", Kind::Number, "column-value-computed"));
        }
        columns.push(column("_rank", Kind::Number, "column-value-rank"));
        if *has_level {
            columns.push(column("_level", Kind::Text, "column-value-level"));
        }
    }
    columns
}

/// A line for each member and edition, members in the order of the file, editions from the oldest.
pub fn wide(indices: &Indices) -> Table {
    let survey = indices.survey();
    let about = About::of(survey);
    let mut columns = about.columns();
    columns.extend([
        edition_column(),
        assessed_column(),
        Column::new("set_aside", Kind::Text, Wanted::Word("column-set-aside")),
    ]);
    let parts = parts(indices);
    columns.extend(columns_of(survey, &parts));
    // A flagged value may lie outside of its range.
    for column in &mut columns {
        let flagged = survey.editions.iter().any(|e| !e.flags.is_empty());
        column.range = column.range.filter(|_| !flagged);
    }
    let line = |member: MemberId, edition: EditionId, of_member: &[Value]| {
        let result = indices.member(edition, member);
        let mut row = of_member.to_vec();
        let aside: Vec<&str> = survey
            .methodology
            .components
            .iter()
            .zip(&result.cells)
            .filter(|(_, cell)| cell.set_aside)
            .map(|(component, _)| component.id.as_str())
            .collect();
        row.extend([
            Value::Whole(survey.editions[edition.0].year.0.into()),
            Value::Bool(result.assessed),
            Value::text((!aside.is_empty()).then(|| aside.join(";"))),
        ]);
        for (id, has_level) in &parts {
            let cell = &result.cells[id.0];
            row.push(Value::given(cell.published));
            if !survey.methodology.components[id.0].is_leaf() {
                row.push(Value::number(cell.computed));
            }
            row.push(rank(cell.rank));
            if *has_level {
                row.push(level(survey, cell.level));
            }
        }
        row
    };
    let rows = survey.member_ids().flat_map(|member| {
        let of_member = about.values(member);
        let lines = survey
            .edition_ids()
            .map(|edition| line(member, edition, &of_member));
        lines.collect::<Vec<_>>()
    });
    Table {
        rows: rows.collect(),
        columns,
    }
}
