import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { MetricsSummary, Run, Schedule } from '@mingus-sync/client';
import { ListSource, StoreSource, ValueSource } from '@mingus-sync/elements/sources';
import { isOver, markOfRun, spoken } from '@mingus-sync/elements/standing';
import '@mingus-sync/elements/metrics';
import { manager } from '../app';
import { Page } from '../page';
import '../messages/en-pages';
import '../styles/pages.css';

const barsShown = 60;
/** Fewer are not drawn wider. */
const fewBars = 24;

/** How well it works, what it costs, what comes next. */
@customElement('dash-system')
export class SystemPage extends Page {
  @state() private period = '';

  private readonly summary = new ValueSource<MetricsSummary>(
    this,
    () => '',
    () => manager.metricsSummary(),
    {
      events: ['run-finished'],
    },
  );
  private readonly runs = new ListSource(
    this,
    () => '',
    () => manager.runs({ limit: barsShown }),
    {
      events: ['run-finished'],
    },
  );
  private readonly connections = new StoreSource(
    this,
    () => '',
    () => manager.connections(),
  );
  private readonly schedules = new ValueSource<Schedule[]>(
    this,
    () => this.ids(),
    () => this.readSchedules(),
    {
      events: ['run-finished'],
    },
  );

  protected override render(): unknown {
    return html`${this.heading(this.d.systemTitle, this.d.systemLead, this.periods())}
      <mingus-metrics period=${this.period}></mingus-metrics>
      <div class="columns even">
        ${this.card(
          this.d.systemLately,
          this.frame(
            this.runs,
            this.d.systemLately,
            () => this.rowBlocks(3),
            (all) => this.chart(all),
          ),
        )}
        ${this.card(this.d.systemNext, this.next())}
      </div>
      ${this.isDrawn() ? this.details() : nothing}`;
  }

  private periods(): TemplateResult {
    return html`<label class="field"
      ><span class="sr">${this.d.systemPeriod}</span>
      <select @change=${(event: Event) => (this.period = (event.target as HTMLSelectElement).value)}>
        ${Object.entries(this.d.systemPeriods).map(([period, name]) =>
          html`<option value=${period} ?selected=${period === this.period}>${name}</option>`)}
      </select></label
    >`;
  }

  /** What is above the details has its size: they do not jump. */
  private isDrawn(): boolean {
    const isPlanned = this.hasNoPlan || this.schedules.value || this.schedules.problem;
    return Boolean((this.runs.value || this.runs.problem) && isPlanned);
  }

  private details(): TemplateResult {
    return html`${this.card(
        this.d.systemMatching,
        this.frame(
          this.summary,
          this.d.systemMatching,
          () => this.rowBlocks(2),
          (all) => this.matching(all),
        ),
      )}
      ${this.card(
        this.d.systemProcess,
        this.frame(
          this.summary,
          this.d.systemProcess,
          () => this.rowBlocks(1),
          (all) => this.process(all),
        ),
      )}`;
  }

  /** One bar a run, oldest first, on a scale of roots, so that short and long ones are both seen. */
  private chart(all: readonly Run[]): TemplateResult {
    const ended = all
      .filter((run) => isOver(run) && run.durationSeconds !== null)
      .slice(0, barsShown)
      .reverse();
    if (ended.length === 0) return html`<p class="quiet-text">${this.d.systemNone}</p>`;
    const longest = Math.max(...ended.map((run) => run.durationSeconds!), 0.001);
    const well = ended.filter((run) => run.status === 'succeeded' || run.status === 'skipped').length;
    const sentence = this.d.systemSentence(this.f.count(ended.length), this.f.count(well), this.f.duration(longest));
    const tones = [...new Set(ended.map((run) => markOfRun(run.status).tone))];
    return html`<figure class="panel-body">
      <figcaption class="muted small">${this.d.systemLatelyLead(this.f.count(ended.length))}</figcaption>
      <svg class="bars" viewBox="0 0 600 160" preserveAspectRatio="none" role="img" aria-label=${sentence}>
        <line x1="0" x2="600" y1="159" y2="159"></line>
        ${ended.map((run, index) => this.bar(run, index, ended.length, longest))}
      </svg>
      <div class="legend">
        ${tones.map((tone) => {
          const run = ended.find((one) => markOfRun(one.status).tone === tone)!;
          return html`<span data-tone=${tone}><i></i>${this.d.outcome[run.status]}</span>`;
        })}
      </div>
    </figure>`;
  }

