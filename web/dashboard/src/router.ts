/** Addresses of the page, by the browser's own history. */
import type { TemplateResult } from 'lit';

export interface Route {
  /** The part after the first slash; a second part is the id. */
  name: string;
  show: (id: string, query: URLSearchParams) => TemplateResult;
}

export interface Place {
  route: Route | undefined;
  id: string;
  query: URLSearchParams;
}

type Listener = (place: Place) => void;

export class Router {
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #listener: Listener;

  constructor(routes: readonly Route[], listener: Listener) {
    this.#routes = new Map(routes.map((route) => [route.name, route]));
    this.#listener = listener;
  }

  start(): void {
    addEventListener('popstate', () => this.#tell());
    document.addEventListener('click', (event) => this.#follow(event));
    addEventListener('dash-go', (event) => this.go((event as CustomEvent<string>).detail));
    this.#tell();
  }

  go(address: string): void {
    const url = new URL(address, location.href);
    if (url.href !== location.href) history.pushState(null, '', url);
    this.#tell();
  }

  #tell(): void {
    const [, name = '', id = ''] = location.pathname.split('/');
    const query = new URLSearchParams(location.search);
    this.#listener({ route: this.#routes.get(name), id: decodeURIComponent(id), query });
  }

  /** A plain click on a link of ours changes the address without loading the page again. */
  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link || link.target || link.origin !== location.origin || link.hasAttribute('data-outside')) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    this.go(link.href);
  }
}

/** Goes to an address of ours, from anywhere. */
export function go(address: string): void {
  dispatchEvent(new CustomEvent('dash-go', { detail: address }));
}

/** Changes a parameter of the address in place: no new page, no new entry in the history. */
export function setQuery(name: string, value: string | null): void {
  const url = new URL(location.href);
  if (value) url.searchParams.set(name, value);
  else url.searchParams.delete(name);
  history.replaceState(null, '', url);
}
