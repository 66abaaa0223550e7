//! What authors write instead of the name of an argument.

use super::Parameter;

impl Parameter {
    /// Whether another name that authors write means this parameter.
    pub(in crate::expression) fn is_meant_by(&self, key: &str) -> bool {
        let others: &[&str] = match self.name {
            "member" => &["country", "state", "town", "code", "who", "of"],
            "edition" => &["year", "in", "survey", "date"],
            "year" => &["edition", "in", "date"],
            "component" => &["index", "indicator", "pillar", "part", "score"],
            "from" => &["since", "start", "begin"],
            "to" => &["until", "end", "till"],
            "since" => &["from", "start"],
            "among" => &["region", "area", "group", "within", "in"],
            "level" => &["group", "class", "tier", "category"],
            "id" => &["name", "key", "indicator", "chart"],
            "item" => &["sector", "service", "entry", "category"],
            "decimals" => &["digits", "places", "precision", "round"],
            "above" => &["over", "min", "more"],
            "below" => &["under", "max", "less"],
            _ => &[],
        };
        others.contains(&key)
    }
}
