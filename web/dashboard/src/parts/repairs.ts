/** Repairs of findings, on whatever page they are listed; one that is a decision can be taken back at once. */
import type { Page } from '../page';
import { manager, say, toast } from '../app';
import { texts as d } from '../messages/en';
import '../messages/en-pages';

type Acts = Pick<Page, 'act'>;

/** Answers `mingus-finding-action`; what is set aside, the list does itself. */
export function answerFinding(page: Acts, event: CustomEvent<{ findingId: string; action: string }>): void {
  if (event.detail.action !== 'repair') return;
  event.preventDefault();
  void repair(page, event.detail.findingId);
}

async function repair(page: Acts, findingId: string): Promise<void> {
  const made = await page.act(findingId, () => manager.repair(findingId));
  if (!made) return;
  const isDecision = 'kind' in made;
  const text = !isDecision ? d.repairRun : made.rule === 'hide' ? d.hideAnswer : d.repairAnswer;
  say(text);
  const undo = { action: d.undo, run: () => void takeBack(page, made.id) };
  toast({ text, tone: 'ok', ...(isDecision ? undo : {}) });
}

async function takeBack(page: Acts, decisionId: string): Promise<void> {
  if (await page.act(decisionId, () => manager.undo(decisionId))) toast({ text: d.undoneToast, tone: 'ok' });
}
