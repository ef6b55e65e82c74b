// A page without a picture: elements that hold text, and say when it changes.
//
// Programs of tutorials write messages into lists and fields; here each becomes a line of output.

import { write } from '../core/host.js';
import { Event, EventTarget, handlers } from './events.js';

const byId = new Map();
const EVENTS = ['click', 'submit', 'input', 'change', 'keydown', 'keyup', 'keypress', 'load'];

function say(element, text) {
  if (text.trim() !== '') write(1, `${element.label()} ${text}\n`);
}

export class Element extends EventTarget {
  #text = '';
  #attributes = new Map();

  constructor(tag, id = '') {
    super();
    this.tagName = tag.toUpperCase();
    this.id = id;
    this.value = '';
    this.className = '';
    this.disabled = false;
    this.hidden = false;
    this.checked = false;
    this.children = [];
    this.parentNode = null;
    this.style = {};
    this.dataset = {};
    this.scrollTop = 0;
    this.scrollHeight = 0;
    this.isShown = id !== '';
    this.classList = {
      add() {}, remove() {}, toggle() {}, contains: () => false, replace() {},
    };
  }

  get nodeName() { return this.tagName; }
  get firstChild() { return this.children[0] ?? null; }
  get lastChild() { return this.children.at(-1) ?? null; }
  get childNodes() { return this.children; }
  get childElementCount() { return this.children.length; }
  get isConnected() { return this.isShown; }
  get parentElement() { return this.parentNode; }

  label() { return this.id === '' ? `<${this.tagName.toLowerCase()}>` : `#${this.id}`; }

  get textContent() { return this.#text + this.children.map((child) => child.textContent).join('');
    }

  set textContent(value) {
    const text = value === null || value === undefined ? '' : String(value);
    this.children = [];
    const before = this.#text;
    this.#text = text;
    // Text that was added to what stood there is told alone.
    const isMore = before !== '' && text.startsWith(before);
    if (this.isShown) say(this, isMore ? text.slice(before.length).replace(/^\n/, '') : text);
  }

  get innerText() { return this.textContent; }
  set innerText(value) { this.textContent = value; }
  get innerHTML() { return this.textContent; }

  set innerHTML(value) {
    this.textContent = String(value).replace(/<br\s*\/?>|<\/(p|div|li)>/gi,
      '\n').replace(/<[^>]*>/g, '')
      .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&').replace(/\n+$/, '');
  }

  insertAdjacentHTML(_place, html) { this.append(fragmentOf(html)); }

  insertAdjacentText(_place, text) { this.append(text); }

  #adopt(node, at = this.children.length) {
    const child = node instanceof Element ? node : new Text(String(node));
    child.remove();
    child.parentNode = this;
    this.children.splice(at, 0, child);
    if (this.isShown) {
      child.show();
      say(this, child.textContent);
    }
    return child;
  }

  show() {
    this.isShown = true;
    for (const child of this.children) child.show();
  }

  appendChild(node) { return this.#adopt(node); }
  append(...nodes) { for (const node of nodes) this.#adopt(node); }
  prepend(...nodes) { for (const node of nodes.reverse()) this.#adopt(node, 0); }

  insertBefore(node, before) {
    const at = this.children.indexOf(before);
    return this.#adopt(node, at < 0 ? this.children.length : at);
  }

  replaceChildren(...nodes) {
    this.children = [];
    this.#text = '';
    this.append(...nodes);
  }

  removeChild(node) {
    this.children = this.children.filter((child) => child !== node);
    node.parentNode = null;
    return node;
  }

  remove() { this.parentNode?.removeChild(this); }

  getAttribute(name) { return this.#attributes.get(name) ?? null; }

  setAttribute(name, value) {
    this.#attributes.set(name, String(value));
    if (name === 'id') this.id = String(value);
    if (name === 'value') this.value = String(value);
  }

  hasAttribute(name) { return this.#attributes.has(name); }
  removeAttribute(name) { this.#attributes.delete(name); }
  querySelector(selector) { return find(selector); }
  querySelectorAll() { return []; }
  getElementsByTagName() { return []; }
  focus() {}
  blur() {}
  reset() {}
  select() {}
  scrollIntoView() {}
  scrollTo() {}
  click() { this.dispatchEvent(new Event('click', { cancelable: true })); }
  closest() { return null; }
  matches() { return false; }
}
handlers(Element, ...EVENTS);

class Text extends Element {
  constructor(text) {
    super('#text');
    this.textContent = text;
  }
}

function fragmentOf(html) {
  const holder = new Element('div');
  holder.innerHTML = html;
  return holder;
}

/// Elements are made when they are asked for: the program's page is not read for them.
function find(selector) {
  const id = /^#([\w-]+)$/.exec(selector)?.[1];
  const key = id ?? selector;
  if (!byId.has(key)) byId.set(key, new Element(id === undefined ? tagOf(selector) : 'div', key));
  return byId.get(key);
}

const tagOf = (selector) => /^[a-z][a-z0-9]*/i.exec(selector)?.[0] ?? 'div';

/// Reads a page for its elements with names, and for what a typed line would fill in and send.
export function learn(html) {
  for (const [, tag, attributes] of html.matchAll(/<([a-z][a-z0-9]*)\b([^>]*)>/gi)) {
    const id = /\bid\s*=\s*["']?([^"'\s>]+)/i.exec(attributes)?.[1];
    if (id !== undefined) byId.set(id, new Element(tag, id));
  }
}

class Document extends EventTarget {
  readyState = 'complete';
  title = '';
  cookie = '';
  hidden = false;
  visibilityState = 'visible';
  body = new Element('body', 'body');
  head = new Element('head', 'head');
  documentElement = new Element('html');
  forms = {};

  /// What a reader does at a page, with one line: it is typed into a field and sent.
  typed(line) {
    const all = [...byId.values()];
    const isField = (one) => one.tagName === 'INPUT' || one.tagName === 'TEXTAREA'
      || one.id.match(/input|message|text/i);
    const field = all.find((one) => one.tagName === 'INPUT') ?? all.find(isField);
    if (field !== undefined) {
      field.value = line;
      field.dispatchEvent(new Event('input'));
      const key = Object.assign(new Event('keydown', { cancelable: true }),
        { key: 'Enter', keyCode: 13 });
      field.dispatchEvent(key);
    }
    for (const form of all.filter((one) => one.tagName === 'FORM' || /form/i.test(one.id))) {
      form.dispatchEvent(new Event('submit', { cancelable: true }));
    }
    for (const button of all.filter((one) => one.tagName === 'BUTTON'
      || /button|btn|send/i.test(one.id))) {
      button.click();
    }
  }

  get hearsInput() { return byId.size > 0; }

  getElementById(id) { return find(`#${id}`); }
  querySelector(selector) { return find(selector); }
  querySelectorAll(selector) { return [find(selector)]; }
  getElementsByClassName(name) { return [find(`.${name}`)]; }
  getElementsByTagName(name) { return [find(name)]; }
  getElementsByName(name) { return [find(`[name=${name}]`)]; }
  createElement(tag) { return new Element(tag); }
  createTextNode(text) { return new Text(String(text)); }
  createDocumentFragment() { return new Element('fragment'); }
  write(text) { write(1, `${text}\n`); }
  writeln(text) { write(1, `${text}\n`); }
}
handlers(Document, 'DOMContentLoaded', 'visibilitychange', ...EVENTS);

export const document = new Document();
