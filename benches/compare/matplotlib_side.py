"""Draws the charts of data.json with matplotlib; driven by main.rs over standard input.

A line `kind times` is answered by the nanoseconds that so many drawings took, and the bytes of
one. Figures are made without pyplot, and text stays text in the SVG: the fastest way there is.
"""

import io
import json
import sys
import time

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

matplotlib.rcParams["svg.fonttype"] = "none"
matplotlib.rcParams["font.family"] = "DejaVu Sans"  # its own font: no search for another


def written(figure):
    out = io.StringIO()
    FigureCanvasSVG(figure).print_svg(out)
    return out.getvalue()


def line(data):
    figure = Figure(figsize=(7.2, 4))
    axes = figure.add_subplot()
    for series in data["series"]:
        axes.plot(data["editions"], series["values"], marker="o", markersize=4)
        axes.annotate(
            f"{series['name']} {series['values'][-1]:.2f}",
            (data["editions"][-1], series["values"][-1]),
            xytext=(6, 0), textcoords="offset points", va="center",
        )
    axes.set(title=data["title"], xlabel=data["x"], ylabel=data["y"], ylim=(0, 1))
    axes.set_xticks(data["editions"][::2])
    axes.grid(axis="y")
    figure.subplots_adjust(right=0.78)
    return written(figure)


def bars(data):
    figure = Figure(figsize=(7.2, 4))
    axes = figure.add_subplot()
    for k, series in enumerate(data["series"]):
        places = [i + (k - 0.5) * 0.4 for i in range(len(data["items"]))]
        drawn = axes.barh(places, series["values"], height=0.4, label=series["name"])
        axes.bar_label(drawn, fmt="%.1f", padding=3)
    axes.set_yticks(range(len(data["items"])), data["items"])
    axes.invert_yaxis()
    axes.set(title=data["title"], xlabel=data["x"])
    axes.legend()
    return written(figure)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    draw = {"line": line, "bars": bars}
    print("matplotlib", matplotlib.__version__, flush=True)
    for request in sys.stdin:
        kind, times = request.split()
        start = time.perf_counter_ns()
        for _ in range(int(times)):
            svg = draw[kind](data[kind])
        print(time.perf_counter_ns() - start, len(svg.encode()), flush=True)


main()
