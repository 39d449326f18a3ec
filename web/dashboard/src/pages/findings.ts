import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Account, Finding, Quarantine, SyncStatus, ValidationLevel } from '@mingus-sync/client';
import { icon } from '@mingus-sync/elements/icons';
import { sentence } from '@mingus-sync/elements/sentence';
import { ListSource, StoreSource, ValueSource } from '@mingus-sync/elements/sources';
import '@mingus-sync/elements/coverage';
import '@mingus-sync/elements/findings';
import { manager, say, toast } from '../app';
import { Page } from '../page';
import { ask } from '../parts/ask';
import { answerFinding } from '../parts/repairs';
import '../parts/reports';
import '../messages/en-pages';
import '../styles/pages.css';

const states: Finding['state'][] = ['open', 'resolved', 'dismissed'];
const levels: ValidationLevel[] = ['strict', 'normal', 'relaxed'];

/** What does not add up, why, what now? And how complete the rest is. */
@customElement('dash-findings')
export class FindingsPage extends Page {
  @property() view = '';
  @state() private level: ValidationLevel = 'normal';
  @state() private standing: Finding['state'] = 'open';

  private readonly accounts = new StoreSource(
    this,
    () => '',
    () => manager.accounts(),
  );
  private readonly aside = new ListSource(
    this,
    () => '',
    () => manager.quarantine(),
    { events: ['run-finished'] },
  );
  private readonly statuses = new ValueSource<SyncStatus[]>(
    this,
    () => (this.view === 'balances' ? this.ids()?.join() : undefined),
    () => Promise.all((this.ids() ?? []).map((id) => manager.getSyncStatus(id))),
    { events: ['finding-opened', 'finding-closed', 'run-finished', 'validation-completed'] },
  );

  protected override render(): unknown {
    const tabs = [
      { key: '', text: this.d.viewFindings },
      { key: 'history', text: this.d.viewHistory },
      { key: 'balances', text: this.d.viewBalances },
      { key: 'aside', text: this.d.viewAside, count: this.aside.value?.length },
      { key: 'reports', text: this.d.viewReports },
    ];
    return html`${this.heading(this.d.findingsTitle, this.d.findingsLead, this.checkAll())}
      ${this.views(this.d.findingsView, tabs, this.view)} ${this.shown()}`;
  }

  private shown(): unknown {
    switch (this.view) {
      case 'history':
        return this.perAccount(
          this.d.historyLead,
          (account) => html`<div class="panel-body">
          <mingus-coverage account-id=${account.id} months="24"></mingus-coverage>
        </div>`,
        );
      case 'reports':
        return this.perAccount(
          this.d.reportsLead,
          (account) => html`<dash-reports .accountId=${account.id}></dash-reports>`,
        );
      case 'balances':
        return this.balances();
      case 'aside':
        return this.keptAside();
      default:
        return this.found();
    }
  }

  private found(): TemplateResult {
    return html`<div class="segments" role="group" aria-label=${this.d.findingStates}>
        ${states.map(
          (one) => html`<label
            ><input
              type="radio"
              name="finding-state"
              .checked=${one === this.standing}
              @change=${() => (this.standing = one)}
            />${this.d.findingState[one]}</label
          >`,
        )}
      </div>
      <mingus-findings state=${this.standing} @mingus-finding-action=${this.answer}></mingus-findings>`;
  }

  private get live(): Account[] | undefined {
    return this.accounts.value?.filter((one) => one.status !== 'hidden');
  }

  private ids(): string[] | undefined {
    return this.live?.map((one) => one.id);
  }

  private checkAll(): TemplateResult {
    return html`<label class="field level"
        ><span class="sr">${this.d.checkAllLevel}</span>
        <select @change=${(event: Event) =>
          (this.level = (event.target as HTMLSelectElement).value as ValidationLevel)}>
          ${levels.map((one) =>
            html`<option value=${one} ?selected=${one === this.level}>${this.d.levels[one]}</option>`)}
        </select>
      </label>
      ${this.button(this.d.checkAll, () => void this.check(), { look: 'primary', icon: 'check', busy: 'check' })}`;
  }

  private readonly answer = (event: CustomEvent<{ findingId: string; action: string }>): void =>
    answerFinding(this, event);

  private async check(): Promise<void> {
    const ids = this.ids() ?? [];
    const results = await this.act('check', () => Promise.all(ids.map((id) => manager.validateData(id, this.level))));
    if (!results) return;
    const text = this.d.checkAllDone(results.length, this.f.count(results.length));
    say(text);
    toast({ text, tone: 'ok' });
  }

