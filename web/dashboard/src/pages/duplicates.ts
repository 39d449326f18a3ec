import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Duplicate } from '@mingus-sync/client';
import { ListSource, ValueSource } from '@mingus-sync/elements/sources';
import '@mingus-sync/elements/duplicates';
import { look, manager } from '../app';
import { Page } from '../page';
import '../parts/decisions';
import '../messages/en-pages';
import '../styles/pages.css';

const views = { '': 'suspected', linked: 'linked', apart: 'dismissed' } as const;
const viewOf = { suggested: '', linked: 'linked', dismissed: 'apart' } as const;

/** One transaction or two? */
@customElement('dash-duplicates')
export class DuplicatesPage extends Page {
  /** The pair that an address names: the list it is in is shown. */
  @property() groupId = '';
  @property() view = '';

  private readonly open = new ListSource(
    this,
    () => '',
    () => manager.duplicates({ state: 'suggested' }),
    {
      events: ['duplicate-changed', 'run-finished'],
    },
  );
  private readonly named = new ValueSource<Duplicate>(
    this,
    () => this.groupId || undefined,
    () => manager.duplicate(this.groupId),
    { events: [] },
  );

  protected override render(): unknown {
    const tabs = [
      { key: '', text: this.d.review, count: this.open.value?.length },
      { key: 'linked', text: this.d.linkedPairs },
      { key: 'apart', text: this.d.keptApart },
    ];
    const view = this.named.value ? viewOf[this.named.value.state] : (this.view as keyof typeof views);
    return html`${this.heading(this.d.duplicatesTitle, this.d.duplicatesLead)}
      ${this.views(this.d.listState, tabs, view)}
      <h2 class="sr">${{ '': this.d.review, linked: this.d.linkedPairs, apart: this.d.keptApart }[view]
        ?? this.d.review}</h2>
      <mingus-duplicates state=${views[view] ?? 'suspected'} ?no-keys=${!look().keys}></mingus-duplicates>
      <dash-decisions></dash-decisions>`;
  }
}
