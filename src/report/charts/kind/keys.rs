//! Keys that several kinds know.

use crate::schema::files::chart::REFERENCE;
use crate::schema::{ANY, Key, NUMBER, Shape};

pub(super) const AXIS: Key = Key::new(
    "axis",
    Shape::List(&NUMBER, 2, 2),
    "[0, 1]",
    "The ends of the value axis.",
)
.also(&["range", "limits"]);

pub(super) const BREAKS: Key = Key::new(
    "breaks",
    Shape::Boolean,
    "true",
    "Whether breaks in the series are marked, and interrupt the lines that they concern.",
)
.or("`false`");

pub(super) const FROM_ZERO: Key = Key::new(
    "from-zero",
    Shape::Boolean,
    "false",
    "Whether the value axis begins at 0.",
)
.or("`true`")
.also(&["zero"]);

static REFERENCE_SHAPE: Shape = Shape::Record(&REFERENCE);

pub(super) const REFERENCES: Key = Key::new(
    "references",
    Shape::List(&REFERENCE_SHAPE, 0, ANY),
    "[{name: {zh: 均值, en: Mean}, value: 'mean(edition=2018)'}]",
    "Values to compare with, as dashed lines.",
);
