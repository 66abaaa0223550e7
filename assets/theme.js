// Before the page is drawn: room for what scripts operate, and the theme that the reader chose here
// before, if any.
document.documentElement.dataset.script = "";
try {
  const theme = localStorage.getItem("theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {}
// What stays in a table that is moved sideways does so from the first movement on, whoever comes late.
document.addEventListener("scroll", ({ target }) => { if (target.scrollLeft) target.classList.add("moved"); }, { capture: true, passive: true });
