// Reads out the datum nearest to the pointer, and those that the arrow keys step through.
// Without it, every mark keeps its title, and every chart its table.
{
  const boxes = [...document.querySelectorAll("figure.chart .ch-box")];
  const make = (name, className) => Object.assign(document.createElement(name), { className });
  const svgns = "http://www.w3.org/2000/svg";
  const live = make("div", "unseen");
  live.setAttribute("aria-live", "polite");
  if (boxes.length) document.body.append(live);

  const overlap = (a, b) => Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
  const away = (a, b) => Math.hypot(Math.max(a.left - b.right, 0, b.left - a.right), Math.max(a.top - b.bottom, 0, b.top - a.bottom));
  const within = (value, least, most) => Math.max(least, Math.min(value, most));
  const gap = 9;

  // Where a tip covers least: above the mark, below, right or left of it, or of it and the
  // words printed at it. Words count more than marks, and the first free place is taken.
  const placed = (mark, { marks, words }, width, height, room) => {
    const close = { left: mark.left - gap, right: mark.right + gap, top: mark.top - gap, bottom: mark.bottom + gap };
    const own = words.filter((word) => {
      const [x, y] = [(word.left + word.right) / 2, (word.top + word.bottom) / 2];
      return overlap(word, close) && ((y > mark.top && y < mark.bottom) || (x > mark.left && x < mark.right));
    });
    const all = [mark, ...own];
    const least = (side) => Math.min(...all.map((box) => box[side]));
    const most = (side) => Math.max(...all.map((box) => box[side]));
    const whole = { left: least("left"), right: most("right"), top: least("top"), bottom: most("bottom") };
    const places = [];
    // Along a side the middle is tried first, and at last where the tip hardly touches.
    const slides = [0, 1, -1, 2, -2, 3, -3].map((step) => step / 6.5);
    for (const { left, right, top, bottom } of own.length ? [mark, whole] : [mark]) {
      const across = slides.map((slide) => mark.x - width / 2 + slide * (right - left + width));
      const down = slides.map((slide) => mark.y - height / 2 + slide * (bottom - top + height));
      for (const y of [top - gap - height, bottom + gap]) for (const x of across) places.push([x, y]);
      for (const x of [right + gap, left - gap - width]) for (const y of down) places.push([x, y]);
    }
    const ring = { left: mark.left - 3, right: mark.right + 3, top: mark.top - 3, bottom: mark.bottom + 3 };
    let best, lowest = Infinity;
    const attempt = (x, y, farther) => {
      const left = within(x, room.left, room.right - width);
      const top = within(y, room.top, room.bottom - height);
      const tip = { left, top, right: left + width, bottom: top + height };
      let cost = 1e4 * overlap(tip, ring) + (farther ? away(tip, mark) : 0);
      for (const word of words) if (overlap(tip, word) > 1) cost += 1e4 + 10 * overlap(tip, word);
      for (const other of marks) cost += overlap(tip, other);
      if (cost < lowest) [best, lowest] = [tip, cost];
      return cost;
    };
    if (places.some(([x, y]) => attempt(x, y, false) === 0) || lowest < 1e4) return best;
    // Between words that stand close: wherever the tip just clears one, not far from its mark.
    const reach = height + 2 * gap;
    const around = { left: mark.left - width - reach, right: mark.right + width + reach, top: mark.top - height - reach, bottom: mark.bottom + height + reach };
    const beside = words.filter((word) => overlap(word, around));
    const xs = [...new Set([...places.map(([x]) => x), ...beside.flatMap((word) => [word.right + 2, word.left - width - 2])])];
    const ys = [...new Set([...places.map(([, y]) => y), ...beside.flatMap((word) => [word.bottom + 1, word.top - height - 1])])];
    for (const x of xs) for (const y of ys) {
      if (away({ left: x, top: y, right: x + width, bottom: y + height }, mark) <= reach) attempt(x, y, true);
    }
    return best;
  };

  // What goes around a mark: a box around a bar or tile, a circle around a point, and the outline of
  // anything else.
  const ringed = (element, name) => {
    const { x, y, width, height } = element.getBBox();
    const draw = (shape, sides) => {
      const ring = document.createElementNS(svgns, shape);
      for (const [key, value] of Object.entries({ class: name, ...sides })) ring.setAttribute(key, value);
      return ring;
    };
    const d = element.getAttribute("d");
    if (d && /^M[-\d. ]+h[-\d.]+v[-\d.]+h[-\d.]+z$/.test(d)) return draw("rect", { x: x - 3, y: y - 3, width: width + 6, height: height + 6, rx: 3 });
    if (!d || Math.max(width, height) < 16) return draw("circle", { cx: x + width / 2, cy: y + height / 2, r: Math.max(width, height) / 2 + 3 });
    return draw("path", { d });
  };

  // The rows or columns that marks stand in, if they do, and how unevenly these are spread.
  const lanes = (marks, middle, start, end) => {
    const found = [];
    for (const mark of [...marks].sort((a, b) => a[middle] - b[middle])) {
      const last = found.at(-1);
      if (last && mark[middle] - last.at < 1) last.marks.push(mark);
      else if (last && mark[start] < last.end - 1) return null;
      else found.push({ at: mark[middle], end: mark[end], marks: [mark] });
      found.at(-1).end = Math.max(found.at(-1).end, mark[end]);
    }
    const gaps = found.slice(1).map((lane, i) => lane.at - found[i].at);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    return { marks: found.map((lane) => lane.marks), uneven: Math.max(0, ...gaps.map((gap) => Math.abs(gap / mean - 1))) };
  };

  // The order of reading. Marks in rows, such as bars or tiles, are read row by row; columns from left
  // to right, or series by series as they were drawn; a cloud of points from left to right in
  // each series.
  const ordered = (marks) => {
    const [rows, columns] = [lanes(marks, "y", "top", "bottom"), lanes(marks, "x", "left", "right")];
    const drawn = marks.every((mark, i) => !i || marks[i - 1].x <= mark.x);
    if (rows && (!columns || (!drawn && rows.uneven <= columns.uneven + 0.05))) return rows.marks.flatMap((row) => row.sort((a, b) => a.x - b.x));
    if (columns) return columns.marks.every((column) => column.length === 1) ? columns.marks.flat() : marks;
    if (new Set(marks.map((mark) => Math.round(2 * mark.x))).size < 0.6 * marks.length) return marks;
    const series = [...new Set(marks.map((mark) => mark.element.parentNode))];
    return [...marks].sort((a, b) => series.indexOf(a.element.parentNode) - series.indexOf(b.element.parentNode) || a.x - b.x);
  };

  // The nearest mark in a direction; what lies aside counts double.
  const towards = (marks, from, sign) => {
    let best, least = Infinity;
    for (const mark of marks) {
      const ahead = sign * (mark.y - from.y);
      const away = ahead + 2 * Math.abs(mark.x - from.x);
      if (ahead > 0.5 && away < least) [best, least] = [mark, away];
    }
    return best;
  };

  for (const box of boxes) {
    const figure = box.closest("figure");
    const heading = figure.querySelector("figcaption h3");
    const tip = make("div", "tip");
    // The live region says the same words.
    tip.setAttribute("aria-hidden", "true");
    tip.hidden = true;

    // The browser would show titles a second time; the image's name stays as a label.
    const drawings = [...box.querySelectorAll("svg")].map((svg) => {
      const title = svg.querySelector(":scope > title");
      if (title) {
        svg.setAttribute("aria-label", title.textContent);
        const names = (svg.getAttribute("aria-labelledby") ?? "").split(/\s+/);
        const others = names.filter((id) => id && id !== title.id);
        svg.removeAttribute("aria-labelledby");
        if (others.length && !svg.hasAttribute("aria-describedby")) svg.setAttribute("aria-describedby", others.join(" "));
        title.remove();
      }
      const marks = [...svg.querySelectorAll("title")].map((text) => {
        const mark = { element: text.parentNode, text: text.textContent };
        text.remove();
        return mark;
      });
      return { svg, marks };
    });

    if (drawings.every(({ marks }) => !marks.length)) continue;
    // A drawing is an image, and so a leaf to assistive technology; its frame takes the keys.
    // It is an application, because readers of screens would keep the arrows of a group to
    // themselves. All else that there is to read stands outside of it.
    box.setAttribute("role", "application");
    box.setAttribute("aria-roledescription", figure.dataset.role);
    if (heading) box.setAttribute("aria-label", heading.textContent);
    box.tabIndex = 0;
    box.append(tip);

    let current, chosen, frame;
    const shown = () => drawings.find(({ svg }) => svg.getClientRects().length);
    // The places of marks and words, from the drawing's corner, measured once for each size.
    const measure = () => {
      const drawing = shown();
      if (!drawing) return null;
      const at = drawing.svg.getBoundingClientRect();
      const size = `${at.width} ${figure.offsetHeight}`;
      if (drawing.size !== size) {
        drawing.size = size;
        const from = (r) => ({ left: r.left - at.left, right: r.right - at.left, top: r.top - at.top, bottom: r.bottom - at.top });
        for (const mark of drawing.marks) {
          Object.assign(mark, from(mark.element.getBoundingClientRect()));
          Object.assign(mark, { x: (mark.left + mark.right) / 2, y: (mark.top + mark.bottom) / 2 });
          mark.area = (mark.right - mark.left) * (mark.bottom - mark.top);
        }
        drawing.words = [];
        const walker = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        while (walker.nextNode()) {
          // What is folded away has a place all the same.
          if (walker.currentNode.parentElement.closest(".tip, details:not([open]) > :not(summary)")) continue;
          range.selectNodeContents(walker.currentNode);
          for (const r of range.getClientRects()) if (r.width) drawing.words.push(from(r));
        }
        drawing.order = ordered(drawing.marks);
      }
      return { ...drawing, at };
    };
    let rings = [];
    const hide = () => {
      cancelAnimationFrame(frame);
      chosen = null;
      tip.hidden = true;
      for (const ring of rings) ring.remove();
    };
    const show = (mark, drawing) => {
      if (chosen === mark && !tip.hidden) return;
      hide();
      current = chosen = mark;
      rings = ["ring ring-ground", "ring"].map((name) => ringed(mark.element, name));
      drawing.svg.append(...rings);
      tip.textContent = mark.text;
      tip.style.left = tip.style.top = "0";
      tip.hidden = false;
      const { at } = drawing;
      const origin = box.getBoundingClientRect();
      const room = figure.getBoundingClientRect();
      const place = placed(mark, drawing, tip.offsetWidth, tip.offsetHeight, {
        left: Math.max(0, room.left) - at.left, right: Math.min(document.documentElement.clientWidth, room.right) - at.left,
        top: Math.max(0, room.top) - at.top, bottom: Math.min(innerHeight, room.bottom) - at.top,
      });
      tip.style.left = `${at.left + place.left - origin.left}px`;
      tip.style.top = `${at.top + place.top - origin.top}px`;
    };

    const near = (event) => {
      cancelAnimationFrame(frame);
      const { clientX, clientY } = event;
      frame = requestAnimationFrame(() => {
        const drawing = measure();
        if (!drawing || !drawing.marks.length) return;
        const [x, y] = [clientX - drawing.at.left, clientY - drawing.at.top];
        // Of marks on one another the smaller one is meant, or the one whose middle is nearer.
        let best, least;
        for (const mark of drawing.marks) {
          const away = Math.hypot(Math.max(mark.left - x, 0, x - mark.right), Math.max(mark.top - y, 0, y - mark.bottom));
          const keys = [away, Math.round(mark.area), Math.hypot(mark.x - x, mark.y - y)];
          const k = best ? keys.findIndex((key, i) => key !== least[i]) : 0;
          if (!best || keys[k] < least[k]) [best, least] = [mark, keys];
        }
        show(best, drawing);
      });
    };
    // A finger asks by a tap: while it moves, it scrolls. Lifted it leaves too, but its reader
    // has only begun to read.
    const finger = (event) => event.pointerType === "touch";
    box.addEventListener("pointermove", (event) => { if (!finger(event)) near(event); });
    box.addEventListener("pointerdown", (event) => { if (!finger(event)) near(event); });
    box.addEventListener("pointerup", (event) => { if (finger(event)) near(event); });
    box.addEventListener("pointerleave", (event) => { if (!finger(event)) hide(); });
    document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) hide(); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    box.addEventListener("blur", hide);
    new ResizeObserver(hide).observe(box);

    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      const drawing = measure();
      const marks = drawing?.order ?? [];
      const i = marks.indexOf(current);
      const { key } = event;
      if (!marks.length || !/^(Arrow|Home$|End$)/.test(key)) return;
      event.preventDefault();
      const steps = { Home: 0, End: marks.length - 1, ArrowRight: Math.min(i + 1, marks.length - 1), ArrowLeft: Math.max(i - 1, 0) };
      const to = key in steps ? marks[steps[key]]
        : i < 0 ? marks[0]
        : towards(marks, current, key === "ArrowDown" ? 1 : -1);
      if (!to) return;
      to.element.scrollIntoView({ block: "nearest", behavior: "instant" });
      show(to, measure());
      live.textContent = to.text;
    });
  }
}