  private bar(run: Run, index: number, count: number, longest: number): unknown {
    const height = Math.max(4, Math.sqrt(run.durationSeconds! / longest) * 150);
    const step = 600 / Math.max(count, fewBars);
    return svg`<rect x=${index * step} y=${159 - height} width=${step - 2.5} height=${height} rx="1.5"
      data-tone=${markOfRun(run.status).tone}><title>${this.barTitle(run)}</title></rect>`;
  }

  private barTitle(run: Run): string {
    const type = this.d.types[run.syncType] ?? run.syncType;
    const took = this.f.duration(run.durationSeconds!);
    return [type, this.d.outcome[run.status], took, this.f.moment(run.createdAt)].join(' · ');
  }

  private next(): unknown {
    if (this.hasNoPlan) return html`<p class="quiet-text">${this.d.nextNone}</p>`;
    const plans = [...(this.schedules.value ?? [])]
      .filter((plan) => plan.nextDueAt)
      .sort((one, other) => one.nextDueAt!.localeCompare(other.nextDueAt!));
    if (!this.schedules.value) return this.rowBlocks(3);
    return html`<p class="quiet-text">${this.d.nextLead}</p>
      <ul class="rows lined">
        ${plans.map((plan) => {
          const bank = this.connections.value?.find((one) => one.id === plan.connectionId)?.institution.name;
          return html`<li>
            <div>
              <strong>${bank ?? this.t.unnamedBank}</strong>
              <p class="small muted">${plan.nextDueReason}</p>
            </div>
            <span>${this.moment(plan.nextDueAt!, this.f.age(plan.nextDueAt!))}</span>
          </li>`;
        })}
      </ul>`;
  }

  private matching({ matching }: MetricsSummary): TemplateResult {
    if (matching.length === 0) return html`<p class="quiet-text">${this.d.matchingNone}</p>`;
    const columns = [this.d.automatic, this.d.suggested, this.d.confirmed, this.d.dismissed, this.d.overturned];
    return html`<p class="quiet-text">${this.d.matchingLead}</p>
      <div class="table-wrap" tabindex="0" role="group" aria-label=${this.d.systemMatching}>
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">${this.d.rule}</th>
              ${columns.map((name) => html`<th scope="col" class="end">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${matching.map(
              (one) => html`<tr>
                <th scope="row">${spoken(one.rule)}</th>
                ${[one.automatic, one.suggested, one.confirmed, one.dismissed].map(
                  (count) => html`<td class="end">${this.f.count(count)}</td>`,
                )}
                <td class="end">
                  ${this.f.count(one.undone)}
                  ${one.overturnedRate === null
                    ? nothing : html`<span class="muted">${this.f.percent(one.overturnedRate)}</span>`}
                </td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }

  private process({ process }: MetricsSummary): TemplateResult {
    return this.facts([
      [this.d.uptime, this.f.duration(process.uptimeSeconds)],
      [this.d.memory, this.f.bytes(process.workingSetBytes)],
      [this.d.heap, this.f.bytes(process.heapBytes)],
      [this.d.cpu, this.f.duration(process.cpuSeconds)],
    ]);
  }

  /** No bank is linked, or none any more. */
  private get hasNoPlan(): boolean {
    return this.connections.value !== undefined && this.ids() === undefined;
  }

  private ids(): string | undefined {
    const live = this.connections.value?.filter((one) => one.status !== 'disconnected').map((one) => one.id);
    return live && live.length > 0 ? live.join() : undefined;
  }

  private readSchedules(): Promise<Schedule[]> {
    const ids = this.ids()?.split(',') ?? [];
    return Promise.all(ids.map((id) => manager.schedule(id)));
  }
}
