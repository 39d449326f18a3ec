// What a browser loads has not the indents and comments that templates are written with, which no minifier of scripts
// knows. It does not change what a page shows: white space in markup is one space anyway.
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
        if (node.type !== 'TaggedTemplateExpression') return;
        const shorten = { html: ofMarkup, svg: ofMarkup, css: ofStyles }[node.tag.name];
        if (shorten) for (const part of node.quasi.quasis) edits.push(editOf(part, shorten));
      });
      return edits.length > 0 ? { code: edited(code, edits), map: null } : null;
    },
  };
}

function editOf({ start, value }, shorten) {
  return { start, end: start + value.raw.length, text: shorten(value.raw) };
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

function visit(node, see) {
  if (Array.isArray(node)) return node.forEach((each) => visit(each, see));
  if (typeof node?.type !== 'string') return;
  see(node);
  for (const key of Object.keys(node)) if (typeof node[key] === 'object') visit(node[key], see);
}
