import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { WebhookDelivery, WebhookEndpoint } from '@mingus-sync/client';
import { problemOf, ValueSource } from '@mingus-sync/elements/sources';
import { manager, say, toast } from '../app';
import { Page } from '../page';
import { ask } from './ask';
import '../messages/en-settings';

type Hook = WebhookEndpoint;

/** Endpoints that are sent events, and what was sent to them. */
@customElement('dash-webhooks')
export class WebhookList extends Page {
  @state() private secret?: { id: string; text: string };
  @state() private wrong = '';
  @state() private deliveries = new Map<string, readonly WebhookDelivery[]>();

  private readonly hooks = new ValueSource<Hook[]>(
    this,
    () => '',
    async () => (await manager.api.get('/webhook-endpoints')).items,
    { events: [] },
  );

  protected override render(): unknown {
    return this.card(
      this.d.partHooks,
      html`<p class="quiet-text">${this.d.hooksLead}</p>
        ${this.frame(
          this.hooks,
          this.d.partHooks,
          () => this.rowBlocks(1),
          (all) => this.list(all),
        )} ${this.adding()}`,
    );
  }

  private list(all: Hook[]): TemplateResult {
    if (all.length === 0) return html`<p class="quiet-text">${this.d.hooksNone}</p>`;
    return html`<div>${all.map((one) => this.hook(one))}</div>`;
  }

  private hook(one: Hook): TemplateResult {
    const isOn = one.status === 'enabled';
    const why = one.disabledReason ?? (one.failingSince ? this.d.hookFailing(this.f.moment(one.failingSince)) : '');
    return html`<article class="aside-row">
      <ul class="rows lined">
        <li>
          <div>
            <strong>${one.url}</strong>
            <p class="small muted">
              ${this.d.hookStatus[one.status]} · ${one.eventTypes?.join(', ') || this.d.hookAll}
                ${why ? ` · ${why}` : ''}
            </p>
            ${this.secret?.id === one.id ? this.secretLine(this.secret.text) : nothing}
          </div>
          <div class="side-actions">
            ${this.button(this.d.hookTest, () => void this.test(one), { look: 'small-button', busy: `test ${one.id}` })}
            ${this.button(isOn ? this.d.hookDisable : this.d.hookEnable,
              () => void this.turn(one, !isOn), { look: 'small-button' })}
            ${this.button(this.d.hookRotate, () => void this.rotate(one), { look: 'small-button' })}
            ${this.button(this.d.hookRemove, () => void this.drop(one), { look: 'small-button quiet' })}
          </div>
        </li>
      </ul>
      <details @toggle=${(event: Event) => (event.target as HTMLDetailsElement).open && void this.read(one)}>
        <summary>${this.d.hookDeliveries}</summary>
        ${this.sent(one)}
      </details>
    </article>`;
  }

  private secretLine(text: string): TemplateResult {
    return html`<p class="secret"><span class="small">${this.d.hookSecret}</span> <code>${text}</code>
      ${this.button(this.d.hookCopy, () => void this.copy(text), { look: 'small-button' })}</p>`;
  }

  private sent(one: Hook): unknown {
    const all = this.deliveries.get(one.id);
    if (!all) return this.rowBlocks(1);
    if (all.length === 0) return html`<p class="quiet-text">${this.d.hookNoDeliveries}</p>`;
    return html`<ul class="rows">
      ${all.map(
        (each) => html`<li>
          <div>
            <strong>${each.type}</strong>
            <p class="small muted">
              ${this.d.deliveryState[each.state]} · ${this.d.attempts(each.attempts, this.f.count(each.attempts))} ·
              ${this.moment(each.createdAt)}${each.lastError ? ` · ${each.lastError}` : ''}
            </p>
          </div>
          ${this.button(this.d.hookReplay, () => void this.replay(one, each), { look: 'small-button', busy: each.id })}
        </li>`,
      )}
    </ul>`;
  }

  private adding(): TemplateResult {
    return html`<form class="form" @submit=${this.add} novalidate>
      <label class="field"
        ><span>${this.d.hookUrl}</span
        ><input name="url" type="url" required placeholder="https://" aria-invalid=${this.wrong ? 'true' : nothing} />${
          this.wrong
            ? html`<span class="wrong">${this.wrong}</span>`
            : html`<span class="hint">${this.d.hookUrlHint}</span>`
        }</label
      >
      <div><button class="button primary"
        aria-busy=${this.isBusy('add') ? 'true' : nothing}>${this.d.hookAdd}</button></div>
    </form>`;
  }

  private readonly add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    this.wrong = '';
    await this.act('add', async () => {
      try {
        const url = String(new FormData(form).get('url'));
        const made = await manager.api.post('/webhook-endpoints', { body: { url } });
        form.reset();
        await this.told(made, this.d.hookAdded);
      } catch (error) {
        const problem = problemOf(error);
        this.wrong = problem.errors?.['url'] ?? problem.detail;
      }
    });
  };

  private async told(one: Hook, text: string): Promise<void> {
    if (one.secret) this.secret = { id: one.id, text: one.secret };
    say(text);
    toast({ text, tone: 'ok' });
    await this.hooks.refresh();
  }

  private async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    toast({ text: this.d.hookCopied, tone: 'ok' });
  }

  private async test(one: Hook): Promise<void> {
    const sent = await this.act(`test ${one.id}`, () =>
      manager.api.post('/webhook-endpoints/{id}/test', { path: { id: one.id } }),
    );
    if (sent) toast({ text: this.d.hookTested, tone: 'ok' });
    if (this.deliveries.has(one.id)) await this.read(one);
  }

  private async turn(one: Hook, enabled: boolean): Promise<void> {
    await this.act(one.id, () =>
      manager.api.patch('/webhook-endpoints/{id}', { path: { id: one.id }, body: { enabled } }),
    );
    await this.hooks.refresh();
  }

  private async rotate(one: Hook): Promise<void> {
    const made = await this.act(one.id, () =>
      manager.api.post('/webhook-endpoints/{id}/rotate-secret', { path: { id: one.id } }),
    );
    if (made) await this.told({ ...made, id: one.id }, this.d.hookRotated);
  }

  private async drop(one: Hook): Promise<void> {
    const { hookRemoveSure: title, hookRemoveText: text, hookRemove: yes, cancel: no } = this.d;
    if (!(await ask({ title, text, yes, no, isFinal: true }))) return;
    await this.act(one.id, async () => {
      await manager.api.delete('/webhook-endpoints/{id}', { path: { id: one.id } });
      toast({ text: this.d.hookRemoved, tone: 'ok' });
      await this.hooks.refresh();
    });
  }

  private async read(one: Hook): Promise<void> {
    const page = await manager.api.get('/webhook-endpoints/{id}/deliveries', {
      path: { id: one.id },
      query: { limit: 20 },
    });
    this.deliveries = new Map(this.deliveries).set(one.id, page.items);
  }

  private async replay(one: Hook, delivery: WebhookDelivery): Promise<void> {
    const path = { id: one.id, deliveryId: delivery.id };
    await this.act(delivery.id, () =>
      manager.api.post('/webhook-endpoints/{id}/deliveries/{deliveryId}/replay', { path }),
    );
    toast({ text: this.d.hookReplayed, tone: 'ok' });
    await this.read(one);
  }
}
