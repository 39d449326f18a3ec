// Before the first paint, so that a chosen look never flashes. The choice is made on the settings page.
try {
  const look = JSON.parse(localStorage.getItem("mingus:look") ?? "{}");
  if (look.theme === "light" || look.theme === "dark") document.documentElement.dataset.theme = look.theme;
} catch {
  // A browser that keeps nothing shows what the system prefers.
}
