import type { TemplateResult } from 'lit';
import type { Answers, Mode } from './fake';

export interface Case {
  /** What the state is called on the page. */
  name: string;
  mode?: Mode;
  answers?: Answers;
  show: () => TemplateResult;
}

export const loadingAndErrors = (show: () => TemplateResult): Case[] => [
  { name: 'Loading', mode: 'loading', show },
  { name: 'Stale', mode: 'stale', show },
  { name: 'Error', mode: 'error', show },
];
