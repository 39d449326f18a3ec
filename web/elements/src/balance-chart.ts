import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type uPlot from 'uplot';
import type { Balance } from '@mingus-sync/client';
import { chartStyles } from './balance-chart-styles';
import { MingusElement } from './base';
import { firstDayOf, lowestOf, offOf, pointsOf, type Point, type Range } from './chart-data';
import { now } from './clock';
import { ValueSource } from './sources';
import './messages/en-views';

const RANGES: Range[] = ['30d', '6m', '24m'];
const PROBES = ['accent', 'wash', 'line', 'muted', 'warn'];
const HEIGHT = 220;
/** Each changes what tokens come to. */
const SCHEMES = ['(prefers-color-scheme: dark)', '(forced-colors: active)'];
/** The table is for reading, not for export: the newest rows are enough. */
const ROWS_MAX = 400;

/** How an account's balance went: in steps from snapshot to snapshot, hatched where transactions do not explain it. */
@customElement('mingus-balance-chart')
export class MingusBalanceChart extends MingusElement {
  static override styles = [...MingusElement.styles, chartStyles];

  @property({ attribute: 'account-id' }) accountId = '';
  /** 30d, 6m or 24m. */
  @property() range: Range = '6m';

  @state() private pointed: number | null = null;
  @state() private isTable = false;
  private points: Point[] = [];
  private drawnFrom: unknown;
  private plot?: uPlot;
  private drawing = 0;
  private readonly sizes = new ResizeObserver(() => this.resize());
  private readonly schemes = SCHEMES.map((each) => matchMedia(each));

  private readonly balances = new ValueSource<Balance[]>(
    this,
    () => (this.accountId ? `${this.accountId}\n${this.range}` : undefined),
    (manager) => manager.balances(this.accountId, { from: firstDayOf(this.range, new Date(now())), every: 'day' }),
    { events: ['balance-changed'], concerns: (detail) => detail['accountId'] === this.accountId },
  );

  override connectedCallback(): void {
    super.connectedCallback();
    for (const each of this.schemes) each.addEventListener('change', this.repaint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const each of this.schemes) each.removeEventListener('change', this.repaint);
    this.sizes.disconnect();
    this.erase();
  }

  protected override updated(): void {
    const place = this.renderRoot.querySelector<HTMLElement>('.place');
    if (!place) return this.erase();
    const seen = getComputedStyle(place).color;
    const from = `${this.points.length} ${this.points[0]?.day} ${this.points.at(-1)?.current} ${seen} ${this.f.locale}`;
    if (from === this.drawnFrom) return;
    this.drawnFrom = from;
    void this.draw(place);
  }

  protected override render(): unknown {
    return html`<div class="base" part="base">
      ${PROBES.map((each) => html`<i class="probe ${each}"></i>`)} ${this.tools()}
      ${this.frame(this.balances, this.t.balances, () => this.blocks(), (all) => this.content(all))}
    </div>`;
  }

  private tools(): TemplateResult {
    return html`<div class="tools">
      <div class="ranges" role="group" aria-label=${this.t.rangeName}>
        ${RANGES.map(
          (each) => html`<button
            type="button"
            class="range"
            aria-pressed=${each === this.range}
            @click=${() => (this.range = each)}
          >
            ${this.t.range[each]}
          </button>`,
        )}
      </div>
      <button type="button" class="button quiet" @click=${() => (this.isTable = !this.isTable)}>
        ${this.isTable ? this.t.asPicture : this.t.asTable}
      </button>
    </div>`;
  }

  private content(all: Balance[]): unknown {
    this.points = pointsOf(all);
    const [first, last] = [this.points[0], this.points.at(-1)];
    const low = lowestOf(this.points);
    if (!first || !last || !low) return this.nothingHere(this.t.chartEmpty, 'clock');
    const off = this.points.filter((each) => each.balance.explained === 'off').length;
    const told = (each: Point): [string, string] => [this.say(each), this.f.day(each.day)];
    const sentence = this.t.chartSentence(...told(first), ...told(last), ...told(low));
    return html`${this.isTable ? this.table() : this.picture(sentence)}
      <p class="caption" part="caption">
        ${sentence} ${off > 0 ? html`<span>${this.t.chartOff(this.f.count(off))}</span>` : nothing}
      </p>`;
  }

