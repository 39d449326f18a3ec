import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Finding, Transaction } from '@mingus-sync/client';
import { MingusElement } from './base';
import { disclosure } from './disclosure';
import { icon } from './icons';
import { sentence } from './sentence';
import { ListSource, problemOf, StoreSource } from './sources';
import { markOfSeverity, spoken } from './standing';
import './messages/en-views';

type Action = 'repair' | 'dismiss';

const TRANSACTIONS = ['transactionId', 'otherTransactionId'];
const AMOUNTS = ['difference', 'amount', 'pendingAmount', 'given', 'current', 'counted', 'stored', 'limit'];

/** What does not add up: why, the evidence, and what can be done about it. */
@customElement('mingus-findings')
export class MingusFindings extends MingusElement {
  static override styles = [
    ...MingusElement.styles,
    disclosure,
    css`
      .finding {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr);
        gap: 4px 12px;
        padding: 14px 18px;
        border-block-end: 1px solid var(--line);
      }
      li:last-child > .finding {
        border-block-end: 0;
      }
      .finding > .icon {
        width: 18px;
        height: 18px;
        color: var(--tone);
        translate: 0 3px;
      }
      .text {
        font-weight: 560;
        overflow-wrap: anywhere;
      }
      .about {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 8px;
        font-size: 13px;
        color: var(--muted);
      }
      .about b {
        color: var(--tone);
        font-weight: 600;
      }
      .finding > :is(.body, .acts, details, .wrong) {
        grid-column: 2;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-block-start: 6px;
      }
      .acts > .quiet:first-child {
        margin-inline-start: -10px;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(90px, auto) minmax(0, 1fr);
        gap: 4px 16px;
        padding: 10px 14px;
        border-radius: calc(var(--radius) * 0.75);
        background: var(--raised);
        font-size: 13.5px;
      }
      dt {
        color: var(--muted);
      }
      dd {
        overflow-wrap: anywhere;
        font-variant-numeric: tabular-nums;
      }
      .wrong {
        color: var(--bad);
        font-size: 14px;
      }
    `,
  ];

  @property({ attribute: 'account-id' }) accountId = '';
  /** error, warning or info; all when left out. */
  @property() severity: Finding['severity'] | '' = '';
  /** open, resolved or dismissed. */
  @property({ attribute: 'state' }) listed: Finding['state'] = 'open';

  @state() private busy: Record<string, Action> = {};
  @state() private wrong: Record<string, string> = {};

  /** Transactions that findings are about; undefined while one is read, null where it cannot be. */
  private readonly named = new Map<string, Transaction | null | undefined>();
  /** They are read one after another: a long list shall not keep the server from others. */
  private last: Promise<unknown> = Promise.resolve();

  private readonly accounts = new StoreSource(this, () => '', (manager) => manager.accounts());
  private readonly findings = new ListSource<Finding>(
    this,
    () => `${this.accountId} ${this.listed}`,
    (manager) => manager.findings({ accountId: this.accountId || undefined, state: this.listed }),
    { events: ['finding-opened', 'finding-closed', 'validation-completed'] },
  );

  protected override render(): unknown {
    return html`<div class="card" part="base">
      ${this.frame(this.findings, this.t.findings, () => this.blocks(), (findings) => this.list(findings))}
    </div>`;
  }

  private list(findings: readonly Finding[]): unknown {
    const shown = findings.filter((each) => !this.severity || each.severity === this.severity);
    if (shown.length === 0) {
      return this.nothingHere(this.listed === 'open' ? this.t.allAddsUp : this.t.noFindings, 'check');
    }
    return html`<ul>${shown.map((each) => html`<li>${this.finding(each)}</li>`)}</ul>
      ${this.findings.hasMore
        ? html`<button type="button" class="button quiet" @click=${() => void this.findings.more()}>
            ${this.t.more}
          </button>`
        : nothing}`;
  }

