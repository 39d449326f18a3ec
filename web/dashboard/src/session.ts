/** Who looks, as the server knows it: in development anybody at this machine, elsewhere whoever signed in. */
import type { Session } from '@mingus-sync/client';
import { read } from './early';

let known: Promise<Session> | undefined;

/** Asked for once; a page is loaded anew when somebody signs in or out. */
export function session(): Promise<Session> {
  known ??= ask().catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

/** Whether somebody has to sign in before anything is answered. */
export function isNobody(session: Session | undefined): boolean {
  return ['login', 'setup', 'off'].includes(session?.state ?? '');
}

/** Signs in or out. Answers what is wrong: of a field by its name, of all under the empty one. */
export async function changeSession(how: 'login' | 'setup' | 'logout', body?: object): Promise<Record<string, string>> {
  const csrf = how === 'logout' ? (await session()).csrf : undefined;
  const answer = await fetch(`/auth/${how}`, {
    method: 'POST',
    headers: { ...(body ? { 'Content-Type': 'application/json' } : {}), ...(csrf ? { 'X-Mingus-Csrf': csrf } : {}) },
    body: body && JSON.stringify(body),
  });
  if (answer.ok) return {};
  const problem = (await answer.json()) as { detail: string; errors?: Record<string, string> };
  return problem.errors ?? { '': problem.detail };
}

async function ask(): Promise<Session> {
  const answer = await read('/auth/session', { cache: 'no-store' });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return (await answer.json()) as Session;
}
