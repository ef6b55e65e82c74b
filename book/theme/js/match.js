// How words are compared: the same text in one shape, and the forms a word may take.
//
// English words lose a light ending ("masked", "masking" and "masks" meet in "mask"). Korean words
// lose particles and verb endings ("마스킹을", "마스킹합니다" meet in "마스킹"); a word's stem finds the
// word with an ending by itself, because every form is searched for inside the text. A term is also
// found by its other names ("웹소켓" finds "WebSocket"), and with the blanks left out ("수신버퍼").
'use strict';

const workbookMatch = (() => {
  /// Longer questions are cut: a pasted megabyte is no question.
  const QUERY_CHARACTERS_MAX = 200;
  const TERMS_MAX = 8;
  /// The longest name of the glossary has so many words ("open file description" has three).
  const NAME_WORDS_MAX = 4;

  /// Hangul syllables are numbered: each open one is followed by its 27 with a final consonant.
  const HANGUL_FIRST = 0xac00;
  const FINALS = 28;

  /// The longest first, so that "에서는" goes before "는".
  const PARTICLES = [
    '으로부터', '에서부터', '에게서', '이라는', '입니다', '합니다', '됩니다', '습니다', '했습니다',
    '하였습니다', '하지만', '으로는', '으로도', '에서는', '에서도', '에게는', '이라고', '이라면',
    '으로', '에서', '에게', '에는', '에도', '부터', '까지', '처럼', '보다', '마다', '이나', '이란',
    '라는', '라고', '하는', '하고', '하여', '해서', '하면', '하기', '한다', '했다', '하다', '할',
    '되는', '되고', '되어', '된다', '되면', '되기', '되다', '들은', '들이', '들을', '들의', '로는',
    '로도', '과의', '와의', '은', '는', '이', '가', '을', '를', '에', '의', '로', '와', '과', '도',
    '만', '들', '한', '된', '인', '나', '란', '다',
  ].sort((one, other) => other.length - one.length);

  /// One shape for comparing, position for position: composed, and lower case where the length
  /// stays the same ("İ" would grow).
  function fold(text) {
    const lower = text.toLowerCase().replaceAll('\u00a0', ' ');
    if (lower.length === text.length) return lower;
    return Array.from(text, (character) => {
      const small = character.toLowerCase();
      return small.length === character.length ? small : character;
    }).join('');
  }

  function compose(text) {
    return text.normalize('NFC');
  }

  /// What the book calls a term, by every name that a reader may give it.
  let names = new Map();

  /// A name without the blanks and hyphens in which writers differ.
  function bare(name) {
    return fold(compose(name)).replace(/[\s-]+/gu, '');
  }

  /// Takes the glossary in: `n` are the other names of what the book calls `t`.
  function learn(glossary) {
    names = new Map();
    for (const { n: others, t: term } of glossary) {
      for (const other of others) {
        const key = bare(other);
        names.set(key, [...(names.get(key) ?? []), fold(compose(term))]);
      }
    }
  }

  /// What the book says for a word that the glossary knows by another name.
  function called(term) {
    const key = bare(term);
    return names.get(key) ?? names.get(key.replace(/s$/, '')) ?? [];
  }

  /// Words that are one name together stay together: "accept queue".
  function joined(words) {
    const found = [];
    for (let at = 0; at < words.length;) {
      let count = Math.min(NAME_WORDS_MAX, words.length - at);
      while (count > 1 && called(words.slice(at, at + count).join(' ')).length === 0) count -= 1;
      found.push(words.slice(at, at + count).join(' '));
      at += count;
    }
    return found;
  }

  /// The words asked for. A Hangul word that is still being typed may end in a lone letter
  /// ("마스ㅋ"): it is left out until its syllable is there.
  function terms(query) {
    const words = fold(compose(query.slice(0, QUERY_CHARACTERS_MAX))).split(/\s+/u);
    const found = [];
    for (const word of words) {
      const bare = word
        .replace(/^["'“”‘’(,;]+|["'“”‘’,;.?!]+$/gu, '')
        .replace(/[ㄱ-ㅣ]+$/u, '');
      if (bare && !found.includes(bare)) found.push(bare);
    }
    return joined(found).slice(0, TERMS_MAX);
  }

  function englishStem(word) {
    if (!/^[a-z]{4,}$/.test(word)) return undefined;
    const stem = word
      .replace(/(?:ies|ied|ying)$/, 'y')
      .replace(/(?<=..)(?:ings?|ed|es|(?<!s)s)$/, '')
      .replace(/([bdfgmnprt])\1$/, '$1'); // "stopping" is "stop"
    return stem.length >= 3 && stem !== word ? stem : undefined;
  }

  /// The word without one ending, then without two: "서버에서는", "서버에서", "서버".
  function koreanStems(word) {
    const stems = [];
    let rest = word;
    for (let round = 0; round < 2; round += 1) {
      const ending = PARTICLES.find((one) => rest.length > one.length && rest.endsWith(one));
      if (!ending) break;
      rest = rest.slice(0, -ending.length);
      stems.push(rest);
    }
    return stems;
  }

  /// What a word may be on the way to while its last syllable is typed: "마슼" has begun the "킹" of
  /// "마스킹" too early, "마스키" still lacks its last letter.
  function unfinished(word) {
    const last = word.codePointAt(word.length - 1) - HANGUL_FIRST;
    const open = last - (last % FINALS);
    const ending = (code) => word.slice(0, -1) + String.fromCodePoint(HANGUL_FIRST + code);
    if (last !== open) return [ending(open)];
    return Array.from({ length: FINALS - 1 }, (_, index) => ending(open + index + 1));
  }

  /// A Hangul word as the book may write it, with blanks in it: "수신버퍼" is "수신 버퍼" there.
  function loose(word) {
    return new RegExp(Array.from(word).join('\\s?'), 'gu');
  }

  /// The forms to look for, the surest first; `rescue` forms only count where nothing else does.
  function forms(term) {
    const sure = [{ text: term, weight: 1, atStart: false }];
    const rescue = [];
    for (const name of called(term)) sure.push({ text: name, weight: 0.9, atStart: false });
    const stem = englishStem(term);
    if (stem) sure.push({ text: stem, weight: 0.7, atStart: true });
    if (/[가-힣]$/u.test(term)) {
      for (const one of koreanStems(term)) {
        const form = { text: one, weight: 0.6, atStart: false };
        if (one.length >= 2) sure.push(form);
        else rescue.push(form);
      }
      for (const one of [term, ...koreanStems(term)]) {
        const isWhole = /^[\p{L}\p{N}]{3,}$/u.test(one);
        if (isWhole) rescue.push({ text: one, weight: 0.8, atStart: false, loose: loose(one) });
      }
      for (const one of unfinished(term)) rescue.push({ text: one, weight: 0.5, atStart: false });
    }
    return { sure, rescue };
  }

  function isWordStart(text, at) {
    return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]);
  }

  /// Where a form stands next, and how much of the text it covers; -1 where it does not.
  function next(text, form, from) {
    if (!form.loose) return { at: text.indexOf(form.text, from), length: form.text.length };
    form.loose.lastIndex = from;
    const found = form.loose.exec(text);
    return { at: found?.index ?? -1, length: found?.[0].length ?? 0 };
  }

  /// The first place of a form in a folded text, a word's start before a word's middle.
  function place(text, form) {
    let inside = -1;
    for (let { at } = next(text, form, 0); at >= 0; at = next(text, form, at + 1).at) {
      if (isWordStart(text, at)) return { at, isStart: true };
      if (inside < 0) inside = at;
    }
    return inside < 0 || form.atStart ? undefined : { at: inside, isStart: false };
  }

  /// Every stretch of a folded text that one of the forms covers, in order, without overlaps.
  function stretches(text, wanted, limit) {
    const found = [];
    for (const form of wanted) {
      let { at, length } = next(text, form, 0);
      while (at >= 0 && found.length < limit * wanted.length) {
        if (!form.atStart || isWordStart(text, at)) {
          found.push({ from: at, to: wordEnd(text, at + length, form) });
        }
        ({ at, length } = next(text, form, at + length));
      }
    }
    found.sort((one, other) => one.from - other.from || other.to - one.to);
    const apart = [];
    for (const one of found) {
      if (apart.length === 0 || one.from >= apart.at(-1).to) apart.push(one);
    }
    return apart.slice(0, limit);
  }

  /// A stem marks the whole English word that it stands for.
  function wordEnd(text, at, form) {
    let end = at;
    while (form.atStart && end < text.length && /[a-z]/.test(text[end])) end += 1;
    return end;
  }

  /// The text as nodes, with its stretches marked. Nothing in it is ever read as HTML.
  function marked(text, found) {
    const nodes = [];
    let done = 0;
    for (const { from, to } of found) {
      const mark = document.createElement('mark');
      mark.textContent = text.slice(from, to);
      nodes.push(text.slice(done, from), mark);
      done = to;
    }
    nodes.push(text.slice(done));
    return nodes;
  }

  return { compose, fold, learn, called, terms, forms, place, stretches, marked };
})();
