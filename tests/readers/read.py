"""Reads what a site gives to other programs with those programs' own readers: the data package and CSV on the
Web, the workbook, the feeds, JSON-LD and Open Graph. Says what does not hold, and fails."""

import json
import pathlib
import sys

import csvw
import extruct
import feedparser
import frictionless
import openpyxl
import pyarrow
import pyarrow.parquet
from PIL import Image, ImageStat

SITE = pathlib.Path(sys.argv[1])
DATA = SITE / "data"
wrong = []


def hold(condition, what):
    if not condition:
        wrong.append(what)


def languages():
    return [feed.parent for feed in sorted(SITE.glob("*/changes.atom"))]


def package():
    report = frictionless.validate(str(DATA / "datapackage.json"))
    hold(report.valid, f"datapackage.json: {report.flatten(['name', 'type', 'note'])[:5]}")
    hold(len(report.tasks) > 3, "datapackage.json: it lists no tables")


def on_the_web():
    group = csvw.TableGroup.from_file(DATA / "csv-metadata.json")
    hold(len(group.tables) > 3, "csv-metadata.json: it lists no tables")
    for table in group.tables:
        rows = list(table)
        hold(rows, f"{table.url}: no rows")
        # A number is read as one.
        for name, value in rows[-1].items():
            if name.endswith("_rank") and value is not None:
                hold(isinstance(value, float), f"{table.url}: {name} is {value!r}")


def workbook():
    book = openpyxl.load_workbook(DATA / "panel.xlsx", read_only=True)
    wide = list(book["panel-wide"].iter_rows(values_only=True))
    lines = (DATA / "panel-wide.csv").read_text(encoding="utf-8").splitlines()
    hold(len(wide) == len(lines), f"panel.xlsx: {len(wide)} rows instead of {len(lines)}")
    hold(list(wide[0]) == lines[0].split(","), "panel.xlsx: other heads")
    hold(len(book.sheetnames) == 2 * len(languages()) + 2, f"panel.xlsx: {book.sheetnames}")


def by_columns():
    kinds = {"string": pyarrow.string(), "number": pyarrow.float64(), "integer": pyarrow.int64(), "boolean": pyarrow.bool_()}
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    for name in ["panel-wide", "panel-long"]:
        table = pyarrow.parquet.read_table(DATA / f"{name}.parquet")
        own = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
        hold(table.column_names == own["columns"], f"{name}.parquet: other columns")
        rows = [list(row.values()) for row in table.to_pylist()]
        hold(rows == own["rows"], f"{name}.parquet: other values than the JSON")
        [described] = [one for one in package["resources"] if one["path"] == f"{name}.csv"]
        for field in described["schema"]["fields"]:
            kind = table.schema.field(field["name"]).type
            hold(kind == kinds[field["type"]], f"{name}.parquet: {field['name']} is {kind}")
        hold(table.schema.metadata.get(b"title"), f"{name}.parquet: no title")


def feeds():
    for folder in languages():
        feed = feedparser.parse((folder / "changes.atom").read_bytes())
        hold(not feed.bozo and feed.version == "atom10", f"{folder.name}: {feed.get('bozo_exception')}")
        hold(feed.entries, f"{folder.name}: no entries")
        for entry in feed.entries:
            hold(entry.id and entry.title and entry.updated_parsed and entry.link, f"{folder.name}: {entry}")


def picture(path, said):
    with Image.open(path) as image:
        image.load()
        hold(image.format == "PNG" and image.size == (1200, 630), f"{path}: {image.format} {image.size}")
        hold(str(image.width) == said.get("og:image:width"), f"{path}: another width than the page says")
        # Neither empty nor full: on white, with letters and marks.
        grey = ImageStat.Stat(image.convert("L"))
        hold(150 < grey.mean[0] < 252 and grey.stddev[0] > 15, f"{path}: {grey.mean} {grey.stddev}")


def pages():
    kinds = set()
    for folder in languages():
        for path in ["index.html", "data/index.html", *sorted(folder.glob("chapters/*/index.html"))[:1],
                     *sorted(folder.glob("countries/*/index.html"))[:1]]:
            page = folder / path
            found = extruct.extract(page.read_text(encoding="utf-8"), base_url="https://example.org/",
                                    syntaxes=["json-ld", "opengraph"])
            for piece in found["json-ld"]:
                kinds.update(thing["@type"] for thing in piece.get("@graph", [piece]))
            said = dict(found["opengraph"][0]["properties"])
            for name in ("og:title", "og:url", "og:site_name", "og:locale", "og:type"):
                hold(said.get(name), f"{page}: no {name}")
            if "og:image" not in said:
                hold(False, f"{page}: no og:image")
                continue
            # The first address in its words is that of the site.
            root = said["og:url"].removesuffix(str(page.parent.relative_to(SITE)) + "/")
            picture(SITE / said["og:image"].removeprefix(root), said)
    hold({"Dataset", "DataCatalog", "Article", "BreadcrumbList", "WebSite"} <= kinds, f"JSON-LD: only {kinds}")


for part in (package, on_the_web, workbook, by_columns, feeds, pages):
    part()
    print(f"read: {part.__name__}", flush=True)
if wrong:
    sys.exit("\n".join(wrong))
