// What was built is as new as its sources: said by their content, for times lie after a checkout.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const skipped = new Set(['node_modules', 'dist', 'test', 'browser', 'examples', 'coverage', '.building']);

/** Of every file below web/ that a build may read. */
export function hashOfSources(web) {
  return hashOfFiles(web, filesBelow(web, ''));
}

export function hashOfFiles(folder, names) {
  const hash = createHash('sha256');
  for (const name of names) {
    const content = readFileSync(folder + name);
    hash.update(`${name}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function filesBelow(web, folder) {
  const names = [];
  const entries = readdirSync(web + folder, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (skipped.has(entry.name)) continue;
    if (entry.isDirectory()) names.push(...filesBelow(web, `${folder}${entry.name}/`));
    else names.push(folder + entry.name);
  }
  return names;
}
