/** How things stand, in a tone, a drawing and words: the three always go together. */
import type { Account, Finding, Run, SyncStatus } from '@mingus-sync/client';
import { now } from './clock';
import type { Formats } from './format';
import type { IconName } from './icons';
import type { Messages } from './messages/en';

export type Tone = 'ok' | 'busy' | 'info' | 'warn' | 'bad' | 'quiet';

/** A tone and the drawing that says the same without colour. */
export interface Mark {
  tone: Tone;
  icon: IconName;
}

/** Bank data older than this is not current, though asked lately: as the server judges an account. */
const BANK_STALE_MS = 48 * 3600 * 1000;

const ACCOUNT: Record<Account['status'], Mark> = {
  active: { tone: 'ok', icon: 'check' },
  updating: { tone: 'busy', icon: 'sync' },
  stale: { tone: 'warn', icon: 'clock' },
  needs_attention: { tone: 'bad', icon: 'alert' },
  disconnected: { tone: 'warn', icon: 'off' },
  closed: { tone: 'quiet', icon: 'close' },
  hidden: { tone: 'quiet', icon: 'hidden' },
};

const PHASE: Record<SyncStatus['phase'] | 'requested', Mark> = {
  requested: { tone: 'busy', icon: 'sync' },
  idle: { tone: 'ok', icon: 'check' },
  queued: { tone: 'busy', icon: 'clock' },
  running: { tone: 'busy', icon: 'sync' },
  waiting_for_provider: { tone: 'info', icon: 'clock' },
  throttled: { tone: 'info', icon: 'clock' },
  needs_attention: { tone: 'bad', icon: 'alert' },
};

const RUN: Record<Run['status'], Mark> = {
  queued: { tone: 'busy', icon: 'clock' },
  running: { tone: 'busy', icon: 'sync' },
  succeeded: { tone: 'ok', icon: 'check' },
  partial: { tone: 'warn', icon: 'alert' },
  failed: { tone: 'bad', icon: 'error' },
  skipped: { tone: 'quiet', icon: 'next' },
  cancelled: { tone: 'quiet', icon: 'stop' },
  abandoned: { tone: 'warn', icon: 'alert' },
};

const SEVERITY: Record<Finding['severity'], Mark> = {
  error: { tone: 'bad', icon: 'error' },
  warning: { tone: 'warn', icon: 'alert' },
  info: { tone: 'info', icon: 'info' },
};

const UNKNOWN: Mark = { tone: 'quiet', icon: 'info' };

export const markOfPhase = (phase: keyof typeof PHASE): Mark => PHASE[phase] ?? UNKNOWN;
export const markOfRun = (status: Run['status']): Mark => RUN[status] ?? UNKNOWN;
export const markOfSeverity = (severity: Finding['severity']): Mark => SEVERITY[severity] ?? UNKNOWN;

/**
 * How an account stands, in a word. That something does not add up outweighs that it is current; and that the newest
 * days are here is told apart from that older ones are missing.
 */
export function standingOf(
  { status, openFindings, coverageState }: Pick<Account, 'status' | 'openFindings' | 'coverageState'>,
  f: Formats,
  t: Messages,
): { mark: Mark; word: string } {
  if (status === 'active' && openFindings > 0) {
    return { mark: SEVERITY.error, word: t.openFindings(openFindings, f.count(openFindings)) };
  }
  if (status === 'active' && coverageState === 'running') return { mark: SEVERITY.info, word: t.currentWithGaps };
  return { mark: ACCOUNT[status] ?? UNKNOWN, word: t.state[status] };
}

/** When we asked, and how old the bank's data is: two things, both told. */
export function freshnessText(freshness: Account['freshness'], f: Formats, t: Messages): string {
  const { checkedAt, dataAsOf } = freshness;
  if (!checkedAt) return t.checkedNever;
  const checked = t.checked(f.age(checkedAt));
  if (!dataAsOf) return checked;
  const isOld = now() - Date.parse(dataAsOf) > BANK_STALE_MS;
  return isOld ? t.bankStale(checked, f.moment(dataAsOf)) : t.fresh(checked, f.moment(dataAsOf));
}

/** Whether a run is over. */
export const isOver = (run: Pick<Run, 'status'>): boolean => run.status !== 'queued' && run.status !== 'running';

/** What a run came to, in few words: `14 new, 2 changed, 1 duplicate linked`. */
export function countsText(
  counts: Pick<Run, 'recordsCreated' | 'recordsUpdated' | 'recordsRemoved' | 'duplicatesDetected' | 'issuesFound'>,
  f: Formats,
  t: Messages,
): string {
  const words = [
    counts.recordsCreated > 0 && t.newRows(f.count(counts.recordsCreated)),
    counts.recordsUpdated > 0 && t.changedRows(f.count(counts.recordsUpdated)),
    counts.recordsRemoved > 0 && t.removedRows(f.count(counts.recordsRemoved)),
    counts.duplicatesDetected > 0 && t.duplicateRows(counts.duplicatesDetected, f.count(counts.duplicatesDetected)),
    counts.issuesFound > 0 && t.issues(counts.issuesFound, f.count(counts.issuesFound)),
  ].filter((each) => each !== false);
  return words.length > 0 ? words.join(', ') : t.nothingNew;
}

/** Words of a name the server writes for programs, where it is not ours to translate. */
export function spoken(name: string): string {
  const text = name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
