import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Session } from '@mingus-sync/client';
import { ValueSource } from '@mingus-sync/elements/sources';
import { say } from '../app';
import '../messages/en-sign-in';
import { Page } from '../page';
import { changeSession, session } from '../session';

/** For whoever is not signed in: the first password, or the password. */
@customElement('dash-sign-in')
export class SignInPage extends Page {
  @state() private wrong: Record<string, string> = {};

  private readonly session = new ValueSource<Session>(this, () => '', () => session(), { events: [] });

  protected override render(): unknown {
    const isFirst = this.session.value?.state === 'setup';
    return html`${this.heading(isFirst ? this.d.setupTitle : this.d.signInTitle,
      isFirst ? this.d.setupLead : this.d.signInLead)}
      <section class="card panel" aria-labelledby="title">
        ${this.frame(
          this.session,
          this.d.signInTitle,
          () => this.rowBlocks(2),
          ({ state, signInAt }) => state === 'off'
            ? html`<p class="quiet-text">${this.d.signInOff}</p>`
            : html`${signInAt ? this.provider(signInAt) : nothing}${this.form(isFirst)}`,
        )}
      </section>`;
  }

  /** The way to the operator's identity provider: another page altogether. */
  private provider(address: string): TemplateResult {
    const isRefused = new URLSearchParams(location.search).get('refused') === 'provider';
    return html`<div class="form">
      ${isRefused
        ? html`<p class="field" role="alert"><span class="wrong">${this.d.signInProviderRefused}</span></p>`
        : nothing}
      <div><a class="button primary" href=${address} data-outside>${this.d.signInProvider}</a></div>
    </div>`;
  }

  private form(isFirst: boolean): TemplateResult {
    const general = this.wrong[''];
    return html`<form class="form" @submit=${(event: SubmitEvent) => void this.send(event, isFirst)}>
      ${isFirst ? this.field('secret', this.d.setupSecret, this.d.setupSecretHint, 'one-time-code') : nothing}
      ${this.field('name', this.d.signInName, '', 'username', 'owner')}
      ${isFirst
        ? this.field('password', this.d.setupPassword, this.d.setupPasswordHint, 'new-password')
        : this.field('password', this.d.signInPassword, '', 'current-password')}
      ${general ? html`<p class="field" role="alert"><span class="wrong">${general}</span></p>` : nothing}
      <div><button class="button primary" aria-busy=${this.isBusy('send') ? 'true' : nothing}
        >${isFirst ? this.d.setupButton : this.d.signInButton}</button></div>
    </form>`;
  }

  private field(name: string, text: string, hint: string, complete: string, value = ''): TemplateResult {
    const wrong = this.wrong[name];
    return html`<label class="field"
      ><span>${text}</span
      ><input
        name=${name}
        type=${name === 'password' ? 'password' : 'text'}
        autocomplete=${complete}
        autocapitalize="none"
        spellcheck="false"
        required
        value=${value}
        aria-invalid=${wrong ? 'true' : nothing}
      />${wrong ? html`<span class="wrong">${wrong}</span>` : hint ? html`<span class="hint">${hint}</span>` : nothing}
    </label>`;
  }

  private async send(event: SubmitEvent, isFirst: boolean): Promise<void> {
    event.preventDefault();
    const body = Object.fromEntries(new FormData(event.target as HTMLFormElement));
    await this.act('send', async () => {
      this.wrong = await changeSession(isFirst ? 'setup' : 'login', body);
      if (Object.keys(this.wrong).length === 0) location.reload();
      else if (!this.wrong['']) say(this.d.signInRefused);
    });
  }
}
