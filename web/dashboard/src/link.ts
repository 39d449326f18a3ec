/** Linking a bank: to the provider's own page and back. What it gives leaves the address at once. */
import type { Connection } from '@mingus-sync/client';
import { problemOf } from '@mingus-sync/elements/sources';
import { manager, say, toast } from './app';
import { ask } from './parts/ask';
import { texts } from './messages/en';

/** Opens the provider's page: a first link, or the repair of a connection. */
export async function openLink(connectionId?: string): Promise<void> {
  const redirectUri = connectionId ? `${location.origin}/?connection=${connectionId}` : `${location.origin}/`;
  const { url } = connectionId
    ? await manager.relink(connectionId, { redirectUri })
    : await manager.link({ redirectUri });
  if (url) location.assign(url);
  else toast({ text: texts.linkNoPage, tone: 'bad' });
}

/** Back from the provider's page. Answers where to go on, if there is anything to go on with. */
export async function comeBack(): Promise<string | undefined> {
  const query = new URLSearchParams(location.search);
  const token = query.get('public_token');
  const repaired = query.has('repaired') ? query.get('connection') : null;
  const isLeft = query.has('error');
  if (!token && !repaired && !isLeft) return undefined;
  history.replaceState(null, '', '/');
  if (isLeft) {
    say(texts.notLinked);
    return undefined;
  }
  try {
    return token ? await finish(token, query.get('metadata')) : await heal(repaired!);
  } catch (error) {
    toast({ text: problemOf(error).detail, tone: 'bad' });
    return undefined;
  }
}

async function finish(token: string, metadata: string | null): Promise<string | undefined> {
  say(texts.linking);
  const connection = await connect(token, metadata);
  if (!connection) {
    say(texts.notLinked);
    return undefined;
  }
  const text = texts.linked(connection.institution.name);
  say(text);
  toast({ text, tone: 'ok' });
  return connection.firstRunId ? `/?first=${connection.firstRunId}` : '/';
}

async function connect(token: string, metadata: string | null): Promise<Connection | undefined> {
  const options = announced(metadata);
  try {
    return await manager.connect(token, options);
  } catch (error) {
    if (problemOf(error).code !== 'already_linked') throw error;
    const isOther = await ask({
      title: texts.linkTwice, text: texts.linkTwiceText, yes: texts.linkTwiceYes, no: texts.linkTwiceNo,
    });
    return isOther ? manager.connect(token, { ...options, allowDuplicate: true }) : undefined;
  }
}

/** What the page says of the bank and its accounts, so that a login that is linked already is noticed in time. */
function announced(metadata: string | null): { institutionId?: string; accounts?: { id?: string }[] } {
  try {
    const { institution, accounts } = JSON.parse(metadata ?? '') as {
      institution: { institution_id: string };
      accounts: { id?: string }[];
    };
    return { institutionId: institution.institution_id, accounts };
  } catch {
    return {};
  }
}

/** The person has signed in again: the bank is read at once, not at its next turn. */
async function heal(connectionId: string): Promise<string> {
  const connection = await manager.connection(connectionId);
  toast({ text: texts.repaired(connection.institution.name), tone: 'ok' });
  const account = connection.accounts[0];
  if (!account) return '/';
  const runId = await manager.syncAccount(account, 'full', true).runId;
  return runId ? `/activity/${runId}` : '/';
}
