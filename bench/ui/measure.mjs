// node measure.mjs PAGES BANK CHROMIUM [--quick]: measures the pages of a running product, whose sandbox bank is at
// BANK, and writes one JSON object to its standard output. Mingus.Bench starts it as the benchmark ui.
import { openBrowser } from './browser.mjs';
import { busyList } from './busy.mjs';
import { firstLoad } from './first-load.mjs';
import { scores } from './scores.mjs';
import { household, longAccount } from './seed.mjs';

const [pages, bank, chromium, ...rest] = process.argv.slice(2);
const isQuick = rest.includes('--quick');
const seconds = isQuick ? 10 : 60;
const minutes = isQuick ? 0 : 5;
const rows = 10_000;

const say = (text) => process.stderr.write(`  ${text}\n`);
const browser = await openBrowser(chromium);
try {
  say('A household with two banks is linked.');
  const home = await household({ pages, bank });
  say('The first load is weighed.');
  const load = await firstLoad(browser, pages);
  const paths = {
    overview: '/',
    account: `/accounts/${home.accountId}`,
    duplicates: '/duplicates',
    findings: '/findings',
    banks: '/connections',
    activity: '/activity',
    insights: '/system',
    settings: '/settings',
  };
  const wanted = isQuick ? ['overview'] : Object.keys(paths);
  const marks = [];
  for (const page of wanted) {
    for (const form of ['mobile', 'desktop']) {
      const mark = await scores(browser, `${pages}${paths[page]}`, form);
      marks.push({ page, ...mark });
      say(`Lighthouse: ${page}, ${form}: ${mark.performance} ${mark.accessibility} ${mark.bestPractices}`);
    }
  }
  say(`An account of ${rows} rows is linked.`);
  const long = await longAccount({ pages, bank }, rows);
  say(`It is read, scrolled and clicked for ${seconds} s while events come in, then left open for ${minutes} min.`);
  const busy = await busyList(browser, pages, long, { rows, seconds, minutes });
  process.stdout.write(`${JSON.stringify({ load, marks, busy })}\n`);
} finally {
  await browser.close();
}
