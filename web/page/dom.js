// Makes elements. Text goes in as text, never as markup: bank data is written by strangers.
const svg = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

export function icon(name) {
  const element = document.createElementNS(svg, "svg");
  element.setAttribute("class", "icon");
  element.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(svg, "use");
  use.setAttribute("href", `#i-${name}`);
  element.append(use);
  return element;
}

export function setIcon(element, name) {
  element.firstChild.setAttribute("href", `#i-${name}`);
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// A busy button keeps its focus: it is marked, not disabled.
export function setBusy(button, isBusy) {
  button.setAttribute("aria-busy", String(isBusy));
  button.setAttribute("aria-disabled", String(isBusy));
}

export const isBusy = (button) => button.getAttribute("aria-disabled") === "true";

export function say(text) {
  byId("said").textContent = text;
}

const hints = {
  retry: "Try again.",
  wait: "Wait a little, then try again.",
  relink: "Sign in at the bank again.",
  renew: "Renew the permission at the bank.",
  choose_accounts: "Choose the accounts at the bank again.",
  contact_bank: "Ask the bank.",
  contact_operator: "Tell whoever runs this server.",
};

export function complain(problem) {
  const toast = h("div", { class: "toast" });
  const hint = problem.retryAt
    ? `Possible again at ${new Date(problem.retryAt).toLocaleTimeString()}.`
    : (hints[problem.action] ?? "");
  const close = h("button", { class: "button quiet", type: "button", onclick: () => toast.remove() }, "Close");
  toast.append(icon("warn"), h("p", {}, `${problem.message} ${hint}`.trim()), close);
  const toasts = byId("toasts");
  toasts.append(toast);
  while (toasts.children.length > 3) toasts.firstChild.remove();
  setTimeout(() => {
    if (!toast.matches(":hover, :focus-within")) toast.remove();
  }, 15000);
}
