import { all, compare, one, type Shown, stageAt, two } from './support/compare';
import { well } from './support/stories';
import { test, visit } from './support/test';

stageAt('2026-02-27T18:05:00Z');

test('all is well', async ({ page, product, bank }) => {
  const accountId = await well({ product, bank, page });
  const pages: Shown[] = [
    ['overview', '/', two],
    ['account', `/accounts/${accountId}`, all],
    ['findings', '/findings', one],
    ['activity', '/activity', one],
    ['insights', '/system', two],
    ['settings', '/settings', two],
  ];
  for (const [name, path, which] of pages) {
    await visit(page, path);
    await compare(page, `well-${name}`, which);
  }
});
