import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { MingusDetail, Progress, Run } from '@mingus-sync/client';
import { MingusElement } from './base';
import { now } from './clock';
import { icon } from './icons';
import { problemOf, StoreSource, ValueSource } from './sources';
import { isOver } from './standing';
import './messages/en-views';

/** A run that has said nothing for so long may have lost its server. */
const SILENT_MS = 90_000;

/** How far a run is: the one named, else the one that runs for the account. Nothing while nothing runs. */
@customElement('mingus-progress')
export class MingusProgress extends MingusElement {
  static override styles = [
    ...MingusElement.styles,
    css`
      .base {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 6px 12px;
        align-items: center;
        min-height: 62px;
      }
      .text {
        overflow-wrap: anywhere;
        font-size: 14px;
      }
      .text b {
        font-weight: 600;
      }
      .track {
        grid-column: 1 / -1;
        height: 6px;
        overflow: hidden;
        border-radius: 99px;
        background: color-mix(in srgb, var(--info) 16%, var(--raised));
      }
      .fill {
        height: 100%;
        border-radius: 99px;
        background: var(--info);
        transform-origin: left;
        transition: transform 600ms cubic-bezier(0.2, 0.7, 0.2, 1);
      }
      .fill:dir(rtl) {
        transform-origin: right;
      }
      .fill.unknown {
        animation: pulse 1.6s ease-in-out infinite;
      }
      .silent {
        grid-column: 1 / -1;
        display: flex;
        gap: 8px;
        align-items: baseline;
        font-size: 13px;
        color: var(--muted);
      }
      .silent .icon {
        color: var(--warn);
        width: 14px;
        height: 14px;
        translate: 0 2px;
      }
      @keyframes pulse {
        50% {
          opacity: 0.35;
        }
      }
      @media (forced-colors: active) {
        .track {
          border: 1px solid CanvasText;
        }
        .fill {
          background: Highlight;
        }
      }
    `,
  ];

  @property({ attribute: 'account-id' }) accountId = '';
  @property({ attribute: 'run-id' }) runId = '';

  @state() private latest?: { runId: string; progress: Progress };
  @state() private stopping = '';
  @state() private wrong = '';
  private heardAt = now();

  private readonly status = new StoreSource(
    this,
    () => (this.runId ? undefined : this.accountId || undefined),
    (manager) => manager.status(this.accountId),
  );
  private readonly run = new ValueSource<Run>(
    this,
    () => this.runId || undefined,
    (manager) => manager.run(this.runId),
    { events: ['run-started', 'run-finished'], concerns: (detail) => detail['runId'] === this.runId },
  );
  private leave?: () => void;

  protected override render(): unknown {
    this.listen();
    if (this.runId) return this.frame(this.run, this.t.runs, () => this.blocks(), (run) => this.bar(run));
    const running = this.running();
    return running ? this.bar(running) : nothing;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave?.();
    this.leave = undefined;
  }

  private running(): Run | undefined {
    const types = Object.values(this.status.value?.types ?? {});
    return types.find((type) => type.running)?.running ?? undefined;
  }

  private bar(run: Run): unknown {
    if (isOver(run)) return nothing;
    const progress = this.latest?.runId === run.id ? this.latest.progress : run.progress;
    const share = shareOf(progress);
    const name = this.t.progressName(this.t.type[run.syncType]);
    const silentFor = now() - Math.max(this.heardAt, Date.parse(run.startedAt ?? run.createdAt));
    return html`<div class="base" part="base">
      <p class="text" part="text">
        <b>${progress.text || name}</b> <span class="muted">${this.counts(progress)}</span>
      </p>
      ${this.stopButton(run)}
      <div
        class="track"
        part="track"
        role="progressbar"
        aria-label=${name}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${share === undefined ? nothing : Math.floor(share * 100)}
        aria-valuetext=${this.counts(progress)}
      >
        <div
          class=${share === undefined ? 'fill unknown' : 'fill'}
          part="fill"
          .style=${`transform: scaleX(${share ?? 1})`}
        ></div>
      </div>
      ${silentFor > SILENT_MS ? this.silence() : nothing}
      ${this.wrong ? html`<p class="silent" role="alert">${icon('error')}${this.wrong}</p>` : nothing}
    </div>`;
  }

  private counts({ done, total, unit, etaSeconds }: Progress): string {
    const words = this.t.unit[unit as keyof typeof this.t.unit] ?? unit;
    const count = this.f.count(done);
    const far = total ? this.t.progressOf(count, this.f.count(total), words) : this.t.progressSoFar(count, words);
    return etaSeconds ? `${far} · ${this.t.about(this.f.duration(etaSeconds))}` : far;
  }

  private stopButton(run: Run): TemplateResult {
    const isStopping = this.stopping === run.id;
    return html`<button
      type="button"
      class="button quiet"
      part="action"
      aria-busy=${isStopping}
      ?disabled=${isStopping}
      @click=${() => void this.stop(run.id)}
    >
      ${icon('stop')}${isStopping ? this.t.stopping : this.t.stop}
    </button>`;
  }

  private silence(): TemplateResult {
    return html`<p class="silent">
      ${icon('clock')}<span>${this.t.silent(this.f.age(new Date(this.heardAt).toISOString()))}</span>
    </p>`;
  }

  private async stop(runId: string): Promise<void> {
    this.stopping = runId;
    this.wrong = '';
    try {
      await this.source?.cancelRun(runId);
    } catch (error) {
      this.stopping = '';
      this.wrong = this.why(problemOf(error));
    }
  }

  /** Progress comes with its event: nothing is asked for. */
  private listen(): void {
    if (this.leave || !this.source) return;
    const stop = new AbortController();
    this.source.addEventListener('run-progress', (event) => this.hear(event.detail), { signal: stop.signal });
    this.leave = () => stop.abort();
  }

  private hear(detail: MingusDetail<'run-progress'>): void {
    const shown = this.runId || this.running()?.id;
    if (detail.runId !== shown) return;
    this.heardAt = now();
    this.latest = { runId: detail.runId, progress: detail.progress };
  }

  private blocks(): TemplateResult {
    return html`<div class="base"><span class="block"></span><span></span><span class="track"></span></div>`;
  }
}

/** Undefined until the total is known; never more than was done. */
function shareOf({ done, total }: Progress): number | undefined {
  return total ? Math.min(1, Math.max(0, done / total)) : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-progress': MingusProgress;
  }
}
