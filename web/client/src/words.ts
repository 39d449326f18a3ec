import type { Phase } from './types';

/** The few words that the client itself shows, where a page has none of our elements. */
export const words: Record<Phase, string> = {
  requested: 'Asking …',
  queued: 'Waiting to begin',
  running: 'Syncing …',
  idle: 'Up to date',
  waiting_for_provider: 'Waiting for the bank',
  throttled: 'The bank limits how often it may be asked',
  needs_attention: 'Needs your attention',
  succeeded: 'Done',
  partial: 'Done in part',
  failed: 'Failed',
  skipped: 'Already up to date',
  cancelled: 'Stopped',
  abandoned: 'Interrupted',
};
