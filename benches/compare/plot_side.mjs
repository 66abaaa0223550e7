// Draws the charts of data.json with Observable Plot; driven by main.rs over standard input.
//
// A line `kind times` is answered by the nanoseconds that so many drawings took, and the bytes
// of one. One jsdom document serves all drawings. The packages are looked for in argv[3].
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [, , file, packages] = process.argv;
const { JSDOM } = createRequire(join(packages, "package.json"))("jsdom");
const plot = join(packages, "node_modules/@observablehq/plot");
const Plot = await import(pathToFileURL(join(plot, "src/index.js")));
const { version } = JSON.parse(readFileSync(join(plot, "package.json")));

const { document } = new JSDOM("").window;
const data = JSON.parse(readFileSync(file));
const rows = (names, key, chart) =>
  chart.series.flatMap((series) =>
    names.map((name, i) => ({ [key]: name, value: series.values[i], series: series.name })),
  );
// Plot's own `title` makes HTML around the drawing; a text keeps it inside the SVG.
const title = (text) => Plot.text([text], { frameAnchor: "top-left", dy: -24, fontSize: 14 });
const points = rows(data.line.editions, "edition", data.line);
const values = rows(data.bars.items, "item", data.bars);

const draw = {
  line: (chart) =>
    Plot.plot({
      document,
      width: 720,
      height: 400,
      marginTop: 40,
      marginRight: 150,
      x: { label: chart.x, tickFormat: "d", ticks: chart.editions.filter((_, i) => i % 2 === 0) },
      y: { label: chart.y, domain: [0, 1], grid: true },
      marks: [
        Plot.line(points, { x: "edition", y: "value", stroke: "series" }),
        Plot.dot(points, { x: "edition", y: "value", fill: "series" }),
        Plot.text(
          points,
          Plot.selectLast({
            x: "edition",
            y: "value",
            z: "series",
            text: (d) => `${d.series} ${d.value.toFixed(2)}`,
            textAnchor: "start",
            dx: 8,
          }),
        ),
        title(chart.title),
      ],
    }),
  bars: (chart) =>
    Plot.plot({
      document,
      width: 720,
      height: 400,
      marginTop: 40,
      marginLeft: 90,
      x: { label: chart.x },
      y: { axis: null, domain: chart.series.map((s) => s.name) },
      fy: { label: null, domain: chart.items },
      marks: [
        Plot.barX(values, { fy: "item", y: "series", x: "value", fill: "series" }),
        Plot.text(values, {
          fy: "item",
          y: "series",
          x: "value",
          text: (d) => `${d.series} ${d.value.toFixed(1)}`,
          textAnchor: "start",
          dx: 3,
        }),
        Plot.text([chart.title], { fy: [chart.items[0]], frameAnchor: "top-left", dy: -24, fontSize: 14 }),
      ],
    }),
};

console.log(`Observable Plot ${version}`);
for await (const request of createInterface({ input: process.stdin })) {
  const [kind, times] = request.split(" ");
  const start = process.hrtime.bigint();
  let svg;
  for (let i = 0; i < Number(times); i += 1) svg = draw[kind](data[kind]).outerHTML;
  console.log(`${process.hrtime.bigint() - start} ${Buffer.byteLength(svg)}`);
}
