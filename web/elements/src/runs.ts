import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Run } from '@mingus-sync/client';
import { MingusElement } from './base';
import { icon } from './icons';
import { ListSource } from './sources';
import { countsText, isOver, markOfRun } from './standing';

/** What ran, when, how it ended: newest first, of one account or all. */
@customElement('mingus-runs')
export class MingusRuns extends MingusElement {
  static override styles = [
    ...MingusElement.styles,
    css`
      .card {
        container-type: inline-size;
      }
      .row {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) auto;
        gap: 0 12px;
        align-items: baseline;
        width: 100%;
        min-height: 64px;
        padding: 10px 18px;
        border: 0;
        border-block-end: 1px solid var(--line);
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        transition: background var(--motion);
      }
      li:last-child .row {
        border-block-end: 0;
      }
      button.row {
        cursor: pointer;
      }
      button.row:hover {
        background: var(--raised);
      }
      button.row:active {
        background: color-mix(in srgb, var(--fg) 8%, var(--raised));
      }
      .row:focus-visible {
        outline-offset: -3px;
      }
      .row .icon {
        color: var(--tone);
        translate: 0 3px;
      }
      .what {
        font-weight: 600;
      }
      .what .tone {
        color: var(--tone);
      }
      .text {
        grid-column: 2;
        font-size: 13.5px;
        color: var(--muted);
        overflow-wrap: anywhere;
      }
      .when,
      .took {
        grid-column: 3;
        text-align: end;
        font-size: 13.5px;
        color: var(--muted);
      }
      @container (max-width: 460px) {
        .text,
        .took {
          grid-column: 2 / -1;
          text-align: start;
        }
      }
      .foot {
        display: flex;
        justify-content: center;
        border-block-start: 1px solid var(--line);
      }
      ul {
        overflow: hidden;
        border-radius: var(--radius);
      }
    `,
  ];

  @property({ attribute: 'account-id' }) accountId = '';
  /** How many to begin with. */
  @property({ type: Number }) limit = 20;

  private readonly runs = new ListSource<Run>(
    this,
    () => `${this.accountId} ${this.limit}`,
    (manager) => manager.runs({ accountId: this.accountId || undefined, limit: this.limit }),
    { events: ['run-queued', 'run-started', 'run-finished'] },
  );

  protected override render(): unknown {
    return html`<div class="card" part="base">
      ${this.frame(this.runs, this.t.runs, () => this.blocks(), (runs) => this.list(runs))}
    </div>`;
  }

  private list(runs: readonly Run[]): unknown {
    if (runs.length === 0) return this.nothingHere(this.t.noRuns, 'clock');
    return html`<ul>${runs.map((run) => html`<li>${this.row(run)}</li>`)}</ul>
      ${this.runs.hasMore
        ? html`<div class="foot">
            <button
              type="button"
              class="button quiet"
              aria-busy=${this.runs.busy}
              @click=${() => void this.runs.more()}
            >
              ${this.t.more}
            </button>
          </div>`
        : nothing}`;
  }

  private row(run: Run): TemplateResult {
    const mark = markOfRun(run.status);
    return html`<button
      type="button"
      class="row"
      part="row"
      data-tone=${mark.tone}
      @click=${() => this.emit('select', { runId: run.id })}
    >
      ${icon(mark.icon)}
      <span class="what">${this.t.type[run.syncType]} <span class="tone">${this.t.outcome[run.status]}</span></span>
      <span class="when">${this.moment(run.startedAt ?? run.createdAt)}</span>
      <span class="text">${this.text(run)} · ${this.t.trigger[run.trigger]}</span>
      <span class="took number">${run.durationSeconds == null ? '' : this.f.duration(run.durationSeconds)}</span>
    </button>`;
  }

  private text(run: Run): string {
    if (run.error) return run.error.detail;
    if (!isOver(run)) return run.progress.text;
    return run.status === 'skipped' && run.reason ? run.reason : countsText(run, this.f, this.t);
  }

  private blocks(): TemplateResult {
    const row = html`<li>
      <div class="row"><span class="block"></span><span class="block"></span><span class="block"></span></div>
    </li>`;
    return html`<ul>
      ${row}${row}${row}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-runs': MingusRuns;
  }
}
