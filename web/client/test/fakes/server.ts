import type { Run } from '../../src/types';

export interface Asked {
  method: string;
  path: string;
  headers: Headers;
  body: unknown;
}

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> } | Error;

/** A server that answers as the test says, request by request. */
export class FakeServer {
  readonly asked: Asked[] = [];
  #routes: [method: string, path: RegExp, answer: (asked: Asked) => Answer | Promise<Answer>][] = [];

  on(method: string, path: RegExp, answer: (asked: Asked) => Answer | Promise<Answer>): this {
    this.#routes.unshift([method, path, answer]);
    return this;
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = new URL(String(input), 'http://mingus.test');
    const headers = new Headers(init.headers);
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const asked = { method: init.method ?? 'GET', path: url.pathname + url.search, headers, body };
    this.asked.push(asked);
    const route = this.#routes.find(([method, path]) => method === asked.method && path.test(asked.path));
    const answer = route ? await route[2](asked) : problem(404, 'not_found');
    if (answer instanceof Error) throw answer;
    const answered = { 'Content-Type': 'application/json', ...answer.headers };
    return new Response(JSON.stringify(answer.body ?? null), { status: answer.status ?? 200, headers: answered });
  };
}

export function problem(status: number, code: string, more: Record<string, unknown> = {}): Answer {
  return { status, body: { code, status, detail: `It says ${code}.`, action: 'retry', ...more } };
}

export function runOf(status: Run['status'], more: Partial<Run> = {}): Run {
  return {
    id: 'run_1',
    connectionId: 'con_1',
    accountId: 'acc_1',
    syncType: 'balance',
    trigger: 'person',
    status,
    progress: { stage: 'balance', unit: 'accounts', done: 0, text: 'Asking for balances' },
    recordsProcessed: 0,
    recordsCreated: 0,
    recordsUpdated: 0,
    recordsRemoved: 0,
    duplicatesDetected: 0,
    issuesFound: 0,
    accounts: [],
    createdAt: '2026-08-20T09:00:00Z',
    startedAt: null,
    endedAt: null,
    durationSeconds: null,
    resources: { providerCalls: 0, bytes: 0, cpuMs: 0, storeMs: 0 },
    ...more,
  };
}
