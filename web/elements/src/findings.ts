import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Finding, Transaction } from '@mingus-sync/client';
import { MingusElement } from './base';
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
      summary {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 44px;
        color: var(--accent);
        font-size: 14px;
        font-weight: 600;
        cursor: pointer;
      }
      summary .icon {
        transition: rotate var(--motion);
      }
      details[open] summary .icon {
        rotate: 180deg;
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

  /** Transactions that findings are about; null while one is read, and where there is none. */
  private readonly named = new Map<string, Transaction | null>();

  private readonly accounts = new StoreSource(this, () => '', (manager) => manager.accounts());
  private readonly findings = new ListSource<Finding>(
    this,
    () => `${this.accountId} ${this.listed}`,
    (manager) => manager.findings({ accountId: this.accountId || undefined, state: this.listed }),
    { events: ['finding-opened', 'finding-closed', 'validation-completed'] },
  );

  protected override updated(): void {
    void this.learn();
  }

  protected override render(): unknown {
    return html`<div class="card" part="base">
      ${this.frame(this.findings, this.t.findings, () => this.blocks(), (findings) => this.list(findings))}
    </div>`;
  }

  private shownOf(findings: readonly Finding[]): readonly Finding[] {
    return findings.filter((each) => !this.severity || each.severity === this.severity);
  }

  /** One after another: a long list shall not keep the server from others. */
  private async learn(): Promise<void> {
    for (const id of this.shownOf(this.findings.value ?? []).flatMap(about)) {
      if (this.named.has(id) || !this.source) continue;
      this.named.set(id, null);
      this.named.set(id, await this.source.transaction(id).catch(() => null));
      this.requestUpdate();
    }
  }

  private list(findings: readonly Finding[]): unknown {
    const shown = this.shownOf(findings);
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
        ${about(finding).map((id) => html`<p class="about">${this.transaction(this.named.get(id))}</p>`)}
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
  private transaction(one: Transaction | null | undefined): unknown {
    return one
      ? html`<bdi>${one.merchantName ?? one.description}</bdi>
          <bdi>${this.f.money(one.amount, one, { signed: true })}</bdi> ${this.f.day(one.date)}`
      : '\u2026';
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

function about({ evidence }: Finding): string[] {
  return TRANSACTIONS.flatMap((name) => evidence[name] ?? []);
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-findings': MingusFindings;
  }
}
