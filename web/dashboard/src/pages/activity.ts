import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Run } from '@mingus-sync/client';
import { icon } from '@mingus-sync/elements/icons';
import { StoreSource, ValueSource } from '@mingus-sync/elements/sources';
import { isOver } from '@mingus-sync/elements/standing';
import '@mingus-sync/elements/progress';
import '@mingus-sync/elements/result';
import '@mingus-sync/elements/runs';
import '@mingus-sync/elements/sync-button';
import { manager, say } from '../app';
import { Page } from '../page';
import '../parts/decisions';
import { go } from '../router';
import '../messages/en-pages';
import '../styles/pages.css';

/** What happened, when, how fast? */
@customElement('dash-activity')
export class ActivityPage extends Page {
  @property() runId = '';
  @property() view = '';

  private readonly run = new ValueSource<Run>(
    this,
    () => this.runId || undefined,
    () => manager.run(this.runId),
    {
      events: ['run-started', 'run-finished'],
      concerns: (detail) => detail['runId'] === this.runId,
    },
  );
  private readonly connections = new StoreSource(
    this,
    () => '',
    () => manager.connections(),
  );

  protected override render(): unknown {
    return this.runId ? this.one() : this.all();
  }

  private all(): TemplateResult {
    const tabs = [
      { key: '', text: this.d.viewRuns },
      { key: 'decisions', text: this.d.viewDecisions },
    ];
    const actions = html`<mingus-sync-button bulk menu></mingus-sync-button>`;
    return html`${this.heading(this.d.activityTitle, this.d.activityLead, actions)}
      ${this.views(this.d.activityView, tabs, this.view)}
      ${
        this.view === 'decisions'
          ? html`<dash-decisions></dash-decisions>`
          : html`<section class="card panel" aria-label=${this.d.runsTitle}>
            <mingus-runs limit="50" @mingus-select=${this.open}></mingus-runs>
          </section>`
      }`;
  }

  private one(): TemplateResult {
    const run = this.run.value;
    if (this.run.problem?.status === 404) {
      return html`<div class="nowhere">
        <h1 tabindex="-1">${this.d.runGone}</h1>
        <p class="lead">${this.d.runGoneText}</p>
        <a class="button primary" href="/activity">${this.d.runBack}</a>
      </div>`;
    }
    return html`<a class="back" href="/activity">${icon('next')}${this.d.runBack}</a>
      ${this.heading(run ? this.d.runTitle(this.d.types[run.syncType] ?? run.syncType) : html`&nbsp;`, this.line(run))}
      ${run ? this.detail(run) : html`<section class="card">${this.rowBlocks(4)}</section>`}`;
  }

  private line(run: Run | undefined): unknown {
    if (!run) return html`&nbsp;`;
    const bank = this.connections.value?.find((one) => one.id === run.connectionId)?.institution.name;
    return html`${bank ? `${bank} · ` : ''}${this.d.triggers[run.trigger] ?? run.trigger} ·
      ${this.moment(run.createdAt)}`;
  }

  private detail(run: Run): TemplateResult {
    return html`<h2 class="sr">${this.d.runOutcome}</h2>
      ${
      isOver(run)
        ? html`<mingus-result run-id=${run.id} open></mingus-result>`
        : html`<section class="card panel" aria-label=${this.d.outcome[run.status]!}>
            <div class="panel-body stack">
              <mingus-progress run-id=${run.id}></mingus-progress>
              <div class="actions">
                ${this.button(this.d.runStop, () => void this.stop(run), { icon: 'stop', busy: 'stop' })}
              </div>
            </div>
          </section>`
    }
      ${this.card(this.d.runFacts, this.figures(run))}`;
  }

  private figures(run: Run): TemplateResult {
    const count = (value: number): string => this.f.count(value);
    const { resources } = run;
    return this.facts([
      [this.d.runAsked, this.moment(run.createdAt)],
      [this.d.runEnded, run.endedAt ? this.moment(run.endedAt) : ''],
      [this.d.runTook, run.durationSeconds === null ? '' : this.f.duration(run.durationSeconds)],
      [this.d.runReason, run.reason],
      [this.d.runProcessed, count(run.recordsProcessed)],
      [this.d.runCreated, count(run.recordsCreated)],
      [this.d.runUpdated, count(run.recordsUpdated)],
      [this.d.runRemoved, count(run.recordsRemoved)],
      [this.d.runDuplicates, count(run.duplicatesDetected)],
      [this.d.runIssues, count(run.issuesFound)],
      [this.d.runCalls, count(resources.providerCalls)],
      [this.d.runBytes, this.f.bytes(resources.bytes)],
      [this.d.runCpu, this.d.milliseconds(count(resources.cpuMs))],
      [this.d.runStore, this.d.milliseconds(count(resources.storeMs))],
    ]);
  }

  private async stop(run: Run): Promise<void> {
    if (!(await this.act('stop', () => manager.cancelRun(run.id)))) return;
    say(this.d.runStopped);
    await this.run.refresh();
  }

  private readonly open = (event: CustomEvent<{ runId: string }>): void => go(`/activity/${event.detail.runId}`);
}