  private perAccount(lead: string, content: (account: Account) => TemplateResult): TemplateResult {
    return html`<p class="lead">${lead}</p>
      ${
        this.live
          ? this.live.map((account) =>
              this.card(
                account.name,
                content(account),
                html`<a href="/accounts/${account.id}"
            >${account.institution?.name ?? this.t.account}</a
          >`,
              ),
            )
          : html`<section class="card">${this.rowBlocks(4)}</section>`
      }`;
  }

  private balances(): TemplateResult {
    return html`<p class="lead">${this.d.balancesLead}</p>
      <section class="card panel" aria-label=${this.d.viewBalances}>
        ${this.frame(
          this.statuses,
          this.d.viewBalances,
          () => this.rowBlocks(4),
          (all) => this.balanceTable(all),
        )}
      </section>`;
  }

  private balanceTable(all: SyncStatus[]): TemplateResult {
    return html`<div class="table-wrap" tabindex="0" role="group" aria-label=${this.d.viewBalances}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">${this.d.balancesAccount}</th>
            <th scope="col">${this.d.balancesState}</th>
            <th scope="col" class="end">${this.d.balancesDifference}</th>
            <th scope="col">${this.d.balancesSince}</th>
          </tr>
        </thead>
        <tbody>
          ${all.map((one) => this.balanceRow(one))}
        </tbody>
      </table>
    </div>`;
  }

  private balanceRow({ accountId, reconciliation }: SyncStatus): TemplateResult {
    const account = this.live?.find((one) => one.id === accountId);
    const { state: how, difference, since, why } = reconciliation;
    const tone = how === 'agrees' ? 'ok' : how === 'off' ? 'bad' : 'quiet';
    return html`<tr>
      <td><a href="/accounts/${accountId}">${account?.name ?? this.t.account}</a></td>
      <td>
        <span class="status-word" data-tone=${tone}
          >${icon(how === 'agrees' ? 'check' : how === 'off' ? 'alert' : 'info')}${this.d.balanceStates[how]}</span
        >
        ${why ? html`<p class="small muted">${sentence(why, this.f)}</p>` : nothing}
      </td>
      <td class="end">${difference
        ? html`<bdi>${this.f.money(difference, account ?? {}, { signed: true })}</bdi>` : nothing}</td>
      <td>${since ? this.moment(since) : nothing}</td>
    </tr>`;
  }

  private keptAside(): TemplateResult {
    return html`<p class="lead">${this.d.asideLead}</p>
      <section class="card panel" aria-label=${this.d.viewAside}>
        ${this.frame(
          this.aside,
          this.d.viewAside,
          () => this.rowBlocks(2),
          (all) =>
            all.length === 0
              ? html`<p class="quiet-text">${this.d.asideNone}</p>`
              : html`<div>${all.map((one) => this.row(one))}</div>`,
        )}
      </section>`;
  }

  private row(one: Quarantine): TemplateResult {
    const account = this.live?.find((each) => each.id === one.accountId)?.name;
    return html`<article class="aside-row">
      <ul class="rows">
        <li>
          <div>
            <strong>${this.d.asideKind[one.kind]}${account ? ` · ${account}` : ''}</strong>
            <p>${one.reason}</p>
            <p class="small muted"><code>${one.field}</code> · ${this.moment(one.at)}</p>
          </div>
          <div class="side-actions">
            ${this.button(this.d.asideRetry, () => void this.retry(one),
              { look: 'small-button', icon: 'sync', busy: one.id })}
            ${this.button(this.d.asideDiscard, () => void this.discard(one), { look: 'small-button quiet' })}
          </div>
        </li>
      </ul>
      <details>
        <summary>${this.d.asidePayload}</summary>
        <pre tabindex="0">${pretty(one.payload)}</pre>
      </details>
    </article>`;
  }

  private async retry(one: Quarantine): Promise<void> {
    if (!(await this.act(one.id, () => manager.retryQuarantined(one.id)))) return;
    toast({ text: this.d.asideRetried, tone: 'ok' });
    await this.aside.refresh();
  }

  private async discard(one: Quarantine): Promise<void> {
    const { asideSure: title, asideSureText: text, asideDiscard: yes, cancel: no } = this.d;
    if (!(await ask({ title, text, yes, no, isFinal: true }))) return;
    await this.act(one.id, async () => {
      await manager.discardQuarantined(one.id);
      toast({ text: this.d.asideDiscarded, tone: 'ok' });
      await this.aside.refresh();
    });
  }
}

function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
