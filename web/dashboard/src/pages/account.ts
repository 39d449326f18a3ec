import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Account, SyncStatus } from '@mingus-sync/client';
import { icon } from '@mingus-sync/elements/icons';
import { sentence } from '@mingus-sync/elements/sentence';
import { StoreSource, ValueSource } from '@mingus-sync/elements/sources';
import '@mingus-sync/elements/balance-chart';
import '@mingus-sync/elements/coverage';
import '@mingus-sync/elements/findings';
import '@mingus-sync/elements/runs';
import '@mingus-sync/elements/sync-button';
import '@mingus-sync/elements/sync-status';
import '@mingus-sync/elements/transactions';
import { manager, say, toast } from '../app';
import { Page } from '../page';
import { answerFinding } from '../parts/repairs';
import '../parts/reports';
import '../parts/settings-form';
import { showTransaction } from '../parts/transaction';
import { go } from '../router';
import '../messages/en-pages';
import '../messages/en-settings';
import '../styles/pages.css';

/** Is this account current, complete, correct? */
@customElement('dash-account')
export class AccountPage extends Page {
  @property() accountId = '';
  @state() private isRenaming = false;

  private readonly account = new ValueSource<Account>(
    this,
    () => this.accountId,
    () => manager.account(this.accountId),
    {
      events: ['account-changed', 'balance-changed', 'finding-opened', 'finding-closed', 'run-finished'],
    },
  );
  private readonly status = new StoreSource<SyncStatus>(
    this,
    () => this.accountId,
    () => manager.status(this.accountId),
  );
  private readonly connections = new StoreSource(
    this,
    () => '',
    () => manager.connections(),
  );

  protected override render(): unknown {
    if (this.account.problem?.status === 404) return this.gone();
    return html`<a class="back" href="/">${icon('next')}${this.d.accountBack}</a>${this.head()}
      <div class="columns">
        <div class="stack">
          ${this.body('chart', html`<mingus-balance-chart account-id=${this.accountId}></mingus-balance-chart>`)}
          <section class="card panel" aria-label=${this.d.transactionsTitle}>
            <header class="panel-head"><h2>${this.d.transactionsTitle}</h2></header>
            <mingus-transactions
              account-id=${this.accountId}
              @mingus-select=${this.openTransaction}
            ></mingus-transactions>
          </section>
        </div>
        <div class="stack">
          ${this.card(this.d.reconciliationTitle, this.reconciliation())} ${this.findings()}
          ${this.body('coverage', html`<mingus-coverage account-id=${this.accountId} months="24"></mingus-coverage>`)}
          ${this.card(
            this.d.runsTitle,
            html`<mingus-runs account-id=${this.accountId} limit="5" @mingus-select=${this.openRun}></mingus-runs>`,
            html`<a href="/activity">${this.d.allActivity}</a>`,
          )}
          ${this.card(this.d.reportsTitle, html`<dash-reports .accountId=${this.accountId}></dash-reports>`)}
          ${this.card(this.d.sourcesTitle, this.sources())} ${this.ownSettings()}
        </div>
      </div>`;
  }

  /** Only where there is something: that all adds up is said above. */
  private findings(): unknown {
    if (!this.account.value?.openFindings) return nothing;
    return this.card(
      this.d.accountFindings,
      html`<mingus-findings account-id=${this.accountId} @mingus-finding-action=${this.answer}></mingus-findings>`,
      html`<a href="/findings">${this.d.allFindings}</a>`,
    );
  }

  private gone(): TemplateResult {
    return html`<div class="nowhere">
      <h1 tabindex="-1">${this.d.accountGone}</h1>
      <p class="lead">${this.d.accountGoneText}</p>
      <a class="button primary" href="/">${this.d.toOverview}</a>
    </div>`;
  }

  private body(name: 'chart' | 'coverage', content: TemplateResult): TemplateResult {
    return this.card(
      name === 'chart' ? this.d.chartTitle : this.d.historyTitle,
      html`<div class="panel-body">${content}</div>`,
    );
  }

  private head(): TemplateResult {
    const account = this.account.value;
    return html`<header class="heading account-head">
      <div>
        ${account && this.isRenaming ? this.nameForm(account) : this.nameLine(account)}
        <p class="balance-line">${account ? this.balance(account) : html`<span class="big">&nbsp;</span>`}</p>
        <mingus-sync-status account-id=${this.accountId}></mingus-sync-status>
      </div>
      <div class="actions">
        ${
          account
            ? html`${this.button(this.d.rename, () => this.rename(true), { look: 'quiet' })}
            ${this.button(account.status === 'hidden' ? this.d.unhide : this.d.hide, () => void this.hide(account), {
              look: 'quiet',
              busy: 'hide',
            })}`
            : nothing
        }
        <mingus-sync-button account-id=${this.accountId} menu></mingus-sync-button>
      </div>
    </header>`;
  }

  private nameLine(account?: Account): TemplateResult {
    const bank = account?.institution?.name;
    return html`<h1 tabindex="-1" id="title">
        ${account ? html`<bdi>${account.name}</bdi> ${this.mask(account.mask)}` : html`&nbsp;`}
      </h1>
      <p class="muted">${bank ?? html`&nbsp;`}${account?.officialName ? ` · ${account.officialName}` : nothing}</p>`;
  }

