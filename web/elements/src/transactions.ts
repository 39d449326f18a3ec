import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { createRef, ref } from 'lit/directives/ref.js';
import type { Transaction } from '@mingus-sync/client';
import { MingusElement } from './base';
import { isPositive } from './format';
import { icon } from './icons';
import { ListSource } from './sources';
import { categoryOf, columnsOf, widthsOf, type Column } from './transactions-columns';
import { transactionsStyles } from './transactions-styles';
import { drawn, keepPlace, ROW_KEYS, windowOf, type RowWindow } from './window';
import './messages/en-views';

/** How long typing rests before the server is asked. */
const TYPING_MS = 250;
/** Rows of a page, and how many before the end the next one is fetched. */
const [PAGE, AHEAD] = [200, 60];

/** An account's transactions, newest first: any number of them, of which only those in view are drawn. */
@customElement('mingus-transactions')
export class MingusTransactions extends MingusElement {
  static override styles = [...MingusElement.styles, transactionsStyles];

  @property({ attribute: 'account-id' }) accountId = '';
  /** What to search for. */
  @property() query = '';
  /** Height of the list, any CSS length. */
  @property() height = '560px';
  /** Which columns, parted by spaces. */
  @property() columns = 'date description category amount';
  /** comfortable rows are 56 px high, compact ones 44. */
  @property({ reflect: true }) density: 'comfortable' | 'compact' = 'compact';

  @state() private typed = '';
  @state() private filter: '' | 'pending' | 'posted' = '';
  @state() private view: RowWindow = { first: 0, end: 30 };
  @state() private focused = 0;
  @state() private above = 0;
  @state() private isNarrow = false;

  private readonly scroller = createRef<HTMLElement>();
  private readonly sizes = new ResizeObserver(() => this.measure());
  private observed?: HTMLElement;
  private shown: readonly Transaction[] | undefined;
  private placeAt: number | undefined;
  private wantsFocus = false;
  private typing?: ReturnType<typeof setTimeout>;
  private frameAsked = 0;

