// Several builds of the server may run at once; the web is built by one of them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const patienceMs = 10 * 60_000;
const lookEveryMs = 200;

/** Does the work while nobody else does it. */
export async function alone(lock, work) {
  await take(lock);
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', release);
  try {
    await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

async function take(lock) {
  const until = Date.now() + patienceMs;
  while (true) {
    try {
      mkdirSync(lock);
      writeFileSync(`${lock}/pid`, String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    // A holder that was killed gives nothing back.
    if (!isAlive(lock)) rmSync(lock, { recursive: true, force: true });
    else if (Date.now() > until) {
      throw new Error(`Another build has held ${lock} for too long. If none runs, remove it.`);
    } else await new Promise((go) => setTimeout(go, lookEveryMs));
  }
}

function isAlive(lock) {
  let pid;
  try {
    pid = Number.parseInt(readFileSync(`${lock}/pid`, 'utf8'), 10);
  } catch {
    return true; // Taken this moment: its pid is not written yet.
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
