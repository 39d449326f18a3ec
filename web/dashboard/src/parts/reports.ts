import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Validation } from '@mingus-sync/client';
import { icon } from '@mingus-sync/elements/icons';
import { ListSource } from '@mingus-sync/elements/sources';
import { spoken } from '@mingus-sync/elements/standing';
import { manager } from '../app';
import { Page } from '../page';
import '../messages/en-pages';

const tones = { passed: 'ok', warnings: 'warn', failed: 'bad' } as const;
const drawings = { passed: 'check', warnings: 'alert', failed: 'error' } as const;

/** The validation reports of an account, each with its checks. */
@customElement('dash-reports')
export class ReportList extends Page {
  @property() accountId = '';

  private readonly reports = new ListSource(
    this,
    () => this.accountId || undefined,
    () => manager.validations(this.accountId),
    {
      events: ['validation-completed', 'run-finished'],
    },
  );

  protected override render(): unknown {
    return this.frame(
      this.reports,
      this.d.reportsTitle,
      () => this.rowBlocks(1),
      (all) => this.list(all),
    );
  }

  private list(all: readonly Validation[]): TemplateResult {
    if (all.length === 0) return html`<p class="quiet-text">${this.d.reportsNone}</p>`;
    return html`<div class="reports">${all.slice(0, 5).map((one) => this.report(one))}</div>`;
  }

  private report(one: Validation): TemplateResult {
    const issues = one.checks.reduce((sum, check) => sum + check.issues, 0);
    const line = this.d.reportLine(
      this.d.levels[one.level] ?? one.level,
      this.f.count(one.checks.length),
      this.d.issues(issues, this.f.count(issues)),
    );
    return html`<details>
      <summary>
        <span class="status-word" data-tone=${tones[one.verdict]}
          >${icon(drawings[one.verdict])}${this.d.verdicts[one.verdict]}</span
        >
        <span class="muted small">${this.moment(one.startedAt)} · ${line}</span>
      </summary>
      <div class="table-wrap" tabindex="0" role="group" aria-label=${this.d.report}>
        <table class="plain">
          <tbody>
            ${one.checks.map(
              (check) => html`<tr>
                <th scope="row">${spoken(check.name)}</th>
                <td class="end">${this.f.count(check.examined)}</td>
                <td class="end">${this.d.issues(check.issues, this.f.count(check.issues))}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${
        one.findings.length > 0
          ? html`<ul class="rows">
            ${one.findings.slice(0, 10).map((each) => html`<li><span>${each.text}</span></li>`)}</ul>`
          : nothing
      }
    </details>`;
  }
}
