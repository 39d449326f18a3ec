import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Account, AccountLink, Connection, Schedule, SyncType } from '@mingus-sync/client';
import { icon } from '@mingus-sync/elements/icons';
import { ListSource, StoreSource, ValueSource } from '@mingus-sync/elements/sources';
import '@mingus-sync/elements/sync-button';
import { manager, say, toast } from '../app';
import { openLink } from '../link';
import { Page } from '../page';
import { ask } from '../parts/ask';
import { navIcon } from '../parts/marks';
import '../messages/en-pages';
import '../styles/pages.css';

const looks = {
  healthy: ['ok', 'check'],
  needs_attention: ['bad', 'alert'],
  disconnected: ['quiet', 'off'],
} as const;

/** Banks: how healthy, until when? Link, repair, disconnect. */
@customElement('dash-connections')
export class ConnectionsPage extends Page {
  @property() connectionId = '';

  private readonly connections = new StoreSource(
    this,
    () => '',
    () => manager.connections(),
  );
  private readonly accounts = new StoreSource(
    this,
    () => '',
    () => manager.accounts(),
  );
  private readonly links = new ListSource(
    this,
    () => '',
    () => manager.accountLinks(),
    {
      events: ['duplicate-changed', 'account-changed', 'run-finished'],
    },
  );
  private readonly schedules = new ValueSource<Map<string, Schedule>>(
    this,
    () => this.ids(),
    () => this.readSchedules(),
    {
      events: ['run-finished', 'connection-changed'],
    },
  );

  protected override render(): unknown {
    const actions = this.button(this.d.link, () => this.act('link', () => openLink()), {
      look: 'primary',
      icon: 'link',
      busy: 'link',
      id: 'link-bank',
    });
    return html`${this.heading(this.d.banksTitle, this.d.banksLead, actions)} ${this.suggestions()}
      ${this.frame(
        this.connections,
        this.d.banksTitle,
        () => html`<section class="card">${this.rowBlocks(3)}</section>`,
        (all) =>
          all.length === 0 ? this.empty() : html`<div class="stack">${sorted(all).map((one) => this.bank(one))}</div>`,
      )}`;
  }

  private empty(): TemplateResult {
    return html`<section class="card panel" aria-label=${this.d.emptyTitle}>
      <div class="hero">
        <span class="disc">${navIcon('connections')}</span>
        <h2>${this.d.emptyTitle}</h2>
        <p>${this.d.emptyText}</p>
        <p class="small">${this.d.emptySandbox}</p>
      </div>
    </section>`;
  }

  private bank(one: Connection): TemplateResult {
    const [tone, drawing] = looks[one.status];
    const name = one.institution.name;
    const text = one.error?.detail ?? one.notice?.detail;
    return html`<section class="card panel bank" role="group" aria-label=${name} data-connection=${one.id}>
      <div class="bank-head">
        <span class="monogram" aria-hidden="true">${monogram(name)}</span>
        <div>
          <h2>${name}</h2>
          <p>
            <span class="status-word" data-tone=${tone}>${icon(drawing)}${this.d.bankStatus[one.status]}</span>
            ${text ? html`<span class="muted">${text}</span>` : nothing}
          </p>
        </div>
        <div class="actions">${this.actions(one)}</div>
      </div>
      ${this.bankFacts(one)} ${this.accountsOf(one)} ${this.schedule(one)}
    </section>`;
  }

  private actions(one: Connection): TemplateResult {
    const words: Record<string, string> = {
      relink: this.d.relink,
      renew: this.d.renew,
      choose_accounts: this.d.chooseAccounts,
    };
    const word = words[one.action ?? ''] ?? words[one.notice?.action ?? ''];
    const account = one.accounts[0];
    if (one.status === 'disconnected') {
      return this.button(this.d.reconnect, () => this.act('link', () => openLink()), { icon: 'link', busy: 'link' });
    }
    return html`${
      word
        ? this.button(word, () => this.act(one.id, () => openLink(one.id)), {
            look: 'primary',
            icon: 'link',
            busy: one.id,
          })
        : account
          ? html`<mingus-sync-button account-id=${account} menu></mingus-sync-button>`
          : nothing
    }
    ${this.button(this.d.disconnect, () => void this.disconnect(one), { look: 'quiet', icon: 'off' })}`;
  }

  private bankFacts(one: Connection): TemplateResult {
    const schedule = this.schedules.value?.get(one.id);
    return this.facts([
      [
        this.d.lastSuccess,
        one.lastSuccessAt ? this.moment(one.lastSuccessAt, this.f.age(one.lastSuccessAt)) : this.d.never,
      ],
      [this.d.nextDue, one.nextDueAt ? this.moment(one.nextDueAt, this.f.age(one.nextDueAt)) : this.d.notPlanned],
      [this.d.why, schedule?.nextDueReason && html`<span class="sentence">${schedule.nextDueReason}</span>`],
      [this.d.consent, one.consentExpiresAt ? this.f.day(one.consentExpiresAt.slice(0, 10)) : this.d.noEnd],
    ]);
  }

