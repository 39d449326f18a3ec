import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ApiKey } from '@mingus-sync/client';
import { problemOf, ValueSource } from '@mingus-sync/elements/sources';
import { manager, say, toast } from '../app';
import { Page } from '../page';
import { ask } from './ask';
import '../messages/en-settings';

const scopes = ['read', 'sync', 'connect', 'decide', 'export', 'erase', 'webhooks', 'keys'];
/** What a back end needs that shows accounts and lets people link, sync and decide. */
const usual = ['read', 'sync', 'connect', 'decide'];

/** Keys of back ends: made, replaced, revoked. A key is shown once, when it is made. */
@customElement('dash-api-keys')
export class ApiKeyList extends Page {
  @state() private shown?: { id: string; text: string };
  @state() private wrong: Record<string, string> = {};

  private readonly keys = new ValueSource<ApiKey[]>(
    this,
    () => '',
    async () => (await manager.api.get('/api-keys')).items,
    { events: [] },
  );

  protected override render(): unknown {
    return this.card(
      this.d.partKeys,
      html`<p class="quiet-text">${this.d.keysLead}</p>
        ${this.frame(
          this.keys,
          this.d.partKeys,
          () => this.rowBlocks(1),
          (all) => html`${this.list(all)} ${this.making()}`,
        )}`,
    );
  }

  private list(all: ApiKey[]): TemplateResult {
    if (all.length === 0) return html`<p class="quiet-text">${this.d.keysNone}</p>`;
    return html`<ul class="rows lined">
      ${all.map((one) => html`<li>${this.key(one)}</li>`)}
    </ul>`;
  }

  private key(one: ApiKey): TemplateResult {
    const opens = one.state === 'active' || one.state === 'replaced';
    return html`<div>
        <strong><bdi>${one.name ?? this.d.keyNoName}</bdi></strong> <code>${one.prefix}…</code>
        <p class="small muted">
          ${this.d.keyState[one.state]} · ${one.scopes.map((each) => this.d.keyScope[each] ?? each).join(', ')}
        </p>
        <p class="small muted">
          ${this.d.keyMadeAt(this.f.moment(one.createdAt))} · ${this.d.keyEnds(this.f.moment(one.expiresAt))} ·
          ${one.lastUsedAt ? this.d.keyUsed(this.f.moment(one.lastUsedAt)) : this.d.keyUnused}
        </p>
        ${this.shown?.id === one.id ? this.secret(this.shown.text) : nothing}
      </div>
      ${opens
        ? html`<div class="side-actions">
            ${one.state === 'active'
              ? this.button(this.d.keyRotate, () => void this.rotate(one), { look: 'small-button', busy: one.id })
              : nothing}
            ${this.button(this.d.keyRevoke, () => void this.revoke(one), { look: 'small-button quiet' })}
          </div>`
        : nothing}`;
  }

  private secret(text: string): TemplateResult {
    return html`<p class="secret"><span class="small">${this.d.keyOnce}</span> <code>${text}</code>
      ${this.button(this.d.hookCopy, () => void this.copy(text), { look: 'small-button' })}</p>`;
  }

  private making(): TemplateResult {
    const wrong = this.wrong['scopes'];
    return html`<form class="form" @submit=${this.make} novalidate>
      <div class="form-grid">
        ${this.field('name', this.d.keyName, this.d.keyNameHint, html`<input
          name="name" maxlength="200" autocomplete="off" aria-invalid=${this.wrong['name'] ? 'true' : nothing} />`)}
        ${this.field('days', this.d.keyDays, '', html`<input name="days" type="number" inputmode="numeric" min="1"
          max="3650" .value=${'365'} aria-invalid=${this.wrong['days'] ? 'true' : nothing} />`)}
      </div>
      <fieldset>
        <legend>${this.d.keyScopes}</legend>
        <div class="form-grid">
          ${scopes.map(
            (one) => html`<label class="check"
              ><input type="checkbox" name="scopes" value=${one} ?checked=${usual.includes(one)} /><span
                >${this.d.keyScope[one]}</span
              ></label
            >`,
          )}
        </div>
        ${wrong ? html`<p class="field"><span class="wrong">${wrong}</span></p>` : nothing}
      </fieldset>
      <div><button class="button primary"
        aria-busy=${this.isBusy('make') ? 'true' : nothing}>${this.d.keyMake}</button></div>
    </form>`;
  }

  private field(name: string, text: string, hint: string, input: TemplateResult): TemplateResult {
    const wrong = this.wrong[name];
    return html`<label class="field"><span>${text}</span>${input}${
      wrong ? html`<span class="wrong">${wrong}</span>` : hint ? html`<span class="hint">${hint}</span>` : nothing
    }</label>`;
  }

  private readonly make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const told = new FormData(form);
    const days = Number.parseInt(String(told.get('days')), 10);
    const body = { name: String(told.get('name')), days, scopes: told.getAll('scopes').map(String) };
    this.wrong = {};
    await this.act('make', async () => {
      try {
        await this.told(await manager.api.post('/api-keys', { body }), this.d.keyMade);
        form.reset();
      } catch (error) {
        const { errors } = problemOf(error);
        if (!errors) throw error;
        this.wrong = errors;
        say(this.d.settingsRefused);
      }
    });
  };

  private async rotate(one: ApiKey): Promise<void> {
    const made = await this.act(one.id, () => manager.api.post('/api-keys/{id}/rotate', { path: { id: one.id } }));
    if (made) await this.told(made, this.d.keyRotated);
  }

  private async revoke(one: ApiKey): Promise<void> {
    const { keyRevokeSure: title, keyRevokeText: text, keyRevoke: yes, cancel: no } = this.d;
    if (!(await ask({ title, text, yes, no, isFinal: true }))) return;
    await this.act(one.id, async () => {
      await manager.api.delete('/api-keys/{id}', { path: { id: one.id } });
      say(this.d.keyRevoked);
      toast({ text: this.d.keyRevoked, tone: 'ok' });
      await this.keys.refresh();
    });
  }

  private async told(made: ApiKey, text: string): Promise<void> {
    if (made.key) this.shown = { id: made.id, text: made.key };
    say(text);
    toast({ text, tone: 'ok' });
    await this.keys.refresh();
  }

  private async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    toast({ text: this.d.hookCopied, tone: 'ok' });
  }
}
