// The preview's part of each page: keeps what is on the screen as the report is now.
{
  const own = document.currentScript.dataset;
  const place = `preview ${location.pathname}`;

  // Reloading, at the same place and with the same folds

  // A fold is known by its id, or by its words and which of those with the same words it is.
  const folds = () => {
    const counts = new Map();
    return [...document.querySelectorAll("details")].map((fold) => {
      const words = fold.id || fold.querySelector("summary")?.textContent.trim() || "";
      const nth = counts.get(words) ?? 0;
      counts.set(words, nth + 1);
      return [`${words} ${nth}`, fold];
    });
  };
  // The last heading above what is read: texts before it may grow.
  const heading = () => {
    const above = [...document.querySelectorAll("main [id]")].filter((e) => /^H\d$/.test(e.tagName));
    return above.findLast((e) => e.getClientRects().length && e.getBoundingClientRect().top < 1);
  };
  const reload = () => {
    const mark = heading();
    const kept = {
      x: scrollX,
      y: scrollY,
      id: mark?.id,
      top: mark?.getBoundingClientRect().top,
      open: folds().map(([name, fold]) => [name, fold.open]),
    };
    try {
      sessionStorage.setItem(place, JSON.stringify(kept));
      history.scrollRestoration = "manual";
    } catch {}
    location.reload();
  };
  const restore = () => {
    let kept;
    try {
      kept = JSON.parse(sessionStorage.getItem(place));
      sessionStorage.removeItem(place);
    } catch {}
    if (!kept) return;
    const open = new Map(kept.open);
    for (const [name, fold] of folds()) if (open.has(name)) fold.open = open.get(name);
    let moved = false;
    const scroll = () => {
      if (moved) return;
      const mark = kept.y && kept.id && document.getElementById(kept.id);
      const y = mark ? scrollY + mark.getBoundingClientRect().top - kept.top : kept.y;
      scrollTo({ left: kept.x, top: y, behavior: "instant" });
    };
    const stop = () => { moved = true; };
    for (const event of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(event, stop, { once: true, passive: true });
    scroll();
    addEventListener("load", () => {
      scroll();
      // Browsers go to the place that the address names after this.
      requestAnimationFrame(() => {
        scroll();
        stop();
        history.scrollRestoration = "auto";
      });
    }, { once: true });
  };
  restore();

  // Exchanging styles

  const sheets = [...document.querySelectorAll("link[rel~=stylesheet]")].map((link, i) => ({
    hash: own.styles.split(" ")[i],
    links: [link],
  }));
  const restyle = (sheet, { href, hash }) => {
    sheet.hash = hash;
    const last = sheet.links.at(-1);
    const fresh = last.cloneNode();
    const url = new URL(href, document.baseURI);
    // A sheet that kept its name has to be asked for anew.
    if (url.href === last.href) url.searchParams.set("preview", hash);
    fresh.href = url.href;
    fresh.addEventListener("load", () => {
      // Those before it, and not the ones that have come since.
      while (sheet.links[0] !== fresh) sheet.links.shift().remove();
    }, { once: true });
    last.after(fresh);
    sheet.links.push(fresh);
  };

  // Errors

  const make = (name, text, ...inside) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    element.append(...inside);
    return element;
  };
  const where = ({ path, line, column, text: [before, marked, after], words, open }) => {
    const at = make(open ? "a" : "span", `${path}:${line}:${column}`);
    if (open) at.href = open;
    at.className = "at";
    const number = make("span", `${line} | `);
    number.className = "number";
    return make("div", "", make("p", words ? `${words}: ` : "", at), make("pre", "", number, before, make("mark", marked || " "), after));
  };
  const show = (problems) => {
    document.getElementById("preview-errors")?.remove();
    if (!problems.length) return;
    const close = make("button", "×");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    const count = `${problems.length} error${problems.length > 1 ? "s" : ""}: the last good version is shown`;
    const box = make("div", "", close, make("h2", count), make("ol", "", ...problems.map(({ message, hint, places }) => {
      const parts = [make("h3", message), ...places.map(where)];
      if (hint) parts.push(make("p", `help: ${hint}`));
      return make("li", "", ...parts);
    })));
    box.id = "preview-errors";
    box.lang = "en";
    box.dir = "ltr";
    box.setAttribute("role", "alert");
    close.addEventListener("click", () => box.remove());
    document.body.append(box);
  };
  const style = make("link");
  style.rel = "stylesheet";
  style.href = "/__preview/overlay.css";
  document.head.append(style);

  // News

  let leaving = false;
  const hear = ({ page, styles, problems }) => {
    if (leaving) return;
    // There is none while the report cannot be built at all.
    if (page && page !== own.page) {
      leaving = true;
      reload();
      return;
    }
    styles?.forEach((style, i) => { if (sheets[i] && sheets[i].hash !== style.hash) restyle(sheets[i], style); });
    show(problems);
  };
  let news, later;
  const listen = () => {
    clearTimeout(later);
    if (news && news.readyState !== EventSource.CLOSED) return;
    news = new EventSource(`/__preview/events?path=${encodeURIComponent(location.pathname)}`);
    news.addEventListener("state", (event) => hear(JSON.parse(event.data)));
    // The browser comes back by itself, but not after an answer that is no stream.
    news.addEventListener("error", () => {
      if (news.readyState === EventSource.CLOSED) later = setTimeout(listen, 1000);
    });
  };
  const rest = () => {
    clearTimeout(later);
    news?.close();
  };
  listen();
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  // A browser has few connections to a host; a page that nobody sees gives its own back.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return listen();
    clearTimeout(later);
    later = setTimeout(rest, 30000);
  });
}