  private finding(finding: Finding): TemplateResult {
    const mark = markOfSeverity(finding.severity);
    const account = this.accountId ? undefined : this.accounts.value?.find((each) => each.id === finding.accountId);
    const wrong = this.wrong[finding.id];
    return html`<article class="finding" part="finding" data-tone=${mark.tone}>
      ${icon(mark.icon)}
      <div class="body">
        <p class="text">${sentence(finding.text, this.f)}</p>
        ${TRANSACTIONS.map((name) => this.transaction(finding.evidence[name]))}
        <p class="about">
          <b>${this.t.severity[finding.severity]}</b>
          ${account ? html`<bdi>${account.name}</bdi>` : nothing}
          <span>${this.t.foundAtWords} ${this.moment(finding.foundAt)}</span>
        </p>
      </div>
      ${this.evidence(finding)} ${finding.state === 'open' ? this.acts(finding) : nothing}
      ${wrong ? html`<p class="wrong" role="alert">${this.t.findingFailed(wrong)}</p>` : nothing}
    </article>`;
  }

  /** Its line is there before it is read, so that nothing moves. */
  private transaction(id?: string): unknown {
    if (!id) return nothing;
    if (!this.named.has(id)) this.learn(id);
    const one = this.named.get(id);
    if (one === null) return nothing;
    return html`<p class="about" aria-busy=${!one}>
      ${one
        ? html`<bdi>${one.merchantName ?? one.description}</bdi>
            <bdi>${this.f.money(one.amount, one, { signed: true })}</bdi> ${this.f.day(one.date)}`
        : '…'}
    </p>`;
  }

  private learn(id: string): void {
    this.named.set(id, undefined);
    this.last = this.last
      .then(() => this.source!.transaction(id))
      .catch(() => null)
      .then((one) => this.named.set(id, one) && this.requestUpdate());
  }

  private evidence(finding: Finding): unknown {
    const entries = Object.entries(finding.evidence);
    if (entries.length === 0) return nothing;
    return html`<details part="evidence">
      <summary>${icon('down')}${this.t.evidence}</summary>
      <dl>
        ${entries.map(
          ([name, value]) => html`<dt>${this.t.evidenceName[name.replace(/\d+$/, '')] ?? spoken(name)}</dt>
            <dd><bdi>${this.value(name, value, finding)}</bdi></dd>`,
        )}
      </dl>
    </details>`;
  }

  private value(name: string, value: string, { evidence }: Finding): unknown {
    const currency = evidence[name === 'pendingAmount' ? 'pendingCurrency' : 'currency'];
    if (currency && AMOUNTS.includes(name)) return this.f.money(value, { currency });
    return sentence(value, this.f);
  }

  private acts(finding: Finding): TemplateResult {
    const busy = this.busy[finding.id];
    const [repair, repairing, dismiss] = this.t.findingActs(finding.check);
    return html`<div class="acts">
      ${finding.repairable
        ? html`<button
            type="button"
            class="button"
            aria-busy=${busy === 'repair'}
            ?disabled=${busy === 'dismiss'}
            @click=${() => void this.act(finding.id, 'repair')}
          >
            ${icon(finding.check === 'pending_old' ? 'hidden' : 'sync')}${busy === 'repair' ? repairing : repair}
          </button>`
        : nothing}
      <button
        type="button"
        class="button quiet"
        aria-busy=${busy === 'dismiss'}
        ?disabled=${busy === 'repair'}
        @click=${() => void this.act(finding.id, 'dismiss')}
      >
        ${dismiss}
      </button>
    </div>`;
  }

  /** A page that acts in its own way prevents `mingus-finding-action`. */
  private async act(findingId: string, action: Action): Promise<void> {
    if (this.busy[findingId] || !this.emit('finding-action', { findingId, action }, true) || !this.source) return;
    this.busy = { ...this.busy, [findingId]: action };
    this.wrong = { ...this.wrong, [findingId]: '' };
    try {
      if (action === 'repair') await this.source.repair(findingId);
      else await this.source.dismissFinding(findingId);
      await this.findings.refresh();
    } catch (error) {
      this.wrong = { ...this.wrong, [findingId]: this.why(problemOf(error)) };
    }
    const { [findingId]: _, ...others } = this.busy;
    this.busy = others;
  }

  private blocks(): TemplateResult {
    const row = html`<li>
      <div class="finding">
        <span class="block"></span>
        <div class="body"><span class="block"></span><span class="small block"></span></div>
      </div>
    </li>`;
    return html`<ul>
      ${row}${row}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-findings': MingusFindings;
  }
}
