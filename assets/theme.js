// Before the page is drawn: room for what scripts operate, and the theme that the reader chose here
// before, if any.
document.documentElement.dataset.script = "";
try {
  const theme = localStorage.getItem("theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {}
