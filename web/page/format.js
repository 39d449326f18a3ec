// Words and numbers for people. Amounts are decimal text and are formatted as text: no number type touches them.
const locale = navigator.language || "en";
const moneyFormats = new Map();
const dayFormat = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

export function money(text, currency, unofficial, { signed = false } = {}) {
  if (!currency) return `${text} ${unofficial ?? ""}`.trim();
  const name = `${currency} ${signed}`;
  let format = moneyFormats.get(name);
  if (!format) {
    try {
      const signDisplay = signed ? "exceptZero" : "auto";
      format = new Intl.NumberFormat(locale, { style: "currency", currency, signDisplay });
    } catch {
      format = { format: (value) => `${value} ${currency}` };
    }
    moneyFormats.set(name, format);
  }
  return format.format(text);
}

export const isIncoming = (text) => !text.startsWith("-") && /[1-9]/.test(text);

// A statement's day is a day, not a moment: it is never moved through the viewer's time zone.
export const day = (text) => dayFormat.format(new Date(`${text}T00:00:00Z`));

export const words = (code) => {
  const text = code.replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString(locale)} ${count === 1 ? one : many}`;

export const time = (moment) =>
  new Date(moment).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

function age(moment) {
  const minutes = Math.round((new Date(moment) - Date.now()) / 60_000);
  if (minutes > -1) return "just now";
  if (minutes > -60) return relative.format(minutes, "minute");
  if (minutes > -1440) return relative.format(Math.round(minutes / 60), "hour");
  return relative.format(Math.round(minutes / 1440), "day");
}

// When we asked, and how old the bank's data is: two things, both told.
export function freshness({ checkedAt, dataAsOf }) {
  const checked = checkedAt ? `Checked ${age(checkedAt)}` : "Not checked yet";
  return dataAsOf ? `${checked} · bank data from ${age(dataAsOf)}` : checked;
}

// How far back the history of an account is known to be complete.
export function history({ state, intervals, limitedSince }) {
  const since = intervals.length ? day(intervals.at(-1).from) : null;
  switch (state) {
    case "complete":
      return since ? `History complete since ${since}` : "";
    case "limited_by_bank":
      return limitedSince ? `The bank gives nothing before ${day(limitedSince)}` : "";
    case "waiting_for_provider":
      return since ? `Complete since ${since}; older history is on its way` : "History is on its way";
    default:
      return since ? `Complete since ${since}; older days are being checked` : "";
  }
}

export function seconds(value) {
  return value < 10 ? `${value.toFixed(1)} s` : `${Math.round(value)} s`;
}

export function outcome(run) {
  const parts = [];
  if (run.recordsCreated) parts.push(`${run.recordsCreated.toLocaleString(locale)} new`);
  if (run.recordsUpdated) parts.push(`${run.recordsUpdated.toLocaleString(locale)} updated`);
  if (run.recordsRemoved) parts.push(`${run.recordsRemoved.toLocaleString(locale)} removed`);
  const what = parts.length ? parts.join(", ") : "Nothing new";
  const took = run.durationSeconds == null ? "" : ` in ${seconds(run.durationSeconds)}`;
  switch (run.status) {
    case "succeeded":
      return { tone: "ok", text: `${what}${took}` };
    case "partial": {
      const aside = run.issuesFound ? `, ${plural(run.issuesFound, "record")} kept aside` : "";
      return { tone: "warn", text: `${what}${aside}${took}` };
    }
    case "skipped":
      return { tone: "ok", text: "Already current" };
    case "cancelled":
      return { tone: "warn", text: "Stopped" };
    case "abandoned":
      return { tone: "warn", text: "Interrupted; it goes on by itself" };
    default: {
      const again = run.error?.retryAt ? ` Next try at ${time(run.error.retryAt)}.` : "";
      return { tone: "bad", text: `${run.error?.detail ?? "The sync failed."}${again}` };
    }
  }
}
