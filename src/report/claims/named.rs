//! What a claim says by name (“瑞士”), as the id that the data have for it (`CHE`).

use tera::Value;

use crate::survey::Survey;

/// `said` with names, in any of the report's languages, as ids: where the data give ids, and where what
/// is said is none itself.
pub(super) fn as_ids(said: &Value, computed: &Value, survey: &Survey) -> Value {
    if let (Some(said), Some(_)) = (said.as_array(), computed.as_array()) {
        let one = Value::from("");
        let computed = computed.as_array().and_then(|c| c.first()).unwrap_or(&one);
        let ids = said.iter().map(|item| as_ids(item, computed, survey));
        return Value::from(ids.collect::<Vec<_>>());
    }
    // The members of a rank are a list, of one as a rule.
    if let (Some(_), Some([own])) = (said.as_str(), computed.as_array()) {
        return Value::from(vec![as_ids(said, own, survey)]);
    }
    let (Some(name), Some(own)) = (said.as_str(), computed.as_str()) else {
        return said.clone();
    };
    if !is_id(own, survey) || is_id(name, survey) {
        return said.clone();
    }
    id_of(name, survey).map_or_else(|| said.clone(), Value::from)
}

fn is_id(text: &str, survey: &Survey) -> bool {
    survey.member(text).is_some()
        || survey.area(text).is_some()
        || survey.methodology.level(text).is_some()
}

/// The member, area or level that is called so; codes are known in small letters too.
fn id_of<'s>(name: &str, survey: &'s Survey) -> Option<&'s str> {
    let upper = name.to_uppercase();
    if let Some(member) = survey.member(&upper) {
        return Some(&survey.members[member.0].code);
    }
    if let Some(member) = survey.member_named(name) {
        return Some(&member.code);
    }
    let area = survey
        .areas
        .iter()
        .find(|area| area.name.iter().any(|(_, own)| own == name));
    let levels = &survey.methodology.levels;
    let level = || {
        levels
            .iter()
            .find(|level| level.name.iter().any(|(_, own)| own == name))
    };
    area.map(|area| area.id.as_str())
        .or_else(|| level().map(|level| level.id.as_str()))
}
