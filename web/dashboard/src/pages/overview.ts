import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Account, Connection, Coverage, Run } from '@mingus-sync/client';
import { ListSource, StoreSource, ValueSource } from '@mingus-sync/elements/sources';
import { isOver } from '@mingus-sync/elements/standing';
import '@mingus-sync/elements/accounts';
import '@mingus-sync/elements/runs';
import '@mingus-sync/elements/sync-button';
import { manager } from '../app';
import { openLink } from '../link';
import { Page } from '../page';
import { navIcon } from '../parts/marks';
import { go, setQuery } from '../router';

type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'quiet';

/** Is everything right, and what needs me? */
@customElement('dash-overview')
export class OverviewPage extends Page {
  /** The run of a bank that was just linked: it is watched here. */
  @property() first = '';
  @state() private isClosed = false;

  private readonly accounts = new StoreSource(this, () => '', () => manager.accounts());
  private readonly connections = new StoreSource(this, () => '', () => manager.connections());
  private readonly duplicates = new ListSource(this, () => '', () => manager.duplicates({ state: 'suggested' }), {
    events: ['duplicate-changed', 'run-finished'],
  });
  private readonly findings = new ListSource(this, () => '', () => manager.findings({ state: 'open' }), {
    events: ['finding-opened', 'finding-closed', 'run-finished'],
  });
  private readonly histories = new ValueSource<Coverage[]>(this, () => this.limited(), () => this.readHistories(), {
    events: ['coverage-changed'],
  });
  private readonly firstRun = new ValueSource<Run>(this, () => this.first || undefined, () => manager.run(this.first), {
    events: ['run-finished', 'run-started'],
  });

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!this.first) return;
    void import('@mingus-sync/elements/progress');
    void import('@mingus-sync/elements/result');
  }

  protected override render(): unknown {
    const isEmpty = this.connections.value?.length === 0 && this.accounts.value?.length === 0;
    if (isEmpty) return this.empty();
    return html`${this.head()}${this.firstSync()}${this.tiles()}
      <div class="columns">
        <section aria-labelledby="accounts-title">
          <h2 class="sr" id="accounts-title">${this.d.accountsTitle}</h2>
          <mingus-accounts group="bank" @mingus-select=${this.open}></mingus-accounts>
        </section>
        <div class="stack">
          ${this.card(
            this.d.lately,
            html`<mingus-runs limit="6" @mingus-select=${this.openRun}></mingus-runs>`,
            html`<a href="/activity">${this.d.allActivity}</a>`,
          )}
          ${this.card(this.d.nextTitle, this.next())}
        </div>
      </div>`;
  }

  private get shown(): Account[] {
    return (this.accounts.value ?? []).filter((account) => account.status !== 'hidden');
  }

  private head(): TemplateResult {
    const actions = html`<mingus-sync-button bulk menu></mingus-sync-button>${this.linkButton('')}`;
    return this.heading(this.verdict(), this.lead(), actions);
  }

  /** One sentence for all accounts; what is wrong with some is said after what is right. */
  private verdict(): string {
    const all = this.shown;
    if (!this.accounts.value) return this.d.verdictLoading;
    const busy = all.filter((one) => one.status === 'updating').length;
    const waits = all.filter((one) => one.status === 'needs_attention').length;
    const doubt = all.filter((one) => one.openFindings > 0 && one.status !== 'needs_attention').length;
    const well = all.filter((one) => one.status === 'active' && one.openFindings === 0).length;
    const old = all.filter((one) => !['active', 'updating', 'needs_attention'].includes(one.status)).length;
    const count = (value: number): string => this.f.count(value);
    if (well === all.length && well > 0) return this.d.verdictWell(well, count(well));
    return [
      this.d.verdict(all.length, count(all.length), count(well)),
      busy ? this.d.verdictBusy(busy, count(busy)) : '',
      doubt ? this.d.verdictDoubt(doubt, count(doubt)) : '',
      waits ? this.d.verdictWaits(waits, count(waits)) : '',
      old ? this.d.verdictOld(old, count(old)) : '',
    ].join('');
  }

  private lead(): unknown {
    const last = this.shown.map((one) => one.freshness.checkedAt ?? '').sort().at(-1);
    const next = this.upcoming()[0]?.nextDueAt;
    if (!last) return html`&nbsp;`;
    return html`${this.d.overviewLead(this.f.age(last))}${next ? ` · ${this.whenNext(next)}` : nothing}`;
  }

  private whenNext(next: string): string {
    return this.isDue(next) ? this.d.overviewDue : this.d.overviewNext(this.f.age(next));
  }

  private isDue(next: string): boolean {
    return Date.parse(next) - manager.now.getTime() < 60_000;
  }

  private linkButton(look: string): TemplateResult {
    return this.button(this.d.link, () => this.act('link', () => openLink()), {
      look: look || 'primary', icon: 'link', busy: 'link', id: 'link-bank',
    });
  }

  private tiles(): TemplateResult {
    const pairs = this.duplicates.value?.length ?? 0;
    const doubts = (this.findings.value ?? []).filter((one) => one.severity !== 'info');
    const isError = doubts.some((one) => one.severity === 'error');
    const banks = (this.connections.value ?? []).filter((one) => one.status !== 'disconnected');
    const waiting = banks.filter((one) => one.status === 'needs_attention').length;
    const all = this.shown.length;
    const whole = this.whole();
    const count = (value: number): string => this.f.count(value);
    return html`<nav class="tiles" aria-label=${this.d.verdictLoading}>
      ${this.tile('/connections', 'connections', this.d.tileBanks, this.connections.value && [
        waiting ? 'bad' : 'ok',
        waiting
          ? `${count(waiting)} ${this.d.tileBanksBad(waiting)}`
          : `${count(banks.length)} ${this.d.tileBanksWell(banks.length)}`,
      ])}
      ${this.tile('/findings', 'findings', this.d.tileFindings, this.findings.value && [
        isError ? 'bad' : doubts.length ? 'warn' : 'ok',
        doubts.length ? `${count(doubts.length)} ${this.d.tileFindingsSome(doubts.length)}` : this.d.tileFindingsNone,
      ])}
      ${this.tile('/duplicates', 'duplicates', this.d.tileDuplicates, this.duplicates.value && [
        pairs ? 'warn' : 'ok',
        pairs ? `${count(pairs)} ${this.d.tileDuplicatesSome(pairs)}` : this.d.tileDuplicatesNone,
      ])}
      ${this.tile('/findings?view=history', 'activity', this.d.tileHistory, whole !== undefined && [
        whole === all ? 'ok' : 'info',
        whole === all ? this.d.tileHistoryAll : `${count(whole)} ${this.d.tileHistorySome(count(all))}`,
      ])}
    </nav>`;
  }

  /** What is not read yet is said to be unknown, never to be well. */
  private tile(href: string, drawing: string, name: string, known: [Tone, string] | false | undefined): TemplateResult {
    const [tone, text] = known || ['quiet', this.d.tileUnknown];
    return html`<a class="tile" href=${href} data-tone=${tone}>
      <span class="disc">${navIcon(drawing)}</span><span><b>${name}</b><span class="tile-text">${text}</span></span>
    </a>`;
  }

  private firstSync(): unknown {
    const run = this.firstRun.value;
    if (!this.first || this.isClosed || !run) return nothing;
    const bank = this.connections.value?.find((one) => one.id === run.connectionId)?.institution.name ?? '';
    const isDone = isOver(run);
    return html`<section class="card first" aria-label=${this.d.firstTitle(bank)}>
      <header>
        <h2>${isDone ? this.d.firstDone : this.d.firstTitle(bank || this.t.unnamedBank)}</h2>
        ${isDone ? this.button(this.d.firstClose, () => this.closeFirst(), { look: 'quiet' }) : nothing}
      </header>
      ${isDone
        ? html`<mingus-result run-id=${this.first}></mingus-result>
            <p class="muted small">${this.waitsForHistory(run) ? this.d.firstHistory : ''}</p>`
        : html`<mingus-progress run-id=${this.first}></mingus-progress>
            <p class="muted small">${this.d.firstText}</p>`}
    </section>`;
  }

  private waitsForHistory(run: Run): boolean {
    const mine = new Set(run.accounts.map((one) => one.accountId));
    return this.shown.some((one) => mine.has(one.id) && one.coverageState === 'waiting_for_provider');
  }

  private closeFirst(): void {
    this.isClosed = true;
    setQuery('first', null);
  }

  private upcoming(): Connection[] {
    return (this.connections.value ?? [])
      .filter((one) => one.nextDueAt && one.status !== 'disconnected')
      .sort((one, other) => one.nextDueAt!.localeCompare(other.nextDueAt!));
  }

  private next(): unknown {
    const coming = this.upcoming().slice(0, 4);
    if (!this.connections.value) return this.rowBlocks(2);
    if (coming.length === 0) return html`<p class="quiet-text">${this.d.nextNone}</p>`;
    return html`<ul class="rows">
      ${coming.map(
        (one) => html`<li><strong>${one.institution.name}</strong>
          <span class="muted">${
            this.moment(one.nextDueAt!, this.isDue(one.nextDueAt!) ? this.d.nextNow : this.f.age(one.nextDueAt!))
          }</span></li>`,
      )}
    </ul>`;
  }

  private empty(): TemplateResult {
    return html`${this.heading(this.d.welcome)}
      <section class="card panel" aria-label=${this.d.emptyTitle}>
        <div class="hero">
          <span class="disc">${navIcon('connections')}</span>
          <h2>${this.d.emptyTitle}</h2>
          <p>${this.d.emptyText}</p>
          ${this.linkButton('primary')}
          <p class="small">${this.d.emptySandbox}</p>
        </div>
        <ul class="promises">
          ${this.d.promises.map(([name, text]) => html`<li><h3>${name}</h3><p>${text}</p></li>`)}
        </ul>
      </section>`;
  }

  /** How many accounts have all of their history; undefined while it is not known. */
  private whole(): number | undefined {
    if (!this.accounts.value || (this.limited() && !this.histories.value)) return undefined;
    const complete = this.shown.filter((one) => one.coverageState === 'complete').length;
    return complete + (this.limited() ? this.histories.value!.filter((one) => one.gaps.length === 0).length : 0);
  }

  /** Accounts of which the bank gives less than is wanted: whether days are missing, each says when it is asked. */
  private limited(): string | undefined {
    const ids = this.shown.filter((one) => one.coverageState === 'limited_by_bank').map((one) => one.id);
    return ids.join() || undefined;
  }

  private readHistories(): Promise<Coverage[]> {
    return Promise.all(this.limited()!.split(',').map((id) => manager.coverage(id)));
  }

  private readonly open = (event: CustomEvent<{ accountId: string }>): void => {
    event.preventDefault();
    go(`/accounts/${event.detail.accountId}`);
  };

  private readonly openRun = (event: CustomEvent<{ runId: string }>): void => go(`/activity/${event.detail.runId}`);
}
