import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Settings, SettingsEdit, ValidationLevel } from '@mingus-sync/client';
import { problemOf, ValueSource } from '@mingus-sync/elements/sources';
import { manager, say, toast } from '../app';
import { Page } from '../page';
import '../messages/en-settings';

const levels: ValidationLevel[] = ['strict', 'normal', 'relaxed'];
const usualZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What runs by itself and what the person is told: of the user, or of one account. */
@customElement('dash-settings-form')
export class SettingsForm extends Page {
  /** The account they are of; the user's when empty. */
  @property() accountId = '';
  /** sync, notices or both. */
  @property() shows: 'sync' | 'notices' | 'both' = 'both';
  @state() private isQuiet?: boolean;
  @state() private wrong: Record<string, string> = {};

  private readonly settings = new ValueSource<Settings>(
    this,
    () => this.accountId,
    () => manager.settings(this.accountId || undefined),
    { events: [] },
  );

  protected override render(): unknown {
    return this.frame(
      this.settings,
      this.d.settingsTitle,
      () => this.rowBlocks(5),
      (value) => this.form(value),
    );
  }

  private form(value: Settings): TemplateResult {
    return html`<form class="form" @submit=${this.save} novalidate>
      ${
        this.accountId
          ? html`<p class="muted">${value.own ? this.d.accountSettingsOwn : this.d.accountSettingsUsual}</p>`
          : nothing
      }
      ${this.shows === 'notices' ? nothing : this.sync(value)} ${this.shows === 'sync' ? nothing : this.notices(value)}
      <div class="actions">
        <button class="button primary"
          aria-busy=${this.isBusy('save') ? 'true' : nothing}>${this.d.settingsSave}</button>
        ${
          this.accountId && value.own
            ? this.button(this.d.accountSettingsClear, () => void this.clear(), { busy: 'clear' })
            : nothing
        }
      </div>
    </form>`;
  }

  private sync({ autoSync, intervals, quietHours, validation }: Settings): TemplateResult {
    const isQuiet = this.isQuiet ?? quietHours !== null;
    return html`<div>
        ${this.check('autoTransactions', this.d.autoTransactions, autoSync.transactions, this.d.autoTransactionsHint)}
        ${this.check('autoBalance', this.d.autoBalance, autoSync.balance, this.d.autoBalanceHint)}
      </div>
      <fieldset>
        <legend>${this.d.intervals}</legend>
        <div class="form-grid">
          ${this.number('minMinutes', 'intervals.minMinutes', this.d.minMinutes, intervals.minMinutes, this.d.minutes)}
          ${this.number('maxHours', 'intervals.maxHours', this.d.maxHours, intervals.maxHours, this.d.hours)}
          ${this.number('balanceHours', 'intervals.balanceHours', this.d.balanceHours,
            intervals.balanceHours, this.d.hours)}
        </div>
      </fieldset>
      <fieldset>
        <legend>${this.d.quiet}</legend>
        ${this.check('quiet', this.d.quietOn, isQuiet, this.d.quietHint, (on) => (this.isQuiet = on))}
        ${
          isQuiet
            ? html`<div class="form-grid">
              ${this.input('from', 'quietHours.from', this.d.from, quietHours?.from ?? '22:00', 'time')}
              ${this.input('to', 'quietHours.to', this.d.to, quietHours?.to ?? '07:00', 'time')}
              ${this.input('timeZone', 'quietHours.timeZone', this.d.zone, quietHours?.timeZone ?? usualZone, 'text')}
            </div>`
            : nothing
        }
      </fieldset>
      <fieldset>
        <legend>${this.d.validation}</legend>
        <div class="form-grid">
          <label class="field"
            ><span>${this.d.validationLevel}</span>
            <select name="level">
              ${levels.map(
                (one) =>
                  html`<option value=${one} ?selected=${one === validation.level}>${this.d.levels[one]}</option>`,
              )}
            </select>
            <span class="hint">${this.d.levelHint[validation.level ?? 'normal']}</span></label
          >
          ${this.number('everyDays', 'validation.everyDays', this.d.everyDays, validation.everyDays, this.d.days)}
        </div>
      </fieldset>`;
  }

  private notices({ notices }: Settings): TemplateResult {
    return html`<fieldset>
        <legend>${this.d.notices}</legend>
        ${this.check('actionable', this.d.noticeActionable, notices.actionable)}
        ${this.check('errors', this.d.noticeErrors, notices.errors)}
        ${this.check('success', this.d.noticeSuccess, notices.success)}
        ${this.check('historyComplete', this.d.noticeHistory, notices.historyComplete)}
      </fieldset>
      <div class="form-grid">
        ${this.input('balanceBelow', 'notices.balanceBelow', this.d.noticeBelow, notices.balanceBelow, 'decimal')}
        ${this.input('balanceAbove', 'notices.balanceAbove', this.d.noticeAbove, notices.balanceAbove, 'decimal')}
        ${this.input('largeTransaction', 'notices.largeTransaction', this.d.noticeLarge,
          notices.largeTransaction, 'decimal')}
      </div>`;
  }

