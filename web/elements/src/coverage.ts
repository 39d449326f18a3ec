import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Coverage, Days } from '@mingus-sync/client';
import { MingusElement } from './base';
import { completeMonths, firstWeekday, monthsOf, type Month, type MonthState } from './coverage-months';
import { coverageStyles } from './coverage-styles';
import { disclosure } from './disclosure';
import { icon } from './icons';
import { problemOf, ValueSource } from './sources';
import './messages/en-views';

const STATES: MonthState[] = ['full', 'part', 'gap', 'waiting', 'limited'];
const GAPS_SHOWN = 4;

/** Which days of an account's history are complete, by month, and what is missing. */
@customElement('mingus-coverage')
export class MingusCoverage extends MingusElement {
  static override styles = [...MingusElement.styles, disclosure, coverageStyles];

  @property({ attribute: 'account-id' }) accountId = '';
  /** How many months, the newest ones. */
  @property({ type: Number }) months = 24;
  /** strip is one bar a month, calendar shows the days. */
  @property() layout: 'strip' | 'calendar' = 'strip';

  @state() private focused = -1;
  @state() private opened = '';
  @state() private asked = false;
  @state() private wrong = '';
  private wantsFocus = false;

  private readonly coverage = new ValueSource<Coverage>(
    this,
    () => this.accountId || undefined,
    (manager) => manager.coverage(this.accountId),
    {
      events: ['coverage-changed', 'run-finished'],
      concerns: (detail) => !detail['accountId'] || detail['accountId'] === this.accountId,
    },
  );

  protected override updated(): void {
    if (this.wantsFocus) this.renderRoot.querySelector<HTMLElement>('.month[tabindex="0"]')?.focus();
    this.wantsFocus = false;
  }

  protected override render(): unknown {
    return html`<div class="base" part="base">
      ${this.frame(this.coverage, this.t.history, () => this.blocks(), (coverage) => this.content(coverage))}
    </div>`;
  }

  private content(coverage: Coverage): unknown {
    const months = monthsOf(coverage, this.months);
    if (months.length === 0) return this.nothingHere(coverage.why || this.t.coverageEmpty, 'clock');
    const { complete, wanted } = completeMonths(months);
    const summary = this.t.coverageSummary(this.f.count(complete), this.f.count(wanted));
    return html`<div class="top">
        <p class="summary">${summary}</p>
        ${coverage.progress ? html`<p class="small muted">${this.progress(coverage)}</p>` : nothing}
        <slot name="actions"></slot>
      </div>
      ${patterns}
      ${this.layout === 'calendar' ? this.calendar(months) : this.strip(months, summary)}
      ${this.legend(months)} ${this.missing(coverage)} ${this.longForm(months)}`;
  }

  private progress({ progress }: Coverage): string {
    const { done, total, text } = progress!;
    return total ? this.t.backfillText(this.f.count(done), this.f.count(total)) : text;
  }

  /** One bar a month; arrows go from month to month, Enter opens its days. Time runs to the right in any language. */
  private strip(months: Month[], summary: string): TemplateResult {
    const focused = this.focused < 0 ? months.length - 1 : Math.min(this.focused, months.length - 1);
    const opened = months.find((each) => each.name === this.opened);
    return html`<div
        class="strip"
        dir="ltr"
        role="group"
        aria-label=${this.t.coverageName(summary)}
        @keydown=${(event: KeyboardEvent) => this.move(event, months.length, focused)}
      >
        ${months.map(
          (month, index) => html`<button
            type="button"
            class="month"
            part="month ${month.state}"
            data-state=${month.state}
            tabindex=${index === focused ? 0 : -1}
            aria-label=${this.say(month)}
            aria-expanded=${month.name === this.opened}
            title=${this.say(month)}
            @focus=${() => (this.focused = index)}
            @click=${() => (this.opened = month.name === this.opened ? '' : month.name)}
          >
            ${bar(month)}
            <span class="year" aria-hidden="true"
              >${beginsYear(month, index) ? this.f.day(month.name, 'year') : ''}</span
            >
          </button>`,
        )}
      </div>
      ${opened ? html`<div class="opened">${this.page(opened)}</div>` : nothing}`;
  }

  private calendar(months: Month[]): TemplateResult {
    return html`<ul class="calendar" dir="ltr">
      ${[...months].reverse().map((month) => html`<li>${this.page(month)}</li>`)}
    </ul>`;
  }

  private page(month: Month): TemplateResult {
    return html`<figure class="page" part="month ${month.state}">
      <figcaption>
        ${this.f.day(month.name, 'month')}
        <span class="small muted">${this.t.monthDays(this.f.count(month.covered), this.f.count(month.wanted))}</span>
      </figcaption>
      ${days(month, this.say(month))}
    </figure>`;
  }

  private say(month: Month): string {
    const parts = [this.f.day(month.name, 'month'), this.t.monthState[month.state]];
    if (month.state === 'part') parts.push(this.t.monthDays(this.f.count(month.covered), this.f.count(month.wanted)));
    return parts.join(', ');
  }

  private legend(months: Month[]): TemplateResult {
    const there = STATES.filter((each) => months.some((month) => month.state === each));
    return html`<ul class="legend" part="legend" aria-label=${this.t.legend}>
      ${there.map((each) => html`<li>${sample(each)}${this.t.monthState[each]}</li>`)}
    </ul>`;
  }