  private nameForm(account: Account): TemplateResult {
    return html`<form class="names" @submit=${(event: SubmitEvent) => this.saveName(event, account)}>
      <h1 class="sr" id="title" tabindex="-1">${account.name}</h1>
      <label class="field"
        ><span class="sr">${this.d.nameLabel}</span>
        <input name="name" .value=${account.name} maxlength="100" required autocomplete="off" />
      </label>
      <button class="button primary" aria-busy=${this.isBusy('name') ? 'true' : nothing}>${this.d.save}</button>
      ${this.button(this.d.cancel, () => this.rename(false))}
    </form>`;
  }

  private rename(isRenaming: boolean): void {
    this.isRenaming = isRenaming;
    if (isRenaming)
      void this.updateComplete.then(() => this.querySelector<HTMLInputElement>('input[name=name]')?.select());
  }

  private async saveName(event: SubmitEvent, account: Account): Promise<void> {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get('name')).trim();
    const before = account.name;
    const renamed = await this.act('name', () => manager.rename(account.id, name));
    if (!renamed) return;
    this.rename(false);
    await this.account.refresh();
    toast({
      text: this.d.renamed(renamed.name),
      tone: 'ok',
      action: this.d.undo,
      run: () => void manager.rename(account.id, before).then(() => this.account.refresh()),
    });
  }

  private async hide(account: Account): Promise<void> {
    const isHidden = account.status === 'hidden';
    if (!(await this.act('hide', () => manager.hide(account.id, !isHidden)))) return;
    await this.account.refresh();
    const text = isHidden ? this.d.shown(account.name) : this.d.hidden(account.name);
    say(text);
    toast({
      text,
      tone: 'ok',
      action: this.d.undo,
      run: () => void manager.hide(account.id, isHidden).then(() => this.account.refresh()),
    });
  }

  private balance({ balance }: Account): TemplateResult {
    if (!balance) return html`<span class="muted">${this.d.noBalance}</span>`;
    const more = [
      balance.available ? this.d.available(this.f.money(balance.available, balance)) : '',
      balance.limit ? this.d.limit(this.f.money(balance.limit, balance)) : '',
    ].filter(Boolean);
    return html`<bdi class="big number">${this.f.money(balance.current, balance)}</bdi>
      <span class="muted">${more.join(' · ')}</span>`;
  }

  private reconciliation(): unknown {
    const status = this.status.value;
    if (!status) return this.rowBlocks(1);
    const { state, difference, since, why } = status.reconciliation;
    const tone = state === 'agrees' ? 'ok' : state === 'off' ? 'bad' : 'quiet';
    const amount = difference ? this.f.money(difference, this.account.value ?? {}) : '';
    const text =
      state === 'agrees'
        ? this.d.agrees
        : state === 'unknown'
          ? this.d.unknown
          : since
            ? this.d.off(amount, this.f.moment(since))
            : this.d.offNoDate(amount);
    return html`<div class="panel-body verdict-line" data-tone=${tone}>
      <p>
        <span class="status-word">${icon(state === 'agrees' ? 'check' : state === 'off' ? 'alert' : 'info')}
          ${this.d.balanceStates[state]}</span>
        ${state === 'unknown' && why ? nothing : text}
        ${why ? html`<span class="muted">${sentence(why, this.f)}</span>` : nothing}
      </p>
      <div class="actions">
        ${
          status.openFindings > 0 || state === 'off'
            ? html`<a class="button" href="/findings">${this.d.seeFindings}</a>`
            : nothing
        }
        <mingus-sync-button account-id=${this.accountId} type="validate" level="strict"></mingus-sync-button>
      </div>
    </div>`;
  }

  private sources(): unknown {
    const account = this.account.value;
    if (!account) return this.rowBlocks(1);
    const bank = (id: string): string =>
      this.connections.value?.find((one) => one.id === id)?.institution.name ?? this.t.unnamedBank;
    return html`<ul class="rows">
      ${account.feeds.map(
        (feed) => html`<li>
          <div>
            <strong>${feed.name}</strong> ${this.mask(feed.mask)}
            <p class="small muted">
              ${this.d.feedSince(bank(feed.connectionId), this.f.moment(feed.since))} ·
                ${this.d.linkedBy[feed.linkedBy]}
            </p>
          </div>
        </li>`,
      )}
    </ul>`;
  }

  private ownSettings(): TemplateResult {
    return html`<section class="card panel" aria-label=${this.d.accountSettings}>
      <details>
        <summary>${this.d.accountSettings}</summary>
        <dash-settings-form .accountId=${this.accountId}></dash-settings-form>
      </details>
    </section>`;
  }

  private readonly answer = (event: CustomEvent<{ findingId: string; action: string }>): void =>
    answerFinding(this, event);

  private readonly openRun = (event: CustomEvent<{ runId: string }>): void => go(`/activity/${event.detail.runId}`);

  private readonly openTransaction = (event: CustomEvent<{ transactionId: string }>): void => {
    void showTransaction(event.detail.transactionId, this.f);
  };
}