  private readonly list = new ListSource<Transaction>(
    this,
    () => (this.accountId ? `${this.accountId}\n${this.typed} ${this.filter}` : undefined),
    (manager) => manager.transactions({
      accountId: this.accountId,
      text: this.typed || undefined,
      status: this.filter || undefined,
      limit: PAGE,
    }),
    { events: ['transactions-changed'], concerns: (detail) => detail['accountId'] === this.accountId },
  );

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.observed = undefined;
    clearTimeout(this.typing);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('query')) this.typed = this.query;
    this.takeNewRows();
  }

  protected override updated(): void {
    const scroller = this.scroller.value;
    if (scroller !== this.observed) {
      this.sizes.disconnect();
      if (scroller) this.sizes.observe(scroller);
      this.observed = scroller;
    }
    if (scroller && this.placeAt !== undefined) scroller.scrollTop = this.placeAt;
    this.placeAt = undefined;
    if (this.wantsFocus) this.renderRoot.querySelector<HTMLElement>(`[data-row='${this.focused}'] .open`)?.focus();
    this.wantsFocus = false;
  }

  protected override render(): unknown {
    return html`<div class="card base" part="base">
      ${this.tools()} ${this.frame(this.list, this.t.transactions, () => this.blocks(), (rows) => this.table(rows))}
    </div>`;
  }

  private tools(): TemplateResult {
    return html`<div class="tools">
      <label class="search">
        ${icon('search')}<span class="sr">${this.t.search}</span>
        <input type="search" placeholder=${this.t.searchShort} .value=${this.typed} @input=${this.type} />
      </label>
      <label>
        <span class="sr">${this.t.columnStatus}</span>
        <select .value=${this.filter} @change=${this.choose}>
          <option value="">${this.t.filterAll}</option>
          <option value="pending">${this.t.filterPending}</option>
          <option value="posted">${this.t.filterPosted}</option>
        </select>
      </label>
    </div>`;
  }

  private table(rows: readonly Transaction[]): TemplateResult {
    const columns = columnsOf(this.columns);
    const size = `height: ${this.height}; --columns: ${widthsOf(columns)}`;
    if (rows.length === 0) return html`<div class="scroller none" .style=${size}>${this.none()}</div>`;
    const height = (rows.length + (this.list.hasMore ? 1 : 0)) * this.rowHeight;
    const visible = drawn(this.view, this.focused, rows.length);
    return html`<div class="window">
      ${this.above > 0 ? this.chip() : nothing}
      <div
        ${ref(this.scroller)}
        class="scroller"
        role="table"
        aria-label=${this.t.transactionsName}
        aria-rowcount=${this.list.hasMore ? -1 : rows.length + 1}
        aria-colcount=${columns.length}
        aria-busy=${this.list.busy}
        .style=${size}
        @scroll=${this.scrolled}
        @keydown=${this.move}
      >
        <div role="rowgroup" class="heads">
          <div role="row" class="row head" aria-rowindex="1">
            ${columns.map((each) => html`<span role="columnheader" class=${each}>${this.t.column[each]}</span>`)}
          </div>
        </div>
        <div role="rowgroup" class="rows" .style=${`height: ${height}px`}>
          ${repeat(visible, (index) => rows[index]!.id, (index) => this.row(rows[index]!, index, columns))}
        </div>
      </div>
    </div>`;
  }

  private row(transaction: Transaction, index: number, columns: Column[]): TemplateResult {
    return html`<div
      role="row"
      part="row"
      class=${transaction.status === 'pending' ? 'row is-pending' : 'row'}
      aria-rowindex=${index + 2}
      data-row=${index}
      .style=${`transform: translateY(${index * this.rowHeight}px)`}
    >
      ${columns.map((each) => this.cell(each, transaction, index))}
    </div>`;
  }

  private cell(column: Column, transaction: Transaction, index: number): TemplateResult {
    const { date, amount } = transaction;
    if (column === 'date') {
      return html`<span role="cell" class="date" part="date"><time datetime=${date}>${this.f.day(date)}</time></span>`;
    }
    if (column === 'category') {
      return html`<span role="cell" class="category">${categoryOf(transaction, this.t)}</span>`;
    }
    if (column === 'amount') {
      return html`<span role="cell" class="amount ${isPositive(amount) ? 'in' : ''}" part="amount"
        >${this.amount(this.f.money(amount, transaction))}</span
      >`;
    }
    return html`<span role="cell" class="description">
      <button
        type="button"
        class="open"
        tabindex=${index === this.focused ? 0 : -1}
        @focus=${() => (this.focused = index)}
        @click=${() => this.emit('select', { transactionId: transaction.id })}
      >
        <bdi>${transaction.merchantName ?? transaction.description}</bdi>
      </button>
      ${transaction.status === 'pending' ? html`<span class="chip" part="pending">${this.t.pending}</span>` : nothing}
    </span>`;
  }

  private chip(): TemplateResult {
    const text = this.f.count(this.above);
    return html`<button
      type="button"
      class="button primary fresh"
      aria-label=${this.t.freshRowsLong(this.above, text)}
      @click=${() => this.toTop()}
    >
      ${icon('up')}${this.t.freshRows(text)}
    </button>`;
  }

  private none(): unknown {
    if (!this.typed && !this.filter) return this.nothingHere(this.t.noTransactions);
    const filter = this.filter === 'pending' ? this.t.filterPending : this.t.filterPosted;
    return html`<div class="empty">
      ${icon('search')}<p>${this.t.noMatches(this.typed || filter)}</p>
      <button type="button" class="button" @click=${this.clear}>${this.t.clearSearch}</button>
    </div>`;
  }

  private blocks(): TemplateResult {
    const row = html`<div class="row head"><span class="block"></span></div>`;
    return html`<div class="scroller" .style=${`height: ${this.height}`}>${Array.from({ length: 9 }, () => row)}</div>`;
  }

  private get rowHeight(): number {
    if (this.isNarrow) return 64;
    return this.density === 'comfortable' ? 56 : 44;
  }

  /** New rows above do not move what is read: the row on top stays, and a chip tells how many came. */
  private takeNewRows(): void {
    const rows = this.list.value;
    if (rows === this.shown) return;
    const scroller = this.scroller.value;
    if (this.shown && rows && scroller && scroller.scrollTop > 0) {
      const kept = keepPlace(this.shown, rows, scroller.scrollTop, this.rowHeight);
      if (kept && kept.scrollTop !== scroller.scrollTop) this.placeAt = kept.scrollTop;
      this.above += kept?.above ?? 0;
    }
    this.shown = rows;
    // Whoever stands at the end while the list is read again asks for more when that is done.
    if (rows) this.scrolled();
    this.focused = Math.min(this.focused, Math.max(0, (rows?.length ?? 0) - 1));
  }

  private measure(): void {
    const scroller = this.scroller.value;
    if (!scroller) return;
    this.isNarrow = scroller.clientWidth < 520;
    const count = this.list.value?.length ?? 0;
    const view = windowOf(scroller.scrollTop, scroller.clientHeight, this.rowHeight, count);
    if (view.first !== this.view.first || view.end !== this.view.end) this.view = view;
    if (scroller.scrollTop === 0) this.above = 0;
    if (view.end > count - AHEAD && this.list.hasMore && !this.list.problem) void this.list.more();
  }

  /** However many scroll events a frame has, it measures once. */
  private readonly scrolled = () => {
    this.frameAsked ||= requestAnimationFrame(() => {
      this.frameAsked = 0;
      this.measure();
    });
  };

  private readonly type = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.ask(value), TYPING_MS);
  };

  private readonly choose = (event: Event) => {
    this.filter = (event.target as HTMLSelectElement).value as typeof this.filter;
    this.toTop();
  };

  private readonly clear = () => {
    this.filter = '';
    this.ask('');
  };

  private ask(text: string): void {
    this.typed = text;
    this.toTop();
  }

  private toTop(): void {
    this.above = 0;
    this.focused = 0;
    this.shown = undefined;
    this.placeAt = 0;
    this.requestUpdate();
  }

  private readonly move = (event: KeyboardEvent) => {
    const step = ROW_KEYS[event.key];
    const count = this.list.value?.length ?? 0;
    if (step === undefined || count === 0) return;
    event.preventDefault();
    this.focused = Math.min(count - 1, Math.max(0, this.focused + step));
    this.wantsFocus = true;
    const { clientHeight, scrollTop } = this.scroller.value!;
    const top = this.focused * this.rowHeight;
    const room = clientHeight - 2 * this.rowHeight;
    if (top < scrollTop) this.placeAt = top;
    else if (top > scrollTop + room) this.placeAt = top - room;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'mingus-transactions': MingusTransactions;
  }
}
