// Builds what the server serves: the dashboard at its root, the elements for other pages below /embed. Called by the
// server's own build each time; works only when something of web/ changed, and one at a time.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compressFolder } from './compress.mjs';
import { hashOfFiles, hashOfSources } from './hash.mjs';
import { alone } from './lock.mjs';

const web = fileURLToPath(new URL('..', import.meta.url));
const out = fileURLToPath(new URL('../../src/Mingus.Server/wwwroot', import.meta.url));
const staging = `${web}dist`;
const oldest = [20, 19];

checkNode();
await alone(`${web}.building`, async () => {
  if (process.argv.includes('--restore')) return restore();
  const sources = hashOfSources(web);
  const stamp = `${out}/.stamp`;
  if (!process.argv.includes('--force') && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  const begun = Date.now();
  restore();
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  await buildDashboard();
  await buildEmbed();
  compressFolder(staging);
  writeFileSync(`${staging}/.stamp`, sources);
  rmSync(out, { recursive: true, force: true });
  renameSync(staging, out);
  console.log(`The web was built in ${((Date.now() - begun) / 1000).toFixed(1)} s.`);
});

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map((part) => Number.parseInt(part, 10));
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  console.error(
    `error MSW002: The dashboard needs Node.js ${oldest.join('.')} or later; this is ${process.versions.node}. ` +
      'Update it, or run without the dashboard: dotnet run -p:BuildWeb=false',
  );
  process.exit(1);
}

/** Packages as the lock file says, when it says something new. */
function restore() {
  const wanted = hashOfFiles(web, ['package-lock.json', 'package.json', '.npmrc']);
  const stamp = `${web}node_modules/.restored`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

async function buildDashboard() {
  process.env.MINGUS_WEB_OUT = staging;
  const { build } = await import('vite');
  await build({ root: `${web}dashboard`, logLevel: 'warn' });
}

async function buildEmbed() {
  const { build } = await import('vite');
  const { embedConfig } = await import('./embed.mjs');
  await build(embedConfig(`${staging}/embed`));
}

function run(program, args) {
  // On Windows npm is a script, which only a shell finds.
  const { status, error } = spawnSync(program, args, {
    cwd: web,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(`error MSW003: '${program} ${args.join(' ')}' failed in web/${error ? `: ${error.message}` : '.'}`);
  process.exit(1);
}
