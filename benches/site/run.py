"""Builds the report, has Hugo paste the same pages, copies them, by turns; then builds larger reports."""

import argparse
import os
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import time

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]

LAYOUT = "<!doctype html>\n<html{{ with .Params.html }} {{ . | safeHTMLAttr }}{{ end }}>{{ .Params.head | safeHTML }}{{ .Content }}</html>\n"


def run(command, folder=None):
    """Runs a command; gives seconds, seconds of processor time, and the most memory in MiB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"error: {command}:\n{said.decode()}")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def hugo_project(site, project):
    """A project whose pages are those of the site: Hugo gets heads and bodies as they are."""
    shutil.rmtree(project, ignore_errors=True)
    for part in ("content", "static", "layouts/_default"):
        (project / part).mkdir(parents=True)
    (project / "hugo.toml").write_text(
        'baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]\n'
        # Pages of finished HTML are refused otherwise.
        '[security]\nallowContent = [".*"]\n'
    )
    for name in ("single", "list", "home"):
        (project / f"layouts/_default/{name}.html").write_text(LAYOUT)
    pages = 0
    for file in sorted(site.rglob("*")):
        if file.is_dir() or file.name == ".egov-report.json":
            continue
        path = file.relative_to(site)
        if path.name != "index.html":
            target = project / "static" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            continue
        text = file.read_text(encoding="utf-8")
        head = re.search(r"<head>.*?</head>", text, re.S).group(0)
        body = text[text.index(head) + len(head):].rsplit("</html>", 1)[0]
        # Shortcodes would be read in examples of expressions.
        body = body.replace("{{", "&#123;&#123;")
        target = project / "content" / path.parent / "_index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        quoted = "\n".join("  " + line for line in head.splitlines())
        target.write_text(f"---\ntitle: page\nhead: |\n{quoted}\n---\n{body}", encoding="utf-8")
        pages += 1
    return pages


def compare(arguments):
    work = arguments.work
    site, project = work / "site", work / "hugo"
    shutil.rmtree(site, ignore_errors=True)
    run([arguments.program, "build", "--quiet", "--out", site], CHECKOUT)
    pages = hugo_project(site, project)
    files = sum(1 for file in site.rglob("*") if file.is_file())
    ways = {
        "egov-report": lambda out: run([arguments.program, "build", "--quiet", "--out", out], CHECKOUT),
        "Hugo, pasting": lambda out: run([arguments.hugo, "--quiet", "--source", project, "--destination", out]),
        "copying": lambda out: run(["cp", "-r", site, out]),
    }
    measured = {name: [] for name in ways}
    for turn in range(arguments.rounds + 1):
        for name, way in ways.items():
            out = work / "out"
            shutil.rmtree(out, ignore_errors=True)
            result = way(out)
            # The first round warms up.
            if turn:
                measured[name].append(result)
    built = sum(1 for _ in (work / "out").rglob("index.html"))
    assert built == pages, f"{built} of {pages} pages"
    print(f"\n{pages} pages, {files} files; medians of {arguments.rounds} rounds, with the fastest and the slowest\n")
    print("| | seconds | processor | MiB | to ours |\n|---|---|---|---|---|")
    ours = [seconds for seconds, _, _ in measured["egov-report"]]
    for name, rounds in measured.items():
        seconds, processor, memory = zip(*rounds)
        ratio = statistics.median(our / other for our, other in zip(ours, seconds))
        print(
            f"| {name} | {statistics.median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f}) "
            f"| {statistics.median(processor):.2f} | {statistics.median(memory):.0f} | {ratio:.2f} : 1 |"
        )


def report(folder, members, editions):
    """A report with so many members and editions: three components, five regions, no text."""
    shutil.rmtree(folder, ignore_errors=True)
    survey = folder / "content/survey"
    (survey / "editions").mkdir(parents=True)
    rng = random.Random(members * editions)
    (folder / "content/report.yaml").write_text(
        "title: Growth\ndescription: A report of a size.\nbase-url: https://example.org/\nlanguages: [en]\n"
    )
    (survey / "sources.yaml").write_text("almanac:\n  type: dataset\n  title: Almanac\n")
    regions = [f"r{i}" for i in range(5)]
    (survey / "regions.yaml").write_text("regions:\n" + "".join(f"  - {{id: {r}, name: Region {r}}}\n" for r in regions))
    codes = [f"M{i:05}" for i in range(members)]
    (survey / "members.yaml").write_text(
        "".join(f"- {{code: {code}, name: Member {code}, region: {regions[i % 5]}}}\n" for i, code in enumerate(codes))
    )
    (survey / "methodology.yaml").write_text(
        "index:\n  id: whole\n  name: Whole\n  description: A mean.\n  range: [0, 1]\n  aggregation: arithmetic\n  components:\n"
        + "".join(f"    - {{id: part{i}, name: Part {i}, range: [0, 1], weight: 1/3}}\n" for i in range(3))
    )
    for year in range(2030 - editions, 2030):
        lines = "".join(
            f"  {code}: {{{', '.join(f'part{i}: {rng.random():.4f}' for i in range(3))}}}\n" for code in codes
        )
        (survey / f"editions/{year}.yaml").write_text(f"year: {year}\nsource: almanac\nmembers:\n{lines}")


def growth(arguments):
    print("\n| members | editions | pages | seconds | ms a page | MiB | KiB a page |\n|---|---|---|---|---|---|---|")
    for size in arguments.growth.split(","):
        members, editions = (int(number) for number in size.split("x"))
        folder = arguments.work / "growth"
        report(folder, members, editions)
        limits = ["yaml-size=1G", "yaml-nodes=100M", "content-size=8G", "chart-cells=1G"]
        command = [arguments.program, "build", "--quiet"] + [part for limit in limits for part in ("--limit", limit)]
        seconds, _, memory = run(command, folder)
        pages = sum(1 for _ in (folder / "site").rglob("index.html"))
        print(
            f"| {members} | {editions} | {pages} | {seconds:.2f} | {1000 * seconds / pages:.2f} "
            f"| {memory:.0f} | {1024 * memory / pages:.0f} |",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--hugo", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--growth", default="193x11,1000x11,193x50", help="members x editions of larger reports, or ''")
    arguments = parser.parse_args()
    compare(arguments)
    if arguments.growth:
        growth(arguments)


main()
