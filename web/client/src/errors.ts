import type { Problem } from './types';

/**
 * The one error of this client: a bad request, no sign-in, no network. What the world refused to a sync is no error but
 * `result.problem`.
 */
export class MingusSyncError extends Error {
  override readonly name = 'MingusSyncError';
  /** Stable and for programs, for instance `not_found`, `unauthorized`, `unreachable`. */
  readonly code: string;
  /** The HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  readonly problem: Problem;
  /** Names the request in the server's log. */
  readonly requestId: string | undefined;

  constructor(problem: Problem, requestId?: string) {
    super(problem.detail);
    this.code = problem.code;
    this.status = problem.status;
    this.problem = problem;
    this.requestId = requestId;
  }
}

/** What kept a promise from being kept, as a problem whatever was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof MingusSyncError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { code: 'client_error', detail, action: 'none' };
}

/** No answer came. */
export function unreachable(): MingusSyncError {
  return new MingusSyncError({
    code: 'unreachable',
    detail: 'The server cannot be reached. Your data is safe; try again in a moment.',
    action: 'retry',
  });
}

/** Nobody waits for the run any more; the run goes on. */
export function detached(runId: string | null): MingusSyncError {
  const name = runId ? `run ${runId}` : 'run';
  return new MingusSyncError({ code: 'detached', detail: `Nobody waits for the ${name} any more.`, action: 'none' });
}

/** An answer that is no success, as an error with the server's own words. */
export async function errorOf(response: Response): Promise<MingusSyncError> {
  let body: Partial<Problem> & { traceId?: string | null } = {};
  try {
    const parsed: unknown = JSON.parse(await response.text());
    if (parsed && typeof parsed === 'object') body = parsed;
  } catch {
    // A gateway answered, not the server: its page says nothing to a person.
  }
  const problem: Problem = {
    code: body.code ?? `http_${response.status}`,
    detail: body.detail ?? `The server answered ${response.status} without saying why. Try again in a moment.`,
    action: body.action ?? 'retry',
    status: response.status,
    retryAt: body.retryAt,
    errors: body.errors,
    connectionId: body.connectionId,
  };
  return new MingusSyncError(problem, body.traceId ?? undefined);
}