  private picture(sentence: string): TemplateResult {
    const point = this.pointed === null ? this.points.at(-1) : this.points[this.pointed];
    return html`<p class="readout" aria-hidden="true">
        ${point ? html`<b>${this.amount(this.say(point))}</b> <span>${this.f.day(point.day, 'long')}</span>` : nothing}
      </p>
      <div class="place" part="canvas" dir="ltr" role="img" aria-label=${sentence} @click=${this.choose}></div>`;
  }

  private table(): TemplateResult {
    const rows = [...this.points].reverse().slice(0, ROWS_MAX);
    return html`<div class="scroller" role="group" tabindex="0" aria-label=${this.t.balances}>
      <table part="table">
        <thead>
          <tr>
            <th scope="col">${this.t.tableDay}</th>
            <th scope="col" class="end">${this.t.tableBalance}</th>
            <th scope="col" class="end">${this.t.tableExplained}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (each) => html`<tr>
              <th scope="row">${this.f.day(each.day, 'long')}</th>
              <td class="end">${this.amount(this.say(each))}</td>
              <td class="end">${this.explained(each)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private explained({ balance }: Point): string {
    return this.t.explained[balance.explained as 'agrees'] ?? this.t.explained.unknown;
  }

  private say({ current, balance }: Point): string {
    return this.f.money(current, balance);
  }

  /** Whoever draws last wins: uPlot arrives when it arrives. */
  private async draw(place: HTMLElement): Promise<void> {
    const turn = ++this.drawing;
    const { draw } = await import('./chart-plot');
    if (turn !== this.drawing || !place.isConnected) return;
    this.erase();
    const unit = this.points[0]?.balance ?? {};
    const plot = await draw(place, {
      points: this.points,
      off: offOf(this.points),
      paint: this.paint(),
      width: place.clientWidth,
      height: HEIGHT,
      font: getComputedStyle(place).fontFamily,
      amountAt: (value) => this.f.money(value.toFixed(0), unit),
      dayAt: (seconds) => this.f.day(new Date(seconds * 1000).toISOString().slice(0, 10)),
      pointed: (index) => (this.pointed = index),
    });
    if (turn !== this.drawing) return plot.destroy();
    this.plot = plot;
    this.sizes.disconnect();
    this.sizes.observe(place);
  }

  /** A canvas knows no tokens: elements that have the colours tell what they come to. */
  private paint() {
    const probe = (name: string) => getComputedStyle(this.renderRoot.querySelector(`.probe.${name}`)!).color;
    return {
      line: probe('accent'), fill: probe('wash'), grid: probe('line'), text: probe('muted'), off: probe('warn'),
    };
  }

  private readonly choose = () => {
    const point = this.pointed === null ? undefined : this.points[this.pointed];
    if (point) this.emit('point', { date: point.day });
  };

  private readonly repaint = () => {
    this.drawnFrom = undefined;
    this.requestUpdate();
  };

  private resize(): void {
    const place = this.renderRoot.querySelector<HTMLElement>('.place');
    if (place && this.plot && place.clientWidth !== this.plot.width) {
      this.plot.setSize({ width: place.clientWidth, height: HEIGHT });
    }
  }

  private erase(): void {
    this.plot?.destroy();
    this.plot = undefined;
    if (!this.renderRoot.querySelector('.place')) this.drawnFrom = undefined;
  }

  private blocks(): TemplateResult {
    return html`<p class="readout"><span class="block"></span></p>
      <div class="place-block"><span class="block"></span></div>
      <p class="caption"><span class="block"></span></p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-balance-chart': MingusBalanceChart;
  }
}
