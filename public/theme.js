// Puts the chosen theme and density into effect before the first paint.
try {
  const { theme, density } = localStorage;
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (density === "compact") document.documentElement.dataset.density = density;
} catch {}
// Where a picture of somebody cannot be loaded, the initials under it show.
addEventListener("error", ({ target }) => target.parentElement?.matches(".avatar") && (target.hidden = true), true);
