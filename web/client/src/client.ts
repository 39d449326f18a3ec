import { MingusSyncError } from './errors';
import { MingusReader } from './reader';
import type * as T from './types';

type Decided = 'confirm' | 'dismiss' | 'split' | 'undo';

/** What a person decides, names, sets and links. A promise rejects with `MingusSyncError` or holds its value. */
export class MingusClient extends MingusReader {
  /** What a person says of two records; `undo` takes back the group's last decision. A person's word stands. */
  async decide(groupId: string, decision: Decided): Promise<T.Decision> {
    const path = { id: groupId };
    if (decision === 'undo') {
      const group = await this.duplicate(groupId);
      return group.decisionId ? this.undo(group.decisionId) : Promise.reject(notDecided());
    }
    const answers = {
      confirm: () => this.api.post('/duplicates/{id}/confirm', { path }),
      dismiss: () => this.api.post('/duplicates/{id}/dismiss', { path }),
      split: () => this.api.post('/duplicates/{id}/split', { path }),
    };
    const group = await answers[decision]();
    return this.decision(group.decisionId!);
  }

  undo(decisionId: string): Promise<T.Decision> {
    return this.api.post('/decisions/{id}/undo', { path: { id: decisionId } });
  }

  redo(decisionId: string): Promise<T.Decision> {
    return this.api.post('/decisions/{id}/redo', { path: { id: decisionId } });
  }

  /** Says that a feed shows an account. */
  linkAccount(accountId: string, feedId: string): Promise<T.AccountLink> {
    return this.api.post('/account-links', { body: { accountId, feedId } });
  }

  dismissAccountLink(id: string): Promise<T.AccountLink> {
    return this.api.post('/account-links/{id}/dismiss', { path: { id } });
  }

  /** An empty text takes one away; what is left out stays. Annotations follow the transaction for life. */
  annotate(transactionId: string, body: { category?: string; note?: string }): Promise<T.Transaction> {
    return this.api.patch('/transactions/{id}', { path: { id: transactionId }, body });
  }

  rename(accountId: string, name: string): Promise<T.Account> {
    return this.#edit(accountId, { name });
  }

  hide(accountId: string, hidden = true): Promise<T.Account> {
    return this.#edit(accountId, { hidden });
  }

  /** Repairs what a finding tells of: by a decision, which can be taken back, or by a run. */
  repair(findingId: string): Promise<T.Decision | T.Run> {
    return this.api.post('/findings/{id}/repair', { path: { id: findingId } });
  }

  dismissFinding(findingId: string): Promise<T.Finding> {
    return this.api.post('/findings/{id}/dismiss', { path: { id: findingId } });
  }

  retryQuarantined(id: string): Promise<T.Run> {
    return this.api.post('/quarantine/{id}/retry', { path: { id } });
  }

  async discardQuarantined(id: string): Promise<void> {
    await this.api.post('/quarantine/{id}/discard', { path: { id } });
  }

  cancelRun(runId: string): Promise<T.Run> {
    return this.api.post('/runs/{id}/cancel', { path: { id: runId } });
  }

  /** What a sync would do, without doing it. */
  async preview(accountId: string, syncType: T.SyncType = 'transactions'): Promise<T.Preview> {
    const body = { syncType, preview: true };
    return (await this.api.post('/accounts/{id}/sync', { path: { id: accountId }, body })) as T.Preview;
  }

  markRead(notificationId: string): Promise<T.Notification> {
    return this.api.post('/notifications/{id}/read', { path: { id: notificationId } });
  }

  saveSettings(body: T.SettingsEdit, accountId?: string): Promise<T.Settings> {
    return accountId === undefined
      ? this.api.put('/settings', { body })
      : this.api.put('/accounts/{id}/settings', { path: { id: accountId }, body });
  }

  /** The account goes by the user's settings again. */
  async clearSettings(accountId: string): Promise<void> {
    await this.api.delete('/accounts/{id}/settings', { path: { id: accountId } });
  }

  /** Begins a linking: a token for the provider's page, and where that page is. */
  link(options: { redirectUri?: string } = {}): Promise<T.LinkToken> {
    return this.api.post('/link-tokens', { body: options });
  }

  /** Begins the repair of a connection. */
  relink(connectionId: string, options: { redirectUri?: string } = {}): Promise<T.LinkToken> {
    return this.api.post('/link-tokens', { body: { ...options, connectionId } });
  }

  /** Ends a linking. A page that is loaded again with the same token gets the first answer. */
  connect(
    publicToken: string,
    options: { allowDuplicate?: boolean; institutionId?: string } = {},
  ): Promise<T.Connection> {
    const idempotencyKey = `link${options.allowDuplicate ? ' again' : ''} ${publicToken}`.slice(0, 255);
    return this.api.post('/connections', { body: { publicToken, ...options }, idempotencyKey });
  }

  /** Removes the access at the bank; the history stays unless it is to be erased. */
  async disconnect(connectionId: string, options: { eraseData?: boolean } = {}): Promise<void> {
    await this.api.delete('/connections/{id}', { path: { id: connectionId }, query: options });
  }

  #edit(id: string, body: { name?: string; hidden?: boolean }): Promise<T.Account> {
    return this.api.patch('/accounts/{id}', { path: { id }, body });
  }
}

function notDecided(): MingusSyncError {
  const detail = 'Nothing was decided here yet, so there is nothing to take back.';
  return new MingusSyncError({ code: 'not_decided', detail, action: 'none' });
}
