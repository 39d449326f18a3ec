import lighthouse from 'lighthouse';
import desktop from 'lighthouse/core/config/desktop-config.js';

const categories = { performance: 'performance', accessibility: 'accessibility', bestPractices: 'best-practices' };
const triesMax = 3;

/**
 * One visit by Lighthouse: scores of 100, the lab's times in milliseconds, how fast it found the machine, and which
 * audits took points.
 */
export async function scores(browser, url, form) {
  const page = await browser.newPage();
  try {
    const lhr = await visit(page, url, form);
    const points = Object.entries(categories).map(([name, id]) => [name, Math.round(lhr.categories[id].score * 100)]);
    const value = (audit) => lhr.audits[audit].numericValue;
    return {
      form,
      ...Object.fromEntries(points),
      lcp: value('largest-contentful-paint'),
      cls: value('cumulative-layout-shift'),
      tbt: value('total-blocking-time'),
      machine: lhr.environment.benchmarkIndex,
      lost: lost(lhr),
    };
  } finally {
    await page.close();
  }
}

/** On a machine that others use too the browser's recording fails now and then: a visit without one is made again. */
async function visit(page, url, form) {
  const flags = { logLevel: 'error', onlyCategories: Object.values(categories) };
  for (let tries = 1; ; tries++) {
    const { lhr } = await lighthouse(url, flags, form === 'desktop' ? desktop : undefined, page);
    if (!lhr.runtimeError) return lhr;
    if (tries === triesMax) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  }
}

/** Audits that count and are not passed. */
function lost({ categories: found, audits }) {
  const counted = Object.values(found).flatMap((category) => category.auditRefs.filter((one) => one.weight > 0));
  return [...new Set(counted.map((one) => one.id))].filter((id) => {
    const { score, scoreDisplayMode } = audits[id];
    return score !== null && score < (scoreDisplayMode === 'numeric' ? 0.9 : 1);
  });
}
