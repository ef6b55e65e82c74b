// Labs as a test drives them: found in the pages, opened, written into, run, and read.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SITE, pagesOf } from './house.mjs';

/// How long a run may take: with a runtime's first boot, on a busy machine.
export const RUN_MS = 90_000;

const attribute = (tag, name) => new RegExp(` data-${name}="([^"]*)"`).exec(tag)?.[1];

/// Every lab of a language: its page, its name, its programs. Those of exercises are driven by
/// their own tests.
export function labsOf(language) {
  return pagesOf(language).filter((path) => !path.endsWith('/print.html')).flatMap((path) => {
    const html = readFileSync(join(SITE, path), 'utf8');
    const labs = html.matchAll(/data-lab="([^"]+)"(.*?)<\/section>/gs);
    const own = [...labs].filter(([, name]) => !name.startsWith('exercise-'));
    return own.map(([, name, body]) => ({
      path, name,
      programs: [...body.matchAll(/<div [^>]* data-program="[^>]*>/g)].map(([tag]) => ({
        name: attribute(tag, 'program'), language: attribute(tag, 'language'),
        file: attribute(tag, 'file'),
      })),
    }));
  });
}

/// The lab of this name.
export function labNamed(name, language = 'en') {
  const found = labsOf(language).find((lab) => lab.name === name);
  assert.ok(found, `no page of ${language} has the lab ${name}`);
  return found;
}

/// One lab of an open page.
export class Driven {
  constructor(page, name) {
    this.page = page;
    this.lab = page.locator(`[data-lab="${name}"]`);
    this.status = this.lab.locator('.sw-lab-status');
  }

  /// Opens a lab that waits for an answer, as a reader may who does not want to give one.
  async open() {
    await this.lab.evaluate((section) => {
      if (section.matches('[data-after]:not([data-open])')) {
        section.querySelector('[data-uncover]').click();
      }
    });
    return this;
  }

  /// Presses a button, also one of a lab in a part of the page that is folded.
  async press(act) {
    await this.open();
    await this.lab.locator(`[data-act="${act}"]`).first().evaluate((button) => {
      for (let at = button; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
      button.click();
    });
  }

  /// Puts a text in the place of the program at this tab, as a reader does it.
  async write(index, text) {
    await this.open();
    const tabs = this.lab.locator('.sw-lab-tab');
    if (await tabs.count() > 0) await tabs.nth(index).click();
    await this.lab.locator('[data-act="edit"]').click();
    const content = this.lab.locator('[data-chosen] .cm-content');
    await content.waitFor();
    await content.focus();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(text);
  }

  /// Writes programs into a lab and runs them.
  async runPrograms(...texts) {
    for (const [index, text] of texts.entries()) await this.write(index, text);
    return this.run();
  }

  /// Presses Run, or another button, and waits until the run rests; gives back what it came to.
  async run(act = 'run') {
    await this.lab.evaluate((section) => { delete section.dataset.state; });
    await this.press(act);
    return this.rest();
  }

  async rest() {
    await this.page.waitForFunction((section) => {
      const { state } = section.dataset;
      return state !== undefined && !['idle', 'loading', 'running', 'stopping'].includes(state);
    }, await this.lab.elementHandle(), { timeout: RUN_MS });
    return this.read();
  }

  /// Waits for a run that went on by itself to come to this state.
  async settle(state) {
    await this.page.waitForFunction(([section, wanted]) => section.dataset.state === wanted,
      [await this.lab.elementHandle(), state], { timeout: RUN_MS });
    return this.read();
  }

  /// What stands in the page: the state, the sentence, and of every program what it wrote.
  read() {
    return this.lab.evaluate((section) => ({
      state: section.dataset.state,
      status: section.querySelector('.sw-lab-status').textContent,
      consoles: [...section.querySelectorAll('[data-console]')].map((console) => {
        const parts = [...console.querySelectorAll('.sw-lab-text > span')];
        const of = (kind) => parts.filter((part) => part.className === kind)
          .map((part) => part.textContent).join('');
        return {
          name: console.dataset.console, out: of(''), errors: of('is-err'),
          all: parts.map((part) => part.textContent).join(''),
          end: console.querySelector('[data-end]').textContent,
        };
      }),
    }));
  }
}