  private accountsOf(one: Connection): unknown {
    const mine = (this.accounts.value ?? []).filter((account) =>
      account.feeds.some((feed) => feed.connectionId === one.id),
    );
    if (mine.length === 0) return nothing;
    return html`<ul class="rows lined">
      ${mine.map((account) => this.account(account))}
    </ul>`;
  }

  private account(account: Account): TemplateResult {
    const { balance } = account;
    return html`<li>
      <a class="plain-link"
        href="/accounts/${account.id}"><strong>${account.name}</strong> ${this.mask(account.mask)}</a>
      ${balance ? html`<bdi class="number">${this.f.money(balance.current, balance)}</bdi>` : nothing}
    </li>`;
  }

  private schedule(one: Connection): unknown {
    const types = Object.entries(this.schedules.value?.get(one.id)?.types ?? {});
    if (types.length === 0 || one.status === 'disconnected') return nothing;
    return html`<details>
      <summary>${this.d.schedule}</summary>
      <div class="table-wrap" tabindex="0" role="group" aria-label=${this.d.schedule}>
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">${this.d.scheduleType}</th>
              <th scope="col">${this.d.scheduleLast}</th>
              <th scope="col">${this.d.scheduleNext}</th>
              <th scope="col">${this.d.why}</th>
            </tr>
          </thead>
          <tbody>
            ${types.map(
              ([type, status]) => html`<tr>
                <th scope="row">${this.d.types[type as SyncType] ?? type}</th>
                <td>${status.lastSuccessAt
                  ? this.moment(status.lastSuccessAt, this.f.age(status.lastSuccessAt)) : this.d.never}</td>
                <td>${status.nextDueAt
                  ? this.moment(status.nextDueAt, this.f.age(status.nextDueAt)) : this.d.notPlanned}</td>
                <td class="muted">${status.nextDueReason ?? ''}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  private suggestions(): unknown {
    const open = (this.links.value ?? []).filter((one) => one.state === 'suggested');
    if (open.length === 0) return nothing;
    return this.card(
      this.d.linksTitle,
      html`<p class="quiet-text">${this.d.linksLead}</p>
        <ul class="rows lined">
          ${open.map((one) => html`<li>${this.suggestion(one)}</li>`)}
        </ul>`,
    );
  }

  private suggestion(one: AccountLink): TemplateResult {
    const account = this.accounts.value?.find((each) => each.id === one.accountId)?.name ?? this.t.account;
    const feed = this.accounts.value?.flatMap((each) => each.feeds).find((each) => each.id === one.feedId)?.name ?? '';
    return html`<div>
        <strong>${this.d.linkPair(account, feed)}</strong>
        <p class="small muted">${one.reasons.join(' · ')}</p>
      </div>
      <div class="side-actions">
        ${this.button(this.d.linkSame, () => void this.join(one), { look: 'primary small-button', busy: one.id })}
        ${this.button(this.d.linkOther, () => void this.refuse(one), { look: 'small-button', busy: one.id })}
      </div>`;
  }

  private async join(one: AccountLink): Promise<void> {
    const link = await this.act(one.id, () => manager.linkAccount(one.accountId, one.feedId));
    if (link) await this.decided(this.d.linkJoined, link);
  }

  private async refuse(one: AccountLink): Promise<void> {
    const link = await this.act(one.id, () => manager.dismissAccountLink(one.id));
    if (link) await this.decided(this.d.linkRefused, link);
  }

  private async decided(text: string, link: AccountLink): Promise<void> {
    say(text);
    const id = link.decisionId;
    const back = async (): Promise<void> => {
      if (id) await this.act(id, () => manager.undo(id));
      await this.links.refresh();
    };
    toast({ text, tone: 'ok', ...(id ? { action: this.d.undo, run: () => void back() } : {}) });
    await this.links.refresh();
  }

  private async disconnect(one: Connection): Promise<void> {
    const name = one.institution.name;
    const answer = await ask({
      title: this.d.disconnectSure(name),
      text: this.d.disconnectText,
      option: this.d.disconnectErase,
      yes: this.d.disconnect,
      no: this.d.cancel,
      isFinal: true,
    });
    if (!answer) return;
    await this.act(one.id, async () => {
      await manager.disconnect(one.id, { eraseData: answer.option });
      const text = this.d.disconnected(name);
      say(text);
      toast({ text, tone: 'ok' });
      await Promise.all([this.connections.refresh(), this.accounts.refresh()]);
    });
  }

  private ids(): string | undefined {
    const ids = this.connections.value?.map((one) => one.id);
    return ids && ids.length > 0 ? ids.join() : undefined;
  }

  private async readSchedules(): Promise<Map<string, Schedule>> {
    const live = (this.connections.value ?? []).filter((one) => one.status !== 'disconnected');
    const all = await Promise.all(live.map((one) => manager.schedule(one.id)));
    return new Map(all.map((one) => [one.connectionId, one]));
  }
}

/** What needs somebody first, what is gone last. */
function sorted(all: readonly Connection[]): Connection[] {
  const rank = (one: Connection): number => ['needs_attention', 'healthy', 'disconnected'].indexOf(one.status);
  return [...all].sort((one, other) => rank(one) - rank(other));
}

function monogram(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}
