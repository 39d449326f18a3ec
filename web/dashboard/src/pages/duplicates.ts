import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@mingus-sync/elements/duplicates';
import { Page } from '../page';
import '../parts/decisions';

/** One transaction or two? */
@customElement('dash-duplicates')
export class DuplicatesPage extends Page {
  /** The pair that an address names. */
  @property() groupId = '';

  protected override render(): unknown {
    return html`${this.heading(this.d.duplicatesTitle, this.d.duplicatesLead)}
      <mingus-duplicates group-id=${this.groupId}></mingus-duplicates>
      <dash-decisions kinds="match,split,dismiss,undo,redo"></dash-decisions>`;
  }
}
