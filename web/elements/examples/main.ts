/** `?element=mingus-accounts&theme=dark&dir=rtl&locale=de`: one element in all its states; alone with `&state=2`. */
import { html, nothing, render } from 'lit';
import { fixTime } from '../src/clock';
import '../src/index';
import type { Case } from './case';
import { cases } from './cases';
import { AT } from './data';
import { FakeManager } from './fake';

fixTime(AT);
const query = new URLSearchParams(location.search);
const element = query.get('element') ?? 'mingus-accounts';
const locale = query.get('locale') ?? 'en-US';
const all = cases[element] ?? [];
const only = query.get('state');
const shown = only ? all.filter((each, index) => `${index}` === only || each.name === only) : all;

document.documentElement.dataset['theme'] = query.get('theme') ?? 'auto';
document.documentElement.dir = query.get('dir') ?? 'ltr';

const link = (name: string) => {
  const to = new URLSearchParams(query);
  to.set('element', name);
  to.delete('state');
  return html`<a href=${`?${to}`} aria-current=${name === element ? 'page' : nothing}>${name}</a>`;
};

const example = (each: Case) => html`<section>
  <h2>${each.name}</h2>
  <mingus-sync
    locale=${locale}
    time-zone="UTC"
    .manager=${new FakeManager(each.mode, each.answers).asManager()}
    >${each.show()}</mingus-sync
  >
</section>`;

render(
  html`<nav aria-label="Elements">${Object.keys(cases).map(link)}</nav>
    <main><h1>${element}</h1>${shown.map(example)}</main>`,
  document.body,
);
