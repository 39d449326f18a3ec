/**
 * Runs before the page's code is there, in a file of its own that needs nothing: asks for what the first page shows and
 * for its code, so that neither waits for the other.
 */
import { codeOf } from './code';

const api = '/api/data-sync';
/** What the frame shows on every page. */
const frame = ['connections?limit=500', 'duplicates?state=suggested', 'findings?state=open', 'users/me'];
/** What a page shows first, by the name it has in its address. The addresses are those that the client asks for. */
const pages: Record<string, string[]> = {
  '': ['accounts?limit=500', 'runs?limit=6'],
  findings: ['accounts?limit=500'],
};

/** How long an answer is shown by whoever wants it: the page begins just now. */
const longestMs = 10_000;

/** What came, whole: it may be wanted more than once. */
interface Answer {
  text: string;
  init: ResponseInit;
  ok: boolean;
}

const answers = new Map<string, Promise<Answer>>();

/**
 * The page is of one whom the server does not know: all but who looks would be refused. Whoever comes by a link of
 * another site may be known yet: their cookie comes with what is asked next.
 */
export const isSignedOut = 'signedOut' in document.documentElement.dataset;

function begin(): void {
  const [, name = ''] = location.pathname.split('/');
  ask('/auth/session');
  setTimeout(warm);
  if (isSignedOut) return;
  for (const path of [...(pages[name] ?? []), ...frame, 'notifications?limit=200']) ask(`${api}/${path}`);
  // What fails here is said by whoever wants it.
  codeOf[name]?.().catch(() => {});
}

function ask(address: string): void {
  const answer = fetch(address, { headers: { Accept: 'application/json' }, cache: 'no-store' }).then(whole);
  answers.set(address, answer);
  // What failed is asked for again by whoever tries again.
  const drop = () => answers.delete(address);
  answer.then(({ ok }) => setTimeout(drop, ok ? longestMs : 0), drop);
}

/** Whether anybody wants it or not, it is read: an answer that nobody reads stays under way. */
async function whole(answer: Response): Promise<Answer> {
  const { status, headers, ok } = answer;
  return { text: await answer.text(), init: { status, headers }, ok };
}

/** The browser loads what it knows of numbers and times when it is first asked: better now than while it draws. */
function warm(): void {
  new Intl.NumberFormat();
  setTimeout(() => new Intl.RelativeTimeFormat());
}

/** Reads as `fetch`: by the answer that was asked for early, as long as nothing may have changed since. */
export async function read(address: string, init: RequestInit): Promise<Response> {
  if ((init.method ?? 'GET') !== 'GET') forget();
  const early = await answers.get(address);
  return early ? new Response(early.text, early.init) : fetch(address, init);
}

/** From now on all is asked for when it is wanted. */
export function forget(): void {
  answers.clear();
}

begin();
