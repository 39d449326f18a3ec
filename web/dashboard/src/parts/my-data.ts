import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { manager, say } from '../app';
import { Page } from '../page';
import { ask } from './ask';
import '../messages/en-settings';

/** What is stored of the person: to take along, to have erased. */
@customElement('dash-my-data')
export class MyData extends Page {
  @state() private isErased = false;

  protected override render(): unknown {
    return this.isErased
      ? this.card(
          this.d.partData,
          html`<div class="form">
            <p>${this.d.erasedText}</p>
            <div><a class="button primary" href="/" data-outside>${this.d.toOverview}</a></div>
          </div>`,
        )
      : html`${this.card(
          this.d.exportTitle,
          html`<div class="form">
            <p>${this.d.exportText}</p>
            <div><a class="button primary" href=${manager.api.url('/users/me/export')} download data-outside
              >${this.d.exportData}</a></div>
          </div>`,
        )}
        ${this.card(
          this.d.eraseTitle,
          html`<div class="form">
            <p>${this.d.eraseText}</p>
            <div class="actions">
              ${this.button(this.d.eraseData, () => void this.erase(), { look: 'danger', busy: 'erase' })}
              <a class="button" href="/connections">${this.d.dataBanks}</a>
            </div>
          </div>`,
        )}`;
  }

  private async erase(): Promise<void> {
    const { eraseSure: title, eraseSureText: text, eraseData: yes, cancel: no, eraseWord, eraseTyped } = this.d;
    const wordLabel = eraseTyped(eraseWord);
    if (!(await ask({ title, text, yes, no, isFinal: true, word: eraseWord, wordLabel }))) return;
    await this.act('erase', async () => {
      await manager.api.delete('/users/me');
      this.isErased = true;
      say(this.d.erasedText);
    });
  }
}
