import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MetricsSummary } from '@mingus-sync/client';
import { MingusElement } from './base';
import { ValueSource } from './sources';
import { spoken } from './standing';
import './messages/en-views';

type TypeSummary = MetricsSummary['runs']['types'][number];

/** How well syncing works, in figures: success, durations, calls, what was found, what went wrong. */
@customElement('mingus-metrics')
export class MingusMetrics extends MingusElement {
  static override styles = [
    ...MingusElement.styles,
    css`
      .base {
        display: grid;
        gap: var(--space);
      }
      .tiles {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
        gap: 12px;
      }
      .tile {
        display: grid;
        align-content: start;
        min-height: 106px;
        padding: 14px 16px;
      }
      dt {
        font-size: 13px;
        color: var(--muted);
      }
      .value {
        font-size: 26px;
        font-weight: 640;
        line-height: 1.25;
        letter-spacing: -0.02em;
      }
      .more {
        font-size: 13px;
        color: var(--muted);
      }
      .sheet {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 14px;
      }
      caption {
        padding: 12px 18px 4px;
        text-align: start;
        font-weight: 640;
      }
      th,
      td {
        padding: 9px 18px;
        border-block-start: 1px solid var(--line);
        text-align: end;
        font-weight: 400;
        white-space: nowrap;
      }
      thead th {
        border: 0;
        color: var(--muted);
        font-size: 12.5px;
        font-weight: 600;
      }
      th:first-child {
        text-align: start;
      }
      tbody th {
        font-weight: 560;
      }
      .errors {
        padding: 12px 18px 14px;
      }
      .errors ul {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-block-start: 8px;
      }
      .tile .block + .block {
        margin-block-start: 10px;
        height: 26px;
        width: 60%;
      }
    `,
  ];

  /** How many kinds of error to list. */
  @property({ type: Number }) limit = 6;

  /** How many days back, `7d` for instance; the newest 500 runs, whenever they were, when left out. */
  @property() period = '';

  private readonly summary = new ValueSource<MetricsSummary>(
    this,
    () => `\n${this.period}`,
    (manager) => manager.metricsSummary({ days: Number.parseInt(this.period, 10) || undefined }),
    { events: ['run-finished'] },
  );

  protected override render(): unknown {
    return html`<div class="base" part="base">
      ${this.frame(this.summary, this.t.metrics, () => this.blocks(), (summary) => this.content(summary))}
    </div>`;
  }

  private content({ runs }: MetricsSummary): unknown {
    if (runs.counted === 0) return html`<div class="card">${this.nothingHere(this.t.noMetrics, 'clock')}</div>`;
    return html`${this.tiles(runs)} ${this.byType(runs.types)} ${this.errors(runs.errors)}`;
  }

  private tiles({ types }: MetricsSummary['runs']): TemplateResult {
    const { f, t } = this;
    const sum = (pick: (type: TypeSummary) => number) => types.reduce((total, each) => total + pick(each), 0);
    const all = sum((each) => each.runs);
    const typical = [...types].sort((one, other) => other.runs - one.runs)[0];
    const calls = sum((each) => each.providerCalls);
    const duplicates = sum((each) => each.duplicatesDetected);
    return html`<dl class="tiles">
      ${this.tile(t.successRate, f.percent(sum((each) => each.succeeded) / all), t.ofRuns(all, f.count(all)))}
      ${typical ? this.duration(typical) : nothing}
      ${this.tile(t.bankCalls, f.count(calls), t.callsPerRun(f.count(Math.round((calls / all) * 10) / 10)))}
      ${this.tile(
        t.newRecords,
        f.count(sum((each) => each.recordsCreated)),
        t.dupsFound(duplicates, f.count(duplicates)),
      )}
    </dl>`;
  }

  private duration({ durationSecondsP50: typical, durationSecondsP95: slow }: TypeSummary): TemplateResult {
    return this.tile(this.t.typical, this.f.duration(typical), this.t.slowest(this.f.duration(slow)));
  }

  private tile(name: string, value: string, more: string): TemplateResult {
    return html`<div class="card tile" part="figure">
      <dt>${name}</dt>
      <dd class="value number">${value}</dd>
      <dd class="more">${more}</dd>
    </div>`;
  }

  private byType(types: TypeSummary[]): TemplateResult {
    const { f, t } = this;
    return html`<div class="card sheet" role="group" tabindex="0" aria-label=${t.byType}>
      <table>
        <caption>
          ${t.byType}
        </caption>
        <thead>
          <tr>
            ${[t.columnType, t.columnRuns, t.columnSuccess, t.columnMedian, t.columnP95, t.columnCalls].map(
              (each) => html`<th scope="col">${each}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${types.map(
            (each) => html`<tr part="row">
              <th scope="row">${t.type[each.syncType]}</th>
              <td class="number">${f.count(each.runs)}</td>
              <td class="number">${f.percent(each.successRate)}</td>
              <td class="number">${f.duration(each.durationSecondsP50)}</td>
              <td class="number">${f.duration(each.durationSecondsP95)}</td>
              <td class="number">${f.count(each.providerCalls)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private errors(errors: MetricsSummary['runs']['errors']): TemplateResult {
    return html`<div class="card errors">
      <h2>${this.t.errorsByKind}</h2>
      ${errors.length === 0
        ? html`<p class="muted">${this.t.noErrors}</p>`
        : html`<ul>
            ${errors.slice(0, this.limit).map(
              (each) => html`<li class="chip" data-tone="warn">
                ${spoken(each.code)} <span class="number">${this.f.count(each.runs)}</span>
              </li>`,
            )}
          </ul>`}
    </div>`;
  }

  private blocks(): TemplateResult {
    const tile = html`<div class="card tile"><span class="block"></span><span class="block"></span></div>`;
    return html`<div class="tiles">${tile}${tile}${tile}${tile}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-metrics': MingusMetrics;
  }
}
