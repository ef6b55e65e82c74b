// Exercises as a test drives them: found in the pages and in their folders, filled in, judged, read.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SITE, pagesOf } from './house.mjs';

const FOLDERS = fileURLToPath(new URL('../../book/exercises', import.meta.url));

/// How long the judging of one program may take: with a runtime's first boot, on a busy machine.
const JUDGED_MS = 120_000;

/// The wrong solutions that `exercise.toml` lists: keys, checks and reasons.
function wrongOnes(folder) {
  const toml = readFileSync(join(folder, 'exercise.toml'), 'utf8');
  return toml.split(/^\[\[/m).filter((part) => part.startsWith('wrong]]')).map((part) => {
    const field = (name) => new RegExp(`^${name} *= *"([^"]*)"`, 'm').exec(part)[1];
    return { key: field('key'), fails: field('fails'), reason: field('reason') };
  });
}

/// Every exercise of a language's pages: its page, its name, its kind, its file.
export function exercisesOf(language) {
  return pagesOf(language).filter((path) => !path.endsWith('/print.html')).flatMap((path) => {
    const html = readFileSync(join(SITE, path), 'utf8');
    const sections = html.matchAll(/<section class="[^"]*sw-exercise"[^>]*>/g);
    return [...sections].map(([tag]) => {
      const attribute = (name) => new RegExp(` data-${name}="([^"]*)"`).exec(tag)?.[1];
      const [name, kind] = [attribute('name'), attribute('kind')];
      const folder = join(FOLDERS, name);
      assert.ok(existsSync(folder), `${path} holds ${name}, which has no folder`);
      const program = /^program (\S+)/m.exec(attribute('checks') ?? '')?.[1];
      return { path, name, kind, folder, program, wrong: wrongOnes(folder) };
    });
  });
}

/// The names of all folders that hold an exercise.
export function folders() {
  return readdirSync(FOLDERS).filter((name) =>
    existsSync(join(FOLDERS, name, 'exercise.toml'))).sort();
}

/// One exercise of an open page.
export class Judged {
  constructor(page, name) {
    this.page = page;
    this.section = page.locator(`.sw-exercise[data-name="${name}"]`);
    this.results = this.section.locator('[data-results]');
    this.button = this.section.locator('[data-judge]');
  }

  /// The lab's script there, which a page loads when it is used.
  async open() {
    await this.section.locator('[data-judge]').scrollIntoViewIfNeeded();
    await this.page.evaluate(() => workbook.loadLabs?.());
  }

  /// Puts a text in the place of the reader's program, as the store does it.
  async fill(program, text) {
    await this.section.evaluate((section, [name, text]) => {
      const lab = workbook.labs.of(section);
      lab.codes.find((code) => code.name === name).setText(text);
    }, [program, text]);
  }

  /// Presses [Check] and waits for the grade; gives back what stands in the page, and how long it
  /// took from the first check on.
  async judge() {
    await this.results.evaluate((results) => { delete results.dataset.grade; });
    await this.button.click();
    await this.page.waitForFunction((results) => results.dataset.grade !== undefined,
      await this.results.elementHandle(), { timeout: JUDGED_MS });
    return this.read();
  }

  read() {
    return this.section.evaluate((section) => {
      const results = section.querySelector('[data-results]');
      const checks = [...section.querySelectorAll('[data-check]')];
      const failed = checks.find(({ dataset }) => dataset.state === 'failed');
      return {
        grade: results.dataset.grade,
        sum: section.querySelector('[data-sum]').textContent,
        states: checks.map(({ dataset }) => dataset.state),
        fails: failed?.dataset.check,
        reason: failed?.dataset.reason,
        told: failed?.querySelector('.sw-checks-detail').innerText,
        times: checks.map(({ dataset }) => [dataset.check, Number(dataset.ms ?? 0)]),
      };
    });
  }
}
