// Puts the chosen theme and density into effect before the first paint.
try {
  const { theme, density } = localStorage;
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (density === "compact") document.documentElement.dataset.density = density;
} catch {}
