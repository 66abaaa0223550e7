// Reads out the datum nearest to the pointer, and those that the arrow keys step through.
// Without it, every mark keeps its title, and every chart its table.
{
  const boxes = [...document.querySelectorAll("figure.chart .ch-box")];
  const make = (name, className) => Object.assign(document.createElement(name), { className });
  const svgns = "http://www.w3.org/2000/svg";
  const live = make("div", "unseen");
  live.setAttribute("aria-live", "polite");
  if (boxes.length) document.body.append(live);

  for (const box of boxes) {
    const figure = box.closest("figure");
    const heading = figure.querySelector("figcaption h3");
    const tip = make("div", "tip");
    // The live region says the same words.
    tip.setAttribute("aria-hidden", "true");
    tip.hidden = true;
    box.append(tip);
    // A drawing is an image, and so a leaf to assistive technology; its frame takes the keys.
    // It is an application, because readers of screens would keep the arrows of a group to
    // themselves. All else that there is to read stands outside of it.
    box.setAttribute("role", "application");
    box.setAttribute("aria-roledescription", figure.dataset.role);
    if (heading) box.setAttribute("aria-label", heading.textContent);
    box.tabIndex = 0;

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

    let current, chosen, frame;
    const shown = () => drawings.find(({ svg }) => svg.getClientRects().length);
    // The marks' places in the drawing, measured once for each size of it.
    const measure = () => {
      const drawing = shown();
      if (!drawing) return null;
      const at = drawing.svg.getBoundingClientRect();
      if (drawing.width !== at.width) {
        drawing.width = at.width;
        for (const mark of drawing.marks) {
          const r = mark.element.getBoundingClientRect();
          Object.assign(mark, { left: r.left - at.left, right: r.right - at.left, top: r.top - at.top, bottom: r.bottom - at.top });
          Object.assign(mark, { x: (mark.left + mark.right) / 2, y: (mark.top + mark.bottom) / 2, area: r.width * r.height });
        }
      }
      return { ...drawing, at };
    };
    const rings = ["ring ring-ground", "ring"].map((name) => {
      const ring = document.createElementNS(svgns, "rect");
      ring.setAttribute("class", name);
      return ring;
    });
    const hide = () => {
      cancelAnimationFrame(frame);
      chosen = null;
      tip.hidden = true;
      for (const ring of rings) ring.remove();
    };
    const show = (mark, drawing) => {
      if (chosen === mark && !tip.hidden) return;
      current = chosen = mark;
      const place = mark.element.getBBox();
      for (const ring of rings) {
        const sides = { x: place.x - 3, y: place.y - 3, width: place.width + 6, height: place.height + 6, rx: 2 };
        for (const [name, value] of Object.entries(sides)) ring.setAttribute(name, value);
        drawing.svg.append(ring);
      }
      tip.textContent = mark.text;
      tip.style.left = tip.style.top = "0";
      tip.hidden = false;
      const { at } = drawing;
      const origin = box.getBoundingClientRect();
      const room = figure.getBoundingClientRect();
      const [high, low] = [Math.max(0, room.top), Math.min(innerHeight, room.bottom)];
      const { offsetWidth: width, offsetHeight: height } = tip;
      const within = (value, least, most) => Math.max(least, Math.min(value, most));
      // Above the mark, else below, else beside it.
      let left = within(at.left + mark.x - width / 2, room.left, room.right - width);
      let top = at.top + mark.top - height - 9;
      if (top < high) top = at.top + mark.bottom + 9;
      if (top + height > low) {
        top = within(at.top + mark.y - height / 2, high, low - height);
        const beside = at.left + mark.right + 9;
        left = beside + width <= room.right ? beside : within(at.left + mark.left - width - 9, room.left, room.right - width);
      }
      tip.style.left = `${left - origin.left}px`;
      tip.style.top = `${top - origin.top}px`;
    };

    const near = (event) => {
      cancelAnimationFrame(frame);
      const { clientX, clientY } = event;
      frame = requestAnimationFrame(() => {
        const drawing = measure();
        if (!drawing || !drawing.marks.length) return;
        const [x, y] = [clientX - drawing.at.left, clientY - drawing.at.top];
        let best, least = [Infinity];
        for (const mark of drawing.marks) {
          const away = Math.hypot(Math.max(mark.left - x, 0, x - mark.right), Math.max(mark.top - y, 0, y - mark.bottom));
          // Of marks on one another the smaller one is meant.
          if (away < least[0] || (away === least[0] && mark.area < least[1])) [best, least] = [mark, [away, mark.area]];
        }
        show(best, drawing);
      });
    };
    box.addEventListener("pointermove", near);
    box.addEventListener("pointerdown", near);
    // A finger that is lifted leaves too, but its reader has only begun to read.
    box.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") hide(); });
    document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) hide(); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    box.addEventListener("blur", hide);
    new ResizeObserver(hide).observe(box);

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
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      const drawing = measure();
      const marks = drawing?.marks ?? [];
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
