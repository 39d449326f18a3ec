import { html, nothing, type TemplateResult } from 'lit';
import { MingusElement } from '@mingus-sync/elements/base';
import { icon } from '@mingus-sync/elements/icons';
import { problemOf } from '@mingus-sync/elements/sources';
import { toast } from './app';
import { texts } from './messages/en';

type IconName = Parameters<typeof icon>[0];

/** A page: an element without a shadow, so that the page's style sheets reach it. */
export abstract class Page extends MingusElement {
  /** What is under way, by name: its button shows it and does not start twice. */
  #busy = new Set<string>();

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected get d(): typeof texts {
    return texts;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('class', 'dash-page');
  }

  /** The page's first heading, which takes the focus when one arrives, and what can be done here. */
  protected heading(title: unknown, lead: unknown = nothing, actions: unknown = nothing): TemplateResult {
    return html`<header class="heading">
      <div>
        <h1 tabindex="-1" id="title">${title}</h1>
        ${lead === nothing ? nothing : html`<p class="lead">${lead}</p>`}
      </div>
      ${actions === nothing ? nothing : html`<div class="actions">${actions}</div>`}
    </header>`;
  }

  /** A card with a heading of its own. */
  protected card(title: string, content: unknown, aside: unknown = nothing): TemplateResult {
    return html`<section class="card panel" aria-label=${title}>
      <header class="panel-head"><h2>${title}</h2>${aside}</header>
      ${content}
    </section>`;
  }

  protected isBusy(name: string): boolean {
    return this.#busy.has(name);
  }

  /** Does what a button says, once at a time; what failed is said where everybody finds it. */
  async act<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
    if (this.#busy.has(name)) return undefined;
    this.#busy.add(name);
    this.requestUpdate();
    try {
      return await work();
    } catch (error) {
      const problem = problemOf(error);
      toast({ text: problem.detail || this.t.unknownProblem, tone: 'bad' });
      return undefined;
    } finally {
      this.#busy.delete(name);
      this.requestUpdate();
    }
  }

  protected button(
    text: string,
    press: (event: Event) => unknown,
    options: { look?: string; icon?: IconName; busy?: string; label?: string; id?: string } = {},
  ): TemplateResult {
    return html`<button
      type="button"
      class="button ${options.look ?? ''}"
      id=${options.id ?? nothing}
      aria-label=${options.label ?? nothing}
      aria-busy=${options.busy && this.isBusy(options.busy) ? 'true' : nothing}
      @click=${press}
    >
      ${options.icon ? icon(options.icon) : nothing}<span>${text}</span>
    </button>`;
  }

  /** Tabs that are links: each has an address. */
  protected views(
    name: string,
    tabs: { key: string; text: string; count?: number }[],
    current: string,
  ): TemplateResult {
    return html`<nav class="views" aria-label=${name}>
      ${tabs.map(
        (tab) => html`<a
          href=${tab.key ? `?view=${tab.key}` : location.pathname}
          aria-current=${tab.key === current ? 'page' : nothing}
          >${tab.text}${tab.count ? html` <span class="count">${this.f.count(tab.count)}</span>` : nothing}</a
        >`,
      )}
    </nav>`;
  }

  /** Terms and what they are. */
  protected facts(rows: [string, unknown][]): TemplateResult {
    return html`<dl class="facts">
      ${rows
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>`;
  }

  protected rowBlocks(count: number): TemplateResult {
    return html`<div class="row-blocks">
      ${Array.from({ length: count }, () => html`<div><span class="block"></span><span class="block"></span></div>`)}
    </div>`;
  }
}