  private missing({ gaps, state, limitedSince }: Coverage): unknown {
    if (state === 'limited_by_bank' && limitedSince && gaps.length === 0) {
      return html`<p class="note" part="limit">${icon('info')}${this.t.limitedSince(this.f.day(limitedSince))}</p>`;
    }
    if (state === 'waiting_for_provider') {
      return html`<p class="note" part="waiting">${icon('clock')}${this.t.coverageEmpty}</p>`;
    }
    if (gaps.length === 0) return nothing;
    const newest = [...gaps].reverse();
    return html`<div class="gaps">
      <ul>
        ${newest.slice(0, GAPS_SHOWN).map((gap) => html`<li>${this.gap(gap)}</li>`)}
        ${gaps.length > GAPS_SHOWN
          ? html`<li class="muted small">${this.t.gapsMore(this.f.count(gaps.length - GAPS_SHOWN))}</li>`
          : nothing}
      </ul>
      <button type="button" class="button" aria-busy=${this.asked} @click=${() => void this.fill()}>
        ${icon('sync')}${this.asked ? this.t.syncing : this.t.fillGaps(gaps.length)}
      </button>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
    </div>`;
  }

  private gap({ from, to }: Days): TemplateResult {
    return html`<button type="button" class="gap" part="gap" @click=${() => this.emit('gap', { from, to })}>
      ${sample('gap')}<span>${this.t.gap(this.f.days(from, to))}</span>
    </button>`;
  }

  private longForm(months: Month[]): TemplateResult {
    return html`<details>
      <summary>${icon('down')}${this.t.asTable}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.t.tableMonth}</th>
            <th scope="col">${this.t.tableState}</th>
            <th scope="col">${this.t.tableDays}</th>
          </tr>
        </thead>
        <tbody>
          ${[...months].reverse().map(
            (month) => html`<tr>
              <th scope="row">${this.f.day(month.name, 'month')}</th>
              <td>${this.t.monthState[month.state]}</td>
              <td class="number">${this.t.monthDays(this.f.count(month.covered), this.f.count(month.wanted))}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </details>`;
  }

  private move(event: KeyboardEvent, count: number, focused: number): void {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, Home: -count, End: count };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.focused = Math.min(count - 1, Math.max(0, focused + step));
    this.wantsFocus = true;
  }

  /** A page that fills gaps in its own way prevents `mingus-backfill`. */
  private async fill(): Promise<void> {
    if (!this.source || this.asked || !this.emit('backfill', { accountId: this.accountId }, true)) return;
    this.asked = true;
    this.wrong = '';
    try {
      const result = await this.source.syncAccount(this.accountId, 'backfill');
      if (result.problem) this.wrong = this.t.syncFailed(this.why(result.problem));
    } catch (error) {
      this.wrong = this.t.syncFailed(this.why(problemOf(error)));
    }
    this.asked = false;
  }

  private blocks(): TemplateResult {
    return html`<div class="top"><span class="block words"></span></div>
      <div class="strip">${Array.from({ length: this.months }, () => html`<span class="block month"></span>`)}</div>
      <span class="block words"></span>`;
  }
}

const WIDTH = 31;
const HEIGHT = 28;

const patterns = html`<svg class="patterns" aria-hidden="true" width="0" height="0">
  <defs>
    <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="hatch-line" width="1.5" height="4" />
    </pattern>
  </defs>
</svg>`;

/** A month as a bar of its days. */
const bar = (month: Month) => html`<svg
  class="bar"
  viewBox="0 0 ${month.length} ${HEIGHT}"
  preserveAspectRatio="none"
  aria-hidden="true"
>
  ${month.stretches.map(
    ({ state, from, to }) =>
      svg`<rect class="day ${state}" x=${from - 1} width=${to - from + 1} y="0" height=${HEIGHT} />`,
  )}
</svg>`;

/** A month as a calendar page, weeks from Monday. */
function days(month: Month, name: string): TemplateResult {
  const shift = firstWeekday(month.name) - 1;
  const cells = month.stretches.flatMap(({ state, from, to }) =>
    Array.from({ length: to - from + 1 }, (_, index) => ({ state, at: from + index + shift })),
  );
  return html`<svg class="days" viewBox="0 0 112 96" role="img" aria-label=${name}>
    ${cells.map(({ state, at }) => {
      const [x, y] = [(at % 7) * 16 + 1, Math.floor(at / 7) * 16 + 1];
      return svg`<rect class="day ${state}" x=${x} y=${y} width="14" height="14" rx="3" />`;
    })}
  </svg>`;
}

const sample = (state: MonthState) => html`<svg class="sample" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
  ${state === 'part'
    ? svg`<rect class="day gap" x="1" y="1" width="29" height="26" /><rect class="day full" width="16" height="28" />`
    : svg`<rect class="day ${state}" x="1" y="1" width="29" height="26" rx="3" />`}
</svg>`;

/** The year stands under its January, and under the first month. */
function beginsYear({ name }: Month, index: number): boolean {
  return index === 0 || name.endsWith('-01');
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-coverage': MingusCoverage;
  }
}
