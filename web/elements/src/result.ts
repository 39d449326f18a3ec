import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Account, Run } from '@mingus-sync/client';
import { MingusElement } from './base';
import { disclosure } from './disclosure';
import { icon } from './icons';
import { StoreSource, ValueSource } from './sources';
import { countsText, isOver, markOfRun } from './standing';
import './messages/en-views';

/** What a run came to: outcome, counts, what it took, and each account's part. */
@customElement('mingus-result')
export class MingusResult extends MingusElement {
  static override styles = [
    ...MingusElement.styles,
    disclosure,
    css`
      .base {
        min-height: 118px;
      }
      .inside {
        display: grid;
        gap: 12px;
        padding: var(--space) calc(var(--space) * 1.15);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 10px;
      }
      .figures {
        display: flex;
        flex-wrap: wrap;
        gap: 10px 28px;
      }
      .figure {
        display: flex;
        flex-direction: column-reverse;
      }
      .figure dd {
        font-size: 22px;
        font-weight: 640;
        line-height: 1.25;
        letter-spacing: -0.015em;
      }
      .figure dt {
        font-size: 13px;
        color: var(--muted);
      }
      .title-block {
        width: 40%;
      }
      .figures-block {
        width: 75%;
        height: 46px;
      }
      .why {
        overflow-wrap: anywhere;
      }
      .parts li {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 2px 16px;
        padding: 9px 0;
        border-block-start: 1px solid var(--line);
        font-size: 14px;
      }
      .parts .who {
        display: inline-flex;
        gap: 8px;
        align-items: baseline;
        font-weight: 560;
        overflow-wrap: anywhere;
      }
      .parts .icon {
        color: var(--tone);
        width: 14px;
        height: 14px;
        translate: 0 2px;
      }
      .parts .trouble {
        flex-basis: 100%;
        color: var(--muted);
      }
    `,
  ];

  @property({ attribute: 'run-id' }) runId = '';
  /** Whether the accounts' parts are shown from the start. */
  @property({ type: Boolean }) open = false;

  private readonly accounts = new StoreSource(this, () => '', (manager) => manager.accounts());
  private readonly run = new ValueSource<Run>(
    this,
    () => this.runId || undefined,
    (manager) => manager.run(this.runId),
    { events: ['run-started', 'run-finished'], concerns: (detail) => detail['runId'] === this.runId },
  );

  protected override render(): unknown {
    return html`<div class="card base" part="base card">
      ${this.frame(this.run, this.t.runs, () => this.blocks(), (run) => this.card(run))}
    </div>`;
  }

  private card(run: Run): TemplateResult {
    const mark = markOfRun(run.status);
    const why = run.error?.detail ?? run.reason;
    return html`<article class="inside">
      <div class="head">
        <span class="chip" data-tone=${mark.tone}>${icon(mark.icon)}${this.t.outcome[run.status]}</span>
        <h3>${this.t.type[run.syncType]}</h3>
        <span class="small muted">${this.t.trigger[run.trigger]} · ${this.moment(run.createdAt)}</span>
        <slot name="actions"></slot>
      </div>
      ${why ? html`<p class="why">${why}</p>` : nothing}
      ${isOver(run) && run.status !== 'skipped' ? this.figures(run) : nothing}
      ${run.accounts.length > 0 ? this.parts(run) : nothing}
    </article>`;
  }

  private figures(run: Run): TemplateResult {
    const { f, t } = this;
    const figure = (text: string, name: string) =>
      html`<div class="figure" part="figure"><dt>${name}</dt><dd class="number">${text}</dd></div>`;
    const counted: [number, string][] = [
      [run.recordsUpdated, t.figureChanged],
      [run.recordsRemoved, t.figureRemoved],
      [run.duplicatesDetected, t.figureDuplicates],
      [run.issuesFound, t.figureIssues],
    ];
    return html`<dl class="figures">
      ${figure(f.count(run.recordsCreated), t.figureNew)}
      ${counted.filter(([count]) => count > 0).map(([count, name]) => figure(f.count(count), name))}
      ${run.durationSeconds != null ? figure(f.duration(run.durationSeconds), t.figureDuration) : nothing}
      ${figure(f.count(run.resources.providerCalls), t.figureCalls)}
    </dl>`;
  }

  private parts(run: Run): TemplateResult {
    return html`<details ?open=${this.open}>
      <summary>${icon('down')}${this.t.perAccount}</summary>
      <ul class="parts" part="list">
        ${run.accounts.map((each) => {
          const mark = markOfRun(each.outcome);
          return html`<li data-tone=${mark.tone}>
            <span class="who">${icon(mark.icon)}<bdi>${this.nameOf(each.accountId)}</bdi></span>
            <span class="muted">${this.t.outcome[each.outcome]} · ${countsText(each, this.f, this.t)}</span>
            ${each.problem ? html`<span class="trouble">${each.problem.detail}</span>` : nothing}
          </li>`;
        })}
      </ul>
    </details>`;
  }

  private nameOf(id: string): string {
    return this.accounts.value?.find((each: Account) => each.id === id)?.name ?? this.t.account;
  }

  private blocks(): TemplateResult {
    return html`<div class="inside">
      <span class="block title-block"></span><span class="block figures-block"></span>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-result': MingusResult;
  }
}
