// The labs of a page, in parts; this one says sentences and names files.
'use strict';

const labs = (() => {
  const said = document.querySelector('[data-lab-words]').dataset;

  /// A sentence of the page's language, with its blanks filled in.
  function say(name, blanks = {}) {
    return (said[name] ?? '').replace(/\{(\w+)\}/g, (blank, key) => String(blanks[key] ?? blank));
  }

  /// A virtual time as people say it.
  function time(ns) {
    if (ns < 1e6) return `${Math.round(ns / 1e3)} µs`;
    if (ns < 1e9) return `${Number((ns / 1e6).toPrecision(3))} ms`;
    return `${Number((ns / 1e9).toPrecision(3))} s`;
  }

  /// What the build calls each file of a runtime, and where it lies.
  const FILES = @assets(runtime-*);
  const url = (file) => new URL(FILES[file], workbook.assets);

  /// An element with attributes and what it holds.
  function make(tag, attributes = {}, ...held) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...held);
    return element;
  }

  return { say, time, url, make, MANIFEST: @text(runtimes.json) };
})();