  private check(
    name: string,
    text: string,
    on: boolean | null | undefined,
    hint = '',
    change: (on: boolean) => void = () => {},
  ): TemplateResult {
    return html`<label class="check"
      ><input
        type="checkbox"
        name=${name}
        .checked=${on ?? false}
        @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
      /><span>${text}</span>${hint ? html`<span class="hint">${hint}</span>` : nothing}</label
    >`;
  }

  private number(
    name: string,
    path: string,
    text: string,
    value: number | null | undefined,
    unit: string,
  ): TemplateResult {
    const wrong = this.wrong[path];
    return html`<label class="field"
      ><span>${text}</span>
      <span class="with-unit"
        ><input
          name=${name}
          type="number"
          inputmode="numeric"
          .value=${String(value ?? '')}
          aria-invalid=${wrong ? 'true' : nothing}
        />${unit}</span
      >${wrong ? html`<span class="wrong">${wrong}</span>` : nothing}</label
    >`;
  }

  private input(
    name: string,
    path: string,
    text: string,
    value: string | null | undefined,
    kind: string,
  ): TemplateResult {
    const wrong = this.wrong[path];
    return html`<label class="field"
      ><span>${text}</span
      ><input
        name=${name}
        type=${kind === 'time' ? 'time' : 'text'}
        inputmode=${kind === 'decimal' ? 'decimal' : nothing}
        autocomplete="off"
        .value=${value ?? ''}
        aria-invalid=${wrong ? 'true' : nothing}
      />${
        wrong
          ? html`<span class="wrong">${wrong}</span>`
          : kind === 'decimal'
            ? html`<span class="hint">${this.d.amountHint}</span>`
            : nothing
      }</label
    >`;
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const value = this.settings.value;
    if (!value) return;
    const edit = this.read(event.target as HTMLFormElement, value);
    this.wrong = {};
    await this.act('save', async () => {
      try {
        this.settings.value = await manager.saveSettings(edit, this.accountId || undefined);
        this.isQuiet = undefined;
        say(this.d.settingsSaved);
        toast({ text: this.d.settingsSaved, tone: 'ok' });
      } catch (error) {
        const { errors } = problemOf(error);
        if (!errors) throw error;
        this.wrong = errors;
        say(this.d.settingsRefused);
        void this.updateComplete.then(() => this.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      }
    });
  };

  /** The whole settings: what this form does not show is sent as it was, for what is left out is reset. */
  private read(fields: HTMLFormElement, value: Settings): SettingsEdit {
    const form = new FormData(fields);
    const text = (name: string): string | null => String(form.get(name) ?? '').trim() || null;
    const whole = (name: string): number | null => {
      const { valueAsNumber } = fields.elements.namedItem(name) as HTMLInputElement;
      return Number.isInteger(valueAsNumber) ? valueAsNumber : null;
    };
    const on = (name: string): boolean => form.has(name);
    const { autoSync, intervals, quietHours, validation, notices } = value;
    const kept: SettingsEdit = { autoSync, intervals, quietHours, validation, notices };
    if (this.shows !== 'notices') {
      kept.autoSync = { transactions: on('autoTransactions'), balance: on('autoBalance') };
      kept.intervals = {
        minMinutes: whole('minMinutes'),
        maxHours: whole('maxHours'),
        balanceHours: whole('balanceHours'),
      };
      kept.quietHours = on('quiet') ? { from: text('from'), to: text('to'), timeZone: text('timeZone') } : null;
      kept.validation = { level: text('level') as ValidationLevel, everyDays: whole('everyDays') };
    }
    if (this.shows !== 'sync') {
      kept.notices = {
        actionable: on('actionable'),
        errors: on('errors'),
        success: on('success'),
        historyComplete: on('historyComplete'),
        balanceBelow: text('balanceBelow'),
        balanceAbove: text('balanceAbove'),
        largeTransaction: text('largeTransaction'),
      };
    }
    return kept;
  }

  private async clear(): Promise<void> {
    await this.act('clear', async () => {
      await manager.clearSettings(this.accountId);
      toast({ text: this.d.accountSettingsCleared, tone: 'ok' });
      await this.settings.refresh();
    });
  }
}
