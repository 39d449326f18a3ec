import type { paths } from './api.d';
import { errorOf, MingusSyncError, unreachable } from './errors';

const prefix = '/api/data-sync';
const retryAfterMs = [300, 1000];

type Routes = { [P in keyof paths as P extends `/api/data-sync${infer R}` ? R : never]: paths[P] };
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The routes that have a method, as the API's document writes them: `/accounts/{id}/coverage`. */
export type Route<M extends Method> = {
  [P in keyof Routes]: Routes[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof Routes];

type Operation<P extends keyof Routes, M extends Method> = M extends keyof Routes[P]
  ? NonNullable<Routes[P][M]>
  : never;
type Parameters<O, K extends string> = O extends { parameters: infer A }
  ? K extends keyof A ? NonNullable<A[K]> : never
  : never;
type Body<O> = O extends { requestBody?: infer B }
  ? NonNullable<B> extends { content: { 'application/json': infer J } } ? J : never
  : never;
type Content<R> = R extends { content: { 'application/json': infer J } } ? J : never;

/** What a route answers when it succeeds. */
export type Answer<P extends keyof Routes, M extends Method> =
  Operation<P, M> extends { responses: infer R }
    ? { [S in keyof R]: S extends 200 | 201 | 202 ? Content<R[S]> : never }[keyof R]
    : never;

interface Sending {
  signal?: AbortSignal;
  /** The same key and body give the first answer again; made anew for each call when left out. */
  idempotencyKey?: string;
  /** Holds the answer until the run ends, this many seconds at most (at most 30). */
  waitSeconds?: number;
}

type PathPart<O> = [Parameters<O, 'path'>] extends [never] ? { path?: undefined } : { path: Parameters<O, 'path'> };
type QueryPart<O> = [Parameters<O, 'query'>] extends [never]
  ? { query?: undefined }
  : { query?: Parameters<O, 'query'> };
type BodyPart<O> = [Body<O>] extends [never] ? { body?: undefined } : { body?: Body<O> };

/** What goes with a request: the ids in its path, its query, its body. */
export type Ask<P extends keyof Routes, M extends Method> = PathPart<Operation<P, M>> &
  QueryPart<Operation<P, M>> &
  BodyPart<Operation<P, M>> &
  Sending;

type AskArguments<P extends keyof Routes, M extends Method> = [Parameters<Operation<P, M>, 'path'>] extends [never]
  ? [ask?: Ask<P, M>]
  : [ask: Ask<P, M>];

/** A value and the event sequence of the snapshot it was read in. */
export interface Read<T> {
  value: T;
  sequence: number;
}

interface Request extends Sending {
  path?: Record<string, string>;
  query?: object;
  body?: unknown;
}

export interface ApiOptions {
  /** Where the server is: an origin, with the path it is mounted at. The page's own when left out. */
  baseUrl?: string;
  /** Gives a user token. It is asked again when the server refuses the last one. */
  getToken?: () => Promise<string>;
  /** What a page that is signed in by cookie shows with all that is no read: `csrf` of `GET /auth/session`. */
  getCsrf?: () => Promise<string | null | undefined>;
  fetch?: typeof fetch;
}

/**
 * The routes of the API, typed by its document. Every method answers the value, or rejects with `MingusSyncError`,
 * whose `problem` says what to do.
 */
export class Api {
  readonly #base: string;
  readonly #getToken: (() => Promise<string>) | undefined;
  readonly #getCsrf: ApiOptions['getCsrf'];
  readonly #fetch: typeof fetch;
  #token: Promise<string> | null = null;
  #ahead = 0;

  constructor(options: ApiOptions = {}) {
    this.#base = (options.baseUrl ?? '').replace(/\/+$/, '') + prefix;
    this.#getToken = options.getToken;
    this.#getCsrf = options.getCsrf;
    this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  }

  get usesToken(): boolean {
    return this.#getToken !== undefined;
  }

  /** The server's clock: this machine's may be wrong. */
  get now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  get<P extends Route<'get'>>(route: P, ...[ask]: AskArguments<P, 'get'>): Promise<Answer<P, 'get'>> {
    return this.#value('GET', route, ask);
  }

  /** Like get, with the sequence of the snapshot. */
  read<P extends Route<'get'>>(route: P, ...[ask]: AskArguments<P, 'get'>): Promise<Read<Answer<P, 'get'>>> {
    return this.request<Answer<P, 'get'>>('GET', route, ask as Request);
  }

  post<P extends Route<'post'>>(route: P, ...[ask]: AskArguments<P, 'post'>): Promise<Answer<P, 'post'>> {
    return this.#value('POST', route, ask);
  }

  put<P extends Route<'put'>>(route: P, ...[ask]: AskArguments<P, 'put'>): Promise<Answer<P, 'put'>> {
    return this.#value('PUT', route, ask);
  }

  patch<P extends Route<'patch'>>(route: P, ...[ask]: AskArguments<P, 'patch'>): Promise<Answer<P, 'patch'>> {
    return this.#value('PATCH', route, ask);
  }

  delete<P extends Route<'delete'>>(route: P, ...[ask]: AskArguments<P, 'delete'>): Promise<Answer<P, 'delete'>> {
    return this.#value('DELETE', route, ask);
  }

  /** Any route, typed by the caller; for what this client's types do not know yet. */
  async request<T>(method: string, route: string, ask: Request = {}): Promise<Read<T>> {
    const response = await this.#withRetries(method, route, ask);
    const text = await response.text();
    return {
      value: (text && isJson(response) ? JSON.parse(text) : text || null) as T,
      sequence: sequenceOf(response),
    };
  }

  /** An open answer whose body is read as it comes; for the event stream. */
  open(route: string, ask: Request, headers: Record<string, string>): Promise<Response> {
    return this.#send('GET', this.url(route, ask), { signal: ask.signal, headers });
  }

  /** The full address of a route. */
  url(route: string, ask: { path?: Record<string, string>; query?: object } = {}): string {
    const path = route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ask.path?.[name] ?? ''));
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(ask.query ?? {})) {
      if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
    }
    return this.#base + path + (query.size > 0 ? `?${query}` : '');
  }

  async #value<T>(method: string, route: string, ask: unknown): Promise<T> {
    return (await this.request<T>(method, route, ask as Request)).value;
  }

  /** A POST whose answer was lost is repeated under its key, so that it is done once. */
  async #withRetries(method: string, route: string, ask: Request): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (ask.body !== undefined) headers['Content-Type'] = 'application/json';
    if (method === 'POST') headers['Idempotency-Key'] = ask.idempotencyKey ?? newKey();
    if (ask.waitSeconds) headers['Prefer'] = `wait=${ask.waitSeconds}`;
    const init = {
      method,
      headers,
      signal: ask.signal,
      body: ask.body === undefined ? undefined : JSON.stringify(ask.body),
    };
    for (let tries = 0; ; tries++) {
      try {
        return await this.#send(method, this.url(route, ask), init);
      } catch (error) {
        const wait = retryAfterMs[tries];
        if (method !== 'POST' || wait === undefined || !isWorthRepeating(error)) throw error;
        await new Promise((go) => setTimeout(go, wait));
        ask.signal?.throwIfAborted();
      }
    }
  }

  async #send(method: string, url: string, init: RequestInit): Promise<Response> {
    const first = await this.#once(method, url, init);
    const response = first.status === 401 && this.#getToken ? await this.#withNewToken(method, url, init) : first;
    if (!response.ok) throw await errorOf(response);
    return response;
  }

  #withNewToken(method: string, url: string, init: RequestInit): Promise<Response> {
    this.#token = null;
    return this.#once(method, url, init);
  }

  async #once(method: string, url: string, init: RequestInit): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string>) };
    if (this.#getToken) headers['Authorization'] = `Bearer ${await this.#askToken(this.#getToken)}`;
    let response: Response;
    try {
      const csrf = method === 'GET' ? null : await this.#getCsrf?.();
      if (csrf) headers['X-Mingus-Csrf'] = csrf;
      const credentials = this.#getToken ? 'omit' : 'same-origin';
      response = await this.#fetch(url, { ...init, method, headers, credentials, cache: 'no-store' });
    } catch (error) {
      init.signal?.throwIfAborted();
      throw error instanceof MingusSyncError ? error : unreachable();
    }
    this.#setClock(response);
    return response;
  }

  #askToken(getToken: () => Promise<string>): Promise<string> {
    this.#token ??= getToken().catch((error: unknown) => {
      this.#token = null;
      throw error;
    });
    return this.#token;
  }

  #setClock(response: Response): void {
    const date = Date.parse(response.headers.get('Date') ?? '');
    // Half a second: the header leaves out the fraction.
    if (!Number.isNaN(date)) this.#ahead = Math.abs(date + 500 - Date.now()) < 2000 ? 0 : date + 500 - Date.now();
  }
}

function isJson(response: Response): boolean {
  return /\bjson\b/.test(response.headers.get('Content-Type') ?? '');
}

function sequenceOf(response: Response): number {
  return Number.parseInt(response.headers.get('Mingus-Sequence') ?? '0', 10);
}

function isWorthRepeating(error: unknown): boolean {
  return error instanceof MingusSyncError && ['unreachable', 'request_in_progress'].includes(error.code);
}

/** `crypto.randomUUID` needs a secure context, which a page on a plain LAN address is not. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
