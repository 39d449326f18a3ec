// What a browser loads has not what no minifier of scripts knows to leave out: the indents and comments that templates
// are written with (white space in markup is one space anyway), and decorators, of which only the call they make stays.
const ours = /[\\/]web[\\/](client|elements|dashboard)[\\/]src[\\/].*\.ts$/;

/** A plugin of Vite's, for builds. */
export function small() {
  return {
    name: 'mingus-small',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (!ours.test(id.split('?')[0])) return null;
      const edits = [];
      visit(this.parse(code), (node) => {
        const call = ofDecorator(node, (part) => code.slice(part.start, part.end));
        if (call) edits.push({ start: node.start, end: node.end, text: call });
        const shorten = { html: ofMarkup, svg: ofMarkup, css: ofStyles }[node.tag?.name];
        if (shorten) for (const part of node.quasi.quasis) edits.push(editOf(part, shorten));
        return call === undefined;
      });
      return edits.length > 0 ? { code: edited(code, edits), map: null } : null;
    },
  };
}

function editOf({ start, value }, shorten) {
  return { start, end: start + value.raw.length, text: shorten(value.raw) };
}

/** `_decorate([property(options)], C.prototype, 'name', void 0)` and the like, as the call that Lit makes of it. */
function ofDecorator(node, textOf) {
  const given = node.type === 'ExpressionStatement' ? classAlone(node.expression) : node;
  if (given?.type !== 'CallExpression' || !/decorate$/i.test(given.callee.name ?? '')) return undefined;
  const [{ elements }, target, name] = given.arguments;
  const [{ callee, arguments: wishes }] = elements;
  if (elements.length !== 1) return undefined;
  const class_ = textOf(target.object ?? target);
  const define = `customElements.define(${wishes.map(textOf)}, ${class_})`;
  if (callee.name === 'customElement') return given === node ? `(${define}, ${class_})` : `${define};`;
  const options = { property: wishes.map(textOf), state: ['{ state: true, attribute: false }'] }[callee.name];
  return options && `${class_}.createProperty(${[textOf(name), ...options].join(', ')})`;
}

/** The call in `C = _decorate(…, C)`, whose value nobody else takes. */
function classAlone({ type, left, right }) {
  return type === 'AssignmentExpression' && left.name === right.arguments?.[1]?.name ? right : undefined;
}

export function ofMarkup(text) {
  return text.replace(/\s+/g, ' ');
}

export function ofStyles(text) {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};]) ?/g, '$1')
    .replace(/([:,]) /g, '$1')
    .replace(/;}/g, '}');
}

function edited(code, edits) {
  let text = '';
  let at = 0;
  for (const edit of edits.sort((one, other) => one.start - other.start)) {
    text += code.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + code.slice(at);
}

/** Sees a node, and what is in it where that is asked for. */
function visit(node, see) {
  if (Array.isArray(node)) return node.forEach((each) => visit(each, see));
  if (typeof node?.type !== 'string') return;
  if (!see(node)) return;
  for (const key of Object.keys(node)) if (typeof node[key] === 'object') visit(node[key], see);
}
