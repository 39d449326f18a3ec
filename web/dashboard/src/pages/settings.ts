import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { look, onLook, setLook, type Look } from '../app';
import { Page } from '../page';
import '../parts/api-keys';
import '../parts/my-data';
import '../parts/settings-form';
import '../parts/webhooks';
import '../messages/en-settings';
import '../styles/pages.css';

const themes: Look['theme'][] = ['auto', 'light', 'dark'];

/** Look, auto-sync, notices, webhooks, keys, data. */
@customElement('dash-settings')
export class SettingsPage extends Page {
  @property() section = '';

  override connectedCallback(): void {
    super.connectedCallback();
    onLook(() => this.requestUpdate());
  }

  protected override render(): unknown {
    const parts = [
      ['', this.d.partSync],
      ['notices', this.d.partNotices],
      ['look', this.d.partLook],
      ['webhooks', this.d.partHooks],
      ['keys', this.d.partKeys],
      ['data', this.d.partData],
    ] as const;
    return html`${this.heading(this.d.settingsTitle, this.d.settingsLead)}
      <nav class="views" aria-label=${this.d.settingsParts}>
        ${parts.map(
          ([
            key,
            name,
          ]) => html`<a href="/settings${key ? `/${key}` : ''}" aria-current=${key === this.section ? 'page' : nothing}
            >${name}</a
          >`,
        )}
      </nav>
      ${this.shown()}`;
  }

  private shown(): unknown {
    switch (this.section) {
      case 'notices':
        return this.card(this.d.partNotices, html`<dash-settings-form shows="notices"></dash-settings-form>`);
      case 'look':
        return this.card(this.d.partLook, this.looks());
      case 'webhooks':
        return html`<dash-webhooks></dash-webhooks>`;
      case 'keys':
        return html`<dash-api-keys></dash-api-keys>`;
      case 'data':
        return html`<dash-my-data></dash-my-data>`;
      default:
        return this.card(this.d.partSync, html`<dash-settings-form shows="sync"></dash-settings-form>`);
    }
  }

  private looks(): TemplateResult {
    const { theme, keys, autoSync } = look();
    return html`<div class="form">
      <fieldset>
        <legend>${this.d.theme}</legend>
        <div class="segments">
          ${themes.map(
            (one) => html`<label
              ><input type="radio" name="theme" value=${one} .checked=${one === theme}
                @change=${() => setLook({ theme: one })} />
              ${this.d.themes[one]}</label
            >`,
          )}
        </div>
      </fieldset>
      ${this.toggle(this.d.pageSync, this.d.pageSyncHint, autoSync, (on) => setLook({ autoSync: on }))}
      ${this.toggle(this.d.keysLabel, this.d.keysHint, keys, (on) => setLook({ keys: on }))}
    </div>`;
  }

  private toggle(text: string, hint: string, on: boolean, set: (on: boolean) => void): TemplateResult {
    return html`<label class="check"
      ><input
        type="checkbox"
        .checked=${on}
        @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
      /><span>${text}</span><span class="hint">${hint}</span></label
    >`;
  }
}
